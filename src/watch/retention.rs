//! Deletes incidents after their retention time.

use async_trait::async_trait;

use super::store;
use crate::db::{Conn, DbError, Tx};
use crate::time::{SignedDuration, Timestamp};
use crate::timers::Expire;

/// Deletes incidents that have ended. An incident is kept as long as a delivery, because its announcement is a
/// delivery.
#[derive(Debug, Clone, Copy)]
pub struct IncidentRetention {
    keep: SignedDuration,
}

impl IncidentRetention {
    /// Keeps each incident for this number of days after its end.
    pub fn kept_for(days: u32) -> Self {
        Self { keep: SignedDuration::from_hours(24 * i64::from(days)) }
    }
}

#[async_trait]
impl Expire for IncidentRetention {
    fn name(&self) -> &'static str {
        "incidents"
    }

    async fn earliest_expiry(&self, conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
        let ended_at = store::earliest_end(conn).await?;
        Ok(ended_at.map(|at| at.saturating_add(self.keep).unwrap_or(Timestamp::MAX)))
    }

    async fn delete_expired(&self, tx: &mut Tx, before: Timestamp, limit: u32) -> Result<u64, DbError> {
        let before = before.saturating_sub(self.keep).unwrap_or(Timestamp::MIN);
        store::delete_ended_before(tx, before, limit).await
    }
}
