//! Tests reminders while the bot is down or Discord fails.

use std::time::Duration;

use magpie::sandbox::DiscordConfig;
use serde_json::json;

use crate::common::{Harness, Output};
use crate::remind;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reminder_arrives_once_when_the_bot_is_killed_between_its_due_time_and_its_sending() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Stand up", "in 10 minutes").await;
    harness
        .plan_fault(json!({"route": "POST /channels/*/messages", "status": 500, "times": 1, "when": "before"}))
        .await;
    harness.post("clock", json!({"advance": "10m"})).await;
    harness.kill_bot().await;
    harness.start_bot().await;
    harness.advance("10m").await;
    let reminder = harness.receives_one("accra").await;
    assert_eq!(reminder.lock_screen().lines().next(), Some("⏰ Stand up"));
    harness.advance("24h").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reminder_is_not_sent_twice_when_the_response_from_discord_is_lost() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Stand up", "in 10 minutes").await;
    harness.plan_fault(json!({"route": "POST /channels/*/messages", "status": 500, "times": 1, "when": "after"})).await;
    harness.advance("24h").await;
    harness.receives_one("accra").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn recurring_reminder_missed_while_the_bot_was_down_arrives_once_and_counts_the_missed_times() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Report", "every day 18:00").await;
    harness.kill_bot().await;
    harness.advance_to("2020-11-13T19:00:00Z").await;
    harness.start_bot().await;
    harness.settle().await;
    let reminder = harness.receives_one("accra").await;
    insta::assert_snapshot!(reminder.text(), @"
    ⏰ Report
    This reminder was for Fri 13 Nov, 18:00 (Fri 18:00 UTC), 1 hour ago. Magpie could not deliver it earlier.
    Missed 4 times while Magpie was down.
    Next: Sat 14 Nov, 18:00 (Sat 18:00 UTC)
    ");
    harness.advance_to("2020-11-14T18:00:00Z").await;
    harness.receives_one("accra").await;
    harness.end().await;
}

/// Lets a reminder arrive without the bot's knowledge: Discord's response and the gateway's event are both lost.
/// Returns the message.
async fn deliver_unnoticed(harness: &mut Harness, text: &str) -> Output {
    remind(harness, "accra", text, "in 10 minutes").await;
    harness.disrupt_gateway("silence").await;
    harness.plan_fault(json!({"route": "POST /channels/*/messages", "status": 0, "times": 1, "when": "after"})).await;
    harness.advance("10m").await;
    harness.receives_one("accra").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reminder_with_unknown_outcome_can_be_done_and_snoozed() {
    // The bot notices a silent gateway at its second heartbeat, in real time.
    let config = DiscordConfig { heartbeat_interval: Duration::from_secs(1), ..DiscordConfig::default() };
    let mut harness = Harness::with_config(&["accra", "sec-lead"], config).await;
    let reminder = deliver_unnoticed(&mut harness, "Stand up").await;
    let done_response = harness.click("accra", &reminder, "Done").await;
    assert!(done_response.text().contains("✅ Done"), "{}", done_response.text());
    harness.advance("1h").await;
    harness.receives_nothing("accra").await;

    let reminder = deliver_unnoticed(&mut harness, "Sit down").await;
    let question = harness.click("accra", &reminder, "Remind me later").await;
    harness.click("accra", &question, "In 10 minutes").await;
    harness.advance("10m").await;
    let snoozed_message = harness.receives_one("accra").await;
    assert_eq!(snoozed_message.lock_screen().lines().next(), Some("⏰ Sit down"));
    harness.advance("24h").await;
    harness.end().await;
}

/// A delivery outlives the reminder of a deleted person. The next reminder must not take over the number of the old
/// one.
#[tokio::test]
async fn reminder_saved_after_another_person_deleted_their_profile_still_arrives() {
    let mut harness = Harness::with_members(&["accra", "lagos", "sec-lead"]).await;
    remind(&mut harness, "accra", "Stand up", "in 10 minutes").await;
    harness.advance("11m").await;
    harness.receives_one("accra").await;
    let question = harness.command("accra", "profile delete", json!({})).await;
    harness.click("accra", &question, "Delete").await;

    remind(&mut harness, "lagos", "Sit down", "in 10 minutes").await;
    harness.advance("11m").await;
    let reminder = harness.receives_one("lagos").await;
    assert_eq!(reminder.lock_screen().lines().next(), Some("⏰ Sit down"));
    harness.end().await;
}
