//! The rooms' timers, as due work of the engine.

use async_trait::async_trait;

use crate::alerts;
use crate::db::{Conn, Db, DbError};
use crate::time::Timestamp;
use crate::timers::DueWork;

/// How long alerts are kept.
pub(super) struct AlertKeeping {
    db: Db,
    retention: alerts::Retention,
}

impl AlertKeeping {
    pub fn new(db: Db, days: u32) -> Self {
        Self { db, retention: alerts::Retention::new(days) }
    }
}

#[async_trait]
impl DueWork for AlertKeeping {
    fn name(&self) -> &'static str {
        "alerts"
    }

    async fn next_due(&self, conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
        self.retention.next_due(conn, after).await
    }

    /// One sweep forgets all that is too old, so there is never a second.
    async fn run_due(&self, now: Timestamp, _limit: u32) -> Result<u32, DbError> {
        self.retention.sweep(&self.db, now).await?;
        Ok(0)
    }
}
