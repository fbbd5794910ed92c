use super::*;
use crate::alerts::testing::{at, living_in, member};
use crate::members::EmergencyWake;

const NOW: &str = "2020-11-10T17:00:00Z";

fn alert(severity: Severity, answer_by: Option<&str>) -> Alert {
    Alert {
        id: AlertId(1),
        author: MemberId(9),
        severity,
        groups: BTreeSet::from([Group::Mag]),
        phase: Phase::Active,
        sent_at: at(NOW),
        asked_at: None,
        words: Version { number: 1, text: "Main room link changed".into(), answer_by: answer_by.map(at) },
    }
}

fn recipient(chosen: bool) -> Recipient {
    Recipient { member: MemberId(1), chosen, sent_at: None, heard_at: None, failure: None, seen: None }
}

fn turn(alert: &Alert, kind: Kind, chosen: bool, member: &Member, now: &str) -> Turn {
    let held = kind == Kind::Nudge;
    alert.turn(Owed { kind, version: 1, held, overdue: false }, &recipient(chosen), member, at(now))
}

fn send(occasion: Occasion, sound: Sound) -> Turn {
    Turn::Send { occasion, sound }
}

#[test]
fn urgent_is_silent_to_those_asleep_and_sounds_to_those_awake() {
    let alert = alert(Severity::Urgent, None);
    let (sydney, lapaz) = (
        living_in(1, "Australia/Sydney", EmergencyWake::Allowed),
        living_in(2, "America/La_Paz", EmergencyWake::Refused),
    );
    assert_eq!(turn(&alert, Kind::First, false, &sydney, NOW), send(Occasion::New, Sound::Silent));
    assert_eq!(turn(&alert, Kind::First, false, &lapaz, NOW), send(Occasion::New, Sound::Sounding));
    // Chosen or not, allowed or not: only an emergency wakes.
    assert_eq!(turn(&alert, Kind::First, true, &sydney, NOW), send(Occasion::New, Sound::Silent));
}

#[test]
fn an_emergency_wakes_only_who_allows_it_and_was_chosen_by_name() {
    let alert = alert(Severity::Emergency, None);
    let (allows, refuses) = (
        living_in(1, "Australia/Sydney", EmergencyWake::Allowed),
        living_in(1, "Australia/Sydney", EmergencyWake::Refused),
    );
    let silent = send(Occasion::New, Sound::Silent);
    assert_eq!(turn(&alert, Kind::First, true, &allows, NOW), send(Occasion::New, Sound::Sounding));
    assert_eq!(turn(&alert, Kind::First, false, &allows, NOW), silent);
    assert_eq!(turn(&alert, Kind::First, true, &refuses, NOW), silent);
    assert_eq!(turn(&alert, Kind::First, true, &member(1, "x", "x", &[]), NOW), silent);
}

#[test]
fn information_waits_for_the_waking_minute() {
    let alert = alert(Severity::Information, None);
    let sydney = living_in(1, "Australia/Sydney", EmergencyWake::Allowed);
    let wakes = at("2020-11-10T20:00:00Z");
    assert_eq!(turn(&alert, Kind::First, true, &sydney, NOW), Turn::Wait { until: wakes });
    assert_eq!(alert.not_before(Kind::First, &recipient(false), &sydney, at(NOW)), wakes);
    assert_eq!(turn(&alert, Kind::First, false, &member(1, "x", "x", &[]), NOW), send(Occasion::New, Sound::Silent));
}

#[test]
fn who_wakes_after_the_time_reads_that_nothing_is_expected() {
    let alert = alert(Severity::Urgent, Some("2020-11-10T18:15:00Z"));
    let sydney = living_in(1, "Australia/Sydney", EmergencyWake::Refused);
    assert_eq!(turn(&alert, Kind::Nudge, false, &sydney, NOW), Turn::Wait { until: at("2020-11-10T20:00:00Z") });
    assert_eq!(
        turn(&alert, Kind::Nudge, false, &sydney, "2020-11-10T20:00:00Z"),
        send(Occasion::SleptTooLate, Sound::Sounding)
    );
    assert_eq!(
        turn(
            &alert,
            Kind::First,
            false,
            &living_in(2, "America/La_Paz", EmergencyWake::Refused),
            "2020-11-10T18:15:00Z"
        ),
        send(Occasion::TooLate, Sound::Silent),
        "nothing is expected, so nothing sounds"
    );
}

#[test]
fn once_the_time_has_passed_a_late_message_wakes_nobody_and_does_not_speak_of_sleep() {
    let alert = alert(Severity::Emergency, Some("2020-11-10T18:15:00Z"));
    let sydney = living_in(1, "Australia/Sydney", EmergencyWake::Allowed);
    assert_eq!(turn(&alert, Kind::First, true, &sydney, NOW), send(Occasion::New, Sound::Sounding));
    assert_eq!(
        turn(&alert, Kind::First, true, &sydney, "2020-11-10T18:15:00Z"),
        send(Occasion::TooLate, Sound::Silent)
    );
    let overdue = Owed { kind: Kind::Nudge, version: 1, held: true, overdue: true };
    let a_week_later = alert.turn(overdue, &recipient(false), &sydney, at("2020-11-17T22:00:00Z"));
    assert_eq!(a_week_later, send(Occasion::TooLate, Sound::Silent));
}

#[test]
fn asking_again_waits_until_they_wake() {
    let alert = alert(Severity::Urgent, None);
    let sydney = living_in(1, "Australia/Sydney", EmergencyWake::Allowed);
    assert_eq!(turn(&alert, Kind::Again, true, &sydney, NOW), Turn::Wait { until: at("2020-11-10T20:00:00Z") });
}

#[test]
fn what_was_seen_or_has_ended_is_not_sent() {
    let lapaz = living_in(1, "America/La_Paz", EmergencyWake::Allowed);
    let mut alert = alert(Severity::Urgent, None);
    let mut seen = recipient(false);
    seen.seen = Some(Seen { at: at(NOW), version: 1 });
    let owed = Owed { kind: Kind::Nudge, version: 1, held: true, overdue: false };
    assert!(matches!(alert.turn(owed, &seen, &lapaz, at(NOW)), Turn::Drop { .. }));
    // A correction makes what was seen old.
    alert.words.number = 2;
    assert!(matches!(alert.turn(owed, &seen, &lapaz, at(NOW)), Turn::Send { .. }));
    alert.phase = Phase::Cancelled { at: at(NOW), by: MemberId(9) };
    assert!(matches!(alert.turn(owed, &recipient(false), &lapaz, at(NOW)), Turn::Drop { .. }));
}

#[test]
fn the_same_text_in_other_letters_is_a_twin() {
    assert!(is_twin("Main  room link CHANGED", "main room link changed"));
    assert!(!is_twin("Main room link changed", "Main room link changed again"));
}
