//! Retries deliveries that were refused because Magpie lacked a permission, after Magpie got the permission.

use super::model::ReceiptError;
use super::service::Receipts;
use super::store as receipts;
use crate::db::{Conn, Db, DbError};
use crate::delivery::event::{Event, EventKind};
use crate::delivery::model::{Action, Address, Cause};
use crate::delivery::record::Record;
use crate::delivery::state::State;
use crate::delivery::store;
use crate::members::ChannelId;
use crate::time::{SignedDuration, Timestamp};

/// Only messages that were due within this time are retried. An older message is no longer useful.
const MAX_MESSAGE_AGE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// The most deliveries that one change of permissions retries.
const MAX_RETRIES: i64 = 500;

/// The channels and features that Magpie may use now and could not use before, according to its tables of channels and
/// permissions.
pub trait NewlyUsable: Sync {
    /// Whether Magpie may now read and write in the channel; `None` if the channel is not in the tables, for example
    /// because it is a thread.
    fn channel(&self, id: ChannelId) -> Option<bool>;
    /// Whether Magpie may now use the inbox channel for people whose DMs are closed.
    fn inbox(&self) -> bool;
    /// Whether Magpie may now use threads.
    fn threads(&self) -> bool;
}

impl Receipts {
    /// Retries refused deliveries whose channel Magpie may use now. Returns the number of retried deliveries. Each
    /// source first decides whether its delivery is still wanted.
    pub async fn retry_refused(&self, db: &Db, usable: &impl NewlyUsable, now: Timestamp) -> Result<u32, ReceiptError> {
        let since = now.saturating_sub(MAX_MESSAGE_AGE).unwrap_or(Timestamp::MIN);
        if receipts::refused_deliveries(&mut *db.read().await?, since, 1).await?.is_empty() {
            return Ok(0);
        }
        db.write(async |tx| {
            let mut retried = 0;
            for id in receipts::refused_deliveries(tx, since, MAX_RETRIES).await? {
                let Some(record) = store::by_id(tx, id).await? else { continue };
                if !is_usable(tx, &record, usable).await? {
                    continue;
                }
                match self.check_revivable(tx, &record, now).await {
                    Ok(()) => {}
                    Err(ReceiptError::Refused { .. }) => continue,
                    Err(error) => return Err(error),
                }
                let Some(transition) = record.revive(now) else { continue };
                store::apply(tx, transition).await?;
                store::record_event(tx, id, &Event::new(now, EventKind::Again)).await?;
                retried += 1;
            }
            Ok(retried)
        })
        .await
    }
}

async fn is_usable(conn: &mut Conn, record: &Record, usable: &impl NewlyUsable) -> Result<bool, DbError> {
    let channel = match record.action {
        Action::Post(Address::Member(_)) => return Ok(usable.inbox()),
        Action::Post(Address::Mailbox { .. }) => return Ok(false),
        Action::Post(Address::Channel(channel)) | Action::OpenThread { parent: channel, .. } => Some(channel),
        Action::JoinThread { thread, .. } | Action::LeaveThread { thread, .. } | Action::CloseThread { thread } => {
            Some(thread)
        }
        Action::Edit(of) | Action::Delete(of) => match store::by_id(conn, of).await?.map(|posted| posted.state) {
            Some(State::Sent(posted)) => posted.channel,
            _ => None,
        },
    };
    let is_gone = matches!(&record.state, State::Failed(failure) if failure.cause == Cause::Gone);
    Ok(!is_gone && channel.is_some_and(|channel| usable.channel(channel).unwrap_or_else(|| usable.threads())))
}
