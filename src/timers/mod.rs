//! Timers: the loop that runs due rows, the trait that a feature implements for its timers, and the sleeper.
//!
//! The engine sleeps until the earliest due row or a wake-up, then runs the due work of each feature in order.
//!
//! The engine only turns due rows into outbox rows; the dispatcher sends them. Every timer of Magpie is a row that some
//! [`DueWork`] reads. So the process may die at any instant, and the next one continues from the rows.

mod handled_interactions;
mod retention;
mod sleeper;

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures_util::FutureExt as _;
use tokio_util::sync::CancellationToken;

use crate::db::{Conn, Db, DbError};
use crate::telemetry::TaskLiveness;
use crate::time::{Clock, Timestamp};

pub use handled_interactions::HandledInteractions;
pub use retention::{Expire, Retention};
pub use sleeper::{FaultPause, Gauge, ScanState, Sleeper};

/// The most rows that one `run_due` may handle: few enough that its transaction does not hold up others.
const MAX_BATCH_ROWS: u32 = 100;
/// The pause of due work after its first failure. Each further failure in a row doubles the pause, up to [`MAX_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const MAX_PAUSE: Duration = Duration::from_secs(30);

/// The timers of one feature.
#[async_trait]
pub trait DueWork: Send + Sync + 'static {
    /// For the log.
    fn name(&self) -> &'static str;

    /// The earliest due time later than `after`; `None` when no row waits.
    async fn next_due(&self, conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError>;

    /// Handles rows due at or before `now`, at most `limit`; returns how many it handled, 0 when none is left. A row
    /// that it cannot handle must be postponed or ended, because a row that stays due would be handled forever.
    async fn run_due(&self, now: Timestamp, limit: u32) -> Result<u32, DbError>;
}

/// Due work whose latest run failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailingWork {
    pub name: &'static str,
    /// When the first of the latest failures in a row happened, in real time and not by the Clock.
    pub since: Instant,
    pub error: String,
}

struct WorkFault {
    since: Instant,
    error: String,
    pause: Duration,
    failed_at: Instant,
    /// How often the Clock had jumped when the work failed. After a further jump the work is tried at once, because no
    /// real time needs to pass under a virtual Clock.
    moves: u64,
}

pub struct Engine {
    db: Db,
    clock: Arc<dyn Clock>,
    work: Vec<Arc<dyn DueWork>>,
    sleeper: tokio::sync::Mutex<Sleeper>,
    gauge: Gauge,
    /// When the current step began, in real time; `None` while the engine sleeps. The monitor reads it.
    busy_since: Mutex<Option<Instant>>,
    liveness: TaskLiveness,
    /// The fault of each work, in the order of `work`.
    faults: Mutex<Vec<Option<WorkFault>>>,
}

impl Engine {
    /// `work` is run in the order given.
    pub fn new(db: Db, clock: Arc<dyn Clock>, work: Vec<Arc<dyn DueWork>>) -> Arc<Self> {
        let sleeper = Sleeper::new(&db, Arc::clone(&clock));
        let gauge = sleeper.gauge();
        let (busy_since, liveness) = (Mutex::default(), TaskLiveness::default());
        let faults = Mutex::new(work.iter().map(|_| None).collect());
        Arc::new(Self { db, clock, work, sleeper: sleeper.into(), gauge, busy_since, liveness, faults })
    }

    /// Shows whether the engine is idle: nothing is due.
    pub fn gauge(&self) -> Gauge {
        self.gauge.clone()
    }

    /// When the current step began, in real time; `None` while the engine sleeps.
    pub fn busy_since(&self) -> Option<Instant> {
        *self.busy()
    }

    /// The engine's sign of life, which beats with each step, also when the work fails.
    pub fn liveness(&self) -> TaskLiveness {
        self.liveness.clone()
    }

    /// When the earliest of all rows is due. This can be in the past.
    pub async fn earliest_due(&self) -> Result<Option<Timestamp>, DbError> {
        self.next_due(Timestamp::MIN).await
    }

    /// The due work that has failed for longest, if any fails.
    pub fn failing(&self) -> Option<FailingWork> {
        let faults = self.faults();
        let failing = self.work.iter().zip(faults.iter()).filter_map(|(work, fault)| Some((work, fault.as_ref()?)));
        let longest = failing.min_by_key(|(_, fault)| fault.since)?;
        let (work, fault) = longest;
        Some(FailingWork { name: work.name(), since: fault.since, error: fault.error.clone() })
    }

    /// Turns all rows that fell due while no process ran into outbox rows. Called before anything is sent, so that the
    /// highest lane goes first and messages that belong together are joined.
    pub async fn catch_up(&self) {
        let moves = self.sleeper.lock().await.moves();
        self.run_cycle(self.clock.now(), moves).await;
    }

    /// When the next row of any feature is due after `now`.
    pub async fn next_due(&self, now: Timestamp) -> Result<Option<Timestamp>, DbError> {
        let mut reader = self.db.read().await?;
        let mut earliest = None;
        for work in &self.work {
            earliest = earlier(earliest, work.next_due(&mut reader, now).await?);
        }
        Ok(earliest)
    }

    /// Runs until `stop` is cancelled.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        let mut sleeper = self.sleeper.lock().await;
        while !stop.is_cancelled() {
            let scan = sleeper.begin_scan();
            self.liveness.begin_step();
            self.busy().get_or_insert_with(Instant::now);
            let Cycle { next_due, retry_in } = self.run_cycle(scan.now, sleeper.moves()).await;
            *self.busy() = None;
            self.liveness.begin_wait();
            let fault_pause = sleeper.fault_pause();
            let sleep = async {
                match retry_in {
                    None => sleeper.park(scan, next_due).await,
                    // The failed work is still due, so the engine is not idle.
                    Some(pause) => tokio::select! {
                        biased;
                        () = sleeper.sleep_while_busy(next_due) => {}
                        () = fault_pause.rest(pause) => {}
                    },
                }
            };
            tokio::select! {
                biased;
                () = stop.cancelled() => {}
                () = sleep => {}
            }
        }
    }

    fn busy(&self) -> MutexGuard<'_, Option<Instant>> {
        self.busy_since.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn faults(&self) -> MutexGuard<'_, Vec<Option<WorkFault>>> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs everything that is due at `now`, feature by feature. A failure of one feature does not stop the others. Its
    /// work is tried again after a pause that grows.
    async fn run_cycle(&self, now: Timestamp, moves: u64) -> Cycle {
        let mut cycle = Cycle::default();
        for (index, work) in self.work.iter().enumerate() {
            if let Some(pause) = self.pause_left(index, now, moves) {
                cycle.retry_within(pause);
                continue;
            }
            match AssertUnwindSafe(self.run_all_due(&**work, now)).catch_unwind().await {
                Ok(Ok(next_due)) => {
                    cycle.next_due = earlier(cycle.next_due, next_due);
                    if self.faults()[index].take().is_some() {
                        tracing::info!(work = work.name(), "due work succeeds again");
                    }
                }
                Ok(Err(error)) => cycle.retry_within(self.record_failure(index, error.to_string(), moves)),
                Err(_) => cycle.retry_within(self.record_failure(index, "it panicked; see the log".to_owned(), moves)),
            }
        }
        cycle
    }

    /// Handles all due rows of one feature. Returns when its next row is due.
    async fn run_all_due(&self, work: &dyn DueWork, now: Timestamp) -> Result<Option<Timestamp>, DbError> {
        loop {
            let rows = work.run_due(now, MAX_BATCH_ROWS).await?;
            if rows == 0 {
                break;
            }
            *self.busy() = Some(Instant::now());
            self.liveness.begin_step();
            tracing::debug!(work = work.name(), rows, "due rows were handled");
        }
        work.next_due(&mut *self.db.read().await?, now).await
    }

    /// How long failed work must still pause; `None` if it may run now.
    fn pause_left(&self, index: usize, now: Timestamp, moves: u64) -> Option<Duration> {
        let faults = self.faults();
        let fault = faults[index].as_ref().filter(|fault| fault.moves == moves)?;
        let runs = self.clock.real_time_until(now).is_some();
        // Under a Clock that stands still, only its next jump ends the pause, so that a simulation is repeatable.
        let left = if runs { fault.pause.saturating_sub(fault.failed_at.elapsed()) } else { fault.pause };
        Some(left).filter(|left| !left.is_zero())
    }

    /// Records a failure and returns the pause after it. Logs the failure if it is new, and whenever the pause grows.
    fn record_failure(&self, index: usize, error: String, moves: u64) -> Duration {
        let work = self.work[index].name();
        let mut faults = self.faults();
        let before = faults[index].take();
        let pause = before.as_ref().map_or(FIRST_PAUSE, |fault| (fault.pause * 2).min(MAX_PAUSE));
        if before.as_ref().is_none_or(|fault| fault.pause < pause || fault.error != error) {
            tracing::error!(work, error, "due work failed; trying again in {pause:?}");
        }
        let failed_at = Instant::now();
        let since = before.map_or(failed_at, |fault| fault.since);
        faults[index] = Some(WorkFault { since, error, pause, failed_at, moves });
        pause
    }
}

/// The work that is left after a cycle.
#[derive(Debug, Default)]
struct Cycle {
    /// When the next row is due, not counting failed work.
    next_due: Option<Timestamp>,
    /// The pause until failed work is tried again.
    retry_in: Option<Duration>,
}

impl Cycle {
    fn retry_within(&mut self, pause: Duration) {
        self.retry_in = Some(self.retry_in.map_or(pause, |known| known.min(pause)));
    }
}

fn earlier(a: Option<Timestamp>, b: Option<Timestamp>) -> Option<Timestamp> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::VirtualClock;

    /// Due work whose run never ends.
    struct Stuck {
        started: tokio::sync::Notify,
    }

    #[async_trait]
    impl DueWork for Stuck {
        fn name(&self) -> &'static str {
            "stuck"
        }

        async fn next_due(&self, _conn: &mut Conn, _after: Timestamp) -> Result<Option<Timestamp>, DbError> {
            Ok(None)
        }

        async fn run_due(&self, now: Timestamp, _limit: u32) -> Result<u32, DbError> {
            if now > Timestamp::UNIX_EPOCH {
                self.started.notify_one();
                std::future::pending::<()>().await;
            }
            Ok(0)
        }
    }

    /// Work that panics or fails whenever something is due.
    struct Broken {
        panics: Option<&'static str>,
        tries: std::sync::atomic::AtomicU32,
    }

    #[async_trait]
    impl DueWork for Broken {
        fn name(&self) -> &'static str {
            "broken"
        }

        async fn next_due(&self, _conn: &mut Conn, _after: Timestamp) -> Result<Option<Timestamp>, DbError> {
            Ok(None)
        }

        async fn run_due(&self, _now: Timestamp, _limit: u32) -> Result<u32, DbError> {
            self.tries.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            assert!(self.panics.is_none(), "a defect");
            Err(DbError::Corrupt("rule NEVER".to_owned()))
        }
    }

    #[tokio::test]
    async fn due_work_that_fails_or_panics_is_retried_after_a_pause_and_blocks_no_other_work() {
        for panics in [None, Some("panics")] {
            let folder = tempfile::tempdir().unwrap();
            let db = Db::open(&folder.path().join("magpie.db")).await.unwrap();
            let clock = VirtualClock::starting_at(Timestamp::UNIX_EPOCH);
            let broken = Arc::new(Broken { panics, tries: std::sync::atomic::AtomicU32::new(0) });
            let other = Arc::new(Stuck { started: tokio::sync::Notify::new() });
            let work: Vec<Arc<dyn DueWork>> = vec![Arc::clone(&broken) as _, Arc::clone(&other) as _];
            let engine = Engine::new(db, Arc::new(clock.clone()), work);
            tokio::spawn(Arc::clone(&engine).run(CancellationToken::new()));
            clock.move_to(Timestamp::UNIX_EPOCH + crate::time::SignedDuration::from_secs(1));
            other.started.notified().await;
            assert_eq!(engine.failing().map(|failing| failing.name), Some("broken"));
            assert!(broken.tries.load(std::sync::atomic::Ordering::SeqCst) < 10);
        }
    }

    #[tokio::test]
    async fn engine_that_is_stuck_reports_since_when_and_one_that_sleeps_is_not_busy() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("magpie.db")).await.unwrap();
        let clock = VirtualClock::starting_at(Timestamp::UNIX_EPOCH);
        let work = Arc::new(Stuck { started: tokio::sync::Notify::new() });
        let engine = Engine::new(db, Arc::new(clock.clone()), vec![Arc::clone(&work) as Arc<dyn DueWork>]);
        tokio::spawn(Arc::clone(&engine).run(CancellationToken::new()));
        engine.gauge().idle().await;
        assert_eq!(engine.busy_since(), None);
        clock.move_to(Timestamp::UNIX_EPOCH + crate::time::SignedDuration::from_secs(1));
        work.started.notified().await;
        assert!(engine.busy_since().is_some());
    }
}
