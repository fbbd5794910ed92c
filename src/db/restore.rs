//! Replaces a database with a backup. Every step that can fail works on a copy beside the database. After all these
//! steps, the copy replaces the database. The old database is kept under another name.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use sqlx::Connection;
use sqlx::sqlite::SqliteConnectOptions;

use super::connection::{BUSY_TIMEOUT, Conn, open_error, write_options};
use super::error::DbError;
use super::files::{check_file, lock_file, wait_until_unlocked};
use super::migrations;
use super::private::{BEFORE_RESTORE, Owner, create_new, folder_of, sync_folder_of, with_suffix};
use super::transaction::Tx;

/// A copy of a backup that is about to become the database. Nothing is changed before [`PreparedRestore::swap`].
/// Dropping this value deletes the copy.
pub struct PreparedRestore {
    database: PathBuf,
    copy: PathBuf,
    /// The owner of the current database; `None` if no database exists.
    current_owner: Option<Owner>,
    /// The lock of the database; `None` in a rehearsal.
    lock: Option<File>,
}

/// The purpose of a copy of a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RestorePurpose {
    Swap,
    /// Shows what a restore would do, even while a bot runs on the database. The copy cannot become the database.
    Rehearsal,
}

impl PreparedRestore {
    /// Checks the backup, and copies it beside the database.
    ///
    /// # Errors
    /// `InUse` while a bot runs on the database; `NewerBackup` when a later version wrote the backup; `Damaged` when
    /// the backup is damaged; `Open` when it is not a Magpie database; `Restore` when it cannot be copied, or the owner
    /// of the copy cannot be set.
    pub async fn prepare(database: &Path, backup: &Path, purpose: RestorePurpose) -> Result<Self, DbError> {
        check_backup(backup).await?;
        let restoring = Self::copy_beside(database, backup, purpose)?;
        if restoring.current_owner.is_some() && purpose == RestorePurpose::Swap {
            checkpoint(&restoring.database).await;
        }
        Ok(restoring)
    }

    fn copy_beside(database: &Path, backup: &Path, purpose: RestorePurpose) -> Result<Self, DbError> {
        let failed = |e: io::Error| DbError::Restore { path: database.to_owned(), reason: e.to_string() };
        // Resolve symbolic links, because a rename would replace the link and not the file that it points to.
        let database = fs::canonicalize(database).unwrap_or_else(|_| database.to_owned());
        if fs::canonicalize(backup).is_ok_and(|backup| backup == database) {
            let reason = "the backup is the database itself".to_owned();
            return Err(DbError::Restore { path: database, reason });
        }
        let (lock, suffix) = match purpose {
            RestorePurpose::Swap => (Some(lock_file(&database)?), ".restoring"),
            RestorePurpose::Rehearsal => (None, ".rehearsal"),
        };
        let current_owner = database.exists().then(|| Owner::of(&database)).transpose().map_err(failed)?;
        let copy = with_suffix(&database, suffix);
        delete_with_sidecars(&copy);
        let restoring = Self { database, copy, current_owner, lock };
        let mut file = create_new(&restoring.copy).map_err(failed)?;
        File::open(backup).and_then(|mut from| io::copy(&mut from, &mut file)).map_err(failed)?;
        if purpose == RestorePurpose::Swap {
            restoring.give_to_owner(&file)?;
        }
        file.sync_all().map_err(failed)?;
        Ok(restoring)
    }

    /// Gives `file` the owner, group and mode of the database that it replaces. If there is no database to replace,
    /// gives `file` the owner and group of the folder.
    fn give_to_owner(&self, file: &File) -> Result<(), DbError> {
        let Some(owner) = self.current_owner else {
            // If no database exists yet, the user who restores may be the right owner, so ignore the error.
            let _ = Owner::of(folder_of(&self.database)).and_then(|owner| owner.chown(file));
            return Ok(());
        };
        owner.chown_with_mode(file).map_err(|error| DbError::Restore {
            path: self.database.clone(),
            reason: format!("it belongs to user {}; restore as that user, or as root ({error})", owner.user()),
        })
    }

    /// The path of the copy; see [`Db::open_prepared_restore`](super::Db::open_prepared_restore).
    pub(super) fn copy(&self) -> &Path {
        &self.copy
    }

    /// Waits until nothing holds the copy open. Call it after [`Db::close`](super::Db::close).
    pub fn wait_until_closed(&self) -> io::Result<()> {
        wait_until_unlocked(&self.copy)
    }

    /// The path of the database.
    pub fn database(&self) -> &Path {
        &self.database
    }

    /// Swaps the copy with the database. The old database stays in the same folder, under the returned name.
    ///
    /// # Errors
    /// `Restore` when a file cannot be linked or renamed. The database is then at its old path, or under the name in
    /// the error.
    ///
    /// # Panics
    /// When the copy was made for a rehearsal.
    pub fn swap(self) -> Result<Option<PathBuf>, DbError> {
        assert!(self.lock.is_some(), "a rehearsal is not swapped: a bot may run on the database");
        let failed = |e: io::Error, kept: Option<&Path>| {
            let kept = kept.map(|kept| format!("; the old database is at {}", kept.display())).unwrap_or_default();
            DbError::Restore { path: self.database.clone(), reason: format!("{e}{kept}") }
        };
        File::open(&self.copy).and_then(|file| file.sync_all()).map_err(|e| failed(e, None))?;
        let kept = self.current_owner.is_some().then(|| self.free_name());
        if let Some(kept) = &kept {
            self.keep_old_as(kept).map_err(|e| failed(e, Some(kept)))?;
        }
        fs::rename(&self.copy, &self.database).map_err(|e| failed(e, kept.as_deref()))?;
        sync_folder_of(&self.database).map_err(|e| failed(e, kept.as_deref()))?;
        Ok(kept)
    }

    fn free_name(&self) -> PathBuf {
        let names = (1..).map(|n| with_suffix(&self.database, &format!("{BEFORE_RESTORE}{n}")));
        names.into_iter().find(|name| !name.exists()).expect("some number is free")
    }

    /// Gives the old database the second name `kept` before the copy takes its first name. So the old database has at
    /// least one name after a crash. Its journal gets the second name too, because SQLite would apply a journal at the
    /// old path to the new database.
    fn keep_old_as(&self, kept: &Path) -> io::Result<()> {
        for suffix in ["", "-wal"] {
            let (from, to) = (with_suffix(&self.database, suffix), with_suffix(kept, suffix));
            if from.exists() && fs::hard_link(&from, &to).is_err() {
                // If the file system has no hard links, rename the file.
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

impl Drop for PreparedRestore {
    fn drop(&mut self) {
        delete_with_sidecars(&self.copy);
    }
}

fn delete_with_sidecars(copy: &Path) {
    for suffix in ["", "-wal", "-shm", "-journal", ".lock"] {
        let _ = fs::remove_file(with_suffix(copy, suffix));
    }
}

/// Opens a database file for reading. Used for files that are not Magpie's open database: a backup, or a database that
/// a restore replaces.
pub async fn open_to_read(path: &Path) -> Result<Conn, DbError> {
    let options = SqliteConnectOptions::new().filename(path).read_only(true).busy_timeout(BUSY_TIMEOUT);
    Conn::connect_with(&options).await.map_err(|e| open_error(path, e))
}

/// Checks that the file is an intact database of this version or an older version.
async fn check_backup(backup: &Path) -> Result<(), DbError> {
    check_file(backup).await?;
    let mut conn = open_to_read(backup).await?;
    let applied = migrations::applied_version(&mut conn).await?;
    if applied > migrations::newest_version() {
        let known = migrations::newest_version();
        return Err(DbError::NewerBackup { path: backup.to_owned(), migration: applied, known });
    }
    Ok(())
}

/// Writes the journal into the old database, so that one file holds everything. If this fails, for example because the
/// database is damaged, the journal is kept beside the old database.
async fn checkpoint(database: &Path) {
    let Ok(mut conn) = Conn::connect_with(&write_options(database).create_if_missing(false)).await else { return };
    let _ = sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut conn).await;
    let _ = conn.close().await;
}

/// Replaces the database `path` with an exact copy of the file `new_file`. The old database stays in the same folder,
/// under the returned name.
///
/// # Errors
/// `InUse` while a bot runs on `path`; `Restore` when a file cannot be copied or renamed.
pub fn replace_file(path: &Path, new_file: &Path) -> Result<Option<PathBuf>, DbError> {
    PreparedRestore::copy_beside(path, new_file, RestorePurpose::Swap)?.swap()
}

/// The highest `id` of the table; 0 if it is empty.
async fn highest_id(conn: &mut Conn, table: &str) -> Result<i64, DbError> {
    let query = sqlx::AssertSqlSafe(format!("SELECT COALESCE(MAX(id), 0) FROM \"{table}\""));
    Ok(sqlx::query_scalar(query).fetch_one(conn).await?)
}

/// The rows that the replaced database has and the restored database lacks.
#[derive(Debug, Default)]
pub struct LostRows {
    /// For each table with numbered rows: its name, and how many of its rows are newer than all rows of the backup.
    pub rows: Vec<(String, i64)>,
}

impl LostRows {
    pub fn count(&self, table: &str) -> i64 {
        self.rows.iter().find(|(name, _)| name == table).map_or(0, |(_, count)| *count)
    }
}

/// Finds the rows of the replaced database `current` that the restored database lacks.
///
/// # Errors
/// When the replaced database cannot be read. This can happen, because a damaged database is a reason for a restore.
pub async fn lost_rows(current: &Path, restored: &mut Conn) -> Result<LostRows, DbError> {
    let mut conn = open_to_read(current).await?;
    let mut lost = LostRows::default();
    for table in numbered_tables(&mut conn).await? {
        // Skip a table that exists in only one of the two databases.
        let Ok(highest_restored_id) = highest_id(restored, &table).await else { continue };
        let query = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM \"{table}\" WHERE id > ?"));
        let count: i64 = sqlx::query_scalar(query).bind(highest_restored_id).fetch_one(&mut conn).await?;
        lost.rows.push((table, count));
    }
    let _ = conn.close().await;
    Ok(lost)
}

async fn numbered_tables(conn: &mut Conn) -> Result<Vec<String>, DbError> {
    // Not the tables inside of a search index: their numbers are SQLite's own.
    let query = "SELECT t.name FROM pragma_table_list AS t WHERE t.type = 'table' AND t.schema = 'main' AND EXISTS (
                     SELECT 1 FROM pragma_table_info(t.name) AS c
                     WHERE c.name = 'id' AND c.pk = 1 AND c.type = 'INTEGER')
                 ORDER BY t.name";
    Ok(sqlx::query_scalar(query).fetch_all(conn).await?)
}

/// How many numbers of each table are skipped if the replaced database cannot be read.
const SKIPPED_NUMBERS: i64 = 1_000;

/// Skips the numbers that were given out after the backup was made. People read these numbers and buttons contain them,
/// so if a number were used twice, an old message would name a new ticket. `replaced`: the replaced database, if there
/// is one.
///
/// # Errors
/// When the restored database cannot be written.
pub async fn skip_lost_numbers(tx: &mut Tx, replaced: Option<&Path>) -> Result<(), DbError> {
    let restored_sequences: Vec<(String, i64)> = sqlx::query_as(SEQUENCES).fetch_all(&mut **tx).await?;
    let given_out = match replaced {
        Some(path) => last_numbers(path).await.ok(),
        None => None,
    };
    for (table, last) in restored_sequences {
        let next = match &given_out {
            Some(given_out) => given_out.get(&table).copied().unwrap_or_default().max(last),
            None => last + SKIPPED_NUMBERS,
        };
        let update = "UPDATE sqlite_sequence SET seq = ? WHERE name = ?";
        let done = sqlx::query(update).bind(next).bind(&table).execute(&mut **tx).await?;
        if done.rows_affected() == 0 && next > 0 {
            let insert = "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)";
            sqlx::query(insert).bind(&table).bind(next).execute(&mut **tx).await?;
        }
    }
    Ok(())
}

/// The tables whose numbers are never used twice, each with the last number that was given out.
const SEQUENCES: &str = "SELECT t.name, COALESCE(s.seq, 0) FROM sqlite_schema AS t
                         LEFT JOIN sqlite_sequence AS s ON s.name = t.name
                         WHERE t.type = 'table' AND t.sql LIKE '%AUTOINCREMENT%'";

/// The last number that the database `path` gave out in each table that never uses a number twice. A database of an
/// older version may not have recorded the last number, so [`SKIPPED_NUMBERS`] are added to the highest number there.
async fn last_numbers(path: &Path) -> Result<BTreeMap<String, i64>, DbError> {
    let mut conn = open_to_read(path).await?;
    let mut numbers = BTreeMap::new();
    for table in numbered_tables(&mut conn).await? {
        let highest = highest_id(&mut conn, &table).await?;
        numbers.insert(table, highest + SKIPPED_NUMBERS);
    }
    numbers.extend(sqlx::query_as::<_, (String, i64)>(SEQUENCES).fetch_all(&mut conn).await?);
    let _ = conn.close().await;
    Ok(numbers)
}
