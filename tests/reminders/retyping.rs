//! Tests times that Magpie cannot read. The form that opens next must contain everything that the member typed.

use serde_json::json;

use crate::common::Harness;
use crate::{list_title, remind};

const RETYPE_BUTTON: &str = "Type the time again";

#[tokio::test]
async fn reminder_with_an_unreadable_time_keeps_its_text_and_phrase_in_a_form() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    let options = json!({"text": "Call the bank\nabout *the* card", "when": "when the cows come home"});
    let refusal = harness.command("accra", "remind", options).await;
    assert_eq!(refusal.buttons(), [RETYPE_BUTTON]);
    harness.restart_bot().await;
    let form = harness.click("accra", &refusal, RETYPE_BUTTON).await;
    assert!(form.json().contains("Call the bank\\nabout *the* card"), "{}", form.json());
    assert!(form.json().contains("when the cows come home"), "{}", form.json());
    let fields = json!({"text": "Call the bank", "when": "when the pigs fly"});
    let refusal = harness.submit("accra", &form, fields).await;
    assert_eq!(refusal.buttons(), [RETYPE_BUTTON]);
    let form = harness.click("accra", &refusal, RETYPE_BUTTON).await;
    let fields = json!({"text": "Call the bank", "when": "in 2 hours"});
    let preview = harness.submit("accra", &form, fields).await;
    harness.click("accra", &preview, "Save").await;
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
    let long_phrase = "when the cows come home ~ or 100% later / never, ".repeat(2);
    for typed in ["when the cows come home / ~ %", long_phrase.as_str()] {
        let refusal = harness.submit("accra", &form, json!({"when": typed})).await;
        form = harness.click("accra", &refusal, RETYPE_BUTTON).await;
        let form_json = form.json();
        assert!(form_json.contains(typed.chars().take(23).collect::<String>().as_str()), "{form_json}");
    }
    let refusal = harness.submit("accra", &form, json!({"when": "when the cows come home"})).await;
    let form = harness.click("accra", &refusal, RETYPE_BUTTON).await;
    harness.submit("accra", &form, json!({"when": "18:30"})).await;
    harness.advance_to("2020-11-10T18:30:00Z").await;
    harness.receives_one("accra").await;
    harness.end().await;
}
