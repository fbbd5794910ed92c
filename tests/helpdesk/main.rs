//! Tickets, driven as askers, volunteers and the secretariat drive them.

#![allow(clippy::unwrap_used)] // clippy.toml allows it in tests, but not in their helpers

#[path = "../common/mod.rs"]
mod common;

mod claims;
mod escalation;
mod hand_over;
mod restarts;
mod who_may;

use common::{Scene, Told};
use serde_json::json;

/// Those of the story, and a volunteer who sleeps.
const PEOPLE: [&str; 6] = ["guest", "lapaz", "vancouver", "tokyo", "sec-lead", "sec-tech"];

/// Presses a button of the panel and writes; returns what the asker was answered.
async fn writes(scene: &mut Scene, who: &str, button: &str, text: &str) -> Told {
    let panel = scene.get("messages?channel=help").await;
    let panel = Told(
        panel.as_array().expect("messages are a list").first().expect("the panel stands in the help channel").clone(),
    );
    let opened = scene.click(who, &panel, button).await;
    scene.submit(who, &opened, json!({ "text": text })).await
}

/// The guest asks for help; what they were answered, the card, and what they got in private.
async fn asks_for_help(scene: &mut Scene) -> (Told, Told, Told) {
    let answer =
        writes(scene, "guest", "Get help · Demander de l'aide · Pedir ayuda", "I cannot hear the main room").await;
    let card = scene.reads_one("helpdesk-triage").await;
    let status = scene.receives_one("guest").await;
    (answer, card, status)
}

/// The one thread of a channel, by its name.
async fn thread(scene: &Scene, name: &str) -> String {
    let state = scene.state().await;
    let channels = state["channels"].as_array().expect("channels are a list").clone();
    let found = channels.iter().find(|channel| channel["name"] == name);
    found.unwrap_or_else(|| panic!("no thread is called {name}: {channels:#?}"))["id"]
        .as_str()
        .expect("it has an id")
        .to_owned()
}
