//! Tests the list of an alert, which Magpie posts in the secretariat's channel. The list must appear together with the
//! first messages, exist only once, and move when the secretariat gets another channel.

use serde_json::{Value, json};

use crate::common::{Harness, Output};

async fn send_alert(harness: &mut Harness) {
    let options = json!({"severity": "urgent", "audience": "members"});
    let form = harness.command("sec-lead", "alert send", options).await;
    let fields = json!({"text": "Main room link changed", "answer_by": ""});
    let preview = harness.submit("sec-lead", &form, fields).await;
    harness.click("sec-lead", &preview, "Send").await;
}

async fn channel_id(harness: &Harness, name: &str) -> String {
    let state = harness.state().await;
    let channels = state["channels"].as_array().expect("channels").iter();
    let found = channels.clone().find(|channel| channel["name"] == name).expect("there is such a channel");
    found["id"].as_str().expect("an id").to_owned()
}

/// The lists of alert 1 that are in this channel now.
async fn alert_lists(harness: &Harness, channel: &str) -> Vec<Value> {
    let all = harness.get(&format!("messages?channel={channel}")).await;
    let is_list = |message: &&Value| message["content"].as_str().is_some_and(|text| text.contains("alert 1"));
    all.as_array().expect("messages").iter().filter(is_list).cloned().collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn list_with_its_withdraw_button_comes_with_the_first_messages() {
    let mut harness = Harness::with_all_members().await;
    send_alert(&mut harness).await;
    let path = format!("/channels/{}/messages", channel_id(&harness, "secretariat").await);
    let requests = harness.requests().await;
    let posts: Vec<&str> = requests
        .iter()
        .filter(|request| request["method"] == "POST")
        .filter_map(|request| request["path"].as_str().filter(|path| path.ends_with("/messages")))
        .collect();
    assert!(posts.len() > 40, "{posts:?}");
    let position = posts.iter().position(|posted| *posted == path).expect("the list is posted");
    assert!(position < 10, "the list is number {position} of {}", posts.len());
    let list = harness.one_new_message("secretariat").await;
    assert!(list.buttons().contains(&"Withdraw".to_owned()), "{:?}", list.buttons());
    for member in harness.state().await["members"].as_array().expect("members").clone() {
        harness.receives(member["handle"].as_str().expect("a handle")).await;
    }
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn list_exists_once_after_eight_hours_of_changes() {
    let people = ["accra", "lapaz", "london", "cairo", "lagos", "kyiv", "brussels", "nairobi"];
    let all: Vec<&str> = people.into_iter().chain(["sec-lead"]).collect();
    let mut harness = Harness::with_members(&all).await;
    send_alert(&mut harness).await;
    for who in people {
        harness.advance("1h").await;
        harness.command(who, "seen", json!({})).await;
        harness.receives(who).await;
        harness.settle().await;
    }
    harness.new_messages("secretariat").await;
    let lists = alert_lists(&harness, "secretariat").await;
    assert_eq!(lists.len(), 1, "{lists:#?}");
    assert!(lists[0]["content"].as_str().is_some_and(|text| text.contains("Seen (8)")), "{}", lists[0]);
    for who in people {
        harness.receives(who).await;
    }
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn list_moves_with_its_buttons_to_the_new_secretariat_channel() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    send_alert(&mut harness).await;
    harness.receives_one("accra").await;
    harness.one_new_message("secretariat").await;
    harness.command("sec-lead", "setup", json!({"secretariat_channel": "helpdesk-triage"})).await;
    harness.settle().await;
    let lists = alert_lists(&harness, "helpdesk-triage").await;
    assert_eq!(lists.len(), 1, "{lists:#?}");
    let list = Output(lists[0].clone());
    harness.new_messages("helpdesk-triage").await;
    let response = harness.withdraw("sec-lead", &list).await;
    assert!(response.text().contains("withdrawn"), "{}", response.text());
    harness.settle().await;
    assert!(alert_lists(&harness, "secretariat").await.is_empty(), "the old one is deleted");
    harness.receives("accra").await;
    harness.new_messages("helpdesk-triage").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn list_of_a_deleted_channel_is_posted_in_the_new_channel_with_its_buttons() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    send_alert(&mut harness).await;
    harness.receives_one("accra").await;
    harness.one_new_message("secretariat").await;
    harness.delete("channels/secretariat").await;
    assert!(harness.failing_checks().await.contains(&"permissions"), "Magpie is not ready without it");
    harness.command("sec-lead", "setup", json!({"secretariat_channel": "helpdesk-triage"})).await;
    harness.settle().await;
    let lists = alert_lists(&harness, "helpdesk-triage").await;
    assert_eq!(lists.len(), 1, "{lists:#?}");
    let response = harness.withdraw("sec-lead", &Output(lists[0].clone())).await;
    assert!(response.text().contains("withdrawn"), "{}", response.text());
    harness.settle().await;
    harness.receives("accra").await;
    harness.new_messages("helpdesk-triage").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn alert_show_command_has_the_buttons_of_the_list() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    send_alert(&mut harness).await;
    harness.receives_one("accra").await;
    let list = harness.one_new_message("secretariat").await;
    let details = harness.command("sec-lead", "alert show", json!({"number": 1})).await;
    assert_eq!(details.buttons(), list.buttons());
    harness.withdraw("sec-lead", &details).await;
    harness.settle().await;
    let list = harness.reload(&list).await;
    assert!(list.text().contains("**Withdrawn** by"), "{}", list.text());
    harness.end().await;
}
