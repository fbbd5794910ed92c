//! Tests a full disk and a read-only database. Members must get an error message, nothing that was accepted may be
//! lost, and the bot must recover by itself when it can write again.
//!
//! A test cannot fill the disk on every machine, so it limits the size of the files that the bot may write. SQLite then
//! reports a disk error, as for an exceeded quota.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use magpie::sandbox::InteractionResult;
use serde_json::json;

use crate::harness::{Harness, Process, text};
use crate::{assert_one_clear_line, set_up_profile};

pub fn is_storage_error(result: &InteractionResult) -> bool {
    ["cannot store anything right now", "no puede guardar nada"].iter().any(|words| text(result).contains(words))
}

pub fn is_tool_missing(tool: &str) -> bool {
    let is_missing = Command::new(tool).arg("--version").output().is_err();
    if is_missing {
        println!("WARNING: there is no {tool} here; this is not tested");
    }
    is_missing
}

/// Runs a bot that ignores SIGXFSZ, which would end the process when a write exceeds the file size limit.
fn run_ignoring_file_size_signal(harness: &Harness) -> Process {
    let configuration = harness.configuration(&harness.database());
    let script =
        format!("trap '' XFSZ; exec {} run --config {}", env!("CARGO_BIN_EXE_magpie"), configuration.display());
    let mut command = Command::new("sh");
    command.args(["-c", &script]);
    Process::spawn(command, &harness.sandbox.address().token)
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_on_a_full_disk_are_refused_and_the_bot_recovers_without_a_restart() {
    if is_tool_missing("prlimit") {
        return;
    }
    let harness = Harness::with_seed(|seed| seed).await;
    let mut bot = run_ignoring_file_size_signal(&harness);
    set_up_profile(&harness, &mut bot).await;
    let mut accepted_texts = Vec::new();
    for words in ["errand 1", "errand 2"] {
        let save_response = remind(&harness, words).await;
        assert!(!is_storage_error(&save_response), "{}", text(&save_response));
        accepted_texts.push(words.to_owned());
    }
    let earlier_preview = harness.command("remind", json!({"text": "too late", "when": "in 3 hours"})).await;

    bot.block_file_writes();
    let save_response = harness.press(&earlier_preview, "reminder/save").await;
    assert!(is_storage_error(&save_response), "a dialog from before the disk was full: {}", text(&save_response));
    bot.wait_for_line("nothing can be stored");
    let remind_response = harness.command("remind", json!({"text": "one more", "when": "in 3 hours"})).await;
    assert!(is_storage_error(&remind_response), "while the disk is full: {}", text(&remind_response));

    bot.allow_file_writes();
    let save_response = remind(&harness, "at last").await;
    assert!(!is_storage_error(&save_response), "{}", text(&save_response));
    accepted_texts.push("at last".to_owned());
    bot.kill();

    // After the kill, the database has the reminders that were accepted, and not the refused ones.
    let mut bot = harness.run();
    bot.wait_for_line("the server was synced");
    let stored_texts = reminder_texts(&harness.database()).await;
    assert_eq!(stored_texts, accepted_texts);
    bot.kill();
    harness.sandbox.stop().await;
}

pub async fn remind(harness: &Harness, words: &str) -> InteractionResult {
    let draft = harness.command("remind", json!({"text": words, "when": "in 3 hours"})).await;
    harness.press(&draft, "reminder/save").await
}

#[tokio::test(flavor = "multi_thread")]
async fn read_only_database_is_refused_at_start_and_stays_unchanged() {
    if is_tool_missing("setpriv") {
        return;
    }
    let harness = Harness::with_seed(|seed| seed).await;
    let mut bot = harness.run();
    set_up_profile(&harness, &mut bot).await;
    assert!(!is_storage_error(&remind(&harness, "errand 1").await));
    assert!(bot.terminate().success());

    checkpoint_journal(&harness.database()).await;
    let (folder, database) = (harness.folder.path().to_owned(), harness.database());
    for (path, mode) in [(&database, 0o444), (&folder, 0o555)] {
        // Write the configuration before the folder becomes read-only.
        let configuration = harness.configuration(&harness.database());
        let old_permissions = std::fs::metadata(path).expect("it is there").permissions();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("the test owns it");
        let (status, lines) = without_root_privileges(&harness, "run", &configuration).wait_for_exit();
        assert_eq!(status.code(), Some(8), "{lines:#?}");
        assert_one_clear_line(&lines);
        let is_explained = lines.iter().any(|line| line.contains("magpie.db") && line.contains("may not write"));
        assert!(is_explained, "no line has the file and the fault: {lines:#?}");
        // `magpie check` finds the fault too.
        let (status, lines) = without_root_privileges(&harness, "check", &configuration).wait_for_exit();
        assert_eq!(status.code(), Some(10), "{lines:#?}");
        assert!(lines.iter().any(|line| line.starts_with("fault ") && line.contains("magpie.db")), "{lines:#?}");
        std::fs::set_permissions(path, old_permissions).expect("the test owns it");
    }

    let mut bot = harness.run();
    bot.wait_for_line("the server was synced");
    assert_eq!(reminder_texts(&harness.database()).await, ["errand 1"]);
    bot.kill();
    harness.sandbox.stop().await;
}

/// Runs a subcommand without the privilege to override file permissions, even when root runs the test.
fn without_root_privileges(harness: &Harness, subcommand: &str, configuration: &Path) -> Process {
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    let binary = env!("CARGO_BIN_EXE_magpie");
    let mut command = if is_root { Command::new("setpriv") } else { Command::new(binary) };
    if is_root {
        command.args(["--bounding-set=-dac_override,-dac_read_search", binary]);
    }
    command.arg(subcommand).arg("--config").arg(configuration);
    Process::spawn(command, &harness.sandbox.address().token)
}

/// Moves the content of the WAL into the database. No journal file is left, because the last connection deletes these
/// files when it closes.
async fn checkpoint_journal(database: &Path) {
    use sqlx::Connection as _;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(database);
    let mut conn = sqlx::SqliteConnection::connect_with(&options).await.expect("it opens");
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut conn).await.expect("the WAL is checkpointed");
    conn.close().await.expect("it closes");
}

async fn reminder_texts(database: &Path) -> Vec<String> {
    use sqlx::Connection as _;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(database).read_only(true);
    let mut conn = sqlx::SqliteConnection::connect_with(&options).await.expect("it can be read");
    sqlx::query_scalar("SELECT text FROM reminders ORDER BY id")
        .fetch_all(&mut conn)
        .await
        .expect("there are reminders")
}
