use proptest::prelude::*;

use super::*;
use crate::alerts::testing::at;

const NOW: &str = "2020-11-10T17:30:00Z";
const DEADLINE: &str = "2020-11-10T18:15:00Z";

fn hearing(total: usize, now: usize, wake_at: &[&str]) -> Hearing {
    Hearing::new(total, now, wake_at.iter().map(|wakes_at| at(wakes_at)).collect())
}

/// The options at [`NOW`] of a draft whose deadline the author typed.
fn options_of_typed(hearing: &Hearing, deadline: &str) -> Option<DeadlineOptions> {
    DeadlineOptions::new(hearing, at(deadline), None, |_| true, at(NOW))
}

/// The deadlines that are offered at [`NOW`] instead of [`DEADLINE`], each with the number of people in time.
fn offered(hearing: &Hearing) -> Vec<(String, usize)> {
    let others = options_of_typed(hearing, DEADLINE).map(|options| options.others).unwrap_or_default();
    others.iter().map(|other| (other.at.to_string(), other.in_time)).collect()
}

fn offer(at: &str, in_time: usize) -> (String, usize) {
    (at.to_owned(), in_time)
}

#[test]
fn later_deadline_is_a_full_quarter_at_least_fifteen_minutes_after_somebody_wakes() {
    for (wakes_at, deadline) in [
        ("2020-11-10T19:00:00Z", "2020-11-10T19:15:00Z"),
        ("2020-11-10T19:00:00.001Z", "2020-11-10T19:30:00Z"),
        ("2020-11-10T19:07:00Z", "2020-11-10T19:30:00Z"),
        ("2020-11-10T19:15:00Z", "2020-11-10T19:30:00Z"),
        ("2020-11-10T23:50:00Z", "2020-11-11T00:15:00Z"),
        // The deadline itself: who wakes at this instant wakes too late.
        (DEADLINE, "2020-11-10T18:30:00Z"),
    ] {
        assert_eq!(offered(&hearing(2, 1, &[wakes_at])), [offer(deadline, 2)], "{wakes_at}");
    }
}

#[test]
fn each_later_deadline_reaches_a_third_of_the_late_people_more() {
    // The roster of fifty: forty-one are awake, and nine wake one after the other.
    let wake_at = [
        "2020-11-10T19:00:00Z",
        "2020-11-10T20:00:00Z",
        "2020-11-10T21:00:00Z",
        "2020-11-10T21:30:00Z",
        "2020-11-10T23:00:00Z",
        "2020-11-11T00:00:00Z",
        "2020-11-11T01:00:00Z",
        "2020-11-11T01:15:00Z",
        "2020-11-11T01:30:00Z",
    ];
    let expected =
        [offer("2020-11-10T21:15:00Z", 44), offer("2020-11-11T00:15:00Z", 47), offer("2020-11-11T01:45:00Z", 50)];
    assert_eq!(offered(&hearing(50, 41, &wake_at)), expected);
}

#[test]
fn one_late_person_of_many_is_counted_but_no_later_deadline_is_offered() {
    let one_of_fifty = hearing(50, 49, &["2020-11-10T20:00:00Z"]);
    let current = DeadlineReach { at: at(DEADLINE), in_time: 49 };
    assert_eq!(options_of_typed(&one_of_fifty, DEADLINE), Some(DeadlineOptions { current, others: Vec::new() }));
    assert_eq!(offered(&hearing(20, 19, &["2020-11-10T20:00:00Z"])), [offer("2020-11-10T20:15:00Z", 20)]);
}

#[test]
fn deadline_in_time_for_everybody_who_sleeps_needs_no_numbers() {
    let sleeper = hearing(3, 1, &["2020-11-10T18:00:00Z"]);
    assert_eq!(options_of_typed(&sleeper, DEADLINE), None);
    // The third person has no route or no zone. No deadline helps them.
    assert_eq!(options_of_typed(&hearing(3, 1, &[]), DEADLINE), None);
}

#[test]
fn deadline_more_than_a_day_ahead_or_not_allowed_is_not_offered() {
    let wake_at = ["2020-11-10T20:00:00Z", "2020-11-11T17:15:00Z", "2020-11-11T17:16:00Z", "2020-11-20T08:00:00Z"];
    let hearing = hearing(6, 2, &wake_at);
    let expected = [offer("2020-11-10T20:15:00Z", 3), offer("2020-11-11T17:30:00Z", 5)];
    assert_eq!(offered(&hearing), expected);
    let until_evening = |deadline: Timestamp| deadline <= at("2020-11-10T22:00:00Z");
    let options = DeadlineOptions::new(&hearing, at(DEADLINE), None, until_evening, at(NOW)).unwrap();
    assert_eq!(options.others, [DeadlineReach { at: at("2020-11-10T20:15:00Z"), in_time: 3 }]);
}

#[test]
fn typed_deadline_is_offered_again_until_it_has_passed() {
    let wake_at = ["2020-11-10T20:00:00Z", "2020-11-10T22:00:00Z"];
    let hearing = hearing(4, 2, &wake_at);
    let reach = |deadline: &str, in_time| DeadlineReach { at: at(deadline), in_time };
    let (typed, first, second) =
        (reach(DEADLINE, 2), reach("2020-11-10T20:15:00Z", 3), reach("2020-11-10T22:15:00Z", 4));
    let options = |current: DeadlineReach, now| {
        DeadlineOptions::new(&hearing, current.at, Some(typed.at), |_| true, at(now)).unwrap()
    };
    assert_eq!(options(typed, NOW), DeadlineOptions { current: typed, others: vec![first, second] });
    assert_eq!(options(first, NOW), DeadlineOptions { current: first, others: vec![typed, second] });
    assert_eq!(options(second, NOW), DeadlineOptions { current: second, others: vec![typed, first] });
    assert_eq!(options(first, DEADLINE), DeadlineOptions { current: first, others: vec![second] });
    assert_eq!(DeadlineOptions::new(&hearing, second.at, Some(typed.at), |_| true, at(DEADLINE)), None);
}

proptest! {
    #[test]
    fn offered_deadlines_fit_into_a_row_are_in_order_and_each_reaches_more_people(
        awake in 0_usize..30,
        unreachable in 0_usize..5,
        minutes in prop::collection::vec(1_i64..3000, 1..60),
        current_minute in 1_i64..1500,
        typed_minute in prop::option::of(1_i64..1500),
    ) {
        let instant = |minute: i64| at(NOW) + SignedDuration::from_mins(minute);
        let wake_at: Vec<Timestamp> = minutes.iter().map(|minute| instant(*minute)).collect();
        let hearing = Hearing::new(awake + unreachable + wake_at.len(), awake, wake_at.clone());
        let (current, typed) = (instant(current_minute), typed_minute.map(instant));
        if let Some(options) = DeadlineOptions::new(&hearing, current, typed, |_| true, at(NOW)) {
            prop_assert!(options.others.len() <= MAX_OFFERED);
            prop_assert!(options.others.is_sorted_by(|one, next| one.at < next.at && one.in_time <= next.in_time));
            for other in &options.others {
                prop_assert!(other.at != current && other.at > at(NOW));
                prop_assert_eq!(other.in_time, awake + wake_at.iter().filter(|wakes_at| **wakes_at < other.at).count());
                if Some(other.at) != typed {
                    prop_assert_eq!(other.at.as_second() % 900, 0);
                    prop_assert!(other.at <= at(NOW) + SignedDuration::from_hours(24));
                }
            }
        }
    }
}
