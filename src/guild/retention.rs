//! How long we keep data of a server that removed the bot, and an uploaded list that nobody confirmed.

use async_trait::async_trait;

use super::store;
use crate::db::{Conn, DbError, Tx};
use crate::members;
use crate::time::{SignedDuration, Timestamp};
use crate::timers::Expire;

/// This time is long enough to add the bot again after a removal by mistake.
const KEEP_LEFT_SERVERS: SignedDuration = SignedDuration::from_hours(24 * 90);

/// Nobody confirms an upload that is older than a day. The secretariat still has the file and can upload it again.
const KEEP_LIST_DRAFTS: SignedDuration = SignedDuration::from_hours(24);

/// Deletes uploaded lists that nobody confirmed.
#[derive(Debug, Clone, Copy, Default)]
pub struct ListDrafts;

#[async_trait]
impl Expire for ListDrafts {
    fn name(&self) -> &'static str {
        "unconfirmed lists of members"
    }

    async fn earliest_expiry(&self, conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
        Ok(store::oldest_list_draft(conn).await?.map(|at| at + KEEP_LIST_DRAFTS))
    }

    async fn delete_expired(&self, tx: &mut Tx, before: Timestamp, _limit: u32) -> Result<u64, DbError> {
        store::delete_drafts_until(tx, before - KEEP_LIST_DRAFTS).await
    }
}

/// Deletes the people of servers that removed the bot.
#[derive(Debug, Clone, Copy, Default)]
pub struct LeftServers;

#[async_trait]
impl Expire for LeftServers {
    fn name(&self) -> &'static str {
        "servers that were left"
    }

    async fn earliest_expiry(&self, conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
        Ok(store::earliest_left_at(conn).await?.map(|at| at + KEEP_LEFT_SERVERS))
    }

    async fn delete_expired(&self, tx: &mut Tx, before: Timestamp, _limit: u32) -> Result<u64, DbError> {
        let deleted = store::delete_people_of_left_servers(tx, before - KEEP_LEFT_SERVERS).await?;
        if store::expected(tx).await?.is_empty() {
            members::service::forget_listed(tx).await?;
        }
        Ok(deleted)
    }
}
