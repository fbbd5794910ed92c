//! Tests what a member does with a profile: phone test, end of quiet hours, export, deletion. Also tests members who
//! leave.

use serde_json::{Value, json};

use crate::common::Harness;

#[tokio::test]
async fn phone_test_sounds_after_a_minute_even_in_quiet_hours() {
    let mut harness = Harness::with_members(&["sec-lead", "sydney"]).await;
    let response = harness.command("sydney", "profile test", json!({})).await;
    // It is 03:55 in Sydney.
    insta::assert_snapshot!(response.text(), @r"
    In 60 seconds Magpie sends you one message that makes a sound. Lock your phone now and listen. **Magpie cannot ring a silent phone. For an early start, set an alarm too.**
    This test makes a sound all the same, because you asked for it. Other messages arrive silently until Wed 07:00. An emergency does not wake you.
    ");
    harness.receives_nothing("sydney").await;
    harness.advance("60s").await;
    let test_message = harness.receives_one("sydney").await;
    assert!(test_message.sounds(), "they asked for it themselves");
    assert!(test_message.lock_screen().contains("This is the test you asked for"), "{}", test_message.lock_screen());
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
async fn awake_until_a_time_suspends_the_quiet_hours_up_to_that_time() {
    let mut harness = Harness::with_members(&["sec-lead", "sydney"]).await;
    let first_page = harness.command("sydney", "profile show", json!({})).await;
    // It is 03:55 in Sydney.
    insta::assert_snapshot!(first_page.text(), @"
    **Your profile**
    Place: **Sydney (Australia/Sydney)**, where it is now **Wed 11 Nov, 03:55**
    Quiet hours: **22:00–07:00**
    Emergencies: **do not wake you**
    Language: **English**
    Now: in quiet hours until Wed 07:00, messages arrive silently
    Direct messages: open
    ");
    let form = harness.click("sydney", &first_page, "I am awake until…").await;
    let save_response = harness.submit("sydney", &form, json!({"until": "2020-11-11T05:30"})).await;
    insta::assert_snapshot!(save_response.text(), @"Messages make a sound until **Wed 11 Nov, 05:30 (Tue 18:30 UTC)**. After that, your usual quiet hours apply.");
    let page_while_awake = harness.command("sydney", "profile show", json!({})).await;
    insta::assert_snapshot!(page_while_awake.text(), @"
    **Your profile**
    Place: **Sydney (Australia/Sydney)**, where it is now **Wed 11 Nov, 03:55**
    Quiet hours: **22:00–07:00**
    Emergencies: **do not wake you**
    Language: **English**
    Now: awake until Wed 05:30, messages make a sound
    Direct messages: open
    ");
    harness.advance("2h").await;
    // After 05:30, the usual quiet hours apply again.
    let page_afterwards = harness.command("sydney", "profile show", json!({})).await;
    insta::assert_snapshot!(page_afterwards.text(), @"
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
async fn awake_until_a_time_next_week_is_refused() {
    let mut harness = Harness::with_members(&["sec-lead", "sydney"]).await;
    let refusal = harness.command("sydney", "profile awake", json!({"until": "2020-11-18T05:30"})).await;
    insta::assert_snapshot!(refusal.text(), @r#"That is more than 24 hours away, or has already passed, so nothing was changed. “I am awake until…” is only for today; to change your usual hours, use /profile edit."#);
    let unreadable_response = harness.command("sydney", "profile awake", json!({"until": "soonish"})).await;
    insta::assert_snapshot!(unreadable_response.text(), @r#"Magpie could not read “soonish” as a time. Please write it like 23:30 or “in 3 hours”."#);
    harness.end().await;
}

#[tokio::test]
async fn export_has_everything_and_deletion_keeps_only_data_that_discord_shows() {
    let mut harness = Harness::with_members(&["sec-lead", "lapaz"]).await;
    harness.command("lapaz", "profile test", json!({})).await;
    harness.advance("2m").await;
    harness.receives_one("lapaz").await;
    let export = harness.command("lapaz", "profile export", json!({})).await;
    assert!(export.is_ephemeral());
    let file: Value = serde_json::from_str(&harness.attachment(&export).await).unwrap();
    assert_eq!(file["profile"]["saved"]["zone"], "America/La_Paz");
    assert_eq!(file["profile"]["handle"], "lapaz");
    assert_eq!(file["server"]["shown_as"]["roles"], json!(["mag", "helpdesk"]));
    assert_eq!(file["deliveries"][0]["about"], "phone-test");
    assert_eq!(file["deliveries"][0]["state"], "sent");

    let delete_question = harness.command("lapaz", "profile delete", json!({})).await;
    let delete_response = harness.click("lapaz", &delete_question, "Borrar").await;
    for part in ["Qué se conserva y por qué", "el historial de 1 mensaje"] {
        assert!(delete_response.text().contains(part), "{part}: {}", delete_response.text());
    }
    let page = harness.command("lapaz", "profile show", json!({})).await;
    insta::assert_snapshot!(page.text(), @r"
    Aún no tiene perfil. Hasta que lo cree, Magpie le cuenta entre quienes duermen y se lo envía todo sin sonido.
    Mensajes directos: aún sin abrir; pulse «Crear mi perfil»
    ");
    harness.end().await;
}

#[tokio::test]
async fn closed_dms_are_explained_and_the_profile_questions_continue_in_the_channel() {
    let mut harness = Harness::without_setup(&["sec-lead", "lagos"]).await;
    let page = harness.command("sec-lead", "setup", json!({})).await;
    harness.click("sec-lead", &page, "Save as shown").await;
    let panel = harness.one_new_message("announcements").await;
    harness.one_new_message("help").await;
    harness.patch_member("lagos", json!({"dms_open": false})).await;
    let first_response = harness.click("lagos", &panel, &panel.buttons()[0]).await;
    // The bot opens the member's inbox thread at once. Its greeting is silent, and adds the member to the thread.
    let greeting = harness.receives_one("lagos").await;
    assert!(!greeting.sounds());
    let thread = greeting["channel"].as_str().unwrap().to_owned();
    insta::assert_snapshot!(first_response.text().replace(&thread, "1"), @r#"
    Discord does not let Magpie send you direct messages. To allow them: press the name of this server, then **Privacy Settings**, and turn on **Direct Messages**. Then press “Set up my profile” again.
    Until then, your messages come to a private thread in this server’s inbox channel.
    Your private thread is here: <#1>
    "#);
    insta::assert_snapshot!(greeting.text().lines().next().unwrap(), @"👋 This is your own thread with Magpie. While Magpie cannot send you direct messages, your messages come here. You, Magpie and people who can manage threads in this server can read it.");
    let question = &first_response["followups"][0];
    assert!(question["content"].as_str().unwrap().contains("Where do you live?"), "{}", first_response.json());
    harness.patch_member("lagos", json!({"dms_open": true})).await;
    let second_response = harness.click("lagos", &panel, &panel.buttons()[0]).await;
    insta::assert_snapshot!(second_response.text(), @"Magpie has sent you a direct message. Please answer there; it takes one minute.");
    harness.receives_one("lagos").await;
    harness.end().await;
}

#[tokio::test]
async fn member_who_left_gets_no_pending_message() {
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
async fn ambiguous_awake_time_gets_a_button_for_each_meaning_in_the_next_day() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let question = harness.command("lagos", "profile awake", json!({"until": "5:30"})).await;
    insta::assert_snapshot!(question.text(), @r#"“5:30” can mean different times. Which one do you mean?"#);
    assert_eq!(question.buttons(), ["Wed 05:30", "Wed 17:30", "Type it again"]);
    let save_response = harness.click("lagos", &question, "Wed 05:30").await;
    insta::assert_snapshot!(save_response.text(), @"Messages make a sound until **Wed 11 Nov, 05:30 (Wed 04:30 UTC)**. After that, your usual quiet hours apply.");
    let end_response = harness.click("lagos", &save_response, "End this now").await;
    insta::assert_snapshot!(end_response.text(), @"
    ✅ **Ended.** Your usual quiet hours apply again.

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

#[tokio::test]
async fn question_before_a_deletion_says_how_many_open_tickets_it_closes() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let question = harness.command("lagos", "profile delete", json!({})).await;
    assert!(!question.text().contains("ticket"), "{}", question.text());
    for text in ["I cannot hear", "I cannot see"] {
        harness.advance("10m").await;
        harness.command("lagos", "help", json!({"text": text})).await;
    }
    harness.receives("lagos").await;
    let question = harness.command("lagos", "profile delete", json!({})).await;
    insta::assert_snapshot!(question.text(), @"
    **Delete your profile?** Magpie forgets your place, quiet hours, language and answers, and cancels your reminders. After that it treats you as asleep and sends you everything silently.
    Your name and roles stay as long as you are in the server, because Discord shows them to every bot there.
    **This also closes your 2 open tickets** and deletes their texts. No one will answer them.
    ");
    harness.receives("sec-lead").await;
    for channel in ["helpdesk-triage", "secretariat"] {
        harness.new_messages(channel).await;
    }
    harness.end().await;
}
