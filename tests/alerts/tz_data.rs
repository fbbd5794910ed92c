//! What was worked out with other rules of the clocks is worked out anew when the bot starts with these.

use serde_json::json;
use sqlx::{Connection, SqliteConnection};

use crate::common::Scene;
use crate::{PEOPLE, is_received, newer_lists, send};

/// The bot was last run with old tz data, by which all that waits for somebody's wall clock comes an hour later.
async fn worked_out_with_older_rules(scene: &mut Scene) {
    scene.kill_bot().await;
    let address = format!("sqlite:{}", scene.database().display());
    let mut database = SqliteConnection::connect(&address).await.expect("it opens");
    for statement in [
        "UPDATE house SET value = '2019c' WHERE key = 'tz-data'",
        "UPDATE reminders SET tz_data = '2019c', due_at = due_at + 3600000",
        "UPDATE deliveries SET due_at = due_at + 3600000 WHERE state = 'pending'",
    ] {
        sqlx::query(statement).execute(&mut database).await.expect("it is written");
    }
    database.close().await.expect("it closes");
    scene.start_bot().await;
}

#[tokio::test]
async fn reminders_of_older_tz_data_come_at_their_wall_time() {
    let mut scene = Scene::of(&["sec-lead", "lagos"]).await;
    let understood = scene.command("lagos", "remind", json!({"text": "Tea", "when": "tomorrow 9am"})).await;
    scene.click("lagos", &understood, "Save").await;
    worked_out_with_older_rules(&mut scene).await;
    scene.advance_to("2020-11-11T07:59:00Z").await;
    scene.receives_nothing("lagos").await;
    scene.advance("1m").await;
    assert!(scene.receives_one("lagos").await.lock_screen().starts_with("⏰ Tea"));
    scene.end().await;
}

#[tokio::test]
async fn nudges_of_older_tz_data_come_at_the_waking_minute() {
    let mut scene = Scene::of(&PEOPLE).await;
    send(&mut scene, "urgent", "").await;
    is_received(&mut scene).await;
    worked_out_with_older_rules(&mut scene).await;
    scene.advance_to("2020-11-10T19:59:00Z").await;
    scene.receives_nothing("sydney").await;
    scene.advance("1m").await;
    assert!(scene.receives_one("sydney").await.sounds(), "07:00 in Sydney");
    scene.advance_to("2020-11-10T22:00:00Z").await;
    assert!(scene.receives_one("tokyo").await.sounds());
    newer_lists(&mut scene).await;
    scene.end().await;
}
