//! Timers: the engine that handles due rows, the trait that a feature implements for its timers, and the sleeper.
//!
//! The engine sleeps until the earliest row is due, or until a commit or a move of the Clock wakes it. Then it runs the
//! due work of each feature in order.
//!
//! The engine only turns due rows into outbox rows. The dispatcher sends the outbox rows. Every timer of Magpie is a
//! row that a [`DueWork`] reads. So the process may die at any instant, and the next process continues from the rows.

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

/// The maximum number of rows that one `run_due` may handle. It is small, so that other transactions do not wait long.
const MAX_BATCH_ROWS: u32 = 100;
/// The pause of due work after its first failure. Each further failure in a row doubles the pause, up to [`MAX_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// The longest pause of due work that keeps failing.
const MAX_PAUSE: Duration = Duration::from_secs(30);

/// The timers of one feature.
#[async_trait]
pub trait DueWork: Send + Sync + 'static {
    /// The name of the work in the log.
    fn name(&self) -> &'static str;

    /// The earliest due time later than `after`. `None` if no row is due after it.
    async fn next_due(&self, conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError>;

    /// Handles at most `limit` rows that are due at or before `now`. Returns the number of handled rows, and 0 if no
    /// row is due. It must postpone or end a row that it cannot handle, because the engine runs it until no row is due.
    async fn run_due(&self, now: Timestamp, limit: u32) -> Result<u32, DbError>;
}

/// Due work whose latest run failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailingWork {
    pub name: &'static str,
    /// The real time of the first failure after the last success. The Clock does not change it.
    pub since: Instant,
    /// The error of the latest failure.
    pub error: String,
}

/// The failures of one due work since its last success.
struct WorkFault {
    /// The real time of the first failure.
    since: Instant,
    /// The error of the latest failure.
    error: String,
    /// The pause after the latest failure.
    pause: Duration,
    /// The real time of the latest failure.
    failed_at: Instant,
    /// The number of moves of the Clock before the latest failure. After a further move, the work is tried at once,
    /// because with a virtual Clock no real time needs to pass.
    clock_moves: u64,
}

/// The loop that handles the due rows of all features.
pub struct Engine {
    db: Db,
    clock: Arc<dyn Clock>,
    work: Vec<Arc<dyn DueWork>>,
    sleeper: tokio::sync::Mutex<Sleeper>,
    gauge: Gauge,
    /// The real time at which the current step began. `None` while the engine sleeps. The monitor reads it.
    busy_since: Mutex<Option<Instant>>,
    liveness: TaskLiveness,
    /// The fault of each due work, in the order of `work`. `None` if its latest run succeeded.
    faults: Mutex<Vec<Option<WorkFault>>>,
}

impl Engine {
    /// Creates an engine that runs the due work in the order of `work`.
    pub fn new(db: Db, clock: Arc<dyn Clock>, work: Vec<Arc<dyn DueWork>>) -> Arc<Self> {
        let sleeper = Sleeper::new(&db, Arc::clone(&clock));
        let gauge = sleeper.gauge();
        let (busy_since, liveness) = (Mutex::default(), TaskLiveness::default());
        let faults = Mutex::new(work.iter().map(|_| None).collect());
        Arc::new(Self { db, clock, work, sleeper: sleeper.into(), gauge, busy_since, liveness, faults })
    }

    /// A gauge that shows whether the engine is idle, which means that no row is due.
    pub fn gauge(&self) -> Gauge {
        self.gauge.clone()
    }

    /// The real time at which the current step began. `None` while the engine sleeps.
    pub fn busy_since(&self) -> Option<Instant> {
        *self.lock_busy_since()
    }

    /// The sign of life of the engine. It is renewed in each step, also if the work fails.
    pub fn liveness(&self) -> TaskLiveness {
        self.liveness.clone()
    }

    /// The due time of the earliest row of all features. It can be in the past. `None` if there is no row.
    pub async fn earliest_due(&self) -> Result<Option<Timestamp>, DbError> {
        self.next_due(Timestamp::MIN).await
    }

    /// The due work that has been failing for the longest time. `None` if the latest run of each work succeeded.
    pub fn failing_work(&self) -> Option<FailingWork> {
        let faults = self.lock_faults();
        let failing = self.work.iter().zip(faults.iter()).filter_map(|(work, fault)| Some((work, fault.as_ref()?)));
        let longest = failing.min_by_key(|(_, fault)| fault.since)?;
        let (work, fault) = longest;
        Some(FailingWork { name: work.name(), since: fault.since, error: fault.error.clone() })
    }

    /// Turns all rows that became due while no process ran into outbox rows. Call it at the start, before anything is
    /// sent. Then the dispatcher can send the highest lane first, and can join messages that belong together.
    pub async fn catch_up(&self) {
        let clock_moves = self.sleeper.lock().await.clock_moves();
        self.run_cycle(self.clock.now(), clock_moves).await;
    }

    /// The earliest due time of all features later than `now`. `None` if there is none.
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
            self.lock_busy_since().get_or_insert_with(Instant::now);
            let Cycle { next_due, retry_in } = self.run_cycle(scan.now, sleeper.clock_moves()).await;
            *self.lock_busy_since() = None;
            self.liveness.begin_wait();
            let fault_pause = sleeper.fault_pause();
            let sleep = async {
                match retry_in {
                    None => sleeper.park(scan, next_due).await,
                    // The failed work is still due, so the engine is not idle.
                    Some(pause) => tokio::select! {
                        biased;
                        () = sleeper.sleep_while_busy(next_due) => {}
                        () = fault_pause.wait(pause) => {}
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

    fn lock_busy_since(&self) -> MutexGuard<'_, Option<Instant>> {
        self.busy_since.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_faults(&self) -> MutexGuard<'_, Vec<Option<WorkFault>>> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs all work that is due at `now`, feature by feature. If the work of one feature fails, the work of the other
    /// features still runs. Failed work is tried again after a pause, which grows with each failure.
    async fn run_cycle(&self, now: Timestamp, clock_moves: u64) -> Cycle {
        let mut cycle = Cycle::default();
        for (index, work) in self.work.iter().enumerate() {
            if let Some(pause) = self.remaining_pause(index, now, clock_moves) {
                cycle.retry_within(pause);
                continue;
            }
            match AssertUnwindSafe(self.run_all_due(&**work, now)).catch_unwind().await {
                Ok(Ok(next_due)) => {
                    cycle.next_due = earlier(cycle.next_due, next_due);
                    if self.lock_faults()[index].take().is_some() {
                        tracing::info!(work = work.name(), "due work succeeds again");
                    }
                }
                Ok(Err(error)) => cycle.retry_within(self.record_failure(index, error.to_string(), clock_moves)),
                Err(_) => {
                    let error = "it panicked; see the log".to_owned();
                    cycle.retry_within(self.record_failure(index, error, clock_moves));
                }
            }
        }
        cycle
    }

    /// Handles all due rows of one feature. Returns the due time of its next row.
    async fn run_all_due(&self, work: &dyn DueWork, now: Timestamp) -> Result<Option<Timestamp>, DbError> {
        loop {
            let rows = work.run_due(now, MAX_BATCH_ROWS).await?;
            if rows == 0 {
                break;
            }
            *self.lock_busy_since() = Some(Instant::now());
            self.liveness.begin_step();
            tracing::debug!(work = work.name(), rows, "due rows were handled");
        }
        work.next_due(&mut *self.db.read().await?, now).await
    }

    /// The remaining pause of failed work. `None` if the work may run now.
    fn remaining_pause(&self, index: usize, now: Timestamp, clock_moves: u64) -> Option<Duration> {
        let faults = self.lock_faults();
        let fault = faults[index].as_ref().filter(|fault| fault.clock_moves == clock_moves)?;
        let is_clock_running = self.clock.real_time_until(now).is_some();
        // With a virtual Clock, only the next move of the Clock ends the pause, so that a simulation is repeatable.
        let remaining =
            if is_clock_running { fault.pause.saturating_sub(fault.failed_at.elapsed()) } else { fault.pause };
        Some(remaining).filter(|remaining| !remaining.is_zero())
    }

    /// Records a failure and returns the pause after it. Logs the failure if its error is new or the pause has grown.
    fn record_failure(&self, index: usize, error: String, clock_moves: u64) -> Duration {
        let work = self.work[index].name();
        let mut faults = self.lock_faults();
        let previous = faults[index].take();
        let pause = previous.as_ref().map_or(FIRST_PAUSE, |fault| (fault.pause * 2).min(MAX_PAUSE));
        if previous.as_ref().is_none_or(|fault| fault.pause < pause || fault.error != error) {
            tracing::error!(work, error, "due work failed; trying again in {pause:?}");
        }
        let failed_at = Instant::now();
        let since = previous.map_or(failed_at, |fault| fault.since);
        faults[index] = Some(WorkFault { since, error, pause, failed_at, clock_moves });
        pause
    }
}

/// What the engine has to wait for after it ran all due work once.
#[derive(Debug, Default)]
struct Cycle {
    /// The due time of the next row. Failed work does not count. `None` if there is no such row.
    next_due: Option<Timestamp>,
    /// The time until failed work is tried again. `None` if no work failed.
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

    /// Due work that never returns after the Clock moved.
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

    /// Due work that panics or returns an error in each run.
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
    async fn failing_work_is_retried_after_a_pause_and_other_work_still_runs() {
        for panics in [None, Some("panics")] {
            let folder = tempfile::tempdir().unwrap();
            let db = crate::db::testing::open(folder.path()).await;
            let clock = VirtualClock::starting_at(Timestamp::UNIX_EPOCH);
            let broken = Arc::new(Broken { panics, tries: std::sync::atomic::AtomicU32::new(0) });
            let other_work = Arc::new(Stuck { started: tokio::sync::Notify::new() });
            let work: Vec<Arc<dyn DueWork>> = vec![Arc::clone(&broken) as _, Arc::clone(&other_work) as _];
            let engine = Engine::new(db, Arc::new(clock.clone()), work);
            tokio::spawn(Arc::clone(&engine).run(CancellationToken::new()));
            clock.move_to(Timestamp::UNIX_EPOCH + crate::time::SignedDuration::from_secs(1));
            other_work.started.notified().await;
            assert_eq!(engine.failing_work().map(|failing| failing.name), Some("broken"));
            assert!(broken.tries.load(std::sync::atomic::Ordering::SeqCst) < 10);
        }
    }

    #[tokio::test]
    async fn engine_is_busy_while_work_runs_and_not_while_it_sleeps() {
        let folder = tempfile::tempdir().unwrap();
        let db = crate::db::testing::open(folder.path()).await;
        let clock = VirtualClock::starting_at(Timestamp::UNIX_EPOCH);
        let work = Arc::new(Stuck { started: tokio::sync::Notify::new() });
        let engine = Engine::new(db, Arc::new(clock.clone()), vec![Arc::clone(&work) as Arc<dyn DueWork>]);
        tokio::spawn(Arc::clone(&engine).run(CancellationToken::new()));
        engine.gauge().wait_until_idle().await;
        assert_eq!(engine.busy_since(), None);
        clock.move_to(Timestamp::UNIX_EPOCH + crate::time::SignedDuration::from_secs(1));
        work.started.notified().await;
        assert!(engine.busy_since().is_some());
    }
}
