//! Tests outages in which Discord accepts no request. During an outage, the bot must send few requests and give up no
//! message. After the outage, each message must arrive once.

use serde_json::{Value, json};

use crate::common::{Harness, Output};
use crate::{newest_receipt, remind};

/// Makes requests fail with `fault` until the test clears the faults: all requests about channels and the guild, and
/// requests to open a DM.
async fn plan_outage(harness: &mut Harness, fault: &Value) {
    for route in ["* /channels/**", "* /guilds/**", "POST /users/@me/channels"] {
        let mut request = json!({"route": route, "times": 1_000_000});
        request.as_object_mut().expect("an object").extend(fault.as_object().expect("an object").clone());
        harness.plan_fault(request).await;
    }
}

async fn send_alert_to_all(harness: &mut Harness) {
    let options = json!({"severity": "urgent", "audience": "members"});
    let opened = harness.command("sec-lead", "alert send", options).await;
    let fields = json!({"text": "Main room link changed", "answer_by": ""});
    let preview = harness.submit("sec-lead", &opened, fields).await;
    harness.click("sec-lead", &preview, "Send").await;
}

/// The number of requests that a planned fault has hit.
async fn count_faulted_requests(harness: &Harness) -> usize {
    harness.requests().await.iter().filter(|request| request["fault"] == true).count()
}

/// The handles of the people with the members' role.
async fn member_handles(harness: &Harness) -> Vec<String> {
    let state = harness.state().await;
    let members = state["members"].as_array().expect("members").iter();
    let mag = members.filter(|m| m["roles"].as_array().is_some_and(|r| r.iter().any(|role| role == "mag")));
    mag.map(|member| member["handle"].as_str().expect("a handle").to_owned()).collect()
}

/// Reads all new messages. Returns how many messages each member got.
async fn count_received(harness: &mut Harness) -> Vec<(String, usize)> {
    let mut counts = Vec::new();
    for who in member_handles(harness).await {
        let messages = harness.receives(&who).await;
        counts.push((who, messages.len()));
    }
    harness.new_messages("secretariat").await;
    counts
}

/// Fails if the bot sends too many requests in an outage of five minutes with this fault, or if a member does not get
/// the alert exactly once after the outage.
async fn assert_outage_loses_nothing(fault: Value) {
    let mut harness = Harness::with_all_members().await;
    plan_outage(&mut harness, &fault).await;
    send_alert_to_all(&mut harness).await;
    for minute in 0..5 {
        let before = count_faulted_requests(&harness).await;
        harness.advance("1m").await;
        let requests = count_faulted_requests(&harness).await - before;
        assert!(requests < 60, "{requests} requests in minute {minute}");
    }
    assert!(harness.failing_checks().await.contains(&"failures"), "the check reports the outage");
    let counts = count_received(&mut harness).await;
    assert!(counts.len() > 40 && counts.iter().all(|(_, messages)| *messages == 0), "{counts:?}");
    harness.clear_faults();
    harness.advance("3m").await;
    let counts = count_received(&mut harness).await;
    assert!(counts.iter().all(|(_, messages)| *messages == 1), "{counts:?}");
    assert!(!harness.failing_checks().await.contains(&"failures"));
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_minutes_of_503_cause_few_requests_and_lose_no_message() {
    assert_outage_loses_nothing(json!({"status": 503})).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_minutes_without_a_response_cause_few_requests_and_all_messages_arrive_once() {
    assert_outage_loses_nothing(json!({"status": 0})).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn captive_portal_that_answers_every_request_loses_no_message() {
    assert_outage_loses_nothing(json!({"body": "<html>Please accept the terms</html>"})).await;
}

/// Discord creates the message, but the response to the bot is cut off. The bot must find the message and not send it
/// again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn message_with_a_truncated_response_is_not_sent_again() {
    let mut harness = Harness::with_members(&["accra", "lapaz", "sec-lead"]).await;
    let truncated_response =
        json!({"route": "POST /channels/*/messages", "body": "{\"id\": \"12", "when": "replaced", "times": 3});
    harness.plan_fault(truncated_response).await;
    send_alert_to_all(&mut harness).await;
    harness.advance("5m").await;
    for who in ["accra", "lapaz"] {
        harness.receives_one(who).await;
    }
    let list = harness.one_new_message("secretariat").await;
    assert!(!list.text().contains("Failed"), "{}", list.text());
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_day_without_discord_only_useful_messages_arrive_and_the_rest_is_reported() {
    let mut harness = Harness::with_members(&["accra", "lapaz", "london", "cairo", "sec-lead"]).await;
    for who in ["accra", "lapaz", "london", "cairo"] {
        let text = if who == "lapaz" { "en 5 minutos" } else { "in 5 minutes" };
        remind_of_tea(&mut harness, who, text).await;
    }
    let profile = harness.command("accra", "profile show", json!({})).await;
    harness.click("accra", &profile, "Test my phone").await;
    plan_outage(&mut harness, &json!({"status": 503})).await;
    send_alert_to_all(&mut harness).await;
    harness.advance("24h").await;
    harness.clear_faults();
    harness.advance("10m").await;
    for who in ["accra", "lapaz", "london", "cairo"] {
        let messages = harness.receives(who).await;
        let alerts = messages.iter().filter(|message| message.text().contains("Main room link changed")).count();
        let reminders = messages.iter().filter(|message| message.text().contains("Tea")).count();
        assert_eq!((alerts, reminders, messages.len()), (1, 1, 2), "{who}");
    }
    let receipt_of_phone_test = newest_receipt(&mut harness, "Too late to be useful").await;
    assert!(receipt_of_phone_test.text().contains("a phone test"), "{}", receipt_of_phone_test.text());
    harness.new_messages("secretariat").await;
    harness.end().await;
}

/// Like [`remind`], for the reminder "Tea".
async fn remind_of_tea(harness: &mut Harness, who: &str, when: &str) {
    remind(harness, who, "Tea", when).await;
}

/// A failure of only one message is no outage. The bot counts the attempts of this message and still sends other
/// messages.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn message_that_always_gets_503_is_given_up_while_other_messages_arrive() {
    let mut harness = Harness::with_members(&["accra", "london", "sec-lead"]).await;
    remind(&mut harness, "accra", "Tea", "in 5 minutes").await;
    harness.advance("5m").await;
    let channel = harness.receives_one("accra").await["channel"].as_str().expect("a channel").to_owned();
    let route = format!("POST /channels/{channel}/messages");
    harness.plan_fault(json!({"route": route, "status": 503, "times": 1000})).await;
    remind(&mut harness, "accra", "Coffee", "in 5 minutes").await;
    for _ in 0..25 {
        remind(&mut harness, "london", "Tea", "in 1 minute").await;
        harness.advance("2m").await;
        harness.receives_one("london").await;
    }
    assert_eq!(count_faulted_requests(&harness).await, 12, "as config/magpie.toml has it");
    let notice = harness.one_new_message("secretariat").await;
    assert!(notice.text().contains("Magpie kept trying for a long time"), "{}", notice.text());
    harness.clear_faults();
    harness.receives_nothing("accra").await;
    harness.end().await;
}

fn assert_list_contains(list: &Output, words: &str) {
    assert!(list.text().contains(words), "{}", list.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn list_is_not_edited_again_for_later_failures_of_the_same_message() {
    let mut harness = Harness::with_members(&["accra", "london", "sec-lead"]).await;
    remind(&mut harness, "accra", "Tea", "in 5 minutes").await;
    harness.advance("5m").await;
    let channel = harness.receives_one("accra").await["channel"].as_str().expect("a channel").to_owned();
    let route = format!("* /channels/{channel}/**");
    harness.plan_fault(json!({"route": route, "status": 503, "times": 1000})).await;
    send_alert_to_all(&mut harness).await;
    harness.receives_one("london").await;
    harness.advance("2m").await;
    let list = harness.one_new_message("secretariat").await;
    assert_list_contains(&list, "Being retried (1):** Member Accra");
    let path = format!("/messages/{}", list.id());
    let is_edit = |request: &&Value| {
        request["method"] == "PATCH" && request["path"].as_str().is_some_and(|edited| edited.ends_with(&path))
    };
    let edits = harness.requests().await.iter().filter(is_edit).count();
    let failures = count_faulted_requests(&harness).await;
    harness.advance("10m").await;
    assert!(count_faulted_requests(&harness).await > failures, "the message is tried again");
    assert_eq!(harness.requests().await.iter().filter(is_edit).count(), edits, "nothing in the list has changed");
    harness.clear_faults();
    harness.advance("1h").await;
    harness.receives_one("accra").await;
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn list_shows_whose_message_is_retried_or_was_cancelled_by_the_secretariat() {
    let mut harness = Harness::with_members(&["accra", "london", "sec-lead"]).await;
    remind(&mut harness, "accra", "Tea", "in 5 minutes").await;
    harness.advance("5m").await;
    let channel = harness.receives_one("accra").await["channel"].as_str().expect("a channel").to_owned();
    let route = format!("* /channels/{channel}/**");
    harness.plan_fault(json!({"route": route, "status": 503, "times": 1000})).await;
    send_alert_to_all(&mut harness).await;
    harness.receives_one("london").await;
    harness.advance("2m").await;
    let list = harness.one_new_message("secretariat").await;
    assert_list_contains(&list, "Being retried (1):** Member Accra");
    let path = format!("/messages/{}", list.id());
    let is_edit = |request: &&Value| {
        request["method"] == "PATCH" && request["path"].as_str().is_some_and(|edited| edited.ends_with(&path))
    };
    let edits = harness.requests().await.iter().filter(is_edit).count();
    assert!(edits <= 4, "{edits} edits of the list: the first failure causes one, later failures do not");
    harness.clear_faults();
    let fault = json!({"route": format!("POST /channels/{channel}/messages"), "status": 403, "code": 40003,
                       "times": 1000});
    harness.plan_fault(fault).await;
    harness.advance("2m").await;
    let receipt = newest_receipt(&mut harness, "Waiting").await;
    harness.click("sec-lead", &receipt, "Cancel it").await;
    harness.settle().await;
    let list = harness.reload(&list).await;
    assert_list_contains(&list, "Cancelled by the secretariat (1):** Member Accra");
    harness.clear_faults();
    harness.advance("1h").await;
    harness.receives_nothing("accra").await;
    harness.end().await;
}
