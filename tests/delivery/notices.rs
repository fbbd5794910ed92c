//! Tests the notices to the secretariat about messages that reached nobody. A notice has names and reasons, and never
//! the text of a message.

use serde_json::{Value, json};

use crate::common::{Harness, Output};
use crate::remind;

const SECRET: &str = "Clinic, third floor";
/// Discord's flag for a message that only one person sees.
const EPHEMERAL: u64 = 64;

/// Makes the next `times` requests to open a thread fail. So Magpie cannot open private threads in the inbox channel.
async fn fail_inbox(harness: &mut Harness, times: u32) {
    let fault =
        json!({"route": "POST /channels/*/threads", "status": 403, "code": 50013, "times": times, "when": "before"});
    harness.plan_fault(fault).await;
}

async fn close_dms(harness: &mut Harness, who: &str) {
    harness.patch_member(who, json!({"dms_open": false})).await;
}

/// Fails if a message in a channel of the server contains this text. Skips private threads and ephemeral messages.
async fn assert_nobody_else_reads(harness: &Harness, text: &str) {
    let state = harness.state().await;
    for channel in state["channels"].as_array().expect("channels are a list") {
        let id = channel["id"].as_str().expect("channels have ids");
        if channel["type"] == 12 {
            continue;
        }
        for message in harness.get(&format!("messages?channel={id}")).await.as_array().expect("messages are a list") {
            let is_ephemeral = message["flags"].as_u64().unwrap_or_default() & EPHEMERAL != 0;
            if !is_ephemeral {
                assert!(!message.to_string().contains(text), "{}: {message}", channel["name"]);
            }
        }
    }
}

/// Whether the message is in a DM. The channel of a DM does not belong to the server.
async fn is_in_dm(harness: &Harness, message: &Output) -> bool {
    let channel = message["channel"].as_str().expect("messages have channels");
    !harness.state().await["channels"].to_string().contains(channel)
}

/// The number of requests to post in this member's DM since the start of the test.
async fn count_dm_requests(harness: &mut Harness, who: &str) -> usize {
    let dm = harness.dm(who).await;
    let channel = match dm.first() {
        Some(message) => message["channel"].as_str().expect("messages have channels").to_owned(),
        None => String::new(),
    };
    let is_post_to_dm = |request: &&Value| {
        request["method"] == "POST"
            && request["path"].as_str().is_some_and(|path| path.contains(&format!("/{channel}/messages")))
    };
    harness.requests().await.iter().filter(is_post_to_dm).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notice_names_the_unreachable_member_the_reason_and_what_to_do() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", SECRET, "in 10 minutes").await;
    close_dms(&mut harness, "accra").await;
    fail_inbox(&mut harness, 1).await;
    harness.advance("11m").await;
    let notice = harness.one_new_message("secretariat").await;
    let lines: Vec<&str> = notice.text().lines().collect();
    let reason = "⚠️ **Member Accra** (a reminder) cannot be reached: their direct messages are closed, and Magpie \
               cannot write to them in the inbox channel.";
    assert!(lines[0].starts_with(reason) && lines[0].contains("50013"), "{lines:#?}");
    assert!(lines[1].starts_with("What to do: /setup shows which permission Magpie needs"), "{lines:#?}");
    assert_eq!(notice.buttons(), ["Try again"]);
    assert!(!notice.json().contains("Clinic"), "{}", notice.text());
    assert_nobody_else_reads(&harness, "Clinic").await;
    harness.receives_nothing("accra").await;

    harness.click("sec-lead", &notice, "Try again").await;
    harness.settle().await;
    let message = harness.receives_one("accra").await;
    assert!(message.text().contains(SECRET), "{}", message.text());
    assert_nobody_else_reads(&harness, "Clinic").await;
    let resolved_notice = harness.reload(&notice).await;
    assert!(resolved_notice.text().starts_with("✅ Resolved: **Member Accra**"), "{}", resolved_notice.text());
    assert!(resolved_notice.buttons().is_empty());
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_unreachable_members_share_one_notice_that_is_kept_up_to_date() {
    let people = ["accra", "london", "brussels"];
    let mut harness = Harness::with_members(&["accra", "london", "brussels", "lagos", "sec-lead"]).await;
    for who in people {
        remind(&mut harness, who, SECRET, "in 10 minutes").await;
        close_dms(&mut harness, who).await;
    }
    remind(&mut harness, "lagos", SECRET, "in 30 minutes").await;
    close_dms(&mut harness, "lagos").await;
    fail_inbox(&mut harness, 4).await;
    harness.advance("11m").await;
    let notice = harness.one_new_message("secretariat").await;
    assert!(notice.text().contains("3 people cannot be reached"), "{}", notice.text());
    harness.advance("20m").await;
    let updated_notice = harness.reload(&notice).await;
    assert!(
        updated_notice.text().contains("4 people") && updated_notice.text().contains("Member Lagos"),
        "{}",
        updated_notice.text()
    );
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notice_is_sent_once_although_the_bot_dies_before_and_after_it() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", SECRET, "in 10 minutes").await;
    close_dms(&mut harness, "accra").await;
    fail_inbox(&mut harness, 1).await;
    harness.advance("10m").await;
    harness.new_messages("secretariat").await.is_empty().then_some(()).expect("related failures are collected first");
    harness.restart_bot().await;
    harness.advance("1m").await;
    harness.restart_bot().await;
    harness.advance("3h").await;
    harness.one_new_message("secretariat").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notice_that_fails_causes_no_notice() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", SECRET, "in 10 minutes").await;
    close_dms(&mut harness, "accra").await;
    fail_inbox(&mut harness, 1).await;
    harness.advance("10m").await;
    harness
        .plan_fault(
            json!({"route": "POST /channels/*/messages", "status": 403, "code": 50001, "times": 50, "when": "before"}),
        )
        .await;
    harness.advance("5h").await;
    let failed_requests = harness
        .requests()
        .await
        .into_iter()
        .filter(|request| request["status"] == 403 && request["fault"] == true)
        .count();
    assert_eq!(failed_requests, 2, "one request for the thread, one for the notice");
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closed_dm_is_not_used_until_the_member_uses_magpie_again() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    for minutes in [10, 20] {
        remind(&mut harness, "accra", "Tea", &format!("in {minutes} minutes")).await;
    }
    close_dms(&mut harness, "accra").await;
    harness.advance("10m").await;
    harness.receives_one("accra").await;
    let count_refused = |requests: &[Value]| requests.iter().filter(|request| request["status"] == 403).count();
    assert_eq!(count_refused(&harness.requests().await), 1);
    harness.advance("10m").await;
    harness.receives_one("accra").await;
    assert_eq!(count_refused(&harness.requests().await), 1, "Magpie remembers that the DM is closed");

    harness.patch_member("accra", json!({"dms_open": true})).await;
    remind(&mut harness, "accra", "Coffee", "in 5 minutes").await;
    harness.advance("5m").await;
    let message = harness.receives_one("accra").await;
    assert_eq!(harness.dm("accra").await.last().map(|message| message.id()), Some(message.id()), "in their DM again");
    assert_eq!(count_dm_requests(&mut harness, "accra").await, 2, "one was refused and one arrived");
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn quarantined_bot_sends_dms_only_to_known_people_and_tells_the_secretariat_once() {
    let mut harness = Harness::with_members(&["accra", "london", "brussels", "sec-lead"]).await;
    // Magpie has sent the member in London a DM before, so this member is a known person.
    remind(&mut harness, "london", "Tea", "in 5 minutes").await;
    harness.advance("5m").await;
    harness.receives_one("london").await;
    for who in ["accra", "london", "brussels"] {
        remind(&mut harness, who, "Coffee", if who == "accra" { "in 10 minutes" } else { "in 20 minutes" }).await;
    }
    harness
        .plan_fault(
            json!({"route": "POST /channels/*/messages", "status": 403, "code": 20026, "times": 1, "when": "before"}),
        )
        .await;
    harness.advance("10m").await;
    harness.receives_one("accra").await;
    let notice = harness.one_new_message("secretariat").await;
    assert!(notice.text().contains("possible spammer"), "{}", notice.text());
    harness.restart_bot().await;
    harness.advance("10m").await;
    let to_london = harness.receives_one("london").await;
    assert!(is_in_dm(&harness, &to_london).await, "Magpie has written to them before");
    let to_brussels = harness.receives_one("brussels").await;
    assert!(!is_in_dm(&harness, &to_brussels).await, "a person without a DM gets none");

    harness.click("sec-lead", &notice, "Discord has lifted it").await;
    harness.settle().await;
    assert!(harness.reload(&notice).await.text().contains("no longer"), "{}", harness.reload(&notice).await.text());
    remind(&mut harness, "brussels", "Water", "in 5 minutes").await;
    harness.advance("5m").await;
    let to_brussels = harness.receives_one("brussels").await;
    assert!(is_in_dm(&harness, &to_brussels).await);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn message_with_unknown_outcome_is_reported_and_can_be_retried() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", SECRET, "in 10 minutes").await;
    harness
        .plan_fault(json!({"route": "POST /channels/*/messages", "status": 500, "times": 1, "when": "before"}))
        .await;
    harness.advance("10m").await;
    harness.kill_bot().await;
    harness.post("clock", json!({"advance": "10m"})).await;
    harness
        .plan_fault(
            json!({"route": "GET /channels/*/messages", "status": 403, "code": 50001, "times": 1, "when": "before"}),
        )
        .await;
    harness.start_bot().await;
    harness.settle().await;
    harness.advance("1m").await;
    let notice = harness.one_new_message("secretariat").await;
    assert!(notice.text().contains("It is not known whether **Member Accra**"), "{}", notice.text());
    harness.receives_nothing("accra").await;
    let response = harness.click("sec-lead", &notice, "Try again").await;
    assert!(response.text().contains("Magpie is trying 1 message again"), "{}", response.text());
    harness.advance("1m").await;
    assert!(harness.receives_one("accra").await.text().contains(SECRET));
    assert!(harness.reload(&notice).await.text().contains("Resolved"), "{}", harness.reload(&notice).await.text());
    harness.end().await;
}
