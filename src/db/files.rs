//! The database as a file: lock, inspect, copy and restore. Must not use transactions.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use sqlx::Connection;
use sqlx::sqlite::SqliteConnectOptions;

use super::connection::{BUSY_TIMEOUT, Conn, open_error};
use super::error::DbError;
use super::identity::real_path;
use super::migrations;

/// Copies the database file `from` into a new file at `to`. A bot may be running on `from`.
///
/// # Errors
/// When `from` is not a database, or `to` exists already or cannot be written.
pub async fn backup_file(from: &Path, to: &Path) -> Result<(), DbError> {
    let options = SqliteConnectOptions::new().filename(from).read_only(true).busy_timeout(BUSY_TIMEOUT);
    let mut conn = Conn::connect_with(&options).await.map_err(|e| open_error(from, e))?;
    backup_with(&mut conn, to).await
}

/// Checks that the file is an intact Magpie database.
///
/// # Errors
/// `Damaged`, or `Open` when it is not Magpie's.
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

/// Replaces the database `path` with a copy of the file `with`. The old database stays in the same folder, under the
/// returned name.
///
/// # Errors
/// `InUse` while a bot runs on `path`; `Open` when a file cannot be copied or renamed.
pub fn replace_file(path: &Path, with: &Path) -> Result<Option<PathBuf>, DbError> {
    let failed = |e: std::io::Error| DbError::Open { path: path.to_owned(), reason: e.to_string() };
    let _lock = lock_file(path)?;
    let fresh = with_suffix(path, ".restoring");
    std::fs::copy(with, &fresh).map_err(failed)?;
    File::open(&fresh).and_then(|file| file.sync_all()).map_err(failed)?;
    let kept = path
        .exists()
        .then(|| (1..).map(|n| with_suffix(path, &format!(".before-restore-{n}"))).find(|kept| !kept.exists()))
        .flatten();
    if let Some(kept) = &kept {
        // The WAL belongs to the file it was written for. Move it too, so that the kept database is complete.
        for suffix in ["", "-wal", "-shm"] {
            let from = with_suffix(path, suffix);
            if from.exists() {
                std::fs::rename(from, with_suffix(kept, suffix)).map_err(failed)?;
            }
        }
    }
    std::fs::rename(&fresh, path).map_err(failed)?;
    Ok(kept)
}

/// The state of a database file.
pub enum FileState {
    /// The first start creates it.
    Missing,
    /// An older version wrote it. The next start migrates it.
    Outdated,
    Current(Conn),
}

/// Inspects a database without changing it. A bot may be running on it.
///
/// # Errors
/// `Open` when it is damaged or not Magpie's; `Newer` when a later version migrated it.
pub async fn inspect_file(path: &Path) -> Result<FileState, DbError> {
    if !path.exists() {
        return Ok(FileState::Missing);
    }
    check_file(path).await?;
    let options = SqliteConnectOptions::new().filename(path).read_only(true).busy_timeout(BUSY_TIMEOUT);
    let mut conn = Conn::connect_with(&options).await.map_err(|e| open_error(path, e))?;
    let applied = migrations::applied(&mut conn).await?;
    match applied.cmp(&migrations::newest()) {
        std::cmp::Ordering::Less => Ok(FileState::Outdated),
        std::cmp::Ordering::Equal => Ok(FileState::Current(conn)),
        std::cmp::Ordering::Greater => Err(DbError::Newer(applied)),
    }
}

/// Whether a bot runs on the database `path`.
pub fn is_in_use(path: &Path) -> bool {
    path.exists() && matches!(lock_file(path), Err(DbError::InUse(_)))
}

/// Blocks until the lock of the database `path` is free. A dropped bot releases it when its last task ends.
pub fn wait_until_unlocked(path: &Path) -> std::io::Result<()> {
    if !path.exists() {
        return Ok(());
    }
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(with_suffix(path, ".lock"))?;
    file.lock()
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

pub(super) async fn backup_with(conn: &mut Conn, to: &Path) -> Result<(), DbError> {
    let to = to.to_str().ok_or_else(|| DbError::Corrupt("the path of the backup is not UTF-8".to_owned()))?;
    sqlx::query("VACUUM INTO ?").bind(to).execute(conn).await?;
    Ok(())
}

pub(super) fn lock_file(path: &Path) -> Result<File, DbError> {
    let open = OpenOptions::new().create(true).truncate(false).write(true).open(with_suffix(&real_path(path), ".lock"));
    let file = open.map_err(|e| DbError::Open { path: path.to_owned(), reason: e.to_string() })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(DbError::InUse(path.to_owned())),
        Err(TryLockError::Error(e)) => Err(DbError::Open { path: path.to_owned(), reason: e.to_string() }),
    }
}
