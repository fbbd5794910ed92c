//! Tests undoing the stop of a reminder: in the list, under a message, and for a group.

use serde_json::json;

use crate::common::{Harness, Output};
use crate::{list_title, remind};

/// Stops the first reminder in the member's list. Returns the updated list.
async fn stop_first_reminder(harness: &mut Harness, who: &str) -> Output {
    let list = harness.command(who, "reminders", json!({})).await;
    let options = list.message()["components"][0]["components"][0]["options"].clone();
    let value = options[0]["value"].as_str().expect("the list has a select").to_owned();
    harness.select(who, &list, "Stop a reminder…", &[&value]).await
}

#[tokio::test]
async fn stop_in_the_list_can_be_undone_once_even_after_a_restart() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Stand up", "in 2 hours").await;
    let list_before = harness.command("accra", "reminders", json!({})).await;
    let stop_response = stop_first_reminder(&mut harness, "accra").await;
    assert_eq!(stop_response.buttons(), ["Undo: keep “Stand up”"]);
    harness.restart_bot().await;
    harness.advance("10m").await;
    let undo_response = harness.click("accra", &stop_response, "Undo: keep “Stand up”").await;
    assert_eq!(undo_response.text(), list_before.text());
    assert!(undo_response.buttons().is_empty(), "{:?}", undo_response.buttons());
    harness.advance("2h").await;
    harness.receives_one("accra").await;
    harness.end().await;
}

#[tokio::test]
async fn stop_cannot_be_undone_after_a_quarter_of_an_hour() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Stand up", "in 2 hours").await;
    let stop_response = stop_first_reminder(&mut harness, "accra").await;
    harness.advance("16m").await;
    let late_response = harness.click("accra", &stop_response, "Undo: keep “Stand up”").await;
    assert!(late_response.text().contains("for 15 minutes only"), "{}", late_response.text());
    let title = list_title(&mut harness, "accra").await;
    assert!(title.starts_with("You have no upcoming reminders."), "{title}");
    harness.advance("3h").await;
    harness.end().await;
}

#[tokio::test]
async fn reminder_due_between_a_stop_and_its_undo_arrives_at_the_undo() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Stand up", "in 5 minutes").await;
    let stop_response = stop_first_reminder(&mut harness, "accra").await;
    harness.advance("10m").await;
    harness.receives_nothing("accra").await;
    harness.click("accra", &stop_response, "Undo: keep “Stand up”").await;
    harness.settle().await;
    let late_message = harness.receives_one("accra").await;
    assert!(late_message.text().contains("Stand up"), "{}", late_message.text());
    harness.end().await;
}

#[tokio::test]
async fn stop_of_a_snoozed_recurring_reminder_is_undone_with_its_snooze() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Stretch", "every day at 18:00").await;
    harness.advance_to("2020-11-10T18:00:00Z").await;
    let message = harness.receives_one("accra").await;
    let question = harness.click("accra", &message, "Remind me later").await;
    harness.click("accra", &question, "In 10 minutes").await;
    harness.settle().await;
    let message = harness.reload(&message).await;
    let stop_response = harness.click("accra", &message, "Stop").await;
    assert!(stop_response.text().contains("Stopped"), "{}", stop_response.text());
    let undo_response = harness.click("accra", &stop_response, "Undo: keep “Stretch”").await;
    assert!(!undo_response.text().contains("Stopped"), "{}", undo_response.text());
    harness.advance("10m").await;
    harness.receives_one("accra").await;
    harness.advance_to("2020-11-11T18:00:00Z").await;
    harness.receives_one("accra").await;
    harness.end().await;
}

#[tokio::test]
async fn stop_for_everyone_is_undone_for_members_who_had_not_received_the_reminder() {
    // At 17:00 UTC Sydney sleeps and La Paz is awake.
    let mut harness = Harness::with_members(&["lapaz", "sydney", "sec-lead"]).await;
    let options = json!({"text": "Please vote", "at": "12:00", "date": "10 November"});
    let preview = harness.command("sec-lead", "remind-members", options).await;
    let save_response = harness.click("sec-lead", &preview, "Save and send now").await;
    harness.settle().await;
    harness.receives_one("lapaz").await;
    let stop_response = harness.click("sec-lead", &save_response, "Stop it for everyone").await;
    let undo_response = harness.click("sec-lead", &stop_response, "Undo").await;
    insta::assert_snapshot!(undo_response.text(), @"✅ Undone: the reminder comes to 1 person as planned.");
    assert_eq!(undo_response.buttons(), ["Stop it for everyone"]);
    harness.advance("24h").await;
    harness.receives_one("sydney").await;
    harness.receives_nothing("lapaz").await;
    harness.end().await;
}
