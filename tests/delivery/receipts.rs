//! Tests `/delivery`, which shows the secretariat what happened to each message and lets it cancel or retry messages.

use serde_json::json;

use crate::common::Harness;
use crate::{newest_receipt, number_of, remind};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sent_message_counts_as_seen_only_after_the_person_acts() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Clinic", "in 10 minutes").await;
    harness.advance("10m").await;
    let message = harness.receives_one("accra").await;
    let receipt = newest_receipt(&mut harness, "Sent").await;
    assert!(receipt.is_ephemeral());
    assert!(receipt.text().contains("a reminder") && receipt.text().contains("Member Accra"), "{}", receipt.text());
    assert!(
        receipt.text().contains("not confirmed as seen") && !receipt.text().contains("Seen "),
        "{}",
        receipt.text()
    );
    assert!(!receipt.json().contains("Clinic"), "the receipt does not show the text: {}", receipt.text());
    harness.click("accra", &message, "Done").await;
    harness.settle().await;
    let receipt = harness.click("sec-lead", &receipt, "Refresh").await;
    assert!(receipt.text().contains("Seen ") && receipt.text().contains("seen by Member Accra"), "{}", receipt.text());
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn alert_that_its_reader_has_seen_is_listed_as_seen() {
    let mut harness = Harness::with_members(&["lapaz", "sec-lead"]).await;
    let form = harness.command("sec-lead", "alert send", json!({"severity": "urgent", "audience": "members"})).await;
    let preview = harness.submit("sec-lead", &form, json!({"text": "Room changed", "answer_by": ""})).await;
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    harness.receives_one("lapaz").await;
    harness.one_new_message("secretariat").await;
    harness.command("lapaz", "seen", json!({})).await;
    harness.settle().await;
    let filter = json!({"member": "lapaz", "state": "Sent"});
    let list = harness.command("sec-lead", "delivery list", filter).await;
    assert!(list.text().contains("alert 1. Seen"), "{}", list.text());
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn waiting_message_is_cancelled_once_and_never_sent() {
    let mut harness = Harness::with_members(&["sydney", "sec-lead"]).await;
    // The member in Sydney is asleep, so an alert with the severity information waits for their morning.
    let form =
        harness.command("sec-lead", "alert send", json!({"severity": "information", "audience": "members"})).await;
    let preview = harness.submit("sec-lead", &form, json!({"text": "Bring your badge", "answer_by": ""})).await;
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    harness.one_new_message("secretariat").await;
    let receipt = newest_receipt(&mut harness, "Waiting").await;
    assert!(
        receipt.text().contains("On hold until") && receipt.text().contains("accepted, on hold until"),
        "{}",
        receipt.text()
    );
    assert_eq!(receipt.buttons(), ["Cancel it", "Refresh"]);
    harness.restart_bot().await;
    let old_receipt = receipt.clone();
    let cancelled_receipt = harness.click("sec-lead", &receipt, "Cancel it").await;
    assert!(cancelled_receipt.text().contains("Cancelled. It will not be sent"), "{}", cancelled_receipt.text());
    assert!(cancelled_receipt.text().contains("cancelled by"), "{}", cancelled_receipt.text());
    let refreshed_receipt = harness.click("sec-lead", &old_receipt, "Refresh").await;
    assert!(refreshed_receipt.text().contains("Cancelled, so it was not sent"), "{}", refreshed_receipt.text());
    harness.advance("24h").await;
    harness.receives_nothing("sydney").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn failed_message_is_retried_by_a_button_and_a_second_press_changes_nothing() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Clinic", "in 10 minutes").await;
    harness
        .plan_fault(
            json!({"route": "POST /channels/*/messages", "status": 400, "code": 50035, "times": 1, "when": "before"}),
        )
        .await;
    harness.advance("10m").await;
    harness.receives_nothing("accra").await;
    let list = harness.command("sec-lead", "delivery list", json!({})).await;
    assert!(list.text().contains("a reminder. **Failed.**"), "{}", list.text());
    let number = number_of(list.text());
    let first_receipt = harness.command("sec-lead", "delivery show", json!({"number": number})).await;
    let second_receipt = harness.command("sec-lead", "delivery show", json!({"number": number})).await;
    harness.restart_bot().await;
    let retry_response = harness.click("sec-lead", &first_receipt, "Try again").await;
    assert!(retry_response.text().contains("Magpie is trying it again now"), "{}", retry_response.text());
    harness.settle().await;
    assert!(harness.receives_one("accra").await.text().contains("Clinic"));
    let second_response = harness.click("sec-lead", &second_receipt, "Try again").await;
    assert!(second_response.text().contains("Nothing was changed: it was already sent"), "{}", second_response.text());
    harness.advance("2m").await;
    harness.receives_nothing("accra").await;
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn buttons_that_page_through_the_list_work_after_a_restart() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    for n in 0..11 {
        remind(&mut harness, "accra", &format!("Tea {n}"), "in 10 minutes").await;
    }
    harness.advance("10m").await;
    assert_eq!(harness.receives("accra").await.len(), 11);
    let first_page = harness.command("sec-lead", "delivery list", json!({"member": "accra", "state": "Sent"})).await;
    assert!(
        first_page.text().contains("11 messages were sent") && first_page.text().contains("Page 1 of 2"),
        "{}",
        first_page.text()
    );
    harness.restart_bot().await;
    let second_page = harness.click("sec-lead", &first_page, "Older").await;
    assert_eq!(second_page.text().lines().filter(|line| line.starts_with('`')).count(), 3, "{}", second_page.text());
    assert_eq!(second_page.buttons(), ["Newer", "Refresh"]);
    let first_page_again = harness.click("sec-lead", &second_page, "Newer").await;
    assert!(first_page_again.text().contains("Page 1 of 2"), "{}", first_page_again.text());
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_secretariat_may_read_deliveries() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    let refusal = harness
        .try_post("command", json!({"as": "accra", "channel": "mag-general", "name": "delivery list", "options": {}}))
        .await;
    assert!(refusal.is_err(), "Discord does not show them the command: {refusal:?}");
    // A person who has lost the role still has the old list with its buttons.
    let list = harness.command("sec-lead", "delivery list", json!({"state": "All"})).await;
    harness.patch_member("sec-lead", json!({"roles": ["mag"]})).await;
    let refusal = harness.click("sec-lead", &list, "Refresh").await;
    assert!(refusal.text().contains("Only the secretariat"), "{}", refusal.text());
    harness.end().await;
}
