//! Tests who may set, receive and change reminders.

use magpie::db::Db;
use magpie::members::{Group, MemberId};
use magpie::reminders::{GroupDraft, Plan, ReminderDraftId, ReminderError, SaveOutcome, service};
use magpie::time::{Anchor, Pass, ZoneId};
use serde_json::json;
use sqlx::{Connection as _, SqliteConnection};

use crate::common::{self, Harness};
use crate::remind;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_secretariat_can_remind_others() {
    let mut harness = Harness::with_members(&["lapaz", "accra", "sec-lead"]).await;
    let options = json!({"text": "x", "at": "09:00"});
    let command = json!({"as": "accra", "channel": "mag-general", "name": "remind-members", "options": options});
    let (status, _) =
        harness.try_post("command", command).await.expect_err("Discord hides the command from this member");
    assert_eq!(status / 100, 4);
    harness.advance("48h").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn member_who_left_gets_no_reminder() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Gone by then", "in 2 hours").await;
    harness.member_leaves("accra").await;
    harness.advance("24h").await;
    harness.end().await;
}

#[tokio::test]
async fn group_reminder_by_a_member_outside_the_secretariat_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let db = Db::open(&folder.path().join("magpie.db")).await.expect("it opens");
    let (actor, now) = (MemberId(1), common::TEST_START.parse().expect("it is an instant"));
    let wall = "2020-11-11T09:00:00".parse().expect("it is a wall time");
    let draft = GroupDraft { text: "Vote".to_owned(), audience: Group::Mag, wall, rule: None };
    let refusal = service::create_group_draft(&db, actor, draft, now).await;
    assert!(matches!(refusal, Err(ReminderError::NotSecretariat(id)) if id == actor), "{refusal:?}");
    let refusal = service::stop_batch(&db, actor, ReminderDraftId(1), now).await;
    assert!(matches!(refusal, Err(ReminderError::NotSecretariat(id)) if id == actor), "{refusal:?}");
}

#[tokio::test]
async fn member_acting_on_anothers_reminder_is_refused_and_changes_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let db = Db::open(&folder.path().join("magpie.db")).await.expect("it opens");
    let now = common::TEST_START.parse().expect("it is an instant");
    let (owner, stranger) = (MemberId(1), MemberId(2));
    let wall = "2020-11-11T09:00:00".parse().expect("it is a wall time");
    let plan = Plan { anchor: Anchor::Wall, wall, pass: Pass::First, zone: ZoneId::utc(), rule: None };
    let draft = service::create_draft(&db, owner, "Tea", &[plan], now).await.expect("it is stored");
    let refusal = service::save(&db, stranger, draft, 0, now).await;
    assert!(matches!(refusal, Err(ReminderError::NoDraft(_))), "{refusal:?}");
    service::discard_draft(&db, stranger, draft).await.expect("nothing is deleted");
    let save_outcome = service::save(&db, owner, draft, 0, now).await.expect("it is saved");
    let SaveOutcome::Own { reminder, .. } = save_outcome else { panic!("{save_outcome:?}") };
    let refusal = service::stop(&db, stranger, reminder.id, now).await;
    assert!(matches!(refusal, Err(ReminderError::NotFound)), "{refusal:?}");
    let mut reader = db.read().await.expect("it can be read");
    assert_eq!(service::list(&mut reader, owner).await.expect("it can be read").len(), 1);
    assert!(service::list(&mut reader, stranger).await.expect("it can be read").is_empty());
}

const TOO_FAST: &str =
    "You have done a lot in a short time, so nothing was changed. Please wait a minute, then try again.";

/// Runs commands until one is refused. Returns the number of commands before the refused one.
async fn act_until_too_fast(harness: &mut Harness, who: &str) -> usize {
    for n in 0..150 {
        let answer = harness.command(who, "reminders", json!({})).await;
        if answer.text() == TOO_FAST {
            return n;
        }
    }
    panic!("{who} may act as fast as they like");
}

#[tokio::test]
async fn member_who_acts_too_fast_is_refused_and_may_continue_a_minute_later() {
    let mut harness = Harness::with_members(&["sec-lead", "accra"]).await;
    let accepted = act_until_too_fast(&mut harness, "accra").await;
    assert!(accepted > 60, "{accepted}");
    harness.advance("1m").await;
    let answer = harness.command("accra", "reminders", json!({})).await;
    assert_ne!(answer.text(), TOO_FAST);
    harness.end().await;
}

/// Changes whenever another connection has changed the database.
async fn data_version(conn: &mut SqliteConnection) -> i64 {
    sqlx::query_scalar("PRAGMA data_version").fetch_one(conn).await.expect("it can be read")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_act_beyond_the_limit_is_refused_and_stores_nothing() {
    let mut harness = Harness::with_members(&["sec-lead", "accra"]).await;
    let preview = harness.command("accra", "remind", json!({"text": "Tea", "when": "in 5 hours"})).await;
    let question = harness.command("accra", "profile edit", json!({})).await;
    let help_form = harness.command("accra", "help", json!({})).await;
    let alert_form =
        harness.command("sec-lead", "alert send", json!({"severity": "urgent", "audience": "members"})).await;
    let alert_preview = harness.submit("sec-lead", &alert_form, json!({"text": "Room B", "answer_by": ""})).await;
    harness.click("sec-lead", &alert_preview, "Send").await;
    let alert = harness.receives_one("accra").await;
    let list = harness.one_new_message("secretariat").await;
    act_until_too_fast(&mut harness, "accra").await;
    // The language of the client is stored with the next act that is not refused.
    harness.patch_member("accra", json!({"locale": "en-US"})).await;

    let mut conn = SqliteConnection::connect(&format!("sqlite:{}", harness.database().display())).await.expect("opens");
    let version_before = data_version(&mut conn).await;
    let refused = [
        ("a command", harness.command("accra", "remind", json!({"text": "Milk", "when": "in 5 hours"})).await),
        ("a command that opens a form", harness.command("accra", "help", json!({})).await),
        ("a press", harness.click("accra", &preview, "Save").await),
        ("a press under a message that Magpie sent", harness.click("accra", &alert, "I have seen this").await),
        ("a press under another answer", harness.click("accra", &question, &question.buttons()[0]).await),
        ("a form", harness.submit("accra", &help_form, json!({"text": "No sound"})).await),
    ];
    for (act, answer) in &refused {
        assert_eq!(answer.text(), TOO_FAST, "{act}: {}", answer.json());
        assert!(answer.is_ephemeral(), "{act}");
    }
    harness.post("messages", json!({"as": "accra", "channel": "dm", "content": "Brazil"})).await;
    harness.settle().await;
    harness.receives_nothing("accra").await;
    // An autocompletion only reads, so it is not limited.
    let places = harness.autocomplete("accra", "profile set", "zone", json!({"zone": "brisb"})).await;
    assert!(!places.is_empty());
    assert_eq!(data_version(&mut conn).await, version_before, "something was stored");

    harness.advance("1m").await;
    harness.click("accra", &preview, "Save").await;
    harness.click("accra", &alert, "I have seen this").await;
    harness.post("messages", json!({"as": "accra", "channel": "dm", "content": "Brazil"})).await;
    harness.settle().await;
    assert!(harness.receives_one("accra").await.text().contains("could be one of several places"));
    assert_ne!(data_version(&mut conn).await, version_before);
    let reminders = harness.command("accra", "reminders", json!({})).await;
    assert!(reminders.text().contains("Tea") && !reminders.text().contains("Milk"), "{}", reminders.text());
    assert!(harness.reload(&list).await.text().contains("Seen (1)"));
    harness.end().await;
}

/// A reminder for a group is for the people who are in it now, so nobody else reads a text that has not reached them.
#[tokio::test]
async fn former_member_of_a_group_reads_only_the_reminders_that_have_reached_them() {
    let mut harness = Harness::with_members(&["sec-comms", "sec-lead"]).await;
    for (text, date, repeat) in [("Secret plan", "12 November", "Once"), ("Known plan", "11 November", "Every day")] {
        let options = json!({"text": text, "at": "09:00", "date": date, "audience": "Secretariat", "repeat": repeat});
        let preview = harness.command("sec-lead", "remind-members", options).await;
        harness.click("sec-lead", &preview, "Save").await;
    }
    harness.advance_to("2020-11-11T20:00:00Z").await;
    for who in ["sec-comms", "sec-lead"] {
        harness.receives_one(who).await;
    }
    harness.patch_member("sec-comms", json!({"roles": []})).await;
    harness.settle().await;
    let list = harness.command_in("sec-comms", "help", "reminders", json!({})).await;
    insta::assert_snapshot!(list.text(), @"You have no upcoming reminders. Set one with /remind.");
    let export = export_of(&mut harness, "sec-comms").await;
    assert!(!export.contains("Secret plan"), "{export}");
    assert!(export.contains("Known plan"), "{export}");
    let away_response = harness.command_in("sec-comms", "help", "profile away", json!({"until": "in 3 days"})).await;
    assert!(!away_response.text().contains("plan"), "{}", away_response.text());
    harness.patch_member("sec-comms", json!({"roles": ["secretariat"]})).await;
    harness.settle().await;
    let list = harness.command("sec-comms", "reminders", json!({})).await;
    assert!(list.text().contains("Secret plan"), "{}", list.text());
    harness.end().await;
}

/// The group of a reminder is in the draft from which it was saved.
#[tokio::test]
async fn unreadable_group_of_one_reminder_leaves_the_list_the_absence_and_the_export_usable() {
    let mut harness = Harness::with_members(&["sec-comms", "sec-lead"]).await;
    let options = json!({"text": "Group plan", "at": "09:00", "date": "12 November", "audience": "Secretariat"});
    let preview = harness.command("sec-lead", "remind-members", options).await;
    harness.click("sec-lead", &preview, "Save").await;
    remind(&mut harness, "sec-comms", "Own plan", "in 2 days").await;
    harness.kill_bot().await;
    let database = format!("sqlite:{}", harness.database().display());
    let mut conn = SqliteConnection::connect(&database).await.expect("it opens");
    let damaged = sqlx::query("UPDATE reminder_drafts SET plan = '{}' WHERE plan LIKE '%\"many\"%'");
    assert_eq!(damaged.execute(&mut conn).await.expect("it is changed").rows_affected(), 1);
    conn.close().await.expect("it closes");
    harness.start_bot().await;
    let list = harness.command("sec-comms", "reminders", json!({})).await;
    assert!(list.text().contains("Own plan") && !list.text().contains("Group plan"), "{}", list.text());
    let away_response = harness.command("sec-comms", "profile away", json!({"until": "in 3 days"})).await;
    assert!(away_response.text().contains("Magpie treats you as away"), "{}", away_response.text());
    let export = export_of(&mut harness, "sec-comms").await;
    assert!(export.contains("Own plan") && !export.contains("Group plan"), "{export}");
    // The author has the damaged draft and the reminder.
    let export = export_of(&mut harness, "sec-lead").await;
    assert!(export.contains("set_for_others"), "{export}");
    harness.end().await;
}

/// The file that `/profile export` attaches.
async fn export_of(harness: &mut Harness, who: &str) -> String {
    let response = harness.command_in(who, "help", "profile export", json!({})).await;
    harness.attachment(&response).await
}
