//! The steps of an unanswered request. First it is posted in its channel, then the volunteers are asked a few at a
//! time, then also the secretariat. How fast depends on the urgency of the request.

use strum::{Display, EnumString, IntoStaticStr};

use super::candidate::{Availability, Candidate, Reason, sort_by_priority};
use super::urgency::{IfAllSleep, Ladder, PerUrgency, Urgency};
use crate::members::MemberId;
use crate::time::{SignedDuration, Timestamp};

/// The group that answers a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Desk {
    /// The volunteers of the help desk. If they do not answer, also the secretariat.
    Volunteers,
    /// The secretariat only.
    Secretariat,
}

/// A step of the escalation. A request stores the latest step that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Step {
    /// The request is posted in the channel of its group. Nobody is asked personally.
    Posted,
    /// Some volunteers have been asked personally. This step repeats, with more volunteers each time.
    Volunteers,
    /// The secretariat has been asked. This step repeats until somebody answers, so that it reaches people who wake
    /// later.
    Secretariat,
}

/// How long each step waits for an answer. The configuration gives the times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EscalationPolicy {
    pub ladders: PerUrgency<Ladder>,
    /// The shortest time between two notifications that ask the same person in one round of a request.
    pub ask_again_after: SignedDuration,
}

impl Default for EscalationPolicy {
    fn default() -> Self {
        Self { ladders: PerUrgency::default(), ask_again_after: SignedDuration::from_hours(4) }
    }
}

/// Whom to ask now, and when to check again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    pub step: Step,
    /// The people to ask now, in this order.
    pub people: Vec<MemberId>,
    /// Why each of `people` is asked before others.
    pub reasons: Vec<Vec<Reason>>,
    /// When to check the request again. Always later than the `now` for which this step was computed.
    pub next_at: Timestamp,
    /// The start of the round, from which the ladder counts.
    pub round_at: Timestamp,
}

impl NextStep {
    /// This step, but nobody asks `member`.
    #[must_use]
    pub fn without(&self, member: MemberId) -> Self {
        let others = || self.people.iter().zip(&self.reasons).filter(|(id, _)| **id != member);
        Self {
            people: others().map(|(id, _)| *id).collect(),
            reasons: others().map(|(_, reasons)| reasons.clone()).collect(),
            ..self.clone()
        }
    }
}

/// The people whom a request can ask, and the rules for the times.
#[derive(Debug, Clone, Copy)]
pub struct EscalationPlan<'a> {
    pub policy: EscalationPolicy,
    pub desk: Desk,
    pub urgency: Urgency,
    /// The start of the round, from which the ladder counts.
    pub round_at: Timestamp,
    pub volunteers: &'a [Candidate],
    pub secretariat: &'a [Candidate],
}

impl<'a> EscalationPlan<'a> {
    /// The first step of a round that starts at `now`.
    pub fn start(self, now: Timestamp) -> NextStep {
        Self { round_at: now, ..self }.advance(Step::Posted, now)
    }

    /// The first step of a round that starts at `now`, for a request that nobody can read in a channel, or whose asker
    /// has waited long enough: the first people are asked at once. The later steps keep their times.
    pub fn start_with_asks(self, now: Timestamp) -> NextStep {
        let round_at = self.round_at_for_asks(now);
        Self { round_at, ..self }.advance(Step::Posted, now)
    }

    /// The start of a round whose first people are asked at `now`.
    pub fn round_at_for_asks(&self, now: Timestamp) -> Timestamp {
        now.checked_sub(self.ladder().first_after).unwrap_or(Timestamp::MIN)
    }

    /// The next step after `step` if nobody answered in time. If no volunteer can be asked any more, the secretariat is
    /// asked early, so that the request does not wait for nobody.
    pub fn advance(&self, step: Step, now: Timestamp) -> NextStep {
        let (first_at, secretariat_at) = (self.first_at(), self.secretariat_at());
        let is_due = match (step, self.desk) {
            (Step::Secretariat, _) => true,
            (_, Desk::Secretariat) => now >= first_at,
            (_, Desk::Volunteers) => now >= secretariat_at,
        };
        if is_due {
            return self.ask_secretariat(now);
        }
        if self.desk == Desk::Secretariat {
            return self.wait(step, first_at);
        }
        let people = self.volunteers_for(now);
        if !people.is_empty() {
            let rung_at = if now < first_at { first_at } else { saturating_add(now, self.ladder().every) };
            return self.step(Step::Volunteers, people, rung_at.min(secretariat_at), now);
        }
        let later = [self.duty_at(), first_at].into_iter().filter(|at| *at > now).min();
        match (later, self.ladder().if_all_sleep) {
            (Some(later), _) => self.wait(step, later.min(secretariat_at)),
            (None, IfAllSleep::WaitForWaking) => {
                let waking = self.first_ask_after(self.volunteers_to_ask(), now);
                self.wait(step, waking.unwrap_or(secretariat_at).min(secretariat_at))
            }
            (None, IfAllSleep::AskSecretariat) => self.ask_secretariat(now),
        }
    }

    /// The last step, which repeats. It asks the members of the secretariat who are awake, the members without a known
    /// zone (silently), the leads, and the next volunteers who are awake. It skips people who were asked less than
    /// `ask_again_after` ago.
    pub fn ask_secretariat(&self, now: Timestamp) -> NextStep {
        let mut people = self.askable(self.secretariat, now, &[Availability::Awake, Availability::Unknown]);
        let volunteers = self.askable(self.volunteers_to_ask(), now, &[Availability::Awake]);
        let leads = volunteers.iter().filter(|candidate| candidate.is_lead);
        let others = volunteers.iter().filter(|candidate| !candidate.is_lead);
        let at_a_time = self.ladder().at_a_time;
        let is_rest = others.clone().count() > at_a_time;
        people.extend(leads.chain(others.take(at_a_time)).copied());
        let next_at = if is_rest { saturating_add(now, self.ladder().every) } else { self.next_check_at(&people, now) };
        self.step(Step::Secretariat, people, next_at, now)
    }

    /// The volunteer to ask in place of somebody who says "Not now". `None` if nobody else can be asked now, or if the
    /// volunteers are not asked yet.
    pub fn replacement(&self, now: Timestamp) -> Option<(MemberId, Vec<Reason>)> {
        let first = *self.volunteers_for(now).first()?;
        Some((first.id, first.reasons(now, self.volunteers_to_ask())))
    }

    /// The volunteers of the request. Empty if only the secretariat is asked.
    pub(super) fn volunteers_to_ask(&self) -> &'a [Candidate] {
        match self.desk {
            Desk::Volunteers => self.volunteers,
            Desk::Secretariat => &[],
        }
    }

    pub(super) fn ladder(&self) -> Ladder {
        self.policy.ladders.get(self.urgency)
    }

    fn duty_at(&self) -> Timestamp {
        saturating_add(self.round_at, self.ladder().duty_after)
    }

    pub(super) fn first_at(&self) -> Timestamp {
        saturating_add(self.round_at, self.ladder().first_after)
    }

    pub(super) fn secretariat_at(&self) -> Timestamp {
        saturating_add(self.round_at, self.ladder().secretariat_after)
    }

    /// The next volunteers to ask at `now`: at most [`Ladder::at_a_time`]. Before the time of the others, only those on
    /// duty.
    fn volunteers_for(&self, now: Timestamp) -> Vec<Candidate> {
        let mut people = self.askable(self.volunteers_to_ask(), now, &[Availability::Awake]);
        if now < self.duty_at().min(self.first_at()) {
            return Vec::new();
        }
        people.retain(|candidate| now >= self.first_at() || candidate.is_on_duty());
        people.truncate(self.ladder().at_a_time);
        people
    }

    fn step(&self, step: Step, people: Vec<Candidate>, next_at: Timestamp, now: Timestamp) -> NextStep {
        let reasons = |candidate: &Candidate| {
            if self.is_secretariat(candidate.id) {
                let mut reasons = candidate.reasons(now, self.secretariat);
                reasons.insert(0, Reason::Secretariat);
                return reasons;
            }
            candidate.reasons(now, self.volunteers_to_ask())
        };
        NextStep {
            step,
            reasons: people.iter().map(reasons).collect(),
            people: people.into_iter().map(|candidate| candidate.id).collect(),
            next_at,
            round_at: self.round_at,
        }
    }

    /// Asks nobody until `next_at`.
    fn wait(&self, step: Step, next_at: Timestamp) -> NextStep {
        NextStep { step, people: Vec::new(), reasons: Vec::new(), next_at, round_at: self.round_at }
    }

    /// The next instant at which somebody can be asked, because a candidate wakes or may be asked again.
    fn next_check_at(&self, asked_now: &[Candidate], now: Timestamp) -> Timestamp {
        let everybody = self.secretariat.iter().chain(self.volunteers_to_ask()).copied();
        let after_asks: Vec<Candidate> = everybody
            .map(|candidate| {
                let is_asked = asked_now.iter().any(|asked| asked.id == candidate.id);
                Candidate { asked_at: if is_asked { Some(now) } else { candidate.asked_at }, ..candidate }
            })
            .collect();
        // Candidates without a zone have no waking time, but they can be asked again silently after `ask_again_after`.
        let earliest = self.first_ask_after(&after_asks, now);
        earliest.unwrap_or_else(|| saturating_add(now, self.policy.ask_again_after))
    }

    /// The first instant after `now` at which one of `candidates` is awake and may be asked.
    fn first_ask_after(&self, candidates: &[Candidate], now: Timestamp) -> Option<Timestamp> {
        let askable = candidates.iter().filter(|candidate| !self.is_left_out(candidate));
        askable.filter_map(|candidate| self.next_ask_at(candidate, now)).filter(|at| *at > now).min()
    }

    /// The candidates with an accepted availability who may be asked now, in order.
    fn askable(&self, candidates: &[Candidate], now: Timestamp, accept: &[Availability]) -> Vec<Candidate> {
        let mut askable: Vec<Candidate> =
            candidates.iter().copied().filter(|candidate| self.may_ask(candidate, now)).collect();
        sort_by_priority(&mut askable, now);
        askable.retain(|candidate| accept.contains(&candidate.availability(now)));
        askable
    }

    /// Whether the person may be asked now: not asked yet in this round, or last asked at least `ask_again_after` ago.
    pub(super) fn may_ask(&self, candidate: &Candidate, now: Timestamp) -> bool {
        !self.is_left_out(candidate)
            && candidate.asked_at.is_none_or(|at| saturating_add(at, self.policy.ask_again_after) <= now)
    }

    /// Whether the person is not asked again in this round, because they gave the request up or said "Not now". They
    /// are asked again only if nobody else is left, because a request must not wait for nobody.
    fn is_left_out(&self, candidate: &Candidate) -> bool {
        let is_without_others = |group: &[Candidate]| group.iter().all(|other| other.has_given_up);
        let is_last = if self.is_secretariat(candidate.id) {
            is_without_others(self.secretariat)
        } else {
            self.secretariat.is_empty() && is_without_others(self.volunteers_to_ask())
        };
        candidate.has_given_up && !is_last
    }

    /// The first instant at or after `from` at which the person is awake and may be asked. `None` if the zone is
    /// unknown, or if the person is never awake. The steps and the forecast share this rule.
    pub(super) fn next_ask_at(&self, candidate: &Candidate, from: Timestamp) -> Option<Timestamp> {
        candidate.next_awake_at(self.may_ask_from(candidate, from))
    }

    /// The first instant at or after `from` at which the person may be asked, awake or not.
    pub(super) fn may_ask_from(&self, candidate: &Candidate, from: Timestamp) -> Timestamp {
        candidate.asked_at.map_or(from, |at| saturating_add(at, self.policy.ask_again_after)).max(from)
    }

    fn is_secretariat(&self, id: MemberId) -> bool {
        self.secretariat.iter().any(|candidate| candidate.id == id)
    }
}

pub(super) fn saturating_add(at: Timestamp, length: SignedDuration) -> Timestamp {
    at.checked_add(length).unwrap_or(Timestamp::MAX)
}
