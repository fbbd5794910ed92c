//! What this room does when a member changes, leaves, or asks what is kept on them.

use async_trait::async_trait;
use serde_json::{Value, json};

use super::deliveries::{retime, withdraw};
use super::drafts;
use super::model::Kind;
use super::roster;
use super::store;
use crate::db::{Conn, DbError, Tx};
use crate::members::{Follower, Kept, Member, MemberId, PrivacyPart};
use crate::time::Timestamp;

/// Follows the members' waking hours, and lets nothing pending for who has left.
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
        retime(tx, after, now).await
    }

    async fn left(&self, tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<(), DbError> {
        let owed = store::owed_to(tx, member).await?;
        // A first message stays owed: it fails at once with the reason, which the secretariat then reads in the list.
        withdraw(tx, &owed, &[Kind::Nudge, Kind::Again, Kind::Corrected], "left the server", now).await?;
        let mut alerts: Vec<_> = owed.iter().map(|message| message.alert).collect();
        alerts.dedup();
        for alert in alerts {
            roster::touch(tx, alert, now).await?;
        }
        Ok(())
    }
}

/// What alerts keep on a member.
pub struct AlertPrivacy;

#[async_trait]
impl PrivacyPart for AlertPrivacy {
    fn name(&self) -> &'static str {
        "alerts"
    }

    async fn export(&self, conn: &mut Conn, member: MemberId) -> Result<Value, DbError> {
        let received = store::received_by(conn, member).await?;
        let drafts = drafts::store::unsent_by(conn, member).await?;
        let sent = store::count_by_author(conn, member).await?;
        if received.is_empty() && drafts.is_empty() && sent == 0 {
            return Ok(Value::Null);
        }
        let mut messages = Vec::new();
        for (alert, recipient) in received {
            let words = store::get(conn, alert).await?.map(|alert| alert.words);
            messages.push(json!({
                "alert": alert.0,
                "text": words.map(|words| words.text),
                "sent_at": recipient.sent_at,
                "heard_at": recipient.heard_at,
                "seen_at": recipient.seen.map(|seen| seen.at),
                "failed": recipient.failure.map(|failed| failed.reason),
            }));
        }
        let drafts: Vec<Value> = drafts.into_iter().map(|draft| json!({ "text": draft.text })).collect();
        Ok(json!({ "received": messages, "drafts": drafts, "alerts_sent": sent }))
    }

    async fn delete(&self, tx: &mut Tx, member: MemberId, _now: Timestamp) -> Result<Vec<Kept>, DbError> {
        drafts::store::delete_unsent_by(tx, member).await?;
        store::delete_recipient_of_ended(tx, member).await?;
        let received = store::received_by(tx, member).await?.len();
        let sent = store::count_by_author(tx, member).await?;
        let kept = [("alert-kept-active", u64::try_from(received)), ("alert-kept-sent", u64::try_from(sent))];
        let kept = kept.into_iter().map(|(text_key, count)| Kept { text_key, count: count.unwrap_or_default() });
        Ok(kept.filter(|kept| kept.count > 0).collect())
    }
}
