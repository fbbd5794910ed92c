//! The one rule that decides when a message of an alert is sent, whether it sounds, and what it says in addition to the
//! text. Pure.

use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use super::ask::Purpose;
use super::model::{Alert, Recipient, Severity};
use crate::delivery::Sound;
use crate::members::{Member, Wakefulness};
use crate::time::{SignedDuration, Timestamp};

/// A message that is sent later than this after it was due says that it is late. Fifty people get their messages within
/// seconds, and one or two retries add less than this.
pub const LATE_AFTER: SignedDuration = SignedDuration::from_mins(10);

/// Why a message is sent to a recipient. The database and the subjects of deliveries contain its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum MessageKind {
    First,
    /// Sent at the waking minute of a recipient whose message arrived silently.
    Nudge,
    /// Somebody pressed "Ask again", or a person who was found withdrew or left.
    Again,
    Corrected,
    /// The recipient asked to be reminded.
    Reminder,
}

/// What a message says in addition to the text. It is set and stored when an attempt starts, so that later renders say
/// the same. The database contains its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Occasion {
    #[strum(serialize = "new")]
    NewToRecipient,
    /// The alert was sent while they slept, and there is still time to answer.
    Slept,
    Again,
    Corrected,
    /// The recipient asked to be reminded, and may have less time than they thought.
    Reminder,
    /// They slept until the time to answer had passed.
    SleptTooLate,
    /// The time to answer has passed, but not because they slept.
    TooLate,
}

/// How late a message is when its attempt starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delay {
    OnTime,
    /// It was held until its reader's waking minute.
    Held,
    /// It was due more than [`LATE_AFTER`] ago: Magpie was down, or Discord was.
    Overdue,
}

/// What happens to a pending message when its attempt would start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendDecision {
    Send { occasion: Occasion, sound: Sound },
    Wait { until: Timestamp },
    Cancel { reason: &'static str },
}

impl Alert {
    /// Whether a message may sound while `member` sleeps: the alert is an emergency, the author chose the name, and the
    /// member still allows it.
    pub fn may_wake(&self, recipient: &Recipient, member: &Member) -> bool {
        self.severity == Severity::Emergency && recipient.chosen_to_wake && member.emergency_may_wake()
    }

    /// Decides on one pending message, in the transaction that would start its attempt. A sleeping member gets sound
    /// only if [`Alert::may_wake`] allows it. A member with an unknown zone never gets sound. A reminder that the
    /// member asked for always sounds.
    ///
    /// # When it is late
    /// A late message is still sent, so that its reader knows about the alert, unless they saw it or the alert has
    /// ended. Once the time to answer by has passed, the message says so and makes no sound, because the reader does
    /// not need to do anything. A reader who slept still gets one nudge with sound at the waking minute. A nudge that
    /// is itself overdue reads like any other late message.
    pub fn decide_send(
        &self,
        kind: MessageKind,
        delay: Delay,
        recipient: &Recipient,
        member: &Member,
        now: Timestamp,
    ) -> SendDecision {
        if !self.is_active() {
            return SendDecision::Cancel { reason: "the alert has ended" };
        }
        if self.has_enough_without(recipient) {
            return SendDecision::Cancel { reason: "enough people were found" };
        }
        let is_settled = match kind {
            MessageKind::Reminder => recipient.remind_at.is_none(),
            // A recipient who has only seen the alert can be asked again for an answer.
            MessageKind::Again => self.is_done_by(recipient),
            _ => recipient.seen_at(self.announced_version).is_some(),
        };
        if is_settled {
            return SendDecision::Cancel { reason: "seen" };
        }
        // Do not cancel for a person who left the server, so that the roster shows them as not reached. A person who
        // lost the role is no longer in the audience.
        if member.in_guild && !self.is_still_for(recipient, member) {
            return SendDecision::Cancel { reason: "no longer in the audience" };
        }
        if kind == MessageKind::Reminder {
            // They chose the minute themselves, so it sounds even while they sleep.
            return SendDecision::Send { occasion: Occasion::Reminder, sound: Sound::Sounding };
        }
        if self.purpose == Purpose::Practice && member.wakefulness(now) != Wakefulness::Awake {
            return SendDecision::Cancel { reason: "only members who are awake get a practice alert" };
        }
        // A correction wakes nobody whom the alert reached without waking them.
        let is_quiet_correction = kind == MessageKind::Corrected && !recipient.may_be_woken_by_correction();
        let may_wake = self.may_wake(recipient, member) && !is_quiet_correction;
        let sound = match member.wakefulness(now) {
            Wakefulness::Awake => Sound::Sounding,
            Wakefulness::UnknownZone if kind == MessageKind::Nudge => {
                return SendDecision::Cancel { reason: "their waking minute is no longer known" };
            }
            Wakefulness::UnknownZone => Sound::Silent,
            Wakefulness::Asleep { wakes_at } => match kind {
                MessageKind::Nudge => return SendDecision::Wait { until: wakes_at },
                _ if may_wake => Sound::Sounding,
                MessageKind::Again => return SendDecision::Wait { until: wakes_at },
                _ if self.severity == Severity::Information => return SendDecision::Wait { until: wakes_at },
                _ => Sound::Silent,
            },
        };
        match self.occasion(kind, delay, recipient, now) {
            Occasion::TooLate => SendDecision::Send { occasion: Occasion::TooLate, sound: Sound::Silent },
            occasion => SendDecision::Send { occasion, sound },
        }
    }

    fn occasion(&self, kind: MessageKind, delay: Delay, recipient: &Recipient, now: Timestamp) -> Occasion {
        let slept = match delay {
            Delay::OnTime => kind == MessageKind::Nudge,
            Delay::Held => true,
            Delay::Overdue => false,
        };
        match (self.current.is_past(now), kind) {
            (true, _) if slept => Occasion::SleptTooLate,
            (true, _) => Occasion::TooLate,
            (false, MessageKind::Nudge) => Occasion::Slept,
            (false, MessageKind::Reminder) => Occasion::Reminder,
            (false, MessageKind::Again | MessageKind::Corrected) if recipient.has_no_message() => {
                Occasion::NewToRecipient
            }
            (false, MessageKind::Again) => Occasion::Again,
            (false, MessageKind::Corrected) => Occasion::Corrected,
            (false, MessageKind::First) => Occasion::NewToRecipient,
        }
    }

    /// When the first attempt of a new message of this kind is due. A nudge is due at the waking minute, which is `now`
    /// for a member who is already awake.
    pub fn not_before(&self, kind: MessageKind, recipient: &Recipient, member: &Member, now: Timestamp) -> Timestamp {
        match kind {
            MessageKind::Nudge => return member.next_awake_at(now).unwrap_or(now),
            MessageKind::Reminder => return recipient.remind_at.unwrap_or(now),
            MessageKind::First | MessageKind::Again | MessageKind::Corrected => {}
        }
        match self.decide_send(kind, Delay::OnTime, recipient, member, now) {
            SendDecision::Wait { until } => until,
            SendDecision::Send { .. } | SendDecision::Cancel { .. } => now,
        }
    }
}

#[cfg(test)]
mod tests;
