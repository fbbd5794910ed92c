//! Whom a request asks, and when, for any urgency.

use super::plan::saturating_add;
use super::*;
use crate::members::MemberId;
use crate::time::{QuietHours, RestSchedule, SignedDuration, Time, Timestamp, ZoneId};
use proptest::prelude::*;
use strum::VariantArray;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn night() -> QuietHours {
    QuietHours::new(Time::constant(22, 0, 0, 0), Time::constant(7, 0, 0, 0))
}

fn person(id: u64, zone: &str) -> Candidate {
    Candidate::new(MemberId(id), Some(RestSchedule::new(ZoneId::parse(zone).unwrap(), night())))
}

fn without_zone(id: u64) -> Candidate {
    Candidate::new(MemberId(id), None)
}

/// A round that starts at 17:00 UTC, for a request that is needed today.
fn plan<'a>(volunteers: &'a [Candidate], secretariat: &'a [Candidate]) -> EscalationPlan<'a> {
    EscalationPlan {
        policy: EscalationPolicy::default(),
        desk: Desk::Volunteers,
        urgency: Urgency::Today,
        round_at: at("2020-11-10T17:00:00Z"),
        volunteers,
        secretariat,
    }
}

/// A plan whose round starts at this time.
fn plan_at<'a>(round_at: &str, volunteers: &'a [Candidate], secretariat: &'a [Candidate]) -> EscalationPlan<'a> {
    EscalationPlan { round_at: at(round_at), ..plan(volunteers, secretariat) }
}

fn ids(step: &NextStep) -> Vec<u64> {
    step.people.iter().map(|id| id.0).collect()
}

const LA_PAZ: &str = "America/La_Paz";
const SYDNEY: &str = "Australia/Sydney";
const GENEVA: &str = "Europe/Zurich";

#[test]
fn only_volunteers_who_are_awake_are_asked_after_ten_minutes() {
    let volunteers = [person(1, SYDNEY), person(2, LA_PAZ), without_zone(3)];
    let secretariat = [person(9, GENEVA)];
    let now = at("2020-11-10T17:00:00Z");
    let posted = plan(&volunteers, &secretariat).start(now);
    assert_eq!((posted.step, posted.people.len(), posted.next_at), (Step::Posted, 0, at("2020-11-10T17:10:00Z")));
    let next = plan(&volunteers, &secretariat).advance(Step::Posted, posted.next_at);
    assert_eq!((next.step, ids(&next), next.next_at), (Step::Volunteers, vec![2], at("2020-11-10T17:20:00Z")));
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
    let night_plan = plan_at("2020-11-10T23:00:00Z", &volunteers, &secretariat);
    let next = night_plan.advance(Step::Posted, at("2020-11-10T23:10:00Z"));
    assert_eq!((next.step, ids(&next), next.next_at), (Step::Secretariat, vec![], at("2020-11-11T06:00:00Z")));
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
    let posted = plan(&volunteers, &[]).start(now);
    let next = plan(&volunteers, &[]).advance(Step::Posted, posted.next_at);
    assert_eq!((next.step, next.people), (Step::Volunteers, vec![MemberId(2)]));
}

#[test]
fn volunteers_are_not_asked_about_requests_for_the_secretariat() {
    let volunteers = [person(1, GENEVA)];
    let secretariat = [person(9, SYDNEY)];
    let at_noon = plan_at("2020-11-10T11:50:00Z", &volunteers, &secretariat);
    let secretariat_only = EscalationPlan { desk: Desk::Secretariat, ..at_noon };
    let next = secretariat_only.advance(Step::Posted, at("2020-11-10T12:00:00Z"));
    assert_eq!((next.step, ids(&next), next.next_at), (Step::Secretariat, vec![], at("2020-11-10T20:00:00Z")));
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
    let night_plan = plan_at("2020-11-10T23:00:00Z", &volunteers, &secretariat);
    let forecast = night_plan.forecast(Step::Posted, at("2020-11-10T23:10:00Z"), now);
    assert_eq!(forecast.volunteers_awake, 0);
    let first = forecast.secretariat.unwrap();
    assert_eq!((first.at, first.waking.unwrap().0), (at("2020-11-11T06:00:00Z"), MemberId(9)));
    assert_eq!(forecast.first_volunteer, None);
}

#[test]
fn forecast_gives_the_target_time_when_the_secretariat_is_awake() {
    let (volunteers, secretariat) = ([person(1, GENEVA)], [person(9, GENEVA)]);
    let now = at("2020-11-10T12:00:00Z");
    let noon_plan = plan_at("2020-11-10T12:00:00Z", &volunteers, &secretariat);
    let forecast = noon_plan.forecast(Step::Posted, at("2020-11-10T12:10:00Z"), now);
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
    let secretariat_only =
        EscalationPlan { desk: Desk::Secretariat, ..plan_at("2020-11-10T10:00:00Z", &[], &secretariat) };
    let posted = secretariat_only.start(now);
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
    let secretariat_only =
        EscalationPlan { desk: Desk::Secretariat, ..plan_at("2020-11-10T10:00:00Z", &[], &secretariat) };
    let posted = secretariat_only.start(now);
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
    let noon_plan = plan_at("2020-11-10T12:00:00Z", &[], &secretariat);
    let forecast = noon_plan.forecast(Step::Posted, noon_plan.start(now).next_at, now);
    assert_eq!((forecast.secretariat_members, forecast.asks_former_again_at), (1, None));
    let first = forecast.secretariat.unwrap();
    assert_eq!((first.at, first.waking.unwrap().0), (at("2020-11-10T20:00:00Z"), MemberId(8)));
}

#[test]
fn request_that_is_needed_now_reaches_two_people_at_once_two_more_after_three_minutes_and_then_the_secretariat() {
    let volunteers = [1, 2, 3, 4, 5].map(|id| person(id, LA_PAZ));
    let secretariat = [person(9, LA_PAZ)];
    let now = at("2020-11-10T17:00:00Z");
    let mut all = volunteers;
    let mut asked = Vec::new();
    let (mut step, mut round) = (Step::Posted, Vec::new());
    for minute in [0, 3, 6] {
        let at = saturating_add(now, SignedDuration::from_mins(minute));
        for one in all.iter_mut().filter(|one| asked.contains(&one.id.0)) {
            one.asked_at = Some(now);
        }
        let urgent = EscalationPlan { urgency: Urgency::Now, ..plan(&all, &secretariat) };
        let next = urgent.advance(step, at);
        asked.extend(ids(&next));
        round.push((next.step, ids(&next), next.next_at));
        step = next.step;
    }
    assert_eq!(
        round,
        [
            (Step::Volunteers, vec![1, 2], at("2020-11-10T17:03:00Z")),
            (Step::Volunteers, vec![3, 4], at("2020-11-10T17:06:00Z")),
            // All have been asked, so the next check is when the first of them may be asked again.
            (Step::Secretariat, vec![9, 5], at("2020-11-10T21:00:00Z")),
        ]
    );
}

#[test]
fn request_that_is_needed_today_reaches_all_who_are_awake_after_ten_minutes() {
    let volunteers = [1, 2, 3, 4, 5].map(|id| person(id, LA_PAZ));
    let next = plan(&volunteers, &[]).advance(Step::Posted, at("2020-11-10T17:10:00Z"));
    assert_eq!(ids(&next), [1, 2, 3, 4, 5]);
}

#[test]
fn volunteers_on_duty_are_asked_first_and_before_the_others() {
    let mut volunteers = [person(1, LA_PAZ), person(2, LA_PAZ), person(3, LA_PAZ)];
    volunteers[2].duty = Duty::On;
    let now = at("2020-11-10T17:00:00Z");
    let within_hour = EscalationPlan { urgency: Urgency::WithinHour, ..plan(&volunteers, &[]) };
    let first = within_hour.start(now);
    assert_eq!((first.step, ids(&first), first.next_at), (Step::Volunteers, vec![3], at("2020-11-10T17:10:00Z")));
    volunteers[2].asked_at = Some(now);
    let within_hour = EscalationPlan { urgency: Urgency::WithinHour, ..plan(&volunteers, &[]) };
    assert_eq!(ids(&within_hour.advance(first.step, first.next_at)), [1, 2]);
}

#[test]
fn volunteer_who_is_asleep_is_rung_only_if_they_are_on_duty_and_chose_it() {
    let mut volunteers = [person(1, SYDNEY), person(2, SYDNEY), person(3, SYDNEY)];
    (volunteers[1].duty, volunteers[2].duty) = (Duty::On, Duty::OnAndRung);
    let urgent = EscalationPlan { urgency: Urgency::Now, ..plan(&volunteers, &[]) };
    let next = urgent.start(at("2020-11-10T17:00:00Z"));
    assert_eq!(ids(&next), [3]);
    assert_eq!(next.reasons, [[Reason::Rung, Reason::OnDuty]]);
}

#[test]
fn order_is_by_language_then_category_then_fewest_asks_then_fewest_nights() {
    let mut volunteers = [1, 2, 3, 4, 5].map(|id| person(id, LA_PAZ));
    volunteers[4].speaks_language = true;
    volunteers[3].knows_category = true;
    (volunteers[0].recent_asks, volunteers[0].night_asks) = (2, 2);
    (volunteers[1].recent_asks, volunteers[1].night_asks) = (2, 1);
    volunteers[2].recent_asks = 1;
    (volunteers[3].recent_asks, volunteers[4].recent_asks) = (7, 8);
    let now = at("2020-11-10T17:10:00Z");
    let mut order = Vec::new();
    for _ in 0..3 {
        let pressing = EscalationPlan { urgency: Urgency::WithinHour, ..plan(&volunteers, &[]) };
        let next = pressing.advance(Step::Posted, now);
        order.extend(next.people.iter().map(|id| id.0));
        for one in volunteers.iter_mut().filter(|one| next.people.contains(&one.id)) {
            one.asked_at = Some(now);
        }
    }
    assert_eq!(order, [5, 4, 3, 2, 1]);
}

#[test]
fn not_now_moves_on_to_the_next_volunteer_and_then_to_nobody() {
    let mut volunteers = [person(1, LA_PAZ), person(2, LA_PAZ), person(3, LA_PAZ)];
    let now = at("2020-11-10T17:10:00Z");
    (volunteers[0].asked_at, volunteers[1].asked_at) = (Some(now), Some(now));
    volunteers[0].has_given_up = true;
    let replacement = plan(&volunteers, &[]).replacement(now).unwrap();
    assert_eq!(replacement, (MemberId(3), vec![Reason::Awake]));
    volunteers[2].asked_at = Some(now);
    assert_eq!(plan(&volunteers, &[]).replacement(now), None);
    // Before the time of the first step, nobody is asked in place of somebody who read the card.
    volunteers[2].asked_at = None;
    assert_eq!(plan(&volunteers, &[]).replacement(at("2020-11-10T17:05:00Z")), None);
}

#[test]
fn volunteers_who_said_not_now_are_not_asked_again_in_the_round_while_somebody_else_exists() {
    let asked_at = at("2020-11-10T17:00:00Z");
    let mut volunteers = [person(1, LA_PAZ)];
    (volunteers[0].asked_at, volunteers[0].has_given_up) = (Some(asked_at), true);
    let later = at("2020-11-10T22:00:00Z");
    assert_eq!(ids(&plan(&volunteers, &[person(9, LA_PAZ)]).advance(Step::Secretariat, later)), [9]);
    assert_eq!(ids(&plan(&volunteers, &[]).advance(Step::Secretariat, later)), [1], "there is nobody else");
}

#[test]
fn request_without_hurry_waits_for_the_first_volunteer_to_wake_and_does_not_ask_the_secretariat_at_once() {
    let volunteers = [person(1, SYDNEY)];
    let secretariat = [person(9, LA_PAZ)];
    let no_hurry = EscalationPlan { urgency: Urgency::NoHurry, ..plan(&volunteers, &secretariat) };
    let posted = no_hurry.start(at("2020-11-10T17:00:00Z"));
    assert_eq!((posted.step, posted.next_at), (Step::Posted, at("2020-11-10T18:00:00Z")));
    let waits = no_hurry.advance(posted.step, posted.next_at);
    // 07:00 in Sydney.
    assert_eq!((waits.step, ids(&waits), waits.next_at), (Step::Posted, vec![], at("2020-11-10T20:00:00Z")));
    assert_eq!(ids(&no_hurry.advance(waits.step, waits.next_at)), [1]);
    let at_the_secretariats_time = no_hurry.advance(Step::Volunteers, at("2020-11-11T05:00:00Z"));
    assert_eq!(at_the_secretariats_time.step, Step::Secretariat);
}

#[test]
fn lead_is_asked_together_with_the_secretariat_even_if_other_volunteers_come_first() {
    let mut volunteers = [person(1, LA_PAZ), person(2, LA_PAZ), person(3, LA_PAZ)];
    volunteers[2].is_lead = true;
    volunteers[2].recent_asks = 9;
    let next = plan(&volunteers, &[person(9, LA_PAZ)]).ask_secretariat(at("2020-11-10T17:20:00Z"));
    assert_eq!(ids(&next), [9, 3, 1, 2]);
    assert_eq!(next.reasons[0], [Reason::Secretariat, Reason::Awake]);
}

#[test]
fn codes_of_reasons_are_read_back_without_unknown_codes() {
    let reasons = [Reason::Awake, Reason::OnDuty, Reason::FewestAsks];
    assert_eq!(reason_codes(&reasons), "awake+on-duty+fewest-asks");
    assert_eq!(reasons_of_codes("awake+by-horoscope+on-duty"), [Reason::Awake, Reason::OnDuty]);
    assert!(reasons_of_codes("").is_empty());
}

proptest! {
    /// For any people and any time, the next check is in the future. Nobody who is asleep is asked.
    #[test]
    fn next_check_is_always_in_the_future(
        second in 1_600_000_000_i64..1_900_000_000,
        people in proptest::collection::vec(
            (0_usize..4, proptest::option::of(0_i64..100_000), any::<bool>(), 0_usize..3), 0..8),
        split in 0_usize..8,
        step in 0_usize..3,
        private in any::<bool>(),
        urgency in 0_usize..4,
        age_s in 0_i64..100_000,
    ) {
        let now = Timestamp::from_second(second).unwrap();
        let all: Vec<Candidate> = people.iter().enumerate().map(|(i, (zone, ago, has_given_up, duty))| {
            let id = u64::try_from(i).unwrap() + 1;
            let mut one = if *zone == 3 { without_zone(id) } else { person(id, [LA_PAZ, SYDNEY, GENEVA][*zone]) };
            one.asked_at = ago.map(|seconds| now - SignedDuration::from_secs(seconds));
            one.has_given_up = *has_given_up;
            one.duty = [Duty::Off, Duty::On, Duty::OnAndRung][*duty];
            one
        }).collect();
        let (volunteers, secretariat) = all.split_at(split.min(all.len()));
        let desk = if private { Desk::Secretariat } else { Desk::Volunteers };
        let round_at = now - SignedDuration::from_secs(age_s);
        let urgency = Urgency::VARIANTS[urgency];
        let plan = EscalationPlan { desk, urgency, round_at, ..plan(volunteers, secretariat) };
        let step = [Step::Posted, Step::Volunteers, Step::Secretariat][step];
        let next = plan.advance(step, now);
        prop_assert!(next.next_at > now);
        prop_assert_eq!(next.people.len(), next.reasons.len());
        // A forecast for any state is defined.
        plan.forecast(next.step, next.next_at, now);
        for id in &next.people {
            let one = all.iter().find(|c| c.id == *id).unwrap();
            prop_assert!(one.availability(now) != Availability::Asleep);
            prop_assert!(!private || secretariat.iter().any(|c| c.id == *id));
            let group = if secretariat.contains(one) { secretariat } else { volunteers };
            prop_assert!(!one.has_given_up || group.iter().all(|other| other.has_given_up));
        }
    }
}
