//! What the messages of alerts say, as typed facts. The `discord` module renders them.

use super::ask::{Ask, GivenAnswer, Purpose};
use super::model::{AlertId, AlertState, FailureCause, Severity};
use super::send_rule::Occasion;
use crate::members::{MemberId, ZoneBasis};
use crate::time::Timestamp;
use crate::words::Language;

/// A message to one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertMessage {
    pub alert: AlertId,
    /// The version that the message shows. Its button contains this number, so that nobody marks a text as seen that
    /// they have not read.
    pub version: u32,
    /// The latest version that recipients were told about.
    pub announced_version: u32,
    pub severity: Severity,
    pub purpose: Purpose,
    pub text: String,
    pub answer_by: Option<Timestamp>,
    pub author_name: String,
    pub occasion: Occasion,
    /// When the message was due; `None` unless it is sent much later.
    pub due_since: Option<Timestamp>,
    pub status: MessageStatus,
    pub ask: Ask,
    /// The reader's own answer.
    pub answer: Option<GivenAnswer>,
    /// If the alert needs people: the names of those who can.
    pub found: Vec<String>,
}

/// At least two alerts in one message that is sent at the reader's waking minute, the most urgent first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WakingMessage {
    pub alerts: Vec<AlertMessage>,
}

/// The current content of a delivered message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    One(Box<AlertMessage>),
    Several(WakingMessage),
}

/// The state of the alert for this recipient, which the message shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageStatus {
    /// Not seen yet.
    Open,
    Seen {
        at: Timestamp,
    },
    /// Enough people were found, and the reader is not one of them.
    Found,
    /// A newer message carries the corrected text.
    Corrected,
    Cancelled,
    Over,
}

/// A roster in the secretariat's channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RosterPost {
    Live(Box<Roster>),
    /// A newer message shows the live roster.
    Superseded {
        alert: AlertId,
    },
}

/// Whom an alert has reached, and who has seen it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    pub alert: AlertId,
    pub version: u32,
    /// The latest version that recipients were told about.
    pub announced_version: u32,
    pub severity: Severity,
    pub ask: Ask,
    pub purpose: Purpose,
    pub text: String,
    pub answer_by: Option<Timestamp>,
    pub author_name: String,
    pub sent_at: Timestamp,
    pub asked_at: Option<Timestamp>,
    pub state: AlertState,
    /// The name of the person who ended it.
    pub ended_by: Option<String>,
    /// Ordered by name.
    pub people: Vec<RosterLine>,
    /// The number of expected members who are not on Discord.
    pub not_on_discord: usize,
    /// The author's language. Many people read the roster, so it cannot follow its reader's language.
    pub language: Language,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterLine {
    pub member: MemberId,
    pub name: String,
    /// Whether the alert has reached them, and whether they have seen it. Their answer does not change this.
    pub status: RecipientStatus,
    /// How their zone is known.
    pub zone: ZoneBasis,
    pub answer: Option<GivenAnswer>,
    /// When the first message with sound arrived.
    pub sounded_at: Option<Timestamp>,
    /// When the reminder that they asked for is due.
    pub remind_at: Option<Timestamp>,
}

/// Whether an alert has reached one person, and whether they have seen it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecipientStatus {
    Seen {
        at: Timestamp,
    },
    /// Arrived with sound, not seen.
    Sounded {
        at: Timestamp,
    },
    /// Arrived without sound; a nudge follows when they wake. `wakes_at` is `None` for a member without a known zone.
    Silent {
        wakes_at: Option<Timestamp>,
    },
    /// Not sent yet: held until their waking minute, or about to be sent.
    Pending {
        held_until: Option<Timestamp>,
    },
    /// An attempt failed or its outcome is unknown, and another attempt follows.
    Retrying,
    Failed {
        cause: FailureCause,
        reason: String,
    },
    /// Somebody cancelled the delivery by hand.
    Cancelled,
    /// The alert ended before it was sent to them.
    NotSent,
}
