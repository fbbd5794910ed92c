//! What the messages of alerts say, as typed facts; `discord` renders them.

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
    /// The version that it carries. Its button names the version, so that nobody marks a text as seen that they have
    /// not read.
    pub version: u32,
    /// The latest version that recipients were told about.
    pub told: u32,
    pub severity: Severity,
    pub purpose: Purpose,
    pub text: String,
    pub answer_by: Option<Timestamp>,
    pub author_name: String,
    pub occasion: Occasion,
    /// When it was due, if it is sent much later than that.
    pub due_since: Option<Timestamp>,
    pub status: MessageStatus,
    pub ask: Ask,
    /// The reader's own answer.
    pub answer: Option<GivenAnswer>,
    /// Of an alert that needs people: the names of those who can.
    pub found: Vec<String>,
}

/// Several alerts in one message, at their reader's waking minute. The most urgent first; at least two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WakingMessage {
    pub alerts: Vec<AlertMessage>,
}

/// What a delivered message reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    One(Box<AlertMessage>),
    Several(WakingMessage),
}

/// What has become of the alert, for this recipient, since the message was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageStatus {
    /// Not seen yet.
    Open,
    Seen {
        at: Timestamp,
    },
    /// As many people as are needed were found, and the reader is not one of them.
    Found,
    /// A newer message carries the corrected text.
    Corrected,
    Cancelled,
    Over,
}

/// A list in the secretariat's channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RosterPost {
    Live(Box<Roster>),
    /// A newer message carries the live list.
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
    pub told: u32,
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
    /// The author's language: many people read the list, so it has one language.
    pub language: Language,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterLine {
    pub member: MemberId,
    pub name: String,
    /// How far the alert has come with them, whether or not they have answered.
    pub status: RecipientStatus,
    /// From where it is known when they are awake.
    pub zone: ZoneBasis,
    pub answer: Option<GivenAnswer>,
    /// When the first message with sound arrived.
    pub sounded_at: Option<Timestamp>,
    /// When they are reminded, as they asked.
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
    /// Arrived without sound; a nudge follows when they wake. `None` without a zone.
    Silent {
        wakes_at: Option<Timestamp>,
    },
    /// Not sent yet: held until their waking minute, or about to be sent.
    Pending {
        held_until: Option<Timestamp>,
    },
    /// An attempt failed, or nobody knows yet whether it arrived; others follow.
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
