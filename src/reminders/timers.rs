//! Lets the engine fire due reminders.

use async_trait::async_trait;

use super::{service, store};
use crate::db::{Conn, Db, DbError};
use crate::time::Timestamp;
use crate::timers::DueWork;

/// The due work of reminders.
pub struct ReminderTimers {
    db: Db,
}

impl ReminderTimers {
    pub fn new(db: Db) -> Self {
        Self { db }
    }
}

#[async_trait]
impl DueWork for ReminderTimers {
    fn name(&self) -> &'static str {
        "reminders"
    }

    async fn next_due(&self, conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
        store::next_due(conn, after).await
    }

    async fn run_due(&self, now: Timestamp, limit: u32) -> Result<u32, DbError> {
        service::fire_due(&self.db, now, limit).await
    }
}
