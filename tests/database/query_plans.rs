//! Tests that no query of the program reads the whole outbox, which grows with its history, except the queries below.

use std::path::Path;

use magpie::db::Db;
use sqlx::{AssertSqlSafe, Row};

use crate::{folder, open_raw_connection};

/// Queries that may read the whole outbox: a part of their text, and the reason.
const MAY_READ_ALL: [(&str, &str); 5] = [
    ("(SELECT queued_at FROM deliveries ORDER BY id DESC LIMIT ?1)", "the limit ends the read"),
    ("LEFT JOIN members AS m ON m.id = d.member_id\n           WHERE d.state IN", "runs once, before a backup is used"),
    ("UPDATE deliveries\n           SET unknown_since", "runs once, before a backup is used"),
    ("action NOT IN ('edit', 'delete') AND state IN (SELECT value FROM json_each(?1))", "a person asked for the list"),
    ("WITH troubled AS", "runs once, at the end of an incident"),
];

/// SQLite's plan says `SCAN <name>` for a read of the whole table. A scan of an index adds `USING`.
fn scans_table(step: &str, tables: &[&str]) -> bool {
    step.strip_prefix("SCAN ").is_some_and(|scanned| tables.contains(&scanned))
}

#[tokio::test]
async fn queries_do_not_read_the_whole_outbox() {
    let (_folder, path) = folder();
    let db = Db::open(&path).await.expect("it opens");
    db.close().await;
    let mut conn = open_raw_connection(&path).await;
    let stored = Path::new(env!("CARGO_MANIFEST_DIR")).join(".sqlx");
    let (mut seen, mut unused) = (0, MAY_READ_ALL.to_vec());
    for entry in std::fs::read_dir(stored).expect("the queries are stored") {
        let text = std::fs::read_to_string(entry.expect("it is readable").path()).expect("it is readable");
        let stored: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        let sql = stored["query"].as_str().expect("it has a query");
        if !sql.contains("deliver") {
            continue;
        }
        seen += 1;
        let plan = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"))).fetch_all(&mut conn).await;
        let steps: Vec<String> = plan.expect("it is explained").iter().map(|row| row.get("detail")).collect();
        // `d` is the name that queries give to `deliveries`.
        if !steps.iter().any(|step| scans_table(step, &["deliveries", "d"])) {
            continue;
        }
        let is_allowed = MAY_READ_ALL.iter().any(|(part, _)| sql.contains(part));
        assert!(
            is_allowed,
            "reads the whole outbox: use an index, or add the query to MAY_READ_ALL\n{sql}\n{steps:#?}"
        );
        unused.retain(|(part, _)| !sql.contains(part));
    }
    assert!(seen > 50, "only {seen} queries of the outbox were found");
    assert_eq!(unused, [], "these queries no longer exist or no longer read the whole outbox");
}
