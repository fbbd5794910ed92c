//! A profile in use: tested, ended quiet hours, exported, deleted; members who leave and return.

use serde_json::{Value, json};

use crate::common::Scene;

#[tokio::test]
async fn phone_test_sounds_after_a_minute_even_in_quiet_hours() {
    let mut scene = Scene::of(&["sec-lead", "sydney"]).await;
    let asked = scene.command("sydney", "profile test", json!({})).await;
    insta::assert_snapshot!(asked.text(), @"In 60 seconds Magpie sends you one message that makes a sound. Lock your phone now and listen. **Magpie cannot ring a silent phone. For an early start, set an alarm too.**");
    scene.receives_nothing("sydney").await;
    scene.advance("60s").await;
    let test = scene.receives_one("sydney").await;
    assert!(test.sounds(), "they asked for it themselves");
    assert!(test.lock_screen().contains("This is the test you asked for"), "{}", test.lock_screen());
    scene.end().await;
}

#[tokio::test]
async fn phone_test_survives_a_restart_and_is_sent_once() {
    let mut scene = Scene::of(&["sec-lead", "lagos"]).await;
    scene.command("lagos", "profile test", json!({})).await;
    scene.restart_bot().await;
    scene.advance("2m").await;
    scene.receives_one("lagos").await;
    scene.end().await;
}

#[tokio::test]
async fn awake_until_ends_the_quiet_hours_of_today() {
    let mut scene = Scene::of(&["sec-lead", "sydney"]).await;
    let before = scene.command("sydney", "profile show", json!({})).await;
    // It is 03:55 in Sydney.
    insta::assert_snapshot!(before.text(), @r"
    **Your profile**
    Place: **Sydney (Australia/Sydney)**, where it is now **Wed 11 Nov, 03:55**
    Quiet hours: **22:00–07:00**
    Emergencies: **do not wake you**
    Language: **English**
    Now: quiet until Wed 07:00, messages arrive without a sound
    Private messages: open
    ");
    let form = scene.click("sydney", &before, "I am awake until…").await;
    let saved = scene.submit("sydney", &form, json!({"until": "2020-11-11T05:30"})).await;
    insta::assert_snapshot!(saved.text(), @"Good. Until **Wed 11 Nov, 05:30 (Tue 18:30 UTC)** messages make a sound. After that your quiet hours are as usual.");
    let now = scene.command("sydney", "profile show", json!({})).await;
    insta::assert_snapshot!(now.text(), @r"
    **Your profile**
    Place: **Sydney (Australia/Sydney)**, where it is now **Wed 11 Nov, 03:55**
    Quiet hours: **22:00–07:00**
    Emergencies: **do not wake you**
    Language: **English**
    Now: awake until Wed 05:30, messages make a sound
    Private messages: open
    ");
    scene.advance("2h").await;
    let later = scene.command("sydney", "profile show", json!({})).await;
    // The night continues as usual.
    insta::assert_snapshot!(later.text(), @r"
    **Your profile**
    Place: **Sydney (Australia/Sydney)**, where it is now **Wed 11 Nov, 05:55**
    Quiet hours: **22:00–07:00**
    Emergencies: **do not wake you**
    Language: **English**
    Now: quiet until Wed 07:00, messages arrive without a sound
    Private messages: open
    ");
    scene.end().await;
}

#[tokio::test]
async fn awake_until_next_week_is_refused() {
    let mut scene = Scene::of(&["sec-lead", "sydney"]).await;
    let refused = scene.command("sydney", "profile awake", json!({"until": "2020-11-18T05:30"})).await;
    insta::assert_snapshot!(refused.text(), @r#"That is more than 24 hours away, or has passed already. "I am awake until…" is only for today; to change your usual hours, use /profile edit."#);
    let unknown = scene.command("sydney", "profile awake", json!({"until": "soonish"})).await;
    insta::assert_snapshot!(unknown.text(), @r#"Magpie cannot read "soonish" as a time. Please write it like 23:30 or "in 3 hours"."#);
    scene.end().await;
}

#[tokio::test]
async fn export_has_everything_and_deletion_leaves_what_discord_shows_anyway() {
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
    insta::assert_snapshot!(shown.text(), @r"
    Aún no tiene perfil. Hasta entonces Magpie le cuenta entre quienes duermen y le envía todo sin sonido.
    Mensajes privados: aún no abiertos; pulse «Crear mi perfil»
    ");
    scene.end().await;
}

#[tokio::test]
async fn closed_dms_are_explained_and_the_set_up_continues_in_the_channel() {
    let mut scene = Scene::bare(&["sec-lead", "lagos"]).await;
    let shown = scene.command("sec-lead", "setup", json!({})).await;
    scene.click("sec-lead", &shown, "Save as shown").await;
    let panel = scene.reads_one("announcements").await;
    scene.reads_one("help").await;
    scene.patch_member("lagos", json!({"dms_open": false})).await;
    let told = scene.click("lagos", &panel, &panel.buttons()[0]).await;
    insta::assert_snapshot!(told.text(), @r#"
    Discord does not let Magpie write to you in private. To open the way: press the name of this server, then **Privacy Settings**, and switch on **Direct Messages**. Then press "Set up my profile" again.
    Until then, what is for you comes to a private thread in this server's inbox channel.
    "#);
    let question = &told["followups"][0];
    assert!(question["content"].as_str().unwrap().contains("Where do you live?"), "{}", told.everything());
    scene.patch_member("lagos", json!({"dms_open": true})).await;
    let again = scene.click("lagos", &panel, &panel.buttons()[0]).await;
    insta::assert_snapshot!(again.text(), @"Magpie has written to you in private. Please answer there; it takes one minute.");
    scene.receives_one("lagos").await;
    scene.end().await;
}

#[tokio::test]
async fn member_who_left_gets_nothing_that_was_pending() {
    let mut scene = Scene::of(&["sec-lead", "lagos"]).await;
    scene.command("lagos", "profile test", json!({})).await;
    scene.member_leaves("lagos").await;
    scene.advance("5m").await;
    // What they had asked for does not follow them; the secretariat reads that it reached nobody.
    let notice = scene.reads_one("secretariat").await;
    let first_line = notice.text().lines().next().map(str::to_owned);
    insta::assert_snapshot!(first_line.unwrap_or_default(), @"⚠️ **Member Lagos** (a phone test) cannot be reached: they have left the server.");
    scene.end().await;
}

#[tokio::test]
async fn ambiguous_time_is_asked_about_and_only_today_is_offered() {
    let mut scene = Scene::of(&["sec-lead", "lagos"]).await;
    let asked = scene.command("lagos", "profile awake", json!({"until": "5:30"})).await;
    insta::assert_snapshot!(asked.text(), @r#""5:30" can mean several times. Which one?"#);
    assert_eq!(asked.buttons(), ["Wed 05:30", "Wed 17:30", "Type it again"]);
    let saved = scene.click("lagos", &asked, "Wed 05:30").await;
    insta::assert_snapshot!(saved.text(), @"Good. Until **Wed 11 Nov, 05:30 (Wed 04:30 UTC)** messages make a sound. After that your quiet hours are as usual.");
    let ended = scene.click("lagos", &saved, "End this now").await;
    insta::assert_snapshot!(ended.text(), @r"
    **Your profile**
    Place: **Lagos (Africa/Lagos)**, where it is now **Tue 10 Nov, 17:55**
    Quiet hours: **22:00–07:00**
    Emergencies: **do not wake you**
    Language: **English**
    Now: awake, messages make a sound
    Private messages: open
    ");
    scene.end().await;
}
