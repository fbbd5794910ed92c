//! Reminders while the bot is down or Discord fails.

use serde_json::json;

use crate::common::Scene;
use crate::remind;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reminder_arrives_once_when_the_bot_dies_between_due_and_sent() {
    let mut scene = Scene::of(&["accra", "sec-lead"]).await;
    remind(&mut scene, "accra", "Stand up", "in 10 minutes").await;
    scene.fault(json!({"route": "POST /channels/*/messages", "status": 500, "times": 1, "when": "before"})).await;
    scene.post("clock", json!({"advance": "10m"})).await;
    scene.kill_bot().await;
    scene.start_bot().await;
    scene.advance("10m").await;
    let reminder = scene.receives_one("accra").await;
    assert_eq!(reminder.lock_screen().lines().next(), Some("⏰ Stand up"));
    scene.advance("24h").await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reminder_whose_answer_was_lost_is_not_sent_twice() {
    let mut scene = Scene::of(&["accra", "sec-lead"]).await;
    remind(&mut scene, "accra", "Stand up", "in 10 minutes").await;
    scene.fault(json!({"route": "POST /channels/*/messages", "status": 500, "times": 1, "when": "after"})).await;
    scene.advance("24h").await;
    scene.receives_one("accra").await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn recurring_reminder_missed_while_the_bot_was_down_arrives_once_and_says_so() {
    let mut scene = Scene::of(&["accra", "sec-lead"]).await;
    remind(&mut scene, "accra", "Report", "every day 18:00").await;
    scene.kill_bot().await;
    scene.advance_to("2020-11-13T19:00:00Z").await;
    scene.start_bot().await;
    scene.settle().await;
    let reminder = scene.receives_one("accra").await;
    insta::assert_snapshot!(reminder.text(), @r"
    ⏰ Report
    This was for Fri 13 Nov, 18:00 (Fri 18:00 UTC), 1 hour ago. Magpie could not bring it earlier.
    Missed 4 times while Magpie was down.
    Next: Sat 14 Nov, 18:00 (Sat 18:00 UTC)
    ");
    scene.advance_to("2020-11-14T18:00:00Z").await;
    scene.receives_one("accra").await;
    scene.end().await;
}
