//! Tests deliveries. The tests check what members see on their phones and what the secretariat sees in its channel.

#![allow(clippy::unwrap_used)] // clippy.toml allows `unwrap` only inside test functions, not in helpers

#[path = "../common/mod.rs"]
mod common;

mod catch_up;
mod failures;
mod lists;
mod notices;
mod outages;
mod permissions;
mod platforms;
mod receipts;
mod rounds;
mod together;
mod watch;

use common::{Harness, Output};
use serde_json::json;

/// Runs `/remind` and presses the first button, which means "Save" in every language.
async fn remind(harness: &mut Harness, who: &str, text: &str, when: &str) {
    let preview = harness.command(who, "remind", json!({"text": text, "when": when})).await;
    let save_label = preview.buttons().into_iter().next().expect("it is understood");
    harness.click(who, &preview, &save_label).await;
}

/// The receipt (`/delivery show`) of the newest delivery in this state.
async fn newest_receipt(harness: &mut Harness, state: &str) -> Output {
    let list = harness.command("sec-lead", "delivery list", json!({"state": state})).await;
    let number = number_of(list.text());
    harness.command("sec-lead", "delivery show", json!({"number": number})).await
}

/// The number of the first delivery in the text of a list.
fn number_of(list: &str) -> i64 {
    let line =
        list.lines().find(|line| line.starts_with('`')).unwrap_or_else(|| panic!("no delivery is listed: {list}"));
    line.split('`').nth(1).and_then(|number| number.parse().ok()).expect("a number stands first")
}
