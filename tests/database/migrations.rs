//! Migrations of populated databases.

use std::collections::BTreeMap;
use std::path::Path;

use magpie::db::{Db, DbError};
use magpie::delivery::{DeliveryId, Happening, outbox};
use magpie::members::{self, MemberId};
use magpie::time::Timestamp;
use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Row, SqliteConnection};

use crate::populate::{populate, tables};
use crate::{folder, raw};

/// Columns whose old values a migration changes on purpose: the migration, the table, the column.
const CHANGED_ON_PURPOSE: &[(i64, &str, &str)] = &[
    // The instant in the detail of "held" moves to a column of its own.
    (9, "delivery_event", "detail"),
];

/// Tables that a migration renames: the migration, the old name, the new one.
const RENAMED: &[(i64, &str, &str)] = &[
    (15, "reminder_draft", "reminder_drafts"),
    (15, "reminder", "reminders"),
    (15, "reminder_occurrence", "reminder_occurrences"),
    (15, "incident", "incidents"),
    (15, "incident_trouble", "incident_troubles"),
];

async fn all_migrations() -> Migrator {
    Migrator::new(Path::new("migrations")).await.expect("they can be read")
}

/// Runs the migrations before number `before` and records them as sqlx would.
async fn migrated_before(path: &Path, before: i64) {
    let mut conn = raw(path).await;
    let all = all_migrations().await;
    let older: Vec<_> = all.iter().filter(|migration| migration.version < before).cloned().collect();
    let older = Migrator { migrations: older.into(), ..Migrator::DEFAULT };
    older.run_direct(None, &mut conn, false).await.expect("they run");
}

/// The rows of each table: of each row its columns with their values as SQL literals.
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

/// The rows of a database of `version` as the newest version should have them: renamed tables under their new names,
/// and without the columns that a later migration changes on purpose.
fn expected(rows: Rows, version: i64) -> Rows {
    let expected = rows.into_iter().map(|(table, mut rows)| {
        for (_, _, column) in CHANGED_ON_PURPOSE.iter().filter(|changed| changed.0 > version && changed.1 == table) {
            rows.iter_mut().for_each(|row| drop(row.remove(*column)));
        }
        let renamed = RENAMED.iter().find(|renamed| renamed.0 > version && renamed.1 == table);
        (renamed.map_or(table, |renamed| renamed.2.to_owned()), rows)
    });
    expected.collect()
}

/// The rows with only those columns that the table has in `like`.
fn with_columns_of(
    rows: &[BTreeMap<String, String>],
    like: &BTreeMap<String, String>,
) -> Vec<BTreeMap<String, String>> {
    let kept = |row: &BTreeMap<String, String>| {
        row.iter().filter(|(column, _)| like.contains_key(*column)).map(|(k, v)| (k.clone(), v.clone())).collect()
    };
    let mut rows: Vec<_> = rows.iter().map(kept).collect();
    rows.sort();
    rows
}

#[tokio::test]
async fn every_older_version_migrates_and_keeps_every_row() {
    for migration in all_migrations().await.iter() {
        let version = migration.version;
        let (_folder, path) = folder();
        migrated_before(&path, version + 1).await;
        let mut conn = raw(&path).await;
        populate(&mut conn).await;
        let before = all_rows(&mut conn).await;
        assert!(before.values().all(|rows| !rows.is_empty()), "every table of version {version} holds something");
        drop(conn);

        let db = Db::open(&path).await.unwrap_or_else(|error| panic!("version {version}: {error}"));
        db.close().await;
        let mut conn = raw(&path).await;
        let after = all_rows(&mut conn).await;
        for (table, mut rows) in expected(before, version) {
            let migrated = after.get(&table).unwrap_or_else(|| panic!("{table} of version {version} is gone"));
            rows.sort();
            assert_eq!(with_columns_of(migrated, &rows[0]), rows, "{table} of version {version}");
        }
        let check: Vec<String> =
            sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&mut conn).await.expect("it can be checked");
        assert_eq!(check, ["ok"], "version {version}");
    }
}

#[tokio::test]
async fn receipts_keep_the_history_that_was_there() {
    let (_folder, path) = folder();
    migrated_before(&path, 9).await;
    let mut conn = raw(&path).await;
    sqlx::raw_sql(
        "INSERT INTO members (id, handle, name, in_guild, dm_channel) VALUES (7, 'ada', 'Ada', 1, 70), (8, 'bo', 'Bo', 1, 80);
         INSERT INTO delivery (id, source, subject, key, lane, action, member_id, line, state, queued_at, due_at, nonce,
                               sent_channel_id, sent_message_id, sent_at)
         VALUES (1, 'reminder', 'occurrence/1', 'a', 3, 'post', 7, 'member/7', 'sent', 1000, 1000, 'n1', 70, 700, 5000),
                (2, 'reminder', 'occurrence/2', 'b', 3, 'post', 8, 'member/8', 'sent', 1000, 1000, 'n2', 99, 800, 5000);
         INSERT INTO delivery_event (id, delivery_id, at, what, detail)
         VALUES (1, 1, 1000, 'queued', NULL), (2, 1, 2000, 'held', '2020-11-10T20:00:00Z'), (3, 1, 3000, 'retry', 'Discord asked to wait'),
                (5, 1, 5000, 'sent', NULL), (6, 2, 5000, 'sent', NULL);",
    )
    .execute(&mut conn)
    .await
    .expect("what an older version wrote");
    drop(conn);

    let db = Db::open(&path).await.expect("it migrates");
    let mut reader = db.read().await.expect("it reads");
    let history = outbox::history(&mut reader, DeliveryId(1)).await.expect("it reads");
    let happenings: Vec<_> = history.iter().map(|event| event.what).collect();
    assert_eq!(happenings, [Happening::Queued, Happening::Held, Happening::Retry, Happening::Sent]);
    let until: Timestamp = "2020-11-10T20:00:00Z".parse().expect("it is an instant");
    assert_eq!((history[1].until, history[1].detail.as_deref()), (Some(until), None));
    assert_eq!(history[2].detail.as_deref(), Some("Discord asked to wait"));
    let messaged = async |reader: &mut _, id| {
        members::store::get(reader, MemberId(id)).await.expect("it reads").expect("they are there").reach.messaged_at
    };
    assert!(messaged(&mut reader, 7).await.is_some(), "it arrived in the DM");
    assert!(messaged(&mut reader, 8).await.is_none(), "it arrived in the inbox thread");
    drop(reader);

    // The rebuilt table still goes with its delivery, and still refuses what it does not know.
    let mut conn = raw(&path).await;
    assert!(
        sqlx::query("INSERT INTO delivery_event (delivery_id, at, what) VALUES (1, 1, 'lost')")
            .execute(&mut conn)
            .await
            .is_err()
    );
    assert!(
        sqlx::query("INSERT INTO delivery_event (delivery_id, at, what) VALUES (99, 1, 'seen')")
            .execute(&mut conn)
            .await
            .is_err()
    );
    sqlx::query("DELETE FROM delivery WHERE id = 1").execute(&mut conn).await.expect("deleted");
    let left = sqlx::query("SELECT COUNT(*) FROM delivery_event").fetch_one(&mut conn).await.expect("counted");
    assert_eq!(left.get::<i64, _>(0), 1);
}

#[tokio::test]
async fn deliveries_from_before_the_tally_are_counted_and_go_on_being_counted() {
    let (_folder, path) = folder();
    migrated_before(&path, 11).await;
    let mut conn = raw(&path).await;
    for (n, state) in ["pending", "pending", "pending", "retry", "unknown", "cancelled"].into_iter().enumerate() {
        sqlx::query(
            "INSERT INTO delivery (source, subject, key, lane, action, channel_id, line, state, queued_at, due_at, nonce)
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
    let as_told = |told: &[(&str, i64)]| told.iter().map(|(state, n)| ((*state).to_owned(), *n)).collect::<Vec<_>>();
    assert_eq!(counts(&db).await, as_told(&[("cancelled", 1), ("pending", 3), ("retry", 1), ("unknown", 1)]));
    db.write(async |tx| {
        sqlx::raw_sql(
            "UPDATE delivery SET state = 'cancelled' WHERE key = 'key 0'; DELETE FROM delivery WHERE key = 'key 1'",
        )
        .execute(&mut **tx)
        .await?;
        Ok::<_, DbError>(())
    })
    .await
    .expect("it is durable");
    assert_eq!(counts(&db).await, as_told(&[("cancelled", 2), ("pending", 1), ("retry", 1), ("unknown", 1)]));
}
