//! What was accepted arrives once, whatever happens to the connection while it is on its way; and what was missed
//! meanwhile is known afterwards.

#[path = "../common/mod.rs"]
mod common;
mod nonsense;

use std::time::Duration;

use common::{Scene, Told};
use magpie::sandbox::DiscordConfig;
use serde_json::json;

/// Awake at 16:55 UTC: La Paz, Brussels and the secretariat; Sydney sleeps.
const PEOPLE: [&str; 4] = ["sec-lead", "lapaz", "brussels", "sydney"];
const READERS: [&str; 3] = ["lapaz", "brussels", "sydney"];

async fn preview(scene: &mut Scene) -> Told {
    let options = json!({"severity": "urgent", "audience": "members"});
    let opened = scene.command("sec-lead", "alert send", options).await;
    scene.submit("sec-lead", &opened, json!({"text": "Main room link changed", "answer_by": ""})).await
}

/// Confirms an alert and returns with the bot's first answer, while the messages are still to be sent.
async fn confirm(scene: &Scene, preview: &Told) {
    let click = json!({"as": "sec-lead", "message": preview.id(), "label": "Send", "wait": "answer"});
    scene.post("click", click).await;
}

/// Each reader has it once, their button works, and the secretariat's list knows.
async fn arrived_once(scene: &mut Scene) {
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
    arrived_once(&mut scene).await;
    scene.end().await;
}

#[tokio::test]
async fn alert_arrives_once_though_the_connection_drops() {
    alert_survives("drop").await;
}

#[tokio::test]
async fn alert_arrives_once_though_discord_asks_for_a_new_connection() {
    alert_survives("reconnect").await;
}

#[tokio::test]
async fn alert_arrives_once_though_the_session_is_invalid() {
    alert_survives("invalid_session").await;
}

#[tokio::test]
async fn alert_arrives_once_through_an_outage_of_the_server() {
    alert_survives("guild_outage").await;
}

#[tokio::test]
async fn alert_arrives_once_and_members_are_known_after_a_silence() {
    // Discord's own heartbeat would make this a matter of minutes.
    let config = DiscordConfig { heartbeat_interval: Duration::from_millis(600), ..DiscordConfig::default() };
    let mut scene = Scene::of_with(&PEOPLE, config).await;
    let preview = preview(&mut scene).await;
    confirm(&scene, &preview).await;
    scene.gateway("silence").await;
    scene.settle().await;
    arrived_once(&mut scene).await;
    scene.end().await;
}

#[tokio::test]
async fn alert_arrives_once_though_answers_are_lost_and_the_connection_drops() {
    let mut scene = Scene::of(&PEOPLE).await;
    let preview = preview(&mut scene).await;
    scene.fault(json!({"route": "POST /channels/*/messages", "times": 2, "when": "after"})).await;
    confirm(&scene, &preview).await;
    scene.gateway("drop").await;
    scene.advance("2m").await;
    arrived_once(&mut scene).await;
    scene.end().await;
}

#[tokio::test]
async fn alert_arrives_once_though_the_bot_dies_while_sending() {
    let mut scene = Scene::of(&PEOPLE).await;
    let preview = preview(&mut scene).await;
    confirm(&scene, &preview).await;
    scene.restart_bot().await;
    scene.advance("5m").await;
    arrived_once(&mut scene).await;
    scene.end().await;
}

/// What nobody told the bot about, because there was no session to tell it in, it reads by itself.
#[tokio::test]
async fn members_roles_and_channels_are_read_anew_after_a_new_session() {
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
