//! Decides when an occurrence is sent, and whether it sounds. Does no I/O.
//!
//! # Late occurrences
//! - **A late occurrence is always sent**, and its message says how late it is. The member decides whether it is still
//!   useful.
//! - **Only the latest occurrence of a recurring reminder is sent.** Its message says how many occurrences were missed
//!   ([`Firing`](super::model::Firing)).
//! - **Several late occurrences for one member share a catch-up message**, at most [`MAX_CATCH_UP`] in each. A catch-up
//!   message can contain the member's own reminders and reminders that the secretariat set. Each occurrence keeps its
//!   buttons.
//! - **A late occurrence wakes only a member who asked for it.** A member's own reminder, or a reminder that they
//!   snoozed, sounds in quiet hours only within [`WAKE_WINDOW`] after its minute. After that it makes no sound. A
//!   reminder that others set waits until the member wakes.
//! - **Unsent occurrences of one reminder are merged.** A later occurrence replaces an earlier one that is not sent
//!   yet. Its message says how many occurrences it replaces.

use super::model::{OccurrenceKind, Reminder};
use crate::delivery::Sound;
use crate::members::{Member, Wakefulness};
use crate::time::{SignedDuration, Timestamp};

/// A reminder that is sent more than this after it was due says that it is late.
const LATE_AFTER: SignedDuration = SignedDuration::from_mins(2);
/// How long reminders wait for the return of a member who left the server.
const MAX_WAIT_FOR_RETURN: SignedDuration = SignedDuration::from_hours(24 * 30);
/// How long after its minute a reminder may still wake the member who chose this minute.
const WAKE_WINDOW: SignedDuration = SignedDuration::from_mins(30);
/// The most occurrences in one catch-up message. Ten leave enough space for one line with a few words of each text.
pub const MAX_CATCH_UP: usize = 10;

/// Whether an occurrence is sent on time, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    OnTime,
    /// It was held until the member woke.
    Held,
    /// It is late because Magpie could not send it earlier.
    Late,
}

/// Whether an occurrence is sent now or waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendDecision {
    Send(Sound),
    Wait { until: Timestamp },
}

impl SendDecision {
    pub fn is_send(self) -> bool {
        matches!(self, Self::Send(_))
    }
}

/// When the wait for a member who leaves the server at `now` ends.
pub fn end_of_wait_for_return(now: Timestamp) -> Timestamp {
    now.saturating_add(MAX_WAIT_FOR_RETURN).unwrap_or(Timestamp::MAX)
}

/// Whether a member who left the server at `left_at` and has not returned counts as gone. The reminders of a member who
/// is gone end.
pub fn is_gone(left_at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(left_at) > MAX_WAIT_FOR_RETURN
}

/// Whether an occurrence that was due at `due_at` is late at `now`.
pub fn is_late(due_at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(due_at) > LATE_AFTER
}

/// Whether a reminder that others set waits because the member is asleep at `due_at`.
pub fn is_held(member: &Member, due_at: Timestamp) -> bool {
    matches!(member.wakefulness(due_at), Wakefulness::Asleep { .. })
}

/// Whether an occurrence is sent on time. `held_until`: until when the delivery was held on purpose. Only a delay after
/// that instant counts as late.
pub fn timing(due_at: Timestamp, held_until: Option<Timestamp>, sent_at: Timestamp) -> Timing {
    match held_until {
        _ if !is_late(due_at, sent_at) => Timing::OnTime,
        Some(until) if !is_late(until, sent_at) => Timing::Held,
        _ => Timing::Late,
    }
}

/// Who chose the minute of an occurrence. This decides whether the occurrence may sound while the member sleeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChosenBy {
    /// The member: the reminder is their own, or they snoozed a reminder until this minute.
    Member,
    /// The reminder is not the member's own, and they did not snooze it.
    Others,
}

impl ChosenBy {
    pub fn of(reminder: &Reminder, kind: OccurrenceKind) -> Self {
        if reminder.is_own() || kind == OccurrenceKind::Snooze { ChosenBy::Member } else { ChosenBy::Others }
    }
}

/// Decides whether one occurrence is sent now, and whether it sounds.
pub fn decide(chosen_by: ChosenBy, member: &Member, due_at: Timestamp, now: Timestamp) -> SendDecision {
    match (chosen_by, member.wakefulness(now)) {
        // A member with an unknown zone can be asleep, so the same limit holds for them.
        (ChosenBy::Member, Wakefulness::Asleep { .. } | Wakefulness::UnknownZone)
            if now.duration_since(due_at) > WAKE_WINDOW =>
        {
            SendDecision::Send(Sound::Silent)
        }
        (ChosenBy::Member, _) | (ChosenBy::Others, Wakefulness::Awake) => SendDecision::Send(Sound::Sounding),
        (ChosenBy::Others, Wakefulness::Asleep { wakes_at }) if wakes_at > now => {
            SendDecision::Wait { until: wakes_at }
        }
        (ChosenBy::Others, _) => SendDecision::Send(Sound::Silent),
    }
}

/// Decides whether a message with several occurrences is sent now. It is sent as soon as one of them may be sent. It
/// sounds if one of them may sound.
pub fn decide_together(decisions: &[SendDecision]) -> SendDecision {
    let sounds = |sound| decisions.contains(&SendDecision::Send(sound));
    if sounds(Sound::Sounding) {
        return SendDecision::Send(Sound::Sounding);
    }
    let earliest = decisions.iter().filter_map(|decision| match decision {
        SendDecision::Wait { until } => Some(*until),
        SendDecision::Send(_) => None,
    });
    match earliest.min() {
        Some(until) if !sounds(Sound::Silent) => SendDecision::Wait { until },
        _ => SendDecision::Send(Sound::Silent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEVEN: Timestamp = Timestamp::constant(1_605_078_000, 0);
    const EIGHT: Timestamp = Timestamp::constant(1_605_081_600, 0);

    #[test]
    fn message_with_several_occurrences_is_sent_or_sounds_as_soon_as_one_of_them_may() {
        let (silent, sounding) = (SendDecision::Send(Sound::Silent), SendDecision::Send(Sound::Sounding));
        let (seven, eight) = (SendDecision::Wait { until: SEVEN }, SendDecision::Wait { until: EIGHT });
        assert_eq!(decide_together(&[silent, sounding, seven]), sounding);
        assert_eq!(decide_together(&[eight, silent]), silent);
        assert_eq!(decide_together(&[eight, seven]), seven);
        assert_eq!(decide_together(&[]), silent);
    }
}
