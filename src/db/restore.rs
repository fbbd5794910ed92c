//! Puts a backup in the place of a database. Everything that can fail happens to a copy beside the database; only then
//! the two are swapped, and what was there is kept.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use sqlx::Connection;
use sqlx::sqlite::SqliteConnectOptions;

use super::connection::{BUSY_TIMEOUT, Conn, open_error, writing};
use super::error::DbError;
use super::files::{check_file, lock_file, wait_until_unlocked};
use super::migrations;
use super::private::{Owner, create_new, folder_of, sync_folder_of, with_suffix};
use super::transaction::Tx;

/// A copy of a backup that is about to become the database. Until [`Restoring::swap`] nothing is changed; dropping it
/// deletes the copy.
pub struct Restoring {
    database: PathBuf,
    copy: PathBuf,
    /// The owner of the database that is there now; `None` when there is none.
    replaced: Option<Owner>,
    /// None in a rehearsal.
    lock: Option<File>,
}

/// What a copy of a backup is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RestorePurpose {
    Swap,
    /// To see what would happen, also while a bot runs on the database. It cannot be swapped.
    Rehearsal,
}

impl Restoring {
    /// Checks the backup, and copies it beside the database.
    ///
    /// # Errors
    /// `InUse` while a bot runs on the database; `NewerBackup` when a later version wrote the backup; `Open` when it is
    /// damaged or not Magpie's; `Restore` when it cannot be copied, or not given to the database's owner.
    pub async fn prepare(database: &Path, backup: &Path, purpose: RestorePurpose) -> Result<Self, DbError> {
        check_backup(backup).await?;
        let restoring = Self::copy_beside(database, backup, purpose)?;
        if restoring.replaced.is_some() && purpose == RestorePurpose::Swap {
            checkpoint(&restoring.database).await;
        }
        Ok(restoring)
    }

    fn copy_beside(database: &Path, backup: &Path, purpose: RestorePurpose) -> Result<Self, DbError> {
        let failed = |e: io::Error| DbError::Restore { path: database.to_owned(), reason: e.to_string() };
        // A rename would replace a symbolic link, and not the file that it points to.
        let database = fs::canonicalize(database).unwrap_or_else(|_| database.to_owned());
        if fs::canonicalize(backup).is_ok_and(|backup| backup == database) {
            let reason = "the backup is the database itself".to_owned();
            return Err(DbError::Restore { path: database, reason });
        }
        let (lock, suffix) = match purpose {
            RestorePurpose::Swap => (Some(lock_file(&database)?), ".restoring"),
            RestorePurpose::Rehearsal => (None, ".rehearsal"),
        };
        let replaced = database.exists().then(|| Owner::of(&database)).transpose().map_err(failed)?;
        let copy = with_suffix(&database, suffix);
        delete_with_sidecars(&copy);
        let restoring = Self { database, copy, replaced, lock };
        let mut file = create_new(&restoring.copy).map_err(failed)?;
        File::open(backup).and_then(|mut from| io::copy(&mut from, &mut file)).map_err(failed)?;
        if purpose == RestorePurpose::Swap {
            restoring.give_to_owner(&file)?;
        }
        file.sync_all().map_err(failed)?;
        Ok(restoring)
    }

    /// The owner and the rights of the database that is replaced; of a missing one, the owner of its folder.
    fn give_to_owner(&self, file: &File) -> Result<(), DbError> {
        let Some(owner) = self.replaced else {
            // When there was no database, the user who restores may be the right owner.
            let _ = Owner::of(folder_of(&self.database)).and_then(|owner| owner.take_over(file));
            return Ok(());
        };
        owner.take_over_with_mode(file).map_err(|error| DbError::Restore {
            path: self.database.clone(),
            reason: format!("it belongs to user {}; restore as that user, or as root ({error})", owner.user()),
        })
    }

    /// The copy; see [`Db::open_restoring`](super::Db::open_restoring).
    pub(super) fn copy(&self) -> &Path {
        &self.copy
    }

    /// Waits until nothing holds the copy open, after [`Db::close`](super::Db::close).
    pub fn wait_until_closed(&self) -> io::Result<()> {
        wait_until_unlocked(&self.copy)
    }

    /// Where the database is.
    pub fn database(&self) -> &Path {
        &self.database
    }

    /// Puts the copy in the place of the database. The old database stays in the same folder, under the returned name.
    ///
    /// # Errors
    /// `Restore` when a file cannot be linked or renamed. The database is then where it was, or under the name that the
    /// error tells.
    ///
    /// # Panics
    /// In a rehearsal.
    pub fn swap(self) -> Result<Option<PathBuf>, DbError> {
        assert!(self.lock.is_some(), "a rehearsal is not swapped: a bot may run on the database");
        let failed = |e: io::Error, kept: Option<&Path>| {
            let kept = kept.map(|kept| format!("; what was there is at {}", kept.display())).unwrap_or_default();
            DbError::Restore { path: self.database.clone(), reason: format!("{e}{kept}") }
        };
        File::open(&self.copy).and_then(|file| file.sync_all()).map_err(|e| failed(e, None))?;
        let kept = self.replaced.is_some().then(|| self.free_name());
        if let Some(kept) = &kept {
            self.keep_old_as(kept).map_err(|e| failed(e, Some(kept)))?;
        }
        fs::rename(&self.copy, &self.database).map_err(|e| failed(e, kept.as_deref()))?;
        sync_folder_of(&self.database).map_err(|e| failed(e, kept.as_deref()))?;
        Ok(kept)
    }

    fn free_name(&self) -> PathBuf {
        let names = (1..).map(|n| with_suffix(&self.database, &format!(".before-restore-{n}")));
        names.into_iter().find(|name| !name.exists()).expect("some number is free")
    }

    /// The database gets a second name before it loses the first, so that a crash in between leaves it under one of
    /// them. Its journal goes with it: SQLite would apply it to any file of this name.
    fn keep_old_as(&self, kept: &Path) -> io::Result<()> {
        for suffix in ["", "-wal"] {
            let (from, to) = (with_suffix(&self.database, suffix), with_suffix(kept, suffix));
            if from.exists() && fs::hard_link(&from, &to).is_err() {
                // A file system without links.
                fs::rename(&from, &to)?;
            }
        }
        sync_folder_of(&self.database)?;
        for suffix in ["-wal", "-shm"] {
            match fs::remove_file(with_suffix(&self.database, suffix)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

impl Drop for Restoring {
    fn drop(&mut self) {
        delete_with_sidecars(&self.copy);
    }
}

fn delete_with_sidecars(copy: &Path) {
    for suffix in ["", "-wal", "-shm", "-journal", ".lock"] {
        let _ = fs::remove_file(with_suffix(copy, suffix));
    }
}

/// A connection that reads another database than the open one: a backup, or what it replaces.
pub async fn open_to_read(path: &Path) -> Result<Conn, DbError> {
    let options = SqliteConnectOptions::new().filename(path).read_only(true).busy_timeout(BUSY_TIMEOUT);
    Conn::connect_with(&options).await.map_err(|e| open_error(path, e))
}

/// Checks that the file is an intact database of this version or an older one.
async fn check_backup(backup: &Path) -> Result<(), DbError> {
    check_file(backup).await?;
    let mut conn = open_to_read(backup).await?;
    let applied = migrations::applied(&mut conn).await?;
    if applied > migrations::newest() {
        let known = migrations::newest();
        return Err(DbError::NewerBackup { path: backup.to_owned(), migration: applied, known });
    }
    Ok(())
}

/// Moves the journal into the old database, so that one file is all of it. A damaged one is kept with its journal.
async fn checkpoint(database: &Path) {
    let Ok(mut conn) = Conn::connect_with(&writing(database).create_if_missing(false)).await else { return };
    let _ = sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut conn).await;
    let _ = conn.close().await;
}

/// Replaces the database `path` with a copy of the file `with`, as it is. The old database stays in the same folder,
/// under the returned name.
///
/// # Errors
/// `InUse` while a bot runs on `path`; `Restore` when a file cannot be copied or renamed.
pub fn replace_file(path: &Path, with: &Path) -> Result<Option<PathBuf>, DbError> {
    Restoring::copy_beside(path, with, RestorePurpose::Swap)?.swap()
}

/// The highest `id` of each table that has one, and how many rows it has above `above`.
async fn highest_ids(conn: &mut Conn, table: &str) -> Result<i64, DbError> {
    let query = sqlx::AssertSqlSafe(format!("SELECT COALESCE(MAX(id), 0) FROM \"{table}\""));
    Ok(sqlx::query_scalar(query).fetch_one(conn).await?)
}

/// What the database at `current` has that `restored` lacks.
#[derive(Debug, Default)]
pub struct Lost {
    /// Of each table with numbered rows: how many rows are newer than all of the backup's.
    pub rows: Vec<(String, i64)>,
}

impl Lost {
    pub fn count(&self, table: &str) -> i64 {
        self.rows.iter().find(|(name, _)| name == table).map_or(0, |(_, count)| *count)
    }
}

/// Compares the database that is replaced with what replaces it.
///
/// # Errors
/// When the database cannot be read; that may be why it is replaced.
pub async fn lost(current: &Path, restored: &mut Conn) -> Result<Lost, DbError> {
    let mut conn = open_to_read(current).await?;
    let mut lost = Lost::default();
    for table in numbered_tables(&mut conn).await? {
        // A table that only one of the two versions has.
        let Ok(above) = highest_ids(restored, &table).await else { continue };
        let query = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM \"{table}\" WHERE id > ?"));
        let count: i64 = sqlx::query_scalar(query).bind(above).fetch_one(&mut conn).await?;
        lost.rows.push((table, count));
    }
    let _ = conn.close().await;
    Ok(lost)
}

async fn numbered_tables(conn: &mut Conn) -> Result<Vec<String>, DbError> {
    let query = "SELECT t.name FROM sqlite_schema AS t WHERE t.type = 'table' AND EXISTS (
                     SELECT 1 FROM pragma_table_info(t.name) AS c
                     WHERE c.name = 'id' AND c.pk = 1 AND c.type = 'INTEGER')
                 ORDER BY t.name";
    Ok(sqlx::query_scalar(query).fetch_all(conn).await?)
}

/// How many numbers are skipped when the database that gave out the lost ones cannot be read.
const SKIPPED_NUMBERS: i64 = 1_000;

/// Numbers that people read and buttons carry are never given out twice, also those that the backup does not know: old
/// messages would name a new ticket. `replaced`: the database that gave them out, if it can be read.
///
/// # Errors
/// When the restored database cannot be written.
pub async fn skip_lost_numbers(tx: &mut Tx, replaced: Option<&Path>) -> Result<(), DbError> {
    let known = match replaced {
        Some(path) => sequences(path).await.ok(),
        None => None,
    };
    let own: Vec<(String, i64)> = sqlx::query_as(SEQUENCES).fetch_all(&mut **tx).await?;
    for (table, last) in own {
        let given_out =
            known.as_ref().map(|known| known.iter().find(|(name, _)| *name == table).map_or(0, |(_, n)| *n));
        let next = given_out.map_or(last + SKIPPED_NUMBERS, |given_out| given_out.max(last));
        let update = "UPDATE sqlite_sequence SET seq = ? WHERE name = ?";
        let done = sqlx::query(update).bind(next).bind(&table).execute(&mut **tx).await?;
        if done.rows_affected() == 0 && next > 0 {
            let insert = "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)";
            sqlx::query(insert).bind(&table).bind(next).execute(&mut **tx).await?;
        }
    }
    Ok(())
}

/// The tables whose numbers are never used twice, and the last one that was given out.
const SEQUENCES: &str = "SELECT t.name, COALESCE(s.seq, 0) FROM sqlite_schema AS t
                         LEFT JOIN sqlite_sequence AS s ON s.name = t.name
                         WHERE t.type = 'table' AND t.sql LIKE '%AUTOINCREMENT%'";

async fn sequences(path: &Path) -> Result<Vec<(String, i64)>, DbError> {
    let mut conn = open_to_read(path).await?;
    let known = sqlx::query_as(SEQUENCES).fetch_all(&mut conn).await;
    let _ = conn.close().await;
    Ok(known?)
}
