//! The steps from "posted" to "the secretariat was asked", and on.

use super::candidate::{Availability, Candidate, order};
use crate::members::MemberId;
use crate::time::{SignedDuration, Timestamp};

/// Who a matter is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Desk {
    /// The volunteers of the help desk, and after them the secretariat.
    Volunteers,
    /// The secretariat alone.
    Secretariat,
}

/// How far the asking has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// It stands in the channel of its desk, for whoever looks.
    Posted,
    /// Volunteers who are awake were asked one by one.
    Volunteers,
    /// The secretariat was asked; whoever wakes up is asked too, until somebody answers.
    Secretariat,
}

/// How long each step waits, from the configuration. All are over zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Unclaimed in its channel for this long, those who are awake are asked.
    pub claim_within: SignedDuration,
    /// After this long more, the secretariat is asked.
    pub volunteers_within: SignedDuration,
    /// Who was asked and did not answer is asked again after this long, when awake.
    pub ask_again_after: SignedDuration,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            claim_within: SignedDuration::from_mins(10),
            volunteers_within: SignedDuration::from_mins(10),
            ask_again_after: SignedDuration::from_hours(4),
        }
    }
}

/// What is to be done now, and when to look again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advance {
    pub step: Step,
    /// In the order in which they are asked.
    pub ask: Vec<MemberId>,
    /// Always later than the `now` that it was computed for.
    pub next_at: Timestamp,
}

#[derive(Debug, Clone, Copy)]
pub struct EscalationPlan<'a> {
    pub policy: Policy,
    pub desk: Desk,
    pub volunteers: &'a [Candidate],
    pub secretariat: &'a [Candidate],
}

impl EscalationPlan<'_> {
    /// A matter is new, or was put back: it stands in its channel, nobody is asked yet.
    pub fn post(&self, now: Timestamp) -> Advance {
        Advance { step: Step::Posted, ask: Vec::new(), next_at: add(now, self.policy.claim_within) }
    }

    /// Nobody answered at `step` in its time. A step with nobody to ask is left out, so that nobody waits for an empty
    /// room.
    pub fn advance(&self, step: Step, now: Timestamp) -> Advance {
        if step == Step::Posted && self.desk == Desk::Volunteers {
            let ask = askable(self.volunteers, now, &[Availability::Awake]);
            if !ask.is_empty() {
                return Advance { step: Step::Volunteers, ask, next_at: add(now, self.policy.volunteers_within) };
            }
        }
        self.ask_secretariat(now)
    }

    /// The last step, as often as needed: all of the secretariat who are awake, those without a zone silently, and
    /// volunteers who woke since. Nobody twice within `ask_again_after`.
    pub fn ask_secretariat(&self, now: Timestamp) -> Advance {
        let mut ask = self.due(self.secretariat, now, &[Availability::Awake, Availability::Unknown]);
        if self.desk == Desk::Volunteers {
            ask.extend(
                self.due(self.volunteers, now, &[Availability::Awake])
                    .into_iter()
                    .filter(|id| !self.is_secretariat(*id)),
            );
        }
        Advance { step: Step::Secretariat, next_at: self.look_again(&ask, now), ask }
    }

    /// The next instant at which somebody can be asked: one wakes up, or may be asked again.
    fn look_again(&self, asked_now: &[MemberId], now: Timestamp) -> Timestamp {
        let again = add(now, self.policy.ask_again_after);
        let next = self.everybody().filter_map(|candidate| {
            let asked_at = if asked_now.contains(&candidate.id) { Some(now) } else { candidate.asked_at };
            let from = asked_at.map_or(now, |at| add(at, self.policy.ask_again_after)).max(now);
            candidate.next_awake(from)
        });
        // Without any zone known, and before anything else is due, those who can be asked silently are.
        next.filter(|at| *at > now).min().unwrap_or(again)
    }

    fn due(&self, candidates: &[Candidate], now: Timestamp, who: &[Availability]) -> Vec<MemberId> {
        let waiting = |candidate: &Candidate| match candidate.asked_at {
            Some(at) => add(at, self.policy.ask_again_after) <= now,
            None => true,
        };
        let candidates: Vec<Candidate> = candidates.iter().copied().filter(waiting).collect();
        in_order(candidates, now, who)
    }

    fn everybody(&self) -> impl Iterator<Item = &Candidate> {
        let volunteers = if self.desk == Desk::Volunteers { self.volunteers } else { &[] };
        self.secretariat.iter().chain(volunteers)
    }

    fn is_secretariat(&self, id: MemberId) -> bool {
        self.secretariat.iter().any(|candidate| candidate.id == id)
    }
}

fn askable(candidates: &[Candidate], now: Timestamp, who: &[Availability]) -> Vec<MemberId> {
    in_order(candidates.to_vec(), now, who)
}

fn in_order(mut candidates: Vec<Candidate>, now: Timestamp, who: &[Availability]) -> Vec<MemberId> {
    order(&mut candidates, now);
    candidates
        .iter()
        .filter(|candidate| who.contains(&candidate.availability(now)))
        .map(|candidate| candidate.id)
        .collect()
}

pub(super) fn add(at: Timestamp, length: SignedDuration) -> Timestamp {
    at.checked_add(length).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{QuietHours, Rest, Time, ZoneId};
    use proptest::prelude::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn night() -> QuietHours {
        QuietHours::new(Time::constant(22, 0, 0, 0), Time::constant(7, 0, 0, 0))
    }

    fn person(id: u64, zone: &str) -> Candidate {
        let rest = Some(Rest::new(ZoneId::parse(zone).unwrap(), night()));
        Candidate { id: MemberId(id), rest, asked_at: None, burden: 0 }
    }

    fn nowhere(id: u64) -> Candidate {
        Candidate { id: MemberId(id), rest: None, asked_at: None, burden: 0 }
    }

    fn plan<'a>(volunteers: &'a [Candidate], secretariat: &'a [Candidate]) -> EscalationPlan<'a> {
        EscalationPlan { policy: Policy::default(), desk: Desk::Volunteers, volunteers, secretariat }
    }

    const LA_PAZ: &str = "America/La_Paz";
    const SYDNEY: &str = "Australia/Sydney";
    const GENEVA: &str = "Europe/Zurich";

    #[test]
    fn ten_minutes_on_only_volunteers_who_are_awake_are_asked() {
        let volunteers = [person(1, SYDNEY), person(2, LA_PAZ), nowhere(3)];
        let secretariat = [person(9, GENEVA)];
        let now = at("2020-11-10T17:00:00Z");
        let posted = plan(&volunteers, &secretariat).post(now);
        assert_eq!((posted.step, posted.ask.len(), posted.next_at), (Step::Posted, 0, at("2020-11-10T17:10:00Z")));
        let next = plan(&volunteers, &secretariat).advance(Step::Posted, posted.next_at);
        assert_eq!(
            next,
            Advance { step: Step::Volunteers, ask: vec![MemberId(2)], next_at: at("2020-11-10T17:20:00Z") }
        );
    }

    #[test]
    fn where_no_volunteer_is_awake_the_secretariat_is_asked_at_once() {
        let volunteers = [person(1, SYDNEY)];
        let secretariat = [person(9, GENEVA), nowhere(8)];
        let next = plan(&volunteers, &secretariat).advance(Step::Posted, at("2020-11-10T17:10:00Z"));
        assert_eq!((next.step, next.ask), (Step::Secretariat, vec![MemberId(9), MemberId(8)]));
        // Sydney wakes at 07:00, which is 20:00 UTC: before anybody is asked again.
        assert_eq!(next.next_at, at("2020-11-10T20:00:00Z"));
    }

    #[test]
    fn when_all_sleep_the_first_to_wake_is_waited_for() {
        let volunteers = [person(1, GENEVA)];
        let secretariat = [person(9, GENEVA)];
        let next = plan(&volunteers, &secretariat).advance(Step::Posted, at("2020-11-10T23:10:00Z"));
        assert_eq!(next, Advance { step: Step::Secretariat, ask: vec![], next_at: at("2020-11-11T06:00:00Z") });
        let woken = plan(&volunteers, &secretariat).advance(Step::Secretariat, next.next_at);
        assert_eq!(woken.ask, vec![MemberId(9), MemberId(1)]);
    }

    #[test]
    fn nobody_is_asked_twice_within_the_time_to_answer() {
        let mut secretariat = [person(9, GENEVA)];
        let now = at("2020-11-10T10:00:00Z");
        secretariat[0].asked_at = Some(now);
        let soon = plan(&[], &secretariat).advance(Step::Secretariat, at("2020-11-10T11:00:00Z"));
        assert_eq!((soon.ask.len(), soon.next_at), (0, at("2020-11-10T14:00:00Z")));
        assert_eq!(plan(&[], &secretariat).advance(Step::Secretariat, soon.next_at).ask, vec![MemberId(9)]);
    }

    #[test]
    fn a_private_matter_is_never_for_volunteers() {
        let volunteers = [person(1, GENEVA)];
        let secretariat = [person(9, SYDNEY)];
        let private = EscalationPlan { desk: Desk::Secretariat, ..plan(&volunteers, &secretariat) };
        let next = private.advance(Step::Posted, at("2020-11-10T12:00:00Z"));
        assert_eq!(next, Advance { step: Step::Secretariat, ask: vec![], next_at: at("2020-11-10T20:00:00Z") });
    }

    #[test]
    fn the_least_asked_comes_first() {
        let mut volunteers = [person(1, LA_PAZ), person(2, LA_PAZ)];
        volunteers[0].burden = 3;
        let next = plan(&volunteers, &[]).advance(Step::Posted, at("2020-11-10T17:10:00Z"));
        assert_eq!(next.ask, vec![MemberId(2), MemberId(1)]);
    }

    #[test]
    fn the_outlook_is_honest_when_all_sleep() {
        let volunteers = [person(1, GENEVA)];
        let secretariat = [person(9, GENEVA)];
        let now = at("2020-11-10T23:00:00Z");
        let outlook = plan(&volunteers, &secretariat).outlook(Step::Posted, at("2020-11-10T23:10:00Z"), now);
        assert_eq!(outlook.volunteers_awake, 0);
        let turn = outlook.secretariat.unwrap();
        assert_eq!((turn.at, turn.waking.unwrap().0), (at("2020-11-11T06:00:00Z"), MemberId(9)));
        assert_eq!(outlook.first_volunteer, None);
    }

    #[test]
    fn the_outlook_names_the_secretariats_turn_when_it_is_awake() {
        let (volunteers, secretariat) = ([person(1, GENEVA)], [person(9, GENEVA)]);
        let now = at("2020-11-10T12:00:00Z");
        let outlook = plan(&volunteers, &secretariat).outlook(Step::Posted, at("2020-11-10T12:10:00Z"), now);
        assert_eq!(outlook.secretariat.unwrap().at, at("2020-11-10T12:20:00Z"));
        assert_eq!(outlook.secretariat.unwrap().waking, None);
    }

    proptest! {
        /// Whoever there is, and whenever: there is a later instant to look again, and nobody asleep is asked.
        #[test]
        fn there_is_always_a_next_time(
            second in 1_600_000_000_i64..1_900_000_000,
            people in proptest::collection::vec((0_usize..4, proptest::option::of(0_i64..100_000)), 0..8),
            split in 0_usize..8,
            step in 0_usize..3,
            private in any::<bool>(),
        ) {
            let now = Timestamp::from_second(second).unwrap();
            let all: Vec<Candidate> = people.iter().enumerate().map(|(i, (zone, ago))| {
                let id = u64::try_from(i).unwrap() + 1;
                let mut one = if *zone == 3 { nowhere(id) } else { person(id, [LA_PAZ, SYDNEY, GENEVA][*zone]) };
                one.asked_at = ago.map(|seconds| now - SignedDuration::from_secs(seconds));
                one
            }).collect();
            let (volunteers, secretariat) = all.split_at(split.min(all.len()));
            let desk = if private { Desk::Secretariat } else { Desk::Volunteers };
            let plan = EscalationPlan { desk, ..plan(volunteers, secretariat) };
            let step = [Step::Posted, Step::Volunteers, Step::Secretariat][step];
            let next = plan.advance(step, now);
            prop_assert!(next.next_at > now);
            for id in &next.ask {
                let one = all.iter().find(|c| c.id == *id).unwrap();
                prop_assert!(one.availability(now) != Availability::Asleep);
                prop_assert!(!private || secretariat.iter().any(|c| c.id == *id));
            }
        }
    }
}
