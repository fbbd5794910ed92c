//! When an occurrence is sent, and whether it may sound. Pure.
//!
//! # When it is late
//! - **It is always sent**, and says how late it is. The member decides whether it is still useful.
//! - **Only the latest occurrence of a recurring reminder is sent**, and it says how many were missed
//!   ([`Fired`](super::model::Fired)).
//! - **Several late occurrences for one member share a catch-up message**, at most [`MAX_CATCH_UP`], both their own and
//!   the secretariat's alike. Each keeps its actions there.
//! - **It wakes nobody who did not ask for it.** An own reminder sounds in quiet hours only within [`WAKE_WINDOW`]
//!   after its minute, and is silent later than that. A reminder that others set waits until the member wakes.

use super::model::Reminder;
use crate::delivery::Sound;
use crate::members::{Member, Wakefulness};
use crate::time::{SignedDuration, Timestamp};

/// A reminder that is sent later than this says that it is late.
const LATE_AFTER: SignedDuration = SignedDuration::from_mins(2);
/// The member asked to be woken at a certain minute, and not more than this after it.
const WAKE_WINDOW: SignedDuration = SignedDuration::from_mins(30);
/// Occurrences in one catch-up message. With ten there is still space for a line with a few words of each text.
pub const MAX_CATCH_UP: usize = 10;

/// The difference between the time of sending and the time that was set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    OnTime,
    /// Held until the member woke.
    Held,
    /// Magpie could not send it earlier.
    Late,
}

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

pub fn is_late(due_at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(due_at) > LATE_AFTER
}

/// Whether a reminder that others set waits because the member is asleep at `due_at`.
pub fn is_held(member: &Member, due_at: Timestamp) -> bool {
    matches!(member.wakefulness(due_at), Wakefulness::Asleep { .. })
}

pub fn timing(reminder: &Reminder, member: Option<&Member>, due_at: Timestamp, now: Timestamp) -> Timing {
    if !is_late(due_at, now) {
        return Timing::OnTime;
    }
    match member.map(|member| member.wakefulness(due_at)) {
        Some(Wakefulness::Asleep { wakes_at }) if !reminder.is_own() && !is_late(wakes_at, now) => Timing::Held,
        _ => Timing::Late,
    }
}

/// Decides on one occurrence.
pub fn decide(reminder: &Reminder, member: &Member, due_at: Timestamp, now: Timestamp) -> SendDecision {
    match (reminder.is_own(), member.wakefulness(now)) {
        // A member without a zone may be asleep.
        (true, Wakefulness::Asleep { .. } | Wakefulness::UnknownZone) if now.duration_since(due_at) > WAKE_WINDOW => {
            SendDecision::Send(Sound::Silent)
        }
        (true, _) | (false, Wakefulness::Awake) => SendDecision::Send(Sound::Sounding),
        (false, Wakefulness::Asleep { wakes_at }) if wakes_at > now => SendDecision::Wait { until: wakes_at },
        (false, _) => SendDecision::Send(Sound::Silent),
    }
}

/// Decides on a message with several occurrences: it is sent as soon as one of them may be, and sounds when one of them
/// may sound.
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
    fn message_with_several_occurrences_is_sent_when_one_may_be_and_sounds_when_one_may_sound() {
        let (silent, sounding) = (SendDecision::Send(Sound::Silent), SendDecision::Send(Sound::Sounding));
        let (seven, eight) = (SendDecision::Wait { until: SEVEN }, SendDecision::Wait { until: EIGHT });
        assert_eq!(decide_together(&[silent, sounding, seven]), sounding);
        assert_eq!(decide_together(&[eight, silent]), silent);
        assert_eq!(decide_together(&[eight, seven]), seven);
        assert_eq!(decide_together(&[]), silent);
    }
}
