//! What is old is forgotten: profiles of leavers, drafts that nobody finished, the ledger of interactions.

use super::store;
use crate::db::{Conn, Db, DbError};
use crate::members;
use crate::time::{SignedDuration, Timestamp};

/// An interaction's token is good for 15 minutes, and Discord repeats none after that; a week leaves room for a clock
/// that was wrong.
const KEEP_INTERACTIONS: SignedDuration = SignedDuration::from_hours(24 * 7);
/// Somebody who has not gone on with the set-up for a month will not miss where they stopped.
const KEEP_DRAFTS: SignedDuration = SignedDuration::from_hours(24 * 30);
/// Old rows are swept together: once in a while, not each at its own minute.
const SWEEP: SignedDuration = SignedDuration::from_hours(6);

#[derive(Debug, Clone, Copy)]
pub struct Retention {
    leavers: SignedDuration,
}

impl Retention {
    /// `leavers_days`: how long the profile of somebody who left is kept for their return.
    pub fn new(leavers_days: u32) -> Self {
        Self { leavers: SignedDuration::from_hours(24 * i64::from(leavers_days)) }
    }

    /// The next sweep after `after` that finds something; `None` when nothing is kept that gets old.
    pub async fn next_due(&self, conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
        Ok(self.earliest(conn).await?.filter(|at| *at > after))
    }

    /// Forgets what is too old at `now`; returns how many rows. Writes nothing when nothing is.
    pub async fn sweep(&self, db: &Db, now: Timestamp) -> Result<u64, DbError> {
        if self.earliest(&mut *db.read().await?).await?.is_none_or(|at| at > now) {
            return Ok(0);
        }
        let mut tx = db.begin().await?;
        let interactions = store::delete_interactions_before(&mut tx, now - KEEP_INTERACTIONS).await?;
        let drafts = members::store::delete_drafts_before(&mut tx, now - KEEP_DRAFTS).await?;
        let profiles = members::store::forget_leavers_before(&mut tx, now - self.leavers).await?;
        let untils = members::store::forget_untils_before(&mut tx, now).await?;
        tx.commit().await?;
        Ok(interactions + drafts + profiles + untils)
    }

    async fn earliest(&self, conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
        let oldest = [
            store::oldest_interaction(conn).await?.map(|at| at + KEEP_INTERACTIONS),
            members::store::oldest_draft(conn).await?.map(|at| at + KEEP_DRAFTS),
            members::store::oldest_leaver(conn).await?.map(|at| at + self.leavers),
            members::store::earliest_until(conn).await?,
        ];
        Ok(oldest.into_iter().flatten().min().map(next_sweep))
    }
}

/// The first moment of sweeping that is later than `at`: they are the same for all, so that many rows need one sweep.
fn next_sweep(at: Timestamp) -> Timestamp {
    let period = SWEEP.as_secs();
    let next = (at.as_second().div_euclid(period) + 1) * period;
    Timestamp::from_second(next).expect("an instant of this century is inside jiff's range")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guild::ledger;
    use crate::members::{InteractionId, MemberId};

    #[tokio::test]
    async fn what_is_too_old_is_forgotten_and_nothing_before() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("magpie.db")).await.unwrap();
        let start: Timestamp = "2020-11-10T16:55:00Z".parse().unwrap();
        let mut tx = db.begin().await.unwrap();
        ledger::claim(&mut tx, InteractionId(1), start).await.unwrap();
        members::store::insert_stranger(&mut tx, MemberId(2), "ada", "Ada", start).await.unwrap();
        members::store::set_locale(&mut tx, MemberId(2), "fr").await.unwrap();
        members::store::set_draft(&mut tx, MemberId(2), &members::ProfileDraft::default(), start).await.unwrap();
        tx.commit().await.unwrap();

        let retention = Retention::new(90);
        let mut now = start;
        let mut sweeps = Vec::new();
        while let Some(due) = retention.next_due(&mut db.read().await.unwrap(), now).await.unwrap() {
            now = due;
            sweeps.push((due.duration_since(start).as_hours() / 24, retention.sweep(&db, now).await.unwrap()));
        }
        assert_eq!(sweeps, [(7, 1), (30, 1), (90, 1)], "the ledger, the draft, the details of who is not here");
    }
}
