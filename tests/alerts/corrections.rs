//! Tests corrections of an alert. The preview of a correction names the readers. Only the button "Send correction"
//! sends a correction. A correction that changes nothing or comes too late is refused.

use serde_json::json;

use crate::common::{Harness, Output};
use crate::{PEOPLE, TEXT, each_receives_one, preview_alert, read_reposted_lists, send};

const CORRECTED: &str = "The link is in the chat";

/// Presses "Correct" under the list of an alert and submits the form. Returns the response: the preview or an error.
async fn submit_correction(harness: &mut Harness, list: &Output, text: &str, answer_by: &str) -> Output {
    let form = harness.click("sec-lead", list, "Correct").await;
    harness.submit("sec-lead", &form, json!({"text": text, "answer_by": answer_by})).await
}

async fn nobody_receives_anything(harness: &mut Harness) {
    harness.settle().await;
    for who in ["lapaz", "brussels", "sydney", "tokyo"] {
        harness.receives_nothing(who).await;
    }
}

async fn allow_emergencies(harness: &mut Harness, who: &str) {
    let review = harness.command(who, "profile set", json!({"emergency": "Yes"})).await;
    harness.click(who, &review, "Save").await;
}

#[tokio::test]
async fn correction_is_previewed_and_sent_only_by_the_send_button() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let list = send(&mut harness, "urgent", "18:15 UTC").await;
    each_receives_one(&mut harness).await;
    let preview = submit_correction(&mut harness, &list, CORRECTED, "20:30 UTC").await;
    assert!(preview.is_ephemeral());
    insta::assert_snapshot!(preview.text(), @"
    **Preview of the correction to alert 1. Nothing has been sent yet.**
    What they will read:
    > Urgent, corrected: The link is in the chat · before Tue 21:30
    > Please read by: Tue 10 Nov, 21:30 (Tue 20:30 UTC)
    > From Secretariat lead, secretariat
    The time is shown in your time zone here. Each person sees it in their own.
    Please read by: Tue 10 Nov, 21:30 (Tue 20:30 UTC), in 3 hours 35 minutes
    No day given, so Tuesday 10 November 2020.

    **Asleep until the deadline has passed: arrives silently (1):** Member Tokyo
    **Asleep: arrives silently now, makes a sound when they wake (1):** Member Sydney
    **Told now, with a sound (2):** Member Brussels, Member La Paz
    **Phones never confirmed: 4.** Until they answer “Test my phone”, no one knows whether they hear a message.
    🔕 This wakes no one.
    ");
    assert_eq!(preview.buttons(), ["Send correction", "Edit", "Discard"]);
    nobody_receives_anything(&mut harness).await;

    // The draft is stored, so it survives a crash between the preview and the press of the button.
    harness.restart_bot().await;
    let form = harness.click("sec-lead", &preview, "Edit").await;
    assert!(form.json().contains(CORRECTED), "{}", form.json());
    let preview = harness.submit("sec-lead", &form, json!({"text": CORRECTED, "answer_by": ""})).await;
    nobody_receives_anything(&mut harness).await;
    harness.restart_bot().await;
    let response = harness.click("sec-lead", &preview, "Send correction").await;
    insta::assert_snapshot!(response.text(), @"✅ Corrected. The 4 people who had received alert 1 are being told.");
    each_receives_one(&mut harness).await;
    harness.withdraw("sec-lead", &list).await;
    harness.end().await;
}

#[tokio::test]
async fn correction_that_changes_nothing_is_refused_and_sent_to_nobody() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let list = send(&mut harness, "urgent", "18:15 UTC").await;
    each_receives_one(&mut harness).await;
    let form = harness.click("sec-lead", &list, "Correct").await;
    let unchanged_fields = json!({"text": format!("  {TEXT} "), "answer_by": "2020-11-10 18:15 UTC"});
    let refusal = harness.submit("sec-lead", &form, unchanged_fields.clone()).await;
    insta::assert_snapshot!(refusal.text(), @r"
    You have not changed the text or the time, so there is nothing to tell people.
    Nothing was sent. Your text is kept.
    ");
    nobody_receives_anything(&mut harness).await;
    // The author can edit the refused text. The original text is refused again.
    let form = harness.click("sec-lead", &refusal, "Continue").await;
    let preview = harness.submit("sec-lead", &form, json!({"text": CORRECTED, "answer_by": "19:00 UTC"})).await;
    assert_eq!(preview.buttons(), ["Send correction", "Edit", "Discard"]);
    let form = harness.click("sec-lead", &preview, "Edit").await;
    let refusal = harness.submit("sec-lead", &form, unchanged_fields.clone()).await;
    assert!(refusal.text().contains("You have not changed"), "{}", refusal.text());
    // The deadline passes. The unchanged time still does not count as a change.
    harness.advance("2h").await;
    let form = harness.click("sec-lead", &list, "Correct").await;
    let refusal = harness.submit("sec-lead", &form, unchanged_fields).await;
    assert!(refusal.text().contains("You have not changed"), "{}", refusal.text());
    nobody_receives_anything(&mut harness).await;
    let response = harness.click("sec-lead", &refusal, "Discard").await;
    insta::assert_snapshot!(response.text(), @"Discarded. Nothing was sent.");
    harness.withdraw("sec-lead", &list).await;
    harness.settle().await;
    read_reposted_lists(&mut harness).await;
    harness.end().await;
}

#[tokio::test]
async fn correction_is_refused_after_another_correction_or_the_end_of_the_alert() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let list = send(&mut harness, "urgent", "").await;
    each_receives_one(&mut harness).await;
    let first_preview = submit_correction(&mut harness, &list, "My text\nof two lines", "").await;
    let second_preview = submit_correction(&mut harness, &list, CORRECTED, "").await;
    harness.click("sec-lead", &second_preview, "Send correction").await;
    each_receives_one(&mut harness).await;
    let refusal = harness.click("sec-lead", &first_preview, "Send correction").await;
    insta::assert_snapshot!(refusal.text(), @r"
    Alert 1 has been corrected in the meantime, so your correction was not sent. To correct the new text, press Correct. You wrote:
    > My text
    > of two lines
    ");
    nobody_receives_anything(&mut harness).await;
    // The button "Correct" under the refusal opens a form with the newer text.
    let form = harness.click("sec-lead", &refusal, "Correct").await;
    assert!(form.json().contains(CORRECTED), "{}", form.json());
    let preview = harness.submit("sec-lead", &form, json!({"text": "My text", "answer_by": ""})).await;
    harness.end_alert("sec-lead", &list).await;
    let response = harness.click("sec-lead", &preview, "Send correction").await;
    insta::assert_snapshot!(response.text(), @r"
    Alert 1 has ended in the meantime, so your correction was not sent. You wrote:
    > My text
    ");
    nobody_receives_anything(&mut harness).await;
    harness.end().await;
}

#[tokio::test]
async fn correction_wakes_nobody_whom_the_alert_did_not_wake() {
    let mut harness = Harness::with_members(&["sec-lead", "lapaz", "sydney", "tokyo"]).await;
    allow_emergencies(&mut harness, "sydney").await;
    let preview = preview_alert(&mut harness, "emergency", "members", TEXT, "").await;
    let preview = harness.click("sec-lead", &preview, "Wake the 1 person who allows it").await;
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    let list = harness.one_new_message("secretariat").await;
    harness.receives_one("lapaz").await;
    assert!(harness.receives_one("sydney").await.sounds());
    assert!(!harness.receives_one("tokyo").await.sounds());
    // The member in Tokyo allows emergencies only after the alert. A correction wakes only people whom the alert woke,
    // so it does not wake this member.
    allow_emergencies(&mut harness, "tokyo").await;
    let preview = submit_correction(&mut harness, &list, CORRECTED, "").await;
    insta::assert_snapshot!(preview.text(), @"
    **Preview of the correction to alert 1. Nothing has been sent yet.**
    What they will read:
    > Emergency, corrected: The link is in the chat
    > From Secretariat lead, secretariat

    🔔 **This wakes (1):** Member Sydney
    **Asleep: arrives silently now, makes a sound when they wake (1):** Member Tokyo
    **Told now, with a sound (1):** Member La Paz
    **Phones never confirmed: 3.** Until they answer “Test my phone”, no one knows whether they hear a message.
    “Fix silently” changes the text in the messages that people have, and tells no one.
    ");
    harness.click("sec-lead", &preview, "Send correction").await;
    harness.receives_one("lapaz").await;
    assert!(harness.receives_one("sydney").await.sounds());
    assert!(!harness.receives_one("tokyo").await.sounds());
    harness.withdraw("sec-lead", &list).await;
    harness.end().await;
}

#[tokio::test]
async fn preview_of_a_correction_is_shown_again_if_it_is_old_or_a_reader_left() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let list = send(&mut harness, "urgent", "").await;
    each_receives_one(&mut harness).await;
    let preview = submit_correction(&mut harness, &list, CORRECTED, "").await;
    harness.advance("16m").await;
    let old_preview = harness.click("sec-lead", &preview, "Send correction").await;
    assert!(old_preview.text().contains("more than 15 minutes old"), "{}", old_preview.text());
    nobody_receives_anything(&mut harness).await;
    let preview = harness.click("sec-lead", &old_preview, "Continue").await;
    assert_eq!(preview.buttons(), ["Send correction", "Fix silently", "Edit", "Discard"]);
    // One reader leaves the server before the author presses the button.
    harness.member_leaves("tokyo").await;
    let changed_preview = harness.click("sec-lead", &preview, "Send correction").await;
    assert_eq!(changed_preview.buttons(), ["Send correction", "Fix silently", "Edit", "Discard"]);
    assert!(!changed_preview.text().contains("Tokyo"), "{}", changed_preview.text());
    remaining_readers_receive_nothing(&mut harness).await;
    let response = harness.click("sec-lead", &changed_preview, "Send correction").await;
    insta::assert_snapshot!(response.text(), @"✅ Corrected. The 3 people who had received alert 1 are being told.");
    for who in ["lapaz", "brussels", "sydney"] {
        harness.receives_one(who).await;
    }
    harness.withdraw("sec-lead", &list).await;
    harness.end().await;
}

async fn remaining_readers_receive_nothing(harness: &mut Harness) {
    harness.settle().await;
    for who in ["lapaz", "brussels", "sydney"] {
        harness.receives_nothing(who).await;
    }
}
