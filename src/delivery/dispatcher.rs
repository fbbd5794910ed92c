//! The dispatcher: takes the rows whose turn has come, asks their source again, and brings them by way of the messenger.
//!
//! A task of its own, beside the engine, so that a slow Discord delays no timer. It keeps nothing in memory that it could not lose:
//! what is being sent is a row in state `sending`, and a row found in that state at start has an unknown outcome.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::attempt::{Attempt, AttemptError};
use super::chance;
use super::model::{DeliveryId, Lane, Posted, Record};
use super::ports::{Messenger, Source, Sources};
use super::sleeper::{Gauge, Resting, Sleeper};
use super::store;
use crate::db::{Db, DbError, OnTokio, Spawner};
use crate::members::{ChannelId, MessageId};
use crate::time::{Clock, Timestamp};

/// Rows looked at in one round.
const ROUND: i64 = 256;
/// Attempts under way in one lane: enough that the pacing of requests, not the dispatcher, sets the speed (50 requests/s at up to
/// 500 ms each), while every lane keeps room of its own.
const IN_FLIGHT_PER_LANE: usize = 32;
/// How long the dispatcher rests when the database refuses to work.
const REST_AFTER_FAULT: Duration = Duration::from_millis(500);

/// How deliveries are tried, from the configuration.
#[derive(Debug, Clone, Copy)]
pub struct DispatcherSettings {
    /// Attempts before a delivery is given up, at least 1.
    pub attempts: u32,
    /// The wait after the first failed attempt; doubles with each.
    pub backoff: Duration,
    /// The longest wait between two attempts.
    pub backoff_limit: Duration,
}

impl Default for DispatcherSettings {
    fn default() -> Self {
        Self { attempts: 12, backoff: Duration::from_secs(2), backoff_limit: Duration::from_secs(300) }
    }
}

impl DispatcherSettings {
    /// The wait before the attempt after `attempt`, between half and the whole of its step, so that what failed together does not
    /// come back together.
    pub(super) fn wait_after(&self, attempt: u32) -> Duration {
        let step = self.backoff.saturating_mul(1 << attempt.saturating_sub(1).min(16)).min(self.backoff_limit);
        step.mul_f64(chance::fraction(0.5..=1.0))
    }
}

pub struct Dispatcher {
    pub(super) db: Db,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) messenger: Arc<dyn Messenger>,
    pub(super) sources: Sources,
    pub(super) settings: DispatcherSettings,
    sleeper: tokio::sync::Mutex<Sleeper>,
    gauge: Gauge,
    resting: Resting,
    under_way: Mutex<UnderWay>,
    /// Told when an attempt has ended.
    ended: Notify,
    spawner: Arc<dyn Spawner>,
}

/// Rows and lines that an attempt is busy with.
#[derive(Default)]
struct UnderWay {
    rows: HashMap<DeliveryId, Lane>,
    lines: HashSet<(String, Lane)>,
}

impl Dispatcher {
    pub fn new(
        db: Db,
        clock: Arc<dyn Clock>,
        messenger: Arc<dyn Messenger>,
        sources: Vec<Arc<dyn Source>>,
        settings: DispatcherSettings,
    ) -> Arc<Self> {
        Self::with(db, clock, messenger, sources, settings, Arc::new(OnTokio))
    }

    /// The same, with a place of one's own for the attempts.
    pub fn with(
        db: Db,
        clock: Arc<dyn Clock>,
        messenger: Arc<dyn Messenger>,
        sources: Vec<Arc<dyn Source>>,
        settings: DispatcherSettings,
        spawner: Arc<dyn Spawner>,
    ) -> Arc<Self> {
        let sleeper = Sleeper::new(&db, Arc::clone(&clock));
        let (gauge, resting) = (sleeper.gauge(), sleeper.resting());
        let sources = Sources::new(sources);
        let (sleeper, under_way, ended) = (sleeper.into(), Mutex::default(), Notify::new());
        Arc::new(Self { db, clock, messenger, sources, settings, sleeper, gauge, resting, under_way, ended, spawner })
    }

    /// The rooms that owe messages.
    pub fn sources(&self) -> Sources {
        self.sources.clone()
    }

    /// Tells whether nothing is due or under way.
    pub fn gauge(&self) -> Gauge {
        self.gauge.clone()
    }

    /// When the next delivery is due after `now`.
    pub async fn next_due(&self, now: Timestamp) -> Result<Option<Timestamp>, DbError> {
        store::next_due(&mut *self.db.read().await?, now).await
    }

    /// Works until `stop`, then waits for the attempts under way. Dropping the future instead leaves them to the next start.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        let mut sleeper = self.sleeper.lock().await;
        let attempts = Attempts::default();
        let _dropped_together = attempts.dropped.clone().drop_guard();
        self.settle_abandoned().await;
        while !stop.is_cancelled() {
            let look = sleeper.look();
            let next_due = match self.start_round(look.now, &attempts).await {
                Ok(next_due) => next_due,
                Err(error) => {
                    tracing::error!(%error, "the outbox cannot be read; trying again");
                    self.resting.rest(REST_AFTER_FAULT).await;
                    continue;
                }
            };
            if self.is_at_rest() {
                tokio::select! {
                    biased;
                    () = stop.cancelled() => {}
                    () = sleeper.park(look, next_due) => {}
                }
            } else {
                tokio::select! {
                    biased;
                    () = stop.cancelled() => {}
                    () = self.ended.notified() => {}
                    () = sleeper.changed() => {}
                }
            }
        }
        attempts.under_way.close();
        attempts.under_way.wait().await;
    }

    /// Our own message came by on the gateway: that settles an attempt whose answer was lost.
    pub async fn seen(self: &Arc<Self>, nonce: &str, channel: ChannelId, message: MessageId) -> Result<(), DbError> {
        let Some(record) = store::by_nonce(&mut *self.db.read().await?, nonce).await? else { return Ok(()) };
        let posted = Posted { channel, message: Some(message), at: self.clock.now() };
        match Attempt::of(self, record).record_sent(posted).await {
            Ok(()) => Ok(()),
            Err(AttemptError::Db(error)) => Err(error),
            Err(AttemptError::Source(error)) => {
                tracing::error!(%error, "a delivery that came by on the gateway could not be settled");
                Ok(())
            }
        }
    }

    /// Starts an attempt for each row whose turn it is; returns when the next one is due.
    async fn start_round(self: &Arc<Self>, now: Timestamp, attempts: &Attempts) -> Result<Option<Timestamp>, DbError> {
        let mut reader = self.db.read().await?;
        let overrun = store::abandoned(&mut reader, now).await?;
        let rows = store::due(&mut reader, now, ROUND).await?;
        let next_due = store::next_due(&mut reader, now).await?;
        drop(reader);
        for row in overrun.into_iter().filter(|row| self.take_up(row)) {
            let this = Arc::clone(self);
            let why = "no answer came while the attempt's lease lasted";
            attempts.spawn(&*self.spawner, async move { this.settle(row, why).await });
        }
        for row in rows.into_iter().filter(|row| self.take_up(row)) {
            let this = Arc::clone(self);
            attempts.spawn(&*self.spawner, async move { this.attempt(row).await });
        }
        Ok(next_due)
    }

    async fn attempt(self: Arc<Self>, row: Record) {
        let _done = LetGo { dispatcher: &self, row: &row };
        let id = row.id;
        if let Err(error) = Attempt::of(&self, row.clone()).run().await {
            tracing::error!(delivery.id = id.0, %error, "an attempt to deliver could not be carried through");
            self.resting.rest(REST_AFTER_FAULT).await;
        }
    }

    /// What was being sent when the process died: nobody knows whether it arrived.
    async fn settle_abandoned(self: &Arc<Self>) {
        let abandoned = async { store::abandoned(&mut *self.db.read().await?, Timestamp::MAX).await };
        match abandoned.await {
            Ok(rows) => {
                for row in rows.into_iter().filter(|row| self.take_up(row)) {
                    Arc::clone(self).settle(row, "the process ended before the answer came").await;
                }
            }
            Err(error) => tracing::error!(%error, "abandoned attempts cannot be read"),
        }
    }

    async fn settle(self: Arc<Self>, row: Record, why: &'static str) {
        let _done = LetGo { dispatcher: &self, row: &row };
        if let Err(error) = Attempt::of(&self, row.clone()).record_unknown(why).await {
            tracing::error!(delivery.id = row.id.0, %error, "an abandoned attempt could not be settled");
            self.resting.rest(REST_AFTER_FAULT).await;
        }
    }

    fn is_at_rest(&self) -> bool {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner).rows.is_empty()
    }

    fn take_up(&self, row: &Record) -> bool {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        let same_lane = under_way.rows.values().filter(|lane| **lane == row.lane).count();
        if same_lane >= IN_FLIGHT_PER_LANE || under_way.rows.contains_key(&row.id) || under_way.lines.contains(&line(row)) {
            return false;
        }
        under_way.rows.insert(row.id, row.lane);
        under_way.lines.insert(line(row));
        true
    }
}

fn line(row: &Record) -> (String, Lane) {
    (row.line.clone(), row.lane)
}

/// Gives a row and its line back, however its attempt ends.
struct LetGo<'a> {
    dispatcher: &'a Dispatcher,
    row: &'a Record,
}

impl Drop for LetGo<'_> {
    fn drop(&mut self) {
        let mut under_way = self.dispatcher.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        under_way.rows.remove(&self.row.id);
        under_way.lines.remove(&line(self.row));
        drop(under_way);
        self.dispatcher.ended.notify_one();
    }
}

/// The attempts of one run of the dispatcher.
#[derive(Default)]
struct Attempts {
    under_way: TaskTracker,
    /// Cancelled with the run itself: an attempt does not outlive it.
    dropped: CancellationToken,
}

impl Attempts {
    fn spawn(&self, spawner: &dyn Spawner, attempt: impl Future<Output = ()> + Send + 'static) {
        let dropped = self.dropped.clone();
        let attempt = async move { dropped.run_until_cancelled_owned(attempt).await };
        let attempt = self.under_way.track_future(attempt);
        spawner.spawn(Box::pin(async move {
            attempt.await;
        }));
    }
}
