//! Tests the migrations on populated databases: they must not lose rows or values.

use std::collections::BTreeMap;
use std::path::Path;

use magpie::db::{Db, DbError};
use magpie::delivery::{DeliveryId, EventKind, outbox};
use magpie::members::{self, MemberId};
use magpie::time::Timestamp;
use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Connection as _, Row, SqliteConnection};

use crate::populate::{populate, tables};
use crate::{folder, open_raw_connection};

/// Columns whose values a migration changes on purpose: the number of the migration, the table, the column.
const CHANGED_ON_PURPOSE: &[(i64, &str, &str)] = &[
    // The migration moves the instant from the detail of "held" events to a column of its own.
    (9, "delivery_event", "detail"),
    // The migration keeps this value only for deliveries in the states sending and unknown.
    (14, "delivery", "unknown_since"),
    // The migration marks the tickets that a deletion closed.
    (36, "tickets", "ending"),
];

/// Tables that a migration renames: their old names and their new ones.
const RENAMED: &[(&str, &str)] = &[
    ("delivery", "deliveries"),
    ("delivery_event", "delivery_events"),
    ("delivery_notice", "delivery_notices"),
    ("delivery_trouble", "delivery_troubles"),
    ("delivery_tally", "delivery_counts"),
    ("reminder_draft", "reminder_drafts"),
    ("reminder", "reminders"),
    ("reminder_occurrence", "reminder_occurrences"),
    ("incident", "incidents"),
    ("incident_trouble", "incident_troubles"),
];

/// Tables that a migration drops on purpose: the number of the migration, the table.
const DROPPED: &[(i64, &str)] = &[(18, "interactions")];

async fn all_migrations() -> Migrator {
    Migrator::new(Path::new("migrations")).await.expect("they can be read")
}

/// Runs the migrations with a number below `before`. sqlx records them in the database.
pub async fn run_migrations_before(path: &Path, before: i64) {
    let mut conn = open_raw_connection(path).await;
    let all = all_migrations().await;
    let older: Vec<_> = all.iter().filter(|migration| migration.version < before).cloned().collect();
    let older = Migrator { migrations: older.into(), ..Migrator::DEFAULT };
    older.run_direct(None, &mut conn, false).await.expect("they run");
}

/// The rows of each table. A row has the value of each column, as an SQL literal.
type Rows = BTreeMap<String, Vec<BTreeMap<String, String>>>;

async fn all_rows(conn: &mut SqliteConnection) -> Rows {
    let mut all = Rows::new();
    for table in tables(conn).await {
        let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info(?)")
            .bind(&table)
            .fetch_all(&mut *conn)
            .await
            .expect("the schema can be read");
        let quoted: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
        let query = format!("SELECT {} FROM {table}", quoted.join(", "));
        let rows = sqlx::query(AssertSqlSafe(query)).fetch_all(&mut *conn).await.expect("the table can be read");
        let rows =
            rows.iter().map(|row| columns.iter().cloned().zip((0..).map_while(|n| row.try_get(n).ok())).collect());
        all.insert(table, rows.collect());
    }
    all
}

/// The rows of the tables in `reference`, with only the columns whose values a migration from `version` must keep.
/// These are columns that `reference` has too, and that no later migration changes on purpose.
fn comparable_rows(rows: &Rows, reference: &Rows, version: i64) -> Rows {
    let is_kept = |table: &str, column: &str| {
        reference[table].iter().all(|row| row.contains_key(column))
            && !CHANGED_ON_PURPOSE
                .iter()
                .any(|changed| changed.0 > version && (changed.1, changed.2) == (table, column))
    };
    let mut comparable_rows = Rows::new();
    for table in reference.keys() {
        let rows_of_new_name = RENAMED.iter().find(|(old, _)| old == table).and_then(|(_, new)| rows.get(*new));
        let rows = rows.get(table).or(rows_of_new_name).map(Vec::as_slice).unwrap_or_default();
        let kept_rows = rows.iter().map(|row| {
            row.iter().filter(|(column, _)| is_kept(table, column)).map(|(k, v)| (k.clone(), v.clone())).collect()
        });
        let mut kept_rows: Vec<_> = kept_rows.collect();
        kept_rows.sort();
        comparable_rows.insert(table.clone(), kept_rows);
    }
    comparable_rows
}

#[tokio::test]
async fn every_older_version_migrates_and_keeps_every_row() {
    for migration in all_migrations().await.iter() {
        let version = migration.version;
        let (_folder, path) = folder();
        run_migrations_before(&path, version + 1).await;
        let mut conn = open_raw_connection(&path).await;
        populate(&mut conn).await;
        let mut rows_before = all_rows(&mut conn).await;
        assert!(rows_before.values().all(|rows| !rows.is_empty()), "every table of version {version} holds something");
        rows_before.retain(|table, _| !DROPPED.iter().any(|dropped| dropped.0 > version && dropped.1 == table));
        drop(conn);

        let db = Db::open(&path).await.unwrap_or_else(|error| panic!("version {version}: {error}"));
        db.close().await;
        let mut conn = open_raw_connection(&path).await;
        let rows_after = all_rows(&mut conn).await;
        for (table, rows) in comparable_rows(&rows_before, &rows_before, version) {
            assert_eq!(
                comparable_rows(&rows_after, &rows_before, version)[&table],
                rows,
                "{table} of version {version}"
            );
        }
        let check: Vec<String> =
            sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&mut conn).await.expect("it can be checked");
        assert_eq!(check, ["ok"], "version {version}");
    }
}

#[tokio::test]
async fn receipts_keep_their_history_in_a_migration() {
    let (_folder, path) = folder();
    run_migrations_before(&path, 9).await;
    let mut conn = open_raw_connection(&path).await;
    sqlx::raw_sql(
        "INSERT INTO members (id, handle, name, in_guild, dm_channel)
         VALUES (7, 'ada', 'Ada', 1, 70), (8, 'bo', 'Bo', 1, 80);
         INSERT INTO delivery (id, source, subject, key, lane, action, member_id, line, state, queued_at, due_at, nonce,
                               sent_channel_id, sent_message_id, sent_at)
         VALUES (1, 'reminder', 'occurrence/1', 'a', 3, 'post', 7, 'member/7', 'sent', 1000, 1000, 'n1', 70, 700, 5000),
                (2, 'reminder', 'occurrence/2', 'b', 3, 'post', 8, 'member/8', 'sent', 1000, 1000, 'n2', 99, 800, 5000);
         INSERT INTO delivery_event (id, delivery_id, at, what, detail)
         VALUES (1, 1, 1000, 'queued', NULL), (2, 1, 2000, 'held', '2020-11-10T20:00:00Z'),
                (3, 1, 3000, 'retry', 'Discord asked to wait'),
                (5, 1, 5000, 'sent', NULL), (6, 2, 5000, 'sent', NULL);",
    )
    .execute(&mut conn)
    .await
    .expect("the old rows are accepted");
    drop(conn);

    let db = Db::open(&path).await.expect("it migrates");
    let mut reader = db.read().await.expect("it reads");
    let history = outbox::history(&mut reader, DeliveryId(1)).await.expect("it reads");
    let kinds: Vec<_> = history.iter().map(|event| event.what).collect();
    assert_eq!(kinds, [EventKind::Queued, EventKind::Held, EventKind::Retry, EventKind::Sent]);
    let held_until: Timestamp = "2020-11-10T20:00:00Z".parse().expect("it is an instant");
    assert_eq!((history[1].until, history[1].detail.as_deref()), (Some(held_until), None));
    assert_eq!(history[2].detail.as_deref(), Some("Discord asked to wait"));
    let messaged_at = async |reader: &mut _, id| {
        members::service::get(reader, MemberId(id)).await.expect("it reads").expect("they are there").reach.messaged_at
    };
    assert!(messaged_at(&mut reader, 7).await.is_some(), "it arrived in the DM");
    assert!(messaged_at(&mut reader, 8).await.is_none(), "it arrived in the inbox thread");
    drop(reader);

    // The history skips an event of a kind that this version does not know. The rebuilt table still has its foreign
    // key: an event needs a delivery, and is deleted with its delivery.
    let mut conn = open_raw_connection(&path).await;
    sqlx::query("INSERT INTO delivery_events (delivery_id, at, what) VALUES (1, 1, 'lost')")
        .execute(&mut conn)
        .await
        .expect("no CHECK limits the kinds of events");
    let history_with_unknown_event = outbox::history(&mut db.read().await.expect("it reads"), DeliveryId(1)).await;
    assert_eq!(history_with_unknown_event.expect("an unknown event does not hide the others").len(), history.len());
    assert!(
        sqlx::query("INSERT INTO delivery_events (delivery_id, at, what) VALUES (99, 1, 'seen')")
            .execute(&mut conn)
            .await
            .is_err()
    );
    sqlx::query("DELETE FROM deliveries WHERE id = 1").execute(&mut conn).await.expect("deleted");
    let events_left = sqlx::query("SELECT COUNT(*) FROM delivery_events").fetch_one(&mut conn).await.expect("counted");
    assert_eq!(events_left.get::<i64, _>(0), 1);
}

#[tokio::test]
async fn count_table_counts_deliveries_that_are_older_than_itself_and_later_changes() {
    let (_folder, path) = folder();
    run_migrations_before(&path, 11).await;
    let mut conn = open_raw_connection(&path).await;
    for (n, state) in ["pending", "pending", "pending", "retry", "unknown", "cancelled"].into_iter().enumerate() {
        sqlx::query(
            "INSERT INTO delivery (source, subject, key, lane, action, channel_id, line, state, queued_at, due_at,
                                   nonce)
             VALUES ('a', 'b', ?1, 3, 'post', 7, 'channel/7', ?2, 0, 0, ?1)",
        )
        .bind(format!("key {n}"))
        .bind(state)
        .execute(&mut conn)
        .await
        .expect("it is put in");
    }
    drop(conn);

    let db = Db::open(&path).await.expect("it is migrated");
    let counts = async |db: &Db| {
        let mut counts = outbox::counts(&mut db.read().await.expect("a reader")).await.expect("counted");
        counts.retain(|(_, n)| *n > 0);
        counts.sort();
        counts
    };
    let expected =
        |counts: &[(&str, i64)]| counts.iter().map(|(state, n)| ((*state).to_owned(), *n)).collect::<Vec<_>>();
    assert_eq!(counts(&db).await, expected(&[("cancelled", 1), ("pending", 3), ("retry", 1), ("unknown", 1)]));
    db.write(async |tx| {
        let cancel = "UPDATE deliveries SET state = 'cancelled' WHERE key = 'key 0'";
        sqlx::query(cancel).execute(&mut **tx).await?;
        sqlx::query("DELETE FROM deliveries WHERE key = 'key 1'").execute(&mut **tx).await?;
        Ok::<_, DbError>(())
    })
    .await
    .expect("it is durable");
    assert_eq!(counts(&db).await, expected(&[("cancelled", 2), ("pending", 1), ("retry", 1), ("unknown", 1)]));
}

#[tokio::test]
async fn ticket_that_a_deletion_closed_gets_its_own_ending() {
    let (_folder, path) = folder();
    run_migrations_before(&path, 36).await;
    let mut conn = open_raw_connection(&path).await;
    // 0 is the actor of an event whose actor was deleted, and NULL is Magpie.
    sqlx::raw_sql(
        "INSERT INTO tickets (id, interaction_id, kind, desk, asker_id, text, opened_at, acted_at, status, ending,
                              closed_at, round, version)
         VALUES (1, 1, 'help', 'volunteers', NULL, '', 0, 0, 'closed', 'withdrawn', 0, 1, 1),
                (2, 2, 'help', 'volunteers', NULL, '', 0, 0, 'closed', 'withdrawn', 0, 1, 1),
                (3, 3, 'help', 'volunteers', 5, '', 0, 0, 'closed', 'withdrawn', 0, 1, 1),
                (4, 4, 'help', 'volunteers', NULL, '', 0, 0, 'closed', 'left', 0, 1, 1);
         INSERT INTO ticket_events (ticket_id, at, actor_id, what)
         VALUES (1, 0, NULL, 'closed'), (2, 0, 0, 'closed'), (3, 0, 5, 'closed'), (4, 0, NULL, 'closed');
         DELETE FROM ticket_events WHERE ticket_id = 4;
         DELETE FROM tickets WHERE id = 4",
    )
    .execute(&mut conn)
    .await
    .expect("they are put in");
    drop(conn);

    let db = Db::open(&path).await.expect("it is migrated");
    let mut reader = db.read().await.expect("a reader");
    let endings: Vec<(i64, String)> =
        sqlx::query_as("SELECT id, ending FROM tickets ORDER BY id").fetch_all(&mut *reader).await.expect("read");
    let endings: Vec<(i64, &str)> = endings.iter().map(|(id, ending)| (*id, ending.as_str())).collect();
    assert_eq!(endings, [(1, "deleted"), (2, "withdrawn"), (3, "withdrawn")]);
    let last: i64 = sqlx::query_scalar("SELECT seq FROM sqlite_sequence WHERE name = 'tickets'")
        .fetch_one(&mut *reader)
        .await
        .expect("read");
    assert_eq!(last, 4, "the number of a deleted ticket is not used again");
}

#[tokio::test]
async fn database_is_copied_before_it_is_migrated_and_two_copies_are_kept() {
    let (folder, path) = folder();
    run_migrations_before(&path, 12).await;
    let mut conn = open_raw_connection(&path).await;
    populate(&mut conn).await;
    let rows_before = all_rows(&mut conn).await;
    drop(conn);
    for older in [3, 4] {
        std::fs::write(folder.path().join(format!("magpie.db.before-migration-{older}")), "").expect("written");
    }
    let db = Db::open(&path).await.expect("it is migrated");
    let copy_path = db.before_migration().expect("there was something to copy").to_owned();
    db.close().await;
    let mut conn = open_raw_connection(&copy_path).await;
    let mut rows_of_copy = all_rows(&mut conn).await;
    // Only the copy has this row, which marks the file as a copy.
    rows_of_copy.get_mut("house").expect("there is a table").retain(|row| row["key"] != "'backup.of'");
    assert_eq!(rows_of_copy, rows_before);
    let names_of_copies = std::fs::read_dir(folder.path()).expect("it can be listed").filter_map(|entry| {
        let name = entry.expect("it is there").file_name().into_string().expect("a plain name");
        name.contains(".before-migration-").then_some(name)
    });
    let mut names_of_copies: Vec<_> = names_of_copies.collect();
    names_of_copies.sort();
    let newest = copy_path.file_name().and_then(|name| name.to_str()).expect("a plain name");
    let mut expected_names = [newest, "magpie.db.before-migration-4"];
    expected_names.sort_unstable();
    assert_eq!(names_of_copies, expected_names);

    let (_folder, path) = self::folder();
    let db = Db::open(&path).await.expect("it is made");
    assert_eq!(db.before_migration(), None, "a new database has no copy");
}

/// Whether a file in the folder contains `text`, in any page.
fn is_in_a_file(folder: &Path, text: &str) -> bool {
    let files = std::fs::read_dir(folder).expect("it can be listed").map(|entry| entry.expect("it is there").path());
    // A file that is gone by now has no text.
    let mut contents = files.filter_map(|file| match std::fs::read(file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        content => Some(content.expect("it can be read")),
    });
    contents.any(|bytes| bytes.windows(text.len()).any(|part| part == text.as_bytes()))
}

/// Versions without migration 23 did not overwrite the data that they deleted.
#[tokio::test]
async fn data_that_an_older_version_deleted_is_in_no_file_after_the_start_even_if_the_migration_fails() {
    const DELETED: &str = "name-of-a-deleted-person";
    for obstacle in ["", "CREATE TABLE deputies (id INTEGER)"] {
        let (folder, path) = folder();
        run_migrations_before(&path, 23).await;
        let mut conn = open_raw_connection(&path).await;
        // So many rows that their pages become free pages.
        let rows = format!(
            "PRAGMA journal_mode = WAL;
             PRAGMA secure_delete = OFF;
             WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1000)
             INSERT INTO members (id, handle, name, in_guild) SELECT n, 'h' || n, '{DELETED}' || n, 1 FROM numbers;
             DELETE FROM members;
             {obstacle}"
        );
        sqlx::raw_sql(AssertSqlSafe(rows)).execute(&mut conn).await.expect("the rows are accepted");
        conn.close().await.expect("it closes");
        assert!(is_in_a_file(folder.path(), DELETED), "the older version leaves the names in the file");

        let opened = Db::open(&path).await;
        assert_eq!(opened.is_ok(), obstacle.is_empty(), "{:?}", opened.err());
        // The database is still open, so its WAL is looked at, too.
        assert!(!is_in_a_file(folder.path(), DELETED), "obstacle: {obstacle:?}");
    }
}
