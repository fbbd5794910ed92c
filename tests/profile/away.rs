//! Tests absences ("I am away until…"). Their end is typed in words, a restart keeps it, and the member can end an
//! absence early.

use magpie::db::Db;
use magpie::members::MemberExpiry;
use magpie::timers::Expire;
use serde_json::{Value, json};

use crate::common::{Harness, Output};

#[tokio::test]
async fn away_is_confirmed_with_its_instant_survives_a_restart_and_is_ended_by_a_button() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let saved = harness.command("lagos", "profile away", json!({"until": "20 November 14:00"})).await;
    insta::assert_snapshot!(saved.text(), @"Until **Fri 20 Nov, 14:00 (Fri 13:00 UTC)** Magpie treats you as away: messages arrive silently, and no one waits for your answer. Back earlier? Press the button, or use /profile back.");
    harness.restart_bot().await;
    let shown = harness.command("lagos", "profile show", json!({})).await;
    insta::assert_snapshot!(shown.text(), @"
    **Your profile**
    Place: **Lagos (Africa/Lagos)**, where it is now **Tue 10 Nov, 17:55**
    Quiet hours: **22:00–07:00**
    Emergencies: **do not wake you**
    Language: **English**
    Now: away until Fri 20 Nov, 14:00 (Fri 13:00 UTC), messages arrive silently
    Direct messages: open
    ");
    let ended = harness.click("lagos", &shown, "I am back").await;
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

#[tokio::test]
async fn away_form_reads_the_members_own_language() {
    let mut harness = Harness::with_members(&["sec-lead", "lapaz"]).await;
    let shown = harness.command("lapaz", "profile show", json!({})).await;
    let form = harness.click("lapaz", &shown, "Estaré ausente hasta…").await;
    let saved = harness.submit("lapaz", &form, json!({"until": "20 de noviembre a las 9:00"})).await;
    insta::assert_snapshot!(saved.text(), @"Anotado. Hasta el **vie 20 nov, 09:00 (vie 13:00 UTC)**, Magpie cuenta con que está ausente: los mensajes llegan sin sonido y nadie espera su respuesta. ¿Vuelve antes? Pulse el botón o escriba /profile back.");
    let shown = harness.click("lapaz", &saved, "He vuelto").await;
    insta::assert_snapshot!(shown.text(), @"
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
async fn away_until_an_unknown_past_or_far_time_changes_nothing() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let unknown = harness.command("lagos", "profile away", json!({"until": "soonish"})).await;
    insta::assert_snapshot!(unknown.text(), @r#"Magpie could not read “soonish” as a time. Please write it like Monday, 20 December or “in 2 weeks”."#);
    let past = harness.command("lagos", "profile away", json!({"until": "2020-11-09 10:00"})).await;
    insta::assert_snapshot!(past.text(), @r#"“2020-11-09 10:00” has already passed. What did you mean?"#);
    let too_late = harness.command("lagos", "profile away", json!({"until": "2023-01-01 10:00"})).await;
    insta::assert_snapshot!(too_late.text(), @"That is more than a year away, or has already passed, so nothing was changed. Please choose another day.");
    let which = harness.command("lagos", "profile away", json!({"until": "5:30"})).await;
    assert_eq!(which.buttons(), ["Wed 05:30", "Wed 17:30", "Type it again"]);
    let shown = harness.command("lagos", "profile show", json!({})).await;
    insta::assert_snapshot!(shown.text(), @"
    **Your profile**
    Place: **Lagos (Africa/Lagos)**, where it is now **Tue 10 Nov, 17:55**
    Quiet hours: **22:00–07:00**
    Emergencies: **do not wake you**
    Language: **English**
    Now: awake, messages make a sound
    Direct messages: open
    ");
    let chosen = harness.click("lagos", &which, "Wed 17:30").await;
    insta::assert_snapshot!(chosen.text(), @"Until **Wed 11 Nov, 17:30 (Wed 16:30 UTC)** Magpie treats you as away: messages arrive silently, and no one waits for your answer. Back earlier? Press the button, or use /profile back.");
    harness.end().await;
}

#[tokio::test]
async fn member_who_says_that_they_are_awake_is_not_away() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    harness.command("lagos", "profile away", json!({"until": "in 3 days"})).await;
    harness.command("lagos", "profile awake", json!({"until": "in 3 hours"})).await;
    let shown = harness.command("lagos", "profile show", json!({})).await;
    insta::assert_snapshot!(shown.text(), @"
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

/// "Until 15 November" is a local time, and means that time in any zone. "In 5 hours" is an instant.
#[tokio::test]
async fn away_until_a_local_time_stays_that_time_when_the_member_travels() {
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
async fn chosen_end_of_an_absence_is_a_local_time() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let which = harness.command("lagos", "profile away", json!({"until": "03/12 10:00"})).await;
    assert_eq!(which.buttons(), ["Thu 3 Dec, 10:00", "Fri 12 Mar 2021, 10:00", "Type it again"]);
    harness.click("lagos", &which, "Thu 3 Dec, 10:00").await;
    change_zone(&mut harness, "lagos", "Tokyo").await;
    assert_eq!(
        awake_line(&mut harness, "lagos").await,
        "Now: away until Thu 3 Dec, 10:00 (Thu 01:00 UTC), messages arrive silently"
    );
    harness.end().await;
}

#[tokio::test]
async fn recurring_time_is_no_end_of_an_absence() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let refused = harness.command("lagos", "profile away", json!({"until": "every day at 9:00"})).await;
    insta::assert_snapshot!(refused.text(), @r#"Magpie could not read “every day at 9:00” as a time. Please write it like Monday, 20 December or “in 2 weeks”."#);
    harness.end().await;
}

async fn change_zone(harness: &mut Harness, who: &str, zone: &str) {
    let review = harness.command(who, "profile set", json!({"zone": zone})).await;
    harness.click(who, &review, "Save").await;
}

/// The line of the member's profile that says whether they are awake.
async fn awake_line(harness: &mut Harness, who: &str) -> String {
    let shown = harness.command(who, "profile show", json!({})).await;
    shown.text().lines().find(|line| line.starts_with("Now:")).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn end_of_an_absence_that_could_also_repeat_is_the_next_one() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos", "brussels"]).await;
    let away = harness.command("lagos", "profile away", json!({"until": "the last day of the month"})).await;
    assert!(away.text().starts_with("Until **Mon 30 Nov, 09:00 (Mon 08:00 UTC)**"), "{}", away.text());
    let away = harness.command("brussels", "profile away", json!({"until": "le lundi"})).await;
    assert!(away.text().contains("lun. 16 nov., 09:00"), "{}", away.text());
    harness.end().await;
}

/// Both meanings of the phrase are the same instant, and Discord refuses two buttons with the same id.
#[tokio::test]
async fn phrase_with_two_meanings_at_one_instant_has_one_share_button() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let asked = harness.command("lagos", "when", json!({"text": "the last day of the month"})).await;
    assert_eq!(asked.buttons(), ["Share: Mon 30 Nov, 09:00 (Mon 08:00 UTC)"]);
    harness.end().await;
}

#[tokio::test]
async fn absence_that_has_ended_is_deleted() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    harness.command("lagos", "profile away", json!({"until": "in 2 hours"})).await;
    assert_ne!(exported(&mut harness, "lagos").await["away_until"], Value::Null);
    harness.advance("3d").await;
    assert_eq!(exported(&mut harness, "lagos").await["away_until"], Value::Null);
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

async fn exported(harness: &mut Harness, who: &str) -> Value {
    let told: Output = harness.command(who, "profile export", json!({})).await;
    let url = told.message()["attachments"][0]["url"].as_str().expect("the file is attached").to_owned();
    let file: Value = reqwest::get(url).await.expect("it is served").json().await.expect("it is JSON");
    file["profile"]["saved"].clone()
}
