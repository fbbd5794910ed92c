//! Retention: deletes rows whose retention time is over.
//!
//! Expired rows are deleted together, at the start of the next period, so that many old rows cost one transaction and
//! one wake-up of the engine.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use super::DueWork;
use crate::db::{Conn, Db, DbError, Tx};
use crate::time::{SignedDuration, Timestamp};

/// Data that a feature keeps for a limited time.
#[async_trait]
pub trait Expire: Send + Sync + 'static {
    /// For the log, such as `alerts`.
    fn name(&self) -> &'static str;

    /// The earliest instant at which one of the current rows may be deleted; `None` without such a row.
    async fn earliest_expiry(&self, conn: &mut Conn) -> Result<Option<Timestamp>, DbError>;

    /// Deletes rows that expired before `before`, about `limit` of them; returns how many it deleted. A row that cannot
    /// be deleted yet is checked again a period later.
    async fn delete_expired(&self, tx: &mut Tx, before: Timestamp, limit: u32) -> Result<u64, DbError>;
}

/// Runs one [`Expire`] as due work, once in a period.
pub struct Retention {
    db: Db,
    period: SignedDuration,
    rows: Arc<dyn Expire>,
    /// The latest period in which no row was left to delete, so that the same period is not searched again. After a
    /// restart it is searched again.
    finished: Mutex<Option<Timestamp>>,
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
        Self { db, period: SignedDuration::from_hours(hours), rows, finished: Mutex::default() }
    }

    fn finished(&self) -> MutexGuard<'_, Option<Timestamp>> {
        self.finished.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The start of the period that contains `at`.
    fn period_start(&self, at: Timestamp) -> Timestamp {
        let period = self.period.as_secs();
        Timestamp::from_second(at.as_second().div_euclid(period) * period).unwrap_or(Timestamp::MIN)
    }

    /// The first period start later than `at`.
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
        // A row that expired earlier and still exists could not be deleted yet. It is not overdue: it is checked again
        // a period later.
        let looked_at = self.finished().unwrap_or(Timestamp::MIN);
        Ok(expiry.map(|at| self.next_period(at.max(after).max(looked_at))))
    }

    /// Writes nothing when no row has expired.
    async fn run_due(&self, now: Timestamp, limit: u32) -> Result<u32, DbError> {
        let expired_before = self.period_start(now);
        if *self.finished() == Some(expired_before) {
            return Ok(0);
        }
        let earliest = self.rows.earliest_expiry(&mut *self.db.read().await?).await?;
        if earliest.is_none_or(|at| at >= expired_before) {
            return Ok(0);
        }
        let deleted = self.db.write(async |tx| self.rows.delete_expired(tx, expired_before, limit).await).await?;
        if deleted == 0 {
            *self.finished() = Some(expired_before);
            return Ok(0);
        }
        self.db.empty_wal().await;
        tracing::info!(work = self.name(), deleted, "expired rows were deleted");
        Ok(u32::try_from(deleted).unwrap_or(u32::MAX))
    }
}
