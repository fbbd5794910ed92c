//! What happens to tickets when somebody deletes a channel or a thread: the private thread of a ticket is replaced, and
//! a ticket whose card is gone does not wait for readers of the card.

use super::messages::{self, TicketMessage};
use super::model::{Ticket, TicketStatus};
use super::service::Helpdesk;
use super::settings::HelpdeskSettings;
use super::steps::save;
use super::store;
use crate::db::{Conn, Db, DbError, Tx};
use crate::delivery::{Action, Address, State, outbox};
use crate::escalation::Step;
use crate::guild;
use crate::members::ChannelId;
use crate::time::Timestamp;

/// What an open ticket lost with a deleted channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LostChannel {
    Thread,
    /// The card that the volunteers or the secretariat read.
    Card,
}

impl Helpdesk {
    /// The threads of open tickets.
    pub async fn open_threads(&self, conn: &mut Conn) -> Result<Vec<ChannelId>, DbError> {
        Ok(store::open_tickets(conn).await?.into_iter().filter_map(|ticket| ticket.thread).collect())
    }

    /// Replaces a deleted thread if it belonged to an open ticket. If `channel` was not a thread, does so for each
    /// ticket whose thread was in the channel, and takes the next step of each ticket that waits for readers of its
    /// card in the channel. Discord reports only the deletion of the channel, not of its threads. Returns false if no
    /// open ticket used the channel.
    pub async fn handle_deleted_channel(&self, db: &Db, channel: ChannelId, now: Timestamp) -> Result<bool, DbError> {
        if tickets_using(&mut *db.read().await?, channel).await?.is_empty() {
            return Ok(false);
        }
        db.write(async |tx| {
            let tickets = tickets_using(tx, channel).await?;
            for (ticket, lost) in &tickets {
                match lost {
                    LostChannel::Thread => replace_thread(tx, ticket.clone(), now).await?,
                    LostChannel::Card => take_next_step_now(tx, &self.settings, ticket.clone(), now).await?,
                }
            }
            Ok(!tickets.is_empty())
        })
        .await
    }
}

/// The open tickets that use this thread or channel.
async fn tickets_using(conn: &mut Conn, channel: ChannelId) -> Result<Vec<(Ticket, LostChannel)>, DbError> {
    if let Some(ticket) = store::by_thread(conn, channel).await? {
        return Ok(vec![(ticket, LostChannel::Thread)]);
    }
    let mut tickets = Vec::new();
    for ticket in store::open_tickets(conn).await? {
        if let Some(lost) = lost_channel(conn, &ticket, channel).await? {
            tickets.push((ticket, lost));
        }
    }
    Ok(tickets)
}

async fn lost_channel(conn: &mut Conn, ticket: &Ticket, channel: ChannelId) -> Result<Option<LostChannel>, DbError> {
    let waits_for_readers = matches!(ticket.status, TicketStatus::Waiting { step: Step::Posted, .. });
    if ticket.thread.is_none() && !waits_for_readers {
        return Ok(None);
    }
    let records = outbox::by_subject(conn, messages::SOURCE, &messages::subject(ticket.id)).await?;
    let lost = records.iter().find_map(|record| match (&record.action, &record.state) {
        (Action::OpenThread { parent, .. }, State::Sent(posted))
            if *parent == channel && posted.channel.is_some() && posted.channel == ticket.thread =>
        {
            Some(LostChannel::Thread)
        }
        (Action::Post(Address::Channel(to)), _) if *to == channel && waits_for_readers => {
            let message = TicketMessage::from_message_name(record.part.as_deref());
            matches!(message, Some(TicketMessage::Card(desk)) if desk == ticket.desk).then_some(LostChannel::Card)
        }
        _ => None,
    });
    Ok(lost)
}

/// Makes the timer of a ticket due, which then asks the next people. Nobody waits for the time of the first step any
/// more; the later steps keep their times after it.
pub(super) async fn take_next_step_now(
    tx: &mut Tx,
    settings: &HelpdeskSettings,
    ticket: Ticket,
    now: Timestamp,
) -> Result<(), DbError> {
    match ticket.status {
        TicketStatus::Waiting { step, next_at } if next_at > now => {
            let first_after = settings.policy.ladders.get(ticket.urgency).first_after;
            let round_at = ticket.round_at.min(now.checked_sub(first_after).unwrap_or(Timestamp::MIN));
            let status = TicketStatus::Waiting { step, next_at: now };
            save(tx, Ticket { status, round_at, ..ticket }).await.map(drop)
        }
        _ => Ok(()),
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
