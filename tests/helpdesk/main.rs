//! The help desk, used as by askers, volunteers and the secretariat.

#![allow(clippy::unwrap_used)] // clippy.toml allows it in tests, but not in their helpers

#[path = "../common/mod.rs"]
mod common;

mod access;
mod claims;
mod escalation;
mod hand_over;
mod restarts;

use common::{Harness, Output};
use serde_json::json;

/// An asker, two volunteers who are awake, one who is asleep (Tokyo), and the secretariat.
const PEOPLE: [&str; 6] = ["guest", "lapaz", "vancouver", "tokyo", "sec-lead", "sec-tech"];

/// Presses a button of the panel and submits its form; returns the answer.
async fn writes(harness: &mut Harness, who: &str, button: &str, text: &str) -> Output {
    let panel = harness.get("messages?channel=help").await;
    let panel = Output(
        panel.as_array().expect("messages are a list").first().expect("the panel stands in the help channel").clone(),
    );
    let opened = harness.click(who, &panel, button).await;
    harness.submit(who, &opened, json!({ "text": text })).await
}

/// The guest asks for help. Returns the answer, the card, and the DM with the status.
async fn asks_for_help(harness: &mut Harness) -> (Output, Output, Output) {
    let answer =
        writes(harness, "guest", "Get help · Demander de l'aide · Pedir ayuda", "I cannot hear the main room").await;
    let card = harness.one_new_message("helpdesk-triage").await;
    let status = harness.receives_one("guest").await;
    (answer, card, status)
}

/// Somebody claims a ticket. Returns the DM with the buttons that only they see.
async fn claims(harness: &mut Harness, who: &str, message: &Output) -> Output {
    harness.click(who, message, "I will help").await;
    harness.receives_in_dm(who).await.pop().expect("the helper gets a message of their own")
}

/// The text of a message without buttons, without the random tag at its end.
fn untagged(told: &Output) -> &str {
    let (text, tag) = told.text().rsplit_once('\u{2060}').expect("the message ends with a tag");
    assert!(tag.chars().all(|c| ('\u{FE00}'..='\u{FE0F}').contains(&c)), "the tag is not displayed: {tag:?}");
    text
}

/// The text of a message, with the invisible characters that break mentions made visible.
fn with_visible_joiners(told: &Output) -> String {
    told.text().replace('\u{2060}', "[joiner]")
}

/// The id of the thread with this name.
async fn thread(harness: &Harness, name: &str) -> String {
    let state = harness.state().await;
    let channels = state["channels"].as_array().expect("channels are a list").clone();
    let found = channels.iter().find(|channel| channel["name"] == name);
    found.unwrap_or_else(|| panic!("no thread is called {name}: {channels:#?}"))["id"]
        .as_str()
        .expect("it has an id")
        .to_owned()
}
