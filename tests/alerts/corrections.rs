//! Tests the correction of an alert. Its preview names the readers, a correction without a change is refused, and it is
//! sent only once.

use serde_json::json;

use crate::common::{Harness, Output};
use crate::{PEOPLE, TEXT, each_receives_one, preview, read_reposted_lists, send};

const CORRECTED: &str = "The link is in the chat";

/// Presses "Correct" under the list of an alert and submits the form. Returns the response: the preview or an error.
async fn submit(harness: &mut Harness, list: &Output, text: &str, answer_by: &str) -> Output {
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
async fn correction_is_previewed_and_only_the_press_sends_it() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let list = send(&mut harness, "urgent", "18:15 UTC").await;
    each_receives_one(&mut harness).await;
    let shown = submit(&mut harness, &list, CORRECTED, "20:30 UTC").await;
    assert!(shown.is_ephemeral());
    insta::assert_snapshot!(shown.text(), @"
    **Preview of the correction to alert 1. Nothing has been sent yet.**
    What they will read:
    > Urgent, corrected: The link is in the chat · before Tue 21:30
    > Please read by: Tue 10 Nov, 21:30 (Tue 20:30 UTC)
    > From Secretariat lead, secretariat
    Please read by: Tue 10 Nov, 21:30 (Tue 20:30 UTC), in 3 hours 35 minutes
    No day given, so Tuesday 10 November 2020.

    **Told now, with a sound (2):** Member Brussels, Member La Paz
    **Asleep: arrives silently now, makes a sound when they wake (1):** Member Sydney
    **Asleep until the deadline has passed: arrives silently (1):** Member Tokyo
    **Phones never confirmed: 4.** Until they answer “Test my phone”, no one knows whether they hear a message.
    🔕 This wakes no one.
    ");
    assert_eq!(shown.buttons(), ["Send correction", "Edit", "Discard"]);
    nobody_receives_anything(&mut harness).await;

    // The draft is stored, so it survives a crash between the preview and the press.
    harness.restart_bot().await;
    let form = harness.click("sec-lead", &shown, "Edit").await;
    assert!(form.json().contains(CORRECTED), "{}", form.json());
    let shown = harness.submit("sec-lead", &form, json!({"text": CORRECTED, "answer_by": ""})).await;
    nobody_receives_anything(&mut harness).await;
    harness.restart_bot().await;
    let sent = harness.click("sec-lead", &shown, "Send correction").await;
    insta::assert_snapshot!(sent.text(), @"✅ Corrected. The 4 people who had received alert 1 are being told.");
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
    let same = json!({"text": format!("  {TEXT} "), "answer_by": "2020-11-10 18:15 UTC"});
    let refused = harness.submit("sec-lead", &form, same.clone()).await;
    insta::assert_snapshot!(refused.text(), @r"
    You have not changed the text or the time, so there is nothing to tell people.
    Nothing was sent. Your text is kept.
    ");
    nobody_receives_anything(&mut harness).await;
    // The author can edit the refused text, and change it back to the original.
    let form = harness.click("sec-lead", &refused, "Continue").await;
    let shown = harness.submit("sec-lead", &form, json!({"text": CORRECTED, "answer_by": "19:00 UTC"})).await;
    assert_eq!(shown.buttons(), ["Send correction", "Edit", "Discard"]);
    let form = harness.click("sec-lead", &shown, "Edit").await;
    let refused = harness.submit("sec-lead", &form, same.clone()).await;
    assert!(refused.text().contains("You have not changed"), "{}", refused.text());
    // A time to answer that has passed in the meantime does not count as a change.
    harness.advance("2h").await;
    let form = harness.click("sec-lead", &list, "Correct").await;
    let refused = harness.submit("sec-lead", &form, same).await;
    assert!(refused.text().contains("You have not changed"), "{}", refused.text());
    nobody_receives_anything(&mut harness).await;
    let discarded = harness.click("sec-lead", &refused, "Discard").await;
    insta::assert_snapshot!(discarded.text(), @"Discarded. Nothing was sent.");
    harness.withdraw("sec-lead", &list).await;
    harness.settle().await;
    read_reposted_lists(&mut harness).await;
    harness.end().await;
}

#[tokio::test]
async fn correction_that_another_correction_or_the_end_preceded_is_refused() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let list = send(&mut harness, "urgent", "").await;
    each_receives_one(&mut harness).await;
    let mine = submit(&mut harness, &list, "My text\nof two lines", "").await;
    let other = submit(&mut harness, &list, CORRECTED, "").await;
    harness.click("sec-lead", &other, "Send correction").await;
    each_receives_one(&mut harness).await;
    let crossed = harness.click("sec-lead", &mine, "Send correction").await;
    insta::assert_snapshot!(crossed.text(), @r"
    Alert 1 has been corrected in the meantime, so your correction was not sent. To correct the new text, press Correct. You wrote:
    > My text
    > of two lines
    ");
    nobody_receives_anything(&mut harness).await;
    // The button under this response opens a form with the newer text.
    let form = harness.click("sec-lead", &crossed, "Correct").await;
    assert!(form.json().contains(CORRECTED), "{}", form.json());
    let shown = harness.submit("sec-lead", &form, json!({"text": "My text", "answer_by": ""})).await;
    harness.end_alert("sec-lead", &list).await;
    let ended = harness.click("sec-lead", &shown, "Send correction").await;
    insta::assert_snapshot!(ended.text(), @r"
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
    let shown = preview(&mut harness, "emergency", "members", TEXT, "").await;
    let shown = harness.click("sec-lead", &shown, "Wake the 1 person who allows it").await;
    harness.click("sec-lead", &shown, "Send").await;
    harness.settle().await;
    let list = harness.one_new_message("secretariat").await;
    harness.receives_one("lapaz").await;
    assert!(harness.receives_one("sydney").await.sounds());
    assert!(!harness.receives_one("tokyo").await.sounds());
    // Tokyo allows emergencies to wake them only after the alert was sent. The correction does not wake them: its
    // author chooses no names.
    allow_emergencies(&mut harness, "tokyo").await;
    let shown = submit(&mut harness, &list, CORRECTED, "").await;
    insta::assert_snapshot!(shown.text(), @"
    **Preview of the correction to alert 1. Nothing has been sent yet.**
    What they will read:
    > Emergency, corrected: The link is in the chat
    > From Secretariat lead, secretariat

    **Told now, with a sound (1):** Member La Paz
    **Asleep: arrives silently now, makes a sound when they wake (1):** Member Tokyo
    🔔 **This wakes (1):** Member Sydney
    **Phones never confirmed: 3.** Until they answer “Test my phone”, no one knows whether they hear a message.
    “Fix silently” changes the text in the messages that people have, and tells no one.
    ");
    harness.click("sec-lead", &shown, "Send correction").await;
    harness.receives_one("lapaz").await;
    assert!(harness.receives_one("sydney").await.sounds());
    assert!(!harness.receives_one("tokyo").await.sounds());
    harness.withdraw("sec-lead", &list).await;
    harness.end().await;
}

#[tokio::test]
async fn preview_of_a_correction_that_is_old_or_has_changed_is_shown_again() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let list = send(&mut harness, "urgent", "").await;
    each_receives_one(&mut harness).await;
    let shown = submit(&mut harness, &list, CORRECTED, "").await;
    harness.advance("16m").await;
    let old = harness.click("sec-lead", &shown, "Send correction").await;
    assert!(old.text().contains("more than 15 minutes old"), "{}", old.text());
    nobody_receives_anything(&mut harness).await;
    let shown = harness.click("sec-lead", &old, "Continue").await;
    assert_eq!(shown.buttons(), ["Send correction", "Fix silently", "Edit", "Discard"]);
    // One of the readers leaves the server before the press.
    harness.member_leaves("tokyo").await;
    let changed = harness.click("sec-lead", &shown, "Send correction").await;
    assert_eq!(changed.buttons(), ["Send correction", "Fix silently", "Edit", "Discard"]);
    assert!(!changed.text().contains("Tokyo"), "{}", changed.text());
    everybody_but_tokyo_receives_nothing(&mut harness).await;
    let sent = harness.click("sec-lead", &changed, "Send correction").await;
    insta::assert_snapshot!(sent.text(), @"✅ Corrected. The 3 people who had received alert 1 are being told.");
    for who in ["lapaz", "brussels", "sydney"] {
        harness.receives_one(who).await;
    }
    harness.withdraw("sec-lead", &list).await;
    harness.end().await;
}

async fn everybody_but_tokyo_receives_nothing(harness: &mut Harness) {
    harness.settle().await;
    for who in ["lapaz", "brussels", "sydney"] {
        harness.receives_nothing(who).await;
    }
}
