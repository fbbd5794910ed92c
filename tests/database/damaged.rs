//! Tests a database in which one table has a damaged page. The bot must still start, so that the other features work
//! and the health checks report the damage. The data of a deleted person must stay deleted in all undamaged tables.

use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use magpie::app::{App, StartError};
use magpie::config::{Config, Token};
use magpie::db::{self, DbError};
use magpie::time::VirtualClock;
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};

use crate::people::{PERSON, database_with_all_data};
use crate::populate::tables;
use crate::{folder, open_raw_connection};

/// The bot does not start without these tables: they hold its own settings and the set-up of the server.
const NEEDED_TO_START: &[&str] = &["house", "setup"];
/// Tables from which a deletion removes all rows of the person, and the column with the person's id.
const EMPTIED_BY_DELETION: &[(&str, &str)] = &[
    ("profiles", "member_id"),
    ("reminders", "member_id"),
    ("alert_drafts", "author_id"),
    ("faq_drafts", "author_id"),
    ("faq_searches", "asker_id"),
    ("ticket_asks", "member_id"),
    ("duty_shifts", "member_id"),
    ("duty_available", "member_id"),
];
/// The instant of the deletion in the ledger file, in milliseconds since 1970. The database does not contain the
/// deletion, as if an older copy had been restored.
const DELETED_AT: &str = "1605027300000";

/// A copy of the database, in which the root page of one table is overwritten.
async fn damaged_copy(original: &Path, table: &str) -> (tempfile::TempDir, PathBuf) {
    let (folder, path) = folder();
    std::fs::copy(original, &path).expect("copied");
    let mut conn = open_raw_connection(&path).await;
    let size: i64 = sqlx::query_scalar("PRAGMA page_size").fetch_one(&mut conn).await.expect("it has one");
    let root = sqlx::query_scalar("SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = ?").bind(table);
    let root: i64 = root.fetch_one(&mut conn).await.expect("it is there");
    conn.close().await.expect("it closes");
    let mut file = std::fs::OpenOptions::new().write(true).open(&path).expect("it opens");
    file.seek(SeekFrom::Start(u64::try_from((root - 1) * size).expect("positive"))).expect("it has that page");
    file.write_all(&vec![0xff; usize::try_from(size).expect("a page size")]).expect("it is written");
    (folder, path)
}

async fn start(path: &Path) -> Result<App, StartError> {
    let mut config = Config { database: path.to_owned(), web: None, ..Config::default() };
    // Nothing listens on this port.
    config.discord.api_url = "http://127.0.0.1:1".to_owned();
    let clock = VirtualClock::starting_at("2020-11-10T16:55:00Z".parse().expect("an instant"));
    App::start(&config, &Token::new("token"), Arc::new(clock)).await
}

/// A closed database with rows in most tables, and the names of all its tables.
async fn closed_database_with_all_data() -> (tempfile::TempDir, PathBuf, Vec<String>) {
    let (folder, path) = folder();
    let db = database_with_all_data(&path).await;
    db.close().await;
    drop(db);
    db::wait_until_unlocked(&path).expect("the lock is released");
    let mut conn = open_raw_connection(&path).await;
    sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut conn).await.expect("it is done");
    let tables = tables(&mut conn).await;
    conn.close().await.expect("it closes");
    (folder, path, tables)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bot_starts_although_a_table_has_a_damaged_page() {
    let (_folder, path, tables) = closed_database_with_all_data().await;
    for table in &tables {
        let (_copy, damaged_path) = damaged_copy(&path, table).await;
        match start(&damaged_path).await {
            Ok(app) => {
                assert!(!NEEDED_TO_START.contains(&table.as_str()), "it starts without {table}");
                app.stop().await;
            }
            Err(StartError::Db(DbError::Damaged(_))) if NEEDED_TO_START.contains(&table.as_str()) => {}
            Err(error) => panic!("with {table} damaged it does not start: {error}"),
        }
    }
}

async fn count_rows_of_person(conn: &mut SqliteConnection, table: &str, column: &str) -> i64 {
    let query = format!("SELECT COUNT(*) FROM {table} WHERE {column} = {PERSON}");
    sqlx::query_scalar(AssertSqlSafe(query)).fetch_one(conn).await.expect("it can be counted")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn deleted_person_is_deleted_again_although_another_table_cannot_be_read() {
    let (_folder, path, tables) = closed_database_with_all_data().await;
    let mut conn = open_raw_connection(&path).await;
    for (table, column) in EMPTIED_BY_DELETION {
        assert!(count_rows_of_person(&mut conn, table, column).await > 0, "{table} has something to delete");
    }
    conn.close().await.expect("it closes");
    // Leave out the table `deletions`, which shows who returned after their deletion. Without this table, the bot
    // deletes nobody again.
    for damaged_table in
        tables.iter().filter(|table| !NEEDED_TO_START.contains(&table.as_str()) && *table != "deletions")
    {
        let (copy, damaged_path) = damaged_copy(&path, damaged_table).await;
        let ledger = copy.path().join("magpie.db.deletions");
        std::fs::write(ledger, format!("{PERSON} {DELETED_AT}\n")).expect("written");
        start(&damaged_path).await.unwrap_or_else(|error| panic!("{damaged_table}: {error}")).stop().await;
        let mut conn = open_raw_connection(&damaged_path).await;
        for (table, column) in EMPTIED_BY_DELETION.iter().filter(|(table, _)| table != damaged_table) {
            // A reminder cannot be deleted while its occurrences cannot be read. The next start tries again.
            // The same holds for a shift while its offers cannot be read.
            let is_excused = [("reminders", "reminder_occurrences"), ("duty_shifts", "duty_offers")];
            if is_excused.contains(&(*table, damaged_table.as_str())) {
                continue;
            }
            assert_eq!(
                count_rows_of_person(&mut conn, table, column).await,
                0,
                "{table}, with {damaged_table} damaged"
            );
        }
    }
}
