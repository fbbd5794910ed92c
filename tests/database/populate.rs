//! Fills every table of a database with rows that its constraints accept. It works for any version of the database,
//! because it reads the schema.
//!
//! Values are drawn at random with a fixed seed. A column with a foreign key gets ids of the table to which it refers.
//! Any other column gets values from [`SAMPLES`], from the literals in its CHECK, or from all values of its type. A row
//! that the constraints refuse is drawn again.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use sqlx::{AssertSqlSafe, Row, SqliteConnection};

/// Valid values for columns whose format the schema does not show: the table, the column, the values. A migration may
/// have to read these columns.
const SAMPLES: &[(&str, &str, &[&str])] = &[
    ("alert_drafts", "chosen", &["[]", "[7, 8]"]),
    ("alert_drafts", "shown", &[r#"{"7":"awake"}"#]),
    ("alerts", "addressed", &[r#"["mag"]"#]),
    ("deliveries", "invitees", &["7,8"]),
    ("delivery", "invitees", &["7,8"]),
    ("faq_searches", "cards", &["[]", "[1]"]),
    ("profile_drafts", "quiet_days", &["[]", r#"[[0,"23:00","07:00"]]"#]),
    ("profile_drafts", "zone", &["Europe/Paris", "UTC+10"]),
    ("profiles", "quiet_days", &["[]", r#"[[0,"23:00","07:00"]]"#]),
    ("profiles", "zone", &["Asia/Calcutta", "UTC+10"]),
    ("reminder", "rule", &["FREQ=WEEKLY;BYDAY=MO"]),
    ("reminder", "wall", &["2020-11-11T04:30:00"]),
    ("reminder", "zone", &["Pacific/Apia", "Europe/Paris"]),
    ("reminders", "rule", &["FREQ=WEEKLY;BYDAY=MO"]),
    ("reminders", "wall", &["2020-11-11T04:30:00"]),
    ("reminders", "zone", &["Pacific/Apia", "Europe/Paris"]),
    ("server_channels", "overwrites", &["[]", r#"[{"target":"role","id":1,"allow":0,"deny":1024}]"#]),
    ("server_members", "roles", &["[]", "[1, 2]"]),
];
/// The number of rows to insert into a table. A table gets fewer rows if its constraints do not allow this many.
const ROWS: usize = 8;
/// After this many refused draws of the first row, a table stays empty.
const MAX_DRAWS: usize = 5_000;
/// After this many refused draws of a later row, a table keeps only the rows that it has.
const MAX_FURTHER_DRAWS: usize = 50;

/// The names of all tables, without those of SQLite and sqlx, and without the search index, which fills itself.
pub async fn tables(conn: &mut SqliteConnection) -> Vec<String> {
    let query = "SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_sqlx%' ESCAPE '\\'
            AND name IN (SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main') ORDER BY rowid";
    sqlx::query_scalar(query).fetch_all(conn).await.expect("the schema can be read")
}

/// Inserts rows into every empty table.
///
/// # Panics
/// If no row can be inserted into a table. Then add values for its columns to [`SAMPLES`].
pub async fn populate(conn: &mut SqliteConnection) {
    sqlx::raw_sql("PRAGMA foreign_keys = ON; BEGIN").execute(&mut *conn).await.expect("a transaction begins");
    let mut rng = StdRng::seed_from_u64(1);
    let mut empty = tables(conn).await;
    while !empty.is_empty() {
        let mut still_empty = Vec::new();
        for table in &empty {
            if count(conn, table).await == 0 && !fill(conn, table, &mut rng).await {
                still_empty.push(table.clone());
            }
        }
        assert!(still_empty.len() < empty.len(), "no row can be put into {still_empty:?}");
        empty = still_empty;
    }
    sqlx::raw_sql("COMMIT").execute(conn).await.expect("the rows are kept");
}

async fn count(conn: &mut SqliteConnection, table: &str) -> i64 {
    let query = AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
    sqlx::query_scalar(query).fetch_one(conn).await.expect("it can be counted")
}

/// Inserts rows into one table, and returns whether it has a row now. A table that refers to an empty table cannot get
/// a row.
async fn fill(conn: &mut SqliteConnection, table: &str, rng: &mut StdRng) -> bool {
    let mut rows = 0;
    while rows < ROWS {
        let columns = columns(conn, table).await;
        let draws = if rows == 0 { MAX_DRAWS } else { MAX_FURTHER_DRAWS };
        if columns.iter().any(|column| column.is_required && column.values.is_empty()) {
            return false;
        }
        let mut accepted = false;
        for _ in 0..draws {
            let values: Vec<String> = columns.iter().map(|column| column.draw(rng)).collect();
            let insert = format!("INSERT INTO {table} VALUES ({})", values.join(", "));
            accepted = sqlx::query(AssertSqlSafe(insert)).persistent(false).execute(&mut *conn).await.is_ok();
            if accepted {
                break;
            }
        }
        if !accepted {
            return rows > 0;
        }
        rows += 1;
    }
    true
}

struct Column {
    is_required: bool,
    values: Values,
}

/// The possible values of a column, as SQL literals.
enum Values {
    OneOf(Vec<String>),
    Integer,
    Text,
}

impl Values {
    fn is_empty(&self) -> bool {
        matches!(self, Self::OneOf(values) if values.is_empty())
    }
}

impl Column {
    fn draw(&self, rng: &mut StdRng) -> String {
        if !self.is_required && (self.values.is_empty() || rng.random_ratio(1, 3)) {
            return "NULL".to_owned();
        }
        match &self.values {
            Values::OneOf(values) => values.choose(rng).expect("the list is not empty").clone(),
            Values::Integer => rng.random_range(1..1_i64 << 53).to_string(),
            Values::Text => format!("'text {}'", rng.random_range(0..1_000_000)),
        }
    }
}

async fn columns(conn: &mut SqliteConnection, table: &str) -> Vec<Column> {
    let create: String = sqlx::query_scalar("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?")
        .bind(table)
        .fetch_one(&mut *conn)
        .await
        .expect("the table is there");
    let definitions = definitions(&create);
    let references = sqlx::query(r#"SELECT "from", "table", "to" FROM pragma_foreign_key_list(?)"#)
        .bind(table)
        .fetch_all(&mut *conn)
        .await
        .expect("the schema can be read");
    let described = sqlx::query(r#"SELECT name, type, "notnull" OR pk > 0 FROM pragma_table_info(?)"#)
        .bind(table)
        .fetch_all(&mut *conn)
        .await
        .expect("the schema can be read");
    let mut columns = Vec::new();
    for row in described {
        let (name, kind, is_required): (String, String, bool) = (row.get(0), row.get(1), row.get(2));
        let reference = references.iter().find(|reference| reference.get::<&str, _>(0) == name);
        let sample = SAMPLES.iter().find(|(of, column, _)| (*of, *column) == (table, &name));
        let literals = definitions.iter().find(|definition| definition.split(' ').next() == Some(&name));
        let literals = literals.map(|definition| literals_of_check(definition)).unwrap_or_default();
        let values = if let Some(reference) = reference {
            Values::OneOf(ids(conn, reference.get(1), reference.get(2)).await)
        } else if let Some((_, _, values)) = sample {
            Values::OneOf(values.iter().map(|value| format!("'{value}'")).collect())
        } else if !literals.is_empty() {
            Values::OneOf(literals)
        } else if kind == "INTEGER" {
            Values::Integer
        } else {
            Values::Text
        };
        columns.push(Column { is_required, values });
    }
    columns
}

async fn ids(conn: &mut SqliteConnection, table: &str, column: &str) -> Vec<String> {
    let query = AssertSqlSafe(format!("SELECT quote({column}) FROM {table}"));
    sqlx::query_scalar(query).fetch_all(conn).await.expect("the table that is referred to can be read")
}

/// The column and constraint definitions in a `CREATE TABLE`, without comments and with single spaces.
fn definitions(create: &str) -> Vec<String> {
    let without_comments: Vec<&str> =
        create.lines().map(|line| line.split_once("--").map_or(line, |(code, _)| code)).collect();
    let code = without_comments.join(" ");
    let (_, body) = code.split_once('(').expect("a table lists its columns");
    let (body, _) = body.rsplit_once(')').expect("the list ends");
    let (mut depth, mut is_quoted) = (0, false);
    let parts = body.split(|c| {
        match c {
            '\'' => is_quoted = !is_quoted,
            '(' if !is_quoted => depth += 1,
            ')' if !is_quoted => depth -= 1,
            _ => {}
        }
        c == ',' && depth == 0 && !is_quoted
    });
    parts.map(|part| part.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// The text and number literals in the CHECK of a column.
fn literals_of_check(definition: &str) -> Vec<String> {
    let Some((_, check)) = definition.split_once("CHECK") else { return Vec::new() };
    let texts = check.split('\'').skip(1).step_by(2).map(|text| format!("'{text}'"));
    let outside_quotes = check.split('\'').step_by(2).collect::<Vec<_>>().join(" ");
    let numbers = outside_quotes.split(|c: char| !c.is_alphanumeric() && c != '_');
    let numbers = numbers.filter(|word| word.parse::<i64>().is_ok()).map(str::to_owned);
    texts.chain(numbers).collect()
}
