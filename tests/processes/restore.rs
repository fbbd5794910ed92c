//! Tests `magpie backup` and `magpie restore` with real processes. After a restore, nothing is sent twice and deleted
//! people stay deleted. A restore that fails changes nothing.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Instant;

use magpie::db::{self, Db};
use magpie::members::{self, Followers, MemberId};
use magpie::reminders;
use magpie::time::{Clock, SignedDuration, SystemClock};
use sqlx::Connection as _;

use crate::harness::{Harness, TIMEOUT};
use crate::kills::{
    assert_all_sent, community, count_arrived, is_unfinished, received_texts, reminder_text, save_reminders,
};
use crate::storage::is_tool_missing;

const READERS: usize = 8;

fn run_magpie(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_magpie"));
    command.args(arguments).env_remove("RUST_LOG").output().expect("the binary is built")
}

fn path_text(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

fn output_text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn run_successfully(arguments: &[&str]) -> String {
    let output = run_magpie(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", output_text(&output));
    output_text(&output)
}

fn back_up(database: &Path) -> PathBuf {
    let backup = database.with_extension("backup");
    run_successfully(&["backup", path_text(&backup), "--db", path_text(database)]);
    backup
}

/// Creates a database with a row by which the test later recognizes the file. Returns the path.
async fn create_database(folder: &Path, marker: &str) -> PathBuf {
    let path = folder.join("magpie.db");
    let db = Db::open(&path).await.expect("it opens");
    db.write(async |tx| db::write_setting(tx, "precious", marker).await).await.expect("it is stored");
    close(db, &path).await;
    path
}

async fn close(db: Db, path: &Path) {
    db.close().await;
    drop(db);
    db::wait_until_unlocked(path).expect("the lock is released");
}

async fn marker(path: &Path) -> Option<String> {
    let mut conn = db::open_to_read(path).await.expect("it reads");
    db::read_setting(&mut conn, "precious").await.expect("it reads")
}

fn file_names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("it can be listed");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("it is there").file_name().into_string().expect("a plain name")).collect();
    names.sort();
    names
}

async fn open_raw(path: &Path) -> sqlx::SqliteConnection {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
    sqlx::SqliteConnection::connect_with(&options).await.expect("it opens")
}

#[tokio::test(flavor = "multi_thread")]
async fn backup_of_a_newer_version_is_refused_and_the_message_names_both_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = create_database(folder.path(), "kept").await;
    let backup = back_up(&path);
    let newer_migration = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                 VALUES (9999, 'x', 1, x'00', 0)";
    let mut conn = open_raw(&backup).await;
    sqlx::query(newer_migration).execute(&mut conn).await.expect("a newer version's file");
    conn.close().await.expect("it closes");
    let (files_before, bytes_before) = (file_names(folder.path()), std::fs::read(&path).expect("it is there"));

    let output = run_magpie(&["restore", path_text(&backup), "--db", path_text(&path)]);
    assert_eq!(output.status.code(), Some(7), "{}", output_text(&output));
    for file in [&path, &backup] {
        assert!(output_text(&output).contains(path_text(file)), "{}", output_text(&output));
    }
    assert!(output_text(&output).contains("nothing was changed"), "{}", output_text(&output));
    assert_eq!(file_names(folder.path()), files_before);
    assert_eq!(std::fs::read(&path).expect("it is there"), bytes_before);
}

/// Creates a database with the migrations below `before`.
async fn create_older_database(path: &Path, before: i64) -> sqlx::SqliteConnection {
    let all_migrations = sqlx::migrate::Migrator::new(Path::new("migrations")).await.expect("they can be read");
    let older = all_migrations.iter().filter(|migration| migration.version < before).cloned().collect::<Vec<_>>();
    let older = sqlx::migrate::Migrator { migrations: older.into(), ..sqlx::migrate::Migrator::DEFAULT };
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let mut conn = sqlx::SqliteConnection::connect_with(&options).await.expect("it opens");
    older.run_direct(None, &mut conn, false).await.expect("they run");
    conn
}

#[tokio::test(flavor = "multi_thread")]
async fn backup_of_an_older_version_is_migrated_and_the_replaced_database_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = create_database(folder.path(), "now").await;
    let backup = folder.path().join("old.db");
    let mut conn = create_older_database(&backup, 18).await;
    sqlx::query("INSERT INTO house VALUES ('precious', 'then')").execute(&mut conn).await.expect("it is stored");
    conn.close().await.expect("it closes");

    run_successfully(&["restore", path_text(&backup), "--db", path_text(&path)]);
    assert_eq!(marker(&path).await.as_deref(), Some("then"));
    let kept_database = folder.path().join("magpie.db.before-restore-1");
    assert_eq!(marker(&kept_database).await.as_deref(), Some("now"));
    Db::open(&path).await.expect("a bot can run on it").close().await;
    let copies: Vec<_> =
        file_names(folder.path()).into_iter().filter(|name| name.contains("before-migration")).collect();
    assert_eq!(copies, [""; 0], "the backup itself is what was there before the migration");
}

#[tokio::test(flavor = "multi_thread")]
async fn restore_by_root_keeps_owner_and_mode_and_leaves_nothing_that_the_bot_cannot_open() {
    const USER: u32 = 34_567;
    let folder = tempfile::tempdir().expect("a folder");
    let path = create_database(folder.path(), "kept").await;
    if std::fs::metadata(&path).expect("it is there").uid() != 0 {
        println!("WARNING: not root; this is not tested");
        return;
    }
    let backup = back_up(&path);
    std::fs::remove_file(folder.path().join("magpie.db.lock")).expect("it was there");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).expect("the test owns it");
    chown(&path, Some(USER), Some(USER)).expect("root may change owners");

    run_successfully(&["restore", path_text(&backup), "--db", path_text(&path)]);
    let restored = std::fs::metadata(&path).expect("it is there");
    assert_eq!((restored.uid(), restored.gid(), restored.mode() & 0o777), (USER, USER, 0o640));
    let lock = std::fs::metadata(folder.path().join("magpie.db.lock")).expect("it is there");
    assert_eq!((lock.uid(), lock.mode() & 0o777), (USER, 0o600));
}

#[tokio::test(flavor = "multi_thread")]
async fn restore_by_another_user_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = create_database(folder.path(), "kept").await;
    let is_root = std::fs::metadata(&path).expect("it is there").uid() == 0;
    if is_tool_missing("setpriv") || !is_root {
        return;
    }
    let backup = back_up(&path);
    // The other user may write the folder and the database, as members of a group may.
    for (path, mode) in [(folder.path(), 0o777), (&path, 0o666), (&backup, 0o644)] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("the test owns it");
    }
    let _ = std::fs::remove_file(folder.path().join("magpie.db.lock"));
    let binary = folder.path().join("magpie");
    std::fs::copy(env!("CARGO_BIN_EXE_magpie"), &binary).expect("copied to where the other user may read");
    let mut command = Command::new("setpriv");
    command.args(["--reuid=34567", "--regid=34567", "--clear-groups"]).arg(&binary);
    command.args(["restore", path_text(&backup), "--db", path_text(&path)]).current_dir(folder.path());
    let output = command.output().expect("setpriv is installed");
    assert_eq!(output.status.code(), Some(8), "{}", output_text(&output));
    assert!(output_text(&output).contains("belongs to user 0"), "{}", output_text(&output));
    assert!(output_text(&output).contains("nothing was changed"), "{}", output_text(&output));
    let leftover_files: Vec<_> = file_names(folder.path()).into_iter().filter(|name| name.contains("restor")).collect();
    assert_eq!(leftover_files, [""; 0]);
    assert_eq!(marker(&path).await.as_deref(), Some("kept"));
}

#[tokio::test(flavor = "multi_thread")]
async fn restore_and_backup_on_a_full_disk_change_nothing() {
    if is_tool_missing("prlimit") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = create_database(folder.path(), "kept").await;
    let backup = back_up(&path);
    let files_before = file_names(folder.path());
    let other_backup = folder.path().join("other.db");
    for arguments in [["restore", path_text(&backup)], ["backup", path_text(&other_backup)]] {
        let binary = env!("CARGO_BIN_EXE_magpie");
        let script = format!("trap '' XFSZ; exec prlimit --fsize=8192 {binary} \"$@\"");
        let mut command = Command::new("sh");
        command.args(["-c", &script, "sh"]).args(arguments).args(["--db", path_text(&path)]);
        let output = command.output().expect("sh is installed");
        assert_eq!(output.status.code(), Some(8), "{arguments:?}: {}", output_text(&output));
        assert_eq!(file_names(folder.path()), files_before, "{arguments:?}: {}", output_text(&output));
    }
    assert_eq!(marker(&path).await.as_deref(), Some("kept"));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_owner_can_read_the_files_of_the_bot_whatever_the_umask_is() {
    let harness = Harness::with_seed(|seed| seed).await;
    let (database, configuration) = (harness.database(), harness.configuration(&harness.database()));
    std::fs::write(&database, "").expect("written");
    std::fs::set_permissions(&database, std::fs::Permissions::from_mode(0o666)).expect("the test owns it");
    let script = format!("umask 000; exec {} run --config {}", env!("CARGO_BIN_EXE_magpie"), configuration.display());
    let mut command = Command::new("sh");
    command.args(["-c", &script]);
    let mut bot = crate::Process::spawn(command, &harness.sandbox.address().token);
    bot.wait_for_line("the server was synced");
    let backup = harness.folder.path().join("magpie.backup");
    let script = format!(
        "umask 000; exec {} backup {} --db {}",
        env!("CARGO_BIN_EXE_magpie"),
        backup.display(),
        database.display()
    );
    assert!(Command::new("sh").args(["-c", &script]).status().expect("sh is installed").success());
    let mut names = file_names(harness.folder.path());
    names.retain(|name| name != "magpie.toml");
    assert_eq!(
        names,
        ["magpie.backup", "magpie.db", "magpie.db-shm", "magpie.db-wal", "magpie.db.lock", "magpie.db.progress",]
    );
    for name in names {
        let mode = std::fs::metadata(harness.folder.path().join(&name)).expect("it is there").mode() & 0o777;
        assert_eq!(mode, 0o600, "{name} has mode {mode:o}");
    }
    bot.kill();
    harness.sandbox.stop().await;
}

/// Runs a bot until all reminders have arrived and no delivery is unfinished.
async fn run_until_sent(harness: &Harness, readers: &[String], database: &Path) {
    let mut bot = harness.run_with(database, &harness.sandbox.address().token);
    bot.wait_for_line("the server was synced");
    let started_at = Instant::now();
    while (count_arrived(&harness.sandbox, readers, READERS) < READERS || is_unfinished(database).await)
        && started_at.elapsed() < TIMEOUT
    {
        tokio::time::sleep(std::time::Duration::from_millis(250)).await;
    }
    assert!(bot.terminate().success());
}

fn assert_each_arrived_once(harness: &Harness, readers: &[String]) {
    let texts = received_texts(&harness.sandbox, readers);
    for n in 0..READERS {
        let count = texts.iter().filter(|text| text.contains(&reminder_text(n))).count();
        assert_eq!(count, 1, "{}: {texts:#?}", reminder_text(n));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unfinished_messages_of_a_backup_are_looked_for_on_discord_and_not_sent_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("magpie.db");
    let (sandbox, readers) = community(&path).await;
    save_reminders(&path, READERS, std::time::Duration::from_secs(1)).await;
    let db = Db::open(&path).await.expect("it opens");
    let fired_count = reminders::service::fire_due(&db, SystemClock.now() + SignedDuration::from_secs(3), 1_000).await;
    assert_eq!(usize::try_from(fired_count.expect("the reminders fire")).expect("a few"), READERS);
    close(db, &path).await;
    let backup = back_up(&path);
    let harness = Harness { sandbox, folder };
    run_until_sent(&harness, &readers, &path).await;

    let dry_run_text = run_successfully(&["restore", "--dry-run", path_text(&backup), "--db", path_text(&path)]);
    let line = format!("looked for on Discord, and sent only if they did not arrive: {READERS}");
    assert!(dry_run_text.contains(&line) && dry_run_text.contains("reminder to @"), "{dry_run_text}");
    assert_all_sent(&path, READERS).await;

    let restore_text = run_successfully(&["restore", path_text(&backup), "--db", path_text(&path)]);
    assert!(restore_text.contains(&format!("sent only if they did not arrive: {READERS}")), "{restore_text}");
    run_until_sent(&harness, &readers, &path).await;
    assert_each_arrived_once(&harness, &readers);
    assert_all_sent(&path, READERS).await;

    // Replace the database without `magpie restore`. The bot recognizes the backup by its mark.
    replace_database(&backup, &path);
    run_until_sent(&harness, &readers, &path).await;
    assert_each_arrived_once(&harness, &readers);
    assert_all_sent(&path, READERS).await;
    harness.sandbox.stop().await;
}

/// Replaces the database by a copy, as `cp` or the restore of another program does.
fn replace_database(copy: &Path, database: &Path) {
    for suffix in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", path_text(database)));
    }
    std::fs::copy(copy, database).expect("copied");
}

/// Starts a bot. Returns the log line that says that the bot's database is a copy, or `None` if there is no such line.
fn log_line_about_copy(harness: &Harness, database: &Path) -> Option<String> {
    let mut bot = harness.run_with(database, &harness.sandbox.address().token);
    bot.wait_for_line("Magpie started");
    let line = bot.printed_lines().iter().find(|line| line.contains("is looked for before it is sent")).cloned();
    bot.kill();
    db::wait_until_unlocked(database).expect("the lock is released");
    line
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_copy_that_replaces_the_database_is_noticed_and_nothing_is_sent_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("magpie.db");
    let (sandbox, readers) = community(&path).await;
    save_reminders(&path, READERS, std::time::Duration::from_secs(1)).await;
    let db = Db::open(&path).await.expect("it opens");
    let fired_count = reminders::service::fire_due(&db, SystemClock.now() + SignedDuration::from_secs(3), 1_000).await;
    assert_eq!(usize::try_from(fired_count.expect("the reminders fire")).expect("a few"), READERS);
    close(db, &path).await;
    // A copy by Litestream or `cp` does not have the mark that our own backups have.
    let copy = folder.path().join("copy.db");
    std::fs::copy(&path, &copy).expect("copied");
    let harness = Harness { sandbox, folder };
    run_until_sent(&harness, &readers, &path).await;
    assert_eq!(log_line_about_copy(&harness, &path), None, "the bot knows its own database");

    for (without_progress, line) in [(false, "was replaced with a copy of"), (true, "without its .progress file")] {
        replace_database(&copy, &path);
        if without_progress {
            std::fs::remove_file(harness.folder.path().join("magpie.db.progress")).expect("it was there");
        }
        let line_of_log = log_line_about_copy(&harness, &path).expect("it is noticed");
        assert!(line_of_log.contains(line), "{line_of_log}");
        run_until_sent(&harness, &readers, &path).await;
        assert_each_arrived_once(&harness, &readers);
        assert_all_sent(&path, READERS).await;
        assert_eq!(log_line_about_copy(&harness, &path), None, "the copy is reported only once");
    }
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reminders_that_arrived_after_the_backup_do_not_arrive_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("magpie.db");
    let (sandbox, readers) = community(&path).await;
    save_reminders(&path, READERS, std::time::Duration::from_secs(1)).await;
    let backup = back_up(&path);
    let harness = Harness { sandbox, folder };
    run_until_sent(&harness, &readers, &path).await;

    let restore_text = run_successfully(&["restore", path_text(&backup), "--db", path_text(&path)]);
    assert!(
        restore_text.contains(&format!("reminders that came since do not come again: {READERS}")),
        "{restore_text}"
    );
    run_until_sent(&harness, &readers, &path).await;
    assert_each_arrived_once(&harness, &readers);
    harness.sandbox.stop().await;
}

async fn has_profile(path: &Path, id: MemberId) -> bool {
    let mut conn = db::open_to_read(path).await.expect("it reads");
    members::service::get(&mut conn, id).await.expect("it reads").is_some_and(|member| member.profile.is_some())
}

#[tokio::test(flavor = "multi_thread")]
async fn deleted_person_stays_deleted_after_a_restore() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("magpie.db");
    let (sandbox, _readers) = community(&path).await;
    let backup = back_up(&path);
    let db = Db::open(&path).await.expect("it opens");
    let people = members::service::present(&mut db.read().await.expect("a reader")).await.expect("they can be read");
    let [ada, bo] = [people[0].id, people[1].id];
    let delete_result = members::service::delete(&db, &Followers::default(), ada, SystemClock.now()).await;
    delete_result.expect("it is deleted");
    close(db, &path).await;
    assert_eq!([has_profile(&backup, ada).await, has_profile(&path, ada).await], [true, false]);

    let restore_text = run_successfully(&["restore", path_text(&backup), "--db", path_text(&path)]);
    assert!(restore_text.contains("were deleted again: 1"), "{restore_text}");
    assert_eq!([has_profile(&path, ada).await, has_profile(&path, bo).await], [false, true]);

    // Somebody replaces the lost database by the backup. The ledger file beside the database still has the deletion.
    for file in ["magpie.db", "magpie.db-wal", "magpie.db-shm"] {
        let _ = std::fs::remove_file(folder.path().join(file));
    }
    std::fs::copy(&backup, &path).expect("copied");
    let harness = Harness { sandbox, folder };
    let mut bot = harness.run_with(&path, &harness.sandbox.address().token);
    bot.wait_for_line("Magpie started");
    bot.kill();
    assert_eq!([has_profile(&path, ada).await, has_profile(&path, bo).await], [false, true]);
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_of_a_replaced_database_of_an_older_version_are_not_used_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = create_database(folder.path(), "kept").await;
    let backup = back_up(&path);
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", path_text(&path)));
    }
    let mut conn = create_older_database(&path, 35).await;
    let delivery =
        "INSERT INTO deliveries (id, source, subject, key, lane, action, line, state, queued_at, due_at, nonce)
                    VALUES (50, 'test', '1', 'key', 3, 'post', 'channel/1', 'sent', 0, 0, 'nonce')";
    sqlx::query(delivery).execute(&mut conn).await.expect("it is stored");
    conn.close().await.expect("it closes");
    run_successfully(&["restore", path_text(&backup), "--db", path_text(&path)]);
    let mut conn = open_raw(&path).await;
    let last: i64 = sqlx::query_scalar("SELECT seq FROM sqlite_sequence WHERE name = 'deliveries'")
        .fetch_one(&mut conn)
        .await
        .expect("it can be read");
    assert_eq!(last, 1050, "the older version may have given out numbers after 50 and deleted their rows");
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_used_after_the_backup_are_not_used_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = create_database(folder.path(), "kept").await;
    let backup = back_up(&path);
    let mut conn = open_raw(&path).await;
    let counters_sql = "INSERT INTO sqlite_sequence (name, seq) VALUES ('tickets', 41), ('alerts', 7)";
    sqlx::query(counters_sql).execute(&mut conn).await.expect("the counters can be set");
    conn.close().await.expect("it closes");
    run_successfully(&["restore", path_text(&backup), "--db", path_text(&path)]);
    let mut conn = open_raw(&path).await;
    let counters: Vec<(String, i64)> =
        sqlx::query_as("SELECT name, seq FROM sqlite_sequence WHERE name IN ('alerts', 'tickets') ORDER BY name")
            .fetch_all(&mut conn)
            .await
            .expect("they can be read");
    assert_eq!(counters, [("alerts".to_owned(), 7), ("tickets".to_owned(), 41)]);
}

/// Adds rows that a backup made earlier does not have. None of them is unfinished.
async fn add_finished_rows(path: &Path, [alerts, tickets, reminders, deliveries]: [u32; 4]) {
    let mut conn = open_raw(path).await;
    let rows_by_insert = [
        (
            alerts,
            "INSERT INTO alerts (author_id, severity, addressed, version, state, sent_at, ended_at, ended_by)
             VALUES (1, 'urgent', '[\"mag\"]', 1, 'over', 1, 1, 1)",
        ),
        (
            tickets,
            "INSERT INTO tickets (interaction_id, kind, desk, text, opened_at, acted_at, status, ending, closed_at,
                                  round, version)
             VALUES ((SELECT COUNT(*) FROM tickets), 'help', 'volunteers', 'x', 1, 1, 'closed', 'solved', 1, 1, 1)",
        ),
        (
            reminders,
            "INSERT INTO reminders (member_id, author_id, text, anchor, wall, zone, tz_data, state, created_at,
                                    ended_at)
             VALUES (1, 1, 'x', 'instant', '2020-11-11T04:30:00', 'UTC', '2025b', 'over', 1, 1)",
        ),
        (
            deliveries,
            "INSERT INTO deliveries (source, subject, key, lane, action, member_id, line, state, cause, queued_at,
                                     due_at, nonce)
             SELECT 'reminders', '1/1', COUNT(*), 3, 'post', 1, 'member/1', 'failed', 'refused', 1, 1, COUNT(*)
             FROM deliveries",
        ),
    ];
    for (rows, insert) in rows_by_insert {
        for _ in 0..rows {
            sqlx::query(insert).execute(&mut conn).await.expect("the row is valid");
        }
    }
    conn.close().await.expect("it closes");
}

#[tokio::test(flavor = "multi_thread")]
async fn dry_run_and_restore_count_what_the_backup_does_not_have() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = create_database(folder.path(), "now").await;
    add_finished_rows(&path, [1, 1, 1, 1]).await;
    let backup = back_up(&path);
    let restore = ["restore", path_text(&backup), "--db", path_text(&path)];
    let dry_run = ["restore", "--dry-run", path_text(&backup), "--db", path_text(&path)];
    let line_about_losses = |output: String| {
        let line = output.lines().find(|line| line.starts_with("lost: ")).map(str::to_owned);
        line.unwrap_or_else(|| panic!("no line about what is lost: {output}"))
    };
    let nothing = "lost: nothing that has a number; answers, profiles and steps of tickets since then";
    assert_eq!(line_about_losses(run_successfully(&dry_run)), nothing);

    add_finished_rows(&path, [1, 3, 2, 4]).await;
    let lost = "lost: 1 alerts, 3 tickets, 2 reminders, 4 messages, and what became of them; \
                also answers, profiles and steps of tickets since then";
    assert_eq!(line_about_losses(run_successfully(&dry_run)), lost);
    assert_eq!(line_about_losses(run_successfully(&restore)), lost);
    assert_eq!(line_about_losses(run_successfully(&dry_run)), nothing, "the backup is in place now");

    std::fs::write(&path, "no database any more\n".repeat(1_000)).expect("the test owns it");
    let unknown = "lost: what happened after that; what it was cannot be read";
    assert_eq!(line_about_losses(run_successfully(&dry_run)), unknown);
}
