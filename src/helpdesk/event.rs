//! The history of a ticket. Pure.

use strum::{Display, EnumString, IntoStaticStr};

use crate::escalation::Reason;
use crate::members::MemberId;
use crate::time::Timestamp;

/// One member who was asked to help with a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    pub round: u32,
    pub member: MemberId,
    pub asked_at: Timestamp,
    /// Why this member was asked before others.
    pub reasons: Vec<Reason>,
    /// When this member said "Not now".
    pub declined_at: Option<Timestamp>,
}

/// One entry in the history of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketEvent {
    pub happened_at: Timestamp,
    /// The person who caused the event; `None` for Magpie.
    pub actor: Option<MemberId>,
    pub kind: TicketEventKind,
    /// Depends on `kind`: what was tried, the answer, the number of people asked, the reason for a failure, or what was
    /// added or set.
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
    /// Somebody who was asked said "Not now".
    Declined,
    /// The helper wrote nothing after the claim, so others were asked.
    FellSilent,
    /// The helper waits for the asker's answer.
    AwaitsAsker,
    /// The asker added a text, which is the detail.
    Added,
    /// The asker added the ticket to another one, whose number is the detail.
    Merged,
    /// The helper passed the ticket on to another person, whose claim is the next event.
    PassedOn,
    /// Somebody changed when help is needed; the detail is the code of the urgency.
    UrgencySet,
    /// Somebody changed what the ticket is about; the detail is the code of the category.
    CategorySet,
}
