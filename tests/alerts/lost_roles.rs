//! Tests that a person who loses the role that an alert was sent to leaves the alert's audience.

use serde_json::json;

use crate::common::Harness;
use crate::{PEOPLE, TEXT, correct, preview, send};

#[tokio::test]
async fn correction_and_ask_again_do_not_go_to_a_member_who_lost_the_role() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let list = send(&mut harness, "urgent", "18:15 UTC").await;
    let first = harness.receives_one("lapaz").await;
    for who in ["brussels", "sydney", "tokyo"] {
        harness.receives_one(who).await;
    }
    harness.patch_member("lapaz", json!({"roles": []})).await;

    let corrected = correct(&mut harness, &list, "The vote is at 19:00", "19:30 UTC").await;
    assert!(!corrected.text().contains('4'), "three people are told: {}", corrected.text());
    for who in ["brussels", "sydney", "tokyo"] {
        harness.receives_one(who).await;
    }
    harness.receives_nothing("lapaz").await;
    let old = harness.reload(&first).await;
    assert!(old.text().contains(TEXT) && !old.text().contains("vote"), "{}", old.text());

    let pressed = harness.click("lapaz", &first, "Lo he visto").await;
    assert!(!pressed.json().contains("vote"), "{}", pressed.json());
    let seen = harness.command_in("lapaz", "help", "seen", json!({})).await;
    assert!(!seen.json().contains("vote"), "{}", seen.json());

    harness.advance("2m").await;
    let asked = harness.click("sec-lead", &list, "Ask again").await;
    assert!(!asked.text().contains("La Paz"), "{}", asked.text());
    harness.receives_one("brussels").await;
    harness.receives_nothing("lapaz").await;
    harness.withdraw("sec-lead", &list).await;
    harness.end().await;
}

#[tokio::test]
async fn message_that_waits_for_the_morning_does_not_go_to_a_member_who_lost_the_role_in_the_night() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let shown = preview(&mut harness, "information", "members", TEXT, "").await;
    harness.click("sec-lead", &shown, "Send").await;
    harness.settle().await;
    let list = harness.one_new_message("secretariat").await;
    harness.receives_one("lapaz").await;
    harness.receives_one("brussels").await;
    harness.patch_member("sydney", json!({"roles": []})).await;
    harness.advance("6h").await;
    harness.receives_nothing("sydney").await;
    harness.receives_one("tokyo").await;
    harness.new_messages("secretariat").await;
    let _ = list;
    harness.end().await;
}

#[tokio::test]
async fn member_addressed_by_name_gets_the_correction_with_any_role() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let shown = preview(&mut harness, "urgent", "lapaz, brussels", TEXT, "").await;
    harness.click("sec-lead", &shown, "Send").await;
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
