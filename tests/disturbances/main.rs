//! An accepted alert arrives once whatever happens to the connection while it is sent, and the bot catches up with what
//! it missed.

#[path = "../common/mod.rs"]
mod common;
mod nonsense;

use std::time::Duration;

use common::{Scene, Told};
use magpie::sandbox::Manners;
use serde_json::json;

/// At 16:55 UTC La Paz, Brussels and the secretariat are awake; Sydney sleeps.
const PEOPLE: [&str; 4] = ["sec-lead", "lapaz", "brussels", "sydney"];
const READERS: [&str; 3] = ["lapaz", "brussels", "sydney"];

async fn preview(scene: &mut Scene) -> Told {
    let options = json!({"severity": "urgent", "audience": "members"});
    let opened = scene.command("sec-lead", "alert send", options).await;
    scene.submit("sec-lead", &opened, json!({"text": "Main room link changed", "answer_by": ""})).await
}

/// Confirms an alert and returns at the bot's first response, before all messages are sent.
async fn confirm(scene: &Scene, preview: &Told) {
    let click = json!({"as": "sec-lead", "message": preview.id(), "label": "Send", "wait": "answer"});
    scene.post("click", click).await;
}

/// Each reader has the alert once, their button works, and the secretariat's list shows it.
async fn assert_arrived_once(scene: &mut Scene) {
    for who in READERS {
        let message = scene.receives_one(who).await;
        assert!(message.text().contains("Main room link changed"), "{who}: {}", message.text());
    }
    let list = scene.reads_one("secretariat").await;
    let lapaz = scene.dm("lapaz").await.pop().expect("a message");
    scene.click("lapaz", &lapaz, "Lo he visto").await;
    scene.settle().await;
    let list = scene.again(&list).await;
    assert!(list.text().contains("Seen (1):** Member La Paz"), "{}", list.text());
}

async fn alert_survives(disturbance: &str) {
    let mut scene = Scene::of(&PEOPLE).await;
    let preview = preview(&mut scene).await;
    confirm(&scene, &preview).await;
    scene.gateway(disturbance).await;
    scene.settle().await;
    assert_arrived_once(&mut scene).await;
    scene.end().await;
}

#[tokio::test]
async fn alert_arrives_once_when_the_connection_drops() {
    alert_survives("drop").await;
}

#[tokio::test]
async fn alert_arrives_once_when_discord_requests_a_reconnect() {
    alert_survives("reconnect").await;
}

#[tokio::test]
async fn alert_arrives_once_when_the_session_is_invalid() {
    alert_survives("invalid_session").await;
}

#[tokio::test]
async fn alert_arrives_once_when_the_server_has_an_outage() {
    alert_survives("guild_outage").await;
}

#[tokio::test]
async fn alert_arrives_once_when_the_gateway_falls_silent() {
    // With Discord's own heartbeat interval this would take minutes.
    let manners = Manners { heartbeat: Duration::from_millis(600), ..Manners::default() };
    let mut scene = Scene::of_with(&PEOPLE, manners).await;
    let preview = preview(&mut scene).await;
    confirm(&scene, &preview).await;
    scene.gateway("silence").await;
    scene.settle().await;
    assert_arrived_once(&mut scene).await;
    scene.end().await;
}

#[tokio::test]
async fn alert_arrives_once_when_responses_are_lost_and_the_connection_drops() {
    let mut scene = Scene::of(&PEOPLE).await;
    let preview = preview(&mut scene).await;
    scene.fault(json!({"route": "POST /channels/*/messages", "times": 2, "when": "after"})).await;
    confirm(&scene, &preview).await;
    scene.gateway("drop").await;
    scene.advance("2m").await;
    assert_arrived_once(&mut scene).await;
    scene.end().await;
}

#[tokio::test]
async fn alert_arrives_once_when_the_bot_is_killed_while_it_sends() {
    let mut scene = Scene::of(&PEOPLE).await;
    let preview = preview(&mut scene).await;
    confirm(&scene, &preview).await;
    scene.restart_bot().await;
    scene.advance("5m").await;
    assert_arrived_once(&mut scene).await;
    scene.end().await;
}

/// Without a session the bot gets no events, so it must sync.
#[tokio::test]
async fn members_and_roles_are_synced_in_a_new_session() {
    let mut scene = Scene::of(&PEOPLE).await;
    scene.gateway("invalid_session").await;
    scene.post("members", json!({"handle": "newcomer", "name": "Newcomer", "roles": ["mag"], "locale": "en-GB"})).await;
    scene.patch_member("brussels", json!({"roles": []})).await;
    scene.settle().await;
    let shown = preview(&mut scene).await;
    assert!(shown.text().contains("Newcomer"), "{}", shown.text());
    assert!(!shown.text().contains("Brussels"), "{}", shown.text());
    scene.end().await;
}
