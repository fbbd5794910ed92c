//! Tests that a form of the profile that was submitted with an invalid value contains this value when it opens again.

use serde_json::json;

use crate::common::Harness;

#[tokio::test]
async fn unreadable_ends_of_today_are_in_the_form_again() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    for command in ["profile awake", "profile away"] {
        let refused = harness.command("lagos", command, json!({"until": "soonish, I think"})).await;
        assert_eq!(refused.buttons(), ["Type the time again"], "{command}");
        let form = harness.click("lagos", &refused, "Type the time again").await;
        assert!(form.json().contains("soonish, I think"), "{}", form.json());
        let understood = harness.submit("lagos", &form, json!({"until": "in 2 hours"})).await;
        assert!(!understood.text().contains("could not read"), "{}", understood.text());
    }
    harness.end().await;
}

#[tokio::test]
async fn unreadable_place_and_hours_are_in_the_form_again() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let refused = harness.command("lagos", "profile set", json!({"zone": "Xyzzyville"})).await;
    let form = harness.click("lagos", &refused, "Type it again").await;
    assert!(form.json().contains("Xyzzyville"), "{}", form.json());
    let options = json!({"quiet_start": "late", "quiet_end": "6:45", "days": "Mon"});
    let refused = harness.command("lagos", "profile set", options).await;
    let form = harness.click("lagos", &refused, "Type the hours again").await;
    for typed in ["late", "6:45", "Mon"] {
        assert!(form.json().contains(typed), "{}", form.json());
    }
    let slashes = "/".repeat(20);
    let options = json!({"quiet_start": slashes, "quiet_end": slashes});
    let refused = harness.command("lagos", "profile set", options).await;
    harness.click("lagos", &refused, "Type the hours again").await;
    harness.end().await;
}
