//! Tests a text per language: the preview offers it to the author, each person gets the text in their language first
//! and the original below, and a correction never sends an old text.

use serde_json::json;

use crate::common::{Harness, Output};
use crate::{PEOPLE, TEXT, preview_alert};

const FRENCH: &str = "Le lien de la grande salle a changé";
const CORRECTED: &str = "The link is in the chat";

/// Presses the button of a language and submits its form. Returns the new preview.
async fn write_text(harness: &mut Harness, preview: &Output, button: &str, text: &str) -> Output {
    let form = harness.click("sec-lead", preview, button).await;
    harness.submit("sec-lead", &form, json!({"text": text})).await
}

/// Sends an alert to the members with a French text. Returns its list in the secretariat's channel and the message to
/// Brussels.
async fn send_with_french(harness: &mut Harness) -> (Output, Output) {
    let preview = preview_alert(harness, "urgent", "members", TEXT, "").await;
    let preview = write_text(harness, &preview, "Add French text", FRENCH).await;
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    let list = harness.one_new_message("secretariat").await;
    for who in ["lapaz", "sydney", "tokyo"] {
        harness.receives_one(who).await;
    }
    (list, harness.receives_one("brussels").await)
}

#[tokio::test]
async fn preview_asks_for_the_texts_of_the_languages_of_its_readers() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_alert(&mut harness, "urgent", "members", TEXT, "").await;
    let question = "1 of them reads French, 1 Spanish. Add their text?";
    assert!(preview.text().contains(question), "{}", preview.text());
    let labels = preview.buttons();
    assert!(labels.contains(&"Add French text".to_owned()) && labels.contains(&"Add Spanish text".to_owned()));

    // The form shows the original. The draft is stored, so a crash in between loses nothing.
    let form = harness.click("sec-lead", &preview, "Add French text").await;
    assert!(form.json().contains(TEXT), "{}", form.json());
    harness.restart_bot().await;
    let preview = harness.submit("sec-lead", &form, json!({"text": FRENCH})).await;
    insta::assert_snapshot!(preview.text(), @"
    **Preview: Urgent. Nothing has been sent yet.**
    What their lock screen shows:
    > Urgent: Main room link changed
    ✅ **With a text of their own:** French (1). The original is below it.
    1 of them reads Spanish. Add their text?

    **Asleep: arrives silently now, makes a sound when they wake (2):** Member Sydney, Member Tokyo
    **Awake now (2):** Member Brussels, Member La Paz
    Those who are asleep wake between Tue 21:00 and Tue 22:30.
    **Phones never confirmed: 4.** Until they answer “Test my phone”, no one knows whether they hear a message.
    ");
    let read = harness.click("sec-lead", &preview, "Read it as they do").await;
    insta::assert_snapshot!(read.text(), @r"
    **English, 2 readers**
    > Urgent: Main room link changed
    > From Secretariat lead, secretariat
    **Français, 1 reader**
    > Urgent : Le lien de la grande salle a changé
    > De : Secretariat lead, secrétariat
    > **Texte original :**
    > Main room link changed
    **Español, 1 reader**
    > Urgente: Main room link changed
    > De Secretariat lead, de la secretaría
    ");

    // An empty text removes it again.
    let preview = write_text(&mut harness, &preview, "Change French text", "").await;
    assert!(preview.text().contains(question), "{}", preview.text());
    harness.end().await;
}

#[tokio::test]
async fn audience_that_reads_the_language_of_the_author_is_not_asked_about() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_alert(&mut harness, "urgent", "sydney, tokyo", TEXT, "").await;
    assert!(!preview.text().contains("Add their text"), "{}", preview.text());
    assert!(!preview.buttons().iter().any(|label| label.starts_with("Add ")), "{:?}", preview.buttons());
    harness.end().await;
}

#[tokio::test]
async fn each_person_gets_the_text_in_their_language_first() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (list, brussels) = send_with_french(&mut harness).await;
    insta::assert_snapshot!(brussels.text(), @r"
    Urgent : Le lien de la grande salle a changé
    De : Secretariat lead, secrétariat
    **Texte original :**
    Main room link changed
    ");
    assert!(brussels.lock_screen().contains(FRENCH), "{}", brussels.lock_screen());
    assert!(!brussels.lock_screen().contains(TEXT), "{}", brussels.lock_screen());
    let lapaz = &harness.dm("lapaz").await;
    let lapaz = lapaz.last().expect("a message").text();
    assert!(lapaz.contains(TEXT) && !lapaz.contains(FRENCH) && !lapaz.contains("original"), "{lapaz}");
    // The secretariat reads the original.
    assert!(list.text().contains(TEXT) && !list.text().contains(FRENCH), "{}", list.text());
    // The answer to a press and the end of the alert keep the reader's text.
    harness.click("brussels", &brussels, "J’ai vu").await;
    assert!(harness.reload(&brussels).await.text().contains(FRENCH));
    harness.withdraw("sec-lead", &list).await;
    harness.settle().await;
    assert!(harness.reload(&brussels).await.text().contains(&format!("~~{FRENCH}~~")));
    harness.end().await;
}

#[tokio::test]
async fn text_that_is_submitted_after_the_alert_was_sent_changes_nothing() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_alert(&mut harness, "urgent", "members", TEXT, "").await;
    let form = harness.click("sec-lead", &preview, "Add French text").await;
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    let list = harness.one_new_message("secretariat").await;
    let brussels = harness.receives_one("brussels").await;
    for who in ["lapaz", "sydney", "tokyo"] {
        harness.receives_one(who).await;
    }
    let refused = harness.submit("sec-lead", &form, json!({"text": FRENCH})).await;
    assert!(refused.text().starts_with("This was already sent as alert 1."), "{}", refused.text());
    assert!(!harness.reload(&brussels).await.text().contains(FRENCH));
    harness.withdraw("sec-lead", &list).await;
    harness.end().await;
}

#[tokio::test]
async fn practice_alert_has_texts_in_other_languages_too() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let options = json!({"severity": "urgent", "audience": "members", "practice": true});
    let form = harness.command("sec-lead", "alert send", options).await;
    let preview = harness.submit("sec-lead", &form, json!({"text": TEXT, "answer_by": ""})).await;
    let preview = write_text(&mut harness, &preview, "Add French text", FRENCH).await;
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    harness.one_new_message("secretariat").await;
    harness.receives_one("lapaz").await;
    let brussels = harness.receives_one("brussels").await;
    assert!(brussels.lock_screen().starts_with("Exercice") && brussels.lock_screen().contains(FRENCH));
    harness.end().await;
}

#[tokio::test]
async fn corrected_original_replaces_a_text_that_the_author_has_not_checked() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (list, brussels) = send_with_french(&mut harness).await;
    let form = harness.click("sec-lead", &list, "Correct").await;
    let preview = harness.submit("sec-lead", &form, json!({"text": CORRECTED, "answer_by": ""})).await;
    insta::assert_snapshot!(preview.text(), @"
    **Preview of the correction to alert 1. Nothing has been sent yet.**
    What they will read:
    > Urgent, corrected: The link is in the chat
    > From Secretariat lead, secretariat
    ⚠️ The French text was written for the old original, so its 1 reader gets the original. To send it, check it.

    **Asleep: arrives silently now, makes a sound when they wake (2):** Member Sydney, Member Tokyo
    **Told now, with a sound (2):** Member Brussels, Member La Paz
    **Phones never confirmed: 4.** Until they answer “Test my phone”, no one knows whether they hear a message.
    🔕 This wakes no one.
    “Fix silently” changes the text in the messages that people have, and tells no one.
    ");
    harness.click("sec-lead", &preview, "Send correction").await;
    let corrected = harness.receives_one("brussels").await;
    assert!(corrected.text().contains(CORRECTED) && !corrected.text().contains(FRENCH), "{}", corrected.text());
    assert!(harness.reload(&brussels).await.text().contains(&format!("~~{FRENCH}~~")));
    for who in ["lapaz", "sydney", "tokyo"] {
        harness.receives_one(who).await;
    }
    harness.withdraw("sec-lead", &list).await;
    harness.end().await;
}

#[tokio::test]
async fn corrected_text_of_a_language_goes_to_its_readers() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (list, _) = send_with_french(&mut harness).await;
    let form = harness.click("sec-lead", &list, "Correct").await;
    let preview = harness.submit("sec-lead", &form, json!({"text": CORRECTED, "answer_by": ""})).await;
    // The form has the old text, to change it.
    let form = harness.click("sec-lead", &preview, "Check French text").await;
    assert!(form.json().contains(FRENCH), "{}", form.json());
    let preview = harness.submit("sec-lead", &form, json!({"text": "Le lien est dans le chat"})).await;
    harness.click("sec-lead", &preview, "Send correction").await;
    let corrected = harness.receives_one("brussels").await;
    assert!(corrected.lock_screen().contains("Le lien est dans le chat"), "{}", corrected.lock_screen());
    assert!(corrected.text().contains(CORRECTED), "{}", corrected.text());
    for who in ["lapaz", "sydney", "tokyo"] {
        harness.receives_one(who).await;
    }
    harness.withdraw("sec-lead", &list).await;
    harness.end().await;
}

#[tokio::test]
async fn text_of_one_language_can_be_fixed_alone_without_telling_anybody() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (list, brussels) = send_with_french(&mut harness).await;
    let form = harness.click("sec-lead", &list, "Correct").await;
    let unchanged = harness.submit("sec-lead", &form, json!({"text": TEXT, "answer_by": ""})).await;
    assert!(unchanged.text().starts_with("You have not changed the text"), "{}", unchanged.text());
    let preview = write_text(&mut harness, &unchanged, "Change French text", "Le lien a changé").await;
    assert!(preview.text().contains("The original has not changed."), "{}", preview.text());
    harness.click("sec-lead", &preview, "Fix silently").await;
    harness.settle().await;
    let fixed = harness.reload(&brussels).await;
    assert!(fixed.text().contains("Le lien a changé") && fixed.text().contains(TEXT), "{}", fixed.text());
    for who in ["lapaz", "brussels", "sydney", "tokyo"] {
        harness.receives_nothing(who).await;
    }
    harness.withdraw("sec-lead", &list).await;
    harness.end().await;
}

#[tokio::test]
async fn original_that_does_not_fit_below_the_text_is_behind_a_button() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    // Each star is escaped, so that both texts together have more than 2,000 characters.
    let (long, long_french) = (format!("Start {}", "*".repeat(700)), format!("Début {}", "*".repeat(700)));
    let preview = preview_alert(&mut harness, "urgent", "members", &long, "").await;
    let preview = write_text(&mut harness, &preview, "Add French text", &long_french).await;
    harness.click("sec-lead", &preview, "Read it as they do").await;
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    let list = harness.one_new_message("secretariat").await;
    for who in ["lapaz", "sydney", "tokyo"] {
        let message = harness.receives_one(who).await;
        assert!(!message.buttons().iter().any(|label| label.to_lowercase().contains("original")));
    }
    let brussels = harness.receives_one("brussels").await;
    assert!(brussels.text().contains("Début") && !brussels.text().contains("Start"));
    let original = harness.click("brussels", &brussels, "Texte original").await;
    assert!(original.is_ephemeral() && original.text().starts_with("**Texte original :**\nStart"), "{original:?}");
    // A person for whom the alert is not does not read it.
    harness.patch_member("brussels", json!({"roles": []})).await;
    let refused = harness.click("brussels", &brussels, "Texte original").await;
    assert!(!refused.text().contains("Start"), "{}", refused.text());
    harness.withdraw("sec-lead", &list).await;
    harness.end().await;
}

#[tokio::test]
async fn export_has_the_text_that_the_person_read_and_the_original() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (list, _) = send_with_french(&mut harness).await;
    let response = harness.command("brussels", "profile export", json!({})).await;
    let file = harness.attachment(&response).await;
    assert!(file.contains(FRENCH) && file.contains(TEXT), "{file}");
    harness.withdraw("sec-lead", &list).await;
    harness.end().await;
}
