//! The dispatcher scans for due rows while attempts end: no due row may be left behind.

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::FutureExt as _;
use futures_util::future::{FusedFuture as _, join_all};
use magpie::db::{self, BackgroundTask, Db, DbError, Spawner, Tx};
use magpie::delivery::{
    Action, Address, Dispatcher, DispatcherSettings, Due, Facts, FactsType, Lane, NewDelivery, Order, Outcome, Posted,
    Reservation, Route, Search, SendError, Sound, Source, SourceError, SourceName, Verdict, outbox,
};
use magpie::members::{ChannelId, MessageId};
use magpie::time::{Clock as _, SystemClock, Timestamp};
use tokio_util::sync::CancellationToken;

/// The limit of attempts in flight in one lane.
const FULL: usize = 32;

/// The dispatcher waits at most this often during one scan.
const MAX_WAKES: usize = 8;
const WAKE_TIMEOUT: Duration = Duration::from_millis(100);

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Fails the first rechecks, enough to fill the lane, without writing anything.
#[derive(Default)]
struct FailsAtFirst(AtomicUsize);

#[async_trait]
impl Source for FailsAtFirst {
    fn name(&self) -> SourceName {
        SourceName::new("fails-at-first")
    }

    fn facts(&self) -> Vec<FactsType> {
        vec![FactsType::of::<()>()]
    }

    async fn recheck(&self, _tx: &mut Tx, _due: &Due, _now: Timestamp) -> Result<Verdict, SourceError> {
        if self.0.fetch_add(1, Ordering::SeqCst) < FULL {
            return Err(DbError::Busy.into());
        }
        Ok(Verdict::Send { facts: Facts::new(()), sound: Sound::Silent })
    }

    async fn settled(&self, _tx: &mut Tx, _due: &Due, _outcome: &Outcome, _now: Timestamp) -> Result<(), SourceError> {
        Ok(())
    }
}

struct Nowhere;

#[async_trait]
impl Route for Nowhere {
    async fn deliver(&self, order: &Order, _reservation: Reservation) -> Result<Posted, SendError> {
        Ok(Posted { channel: Some(ChannelId(1)), message: Some(MessageId(1)), at: order.now })
    }

    async fn find(&self, _search: &Search) -> Result<Option<Posted>, SendError> {
        Ok(None)
    }
}

/// Holds spawned jobs until they are taken.
#[derive(Default)]
struct Held(Mutex<Vec<BackgroundTask>>);

impl Spawner for Held {
    fn spawn(&self, job: BackgroundTask) {
        self.0.lock().unwrap().push(job);
    }
}

impl Held {
    fn take(&self) -> Vec<BackgroundTask> {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

async fn enqueue(db: &Db, rows: usize) {
    let now = SystemClock.now();
    let enqueued: Result<(), DbError> = db
        .write(async |tx| {
            for n in 0..rows {
                let action = Action::Post(Address::Channel(ChannelId(n as u64 + 1)));
                let source = SourceName::new("fails-at-first");
                let new = NewDelivery::new(source, n, format!("row/{n}"), action, Lane::Routine);
                outbox::enqueue(tx, new, now).await?;
            }
            Ok(())
        })
        .await;
    enqueued.unwrap();
}

/// Polls `future`, which does not end here, until `done` returns a value.
async fn until<T>(future: &mut Pin<Box<impl Future<Output = ()>>>, mut done: impl FnMut() -> Option<T>) -> T {
    std::future::poll_fn(|context| {
        assert!(future.as_mut().poll(context).is_pending(), "it ended");
        done().map_or(Poll::Pending, Poll::Ready)
    })
    .await
}

#[tokio::test]
async fn attempt_that_ends_during_a_scan_leaves_no_due_row_behind() {
    // The dispatcher's progress in its scan when all attempts end: before it, during each of its reads, after it.
    for wakes in 0..=MAX_WAKES {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("magpie.db")).await.unwrap();
        enqueue(&db, FULL).await;
        let (source, held) = (Arc::new(FailsAtFirst::default()), Arc::new(Held::default()));
        let dispatcher = Dispatcher::with(
            db.clone(),
            Arc::new(SystemClock),
            vec![Arc::new(Nowhere)],
            vec![Arc::clone(&source) as _],
            DispatcherSettings::default(),
            Arc::clone(&held) as _,
        );
        let gauge = dispatcher.gauge();
        let mut run = Box::pin(dispatcher.run(CancellationToken::new()));
        until(&mut run, || (held.count() == FULL).then_some(())).await;
        // All attempts fail, and wait.
        let mut attempts = Box::pin(join_all(held.take()).map(|_| ()).fuse());
        until(&mut attempts, || (source.0.load(Ordering::SeqCst) == FULL).then_some(())).await;
        // Something else is committed: the dispatcher scans while all of the lane is still in flight.
        let mut commit = Box::pin(db.write(async |tx| db::write_setting(tx, "anything", "else").await));
        let committed = std::future::poll_fn(|context| {
            // The last attempt must still roll back, and holds the only writer until then.
            let _ = attempts.as_mut().poll(context);
            commit.as_mut().poll(context)
        });
        committed.await.unwrap();
        let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
        for _ in 0..wakes {
            assert!(run.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
            // SQLite's thread wakes us; after the scan nothing does.
            std::thread::park_timeout(WAKE_TIMEOUT);
        }
        if !attempts.is_terminated() {
            attempts.await;
        }
        let started_again = until(&mut run, || match held.count() {
            0 => gauge.is_idle().then_some(false),
            _ => Some(true),
        });
        assert!(started_again.await, "{FULL} rows are due and the dispatcher sleeps, after {wakes} wakes");
    }
}
