//! Reminders, as the members of the sandbox's guild meet them.

#[path = "../common/mod.rs"]
mod common;

use common::{Scene, Told, texts};
use magpie::db::Db;
use magpie::members::MemberId;
use magpie::reminders::{Plan, ReminderError, Saved, service};
use magpie::time::{Anchor, ZoneId};
use serde_json::json;

/// Sets a reminder all the way to "Save"; returns what saving said.
async fn remind(scene: &mut Scene, who: &str, text: &str, when: &str) -> Told {
    let understood = scene.command(who, "remind", json!({"text": text, "when": when})).await;
    assert!(understood.is_ephemeral(), "only the asker sees it");
    scene.click(who, &understood, "Save").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reminder_for_oneself_sounds_at_its_minute_in_quiet_hours() {
    let mut scene = Scene::of(&["lapaz", "sec-lead"]).await;
    let understood = scene.command("lapaz", "remind", json!({"text": "Sesión", "when": "mañana 04:30"})).await;
    assert!(
        understood.text().contains("mié 11 nov, 04:30 (08:30 UTC)") || understood.text().contains("04:30"),
        "{}",
        understood.text()
    );
    assert!(
        understood.text().contains("horas de silencio"),
        "saving must say that it sounds in quiet hours: {}",
        understood.text()
    );
    let saved = scene.click("lapaz", &understood, "Guardar").await;
    assert!(saved.text().starts_with("✅ Guardado: Sesión"), "{}", saved.text());
    scene.advance_to("2020-11-11T08:29:00Z").await;
    scene.receives_nothing("lapaz").await;
    scene.advance("1m").await;
    let came = scene.receives_one("lapaz").await;
    assert!(came.sounds(), "she asked to be woken");
    assert!(came.lock_screen().starts_with("⏰ Sesión"), "{}", came.lock_screen());
    assert_eq!(came.buttons(), ["Hecho", "Recordármelo más tarde"]);
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_saved_before_save_and_nothing_twice() {
    let mut scene = Scene::of(&["accra", "sec-lead"]).await;
    let discarded = scene.command("accra", "remind", json!({"text": "Tea", "when": "in 10 minutes"})).await;
    scene.click("accra", &discarded, "Discard").await;
    let kept = scene.command("accra", "remind", json!({"text": "Coffee", "when": "in 20 minutes"})).await;
    let press = json!({"as": "accra", "message": kept.id(), "label": "Save"});
    let (one, other) = tokio::join!(scene.try_post("click", press.clone()), scene.try_post("click", press));
    assert!(one.is_ok() || other.is_ok(), "{one:?} {other:?}");
    let list = scene.command("accra", "reminders", json!({})).await;
    assert!(list.text().contains("to come: 1"), "{}", list.text());
    scene.advance("1h").await;
    assert_eq!(scene.receives_one("accra").await.lock_screen().lines().next(), Some("⏰ Coffee"));
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ambiguous_time_is_asked_about_and_a_bad_one_changes_nothing() {
    let mut scene = Scene::of(&["london", "sec-lead"]).await;
    let asked = scene.command("london", "remind", json!({"text": "Call", "when": "03/12 10:00"})).await;
    assert!(asked.buttons().len() >= 3, "two meanings and a way out: {:?}", asked.buttons());
    let december =
        asked.buttons().into_iter().find(|label| label.contains("Dec")).expect("3 December is one of the meanings");
    let saved = scene.click("london", &asked, &december).await;
    assert!(saved.text().contains("Dec"), "{}", saved.text());
    let refused = scene.command("london", "remind", json!({"text": "Call", "when": "when the cows come home"})).await;
    assert!(refused.text().contains("not a time"), "{}", refused.text());
    let list = scene.command("london", "reminders", json!({})).await;
    assert!(list.text().contains("to come: 1"), "{}", list.text());
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reminder_is_done_put_off_and_stopped_by_its_buttons_after_a_restart_too() {
    let mut scene = Scene::of(&["accra", "sec-lead"]).await;
    remind(&mut scene, "accra", "Stretch", "every day 18:00").await;
    scene.advance_to("2020-11-10T18:00:00Z").await;
    let came = scene.receives_one("accra").await;
    scene.restart_bot().await;
    let asked = scene.click("accra", &came, "Remind me later").await;
    scene.click("accra", &asked, "In 10 minutes").await;
    assert!(scene.again(&came).await.text().contains("Again"), "{}", scene.again(&came).await.text());
    scene.advance("10m").await;
    let later = scene.receives_one("accra").await;
    let done = scene.click("accra", &later, "Done").await;
    assert!(done.text().contains("✅ Done"), "{}", done.text());
    let stopped = scene.click("accra", &later, "Stop").await;
    assert!(stopped.text().contains("Stopped"), "{}", stopped.text());
    scene.advance("48h").await;
    scene.receives_nothing("accra").await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reminder_comes_once_when_the_bot_dies_between_due_and_sent() {
    let mut scene = Scene::of(&["accra", "sec-lead"]).await;
    remind(&mut scene, "accra", "Stand up", "in 10 minutes").await;
    scene.fault(json!({"route": "POST /channels/*/messages", "status": 500, "times": 1, "when": "before"})).await;
    scene.post("clock", json!({"advance": "10m"})).await;
    scene.kill_bot().await;
    scene.start_bot().await;
    scene.advance("10m").await;
    let came = scene.receives_one("accra").await;
    assert!(came.lock_screen().starts_with("⏰ Stand up"), "{}", came.lock_screen());
    scene.advance("24h").await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reminder_whose_answer_was_lost_is_not_doubled() {
    let mut scene = Scene::of(&["accra", "sec-lead"]).await;
    remind(&mut scene, "accra", "Stand up", "in 10 minutes").await;
    scene.fault(json!({"route": "POST /channels/*/messages", "status": 500, "times": 1, "when": "after"})).await;
    scene.advance("24h").await;
    scene.receives_one("accra").await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn recurring_reminder_missed_while_the_bot_was_down_comes_once_and_says_so() {
    let mut scene = Scene::of(&["accra", "sec-lead"]).await;
    remind(&mut scene, "accra", "Report", "every day 18:00").await;
    scene.kill_bot().await;
    scene.advance_to("2020-11-13T19:00:00Z").await;
    scene.start_bot().await;
    scene.settle().await;
    let came = scene.receives_one("accra").await;
    assert!(came.text().contains("could not bring it earlier"), "{}", came.text());
    scene.advance_to("2020-11-14T18:00:00Z").await;
    scene.receives_one("accra").await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wall_time_follows_its_member_to_another_zone() {
    let mut scene = Scene::of(&["lapaz", "sec-lead"]).await;
    remind(&mut scene, "lapaz", "Desayuno", "2020-11-12 09:00").await;
    let moved = scene
        .command(
            "lapaz",
            "profile set",
            json!({"zone": "Europe/Kyiv", "quiet_start": "22:00", "quiet_end": "07:00", "emergency": "No"}),
        )
        .await;
    let label = moved.buttons().remove(0);
    scene.click("lapaz", &moved, &label).await;
    scene.advance_to("2020-11-12T06:59:00Z").await;
    scene.receives_nothing("lapaz").await;
    scene.advance("1m").await;
    scene.receives_one("lapaz").await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reminder_for_many_comes_at_nine_for_each_and_wakes_nobody() {
    let mut scene = Scene::of(&["lapaz", "kyiv", "cairo", "tokyo", "brussels", "sec-lead"]).await;
    let options = json!({"text": "Please vote", "at": "08:00", "date": "12 November"});
    let preview = scene.command("sec-lead", "remind-members", options).await;
    assert!(preview.text().contains("in each one's own time"), "{}", preview.text());
    assert!(preview.text().contains("Asleep at that time, 1: Member Cairo"), "{}", preview.text());
    scene.click("sec-lead", &preview, "Save").await;
    // 08:00 in Tokyo, then Kyiv (with Cairo asleep until 08:30), Brussels, La Paz.
    scene.advance_to("2020-11-11T23:00:00Z").await;
    assert!(scene.receives_one("tokyo").await.sounds());
    scene.advance_to("2020-11-12T06:00:00Z").await;
    assert!(scene.receives_one("kyiv").await.sounds());
    scene.receives_nothing("cairo").await;
    scene.advance_to("2020-11-12T06:30:00Z").await;
    assert!(scene.receives_one("cairo").await.sounds());
    scene.advance_to("2020-11-12T07:00:00Z").await;
    let french = scene.receives_one("brussels").await;
    assert!(french.text().contains("De Secretariat lead"), "{}", french.text());
    scene.advance_to("2020-11-12T12:00:00Z").await;
    scene.receives_one("lapaz").await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn day_that_may_be_two_is_asked_about_and_the_chosen_one_is_previewed_after_a_restart_too() {
    let mut scene = Scene::of(&["lapaz", "sec-lead"]).await;
    let on = |date: &str| json!({"text": "Please vote", "at": "08:00", "date": date});
    let asked = scene.command("sec-lead", "remind-members", on("11/12")).await;
    assert!(asked.text().contains("\"11/12\" can mean more than one day"), "{}", asked.text());
    assert_eq!(asked.buttons(), ["Thursday 12 November 2020", "Friday 11 December 2020"]);
    scene.restart_bot().await;
    let preview = scene.click("sec-lead", &asked, "Thursday 12 November 2020").await;
    assert!(preview.text().contains("Thu 12 Nov, 08:00"), "{}", preview.text());
    scene.click("sec-lead", &preview, "Save").await;
    for (date, told) in [("5 May 2019", "has passed everywhere"), ("soon", "is not one certain day")] {
        let refused = scene.command("sec-lead", "remind-members", on(date)).await;
        assert!(refused.text().contains(told), "{}", refused.text());
    }
    scene.advance_to("2020-11-12T12:00:00Z").await;
    scene.receives_one("lapaz").await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn passed_times_are_asked_about_and_left_out_or_sent_now() {
    let mut scene = Scene::of(&["lapaz", "kyiv", "sec-lead"]).await;
    let options = json!({"text": "Please vote", "at": "15:00"});
    let preview = scene.command("sec-lead", "remind-members", options.clone()).await;
    assert!(preview.text().contains("Passed already for 1: Member Kyiv"), "{}", preview.text());
    scene.click("sec-lead", &preview, "Skip those it has passed for").await;
    scene.receives_nothing("kyiv").await;
    scene.advance_to("2020-11-10T19:00:00Z").await;
    scene.receives_one("lapaz").await;
    // Passed for all of them, though not everywhere: tomorrow is meant.
    let preview = scene.command("sec-lead", "remind-members", json!({"text": "Vote tomorrow", "at": "08:00"})).await;
    assert!(preview.text().contains("Wed 11 Nov, 08:00"), "{}", preview.text());
    scene.click("sec-lead", &preview, "Discard").await;
    let preview = scene.command("sec-lead", "remind-members", json!({"text": "Vote now", "at": "16:00"})).await;
    scene.click("sec-lead", &preview, "Send now to those it has passed for").await;
    let now: Vec<String> = texts(&scene.receives("kyiv").await).iter().map(|text| (*text).to_owned()).collect();
    assert_eq!(now.len(), 1, "{now:?}");
    scene.advance_to("2020-11-10T20:00:00Z").await;
    scene.receives_one("lapaz").await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_secretariat_reminds_others_and_who_left_gets_nothing() {
    let mut scene = Scene::of(&["lapaz", "accra", "sec-lead"]).await;
    let hidden = scene
        .try_post(
            "command",
            json!({"as": "accra", "channel": "mag-general", "name": "remind-members", "options": {"text": "x", "at": "09:00"}}),
        )
        .await;
    match hidden {
        Err((status, _)) => assert!((400..500).contains(&status)),
        Ok(result) => {
            assert!(result["message"]["content"].as_str().is_some_and(|text| text.contains("Only the secretariat")))
        }
    }
    remind(&mut scene, "accra", "Gone by then", "in 2 hours").await;
    scene.member_leaves("accra").await;
    scene.advance("24h").await;
    scene.end().await;
}

#[tokio::test]
async fn member_acting_on_anothers_reminder_is_refused_and_changes_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let db = Db::open(&folder.path().join("magpie.db")).await.expect("it opens");
    let now = common::BEGIN.parse().expect("it is an instant");
    let (owner, other) = (MemberId(1), MemberId(2));
    let wall = "2020-11-11T09:00:00".parse().expect("it is a wall time");
    let plan = Plan { anchor: Anchor::Wall, wall, zone: ZoneId::utc(), rule: None };
    let draft = service::create_draft(&db, owner, "Tea", &[plan], now).await.expect("it is kept");
    let forged = service::save(&db, other, draft, 0, now).await;
    assert!(matches!(forged, Err(ReminderError::NoDraft(_))), "{forged:?}");
    let saved = service::save(&db, owner, draft, 0, now).await.expect("it is saved");
    let Saved::Own { reminder, .. } = saved else { panic!("{saved:?}") };
    let forged = service::stop(&db, other, reminder.id, now).await;
    assert!(matches!(forged, Err(ReminderError::NotFound)), "{forged:?}");
    let mut reader = db.read().await.expect("it can be read");
    assert_eq!(service::list(&mut reader, owner).await.expect("it can be read").len(), 1);
    assert!(service::list(&mut reader, other).await.expect("it can be read").is_empty());
}
