//! Locks and inspects the database as a file. Must not use transactions.

use std::fs::{File, TryLockError};
use std::path::Path;

use sqlx::Connection;
use sqlx::sqlite::SqliteConnectOptions;

use super::connection::{BUSY_TIMEOUT, Conn, open_error};
use super::error::DbError;
use super::identity::{is_in_place, lock_path, real_path};
use super::migrations;
use super::private::open_or_create;

/// Checks that the file is an intact Magpie database.
///
/// # Errors
/// `Damaged` when the file is damaged; `Open` when it is not a Magpie database.
pub async fn check_file(path: &Path) -> Result<(), DbError> {
    let options = SqliteConnectOptions::new().filename(path).read_only(true);
    let mut conn = Conn::connect_with(&options).await.map_err(|e| open_error(path, e))?;
    let integrity: String =
        sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(&mut conn).await.map_err(|e| open_error(path, e))?;
    if integrity != "ok" {
        return Err(DbError::Damaged(format!("{}: {}", path.display(), integrity.replace('\n', " "))));
    }
    let magpie_tables: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'house'").fetch_one(&mut conn).await?;
    if magpie_tables == 0 {
        return Err(DbError::Open { path: path.to_owned(), reason: "it is no database of Magpie's".to_owned() });
    }
    Ok(())
}

/// The state of a database file.
pub enum FileState {
    /// There is no file. The first start creates it.
    Missing,
    /// An older version wrote it. The next start migrates it.
    Outdated,
    Current(Conn),
}

/// Inspects a database without changing it. A bot may be running on it.
///
/// # Errors
/// `Damaged` when the file is damaged; `Open` when it is not a Magpie database; `Newer` when a later version migrated
/// it.
pub async fn inspect_file(path: &Path) -> Result<FileState, DbError> {
    if !path.exists() {
        return Ok(FileState::Missing);
    }
    check_file(path).await?;
    let options = SqliteConnectOptions::new().filename(path).read_only(true).busy_timeout(BUSY_TIMEOUT);
    let mut conn = Conn::connect_with(&options).await.map_err(|e| open_error(path, e))?;
    let applied = migrations::applied_version(&mut conn).await?;
    match applied.cmp(&migrations::newest_version()) {
        std::cmp::Ordering::Less => Ok(FileState::Outdated),
        std::cmp::Ordering::Equal => Ok(FileState::Current(conn)),
        std::cmp::Ordering::Greater => Err(DbError::Newer(applied)),
    }
}

/// Whether a bot runs on the database `path`.
pub fn is_in_use(path: &Path) -> bool {
    path.exists() && matches!(lock_file(path), Err(DbError::InUse(_)))
}

/// Blocks until no bot holds the lock of the database `path`. A bot that was dropped in this process releases the lock
/// when its last task ends.
pub fn wait_until_unlocked(path: &Path) -> std::io::Result<()> {
    if !path.exists() {
        return Ok(());
    }
    open_or_create(&lock_path(&real_path(path)), path)?.lock()
}

pub(super) fn lock_file(path: &Path) -> Result<File, DbError> {
    let lock_path = lock_path(&real_path(path));
    let file =
        open_or_create(&lock_path, path).map_err(|e| DbError::Open { path: path.to_owned(), reason: e.to_string() })?;
    match file.try_lock() {
        Ok(()) if is_in_place(&lock_path, &file) => Ok(file),
        // Another process has just put a new lock file in its place.
        Ok(()) => Err(DbError::InUse(path.to_owned())),
        Err(TryLockError::WouldBlock) => Err(DbError::InUse(path.to_owned())),
        Err(TryLockError::Error(e)) => Err(DbError::Open { path: path.to_owned(), reason: e.to_string() }),
    }
}
