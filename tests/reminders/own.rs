//! Tests reminders that members set for themselves.

use serde_json::json;

use crate::common::Harness;
use crate::{list_title, remind};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn own_reminder_sounds_at_its_minute_in_quiet_hours() {
    let mut harness = Harness::with_members(&["lapaz", "sec-lead"]).await;
    let preview = harness.command("lapaz", "remind", json!({"text": "Sesión", "when": "mañana 04:30"})).await;
    insta::assert_snapshot!(preview.text(), @"
    **Magpie entendió:** Sesión
    mié 11 nov, 04:30 (mié 08:30 UTC), dentro de 15 horas y 35 minutos
    Sonará a la hora indicada aunque caiga en sus horas de silencio, porque lo pidió usted. Magpie no puede hacer sonar un teléfono en silencio: si tiene que madrugar, ponga también una alarma.
    ");
    let save_response = harness.click("lapaz", &preview, "Guardar").await;
    insta::assert_snapshot!(save_response.text(), @r"
    ✅ Guardado: Sesión
    mié 11 nov, 04:30 (mié 08:30 UTC). Sonará a esa hora, también en sus horas de silencio. Para ver o detener sus recordatorios, use /reminders.
    ");
    harness.advance_to("2020-11-11T08:29:00Z").await;
    harness.receives_nothing("lapaz").await;
    harness.advance("1m").await;
    let reminder = harness.receives_one("lapaz").await;
    assert!(reminder.sounds(), "the member asked to be woken");
    insta::assert_snapshot!(reminder.text(), @"
    ⏰ Sesión
    Hora del recordatorio: mié 11 nov, 04:30 (mié 08:30 UTC)
    ");
    assert_eq!(reminder.buttons(), ["Hecho", "Recordármelo más tarde"]);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn draft_is_not_saved_before_save_is_pressed_and_a_double_press_saves_once() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    let discard_response = harness.command("accra", "remind", json!({"text": "Tea", "when": "in 10 minutes"})).await;
    let discard_response = harness.click("accra", &discard_response, "Discard").await;
    insta::assert_snapshot!(discard_response.text(), @"Discarded. Nothing was saved.");
    let preview = harness.command("accra", "remind", json!({"text": "Coffee", "when": "in 20 minutes"})).await;
    let press = json!({"as": "accra", "message": preview.id(), "label": "Save"});
    let (one, other) = tokio::join!(harness.try_post("click", press.clone()), harness.try_post("click", press));
    let accepted_count = [one, other].into_iter().filter(Result::is_ok).count();
    assert_ne!(accepted_count, 0, "the first press is accepted");
    insta::assert_snapshot!(list_title(&mut harness, "accra").await, @"**Your upcoming reminders: 1**");
    harness.advance("1h").await;
    assert_eq!(harness.receives_one("accra").await.lock_screen().lines().next(), Some("⏰ Coffee"));
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ambiguous_time_is_asked_about_and_an_unreadable_time_saves_nothing() {
    let mut harness = Harness::with_members(&["london", "sec-lead"]).await;
    let question = harness.command("london", "remind", json!({"text": "Call", "when": "03/12 10:00"})).await;
    insta::assert_snapshot!(question.text(), @"Which one do you mean?");
    insta::assert_snapshot!(question.buttons().join("\n"), @r"
    Thu 3 Dec, 10:00 (Thu 10:00 UTC)
    Fri 12 Mar 2021, 10:00 (Fri 10:00 UTC)
    Discard
    ");
    let december_label = question.buttons().remove(0);
    let save_response = harness.click("london", &question, &december_label).await;
    insta::assert_snapshot!(save_response.text(), @r"
    ✅ Saved: Call
    Thu 3 Dec, 10:00 (Thu 10:00 UTC). Your phone makes a sound then, even in quiet hours. See or stop your reminders with /reminders.
    ");
    let refusal = harness.command("london", "remind", json!({"text": "Call", "when": "when the cows come home"})).await;
    insta::assert_snapshot!(refusal.text(), @r#"
    Magpie is not sure what “when the cows come home” means as a time. Nothing was saved.
    Magpie could not read that as a time. Try “tomorrow 09:00”, “Thursday 15:00 Nairobi time” or “in 2 hours”.
    "#);
    insta::assert_snapshot!(list_title(&mut harness, "london").await, @"**Your upcoming reminders: 1**");
    harness.end().await;
}

#[tokio::test]
async fn time_in_other_letters_is_answered_with_a_request_for_latin_letters() {
    let mut harness = Harness::with_members(&["london", "brussels", "lapaz", "sec-lead"]).await;
    let mut answers = Vec::new();
    for who in ["london", "brussels", "lapaz"] {
        let answer = harness.command(who, "remind", json!({"text": "Call", "when": "завтра в 9"})).await;
        answers.push(answer.text().to_owned());
    }
    insta::assert_snapshot!(answers.join("\n"), @"
    Magpie is not sure what “завтра в 9” means as a time. Nothing was saved.
    Magpie reads times written in Latin letters. Try “tomorrow 09:00”, “Thursday 15:00 Nairobi time” or “in 2 hours”.
    Magpie n’est pas sûr de comprendre le moment « завтра в 9 ». Rien n’a été enregistré.
    Magpie ne lit que les lettres latines. Essayez « demain 09:00 », « jeudi 15:00 heure de Nairobi » ou « dans 2 heures ».
    Magpie no está seguro de qué momento es «завтра в 9». No se guardó nada.
    Magpie solo lee las horas en alfabeto latino. Pruebe con «mañana 09:00», «jueves 15:00 hora de Nairobi» o «en 2 horas».
    ");
    harness.end().await;
}

#[tokio::test]
async fn last_day_of_the_month_can_mean_once_or_monthly_so_magpie_asks() {
    let mut harness = Harness::with_members(&["london", "brussels", "lapaz", "sec-lead"]).await;
    let question =
        harness.command("london", "remind", json!({"text": "Pay", "when": "the last day of the month"})).await;
    insta::assert_snapshot!(question.text(), @"
    Which one do you mean?
    • Once: Mon 30 Nov, 09:00 (Mon 09:00 UTC)
    • Mon 30 Nov, 09:00 (Mon 09:00 UTC), the last day of every month at 09:00; then Thu 31 Dec and Sun 31 Jan 2021, and so on
    No time given, so 09:00.
    ");
    insta::assert_snapshot!(question.buttons().join("\n"), @"
    Once: Mon 30 Nov, 09:00 (Mon 09:00 UTC)
    Mon 30 Nov, 09:00 (Mon 09:00 UTC), the last day of every month at 09:00
    Discard
    ");
    let monthly_label = question.buttons().remove(1);
    harness.restart_bot().await;
    let save_response = harness.click("london", &question, &monthly_label).await;
    insta::assert_snapshot!(save_response.text(), @"
    ✅ Saved: Pay
    Next: Mon 30 Nov, 09:00 (Mon 09:00 UTC), then the last day of every month at 09:00. Your phone makes a sound each time, even in quiet hours. See or stop your reminders with /reminders.
    ");
    let options = json!({"text": "Payer", "when": "le dernier jour du mois à 17h"});
    let question = harness.command("brussels", "remind", options).await;
    insta::assert_snapshot!(question.text(), @"
    Quel moment est le bon ?
    • Une seule fois : lun. 30 nov., 17:00 (lun. 16:00 UTC)
    • lun. 30 nov., 17:00 (lun. 16:00 UTC), le dernier jour du mois à 17:00 ; puis jeu. 31 déc. et dim. 31 janv. 2021, et ainsi de suite
    ");
    let once_label = question.buttons().remove(0);
    let save_response = harness.click("brussels", &question, &once_label).await;
    insta::assert_snapshot!(save_response.text(), @"
    ✅ Enregistré : Payer
    lun. 30 nov., 17:00 (lun. 16:00 UTC). Il sonnera à l’heure prévue, même pendant vos heures calmes. Pour voir ou arrêter vos rappels : /reminders.
    ");
    let options = json!({"text": "Pagar", "when": "el último día del mes a la 1:00"});
    let question = harness.command("lapaz", "remind", options).await;
    insta::assert_snapshot!(question.text(), @"
    ¿A cuál se refiere?
    • Una sola vez: lun 30 nov, 01:00 (lun 05:00 UTC)
    • lun 30 nov, 01:00 (lun 05:00 UTC), el último día de cada mes a la 01:00; después, jue 31 dic y dom 31 ene 2021, y así sucesivamente
    • Una sola vez: lun 30 nov, 13:00 (lun 17:00 UTC)
    • lun 30 nov, 13:00 (lun 17:00 UTC), el último día de cada mes a las 13:00; después, jue 31 dic y dom 31 ene 2021, y así sucesivamente
    ");
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn buttons_snooze_complete_and_stop_a_reminder_after_a_restart() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Stretch", "every day 18:00").await;
    harness.advance_to("2020-11-10T18:00:00Z").await;
    let reminder = harness.receives_one("accra").await;
    harness.restart_bot().await;
    let question = harness.click("accra", &reminder, "Remind me later").await;
    let snooze_response = harness.click("accra", &question, "In 10 minutes").await;
    insta::assert_snapshot!(snooze_response.text(), @"🔁 You will be reminded again: Tue 10 Nov, 18:10 (Tue 18:10 UTC)");
    insta::assert_snapshot!(harness.reload(&reminder).await.text(), @"
    ⏰ Stretch
    Reminder time: Tue 10 Nov, 18:00 (Tue 18:00 UTC)
    🔁 You will be reminded again: Tue 10 Nov, 18:10 (Tue 18:10 UTC)
    ");
    harness.advance("10m").await;
    let snoozed_message = harness.receives_one("accra").await;
    let done_message = harness.click("accra", &snoozed_message, "Done").await;
    insta::assert_snapshot!(done_message.text(), @"
    ⏰ Stretch
    Reminder time: Tue 10 Nov, 18:10 (Tue 18:10 UTC)
    Next: Wed 11 Nov, 18:00 (Wed 18:00 UTC)
    ✅ Done
    ");
    let stop_response = harness.click("accra", &snoozed_message, "Stop").await;
    insta::assert_snapshot!(stop_response.text(), @"
    ⏰ Stretch
    Reminder time: Tue 10 Nov, 18:10 (Tue 18:10 UTC)
    ⏹️ Stopped: it will not come again.
    ");
    harness.advance("48h").await;
    harness.receives_nothing("accra").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn typed_snooze_time_is_read_and_an_unreadable_one_is_refused() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Stretch", "in 10 minutes").await;
    harness.advance("10m").await;
    let reminder = harness.receives_one("accra").await;
    let question = harness.click("accra", &reminder, "Remind me later").await;
    let form = harness.click("accra", &question, "Another time…").await;
    let refusal = harness.submit("accra", &form, json!({"when": "when the cows come home"})).await;
    insta::assert_snapshot!(refusal.text(), @r#"
    Magpie is not sure what “when the cows come home” means as a time. Nothing was saved.
    Magpie could not read that as a time. Try “tomorrow 09:00”, “Thursday 15:00 Nairobi time” or “in 2 hours”.
    "#);
    let form = harness.click("accra", &refusal, "Type the time again").await;
    let snooze_response = harness.submit("accra", &form, json!({"when": "18:30"})).await;
    insta::assert_snapshot!(snooze_response.text(), @"🔁 You will be reminded again: Tue 10 Nov, 18:30 (Tue 18:30 UTC)");
    harness.advance_to("2020-11-10T18:30:00Z").await;
    harness.receives_one("accra").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn local_time_of_a_reminder_follows_its_member_to_another_zone() {
    let mut harness = Harness::with_members(&["lapaz", "sec-lead"]).await;
    let preview = harness.command("lapaz", "remind", json!({"text": "Desayuno", "when": "2020-11-12 09:00"})).await;
    harness.click("lapaz", &preview, "Guardar").await;
    let profile = json!({"zone": "Europe/Kyiv", "quiet_start": "22:00", "quiet_end": "07:00", "emergency": "No"});
    let review = harness.command("lapaz", "profile set", profile).await;
    let save_label = review.buttons().remove(0);
    harness.click("lapaz", &review, &save_label).await;
    harness.advance_to("2020-11-12T06:59:00Z").await;
    harness.receives_nothing("lapaz").await;
    harness.advance("1m").await;
    harness.receives_one("lapaz").await;
    harness.end().await;
}

/// In Sydney, the clock goes from 03:00 back to 02:00 on Sunday 4 April 2021.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reminder_can_be_set_for_the_second_pass_of_a_repeated_hour() {
    let mut harness = Harness::with_members(&["sydney", "sec-lead"]).await;
    let question =
        harness.command("sydney", "remind", json!({"text": "Feed the cat", "when": "2021-04-04 02:30"})).await;
    insta::assert_snapshot!(question.buttons().join("\n"), @r"
    Sun 4 Apr 2021, 02:30 (Sat 15:30 UTC), before the clocks go back
    Sun 4 Apr 2021, 02:30 (Sat 16:30 UTC), after the clocks go back
    Discard
    ");
    let second_label = question.buttons().remove(1);
    harness.click("sydney", &question, &second_label).await;
    harness.restart_bot().await;
    harness.advance_to("2021-04-03T16:29:00Z").await;
    harness.receives_nothing("sydney").await;
    harness.advance("1m").await;
    harness.receives_one("sydney").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hourly_reminder_comes_every_hour_when_the_clock_goes_back() {
    let mut harness = Harness::with_members(&["sydney", "sec-lead"]).await;
    harness.advance_to("2021-04-03T14:10:00Z").await;
    remind(&mut harness, "sydney", "Breathe", "every hour").await;
    for hour in 15..20 {
        harness.advance_to(&format!("2021-04-03T{hour}:09:00Z")).await;
        harness.receives_nothing("sydney").await;
        harness.advance("1m").await;
        harness.receives_one("sydney").await;
    }
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn snooze_until_tomorrow_keeps_the_local_time_when_the_clock_goes_back() {
    let mut harness = Harness::with_members(&["sydney", "sec-lead"]).await;
    harness.advance_to("2021-04-03T08:50:00Z").await;
    remind(&mut harness, "sydney", "Stretch", "in 10 minutes").await;
    harness.advance_to("2021-04-03T09:00:00Z").await;
    let reminder = harness.receives_one("sydney").await;
    let question = harness.click("sydney", &reminder, "Remind me later").await;
    let snooze_response = harness.click("sydney", &question, "Tomorrow at this time").await;
    insta::assert_snapshot!(snooze_response.text(), @"🔁 You will be reminded again: Sun 4 Apr, 20:00 (Sun 10:00 UTC)");
    harness.advance_to("2021-04-04T09:59:00Z").await;
    harness.receives_nothing("sydney").await;
    harness.advance("1m").await;
    harness.receives_one("sydney").await;
    harness.end().await;
}

async fn change_zone(harness: &mut Harness, who: &str, zone: &str) {
    let review = harness.command(who, "profile set", json!({"zone": zone})).await;
    let save_label = review.buttons().remove(0);
    harness.click(who, &review, &save_label).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn draft_saved_after_a_zone_change_asks_which_time_is_meant() {
    let mut harness = Harness::with_members(&["tokyo", "sec-lead"]).await;
    let preview = harness.command("tokyo", "remind", json!({"text": "Call", "when": "2020-11-12 18:00"})).await;
    change_zone(&mut harness, "tokyo", "Berlin").await;
    let question = harness.click("tokyo", &preview, "Save").await;
    insta::assert_snapshot!(question.text(), @"This was shown in Tokyo, Japan time, but your time zone is now Berlin, Germany. Nothing has been saved yet. Which time do you mean?");
    insta::assert_snapshot!(question.buttons().join("\n"), @r"
    The time you were shown: Thu 12 Nov, 10:00 (Thu 09:00 UTC)
    The same time of day here: Thu 12 Nov, 18:00 (Thu 17:00 UTC)
    Discard
    ");
    insta::assert_snapshot!(list_title(&mut harness, "tokyo").await, @"You have no upcoming reminders. Set one with /remind.");
    harness.restart_bot().await;
    let first_label = question.buttons().remove(0);
    let save_response = harness.click("tokyo", &question, &first_label).await;
    insta::assert_snapshot!(save_response.text(), @r"
    ✅ Saved: Call
    Thu 12 Nov, 10:00 (Thu 09:00 UTC). Your phone makes a sound then, even in quiet hours. See or stop your reminders with /reminders.
    ");
    harness.advance_to("2020-11-12T08:59:00Z").await;
    harness.receives_nothing("tokyo").await;
    harness.advance("1m").await;
    harness.receives_one("tokyo").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn draft_of_an_instant_is_saved_although_its_author_moved() {
    let mut harness = Harness::with_members(&["tokyo", "sec-lead"]).await;
    let preview = harness.command("tokyo", "remind", json!({"text": "Call", "when": "in 2 hours"})).await;
    change_zone(&mut harness, "tokyo", "Berlin").await;
    let save_response = harness.click("tokyo", &preview, "Save").await;
    insta::assert_snapshot!(save_response.text(), @r"
    ✅ Saved: Call
    Tue 10 Nov, 19:55 (Tue 18:55 UTC). Your phone makes a sound then, even in quiet hours. See or stop your reminders with /reminders.
    ");
    harness.advance("2h").await;
    harness.receives_one("tokyo").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn day_that_does_not_exist_gets_buttons_for_nearby_days() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    let question = harness.command("accra", "remind", json!({"text": "Pay", "when": "31 November at 10:00"})).await;
    insta::assert_snapshot!(question.text(), @"That date does not exist. Did you mean:");
    insta::assert_snapshot!(question.buttons().join("\n"), @r"
    Mon 30 Nov, 10:00 (Mon 10:00 UTC)
    Tue 1 Dec, 10:00 (Tue 10:00 UTC)
    Discard
    ");
    harness.click("accra", &question, "Discard").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn text_with_only_invisible_characters_is_refused() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    for text in ["\u{200b}\u{200d}", "\u{3164}", "\u{2800} \u{feff}"] {
        let refusal = harness.command("accra", "remind", json!({"text": text, "when": "in 2 hours"})).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(refusal.text(), @"The text is empty, so nothing was saved. Please write what the reminder is about.");
        }
    }
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn response_links_to_the_command_that_it_names_even_after_a_restart() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    for links in 1..=2 {
        let list = harness.command("accra", "reminders", json!({})).await;
        assert_eq!(list.text(), "You have no upcoming reminders. Set one with /remind.");
        let requests = harness.get_text("requests?after=0").await;
        assert_eq!(requests.matches("Set one with </remind:").count(), links);
        harness.restart_bot().await;
    }
    harness.end().await;
}
