//! The dispatcher: takes the rows whose turn has come, asks their source again, and brings them by way of the
//! messenger.
//!
//! A task of its own, beside the engine, so that a slow Discord delays no timer. It keeps nothing in memory that it
//! could not lose: what is being sent is a row in state `sending`, and a row found in that state at start has an
//! unknown outcome.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::attempt::{Attempt, AttemptError};
use super::model::{DeliveryId, Lane, Posted, Record};
use super::ports::{Messenger, Source, Sources};
use super::store::{self, Turn};
use super::under_way::{IN_FLIGHT_PER_LANE, UnderWay};
use crate::db::{Db, DbError, OnTokio, Rng, Spawner};
use crate::members::{ChannelId, MessageId};
use crate::time::{Clock, SignedDuration, Timestamp};
use crate::timers::{Gauge, Resting, Sleeper};

/// Rows of each lane and source that one round sees: with fewer, those under way could hide the one that there is room
/// for.
const LOOK_AHEAD: i64 = IN_FLIGHT_PER_LANE as i64;
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
    /// The wait before the attempt after `attempt`, between half and the whole of its step, so that what failed
    /// together does not come back together.
    pub(super) fn wait_after(&self, attempt: u32, rng: &Rng) -> Duration {
        let step = self.backoff.saturating_mul(1 << attempt.saturating_sub(1).min(16)).min(self.backoff_limit);
        step.mul_f64(rng.fraction(0.5..=1.0))
    }

    /// The wait before the next look for what has been unknown for `length`: about as long again, so that a long outage
    /// is not asked every second.
    pub(super) fn wait_to_look(&self, length: SignedDuration, rng: &Rng) -> Duration {
        let length = Duration::try_from(length).unwrap_or_default();
        length.clamp(self.backoff, self.backoff_limit.max(self.backoff)).mul_f64(rng.fraction(0.5..=1.0))
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
    /// The database refuses to work, and the log has said so.
    at_fault: AtomicBool,
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
        let at_fault = AtomicBool::new(false);
        Arc::new(Self {
            db,
            clock,
            messenger,
            sources,
            settings,
            sleeper,
            gauge,
            resting,
            under_way,
            ended,
            spawner,
            at_fault,
        })
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

    /// Works until `stop`, then waits for the attempts under way. Dropping the future instead leaves them to the next
    /// start.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        let mut sleeper = self.sleeper.lock().await;
        let attempts = Attempts::default();
        let _dropped_together = attempts.dropped.clone().drop_guard();
        self.settle_abandoned().await;
        while !stop.is_cancelled() {
            let look = sleeper.look();
            // Asked before the round: what ends while it reads may leave a row behind that the round passed over, and
            // commits nothing more.
            let was_at_rest = self.is_at_rest();
            let next_due = match self.start_round(look.now, &attempts).await {
                Ok(next_due) => next_due,
                Err(error) => {
                    tracing::error!(%error, "the outbox cannot be read; trying again");
                    self.resting.rest(REST_AFTER_FAULT).await;
                    continue;
                }
            };
            if was_at_rest && self.is_at_rest() {
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
                    () = sleeper.doze(next_due) => {}
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
        let lanes = self.under_way().lanes_with_room();
        let turns =
            if lanes.is_empty() { Vec::new() } else { store::due(&mut reader, now, &lanes, LOOK_AHEAD).await? };
        let next_due = store::next_due(&mut reader, now).await?;
        drop(reader);
        for row in overrun.into_iter().filter(|row| self.under_way().take_up_row(row)) {
            let this = Arc::clone(self);
            let why = "no answer came while the attempt's lease lasted";
            attempts.spawn(&*self.spawner, async move { this.settle(row, why).await });
        }
        let taken = self.under_way().take_up(turns);
        for turn in taken {
            let this = Arc::clone(self);
            attempts.spawn(&*self.spawner, async move { this.attempt(turn).await });
        }
        Ok(next_due)
    }

    async fn attempt(self: Arc<Self>, turn: Turn) {
        let Turn { id, lane, ref line, .. } = turn;
        let _done = LetGo { dispatcher: &self, id, lane, line };
        let attempted = async {
            let record = store::by_id(&mut *self.db.read().await?, id).await?;
            match record {
                Some(record) if record.is_due(self.clock.now()) => Attempt::of(&self, record).run().await,
                // Cancelled or put off since the round.
                _ => Ok(()),
            }
        };
        match attempted.await {
            Ok(()) => {
                if self.at_fault.swap(false, Ordering::Relaxed) {
                    tracing::info!("the database works again; deliveries go on");
                }
            }
            Err(error) => {
                self.log_fault(id, &error);
                self.resting.rest(REST_AFTER_FAULT).await;
            }
        }
    }

    /// A database that refuses to work refuses every attempt, twice a second: the log needs to hear it once.
    fn log_fault(&self, id: DeliveryId, error: &AttemptError) {
        let of_the_database = matches!(error, AttemptError::Db(_));
        if of_the_database && self.at_fault.swap(true, Ordering::Relaxed) {
            tracing::debug!(delivery.id = id.0, %error, "an attempt to deliver could not be carried through");
        } else {
            tracing::error!(delivery.id = id.0, %error, "an attempt to deliver could not be carried through");
        }
    }

    /// What was being sent when the process died: nobody knows whether it arrived.
    async fn settle_abandoned(self: &Arc<Self>) {
        let abandoned = async { store::abandoned(&mut *self.db.read().await?, Timestamp::MAX).await };
        match abandoned.await {
            Ok(rows) => {
                for row in rows.into_iter().filter(|row| self.under_way().take_up_row(row)) {
                    Arc::clone(self).settle(row, "the process ended before the answer came").await;
                }
            }
            Err(error) => tracing::error!(%error, "abandoned attempts cannot be read"),
        }
    }

    async fn settle(self: Arc<Self>, row: Record, why: &'static str) {
        let _done = LetGo { dispatcher: &self, id: row.id, lane: row.lane, line: &row.line };
        if let Err(error) = Attempt::of(&self, row.clone()).record_unknown(why).await {
            tracing::error!(delivery.id = row.id.0, %error, "an abandoned attempt could not be settled");
            self.resting.rest(REST_AFTER_FAULT).await;
        }
    }

    fn is_at_rest(&self) -> bool {
        self.under_way().is_empty()
    }

    fn under_way(&self) -> MutexGuard<'_, UnderWay> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Gives a row and its line back, however its attempt ends.
struct LetGo<'a> {
    dispatcher: &'a Dispatcher,
    id: DeliveryId,
    lane: Lane,
    line: &'a str,
}

impl Drop for LetGo<'_> {
    fn drop(&mut self) {
        self.dispatcher.under_way().let_go(self.id, self.lane, self.line);
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
