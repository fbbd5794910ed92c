//! Opens, locks and migrates the database. Owns [`Tx`], the transaction that services pass to each other, so that
//! services never name sqlx.
//!
//! There is one writer connection and a pool of readers, in WAL mode with `synchronous=FULL`. Transactions that overlap
//! share one commit (group commit). Each transaction is a savepoint, and the last transaction in the queue commits the
//! group. `Db::write` returns only when the group is on the disk, so accepted work survives a crash of the process or
//! the machine.

mod backup;
mod connection;
mod error;
mod files;
mod handled;
mod identity;
mod ids;
mod ledger;
mod migrations;
mod other_processes;
mod private;
mod progress;
mod restore;
mod rng;
mod set_aside;
mod tasks;
#[cfg(test)]
pub mod testing;
mod transaction;
mod writer;

use std::fs::File;
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use deadpool::unmanaged::{Object, Pool};
use futures_util::future::try_join_all;
use sqlx::Connection;
use tokio::sync::watch;

pub use backup::{backup_file, is_backup, remove_copy_mark};
pub use connection::Conn;
pub use error::{DbError, RESTORE};
pub use files::{FileState, check_file, inspect_file, is_in_use, wait_until_unlocked};
pub use handled::{Handling, earliest_handled, forget_handled, without_claim};
pub use identity::check_writable;
pub use ledger::Ledger;
pub use private::create_private_folder;
pub use progress::{Progress, has_progress_file, record_progress_file};
pub use restore::{
    LostRows, PreparedRestore, RestorePurpose, lost_rows, open_to_read, replace_file, skip_lost_numbers,
};
pub use rng::Rng;
pub use set_aside::{
    REQUESTED_DATA, SetAside, all_set_aside, forget_set_aside, if_readable, readable, remove_set_aside, set_aside,
    set_aside_requested_data,
};
pub use tasks::{BackgroundTask, Spawner, TokioSpawner};
pub use transaction::Tx;

use backup::backup_with;
use connection::{open_error, read_options, write_options};
use files::lock_file;
use identity::{OpenFiles, real_path};
use transaction::WriteQueue;
use writer::Writer;

/// The number of reader connections: enough for a burst of interactions, and few enough to keep idle memory at a few
/// MB.
const READERS: usize = 4;

/// The open database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    path: PathBuf,
    files: OpenFiles,
    progress: Progress,
    /// The reader connections. We do not use sqlx's own pool: it pings each connection before and after use, from a
    /// background task. A local file does not need these two round trips, and a simulation cannot repeat a background
    /// task.
    readers: Pool<Conn>,
    queue: Arc<WriteQueue>,
    /// Counts commits. A task that sleeps until a row is due checks its rows again when the count changes.
    commits: watch::Sender<u64>,
    /// The path of the copy that was made before migrations, if opening the database applied any.
    before_migration: Option<PathBuf>,
    /// Held until this value is dropped, so that only one bot runs at a time. `None` after [`Db::open_shared`].
    _lock: Option<File>,
}

/// Whether the database is copied before it is migrated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BeforeMigration {
    Copy,
    /// Make no copy: the database is itself a copy of a backup.
    Nothing,
}

impl Db {
    /// Opens the file, or creates it. Takes the lock and applies pending migrations.
    ///
    /// # Errors
    /// `InUse` while another process holds the lock; `HardLinked` when the file has a second name; `Newer` when a later
    /// version migrated the file; `Foreign` when another program wrote it; `Open` otherwise.
    pub async fn open(path: &Path) -> Result<Self, DbError> {
        Self::open_with(path, &TokioSpawner, Rng::from_os()).await
    }

    /// Like [`Db::open`], with the given spawner for background tasks and the given random number generator. To reopen
    /// a file, pass the same generator again: a new generator with the same seed would repeat nonces.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub async fn open_with(path: &Path, spawner: &dyn Spawner, rng: Rng) -> Result<Self, DbError> {
        Self::open_locked(path, BeforeMigration::Copy, spawner, rng).await
    }

    /// Opens the copy of a backup and migrates it. Makes no further copy before the migrations, because the backup
    /// itself does not change. Close the database before [`PreparedRestore::swap`].
    ///
    /// # Errors
    /// As [`Db::open`].
    pub async fn open_prepared_restore(restoring: &PreparedRestore) -> Result<Self, DbError> {
        Self::open_locked(restoring.copy(), BeforeMigration::Nothing, &TokioSpawner, Rng::from_os()).await
    }

    async fn open_locked(
        path: &Path,
        before: BeforeMigration,
        spawner: &dyn Spawner,
        rng: Rng,
    ) -> Result<Self, DbError> {
        let path = &real_path(path);
        let lock = lock_file(path)?;
        identity::refuse_second_name(path)?;
        connection::refuse_foreign(path).await?;
        private::prepare(path).map_err(|e| DbError::Open { path: path.to_owned(), reason: e.to_string() })?;
        let mut conn = Conn::connect_with(&write_options(path)).await.map_err(|e| open_error(path, e))?;
        // The connection of a bot that was just killed may still be writing, so wait until its write ends.
        sqlx::raw_sql(connection::WRITE_PROBE).execute(&mut conn).await.map_err(|e| open_error(path, e))?;
        let copy = match (before, migrations::pending_version_of_existing_data(&mut conn).await?) {
            (BeforeMigration::Copy, Some(version)) => {
                Some(backup::copy_before_migration(&mut conn, path, version).await?)
            }
            _ => None,
        };
        migrations::scrub_and_migrate(&mut conn).await?;
        if let Some(copy) = &copy {
            tracing::info!("the database was migrated; a copy from before the migration is at {}", copy.display());
        }
        Self::assemble(path, conn, copy, Some(lock), spawner, rng).await
    }

    async fn assemble(
        path: &Path,
        mut conn: Conn,
        before_migration: Option<PathBuf>,
        lock: Option<File>,
        spawner: &dyn Spawner,
        rng: Rng,
    ) -> Result<Self, DbError> {
        let data_version = connection::data_version(&mut conn).await?;
        // Each connection reads the schema, so we open them at the same time.
        let options = read_options(path);
        let readers = try_join_all((0..READERS).map(|_| Conn::connect_with(&options))).await;
        let readers = Pool::from(readers.map_err(|e| open_error(path, e))?);
        let commits = watch::Sender::new(0);
        let files = OpenFiles::of(path, lock.as_ref());
        let writer = Writer::new(conn, data_version, commits.clone(), files.clone());
        let queue = WriteQueue::start(writer, spawner, rng);
        let progress = Progress::of(path);
        let path = path.to_owned();
        let inner = Inner { path, files, progress, readers, queue, commits, before_migration, _lock: lock };
        Ok(Self { inner: Arc::new(inner) })
    }

    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// The ledger of deletions beside the database.
    pub fn ledger(&self) -> Ledger {
        Ledger::of(self.path())
    }

    /// The file beside the database that records the latest delivery event.
    pub fn progress(&self) -> &Progress {
        &self.inner.progress
    }

    /// The path of the copy that was made before migrations, if opening the database applied any.
    pub fn before_migration(&self) -> Option<&Path> {
        self.inner.before_migration.as_deref()
    }

    /// Watches the number of group commits since the database was opened. It grows with every durable change.
    pub fn commits(&self) -> watch::Receiver<u64> {
        self.inner.commits.subscribe()
    }

    /// Closes the readers and checkpoints the WAL, so that the main file alone is a complete copy. A caller that still
    /// waits for a reader gets an error.
    pub async fn close(&self) {
        for _ in 0..READERS {
            let Ok(reader) = self.inner.readers.remove().await else { return };
            if let Err(error) = reader.close().await {
                tracing::warn!(%error, "cannot close a database connection cleanly");
            }
        }
        self.inner.readers.close();
        let mut writer = self.inner.queue.lock().await;
        let checkpoint = "PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)";
        if let Err(error) = sqlx::raw_sql(checkpoint).execute(writer.idle().await).await {
            tracing::warn!(%error, "cannot checkpoint the database; the next start does it");
        }
    }

    /// Empties the WAL, which still contains deleted data. Called after a deletion. While a connection reads, the WAL
    /// cannot be emptied. In this case the next call or the next start empties it.
    pub async fn empty_wal(&self) {
        const SHORT_BUSY_TIMEOUT: &str = "PRAGMA busy_timeout = 500";
        let mut writer = self.inner.queue.lock().await;
        writer.roll_back().await;
        if writer.flush().await.is_err() {
            return;
        }
        let conn = writer.idle().await;
        let _ = sqlx::raw_sql(SHORT_BUSY_TIMEOUT).execute(&mut *conn).await;
        let emptied = sqlx::query_as::<_, (i64, i64, i64)>("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut *conn);
        match emptied.await {
            Ok((0, ..)) => {}
            Ok(_) => tracing::info!("the WAL cannot be emptied while a connection reads it; the next deletion will"),
            Err(error) => tracing::warn!(%error, "the WAL could not be emptied after a deletion"),
        }
        let usual = format!("PRAGMA busy_timeout = {}", connection::BUSY_TIMEOUT.as_millis());
        let _ = sqlx::raw_sql(sqlx::AssertSqlSafe(usual)).execute(conn).await;
    }

    /// The generator for random values that no transaction stores.
    pub fn rng(&self) -> &Rng {
        self.inner.queue.rng()
    }

    /// The number of the latest migration.
    pub async fn version(&self) -> Result<i64, DbError> {
        Ok(migrations::applied_version(&mut *self.read().await?).await?)
    }

    /// A connection that reads committed data.
    pub async fn read(&self) -> Result<Reader, DbError> {
        Ok(Reader { conn: self.inner.readers.get().await.map_err(|_| DbError::Closed)? })
    }

    /// Runs `work` in a write transaction. Commits when it returns `Ok`, rolls back when it returns `Err`.
    ///
    /// Returns only when everything that `work` could read is durable, even after an `Err`. Otherwise an answer such as
    /// "already sent" could depend on another transaction that a crash can still undo.
    ///
    /// `work` must not call `write` again: there is one writer, so the inner call would wait forever. It must not wait
    /// for the network either.
    ///
    /// # Errors
    /// The errors of `work`; [`DbError`] when the transaction cannot begin or cannot be made durable. After any error,
    /// none of the transaction's changes are kept.
    pub async fn write<T, E: From<DbError>>(&self, work: impl AsyncFnOnce(&mut Tx) -> Result<T, E>) -> Result<T, E> {
        let mut tx = self.begin().await?;
        let claimed = match handled::claim(&mut tx).await {
            Ok(claimed) => claimed,
            Err(error) => {
                tx.roll_back().await?;
                return Err(error.into());
            }
        };
        let answer = work(&mut tx).await;
        match &answer {
            Ok(_) => {
                tx.commit().await?;
                claimed.confirm();
            }
            Err(_) => tx.roll_back().await?,
        }
        answer
    }

    /// Begins a write transaction. Dropping the `Tx` without a commit rolls it back.
    async fn begin(&self) -> Result<Tx, DbError> {
        self.inner.queue.begin().await
    }

    /// The first fault in the structure of the database; `None` when it is sound. Reads the whole file.
    ///
    /// # Errors
    /// When the check cannot be made.
    pub async fn quick_check(&self) -> Result<Option<String>, DbError> {
        identity::quick_check(&mut *self.read().await?).await
    }

    /// Checks that the open files are still the files at their paths.
    ///
    /// # Errors
    /// `Replaced` or `LockReplaced` when a file was removed or replaced. From then on every write fails.
    pub fn check_files(&self) -> Result<(), DbError> {
        self.inner.files.check()
    }

    /// The sizes of the database and of its journal, in bytes.
    pub fn file_bytes(&self) -> (u64, u64) {
        let bytes = |suffix| std::fs::metadata(private::with_suffix(self.path(), suffix)).map_or(0, |file| file.len());
        (bytes(""), bytes("-wal"))
    }

    /// Copies the whole database into a new file at `to` while the bot runs (`VACUUM INTO`), and checks the copy.
    ///
    /// # Errors
    /// When `to` exists already or cannot be written. An incomplete copy is removed.
    pub async fn backup(&self, to: &Path) -> Result<(), DbError> {
        backup_with(&mut *self.read().await?, to).await
    }
}

/// A connection that only reads.
pub struct Reader {
    conn: Object<Conn>,
}

impl Deref for Reader {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        &self.conn
    }
}

impl DerefMut for Reader {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.conn
    }
}

/// The value that Magpie stored for the setting `key`; `None` if there is none.
pub async fn read_setting(conn: &mut Conn, key: &str) -> Result<Option<String>, DbError> {
    Ok(sqlx::query_scalar!("SELECT value FROM house WHERE key = ?", key).fetch_optional(conn).await?)
}

/// Stores the value of the setting `key`, and replaces the previous value.
pub async fn write_setting(tx: &mut Tx, key: &str, value: &str) -> Result<(), DbError> {
    let query = sqlx::query!(
        "INSERT INTO house (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        key,
        value
    );
    query.execute(&mut **tx).await?;
    Ok(())
}

#[cfg(test)]
mod tests;
