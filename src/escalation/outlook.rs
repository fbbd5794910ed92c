//! What may honestly be promised to who waits: who reads it now, who is asked next, and when the secretariat begins at
//! the latest.

use super::plan::{Desk, EscalationPlan, Step, add};
use crate::members::MemberId;
use crate::time::{Timestamp, ZoneId};

/// The honest state of asking. Where nobody is awake its times are those of waking, not the targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outlook {
    pub desk: Desk,
    pub step: Step,
    /// Volunteers who are awake now; 0 when the matter is not for them.
    pub volunteers_awake: usize,
    /// The first volunteer's waking, when none is awake now and it comes before the secretariat's turn.
    pub first_volunteer: Option<Turn>,
    /// When the next step is taken if nobody answers.
    pub next_at: Timestamp,
    /// When the secretariat can begin, if nobody answers before. `None`: nobody there told their hours.
    pub secretariat: Option<Turn>,
}

/// When a role's first person can begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    pub at: Timestamp,
    /// Whose waking it is, and in which zone; `None` when somebody is awake by then anyway.
    pub waking: Option<(MemberId, ZoneId)>,
}

impl EscalationPlan<'_> {
    /// The outlook of a matter that is at `step` and is looked at again at `next_at`.
    pub fn outlook(&self, step: Step, next_at: Timestamp, now: Timestamp) -> Outlook {
        let volunteers = if self.desk == Desk::Volunteers { self.volunteers } else { &[] };
        let volunteers_awake = volunteers.iter().filter(|candidate| candidate.is_awake(now)).count();
        let secretariat = earliest(self.secretariat, self.secretariat_turn(step, next_at, now));
        let first_volunteer = earliest(volunteers, now).filter(|turn| {
            volunteers_awake == 0
                && turn.waking.is_some()
                && secretariat.is_none_or(|secretariat| turn.at < secretariat.at)
        });
        Outlook { desk: self.desk, step, volunteers_awake, first_volunteer, next_at, secretariat }
    }

    /// When the last step is reached if nobody answers.
    fn secretariat_turn(&self, step: Step, next_at: Timestamp, now: Timestamp) -> Timestamp {
        match step {
            Step::Posted if self.desk == Desk::Volunteers && self.volunteers.iter().any(|c| c.is_awake(next_at)) => {
                add(next_at, self.policy.volunteers_within)
            }
            Step::Posted | Step::Volunteers => next_at,
            Step::Secretariat => now,
        }
    }
}

fn earliest(candidates: &[super::Candidate], from: Timestamp) -> Option<Turn> {
    let turns = candidates.iter().filter_map(|candidate| {
        let at = candidate.next_awake(from)?;
        let waking = (at > from).then(|| candidate.rest.map(|rest| (candidate.id, rest.zone))).flatten();
        Some(Turn { at, waking })
    });
    turns.min_by_key(|turn| (turn.at, turn.waking.map(|(id, _)| id)))
}
