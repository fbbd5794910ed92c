//! An alert, its versions, and the state of each recipient. Pure.

use std::collections::BTreeSet;

use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use super::ask::{Answer, Ask, GivenAnswer, Purpose};
use crate::members::{Group, Member, MemberId, fold};
use crate::row_id;
use crate::time::{SignedDuration, Timestamp};

/// Characters of an alert's text. With its frame, and with every character escaped, it still fits one Discord message.
pub const MAX_TEXT_CHARS: usize = 800;

/// What the configuration says about alerts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlertSettings {
    /// The recipients of a preview older than this are counted again before anything is sent.
    pub preview_valid_for: SignedDuration,
    /// Within this time, the author confirms before the same text is sent again. Zero: they never need to confirm.
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

/// The code is what the database and custom ids hold.
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

/// How a person ends an alert. The code is the state that the database holds afterwards.
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
    /// The latest version that recipients were told about. Later ones only fixed the text of the messages they have.
    pub told: u32,
    /// Since when as many people as are needed can.
    pub found_at: Option<Timestamp>,
}

impl Alert {
    pub fn is_active(&self) -> bool {
        self.state == AlertState::Active
    }

    /// Whether it is still for this recipient: they are in the server, and in a group that it was sent to; in any group
    /// when the author addressed them by name.
    pub fn is_still_for(&self, recipient: &Recipient, member: &Member) -> bool {
        let mut groups = member.roles.iter();
        member.in_guild && groups.any(|group| recipient.is_named || self.groups.contains(&group))
    }

    /// Whether enough people were found without this recipient: nothing more is asked of them.
    pub fn has_enough_without(&self, recipient: &Recipient) -> bool {
        self.found_at.is_some() && !recipient.can()
    }

    /// Whether this recipient has done what the alert asks for: they have seen the text that is in force, or answered.
    pub fn is_done_by(&self, recipient: &Recipient) -> bool {
        match self.ask {
            Ask::Read => recipient.seen_at(self.told).is_some(),
            _ => recipient.answer_to(self.told).is_some() || self.has_enough_without(recipient),
        }
    }
}

/// The content of an alert between two corrections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// 1 for the first.
    pub number: u32,
    pub text: String,
    pub answer_by: Option<Timestamp>,
}

impl Version {
    /// Whether the time to answer has passed.
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
    /// When they are reminded, as they asked.
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
    /// Whether nothing of the alert has reached them: no message arrived, and none may have.
    pub fn has_no_message(&self) -> bool {
        let is_unknown = self.failure.as_ref().is_some_and(|failure| failure.cause == FailureCause::Unknown);
        self.sent_at.is_none() && !is_unknown
    }

    /// Whether a correction may wake them if they are chosen to be woken: the alert itself did, or nothing of it has
    /// reached them.
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

    /// Whether they said that they can, and did not take it back.
    pub fn can(&self) -> bool {
        self.answer.is_some_and(|given| given.answer == Answer::Yes)
    }
}

/// A recipient's own act: they pressed "I have seen this", or used `/seen`.
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

/// The code is what the database holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum FailureCause {
    /// They have left the server.
    NotHere,
    /// Their DMs are closed or were never opened, and they have no inbox thread.
    NoRoute,
    /// Discord refused for another reason.
    Refused,
    /// Tried as often as the configuration allows.
    Exhausted,
    /// It may have arrived.
    Unknown,
}

/// Whom a correction reaches how, in numbers of people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CorrectionReach {
    /// They had got the old text, and get a message about the correction.
    pub notified: usize,
    /// The old text is being sent to them, or may have arrived. They get a message about the correction unless it turns
    /// out that it has not arrived.
    pub perhaps: usize,
    /// They had not got the old text, and get only the new one.
    pub new_text: usize,
}

/// Whether a reader would take the two texts for the same: case, accents and spaces are ignored.
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
