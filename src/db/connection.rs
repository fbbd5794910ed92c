//! How connections to the database file are opened.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};

use super::error::DbError;

/// The argument of a store's reading functions. `&mut Tx` and `&mut Reader` both deref to it.
pub type Conn = sqlx::SqliteConnection;

/// How long a statement waits for another process (the CLI, a backup) to unlock the file.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Rows that SQLite's thread buffers ahead of the reader. All our batches fit, so the thread never waits for us within
/// a statement.
const ROWS_AHEAD: usize = 1024;
const MAY_NOT_WRITE: &str = "Magpie may not write it; let its user write this file and its folder, then start again";

pub(super) fn writing(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .row_buffer_size(ROWS_AHEAD)
        .optimize_on_close(true, None)
}

pub(super) fn reading(path: &Path) -> SqliteConnectOptions {
    // `PRAGMA optimize` writes.
    writing(path).read_only(true).optimize_on_close(false, None)
}

pub(super) fn open_error(path: &Path, error: sqlx::Error) -> DbError {
    match DbError::from(error) {
        DbError::Sql(error) => DbError::Open { path: path.to_owned(), reason: error.to_string() },
        DbError::ReadOnly => DbError::Open { path: path.to_owned(), reason: MAY_NOT_WRITE.to_owned() },
        other => other,
    }
}

/// A number that changes when another connection commits, and never when this one does
/// (<https://www.sqlite.org/pragma.html#pragma_data_version>).
pub(super) async fn data_version(conn: &mut Conn) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar("PRAGMA data_version").fetch_one(conn).await?)
}
