//! The retention of what nobody needs any more, as due work of the engine.

use async_trait::async_trait;

use crate::db::{Conn, Db, DbError};
use crate::guild::Retention;
use crate::time::Timestamp;
use crate::timers::DueWork;

pub(super) struct Forgetting {
    db: Db,
    retention: Retention,
}

impl Forgetting {
    pub fn new(db: Db, leavers_days: u32) -> Self {
        Self { db, retention: Retention::new(leavers_days) }
    }
}

#[async_trait]
impl DueWork for Forgetting {
    fn name(&self) -> &'static str {
        "forgetting"
    }

    async fn next_due(&self, conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
        self.retention.next_due(conn, after).await
    }

    /// One sweep forgets all that is too old, so there is never a second.
    async fn run_due(&self, now: Timestamp, _limit: u32) -> Result<u32, DbError> {
        let rows = self.retention.sweep(&self.db, now).await?;
        if rows > 0 {
            tracing::info!(rows, "what was too old was forgotten");
        }
        Ok(0)
    }
}
