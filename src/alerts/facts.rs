//! What the messages of this room are about; `discord` turns it into words.

use crate::members::MemberId;
use crate::time::Timestamp;
use crate::words::Language;

use super::model::{AlertId, Because, Occasion, Phase, Severity};

/// A message to one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertMessage {
    pub alert: AlertId,
    /// The text that it carries; its button says so, so that nobody acknowledges words they have not read.
    pub version: u32,
    pub severity: Severity,
    pub text: String,
    pub answer_by: Option<Timestamp>,
    /// The author's name.
    pub from: String,
    pub occasion: Occasion,
    /// Since when it was due, if Magpie brings it much later than that.
    pub due_since: Option<Timestamp>,
    pub mark: Mark,
}

/// What has become of the alert since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// To be acknowledged.
    Open,
    Seen {
        at: Timestamp,
    },
    /// A newer message carries other words.
    Corrected,
    Cancelled {
        at: Timestamp,
    },
    Over {
        at: Timestamp,
    },
}

/// The live list in the secretariat's channel, or its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RosterFacts {
    Live(Box<Roster>),
    /// A newer list stands below.
    Continued {
        alert: AlertId,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    pub alert: AlertId,
    pub version: u32,
    pub severity: Severity,
    pub text: String,
    pub answer_by: Option<Timestamp>,
    pub from: String,
    pub sent_at: Timestamp,
    pub asked_at: Option<Timestamp>,
    pub phase: Phase,
    /// Who ended it, by name.
    pub ended_by: Option<String>,
    /// By name.
    pub people: Vec<Line>,
    /// Expected and not on Discord.
    pub absent: usize,
    /// The author's: many read it, one language must be chosen.
    pub language: Language,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub member: MemberId,
    pub name: String,
    pub status: Status,
}

/// How far an alert has come with one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    Seen {
        at: Timestamp,
    },
    /// Arrived with sound, not seen.
    Heard {
        at: Timestamp,
    },
    /// Arrived without sound; they hear of it when they wake. `None` without a zone.
    Silent {
        wakes_at: Option<Timestamp>,
    },
    /// Not sent yet: waits for their waking minute, or is on its way.
    Waiting {
        until: Option<Timestamp>,
    },
    Failed {
        because: Because,
        reason: String,
    },
    /// It ended before it was sent to them.
    NotSent,
}

impl Roster {
    pub fn count(&self, wanted: impl Fn(&Status) -> bool) -> usize {
        self.people.iter().filter(|line| wanted(&line.status)).count()
    }
}
