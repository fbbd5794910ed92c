//! Tests that nothing that a member typed is lost when a phrase cannot be understood.

use serde_json::json;

use crate::common::Harness;
use crate::{list_title, remind};

const AGAIN: &str = "Type the time again";

#[tokio::test]
async fn reminder_with_an_unreadable_time_keeps_its_text_and_phrase_in_a_form() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    let options = json!({"text": "Call the bank\nabout *the* card", "when": "when the cows come home"});
    let refused = harness.command("accra", "remind", options).await;
    assert_eq!(refused.buttons(), [AGAIN]);
    harness.restart_bot().await;
    let form = harness.click("accra", &refused, AGAIN).await;
    assert!(form.json().contains("Call the bank\\nabout *the* card"), "{}", form.json());
    assert!(form.json().contains("when the cows come home"), "{}", form.json());
    let fields = json!({"text": "Call the bank", "when": "when the pigs fly"});
    let refused = harness.submit("accra", &form, fields).await;
    assert_eq!(refused.buttons(), [AGAIN]);
    let form = harness.click("accra", &refused, AGAIN).await;
    let fields = json!({"text": "Call the bank", "when": "in 2 hours"});
    let understood = harness.submit("accra", &form, fields).await;
    harness.click("accra", &understood, "Save").await;
    assert_eq!(list_title(&mut harness, "accra").await, "**Your upcoming reminders: 1**");
    harness.advance("2h").await;
    harness.receives_one("accra").await;
    harness.end().await;
}

#[tokio::test]
async fn snooze_with_an_unreadable_time_keeps_the_phrase_in_the_form() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Stretch", "in 10 minutes").await;
    harness.advance("10m").await;
    let reminder = harness.receives_one("accra").await;
    let question = harness.click("accra", &reminder, "Remind me later").await;
    let mut form = harness.click("accra", &question, "Another time…").await;
    let long = "when the cows come home ~ or 100% later / never, ".repeat(2);
    for typed in ["when the cows come home / ~ %", long.as_str()] {
        let refused = harness.submit("accra", &form, json!({"when": typed})).await;
        form = harness.click("accra", &refused, AGAIN).await;
        let value = form.json();
        assert!(value.contains(typed.chars().take(23).collect::<String>().as_str()), "{value}");
    }
    let refused = harness.submit("accra", &form, json!({"when": "when the cows come home"})).await;
    let form = harness.click("accra", &refused, AGAIN).await;
    harness.submit("accra", &form, json!({"when": "18:30"})).await;
    harness.advance_to("2020-11-10T18:30:00Z").await;
    harness.receives_one("accra").await;
    harness.end().await;
}
