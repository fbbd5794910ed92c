//! Deletes alerts and drafts after their retention time.

use async_trait::async_trait;

use super::{drafts, store};
use crate::db::{Conn, DbError, Tx};
use crate::time::{SignedDuration, Timestamp};
use crate::timers::Expire;

/// How long a draft is kept after its last change. A draft that was not sent within a week is of no use to its author.
const KEEP_DRAFTS: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Deletes old alerts with their recipients, and old drafts.
pub struct AlertRetention {
    keep_alerts: SignedDuration,
}

impl AlertRetention {
    /// `keep_alerts`: how long an alert is kept after it was sent.
    pub fn new(keep_alerts: SignedDuration) -> Self {
        Self { keep_alerts }
    }
}

#[async_trait]
impl Expire for AlertRetention {
    fn name(&self) -> &'static str {
        "alerts"
    }

    async fn earliest_expiry(&self, conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
        let alerts = store::oldest_sent_at(conn).await?.map(|at| at + self.keep_alerts);
        let drafts = drafts::store::oldest_changed_at(conn).await?.map(|at| at + KEEP_DRAFTS);
        Ok(alerts.into_iter().chain(drafts).min())
    }

    async fn delete_expired(&self, tx: &mut Tx, before: Timestamp, limit: u32) -> Result<u64, DbError> {
        let mut deleted = drafts::store::delete_changed_before(tx, before - KEEP_DRAFTS, limit).await?;
        for alert in store::alerts_sent_before(tx, before - self.keep_alerts, limit).await? {
            deleted += 1 + drafts::store::delete_drafts_of_alert(tx, alert).await?;
            store::delete(tx, alert).await?;
        }
        Ok(deleted)
    }
}
