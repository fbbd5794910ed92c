//! Tests reminders that the secretariat sets for a group.

use serde_json::json;

use crate::common::Harness;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn group_reminder_arrives_at_the_same_local_time_for_each_and_wakes_nobody() {
    let mut harness = Harness::with_members(&["lapaz", "kyiv", "cairo", "tokyo", "brussels", "sec-lead"]).await;
    let options = json!({"text": "Please vote", "at": "08:00", "date": "12 November"});
    let preview = harness.command("sec-lead", "remind-members", options).await;
    insta::assert_snapshot!(preview.text(), @"
    📣 **Please vote**
    At **Thu 12 Nov, 08:00**, in each person’s local time. Nothing is sent until you save.
    Still to come for 5 people: first Member Tokyo (<t:1605135600:F>), last Member La Paz (<t:1605182400:F>).
    Asleep at that time (1): Member Cairo. They get it when they wake.
    ");
    let saved = harness.click("sec-lead", &preview, "Save").await;
    insta::assert_snapshot!(saved.text(), @"✅ Saved for 5 people. Sent now: 0. Left out: 0.");
    // It is 08:00 first in Tokyo, then in Kyiv and Cairo, in Brussels and in La Paz. Cairo is asleep until 08:30.
    harness.advance_to("2020-11-11T23:00:00Z").await;
    assert!(harness.receives_one("tokyo").await.sounds());
    harness.advance_to("2020-11-12T06:00:00Z").await;
    assert!(harness.receives_one("kyiv").await.sounds());
    harness.receives_nothing("cairo").await;
    harness.advance_to("2020-11-12T06:30:00Z").await;
    let held = harness.receives_one("cairo").await;
    assert!(held.sounds());
    insta::assert_snapshot!(held.text(), @r"
    ⏰ Please vote
    This was for Thu 12 Nov, 08:00 (Thu 06:00 UTC); it waited until you woke.
    From Secretariat lead
    ");
    harness.advance_to("2020-11-12T07:00:00Z").await;
    insta::assert_snapshot!(harness.receives_one("brussels").await.text(), @"
    ⏰ Please vote
    jeu. 12 nov., 08:00 (jeu. 07:00 UTC)
    De : Secretariat lead
    ");
    harness.advance_to("2020-11-12T12:00:00Z").await;
    harness.receives_one("lapaz").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn repeated_group_reminder_comes_only_to_those_who_are_in_the_group_when_it_fires() {
    let mut harness = Harness::with_members(&["lapaz", "brussels", "sec-lead"]).await;
    let options = json!({"text": "Please vote", "at": "08:00", "date": "11 November", "repeat": "Every day"});
    let preview = harness.command("sec-lead", "remind-members", options).await;
    harness.click("sec-lead", &preview, "Save").await;
    harness.advance_to("2020-11-11T12:00:00Z").await;
    let first = harness.receives_one("lapaz").await;
    harness.receives_one("brussels").await;
    harness.click("lapaz", &first, "Recordármelo más tarde").await;
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
async fn ambiguous_day_is_asked_about_and_previewed_after_a_restart() {
    let mut harness = Harness::with_members(&["lapaz", "sec-lead"]).await;
    let on = |date: &str| json!({"text": "Please vote", "at": "08:00", "date": date});
    let question = harness.command("sec-lead", "remind-members", on("11/12")).await;
    insta::assert_snapshot!(question.text(), @r#"“11/12” can mean different days. Which one do you mean?"#);
    assert_eq!(question.buttons(), ["Thursday 12 November 2020", "Friday 11 December 2020"]);
    harness.restart_bot().await;
    let preview = harness.click("sec-lead", &question, "Thursday 12 November 2020").await;
    insta::assert_snapshot!(preview.text(), @"
    📣 **Please vote**
    At **Thu 12 Nov, 08:00**, in each person’s local time. Nothing is sent until you save.
    Still to come for 1 person: Member La Paz (<t:1605182400:F>).
    ");
    harness.click("sec-lead", &preview, "Save").await;
    let past = harness.command("sec-lead", "remind-members", on("5 May 2019")).await;
    insta::assert_snapshot!(past.text(), @r#"“5 May 2019” has passed everywhere in the world, so nothing was saved. Please choose a later day."#);
    let unknown = harness.command("sec-lead", "remind-members", on("soon")).await;
    insta::assert_snapshot!(unknown.text(), @r#"Magpie could not read “soon” as a single day, so nothing was saved. Please write it like tomorrow, Friday, or 12 November."#);
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
    At **Tue 10 Nov, 15:00**, in each person’s local time. Nothing is sent until you save.
    Still to come for 1 person: Member La Paz (<t:1605034800:F>).
    Already passed for 1: Member Kyiv.
    ");
    let skipped = harness.click("sec-lead", &preview, "Skip where the time has passed").await;
    insta::assert_snapshot!(skipped.text(), @"✅ Saved for 1 person. Sent now: 0. Left out: 1.");
    harness.receives_nothing("kyiv").await;
    harness.advance_to("2020-11-10T19:00:00Z").await;
    harness.receives_one("lapaz").await;
    let preview = harness.command("sec-lead", "remind-members", json!({"text": "Vote now", "at": "16:00"})).await;
    let sent = harness.click("sec-lead", &preview, "Send now where the time has passed").await;
    insta::assert_snapshot!(sent.text(), @"✅ Saved for 2 people. Sent now: 1. Left out: 0.");
    harness.receives_one("kyiv").await;
    harness.advance_to("2020-11-10T20:00:00Z").await;
    harness.receives_one("lapaz").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn time_that_has_passed_for_all_members_means_tomorrow() {
    let mut harness = Harness::with_members(&["lapaz", "kyiv", "sec-lead"]).await;
    let preview = harness.command("sec-lead", "remind-members", json!({"text": "Please vote", "at": "08:00"})).await;
    insta::assert_snapshot!(preview.text(), @"
    📣 **Please vote**
    At **Wed 11 Nov, 08:00**, in each person’s local time. Nothing is sent until you save.
    Still to come for 2 people: first Member Kyiv (<t:1605074400:F>), last Member La Paz (<t:1605096000:F>).
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
    let saved = harness.click("sec-lead", &preview, "Save").await;
    harness.advance_to("2020-11-12T06:00:00Z").await;
    harness.receives_one("kyiv").await;
    let stopped = harness.click("sec-lead", &saved, "Stop it for everyone").await;
    insta::assert_snapshot!(stopped.text(), @"
    Stopped. It was still to come for 1 person.
    1 person had already received it.
    ");
    harness.advance("48h").await;
    harness.receives_nothing("lapaz").await;
    harness.end().await;
}

/// A reminder that others set waits while its reader is asleep. A snooze does not wait, because the reader asked for
/// it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn snooze_of_a_group_reminder_comes_at_its_minute_in_quiet_hours_too() {
    let mut harness = Harness::with_members(&["london", "sec-lead"]).await;
    let options = json!({"text": "Please vote", "at": "21:55", "date": "12 November"});
    let preview = harness.command("sec-lead", "remind-members", options).await;
    harness.click("sec-lead", &preview, "Save").await;
    harness.advance_to("2020-11-12T21:55:00Z").await;
    let reminder = harness.receives_one("london").await;
    let question = harness.click("london", &reminder, "Remind me later").await;
    let snoozed = harness.click("london", &question, "In 10 minutes").await;
    insta::assert_snapshot!(snoozed.text(), @"🔁 You will be reminded again: Thu 12 Nov, 22:05 (Thu 22:05 UTC)");
    harness.restart_bot().await;
    harness.advance_to("2020-11-12T22:04:00Z").await;
    harness.receives_nothing("london").await;
    harness.advance("1m").await;
    let again = harness.receives_one("london").await;
    assert!(again.sounds(), "they asked for it at that minute");
    insta::assert_snapshot!(again.text(), @r"
    ⏰ Please vote
    Thu 12 Nov, 22:05 (Thu 22:05 UTC)
    From Secretariat lead
    ");
    harness.advance("12h").await;
    harness.receives_nothing("london").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn day_that_does_not_exist_is_asked_about() {
    let mut harness = Harness::with_members(&["london", "sec-lead"]).await;
    let options = json!({"text": "Please vote", "at": "10:00", "date": "31 November"});
    let question = harness.command("sec-lead", "remind-members", options).await;
    insta::assert_snapshot!(question.text(), @r#"“31 November” does not exist. Which day do you mean?"#);
    assert_eq!(question.buttons(), ["Monday 30 November 2020", "Tuesday 1 December 2020"]);
    let preview = harness.click("sec-lead", &question, "Monday 30 November 2020").await;
    harness.click("sec-lead", &preview, "Discard").await;
    harness.end().await;
}
