//! Tests interactions with fields that serenity cannot decode. The member must get a response, and the interactions
//! must be counted.

use serde_json::json;

use crate::common::Harness;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_presses_and_forms_with_undecodable_fields_work_and_are_counted() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    harness.disrupt_gateway("interactions_odd").await;
    let reminder_preview = harness.command("accra", "remind", json!({"text": "Tea", "when": "in 5 minutes"})).await;
    let save_label = reminder_preview.buttons().into_iter().next().expect("it is understood");
    harness.click("accra", &reminder_preview, &save_label).await;
    let form = harness.command("sec-lead", "alert send", json!({"severity": "urgent", "audience": "members"})).await;
    let preview = harness.submit("sec-lead", &form, json!({"text": "Room B is full", "answer_by": ""})).await;
    harness.click("sec-lead", &preview, "Send").await;
    let alert_message = harness.receives_one("accra").await;
    let seen_response = harness.click("accra", &alert_message, "I have seen this").await;
    assert!(seen_response.0["acked_ms"].is_number(), "{}", seen_response.0);
    harness.advance("5m").await;
    assert!(harness.receives_one("accra").await.text().contains("Tea"));
    let alert_list = harness.one_new_message("secretariat").await;
    assert!(alert_list.text().contains("Seen (1)"), "{}", alert_list.text());
    let undecodable_count = harness.undecodable_events();
    assert_eq!(undecodable_count, 6, "each is counted");
    harness.end_with_undecodable(undecodable_count).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn interaction_that_does_not_say_what_it_is_about_is_answered_and_counted() {
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
