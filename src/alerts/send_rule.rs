//! The one rule that decides when a message of an alert is sent, whether it sounds, and what it says in addition to the
//! alert's text. Does no I/O. A member wakes at the first instant at which they are neither in quiet hours nor away.

use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use super::ask::Purpose;
use super::model::{Alert, Recipient, Severity};
use crate::delivery::Sound;
use crate::members::{Member, Wakefulness};
use crate::time::{SignedDuration, Timestamp};

/// A message that is sent more than this after it was due says that it is late. Without an outage, a message to fifty
/// people and its first retries take less time than this.
pub const LATE_AFTER: SignedDuration = SignedDuration::from_mins(10);

/// Why a message is sent to a recipient. The database and the subjects of deliveries contain the code of the kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum MessageKind {
    /// The first message about the alert.
    First,
    /// The second message to a recipient whose message arrived without sound. It is sent when they wake.
    Nudge,
    /// The recipient is asked again, because somebody pressed "Ask again" or because a person who was found can no
    /// longer help.
    Again,
    /// The recipient is asked again by the plan of the alert, because they have not answered. Never wakes anybody.
    Planned,
    Corrected,
    /// The reminder that the recipient asked for.
    Reminder,
}

/// What a message says in addition to the alert's text. It is decided and stored when an attempt starts, so that each
/// later edit keeps it. The database contains the code of the occasion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Occasion {
    #[strum(serialize = "new")]
    NewToRecipient,
    /// The alert was sent while the recipient slept, and the deadline has not passed.
    Slept,
    Again,
    Corrected,
    /// The recipient asked for this reminder.
    Reminder,
    /// The recipient slept until the deadline had passed.
    SleptTooLate,
    /// The deadline has passed, and the recipient did not sleep through it.
    TooLate,
}

impl Occasion {
    /// Whether the message says that the deadline has passed.
    pub fn is_too_late(self) -> bool {
        matches!(self, Occasion::SleptTooLate | Occasion::TooLate)
    }
}

/// Whether a message is late when its attempt starts, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delay {
    OnTime,
    /// It was held until its reader woke.
    Held,
    /// It was due more than [`LATE_AFTER`] ago, because Magpie or Discord was down.
    Overdue,
}

/// What happens to a pending message at the instant at which its attempt is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendDecision {
    Send { occasion: Occasion, sound: Sound },
    Wait { until: Timestamp },
    Cancel { reason: &'static str },
}

impl Alert {
    /// Whether a message may sound while `member` sleeps. The alert must be an emergency, its author must have chosen
    /// this member by name, and the member must still allow it.
    pub fn may_wake(&self, recipient: &Recipient, member: &Member) -> bool {
        self.severity == Severity::Emergency && recipient.is_chosen_to_wake && member.emergency_may_wake()
    }

    /// Decides whether one pending message is sent, waits or is cancelled. Called in the transaction that starts the
    /// attempt. For a sleeping member, the message sounds only if [`Alert::may_wake`] allows it. For a member with an
    /// unknown zone, it never sounds. A reminder that the member asked for sounds at its time.
    ///
    /// # Late messages
    /// A late message is still sent, so that its reader knows about the alert. It is cancelled only if they saw the
    /// alert or if the alert has ended. Once the deadline has passed, the message says so and makes no sound,
    /// because the reader can no longer do anything. A reader who slept until that time still gets one nudge with sound
    /// when they wake. An overdue nudge does not say that the reader slept.
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
            // If the alert wants an answer, a recipient who has only seen it can be asked again.
            MessageKind::Again | MessageKind::Planned => self.is_done_by(recipient),
            _ => recipient.seen_at(self.announced_version).is_some(),
        };
        let is_ask = matches!(kind, MessageKind::Again | MessageKind::Planned);
        if is_ask && recipient.reached_about(self.announced_version).is_some() {
            return SendDecision::Cancel { reason: "reached outside Discord" };
        }
        if kind == MessageKind::Planned && self.current_version.is_past(now) {
            return SendDecision::Cancel { reason: "the deadline has passed" };
        }
        if is_settled {
            let reason = if kind == MessageKind::Reminder { "the reminder is no longer wanted" } else { "seen" };
            return SendDecision::Cancel { reason };
        }
        // Cancel if the member lost the role. Do not cancel if they left the server: the attempt then fails, and the
        // roster shows that the alert did not reach them.
        if member.in_guild && !self.is_still_for(recipient, member) {
            return SendDecision::Cancel { reason: "no longer in the audience" };
        }
        if kind == MessageKind::Reminder {
            // The recipient chose the time of the reminder, so it sounds even while they sleep. Much later, it must not
            // wake them.
            let is_too_late_to_wake = delay == Delay::Overdue && member.wakefulness(now) != Wakefulness::Awake;
            let sound = if is_too_late_to_wake { Sound::Silent } else { Sound::Sounding };
            return SendDecision::Send { occasion: Occasion::Reminder, sound };
        }
        if self.purpose == Purpose::Practice && member.wakefulness(now) != Wakefulness::Awake {
            return SendDecision::Cancel { reason: "only members who are awake get a practice alert" };
        }
        // If the alert reached a member without waking them, its correction must not wake them.
        let is_quiet_correction = kind == MessageKind::Corrected && !recipient.may_be_woken_by_correction();
        let may_wake = self.may_wake(recipient, member) && !is_quiet_correction && kind != MessageKind::Planned;
        let sound = match member.wakefulness(now) {
            Wakefulness::Awake => Sound::Sounding,
            Wakefulness::UnknownZone if kind == MessageKind::Nudge => {
                return SendDecision::Cancel { reason: "the zone of the recipient is no longer known" };
            }
            Wakefulness::UnknownZone if kind == MessageKind::Planned => {
                return SendDecision::Cancel { reason: "it is not known whether the recipient is awake" };
            }
            Wakefulness::UnknownZone => Sound::Silent,
            Wakefulness::Asleep { wakes_at } => match kind {
                MessageKind::Nudge => return SendDecision::Wait { until: wakes_at },
                _ if may_wake => Sound::Sounding,
                MessageKind::Again | MessageKind::Planned => return SendDecision::Wait { until: wakes_at },
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
        match (self.current_version.is_past(now), kind) {
            (true, _) if slept => Occasion::SleptTooLate,
            (true, _) => Occasion::TooLate,
            (false, MessageKind::Nudge) => Occasion::Slept,
            (false, MessageKind::Reminder) => Occasion::Reminder,
            (false, MessageKind::Again | MessageKind::Planned | MessageKind::Corrected)
                if recipient.has_no_message() =>
            {
                Occasion::NewToRecipient
            }
            (false, MessageKind::Again | MessageKind::Planned) => Occasion::Again,
            (false, MessageKind::Corrected) => Occasion::Corrected,
            (false, MessageKind::First) => Occasion::NewToRecipient,
        }
    }

    /// When the first attempt of a new message of this kind is due. A nudge is due when the member wakes, or at `now`
    /// if they are awake.
    pub fn not_before(&self, kind: MessageKind, recipient: &Recipient, member: &Member, now: Timestamp) -> Timestamp {
        match kind {
            MessageKind::Nudge => return member.next_awake_at(now).unwrap_or(now),
            MessageKind::Reminder => return recipient.remind_at.unwrap_or(now),
            MessageKind::First | MessageKind::Again | MessageKind::Planned | MessageKind::Corrected => {}
        }
        match self.decide_send(kind, Delay::OnTime, recipient, member, now) {
            SendDecision::Wait { until } => until,
            SendDecision::Send { .. } | SendDecision::Cancel { .. } => now,
        }
    }
}

#[cfg(test)]
mod tests;
