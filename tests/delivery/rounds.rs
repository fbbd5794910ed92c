//! The dispatcher's rounds, one beside the other attempts' ends: nothing whose turn it is may be passed over.

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::Duration;

use async_trait::async_trait;
use magpie::db::{self, Db, Job, Spawner, Tx};
use magpie::delivery::{
    Action, Address, Destination, Dispatcher, DispatcherSettings, Due, Facts, Lane, Messenger, NewDelivery, Order,
    Outcome, Posted, Reservation, SendError, Sound, Source, SourceError, SourceName, Verdict, outbox,
};
use magpie::members::{ChannelId, Member, MessageId};
use magpie::time::{Clock as _, SystemClock, Timestamp};
use tokio_util::sync::CancellationToken;

/// A lane has no room for more.
const FULL: usize = 32;

/// More often than this the dispatcher does not wait within a round.
const MOST_WAKES: usize = 8;
const NOBODY_WAKES: Duration = Duration::from_millis(100);

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Fails for as many looks as fill the lane, without writing anything.
#[derive(Default)]
struct FailsAtFirst(AtomicUsize);

#[async_trait]
impl Source for FailsAtFirst {
    fn name(&self) -> SourceName {
        SourceName::new("fails-at-first")
    }

    async fn recheck(&self, _tx: &mut Tx, _due: &Due, _now: Timestamp) -> Result<Verdict, SourceError> {
        if self.0.fetch_add(1, Ordering::SeqCst) < FULL {
            return Err(SourceError::Broken("not yet".to_owned()));
        }
        Ok(Verdict::Send { facts: Facts::new(()), sound: Sound::Silent })
    }

    async fn settled(&self, _tx: &mut Tx, _due: &Due, _outcome: &Outcome, _now: Timestamp) -> Result<(), SourceError> {
        Ok(())
    }
}

struct Nowhere;

#[async_trait]
impl Messenger for Nowhere {
    async fn reserve(&self, _lane: Lane, _to: &Destination) -> Reservation {
        Reservation(None)
    }

    async fn deliver(&self, order: &Order, _reservation: Reservation) -> Result<Posted, SendError> {
        Ok(Posted { channel: ChannelId(1), message: Some(MessageId(1)), at: order.now })
    }

    async fn find(&self, _order: &Order, _since: Timestamp) -> Result<Option<Posted>, SendError> {
        Ok(None)
    }

    async fn inbox_thread(&self, _member: &Member, _now: Timestamp) -> Result<ChannelId, SendError> {
        Ok(ChannelId(1))
    }
}

/// Keeps what is to run until it is asked for.
#[derive(Default)]
struct Held(Mutex<Vec<Job>>);

impl Spawner for Held {
    fn spawn(&self, job: Job) {
        self.0.lock().unwrap().push(job);
    }
}

impl Held {
    fn take(&self) -> Vec<Job> {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

async fn owe(db: &Db, rows: usize) {
    let mut tx = db.begin().await.unwrap();
    let now = SystemClock.now();
    for n in 0..rows {
        let new = NewDelivery {
            source: SourceName::new("fails-at-first"),
            subject: n.to_string(),
            key: format!("row/{n}"),
            action: Action::Post(Address::Channel(ChannelId(n as u64 + 1))),
            lane: Lane::Routine,
            not_before: now,
            expires_at: None,
        };
        outbox::enqueue(&mut tx, new, now).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Polls `future`, which does not end here, whenever it is woken, until `done` says something.
async fn until<T>(future: &mut Pin<Box<impl Future<Output = ()>>>, mut done: impl FnMut() -> Option<T>) -> T {
    std::future::poll_fn(|context| {
        assert!(future.as_mut().poll(context).is_pending(), "it ended");
        done().map_or(Poll::Pending, Poll::Ready)
    })
    .await
}

#[tokio::test]
async fn attempts_that_end_in_the_middle_of_a_round_leave_nothing_behind() {
    // How far into its round the dispatcher is when all attempts end: before it, in the middle of each of its reads,
    // behind it.
    for wakes in 0..=MOST_WAKES {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("magpie.db")).await.unwrap();
        owe(&db, FULL).await;
        let (source, held) = (Arc::new(FailsAtFirst::default()), Arc::new(Held::default()));
        let dispatcher = Dispatcher::with(
            db.clone(),
            Arc::new(SystemClock),
            Arc::new(Nowhere),
            vec![Arc::clone(&source) as _],
            DispatcherSettings::default(),
            Arc::clone(&held) as _,
        );
        let gauge = dispatcher.gauge();
        let mut run = Box::pin(dispatcher.run(CancellationToken::new()));
        until(&mut run, || (held.count() == FULL).then_some(())).await;
        // All fail, and rest.
        let mut attempts = Box::pin(async {
            futures_util::future::join_all(held.take()).await;
        });
        until(&mut attempts, || (source.0.load(Ordering::SeqCst) == FULL).then_some(())).await;
        // Something else is committed: the dispatcher looks, and all of the lane is still under way.
        let mut tx = db.begin().await.unwrap();
        db::remember(&mut tx, "anything", "else").await.unwrap();
        tx.commit().await.unwrap();
        let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
        for _ in 0..wakes {
            assert!(run.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
            // SQLite's thread wakes us; behind its round nobody does.
            std::thread::park_timeout(NOBODY_WAKES);
        }
        attempts.await;
        let taken_up_again = until(&mut run, || match held.count() {
            0 => gauge.is_idle().then_some(false),
            _ => Some(true),
        });
        assert!(taken_up_again.await, "{FULL} rows are due and the dispatcher sleeps, after {wakes} wakes");
    }
}
