//! Tests that the number of a row is never used twice where something else can still name a deleted row: a button of an
//! old message, the key of a delivery, or another table.

use magpie::db::Db;
use magpie::delivery::{Action, Address, DeliveryId, Lane, NewDelivery, SourceName, outbox};
use magpie::members::MemberId;
use magpie::time::Timestamp;
use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::migrations::run_migrations_before;
use crate::{folder, open_raw_connection};

/// Tables whose `id` is given by Discord.
const NUMBERED_BY_DISCORD: [&str; 3] = ["handled_interactions", "members", "servers"];
/// Tables whose numbers only order the rows of one delivery or ticket. Nothing names them.
const NAMED_BY_NOTHING: [&str; 2] = ["delivery_events", "ticket_events"];

async fn tables_with_reused_numbers(conn: &mut SqliteConnection) -> Vec<String> {
    let query = "SELECT t.name FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c ON c.name = 'id'
                 WHERE t.name IN (SELECT name FROM pragma_table_list WHERE type = 'table')
                   AND c.pk = 1 AND c.type = 'INTEGER' AND t.sql NOT LIKE '%AUTOINCREMENT%'
                   AND (SELECT COUNT(*) FROM pragma_table_info(t.name) WHERE pk > 0) = 1
                 ORDER BY t.name";
    sqlx::query_scalar(query).fetch_all(conn).await.expect("the schema can be read")
}

#[tokio::test]
async fn only_listed_tables_reuse_numbers() {
    let (_folder, path) = folder();
    Db::open(&path).await.expect("it opens").close().await;
    let mut conn = open_raw_connection(&path).await;
    let mut listed = [&NUMBERED_BY_DISCORD[..], &NAMED_BY_NOTHING].concat();
    listed.sort_unstable();
    assert_eq!(
        tables_with_reused_numbers(&mut conn).await,
        listed,
        "use AUTOINCREMENT, or list the table here with the reason"
    );
}

#[tokio::test]
async fn nothing_refers_to_an_unnamed_number() {
    let (_folder, path) = folder();
    Db::open(&path).await.expect("it opens").close().await;
    let mut conn = open_raw_connection(&path).await;
    for table in NAMED_BY_NOTHING {
        let query = "SELECT COUNT(*) FROM sqlite_schema AS t JOIN pragma_foreign_key_list(t.name) AS f
                     WHERE t.type = 'table' AND f.\"table\" = ?";
        let references: i64 = sqlx::query_scalar(query).bind(table).fetch_one(&mut conn).await.expect("it is read");
        assert_eq!(references, 0, "{table}");
    }
}

/// An older version deleted old deliveries and gave their numbers out again. Other tables still name the old numbers.
#[tokio::test]
async fn database_of_an_older_version_continues_after_every_named_number() {
    let message = "INSERT INTO alert_messages (delivery_id, alert_id, member_id, kind, version, state, carried_by)";
    for (rows, expected) in [
        ("INSERT INTO alert_rosters (alert_id, number, delivery_id) VALUES (1, 1, 500)".to_owned(), 501),
        ("INSERT INTO incidents (began_at, ended_at, delivery_id) VALUES (1, 2, 500)".to_owned(), 501),
        (format!("{message} VALUES (500, 1, 7, 'first', 1, 'sent', NULL)"), 501),
        (format!("{message} VALUES (1, 1, 7, 'first', 1, 'sent', 500)"), 501),
        (
            "INSERT INTO reminders (id, member_id, author_id, text, anchor, wall, zone, tz_data, state, created_at)
             VALUES (1, 7, 7, 'Tea', 'wall', '2020-11-11T04:30:00', 'UTC', '2020a', 'over', 0);
             INSERT INTO reminder_occurrences (reminder_id, at, kind, state, delivery_id, changed_at)
             VALUES (1, 0, 'planned', 'sent', 500, 0)"
                .to_owned(),
            501,
        ),
        // A database in use skips the numbers that only buttons of old messages name.
        ("INSERT INTO members (id, handle, name, in_guild) VALUES (7, 'ada', 'Ada', 1)".to_owned(), 1001),
    ] {
        let (_folder, path) = folder();
        run_migrations_before(&path, 35).await;
        let mut conn = open_raw_connection(&path).await;
        let alert = "INSERT INTO alerts (id, author_id, severity, addressed, state, sent_at, ended_at)
                     VALUES (1, 7, 'urgent', '[]', 'over', 0, 1)";
        sqlx::raw_sql(AssertSqlSafe(format!("{alert}; {rows}"))).execute(&mut conn).await.expect("they are accepted");
        drop(conn);
        let db = Db::open(&path).await.expect("it migrates");
        let to = Action::Post(Address::Member(MemberId(7)));
        let new = NewDelivery::new(SourceName::new("test"), "1", "key", to, Lane::Routine);
        let id =
            db.write(async |tx| outbox::enqueue(tx, new, Timestamp::UNIX_EPOCH).await).await.expect("it is stored");
        assert_eq!(id, DeliveryId(expected), "{rows}");
    }
}
