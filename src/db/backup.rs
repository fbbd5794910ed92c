//! Copies a whole database. A copy gets its final name only when it is complete, checked and on the disk. It contains a
//! mark. The mark tells a bot that starts on the copy that messages may have been sent since the copy was made (see
//! [`is_backup`]).

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};

use super::connection::{BUSY_TIMEOUT, Conn, open_error};
use super::error::DbError;
use super::files::check_file;
use super::private::{create_new, folder_of, sync_folder_of, with_suffix};
use super::transaction::Tx;

/// The key of the setting that marks a database file as a copy.
const MARK: &str = "backup.of";
/// How many copies from before migrations are kept.
const MAX_KEPT_COPIES: usize = 2;
const COPY_SUFFIX: &str = ".before-migration-";

/// Copies the database file `from` into a new file at `to`, and checks the copy. A bot may be running on `from`.
///
/// # Errors
/// When `from` is not a database, or `to` exists already or cannot be written. An incomplete copy is removed.
pub async fn backup_file(from: &Path, to: &Path) -> Result<(), DbError> {
    let options = SqliteConnectOptions::new().filename(from).read_only(true).busy_timeout(BUSY_TIMEOUT);
    let mut conn = Conn::connect_with(&options).await.map_err(|e| open_error(from, e))?;
    let copied = backup_with(&mut conn, to).await;
    // Close the connection here. A connection that is only dropped may hold the file open a moment longer.
    let _ = conn.close().await;
    copied
}

pub(super) async fn backup_with(conn: &mut Conn, to: &Path) -> Result<(), DbError> {
    if to.exists() {
        return Err(failed(to, "there is a file of that name, which is left as it is"));
    }
    // The copy has the suffix `.part` until it is complete, so that an incomplete copy does not look like a backup.
    let part = with_suffix(to, ".part");
    let outcome = copy(conn, &part, to).await;
    if outcome.is_err() {
        for suffix in ["", "-journal"] {
            let _ = fs::remove_file(with_suffix(&part, suffix));
        }
    }
    outcome.map_err(|error| match error {
        DbError::DiskFull => failed(to, "the disk is full"),
        DbError::Disk(reason) => failed(to, &reason),
        DbError::Sql(error) => failed(to, &error.to_string()),
        other => other,
    })
}

async fn copy(conn: &mut Conn, part: &Path, to: &Path) -> Result<(), DbError> {
    let io_failed = |error: io::Error| failed(to, &error.to_string());
    let _ = fs::remove_file(part);
    // Create the empty file first, which VACUUM INTO accepts. If VACUUM INTO created the file, the umask would decide
    // its mode.
    drop(create_new(part).map_err(io_failed)?);
    let name = part.to_str().ok_or_else(|| failed(to, "its path is not UTF-8"))?;
    sqlx::query("VACUUM INTO ?").bind(name).execute(&mut *conn).await?;
    mark(part).await?;
    check_file(part).await?;
    File::open(part).and_then(|file| file.sync_all()).map_err(io_failed)?;
    fs::rename(part, to).and_then(|()| sync_folder_of(to)).map_err(io_failed)
}

async fn mark(copy: &Path) -> Result<(), DbError> {
    let options = SqliteConnectOptions::new().filename(copy).journal_mode(SqliteJournalMode::Memory);
    let mut conn = Conn::connect_with(&options).await?;
    let insert = "INSERT OR REPLACE INTO house (key, value) VALUES (?, (SELECT MAX(version) FROM _sqlx_migrations))";
    sqlx::query(insert).bind(MARK).execute(&mut conn).await?;
    conn.close().await?;
    Ok(())
}

/// Whether the database is a copy on which no bot has started yet. Unfinished messages in such a copy may have been
/// sent since the copy was made.
pub async fn is_backup(conn: &mut Conn) -> Result<bool, DbError> {
    let marks: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM house WHERE key = ?").bind(MARK).fetch_one(conn).await?;
    Ok(marks > 0)
}

/// Removes the mark of a copy. Call it in the transaction that sets unfinished messages to the state unknown.
pub async fn remove_copy_mark(tx: &mut Tx) -> Result<(), DbError> {
    sqlx::query("DELETE FROM house WHERE key = ?").bind(MARK).execute(&mut **tx).await?;
    Ok(())
}

/// Copies the database before it is migrated to `version`, and returns the path of the copy. The copy is in the same
/// folder, because no other folder is known to have space. Of the earlier copies only the latest is kept.
pub(super) async fn copy_before_migration(conn: &mut Conn, path: &Path, version: i64) -> Result<PathBuf, DbError> {
    let to = with_suffix(path, &format!("{COPY_SUFFIX}{version}"));
    // An earlier migration that failed may have left a copy under this name. That copy is older than the present
    // database.
    let _ = fs::remove_file(&to);
    backup_with(conn, &to).await?;
    if let Err(error) = delete_older_copies(path) {
        tracing::warn!(%error, "old copies from before migrations could not be deleted");
    }
    Ok(to)
}

fn delete_older_copies(path: &Path) -> io::Result<()> {
    let prefix = with_suffix(path, COPY_SUFFIX);
    let prefix = prefix.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    let mut copies = Vec::new();
    for entry in fs::read_dir(folder_of(path))? {
        let entry = entry?;
        let name = entry.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix(&prefix)).and_then(|n| n.parse::<i64>().ok());
        copies.extend(number.map(|number| (number, entry.path())));
    }
    copies.sort();
    let old = copies.len().saturating_sub(MAX_KEPT_COPIES);
    copies.into_iter().take(old).try_for_each(|(_, path)| fs::remove_file(path))
}

fn failed(path: &Path, reason: &str) -> DbError {
    DbError::Backup { path: path.to_owned(), reason: reason.to_owned() }
}
