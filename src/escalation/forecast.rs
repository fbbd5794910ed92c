//! The forecast for the person who waits for an answer. It says how many volunteers are awake, when the next step is
//! taken, and when the secretariat can start at the latest.

use super::candidate::Candidate;
use super::plan::{Desk, EscalationPlan, Step};
use super::urgency::IfAllSleep;
use crate::members::MemberId;
use crate::time::{Timestamp, ZoneId};

/// The expected course of a request that nobody has answered. If everybody is asleep, the times are the times at which
/// people wake. Otherwise they come from the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    pub desk: Desk,
    pub step: Step,
    /// The number of volunteers who can be asked, awake or asleep. 0 if only the secretariat is asked. Leaves out a
    /// volunteer who has just given the request up.
    pub volunteers: usize,
    /// How many of `volunteers` are awake now.
    pub volunteers_awake: usize,
    /// How many of `volunteers` are awake now and were asked in this round.
    pub volunteers_asked: usize,
    /// How many of `volunteers_asked` are on duty.
    pub duty_asked: usize,
    /// How many volunteers are asked at a time.
    pub at_a_time: usize,
    /// Whether the next step asks more volunteers, and not yet the secretariat.
    pub asks_more_volunteers: bool,
    /// How many volunteers have just given the request up.
    pub former_helpers: usize,
    /// How many members of the secretariat have just given the request up.
    pub former_secretariat: usize,
    /// When the first volunteer wakes. `None` if a volunteer is awake now, or if the secretariat can start earlier.
    pub first_volunteer: Option<FirstAvailable>,
    /// When the next step is taken if nobody answers.
    pub next_at: Timestamp,
    /// The number of members of the secretariat. Leaves out a member who has just given the request up.
    pub secretariat_members: usize,
    /// When the secretariat can start if nobody answers earlier. `None` if no member of the secretariat has a known
    /// waking time. Leaves out a member who has just given the request up.
    pub secretariat: Option<FirstAvailable>,
    /// When the member of the secretariat who gave the request up is asked again, if the secretariat has no other
    /// member. `None` if the secretariat has another member, or if this member is never awake.
    pub asks_former_again_at: Option<Timestamp>,
}

/// When the first person of a group can start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstAvailable {
    pub at: Timestamp,
    /// The person who wakes at `at`, and this person's zone. `None` if somebody in the group is awake when its step
    /// begins.
    pub waking: Option<(MemberId, ZoneId)>,
}

impl EscalationPlan<'_> {
    /// The forecast of a request that is at `step` and whose next step is due at `next_at`.
    pub fn forecast(&self, step: Step, next_at: Timestamp, now: Timestamp) -> Forecast {
        let volunteers: Vec<Candidate> =
            self.volunteers_to_ask().iter().copied().filter(|candidate| !candidate.has_given_up).collect();
        let awake = || volunteers.iter().filter(|candidate| candidate.is_awake(now));
        let volunteers_awake = awake().count();
        let asked = || awake().filter(|candidate| candidate.asked_at.is_some());
        let volunteers_asked = asked().count();
        let duty_asked = asked().filter(|candidate| candidate.is_on_duty()).count();
        let secretariat_asked_at = self.secretariat_asked_at(step, next_at, now);
        let (former_secretariat, secretariat_members): (Vec<Candidate>, Vec<Candidate>) =
            self.secretariat.iter().copied().partition(|candidate| candidate.has_given_up);
        let secretariat = first_available(&secretariat_members, secretariat_asked_at);
        let asks_again_at = |candidate: &Candidate| match candidate.rest {
            Some(_) => self.next_ask_at(candidate, secretariat_asked_at),
            // A person without a zone is asked silently as soon as they may be asked again.
            None => Some(self.may_ask_from(candidate, secretariat_asked_at)),
        };
        let asks_former_again_at = former_secretariat.iter().filter_map(asks_again_at).min();
        let first_volunteer = first_available(&volunteers, now).filter(|volunteer| {
            volunteers_awake == 0
                && volunteer.waking.is_some()
                && secretariat.is_none_or(|secretariat| volunteer.at < secretariat.at)
        });
        Forecast {
            desk: self.desk,
            step,
            volunteers: volunteers.len(),
            volunteers_awake,
            volunteers_asked,
            duty_asked,
            at_a_time: self.ladder().at_a_time,
            asks_more_volunteers: step != Step::Secretariat && self.can_ask_volunteers_before_secretariat(next_at),
            former_helpers: self.volunteers_to_ask().len() - volunteers.len(),
            former_secretariat: former_secretariat.len(),
            first_volunteer,
            next_at,
            secretariat_members: secretariat_members.len(),
            secretariat,
            asks_former_again_at: asks_former_again_at.filter(|_| secretariat_members.is_empty()),
        }
    }

    /// When the secretariat is asked if nobody answers.
    fn secretariat_asked_at(&self, step: Step, next_at: Timestamp, now: Timestamp) -> Timestamp {
        match step {
            Step::Secretariat => now,
            Step::Posted | Step::Volunteers if self.can_ask_volunteers_before_secretariat(next_at) => {
                self.secretariat_at()
            }
            Step::Posted | Step::Volunteers => next_at,
        }
    }

    /// Whether the step at `next_at` asks volunteers, or waits for them, and leaves the secretariat for later.
    fn can_ask_volunteers_before_secretariat(&self, next_at: Timestamp) -> bool {
        if self.desk == Desk::Secretariat || next_at >= self.secretariat_at() {
            return false;
        }
        let mut volunteers = self.volunteers_to_ask().iter();
        self.ladder().if_all_sleep == IfAllSleep::WaitForWaking
            || next_at < self.first_at()
            || volunteers.any(|volunteer| volunteer.is_awake(next_at) && self.may_ask(volunteer, next_at))
    }
}

/// The first of `candidates` who is awake at or after `from`. `None` if no candidate has a known waking time.
fn first_available(candidates: &[Candidate], from: Timestamp) -> Option<FirstAvailable> {
    let available = candidates.iter().filter_map(|candidate| {
        let at = candidate.next_awake_at(from)?;
        let waking = candidate.rest.filter(|_| at > from).map(|rest| (candidate.id, rest.zone));
        Some(FirstAvailable { at, waking })
    });
    available.min_by_key(|first| (first.at, first.waking.map(|(id, _)| id)))
}
