//! A profile in use: tested, ended quiet hours, exported, deleted; members who leave and return.

use serde_json::{Value, json};

use crate::common::Scene;

#[tokio::test]
async fn the_phone_test_sounds_after_a_minute_even_in_quiet_hours() {
    let mut scene = Scene::of(&["sec-lead", "sydney"]).await;
    let asked = scene.command("sydney", "profile test", json!({})).await;
    assert!(asked.text().contains("Magpie cannot ring a silent phone"), "{}", asked.text());
    scene.receives_nothing("sydney").await;
    scene.advance("60s").await;
    let test = scene.receives_one("sydney").await;
    assert!(test.sounds(), "they asked for it themselves");
    assert!(test.lock_screen().contains("This is the test you asked for"), "{}", test.lock_screen());
    scene.end().await;
}

#[tokio::test]
async fn a_phone_test_survives_a_restart_and_is_sent_once() {
    let mut scene = Scene::of(&["sec-lead", "lagos"]).await;
    scene.command("lagos", "profile test", json!({})).await;
    scene.restart_bot().await;
    scene.advance("2m").await;
    scene.receives_one("lagos").await;
    scene.end().await;
}

#[tokio::test]
async fn i_am_awake_until_ends_the_quiet_hours_of_today() {
    let mut scene = Scene::of(&["sec-lead", "sydney"]).await;
    let before = scene.command("sydney", "profile show", json!({})).await;
    assert!(before.text().contains("quiet until"), "it is 03:55 in Sydney: {}", before.text());
    let form = scene.click("sydney", &before, "I am awake until…").await;
    let saved = scene.submit("sydney", &form, json!({"until": "2020-11-11T05:30"})).await;
    assert!(saved.text().contains("Wed 11 Nov, 05:30 (Tue 18:30 UTC)"), "{}", saved.text());
    let now = scene.command("sydney", "profile show", json!({})).await;
    assert!(now.text().contains("awake until"), "{}", now.text());
    scene.advance("2h").await;
    let later = scene.command("sydney", "profile show", json!({})).await;
    assert!(later.text().contains("quiet until"), "the night goes on as usual: {}", later.text());
    scene.end().await;
}

#[tokio::test]
async fn i_am_awake_until_next_week_is_refused() {
    let mut scene = Scene::of(&["sec-lead", "sydney"]).await;
    let refused = scene.command("sydney", "profile awake", json!({"until": "2020-11-18T05:30"})).await;
    assert!(refused.text().contains("only for today"), "{}", refused.text());
    let unknown = scene.command("sydney", "profile awake", json!({"until": "soonish"})).await;
    assert!(unknown.text().contains("cannot read"), "{}", unknown.text());
    scene.end().await;
}

#[tokio::test]
async fn an_export_has_everything_and_a_deletion_leaves_what_discord_shows_anyway() {
    let mut scene = Scene::of(&["sec-lead", "lapaz"]).await;
    scene.command("lapaz", "profile test", json!({})).await;
    scene.advance("2m").await;
    scene.receives_one("lapaz").await;
    let exported = scene.command("lapaz", "profile export", json!({})).await;
    assert!(exported.is_ephemeral());
    let url = exported.message()["attachments"][0]["url"].as_str().expect("the file is attached").to_owned();
    let file: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
    assert_eq!(file["profile"]["saved"]["zone"], "America/La_Paz");
    assert_eq!(file["profile"]["handle"], "lapaz");
    assert_eq!(file["server"]["shown_as"]["roles"], json!(["mag", "helpdesk"]));
    assert_eq!(file["deliveries"][0]["about"], "phone-test");
    assert_eq!(file["deliveries"][0]["state"], "sent");

    let asked = scene.command("lapaz", "profile delete", json!({})).await;
    let deleted = scene.click("lapaz", &asked, "Borrar").await;
    for part in ["Lo que queda", "el historial de 1 mensaje"] {
        assert!(deleted.text().contains(part), "{part}: {}", deleted.text());
    }
    let shown = scene.command("lapaz", "profile show", json!({})).await;
    assert!(shown.text().contains("Aún no tiene perfil"), "{}", shown.text());
    scene.end().await;
}

#[tokio::test]
async fn closed_dms_are_told_with_the_way_to_open_them_and_the_set_up_goes_on() {
    let mut scene = Scene::bare(&["sec-lead", "lagos"]).await;
    let shown = scene.command("sec-lead", "setup", json!({})).await;
    scene.click("sec-lead", &shown, "Save as shown").await;
    let panel = scene.reads_one("announcements").await;
    scene.reads_one("help").await;
    scene.patch_member("lagos", json!({"dms_open": false})).await;
    let told = scene.click("lagos", &panel, &panel.buttons()[0]).await;
    assert!(told.text().contains("Privacy Settings"), "{}", told.text());
    let question = &told["followups"][0];
    assert!(question["content"].as_str().unwrap().contains("Where do you live?"), "{}", told.everything());
    scene.patch_member("lagos", json!({"dms_open": true})).await;
    let again = scene.click("lagos", &panel, &panel.buttons()[0]).await;
    assert!(again.text().contains("has written to you"), "{}", again.text());
    scene.receives_one("lagos").await;
    scene.end().await;
}

#[tokio::test]
async fn who_left_gets_nothing_that_was_pending() {
    let mut scene = Scene::of(&["sec-lead", "lagos"]).await;
    scene.command("lagos", "profile test", json!({})).await;
    scene.member_leaves("lagos").await;
    scene.advance("5m").await;
    // What they had asked for does not follow them; the secretariat reads that it reached nobody.
    let notice = scene.reads_one("secretariat").await;
    assert!(notice.text().contains("Lagos"), "{}", notice.text());
    scene.end().await;
}

#[tokio::test]
async fn a_time_that_can_mean_several_is_asked_about_and_only_today_is_offered() {
    let mut scene = Scene::of(&["sec-lead", "lagos"]).await;
    let asked = scene.command("lagos", "profile awake", json!({"until": "5:30"})).await;
    assert!(asked.text().contains("can mean several times"), "{}", asked.text());
    assert_eq!(asked.buttons(), ["Wed 05:30", "Wed 17:30", "Type it again"]);
    let saved = scene.click("lagos", &asked, "Wed 05:30").await;
    assert!(saved.text().contains("Wed 11 Nov, 05:30"), "{}", saved.text());
    let ended = scene.click("lagos", &saved, "End this now").await;
    assert!(ended.text().contains("Now: awake, messages make a sound"), "{}", ended.text());
    scene.end().await;
}
