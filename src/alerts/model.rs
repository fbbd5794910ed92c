//! An alert, its versions, and the state of each recipient. Pure.

use std::collections::BTreeSet;

use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use super::ask::{Answer, Ask, GivenAnswer, Purpose};
use crate::members::{Group, Member, MemberId, fold};
use crate::row_id;
use crate::time::{SignedDuration, Timestamp};

/// The most characters of an alert's text. With the words around it, and with every character escaped, it still fits
/// into one Discord message.
pub const MAX_TEXT_CHARS: usize = 800;

/// The settings of alerts from the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlertSettings {
    /// A preview older than this has expired: its recipients are counted again before anything is sent.
    pub preview_valid_for: SignedDuration,
    /// Within this time, the author must confirm before the same text is sent again. Zero means that no confirmation is
    /// needed.
    pub repeat_asked_within: SignedDuration,
}

impl Default for AlertSettings {
    fn default() -> Self {
        Self { preview_valid_for: SignedDuration::from_mins(15), repeat_asked_within: SignedDuration::from_mins(30) }
    }
}

row_id!(AlertId);
row_id!(
    /// An alert, or a correction of one, that is not sent yet.
    DraftId
);

/// How urgent an alert is. The database and custom ids contain its code.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Display, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum Severity {
    /// Held until each recipient is awake.
    Information,
    /// Sent at once: silently in quiet hours, with one sounding nudge at the waking minute.
    Urgent,
    /// Like `Urgent`, and also wakes members whom the author chose by name and who allow it.
    Emergency,
}

/// Whether an alert is still active.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlertState {
    Active,
    /// Withdrawn: it should not have been sent.
    Cancelled {
        at: Timestamp,
        by: MemberId,
    },
    /// The event that it was about has ended.
    Over {
        at: Timestamp,
        by: MemberId,
    },
}

/// How a person ends an alert. Its code is the state that the database then contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
pub enum EndReason {
    #[strum(serialize = "cancelled")]
    Cancel,
    #[strum(serialize = "over")]
    Over,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    pub id: AlertId,
    pub author: MemberId,
    pub severity: Severity,
    pub ask: Ask,
    pub purpose: Purpose,
    /// The groups that it was sent to. A person addressed by name is a recipient without a group.
    pub groups: BTreeSet<Group>,
    pub state: AlertState,
    pub sent_at: Timestamp,
    pub asked_at: Option<Timestamp>,
    /// The version with the latest correction.
    pub current: Version,
    /// The latest version that recipients were told about. Later versions only fixed the text in messages that people
    /// already had.
    pub announced_version: u32,
    /// When enough people were found. `None` while more are needed.
    pub found_at: Option<Timestamp>,
}

impl Alert {
    pub fn is_active(&self) -> bool {
        self.state == AlertState::Active
    }

    /// Whether the alert is still for this recipient. They must be in the server, and in a group that the alert was
    /// sent to. A recipient whom the author addressed by name may be in any group.
    pub fn is_still_for(&self, recipient: &Recipient, member: &Member) -> bool {
        let mut groups = member.roles.iter();
        member.in_guild && groups.any(|group| recipient.is_named || self.groups.contains(&group))
    }

    /// Whether enough people were found without this recipient, so that nothing more is asked of them.
    pub fn has_enough_without(&self, recipient: &Recipient) -> bool {
        self.found_at.is_some() && !recipient.has_answered_yes()
    }

    /// Whether this recipient has nothing left to do. For [`Ask::Read`], they must have seen the current text. For
    /// other asks, they must have answered it, or enough people were found without them.
    pub fn is_done_by(&self, recipient: &Recipient) -> bool {
        match self.ask {
            Ask::Read => recipient.seen_at(self.announced_version).is_some(),
            _ => recipient.answer_to(self.announced_version).is_some() || self.has_enough_without(recipient),
        }
    }
}

/// The content of an alert between two corrections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Starts at 1.
    pub number: u32,
    pub text: String,
    pub answer_by: Option<Timestamp>,
}

impl Version {
    /// Whether the time to answer by has passed.
    pub fn is_past(&self, now: Timestamp) -> bool {
        self.answer_by.is_some_and(|at| at <= now)
    }
}

/// One person to whom an alert is addressed. "Sent" never counts as "seen".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    pub member: MemberId,
    /// The author addressed them by name, not only as one of a group.
    pub is_named: bool,
    /// The author saw the name in the preview and chose it to be woken.
    pub chosen_to_wake: bool,
    /// When the first message arrived.
    pub sent_at: Option<Timestamp>,
    /// When the first message with sound arrived.
    pub sounded_at: Option<Timestamp>,
    pub failure: Option<SendFailure>,
    pub seen: Option<Seen>,
    pub answer: Option<GivenAnswer>,
    /// When the reminder that they asked for is due.
    pub remind_at: Option<Timestamp>,
}

/// A recipient of an alert that is about to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewRecipient {
    pub member: MemberId,
    pub is_named: bool,
    pub chosen_to_wake: bool,
}

impl Recipient {
    /// Whether no message of the alert has arrived, and none may have.
    pub fn has_no_message(&self) -> bool {
        let is_unknown = self.failure.as_ref().is_some_and(|failure| failure.cause == FailureCause::Unknown);
        self.sent_at.is_none() && !is_unknown
    }

    /// Whether a correction may wake them if they were chosen to be woken: the alert itself sounded for them, or no
    /// message of the alert has reached them.
    pub fn may_be_woken_by_correction(&self) -> bool {
        self.sounded_at.is_some() || self.has_no_message()
    }

    /// When they saw this version, or a later one.
    pub fn seen_at(&self, version: u32) -> Option<Timestamp> {
        self.seen.filter(|seen| seen.version >= version).map(|seen| seen.at)
    }

    /// Their answer to this version, or a later one.
    pub fn answer_to(&self, version: u32) -> Option<GivenAnswer> {
        self.answer.filter(|given| given.version >= version)
    }

    /// Whether their latest answer is that they can.
    pub fn has_answered_yes(&self) -> bool {
        self.answer.is_some_and(|given| given.answer == Answer::Yes)
    }
}

/// A recipient's own act which shows that they have seen a version: for example, they pressed "I have seen this", used
/// `/seen`, or answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    pub at: Timestamp,
    pub version: u32,
}

/// Why the latest message did not reach a recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendFailure {
    pub at: Timestamp,
    pub cause: FailureCause,
    /// Discord's text if Discord refused; for the log and the history.
    pub reason: String,
}

/// Why a message did not reach a recipient. The database contains its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum FailureCause {
    /// They are not in the server.
    NotHere,
    /// Their DMs are closed or were never opened, and they have no inbox thread.
    NoRoute,
    /// Discord refused for another reason.
    Refused,
    /// Every attempt that the configuration allows has failed.
    Exhausted,
    /// The outcome is unknown: the message may have arrived.
    Unknown,
}

/// How many people a correction reaches, and how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CorrectionReach {
    /// People who had got the old text. They get a message about the correction.
    pub notified: usize,
    /// People to whom the old text is being sent, or may have been sent. They get a message about the correction,
    /// unless the old text turns out not to have arrived.
    pub maybe_notified: usize,
    /// People who had not got the old text. They get only the new one.
    pub new_text: usize,
}

/// Whether the two texts are the same for a reader: case, accents and spaces are ignored.
pub fn is_same_text(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_differ_only_in_case_and_spaces_are_the_same() {
        assert!(is_same_text("Main  room link CHANGED", "main room link changed"));
        assert!(!is_same_text("Main room link changed", "Main room link changed again"));
    }
}
