//! Tests unreadable rows, damaged pages, and files that were removed or replaced. Magpie must report the fault and
//! continue with everything else. Also tests bad files, tokens and log settings at the start.

use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use magpie::sandbox::InteractionResult;
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

/// Waits until `is_accepted` returns true for the failing checks of `/readyz`, and returns them.
pub async fn wait_for_readiness(web: &str, is_accepted: impl Fn(&[(String, String)]) -> bool) -> Vec<(String, String)> {
    let began_at = Instant::now();
    loop {
        let (_, failing) = readiness(web).await;
        if is_accepted(&failing) {
            return failing;
        }
        assert!(began_at.elapsed() < TIMEOUT, "{failing:#?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

pub fn detail<'a>(failing: &'a [(String, String)], check: &str) -> &'a str {
    failing.iter().find(|(name, _)| name == check).map_or("", |(_, detail)| detail)
}

fn with_web(harness: &Harness) -> Settings<'static> {
    Settings { more: WEB, ..harness.settings() }
}

/// The harness and the process of a running bot. The bot is set up, and its members have profiles and DMs with it.
pub async fn running_community() -> (Harness, Process) {
    let folder = tempfile::tempdir().expect("a folder");
    let (sandbox, _) = community(&folder.path().join("magpie.db")).await;
    let harness = Harness { sandbox, folder };
    let mut bot = harness.start(&with_web(&harness));
    bot.wait_for_line("the server was synced");
    (harness, bot)
}

#[tokio::test(flavor = "multi_thread")]
async fn check_warns_of_a_bot_that_anybody_can_add() {
    let harness = Harness::with_seed(|seed| seed).await;
    assert!(!printed(&check(&harness)).contains("Public Bot"), "it is private");
    let public = json!({"id": "1", "flags": 1 << 15, "bot_public": true}).to_string();
    let fault = json!({"route": "GET /oauth2/applications/@me", "body": public, "times": 1});
    harness.sandbox.plan_fault(serde_json::from_value(fault).expect("it is a fault")).expect("it is understood");
    let check_output = check(&harness);
    assert!(check_output.status.success(), "a warning is no fault");
    let check_output = printed(&check_output);
    assert!(
        check_output.contains("anybody can add this bot") && check_output.contains("\"Public Bot\""),
        "{check_output}"
    );
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn check_warns_of_a_deleted_optional_channel_and_reports_a_deleted_required_channel() {
    let folder = tempfile::tempdir().expect("a folder");
    let (sandbox, _) = community(&folder.path().join("magpie.db")).await;
    let harness = Harness { sandbox, folder };
    harness.sandbox.delete_channel("announcements").expect("it is there");
    let check_output = check(&harness);
    insta::assert_snapshot!(lines_with(&check_output, "of the set-up was deleted"), @"warning  Advisory group: the channel announcements of the set-up was deleted");
    assert!(!printed(&check_output).contains("may do all it needs"), "{}", printed(&check_output));
    assert!(check_output.status.success(), "a warning is no fault: {}", printed(&check_output));
    harness.sandbox.delete_channel("helpdesk-triage").expect("it is there");
    let check_output = check(&harness);
    insta::assert_snapshot!(lines_with(&check_output, "of the set-up was deleted"), @"
    warning  Advisory group: the channel announcements of the set-up was deleted
    fault    Advisory group: the channel triage of the set-up was deleted
    ");
    assert_eq!(check_output.status.code(), Some(10), "{}", printed(&check_output));
    harness.sandbox.stop().await;
}

/// The printed lines that contain `words`.
fn lines_with(output: &Output, words: &str) -> String {
    printed(output).lines().filter(|line| line.contains(words)).collect::<Vec<_>>().join("\n")
}

/// Changes who may do what in this channel, as a moderator does.
fn set_overwrite(harness: &Harness, channel: &str, role: &str, allow: &[&str], deny: &[&str]) {
    let patch = json!({"overwrites": [{"role": role, "allow": allow, "deny": deny}]});
    let patch = serde_json::from_value(patch).expect("it is a patch");
    harness.sandbox.patch_channel(channel, patch).expect("the channel is there");
}

#[tokio::test(flavor = "multi_thread")]
async fn check_warns_of_channels_that_others_can_use_or_read_and_their_groups_cannot_see() {
    let (harness, bot) = running_community().await;
    let warnings = || {
        let check_output = check(&harness);
        assert!(check_output.status.success(), "warnings are no faults: {}", printed(&check_output));
        let check_output = printed(&check_output);
        let channels = ["the channel ", "private threads of "];
        let is_about_a_channel = |line: &&str| channels.iter().any(|words| line.contains(words));
        check_output.lines().filter(is_about_a_channel).map(str::to_owned).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(warnings(), @"
    ok       Advisory group: no role reads the private threads of #help
    ok       Advisory group: no role reads the private threads of #inbox
    ");
    set_overwrite(&harness, "inbox", "@everyone", &["CREATE_PRIVATE_THREADS"], &[]);
    set_overwrite(&harness, "help", "helpdesk", &["MANAGE_THREADS"], &[]);
    set_overwrite(&harness, "secretariat", "@everyone", &["VIEW_CHANNEL"], &[]);
    set_overwrite(&harness, "helpdesk-triage", "helpdesk", &[], &["VIEW_CHANNEL"]);
    insta::assert_snapshot!(warnings(), @"
    warning  Advisory group: everybody there can read the channel secretariat, which is for a group
    warning  Advisory group: the group helpdesk cannot see the channel triage, and so no private thread there
    warning  Advisory group: everybody may start threads in the channel inbox, beside those of Magpie
    warning  Advisory group: all private threads of #help can be read by helpdesk
    ok       Advisory group: no role reads the private threads of #inbox
    ");
    bot.kill();
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
    let has_arrived = |words: &str| {
        let messages = harness.sandbox.messages("dm", None, Some(who)).unwrap_or_default();
        messages.iter().any(|message| message.content.contains(words))
    };
    while !has_arrived(words) {
        assert!(began_at.elapsed() < TIMEOUT, "{words} never arrived");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Overwrites the root page of the table with bytes 0xFF.
async fn damage(database: &Path, table: &str) {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(database);
    let mut conn = sqlx::SqliteConnection::connect_with(&options).await.expect("it opens");
    let began_at = Instant::now();
    // While a bot reads, the WAL cannot be emptied, and SQLite would read the page from the WAL.
    while sqlx::query_scalar::<_, i64>("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut conn).await.ok() != Some(0) {
        assert!(began_at.elapsed() < TIMEOUT, "the WAL is not empty");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let page_size: i64 = sqlx::query_scalar("PRAGMA page_size").fetch_one(&mut conn).await.expect("it has one");
    let root_page = "SELECT rootpage FROM sqlite_schema WHERE name = ?";
    let root_page: i64 = sqlx::query_scalar(root_page).bind(table).fetch_one(&mut conn).await.expect("it is there");
    conn.close().await.expect("it closes");
    let mut file = std::fs::OpenOptions::new().write(true).open(database).expect("it opens");
    let page_offset = u64::try_from((root_page - 1) * page_size).expect("positive");
    file.seek(SeekFrom::Start(page_offset)).expect("it has that page");
    file.write_all(&vec![0xff; usize::try_from(page_size).expect("a page size")]).expect("it is written");
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_page_is_reported_with_advice_and_is_never_ok() {
    let harness = Harness::with_seed(|seed| seed).await;
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
    let check_output = check(&harness);
    assert_eq!(check_output.status.code(), Some(10), "{}", printed(&check_output));
    assert!(printed(&check_output).contains("magpie restore"), "{}", printed(&check_output));
    harness.sandbox.stop().await;
}

/// The whole file is read only once a day, but a statement that meets the damage reports it at once.
#[tokio::test(flavor = "multi_thread")]
async fn page_that_is_damaged_under_a_running_bot_is_reported_by_the_statement_that_reads_it() {
    let (harness, mut bot) = running_community().await;
    let web = bot.web();
    remind(&harness, "on the damaged page").await;
    wait_for_readiness(&web, |failing| failing.is_empty()).await;
    damage(&harness.database(), "reminders").await;
    // The bot keeps pages in memory, and reads them again after another process has committed.
    execute(&harness.database(), "INSERT INTO house (key, value) VALUES ('test.commit', '')").await;
    let is_by_statement = |detail: &str| detail.contains("statements fail because of it");
    let failing = wait_for_readiness(&web, |failing| is_by_statement(detail(failing, "damage"))).await;
    assert!(detail(&failing, "damage").contains("magpie restore"), "{failing:#?}");
    bot.kill();
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn removed_database_is_noticed_and_no_more_changes_are_accepted() {
    let harness = Harness::with_seed(|seed| seed).await;
    let mut bot = harness.start(&with_web(&harness));
    let web = bot.web();
    set_up_profile(&harness, &mut bot).await;
    assert_eq!(readiness(&web).await, (200, Vec::new()));

    let moved_database = harness.folder.path().join("elsewhere.db");
    std::fs::rename(harness.database(), &moved_database).expect("the test owns it");
    let (status, failing) = readiness(&web).await;
    assert_eq!(status, 503);
    assert!(detail(&failing, "database").contains("removed or replaced"), "{failing:#?}");
    let try_to_remind = async || harness.command("remind", json!({"text": "lost with it", "when": "in 3 hours"})).await;
    assert!(is_storage_error(&try_to_remind().await));

    std::fs::write(harness.database(), b"").expect("another file takes its place");
    assert!(is_storage_error(&try_to_remind().await));

    std::fs::rename(&moved_database, harness.database()).expect("the test owns it");
    assert!(!is_storage_error(&remind(&harness, "kept").await));
    wait_for_readiness(&web, |failing| failing.is_empty()).await;
    bot.kill();
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unreadable_rows_are_set_aside_and_other_rows_and_the_start_still_work() {
    let (harness, mut bot) = running_community().await;
    let web = bot.web();
    remind(&harness, "the unreadable one").await;
    remind(&harness, "the readable one").await;
    let sydney = harness.member("sydney").await.0;
    let now = SystemClock.now().as_millisecond();
    let unreadable_rows = format!(
        "UPDATE profiles SET zone = 'Mars/Olympus' WHERE member_id = {sydney};
         UPDATE reminders SET rule = 'FREQ=NEVER', due_at = {now} - 1000 WHERE text = 'the unreadable one';
         UPDATE reminders SET due_at = {now} WHERE text = 'the readable one';"
    );
    execute(&harness.database(), &unreadable_rows).await;
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
    let check_output = check(&harness);
    assert!(printed(&check_output).contains("Mars/Olympus"), "{}", printed(&check_output));
    assert!(printed(&check_output).contains("rule of reminder"), "{}", printed(&check_output));
    let mut bot = harness.start(&with_web(&harness));
    bot.wait_for_line("the server was synced");
    let response = harness.command("profile show", json!({})).await;
    assert!(text(&response).contains("America/La_Paz"), "{}", text(&response));
    bot.kill();
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn alert_can_be_previewed_and_sent_although_the_profile_of_a_reader_cannot_be_read() {
    let (harness, bot) = running_community().await;
    let sydney = harness.member("sydney").await.0;
    let unreadable = format!("UPDATE profiles SET zone = 'Mars/Olympus' WHERE member_id = {sydney}");
    execute(&harness.database(), &unreadable).await;
    let preview = preview_alert(&harness, "Main room link changed").await;
    let unknown_zones = text(&preview).lines().find(|line| line.starts_with("**Time zone unknown"));
    assert!(unknown_zones.is_some_and(|line| line.contains("Member Sydney")), "{}", text(&preview));
    harness.click_as("sec-lead", &preview, "Send").await;
    for who in ["sydney", "lapaz"] {
        wait_for_message(&harness, who, "Main room link changed").await;
    }
    bot.kill();
    harness.sandbox.stop().await;
}

/// The preview of an urgent alert to all members.
pub async fn preview_alert(harness: &Harness, words: &str) -> InteractionResult {
    let options = json!({"severity": "urgent", "audience": "members"});
    let form = harness.command_as("sec-lead", "alert send", options).await;
    harness.submit_as("sec-lead", &form, json!({"text": words, "answer_by": ""})).await
}

#[tokio::test(flavor = "multi_thread")]
async fn unreadable_row_that_a_member_asks_for_is_explained_and_reported_to_the_operator() {
    let (harness, mut bot) = running_community().await;
    let web = bot.web();
    remind(&harness, "the only one").await;
    let (sydney, now) = (harness.member("sydney").await.0, SystemClock.now().as_millisecond());
    // None of these rows is due, so no background work reads them before a member asks for them.
    let unreadable_rows = format!(
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
    execute(&harness.database(), &unreadable_rows).await;
    for (command, number) in [("ticket show", 77), ("alert show", 78), ("delivery show", 79)] {
        let response = harness.command_as("sec-lead", command, json!({ "number": number })).await;
        assert!(text(&response).contains("cannot be read any more"), "{command}: {}", text(&response));
    }
    let response = harness.command("reminders", json!({})).await;
    assert!(text(&response).contains("ya no se puede leer"), "{}", text(&response));
    // The bot treats a member with an unreadable profile as a member without a profile. Saving a new profile repairs
    // this.
    let response = harness.command_as("sydney", "profile show", json!({})).await;
    assert!(text(&response).contains("no profile yet"), "{}", text(&response));

    let reasons = ["instant 900000000000000000", "groups of alert 78", "levitate", "rule of reminder", "Mars/Olympus"];
    let are_all_reported =
        |failing: &[(String, String)]| reasons.iter().all(|reason| detail(failing, "set_aside").contains(reason));
    wait_for_readiness(&web, are_all_reported).await;
    let check_output = printed(&check(&harness));
    assert!(reasons.iter().all(|reason| check_output.contains(reason)), "{check_output}");
    let ticket_list = harness.command_as("sec-lead", "ticket list", json!({})).await;
    assert!(!text(&ticket_list).contains("cannot be read"), "other commands work: {}", text(&ticket_list));
    bot.kill();
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deliveries_without_alert_recipient_or_known_source_end_and_are_not_retried_for_ever() {
    let (harness, mut bot) = running_community().await;
    let web = bot.web();
    let (sydney, now) = (harness.member("sydney").await.0, SystemClock.now().as_millisecond());
    let orphans = format!(
        "INSERT INTO alerts (id, author_id, severity, addressed, version, state, sent_at)
            VALUES (4712, 1, 'urgent', '[\"mag\"]', 1, 'active', {now});
         INSERT INTO alert_versions (alert_id, version, text, by_id, at) VALUES (4712, 1, 'x', 1, {now});
         INSERT INTO alert_messages (delivery_id, alert_id, member_id, kind, version, state)
            VALUES (990001, 4712, {sydney}, 'first', 1, 'owed');
         INSERT INTO deliveries (id, source, subject, key, lane, action, member_id, line, state, queued_at,
                                 due_at, nonce)
            VALUES (990001, 'alerts', '4712/first/{sydney}', 'planted/3', 1, 'post', {sydney}, 'member/{sydney}',
                    'pending', {now}, {now}, 'planted3');
         INSERT INTO deliveries (source, subject, key, lane, action, member_id, line, state, queued_at, due_at, nonce)
         VALUES ('sms', '4711', 'planted/1', 1, 'post', 1, 'member/1', 'pending', {now}, {now}, 'planted1'),
                ('alerts', '4711/first/1', 'planted/2', 1, 'post', (SELECT MIN(id) FROM members), 'member/2', 'pending',
                 {now}, {now}, 'planted2')"
    );
    execute(&harness.database(), &orphans).await;
    let began_at = Instant::now();
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(harness.database()).read_only(true);
    let mut conn = sqlx::SqliteConnection::connect_with(&options).await.expect("it can be read");
    loop {
        let states = "SELECT state FROM deliveries WHERE key LIKE 'planted/%' ORDER BY key";
        let states: Vec<String> = sqlx::query_scalar(states).fetch_all(&mut conn).await.expect("they are there");
        if states == ["failed", "cancelled", "cancelled"] {
            break;
        }
        assert!(began_at.elapsed() < TIMEOUT, "still {states:?}");
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

/// A second bot could take the new lock file, and then two bots would answer each member.
#[tokio::test(flavor = "multi_thread")]
async fn bot_whose_lock_file_is_removed_ends_and_can_be_started_again() {
    let harness = Harness::with_seed(|seed| seed).await;
    let mut bot = harness.run();
    bot.wait_for_line("the server was synced");
    std::fs::remove_file(format!("{}.lock", harness.database().display())).expect("it is there");
    let (status, lines) = bot.wait_for_exit();
    assert_eq!(status.code(), Some(8), "{lines:#?}");
    assert!(lines.iter().any(|line| line.contains("the lock file") && line.contains("was removed")), "{lines:#?}");
    let mut bot = harness.run();
    bot.wait_for_line("the server was synced");
    assert!(bot.terminate().success());
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn second_bot_through_a_symbolic_link_is_refused() {
    let harness = Harness::with_seed(|seed| seed).await;
    let mut first_bot = harness.run();
    first_bot.wait_for_line("the server was synced");
    let link = harness.folder.path().join("link.db");
    std::os::unix::fs::symlink(harness.database(), &link).expect("a free name");
    let (status, lines) = harness.run_with(&link, &harness.sandbox.address().token).wait_for_exit();
    assert_eq!(status.code(), Some(6), "{lines:#?}");
    assert_one_clear_line(&lines);
    first_bot.kill();
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn database_of_another_program_is_refused_and_left_as_it_is() {
    let harness = Harness::with_seed(|seed| seed).await;
    let foreign_database = harness.folder.path().join("theirs.db");
    {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&foreign_database).create_if_missing(true);
        let mut conn = sqlx::SqliteConnection::connect_with(&options).await.expect("it is made");
        sqlx::raw_sql("CREATE TABLE songs (id INTEGER PRIMARY KEY)").execute(&mut conn).await.expect("it is made");
        conn.close().await.expect("it closes");
    }
    let original_bytes = std::fs::read(&foreign_database).expect("it is there");
    for database in [&foreign_database, &harness.folder.path().join("text.db")] {
        if !database.exists() {
            std::fs::write(database, "no database, but a text of some length\n".repeat(100)).expect("it is written");
        }
        let (status, lines) = harness.run_with(database, &harness.sandbox.address().token).wait_for_exit();
        assert_eq!(status.code(), Some(8), "{lines:#?}");
        assert_one_clear_line(&lines);
    }
    assert!(std::fs::read(&foreign_database).expect("it is there") == original_bytes, "not a byte of it was changed");
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn token_with_a_line_break_inside_is_a_token_error() {
    let harness = Harness::with_seed(|seed| seed).await;
    let (status, lines) = harness.run_with(&harness.database(), "first\nsecond").wait_for_exit();
    assert_eq!(status.code(), Some(4), "{lines:#?}");
    assert_one_clear_line(&lines);
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn log_that_nobody_reads_does_not_block_the_bot() {
    let harness = Harness::with_seed(|seed| seed).await;
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
    let harness = Harness::with_seed(|seed| seed).await;
    let more = "[web]\nlisten = \"\"\n[log]\nformat = \"json\"\n";
    let command = harness.command_with(&Settings { more, ..harness.settings() });
    let (status, lines) = Process::spawn(command, "not-the-token").wait_for_exit();
    assert_eq!(status.code(), Some(4));
    assert!(lines.len() > 1, "{lines:#?}");
    assert_all_json(&lines);

    // A soft stop.
    let mut bot = harness.start(&Settings { more, ..harness.settings() });
    bot.wait_for_line("the server was synced");
    bot.signal("TERM");
    let earlier_lines = bot.printed_lines().to_vec();
    let (status, lines) = bot.wait_for_exit();
    assert!(status.success(), "{lines:#?}");
    let all_lines = [earlier_lines, lines].concat();
    assert!(all_lines.iter().any(|line| line.contains("\"stopping\"")), "{all_lines:#?}");
    assert_all_json(&all_lines);
    harness.sandbox.stop().await;
}

pub fn assert_all_json(lines: &[String]) {
    for line in lines {
        serde_json::from_str::<Value>(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
    }
}

/// A terminal gets colours. A file or the journal of the service manager would keep their escape codes.
#[tokio::test(flavor = "multi_thread")]
async fn log_that_is_no_terminal_has_no_colour_codes() {
    let harness = Harness::with_seed(|seed| seed).await;
    let mut bot = harness.run();
    bot.wait_for_line("the server was synced");
    bot.signal("TERM");
    let earlier_lines = bot.printed_lines().to_vec();
    let all_lines = [earlier_lines, bot.wait_for_exit().1].concat();
    assert!(all_lines.iter().any(|line| line.contains("INFO")), "{all_lines:#?}");
    assert!(!all_lines.iter().any(|line| line.contains('\u{1b}')), "{all_lines:#?}");
    harness.sandbox.stop().await;
}
