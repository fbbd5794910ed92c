//! An alert, its versions, and the state of each recipient. Does no I/O.

use std::collections::BTreeSet;

use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use super::ask::{Answer, Ask, GivenAnswer, Purpose};
use super::plan::PlanSettings;
pub use super::translations::MAX_TEXT_CHARS;
use super::translations::Translations;
use crate::members::{Group, Member, MemberId, fold};
use crate::row_id;
use crate::time::{SignedDuration, Timestamp};
use crate::words::Language;

/// The settings of alerts from the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlertSettings {
    /// A preview older than this has expired. The author must look at a new preview before the alert is sent.
    pub preview_valid_for: SignedDuration,
    /// If the same text was sent within this time, the author must confirm before it is sent again. Zero means that no
    /// confirmation is needed.
    pub repeat_asked_within: SignedDuration,
    /// If an alert wakes more people than this, the other members of the secretariat are told.
    pub secretariat_told_above: usize,
    pub plan: PlanSettings,
    pub mail: MailPolicy,
}

/// Whether alerts also go by e-mail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MailPolicy {
    /// No mail server is configured.
    #[default]
    Off,
    On {
        /// A member who asked for e-mails gets one this long before the deadline at the latest, if they have not seen
        /// the alert by then. Zero: only after it made a sound.
        before_deadline: SignedDuration,
    },
}

impl Default for AlertSettings {
    fn default() -> Self {
        Self {
            preview_valid_for: SignedDuration::from_mins(15),
            repeat_asked_within: SignedDuration::from_mins(30),
            secretariat_told_above: 5,
            plan: PlanSettings::default(),
            mail: MailPolicy::default(),
        }
    }
}

row_id!(AlertId);
row_id!(
    /// The id of a draft. A draft is an alert, or a correction of an alert, that its author has not sent yet.
    DraftId
);

/// How urgent an alert is. The database and custom ids contain its code.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Display, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum Severity {
    /// The message to each recipient is held until that recipient is awake.
    Information,
    /// Sent at once. A recipient who is asleep gets the message without sound, and one nudge with sound when they wake.
    Urgent,
    /// Like `Urgent`, and also wakes members whom the author chose by name and who allow it.
    Emergency,
}

/// Whether an alert is active, or how it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlertState {
    Active,
    /// Withdrawn: it should not have been sent.
    Cancelled {
        at: Timestamp,
        by: MemberId,
    },
    /// What the alert was about has ended.
    Over {
        at: Timestamp,
        by: MemberId,
    },
}

/// Why a person ends an alert. The database stores the code of the reason as the state of the alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
pub enum EndReason {
    #[strum(serialize = "cancelled")]
    Cancel,
    #[strum(serialize = "over")]
    Over,
}

/// An alert that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    pub id: AlertId,
    pub author: MemberId,
    pub severity: Severity,
    pub ask: Ask,
    pub purpose: Purpose,
    /// The groups that the alert was sent to. A member whom the author addressed by name is a recipient even if they
    /// are in none of these groups.
    pub groups: BTreeSet<Group>,
    pub state: AlertState,
    pub sent_at: Timestamp,
    /// When somebody last pressed "Ask again". `None` if nobody did.
    pub asked_at: Option<Timestamp>,
    /// The newest version: the original text, or the latest correction.
    pub current_version: Version,
    /// The latest version that recipients got a message about. A later version only fixed the text in the messages that
    /// recipients already had.
    pub announced_version: u32,
    /// When enough people were found. `None` while more people are needed, and for an alert that needs no people.
    pub found_at: Option<Timestamp>,
}

impl Alert {
    /// Whether the alert has not ended.
    pub fn is_active(&self) -> bool {
        self.state == AlertState::Active
    }

    /// Whether this recipient is still in the audience of the alert. They must be in the server, and in a group that
    /// the alert was sent to. For a recipient whom the author addressed by name, membership of any group is enough.
    pub fn is_still_for(&self, recipient: &Recipient, member: &Member) -> bool {
        let mut groups = member.roles.iter();
        member.in_guild && groups.any(|group| recipient.is_named || self.groups.contains(&group))
    }

    /// Whether enough people were found and this recipient is not one of them. The alert then asks nothing more of
    /// them.
    pub fn has_enough_without(&self, recipient: &Recipient) -> bool {
        self.found_at.is_some() && !recipient.has_answered_yes()
    }

    /// Whether this recipient has nothing left to do. For [`Ask::Read`], they must have seen the announced version. For
    /// every other ask, they must have answered that version, or enough people were found without them.
    pub fn is_done_by(&self, recipient: &Recipient) -> bool {
        match self.ask {
            Ask::Read => recipient.seen_at(self.announced_version).is_some(),
            _ => recipient.answer_to(self.announced_version).is_some() || self.has_enough_without(recipient),
        }
    }
}

/// One version of an alert's content. Each correction creates a new version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The first version has the number 1.
    pub number: u32,
    /// The original text.
    pub text: String,
    /// The text in other languages.
    pub translations: Translations,
    /// The instant until which recipients can answer in time. `None` if the author set no such time.
    pub answer_by: Option<Timestamp>,
}

impl Version {
    /// The text that readers of this language get first, and the original if it is another text.
    pub fn text_in(&self, language: Language) -> (&str, Option<&str>) {
        match self.translations.get(language) {
            Some(text) => (text, Some(&self.text)),
            None => (&self.text, None),
        }
    }

    /// Whether the deadline has passed at `now`. False without a deadline.
    pub fn is_past(&self, now: Timestamp) -> bool {
        self.answer_by.is_some_and(|at| at <= now)
    }
}

/// One person to whom an alert is addressed. "Sent" never counts as "seen".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    pub member: MemberId,
    /// Whether the author addressed them by name, and not only as a member of a group.
    pub is_named: bool,
    /// Whether the author saw their name in the preview and chose to wake them.
    pub is_chosen_to_wake: bool,
    /// When the first message arrived. `None` before that.
    pub sent_at: Option<Timestamp>,
    /// When the first message with sound arrived. `None` before that.
    pub sounded_at: Option<Timestamp>,
    /// Why the latest message failed. `None` if it arrived, or if no attempt has failed.
    pub failure: Option<SendFailure>,
    /// The latest version that they have seen, and when. `None` if they have seen none.
    pub seen: Option<Seen>,
    /// Their latest answer. `None` if they have not answered.
    pub answer: Option<GivenAnswer>,
    /// When the reminder that they asked for is due. `None` if no reminder is pending.
    pub remind_at: Option<Timestamp>,
    /// Who of the secretariat last reached them outside Discord. `None` if nobody did.
    pub reached: Option<Reached>,
}

/// A recipient of an alert that is about to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewRecipient {
    pub member: MemberId,
    pub is_named: bool,
    pub is_chosen_to_wake: bool,
}

impl Recipient {
    /// Whether it is certain that no message of the alert has arrived. A message with an unknown outcome may have
    /// arrived.
    pub fn has_no_message(&self) -> bool {
        let is_unknown = self.failure.as_ref().is_some_and(|failure| failure.cause == FailureCause::Unknown);
        self.sent_at.is_none() && !is_unknown
    }

    /// Whether a correction may wake this recipient, if the author chose to wake them. This is so if a message of the
    /// alert sounded for them, or if no message of the alert has arrived.
    pub fn may_be_woken_by_correction(&self) -> bool {
        self.sounded_at.is_some() || self.has_no_message()
    }

    /// When they saw the latest version that they have seen. `None` if that version is older than `version`.
    pub fn seen_at(&self, version: u32) -> Option<Timestamp> {
        self.seen.filter(|seen| seen.version >= version).map(|seen| seen.at)
    }

    /// Their latest answer. `None` if they gave it to a version older than `version`.
    pub fn answer_to(&self, version: u32) -> Option<GivenAnswer> {
        self.answer.filter(|given| given.version >= version)
    }

    /// Who reached them outside Discord. `None` if that was about a version older than `version`.
    pub fn reached_about(&self, version: u32) -> Option<Reached> {
        self.reached.filter(|reached| reached.version >= version)
    }

    /// Whether their latest answer is "I can".
    pub fn has_answered_yes(&self) -> bool {
        self.answer.is_some_and(|given| given.answer == Answer::Yes)
    }
}

/// The latest act by which a recipient showed that they have seen a version. For example, they pressed "I have seen
/// this", used `/seen`, or answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    pub at: Timestamp,
    pub version: u32,
}

/// The record that somebody of the secretariat reached a recipient outside Discord, for example by telephone. It is
/// neither "seen" nor an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    pub at: Timestamp,
    pub by: MemberId,
    /// The current version at that time.
    pub version: u32,
}

/// Why the latest message did not reach a recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendFailure {
    pub at: Timestamp,
    pub cause: FailureCause,
    /// Discord's error text, for the log and the history. Empty if Discord gave none.
    pub reason: String,
}

/// Why a message did not reach a recipient. The database stores the code of the cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum FailureCause {
    /// They are not in the server.
    NotHere,
    /// Their DMs are closed or were never opened, and they have no inbox thread.
    NoRoute,
    /// Discord refused the message for a reason that no other variant names.
    Refused,
    /// Every attempt that the configuration allows has failed.
    Exhausted,
    /// The outcome is unknown: the message may have arrived.
    Unknown,
}

/// How many people a correction reaches, and how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CorrectionReach {
    /// The number of people who had got the old text. They get a message about the correction.
    pub notified: usize,
    /// The number of people to whom the old text is being sent, or may have been sent. They get a message about the
    /// correction, unless the old text turns out not to have arrived.
    pub maybe_notified: usize,
    /// The number of people who had not got the old text. They get only the new text.
    pub new_text: usize,
}

/// How many people have messages that are edited after a change of their alert.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EditReach {
    /// The number of people whose messages are all edited.
    pub edited: usize,
    /// The number of people with a message that Magpie can no longer edit, because retention has deleted its delivery.
    /// They still see the old text in it.
    pub not_editable: usize,
    /// The number of people who got the old text by e-mail, which cannot be edited, and who are not told. 0 for a
    /// change about which they get another e-mail.
    pub by_mail: usize,
}

/// Whether the two texts are the same for a reader: case, accents and spaces are ignored.
pub fn is_same_text(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_differ_only_in_case_or_spaces_count_as_the_same() {
        assert!(is_same_text("Main  room link CHANGED", "main room link changed"));
        assert!(!is_same_text("Main room link changed", "Main room link changed again"));
    }
}
