//! Limits how many messages one member gets when many tickets wait for help. The first tickets get a message each. The
//! last of these messages shows how many more tickets wait, so a phone does not sound once for every ticket.

use super::messages;
use super::messages::TicketMessage;
use super::model::TicketId;
use super::store;
use crate::db::{Conn, DbError, Tx};
use crate::delivery::{Lane, State, outbox};
use crate::members::MemberId;
use crate::time::{SignedDuration, Timestamp};

/// How many waiting tickets get their own message to the same member.
pub const MAX_OWN_MESSAGES: usize = 5;

/// How long an unanswered ask counts towards the limit. It covers a night, because an ask can be held until the member
/// wakes. After this time, the member can be asked about new tickets.
const ASK_COUNTS_FOR: SignedDuration = SignedDuration::from_hours(12);

/// The waiting tickets that a member was asked about.
pub struct AskedTickets {
    /// The tickets that get their own message, at most [`MAX_OWN_MESSAGES`].
    tickets: Vec<TicketId>,
    /// How many tickets get no message of their own.
    pub other_tickets: usize,
}

impl AskedTickets {
    pub async fn load(conn: &mut Conn, member: MemberId, now: Timestamp) -> Result<Self, DbError> {
        let since = now.checked_sub(ASK_COUNTS_FOR).unwrap_or(Timestamp::MIN);
        let mut tickets = store::waiting_asks(conn, member, since).await?;
        let other_tickets = tickets.len().saturating_sub(MAX_OWN_MESSAGES);
        tickets.truncate(MAX_OWN_MESSAGES);
        Ok(Self { tickets, other_tickets })
    }

    /// Whether this ticket gets no message of its own.
    pub fn has_no_own_message(&self, id: TicketId) -> bool {
        self.other_tickets > 0 && !self.tickets.contains(&id)
    }

    /// Whether the message about this ticket also shows how many other tickets wait.
    pub fn shows_number_of_others(&self, id: TicketId) -> bool {
        self.other_tickets > 0 && self.tickets.last() == Some(&id)
    }

    /// Enqueues an edit of the message that shows how many other tickets wait.
    pub async fn re_render_number_of_others(
        &self,
        tx: &mut Tx,
        member: MemberId,
        now: Timestamp,
    ) -> Result<(), DbError> {
        let Some(last) = self.tickets.last() else { return Ok(()) };
        let records = outbox::by_subject(tx, messages::SOURCE, &messages::subject(*last)).await?;
        let asked = |part: Option<&str>| match TicketMessage::from_message_name(part) {
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
