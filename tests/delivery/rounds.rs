//! Tests attempts that end while the dispatcher scans for due rows. After the scan, the dispatcher must not sleep while
//! a row is due and its lane has room.

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

/// The default limit of attempts in flight in one lane.
const MAX_IN_FLIGHT: usize = 32;

/// During one scan, the dispatcher waits for the database at most this many times.
const MAX_WAKES: usize = 8;
/// How long to wait for a wake that may not come, because the scan has ended.
const WAKE_TIMEOUT: Duration = Duration::from_millis(100);

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// A source whose first [`MAX_IN_FLIGHT`] rechecks fail and write nothing. Later rechecks succeed.
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
        if self.0.fetch_add(1, Ordering::SeqCst) < MAX_IN_FLIGHT {
            return Err(DbError::Busy.into());
        }
        Ok(Verdict::Send { facts: Facts::new(()), sound: Sound::Silent })
    }

    async fn settled(&self, _tx: &mut Tx, _due: &Due, _outcome: &Outcome, _now: Timestamp) -> Result<(), SourceError> {
        Ok(())
    }
}

/// A route that accepts every message and sends it nowhere.
struct FakeRoute;

#[async_trait]
impl Route for FakeRoute {
    async fn deliver(&self, order: &Order, _reservation: Reservation) -> Result<Posted, SendError> {
        Ok(Posted { channel: Some(ChannelId(1)), message: Some(MessageId(1)), at: order.now })
    }

    async fn find(&self, _search: &Search) -> Result<Option<Posted>, SendError> {
        Ok(None)
    }
}

/// Keeps the spawned tasks, so that the test decides when they run.
#[derive(Default)]
struct HeldTasks(Mutex<Vec<BackgroundTask>>);

impl Spawner for HeldTasks {
    fn spawn(&self, task: BackgroundTask) {
        self.0.lock().unwrap().push(task);
    }
}

impl HeldTasks {
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
                let delivery = NewDelivery::new(source, n, format!("row/{n}"), action, Lane::Routine);
                outbox::enqueue(tx, delivery, now).await?;
            }
            Ok(())
        })
        .await;
    enqueued.unwrap();
}

/// Polls `future` until `done` returns a value, and returns this value. Fails if `future` ends first.
async fn poll_until<T>(future: &mut Pin<Box<impl Future<Output = ()>>>, mut done: impl FnMut() -> Option<T>) -> T {
    std::future::poll_fn(|context| {
        assert!(future.as_mut().poll(context).is_pending(), "it ended");
        done().map_or(Poll::Pending, Poll::Ready)
    })
    .await
}

#[tokio::test]
async fn dispatcher_starts_all_due_rows_if_attempts_end_during_a_scan() {
    // Repeat the test for each point at which all attempts can end: before the scan, during each read, after the scan.
    for wakes in 0..=MAX_WAKES {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("magpie.db")).await.unwrap();
        enqueue(&db, MAX_IN_FLIGHT).await;
        let (source, held_tasks) = (Arc::new(FailsAtFirst::default()), Arc::new(HeldTasks::default()));
        let dispatcher = Dispatcher::with_spawner(
            db.clone(),
            Arc::new(SystemClock),
            vec![Arc::new(FakeRoute)],
            vec![Arc::clone(&source) as _],
            DispatcherSettings::default(),
            Arc::clone(&held_tasks) as _,
        );
        let gauge = dispatcher.gauge();
        let mut dispatcher_run = Box::pin(dispatcher.run(CancellationToken::new()));
        poll_until(&mut dispatcher_run, || (held_tasks.count() == MAX_IN_FLIGHT).then_some(())).await;
        // Poll the attempts until all their rechecks have failed.
        let mut attempts = Box::pin(join_all(held_tasks.take()).map(|_| ()).fuse());
        poll_until(&mut attempts, || (source.0.load(Ordering::SeqCst) == MAX_IN_FLIGHT).then_some(())).await;
        // Commit an unrelated row, so that the dispatcher starts a scan while the lane is still full.
        let mut commit = Box::pin(db.write(async |tx| db::write_setting(tx, "anything", "else").await));
        let committed = std::future::poll_fn(|context| {
            // The last attempt holds the only writer until it has rolled back, so poll the attempts too.
            let _ = attempts.as_mut().poll(context);
            commit.as_mut().poll(context)
        });
        committed.await.unwrap();
        let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
        for _ in 0..wakes {
            assert!(dispatcher_run.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
            // During the scan, SQLite's thread wakes this thread after each read. After the scan, the timeout ends the
            // wait.
            std::thread::park_timeout(WAKE_TIMEOUT);
        }
        if !attempts.is_terminated() {
            attempts.await;
        }
        let has_started_again = poll_until(&mut dispatcher_run, || match held_tasks.count() {
            0 => gauge.is_idle().then_some(false),
            _ => Some(true),
        });
        assert!(has_started_again.await, "{MAX_IN_FLIGHT} rows are due and the dispatcher sleeps, after {wakes} wakes");
    }
}
