//! Limits how many messages one member gets when many tickets wait for help. The first tickets get a message each. The
//! last of these messages shows how many more tickets wait, so a phone does not sound once for every ticket.

use super::messages;
use super::messages::TicketMessage;
use super::model::TicketId;
use super::store;
use crate::db::{Conn, DbError, Tx};
use crate::delivery::{Lane, State, outbox};
use crate::escalation::Urgency;
use crate::members::MemberId;
use crate::time::{SignedDuration, Timestamp};

/// How many waiting tickets get their own message to the same member.
pub const MAX_OWN_MESSAGES: usize = 5;

/// A ticket whose asker needs help now gets its own message if it is among this many waiting tickets.
const MAX_URGENT_MESSAGES: usize = 20;

/// How long an unanswered ask counts towards the limit. It covers a night, because an ask can be held until the member
/// wakes. After this time, the member can be asked about new tickets.
const ASK_COUNTS_FOR: SignedDuration = SignedDuration::from_hours(12);

/// The waiting tickets that a member was asked about.
pub struct AskedTickets {
    /// The tickets that get their own message.
    tickets: Vec<TicketId>,
    /// How many tickets get no message of their own.
    pub other_tickets: usize,
}

impl AskedTickets {
    pub async fn load(conn: &mut Conn, member: MemberId, now: Timestamp) -> Result<Self, DbError> {
        let since = now.checked_sub(ASK_COUNTS_FOR).unwrap_or(Timestamp::MIN);
        let asked = store::waiting_asks(conn, member, since).await?;
        let mut tickets = Vec::new();
        for (index, id) in asked.iter().enumerate().take(MAX_URGENT_MESSAGES) {
            let is_urgent = async |conn: &mut Conn| {
                Ok::<_, DbError>(store::get(conn, *id).await?.is_some_and(|ticket| ticket.urgency == Urgency::Now))
            };
            if index < MAX_OWN_MESSAGES || is_urgent(conn).await? {
                tickets.push(*id);
            }
        }
        Ok(Self { other_tickets: asked.len() - tickets.len(), tickets })
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
