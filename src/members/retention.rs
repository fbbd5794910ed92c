//! How long profiles, drafts and other data about members are kept.

use async_trait::async_trait;

use super::service::KEEP_DELETIONS;
use super::store;
use crate::db::{Conn, DbError, Tx};
use crate::time::{SignedDuration, Timestamp};
use crate::timers::Expire;

/// A draft that nobody has changed for a month is abandoned. The member can answer its few questions again.
const KEEP_DRAFTS: SignedDuration = SignedDuration::from_hours(24 * 30);

/// Deletes abandoned drafts, the profiles and details of members who left, and "I am awake until…" and "I am away
/// until…" after they have ended.
#[derive(Debug, Clone, Copy)]
pub struct MemberExpiry {
    keep_leavers: SignedDuration,
    /// `None`: the names are kept for ever.
    keep_names: Option<SignedDuration>,
}

impl MemberExpiry {
    /// `leavers_days`: how long the profile of a member who left is kept in case they return.
    pub fn new(leavers_days: u32) -> Self {
        Self { keep_leavers: days(leavers_days), keep_names: None }
    }

    /// `records_days`: how long other modules keep records that refer to a member. The name of a member who left is
    /// needed for that long, and is deleted afterwards.
    #[must_use]
    pub fn names_needed_for(self, records_days: u32) -> Self {
        Self { keep_names: Some(self.keep_leavers.max(days(records_days))), ..self }
    }
}

fn days(days: u32) -> SignedDuration {
    SignedDuration::from_hours(24 * i64::from(days))
}

#[async_trait]
impl Expire for MemberExpiry {
    fn name(&self) -> &'static str {
        "members"
    }

    async fn earliest_expiry(&self, conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
        let expiries = [
            store::oldest_draft(conn).await?.map(|at| at + KEEP_DRAFTS),
            store::earliest_left_with_details(conn).await?.map(|at| at + self.keep_leavers),
            store::earliest_left_at(conn).await?.zip(self.keep_names).map(|(at, keep)| at + keep),
            store::earliest_until(conn).await?,
            store::oldest_deletion(conn).await?.map(|at| at + KEEP_DELETIONS),
        ];
        Ok(expiries.into_iter().flatten().min())
    }

    /// Ignores the limit: a group has at most a few hundred members, so one transaction can delete everything.
    async fn delete_expired(&self, tx: &mut Tx, now: Timestamp, _limit: u32) -> Result<u64, DbError> {
        let drafts = store::delete_drafts_until(tx, now - KEEP_DRAFTS).await?;
        let profiles = store::delete_profiles_left_until(tx, now - self.keep_leavers).await?;
        let details = store::clear_details_left_until(tx, now - self.keep_leavers).await?;
        let threads = store::delete_inbox_threads_left_until(tx, now - self.keep_leavers).await?;
        let names = match self.keep_names {
            Some(keep) => store::delete_members_left_until(tx, now - keep).await?,
            None => 0,
        };
        let untils = store::clear_ended_untils(tx, now).await?;
        let deletions = store::forget_deletions_until(tx, now - KEEP_DELETIONS).await?;
        Ok(drafts + profiles + details + threads + names + untils + deletions)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::members::{MemberId, ProfileDraft};
    use crate::timers::{DueWork, Retention};

    #[tokio::test]
    async fn draft_details_and_name_of_a_member_who_left_are_deleted_when_each_expires() {
        let folder = tempfile::tempdir().unwrap();
        let db = crate::db::testing::open(folder.path()).await;
        let start: Timestamp = "2020-11-10T16:55:00Z".parse().unwrap();
        let ada = MemberId(2);
        db.write(async |tx| {
            store::insert_if_missing(tx, ada, "ada", "Ada", start).await?;
            store::set_locale(tx, ada, "fr").await?;
            store::set_draft(tx, ada, &ProfileDraft::default(), start).await
        })
        .await
        .unwrap();

        let retention = Retention::every_six_hours(db.clone(), Arc::new(MemberExpiry::new(90).names_needed_for(365)));
        let mut now = start;
        let mut deletions = Vec::new();
        while let Some(due_at) = retention.next_due(&mut db.read().await.unwrap(), now).await.unwrap() {
            now = due_at;
            let days = due_at.duration_since(start).as_hours() / 24;
            deletions.push((days, retention.run_due(now, 100).await.unwrap()));
        }
        assert_eq!(deletions, [(30, 1), (90, 1), (365, 1)], "the draft; the details of a person who left; the name");
    }
}
