//! Observes the running process. Runs the checks that `/readyz` and the metrics report. Raises and clears the troubles
//! that the `watch` feature stores and announces.
//!
//! The Clock says which rows are due and which attempts are recent. How long a fault lasts is measured in monotonic
//! real time. A trouble is raised only after it has lasted for some real time, so a jump of a virtual Clock raises no
//! trouble.

mod checks;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

use super::heartbeat::Heartbeat;
use super::{backups, features};
use crate::db::{self, Db, DbError};
use crate::delivery::{Dispatcher, outbox};
use crate::discord::wire::gateway::Gateway;
use crate::guild;
use crate::telemetry::{CheckLabels, METRICS, StateLabels, TaskLiveness};
use crate::time::{Clock, SignedDuration, Timestamp, tz_data};
use crate::timers::Engine;
use crate::watch::{self, Connectivity, Debouncer, Incident, Transition, Trouble, service};

use checks::CheckHistory;
pub use checks::CheckResult;

const CHECK_INTERVAL: Duration = Duration::from_secs(15);
/// The time window, by the Clock, in which attempts to deliver are counted.
const ATTEMPTS_WINDOW: SignedDuration = SignedDuration::from_mins(10);
/// How often the monitor writes a setting to test whether the database can be written.
const WRITE_INTERVAL: Duration = Duration::from_secs(60);
/// How often the whole database file is checked for damage.
const QUICK_CHECK_INTERVAL: Duration = Duration::from_secs(24 * 60 * 60);
/// How often all rows are read to find unreadable ones.
const ROWS_INTERVAL: Duration = Duration::from_secs(5 * 60);
/// How often all rows are read if other code has found unreadable rows since the last read.
const ROWS_INTERVAL_WITH_NEW_FAULTS: Duration = Duration::from_secs(60);

/// Runs the health checks of one running bot.
pub struct Monitor {
    db: Db,
    clock: Arc<dyn Clock>,
    gateway: Arc<Gateway>,
    engine: Arc<Engine>,
    dispatcher: Arc<Dispatcher>,
    state: Mutex<MonitorState>,
    /// The value of the damage counter when this bot started. Only later damage belongs to this bot.
    damage_before: u64,
}

#[derive(Default)]
struct MonitorState {
    history: CheckHistory,
    /// The latest test write: when it ran, and why it failed if it failed.
    last_write: Option<(Instant, Result<(), String>)>,
    /// The latest check of the whole file: when it ran, and the damage that it found.
    last_quick_check: Option<(Instant, Option<String>)>,
    /// The latest read of all rows: when it ran, the value of the unreadable-rows counter after it, and its result.
    last_rows: Option<(Instant, u64, CheckResult)>,
    /// Whether most of the recent attempts to deliver succeeded.
    is_delivering: bool,
    debouncers: BTreeMap<Trouble, Debouncer>,
    /// Whether the open incident of an earlier process was loaded into `debouncers`.
    is_restored: bool,
    /// Whether the latest update of the incident failed. Only the first of several failures is logged.
    has_update_failed: bool,
}

impl Monitor {
    pub fn new(
        db: Db,
        clock: Arc<dyn Clock>,
        gateway: Arc<Gateway>,
        engine: Arc<Engine>,
        dispatcher: Arc<Dispatcher>,
    ) -> Self {
        let damage_before = METRICS.database_damage.get();
        Self { db, clock, gateway, engine, dispatcher, state: Mutex::default(), damage_before }
    }

    /// Runs the checks and reports changes every [`CHECK_INTERVAL`] until `stop`. Calls `liveness.begin_step` before
    /// each wait and check, so a check that hangs is noticed.
    pub async fn run(self: Arc<Self>, liveness: TaskLiveness, stop: CancellationToken) {
        loop {
            liveness.begin_step();
            tokio::select! {
                () = tokio::time::sleep(CHECK_INTERVAL) => self.check_and_report(Instant::now()).await,
                () = stop.cancelled() => return,
            }
        }
    }

    /// Sends a heartbeat every `interval` until `stop`, but only while all checks pass. Calls `liveness.begin_step`
    /// before each check, and `begin_wait` after it.
    pub async fn send_heartbeats(
        self: Arc<Self>,
        heartbeat: Heartbeat,
        interval: Duration,
        liveness: TaskLiveness,
        stop: CancellationToken,
    ) {
        loop {
            let beat = async {
                liveness.begin_step();
                if self.is_healthy(Instant::now()).await {
                    heartbeat.send().await;
                }
                liveness.begin_wait();
                tokio::time::sleep(interval).await;
            };
            tokio::select! {
                biased;
                () = stop.cancelled() => return,
                () = beat => {}
            }
        }
    }

    /// Whether all checks pass and no incident is open. Ignores troubles about single rows that are set aside: Magpie
    /// works without those rows. If they stopped the heartbeat, nobody would notice that Magpie itself stops.
    pub(super) async fn is_healthy(&self, at: Instant) -> bool {
        let is_every_check_ok =
            self.check(at).await.iter().all(|result| result.ok || result.trouble.is_limited_to_single_rows());
        let is_about_single_rows = |incident: &Incident| {
            incident
                .troubles
                .iter()
                .all(|period| period.ended_at.is_some() || period.trouble.is_limited_to_single_rows())
        };
        is_every_check_ok
            && service::open_incident(&self.db).await.is_ok_and(|open| open.as_ref().is_none_or(is_about_single_rows))
    }

    /// Runs the checks at the monotonic instant `at`, and then stores and announces the changes.
    pub async fn check_and_report(&self, at: Instant) {
        let results = self.check(at).await;
        let mut state = self.state.lock().await;
        let outcome = self.update_incident(&mut state, &results, at).await;
        if let (Err(error), false) = (&outcome, state.has_update_failed) {
            tracing::error!(%error, "the incident could not be updated; trying again at the next check");
        }
        state.has_update_failed = outcome.is_err();
    }

    /// Runs the checks at the monotonic instant `at`, and returns their results.
    pub async fn check(&self, at: Instant) -> Vec<CheckResult> {
        let mut state = self.state.lock().await;
        let now = self.clock.now();
        let gateway =
            state.history.gateway(self.gateway.is_live(), self.gateway.last_connection_error().as_deref(), at);
        let mut results = vec![gateway];
        results.push(self.check_database(&mut state, now, at).await);
        results.extend(self.check_rows(&mut state, now, at).await);
        results.push(self.check_permissions().await);
        results.push(self.check_set_aside(&mut state, now, at).await);
        // Must run last: the other checks may have found damage.
        results.push(self.check_damage(&mut state, at).await);
        for result in &results {
            METRICS.checks.get_or_create(&CheckLabels { check: result.trouble.code() }).set(i64::from(result.ok));
        }
        results
    }

    async fn check_database(&self, state: &mut MonitorState, now: Timestamp, at: Instant) -> CheckResult {
        let is_due = match &state.last_write {
            Some((written_at, Ok(()))) => at.saturating_duration_since(*written_at) >= WRITE_INTERVAL,
            Some((_, Err(_))) | None => true,
        };
        if is_due {
            let write_result =
                self.db.write(async |tx| db::write_setting(tx, "watch.written_at", &now.to_string()).await).await;
            let fault = |error: DbError| match error {
                // These errors contain their own advice.
                DbError::Replaced(_) | DbError::LockReplaced(_) | DbError::Damaged(_) => error.to_string(),
                error => format!("{error}: check the disk and the owner of the file"),
            };
            state.last_write = Some((at, write_result.map_err(fault)));
        }
        let file_error = self.db.check_files().err().map(|error| error.to_string());
        let write_error = state.last_write.as_ref().and_then(|(_, write_result)| write_result.as_ref().err());
        checks::database(file_error.as_ref().or(write_error).map(String::as_str))
    }

    async fn check_damage(&self, state: &mut MonitorState, at: Instant) -> CheckResult {
        let is_due = state
            .last_quick_check
            .as_ref()
            .is_none_or(|(checked_at, _)| at.saturating_duration_since(*checked_at) >= QUICK_CHECK_INTERVAL);
        if is_due {
            match self.db.quick_check().await {
                Ok(fault) => state.last_quick_check = Some((at, fault)),
                Err(error) => return CheckResult::unreadable(Trouble::Damage, &error),
            }
        }
        let fault = state.last_quick_check.as_ref().and_then(|(_, fault)| fault.as_deref());
        // Damage is permanent, so one failed statement is enough. The quick check of the file misses damage that only
        // an index has.
        let statement_fault =
            (METRICS.database_damage.get() > self.damage_before).then_some("statements fail because of it");
        checks::damage(fault.or(statement_fault))
    }

    async fn check_permissions(&self) -> CheckResult {
        let read = async {
            let mut conn = self.db.read().await?;
            let (missing, deleted) = match guild::service::setup(&mut conn).await? {
                Some(setup) => (
                    guild::service::missing_permissions(&mut conn, &setup).await?,
                    guild::service::deleted_choices(&mut conn, &setup).await?,
                ),
                None => (Vec::new(), Vec::new()),
            };
            Ok((missing, deleted, guild::service::two_factor(&mut conn).await?))
        };
        match read.await {
            Ok((missing, deleted, two_factor)) => checks::permissions(&missing, &deleted, two_factor),
            Err(error) => CheckResult::unreadable(Trouble::Permissions, &error),
        }
    }

    async fn check_set_aside(&self, state: &mut MonitorState, now: Timestamp, at: Instant) -> CheckResult {
        let unreadable_count = METRICS.unreadable_rows.get();
        if let Some((read_at, count_before, result)) = &state.last_rows {
            let interval = if unreadable_count > *count_before { ROWS_INTERVAL_WITH_NEW_FAULTS } else { ROWS_INTERVAL };
            if at.saturating_duration_since(*read_at) < interval {
                return result.clone();
            }
        }
        let rows = async { features::set_aside(&mut *self.db.read().await?, now).await }.await;
        let result = match rows {
            Ok(rows) => checks::set_aside(&rows),
            Err(error) => CheckResult::unreadable(Trouble::SetAside, &error),
        };
        // Read the counter again: this check itself may have counted unreadable rows.
        state.last_rows = Some((at, METRICS.unreadable_rows.get(), result.clone()));
        result
    }

    /// Runs the checks of the engine, the outbox and the attempts. Each check reads its table separately, so a check
    /// that cannot read does not stop the others.
    async fn check_rows(&self, state: &mut MonitorState, now: Timestamp, at: Instant) -> [CheckResult; 3] {
        let since = now.saturating_sub(ATTEMPTS_WINDOW).unwrap_or(Timestamp::MIN);
        let unreadable = CheckResult::unreadable;
        let engine = match self.engine.earliest_due().await {
            Ok(due) => state.history.engine(self.engine.failing_work(), self.engine.busy_since(), due, now, at),
            Err(error) => unreadable(Trouble::Engine, &error),
        };
        let overdue = async { outbox::most_overdue(&mut *self.db.read().await?, &watch::SOURCE, now).await }.await;
        let outbox = match overdue {
            Ok(overdue) => state.history.outbox(overdue, now, at),
            Err(error) => unreadable(Trouble::Outbox, &error),
        };
        let attempts = async { outbox::traffic(&mut *self.db.read().await?, &watch::SOURCE, since).await }.await;
        let failures = match attempts {
            Ok(attempts) => {
                state.is_delivering = attempts.arrived > attempts.failed;
                checks::failures(attempts, self.dispatcher.outage(), now)
            }
            Err(error) => unreadable(Trouble::AttemptFailures, &error),
        };
        [engine, outbox, failures]
    }

    async fn update_incident(
        &self,
        state: &mut MonitorState,
        results: &[CheckResult],
        at: Instant,
    ) -> Result<(), DbError> {
        let now = self.clock.now();
        self.load_open_incident(state).await?;
        let is_connected = results.iter().any(|result| result.trouble == Trouble::Gateway && result.ok);
        let is_online = is_connected || state.is_delivering;
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
            debouncer.record_stored(transition);
        }
        if is_online {
            service::announce_open(&self.db, now).await?;
        }
        METRICS.incident_open.set(i64::from(service::open_incident(&self.db).await?.is_some()));
        Ok(())
    }

    /// Loads the open incident of an earlier process into `debouncers`. Does this only once.
    async fn load_open_incident(&self, state: &mut MonitorState) -> Result<(), DbError> {
        if state.is_restored {
            return Ok(());
        }
        let troubles = service::open_incident(&self.db).await?.map_or(Vec::new(), |incident| incident.troubles);
        for open_trouble in troubles.iter().filter(|trouble| trouble.ended_at.is_none()) {
            state.debouncers.insert(open_trouble.trouble, Debouncer::already_raised());
        }
        state.is_restored = true;
        Ok(())
    }

    /// Updates the metrics that are measured only when they are requested: deliveries by state, the age of the latest
    /// backup and of the tz data, and the sizes of the files.
    pub async fn update_metrics(&self) {
        backups::update_metric(self.clock.now());
        let (database, wal) = self.db.file_bytes();
        METRICS.database_bytes.set(i64::try_from(database).unwrap_or(i64::MAX));
        METRICS.wal_bytes.set(i64::try_from(wal).unwrap_or(i64::MAX));
        let released_at = tz_data().released_at();
        let age = released_at.map_or(0.0, |at| self.clock.now().duration_since(at).as_secs_f64());
        METRICS.tz_data_age_seconds.set(age);
        let counts = async { outbox::counts(&mut *self.db.read().await?).await };
        for (state, rows) in counts.await.unwrap_or_default() {
            METRICS.outbox_rows.get_or_create(&StateLabels { state }).set(rows);
        }
    }
}
