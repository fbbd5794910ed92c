//! How long alerts and what was drafted of them are kept.

use super::{drafts, store};
use crate::db::{Conn, Db, DbError};
use crate::time::{SignedDuration, Timestamp};

/// A draft that nobody sent within a week is not sent any more.
const KEEP_DRAFTS: SignedDuration = SignedDuration::from_hours(24 * 7);
/// Sweeps happen at the full day, so that many old rows need one.
const SWEEP_S: i64 = 24 * 3600;

#[derive(Debug, Clone, Copy)]
pub struct Retention {
    alerts: SignedDuration,
}

impl Retention {
    /// `days`: how long an alert, and who saw it, is kept after it was sent.
    pub fn new(days: u32) -> Self {
        Self { alerts: SignedDuration::from_hours(24 * i64::from(days)) }
    }

    /// The next sweep after `after` that finds something; `None` when nothing is kept that gets old.
    ///
    /// # Errors
    /// Only of the database.
    pub async fn next_due(&self, conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
        let oldest = [
            store::oldest(conn).await?.map(|at| at + self.alerts),
            drafts::store::oldest(conn).await?.map(|at| at + KEEP_DRAFTS),
        ];
        Ok(oldest.into_iter().flatten().min().map(next_sweep).filter(|at| *at > after))
    }

    /// Forgets what is too old at `now`; returns how many rows. Writes nothing when nothing is.
    ///
    /// # Errors
    /// Only of the database; nothing is forgotten then.
    pub async fn sweep(&self, db: &Db, now: Timestamp) -> Result<u64, DbError> {
        let (alerts, drafts) = (now - self.alerts, now - KEEP_DRAFTS);
        let mut conn = db.read().await?;
        let is_old = |oldest: Option<Timestamp>, before: Timestamp| oldest.is_some_and(|at| at < before);
        if !is_old(store::oldest(&mut conn).await?, alerts) && !is_old(drafts::store::oldest(&mut conn).await?, drafts)
        {
            return Ok(0);
        }
        drop(conn);
        let mut tx = db.begin().await?;
        let forgotten = drafts::store::delete_changed_before(&mut tx, drafts).await?
            + drafts::store::delete_of_alerts_before(&mut tx, alerts).await?
            + store::delete_sent_before(&mut tx, alerts).await?;
        tx.commit().await?;
        Ok(forgotten)
    }
}

/// The first moment of sweeping that is later than `at`.
fn next_sweep(at: Timestamp) -> Timestamp {
    let next = (at.as_second().div_euclid(SWEEP_S) + 1) * SWEEP_S;
    Timestamp::from_second(next).expect("an instant of this century is inside jiff's range")
}
