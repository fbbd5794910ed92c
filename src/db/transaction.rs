//! Write transactions, and the queue of callers that wait for a write transaction.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{Mutex, MutexGuard, Notify, OwnedMutexGuard, TryLockError};

use super::connection::Conn;
use super::error::DbError;
use super::rng::Rng;
use super::tasks::Spawner;
use super::writer::Writer;

/// At most this many transactions share one commit.
const GROUP_LIMIT: usize = 64;

/// The writer, and the number of callers that wait for the writer.
pub(super) struct WriteQueue {
    writer: Arc<Mutex<Writer>>,
    waiting: AtomicUsize,
    /// Notified when a caller was dropped, so that the flusher ends its transaction.
    flush: Arc<Notify>,
    rng: Rng,
}

impl WriteQueue {
    /// Creates the queue and starts its flusher.
    pub fn start(writer: Writer, spawner: &dyn Spawner, rng: Rng) -> Arc<Self> {
        let writer = Arc::new(Mutex::new(writer));
        let flush = Arc::new(Notify::new());
        spawner.spawn(Box::pin(flush_when_asked(Arc::downgrade(&writer), Arc::clone(&flush))));
        Arc::new(Self { writer, waiting: AtomicUsize::new(0), flush, rng })
    }

    /// Begins a write transaction. Dropping the `Tx` without a commit rolls it back.
    pub async fn begin(self: &Arc<Self>) -> Result<Tx, DbError> {
        let waiter = Waiter::join(self);
        let mut writer = Arc::clone(&self.writer).lock_owned().await;
        writer.begin().await?;
        waiter.finish(); // When the caller is dropped before this point, the flusher ends the group.
        Ok(Tx { writer: Some(writer), queue: Arc::clone(self) })
    }

    pub async fn lock(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().await
    }

    pub fn try_lock(&self) -> Result<MutexGuard<'_, Writer>, TryLockError> {
        self.writer.try_lock()
    }

    pub fn rng(&self) -> &Rng {
        &self.rng
    }

    fn is_empty(&self) -> bool {
        self.waiting.load(Ordering::SeqCst) == 0
    }
}

/// A write transaction. It can read what other transactions of its group wrote, although these writes are not durable
/// yet. Report nothing that you read here before this transaction ends.
pub struct Tx {
    /// `None` after the transaction ended.
    writer: Option<OwnedMutexGuard<Writer>>,
    queue: Arc<WriteQueue>,
}

impl Tx {
    /// The generator for random values that are stored, such as nonces.
    pub fn rng(&self) -> &Rng {
        self.queue.rng()
    }

    /// Makes the transaction durable, together with the rest of its group.
    ///
    /// # Errors
    /// On any error, none of the transaction's changes are kept.
    pub(super) async fn commit(mut self) -> Result<(), DbError> {
        self.writer_mut().release().await?;
        self.wait_until_durable().await
    }

    /// Rolls the transaction back, then waits until all changes of its group that it could read are durable.
    pub(super) async fn roll_back(mut self) -> Result<(), DbError> {
        self.writer_mut().roll_back().await;
        if !self.writer().has_released() && !self.queue.is_empty() {
            self.writer = None; // The next caller in the queue continues the transaction.
            return Ok(());
        }
        self.wait_until_durable().await
    }

    async fn wait_until_durable(mut self) -> Result<(), DbError> {
        let group_result = self.writer_mut().join_group();
        if self.queue.is_empty() || self.writer().group_size() >= GROUP_LIMIT {
            let outcome = self.writer_mut().flush().await;
            self.writer = None;
            return outcome;
        }
        self.writer = None;
        // The next caller in the queue flushes the group. If that caller is dropped, the flusher task flushes it.
        match group_result.await {
            Ok(outcome) => outcome,
            Err(_) => Err(DbError::GroupLost),
        }
    }

    fn writer(&self) -> &Writer {
        self.writer.as_ref().expect("a transaction holds the writer until it ends")
    }

    fn writer_mut(&mut self) -> &mut Writer {
        self.writer.as_mut().expect("a transaction holds the writer until it ends")
    }
}

impl Deref for Tx {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        self.writer().conn()
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        self.writer_mut().conn_mut()
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        if self.writer.take().is_some() {
            self.queue.flush.notify_one();
        }
    }
}

/// A caller that waits in the queue. The previous transaction may rely on this caller to flush the group. If the caller
/// is dropped early, the waiter notifies the flusher instead.
struct Waiter {
    queue: Arc<WriteQueue>,
    is_finished: bool,
}

impl Waiter {
    fn join(queue: &Arc<WriteQueue>) -> Self {
        queue.waiting.fetch_add(1, Ordering::SeqCst);
        Self { queue: Arc::clone(queue), is_finished: false }
    }

    /// Ends the wait after the transaction has begun on the writer. From this point, the `Tx` and not this waiter makes
    /// sure that the group is flushed.
    fn finish(mut self) {
        self.is_finished = true;
    }
}

impl Drop for Waiter {
    fn drop(&mut self) {
        self.queue.waiting.fetch_sub(1, Ordering::SeqCst);
        if !self.is_finished {
            self.queue.flush.notify_one();
        }
    }
}

async fn flush_when_asked(writer: std::sync::Weak<Mutex<Writer>>, flush: Arc<Notify>) {
    loop {
        flush.notified().await;
        let Some(writer) = writer.upgrade() else { return };
        let mut writer = writer.lock().await;
        writer.roll_back().await;
        if let Err(error) = writer.flush().await {
            tracing::error!(%error, "cannot make a group of transactions durable");
        }
    }
}
