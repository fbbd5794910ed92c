//! Tests reminders that the secretariat sets for a group.

use serde_json::json;

use crate::common::Harness;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn group_reminder_arrives_at_the_same_local_time_for_each_member_and_wakes_nobody() {
    let mut harness = Harness::with_members(&["lapaz", "kyiv", "cairo", "tokyo", "brussels", "sec-lead"]).await;
    let options = json!({"text": "Please vote", "at": "08:00", "date": "12 November"});
    let preview = harness.command("sec-lead", "remind-members", options).await;
    insta::assert_snapshot!(preview.text(), @"
    📣 **Please vote**
    At **Thu 12 Nov, 08:00**, in each person’s local time. Nothing is sent until you press a button that begins with “Save”.
    Still to come for 5 people. In your time zone: first <t:1605135600:F> (Member Tokyo), last <t:1605182400:F> (Member La Paz).
    Asleep at that time (1): Member Cairo. They get it when they wake.
    ");
    let save_response = harness.click("sec-lead", &preview, "Save").await;
    insta::assert_snapshot!(save_response.text(), @"
    ✅ Saved for 5 people: **Please vote**
    At **Thu 12 Nov, 08:00**, in each person’s local time. Sent now: 0. Not sent: 0.
    ");
    // The time 08:00 comes first in Tokyo, then in Kyiv and Cairo, then in Brussels, and last in La Paz. The member in
    // Cairo is asleep until 08:30.
    harness.advance_to("2020-11-11T23:00:00Z").await;
    assert!(harness.receives_one("tokyo").await.sounds());
    harness.advance_to("2020-11-12T06:00:00Z").await;
    assert!(harness.receives_one("kyiv").await.sounds());
    harness.receives_nothing("cairo").await;
    harness.advance_to("2020-11-12T06:30:00Z").await;
    let delayed_message = harness.receives_one("cairo").await;
    assert!(delayed_message.sounds());
    insta::assert_snapshot!(delayed_message.text(), @"
    ⏰ Please vote
    This reminder was for Thu 12 Nov, 08:00 (Thu 06:00 UTC); it waited until you woke.
    From Secretariat lead
    ");
    harness.advance_to("2020-11-12T07:00:00Z").await;
    insta::assert_snapshot!(harness.receives_one("brussels").await.text(), @"
    ⏰ Please vote
    Heure du rappel : jeu. 12 nov., 08:00 (jeu. 07:00 UTC)
    De : Secretariat lead
    ");
    harness.advance_to("2020-11-12T12:00:00Z").await;
    harness.receives_one("lapaz").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn repeated_group_reminder_comes_only_to_members_who_are_in_the_group_when_it_fires() {
    let mut harness = Harness::with_members(&["lapaz", "brussels", "sec-lead"]).await;
    let options = json!({"text": "Please vote", "at": "08:00", "date": "11 November", "repeat": "Every day"});
    let preview = harness.command("sec-lead", "remind-members", options).await;
    harness.click("sec-lead", &preview, "Save").await;
    harness.advance_to("2020-11-11T12:00:00Z").await;
    let first_message = harness.receives_one("lapaz").await;
    harness.receives_one("brussels").await;
    harness.click("lapaz", &first_message, "Recordármelo más tarde").await;
    harness.patch_member("lapaz", json!({"roles": []})).await;
    harness.advance_to("2020-11-12T12:00:00Z").await;
    harness.receives_one("brussels").await;
    harness.receives_nothing("lapaz").await;
    harness.patch_member("lapaz", json!({"roles": ["mag"]})).await;
    harness.advance_to("2020-11-13T12:00:00Z").await;
    for who in ["brussels", "lapaz"] {
        harness.receives_one(who).await;
    }
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ambiguous_day_of_a_group_reminder_is_asked_about_and_can_be_chosen_after_a_restart() {
    let mut harness = Harness::with_members(&["lapaz", "sec-lead"]).await;
    let options_for_day = |date: &str| json!({"text": "Please vote", "at": "08:00", "date": date});
    let question = harness.command("sec-lead", "remind-members", options_for_day("11/12")).await;
    insta::assert_snapshot!(question.text(), @r#"“11/12” can mean different days. Which one do you mean?"#);
    assert_eq!(question.buttons(), ["Thursday 12 November 2020", "Friday 11 December 2020"]);
    harness.restart_bot().await;
    let preview = harness.click("sec-lead", &question, "Thursday 12 November 2020").await;
    insta::assert_snapshot!(preview.text(), @"
    📣 **Please vote**
    At **Thu 12 Nov, 08:00**, in each person’s local time. Nothing is sent until you press a button that begins with “Save”.
    Still to come for 1 person: Member La Paz. In your time zone: <t:1605182400:F>.
    ");
    harness.click("sec-lead", &preview, "Save").await;
    let past_response = harness.command("sec-lead", "remind-members", options_for_day("5 May 2019")).await;
    insta::assert_snapshot!(past_response.text(), @r#"“5 May 2019” has passed everywhere in the world, so nothing was saved. Please choose a later day."#);
    let unreadable_response = harness.command("sec-lead", "remind-members", options_for_day("soon")).await;
    insta::assert_snapshot!(unreadable_response.text(), @r#"Magpie could not read “soon” as a single day, so nothing was saved. Please write it like tomorrow, Friday, or 12 November."#);
    harness.advance_to("2020-11-12T12:00:00Z").await;
    harness.receives_one("lapaz").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn members_for_whom_the_time_has_passed_are_skipped_or_reminded_now() {
    let mut harness = Harness::with_members(&["lapaz", "kyiv", "sec-lead"]).await;
    let preview = harness.command("sec-lead", "remind-members", json!({"text": "Please vote", "at": "15:00"})).await;
    insta::assert_snapshot!(preview.text(), @"
    📣 **Please vote**
    At **Tue 10 Nov, 15:00**, in each person’s local time. Nothing is sent until you press a button that begins with “Save”.
    Still to come for 1 person: Member La Paz. In your time zone: <t:1605034800:F>.
    Already passed for 1: Member Kyiv.
    ");
    let skip_response = harness.click("sec-lead", &preview, "Save, and skip people for whom it is already later").await;
    insta::assert_snapshot!(skip_response.text(), @"
    ✅ Saved for 1 person: **Please vote**
    At **Tue 10 Nov, 15:00**, in each person’s local time. Sent now: 0. Not sent: 1.
    ");
    harness.receives_nothing("kyiv").await;
    harness.advance_to("2020-11-10T19:00:00Z").await;
    harness.receives_one("lapaz").await;
    let preview = harness.command("sec-lead", "remind-members", json!({"text": "Vote now", "at": "16:00"})).await;
    let send_response = harness.click("sec-lead", &preview, "Save, and send now where the time has passed").await;
    insta::assert_snapshot!(send_response.text(), @"
    ✅ Saved for 2 people: **Vote now**
    At **Tue 10 Nov, 16:00**, in each person’s local time. Sent now: 1. Not sent: 0.
    ");
    harness.receives_one("kyiv").await;
    harness.advance_to("2020-11-10T20:00:00Z").await;
    harness.receives_one("lapaz").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn time_of_a_group_reminder_that_has_passed_for_all_members_means_tomorrow() {
    let mut harness = Harness::with_members(&["lapaz", "kyiv", "sec-lead"]).await;
    let preview = harness.command("sec-lead", "remind-members", json!({"text": "Please vote", "at": "08:00"})).await;
    insta::assert_snapshot!(preview.text(), @"
    📣 **Please vote**
    At **Wed 11 Nov, 08:00**, in each person’s local time. Nothing is sent until you press a button that begins with “Save”.
    Still to come for 2 people. In your time zone: first <t:1605074400:F> (Member Kyiv), last <t:1605096000:F> (Member La Paz).
    ");
    harness.click("sec-lead", &preview, "Discard").await;
    harness.advance("48h").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopped_group_reminder_reaches_nobody_any_more() {
    let mut harness = Harness::with_members(&["lapaz", "kyiv", "sec-lead"]).await;
    let options = json!({"text": "Please vote", "at": "08:00", "date": "12 November"});
    let preview = harness.command("sec-lead", "remind-members", options).await;
    let save_response = harness.click("sec-lead", &preview, "Save").await;
    harness.advance_to("2020-11-12T06:00:00Z").await;
    harness.receives_one("kyiv").await;
    let stop_response = harness.click("sec-lead", &save_response, "Stop it for everyone").await;
    insta::assert_snapshot!(stop_response.text(), @"
    Stopped. It was still to come for 1 person.
    1 person had already received it.
    ");
    harness.advance("48h").await;
    harness.receives_nothing("lapaz").await;
    harness.end().await;
}

/// A reminder that others set waits while its reader is asleep. A snoozed reminder does not wait, because the reader
/// chose its minute.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn snoozed_group_reminder_comes_at_its_minute_even_in_quiet_hours() {
    let mut harness = Harness::with_members(&["london", "sec-lead"]).await;
    let options = json!({"text": "Please vote", "at": "21:55", "date": "12 November"});
    let preview = harness.command("sec-lead", "remind-members", options).await;
    harness.click("sec-lead", &preview, "Save").await;
    harness.advance_to("2020-11-12T21:55:00Z").await;
    let reminder = harness.receives_one("london").await;
    let question = harness.click("london", &reminder, "Remind me later").await;
    let snooze_response = harness.click("london", &question, "In 10 minutes").await;
    insta::assert_snapshot!(snooze_response.text(), @"🔁 You will be reminded again: Thu 12 Nov, 22:05 (Thu 22:05 UTC)");
    harness.restart_bot().await;
    harness.advance_to("2020-11-12T22:04:00Z").await;
    harness.receives_nothing("london").await;
    harness.advance("1m").await;
    let snoozed_message = harness.receives_one("london").await;
    assert!(snoozed_message.sounds(), "they asked for it at that minute");
    insta::assert_snapshot!(snoozed_message.text(), @"
    ⏰ Please vote
    Reminder time: Thu 12 Nov, 22:05 (Thu 22:05 UTC)
    From Secretariat lead
    ");
    harness.advance("12h").await;
    harness.receives_nothing("london").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn day_of_a_group_reminder_that_does_not_exist_is_asked_about() {
    let mut harness = Harness::with_members(&["london", "sec-lead"]).await;
    let options = json!({"text": "Please vote", "at": "10:00", "date": "31 November"});
    let question = harness.command("sec-lead", "remind-members", options).await;
    insta::assert_snapshot!(question.text(), @r#"“31 November” does not exist. Which day do you mean?"#);
    assert_eq!(question.buttons(), ["Monday 30 November 2020", "Tuesday 1 December 2020"]);
    let preview = harness.click("sec-lead", &question, "Monday 30 November 2020").await;
    harness.click("sec-lead", &preview, "Discard").await;
    harness.end().await;
}
