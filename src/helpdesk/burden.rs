//! Limits the messages to one member who is asked about many tickets at once: the first tickets have a message each,
//! and the last of these messages counts the other tickets. So nobody's phone sounds for each of many tickets.

use super::messages;
use super::messages::TicketMessage;
use super::model::TicketId;
use super::store;
use crate::db::{Conn, DbError, Tx};
use crate::delivery::{Lane, State, outbox};
use crate::members::MemberId;
use crate::time::{SignedDuration, Timestamp};

/// The most waiting tickets for which one member gets a message each.
pub const MAX_OWN_MESSAGES: usize = 5;

/// An ask counts for this long: a night, in which it may be held. When a member has not answered for longer than
/// that, they can be asked about new tickets.
const COUNTS_FOR: SignedDuration = SignedDuration::from_hours(12);

/// The waiting tickets that a member is asked about: those with a message of their own, and how many more there are.
pub struct AskedTickets {
    tickets: Vec<TicketId>,
    pub more: usize,
}

impl AskedTickets {
    pub async fn load(conn: &mut Conn, member: MemberId, now: Timestamp) -> Result<Self, DbError> {
        let since = now.checked_sub(COUNTS_FOR).unwrap_or(Timestamp::MIN);
        let mut tickets = store::waiting_asks(conn, member, since).await?;
        let more = tickets.len().saturating_sub(MAX_OWN_MESSAGES);
        tickets.truncate(MAX_OWN_MESSAGES);
        Ok(Self { tickets, more })
    }

    /// Whether no message of its own is due for this ticket.
    pub fn leaves_out(&self, id: TicketId) -> bool {
        self.more > 0 && !self.tickets.contains(&id)
    }

    /// Whether the message about this ticket counts the others.
    pub fn counts_others(&self, id: TicketId) -> bool {
        self.more > 0 && self.tickets.last() == Some(&id)
    }

    /// Renders the message that counts the others again.
    pub async fn re_render_count(&self, tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<(), DbError> {
        let Some(last) = self.tickets.last() else { return Ok(()) };
        let records = outbox::about(tx, messages::SOURCE, &messages::subject(*last)).await?;
        let asked = |part: Option<&str>| match TicketMessage::from_part(part) {
            Some(TicketMessage::Ask { member, .. }) => Some(member),
            _ => None,
        };
        let ask = records.into_iter().rev().find(|record| asked(record.part.as_deref()) == Some(member));
        match ask {
            Some(ask) if !matches!(ask.state, State::Pending) => outbox::edit(tx, ask.id, Lane::Prompt, now).await,
            _ => Ok(()),
        }
    }
}
