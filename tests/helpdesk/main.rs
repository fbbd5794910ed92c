//! The help desk, driven as askers, volunteers and the secretariat do.

#[path = "../common/mod.rs"]
mod common;

mod access;
mod claims;
mod escalation;
mod hand_over;
mod restarts;

use common::{Scene, Told};
use serde_json::json;

/// An asker, two volunteers who are awake, one who is asleep (Tokyo), and the secretariat.
const PEOPLE: [&str; 6] = ["guest", "lapaz", "vancouver", "tokyo", "sec-lead", "sec-tech"];

/// Presses a button of the panel and submits its form; returns the answer.
async fn writes(scene: &mut Scene, who: &str, button: &str, text: &str) -> Told {
    let panel = scene.get("messages?channel=help").await;
    let panel = Told(
        panel.as_array().expect("messages are a list").first().expect("the panel stands in the help channel").clone(),
    );
    let opened = scene.click(who, &panel, button).await;
    scene.submit(who, &opened, json!({ "text": text })).await
}

/// The guest asks for help. Returns the answer, the card, and the DM with the status.
async fn asks_for_help(scene: &mut Scene) -> (Told, Told, Told) {
    let answer =
        writes(scene, "guest", "Get help · Demander de l'aide · Pedir ayuda", "I cannot hear the main room").await;
    let card = scene.reads_one("helpdesk-triage").await;
    let status = scene.receives_one("guest").await;
    (answer, card, status)
}

/// The text of a message without buttons, without the random tag at its end.
fn untagged(told: &Told) -> &str {
    told.text().rsplit_once("\n-# ").expect("the message ends with a tag").0
}

/// The text of a message, in which the invisible characters that break mentions can be read.
fn with_visible_joiners(told: &Told) -> String {
    told.text().replace('\u{2060}', "[joiner]")
}

/// The id of the thread with this name.
async fn thread(scene: &Scene, name: &str) -> String {
    let state = scene.state().await;
    let channels = state["channels"].as_array().expect("channels are a list").clone();
    let found = channels.iter().find(|channel| channel["name"] == name);
    found.unwrap_or_else(|| panic!("no thread is called {name}: {channels:#?}"))["id"]
        .as_str()
        .expect("it has an id")
        .to_owned()
}
