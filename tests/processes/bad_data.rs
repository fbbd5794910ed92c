//! Tests unreadable rows, damaged pages, and files that were removed or replaced. Magpie must report the fault and
//! continue with everything else.

use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use magpie::time::{Clock, SystemClock};
use serde_json::{Value, json};
use sqlx::Connection as _;

use crate::harness::{Harness, Process, Settings, TIMEOUT, WEB, text};
use crate::kills::community;
use crate::storage::{is_storage_error, remind};
use crate::{assert_one_clear_line, set_up_profile};

/// The status of `/readyz`, and the names and details of the failing checks.
async fn readiness(web: &str) -> (u16, Vec<(String, String)>) {
    let response = reqwest::get(format!("{web}/readyz")).await.expect("it is served");
    let status = response.status().as_u16();
    let body: Value = response.json().await.expect("it is JSON");
    let checks = body["checks"].as_array().expect("there are checks").iter().filter(|check| check["ok"] == false);
    let text = |check: &Value, key: &str| check[key].as_str().expect("it is a text").to_owned();
    (status, checks.map(|check| (text(check, "name"), text(check, "detail"))).collect())
}

/// Waits until `wanted` accepts the failing checks of `/readyz`, and returns them.
async fn wait_for_readiness(web: &str, wanted: impl Fn(&[(String, String)]) -> bool) -> Vec<(String, String)> {
    let began_at = Instant::now();
    loop {
        let (_, failing) = readiness(web).await;
        if wanted(&failing) {
            return failing;
        }
        assert!(began_at.elapsed() < TIMEOUT, "{failing:#?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

fn detail<'a>(failing: &'a [(String, String)], check: &str) -> &'a str {
    failing.iter().find(|(name, _)| name == check).map_or("", |(_, detail)| detail)
}

fn with_web(harness: &Harness) -> Settings<'static> {
    Settings { more: WEB, ..harness.settings() }
}

/// A running bot with a complete set-up, whose members have profiles and DMs with it.
pub async fn running_community() -> (Harness, Process) {
    let folder = tempfile::tempdir().expect("a folder");
    let (sandbox, _) = community(&folder.path().join("magpie.db")).await;
    let harness = Harness { sandbox, folder };
    let mut bot = harness.start(&with_web(&harness));
    bot.wait_for_line("the server was synced");
    (harness, bot)
}

#[tokio::test(flavor = "multi_thread")]
async fn check_warns_of_a_bot_that_anybody_may_add() {
    let harness = Harness::with(|seed| seed).await;
    let said = |output: Output| String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(!said(check(&harness)).contains("Public Bot"), "it is private");
    let public = json!({"id": "1", "flags": 1 << 15, "bot_public": true}).to_string();
    let fault = json!({"route": "GET /oauth2/applications/@me", "body": public, "times": 1});
    harness.sandbox.plan_fault(serde_json::from_value(fault).expect("it is a fault")).expect("it is understood");
    let checked = check(&harness);
    assert!(checked.status.success(), "a warning is no fault");
    let checked = said(checked);
    assert!(checked.contains("anybody can add this bot") && checked.contains("\"Public Bot\""), "{checked}");
    harness.sandbox.stop().await;
}

fn check(harness: &Harness) -> Output {
    let configuration = harness.configuration_with(&harness.settings());
    let mut command = Command::new(env!("CARGO_BIN_EXE_magpie"));
    command.arg("check").arg("--config").arg(configuration);
    command.env("DISCORD_TOKEN", &harness.sandbox.address().token).output().expect("the binary is built")
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub async fn execute(database: &Path, sql: &str) {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(database);
    let mut conn = sqlx::SqliteConnection::connect_with(&options).await.expect("it opens");
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut conn).await.expect("it is done");
    conn.close().await.expect("it closes");
}

async fn wait_for_message(harness: &Harness, who: &str, words: &str) {
    let began_at = Instant::now();
    let arrived = |words: &str| {
        let messages = harness.sandbox.messages("dm", None, Some(who)).unwrap_or_default();
        messages.iter().any(|message| message.content.contains(words))
    };
    while !arrived(words) {
        assert!(began_at.elapsed() < TIMEOUT, "{words} never arrived");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Overwrites the root page of the table with nonsense.
async fn damage(database: &Path, table: &str) {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(database);
    let mut conn = sqlx::SqliteConnection::connect_with(&options).await.expect("it opens");
    sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut conn).await.expect("it is done");
    let size: i64 = sqlx::query_scalar("PRAGMA page_size").fetch_one(&mut conn).await.expect("it has one");
    let root = "SELECT rootpage FROM sqlite_schema WHERE name = ?";
    let root: i64 = sqlx::query_scalar(root).bind(table).fetch_one(&mut conn).await.expect("it is there");
    conn.close().await.expect("it closes");
    let mut file = std::fs::OpenOptions::new().write(true).open(database).expect("it opens");
    let place = u64::try_from((root - 1) * size).expect("positive");
    file.seek(SeekFrom::Start(place)).expect("it has that page");
    file.write_all(&vec![0xff; usize::try_from(size).expect("a page size")]).expect("it is written");
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_page_is_reported_with_advice_and_is_never_ok() {
    let harness = Harness::with(|seed| seed).await;
    let mut bot = harness.run();
    set_up_profile(&harness, &mut bot).await;
    assert!(bot.terminate().success());
    damage(&harness.database(), "deliveries").await;

    let mut bot = harness.start(&with_web(&harness));
    let web = bot.web();
    let (status, failing) = readiness(&web).await;
    assert_eq!(status, 503, "{failing:#?}");
    let advice = detail(&failing, "damage");
    assert!(advice.contains("magpie restore"), "{failing:#?}");
    bot.kill();
    let checked = check(&harness);
    assert_eq!(checked.status.code(), Some(10), "{}", printed(&checked));
    assert!(printed(&checked).contains("magpie restore"), "{}", printed(&checked));
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn removed_database_is_noticed_and_nothing_more_is_accepted() {
    let harness = Harness::with(|seed| seed).await;
    let mut bot = harness.start(&with_web(&harness));
    let web = bot.web();
    set_up_profile(&harness, &mut bot).await;
    assert_eq!(readiness(&web).await, (200, Vec::new()));

    let elsewhere = harness.folder.path().join("elsewhere.db");
    std::fs::rename(harness.database(), &elsewhere).expect("the test owns it");
    let (status, failing) = readiness(&web).await;
    assert_eq!(status, 503);
    assert!(detail(&failing, "database").contains("removed or replaced"), "{failing:#?}");
    let refused = async || harness.command("remind", json!({"text": "lost with it", "when": "in 3 hours"})).await;
    assert!(is_storage_error(&refused().await));

    std::fs::write(harness.database(), b"").expect("another file takes its place");
    assert!(is_storage_error(&refused().await));

    std::fs::rename(&elsewhere, harness.database()).expect("the test owns it");
    assert!(!is_storage_error(&remind(&harness, "kept").await));
    wait_for_readiness(&web, |failing| failing.is_empty()).await;
    bot.kill();
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unreadable_rows_are_set_aside_and_stop_neither_the_others_nor_the_start() {
    let (harness, mut bot) = running_community().await;
    let web = bot.web();
    remind(&harness, "the unreadable one").await;
    remind(&harness, "the readable one").await;
    let sydney = harness.member("sydney").await.0;
    let now = SystemClock.now().as_millisecond();
    let plant = format!(
        "UPDATE profiles SET zone = 'Mars/Olympus' WHERE member_id = {sydney};
         UPDATE reminders SET rule = 'FREQ=NEVER', due_at = {now} - 1000 WHERE text = 'the unreadable one';
         UPDATE reminders SET due_at = {now} WHERE text = 'the readable one';"
    );
    execute(&harness.database(), &plant).await;
    wait_for_message(&harness, "lapaz", "the readable one").await;
    let failing = wait_for_readiness(&web, |failing| detail(failing, "set_aside").contains("reminders")).await;
    assert!(detail(&failing, "set_aside").contains("Mars/Olympus"), "{failing:#?}");
    assert_eq!(failing.len(), 1, "no other check fails: {failing:#?}");
    assert!(harness.command("help", json!({})).await.view.modal.is_some(), "members are helped");
    let options = json!({"text": "Please vote", "at": "08:00", "date": "12 November"});
    let preview = harness.command_as("sec-lead", "remind-members", options).await;
    assert!(text(&preview).contains("Please vote"), "{}", text(&preview));
    assert!(bot.terminate().success());

    // Pretend that the due times were computed with other tz data, so that the next start computes them again.
    execute(
        &harness.database(),
        "UPDATE reminders SET tz_data = '2000a'; UPDATE house SET value = '2000a'
                                  WHERE key = 'tz-data'",
    )
    .await;
    let checked = check(&harness);
    assert!(printed(&checked).contains("Mars/Olympus"), "{}", printed(&checked));
    assert!(printed(&checked).contains("rule of reminder"), "{}", printed(&checked));
    let mut bot = harness.start(&with_web(&harness));
    bot.wait_for_line("the server was synced");
    let shown = harness.command("profile show", json!({})).await;
    assert!(text(&shown).contains("America/La_Paz"), "{}", text(&shown));
    bot.kill();
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requested_row_that_is_unreadable_is_explained_and_reported_to_the_operators() {
    let (harness, mut bot) = running_community().await;
    let web = bot.web();
    remind(&harness, "the only one").await;
    let (sydney, now) = (harness.member("sydney").await.0, SystemClock.now().as_millisecond());
    // These rows have ended, so no due work reads them before a member does.
    let plant = format!(
        "UPDATE reminders SET rule = 'FREQ=NEVER' WHERE text = 'the only one';
         UPDATE profiles SET zone = 'Mars/Olympus' WHERE member_id = {sydney};
         INSERT INTO tickets (id, interaction_id, kind, desk, text, opened_at, acted_at, status, ending, closed_at,
                              round, version)
            VALUES (77, 77, 'help', 'volunteers', 'x', 900000000000000000, {now}, 'closed', 'solved', {now}, 1, 1);
         INSERT INTO alerts (id, author_id, severity, addressed, version, state, sent_at, ended_at, ended_by)
            VALUES (78, 1, 'urgent', '[\"martians\"]', 1, 'over', {now}, {now}, 1);
         INSERT INTO alert_versions (alert_id, version, text, answer_by, by_id, at) VALUES (78, 1, 'x', NULL, 1, {now});
         INSERT INTO deliveries (id, source, subject, key, lane, action, member_id, line, state, cause, queued_at,
                                 due_at, nonce)
            VALUES (79, 'alert', 'alert/1', 'planted', 1, 'levitate', 1, 'member/1', 'failed', 'refused', {now}, {now},
                    'planted');"
    );
    execute(&harness.database(), &plant).await;
    for (command, number) in [("ticket show", 77), ("alert show", 78), ("delivery show", 79)] {
        let shown = harness.command_as("sec-lead", command, json!({ "number": number })).await;
        assert!(text(&shown).contains("cannot be read any more"), "{command}: {}", text(&shown));
    }
    let shown = harness.command("reminders", json!({})).await;
    assert!(text(&shown).contains("ya no se puede leer"), "{}", text(&shown));
    // A member whose profile cannot be read counts as having none. A new profile fixes this.
    let shown = harness.command_as("sydney", "profile show", json!({})).await;
    assert!(text(&shown).contains("no profile yet"), "{}", text(&shown));

    let reasons = ["instant 900000000000000000", "groups of alert 78", "levitate", "rule of reminder", "Mars/Olympus"];
    let told =
        |failing: &[(String, String)]| reasons.iter().all(|reason| detail(failing, "set_aside").contains(reason));
    wait_for_readiness(&web, told).await;
    let checked = printed(&check(&harness));
    assert!(reasons.iter().all(|reason| checked.contains(reason)), "{checked}");
    let others = harness.command_as("sec-lead", "ticket list", json!({})).await;
    assert!(!text(&others).contains("cannot be read"), "other commands work: {}", text(&others));
    bot.kill();
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn delivery_without_a_recipient_fails_and_is_not_retried_for_ever() {
    let (harness, mut bot) = running_community().await;
    let web = bot.web();
    let now = SystemClock.now().as_millisecond();
    let nonsense = format!(
        "INSERT INTO deliveries (source, subject, key, lane, action, member_id, line, state, queued_at, due_at, nonce)
         VALUES ('alert', 'alert/4711', 'planted', 1, 'post', 1, 'member/1', 'pending', {now}, {now}, 'planted')"
    );
    execute(&harness.database(), &nonsense).await;
    let began_at = Instant::now();
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(harness.database()).read_only(true);
    let mut conn = sqlx::SqliteConnection::connect_with(&options).await.expect("it can be read");
    loop {
        let state = "SELECT state FROM deliveries WHERE key = 'planted'";
        let state: String = sqlx::query_scalar(state).fetch_one(&mut conn).await.expect("it is there");
        if ["failed", "cancelled"].contains(&state.as_str()) {
            break;
        }
        assert!(began_at.elapsed() < TIMEOUT, "still {state}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    remind(&harness, "the others go on").await;
    execute(&harness.database(), &format!("UPDATE reminders SET due_at = {now}")).await;
    wait_for_message(&harness, "lapaz", "the others go on").await;
    let (_, failing) = readiness(&web).await;
    assert!(failing.iter().all(|(name, _)| name == "set_aside"), "{failing:#?}");
    bot.kill();
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn second_bot_through_a_symbolic_link_is_refused() {
    let harness = Harness::with(|seed| seed).await;
    let mut first = harness.run();
    first.wait_for_line("the server was synced");
    let link = harness.folder.path().join("link.db");
    std::os::unix::fs::symlink(harness.database(), &link).expect("a free name");
    let (status, said) = harness.run_with(&link, &harness.sandbox.address().token).wait_for_exit();
    assert_eq!(status.code(), Some(6), "{said:#?}");
    assert_one_clear_line(&said);
    first.kill();
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn database_of_another_program_is_refused_and_left_as_it_is() {
    let harness = Harness::with(|seed| seed).await;
    let theirs = harness.folder.path().join("theirs.db");
    {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&theirs).create_if_missing(true);
        let mut conn = sqlx::SqliteConnection::connect_with(&options).await.expect("it is made");
        sqlx::raw_sql("CREATE TABLE songs (id INTEGER PRIMARY KEY)").execute(&mut conn).await.expect("it is made");
        conn.close().await.expect("it closes");
    }
    let before = std::fs::read(&theirs).expect("it is there");
    for database in [&theirs, &harness.folder.path().join("text.db")] {
        if !database.exists() {
            std::fs::write(database, "no database, but a text of some length\n".repeat(100)).expect("it is written");
        }
        let (status, said) = harness.run_with(database, &harness.sandbox.address().token).wait_for_exit();
        assert_eq!(status.code(), Some(8), "{said:#?}");
        assert_one_clear_line(&said);
    }
    assert!(std::fs::read(&theirs).expect("it is there") == before, "not a byte of it was changed");
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn token_with_a_line_break_inside_is_a_token_error() {
    let harness = Harness::with(|seed| seed).await;
    let (status, said) = harness.run_with(&harness.database(), "first\nsecond").wait_for_exit();
    assert_eq!(status.code(), Some(4), "{said:#?}");
    assert_one_clear_line(&said);
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn log_that_nobody_reads_does_not_block_the_bot() {
    let harness = Harness::with(|seed| seed).await;
    let more = "[web]\nlisten = \"\"\n[log]\nfilter = \"trace\"\n";
    let mut command = harness.command_with(&Settings { more, ..harness.settings() });
    command.env("DISCORD_TOKEN", &harness.sandbox.address().token).env_remove("RUST_LOG");
    // The pipe is full after some 64 KB, because nobody reads it.
    let mut bot = KilledOnDrop(command.stderr(std::process::Stdio::piped()).spawn().expect("the binary is built"));
    let began_at = Instant::now();
    while harness.command_registrations() == 0 {
        assert!(began_at.elapsed() < TIMEOUT, "it never registered its commands");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    for _ in 0..20 {
        harness.command("profile show", json!({})).await;
    }
    let pid = bot.0.id().to_string();
    Command::new("kill").args(["-TERM", &pid]).status().expect("kill is installed");
    let began_at = Instant::now();
    loop {
        if let Some(status) = bot.0.try_wait().expect("the test owns it") {
            assert!(status.success(), "{status}");
            break;
        }
        assert!(began_at.elapsed() < TIMEOUT, "the log blocks the exit");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    harness.sandbox.stop().await;
}

/// Kills the process when the test ends, so that a failed test leaves no process behind.
struct KilledOnDrop(std::process::Child);

impl Drop for KilledOnDrop {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_line_of_the_json_log_is_json() {
    let harness = Harness::with(|seed| seed).await;
    let more = "[web]\nlisten = \"\"\n[log]\nformat = \"json\"\n";
    let command = harness.command_with(&Settings { more, ..harness.settings() });
    let (status, said) = Process::of(command, "not-the-token").wait_for_exit();
    assert_eq!(status.code(), Some(4));
    assert!(said.len() > 1, "{said:#?}");
    for line in &said {
        serde_json::from_str::<Value>(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
    }
    harness.sandbox.stop().await;
}
