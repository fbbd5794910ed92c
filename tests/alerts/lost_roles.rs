//! Tests that a person who loses a role, or who leaves the server, no longer gets messages about alerts to that role,
//! and can do nothing with the buttons of older messages.

use serde_json::json;

use crate::common::Harness;
use crate::{PEOPLE, TEXT, correct, preview_alert, send};

#[tokio::test]
async fn correction_and_ask_again_do_not_go_to_a_member_who_lost_the_role() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let list = send(&mut harness, "urgent", "18:15 UTC").await;
    let first_message = harness.receives_one("lapaz").await;
    for who in ["brussels", "sydney", "tokyo"] {
        harness.receives_one(who).await;
    }
    harness.patch_member("lapaz", json!({"roles": []})).await;

    let correction_response = correct(&mut harness, &list, "The vote is at 19:00", "19:30 UTC").await;
    assert!(!correction_response.text().contains('4'), "three people are told: {}", correction_response.text());
    for who in ["brussels", "sydney", "tokyo"] {
        harness.receives_one(who).await;
    }
    harness.receives_nothing("lapaz").await;
    let unchanged_message = harness.reload(&first_message).await;
    assert!(
        unchanged_message.text().contains(TEXT) && !unchanged_message.text().contains("vote"),
        "{}",
        unchanged_message.text()
    );

    let press_response = harness.click("lapaz", &first_message, "Lo he visto").await;
    assert!(!press_response.json().contains("vote"), "{}", press_response.json());
    let seen_response = harness.command_in("lapaz", "help", "seen", json!({})).await;
    assert!(!seen_response.json().contains("vote"), "{}", seen_response.json());

    harness.advance("2m").await;
    let ask_response = harness.click("sec-lead", &list, "Ask again").await;
    assert!(!ask_response.text().contains("La Paz"), "{}", ask_response.text());
    harness.receives_one("brussels").await;
    harness.receives_nothing("lapaz").await;
    harness.withdraw("sec-lead", &list).await;
    harness.end().await;
}

#[tokio::test]
async fn message_that_waits_for_the_morning_does_not_go_to_a_member_who_lost_the_role_at_night() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_alert(&mut harness, "information", "members", TEXT, "").await;
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    harness.one_new_message("secretariat").await;
    harness.receives_one("lapaz").await;
    harness.receives_one("brussels").await;
    harness.patch_member("sydney", json!({"roles": []})).await;
    harness.advance("6h").await;
    harness.receives_nothing("sydney").await;
    harness.receives_one("tokyo").await;
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn export_of_a_person_who_lost_the_role_has_only_the_texts_that_reached_them() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_alert(&mut harness, "information", "members", "Held until the morning", "").await;
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    harness.one_new_message("secretariat").await;
    harness.receives_one("lapaz").await;
    harness.receives_one("brussels").await;
    let list = send(&mut harness, "urgent", "").await;
    for who in ["lapaz", "brussels", "sydney", "tokyo"] {
        harness.receives_one(who).await;
    }
    harness.patch_member("sydney", json!({"roles": []})).await;
    correct(&mut harness, &list, "The vote is at 19:00", "").await;
    for who in ["lapaz", "brussels", "tokyo"] {
        harness.receives_one(who).await;
    }
    let response = harness.command_in("sydney", "help", "profile export", json!({})).await;
    let file = harness.attachment(&response).await;
    assert!(file.contains(TEXT), "{file}");
    assert!(!file.contains("Held until") && !file.contains("vote"), "{file}");
    harness.withdraw("sec-lead", &list).await;
    harness.advance("1d").await;
    for who in ["lapaz", "brussels", "tokyo"] {
        harness.receives(who).await;
    }
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn member_addressed_by_name_gets_the_correction_even_after_a_change_of_roles() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_alert(&mut harness, "urgent", "lapaz, brussels", TEXT, "").await;
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    let list = harness.one_new_message("secretariat").await;
    for who in ["lapaz", "brussels"] {
        harness.receives_one(who).await;
    }
    harness.patch_member("lapaz", json!({"roles": ["helpdesk"]})).await;
    correct(&mut harness, &list, "The vote is at 19:00", "").await;
    for who in ["lapaz", "brussels"] {
        harness.receives_one(who).await;
    }
    harness.end().await;
}

#[tokio::test]
async fn buttons_in_the_dm_of_a_member_who_left_change_nothing() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let list = send(&mut harness, "urgent", "18:15 UTC").await;
    let message = harness.receives_one("lapaz").await;
    for who in ["brussels", "sydney", "tokyo"] {
        harness.receives_one(who).await;
    }
    harness.member_leaves("lapaz").await;
    let list_before = harness.reload(&list).await;
    let buttons = message.buttons();
    assert!(buttons.contains(&"Lo he visto".to_owned()) && buttons.len() > 1, "{buttons:?}");
    for button in buttons {
        let response = harness.click("lapaz", &message, &button).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(response.text(), @"Usted no está en el servidor que atiende Magpie, así que no se cambió nada. Aun así, puede ver lo que Magpie guarda sobre usted con /profile export, o borrarlo con /profile delete.");
        }
    }
    assert_eq!(harness.reload(&list).await.text(), list_before.text());
    let tickets = harness.command("sec-lead", "ticket list", json!({})).await;
    assert!(tickets.text().starts_with("No tickets"), "{}", tickets.text());
    harness.end().await;
}
