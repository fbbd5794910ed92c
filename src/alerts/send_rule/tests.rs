use std::collections::BTreeSet;

use super::*;
use crate::alerts::ask::{Answer, Ask, GivenAnswer};
use crate::alerts::model::{AlertId, AlertState, Reached, Seen, Version};
use crate::alerts::testing::{at, member, member_in_zone};
use crate::alerts::translations::Translations;
use crate::members::{EmergencyWake, Group, MemberId};

const NOW: &str = "2020-11-10T17:00:00Z";

fn alert(severity: Severity, answer_by: Option<&str>) -> Alert {
    Alert {
        id: AlertId(1),
        author: MemberId(9),
        severity,
        ask: Ask::Read,
        purpose: Purpose::Real,
        groups: BTreeSet::from([Group::Mag]),
        state: AlertState::Active,
        sent_at: at(NOW),
        asked_at: None,
        current_version: Version {
            number: 1,
            text: "Main room link changed".into(),
            translations: Translations::default(),
            answer_by: answer_by.map(at),
        },
        announced_version: 1,
        found_at: None,
    }
}

fn recipient() -> Recipient {
    Recipient {
        member: MemberId(1),
        is_named: false,
        is_chosen_to_wake: false,
        sent_at: None,
        sounded_at: None,
        failure: None,
        seen: None,
        answer: None,
        remind_at: None,
        reached: None,
    }
}

fn recipient_chosen_to_wake() -> Recipient {
    Recipient { is_chosen_to_wake: true, ..recipient() }
}

fn decide(alert: &Alert, kind: MessageKind, recipient: &Recipient, member: &Member, now: &str) -> SendDecision {
    let delay = if kind == MessageKind::Nudge { Delay::Held } else { Delay::OnTime };
    alert.decide_send(kind, delay, recipient, member, at(now))
}

fn send(occasion: Occasion, sound: Sound) -> SendDecision {
    SendDecision::Send { occasion, sound }
}

#[test]
fn urgent_alert_is_silent_for_members_asleep_and_sounds_for_members_awake() {
    let alert = alert(Severity::Urgent, None);
    let (sydney, lapaz) = (
        member_in_zone(1, "Australia/Sydney", EmergencyWake::Allowed),
        member_in_zone(2, "America/La_Paz", EmergencyWake::Refused),
    );
    assert_eq!(
        decide(&alert, MessageKind::First, &recipient(), &sydney, NOW),
        send(Occasion::NewToRecipient, Sound::Silent)
    );
    assert_eq!(
        decide(&alert, MessageKind::First, &recipient(), &lapaz, NOW),
        send(Occasion::NewToRecipient, Sound::Sounding)
    );
    // An urgent alert does not wake a member, even if they allow it and the author chose them.
    let chosen_recipient = recipient_chosen_to_wake();
    assert_eq!(
        decide(&alert, MessageKind::First, &chosen_recipient, &sydney, NOW),
        send(Occasion::NewToRecipient, Sound::Silent)
    );
}

#[test]
fn emergency_wakes_only_a_member_who_allows_it_and_was_chosen_by_name() {
    let alert = alert(Severity::Emergency, None);
    let (allowing_member, refusing_member) = (
        member_in_zone(1, "Australia/Sydney", EmergencyWake::Allowed),
        member_in_zone(1, "Australia/Sydney", EmergencyWake::Refused),
    );
    let chosen_recipient = recipient_chosen_to_wake();
    let silent = send(Occasion::NewToRecipient, Sound::Silent);
    assert_eq!(
        decide(&alert, MessageKind::First, &chosen_recipient, &allowing_member, NOW),
        send(Occasion::NewToRecipient, Sound::Sounding)
    );
    assert_eq!(decide(&alert, MessageKind::First, &recipient(), &allowing_member, NOW), silent);
    assert_eq!(decide(&alert, MessageKind::First, &chosen_recipient, &refusing_member, NOW), silent);
    assert_eq!(decide(&alert, MessageKind::First, &chosen_recipient, &member(1, "x", "x", &[Group::Mag]), NOW), silent);
}

#[test]
fn correction_wakes_only_a_member_whom_the_alert_woke_or_did_not_reach() {
    let alert = alert(Severity::Emergency, None);
    let allowing_member = member_in_zone(1, "Australia/Sydney", EmergencyWake::Allowed);
    let correction = |recipient: &Recipient| decide(&alert, MessageKind::Corrected, recipient, &allowing_member, NOW);
    let recipient_who_slept = Recipient { sent_at: Some(at(NOW)), ..recipient_chosen_to_wake() };
    let woken_recipient = Recipient { sounded_at: Some(at(NOW)), ..recipient_who_slept.clone() };
    assert_eq!(correction(&woken_recipient), send(Occasion::Corrected, Sound::Sounding));
    assert_eq!(correction(&recipient_who_slept), send(Occasion::Corrected, Sound::Silent));
    assert_eq!(correction(&recipient_chosen_to_wake()), send(Occasion::NewToRecipient, Sound::Sounding));
}

#[test]
fn alert_is_for_members_still_in_its_groups_and_for_named_members_in_any_group() {
    let alert = alert(Severity::Urgent, None);
    let named = Recipient { is_named: true, ..recipient() };
    let with = |groups: &[Group]| member(1, "x", "x", groups);
    for (groups, is_for_group_member, is_for_named_member) in
        [(&[Group::Mag][..], true, true), (&[Group::Helpdesk][..], false, true), (&[][..], false, false)]
    {
        assert_eq!(alert.is_still_for(&recipient(), &with(groups)), is_for_group_member, "{groups:?}");
        assert_eq!(alert.is_still_for(&named, &with(groups)), is_for_named_member, "{groups:?}");
    }
    assert!(!alert.is_still_for(&named, &Member { in_guild: false, ..with(&[Group::Mag]) }));
}

#[test]
fn information_is_held_until_the_member_wakes() {
    let alert = alert(Severity::Information, None);
    let sydney = member_in_zone(1, "Australia/Sydney", EmergencyWake::Allowed);
    let wakes_at = at("2020-11-10T20:00:00Z");
    let chosen_recipient = recipient_chosen_to_wake();
    assert_eq!(
        decide(&alert, MessageKind::First, &chosen_recipient, &sydney, NOW),
        SendDecision::Wait { until: wakes_at }
    );
    assert_eq!(alert.not_before(MessageKind::First, &recipient(), &sydney, at(NOW)), wakes_at);
    let member_without_zone = member(1, "x", "x", &[Group::Mag]);
    assert_eq!(
        decide(&alert, MessageKind::First, &recipient(), &member_without_zone, NOW),
        send(Occasion::NewToRecipient, Sound::Silent)
    );
}

#[test]
fn nudge_after_the_time_to_answer_says_that_the_reader_slept() {
    let alert = alert(Severity::Urgent, Some("2020-11-10T18:15:00Z"));
    let sydney = member_in_zone(1, "Australia/Sydney", EmergencyWake::Refused);
    assert_eq!(
        decide(&alert, MessageKind::Nudge, &recipient(), &sydney, NOW),
        SendDecision::Wait { until: at("2020-11-10T20:00:00Z") }
    );
    assert_eq!(
        decide(&alert, MessageKind::Nudge, &recipient(), &sydney, "2020-11-10T20:00:00Z"),
        send(Occasion::SleptTooLate, Sound::Sounding)
    );
}

#[test]
fn first_message_after_the_time_to_answer_is_silent() {
    let alert = alert(Severity::Urgent, Some("2020-11-10T18:15:00Z"));
    let lapaz = member_in_zone(2, "America/La_Paz", EmergencyWake::Refused);
    assert_eq!(
        decide(&alert, MessageKind::First, &recipient(), &lapaz, "2020-11-10T18:15:00Z"),
        send(Occasion::TooLate, Sound::Silent)
    );
}

#[test]
fn emergency_sent_after_the_time_to_answer_is_silent_and_does_not_say_that_the_reader_slept() {
    let alert = alert(Severity::Emergency, Some("2020-11-10T18:15:00Z"));
    let sydney = member_in_zone(1, "Australia/Sydney", EmergencyWake::Allowed);
    let chosen_recipient = recipient_chosen_to_wake();
    assert_eq!(
        decide(&alert, MessageKind::First, &chosen_recipient, &sydney, NOW),
        send(Occasion::NewToRecipient, Sound::Sounding)
    );
    assert_eq!(
        decide(&alert, MessageKind::First, &chosen_recipient, &sydney, "2020-11-10T18:15:00Z"),
        send(Occasion::TooLate, Sound::Silent)
    );
    let a_week_later = at("2020-11-17T22:00:00Z");
    assert_eq!(
        alert.decide_send(MessageKind::Nudge, Delay::Overdue, &recipient(), &sydney, a_week_later),
        send(Occasion::TooLate, Sound::Silent)
    );
}

#[test]
fn ask_again_message_waits_until_the_member_wakes() {
    let alert = alert(Severity::Urgent, None);
    let sydney = member_in_zone(1, "Australia/Sydney", EmergencyWake::Allowed);
    assert_eq!(
        decide(&alert, MessageKind::Again, &recipient_chosen_to_wake(), &sydney, NOW),
        SendDecision::Wait { until: at("2020-11-10T20:00:00Z") }
    );
}

#[test]
fn seen_or_ended_alert_is_not_sent() {
    let lapaz = member_in_zone(1, "America/La_Paz", EmergencyWake::Allowed);
    let mut alert = alert(Severity::Urgent, None);
    let recipient_who_saw = Recipient { seen: Some(Seen { at: at(NOW), version: 1 }), ..recipient() };
    assert_eq!(
        decide(&alert, MessageKind::Nudge, &recipient_who_saw, &lapaz, NOW),
        SendDecision::Cancel { reason: "seen" }
    );
    // The recipient has not seen the corrected version 2.
    (alert.current_version.number, alert.announced_version) = (2, 2);
    assert_eq!(
        decide(&alert, MessageKind::Nudge, &recipient_who_saw, &lapaz, NOW),
        send(Occasion::Slept, Sound::Sounding)
    );
    alert.state = AlertState::Cancelled { at: at(NOW), by: MemberId(9) };
    assert_eq!(
        decide(&alert, MessageKind::Nudge, &recipient(), &lapaz, NOW),
        SendDecision::Cancel { reason: "the alert has ended" }
    );
}

#[test]
fn nudge_is_due_at_once_if_the_member_is_awake() {
    let alert = alert(Severity::Urgent, None);
    let lapaz = member_in_zone(2, "America/La_Paz", EmergencyWake::Refused);
    let sydney = member_in_zone(1, "Australia/Sydney", EmergencyWake::Refused);
    assert_eq!(alert.not_before(MessageKind::Nudge, &recipient(), &lapaz, at(NOW)), at(NOW));
    assert_eq!(alert.not_before(MessageKind::Nudge, &recipient(), &sydney, at(NOW)), at("2020-11-10T20:00:00Z"));
}

#[test]
fn alert_seen_before_a_silent_fix_still_counts_as_seen() {
    let lapaz = member_in_zone(1, "America/La_Paz", EmergencyWake::Allowed);
    let mut alert = alert(Severity::Urgent, None);
    let recipient_who_saw = Recipient { seen: Some(Seen { at: at(NOW), version: 1 }), ..recipient() };
    alert.current_version.number = 2;
    assert_eq!(
        decide(&alert, MessageKind::Nudge, &recipient_who_saw, &lapaz, NOW),
        SendDecision::Cancel { reason: "seen" }
    );
}

#[test]
fn reminder_sounds_at_night_and_is_cancelled_if_the_recipient_no_longer_wants_it() {
    let alert = alert(Severity::Urgent, Some("2020-11-10T16:00:00Z"));
    let sydney = member_in_zone(1, "Australia/Sydney", EmergencyWake::Refused);
    let recipient_with_reminder = Recipient { remind_at: Some(at(NOW)), ..recipient() };
    assert_eq!(
        decide(&alert, MessageKind::Reminder, &recipient_with_reminder, &sydney, NOW),
        send(Occasion::Reminder, Sound::Sounding)
    );
    let overdue =
        |member| alert.decide_send(MessageKind::Reminder, Delay::Overdue, &recipient_with_reminder, member, at(NOW));
    assert_eq!(overdue(&sydney), send(Occasion::Reminder, Sound::Silent), "it must not wake anybody hours later");
    let lapaz = member_in_zone(2, "America/La_Paz", EmergencyWake::Refused);
    assert_eq!(overdue(&lapaz), send(Occasion::Reminder, Sound::Sounding));
    assert_eq!(
        decide(&alert, MessageKind::Reminder, &recipient(), &sydney, NOW),
        SendDecision::Cancel { reason: "the reminder is no longer wanted" }
    );
}

#[test]
fn recipient_who_has_seen_the_alert_but_not_answered_can_be_asked_again() {
    let lapaz = member_in_zone(1, "America/La_Paz", EmergencyWake::Refused);
    let alert = Alert { ask: Ask::YesNo, ..alert(Severity::Urgent, None) };
    let recipient_who_saw =
        Recipient { sent_at: Some(at(NOW)), seen: Some(Seen { at: at(NOW), version: 1 }), ..recipient() };
    assert_eq!(
        decide(&alert, MessageKind::Again, &recipient_who_saw, &lapaz, NOW),
        send(Occasion::Again, Sound::Sounding)
    );
    assert_eq!(
        decide(&alert, MessageKind::Nudge, &recipient_who_saw, &lapaz, NOW),
        SendDecision::Cancel { reason: "seen" }
    );
    let given = GivenAnswer { answer: Answer::No, at: at(NOW), version: 1, is_late: false };
    let answering_recipient = Recipient { answer: Some(given), ..recipient_who_saw };
    assert_eq!(
        decide(&alert, MessageKind::Again, &answering_recipient, &lapaz, NOW),
        SendDecision::Cancel { reason: "seen" }
    );
}

#[test]
fn message_is_cancelled_once_enough_other_people_were_found() {
    let lapaz = member_in_zone(1, "America/La_Paz", EmergencyWake::Refused);
    let ask = Ask::People { needed: 1 };
    let alert = Alert { ask, found_at: Some(at(NOW)), ..alert(Severity::Urgent, None) };
    let enough = SendDecision::Cancel { reason: "enough people were found" };
    for &kind in MessageKind::VARIANTS {
        assert_eq!(decide(&alert, kind, &recipient(), &lapaz, NOW), enough, "{kind}");
    }
    let given = GivenAnswer { answer: Answer::Yes, at: at(NOW), version: 1, is_late: false };
    let found_recipient = Recipient { sent_at: Some(at(NOW)), answer: Some(given), ..recipient() };
    let corrected = decide(&alert, MessageKind::Corrected, &found_recipient, &lapaz, NOW);
    assert_eq!(corrected, send(Occasion::Corrected, Sound::Sounding));
}

#[test]
fn practice_alert_is_not_sent_to_members_asleep_or_without_a_zone() {
    let alert = Alert { purpose: Purpose::Practice, ..alert(Severity::Emergency, None) };
    let sleeping_member = member_in_zone(1, "Australia/Sydney", EmergencyWake::Allowed);
    let cancelled = SendDecision::Cancel { reason: "only members who are awake get a practice alert" };
    for member in [sleeping_member, member(1, "x", "x", &[Group::Mag])] {
        assert_eq!(decide(&alert, MessageKind::First, &recipient_chosen_to_wake(), &member, NOW), cancelled);
    }
    let awake_member = member_in_zone(2, "America/La_Paz", EmergencyWake::Refused);
    assert_eq!(
        decide(&alert, MessageKind::First, &recipient(), &awake_member, NOW),
        send(Occasion::NewToRecipient, Sound::Sounding)
    );
}

#[test]
fn planned_ask_wakes_nobody_and_does_not_go_to_someone_who_was_reached_or_after_the_deadline() {
    let alert = Alert { ask: Ask::YesNo, ..alert(Severity::Emergency, Some("2020-11-10T21:00:00Z")) };
    let sydney = member_in_zone(1, "Australia/Sydney", EmergencyWake::Allowed);
    let lapaz = member_in_zone(2, "America/La_Paz", EmergencyWake::Allowed);
    let chosen_recipient = Recipient { sent_at: Some(at(NOW)), ..recipient_chosen_to_wake() };
    let planned = |member: &Member, now: &str| decide(&alert, MessageKind::Planned, &chosen_recipient, member, now);
    assert_eq!(planned(&sydney, NOW), SendDecision::Wait { until: at("2020-11-10T20:00:00Z") });
    assert_eq!(planned(&lapaz, NOW), send(Occasion::Again, Sound::Sounding));
    assert!(matches!(planned(&member(3, "x", "x", &[Group::Mag]), NOW), SendDecision::Cancel { .. }));
    let late = planned(&lapaz, "2020-11-10T21:00:00Z");
    assert_eq!(late, SendDecision::Cancel { reason: "the deadline has passed" });
    let reached = Reached { at: at(NOW), by: MemberId(9), version: 1 };
    let reached_recipient = Recipient { reached: Some(reached), ..chosen_recipient.clone() };
    for kind in [MessageKind::Again, MessageKind::Planned] {
        let cancelled = SendDecision::Cancel { reason: "reached outside Discord" };
        assert_eq!(decide(&alert, kind, &reached_recipient, &lapaz, NOW), cancelled, "{kind}");
    }
    // The correction is new to them.
    let corrected = Alert { announced_version: 2, ..alert.clone() };
    let asked = decide(&corrected, MessageKind::Planned, &reached_recipient, &lapaz, NOW);
    assert_eq!(asked, send(Occasion::Again, Sound::Sounding));
}
