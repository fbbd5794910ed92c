//! Tests that "It is over" and "Withdraw" ask for confirmation, that a correction can change the text silently, and
//! that times copied from Discord are understood and kept.

use serde_json::json;

use crate::common::Harness;
use crate::{PEOPLE, TEXT, each_receives_one, preview_alert, send};

#[tokio::test]
async fn confirmation_of_an_end_shows_what_recipients_will_read() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let list = send(&mut harness, "urgent", "").await;
    each_receives_one(&mut harness).await;
    let question = harness.click("sec-lead", &list, "Withdraw").await;
    assert!(question.is_ephemeral());
    insta::assert_snapshot!(question.text(), @r"
    Withdraw alert 1, because it should not have been sent?
    What they will read:
    > ~~Main room link changed~~
    > This was sent by mistake and has been withdrawn. You do not need to do anything.
    ");
    assert_eq!(question.buttons(), ["Yes, withdraw it", "No, keep it"]);
    let kept_response = harness.click("sec-lead", &question, "No, keep it").await;
    insta::assert_snapshot!(kept_response.text(), @"Alert 1 goes on. Nothing was changed.");
    assert!(harness.reload(&list).await.buttons().contains(&"Withdraw".to_owned()));
    let question = harness.click("sec-lead", &list, "It is over").await;
    insta::assert_snapshot!(question.text(), @r"
    Is alert 1 over? Nothing more will be sent, and answers can no longer be changed.
    What they will read:
    > ~~Main room link changed~~
    > This is over. You do not need to do anything.
    ");
    harness.restart_bot().await;
    let end_response = harness.click("sec-lead", &question, "Yes, it is over").await;
    // The nudges of the two members who are asleep.
    insta::assert_snapshot!(end_response.text(), @"
    Alert 1 is over. The messages already sent now say so, and no more will be sent.
    2 messages had not gone out yet and were stopped.
    ");
    assert!(end_response.buttons().is_empty());
    harness.advance("1d").await;
    harness.end().await;
}

#[tokio::test]
async fn silent_fix_changes_the_messages_in_place_and_sends_none() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let list = send(&mut harness, "urgent", "").await;
    let lapaz = harness.receives_one("lapaz").await;
    for who in ["brussels", "sydney", "tokyo"] {
        harness.receives_one(who).await;
    }
    let seen_message = harness.click("lapaz", &lapaz, "Lo he visto").await;
    let form = harness.click("sec-lead", &list, "Correct").await;
    let fields = json!({"text": "The main room link changed", "answer_by": ""});
    let preview = harness.submit("sec-lead", &form, fields).await;
    assert_eq!(preview.buttons(), ["Send correction", "Fix silently", "Edit", "Discard"]);
    let fix_response = harness.click("sec-lead", &preview, "Fix silently").await;
    insta::assert_snapshot!(fix_response.text(), @"✅ Fixed. The messages that 4 people have of alert 1 change in place, and no one is told.");
    harness.settle().await;
    let fixed_message = harness.reload(&seen_message).await;
    insta::assert_snapshot!(fixed_message.text(), @"
    Urgente: The main room link changed
    De Secretariat lead, de la secretaría
    ");
    assert_eq!(fixed_message.buttons()[0], "[Visto el martes 12:55]");
    for who in ["lapaz", "brussels", "sydney", "tokyo"] {
        harness.receives_nothing(who).await;
    }
    harness.withdraw("sec-lead", &list).await;
    harness.end().await;
}

#[tokio::test]
async fn discord_timestamp_is_understood_as_the_deadline_and_kept_in_the_text() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let text = "The vote is at <t:1605032100:F>";
    let preview = preview_alert(&mut harness, "urgent", "lapaz", text, "<t:1605032100:R>").await;
    assert!(preview.text().contains("Please read by: Tue 10 Nov, 19:15 (Tue 18:15 UTC)"), "{}", preview.text());
    assert!(preview.text().contains(text), "{}", preview.text());
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    let lapaz = harness.receives_one("lapaz").await;
    assert!(lapaz.text().contains(text), "{}", lapaz.text());
    let list = harness.one_new_message("secretariat").await;
    assert!(list.text().contains(text), "{}", list.text());
    let response = preview_alert(&mut harness, "urgent", "lapaz", TEXT, "<t:1605000000>").await;
    assert!(response.text().contains("That time has already passed."), "{}", response.text());
    harness.end().await;
}
