//! Rows that cannot be read or handled. One bad row stops nobody else: lists leave it out, due work sets it aside, and
//! the checks show it.

use super::connection::Conn;
use super::error::DbError;
use super::transaction::Tx;
use crate::telemetry::METRICS;
use crate::time::Timestamp;

/// A row that cannot be read or handled.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SetAside {
    /// The table.
    pub part: String,
    pub row: i64,
    /// For the operator.
    pub reason: String,
}

/// Rows that somebody asked for, of any table. The number is that of the interaction.
pub const ASKED_FOR: &str = "asked for";

impl std::fmt::Display for SetAside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.part.as_str() {
            ASKED_FOR => write!(f, "what somebody asked for in interaction {} ({})", self.row, self.reason),
            part => write!(f, "{part} {} ({})", self.row, self.reason),
        }
    }
}

impl SetAside {
    pub fn new(part: &str, row: i64, error: &DbError) -> Self {
        Self { part: part.to_owned(), row, reason: error.to_string() }
    }
}

/// Those of `rows` that can be read. The others are left out and counted, so that a list shows the rest.
pub fn readable<T>(rows: impl IntoIterator<Item = Result<T, DbError>>) -> Vec<T> {
    let rows = rows.into_iter().filter_map(|row| match row {
        Ok(row) => Some(row),
        Err(error) => {
            METRICS.unreadable_rows.inc();
            tracing::debug!(%error, "a row cannot be read and is left out");
            None
        }
    });
    rows.collect()
}

/// Sets a row aside, in its own transaction or in that of the work that found it.
pub async fn set_aside(tx: &mut Tx, row: &SetAside, now: Timestamp) -> Result<(), DbError> {
    tracing::error!(part = row.part, row = row.row, reason = row.reason, "a row cannot be handled and is set aside");
    let now = now.as_millisecond();
    sqlx::query!(
        "INSERT INTO set_aside (part, row_id, reason, since) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        row.part,
        row.row,
        row.reason,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Shows what somebody asked for and could not be read, once for each reason.
pub async fn set_aside_asked_for(tx: &mut Tx, row: i64, error: &DbError, now: Timestamp) -> Result<(), DbError> {
    METRICS.unreadable_rows.inc();
    let (reason, now) = (error.to_string(), now.as_millisecond());
    sqlx::query!(
        "INSERT INTO set_aside (part, row_id, reason, since) SELECT ?1, ?2, ?3, ?4
         WHERE NOT EXISTS (SELECT 1 FROM set_aside WHERE part = ?1 AND reason = ?3) ON CONFLICT DO NOTHING",
        ASKED_FOR,
        row,
        reason,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The rows that are set aside; of the table `briefly` and of what somebody asked for, only those since `since`.
pub async fn all_set_aside(conn: &mut Conn, briefly: &str, since: Timestamp) -> Result<Vec<SetAside>, DbError> {
    let since = since.as_millisecond();
    let rows = sqlx::query!(
        "SELECT part, row_id, reason FROM set_aside WHERE part NOT IN (?, ?) OR since >= ? ORDER BY part, row_id",
        briefly,
        ASKED_FOR,
        since
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| SetAside { part: row.part, row: row.row_id, reason: row.reason }).collect())
}

/// Every row gets another chance: this version may be able to read what an earlier one could not.
pub async fn forget_set_aside(tx: &mut Tx) -> Result<(), DbError> {
    sqlx::query!("DELETE FROM set_aside").execute(&mut **tx).await?;
    Ok(())
}

/// A row can be handled again, or is gone.
pub async fn take_back(tx: &mut Tx, part: &str, row: i64) -> Result<(), DbError> {
    sqlx::query!("DELETE FROM set_aside WHERE part = ? AND row_id = ?", part, row).execute(&mut **tx).await?;
    Ok(())
}
