//! Tests that "It is over" and "Withdraw" ask for confirmation, that a correction can change the text silently, and
//! that times copied from Discord are understood and kept.

use serde_json::json;

use crate::common::Harness;
use crate::{PEOPLE, TEXT, each_receives_one, preview, send};

#[tokio::test]
async fn end_is_confirmed_once_and_shows_what_recipients_will_read() {
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
    let kept = harness.click("sec-lead", &question, "No, keep it").await;
    insta::assert_snapshot!(kept.text(), @"Alert 1 goes on. Nothing was changed.");
    assert!(harness.reload(&list).await.buttons().contains(&"Withdraw".to_owned()));
    let question = harness.click("sec-lead", &list, "It is over").await;
    insta::assert_snapshot!(question.text(), @r"
    Is alert 1 over? Nothing more will be sent, and answers can no longer be changed.
    What they will read:
    > ~~Main room link changed~~
    > This is over. You do not need to do anything.
    ");
    harness.restart_bot().await;
    let over = harness.click("sec-lead", &question, "Yes, it is over").await;
    assert!(over.text().contains("Alert 1 is over."), "{}", over.text());
    assert!(over.buttons().is_empty());
    harness.advance("1d").await;
    harness.end().await;
}

#[tokio::test]
async fn text_is_changed_in_place_and_nobody_gets_a_new_message() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let list = send(&mut harness, "urgent", "").await;
    let lapaz = harness.receives_one("lapaz").await;
    for who in ["brussels", "sydney", "tokyo"] {
        harness.receives_one(who).await;
    }
    let seen = harness.click("lapaz", &lapaz, "Lo he visto").await;
    let form = harness.click("sec-lead", &list, "Correct").await;
    let fields = json!({"text": "The main room link changed", "answer_by": ""});
    let shown = harness.submit("sec-lead", &form, fields).await;
    assert_eq!(shown.buttons(), ["Send correction", "Fix silently", "Edit", "Discard"]);
    let fixed = harness.click("sec-lead", &shown, "Fix silently").await;
    insta::assert_snapshot!(fixed.text(), @"✅ Fixed. The messages that 4 people have of alert 1 change in place, and no one is told.");
    harness.settle().await;
    let now = harness.reload(&seen).await;
    insta::assert_snapshot!(now.text(), @"
    Urgente: The main room link changed
    De Secretariat lead, de la secretaría
    ");
    assert_eq!(now.buttons()[0], "[Visto el mar 12:55]");
    for who in ["lapaz", "brussels", "sydney", "tokyo"] {
        harness.receives_nothing(who).await;
    }
    harness.withdraw("sec-lead", &list).await;
    harness.end().await;
}

#[tokio::test]
async fn time_copied_from_discord_is_read_and_stays_a_time_in_the_text() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let text = "The vote is at <t:1605032100:F>";
    let shown = preview(&mut harness, "urgent", "lapaz", text, "<t:1605032100:R>").await;
    assert!(shown.text().contains("Please read by: Tue 10 Nov, 19:15 (Tue 18:15 UTC)"), "{}", shown.text());
    assert!(shown.text().contains(text), "{}", shown.text());
    harness.click("sec-lead", &shown, "Send").await;
    harness.settle().await;
    let lapaz = harness.receives_one("lapaz").await;
    assert!(lapaz.text().contains(text), "{}", lapaz.text());
    let list = harness.one_new_message("secretariat").await;
    assert!(list.text().contains(text), "{}", list.text());
    let past = preview(&mut harness, "urgent", "lapaz", TEXT, "<t:1605000000>").await;
    assert!(past.text().contains("That time has already passed."), "{}", past.text());
    harness.end().await;
}
