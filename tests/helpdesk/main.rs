//! Tests the help desk through what askers, volunteers and the secretariat do.

#![allow(clippy::unwrap_used)] // clippy.toml allows `unwrap` only in test functions, not in helper functions

#[path = "../common/mod.rs"]
mod common;

mod access;
mod alive;
mod answered_elsewhere;
mod channels;
mod claims;
mod departures;
mod desk;
mod escalation;
mod faq;
mod hand_over;
mod intake;
mod ladder;
mod lists;
mod missed_deletions;
mod repeats;
mod restarts;

use common::{Harness, Output};
use serde_json::json;

/// An asker (guest), two volunteers who are awake, one volunteer who is asleep (Tokyo), and the secretariat.
const PEOPLE: [&str; 6] = ["guest", "lapaz", "vancouver", "tokyo", "sec-lead", "sec-tech"];

/// Presses this button of the panel in the help channel, and submits the form with this text. Returns the response.
async fn submit_panel_form(harness: &mut Harness, who: &str, button: &str, text: &str) -> Output {
    let panel = harness.get("messages?channel=help").await;
    let panel = Output(
        panel.as_array().expect("messages are a list").first().expect("the panel is in the help channel").clone(),
    );
    let form = harness.click(who, &panel, button).await;
    harness.submit(who, &form, json!({ "text": text })).await
}

/// The guest asks for help. Returns the response, the ticket's card in the volunteers' channel, and the status message
/// in the guest's DM.
async fn ask_for_help(harness: &mut Harness) -> (Output, Output, Output) {
    let button = "Get help · Demander de l’aide · Pedir ayuda";
    let answer = submit_panel_form(harness, "guest", button, "I cannot hear the main room").await;
    let card = harness.one_new_message("helpdesk-triage").await;
    let status = harness.receives_one("guest").await;
    (answer, card, status)
}

/// Presses "I will help" under this message. Returns the newest message in the helper's DM, which has the helper's
/// buttons.
async fn claim(harness: &mut Harness, who: &str, message: &Output) -> Output {
    harness.click(who, message, "I will help").await;
    harness.receives_in_dm(who).await.pop().expect("the helper gets a message in their DM")
}

/// The text of a message with `[joiner]` in place of each word joiner. The bot inserts these invisible characters so
/// that a name does not become a mention.
fn with_visible_joiners(message: &Output) -> String {
    message.text().replace('\u{2060}', "[joiner]")
}

/// The text of a message without the hidden tag of its delivery, which a message without buttons has at its end.
fn without_tag(message: &Output) -> &str {
    message.text().split('\u{2060}').next().unwrap_or_default()
}

/// The id of the thread with this name.
async fn thread_id(harness: &Harness, name: &str) -> String {
    let state = harness.state().await;
    let channels = state["channels"].as_array().expect("channels are a list").clone();
    let thread = channels.iter().find(|channel| channel["name"] == name);
    thread.unwrap_or_else(|| panic!("no thread is called {name}: {channels:#?}"))["id"]
        .as_str()
        .expect("it has an id")
        .to_owned()
}
