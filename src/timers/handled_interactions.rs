//! Deletes old rows of the table of handled interactions.

use async_trait::async_trait;

use super::Expire;
use crate::db::{self, Conn, DbError, Tx};
use crate::time::{SignedDuration, Timestamp};

/// How long a handled interaction is kept. Discord delivers an interaction only while its token is valid, which is 15
/// minutes, so an hour is enough.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(1);

/// Deletes handled interactions that Discord can no longer deliver again.
#[derive(Debug, Clone, Copy, Default)]
pub struct HandledInteractions;

#[async_trait]
impl Expire for HandledInteractions {
    fn name(&self) -> &'static str {
        "handled interactions"
    }

    async fn earliest_expiry(&self, conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
        Ok(db::earliest_handled(conn).await?.map(|at| at + KEPT_FOR))
    }

    async fn delete_expired(&self, tx: &mut Tx, before: Timestamp, limit: u32) -> Result<u64, DbError> {
        db::forget_handled(tx, before - KEPT_FOR, limit).await
    }
}
