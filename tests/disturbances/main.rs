//! Tests faults of the connection to Discord while an alert is sent. The alert must arrive exactly once, and the bot
//! must catch up with the events that it missed.

#[path = "../common/mod.rs"]
mod common;
mod nonsense;

use std::time::Duration;

use common::{Harness, Output};
use magpie::sandbox::DiscordConfig;
use serde_json::json;

/// At 16:55 UTC, La Paz, Brussels and the secretariat are awake, and Sydney is asleep.
const PEOPLE: [&str; 4] = ["sec-lead", "lapaz", "brussels", "sydney"];
const READERS: [&str; 3] = ["lapaz", "brussels", "sydney"];

/// Runs `/alert send` and submits the form. Returns the preview.
async fn preview_alert(harness: &mut Harness) -> Output {
    let options = json!({"severity": "urgent", "audience": "members"});
    let opened = harness.command("sec-lead", "alert send", options).await;
    harness.submit("sec-lead", &opened, json!({"text": "Main room link changed", "answer_by": ""})).await
}

/// Presses "Send" under the preview. Returns at the bot's response, before the bot has sent all messages.
async fn confirm(harness: &Harness, preview: &Output) {
    let click = json!({"as": "sec-lead", "message": preview.id(), "label": "Send", "wait": "answer"});
    harness.post("click", click).await;
}

/// Fails unless each reader has the alert once, the alert's button works, and the secretariat's list shows who has seen
/// the alert.
async fn assert_arrived_once(harness: &mut Harness) {
    for who in READERS {
        let message = harness.receives_one(who).await;
        assert!(message.text().contains("Main room link changed"), "{who}: {}", message.text());
    }
    let list = harness.one_new_message("secretariat").await;
    let lapaz = harness.dm("lapaz").await.pop().expect("a message");
    harness.click("lapaz", &lapaz, "Lo he visto").await;
    harness.settle().await;
    let list = harness.reload(&list).await;
    assert!(list.text().contains("Seen (1):** Member La Paz"), "{}", list.text());
}

/// Disturbs the gateway connection right after the alert is confirmed. Fails unless the alert still arrives once.
async fn assert_alert_arrives_once_despite(disturbance: &str) {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_alert(&mut harness).await;
    confirm(&harness, &preview).await;
    harness.disrupt_gateway(disturbance).await;
    harness.settle().await;
    assert_arrived_once(&mut harness).await;
    harness.end().await;
}

#[tokio::test]
async fn alert_arrives_once_when_the_connection_drops() {
    assert_alert_arrives_once_despite("drop").await;
}

#[tokio::test]
async fn alert_arrives_once_when_discord_requests_a_reconnect() {
    assert_alert_arrives_once_despite("reconnect").await;
}

#[tokio::test]
async fn alert_arrives_once_when_the_session_is_invalid() {
    assert_alert_arrives_once_despite("invalid_session").await;
}

#[tokio::test]
async fn alert_arrives_once_when_the_server_has_an_outage() {
    assert_alert_arrives_once_despite("guild_outage").await;
}

#[tokio::test]
async fn alert_arrives_once_when_the_gateway_falls_silent() {
    // The bot notices a silent gateway when a heartbeat gets no answer. With Discord's heartbeat interval, that would
    // take minutes.
    let config = DiscordConfig { heartbeat_interval: Duration::from_millis(600), ..DiscordConfig::default() };
    let mut harness = Harness::with_config(&PEOPLE, config).await;
    let preview = preview_alert(&mut harness).await;
    confirm(&harness, &preview).await;
    harness.disrupt_gateway("silence").await;
    harness.settle().await;
    assert_arrived_once(&mut harness).await;
    harness.end().await;
}

#[tokio::test]
async fn alert_arrives_once_when_responses_are_lost_and_the_connection_drops() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_alert(&mut harness).await;
    harness.plan_fault(json!({"route": "POST /channels/*/messages", "times": 2, "when": "after"})).await;
    confirm(&harness, &preview).await;
    harness.disrupt_gateway("drop").await;
    harness.advance("2m").await;
    assert_arrived_once(&mut harness).await;
    harness.end().await;
}

#[tokio::test]
async fn alert_arrives_once_when_the_bot_is_killed_while_it_sends() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_alert(&mut harness).await;
    confirm(&harness, &preview).await;
    harness.restart_bot().await;
    harness.advance("5m").await;
    assert_arrived_once(&mut harness).await;
    harness.end().await;
}

/// The bot misses all events between the end of a session and the start of the next one. So the bot must sync members
/// and roles in the new session.
#[tokio::test]
async fn members_and_roles_are_synced_in_a_new_session() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    harness.disrupt_gateway("invalid_session").await;
    harness
        .post("members", json!({"handle": "newcomer", "name": "Newcomer", "roles": ["mag"], "locale": "en-GB"}))
        .await;
    harness.patch_member("brussels", json!({"roles": []})).await;
    harness.settle().await;
    let preview = preview_alert(&mut harness).await;
    assert!(preview.text().contains("Newcomer"), "{}", preview.text());
    assert!(!preview.text().contains("Brussels"), "{}", preview.text());
    harness.end().await;
}

/// Discord archives a thread in which nobody has written for a week. So the inbox threads are archived when the second
/// alert is sent.
#[tokio::test]
async fn alert_after_silent_weeks_arrives_through_the_inbox_threads_and_wakes_nobody() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    for who in READERS {
        harness.patch_member(who, json!({"dms_open": false})).await;
    }
    for _ in 0..3 {
        let preview = preview_alert(&mut harness).await;
        harness.click("sec-lead", &preview, "Send").await;
        harness.settle().await;
        for who in READERS {
            let message = harness.receives_one(who).await;
            assert!(message.text().contains("Main room link changed"), "{who}: {}", message.text());
            assert_eq!(message.sounds(), who != "sydney", "{who}: nobody who is asleep may hear a sound");
        }
        harness.advance("192h").await;
        for who in READERS {
            harness.receives(who).await;
        }
        harness.new_messages("secretariat").await;
    }
    harness.end().await;
}
