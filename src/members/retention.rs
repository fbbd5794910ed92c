//! How long profiles, drafts and other details are kept.

use async_trait::async_trait;

use super::store;
use crate::db::{Conn, DbError, Tx};
use crate::time::{SignedDuration, Timestamp};
use crate::timers::Expire;

/// A member who has not continued the set-up for a month will not miss the answers they gave.
const KEEP_DRAFTS: SignedDuration = SignedDuration::from_hours(24 * 30);

/// Deletes unfinished drafts, profiles and details of members who left, and ended "I am awake until…" and "I am away
/// until…".
#[derive(Debug, Clone, Copy)]
pub struct MemberExpiry {
    keep_leavers: SignedDuration,
}

impl MemberExpiry {
    /// `leavers_days`: how long the profile of a member who left is kept for their return.
    pub fn new(leavers_days: u32) -> Self {
        Self { keep_leavers: SignedDuration::from_hours(24 * i64::from(leavers_days)) }
    }
}

#[async_trait]
impl Expire for MemberExpiry {
    fn name(&self) -> &'static str {
        "members"
    }

    async fn earliest_expiry(&self, conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
        let expiries = [
            store::oldest_draft(conn).await?.map(|at| at + KEEP_DRAFTS),
            store::oldest_leaver(conn).await?.map(|at| at + self.keep_leavers),
            store::earliest_until(conn).await?,
        ];
        Ok(expiries.into_iter().flatten().min())
    }

    /// Deletes all at once: a group has a few hundred members at most.
    async fn delete_expired(&self, tx: &mut Tx, now: Timestamp, _limit: u32) -> Result<u64, DbError> {
        let drafts = store::delete_drafts_until(tx, now - KEEP_DRAFTS).await?;
        let profiles = store::delete_profiles_left_until(tx, now - self.keep_leavers).await?;
        let details = store::clear_details_left_until(tx, now - self.keep_leavers).await?;
        let untils = store::clear_untils(tx, now).await?;
        Ok(drafts + profiles + details + untils)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::db::Db;
    use crate::members::{MemberId, ProfileDraft};
    use crate::timers::{DueWork, Retention};

    #[tokio::test]
    async fn expired_details_are_deleted_and_nothing_before() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("magpie.db")).await.unwrap();
        let start: Timestamp = "2020-11-10T16:55:00Z".parse().unwrap();
        let ada = MemberId(2);
        db.write(async |tx| {
            store::insert_stranger(tx, ada, "ada", "Ada", start).await?;
            store::set_locale(tx, ada, "fr").await?;
            store::set_draft(tx, ada, &ProfileDraft::default(), start).await
        })
        .await
        .unwrap();

        let retention = Retention::every_six_hours(db.clone(), Arc::new(MemberExpiry::new(90)));
        let mut now = start;
        let mut deletions = Vec::new();
        while let Some(due_at) = retention.next_due(&mut db.read().await.unwrap(), now).await.unwrap() {
            now = due_at;
            let days = due_at.duration_since(start).as_hours() / 24;
            deletions.push((days, retention.run_due(now, 100).await.unwrap()));
        }
        assert_eq!(deletions, [(30, 1), (90, 1)], "the draft, then the details of a person who is not in the server");
    }
}
