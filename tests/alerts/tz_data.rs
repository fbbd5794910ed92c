//! Tests the start of the bot after an update of the tz data. The bot must recompute all due times.

use serde_json::json;
use sqlx::{Connection, SqliteConnection};

use crate::common::Harness;
use crate::{PEOPLE, each_receives_one, read_reposted_lists, send};

/// Stops the bot, changes its database as if a bot with older tz data had written it, and starts the bot. All due times
/// are then one hour too late.
async fn restart_from_older_tz_data(harness: &mut Harness) {
    harness.kill_bot().await;
    let database_url = format!("sqlite:{}", harness.database().display());
    let mut database = SqliteConnection::connect(&database_url).await.expect("it opens");
    for statement in [
        "UPDATE house SET value = '2019c' WHERE key = 'tz-data'",
        "UPDATE reminders SET tz_data = '2019c', due_at = due_at + 3600000",
        "UPDATE deliveries SET due_at = due_at + 3600000 WHERE state = 'pending'",
    ] {
        sqlx::query(statement).execute(&mut database).await.expect("it is written");
    }
    database.close().await.expect("it closes");
    harness.start_bot().await;
}

#[tokio::test]
async fn reminder_computed_with_older_tz_data_is_sent_at_its_wall_time() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let understood = harness.command("lagos", "remind", json!({"text": "Tea", "when": "tomorrow 9am"})).await;
    harness.click("lagos", &understood, "Save").await;
    restart_from_older_tz_data(&mut harness).await;
    harness.advance_to("2020-11-11T07:59:00Z").await;
    harness.receives_nothing("lagos").await;
    harness.advance("1m").await;
    assert!(harness.receives_one("lagos").await.lock_screen().starts_with("⏰ Tea"));
    harness.end().await;
}

#[tokio::test]
async fn nudge_computed_with_older_tz_data_is_sent_at_the_waking_minute() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    send(&mut harness, "urgent", "").await;
    each_receives_one(&mut harness).await;
    restart_from_older_tz_data(&mut harness).await;
    harness.advance_to("2020-11-10T19:59:00Z").await;
    harness.receives_nothing("sydney").await;
    harness.advance("1m").await;
    assert!(harness.receives_one("sydney").await.sounds(), "07:00 in Sydney");
    harness.advance_to("2020-11-10T22:00:00Z").await;
    assert!(harness.receives_one("tokyo").await.sounds());
    read_reposted_lists(&mut harness).await;
    harness.end().await;
}
