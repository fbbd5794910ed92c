//! Observes the running process: runs the checks that `/readyz` and the metrics report, and raises and clears the
//! troubles that the `watch` feature stores and announces.
//!
//! Rows are checked by the Clock, and the process by monotonic real time. A trouble is raised only after it has lasted
//! for some real time, so a move of a virtual Clock raises none.

mod checks;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

use super::heartbeat::Heartbeat;
use crate::db::{self, Db, DbError};
use crate::delivery::outbox;
use crate::discord::wire::gateway::Gateway;
use crate::telemetry::{CheckName, InState, METRICS};
use crate::time::{Clock, SignedDuration, Timestamp};
use crate::timers::Engine;
use crate::watch::{self, Connectivity, Debouncer, Transition, Trouble, service};

use checks::CheckHistory;
pub use checks::CheckResult;

const CHECK_INTERVAL: Duration = Duration::from_secs(15);
/// How far back attempts to deliver are counted, by the Clock.
const ATTEMPTS_WINDOW: SignedDuration = SignedDuration::from_mins(10);
/// How often a test write checks whether the database can be written.
const WRITE_INTERVAL: Duration = Duration::from_secs(60);

pub struct Monitor {
    db: Db,
    clock: Arc<dyn Clock>,
    gateway: Arc<Gateway>,
    engine: Arc<Engine>,
    state: Mutex<MonitorState>,
}

#[derive(Default)]
struct MonitorState {
    history: CheckHistory,
    /// The latest test write, and why it failed.
    last_write: Option<(Instant, Result<(), String>)>,
    /// Recently more attempts to deliver succeeded than failed.
    messages_arrive: bool,
    debouncers: BTreeMap<Trouble, Debouncer>,
    /// The open incident of an earlier process was read into `debouncers`.
    is_restored: bool,
    /// The latest update of the incident failed, so that the failure is logged once.
    update_failed: bool,
}

impl Monitor {
    pub fn new(db: Db, clock: Arc<dyn Clock>, gateway: Arc<Gateway>, engine: Arc<Engine>) -> Self {
        Self { db, clock, gateway, engine, state: Mutex::default() }
    }

    /// Checks and reports every [`CHECK_INTERVAL`] until `stop`.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = tokio::time::sleep(CHECK_INTERVAL) => self.check_and_report(Instant::now()).await,
                () = stop.cancelled() => return,
            }
        }
    }

    /// Sends heartbeats until `stop`, while all checks pass.
    pub async fn send_heartbeats(self: Arc<Self>, heartbeat: Heartbeat, interval: Duration, stop: CancellationToken) {
        loop {
            let beat = async {
                if self.is_well(Instant::now()).await {
                    heartbeat.send().await;
                }
                tokio::time::sleep(interval).await;
            };
            tokio::select! {
                biased;
                () = stop.cancelled() => return,
                () = beat => {}
            }
        }
    }

    /// All checks pass and no incident is open.
    async fn is_well(&self, at: Instant) -> bool {
        let all_pass = self.check(at).await.iter().all(|result| result.ok);
        all_pass && matches!(service::open_incident(&self.db).await, Ok(None))
    }

    /// Runs the checks at the monotonic `at`, and stores and announces what changed.
    pub async fn check_and_report(&self, at: Instant) {
        let results = self.check(at).await;
        let mut state = self.state.lock().await;
        let outcome = self.update_incident(&mut state, &results, at).await;
        if let (Err(error), false) = (&outcome, state.update_failed) {
            tracing::error!(%error, "the incident could not be updated; trying again at the next check");
        }
        state.update_failed = outcome.is_err();
    }

    /// Runs the checks at the monotonic `at`.
    pub async fn check(&self, at: Instant) -> Vec<CheckResult> {
        let mut state = self.state.lock().await;
        let now = self.clock.now();
        let gateway = state.history.gateway(self.gateway.is_live(), at);
        let database = self.check_database(&mut state, now, at).await;
        let rows = match database.ok {
            true => self.check_rows(&mut state, now, at).await,
            false => Err(DbError::Busy),
        };
        let mut results = rows.unwrap_or_else(|_| {
            [Trouble::Engine, Trouble::Outbox, Trouble::Failures].map(CheckResult::unknown).to_vec()
        });
        results.extend([gateway, database]);
        for result in &results {
            METRICS.checks.get_or_create(&CheckName { check: result.trouble.code() }).set(i64::from(result.ok));
        }
        results
    }

    async fn check_database(&self, state: &mut MonitorState, now: Timestamp, at: Instant) -> CheckResult {
        let is_due = match &state.last_write {
            Some((written_at, Ok(()))) => at.saturating_duration_since(*written_at) >= WRITE_INTERVAL,
            Some((_, Err(_))) | None => true,
        };
        if is_due {
            let written =
                self.db.write(async |tx| db::write_setting(tx, "watch.written_at", &now.to_string()).await).await;
            state.last_write = Some((at, written.map_err(|error: DbError| error.to_string())));
        }
        let fault = state.last_write.as_ref().and_then(|(_, written)| written.as_ref().err());
        checks::database(fault.map(String::as_str))
    }

    async fn check_rows(
        &self,
        state: &mut MonitorState,
        now: Timestamp,
        at: Instant,
    ) -> Result<Vec<CheckResult>, DbError> {
        let since = now.saturating_sub(ATTEMPTS_WINDOW).unwrap_or(Timestamp::MIN);
        // When this fails, the engine fails too, and stays in its step.
        let earliest_due = self.engine.earliest_due().await.unwrap_or(None);
        let mut reader = self.db.read().await?;
        let overdue = outbox::most_overdue(&mut reader, &watch::SOURCE, now).await?;
        let attempts = outbox::traffic(&mut reader, &watch::SOURCE, since).await?;
        drop(reader);
        state.messages_arrive = attempts.arrived > attempts.failed;
        Ok(vec![
            state.history.engine(self.engine.busy_since(), earliest_due, now, at),
            state.history.outbox(overdue, now, at),
            checks::failures(attempts),
        ])
    }

    async fn update_incident(
        &self,
        state: &mut MonitorState,
        results: &[CheckResult],
        at: Instant,
    ) -> Result<(), DbError> {
        let now = self.clock.now();
        self.restore(state).await?;
        let is_connected = results.iter().any(|result| result.trouble == Trouble::Gateway && result.ok);
        let is_online = is_connected || state.messages_arrive;
        let connectivity = if is_online { Connectivity::Online } else { Connectivity::Offline };
        for result in results {
            let debouncer = state.debouncers.entry(result.trouble).or_default();
            let Some(transition) = debouncer.observe(result.ok, now, at) else { continue };
            let check = result.trouble.code();
            match transition {
                Transition::Raise { began_at } => {
                    service::raise(&self.db, result.trouble, began_at, connectivity, now).await?;
                    tracing::error!(check, "the {check} check fails: {}", result.detail);
                }
                Transition::Clear { ended_at } => {
                    service::clear(&self.db, result.trouble, ended_at, now).await?;
                    tracing::info!(check, "the {check} check passes again: {}", result.detail);
                }
            }
            debouncer.stored(transition);
        }
        if is_online {
            service::announce_open(&self.db, now).await?;
        }
        METRICS.incident_open.set(i64::from(service::open_incident(&self.db).await?.is_some()));
        Ok(())
    }

    /// Continues the open incident of an earlier process.
    async fn restore(&self, state: &mut MonitorState) -> Result<(), DbError> {
        if state.is_restored {
            return Ok(());
        }
        let troubles = service::open_incident(&self.db).await?.map_or(Vec::new(), |incident| incident.troubles);
        for lasting in troubles.iter().filter(|trouble| trouble.ended_at.is_none()) {
            state.debouncers.insert(lasting.trouble, Debouncer::raised());
        }
        state.is_restored = true;
        Ok(())
    }

    /// Updates the metric of deliveries by state.
    pub async fn update_outbox_metric(&self) {
        let counts = async { outbox::counts(&mut *self.db.read().await?).await };
        for (state, rows) in counts.await.unwrap_or_default() {
            METRICS.outbox_rows.get_or_create(&InState { state }).set(rows);
        }
    }
}
