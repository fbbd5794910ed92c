//! Replaces the private thread of a ticket after somebody deleted the thread.

use super::messages;
use super::model::{Ticket, TicketStatus};
use super::service::Helpdesk;
use super::steps::save;
use super::store;
use crate::db::{Db, DbError, Tx};
use crate::guild;
use crate::members::ChannelId;
use crate::time::Timestamp;

impl Helpdesk {
    /// Replaces a deleted thread if it belonged to an open ticket. Returns false if it belonged to no open ticket.
    pub async fn handle_deleted_thread(&self, db: &Db, thread: ChannelId, now: Timestamp) -> Result<bool, DbError> {
        if store::by_thread(&mut *db.read().await?, thread).await?.is_none() {
            return Ok(false);
        }
        db.write(async |tx| match store::by_thread(tx, thread).await? {
            Some(ticket) => replace_thread(tx, ticket, now).await.map(|()| true),
            None => Ok(false),
        })
        .await
    }
}

/// Removes the thread from `ticket`, which was read in this transaction. Enqueues a new thread if the ticket is
/// claimed. A waiting ticket gets a new thread when it is claimed.
pub(super) async fn replace_thread(tx: &mut Tx, ticket: Ticket, now: Timestamp) -> Result<(), DbError> {
    let ticket = save(tx, Ticket { thread: None, ..ticket }).await?;
    if let TicketStatus::Claimed { helper, .. } = ticket.status {
        match guild::service::setup(tx).await?.and_then(|setup| setup.help_channel) {
            Some(parent) => messages::enqueue_thread(tx, &ticket, helper, parent, now).await?,
            None => messages::enqueue_helper(tx, &ticket, helper, now).await?,
        }
    }
    messages::re_render(tx, ticket.id, now).await
}
