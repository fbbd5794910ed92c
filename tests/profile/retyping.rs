//! Tests profile forms that a member submitted with an invalid value. When the form opens again, it must contain this
//! value.

use serde_json::json;

use crate::common::Harness;

#[tokio::test]
async fn unreadable_end_of_awake_or_away_is_kept_in_the_form() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    for command in ["profile awake", "profile away"] {
        let refusal = harness.command("lagos", command, json!({"until": "soonish, I think"})).await;
        assert_eq!(refusal.buttons(), ["Type the time again"], "{command}");
        let form = harness.click("lagos", &refusal, "Type the time again").await;
        assert!(form.json().contains("soonish, I think"), "{}", form.json());
        let response = harness.submit("lagos", &form, json!({"until": "in 2 hours"})).await;
        assert!(!response.text().contains("could not read"), "{}", response.text());
    }
    harness.end().await;
}

#[tokio::test]
async fn unreadable_place_and_hours_are_kept_in_the_form() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let refusal = harness.command("lagos", "profile set", json!({"zone": "Xyzzyville"})).await;
    let form = harness.click("lagos", &refusal, "Type it again").await;
    assert!(form.json().contains("Xyzzyville"), "{}", form.json());
    let options = json!({"quiet_start": "late", "quiet_end": "6:45", "days": "Mon"});
    let refusal = harness.command("lagos", "profile set", options).await;
    let form = harness.click("lagos", &refusal, "Type the hours again").await;
    for typed in ["late", "6:45", "Mon"] {
        assert!(form.json().contains(typed), "{}", form.json());
    }
    let slashes = "/".repeat(20);
    let options = json!({"quiet_start": slashes, "quiet_end": slashes});
    let refusal = harness.command("lagos", "profile set", options).await;
    harness.click("lagos", &refusal, "Type the hours again").await;
    harness.end().await;
}
