//! Who is away is counted as asleep until they said they would be back.

use serde_json::json;

use crate::common::Scene;
use crate::{PEOPLE, TEXT, is_received, newer_lists, preview, send};

#[tokio::test]
async fn who_is_away_is_counted_as_asleep_until_they_are_back() {
    let mut scene = Scene::of(&PEOPLE).await;
    let away = scene.command("brussels", "profile away", json!({"until": "2020-11-12 09:00"})).await;
    assert!(away.text().contains("jeu. 12 nov., 09:00 (jeu. 08:00 UTC)"), "{}", away.text());
    scene.restart_bot().await;
    let shown = preview(&mut scene, "urgent", "members", TEXT, "18:15 UTC").await;
    assert!(shown.text().contains("Awake now (1):** Member La Paz"), "{}", shown.text());
    let asleep = "asleep until after (3):** Member Brussels, Member Sydney, Member Tokyo";
    assert!(shown.text().contains(asleep), "{}", shown.text());
    scene.command("brussels", "profile back", json!({})).await;
    let shown = preview(&mut scene, "urgent", "members", TEXT, "18:15 UTC").await;
    assert!(shown.text().contains("Awake now (2):** Member Brussels, Member La Paz"), "{}", shown.text());
    scene.end().await;
}

#[tokio::test]
async fn an_urgent_alert_makes_no_sound_for_who_is_away_and_one_when_they_are_back() {
    let mut scene = Scene::of(&PEOPLE).await;
    scene.command("brussels", "profile away", json!({"until": "2020-11-10 22:00 UTC"})).await;
    send(&mut scene, "urgent", "").await;
    for who in ["lapaz", "sydney", "tokyo"] {
        scene.receives_one(who).await;
    }
    assert!(!scene.receives_one("brussels").await.sounds(), "Brussels is away");
    scene.restart_bot().await;
    // Back in their own night: the nudge waits for the morning.
    scene.advance_to("2020-11-11T05:59:00Z").await;
    scene.receives_nothing("brussels").await;
    scene.advance("1m").await;
    assert!(scene.receives_one("brussels").await.sounds());
    for who in ["sydney", "tokyo"] {
        scene.receives_one(who).await;
    }
    newer_lists(&mut scene).await;
    scene.end().await;
}

#[tokio::test]
async fn who_is_back_earlier_is_nudged_at_once() {
    let mut scene = Scene::of(&PEOPLE).await;
    scene.command("brussels", "profile away", json!({"until": "2020-11-20 09:00"})).await;
    send(&mut scene, "urgent", "").await;
    is_received(&mut scene).await;
    scene.advance("10m").await;
    scene.command("brussels", "profile back", json!({})).await;
    scene.settle().await;
    assert!(scene.receives_one("brussels").await.sounds(), "they are awake now, and have not seen it");
    scene.end().await;
}
