//! Tests each kind of failure of a delivery. Some failures lead to another attempt, and some to another route to the
//! person. Others are reported to the secretariat.

use serde_json::json;

use crate::common::{Harness, Output};
use crate::{newest_receipt, remind};

/// Makes the next `times` requests to post a message fail with this status and code.
async fn fail_posts(harness: &mut Harness, status: u16, code: u32, times: u32) {
    let fault =
        json!({"route": "POST /channels/*/messages", "status": status, "code": code, "times": times, "when": "before"});
    harness.plan_fault(fault).await;
}

/// The number of requests that a planned fault has hit.
async fn count_faulted_requests(harness: &Harness) -> usize {
    harness.requests().await.iter().filter(|request| request["fault"] == true).count()
}

/// Whether the message is in a private thread of the server.
async fn is_in_thread(harness: &Harness, message: &Output) -> bool {
    let state = harness.state().await;
    let channels = state["channels"].as_array().expect("channels are a list");
    channels.iter().any(|channel| channel["id"] == message["channel"] && channel["type"] == 12)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refused_dm_goes_to_the_inbox_thread_at_the_first_refusal() {
    let refusals = [
        ("accra", 403, 50007),
        ("london", 403, 50278),
        ("lagos", 404, 10003),
        ("kigali", 404, 10013),
        ("nairobi", 403, 50001),
        ("cairo", 403, 50013),
    ];
    let mut harness =
        Harness::with_members(&["accra", "london", "lagos", "kigali", "nairobi", "cairo", "sec-lead"]).await;
    for (nth, (who, status, code)) in refusals.into_iter().enumerate() {
        remind(&mut harness, who, "Tea", "in 5 minutes").await;
        fail_posts(&mut harness, status, code, 1).await;
        harness.advance("5m").await;
        let message = harness.receives_one(who).await;
        assert!(is_in_thread(&harness, &message).await, "{who} after {code}");
        assert_eq!(count_faulted_requests(&harness).await, nth + 1, "never tried again: {code}");
    }
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn message_that_discord_finds_invalid_fails_and_takes_no_other_route() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    for (status, code) in [(400, 50035), (413, 40005)] {
        remind(&mut harness, "accra", "Tea", "in 5 minutes").await;
        fail_posts(&mut harness, status, code, 1).await;
        harness.advance("6m").await;
        harness.receives_nothing("accra").await;
        let notice = harness.one_new_message("secretariat").await;
        assert!(
            notice.text().contains("Discord refused a message") && notice.text().contains(&code.to_string()),
            "{}",
            notice.text()
        );
    }
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn temporary_failures_are_retried_and_shown_in_one_line_of_the_receipt() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Tea", "in 5 minutes").await;
    fail_posts(&mut harness, 403, 40003, 3).await;
    harness.advance("7m").await;
    harness.receives_one("accra").await;
    let receipt = newest_receipt(&mut harness, "Sent").await;
    assert!(receipt.text().contains("tried 3 times without success"), "{}", receipt.text());
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn delivery_fails_after_its_last_attempt_and_the_secretariat_is_told() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Tea", "in 5 minutes").await;
    // config/magpie.toml allows twelve attempts.
    fail_posts(&mut harness, 403, 40003, 12).await;
    harness.advance("3h").await;
    harness.receives_nothing("accra").await;
    let notice = harness.one_new_message("secretariat").await;
    assert!(notice.text().contains("could not be reached, although Magpie kept trying"), "{}", notice.text());
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bot_waits_as_long_as_discord_asks_and_loses_nothing() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Tea", "in 5 minutes").await;
    let fault =
        json!({"route": "POST /channels/*/messages", "status": 429, "retry_after": 0.2, "times": 2, "when": "before"});
    harness.plan_fault(fault).await;
    harness.advance("7m").await;
    harness.receives_one("accra").await;
    assert_eq!(count_faulted_requests(&harness).await, 2);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn message_whose_response_is_lost_is_not_sent_twice() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    for (status, when) in [(0, "after"), (0, "before"), (503, "replaced"), (504, "before")] {
        remind(&mut harness, "accra", "Tea", "in 5 minutes").await;
        harness
            .plan_fault(json!({"route": "POST /channels/*/messages", "status": status, "times": 1, "when": when}))
            .await;
        harness.advance("7m").await;
        harness.receives_one("accra").await;
    }
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn message_with_unknown_outcome_is_reported_after_an_hour_and_sent_once_the_channel_can_be_read() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Tea", "in 5 minutes").await;
    harness.advance("5m").await;
    let channel = harness.receives_one("accra").await["channel"].as_str().expect("a channel").to_owned();
    remind(&mut harness, "accra", "Coffee", "in 5 minutes").await;
    // The request gets no response, and the bot is killed. After the restart, the bot cannot read the channel. So the
    // bot cannot see whether the message arrived.
    let lost_request =
        json!({"route": format!("POST /channels/{channel}/messages"), "status": 0, "times": 1, "when": "before"});
    harness.plan_fault(lost_request).await;
    harness.advance("5m").await;
    harness.kill_bot().await;
    let unreadable_channel =
        json!({"route": format!("GET /channels/{channel}/messages"), "status": 503, "times": 1000, "when": "before"});
    harness.plan_fault(unreadable_channel).await;
    harness.advance("5m").await;
    harness.start_bot().await;
    harness.advance("45m").await;
    let searches = harness
        .requests()
        .await
        .iter()
        .filter(|request| request["method"] == "GET" && request["fault"] == true)
        .count();
    assert!((5..40).contains(&searches), "the bot searches again and again, with growing pauses: {searches} times");
    harness.receives_nothing("accra").await;
    harness.advance("30m").await;
    let notice = harness.one_new_message("secretariat").await;
    assert!(notice.text().contains("It is not known whether"), "{}", notice.text());

    harness.clear_faults();
    harness.advance("1h").await;
    harness.receives_one("accra").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ticket_card_refused_for_a_missing_permission_arrives_after_it_is_granted() {
    let mut harness = Harness::with_members(&["guest", "lapaz", "sec-lead"]).await;
    let magpie_overwrite =
        |allow: &[&str], deny: &[&str]| json!({"overwrites": [{"role": "Magpie", "allow": allow, "deny": deny}]});
    let cases = [("VIEW_CHANNEL", [].as_slice(), "hear"), ("SEND_MESSAGES", ["VIEW_CHANNEL"].as_slice(), "see")];
    for (permission, allowed, text) in cases {
        harness.patch("channels/helpdesk-triage", magpie_overwrite(allowed, &[permission])).await;
        let panel = Output(harness.get("messages?channel=help").await[0].clone());
        let form = harness.click("guest", &panel, "v1/ticket/get-help").await;
        harness.submit("guest", &form, json!({"text": format!("I cannot {text}")})).await;
        assert!(harness.new_messages("helpdesk-triage").await.is_empty(), "{permission}");
        harness.patch("channels/helpdesk-triage", magpie_overwrite(&["VIEW_CHANNEL", "SEND_MESSAGES"], &[])).await;
        let card = harness.one_new_message("helpdesk-triage").await;
        assert!(card.text().contains(&format!("I cannot {text}")), "{}", card.text());
    }
    for who in ["guest", "lapaz", "sec-lead"] {
        harness.receives(who).await;
    }
    harness.advance("1m").await;
    harness.new_messages("secretariat").await;
    for who in ["guest", "lapaz", "sec-lead"] {
        harness.receives(who).await;
    }
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notice_explains_that_the_owner_needs_two_factor_authentication() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    harness.patch_member("accra", json!({"dms_open": false})).await;
    remind(&mut harness, "accra", "Tea", "in 5 minutes").await;
    let route = "POST /channels/*/threads";
    let refusal = json!({"route": route, "status": 403, "code": 60003, "times": 1, "when": "before"});
    harness.plan_fault(refusal).await;
    harness.advance("7m").await;
    let notice = harness.one_new_message("secretariat").await;
    assert!(notice.text().contains("two-factor authentication"), "{}", notice.text());
    harness.click("sec-lead", &notice, "Try again").await;
    harness.settle().await;
    harness.receives_one("accra").await;
    harness.end().await;
}
