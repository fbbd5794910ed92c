//! Restores a backup from the moment between the acceptance of an urgent alert and its sending. Nobody may get the
//! alert twice, and a member who was asleep must still get one nudge.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use magpie::cli::sandbox::{Community, Roster, SandboxBot};
use magpie::config::Config;
use magpie::db;
use magpie::sandbox::core::MemberPatch;
use magpie::sandbox::{
    Bot, ClickRequest, CommandRequest, DiscordConfig, ModalRequest, Options, Sandbox, SandboxClock, Wait,
};
use magpie::time::SignedDuration;
use serde_json::{Value, json};
use sqlx::Connection as _;

const RECEIVERS: [&str; 3] = ["brussels", "lapaz", "sydney"];

async fn sandbox(database: &Path) -> Sandbox {
    let roster = Roster::reference().only(&["sec-lead", "brussels", "lapaz", "sydney"]);
    let clock = SandboxClock::starting_at("2020-11-10T16:55:00Z".parse().expect("an instant"));
    let bot = SandboxBot::new(Config::default(), Some(database.to_owned()), clock.clone()).expect("a bot");
    let (seed, config) = (roster.seed(), DiscordConfig::default());
    let options = Options { port: 0, seed, clock, config, seeder: Some(Arc::new(Community::new(roster))) };
    Sandbox::start(options, Some(Arc::new(bot) as Arc<dyn Bot>)).await.expect("the sandbox starts")
}

async fn send_urgent_alert(sandbox: &Sandbox) {
    send_alert(sandbox, "urgent").await;
}

/// Sends an alert to the members: runs the command, submits the form and confirms the preview.
pub async fn send_alert(sandbox: &Sandbox, severity: &str) {
    let fields = |value: Value| value.as_object().cloned().expect("an object");
    let author = || "sec-lead".to_owned();
    let options = fields(json!({"severity": severity, "audience": "members"}));
    let (channel, name) = ("mag-general".to_owned(), "alert send".to_owned());
    let command = CommandRequest { who: author(), channel, name, options, wait: Wait::Idle };
    let form = sandbox.command(command).await.expect("answered").view.modal.expect("a form");
    let fields = fields(json!({"text": "Main room link changed", "answer_by": "tomorrow 18:15 UTC"}));
    let form_request = ModalRequest { who: author(), modal: form.id.to_string(), fields, wait: Wait::Idle };
    let preview = sandbox.submit_modal(form_request).await.expect("answered").view.message.expect("a preview");
    let (message, label) = (preview.id.to_string(), Some("Send".to_owned()));
    let click_request = ClickRequest { who: author(), message, label, custom_id: None, values: None, wait: Wait::Idle };
    sandbox.click(click_request).await.expect("answered");
    sandbox.settle().await.expect("idle");
}

/// For each receiver, whether each alert message in their inbox made a sound.
fn received(sandbox: &Sandbox) -> Vec<Vec<bool>> {
    let sounds_of = |who: &&str| {
        let inbox = sandbox.inbox(who, None).expect("they are there").into_iter();
        let alert_items = inbox.filter(|item| item.message.content.contains("Main room link changed"));
        alert_items.map(|item| item.sounds).collect()
    };
    RECEIVERS.iter().map(sounds_of).collect()
}

/// Changes the copy to the state before the dispatcher started to send the messages.
async fn roll_back_sending(copy: &Path) {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(copy);
    let mut conn = sqlx::SqliteConnection::connect_with(&options).await.expect("it opens");
    let script = "
        DELETE FROM deliveries WHERE id IN (SELECT delivery_id FROM alert_messages WHERE kind = 'nudge');
        DELETE FROM alert_messages WHERE kind = 'nudge';
        DELETE FROM delivery_events WHERE delivery_id IN (SELECT delivery_id FROM alert_messages) AND what <> 'queued';
        UPDATE alert_messages SET occasion = NULL, sounding = NULL, state = 'owed';
        UPDATE alert_recipients SET sent_at = NULL, heard_at = NULL;
        UPDATE deliveries SET state = 'pending', attempt = 0, sending_at = NULL, tried_channel_id = NULL,
                              sounding = NULL,
                              sent_channel_id = NULL, sent_message_id = NULL, sent_at = NULL
        WHERE id IN (SELECT delivery_id FROM alert_messages);";
    sqlx::raw_sql(script).execute(&mut conn).await.expect("the rows can be changed");
    conn.close().await.expect("it closes");
}

fn restore(copy: &Path, database: &Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_magpie"));
    let restore_output =
        command.arg("restore").arg(copy).arg("--db").arg(database).output().expect("the binary is built");
    assert!(restore_output.status.success(), "{}", String::from_utf8_lossy(&restore_output.stderr));
}

#[tokio::test(flavor = "multi_thread")]
async fn alert_that_was_sent_after_the_backup_arrives_once_and_nudges_members_who_were_asleep() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, copy) = (folder.path().join("magpie.db"), folder.path().join("copy.db"));
    let sandbox = sandbox(&path).await;
    send_urgent_alert(&sandbox).await;
    assert_eq!(received(&sandbox), [vec![true], vec![true], vec![false]]);
    sandbox.stop_bot().await.expect("it stops");
    db::backup_file(&path, &copy).await.expect("copied");
    roll_back_sending(&copy).await;
    restore(&copy, &path);

    sandbox.start_bot().await.expect("it starts");
    sandbox.settle().await.expect("idle");
    assert_eq!(received(&sandbox), [vec![true], vec![true], vec![false]], "nothing is sent again");
    sandbox.advance(SignedDuration::from_hours(6)).await.expect("idle");
    assert_eq!(received(&sandbox), [vec![true], vec![true], vec![false, true]], "one nudge at the waking minute");
    sandbox.stop().await;
}

/// Sends an alert by DM, or into the inbox thread of a member with closed DMs. Then restores a backup in which `script`
/// has changed what the database knows of the DM or the thread. The alert must not be sent again.
async fn assert_alert_arrives_once(has_open_dms: bool, script: &'static str) {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, copy) = (folder.path().join("magpie.db"), folder.path().join("copy.db"));
    let sandbox = sandbox(&path).await;
    // The bot learns that the DM is closed when it sends the alert, and then opens the inbox thread.
    let patch = MemberPatch { dms_open: Some(has_open_dms), ..MemberPatch::default() };
    sandbox.patch_member("brussels", patch).expect("they are there");
    send_urgent_alert(&sandbox).await;
    assert_eq!(received(&sandbox), [vec![true], vec![true], vec![false]]);
    // After an hour Discord has forgotten the nonces, so it would accept a second message with the same nonce.
    sandbox.advance(SignedDuration::from_hours(1)).await.expect("idle");
    sandbox.stop_bot().await.expect("it stops");
    db::backup_file(&path, &copy).await.expect("copied");
    roll_back_sending(&copy).await;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&copy);
    let mut conn = sqlx::SqliteConnection::connect_with(&options).await.expect("it opens");
    sqlx::raw_sql(script).execute(&mut conn).await.expect("the rows can be changed");
    conn.close().await.expect("it closes");
    restore(&copy, &path);

    sandbox.start_bot().await.expect("it starts");
    sandbox.settle().await.expect("idle");
    assert_eq!(received(&sandbox), [vec![true], vec![true], vec![false]], "nothing is sent again");
    sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn alert_in_an_inbox_thread_that_the_backup_does_not_know_arrives_once() {
    assert_alert_arrives_once(
        false,
        "DELETE FROM inbox_threads; UPDATE members SET dm_closed_at = NULL; UPDATE deliveries SET route = 'direct'",
    )
    .await;
}

/// The thread that the backup knows was deleted after the backup, and the bot opened another one.
#[tokio::test(flavor = "multi_thread")]
async fn alert_in_an_inbox_thread_that_replaced_the_thread_of_the_backup_arrives_once() {
    assert_alert_arrives_once(false, "UPDATE inbox_threads SET thread_id = 1").await;
    assert_alert_arrives_once(
        false,
        "UPDATE inbox_threads SET thread_id = 1; UPDATE members SET dm_closed_at = NULL;
         UPDATE deliveries SET route = 'direct'",
    )
    .await;
}

/// The members opened their DMs after the backup was made.
#[tokio::test(flavor = "multi_thread")]
async fn alert_in_a_dm_that_the_backup_does_not_know_arrives_once() {
    let script = "UPDATE members SET dm_channel = NULL, dm_messaged_at = NULL";
    assert_alert_arrives_once(true, script).await;
}

/// The member has left, so no channel can be chosen for another attempt. The restored database does not show that the
/// alert has arrived.
#[tokio::test(flavor = "multi_thread")]
async fn alert_that_reached_a_member_before_they_left_is_found_and_does_not_count_as_failed() {
    for has_open_dms in [true, false] {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, copy) = (folder.path().join("magpie.db"), folder.path().join("copy.db"));
        let sandbox = sandbox(&path).await;
        let patch = MemberPatch { dms_open: Some(has_open_dms), ..MemberPatch::default() };
        sandbox.patch_member("brussels", patch).expect("they are there");
        send_urgent_alert(&sandbox).await;
        sandbox.remove_member("brussels").expect("they are there");
        sandbox.advance(SignedDuration::from_hours(1)).await.expect("idle");
        sandbox.stop_bot().await.expect("it stops");
        db::backup_file(&path, &copy).await.expect("copied");
        roll_back_sending(&copy).await;
        restore(&copy, &path);

        sandbox.start_bot().await.expect("it starts");
        sandbox.settle().await.expect("idle");
        sandbox.stop_bot().await.expect("it stops");
        assert_eq!(delivery_states(&path, "brussels").await, ["sent"], "open DMs: {has_open_dms}");
        sandbox.stop().await;
    }
}

/// The states of the alert messages to a member.
async fn delivery_states(database: &Path, handle: &str) -> Vec<String> {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(database).read_only(true);
    let mut conn = sqlx::SqliteConnection::connect_with(&options).await.expect("it opens");
    let query = "SELECT d.state FROM deliveries AS d
                 JOIN alert_messages AS m ON m.delivery_id = d.id
                 JOIN members AS who ON who.id = m.member_id WHERE who.handle = ?";
    sqlx::query_scalar(query).bind(handle).fetch_all(&mut conn).await.expect("the query is right")
}
