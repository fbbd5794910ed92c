//! Opens, locks and migrates the database, and owns the `Tx` that services pass around so that they never name sqlx.
//!
//! One writer connection and a pool of readers, in WAL mode with `synchronous=FULL`. Transactions that overlap share
//! one commit (group commit): each is a savepoint, and whoever finds nobody waiting behind it makes the group durable.
//! `Tx::commit` returns only when its group is on the disk, so what was accepted survives the death of the process and
//! of the machine.

mod error;
mod files;
mod ids;
mod migrations;
mod neighbours;
mod rng;
mod tasks;

use std::fs::File;
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use deadpool::unmanaged::{Object, Pool};
use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use tokio::sync::{Mutex, Notify, OwnedMutexGuard, oneshot, watch};

pub use error::DbError;
pub use rng::Rng;
pub use tasks::{Job, OnTokio, Spawner};

pub use files::{Standing, backup_file, check_file, is_in_use, look, replace_file, wait_until_unlocked};

use files::{backup_with, lock_file};

/// What a store's reading functions take; `&mut Tx` and `&mut Reader` both turn into it.
pub type Conn = sqlx::SqliteConnection;

/// Readers beside the writer: enough for a burst of interactions, few enough for an idle memory of some MB.
const READERS: usize = 4;
/// Rows that SQLite's thread reads ahead of whoever asked: every batch of ours fits, so that it never waits for us
/// within a statement.
const ROWS_AHEAD: usize = 1024;
/// At most this many transactions share one commit.
const GROUP_LIMIT: usize = 64;
const MAY_NOT_WRITE: &str = "Magpie may not write it; let its user write this file and its folder, then start again";
/// How long a statement waits for another process (the CLI, a backup) to let go of the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

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
    writer: Arc<Mutex<Writer>>,
    waiting: AtomicUsize,
    flush: Arc<Notify>,
    rng: Rng,
    /// Counts commits: whoever sleeps until a row is due looks again when it changes.
    commits: watch::Sender<u64>,
    /// Held as long as this value lives: one Magpie at a time. `None` beside one.
    _lock: Option<File>,
}

struct Writer {
    conn: Conn,
    /// A real transaction is open, holding the savepoints of `group`.
    open: bool,
    /// A savepoint was abandoned (its future was dropped) and must be rolled back before anything else.
    abandoned: bool,
    group: Vec<oneshot::Sender<Result<(), DbError>>>,
    commits: watch::Sender<u64>,
    /// SQLite's count of changed rows at the last commit.
    rows_changed: i64,
    /// SQLite's count of what other processes committed, as last seen.
    data_version: i64,
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
        let mut conn = Conn::connect_with(&options(path)).await.map_err(|e| open_error(path, e))?;
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
        let data_version = neighbours::data_version(&mut conn).await?;
        let mut readers = Vec::with_capacity(READERS);
        for _ in 0..READERS {
            readers.push(Conn::connect_with(&reading(path)).await.map_err(|e| open_error(path, e))?);
        }
        let readers = Pool::from(readers);
        let flush = Arc::new(Notify::new());
        let commits = watch::Sender::new(0);
        let writer = Writer {
            conn,
            open: false,
            abandoned: false,
            group: Vec::new(),
            commits: commits.clone(),
            rows_changed: 0,
            data_version,
        };
        let writer = Arc::new(Mutex::new(writer));
        spawner.spawn(Box::pin(flush_when_asked(Arc::downgrade(&writer), Arc::clone(&flush))));
        let inner = Inner {
            path: path.to_owned(),
            readers,
            writer,
            waiting: AtomicUsize::new(0),
            flush,
            rng,
            commits,
            _lock: lock,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    pub fn rng(&self) -> &Rng {
        &self.inner.rng
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
        let mut writer = self.inner.writer.lock().await;
        if let Err(error) =
            sqlx::raw_sql("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut writer.conn).await
        {
            tracing::warn!(%error, "the database's journal could not be folded in; the next start does it");
        }
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

    /// Begins a write transaction. Dropping the `Tx` without `commit` undoes it.
    pub async fn begin(&self) -> Result<Tx, DbError> {
        let place = Waiting::join(&self.inner);
        let mut writer = Arc::clone(&self.inner.writer).lock_owned().await;
        writer.prepare().await?;
        sqlx::query("SAVEPOINT one").execute(&mut writer.conn).await?;
        writer.abandoned = true; // until commit or rollback says otherwise
        place.served(); // whoever gives up before this leaves its group to the flusher
        Ok(Tx { writer: Some(writer), inner: Arc::clone(&self.inner) })
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

/// A write transaction. It sees what the others of its group wrote before they are durable: so an answer that tells of
/// that ("it was sent already") is given only after a `commit`, even where nothing was written.
pub struct Tx {
    writer: Option<OwnedMutexGuard<Writer>>,
    inner: Arc<Inner>,
}

impl Tx {
    /// For random values that are stored, such as nonces.
    pub fn rng(&self) -> &Rng {
        &self.inner.rng
    }

    /// Makes the transaction durable, together with those that overlap it.
    ///
    /// # Errors
    /// Nothing of the transaction is kept when this fails.
    pub async fn commit(mut self) -> Result<(), DbError> {
        let mut writer = self.writer.take().expect("a transaction holds the writer until it ends");
        if let Err(error) = sqlx::query("RELEASE one").execute(&mut writer.conn).await {
            self.inner.flush.notify_one();
            return Err(error.into());
        }
        writer.abandoned = false;
        self.wait_until_durable(writer).await
    }

    /// Rolls the transaction back, and waits until what it could read of its group is durable.
    async fn undo(mut self) -> Result<(), DbError> {
        let mut writer = self.writer.take().expect("a transaction holds the writer until it ends");
        if let Err(error) = writer.undo_abandoned().await {
            self.inner.flush.notify_one();
            return Err(error);
        }
        if writer.group.is_empty() && self.inner.waiting.load(Ordering::SeqCst) > 0 {
            return Ok(());
        }
        self.wait_until_durable(writer).await
    }

    async fn wait_until_durable(&self, mut writer: OwnedMutexGuard<Writer>) -> Result<(), DbError> {
        let (done, durable) = oneshot::channel();
        writer.group.push(done);
        if self.inner.waiting.load(Ordering::SeqCst) == 0 || writer.group.len() >= GROUP_LIMIT {
            return writer.flush().await;
        }
        drop(writer);
        // The next transaction in the queue flushes; if it is dropped, the flusher does.
        match durable.await {
            Ok(outcome) => outcome,
            Err(_) => Err(DbError::GroupLost),
        }
    }

    /// Undoes the transaction now rather than when it is dropped.
    pub async fn rollback(mut self) -> Result<(), DbError> {
        if let Some(mut writer) = self.writer.take() {
            writer.undo_abandoned().await?;
            if self.inner.waiting.load(Ordering::SeqCst) == 0 {
                writer.flush().await?;
            }
        }
        Ok(())
    }

    fn conn(&self) -> &OwnedMutexGuard<Writer> {
        self.writer.as_ref().expect("a transaction holds the writer until it ends")
    }
}

impl Deref for Tx {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        &self.conn().conn
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.writer.as_mut().expect("a transaction holds the writer until it ends").conn
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        if self.writer.take().is_some() {
            self.inner.flush.notify_one();
        }
    }
}

impl Writer {
    /// Leaves the connection inside a real transaction, with nothing half done.
    async fn prepare(&mut self) -> Result<(), DbError> {
        self.undo_abandoned().await?;
        if !self.open {
            sqlx::query("BEGIN IMMEDIATE").execute(&mut self.conn).await?;
            self.open = true;
        }
        Ok(())
    }

    async fn undo_abandoned(&mut self) -> Result<(), DbError> {
        if self.abandoned {
            // A full disk makes SQLite end the transaction by itself; then there is no savepoint left to undo.
            let undone = sqlx::query("ROLLBACK TO one; RELEASE one").execute(&mut self.conn).await;
            self.abandoned = false;
            if undone.is_err() {
                self.give_up(&DbError::GroupLost).await;
            }
        }
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), DbError> {
        if !self.open {
            return Ok(());
        }
        match sqlx::query("COMMIT").execute(&mut self.conn).await {
            Ok(_) => {
                self.open = false;
                self.tell_watchers().await;
                for member in self.group.drain(..) {
                    let _ = member.send(Ok(()));
                }
                Ok(())
            }
            Err(error) => {
                let error = DbError::from(error);
                self.give_up(&error).await;
                Err(error)
            }
        }
    }

    /// Before anybody learns of the commit: who sees the effect of it must find the count moved. A commit that changed
    /// no row wakes nobody, or whoever looks for work in a transaction would keep itself awake.
    async fn tell_watchers(&mut self) {
        let changed = sqlx::query_scalar("SELECT total_changes()").fetch_one(&mut self.conn).await;
        if changed.as_ref().is_ok_and(|changed| *changed == self.rows_changed) {
            return;
        }
        self.rows_changed = changed.unwrap_or(self.rows_changed);
        self.commits.send_modify(|commits| *commits += 1);
    }

    /// The group cannot be made durable: undo it all, and tell every member of it.
    async fn give_up(&mut self, cause: &DbError) {
        // Fails when SQLite has rolled back already, which is what is wanted.
        let _ = sqlx::query("ROLLBACK").execute(&mut self.conn).await;
        self.open = false;
        for member in self.group.drain(..) {
            let _ = member.send(Err(cause.for_the_group()));
        }
    }
}

/// A place in the queue for the writer; leaving it early asks for a flush, since the one before may count on us.
struct Waiting {
    inner: Arc<Inner>,
    served: bool,
}

impl Waiting {
    fn join(inner: &Arc<Inner>) -> Self {
        inner.waiting.fetch_add(1, Ordering::SeqCst);
        Self { inner: Arc::clone(inner), served: false }
    }

    fn served(mut self) {
        self.served = true;
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.inner.waiting.fetch_sub(1, Ordering::SeqCst);
        if !self.served {
            self.inner.flush.notify_one();
        }
    }
}

async fn flush_when_asked(writer: std::sync::Weak<Mutex<Writer>>, flush: Arc<Notify>) {
    loop {
        flush.notified().await;
        let Some(writer) = writer.upgrade() else { return };
        let mut writer = writer.lock().await;
        let _ = writer.undo_abandoned().await;
        if let Err(error) = writer.flush().await {
            tracing::error!(%error, "a group of transactions could not be made durable");
        }
    }
}

fn options(path: &Path) -> SqliteConnectOptions {
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

fn reading(path: &Path) -> SqliteConnectOptions {
    // To optimize is to write.
    options(path).read_only(true).optimize_on_close(false, None)
}

fn open_error(path: &Path, error: sqlx::Error) -> DbError {
    match DbError::from(error) {
        DbError::Sql(error) => DbError::Open { path: path.to_owned(), reason: error.to_string() },
        DbError::ReadOnly => DbError::Open { path: path.to_owned(), reason: MAY_NOT_WRITE.to_owned() },
        other => other,
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
