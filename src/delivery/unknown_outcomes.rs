//! Searches for messages with an unknown outcome as soon as their reader has returned to the server.

use async_trait::async_trait;

use super::store;
use crate::db::{DbError, Tx};
use crate::members::{Follower, Member, MemberId};
use crate::time::Timestamp;

/// Follows the members. While a member is away, a search for a message to them can be impossible, and is repeated only
/// once a day. After their return, each of these messages is searched for at once, and is sent if it had not arrived.
#[derive(Debug, Clone, Copy, Default)]
pub struct UnknownOutcomes;

#[async_trait]
impl Follower for UnknownOutcomes {
    async fn profile_changed(&self, _: &mut Tx, _: &Member, _: &Member, _: Timestamp) -> Result<(), DbError> {
        Ok(())
    }

    async fn left(&self, _: &mut Tx, _: MemberId, _: Timestamp) -> Result<(), DbError> {
        Ok(())
    }

    async fn returned(&self, tx: &mut Tx, member: &Member, now: Timestamp) -> Result<(), DbError> {
        store::make_unknown_due(tx, member.id, now).await
    }
}
