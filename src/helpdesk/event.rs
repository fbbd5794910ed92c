//! The history of a ticket. Pure.

use strum::{Display, EnumString, IntoStaticStr};

use crate::members::MemberId;
use crate::time::Timestamp;

/// One entry in the history of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketEvent {
    pub happened_at: Timestamp,
    /// The person who caused the event; `None` for Magpie.
    pub actor: Option<MemberId>,
    pub kind: TicketEventKind,
    /// Depends on `kind`: what was tried, the answer, the number of people asked, or the reason for a failure.
    pub detail: Option<String>,
}

impl TicketEvent {
    pub fn by(actor: MemberId, kind: TicketEventKind, now: Timestamp) -> Self {
        Self { happened_at: now, actor: Some(actor), kind, detail: None }
    }

    pub fn by_magpie(kind: TicketEventKind, now: Timestamp) -> Self {
        Self { happened_at: now, actor: None, kind, detail: None }
    }

    #[must_use]
    pub fn with_detail(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum TicketEventKind {
    Opened,
    Asked,
    Claimed,
    Released,
    /// Sent to the secretariat.
    Sent,
    Nudged,
    Solved,
    Reopened,
    Closed,
    /// A delivery of the ticket failed: a message, or an action on its thread.
    Failed,
}
