//! Deletes drafts, ended reminders and past occurrences after their retention time.

use async_trait::async_trait;

use super::store;
use crate::db::{Conn, DbError, Tx};
use crate::time::{SignedDuration, Timestamp};
use crate::timers::Expire;

/// How long a draft is kept to which no reminder refers. A draft that was not saved within a week is of no use to its
/// author.
const KEEP_DRAFTS: SignedDuration = SignedDuration::from_hours(24 * 7);
/// How long ended reminders and past occurrences are kept. After that, the buttons under the messages of an ended
/// reminder no longer work.
const KEEP_ENDED: SignedDuration = SignedDuration::from_hours(24 * 90);

/// Deletes old drafts, reminders that ended long ago, and old past occurrences of all other reminders.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReminderRetention;

#[async_trait]
impl Expire for ReminderRetention {
    fn name(&self) -> &'static str {
        "reminders"
    }

    async fn earliest_expiry(&self, conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
        let drafts = store::oldest_unused_draft(conn).await?.map(|at| at + KEEP_DRAFTS);
        let ended = store::earliest_end(conn).await?.map(|at| at + KEEP_ENDED);
        let past = store::oldest_past_occurrence(conn).await?.map(|at| at + KEEP_ENDED);
        Ok(drafts.into_iter().chain(ended).chain(past).min())
    }

    async fn delete_expired(&self, tx: &mut Tx, before: Timestamp, limit: u32) -> Result<u64, DbError> {
        let ended = store::delete_ended_before(tx, before - KEEP_ENDED, limit).await?;
        let past = store::delete_past_occurrences(tx, before - KEEP_ENDED, limit).await?;
        Ok(ended + past + store::delete_unused_drafts_before(tx, before - KEEP_DRAFTS, limit).await?)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::members::MemberId;
    use crate::reminders::draft::{Draft, OwnDraft};
    use crate::timers::{DueWork as _, Retention};

    #[tokio::test]
    async fn unsaved_draft_is_deleted_after_a_week() {
        let folder = tempfile::tempdir().unwrap();
        let db = crate::db::testing::open(folder.path()).await;
        let start: Timestamp = "2020-11-10T16:55:00Z".parse().unwrap();
        let draft = Draft::Own(OwnDraft { text: "Tea".to_owned(), plans: vec![], typed: String::new() });
        let id = db.write(async |tx| store::insert_draft(tx, MemberId(2), &draft, start).await).await.unwrap();
        let retention = Retention::daily(db.clone(), Arc::new(ReminderRetention));
        for (at, is_stored) in [("2020-11-17T23:59:00Z", true), ("2020-11-18T00:00:00Z", false)] {
            retention.run_due(at.parse().unwrap(), 100).await.unwrap();
            let kept = store::draft(&mut db.read().await.unwrap(), id, MemberId(2)).await.unwrap();
            assert_eq!(kept.is_some(), is_stored, "{at}");
        }
    }
}
