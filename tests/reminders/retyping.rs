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

#[tokio::test]
async fn group_reminder_with_an_unreadable_time_keeps_everything_in_a_form() {
    let mut harness = Harness::with_members(&["london", "lapaz", "sec-lead"]).await;
    let options = json!({"text": "Please vote\nby mail", "at": "late", "date": "12 November", "repeat": "Every day",
                         "audience": "Secretariat"});
    let refusal = harness.command("sec-lead", "remind-members", options).await;
    insta::assert_snapshot!(refusal.text(), @"Magpie could not read “late” as a time of day, so nothing was saved. Please write it like 09:00 or 9am.");
    assert_eq!(refusal.buttons(), [RETYPE_BUTTON]);
    harness.restart_bot().await;
    let form = harness.click("sec-lead", &refusal, RETYPE_BUTTON).await;
    for typed in ["Please vote\\nby mail", "\"late\"", "12 November"] {
        assert!(form.json().contains(typed), "{typed}: {}", form.json());
    }
    let fields = json!({"text": "Please vote", "at": "10:00", "date": "someday"});
    let refusal = harness.submit("sec-lead", &form, fields).await;
    assert_eq!(refusal.buttons(), [RETYPE_BUTTON]);
    let form = harness.click("sec-lead", &refusal, RETYPE_BUTTON).await;
    let fields = json!({"text": "Please vote", "at": "10:00", "date": "12 November"});
    let preview = harness.submit("sec-lead", &form, fields).await;
    let expected_start = "📣 **Please vote**\nRepeating, starting **Thu 12 Nov, 10:00**";
    assert!(preview.text().starts_with(expected_start), "{}", preview.text());
    harness.click("sec-lead", &preview, "Discard").await;
    harness.end().await;
}

#[tokio::test]
async fn reminder_without_a_visible_text_keeps_its_phrase_in_a_form() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    let refusal = harness.command("accra", "remind", json!({"text": "\u{200b}", "when": "in 2 hours"})).await;
    insta::assert_snapshot!(refusal.text(), @"The text is empty, so nothing was saved. Please write what the reminder is about.");
    assert_eq!(refusal.buttons(), [RETYPE_BUTTON]);
    let form = harness.click("accra", &refusal, RETYPE_BUTTON).await;
    assert!(form.json().contains("in 2 hours"), "{}", form.json());
    let preview = harness.submit("accra", &form, json!({"text": "Call the bank", "when": "in 2 hours"})).await;
    harness.click("accra", &preview, "Save").await;
    assert_eq!(list_title(&mut harness, "accra").await, "**Your upcoming reminders: 1**");
    harness.end().await;
}

#[tokio::test]
async fn group_reminder_without_a_visible_text_keeps_everything_else_in_a_form() {
    let mut harness = Harness::with_members(&["london", "sec-lead"]).await;
    let options = json!({"text": "\u{200b}", "at": "10:00", "date": "12 November", "repeat": "Every day",
                         "audience": "Secretariat"});
    let refusal = harness.command("sec-lead", "remind-members", options).await;
    assert_eq!(refusal.buttons(), [RETYPE_BUTTON]);
    let form = harness.click("sec-lead", &refusal, RETYPE_BUTTON).await;
    for typed in ["10:00", "12 November"] {
        assert!(form.json().contains(typed), "{typed}: {}", form.json());
    }
    let fields = json!({"text": "Please vote", "at": "10:00", "date": "12 November"});
    let preview = harness.submit("sec-lead", &form, fields).await;
    let expected_start = "📣 **Please vote**\nRepeating, starting **Thu 12 Nov, 10:00**";
    assert!(preview.text().starts_with(expected_start), "{}", preview.text());
    harness.click("sec-lead", &preview, "Discard").await;
    harness.end().await;
}

#[tokio::test]
async fn time_that_has_passed_gets_one_clear_refusal_and_one_button_that_opens_the_form() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    let refusal = harness.command("accra", "remind", json!({"text": "Call", "when": "yesterday 9am"})).await;
    insta::assert_snapshot!(refusal.text(), @"“yesterday 9am” has already passed, so nothing was saved. Please type a time that is still to come.");
    assert_eq!(refusal.buttons(), [RETYPE_BUTTON]);
    remind(&mut harness, "accra", "Stretch", "in 10 minutes").await;
    harness.advance("10m").await;
    let reminder = harness.receives_one("accra").await;
    let question = harness.click("accra", &reminder, "Remind me later").await;
    let form = harness.click("accra", &question, "Another time…").await;
    let refusal = harness.submit("accra", &form, json!({"when": "yesterday 9am"})).await;
    insta::assert_snapshot!(refusal.text(), @"“yesterday 9am” has already passed, so nothing was saved. Please type a time that is still to come.");
    let buttons = ["In 10 minutes", "In 1 hour", "In 3 hours", "Tomorrow at this time", RETYPE_BUTTON];
    assert_eq!(refusal.buttons(), buttons);
    harness.end().await;
}
