//! Cancels the messages that a ticket no longer needs, in the transaction that changes the ticket: those that are
//! queued, held until somebody wakes, or waiting for another attempt.

use std::collections::BTreeSet;

use super::messages::{self, TicketMessage};
use super::model::{Ticket, TicketStatus};
use crate::db::{DbError, Tx};
use crate::delivery::{State, outbox};
use crate::members::MemberId;
use crate::time::Timestamp;

/// How many people were still to be asked for help with a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Recall {
    /// The question to them was cancelled.
    pub recalled: usize,
    /// The question is being sent to them, or may have arrived. Its message then shows the new status of the ticket.
    pub under_way: usize,
}

/// Cancels each waiting message that no longer fits the state of the ticket.
pub(super) async fn recall(tx: &mut Tx, ticket: &Ticket, now: Timestamp) -> Result<Recall, DbError> {
    let (mut recalled, mut under_way): (BTreeSet<MemberId>, BTreeSet<MemberId>) = Default::default();
    for record in outbox::about(tx, messages::SOURCE, &messages::subject(ticket.id)).await? {
        let Some(message) = TicketMessage::from_part(record.part.as_deref()) else { continue };
        let Some(reason) = obsolete(ticket, message) else { continue };
        let asked = match message {
            TicketMessage::Ask { member, .. } => Some(member),
            _ => None,
        };
        if matches!(record.state, State::Sending { .. } | State::Unknown { .. }) {
            under_way.extend(asked);
        } else if outbox::cancel_one(tx, record.id, reason, now).await? {
            recalled.extend(asked);
        }
    }
    recalled.retain(|member| !under_way.contains(member));
    Ok(Recall { recalled: recalled.len(), under_way: under_way.len() })
}

/// The reason why a new message no longer fits the state of the ticket.
pub(super) fn obsolete(ticket: &Ticket, message: TicketMessage) -> Option<&'static str> {
    let waits = matches!(ticket.status, TicketStatus::Waiting { .. });
    let is_claimed = matches!(ticket.status, TicketStatus::Claimed { .. });
    match message {
        TicketMessage::Ask { round, .. } if ticket.round != round || !waits => Some("the ticket no longer waits"),
        TicketMessage::Thread { round, .. } if ticket.round != round || !is_claimed => {
            Some("the ticket is not claimed")
        }
        TicketMessage::Thread { .. } if ticket.thread.is_some() => Some("the ticket has a thread"),
        TicketMessage::Hello { round } | TicketMessage::Helper { round, .. } | TicketMessage::Check { round, .. }
            if ticket.round != round || !is_claimed =>
        {
            Some("the helper no longer helps")
        }
        TicketMessage::News { news, round } if ticket.round != round || !news.is_current(ticket.status) => {
            Some("there is newer news")
        }
        _ => None,
    }
}
