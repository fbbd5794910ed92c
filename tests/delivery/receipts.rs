//! Tests `/delivery`, which shows the secretariat what happened to each message and lets it cancel or retry messages.

use serde_json::json;

use crate::common::Harness;
use crate::{newest_receipt, number_of, remind};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sent_is_not_seen_until_the_person_acts() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Clinic", "in 10 minutes").await;
    harness.advance("10m").await;
    let came = harness.receives_one("accra").await;
    let receipt = newest_receipt(&mut harness, "Sent").await;
    assert!(receipt.is_ephemeral());
    assert!(receipt.text().contains("a reminder") && receipt.text().contains("Member Accra"), "{}", receipt.text());
    assert!(
        receipt.text().contains("not confirmed as seen") && !receipt.text().contains("Seen "),
        "{}",
        receipt.text()
    );
    assert!(!receipt.json().contains("Clinic"), "the receipt does not show the text: {}", receipt.text());
    harness.click("accra", &came, "Done").await;
    harness.settle().await;
    let receipt = harness.click("sec-lead", &receipt, "Refresh").await;
    assert!(receipt.text().contains("Seen ") && receipt.text().contains("seen by Member Accra"), "{}", receipt.text());
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn alert_seen_by_its_reader_is_seen_in_the_receipt() {
    let mut harness = Harness::with_members(&["lapaz", "sec-lead"]).await;
    let opened = harness.command("sec-lead", "alert send", json!({"severity": "urgent", "audience": "members"})).await;
    let preview = harness.submit("sec-lead", &opened, json!({"text": "Room changed", "answer_by": ""})).await;
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    harness.receives_one("lapaz").await;
    harness.one_new_message("secretariat").await;
    harness.command("lapaz", "seen", json!({})).await;
    harness.settle().await;
    let lapaz = json!({"member": "lapaz", "state": "Sent"});
    let list = harness.command("sec-lead", "delivery list", lapaz).await;
    assert!(list.text().contains("alert 1. Seen"), "{}", list.text());
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn waiting_message_is_cancelled_once_and_never_sent() {
    let mut harness = Harness::with_members(&["sydney", "sec-lead"]).await;
    // Sydney is asleep, so an alert with the severity information waits for the morning.
    let opened =
        harness.command("sec-lead", "alert send", json!({"severity": "information", "audience": "members"})).await;
    let preview = harness.submit("sec-lead", &opened, json!({"text": "Bring your badge", "answer_by": ""})).await;
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
    let stale = receipt.clone();
    let cancelled = harness.click("sec-lead", &receipt, "Cancel it").await;
    assert!(cancelled.text().contains("Cancelled. It will not be sent"), "{}", cancelled.text());
    assert!(cancelled.text().contains("cancelled by"), "{}", cancelled.text());
    let again = harness.click("sec-lead", &stale, "Refresh").await;
    assert!(again.text().contains("Cancelled, so it was not sent"), "{}", again.text());
    harness.advance("24h").await;
    harness.receives_nothing("sydney").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn failed_message_is_tried_again_and_a_second_press_says_so() {
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
    let one = harness.command("sec-lead", "delivery show", json!({"number": number})).await;
    let other = harness.command("sec-lead", "delivery show", json!({"number": number})).await;
    harness.restart_bot().await;
    let tried = harness.click("sec-lead", &one, "Try again").await;
    assert!(tried.text().contains("Magpie is trying it again now"), "{}", tried.text());
    harness.settle().await;
    assert!(harness.receives_one("accra").await.text().contains("Clinic"));
    let second = harness.click("sec-lead", &other, "Try again").await;
    assert!(second.text().contains("Nothing was changed: it was already sent"), "{}", second.text());
    harness.advance("2m").await;
    harness.receives_nothing("accra").await;
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn list_is_paged_by_buttons_that_survive_a_restart() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    for n in 0..11 {
        remind(&mut harness, "accra", &format!("Tea {n}"), "in 10 minutes").await;
    }
    harness.advance("10m").await;
    assert_eq!(harness.receives("accra").await.len(), 11);
    let first = harness.command("sec-lead", "delivery list", json!({"member": "accra", "state": "Sent"})).await;
    assert!(first.text().contains("11 messages were sent") && first.text().contains("Page 1 of 2"), "{}", first.text());
    harness.restart_bot().await;
    let second = harness.click("sec-lead", &first, "Older").await;
    assert_eq!(second.text().lines().filter(|line| line.starts_with('`')).count(), 3, "{}", second.text());
    assert_eq!(second.buttons(), ["Newer", "Refresh"]);
    let back = harness.click("sec-lead", &second, "Newer").await;
    assert!(back.text().contains("Page 1 of 2"), "{}", back.text());
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_secretariat_may_read_deliveries() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    let refused = harness
        .try_post("command", json!({"as": "accra", "channel": "mag-general", "name": "delivery list", "options": {}}))
        .await;
    assert!(refused.is_err(), "Discord does not show them the command: {refused:?}");
    // A person who has lost the role still has the old list with its buttons.
    let list = harness.command("sec-lead", "delivery list", json!({"state": "All"})).await;
    harness.patch_member("sec-lead", json!({"roles": ["mag"]})).await;
    let refused = harness.click("sec-lead", &list, "Refresh").await;
    assert!(refused.text().contains("Only the secretariat"), "{}", refused.text());
    harness.end().await;
}
