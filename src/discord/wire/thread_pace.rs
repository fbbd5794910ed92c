//! Limits how fast private threads are opened in a channel.
//!
//! Discord publishes no limit. Bot authors report that after about ten threads in ten minutes it refuses further
//! threads for some minutes. So we open at most ten threads per channel in ten minutes, measured by the Clock. After a
//! refusal we send no request until the time that Discord named. A less urgent need may use only some of the ten slots,
//! so that a more urgent need finds a free slot.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::delivery::Lane;
use crate::members::ChannelId;
use crate::time::{SignedDuration, Timestamp};

/// A little longer than Discord's ten minutes, because Discord's clock differs from ours.
pub(super) const WINDOW: SignedDuration = SignedDuration::from_secs(10 * 60 + 2);
/// The maximum number of threads that we open in one channel within [`WINDOW`].
const MAX_IN_WINDOW: usize = 10;

/// Why a thread is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// A message of this lane needs the thread.
    Message(Lane),
    /// No message needs the thread yet. We open it early because the member is active now.
    Early,
}

impl Need {
    /// A thread for this need is refused once the window has this many threads.
    fn max_in_window(self) -> usize {
        match self {
            Need::Message(Lane::Emergency | Lane::Urgent) => MAX_IN_WINDOW,
            Need::Message(Lane::Prompt) => MAX_IN_WINDOW - 1,
            Need::Message(Lane::Routine) => MAX_IN_WINDOW - 2,
            Need::Early => MAX_IN_WINDOW - 3,
        }
    }
}

/// Counts the opened threads of each channel. Cheap to clone; all clones share the counts.
#[derive(Debug, Clone, Default)]
pub(super) struct ThreadPace {
    channels: Arc<Mutex<HashMap<ChannelId, Openings>>>,
}

#[derive(Debug, Default)]
struct Openings {
    opened_at: VecDeque<Timestamp>,
    refused_until: Option<Timestamp>,
}

/// The right to open one thread. If it is dropped before `mark_used`, the slot is free again.
#[derive(Debug)]
pub(super) struct ThreadSlot {
    pace: ThreadPace,
    parent: ChannelId,
    taken_at: Timestamp,
    is_used: AtomicBool,
}

impl ThreadPace {
    /// Whether this process already counts the threads of `parent`.
    pub fn is_counting(&self, parent: ChannelId) -> bool {
        self.channels().contains_key(&parent)
    }

    /// Adds the threads that an earlier process opened in `parent`, unless this process already counts the threads of
    /// `parent`.
    pub fn add_earlier(&self, parent: ChannelId, opened_at: Vec<Timestamp>) {
        self.channels().entry(parent).or_insert_with(|| Openings { opened_at: opened_at.into(), refused_until: None });
    }

    /// Takes a slot for one thread in `parent`.
    ///
    /// # Errors
    /// If no slot is free for this need, returns when to try again. The time is rounded up to a full half minute, so
    /// that waiting deliveries wake together.
    pub fn slot(&self, parent: ChannelId, need: Need, now: Timestamp) -> Result<ThreadSlot, Timestamp> {
        let mut channels = self.channels();
        let openings = channels.entry(parent).or_default();
        if let Some(until) = openings.refused_until.filter(|until| *until > now) {
            return Err(round_up_to_half_minute(until));
        }
        openings.opened_at.retain(|at| now.duration_since(*at) < WINDOW);
        // The index of the newest thread that must leave the window before a slot is free; `None` if one is free now.
        // `opened_at` is sorted.
        let last_surplus = openings.opened_at.len().checked_sub(need.max_in_window());
        if let Some(at) = last_surplus.and_then(|last| openings.opened_at.get(last)) {
            return Err(round_up_to_half_minute(at.saturating_add(WINDOW).unwrap_or(Timestamp::MAX)));
        }
        openings.opened_at.push_back(now);
        drop(channels);
        Ok(ThreadSlot { pace: self.clone(), parent, taken_at: now, is_used: AtomicBool::new(false) })
    }

    /// Stores that Discord opens no thread in `parent` until `until`.
    pub fn record_refusal(&self, parent: ChannelId, until: Timestamp) {
        self.channels().entry(parent).or_default().refused_until = Some(until);
    }

    fn channels(&self) -> MutexGuard<'_, HashMap<ChannelId, Openings>> {
        self.channels.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn round_up_to_half_minute(at: Timestamp) -> Timestamp {
    let second = (at.as_millisecond() + 999).div_euclid(1_000);
    Timestamp::from_second((second + 29).div_euclid(30) * 30).unwrap_or(at)
}

impl ThreadSlot {
    /// Call this when the request that opens the thread leaves. From then on the slot counts, whatever the result of
    /// the request.
    pub fn mark_used(&self) {
        self.is_used.store(true, Ordering::Relaxed);
    }
}

impl Drop for ThreadSlot {
    fn drop(&mut self) {
        if self.is_used.load(Ordering::Relaxed) {
            return;
        }
        let mut channels = self.pace.channels();
        let openings = channels.entry(self.parent).or_default();
        if let Some(index) = openings.opened_at.iter().rposition(|at| *at == self.taken_at) {
            openings.opened_at.remove(index);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INBOX: ChannelId = ChannelId(5);
    const URGENT: Need = Need::Message(Lane::Urgent);

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_600_000_000 + seconds).unwrap()
    }

    fn open(pace: &ThreadPace, need: Need, now: Timestamp) -> Result<(), Timestamp> {
        pace.slot(INBOX, need, now).map(|slot| slot.mark_used())
    }

    #[test]
    fn eleventh_thread_in_ten_minutes_waits_until_the_first_leaves_the_window() {
        let pace = ThreadPace::default();
        for n in 0..10 {
            assert_eq!(open(&pace, URGENT, at(n)), Ok(()));
        }
        assert_eq!(open(&pace, URGENT, at(60)), Err(at(620)));
        assert!(pace.slot(ChannelId(6), URGENT, at(60)).is_ok(), "another channel is free");
        assert_eq!(open(&pace, URGENT, at(602)), Ok(()));
        assert_eq!(open(&pace, URGENT, at(602)), Err(at(620)));
    }

    #[test]
    fn less_urgent_needs_leave_slots_free_for_more_urgent_ones() {
        let pace = ThreadPace::default();
        let fill = |need, now| (0..20).take_while(|_| open(&pace, need, at(now)).is_ok()).count();
        assert_eq!(fill(Need::Early, 0), 7);
        assert_eq!(fill(Need::Message(Lane::Routine), 1), 1);
        assert_eq!(fill(Need::Message(Lane::Prompt), 2), 1);
        assert_eq!(fill(URGENT, 3), 1);
        assert_eq!(open(&pace, Need::Early, at(4)), Err(at(620)));
    }

    #[test]
    fn unused_slot_is_released_and_no_thread_may_be_opened_during_a_refusal() {
        let pace = ThreadPace::default();
        for _ in 0..30 {
            assert!(pace.slot(INBOX, URGENT, at(0)).is_ok());
        }
        pace.record_refusal(INBOX, at(300));
        assert_eq!(open(&pace, URGENT, at(1)), Err(at(320)));
        assert_eq!(open(&pace, URGENT, at(300)), Ok(()));
    }

    #[test]
    fn threads_of_an_earlier_process_count_against_the_limit() {
        let pace = ThreadPace::default();
        pace.add_earlier(INBOX, (0..10).map(at).collect());
        assert_eq!(open(&pace, URGENT, at(20)), Err(at(620)));
    }
}
