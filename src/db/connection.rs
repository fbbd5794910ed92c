//! Opens connections to the database file.

use std::path::Path;
use std::time::Duration;

use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};

use super::error::DbError;

/// The argument of a store's reading functions. `&mut Tx` and `&mut Reader` both deref to it.
pub type Conn = sqlx::SqliteConnection;

/// How long a statement waits for another process (the CLI, a backup) to unlock the file.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How many rows SQLite's thread may read before we take them. All our batches are smaller, so SQLite's thread never
/// waits for us within a statement.
const ROW_BUFFER_SIZE: usize = 1024;
/// Checks whether the file can be written: writes and rolls back, because SQLite begins a transaction even on a file
/// that it cannot write.
pub(super) const WRITE_PROBE: &str = "BEGIN IMMEDIATE; PRAGMA user_version = 0; ROLLBACK";
const MAY_NOT_WRITE: &str = "Magpie may not write it";

pub(super) fn write_options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // Deleted data must not stay readable in free pages of the file.
        .pragma("secure_delete", "ON")
        .busy_timeout(BUSY_TIMEOUT)
        .row_buffer_size(ROW_BUFFER_SIZE)
        .optimize_on_close(true, None)
}

pub(super) fn read_options(path: &Path) -> SqliteConnectOptions {
    // `PRAGMA optimize` writes, and this connection is read-only.
    write_options(path).read_only(true).optimize_on_close(false, None)
}

/// Refuses a file of another program before anything is changed in it. Opens the file read-only, because a connection
/// that can write switches the file to WAL mode at once.
///
/// # Errors
/// `Foreign` for a database with tables that are not Magpie's; `Damaged` when it is not an SQLite file.
pub(super) async fn refuse_foreign(path: &Path) -> Result<(), DbError> {
    if !path.exists() {
        return Ok(());
    }
    let options = SqliteConnectOptions::new().filename(path).read_only(true).busy_timeout(BUSY_TIMEOUT);
    // If the file cannot be opened for reading, opening it for writing later reports the reason.
    let Ok(mut conn) = Conn::connect_with(&options).await else { return Ok(()) };
    let tables = "SELECT COUNT(*), TOTAL(name = 'house') FROM sqlite_schema WHERE type = 'table'";
    let counted = sqlx::query_as::<_, (i64, f64)>(tables).fetch_one(&mut conn).await.map_err(DbError::from);
    drop(conn.close().await);
    match counted {
        Ok((tables, ours)) if tables > 0 && ours < 1.0 => Err(DbError::Foreign(path.to_owned())),
        Err(DbError::Damaged(reason)) => Err(DbError::Damaged(format!("{}: {reason}", path.display()))),
        _ => Ok(()),
    }
}

pub(super) fn open_error(path: &Path, error: sqlx::Error) -> DbError {
    match DbError::from(error) {
        DbError::Sql(error) => DbError::Open { path: path.to_owned(), reason: error.to_string() },
        DbError::ReadOnly => DbError::Open { path: path.to_owned(), reason: MAY_NOT_WRITE.to_owned() },
        other => other,
    }
}

/// A number that changes when another connection commits, and that does not change when this connection commits
/// (<https://www.sqlite.org/pragma.html#pragma_data_version>).
pub(super) async fn data_version(conn: &mut Conn) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar("PRAGMA data_version").fetch_one(conn).await?)
}
