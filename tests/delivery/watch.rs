//! Tests the messages to the secretariat about Magpie's own condition.

use serde_json::json;
use sqlx::{Connection, SqliteConnection};

use crate::common::Harness;

const READERS: [&str; 6] = ["lapaz", "brussels", "accra", "kyiv", "london", "cairo"];

async fn send_alert(harness: &mut Harness) {
    let options = json!({"severity": "urgent", "audience": "members"});
    let form = harness.command("sec-lead", "alert send", options).await;
    let preview = harness.submit("sec-lead", &form, json!({"text": "Main room link changed", "answer_by": ""})).await;
    harness.click("sec-lead", &preview, "Send").await;
}

/// Sends an alert of which most attempts fail. Discord refuses the first 14 requests to post a message and accepts all
/// later requests.
async fn send_alert_with_failures(harness: &mut Harness) {
    harness
        .plan_fault(json!({"route": "POST /channels/*/messages", "status": 503, "times": 14, "when": "before"}))
        .await;
    send_alert(harness).await;
    harness.advance("5m").await;
    for who in READERS {
        harness.receives_one(who).await;
    }
    harness.one_new_message("secretariat").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn incident_and_its_end_are_announced_once_each_even_across_a_restart() {
    let people: Vec<&str> = READERS.into_iter().chain(["sec-lead"]).collect();
    let mut harness = Harness::with_members(&people).await;
    send_alert_with_failures(&mut harness).await;
    assert_eq!(harness.failing_checks().await, ["failures"]);
    harness.run_health_checks_after(0).await;
    harness.run_health_checks_after(30).await;
    assert!(harness.new_messages("secretariat").await.is_empty(), "half a minute is no incident");
    harness.run_health_checks_after(61).await;
    let report = harness.one_new_message("secretariat").await;
    assert!(report.text().starts_with("⚠️ **Magpie has not been working fully** since <t:"), "{}", report.text());
    assert!(report.text().contains("Most messages have failed on the first attempt"), "{}", report.text());
    harness.run_health_checks_after(90).await;
    harness.restart_bot().await;
    harness.run_health_checks_after(0).await;
    harness.run_health_checks_after(70).await;
    assert!(harness.new_messages("secretariat").await.is_empty(), "an incident is reported only once");
    harness.advance("20m").await;
    assert!(harness.failing_checks().await.is_empty());
    harness.run_health_checks_after(200).await;
    assert!(harness.reload(&report).await.text().starts_with("⚠️"), "the incident must be over for two minutes first");
    harness.run_health_checks_after(330).await;
    let updated_report = harness.reload(&report).await;
    assert!(
        updated_report.text().starts_with("✅ **Magpie is working fully again.** It was not from <t:"),
        "{}",
        updated_report.text()
    );
    assert!(updated_report.text().contains("Most messages failed on the first attempt"), "{}", updated_report.text());
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clock_that_jumps_over_due_rows_causes_no_incident() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    let preview = harness.command("accra", "remind", json!({"text": "Tea", "when": "in 1 hour"})).await;
    harness.click("accra", &preview, "Save").await;
    harness.run_health_checks_after(0).await;
    harness.kill_bot().await;
    harness.advance("8h").await;
    harness.start_bot().await;
    harness.run_health_checks_after(0).await;
    harness.receives_one("accra").await;
    harness.advance("8h").await;
    for seconds in [0, 61, 122, 600] {
        harness.run_health_checks_after(seconds).await;
    }
    assert!(harness.failing_checks().await.is_empty());
    harness.settle().await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn magpie_is_not_ready_while_the_database_cannot_be_written() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    assert!(harness.failing_checks().await.is_empty());
    let mut other_connection =
        SqliteConnection::connect(&format!("sqlite:{}", harness.database().display())).await.expect("it opens");
    let trigger_sql = "CREATE TRIGGER full BEFORE INSERT ON house BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END";
    sqlx::query(trigger_sql).execute(&mut other_connection).await.expect("the database is full now");
    harness.run_health_checks_after(61).await;
    assert_eq!(harness.failing_checks().await, ["database"]);
    sqlx::query("DROP TRIGGER full").execute(&mut other_connection).await.expect("there is room again");
    assert!(harness.failing_checks().await.is_empty(), "the check runs again at once after a failure");
    other_connection.close().await.expect("it closes");
    harness.end().await;
}

/// All rows are read every five minutes. A trouble is announced when it has lasted for a minute, and ends after two
/// minutes without it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn secretariat_is_told_of_unreadable_entries_and_when_all_can_be_read_again() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    let mut other_connection =
        SqliteConnection::connect(&format!("sqlite:{}", harness.database().display())).await.expect("it opens");
    let break_zone = "UPDATE profiles SET zone = 'Mars/Olympus' WHERE zone = 'Africa/Accra'";
    let changed = sqlx::query(break_zone).execute(&mut other_connection).await.expect("it is changed");
    assert_eq!(changed.rows_affected(), 1);
    harness.run_health_checks_after(301).await;
    harness.receives_nothing("accra").await;
    assert!(harness.new_messages("secretariat").await.is_empty(), "it must last for a minute");
    harness.run_health_checks_after(362).await;
    let report = harness.one_new_message("secretariat").await;
    let text = report.text();
    assert!(text.starts_with("⚠️ **Magpie has not been working fully** since <t:"), "{text}");
    assert!(text.contains("Some entries (a reminder, a ticket, a profile) have been unreadable since <t:"), "{text}");
    assert!(text.contains("Everything else still works.") && text.contains("“magpie check” shows which"), "{text}");

    let mend_zone = "UPDATE profiles SET zone = 'Africa/Accra' WHERE zone = 'Mars/Olympus'";
    sqlx::query(mend_zone).execute(&mut other_connection).await.expect("it is changed");
    other_connection.close().await.expect("it closes");
    harness.run_health_checks_after(663).await;
    harness.run_health_checks_after(800).await;
    let text = harness.reload(&report).await.text().to_owned();
    assert!(text.starts_with("✅ **Magpie is working fully again.**"), "{text}");
    assert!(text.contains("Some entries were unreadable from <t:"), "{text}");
    harness.end().await;
}
