//! The database as a file: locked, looked at, copied, put back. Knows nothing of transactions.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use sqlx::Connection;
use sqlx::sqlite::SqliteConnectOptions;

use super::connection::{BUSY_TIMEOUT, Conn, open_error};
use super::error::DbError;
use super::migrations;

/// Copies the database file `from`, of a running bot or not, into a new file at `to`.
///
/// # Errors
/// When `from` is no database, or `to` exists already or cannot be written.
pub async fn backup_file(from: &Path, to: &Path) -> Result<(), DbError> {
    let options = SqliteConnectOptions::new().filename(from).read_only(true).busy_timeout(BUSY_TIMEOUT);
    let mut conn = Conn::connect_with(&options).await.map_err(|e| open_error(from, e))?;
    backup_with(&mut conn, to).await
}

/// Whether the file is a whole Magpie database.
///
/// # Errors
/// When it is damaged or no database of Magpie's.
pub async fn check_file(path: &Path) -> Result<(), DbError> {
    let options = SqliteConnectOptions::new().filename(path).read_only(true);
    let mut conn = Conn::connect_with(&options).await.map_err(|e| open_error(path, e))?;
    let told: String =
        sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(&mut conn).await.map_err(|e| open_error(path, e))?;
    if told != "ok" {
        return Err(DbError::Open { path: path.to_owned(), reason: told });
    }
    let ours: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'house'").fetch_one(&mut conn).await?;
    if ours == 0 {
        return Err(DbError::Open { path: path.to_owned(), reason: "it is no database of Magpie's".to_owned() });
    }
    Ok(())
}

/// Puts a copy of `with` in the place of the database `path`; what was there is kept beside it, under the returned
/// name.
///
/// # Errors
/// `InUse` while a Magpie runs on it.
pub fn replace_file(path: &Path, with: &Path) -> Result<Option<PathBuf>, DbError> {
    let failed = |e: std::io::Error| DbError::Open { path: path.to_owned(), reason: e.to_string() };
    let _lock = lock_file(path)?;
    let fresh = beside(path, ".restoring");
    std::fs::copy(with, &fresh).map_err(failed)?;
    File::open(&fresh).and_then(|file| file.sync_all()).map_err(failed)?;
    let kept = path
        .exists()
        .then(|| (1..).map(|n| beside(path, &format!(".before-restore-{n}"))).find(|kept| !kept.exists()))
        .flatten();
    if let Some(kept) = &kept {
        // The journal belongs to the file it was written for: it moves along, so that what was kept is whole.
        for suffix in ["", "-wal", "-shm"] {
            let from = beside(path, suffix);
            if from.exists() {
                std::fs::rename(from, beside(kept, suffix)).map_err(failed)?;
            }
        }
    }
    std::fs::rename(&fresh, path).map_err(failed)?;
    Ok(kept)
}

/// How a database file stands, looked at without touching it.
pub enum Standing {
    /// It will be made at the first start.
    NotThere,
    /// Of an older version: the next start migrates it.
    ToMigrate,
    Current(Conn),
}

/// Looks at a database, of a running bot or not.
///
/// # Errors
/// When it is no database of Magpie's, damaged, or of a newer version.
pub async fn look(path: &Path) -> Result<Standing, DbError> {
    if !path.exists() {
        return Ok(Standing::NotThere);
    }
    check_file(path).await?;
    let options = SqliteConnectOptions::new().filename(path).read_only(true).busy_timeout(BUSY_TIMEOUT);
    let mut conn = Conn::connect_with(&options).await.map_err(|e| open_error(path, e))?;
    let applied = migrations::applied(&mut conn).await?;
    match applied.cmp(&migrations::newest()) {
        std::cmp::Ordering::Less => Ok(Standing::ToMigrate),
        std::cmp::Ordering::Equal => Ok(Standing::Current(conn)),
        std::cmp::Ordering::Greater => Err(DbError::Newer(applied)),
    }
}

/// Whether a Magpie runs on the database `path`.
pub fn is_in_use(path: &Path) -> bool {
    path.exists() && matches!(lock_file(path), Err(DbError::InUse(_)))
}

/// Waits until nobody holds the lock of the database `path`: a bot that was dropped lets go of it when its last task is
/// gone. Blocks.
pub fn wait_until_unlocked(path: &Path) -> std::io::Result<()> {
    if !path.exists() {
        return Ok(());
    }
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(beside(path, ".lock"))?;
    file.lock()
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
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
    let open = OpenOptions::new().create(true).truncate(false).write(true).open(beside(path, ".lock"));
    let file = open.map_err(|e| DbError::Open { path: path.to_owned(), reason: e.to_string() })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(DbError::InUse(path.to_owned())),
        Err(TryLockError::Error(e)) => Err(DbError::Open { path: path.to_owned(), reason: e.to_string() }),
    }
}
