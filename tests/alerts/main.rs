//! Tests alerts in the sandbox: the secretariat sends them, and members receive them while they are awake or asleep.

#[path = "../common/mod.rs"]
mod common;

mod asks;
mod audience;
mod away;
mod community;
mod corrections;
mod day_one;
mod endings;
mod lost_roles;
mod previews;
mod refusals;
mod report;
mod sending;
mod translations;
mod tz_data;
mod until_answered;
mod waking;
mod writing;

use common::{Harness, Output};
use serde_json::json;

const TEXT: &str = "Main room link changed";
/// The secretariat and four members, who are named after their cities. At 16:55 UTC, the secretariat, La Paz and
/// Brussels are awake. Sydney sleeps until 20:00 UTC, Tokyo until 21:30 UTC.
const PEOPLE: [&str; 5] = ["sec-lead", "lapaz", "brussels", "sydney", "tokyo"];

/// Runs `/alert send` and submits the form. Returns the response: the preview or an error.
async fn preview_alert(harness: &mut Harness, severity: &str, audience: &str, text: &str, answer_by: &str) -> Output {
    let form = harness.command("sec-lead", "alert send", json!({"severity": severity, "audience": audience})).await;
    harness.submit("sec-lead", &form, json!({"text": text, "answer_by": answer_by})).await
}

/// Sends an alert to the members. Returns its list in the secretariat's channel.
async fn send(harness: &mut Harness, severity: &str, answer_by: &str) -> Output {
    let preview = preview_alert(harness, severity, "members", TEXT, answer_by).await;
    let response = harness.click("sec-lead", &preview, "Send").await;
    assert!(response.text().contains("is going to 4 people"), "{}", response.text());
    harness.settle().await;
    harness.one_new_message("secretariat").await
}

/// Corrects an alert: submits the form under the alert's list and presses "Send correction". Returns the response to
/// that button.
async fn correct(harness: &mut Harness, list: &Output, text: &str, answer_by: &str) -> Output {
    let form = harness.click("sec-lead", list, "Correct").await;
    let preview = harness.submit("sec-lead", &form, json!({"text": text, "answer_by": answer_by})).await;
    harness.click("sec-lead", &preview, "Send correction").await
}

/// Fails unless each of the four members has one new message.
async fn each_receives_one(harness: &mut Harness) {
    for who in ["lapaz", "brussels", "sydney", "tokyo"] {
        harness.receives_one(who).await;
    }
}

/// Reads the lists that the bot posted because older lists were too old to edit. Fails unless exactly one list is
/// current: the text of every outdated list points to a newer message.
async fn read_reposted_lists(harness: &mut Harness) {
    let lists = harness.new_messages("secretariat").await;
    assert!(!lists.is_empty(), "there is no newer list");
    let current_lists = lists.iter().filter(|list| !list.text().contains("goes on in a newer message")).count();
    assert_eq!(current_lists, 1, "one list is current: {lists:#?}");
}
