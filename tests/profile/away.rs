//! Tests absences ("I am away until…"). A member types the end of an absence in words. A restart keeps the absence, and
//! the member can end it early.

use magpie::db::Db;
use magpie::members::MemberExpiry;
use magpie::timers::Expire;
use serde_json::{Value, json};

use crate::common::{Harness, Output};

#[tokio::test]
async fn absence_is_confirmed_survives_a_restart_and_is_ended_by_a_button() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let away_response = harness.command("lagos", "profile away", json!({"until": "20 November 14:00"})).await;
    insta::assert_snapshot!(away_response.text(), @"Until **Fri 20 Nov, 14:00 (Fri 13:00 UTC)** Magpie treats you as away: messages arrive silently, and no one waits for your answer. Back earlier? Press the button, or use /profile back.");
    harness.restart_bot().await;
    let page = harness.command("lagos", "profile show", json!({})).await;
    insta::assert_snapshot!(page.text(), @"
    **Your profile**
    Place: **Lagos (Africa/Lagos)**, where it is now **Tue 10 Nov, 17:55**
    Quiet hours: **22:00–07:00**
    Emergencies: **do not wake you**
    Language: **English**
    Now: away until Fri 20 Nov, 14:00 (Fri 13:00 UTC), messages arrive silently
    Direct messages: open
    ");
    let end_response = harness.click("lagos", &page, "I am back").await;
    insta::assert_snapshot!(end_response.text(), @"
    ✅ **You are back.** Magpie no longer treats you as away.

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
async fn end_of_an_absence_is_read_in_the_members_own_language() {
    let mut harness = Harness::with_members(&["sec-lead", "lapaz"]).await;
    let page = harness.command("lapaz", "profile show", json!({})).await;
    let form = harness.click("lapaz", &page, "Estaré ausente hasta…").await;
    let away_response = harness.submit("lapaz", &form, json!({"until": "20 de noviembre a las 9:00"})).await;
    insta::assert_snapshot!(away_response.text(), @"Anotado. Hasta el **viernes 20 nov, 09:00 (vie 13:00 UTC)**, Magpie cuenta con que está ausente: los mensajes llegan sin sonido y nadie espera su respuesta. ¿Vuelve antes? Pulse el botón o escriba /profile back.");
    let page = harness.click("lapaz", &away_response, "He vuelto").await;
    insta::assert_snapshot!(page.text(), @"
    ✅ **Ha vuelto.** Magpie ya no cuenta con que está ausente.

    **Su perfil**
    Lugar: **La Paz (America/La_Paz)**; hora actual: **mar 10 nov, 12:55**
    Horas de silencio: **22:00–07:00**
    Emergencias: **no pueden despertarle**
    Idioma: **Español**
    Ahora: los mensajes suenan
    Mensajes directos: abiertos
    ");
    harness.end().await;
}

#[tokio::test]
async fn absence_with_an_unreadable_past_or_too_late_end_changes_nothing() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let unreadable_response = harness.command("lagos", "profile away", json!({"until": "soonish"})).await;
    insta::assert_snapshot!(unreadable_response.text(), @r#"Magpie could not read “soonish” as a time. Please write it like Monday, 20 December or “in 2 weeks”."#);
    let past_response = harness.command("lagos", "profile away", json!({"until": "2020-11-09 10:00"})).await;
    insta::assert_snapshot!(past_response.text(), @"“2020-11-09 10:00” has already passed, so nothing was changed. Please type a time that is still to come.");
    let too_late_response = harness.command("lagos", "profile away", json!({"until": "2023-01-01 10:00"})).await;
    insta::assert_snapshot!(too_late_response.text(), @"That is more than a year away, or has already passed, so nothing was changed. Please choose another day.");
    let question = harness.command("lagos", "profile away", json!({"until": "5:30"})).await;
    assert_eq!(question.buttons(), ["Wed 05:30", "Wed 17:30", "Type it again"]);
    let page = harness.command("lagos", "profile show", json!({})).await;
    insta::assert_snapshot!(page.text(), @"
    **Your profile**
    Place: **Lagos (Africa/Lagos)**, where it is now **Tue 10 Nov, 17:55**
    Quiet hours: **22:00–07:00**
    Emergencies: **do not wake you**
    Language: **English**
    Now: awake, messages make a sound
    Direct messages: open
    ");
    let choice_response = harness.click("lagos", &question, "Wed 17:30").await;
    insta::assert_snapshot!(choice_response.text(), @"Until **Wed 11 Nov, 17:30 (Wed 16:30 UTC)** Magpie treats you as away: messages arrive silently, and no one waits for your answer. Back earlier? Press the button, or use /profile back.");
    harness.end().await;
}

#[tokio::test]
async fn member_who_says_that_they_are_awake_is_not_away() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    harness.command("lagos", "profile away", json!({"until": "in 3 days"})).await;
    harness.command("lagos", "profile awake", json!({"until": "in 3 hours"})).await;
    let page = harness.command("lagos", "profile show", json!({})).await;
    insta::assert_snapshot!(page.text(), @"
    **Your profile**
    Place: **Lagos (Africa/Lagos)**, where it is now **Tue 10 Nov, 17:55**
    Quiet hours: **22:00–07:00**
    Emergencies: **do not wake you**
    Language: **English**
    Now: awake until Tue 20:55, messages make a sound
    Direct messages: open
    ");
    harness.end().await;
}

/// The end "15 November" is a local time: it stays the same time of day in a new zone. The end "in 5 hours" is an
/// instant: a new zone does not move it.
#[tokio::test]
async fn absence_until_a_local_time_keeps_that_local_time_when_the_member_travels() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    harness.command("lagos", "profile away", json!({"until": "15 November"})).await;
    change_zone(&mut harness, "lagos", "Tokyo").await;
    assert_eq!(
        awake_line(&mut harness, "lagos").await,
        "Now: away until Sun 15 Nov, 09:00 (Sun 00:00 UTC), messages arrive silently"
    );
    harness.restart_bot().await;
    change_zone(&mut harness, "lagos", "La Paz").await;
    assert_eq!(
        awake_line(&mut harness, "lagos").await,
        "Now: away until Sun 15 Nov, 09:00 (Sun 13:00 UTC), messages arrive silently"
    );
    harness.command("lagos", "profile away", json!({"until": "in 5 hours"})).await;
    assert_eq!(
        awake_line(&mut harness, "lagos").await,
        "Now: away until Tue 10 Nov, 17:55 (Tue 21:55 UTC), messages arrive silently"
    );
    change_zone(&mut harness, "lagos", "Lagos").await;
    assert_eq!(
        awake_line(&mut harness, "lagos").await,
        "Now: away until Tue 10 Nov, 22:55 (Tue 21:55 UTC), messages arrive silently"
    );
    harness.end().await;
}

#[tokio::test]
async fn end_of_an_absence_that_was_chosen_with_a_button_is_a_local_time() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let question = harness.command("lagos", "profile away", json!({"until": "03/12 10:00"})).await;
    assert_eq!(question.buttons(), ["Thu 3 Dec, 10:00", "Fri 12 Mar 2021, 10:00", "Type it again"]);
    harness.click("lagos", &question, "Thu 3 Dec, 10:00").await;
    change_zone(&mut harness, "lagos", "Tokyo").await;
    assert_eq!(
        awake_line(&mut harness, "lagos").await,
        "Now: away until Thu 3 Dec, 10:00 (Thu 01:00 UTC), messages arrive silently"
    );
    harness.end().await;
}

#[tokio::test]
async fn absence_until_a_recurring_time_is_refused() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let refusal = harness.command("lagos", "profile away", json!({"until": "every day at 9:00"})).await;
    insta::assert_snapshot!(refusal.text(), @r#"Magpie could not read “every day at 9:00” as a time. Please write it like Monday, 20 December or “in 2 weeks”."#);
    harness.end().await;
}

async fn change_zone(harness: &mut Harness, who: &str, zone: &str) {
    let review = harness.command(who, "profile set", json!({"zone": zone})).await;
    harness.click(who, &review, "Save").await;
}

/// The line of the member's profile that says whether they are awake.
async fn awake_line(harness: &mut Harness, who: &str) -> String {
    let page = harness.command(who, "profile show", json!({})).await;
    page.text().lines().find(|line| line.starts_with("Now:")).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn absence_until_a_phrase_that_could_repeat_ends_at_the_next_occurrence() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos", "brussels"]).await;
    let away_response = harness.command("lagos", "profile away", json!({"until": "the last day of the month"})).await;
    assert!(
        away_response.text().starts_with("Until **Mon 30 Nov, 09:00 (Mon 08:00 UTC)**"),
        "{}",
        away_response.text()
    );
    let away_response = harness.command("brussels", "profile away", json!({"until": "le lundi"})).await;
    assert!(away_response.text().contains("lun. 16 nov., 09:00"), "{}", away_response.text());
    harness.end().await;
}

/// The phrase means "once" or "every month", and both begin at the same instant. Discord refuses two buttons with the
/// same id.
#[tokio::test]
async fn phrase_with_two_meanings_at_one_instant_has_one_share_button() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let response = harness.command("lagos", "when", json!({"text": "the last day of the month"})).await;
    assert_eq!(response.buttons(), ["Share: Mon 30 Nov, 09:00 (Mon 08:00 UTC)"]);
    harness.end().await;
}

#[tokio::test]
async fn absence_that_has_ended_is_deleted() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    harness.command("lagos", "profile away", json!({"until": "in 2 hours"})).await;
    assert_ne!(exported_profile(&mut harness, "lagos").await["away_until"], Value::Null);
    harness.advance("3d").await;
    assert_eq!(exported_profile(&mut harness, "lagos").await["away_until"], Value::Null);
    harness.kill_bot().await;
    let db = Db::open(harness.database()).await.expect("it opens");
    let mut conn = db.read().await.expect("it can be read");
    let expiry = MemberExpiry::new(90).earliest_expiry(&mut conn).await.expect("it is read");
    assert_eq!(expiry, None, "no end of an absence is stored any more");
    drop(conn);
    db.close().await;
    drop(db);
    harness.start_bot().await;
    harness.end().await;
}

/// The saved profile in the file that `/profile export` attaches.
async fn exported_profile(harness: &mut Harness, who: &str) -> Value {
    let response: Output = harness.command(who, "profile export", json!({})).await;
    let file: Value = serde_json::from_str(&harness.attachment(&response).await).unwrap();
    file["profile"]["saved"].clone()
}

#[tokio::test]
async fn absence_says_that_awake_until_does_not_count_and_it_counts_again_after_an_early_return() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    harness.command("lagos", "profile awake", json!({"until": "in 8 hours"})).await;
    let away_response = harness.command("lagos", "profile away", json!({"until": "20 November 14:00"})).await;
    insta::assert_snapshot!(away_response.text(), @"
    Until **Fri 20 Nov, 14:00 (Fri 13:00 UTC)** Magpie treats you as away: messages arrive silently, and no one waits for your answer. Back earlier? Press the button, or use /profile back.

    You had said that you are awake until **Wed 11 Nov, 01:55 (Wed 00:55 UTC)**. That does not count while you are away. If you are back before then, it counts again.
    ");
    harness.restart_bot().await;
    let page = harness.command("lagos", "profile back", json!({})).await;
    assert_eq!(page.text().lines().next(), Some("✅ **You are back.** Magpie no longer treats you as away."));
    assert_eq!(awake_line(&mut harness, "lagos").await, "Now: awake until Wed 01:55, messages make a sound");
    let page = harness.command("lagos", "profile back", json!({})).await;
    assert_eq!(page.text().lines().next(), Some("You were not away, so nothing was changed."));
    let page = harness.click("lagos", &page, "End this now").await;
    assert_eq!(page.text().lines().next(), Some("✅ **Ended.** Your usual quiet hours apply again."));
    harness.end().await;
}

#[tokio::test]
async fn awake_until_says_that_it_ends_an_absence() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    harness.command("lagos", "profile away", json!({"until": "in 3 days"})).await;
    let awake_response = harness.command("lagos", "profile awake", json!({"until": "in 3 hours"})).await;
    insta::assert_snapshot!(awake_response.text(), @"
    Your absence has ended, because you said that you are awake.

    Messages make a sound until **Tue 10 Nov, 20:55 (Tue 19:55 UTC)**. After that, your usual quiet hours apply.
    ");
    harness.end().await;
}

#[tokio::test]
async fn empty_text_of_when_is_refused_with_examples() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    for text in [" ", "\u{200b}\u{200b}"] {
        let refusal = harness.command("lagos", "when", json!({"text": text})).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(refusal.text(), @"No time was typed. Please type one, for example “tomorrow 09:00”, “Thursday 15:00 Nairobi time” or “in 2 hours”.");
        }
    }
    harness.end().await;
}
