//! Cancels the obsolete messages of a ticket, in the transaction that changes the ticket. A message can be cancelled
//! while it is queued, held until its recipient wakes, or waiting for a retry.

use std::collections::BTreeSet;

use super::messages::{self, TicketMessage};
use super::model::{Ticket, TicketStatus};
use crate::db::{DbError, Tx};
use crate::delivery::{State, outbox};
use crate::members::MemberId;
use crate::time::Timestamp;

/// Counts the members whose ask became obsolete and was not known to be delivered when the ticket changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Recall {
    /// Members whose ask was cancelled.
    pub recalled: usize,
    /// Members whose ask is being sent, or may have arrived. If the ask arrives, it shows the new status of the ticket.
    pub under_way: usize,
}

/// Cancels each unsent message that no longer fits the state of the ticket.
pub(super) async fn recall(tx: &mut Tx, ticket: &Ticket, now: Timestamp) -> Result<Recall, DbError> {
    let (mut recalled, mut under_way): (BTreeSet<MemberId>, BTreeSet<MemberId>) = Default::default();
    for record in outbox::by_subject(tx, messages::SOURCE, &messages::subject(ticket.id)).await? {
        let Some(message) = TicketMessage::from_message_name(record.part.as_deref()) else { continue };
        let Some(reason) = obsolete_reason(ticket, message) else { continue };
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

/// Why an unsent message no longer fits the state of the ticket. `None` if it still fits.
pub(super) fn obsolete_reason(ticket: &Ticket, message: TicketMessage) -> Option<&'static str> {
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
            Some("the news is out of date")
        }
        _ => None,
    }
}
