//! Opens, locks and migrates the database, and owns the `Tx` that services pass around so that they never name sqlx.
//!
//! One writer connection and a pool of readers, in WAL mode with `synchronous=FULL`. Transactions that overlap share
//! one commit (group commit): each is a savepoint, and whoever finds nobody waiting behind it makes the group durable.
//! `Tx::commit` returns only when its group is on the disk, so what was accepted survives the death of the process and
//! of the machine.

mod connection;
mod error;
mod files;
mod ids;
mod migrations;
mod neighbours;
mod rng;
mod tasks;
mod transaction;
mod writer;

use std::fs::File;
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use deadpool::unmanaged::{Object, Pool};
use sqlx::Connection;
use tokio::sync::watch;

pub use connection::Conn;
pub use error::DbError;
pub use files::{Standing, backup_file, check_file, is_in_use, look, replace_file, wait_until_unlocked};
pub use rng::Rng;
pub use tasks::{Job, OnTokio, Spawner};
pub use transaction::Tx;

use connection::{open_error, reading, writing};
use files::{backup_with, lock_file};
use transaction::WriteQueue;
use writer::Writer;

/// Readers beside the writer: enough for a burst of interactions, few enough for an idle memory of some MB.
const READERS: usize = 4;

/// The open database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    path: PathBuf,
    /// Lent without sqlx's own pool, which asks each connection whether it still lives before and after use, from a
    /// task in the background: two waits too many for a file on this machine, and a background that a simulation cannot
    /// repeat.
    readers: Pool<Conn>,
    queue: Arc<WriteQueue>,
    /// Counts commits: whoever sleeps until a row is due looks again when it changes.
    commits: watch::Sender<u64>,
    /// Held as long as this value lives: one Magpie at a time. `None` beside one.
    _lock: Option<File>,
}

impl Db {
    /// Opens the file (making it when it is not there), takes the lock and migrates.
    ///
    /// # Errors
    /// `InUse` while another process holds the lock; `Newer` when the file was migrated by a later version; `Open`
    /// otherwise.
    pub async fn open(path: &Path) -> Result<Self, DbError> {
        Self::open_with(path, &OnTokio, Rng::from_os()).await
    }

    /// The same, with a spawner of one's own for what runs in the background, and a random number generator. A
    /// generator that is used again on the same file must go on where it was, or it repeats nonces.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub async fn open_with(path: &Path, spawner: &dyn Spawner, rng: Rng) -> Result<Self, DbError> {
        let lock = lock_file(path)?;
        let mut conn = Conn::connect_with(&writing(path)).await.map_err(|e| open_error(path, e))?;
        // A bot that was killed a moment ago may still be closing its connection: wait for its write to end.
        // And write something, which is undone: SQLite lets a transaction begin even where nothing may be written.
        let try_it = "BEGIN IMMEDIATE; PRAGMA user_version = 0; ROLLBACK";
        sqlx::raw_sql(try_it).execute(&mut conn).await.map_err(|e| open_error(path, e))?;
        migrations::migrate(&mut conn).await?;
        Self::assemble(path, conn, Some(lock), spawner, rng).await
    }

    async fn assemble(
        path: &Path,
        mut conn: Conn,
        lock: Option<File>,
        spawner: &dyn Spawner,
        rng: Rng,
    ) -> Result<Self, DbError> {
        let data_version = connection::data_version(&mut conn).await?;
        let mut readers = Vec::with_capacity(READERS);
        for _ in 0..READERS {
            readers.push(Conn::connect_with(&reading(path)).await.map_err(|e| open_error(path, e))?);
        }
        let readers = Pool::from(readers);
        let commits = watch::Sender::new(0);
        let queue = WriteQueue::start(Writer::new(conn, data_version, commits.clone()), spawner, rng);
        let inner = Inner { path: path.to_owned(), readers, queue, commits, _lock: lock };
        Ok(Self { inner: Arc::new(inner) })
    }

    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// The number of group commits since the database was opened, to watch: nothing durable changes without it.
    pub fn commits(&self) -> watch::Receiver<u64> {
        self.inner.commits.subscribe()
    }

    /// Closes the readers, and folds the journal into the file, so that a copy of it alone is whole. Whoever still
    /// waits for a reader gets an error.
    pub async fn close(&self) {
        for _ in 0..READERS {
            let Ok(reader) = self.inner.readers.remove().await else { return };
            if let Err(error) = reader.close().await {
                tracing::warn!(%error, "a connection to the database did not close well");
            }
        }
        self.inner.readers.close();
        let mut writer = self.inner.queue.lock().await;
        let fold = "PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)";
        if let Err(error) = sqlx::raw_sql(fold).execute(writer.idle().await).await {
            tracing::warn!(%error, "the database's journal could not be folded in; the next start does it");
        }
    }

    /// For random values that are not stored in a transaction.
    pub fn rng(&self) -> &Rng {
        self.inner.queue.rng()
    }

    /// The number of the latest migration.
    pub async fn version(&self) -> Result<i64, DbError> {
        Ok(migrations::applied(&mut *self.read().await?).await?)
    }

    /// A connection for reading what is committed.
    pub async fn read(&self) -> Result<Reader, DbError> {
        Ok(Reader { conn: self.inner.readers.get().await.map_err(|_| DbError::Closed)? })
    }

    /// Runs `work` in a write transaction: commits when it returns `Ok`, rolls back when it returns `Err`. Either
    /// answer is returned only when everything that `work` could read is durable, so an answer such as "it was sent
    /// already" is never given of another transaction that a crash could still undo.
    ///
    /// `work` must not call `write` again: there is one writer, and it would wait for itself. Nor may it wait for the
    /// network.
    ///
    /// # Errors
    /// Those of `work`; [`DbError`] when the transaction cannot begin or cannot be made durable. Nothing of the
    /// transaction is kept then.
    pub async fn write<T, E: From<DbError>>(&self, work: impl AsyncFnOnce(&mut Tx) -> Result<T, E>) -> Result<T, E> {
        let mut tx = self.begin().await?;
        let answer = work(&mut tx).await;
        match &answer {
            Ok(_) => tx.commit().await?,
            Err(_) => tx.undo().await?,
        }
        answer
    }

    /// Begins a write transaction. Dropping the `Tx` without a commit rolls it back.
    async fn begin(&self) -> Result<Tx, DbError> {
        self.inner.queue.begin().await
    }

    /// Copies the whole database into a new file at `to` while the bot runs (`VACUUM INTO`).
    ///
    /// # Errors
    /// When `to` exists already or cannot be written.
    pub async fn backup(&self, to: &Path) -> Result<(), DbError> {
        backup_with(&mut *self.read().await?, to).await
    }
}

/// A connection that reads.
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

/// What the house remembers about itself under `key`.
pub async fn recall(conn: &mut Conn, key: &str) -> Result<Option<String>, DbError> {
    Ok(sqlx::query_scalar!("SELECT value FROM house WHERE key = ?", key).fetch_optional(conn).await?)
}

pub async fn remember(tx: &mut Tx, key: &str, value: &str) -> Result<(), DbError> {
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
