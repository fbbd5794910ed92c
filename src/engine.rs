//! The one loop: sleeps until the earliest due row or a wake-up, then runs the due work of each slice in order.
//!
//! It only turns due rows into outbox rows; the dispatcher brings them. Every timer of Magpie is a row that some [`DueWork`] knows, so
//! the process may die at any instant and the next one goes on where the rows say.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

use crate::db::{Conn, Db, DbError};
use crate::delivery::{Gauge, Sleeper};
use crate::time::{Clock, Timestamp};

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

    /// Handles rows due at or before `now`, at most `limit`; returns how many it handled, 0 when none is left. What it cannot handle
    /// it must put off or end, since a row that stays due would be handled for ever.
    async fn run_due(&self, now: Timestamp, limit: u32) -> Result<u32, DbError>;
}

pub struct Engine {
    db: Db,
    clock: Arc<dyn Clock>,
    work: Vec<Arc<dyn DueWork>>,
    sleeper: tokio::sync::Mutex<Sleeper>,
    gauge: Gauge,
    /// When the last whole cycle ended, milliseconds of the Clock; watched by `/readyz`.
    cycle_ended_at_ms: AtomicI64,
}

impl Engine {
    /// `work` is run in the order given.
    pub fn new(db: Db, clock: Arc<dyn Clock>, work: Vec<Arc<dyn DueWork>>) -> Arc<Self> {
        let sleeper = Sleeper::new(&db, Arc::clone(&clock));
        let gauge = sleeper.gauge();
        let cycle_ended_at_ms = AtomicI64::new(clock.now().as_millisecond());
        Arc::new(Self { db, clock, work, sleeper: sleeper.into(), gauge, cycle_ended_at_ms })
    }

    /// Tells whether nothing is due.
    pub fn gauge(&self) -> Gauge {
        self.gauge.clone()
    }

    /// When the last whole cycle ended.
    pub fn cycle_ended_at(&self) -> Timestamp {
        Timestamp::from_millisecond(self.cycle_ended_at_ms.load(Ordering::Relaxed)).unwrap_or_default()
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
            match self.cycle(look.now).await {
                Ok(next_due) => {
                    self.cycle_ended_at_ms.store(self.clock.now().as_millisecond(), Ordering::Relaxed);
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

    /// Runs everything that is due at `now`, slice by slice; returns when the next row is due. A slice that fails keeps none of the
    /// others from its work.
    async fn cycle(&self, now: Timestamp) -> Result<Option<Timestamp>, DbError> {
        let mut fault = None;
        for work in &self.work {
            loop {
                match work.run_due(now, BATCH).await {
                    Ok(0) => break,
                    Ok(rows) => tracing::debug!(work = work.name(), rows, "due rows were handled"),
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
