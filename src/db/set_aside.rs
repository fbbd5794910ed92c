//! Rows that cannot be read or handled. One bad row must not block other rows: lists leave the bad row out, due work
//! sets it aside, and the health checks report it.

use super::connection::Conn;
use super::error::DbError;
use super::transaction::Tx;
use crate::telemetry::METRICS;
use crate::time::Timestamp;

/// A row that cannot be read or handled.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SetAside {
    /// The name of the table, or [`REQUESTED_DATA`].
    pub part: String,
    pub row: i64,
    /// Why the row was set aside, for the operator.
    pub reason: String,
}

/// The `part` of an entry for data of any table that a person requested and that could not be read. The `row` of such
/// an entry is the id of the interaction.
pub const REQUESTED_DATA: &str = "asked for";

impl std::fmt::Display for SetAside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.part.as_str() {
            REQUESTED_DATA => write!(f, "what somebody asked for in interaction {} ({})", self.row, self.reason),
            part => write!(f, "{part} {} ({})", self.row, self.reason),
        }
    }
}

impl SetAside {
    pub fn new(part: &str, row: i64, error: &DbError) -> Self {
        Self { part: part.to_owned(), row, reason: error.to_string() }
    }
}

/// Returns the rows that can be read. Unreadable rows are left out and counted, so that a list still shows the other
/// rows.
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

/// Returns the row, or `None` if this row cannot be read. Other rows can then still be handled. Any other error is
/// returned.
pub fn if_readable<T>(row: Result<Option<T>, DbError>) -> Result<Option<T>, DbError> {
    match row {
        Err(error) if error.affects_one_row() => {
            METRICS.unreadable_rows.inc();
            tracing::debug!(%error, "a row cannot be read and is left out");
            Ok(None)
        }
        other => other,
    }
}

/// Sets a row aside. May run in a separate transaction, or in the transaction of the work that found the row.
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

/// Records that data which a person requested could not be read, once for each reason.
pub async fn set_aside_requested_data(tx: &mut Tx, row: i64, error: &DbError, now: Timestamp) -> Result<(), DbError> {
    METRICS.unreadable_rows.inc();
    let (reason, now) = (error.to_string(), now.as_millisecond());
    sqlx::query!(
        "INSERT INTO set_aside (part, row_id, reason, since) SELECT ?1, ?2, ?3, ?4
         WHERE NOT EXISTS (SELECT 1 FROM set_aside WHERE part = ?1 AND reason = ?3) ON CONFLICT DO NOTHING",
        REQUESTED_DATA,
        row,
        reason,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// All rows that are set aside. Rows of the table `recent_only` and of [`REQUESTED_DATA`] are included only if they
/// were set aside at or after `since`.
pub async fn all_set_aside(conn: &mut Conn, recent_only: &str, since: Timestamp) -> Result<Vec<SetAside>, DbError> {
    let since = since.as_millisecond();
    let rows = sqlx::query!(
        "SELECT part, row_id, reason FROM set_aside WHERE part NOT IN (?, ?) OR since >= ? ORDER BY part, row_id",
        recent_only,
        REQUESTED_DATA,
        since
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| SetAside { part: row.part, row: row.row_id, reason: row.reason }).collect())
}

/// Forgets all rows that are set aside, because this version may be able to read rows that an earlier version could not
/// read.
pub async fn forget_set_aside(tx: &mut Tx) -> Result<(), DbError> {
    sqlx::query!("DELETE FROM set_aside").execute(&mut **tx).await?;
    Ok(())
}

/// Forgets one row that is set aside, because it can be handled again or no longer exists.
pub async fn remove_set_aside(tx: &mut Tx, part: &str, row: i64) -> Result<(), DbError> {
    sqlx::query!("DELETE FROM set_aside WHERE part = ? AND row_id = ?", part, row).execute(&mut **tx).await?;
    Ok(())
}
