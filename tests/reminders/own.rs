//! Tests reminders that members set for themselves.

use serde_json::json;

use crate::common::Harness;
use crate::{list_title, remind};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn own_reminder_sounds_at_its_minute_in_quiet_hours() {
    let mut harness = Harness::with_members(&["lapaz", "sec-lead"]).await;
    let understood = harness.command("lapaz", "remind", json!({"text": "Sesión", "when": "mañana 04:30"})).await;
    insta::assert_snapshot!(understood.text(), @"
    **Magpie entendió:** Sesión
    mié 11 nov, 04:30 (mié 08:30 UTC), dentro de 15 horas y 35 minutos
    Sonará a la hora indicada aunque caiga en sus horas de silencio, porque lo pidió usted. Magpie no puede hacer sonar un teléfono en silencio: si tiene que madrugar, ponga también una alarma.
    ");
    let saved = harness.click("lapaz", &understood, "Guardar").await;
    insta::assert_snapshot!(saved.text(), @r"
    ✅ Guardado: Sesión
    mié 11 nov, 04:30 (mié 08:30 UTC). Sonará a esa hora, también en sus horas de silencio. Para ver o detener sus recordatorios, use /reminders.
    ");
    harness.advance_to("2020-11-11T08:29:00Z").await;
    harness.receives_nothing("lapaz").await;
    harness.advance("1m").await;
    let reminder = harness.receives_one("lapaz").await;
    assert!(reminder.sounds(), "she asked to be woken");
    insta::assert_snapshot!(reminder.text(), @r"
    ⏰ Sesión
    mié 11 nov, 04:30 (mié 08:30 UTC)
    ");
    assert_eq!(reminder.buttons(), ["Hecho", "Recordármelo más tarde"]);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_saved_before_save_and_a_double_press_saves_once() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    let discarded = harness.command("accra", "remind", json!({"text": "Tea", "when": "in 10 minutes"})).await;
    let discarded = harness.click("accra", &discarded, "Discard").await;
    insta::assert_snapshot!(discarded.text(), @"Discarded. Nothing was saved.");
    let understood = harness.command("accra", "remind", json!({"text": "Coffee", "when": "in 20 minutes"})).await;
    let press = json!({"as": "accra", "message": understood.id(), "label": "Save"});
    let (one, other) = tokio::join!(harness.try_post("click", press.clone()), harness.try_post("click", press));
    let accepted = [one, other].into_iter().filter(Result::is_ok).count();
    assert_ne!(accepted, 0, "the first press is accepted");
    insta::assert_snapshot!(list_title(&mut harness, "accra").await, @"**Your upcoming reminders: 1**");
    harness.advance("1h").await;
    assert_eq!(harness.receives_one("accra").await.lock_screen().lines().next(), Some("⏰ Coffee"));
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ambiguous_time_is_asked_about_and_an_unknown_one_saves_nothing() {
    let mut harness = Harness::with_members(&["london", "sec-lead"]).await;
    let question = harness.command("london", "remind", json!({"text": "Call", "when": "03/12 10:00"})).await;
    insta::assert_snapshot!(question.text(), @"Which one do you mean?");
    insta::assert_snapshot!(question.buttons().join("\n"), @r"
    Thu 3 Dec, 10:00 (Thu 10:00 UTC)
    Fri 12 Mar 2021, 10:00 (Fri 10:00 UTC)
    Discard
    ");
    let december = question.buttons().remove(0);
    let saved = harness.click("london", &question, &december).await;
    insta::assert_snapshot!(saved.text(), @r"
    ✅ Saved: Call
    Thu 3 Dec, 10:00 (Thu 10:00 UTC). Your phone makes a sound then, even in quiet hours. See or stop your reminders with /reminders.
    ");
    let refused = harness.command("london", "remind", json!({"text": "Call", "when": "when the cows come home"})).await;
    insta::assert_snapshot!(refused.text(), @r#"
    Magpie is not sure what “when the cows come home” means as a time. Nothing was saved.
    Magpie could not read that as a time. Try “tomorrow 9:00”, “Thursday 15:00 Nairobi time” or “in 2 hours”.
    "#);
    insta::assert_snapshot!(list_title(&mut harness, "london").await, @"**Your upcoming reminders: 1**");
    harness.end().await;
}

#[tokio::test]
async fn last_day_of_the_month_is_asked_about_with_what_each_answer_means() {
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
    let monthly = question.buttons().remove(1);
    harness.restart_bot().await;
    let saved = harness.click("london", &question, &monthly).await;
    insta::assert_snapshot!(saved.text(), @"
    ✅ Saved: Pay
    Next: Mon 30 Nov, 09:00 (Mon 09:00 UTC), then the last day of every month at 09:00. Your phone makes a sound each time, even in quiet hours. See or stop your reminders with /reminders.
    ");
    let when = json!({"text": "Payer", "when": "le dernier jour du mois à 17h"});
    let question = harness.command("brussels", "remind", when).await;
    insta::assert_snapshot!(question.text(), @"
    Quel moment est le bon ?
    • Une seule fois : lun. 30 nov., 17:00 (lun. 16:00 UTC)
    • lun. 30 nov., 17:00 (lun. 16:00 UTC), le dernier jour du mois à 17:00 ; puis jeu. 31 déc. et dim. 31 janv. 2021, et ainsi de suite
    ");
    let once = question.buttons().remove(0);
    let saved = harness.click("brussels", &question, &once).await;
    insta::assert_snapshot!(saved.text(), @"
    ✅ Enregistré : Payer
    lun. 30 nov., 17:00 (lun. 16:00 UTC). Il sonnera à l’heure prévue, même pendant vos heures calmes. Pour voir ou arrêter vos rappels : /reminders.
    ");
    let when = json!({"text": "Pagar", "when": "el último día del mes a la 1:00"});
    let question = harness.command("lapaz", "remind", when).await;
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
    let snoozed = harness.click("accra", &question, "In 10 minutes").await;
    insta::assert_snapshot!(snoozed.text(), @"🔁 You will be reminded again: Tue 10 Nov, 18:10 (Tue 18:10 UTC)");
    insta::assert_snapshot!(harness.reload(&reminder).await.text(), @r"
    ⏰ Stretch
    Tue 10 Nov, 18:00 (Tue 18:00 UTC)
    🔁 You will be reminded again: Tue 10 Nov, 18:10 (Tue 18:10 UTC)
    ");
    harness.advance("10m").await;
    let again = harness.receives_one("accra").await;
    let done = harness.click("accra", &again, "Done").await;
    insta::assert_snapshot!(done.text(), @r"
    ⏰ Stretch
    Tue 10 Nov, 18:10 (Tue 18:10 UTC)
    Next: Wed 11 Nov, 18:00 (Wed 18:00 UTC)
    ✅ Done
    ");
    let stopped = harness.click("accra", &again, "Stop").await;
    insta::assert_snapshot!(stopped.text(), @r"
    ⏰ Stretch
    Tue 10 Nov, 18:10 (Tue 18:10 UTC)
    ⏹️ Stopped: it will not come again.
    ");
    harness.advance("48h").await;
    harness.receives_nothing("accra").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn typed_snooze_is_understood_or_asked_about() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Stretch", "in 10 minutes").await;
    harness.advance("10m").await;
    let reminder = harness.receives_one("accra").await;
    let question = harness.click("accra", &reminder, "Remind me later").await;
    let form = harness.click("accra", &question, "Another time…").await;
    let refused = harness.submit("accra", &form, json!({"when": "when the cows come home"})).await;
    insta::assert_snapshot!(refused.text(), @r#"
    Magpie is not sure what “when the cows come home” means as a time. Nothing was saved.
    Magpie could not read that as a time. Try “tomorrow 9:00”, “Thursday 15:00 Nairobi time” or “in 2 hours”.
    "#);
    let form = harness.click("accra", &refused, "Another time…").await;
    let snoozed = harness.submit("accra", &form, json!({"when": "18:30"})).await;
    insta::assert_snapshot!(snoozed.text(), @"🔁 You will be reminded again: Tue 10 Nov, 18:30 (Tue 18:30 UTC)");
    harness.advance_to("2020-11-10T18:30:00Z").await;
    harness.receives_one("accra").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wall_time_follows_its_member_to_another_zone() {
    let mut harness = Harness::with_members(&["lapaz", "sec-lead"]).await;
    let understood = harness.command("lapaz", "remind", json!({"text": "Desayuno", "when": "2020-11-12 09:00"})).await;
    harness.click("lapaz", &understood, "Guardar").await;
    let profile = json!({"zone": "Europe/Kyiv", "quiet_start": "22:00", "quiet_end": "07:00", "emergency": "No"});
    let moved = harness.command("lapaz", "profile set", profile).await;
    let save = moved.buttons().remove(0);
    harness.click("lapaz", &moved, &save).await;
    harness.advance_to("2020-11-12T06:59:00Z").await;
    harness.receives_nothing("lapaz").await;
    harness.advance("1m").await;
    harness.receives_one("lapaz").await;
    harness.end().await;
}

/// In Sydney, the clock goes from 03:00 back to 02:00 on Sunday 4 April 2021.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn second_pass_of_a_repeated_hour_is_saved_as_the_second() {
    let mut harness = Harness::with_members(&["sydney", "sec-lead"]).await;
    let question =
        harness.command("sydney", "remind", json!({"text": "Feed the cat", "when": "2021-04-04 02:30"})).await;
    insta::assert_snapshot!(question.buttons().join("\n"), @r"
    Sun 4 Apr 2021, 02:30 (Sat 15:30 UTC), before the clocks go back
    Sun 4 Apr 2021, 02:30 (Sat 16:30 UTC), after the clocks go back
    Discard
    ");
    let second = question.buttons().remove(1);
    harness.click("sydney", &question, &second).await;
    harness.restart_bot().await;
    harness.advance_to("2021-04-03T16:29:00Z").await;
    harness.receives_nothing("sydney").await;
    harness.advance("1m").await;
    harness.receives_one("sydney").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_hour_comes_every_hour_when_the_clock_goes_back() {
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
async fn tomorrow_at_this_time_is_the_same_time_when_the_clock_goes_back() {
    let mut harness = Harness::with_members(&["sydney", "sec-lead"]).await;
    harness.advance_to("2021-04-03T08:50:00Z").await;
    remind(&mut harness, "sydney", "Stretch", "in 10 minutes").await;
    harness.advance_to("2021-04-03T09:00:00Z").await;
    let reminder = harness.receives_one("sydney").await;
    let question = harness.click("sydney", &reminder, "Remind me later").await;
    let snoozed = harness.click("sydney", &question, "Tomorrow at this time").await;
    insta::assert_snapshot!(snoozed.text(), @"🔁 You will be reminded again: Sun 4 Apr, 20:00 (Sun 10:00 UTC)");
    harness.advance_to("2021-04-04T09:59:00Z").await;
    harness.receives_nothing("sydney").await;
    harness.advance("1m").await;
    harness.receives_one("sydney").await;
    harness.end().await;
}

async fn change_zone(harness: &mut Harness, who: &str, zone: &str) {
    let review = harness.command(who, "profile set", json!({"zone": zone})).await;
    let save = review.buttons().remove(0);
    harness.click(who, &review, &save).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn draft_saved_after_a_zone_change_asks_which_time_is_meant() {
    let mut harness = Harness::with_members(&["tokyo", "sec-lead"]).await;
    let shown = harness.command("tokyo", "remind", json!({"text": "Call", "when": "2020-11-12 18:00"})).await;
    change_zone(&mut harness, "tokyo", "Berlin").await;
    let question = harness.click("tokyo", &shown, "Save").await;
    insta::assert_snapshot!(question.text(), @"This was shown in Tokyo, Japan time, but your time zone is now Berlin, Germany. Nothing has been saved yet. Which time do you mean?");
    insta::assert_snapshot!(question.buttons().join("\n"), @r"
    The time you were shown: Thu 12 Nov, 10:00 (Thu 09:00 UTC)
    The same time of day here: Thu 12 Nov, 18:00 (Thu 17:00 UTC)
    Discard
    ");
    insta::assert_snapshot!(list_title(&mut harness, "tokyo").await, @"You have no upcoming reminders. Set one with /remind.");
    harness.restart_bot().await;
    let moment = question.buttons().remove(0);
    let saved = harness.click("tokyo", &question, &moment).await;
    insta::assert_snapshot!(saved.text(), @r"
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
    let shown = harness.command("tokyo", "remind", json!({"text": "Call", "when": "in 2 hours"})).await;
    change_zone(&mut harness, "tokyo", "Berlin").await;
    let saved = harness.click("tokyo", &shown, "Save").await;
    insta::assert_snapshot!(saved.text(), @r"
    ✅ Saved: Call
    Tue 10 Nov, 19:55 (Tue 18:55 UTC). Your phone makes a sound then, even in quiet hours. See or stop your reminders with /reminders.
    ");
    harness.advance("2h").await;
    harness.receives_one("tokyo").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn day_that_does_not_exist_is_answered_with_nearby_days() {
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
        let refused = harness.command("accra", "remind", json!({"text": text, "when": "in 2 hours"})).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(refused.text(), @"The text is empty, so nothing was saved. Please write what the reminder is about.");
        }
    }
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn text_links_to_the_command_that_it_names_even_after_a_restart() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    for links in 1..=2 {
        let listed = harness.command("accra", "reminders", json!({})).await;
        assert_eq!(listed.text(), "You have no upcoming reminders. Set one with /remind.");
        let requests = harness.get_text("requests?after=0").await;
        assert_eq!(requests.matches("Set one with </remind:").count(), links);
        harness.restart_bot().await;
    }
    harness.end().await;
}
