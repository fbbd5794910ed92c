//! Tests deputies: Magpie asks the deputy in their DM, the deputy accepts or declines, and either of the two can end
//! it.

use serde_json::json;

use crate::common::Harness;

#[tokio::test]
async fn deputy_accepts_is_shown_in_the_profile_and_either_person_can_end_it() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos", "accra"]).await;
    let none = harness.command("lagos", "profile deputy", json!({})).await;
    assert!(none.text().contains("You have no deputy"), "{}", none.text());
    let asked = harness.command("lagos", "profile deputy", json!({"person": "accra"})).await;
    assert!(asked.text().contains("has not answered yet"), "{}", asked.text());
    // A second command sends no second request.
    harness.command("lagos", "profile deputy", json!({"person": "accra"})).await;
    harness.settle().await;
    let request = harness.receives_one("accra").await;
    insta::assert_snapshot!(request.text(), @"**Member Lagos** asks you to be their deputy. When they cannot be reached, the secretariat sees your name and can ask you instead. Nothing wakes you because of this, and you can end it at any time.");
    assert!(request.sounds(), "it is 16:55 there");
    harness.restart_bot().await;
    let accepted = harness.click("accra", &request, "Accept").await;
    assert!(accepted.text().contains("You are the deputy of **Member Lagos**"), "{}", accepted.text());
    let news = harness.receives_one("lagos").await;
    assert!(news.text().contains("**Member Accra** is now your deputy"), "{}", news.text());
    let profile = harness.command("lagos", "profile show", json!({})).await;
    assert!(profile.text().contains("Deputy: **Member Accra**"), "{}", profile.text());
    let profile = harness.command("accra", "profile show", json!({})).await;
    assert!(profile.text().contains("You are the deputy of: Member Lagos"), "{}", profile.text());

    harness.click("accra", &accepted, "I am no longer deputy of Member Lagos").await;
    harness.settle().await;
    let closed = harness.reload(&request).await;
    assert!(closed.text().contains("The request is closed"), "{}", closed.text());
    assert_eq!(closed.buttons(), [""; 0]);
    assert!(harness.receives_one("lagos").await.text().contains("is no longer your deputy"));
    harness.end().await;
}

#[tokio::test]
async fn request_in_the_deputys_night_is_silent_and_one_that_was_withdrawn_has_no_buttons() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos", "sydney"]).await;
    let asked = harness.command("lagos", "profile deputy", json!({"person": "sydney"})).await;
    harness.settle().await;
    let request = harness.receives_one("sydney").await;
    assert!(!request.sounds(), "it is 03:55 there");
    harness.click("lagos", &asked, "Withdraw the request").await;
    harness.settle().await;
    let closed = harness.reload(&request).await;
    assert!(closed.text().contains("The request is closed"), "{}", closed.text());
    assert_eq!(closed.buttons(), [""; 0]);
    harness.receives_nothing("sydney").await;
    harness.end().await;
}

#[tokio::test]
async fn declined_request_is_reported_and_another_person_can_be_named() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos", "accra", "nairobi"]).await;
    harness.command("lagos", "profile deputy", json!({"person": "accra"})).await;
    harness.settle().await;
    let request = harness.receives_one("accra").await;
    harness.click("accra", &request, "Decline").await;
    harness.settle().await;
    assert!(harness.receives_one("lagos").await.text().contains("declined to be your deputy"));
    let oneself = harness.command("lagos", "profile deputy", json!({"person": "lagos"})).await;
    assert!(oneself.text().contains("cannot be your own deputy"), "{}", oneself.text());
    harness.command("lagos", "profile deputy", json!({"person": "nairobi"})).await;
    harness.settle().await;
    let request = harness.receives_one("nairobi").await;
    harness.click("nairobi", &request, "Accept").await;
    harness.receives_one("lagos").await;
    harness.end().await;
}

#[tokio::test]
async fn deputy_who_leaves_the_server_is_no_longer_a_deputy() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos", "accra"]).await;
    harness.command("lagos", "profile deputy", json!({"person": "accra"})).await;
    harness.settle().await;
    let request = harness.receives_one("accra").await;
    harness.click("accra", &request, "Accept").await;
    harness.receives_one("lagos").await;
    harness.member_leaves("accra").await;
    assert!(harness.receives_one("lagos").await.text().contains("you have no deputy now"));
    let profile = harness.command("lagos", "profile show", json!({})).await;
    assert!(!profile.text().contains("Deputy"), "{}", profile.text());
    harness.end().await;
}
