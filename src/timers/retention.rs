//! Retention: deletes rows that are older than their retention time.
//!
//! All rows that expire in one period are deleted together at the start of the next period. So many old rows need only
//! few transactions and one wake-up of the engine.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use super::DueWork;
use crate::db::{Conn, Db, DbError, Tx};
use crate::time::{SignedDuration, Timestamp};

/// Rows that a feature keeps for a limited time.
#[async_trait]
pub trait Expire: Send + Sync + 'static {
    /// The name of the rows in the log, such as `alerts`.
    fn name(&self) -> &'static str;

    /// The earliest instant at which one of the current rows expires. `None` if there is no such row.
    async fn earliest_expiry(&self, conn: &mut Conn) -> Result<Option<Timestamp>, DbError>;

    /// Deletes about `limit` rows that expired before `before`. Returns the number of deleted rows. If a row cannot be
    /// deleted yet, it is checked again one period later.
    async fn delete_expired(&self, tx: &mut Tx, before: Timestamp, limit: u32) -> Result<u64, DbError>;
}

/// Due work that deletes the expired rows of one [`Expire`], once in each period.
pub struct Retention {
    db: Db,
    period: SignedDuration,
    rows: Arc<dyn Expire>,
    /// The start of the latest period in which all expired rows were deleted, so that this period is not searched
    /// again. `None` after a restart.
    finished_period: Mutex<Option<Timestamp>>,
}

impl Retention {
    /// Deletes once a day, at 00:00 UTC.
    pub fn daily(db: Db, rows: Arc<dyn Expire>) -> Self {
        Self::every(24, db, rows)
    }

    /// Deletes at 00:00, 06:00, 12:00 and 18:00 UTC.
    pub fn every_six_hours(db: Db, rows: Arc<dyn Expire>) -> Self {
        Self::every(6, db, rows)
    }

    fn every(hours: i64, db: Db, rows: Arc<dyn Expire>) -> Self {
        Self { db, period: SignedDuration::from_hours(hours), rows, finished_period: Mutex::default() }
    }

    fn lock_finished_period(&self) -> MutexGuard<'_, Option<Timestamp>> {
        self.finished_period.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The start of the period that contains `at`.
    fn period_start(&self, at: Timestamp) -> Timestamp {
        let period = self.period.as_secs();
        Timestamp::from_second(at.as_second().div_euclid(period) * period).unwrap_or(Timestamp::MIN)
    }

    /// The start of the period after the period that contains `at`.
    fn next_period(&self, at: Timestamp) -> Timestamp {
        self.period_start(at).saturating_add(self.period).unwrap_or(Timestamp::MAX)
    }
}

#[async_trait]
impl DueWork for Retention {
    fn name(&self) -> &'static str {
        self.rows.name()
    }

    async fn next_due(&self, conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
        let expiry = self.rows.earliest_expiry(conn).await?;
        // A row that expired before the finished period could not be deleted yet. It is not overdue, because it is
        // checked again one period later.
        let finished_period = self.lock_finished_period().unwrap_or(Timestamp::MIN);
        Ok(expiry.map(|at| self.next_period(at.max(after).max(finished_period))))
    }

    /// Deletes expired rows. If no row has expired, it opens no write transaction.
    async fn run_due(&self, now: Timestamp, limit: u32) -> Result<u32, DbError> {
        let expired_before = self.period_start(now);
        if *self.lock_finished_period() == Some(expired_before) {
            return Ok(0);
        }
        let earliest = self.rows.earliest_expiry(&mut *self.db.read().await?).await?;
        if earliest.is_none_or(|at| at >= expired_before) {
            return Ok(0);
        }
        let deleted = self.db.write(async |tx| self.rows.delete_expired(tx, expired_before, limit).await).await?;
        if deleted == 0 {
            *self.lock_finished_period() = Some(expired_before);
            return Ok(0);
        }
        self.db.empty_wal().await;
        tracing::info!(work = self.name(), deleted, "expired rows were deleted");
        Ok(u32::try_from(deleted).unwrap_or(u32::MAX))
    }
}
