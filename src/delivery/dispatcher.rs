//! The dispatcher: starts attempts for the rows that are due, within the limits of each lane.
//!
//! The dispatcher runs in its own task, separate from the engine, so a slow platform does not delay timers. During an
//! outage of the platform it pauses all deliveries (see [`outage`](super::outage)). A crash loses no delivery: an
//! attempt in flight is a row in state `sending`. If a row is in this state when Magpie starts, its outcome is unknown.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::context::Context;
use super::in_flight::{InFlight, MAX_IN_FLIGHT_PER_LANE};
use super::model::{Counts, DeliveryId, Lane, Posted};
use super::outage::{Gate, Outage, OutageReport};
use super::record::Record;
use super::route::{Route, Routes};
use super::settings::DispatcherSettings;
use super::source::{Source, SourceError, Sources};
use super::store::{self, Candidate};
use super::{attempt, metrics, results, set_aside};
use crate::db::{Db, DbError, Spawner, TokioSpawner};
use crate::members::{ChannelId, MessageId};
use crate::telemetry::TaskLiveness;
use crate::time::{Clock, Timestamp};
use crate::timers::{FaultPause, Gauge, Sleeper};

/// How many rows of each lane and source one round reads. If a round read fewer rows, all rows that it read could be in
/// flight already, and the round would miss a later row that may start.
const CANDIDATES_PER_SOURCE: i64 = MAX_IN_FLIGHT_PER_LANE as i64;
/// The wait after a database error.
const REST_AFTER_FAULT: Duration = Duration::from_millis(500);

pub struct Dispatcher {
    context: Context,
    sleeper: tokio::sync::Mutex<Sleeper>,
    gauge: Gauge,
    fault_pause: FaultPause,
    /// The rows in flight of each platform, by its number.
    in_flight: Mutex<Vec<InFlight>>,
    /// Notified when an attempt ends.
    ended: Notify,
    spawner: Arc<dyn Spawner>,
    /// Whether a database error was logged and no attempt has succeeded since that error.
    is_faulty: AtomicBool,
    liveness: TaskLiveness,
}

impl Dispatcher {
    pub fn new(
        db: Db,
        clock: Arc<dyn Clock>,
        routes: Vec<Arc<dyn Route>>,
        sources: Vec<Arc<dyn Source>>,
        settings: DispatcherSettings,
    ) -> Arc<Self> {
        Self::with_spawner(db, clock, routes, sources, settings, Arc::new(TokioSpawner))
    }

    /// Like [`Self::new`], with the given spawner for the attempts.
    pub fn with_spawner(
        db: Db,
        clock: Arc<dyn Clock>,
        routes: Vec<Arc<dyn Route>>,
        sources: Vec<Arc<dyn Source>>,
        settings: DispatcherSettings,
        spawner: Arc<dyn Spawner>,
    ) -> Arc<Self> {
        metrics::create_counters();
        let sleeper = Sleeper::new(&db, Arc::clone(&clock));
        let (gauge, fault_pause) = (sleeper.gauge(), sleeper.fault_pause());
        let (routes, sources) = (Routes::new(routes), Sources::new(sources));
        let in_flight: Vec<_> =
            routes.platforms().map(|platform| InFlight::new(platform.max_in_flight_per_lane())).collect();
        let outages = in_flight.iter().map(|_| Outage::default()).collect();
        Arc::new(Self {
            context: Context { db, clock, routes, sources, settings, outages },
            sleeper: sleeper.into(),
            gauge,
            fault_pause,
            in_flight: in_flight.into(),
            ended: Notify::new(),
            spawner,
            is_faulty: AtomicBool::new(false),
            liveness: TaskLiveness::default(),
        })
    }

    pub fn sources(&self) -> Sources {
        self.context.sources.clone()
    }

    /// Shows whether the dispatcher is idle: nothing is due and nothing is in flight.
    pub fn gauge(&self) -> Gauge {
        self.gauge.clone()
    }

    /// Shows whether the dispatcher still runs: each round begins a step. Attempts in flight have their own time-outs.
    pub fn liveness(&self) -> TaskLiveness {
        self.liveness.clone()
    }

    /// The next instant after `now` at which the dispatcher has work: a delivery is due, or in an outage the next probe
    /// starts.
    pub async fn next_due(&self, now: Timestamp) -> Result<Option<Timestamp>, DbError> {
        let due_at = store::next_due(&mut *self.context.db.read().await?, now).await?;
        Ok(earliest(due_at, self.probes_at(), now))
    }

    /// The current outage of the first platform, which is Discord; `None` if it responds.
    pub fn outage(&self) -> Option<OutageReport> {
        self.context.outages.first()?.report()
    }

    /// When each platform with an outage may be probed.
    fn probes_at(&self) -> impl Iterator<Item = Timestamp> {
        self.context.outages.iter().filter_map(Outage::paused_until)
    }

    /// Runs until `stop` is cancelled, then waits for the attempts in flight. If the caller drops the future earlier,
    /// these attempts are cancelled, and the next start settles their rows.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        let mut sleeper = self.sleeper.lock().await;
        let attempts = Attempts::default();
        let _cancel_on_drop = attempts.dropped.clone().drop_guard();
        self.settle_abandoned().await;
        let mut is_swept = false;
        while !stop.is_cancelled() {
            let scan = sleeper.begin_scan();
            self.liveness.begin_step();
            // Read this before the scan. An attempt that finishes during the scan can free a row that the scan already
            // skipped, and no commit would wake us for that row.
            let was_idle = self.is_idle();
            let next_due = match self.start_round(scan.now, &attempts).await {
                Ok(next_due) => next_due,
                Err(error) => {
                    tracing::error!(%error, "due deliveries cannot be read");
                    self.fault_pause.wait(REST_AFTER_FAULT).await;
                    continue;
                }
            };
            if !is_swept {
                // Sweep after the first round, not before it: reading a long queue takes time. Until the sweep, an
                // unreadable row blocks only its own line.
                is_swept = true;
                if let Err(error) = set_aside::sweep(&self.context).await {
                    tracing::error!(%error, "the waiting deliveries could not be checked");
                }
            }
            self.liveness.begin_wait();
            if was_idle && self.is_idle() {
                tokio::select! {
                    biased;
                    () = stop.cancelled() => {}
                    () = sleeper.park(scan, next_due) => {}
                }
            } else {
                tokio::select! {
                    biased;
                    () = stop.cancelled() => {}
                    () = self.ended.notified() => {}
                    () = sleeper.sleep_while_busy(next_due) => {}
                }
            }
        }
        attempts.tracker.close();
        attempts.tracker.wait().await;
    }

    /// Called when the gateway reports our own message, which proves that the message arrived. Settles an attempt whose
    /// response was lost.
    pub async fn settle_seen_message(
        &self,
        nonce: &str,
        channel: ChannelId,
        message: MessageId,
    ) -> Result<(), DbError> {
        let found = store::by_nonce(&mut *self.context.db.read().await?, nonce).await?;
        self.settle_as_arrived(found, channel, message).await
    }

    /// Called when somebody presses a button on our own message, which proves that the message arrived. Settles an
    /// attempt whose response was lost. `tag`: the beginning of the message's nonce.
    pub async fn settle_pressed_message(
        &self,
        tag: &str,
        channel: ChannelId,
        message: MessageId,
    ) -> Result<(), DbError> {
        let found = store::unsettled_by_tag(&mut *self.context.db.read().await?, tag).await?;
        self.settle_as_arrived(found, channel, message).await
    }

    async fn settle_as_arrived(
        &self,
        found: Option<Record>,
        channel: ChannelId,
        message: MessageId,
    ) -> Result<(), DbError> {
        let Some(record) = found else { return Ok(()) };
        let posted = Posted { channel: Some(channel), message: Some(message), at: self.context.clock.now() };
        match results::handle_arrival(&self.context, &record, posted).await {
            Ok(()) => Ok(()),
            Err(SourceError::Db(error)) => Err(error),
            Err(error) => {
                tracing::error!(%error, "the delivery of a message that arrived could not be settled");
                Ok(())
            }
        }
    }

    /// Starts an attempt for each row that may start, and settles attempts whose lease has expired. Returns the time
    /// when the next row is due or the next probe may start; `None` if there is neither.
    async fn start_round(self: &Arc<Self>, now: Timestamp, attempts: &Attempts) -> Result<Option<Timestamp>, DbError> {
        let mut reader = self.context.db.read().await?;
        let expired_rows = store::rows_with_expired_lease(&mut reader, now).await?;
        let gates: Vec<Gate> = self.context.outages.iter().map(|outage| outage.gate(now)).collect();
        let lanes = self.free_lanes(&gates);
        let candidates = match lanes.as_slice() {
            [] => Vec::new(),
            lanes => store::due(&mut reader, now, lanes, CANDIDATES_PER_SOURCE).await?,
        };
        let next_due = earliest(store::next_due(&mut reader, now).await?, self.probes_at(), now);
        drop(reader);
        for row in expired_rows.into_iter().filter(|row| self.start_row(row)) {
            let this = Arc::clone(self);
            let why = "no response came before the attempt's lease expired";
            attempts.spawn(&*self.spawner, async move { this.settle(row, why).await });
        }
        for candidate in self.start_candidates(candidates, &gates) {
            let this = Arc::clone(self);
            attempts.spawn(&*self.spawner, async move { this.attempt(candidate).await });
        }
        Ok(next_due)
    }

    /// The lanes in which at least one platform may start another attempt. `gates`: the gate of each platform.
    fn free_lanes(&self, gates: &[Gate]) -> Vec<Lane> {
        let in_flight = self.in_flight();
        let open = || in_flight.iter().zip(gates).filter(|(_, gate)| **gate != Gate::None);
        Lane::ALL.into_iter().filter(|lane| open().any(|(platform, _)| platform.free_lanes().contains(lane))).collect()
    }

    /// Starts as many candidates of each platform as its limits and its gate allow, and returns them.
    fn start_candidates(&self, candidates: Vec<Candidate>, gates: &[Gate]) -> Vec<Candidate> {
        let mut by_platform: Vec<Vec<Candidate>> = gates.iter().map(|_| Vec::new()).collect();
        for candidate in candidates {
            by_platform[self.context.routes.platform_of(&candidate.route)].push(candidate);
        }
        let (mut in_flight, mut started) = (self.in_flight(), Vec::new());
        for (platform, (candidates, gate)) in by_platform.into_iter().zip(gates).enumerate() {
            let limit = match gate {
                Gate::None => 0,
                Gate::Probe => 1,
                Gate::All => usize::MAX,
            };
            let of_platform = in_flight[platform].start(candidates, limit);
            if let (Gate::Probe, [probe]) = (gate, of_platform.as_slice()) {
                self.context.outages[platform].set_probe(probe.id);
            }
            started.extend(of_platform);
        }
        started
    }

    /// Starts this row regardless of the limits. Returns false if it, or another row of its line, is in flight.
    fn start_row(&self, row: &Record) -> bool {
        let platform = self.context.routes.platform_of(row.route.as_str());
        self.in_flight()[platform].start_row(row)
    }

    async fn attempt(self: Arc<Self>, candidate: Candidate) {
        let Candidate { id, lane, ref line, .. } = candidate;
        let platform = self.context.routes.platform_of(&candidate.route);
        let _release = ReleaseOnDrop { dispatcher: &self, platform, id, lane, line };
        let context = &self.context;
        let attempted = async {
            let record = store::by_id(&mut *context.db.read().await?, id).await?;
            match record {
                Some(record) if record.is_due(context.clock.now()) => attempt::run(context, record).await,
                // The delivery was cancelled or postponed after the round read it.
                _ => Ok(()),
            }
        };
        match attempted.await {
            Ok(()) => {
                if self.is_faulty.swap(false, Ordering::Relaxed) {
                    tracing::info!("the database works again; deliveries continue");
                }
            }
            Err(error) if error.is_delivery_fault() => {
                tracing::error!(delivery.id = id.0, %error, "a delivery cannot be completed and fails");
                if let Err(error) = set_aside::end(context, id, &error).await {
                    self.log_fault(id, &error.into());
                    self.fault_pause.wait(REST_AFTER_FAULT).await;
                }
            }
            Err(error) => {
                self.log_fault(id, &error);
                self.fault_pause.wait(REST_AFTER_FAULT).await;
            }
        }
    }

    /// Logs an attempt that could not be completed. While the database fails, attempts fail about twice a second, so
    /// only the first of these failures is logged as an error.
    fn log_fault(&self, id: DeliveryId, error: &SourceError) {
        let is_db_error = matches!(error, SourceError::Db(_));
        if is_db_error && self.is_faulty.swap(true, Ordering::Relaxed) {
            tracing::debug!(delivery.id = id.0, %error, "an attempt to deliver could not be completed");
        } else {
            tracing::error!(delivery.id = id.0, %error, "an attempt to deliver could not be completed");
        }
    }

    /// Settles the attempts that were in flight when the previous process died. Their outcomes are unknown.
    async fn settle_abandoned(self: &Arc<Self>) {
        let abandoned =
            async { store::rows_with_expired_lease(&mut *self.context.db.read().await?, Timestamp::MAX).await };
        match abandoned.await {
            Ok(rows) => {
                for row in rows.into_iter().filter(|row| self.start_row(row)) {
                    Arc::clone(self).settle(row, "the process ended before the response came").await;
                }
            }
            Err(error) => tracing::error!(%error, "abandoned attempts cannot be read"),
        }
    }

    async fn settle(self: Arc<Self>, row: Record, why: &'static str) {
        let platform = self.context.routes.platform_of(row.route.as_str());
        let _release = ReleaseOnDrop { dispatcher: &self, platform, id: row.id, lane: row.lane, line: &row.line };
        if let Err(error) = results::handle_lost_response(&self.context, &row, why, Counts::Yes).await {
            tracing::error!(delivery.id = row.id.0, %error, "an abandoned attempt could not be settled");
            self.fault_pause.wait(REST_AFTER_FAULT).await;
        }
    }

    fn is_idle(&self) -> bool {
        self.in_flight().iter().all(InFlight::is_empty)
    }

    fn in_flight(&self) -> MutexGuard<'_, Vec<InFlight>> {
        self.in_flight.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The earliest of the next due time and the times of the next probes. Ignores a probe that is not later than `now`.
fn earliest(
    due_at: Option<Timestamp>,
    probes_at: impl Iterator<Item = Timestamp>,
    now: Timestamp,
) -> Option<Timestamp> {
    due_at.into_iter().chain(probes_at.filter(|at| *at > now)).min()
}

/// Removes a row and its line from the rows in flight when the attempt ends, even after a panic or a cancellation.
struct ReleaseOnDrop<'a> {
    dispatcher: &'a Dispatcher,
    /// The number of the platform of the attempt.
    platform: usize,
    id: DeliveryId,
    lane: Lane,
    line: &'a str,
}

impl Drop for ReleaseOnDrop<'_> {
    fn drop(&mut self) {
        self.dispatcher.in_flight()[self.platform].release(self.id, self.lane, self.line);
        self.dispatcher.context.outages[self.platform].attempt_ended(self.id);
        self.dispatcher.ended.notify_one();
    }
}

/// The attempts of one run of the dispatcher.
#[derive(Default)]
struct Attempts {
    tracker: TaskTracker,
    /// Cancelled when the run ends, so that no attempt continues after the run.
    dropped: CancellationToken,
}

impl Attempts {
    fn spawn(&self, spawner: &dyn Spawner, attempt: impl Future<Output = ()> + Send + 'static) {
        let dropped = self.dropped.clone();
        let attempt = async move { dropped.run_until_cancelled_owned(attempt).await };
        let attempt = self.tracker.track_future(attempt);
        spawner.spawn(Box::pin(async move {
            attempt.await;
        }));
    }
}
