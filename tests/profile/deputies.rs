//! Tests deputies. Magpie sends the request to the person's DM. The person accepts or declines, and can later stop
//! being the deputy. The member can withdraw the request.

use serde_json::json;

use crate::common::Harness;

#[tokio::test]
async fn deputy_who_accepts_is_shown_in_both_profiles_and_can_stop_being_the_deputy() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos", "accra"]).await;
    let empty_page = harness.command("lagos", "profile deputy", json!({})).await;
    assert!(empty_page.text().contains("You have no deputy"), "{}", empty_page.text());
    let ask_response = harness.command("lagos", "profile deputy", json!({"person": "accra"})).await;
    assert!(ask_response.text().contains("has not answered yet"), "{}", ask_response.text());
    // A second command sends no second request.
    harness.command("lagos", "profile deputy", json!({"person": "accra"})).await;
    harness.settle().await;
    let request = harness.receives_one("accra").await;
    insta::assert_snapshot!(request.text(), @"**Member Lagos** asks you to be their deputy. When they cannot be reached, the secretariat sees your name and can ask you instead. Nothing wakes you because of this, and you can end it at any time.");
    assert!(request.sounds(), "it is 16:55 there");
    harness.restart_bot().await;
    let accept_response = harness.click("accra", &request, "Accept").await;
    assert!(accept_response.text().contains("You are the deputy of **Member Lagos**"), "{}", accept_response.text());
    let news_message = harness.receives_one("lagos").await;
    assert!(news_message.text().contains("**Member Accra** is now your deputy"), "{}", news_message.text());
    let profile_page = harness.command("lagos", "profile show", json!({})).await;
    assert!(profile_page.text().contains("Deputy: **Member Accra**"), "{}", profile_page.text());
    let profile_page = harness.command("accra", "profile show", json!({})).await;
    assert!(profile_page.text().contains("You are the deputy of: Member Lagos"), "{}", profile_page.text());

    harness.click("accra", &accept_response, "I am no longer deputy of Member Lagos").await;
    harness.settle().await;
    let closed_request = harness.reload(&request).await;
    assert!(closed_request.text().contains("The request is closed"), "{}", closed_request.text());
    assert_eq!(closed_request.buttons(), [""; 0]);
    assert!(harness.receives_one("lagos").await.text().contains("is no longer your deputy"));
    harness.end().await;
}

#[tokio::test]
async fn deputy_request_at_night_is_silent_and_a_withdrawn_request_has_no_buttons() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos", "sydney"]).await;
    let ask_response = harness.command("lagos", "profile deputy", json!({"person": "sydney"})).await;
    harness.settle().await;
    let request = harness.receives_one("sydney").await;
    assert!(!request.sounds(), "it is 03:55 there");
    harness.click("lagos", &ask_response, "Withdraw the request").await;
    harness.settle().await;
    let closed_request = harness.reload(&request).await;
    assert!(closed_request.text().contains("The request is closed"), "{}", closed_request.text());
    assert_eq!(closed_request.buttons(), [""; 0]);
    harness.receives_nothing("sydney").await;
    harness.end().await;
}

#[tokio::test]
async fn member_learns_that_a_deputy_declined_and_can_ask_another_person() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos", "accra", "nairobi"]).await;
    harness.command("lagos", "profile deputy", json!({"person": "accra"})).await;
    harness.settle().await;
    let request = harness.receives_one("accra").await;
    harness.click("accra", &request, "Decline").await;
    harness.settle().await;
    assert!(harness.receives_one("lagos").await.text().contains("declined to be your deputy"));
    let self_refusal = harness.command("lagos", "profile deputy", json!({"person": "lagos"})).await;
    assert!(self_refusal.text().contains("cannot be your own deputy"), "{}", self_refusal.text());
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
    let profile_page = harness.command("lagos", "profile show", json!({})).await;
    assert!(!profile_page.text().contains("Deputy"), "{}", profile_page.text());
    harness.end().await;
}

#[tokio::test]
async fn page_without_a_deputy_names_the_command_of_the_server_only_outside_the_server() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let page = harness.command("lagos", "profile deputy", json!({})).await;
    assert!(page.is_ephemeral());
    assert!(!page.text().contains("Discord lists the members"), "{}", page.text());
    let page = harness.command_in("lagos", "dm", "profile deputy", json!({})).await;
    assert!(page.text().contains("Discord lists the members only in the server"), "{}", page.text());
    harness.end().await;
}
