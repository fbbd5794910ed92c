//! Tests what a member does with a profile: phone test, end of quiet hours, export, deletion. Also tests members who
//! leave.

use serde_json::{Value, json};

use crate::common::Harness;

#[tokio::test]
async fn phone_test_sounds_after_a_minute_even_in_quiet_hours() {
    let mut harness = Harness::with_members(&["sec-lead", "sydney"]).await;
    let asked = harness.command("sydney", "profile test", json!({})).await;
    // It is 03:55 in Sydney.
    insta::assert_snapshot!(asked.text(), @r"
    In 60 seconds Magpie sends you one message that makes a sound. Lock your phone now and listen. **Magpie cannot ring a silent phone. For an early start, set an alarm too.**
    This test makes a sound all the same, because you asked for it. Other messages arrive silently until Wed 07:00. An emergency does not wake you.
    ");
    harness.receives_nothing("sydney").await;
    harness.advance("60s").await;
    let test = harness.receives_one("sydney").await;
    assert!(test.sounds(), "they asked for it themselves");
    assert!(test.lock_screen().contains("This is the test you asked for"), "{}", test.lock_screen());
    harness.end().await;
}

#[tokio::test]
async fn phone_test_survives_a_restart_and_is_sent_once() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    harness.command("lagos", "profile test", json!({})).await;
    harness.restart_bot().await;
    harness.advance("2m").await;
    harness.receives_one("lagos").await;
    harness.end().await;
}

#[tokio::test]
async fn awake_until_ends_the_quiet_hours_of_today() {
    let mut harness = Harness::with_members(&["sec-lead", "sydney"]).await;
    let before = harness.command("sydney", "profile show", json!({})).await;
    // It is 03:55 in Sydney.
    insta::assert_snapshot!(before.text(), @"
    **Your profile**
    Place: **Sydney (Australia/Sydney)**, where it is now **Wed 11 Nov, 03:55**
    Quiet hours: **22:00–07:00**
    Emergencies: **do not wake you**
    Language: **English**
    Now: in quiet hours until Wed 07:00, messages arrive silently
    Direct messages: open
    ");
    let form = harness.click("sydney", &before, "I am awake until…").await;
    let saved = harness.submit("sydney", &form, json!({"until": "2020-11-11T05:30"})).await;
    insta::assert_snapshot!(saved.text(), @"Messages make a sound until **Wed 11 Nov, 05:30 (Tue 18:30 UTC)**. After that, your usual quiet hours apply.");
    let now = harness.command("sydney", "profile show", json!({})).await;
    insta::assert_snapshot!(now.text(), @"
    **Your profile**
    Place: **Sydney (Australia/Sydney)**, where it is now **Wed 11 Nov, 03:55**
    Quiet hours: **22:00–07:00**
    Emergencies: **do not wake you**
    Language: **English**
    Now: awake until Wed 05:30, messages make a sound
    Direct messages: open
    ");
    harness.advance("2h").await;
    let later = harness.command("sydney", "profile show", json!({})).await;
    // The night continues as usual.
    insta::assert_snapshot!(later.text(), @"
    **Your profile**
    Place: **Sydney (Australia/Sydney)**, where it is now **Wed 11 Nov, 05:55**
    Quiet hours: **22:00–07:00**
    Emergencies: **do not wake you**
    Language: **English**
    Now: in quiet hours until Wed 07:00, messages arrive silently
    Direct messages: open
    ");
    harness.end().await;
}

#[tokio::test]
async fn awake_until_next_week_is_refused() {
    let mut harness = Harness::with_members(&["sec-lead", "sydney"]).await;
    let refused = harness.command("sydney", "profile awake", json!({"until": "2020-11-18T05:30"})).await;
    insta::assert_snapshot!(refused.text(), @r#"That is more than 24 hours away, or has already passed, so nothing was changed. “I am awake until…” is only for today; to change your usual hours, use /profile edit."#);
    let unknown = harness.command("sydney", "profile awake", json!({"until": "soonish"})).await;
    insta::assert_snapshot!(unknown.text(), @r#"Magpie could not read “soonish” as a time. Please write it like 23:30 or “in 3 hours”."#);
    harness.end().await;
}

#[tokio::test]
async fn export_has_everything_and_deletion_keeps_only_data_that_discord_shows() {
    let mut harness = Harness::with_members(&["sec-lead", "lapaz"]).await;
    harness.command("lapaz", "profile test", json!({})).await;
    harness.advance("2m").await;
    harness.receives_one("lapaz").await;
    let exported = harness.command("lapaz", "profile export", json!({})).await;
    assert!(exported.is_ephemeral());
    let url = exported.message()["attachments"][0]["url"].as_str().expect("the file is attached").to_owned();
    let file: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
    assert_eq!(file["profile"]["saved"]["zone"], "America/La_Paz");
    assert_eq!(file["profile"]["handle"], "lapaz");
    assert_eq!(file["server"]["shown_as"]["roles"], json!(["mag", "helpdesk"]));
    assert_eq!(file["deliveries"][0]["about"], "phone-test");
    assert_eq!(file["deliveries"][0]["state"], "sent");

    let asked = harness.command("lapaz", "profile delete", json!({})).await;
    let deleted = harness.click("lapaz", &asked, "Borrar").await;
    for part in ["Qué se conserva y por qué", "el historial de 1 mensaje"] {
        assert!(deleted.text().contains(part), "{part}: {}", deleted.text());
    }
    let shown = harness.command("lapaz", "profile show", json!({})).await;
    insta::assert_snapshot!(shown.text(), @r"
    Aún no tiene perfil. Hasta que lo cree, Magpie le cuenta entre quienes duermen y se lo envía todo sin sonido.
    Mensajes directos: aún sin abrir; pulse «Crear mi perfil»
    ");
    harness.end().await;
}

#[tokio::test]
async fn closed_dms_are_explained_and_the_set_up_continues_in_the_channel() {
    let mut harness = Harness::without_setup(&["sec-lead", "lagos"]).await;
    let shown = harness.command("sec-lead", "setup", json!({})).await;
    harness.click("sec-lead", &shown, "Save as shown").await;
    let panel = harness.one_new_message("announcements").await;
    harness.one_new_message("help").await;
    harness.patch_member("lagos", json!({"dms_open": false})).await;
    let told = harness.click("lagos", &panel, &panel.buttons()[0]).await;
    // The inbox thread is opened while the member is in the server. The silent greeting adds the member to the thread.
    let greeting = harness.receives_one("lagos").await;
    assert!(!greeting.sounds());
    let thread = greeting["channel"].as_str().unwrap().to_owned();
    insta::assert_snapshot!(told.text().replace(&thread, "1"), @r#"
    Discord does not let Magpie send you direct messages. To allow them: press the name of this server, then **Privacy Settings**, and turn on **Direct Messages**. Then press “Set up my profile” again.
    Until then, your messages come to a private thread in this server’s inbox channel.
    Your private thread is here: <#1>
    "#);
    insta::assert_snapshot!(greeting.text().lines().next().unwrap(), @"👋 This is your own thread with Magpie. While Magpie cannot send you direct messages, your messages come here. You, Magpie and people who can manage threads in this server can read it.");
    let question = &told["followups"][0];
    assert!(question["content"].as_str().unwrap().contains("Where do you live?"), "{}", told.json());
    harness.patch_member("lagos", json!({"dms_open": true})).await;
    let again = harness.click("lagos", &panel, &panel.buttons()[0]).await;
    insta::assert_snapshot!(again.text(), @"Magpie has sent you a direct message. Please answer there; it takes one minute.");
    harness.receives_one("lagos").await;
    harness.end().await;
}

#[tokio::test]
async fn member_who_left_gets_nothing_that_was_pending() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    harness.command("lagos", "profile test", json!({})).await;
    harness.member_leaves("lagos").await;
    harness.advance("5m").await;
    // The phone test that the member asked for is not sent, and a notice tells the secretariat.
    let notice = harness.one_new_message("secretariat").await;
    let first_line = notice.text().lines().next().map(str::to_owned);
    insta::assert_snapshot!(first_line.unwrap_or_default(), @"⚠️ **Member Lagos** (a phone test) cannot be reached: they have left the server.");
    harness.end().await;
}

#[tokio::test]
async fn ambiguous_time_is_asked_about_and_only_today_is_offered() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let asked = harness.command("lagos", "profile awake", json!({"until": "5:30"})).await;
    insta::assert_snapshot!(asked.text(), @r#"“5:30” can mean different times. Which one do you mean?"#);
    assert_eq!(asked.buttons(), ["Wed 05:30", "Wed 17:30", "Type it again"]);
    let saved = harness.click("lagos", &asked, "Wed 05:30").await;
    insta::assert_snapshot!(saved.text(), @"Messages make a sound until **Wed 11 Nov, 05:30 (Wed 04:30 UTC)**. After that, your usual quiet hours apply.");
    let ended = harness.click("lagos", &saved, "End this now").await;
    insta::assert_snapshot!(ended.text(), @"
    **Your profile**
    Place: **Lagos (Africa/Lagos)**, where it is now **Tue 10 Nov, 17:55**
    Quiet hours: **22:00–07:00**
    Emergencies: **do not wake you**
    Language: **English**
    Now: awake, messages make a sound
    Direct messages: open
    ");
    harness.end().await;
}
