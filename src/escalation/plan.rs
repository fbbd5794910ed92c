//! The steps of an unanswered request. First it is posted in its channel, then the volunteers are asked, then the
//! secretariat.

use strum::{Display, EnumString, IntoStaticStr};

use super::candidate::{Availability, Candidate, sort_by_priority};
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
    /// Each volunteer who was awake at the time of this step has been asked personally.
    Volunteers,
    /// The secretariat has been asked. This step repeats until somebody answers, so that it reaches people who wake
    /// later.
    Secretariat,
}

/// How long each step waits for an answer. The configuration gives the times. All are greater than zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EscalationPolicy {
    /// The time from posting until the volunteers who are awake are asked.
    pub claim_within: SignedDuration,
    /// The time from asking the volunteers until the secretariat is asked.
    pub volunteers_within: SignedDuration,
    /// The shortest time between two notifications that ask the same person in one round of a request.
    pub ask_again_after: SignedDuration,
}

impl Default for EscalationPolicy {
    fn default() -> Self {
        Self {
            claim_within: SignedDuration::from_mins(10),
            volunteers_within: SignedDuration::from_mins(10),
            ask_again_after: SignedDuration::from_hours(4),
        }
    }
}

impl EscalationPolicy {
    /// The first step of a new or requeued request. The request is posted, and nobody is asked personally.
    pub fn post(&self, now: Timestamp) -> NextStep {
        NextStep { step: Step::Posted, people: Vec::new(), next_at: saturating_add(now, self.claim_within) }
    }
}

/// Whom to ask now, and when to check again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    pub step: Step,
    /// The people to ask now, in this order.
    pub people: Vec<MemberId>,
    /// When to check the request again. Always later than the `now` for which this step was computed.
    pub next_at: Timestamp,
}

/// The people whom a request can ask, and the rules for the times.
#[derive(Debug, Clone, Copy)]
pub struct EscalationPlan<'a> {
    pub policy: EscalationPolicy,
    pub desk: Desk,
    pub volunteers: &'a [Candidate],
    pub secretariat: &'a [Candidate],
}

impl<'a> EscalationPlan<'a> {
    /// The next step after `step` if nobody answered in time. If all volunteers are asleep, their step is skipped, so
    /// that the request does not wait for them.
    pub fn advance(&self, step: Step, now: Timestamp) -> NextStep {
        if step == Step::Posted {
            let people = self.askable(self.volunteers_to_ask(), now, &[Availability::Awake]);
            if !people.is_empty() {
                let next_at = saturating_add(now, self.policy.volunteers_within);
                return NextStep { step: Step::Volunteers, people, next_at };
            }
        }
        self.ask_secretariat(now)
    }

    /// The last step, which repeats. It asks the members of the secretariat who are awake, the members without a known
    /// zone (silently), and the volunteers who are awake. It skips people who were asked less than `ask_again_after`
    /// ago.
    pub fn ask_secretariat(&self, now: Timestamp) -> NextStep {
        let mut people = self.askable(self.secretariat, now, &[Availability::Awake, Availability::Unknown]);
        let volunteers = self.askable(self.volunteers_to_ask(), now, &[Availability::Awake]);
        people.extend(volunteers.into_iter().filter(|id| !self.is_secretariat(*id)));
        NextStep { step: Step::Secretariat, next_at: self.next_check_at(&people, now), people }
    }

    /// The volunteers of the request. Empty if only the secretariat is asked.
    pub(super) fn volunteers_to_ask(&self) -> &'a [Candidate] {
        match self.desk {
            Desk::Volunteers => self.volunteers,
            Desk::Secretariat => &[],
        }
    }

    /// The next instant at which somebody can be asked, because a candidate wakes or may be asked again.
    fn next_check_at(&self, asked_now: &[MemberId], now: Timestamp) -> Timestamp {
        let everybody = self.secretariat.iter().chain(self.volunteers_to_ask());
        let next_ask_at = everybody.filter_map(|candidate| {
            let asked_at = if asked_now.contains(&candidate.id) { Some(now) } else { candidate.asked_at };
            self.next_ask_at(&Candidate { asked_at, ..*candidate }, now)
        });
        let earliest = next_ask_at.filter(|at| *at > now).min();
        // Candidates without a zone have no waking time, but they can be asked again silently after `ask_again_after`.
        earliest.unwrap_or_else(|| saturating_add(now, self.policy.ask_again_after))
    }

    /// The candidates with an accepted availability who may be asked now, in order.
    fn askable(&self, candidates: &[Candidate], now: Timestamp, accept: &[Availability]) -> Vec<MemberId> {
        let askable = candidates.iter().copied().filter(|candidate| self.may_ask(candidate, now)).collect();
        available(askable, now, accept)
    }

    /// Whether the person may be asked now: not asked yet in this round, or last asked at least `ask_again_after` ago.
    pub(super) fn may_ask(&self, candidate: &Candidate, now: Timestamp) -> bool {
        candidate.asked_at.is_none_or(|at| saturating_add(at, self.policy.ask_again_after) <= now)
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

/// The candidates whose availability is one of `accept`, in the order in which they are asked.
fn available(mut candidates: Vec<Candidate>, now: Timestamp, accept: &[Availability]) -> Vec<MemberId> {
    sort_by_priority(&mut candidates, now);
    let accepted = candidates.iter().filter(|candidate| accept.contains(&candidate.availability(now)));
    accepted.map(|candidate| candidate.id).collect()
}

pub(super) fn saturating_add(at: Timestamp, length: SignedDuration) -> Timestamp {
    at.checked_add(length).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{QuietHours, RestSchedule, Time, ZoneId};
    use proptest::prelude::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn night() -> QuietHours {
        QuietHours::new(Time::constant(22, 0, 0, 0), Time::constant(7, 0, 0, 0))
    }

    fn person(id: u64, zone: &str) -> Candidate {
        let rest = Some(RestSchedule::new(ZoneId::parse(zone).unwrap(), night()));
        Candidate { id: MemberId(id), rest, asked_at: None, has_given_up: false, recent_asks: 0 }
    }

    fn without_zone(id: u64) -> Candidate {
        Candidate { id: MemberId(id), rest: None, asked_at: None, has_given_up: false, recent_asks: 0 }
    }

    fn plan<'a>(volunteers: &'a [Candidate], secretariat: &'a [Candidate]) -> EscalationPlan<'a> {
        EscalationPlan { policy: EscalationPolicy::default(), desk: Desk::Volunteers, volunteers, secretariat }
    }

    const LA_PAZ: &str = "America/La_Paz";
    const SYDNEY: &str = "Australia/Sydney";
    const GENEVA: &str = "Europe/Zurich";

    #[test]
    fn only_volunteers_who_are_awake_are_asked_after_ten_minutes() {
        let volunteers = [person(1, SYDNEY), person(2, LA_PAZ), without_zone(3)];
        let secretariat = [person(9, GENEVA)];
        let now = at("2020-11-10T17:00:00Z");
        let posted = EscalationPolicy::default().post(now);
        assert_eq!((posted.step, posted.people.len(), posted.next_at), (Step::Posted, 0, at("2020-11-10T17:10:00Z")));
        let next = plan(&volunteers, &secretariat).advance(Step::Posted, posted.next_at);
        assert_eq!(
            next,
            NextStep { step: Step::Volunteers, people: vec![MemberId(2)], next_at: at("2020-11-10T17:20:00Z") }
        );
    }

    #[test]
    fn secretariat_is_asked_at_once_when_no_volunteer_is_awake() {
        let volunteers = [person(1, SYDNEY)];
        let secretariat = [person(9, GENEVA), without_zone(8)];
        let next = plan(&volunteers, &secretariat).advance(Step::Posted, at("2020-11-10T17:10:00Z"));
        assert_eq!((next.step, next.people), (Step::Secretariat, vec![MemberId(9), MemberId(8)]));
        // The volunteer in Sydney wakes at 07:00 (20:00 UTC). At that time, nobody may be asked again yet.
        assert_eq!(next.next_at, at("2020-11-10T20:00:00Z"));
    }

    #[test]
    fn next_check_is_when_the_first_person_wakes_if_everybody_is_asleep() {
        let volunteers = [person(1, GENEVA)];
        let secretariat = [person(9, GENEVA)];
        let next = plan(&volunteers, &secretariat).advance(Step::Posted, at("2020-11-10T23:10:00Z"));
        assert_eq!(next, NextStep { step: Step::Secretariat, people: vec![], next_at: at("2020-11-11T06:00:00Z") });
        let next_morning = plan(&volunteers, &secretariat).advance(Step::Secretariat, next.next_at);
        assert_eq!(next_morning.people, vec![MemberId(9), MemberId(1)]);
    }

    #[test]
    fn person_is_not_asked_twice_within_ask_again_after() {
        let mut secretariat = [person(9, GENEVA)];
        let now = at("2020-11-10T10:00:00Z");
        secretariat[0].asked_at = Some(now);
        let too_early = plan(&[], &secretariat).advance(Step::Secretariat, at("2020-11-10T11:00:00Z"));
        assert_eq!((too_early.people.len(), too_early.next_at), (0, at("2020-11-10T14:00:00Z")));
        assert_eq!(plan(&[], &secretariat).advance(Step::Secretariat, too_early.next_at).people, vec![MemberId(9)]);
    }

    #[test]
    fn volunteer_who_released_the_request_is_not_asked_with_the_others() {
        let now = at("2020-11-10T17:00:00Z");
        let mut volunteers = [person(1, LA_PAZ), person(2, LA_PAZ)];
        // A volunteer who releases a request counts as asked at the time of the release.
        volunteers[0].asked_at = Some(now);
        let posted = EscalationPolicy::default().post(now);
        let next = plan(&volunteers, &[]).advance(Step::Posted, posted.next_at);
        assert_eq!((next.step, next.people), (Step::Volunteers, vec![MemberId(2)]));
    }

    #[test]
    fn volunteers_are_not_asked_about_requests_for_the_secretariat() {
        let volunteers = [person(1, GENEVA)];
        let secretariat = [person(9, SYDNEY)];
        let secretariat_only = EscalationPlan { desk: Desk::Secretariat, ..plan(&volunteers, &secretariat) };
        let next = secretariat_only.advance(Step::Posted, at("2020-11-10T12:00:00Z"));
        assert_eq!(next, NextStep { step: Step::Secretariat, people: vec![], next_at: at("2020-11-10T20:00:00Z") });
    }

    #[test]
    fn volunteer_with_the_fewest_recent_asks_comes_first() {
        let mut volunteers = [person(1, LA_PAZ), person(2, LA_PAZ)];
        volunteers[0].recent_asks = 3;
        let next = plan(&volunteers, &[]).advance(Step::Posted, at("2020-11-10T17:10:00Z"));
        assert_eq!(next.people, vec![MemberId(2), MemberId(1)]);
    }

    #[test]
    fn forecast_gives_the_waking_time_when_everybody_is_asleep() {
        let volunteers = [person(1, GENEVA)];
        let secretariat = [person(9, GENEVA)];
        let now = at("2020-11-10T23:00:00Z");
        let forecast = plan(&volunteers, &secretariat).forecast(Step::Posted, at("2020-11-10T23:10:00Z"), now);
        assert_eq!(forecast.volunteers_awake, 0);
        let first = forecast.secretariat.unwrap();
        assert_eq!((first.at, first.waking.unwrap().0), (at("2020-11-11T06:00:00Z"), MemberId(9)));
        assert_eq!(forecast.first_volunteer, None);
    }

    #[test]
    fn forecast_gives_the_target_time_when_the_secretariat_is_awake() {
        let (volunteers, secretariat) = ([person(1, GENEVA)], [person(9, GENEVA)]);
        let now = at("2020-11-10T12:00:00Z");
        let forecast = plan(&volunteers, &secretariat).forecast(Step::Posted, at("2020-11-10T12:10:00Z"), now);
        assert_eq!(forecast.secretariat.unwrap().at, at("2020-11-10T12:20:00Z"));
        assert_eq!(forecast.secretariat.unwrap().waking, None);
    }

    #[test]
    fn forecast_leaves_out_who_gave_up_and_counts_as_asked_only_who_was_asked() {
        let now = at("2020-11-10T17:00:00Z");
        let mut volunteers = [person(1, LA_PAZ), person(2, LA_PAZ), person(3, LA_PAZ)];
        (volunteers[0].asked_at, volunteers[0].has_given_up) = (Some(now), true);
        volunteers[1].asked_at = Some(now);
        let forecast = plan(&volunteers, &[]).forecast(Step::Volunteers, at("2020-11-10T17:10:00Z"), now);
        assert_eq!((forecast.volunteers, forecast.volunteers_awake, forecast.volunteers_asked), (2, 2, 1));
    }

    #[test]
    fn forecast_of_a_request_that_the_only_member_of_the_secretariat_gave_up_is_when_they_are_asked_again() {
        let now = at("2020-11-10T10:00:00Z");
        let mut secretariat = [person(9, GENEVA)];
        (secretariat[0].asked_at, secretariat[0].has_given_up) = (Some(now), true);
        let secretariat_only = EscalationPlan { desk: Desk::Secretariat, ..plan(&[], &secretariat) };
        let posted = EscalationPolicy::default().post(now);
        let forecast = secretariat_only.forecast(Step::Posted, posted.next_at, now);
        assert_eq!((forecast.secretariat_members, forecast.secretariat), (0, None));
        // The real steps: at 10:10 nobody may be asked. The next step asks the same person.
        let waiting = secretariat_only.advance(Step::Posted, posted.next_at);
        assert_eq!((waiting.step, waiting.people.len()), (Step::Secretariat, 0));
        assert_eq!(secretariat_only.advance(waiting.step, waiting.next_at).people, [MemberId(9)]);
        assert_eq!(forecast.asks_former_again_at, Some(waiting.next_at));
        let later = secretariat_only.forecast(waiting.step, waiting.next_at, posted.next_at);
        assert_eq!(later.asks_former_again_at, Some(waiting.next_at));
    }

    #[test]
    fn forecast_names_when_the_only_member_of_the_secretariat_is_asked_again_although_their_zone_is_unknown() {
        let now = at("2020-11-10T10:00:00Z");
        let mut secretariat = [Candidate { rest: None, ..person(9, GENEVA) }];
        (secretariat[0].asked_at, secretariat[0].has_given_up) = (Some(now), true);
        let secretariat_only = EscalationPlan { desk: Desk::Secretariat, ..plan(&[], &secretariat) };
        let posted = EscalationPolicy::default().post(now);
        let forecast = secretariat_only.forecast(Step::Posted, posted.next_at, now);
        let expected_at = saturating_add(now, EscalationPolicy::default().ask_again_after);
        assert_eq!(forecast.asks_former_again_at, Some(expected_at));
        assert_eq!(secretariat_only.advance(Step::Secretariat, expected_at).people, [MemberId(9)]);
    }

    #[test]
    fn forecast_leaves_out_the_member_of_the_secretariat_who_gave_up() {
        let now = at("2020-11-10T12:00:00Z");
        let mut secretariat = [person(9, GENEVA), person(8, SYDNEY)];
        (secretariat[0].asked_at, secretariat[0].has_given_up) = (Some(now), true);
        let posted = EscalationPolicy::default().post(now);
        let forecast = plan(&[], &secretariat).forecast(Step::Posted, posted.next_at, now);
        assert_eq!((forecast.secretariat_members, forecast.asks_former_again_at), (1, None));
        let first = forecast.secretariat.unwrap();
        assert_eq!((first.at, first.waking.unwrap().0), (at("2020-11-10T20:00:00Z"), MemberId(8)));
    }

    proptest! {
        /// For any people and any time, the next check is in the future. Nobody who is asleep is asked.
        #[test]
        fn next_check_is_always_in_the_future(
            second in 1_600_000_000_i64..1_900_000_000,
            people in proptest::collection::vec((0_usize..4, proptest::option::of(0_i64..100_000)), 0..8),
            split in 0_usize..8,
            step in 0_usize..3,
            private in any::<bool>(),
        ) {
            let now = Timestamp::from_second(second).unwrap();
            let all: Vec<Candidate> = people.iter().enumerate().map(|(i, (zone, ago))| {
                let id = u64::try_from(i).unwrap() + 1;
                let mut one = if *zone == 3 { without_zone(id) } else { person(id, [LA_PAZ, SYDNEY, GENEVA][*zone]) };
                one.asked_at = ago.map(|seconds| now - SignedDuration::from_secs(seconds));
                one
            }).collect();
            let (volunteers, secretariat) = all.split_at(split.min(all.len()));
            let desk = if private { Desk::Secretariat } else { Desk::Volunteers };
            let plan = EscalationPlan { desk, ..plan(volunteers, secretariat) };
            let step = [Step::Posted, Step::Volunteers, Step::Secretariat][step];
            let next = plan.advance(step, now);
            prop_assert!(next.next_at > now);
            for id in &next.people {
                let one = all.iter().find(|c| c.id == *id).unwrap();
                prop_assert!(one.availability(now) != Availability::Asleep);
                prop_assert!(!private || secretariat.iter().any(|c| c.id == *id));
            }
        }
    }
}
