//! How the current round of a ticket began. The texts for a ticket that waits again depend on it, and so does whom the
//! next step leaves out.

use super::event::{TicketEvent, TicketEventKind};
use super::model::Ticket;
use super::store;
use crate::db::{Conn, DbError};
use crate::members::MemberId;

/// How the current round of a ticket began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundStart {
    Opened,
    /// The helper gave the ticket up, did not respond, or may no longer help. `None` if it is not known any more who
    /// helped.
    GivenUp(Option<MemberId>),
    /// The helper wrote nothing after the claim.
    FellSilent(Option<MemberId>),
    /// The asker still needs help.
    Reopened,
    /// Somebody sent the ticket to the secretariat.
    Sent,
}

impl RoundStart {
    pub async fn load(conn: &mut Conn, ticket: &Ticket) -> Result<Self, DbError> {
        // In the first round, the history is not needed.
        if ticket.round <= 1 {
            return Ok(Self::Opened);
        }
        Ok(Self::of_events(&store::history(conn, ticket.id).await?))
    }

    /// `events`: the history of the ticket, the oldest event first.
    fn of_events(events: &[TicketEvent]) -> Self {
        let starts = events.iter().enumerate().rev().find_map(|(index, event)| match event.kind {
            TicketEventKind::Released => Some(Self::GivenUp(latest_helper(&events[..index]))),
            TicketEventKind::FellSilent => Some(Self::FellSilent(latest_helper(&events[..index]))),
            TicketEventKind::Reopened => Some(Self::Reopened),
            TicketEventKind::Sent => Some(Self::Sent),
            TicketEventKind::Opened => Some(Self::Opened),
            _ => None,
        });
        starts.unwrap_or(Self::Opened)
    }

    pub fn former_helper(self) -> Option<MemberId> {
        match self {
            Self::GivenUp(helper) | Self::FellSilent(helper) => helper,
            Self::Opened | Self::Reopened | Self::Sent => None,
        }
    }
}

fn latest_helper(events: &[TicketEvent]) -> Option<MemberId> {
    events.iter().rev().find(|event| event.kind == TicketEventKind::Claimed)?.actor
}
