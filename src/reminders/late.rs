//! What becomes of a reminder that comes late: all of this room's policy. Pure.
//!
//! # When it is late
//! - **It comes, however late**, and says how late: what is still of use to them is the member's to judge.
//! - **Of a recurring one only the latest comes**, and says how often it was missed ([`super::model::Fired`]). The
//!   earlier ones expire.
//! - **Several for one member come as one message** ([`MOST_TOGETHER`] at most), own ones and the secretariat's alike,
//!   each with buttons.
//! - **It wakes nobody who did not ask for it.** One set for oneself sounds in quiet hours for [`TOO_LATE_TO_WAKE`]
//!   after its minute, and
//! comes silently later than that. What others set waits for a waking minute.

use super::model::Reminder;
use crate::delivery::Sound;
use crate::members::{Member, Wakefulness};
use crate::time::{SignedDuration, Timestamp};

/// A reminder brought later than this says so: the bot was down, or the phone unreachable.
pub const LATE_AFTER: SignedDuration = SignedDuration::from_mins(2);
/// Somebody asked to be woken at a certain minute, not this long after it.
pub const TOO_LATE_TO_WAKE: SignedDuration = SignedDuration::from_mins(30);
/// Late reminders in one message: each has its line in it, with room for some of its words.
pub const MOST_TOGETHER: usize = 10;

/// How a reminder stands to its minute when it is brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    OnTime,
    /// Kept until the member woke.
    Held,
    /// Magpie could not bring it earlier.
    Late,
}

/// What becomes of an owed reminder when its turn comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    Send(Sound),
    Wait(Timestamp),
}

pub fn is_late(at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(at) > LATE_AFTER
}

pub fn timing(reminder: &Reminder, member: Option<&Member>, at: Timestamp, now: Timestamp) -> Timing {
    if !is_late(at, now) {
        return Timing::OnTime;
    }
    match member.map(|member| member.wakefulness(at)) {
        Some(Wakefulness::Asleep { wakes_at }) if !reminder.is_own() && !is_late(wakes_at, now) => Timing::Held,
        _ => Timing::Late,
    }
}

/// A reminder set for oneself sounds at its minute, quiet hours or not, but not long after it. What others set waits
/// for a waking minute.
pub fn turn(reminder: &Reminder, member: &Member, at: Timestamp, now: Timestamp) -> Turn {
    match (reminder.is_own(), member.wakefulness(now)) {
        // Who has told no zone may be asleep.
        (true, Wakefulness::Asleep { .. } | Wakefulness::UnknownZone) if now.duration_since(at) > TOO_LATE_TO_WAKE => {
            Turn::Send(Sound::Silent)
        }
        (true, _) | (false, Wakefulness::Awake) => Turn::Send(Sound::Sounding),
        (false, Wakefulness::Asleep { wakes_at }) if wakes_at > now => Turn::Wait(wakes_at),
        (false, _) => Turn::Send(Sound::Silent),
    }
}

/// Several in one message: it goes as soon as one of them may, and sounds when one of them may sound.
pub fn turn_of_all(turns: &[Turn]) -> Turn {
    let sounds = turns.iter().filter_map(|turn| match turn {
        Turn::Send(sound) => Some(*sound),
        Turn::Wait(_) => None,
    });
    let sounds: Vec<Sound> = sounds.collect();
    if sounds.is_empty() {
        let until = turns.iter().filter_map(|turn| match turn {
            Turn::Wait(until) => Some(*until),
            Turn::Send(_) => None,
        });
        return until.min().map_or(Turn::Send(Sound::Silent), Turn::Wait);
    }
    Turn::Send(if sounds.contains(&Sound::Sounding) { Sound::Sounding } else { Sound::Silent })
}
