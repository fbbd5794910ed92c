//! Timers: the loop that runs due rows, the trait that a feature implements for its own, and the sleeper.
//!
//! The engine sleeps until the earliest due row or a wake-up, then runs the due work of each feature in order.
//!
//! It only turns due rows into outbox rows; the dispatcher brings them. Every timer of Magpie is a row that some
//! [`DueWork`] knows, so the process may die at any instant and the next one goes on where the rows say.

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

/// Rows that one slice may handle before the next one gets its turn.
const BATCH: u32 = 100;
/// How long the engine rests when a slice cannot do its work.
const REST_AFTER_FAULT: Duration = Duration::from_millis(500);

/// The timers of one slice.
#[async_trait]
pub trait DueWork: Send + Sync + 'static {
    /// For the log.
    fn name(&self) -> &'static str;

    /// When a row is due later than `after`; `None` when none waits.
    async fn next_due(&self, conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError>;

    /// Handles rows due at or before `now`, at most `limit`; returns how many it handled, 0 when none is left. What it
    /// cannot handle it must put off or end, since a row that stays due would be handled for ever.
    async fn run_due(&self, now: Timestamp, limit: u32) -> Result<u32, DbError>;
}

pub struct Engine {
    db: Db,
    clock: Arc<dyn Clock>,
    work: Vec<Arc<dyn DueWork>>,
    sleeper: tokio::sync::Mutex<Sleeper>,
    gauge: Gauge,
    /// Since when, in real time, it has been at the step it is at; none while it sleeps. Watched from outside.
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

    /// When it began the step that it is at; `None` while it sleeps.
    pub fn busy_since(&self) -> Option<Instant> {
        *self.busy()
    }

    /// When the earliest row of all is due, overdue ones too.
    pub async fn earliest_due(&self) -> Result<Option<Timestamp>, DbError> {
        self.next_due(Timestamp::MIN).await
    }

    /// Turns all that fell due while nobody ran into outbox rows. To be called before anything is sent, so that the
    /// highest lane begins and what belongs together goes together.
    pub async fn catch_up(&self) {
        if let Err(error) = self.cycle(self.clock.now()).await {
            tracing::error!(%error, "what fell due while Magpie was down could not all be taken up yet; trying again");
        }
    }

    /// When the next row of any slice is due after `now`.
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

    /// Runs everything that is due at `now`, slice by slice; returns when the next row is due. A slice that fails keeps
    /// none of the others from its work.
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

    /// A slice whose work never ends, once there is some.
    struct Stuck {
        begun: tokio::sync::Notify,
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
                self.begun.notify_one();
                std::future::pending::<()>().await;
            }
            Ok(0)
        }
    }

    #[tokio::test]
    async fn an_engine_that_is_stuck_says_since_when_and_one_that_sleeps_is_not_busy() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("magpie.db")).await.unwrap();
        let clock = VirtualClock::starting_at(Timestamp::UNIX_EPOCH);
        let work = Arc::new(Stuck { begun: tokio::sync::Notify::new() });
        let engine = Engine::new(db, Arc::new(clock.clone()), vec![Arc::clone(&work) as Arc<dyn DueWork>]);
        tokio::spawn(Arc::clone(&engine).run(CancellationToken::new()));
        engine.gauge().idle().await;
        assert_eq!(engine.busy_since(), None);
        clock.move_to(Timestamp::UNIX_EPOCH + crate::time::SignedDuration::from_secs(1));
        work.begun.notified().await;
        assert!(engine.busy_since().is_some());
    }
}
