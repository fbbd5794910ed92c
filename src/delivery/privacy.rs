//! The data that deliveries hold about a member: which messages were for them, and the outcome of each. Texts are never
//! stored.

use async_trait::async_trait;
use serde_json::{Value, json};

use super::store;
use crate::db::{Conn, Db, DbError, Tx};
use crate::members::{Kept, MemberId, PrivacyHandler};
use crate::time::Timestamp;

#[derive(Debug, Clone, Copy, Default)]
pub struct DeliveryPrivacy;

#[async_trait]
impl PrivacyHandler for DeliveryPrivacy {
    fn name(&self) -> &'static str {
        "deliveries"
    }

    async fn export(&self, conn: &mut Conn, member: MemberId) -> Result<Value, DbError> {
        let deliveries = store::deliveries_to_member(conn, member).await?;
        if deliveries.is_empty() {
            return Ok(Value::Null);
        }
        let exported = deliveries.into_iter().map(|one| {
            json!({
                "about": one.source, "state": one.state, "queued_at": one.queued_at, "due_at": one.due_at,
                "sent_at": one.sent_at, "attempts": one.attempts, "reason": one.reason,
            })
        });
        Ok(exported.collect())
    }

    /// Deletes nothing. Each feature cancels its own messages to the member. The history of deliveries stays until its
    /// retention ends, because the secretariat must be able to see why somebody was not reached.
    async fn delete(&self, tx: &mut Tx, member: MemberId, _now: Timestamp) -> Result<Vec<Kept>, DbError> {
        let count = store::deliveries_to_member(tx, member).await?.len();
        let kept = Kept { text_key: "profile-kept-deliveries", count: u64::try_from(count).unwrap_or(u64::MAX) };
        Ok(if count == 0 { Vec::new() } else { vec![kept] })
    }

    async fn erase(&self, _db: &Db, _member: MemberId) -> Vec<DbError> {
        Vec::new()
    }
}
