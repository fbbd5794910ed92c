//! What alerts do when a member's profile changes or a member leaves.

use async_trait::async_trait;

use super::send_rule::MessageKind;
use super::{messages, roster, store};
use crate::db::{DbError, Tx};
use crate::members::{Follower, Member, MemberId};
use crate::time::Timestamp;

/// Reschedules pending messages by the members' waking hours, and cancels those to members who left.
pub struct AlertFollower;

#[async_trait]
impl Follower for AlertFollower {
    async fn profile_changed(
        &self,
        tx: &mut Tx,
        _before: &Member,
        after: &Member,
        now: Timestamp,
    ) -> Result<(), DbError> {
        messages::reschedule(tx, after, now).await
    }

    async fn left(&self, tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<(), DbError> {
        /// A first message stays pending: its attempt fails with the reason, which the roster then shows.
        const CANCELLED: [MessageKind; 3] = [MessageKind::Nudge, MessageKind::Again, MessageKind::Corrected];
        let pending = store::pending_to(tx, member).await?;
        messages::recall(tx, &pending, &CANCELLED, "left the server", now).await?;
        let mut alerts: Vec<_> = pending.iter().map(|message| message.alert).collect();
        alerts.sort_unstable();
        alerts.dedup();
        for alert in alerts {
            roster::refresh(tx, alert, now).await?;
        }
        Ok(())
    }
}
