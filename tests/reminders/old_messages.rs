//! Tests the older messages of a reminder. None may say something that is no longer true, and none may have a button
//! that does nothing.

use serde_json::json;

use crate::common::{Harness, Output};
use crate::remind;

const LATER: &str = "Remind me later";

async fn snooze(harness: &mut Harness, who: &str, message: &Output, length: &str) -> Output {
    let question = harness.click(who, message, LATER).await;
    let snoozed = harness.click(who, &question, length).await;
    harness.settle().await;
    snoozed
}

#[tokio::test]
async fn second_snooze_replaces_the_first() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Stretch", "in 5 minutes").await;
    harness.advance("5m").await;
    let message = harness.receives_one("accra").await;
    for (length, at) in [("In 10 minutes", "17:10"), ("In 1 hour", "18:00"), ("In 10 minutes", "17:10")] {
        let snoozed = snooze(&mut harness, "accra", &message, length).await;
        let said = format!("🔁 You will be reminded again: Tue 10 Nov, {at} (Tue {at} UTC)");
        assert_eq!(snoozed.text(), said);
        assert_eq!(harness.reload(&message).await.text().lines().last(), Some(said.as_str()));
    }
    snooze(&mut harness, "accra", &message, "In 1 hour").await;
    harness.advance("59m").await;
    harness.receives_nothing("accra").await;
    harness.restart_bot().await;
    harness.advance("1m").await;
    harness.receives_one("accra").await;
    harness.advance("5h").await;
    harness.receives_nothing("accra").await;
    harness.end().await;
}

#[tokio::test]
async fn buttons_of_a_snoozed_message_are_disabled_when_the_reminder_arrives_again() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Stretch", "in 5 minutes").await;
    harness.advance("5m").await;
    let first = harness.receives_one("accra").await;
    snooze(&mut harness, "accra", &first, "In 10 minutes").await;
    harness.advance("10m").await;
    let second = harness.receives_one("accra").await;
    let closed = harness.reload(&first).await;
    insta::assert_snapshot!(closed.text(), @"
    ⏰ Stretch
    Tue 10 Nov, 17:00 (Tue 17:00 UTC)
    🔁 You were reminded again: Tue 10 Nov, 17:10 (Tue 17:10 UTC)
    ");
    assert_eq!(closed.buttons(), ["[Done]", "[Remind me later]"]);
    assert_eq!(harness.reload(&second).await.buttons(), ["Done", LATER]);
    harness.end().await;
}

#[tokio::test]
async fn stop_in_the_list_also_updates_the_messages_of_the_reminder() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Stretch", "every day at 18:00").await;
    let mut messages = Vec::new();
    for day in 10..=12 {
        harness.advance_to(&format!("2020-11-{day}T18:00:00Z")).await;
        messages.push(harness.receives_one("accra").await);
    }
    let list = harness.command("accra", "reminders", json!({})).await;
    let value = list.message()["components"][0]["components"][0]["options"][0]["value"].clone();
    let value = value.as_str().expect("the list has a select").to_owned();
    let stopped = harness.select("accra", &list, "Stop a reminder…", &[&value]).await;
    harness.settle().await;
    for message in &messages {
        let now = harness.reload(message).await;
        assert_eq!(now.text().lines().last(), Some("⏹️ Stopped: it will not come again."));
        assert_eq!(now.buttons(), ["[Done]", "[Remind me later]"]);
    }
    harness.click("accra", &stopped, "Undo: keep “Stretch”").await;
    harness.settle().await;
    for message in &messages {
        let now = harness.reload(message).await;
        assert_eq!(now.text().lines().last(), Some("Next: Fri 13 Nov, 18:00 (Fri 18:00 UTC)"));
        assert_eq!(now.buttons(), ["Done", LATER, "Stop"]);
    }
    harness.end().await;
}

#[tokio::test]
async fn stop_disables_the_buttons_of_other_messages_and_keeps_its_own_undo() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Stretch", "every day at 18:00").await;
    harness.advance_to("2020-11-10T18:00:00Z").await;
    let first = harness.receives_one("accra").await;
    harness.advance_to("2020-11-11T18:00:00Z").await;
    let second = harness.receives_one("accra").await;
    harness.click("accra", &second, "Stop").await;
    harness.settle().await;
    assert_eq!(harness.reload(&first).await.buttons(), ["[Done]", "[Remind me later]"]);
    let undo = "Undo: keep “Stretch”";
    assert_eq!(harness.reload(&second).await.buttons(), ["[Done]", "[Remind me later]", undo]);
    harness.click("accra", &second, undo).await;
    harness.settle().await;
    for message in [&first, &second] {
        assert_eq!(harness.reload(message).await.buttons(), ["Done", LATER, "Stop"]);
    }
    harness.end().await;
}

#[tokio::test]
async fn last_message_of_a_repeating_reminder_has_no_stop_button() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Stretch", "every day at 18:00 until 11 November").await;
    harness.advance_to("2020-11-10T18:00:00Z").await;
    let first = harness.receives_one("accra").await;
    assert_eq!(first.buttons(), ["Done", LATER, "Stop"]);
    harness.advance_to("2020-11-11T18:00:00Z").await;
    let last = harness.receives_one("accra").await;
    insta::assert_snapshot!(last.text(), @"
    ⏰ Stretch
    Wed 11 Nov, 18:00 (Wed 18:00 UTC)
    This was the last time.
    ");
    for message in [&first, &last] {
        assert_eq!(harness.reload(message).await.buttons(), ["Done", LATER]);
    }
    harness.end().await;
}

#[tokio::test]
async fn change_of_zone_and_stop_for_everyone_update_the_messages_with_the_next_time() {
    let mut harness = Harness::with_members(&["lagos", "sec-lead"]).await;
    let options = json!({"text": "Please vote", "at": "19:00", "date": "10 November", "repeat": "Every day"});
    let preview = harness.command("sec-lead", "remind-members", options).await;
    let saved = harness.click("sec-lead", &preview, "Save").await;
    harness.advance_to("2020-11-10T18:00:00Z").await;
    let message = harness.receives_one("lagos").await;
    let next = async |harness: &mut Harness| {
        harness.settle().await;
        let now = harness.reload(&message).await;
        now.text().lines().last().unwrap_or_default().to_owned()
    };
    assert_eq!(next(&mut harness).await, "Next: Wed 11 Nov, 19:00 (Wed 18:00 UTC)");
    let review = harness.command("lagos", "profile set", json!({"zone": "Cairo"})).await;
    harness.click("lagos", &review, "Save").await;
    assert_eq!(next(&mut harness).await, "Next: Wed 11 Nov, 19:00 (Wed 17:00 UTC)");
    harness.click("sec-lead", &saved, "Stop it for everyone").await;
    assert_eq!(next(&mut harness).await, "⏹️ Stopped: it will not come again.");
    harness.end().await;
}

#[tokio::test]
async fn older_snooze_question_does_not_snooze_a_stopped_reminder() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Stretch", "every day at 18:00").await;
    harness.advance_to("2020-11-10T18:00:00Z").await;
    let message = harness.receives_one("accra").await;
    let question = harness.click("accra", &message, LATER).await;
    harness.click("accra", &message, "Stop").await;
    let refused = harness.click("accra", &question, "In 10 minutes").await;
    insta::assert_snapshot!(refused.text(), @"This reminder was stopped, so it cannot come later. To be reminded, please use /remind.");
    harness.advance("24h").await;
    harness.receives_nothing("accra").await;
    harness.end().await;
}
