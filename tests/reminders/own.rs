//! Reminders that members set for themselves.

use serde_json::json;

use crate::common::Scene;
use crate::{list_title, remind};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn own_reminder_sounds_at_its_minute_in_quiet_hours() {
    let mut scene = Scene::of(&["lapaz", "sec-lead"]).await;
    let understood = scene.command("lapaz", "remind", json!({"text": "Sesión", "when": "mañana 04:30"})).await;
    insta::assert_snapshot!(understood.text(), @r"
    **Magpie entendió:** Sesión
    mié 11 nov, 04:30 (mié 08:30 UTC), dentro de 15 horas 35 minutos
    Sonará en su minuto, aunque sea en sus horas de silencio: lo pidió usted. Magpie no puede hacer sonar un teléfono en silencio; para madrugar, ponga también una alarma.
    ");
    let saved = scene.click("lapaz", &understood, "Guardar").await;
    insta::assert_snapshot!(saved.text(), @r"
    ✅ Guardado: Sesión
    mié 11 nov, 04:30 (mié 08:30 UTC). Suena en su minuto, también en sus horas de silencio. Vea o detenga sus recordatorios con /reminders.
    ");
    scene.advance_to("2020-11-11T08:29:00Z").await;
    scene.receives_nothing("lapaz").await;
    scene.advance("1m").await;
    let reminder = scene.receives_one("lapaz").await;
    assert!(reminder.sounds(), "she asked to be woken");
    insta::assert_snapshot!(reminder.text(), @r"
    ⏰ Sesión
    mié 11 nov, 04:30 (mié 08:30 UTC)
    ");
    assert_eq!(reminder.buttons(), ["Hecho", "Recordármelo más tarde"]);
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_saved_before_save_and_a_double_press_saves_once() {
    let mut scene = Scene::of(&["accra", "sec-lead"]).await;
    let discarded = scene.command("accra", "remind", json!({"text": "Tea", "when": "in 10 minutes"})).await;
    let discarded = scene.click("accra", &discarded, "Discard").await;
    insta::assert_snapshot!(discarded.text(), @"Discarded. Nothing was saved.");
    let understood = scene.command("accra", "remind", json!({"text": "Coffee", "when": "in 20 minutes"})).await;
    let press = json!({"as": "accra", "message": understood.id(), "label": "Save"});
    let (one, other) = tokio::join!(scene.try_post("click", press.clone()), scene.try_post("click", press));
    let accepted = [one, other].into_iter().filter(Result::is_ok).count();
    assert_ne!(accepted, 0, "the first press is accepted");
    insta::assert_snapshot!(list_title(&mut scene, "accra").await, @"**Your reminders to come: 1**");
    scene.advance("1h").await;
    assert_eq!(scene.receives_one("accra").await.lock_screen().lines().next(), Some("⏰ Coffee"));
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ambiguous_time_is_asked_about_and_an_unknown_one_saves_nothing() {
    let mut scene = Scene::of(&["london", "sec-lead"]).await;
    let question = scene.command("london", "remind", json!({"text": "Call", "when": "03/12 10:00"})).await;
    insta::assert_snapshot!(question.text(), @"Which one do you mean?");
    insta::assert_snapshot!(question.buttons().join("\n"), @r"
    Thu 3 Dec, 10:00 (Thu 10:00 UTC)
    Fri 12 Mar 2021, 10:00 (Fri 10:00 UTC)
    Discard
    ");
    let december = question.buttons().remove(0);
    let saved = scene.click("london", &question, &december).await;
    insta::assert_snapshot!(saved.text(), @r"
    ✅ Saved: Call
    Thu 3 Dec, 10:00 (Thu 10:00 UTC). It sounds at its minute, in quiet hours too. See or stop your reminders with /reminders.
    ");
    let refused = scene.command("london", "remind", json!({"text": "Call", "when": "when the cows come home"})).await;
    insta::assert_snapshot!(refused.text(), @r#"
    "when the cows come home" is not a time that Magpie can be sure of.
    Magpie does not know this time. Try "tomorrow 9:00", "Thursday 15:00 Nairobi time" or "in 2 hours".
    "#);
    insta::assert_snapshot!(list_title(&mut scene, "london").await, @"**Your reminders to come: 1**");
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn buttons_snooze_complete_and_stop_a_reminder_after_a_restart() {
    let mut scene = Scene::of(&["accra", "sec-lead"]).await;
    remind(&mut scene, "accra", "Stretch", "every day 18:00").await;
    scene.advance_to("2020-11-10T18:00:00Z").await;
    let reminder = scene.receives_one("accra").await;
    scene.restart_bot().await;
    let question = scene.click("accra", &reminder, "Remind me later").await;
    let snoozed = scene.click("accra", &question, "In 10 minutes").await;
    insta::assert_snapshot!(snoozed.text(), @"🔁 Again: Tue 10 Nov, 18:10 (Tue 18:10 UTC)");
    insta::assert_snapshot!(scene.again(&reminder).await.text(), @r"
    ⏰ Stretch
    Tue 10 Nov, 18:00 (Tue 18:00 UTC)
    🔁 Again: Tue 10 Nov, 18:10 (Tue 18:10 UTC)
    ");
    scene.advance("10m").await;
    let again = scene.receives_one("accra").await;
    let done = scene.click("accra", &again, "Done").await;
    insta::assert_snapshot!(done.text(), @r"
    ⏰ Stretch
    Tue 10 Nov, 18:10 (Tue 18:10 UTC)
    Next: Wed 11 Nov, 18:00 (Wed 18:00 UTC)
    ✅ Done
    ");
    let stopped = scene.click("accra", &again, "Stop").await;
    insta::assert_snapshot!(stopped.text(), @r"
    ⏰ Stretch
    Tue 10 Nov, 18:10 (Tue 18:10 UTC)
    ⏹️ Stopped: it does not come again.
    ");
    scene.advance("48h").await;
    scene.receives_nothing("accra").await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn typed_snooze_is_understood_or_asked_about() {
    let mut scene = Scene::of(&["accra", "sec-lead"]).await;
    remind(&mut scene, "accra", "Stretch", "in 10 minutes").await;
    scene.advance("10m").await;
    let reminder = scene.receives_one("accra").await;
    let question = scene.click("accra", &reminder, "Remind me later").await;
    let form = scene.click("accra", &question, "Another time…").await;
    let refused = scene.submit("accra", &form, json!({"when": "when the cows come home"})).await;
    insta::assert_snapshot!(refused.text(), @r#"
    "when the cows come home" is not a time that Magpie can be sure of.
    Magpie does not know this time. Try "tomorrow 9:00", "Thursday 15:00 Nairobi time" or "in 2 hours".
    "#);
    let form = scene.click("accra", &refused, "Another time…").await;
    let snoozed = scene.submit("accra", &form, json!({"when": "18:30"})).await;
    insta::assert_snapshot!(snoozed.text(), @"🔁 Again: Tue 10 Nov, 18:30 (Tue 18:30 UTC)");
    scene.advance_to("2020-11-10T18:30:00Z").await;
    scene.receives_one("accra").await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wall_time_follows_its_member_to_another_zone() {
    let mut scene = Scene::of(&["lapaz", "sec-lead"]).await;
    let understood = scene.command("lapaz", "remind", json!({"text": "Desayuno", "when": "2020-11-12 09:00"})).await;
    scene.click("lapaz", &understood, "Guardar").await;
    let profile = json!({"zone": "Europe/Kyiv", "quiet_start": "22:00", "quiet_end": "07:00", "emergency": "No"});
    let moved = scene.command("lapaz", "profile set", profile).await;
    let save = moved.buttons().remove(0);
    scene.click("lapaz", &moved, &save).await;
    scene.advance_to("2020-11-12T06:59:00Z").await;
    scene.receives_nothing("lapaz").await;
    scene.advance("1m").await;
    scene.receives_one("lapaz").await;
    scene.end().await;
}
