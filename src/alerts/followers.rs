//! Reacts to changes of a member's profile or groups, to members who leave or return, and to changes of the set-up.

use async_trait::async_trait;

use super::model::Alert;
use super::{found, messages, missing, roster, store};
use crate::db::{DbError, Tx, if_readable};
use crate::members::{Deputy, DeputyEvent, Follower, Member, MemberId, Roles};
use crate::time::{SignedDuration, Timestamp};

/// How long a message waits for the return of a recipient who left the server.
const MAX_WAIT_FOR_RETURN: SignedDuration = SignedDuration::from_hours(24 * 30);

/// Updates the pending messages and the rosters of alerts when a member or the set-up changes.
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
        messages::reschedule(tx, after, now).await?;
        missing::refresh_lists_of(tx, after.id, now).await
    }

    async fn setup_changed(&self, tx: &mut Tx, now: Timestamp) -> Result<(), DbError> {
        roster::move_to_new_channel(tx, now).await?;
        missing::move_to_new_channel(tx, now).await
    }

    /// Postpones the pending messages of the member, except first messages. The attempt at a first message fails, so
    /// that the roster shows why the alert did not reach them.
    async fn left(&self, tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<(), DbError> {
        let pending = store::pending_messages_to(tx, member).await?;
        messages::postpone(tx, &pending, now + MAX_WAIT_FOR_RETURN, now).await?;
        let mut alerts: Vec<_> = pending.iter().map(|message| message.alert).collect();
        alerts.sort_unstable();
        alerts.dedup();
        for alert in alerts {
            roster::refresh(tx, alert, now).await?;
        }
        missing::refresh_lists_of(tx, member, now).await?;
        found::recount_alerts_of(tx, member, now).await
    }

    async fn groups_changed(
        &self,
        tx: &mut Tx,
        member: MemberId,
        _before: Roles,
        _after: Roles,
        now: Timestamp,
    ) -> Result<(), DbError> {
        missing::refresh_lists_of(tx, member, now).await?;
        found::recount_alerts_of(tx, member, now).await
    }

    /// The lists of who is missing name the deputy.
    async fn deputy_changed(
        &self,
        tx: &mut Tx,
        deputy: &Deputy,
        _event: DeputyEvent,
        now: Timestamp,
    ) -> Result<(), DbError> {
        missing::refresh_lists_of(tx, deputy.member, now).await
    }

    async fn returned(&self, tx: &mut Tx, member: &Member, now: Timestamp) -> Result<(), DbError> {
        messages::reschedule(tx, member, now).await?;
        for (id, recipient) in store::alerts_received_by(tx, member.id).await? {
            let alert = if_readable(store::get(tx, id).await)?.filter(Alert::is_active);
            let Some(alert) = alert else { continue };
            if messages::enqueue_for_return(tx, &alert, &recipient, member, now).await? {
                roster::refresh(tx, id, now).await?;
            }
        }
        missing::refresh_lists_of(tx, member.id, now).await?;
        found::recount_alerts_of(tx, member.id, now).await
    }
}
