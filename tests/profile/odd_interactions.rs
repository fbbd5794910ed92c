//! Tests interactions with fields that serenity cannot decode. The member must get a response, and the interactions
//! must be counted.

use serde_json::json;

use crate::common::Harness;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_presses_and_forms_with_odd_fields_work_and_are_counted() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    harness.disrupt_gateway("interactions_odd").await;
    let understood = harness.command("accra", "remind", json!({"text": "Tea", "when": "in 5 minutes"})).await;
    let save = understood.buttons().into_iter().next().expect("it is understood");
    harness.click("accra", &understood, &save).await;
    let opened = harness.command("sec-lead", "alert send", json!({"severity": "urgent", "audience": "members"})).await;
    let preview = harness.submit("sec-lead", &opened, json!({"text": "Room B is full", "answer_by": ""})).await;
    harness.click("sec-lead", &preview, "Send").await;
    let alert = harness.receives_one("accra").await;
    let seen = harness.click("accra", &alert, "I have seen this").await;
    assert!(seen.0["acked_ms"].is_number(), "{}", seen.0);
    harness.advance("5m").await;
    assert!(harness.receives_one("accra").await.text().contains("Tea"));
    let list = harness.one_new_message("secretariat").await;
    assert!(list.text().contains("Seen (1)"), "{}", list.text());
    let counted = harness.undecodable_events();
    assert_eq!(counted, 6, "each is counted");
    harness.end_with_undecodable(counted).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn interaction_that_does_not_say_what_was_pressed_is_answered_and_counted() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    harness.disrupt_gateway("interactions_unreadable").await;
    let answer = harness.command("accra", "profile show", json!({})).await;
    assert!(answer.is_ephemeral());
    assert!(answer.text().contains("nothing was changed"), "{}", answer.text());
    harness.disrupt_gateway("interactions_plain").await;
    let answer = harness.command("accra", "profile show", json!({})).await;
    assert!(answer.text().contains("Accra"), "{}", answer.text());
    harness.end_with_undecodable(1).await;
}
