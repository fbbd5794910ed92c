//! The forecast for the person who waits: how many volunteers are awake, when the next step is taken, and when the
//! secretariat can start at the latest.

use super::candidate::Candidate;
use super::plan::{Desk, EscalationPlan, Step, saturating_add};
use crate::members::MemberId;
use crate::time::{Timestamp, ZoneId};

/// The expected course of a request that nobody has answered. When everybody is asleep, its times are waking times, not
/// the targets of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    pub desk: Desk,
    pub step: Step,
    /// Volunteers who can be asked, awake or not; 0 when only the secretariat is asked.
    pub volunteers: usize,
    /// Volunteers who are awake now; 0 when only the secretariat is asked.
    pub volunteers_awake: usize,
    /// When the first volunteer wakes. `None` when one is awake now, or when the secretariat starts earlier.
    pub first_volunteer: Option<FirstAvailable>,
    /// When the next step is taken if nobody answers.
    pub next_at: Timestamp,
    /// How many people the secretariat has.
    pub secretariat_members: usize,
    /// When the secretariat can start if nobody answers earlier. `None` when none of its members has a known waking
    /// time.
    pub secretariat: Option<FirstAvailable>,
}

/// When the first person of a group can start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstAvailable {
    pub at: Timestamp,
    /// Who wakes at `at`, and their zone. `None` when somebody is already awake when the group's step begins.
    pub waking: Option<(MemberId, ZoneId)>,
}

impl EscalationPlan<'_> {
    /// The forecast of a request that is at `step` and whose next step is due at `next_at`.
    pub fn forecast(&self, step: Step, next_at: Timestamp, now: Timestamp) -> Forecast {
        let volunteers = self.volunteers_to_ask();
        let volunteers_awake = volunteers.iter().filter(|candidate| candidate.is_awake(now)).count();
        let secretariat = first_available(self.secretariat, self.secretariat_asked_at(step, next_at, now));
        let first_volunteer = first_available(volunteers, now).filter(|volunteer| {
            volunteers_awake == 0
                && volunteer.waking.is_some()
                && secretariat.is_none_or(|secretariat| volunteer.at < secretariat.at)
        });
        Forecast {
            desk: self.desk,
            step,
            volunteers: volunteers.len(),
            volunteers_awake,
            first_volunteer,
            next_at,
            secretariat_members: self.secretariat.len(),
            secretariat,
        }
    }

    /// When the secretariat is asked if nobody answers.
    fn secretariat_asked_at(&self, step: Step, next_at: Timestamp, now: Timestamp) -> Timestamp {
        match step {
            Step::Posted
                if self
                    .volunteers_to_ask()
                    .iter()
                    .any(|volunteer| volunteer.is_awake(next_at) && self.may_ask(volunteer, next_at)) =>
            {
                saturating_add(next_at, self.policy.volunteers_within)
            }
            Step::Posted | Step::Volunteers => next_at,
            Step::Secretariat => now,
        }
    }
}

fn first_available(candidates: &[Candidate], from: Timestamp) -> Option<FirstAvailable> {
    let starts = candidates.iter().filter_map(|candidate| {
        let at = candidate.next_awake_at(from)?;
        let waking = candidate.rest.filter(|_| at > from).map(|rest| (candidate.id, rest.zone));
        Some(FirstAvailable { at, waking })
    });
    starts.min_by_key(|start| (start.at, start.waking.map(|(id, _)| id)))
}
