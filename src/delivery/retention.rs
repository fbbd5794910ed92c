//! How long the history of deliveries is kept.

use super::store;
use crate::db::{Conn, Db, DbError};
use crate::time::{SignedDuration, Timestamp};

/// Sweeps happen at the full day, so that many old rows need one.
const SWEEP_S: i64 = 24 * 3600;

#[derive(Debug, Clone, Copy)]
pub struct Retention {
    keep: SignedDuration,
}

impl Retention {
    /// `days`: how long a delivery is kept after it was due and has ended.
    pub fn new(days: u32) -> Self {
        Self { keep: SignedDuration::from_hours(24 * i64::from(days)) }
    }

    /// The next sweep after `after` that finds something; `None` when nothing is kept that gets old.
    pub async fn next_due(&self, conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
        let old_at = store::oldest_ended(conn).await?.map(|at| at.saturating_add(self.keep).unwrap_or(Timestamp::MAX));
        // What could not go yet, since something about the same is newer, is looked at again a day later.
        Ok(old_at.map(|at| full_day(at.max(after))).filter(|at| *at > after))
    }

    /// Forgets what was too old at the beginning of the day, at most `limit` rows; returns how many. Writes nothing
    /// when there is none.
    pub async fn sweep(&self, db: &Db, now: Timestamp, limit: u32) -> Result<u64, DbError> {
        let today = Timestamp::from_second(now.as_second().div_euclid(SWEEP_S) * SWEEP_S).unwrap_or(Timestamp::MIN);
        let before = today.saturating_sub(self.keep).unwrap_or(Timestamp::MIN);
        let old = store::old(&mut *db.read().await?, before, limit).await?;
        if old.is_empty() {
            return Ok(0);
        }
        let mut tx = db.begin().await?;
        for id in &old {
            store::delete(&mut tx, *id).await?;
        }
        tx.commit().await?;
        Ok(u64::try_from(old.len()).unwrap_or(u64::MAX))
    }
}

/// The first moment of sweeping that is later than `at`.
fn full_day(at: Timestamp) -> Timestamp {
    let next = (at.as_second().div_euclid(SWEEP_S) + 1) * SWEEP_S;
    Timestamp::from_second(next).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::model::{Action, Address, DeliveryId, Lane, NewDelivery, SourceName};
    use crate::members::ChannelId;

    const DAY_S: i64 = 24 * 3600;
    const SOURCE: SourceName = SourceName::new("test");

    fn day(days: i64) -> Timestamp {
        Timestamp::from_second(1_600_041_600 + days * DAY_S).unwrap()
    }

    async fn owe(db: &Db, subject: &str, action: Action, due_at: Timestamp, ended: bool) -> DeliveryId {
        let mut tx = db.begin().await.unwrap();
        let key = format!("{subject}/{}", rand::random::<u64>());
        let (subject, source, lane) = (subject.to_owned(), SOURCE, Lane::Routine);
        let new = NewDelivery { source, subject, key, action, lane, not_before: due_at, expires_at: None };
        let id = store::insert(&mut tx, &new, due_at).await.unwrap().unwrap();
        if ended {
            store::end(&mut tx, id, "cancelled", None).await.unwrap();
        }
        tx.commit().await.unwrap();
        id
    }

    #[tokio::test]
    async fn what_ended_long_ago_goes_with_what_worded_it_anew_but_not_before_its_matter_is_over() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("magpie.db")).await.unwrap();
        let post = Action::Post(Address::Channel(ChannelId(1)));
        let over = owe(&db, "over", post.clone(), day(0), true).await;
        let edit = owe(&db, "over", Action::Edit(over), day(1), true).await;
        let under_way = owe(&db, "goes on", post.clone(), day(0), true).await;
        let waits = owe(&db, "goes on", post.clone(), day(0), false).await;
        let new = owe(&db, "new", post, day(5), true).await;

        let retention = Retention::new(3);
        let mut swept = Vec::new();
        for at in [day(3), day(4), day(5)] {
            swept.push(retention.sweep(&db, at, 100).await.unwrap());
        }
        assert_eq!(swept, [0, 0, 1], "the edit is of day 1, and the message is needed for it");
        assert_eq!(retention.sweep(&db, day(5), 100).await.unwrap(), 1, "then the message");
        assert_eq!(retention.sweep(&db, day(5), 100).await.unwrap(), 0);
        let mut reader = db.read().await.unwrap();
        for (id, kept) in [(over, false), (edit, false), (under_way, true), (waits, true), (new, true)] {
            assert_eq!(store::by_id(&mut reader, id).await.unwrap().is_some(), kept, "{id:?}");
        }
        // What goes on is looked at day by day.
        assert_eq!(retention.next_due(&mut reader, day(5)).await.unwrap(), Some(day(6)));
    }
}
