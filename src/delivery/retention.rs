//! The retention of ended deliveries, and of the notices that reported them.

use async_trait::async_trait;

use super::store;
use crate::db::{Conn, DbError, Tx};
use crate::time::{SignedDuration, Timestamp};
use crate::timers::Expire;

/// Deliveries that have ended, with their history.
#[derive(Debug, Clone, Copy)]
pub struct EndedDeliveries {
    retention_time: SignedDuration,
}

impl EndedDeliveries {
    /// `days`: how many days after its due time an ended delivery is kept.
    pub fn kept_for(days: u32) -> Self {
        Self { retention_time: SignedDuration::from_hours(24 * i64::from(days)) }
    }
}

#[async_trait]
impl Expire for EndedDeliveries {
    fn name(&self) -> &'static str {
        "deliveries"
    }

    /// A row can stay longer: it is deleted only after all deliveries about its subject have ended and are old enough.
    async fn earliest_expiry(&self, conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
        let due_at = store::earliest_ended(conn).await?;
        Ok(due_at.map(|at| at.saturating_add(self.retention_time).unwrap_or(Timestamp::MAX)))
    }

    async fn delete_expired(&self, tx: &mut Tx, before: Timestamp, limit: u32) -> Result<u64, DbError> {
        let due_before = before.saturating_sub(self.retention_time).unwrap_or(Timestamp::MIN);
        let expired = store::ended_before(tx, due_before, limit).await?;
        for id in &expired {
            store::delete(tx, *id).await?;
        }
        // Also delete the notices whose deliveries are all deleted, in this call or in an earlier call.
        store::delete_empty_notices(tx, due_before).await?;
        Ok(u64::try_from(expired.len()).unwrap_or(u64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::db::Db;
    use crate::delivery::model::{Action, Address, DeliveryId, Lane, NewDelivery, SourceName};
    use crate::delivery::record::End;
    use crate::members::ChannelId;
    use crate::timers::{DueWork as _, Retention};

    const DAY_S: i64 = 24 * 3600;
    const SOURCE: SourceName = SourceName::new("test");

    fn day(days: i64) -> Timestamp {
        Timestamp::from_second(1_600_041_600 + days * DAY_S).unwrap()
    }

    async fn enqueue(db: &Db, subject: &str, action: Action, due_at: Timestamp, ended: bool) -> DeliveryId {
        let key = format!("{subject}/{}", rand::random::<u64>());
        let new = NewDelivery::new(SOURCE, subject, key, action, Lane::Routine).not_before(due_at);
        let id: Result<DeliveryId, DbError> = db
            .write(async |tx| {
                let id = store::insert(tx, &new, due_at).await?.expect("it is new");
                if ended {
                    let record = store::by_id(tx, id).await?.expect("it is there");
                    store::apply(tx, record.end(End::Cancelled).expect("it can end")).await?;
                }
                Ok(id)
            })
            .await;
        id.unwrap()
    }

    #[tokio::test]
    async fn old_deliveries_are_deleted_after_their_edits_and_not_before_their_subject_has_ended() {
        let folder = tempfile::tempdir().unwrap();
        let db = crate::db::testing::open(folder.path()).await;
        let post = Action::Post(Address::Channel(ChannelId(1)));
        let ended_post = enqueue(&db, "over", post.clone(), day(0), true).await;
        let ended_edit = enqueue(&db, "over", Action::Edit(ended_post), day(1), true).await;
        let post_of_open_subject = enqueue(&db, "goes on", post.clone(), day(0), true).await;
        let pending_post = enqueue(&db, "goes on", post.clone(), day(0), false).await;
        let recent_post = enqueue(&db, "new", post, day(5), true).await;

        let retention = Retention::daily(db.clone(), Arc::new(EndedDeliveries::kept_for(3)));
        let mut deleted = Vec::new();
        for at in [day(3), day(4), day(5)] {
            deleted.push(retention.run_due(at, 100).await.unwrap());
        }
        assert_eq!(deleted, [0, 0, 1], "the edit is of day 1, and the message is needed for it");
        assert_eq!(retention.run_due(day(5), 100).await.unwrap(), 1, "then the message");
        assert_eq!(retention.run_due(day(5), 100).await.unwrap(), 0);
        let mut reader = db.read().await.unwrap();
        for (id, kept) in [
            (ended_post, false),
            (ended_edit, false),
            (post_of_open_subject, true),
            (pending_post, true),
            (recent_post, true),
        ] {
            assert_eq!(store::by_id(&mut reader, id).await.unwrap().is_some(), kept, "{id:?}");
        }
        // A row that cannot be deleted yet is checked daily.
        assert_eq!(retention.next_due(&mut reader, day(5)).await.unwrap(), Some(day(6)));
    }
}
