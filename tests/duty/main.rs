//! Tests duty through what the secretariat and the volunteers do.

#![allow(clippy::unwrap_used)] // clippy.toml allows `unwrap` only in test functions, not in helper functions

#[path = "../common/mod.rs"]
mod common;

mod notices;
mod offers;
mod panel;
mod planning;
mod taking;

use common::{Harness, Output};
use serde_json::json;

/// Volunteers who are awake at the start (16:55 UTC), a guest, and the secretariat. In La Paz it is 12:55, in
/// Washington 11:55, in Vancouver 08:55.
const PEOPLE: [&str; 5] = ["lapaz", "vancouver", "washington", "guest", "sec-lead"];

/// The secretariat plans one slot, and creates it.
async fn plan(harness: &mut Harness, from: &str, until: &str, people: u32) {
    let options = json!({ "from": from, "until": until, "people": people });
    let preview = harness.command("sec-lead", "duty add", options).await;
    harness.click("sec-lead", &preview, "Create").await;
}

/// Opens the list of slots, and chooses one. `select` is the placeholder of the list in the reader's language.
async fn open_slot(harness: &mut Harness, who: &str, select: &str, slot: &str) -> Output {
    let list = harness.command(who, "duty slots", json!({})).await;
    harness.select(who, &list, select, &[slot]).await
}

/// The text of a message, without the invisible tag of its delivery.
fn without_tag(message: &Output) -> &str {
    message.text().split('\u{2060}').next().unwrap_or_default()
}
