//! Tests reminders through what members and the secretariat do.

#[path = "../common/mod.rs"]
mod common;

mod access;
mod copies;
mod failures;
mod group;
mod long_texts;
mod moving;
mod old_messages;
mod own;
mod retyping;
mod snoozing;
mod stopping;
mod undoing;

use common::{Harness, Output};
use serde_json::json;

/// Runs `/remind` and presses "Save", for a member who uses English. Returns the response to "Save".
async fn remind(harness: &mut Harness, who: &str, text: &str, when: &str) -> Output {
    let preview = harness.command(who, "remind", json!({"text": text, "when": when})).await;
    assert!(preview.is_ephemeral(), "only the member sees it");
    harness.click(who, &preview, "Save").await
}

/// The first line of the member's list of reminders.
async fn list_title(harness: &mut Harness, who: &str) -> String {
    let list = harness.command(who, "reminders", json!({})).await;
    list.text().lines().next().unwrap_or_default().to_owned()
}
