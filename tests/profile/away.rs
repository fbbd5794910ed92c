//! "I am away until…": said in words, kept over a restart, ended by the member or by its time.

use magpie::db::Db;
use magpie::members::MemberExpiry;
use magpie::timers::Expire;
use serde_json::{Value, json};

use crate::common::{Scene, Told};

#[tokio::test]
async fn i_am_away_is_confirmed_with_its_instant_kept_over_a_restart_and_ended_by_a_button() {
    let mut scene = Scene::of(&["sec-lead", "lagos"]).await;
    let saved = scene.command("lagos", "profile away", json!({"until": "20 November 14:00"})).await;
    assert!(saved.text().contains("Fri 20 Nov, 14:00 (Fri 13:00 UTC)"), "{}", saved.text());
    scene.restart_bot().await;
    let shown = scene.command("lagos", "profile show", json!({})).await;
    assert!(shown.text().contains("Now: away until Fri 20 Nov, 14:00"), "{}", shown.text());
    let ended = scene.click("lagos", &shown, "I am back").await;
    assert!(ended.text().contains("Now: awake"), "{}", ended.text());
    scene.end().await;
}

#[tokio::test]
async fn i_am_away_is_typed_into_a_form_in_ones_own_language() {
    let mut scene = Scene::of(&["sec-lead", "lapaz"]).await;
    let shown = scene.command("lapaz", "profile show", json!({})).await;
    let form = scene.click("lapaz", &shown, "Estaré ausente hasta…").await;
    let saved = scene.submit("lapaz", &form, json!({"until": "20 de noviembre a las 9:00"})).await;
    assert!(saved.text().contains("vie 20 nov, 09:00 (vie 13:00 UTC)"), "{}", saved.text());
    let shown = scene.click("lapaz", &saved, "He vuelto").await;
    assert!(shown.text().contains("Ahora: despierta") || !shown.text().contains("ausente hasta"), "{}", shown.text());
    scene.end().await;
}

#[tokio::test]
async fn what_is_no_time_has_passed_or_is_years_away_changes_nothing() {
    let mut scene = Scene::of(&["sec-lead", "lagos"]).await;
    for (typed, answer) in
        [("soonish", "cannot read"), ("2020-11-09 10:00", "has passed"), ("2023-01-01 10:00", "more than a year")]
    {
        let told = scene.command("lagos", "profile away", json!({"until": typed})).await;
        assert!(told.text().contains(answer), "{typed}: {}", told.text());
    }
    let which = scene.command("lagos", "profile away", json!({"until": "5:30"})).await;
    assert_eq!(which.buttons(), ["Wed 05:30", "Wed 17:30", "Type it again"]);
    let shown = scene.command("lagos", "profile show", json!({})).await;
    assert!(shown.text().contains("Now: awake"), "{}", shown.text());
    let chosen = scene.click("lagos", &which, "Wed 17:30").await;
    assert!(chosen.text().contains("Wed 11 Nov, 17:30"), "{}", chosen.text());
    scene.end().await;
}

#[tokio::test]
async fn who_says_that_they_are_awake_is_not_away() {
    let mut scene = Scene::of(&["sec-lead", "lagos"]).await;
    scene.command("lagos", "profile away", json!({"until": "in 3 days"})).await;
    scene.command("lagos", "profile awake", json!({"until": "in 3 hours"})).await;
    let shown = scene.command("lagos", "profile show", json!({})).await;
    assert!(shown.text().contains("Now: awake until"), "{}", shown.text());
    scene.end().await;
}

#[tokio::test]
async fn an_absence_that_is_over_is_forgotten() {
    let mut scene = Scene::of(&["sec-lead", "lagos"]).await;
    scene.command("lagos", "profile away", json!({"until": "in 2 hours"})).await;
    assert_ne!(exported(&mut scene, "lagos").await["away_until"], Value::Null);
    scene.advance("3d").await;
    assert_eq!(exported(&mut scene, "lagos").await["away_until"], Value::Null);
    scene.kill_bot().await;
    let db = Db::open(scene.database()).await.expect("it opens");
    let mut conn = db.read().await.expect("it can be read");
    let expiry = MemberExpiry::new(90).earliest_expiry(&mut conn).await.expect("it is read");
    assert_eq!(expiry, None, "no end of an absence is stored any more");
    drop(conn);
    db.close().await;
    drop(db);
    scene.start_bot().await;
    scene.end().await;
}

async fn exported(scene: &mut Scene, who: &str) -> Value {
    let told: Told = scene.command(who, "profile export", json!({})).await;
    let url = told.message()["attachments"][0]["url"].as_str().expect("the file is attached").to_owned();
    let file: Value = reqwest::get(url).await.expect("it is served").json().await.expect("it is JSON");
    file["profile"]["saved"].clone()
}
