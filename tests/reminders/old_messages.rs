//! Tests the older messages of a reminder. No message may say something that is no longer true, and no message may have
//! a button that does nothing.

use serde_json::json;

use crate::common::{Harness, Output};
use crate::remind;

const SNOOZE_BUTTON: &str = "Remind me later";

/// Presses "Remind me later" under the message and chooses the length. Returns the response.
async fn snooze(harness: &mut Harness, who: &str, message: &Output, length: &str) -> Output {
    let question = harness.click(who, message, SNOOZE_BUTTON).await;
    let snooze_response = harness.click(who, &question, length).await;
    harness.settle().await;
    snooze_response
}

#[tokio::test]
async fn second_snooze_replaces_the_first() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Stretch", "in 5 minutes").await;
    harness.advance("5m").await;
    let message = harness.receives_one("accra").await;
    for (length, time) in [("In 10 minutes", "17:10"), ("In 1 hour", "18:00"), ("In 10 minutes", "17:10")] {
        let snooze_response = snooze(&mut harness, "accra", &message, length).await;
        let expected_text = format!("🔁 You will be reminded again: Tue 10 Nov, {time} (Tue {time} UTC)");
        assert_eq!(snooze_response.text().lines().next(), Some(expected_text.as_str()));
        assert_eq!(harness.reload(&message).await.text().lines().last(), Some(expected_text.as_str()));
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
    let first_message = harness.receives_one("accra").await;
    snooze(&mut harness, "accra", &first_message, "In 10 minutes").await;
    harness.advance("10m").await;
    let second_message = harness.receives_one("accra").await;
    let old_message = harness.reload(&first_message).await;
    insta::assert_snapshot!(old_message.text(), @"
    ⏰ Stretch
    Reminder time: Tue 10 Nov, 17:00 (Tue 17:00 UTC)
    🔁 You were reminded again: Tue 10 Nov, 17:10 (Tue 17:10 UTC)
    ");
    assert_eq!(old_message.buttons(), ["[Done]", "[Remind me later]"]);
    assert_eq!(harness.reload(&second_message).await.buttons(), ["Done", SNOOZE_BUTTON]);
    harness.end().await;
}

#[tokio::test]
async fn stopping_a_reminder_in_the_list_also_updates_its_messages() {
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
    let stop_response = harness.select("accra", &list, "Stop a reminder…", &[&value]).await;
    harness.settle().await;
    for message in &messages {
        let current_message = harness.reload(message).await;
        assert_eq!(current_message.text().lines().last(), Some("⏹️ Stopped: it will not come again."));
        assert_eq!(current_message.buttons(), ["[Done]", "[Remind me later]"]);
    }
    harness.click("accra", &stop_response, "Undo: keep “Stretch”").await;
    harness.settle().await;
    for message in &messages {
        let current_message = harness.reload(message).await;
        assert_eq!(current_message.text().lines().last(), Some("Next: Fri 13 Nov, 18:00 (Fri 18:00 UTC)"));
        assert_eq!(current_message.buttons(), ["Done", SNOOZE_BUTTON, "Stop"]);
    }
    harness.end().await;
}

#[tokio::test]
async fn stop_button_disables_the_buttons_of_all_messages_and_offers_undo_on_its_own_message() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Stretch", "every day at 18:00").await;
    harness.advance_to("2020-11-10T18:00:00Z").await;
    let first_message = harness.receives_one("accra").await;
    harness.advance_to("2020-11-11T18:00:00Z").await;
    let second_message = harness.receives_one("accra").await;
    harness.click("accra", &second_message, "Stop").await;
    harness.settle().await;
    assert_eq!(harness.reload(&first_message).await.buttons(), ["[Done]", "[Remind me later]"]);
    let undo_label = "Undo: keep “Stretch”";
    assert_eq!(harness.reload(&second_message).await.buttons(), ["[Done]", "[Remind me later]", undo_label]);
    harness.click("accra", &second_message, undo_label).await;
    harness.settle().await;
    for message in [&first_message, &second_message] {
        assert_eq!(harness.reload(message).await.buttons(), ["Done", SNOOZE_BUTTON, "Stop"]);
    }
    harness.end().await;
}

#[tokio::test]
async fn last_message_of_a_repeating_reminder_has_no_stop_button() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Stretch", "every day at 18:00 until 11 November").await;
    harness.advance_to("2020-11-10T18:00:00Z").await;
    let first_message = harness.receives_one("accra").await;
    assert_eq!(first_message.buttons(), ["Done", SNOOZE_BUTTON, "Stop"]);
    harness.advance_to("2020-11-11T18:00:00Z").await;
    let last_message = harness.receives_one("accra").await;
    insta::assert_snapshot!(last_message.text(), @"
    ⏰ Stretch
    Reminder time: Wed 11 Nov, 18:00 (Wed 18:00 UTC)
    This was the last time.
    ");
    for message in [&first_message, &last_message] {
        assert_eq!(harness.reload(message).await.buttons(), ["Done", SNOOZE_BUTTON]);
    }
    harness.end().await;
}

#[tokio::test]
async fn change_of_zone_and_stop_for_everyone_update_the_last_line_of_earlier_messages() {
    let mut harness = Harness::with_members(&["lagos", "sec-lead"]).await;
    let options = json!({"text": "Please vote", "at": "19:00", "date": "10 November", "repeat": "Every day"});
    let preview = harness.command("sec-lead", "remind-members", options).await;
    let save_response = harness.click("sec-lead", &preview, "Save").await;
    harness.advance_to("2020-11-10T18:00:00Z").await;
    let message = harness.receives_one("lagos").await;
    let last_line = async |harness: &mut Harness| {
        harness.settle().await;
        let current_message = harness.reload(&message).await;
        current_message.text().lines().last().unwrap_or_default().to_owned()
    };
    assert_eq!(last_line(&mut harness).await, "Next: Wed 11 Nov, 19:00 (Wed 18:00 UTC)");
    let review = harness.command("lagos", "profile set", json!({"zone": "Cairo"})).await;
    harness.click("lagos", &review, "Save").await;
    assert_eq!(last_line(&mut harness).await, "Next: Wed 11 Nov, 19:00 (Wed 17:00 UTC)");
    harness.click("sec-lead", &save_response, "Stop it for everyone").await;
    assert_eq!(last_line(&mut harness).await, "⏹️ Stopped: it will not come again.");
    harness.end().await;
}

#[tokio::test]
async fn snooze_question_from_before_a_stop_does_not_snooze_the_reminder() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Stretch", "every day at 18:00").await;
    harness.advance_to("2020-11-10T18:00:00Z").await;
    let message = harness.receives_one("accra").await;
    let question = harness.click("accra", &message, SNOOZE_BUTTON).await;
    harness.click("accra", &message, "Stop").await;
    let refusal = harness.click("accra", &question, "In 10 minutes").await;
    insta::assert_snapshot!(refusal.text(), @"This reminder was stopped, so it cannot come later. To be reminded, please use /remind.");
    harness.advance("24h").await;
    harness.receives_nothing("accra").await;
    harness.end().await;
}
