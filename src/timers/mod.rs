//! Timers: the loop that runs due rows, the trait that a feature implements for its timers, and the sleeper.
//!
//! The engine sleeps until the earliest due row or a wake-up, then runs the due work of each feature in order.
//!
//! It only turns due rows into outbox rows; the dispatcher sends them. Every timer of Magpie is a row that some
//! [`DueWork`] knows, so the process may die at any instant, and the next one continues from the rows.

mod retention;
mod sleeper;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

use crate::db::{Conn, Db, DbError};
use crate::time::{Clock, Timestamp};

pub use retention::{Expire, Retention};
pub use sleeper::{Gauge, Look, Resting, Sleeper};

/// Rows that one `run_due` may handle: few enough that one transaction does not hold up the others.
const BATCH: u32 = 100;
/// How long the engine waits after some due work failed.
const REST_AFTER_FAULT: Duration = Duration::from_millis(500);

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

pub struct Engine {
    db: Db,
    clock: Arc<dyn Clock>,
    work: Vec<Arc<dyn DueWork>>,
    sleeper: tokio::sync::Mutex<Sleeper>,
    gauge: Gauge,
    /// When the current step began, in real time; `None` while the engine sleeps. The monitor reads it.
    busy_since: Mutex<Option<Instant>>,
}

impl Engine {
    /// `work` is run in the order given.
    pub fn new(db: Db, clock: Arc<dyn Clock>, work: Vec<Arc<dyn DueWork>>) -> Arc<Self> {
        let sleeper = Sleeper::new(&db, Arc::clone(&clock));
        let gauge = sleeper.gauge();
        Arc::new(Self { db, clock, work, sleeper: sleeper.into(), gauge, busy_since: Mutex::default() })
    }

    /// Tells whether nothing is due.
    pub fn gauge(&self) -> Gauge {
        self.gauge.clone()
    }

    /// When the current step began, in real time; `None` while the engine sleeps.
    pub fn busy_since(&self) -> Option<Instant> {
        *self.busy()
    }

    /// When the earliest row is due, overdue rows included.
    pub async fn earliest_due(&self) -> Result<Option<Timestamp>, DbError> {
        self.next_due(Timestamp::MIN).await
    }

    /// Turns all rows that became due while no process ran into outbox rows. Called before anything is sent, so that
    /// the highest lane goes first and messages that belong together are joined.
    pub async fn catch_up(&self) {
        if let Err(error) = self.cycle(self.clock.now()).await {
            tracing::error!(%error, "some rows that became due during the downtime could not be handled; trying again");
        }
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

    /// Works until `stop`.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        let mut sleeper = self.sleeper.lock().await;
        while !stop.is_cancelled() {
            let look = sleeper.look();
            self.busy().get_or_insert_with(Instant::now);
            match self.cycle(look.now).await {
                Ok(next_due) => {
                    *self.busy() = None;
                    tokio::select! {
                        biased;
                        () = stop.cancelled() => {}
                        () = sleeper.park(look, next_due) => {}
                    }
                }
                Err(error) => {
                    tracing::error!(%error, "the engine could not finish its cycle; trying again");
                    sleeper.resting().rest(REST_AFTER_FAULT).await;
                }
            }
        }
    }

    fn busy(&self) -> MutexGuard<'_, Option<Instant>> {
        self.busy_since.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs everything that is due at `now`, feature by feature; returns when the next row is due. A failure in one
    /// feature does not stop the others.
    async fn cycle(&self, now: Timestamp) -> Result<Option<Timestamp>, DbError> {
        let mut fault = None;
        for work in &self.work {
            loop {
                match work.run_due(now, BATCH).await {
                    Ok(0) => break,
                    Ok(rows) => {
                        *self.busy() = Some(Instant::now());
                        tracing::debug!(work = work.name(), rows, "due rows were handled");
                    }
                    Err(error) => {
                        tracing::error!(work = work.name(), %error, "due work failed");
                        fault = Some(error);
                        break;
                    }
                }
            }
        }
        match fault {
            Some(error) => Err(error),
            None => self.next_due(now).await,
        }
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

    /// Due work that never ends.
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
