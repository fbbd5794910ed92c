//! Deletes old drafts, old searches, and cards that were deleted long ago.

use async_trait::async_trait;

use super::store;
use crate::db::{Conn, DbError, Tx};
use crate::time::{SignedDuration, Timestamp};
use crate::timers::Expire;

/// How long a draft is kept that nobody changes. A draft that waits for the secretariat stays.
const KEEP_DRAFTS: SignedDuration = SignedDuration::from_hours(24 * 7);
/// How long a deleted card is kept, so that its deletion can be undone and its copies can be changed.
const KEEP_DELETED: SignedDuration = SignedDuration::from_hours(24 * 30);

/// Searches are kept as long as tickets: a search may contain the text of a ticket.
#[derive(Debug, Clone, Copy)]
pub struct FaqRetention {
    keep_searches: SignedDuration,
}

impl FaqRetention {
    pub fn new(keep_searches: SignedDuration) -> Self {
        Self { keep_searches }
    }
}

#[async_trait]
impl Expire for FaqRetention {
    fn name(&self) -> &'static str {
        "known answers"
    }

    async fn earliest_expiry(&self, conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
        let after = |at: Option<Timestamp>, keep: SignedDuration| at.and_then(|at| at.checked_add(keep).ok());
        let drafts = after(store::drafts::oldest_change(conn).await?, KEEP_DRAFTS);
        let cards = after(store::earliest_deleted(conn).await?, KEEP_DELETED);
        let searches = after(store::searches::oldest(conn).await?, self.keep_searches);
        Ok(drafts.into_iter().chain(cards).chain(searches).min())
    }

    async fn delete_expired(&self, tx: &mut Tx, now: Timestamp, limit: u32) -> Result<u64, DbError> {
        let before = |keep: SignedDuration| now.checked_sub(keep).unwrap_or(Timestamp::MIN);
        let drafts = store::drafts::delete_unchanged_since(tx, before(KEEP_DRAFTS), limit).await?;
        let cards = store::delete_deleted(tx, before(KEEP_DELETED), limit).await?;
        Ok(drafts + cards + store::searches::delete_before(tx, before(self.keep_searches), limit).await?)
    }
}
