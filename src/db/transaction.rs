//! Write transactions, and the queue of those who want one.

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

/// The writer, and how many wait for it.
pub(super) struct WriteQueue {
    writer: Arc<Mutex<Writer>>,
    waiting: AtomicUsize,
    /// Asks the flusher to end what a caller left when it gave up.
    flush: Arc<Notify>,
    rng: Rng,
}

impl WriteQueue {
    /// Starts the flusher too.
    pub fn start(writer: Writer, spawner: &dyn Spawner, rng: Rng) -> Arc<Self> {
        let writer = Arc::new(Mutex::new(writer));
        let flush = Arc::new(Notify::new());
        spawner.spawn(Box::pin(flush_when_asked(Arc::downgrade(&writer), Arc::clone(&flush))));
        Arc::new(Self { writer, waiting: AtomicUsize::new(0), flush, rng })
    }

    /// Begins a write transaction. Dropping the `Tx` without `commit` undoes it.
    pub async fn begin(self: &Arc<Self>) -> Result<Tx, DbError> {
        let place = Place::join(self);
        let mut writer = Arc::clone(&self.writer).lock_owned().await;
        writer.begin().await?;
        place.served(); // A caller that gives up before this leaves its group to the flusher.
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

/// A write transaction. It sees what the others of its group wrote before they are durable, so nothing may be told of
/// that before it ends.
pub struct Tx {
    /// `None` once it has ended.
    writer: Option<OwnedMutexGuard<Writer>>,
    queue: Arc<WriteQueue>,
}

impl Tx {
    /// For random values that are stored, such as nonces.
    pub fn rng(&self) -> &Rng {
        self.queue.rng()
    }

    /// Makes the transaction durable, together with those that overlap it.
    ///
    /// # Errors
    /// Nothing of the transaction is kept when this fails.
    pub(super) async fn commit(mut self) -> Result<(), DbError> {
        self.writer_mut().release().await?;
        self.wait_until_durable().await
    }

    /// Rolls the transaction back, and waits until what it could read of its group is durable.
    pub(super) async fn undo(mut self) -> Result<(), DbError> {
        self.writer_mut().undo().await;
        if !self.writer().has_released() && !self.queue.is_empty() {
            self.writer = None; // The next in the queue goes on with the transaction.
            return Ok(());
        }
        self.wait_until_durable().await
    }

    async fn wait_until_durable(mut self) -> Result<(), DbError> {
        let durable = self.writer_mut().join_group();
        if self.queue.is_empty() || self.writer().group_size() >= GROUP_LIMIT {
            let outcome = self.writer_mut().flush().await;
            self.writer = None;
            return outcome;
        }
        self.writer = None;
        // The next transaction in the queue flushes; if it is dropped, the flusher does.
        match durable.await {
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

/// A place in the queue. Leaving it early asks for a flush, since the transaction before may count on us for it.
struct Place {
    queue: Arc<WriteQueue>,
    is_served: bool,
}

impl Place {
    fn join(queue: &Arc<WriteQueue>) -> Self {
        queue.waiting.fetch_add(1, Ordering::SeqCst);
        Self { queue: Arc::clone(queue), is_served: false }
    }

    fn served(mut self) {
        self.is_served = true;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.queue.waiting.fetch_sub(1, Ordering::SeqCst);
        if !self.is_served {
            self.queue.flush.notify_one();
        }
    }
}

async fn flush_when_asked(writer: std::sync::Weak<Mutex<Writer>>, flush: Arc<Notify>) {
    loop {
        flush.notified().await;
        let Some(writer) = writer.upgrade() else { return };
        let mut writer = writer.lock().await;
        writer.undo().await;
        if let Err(error) = writer.flush().await {
            tracing::error!(%error, "a group of transactions could not be made durable");
        }
    }
}
