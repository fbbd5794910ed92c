//! Decides when a failing check raises a trouble, and when it clears the trouble. Pure.
//!
//! Durations are measured in monotonic real time, so a jump of the Clock raises no trouble. A short failure raises no
//! trouble either. A check that fails now and then does not raise and clear its trouble repeatedly.

use std::time::{Duration, Instant};

use crate::time::Timestamp;

/// A check that recovers within this time raises no trouble. Reconnects, jumps of the Clock and bursts are shorter.
const RAISE_AFTER: Duration = Duration::from_secs(60);
/// A trouble is cleared when its check has passed for this long, so a recurring failure is one incident.
const CLEAR_AFTER: Duration = Duration::from_secs(120);

/// The history of one check.
#[derive(Debug, Default)]
pub struct Debouncer {
    failing_since: Option<Moment>,
    passing_since: Option<Moment>,
    /// The beginning of a trouble that must be raised but is not stored yet.
    unstored_since: Option<Timestamp>,
    is_raised: bool,
}

/// One moment on two clocks: `now` is the Clock's time, which people see; `at` is monotonic, and measures durations.
#[derive(Debug, Clone, Copy)]
struct Moment {
    now: Timestamp,
    at: Instant,
}

/// A change to store. [`Debouncer::observe`] returns it again until it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transition {
    Raise { began_at: Timestamp },
    Clear { ended_at: Timestamp },
}

impl Debouncer {
    /// The debouncer of a trouble that was raised before the process started.
    pub fn raised() -> Self {
        Self { is_raised: true, ..Self::default() }
    }

    /// Records the check's result. `now` is the Clock's time, and `at` is the monotonic time.
    pub fn observe(&mut self, ok: bool, now: Timestamp, at: Instant) -> Option<Transition> {
        let moment = Moment { now, at };
        if ok {
            let passing = *self.passing_since.get_or_insert(moment);
            self.failing_since = None;
            if self.is_raised && at.saturating_duration_since(passing.at) >= CLEAR_AFTER {
                return Some(Transition::Clear { ended_at: passing.now });
            }
        } else {
            let failing = *self.failing_since.get_or_insert(moment);
            self.passing_since = None;
            if !self.is_raised && at.saturating_duration_since(failing.at) >= RAISE_AFTER {
                self.unstored_since.get_or_insert(failing.now);
            }
        }
        // Returned even when the check passes again: a trouble cannot be stored while the database is not writable.
        self.unstored_since.map(|began_at| Transition::Raise { began_at })
    }

    /// Records that `transition` was stored.
    pub fn stored(&mut self, transition: Transition) {
        self.unstored_since = None;
        self.is_raised = matches!(transition, Transition::Raise { .. });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::SignedDuration;

    const NOON: Timestamp = Timestamp::constant(1_605_009_600, 0);

    struct Observed {
        debouncer: Debouncer,
        began_at: Instant,
    }

    impl Observed {
        fn new() -> Self {
            Self { debouncer: Debouncer::default(), began_at: Instant::now() }
        }

        /// Observes a result at this second of both clocks, and stores the transition at once.
        fn at(&mut self, second: u32, ok: bool) -> Option<Transition> {
            let at = self.began_at + Duration::from_secs(second.into());
            let transition = self.debouncer.observe(ok, clock(second), at);
            if let Some(transition) = transition {
                self.debouncer.stored(transition);
            }
            transition
        }
    }

    fn clock(second: u32) -> Timestamp {
        NOON + SignedDuration::from_secs(second.into())
    }

    #[test]
    fn lasting_trouble_is_raised_once_and_cleared_once() {
        let mut observed = Observed::new();
        assert_eq!([0, 15, 30, 45].map(|s| observed.at(s, false)), [None; 4]);
        assert_eq!(observed.at(60, false), Some(Transition::Raise { began_at: clock(0) }));
        assert_eq!([75, 90].map(|s| observed.at(s, false)), [None; 2]);
        assert_eq!([105, 120, 210].map(|s| observed.at(s, true)), [None; 3]);
        assert_eq!(observed.at(225, true), Some(Transition::Clear { ended_at: clock(105) }));
        assert_eq!(observed.at(400, true), None);
    }

    #[test]
    fn short_failure_raises_nothing_and_a_recurring_one_is_one_trouble() {
        let mut observed = Observed::new();
        for round in 0..10 {
            assert_eq!(observed.at(round * 60, false), None);
            assert_eq!(observed.at(round * 60 + 45, true), None);
        }
        assert_eq!(observed.at(1000, false), None);
        assert!(observed.at(1060, false).is_some());
        for round in 0..10 {
            assert_eq!(observed.at(1100 + round * 60, true), None, "it has not passed for two minutes");
            assert_eq!(observed.at(1130 + round * 60, false), None, "it is raised already");
        }
    }

    #[test]
    fn jump_of_the_clock_raises_nothing() {
        let (mut debouncer, began_at) = (Debouncer::default(), Instant::now());
        assert_eq!(debouncer.observe(false, clock(0), began_at), None);
        let eight_hours_later = clock(8 * 3600);
        assert_eq!(debouncer.observe(false, eight_hours_later, began_at + Duration::from_secs(1)), None);
        assert_eq!(debouncer.observe(true, eight_hours_later, began_at + Duration::from_secs(2)), None);
    }

    #[test]
    fn transition_that_could_not_be_stored_is_returned_again() {
        let (mut debouncer, began_at) = (Debouncer::default(), Instant::now());
        debouncer.observe(false, clock(0), began_at);
        let raise = Some(Transition::Raise { began_at: clock(0) });
        assert_eq!(debouncer.observe(false, clock(60), began_at + RAISE_AFTER), raise);
        assert_eq!(debouncer.observe(true, clock(90), began_at + RAISE_AFTER + Duration::from_secs(30)), raise);
    }

    #[test]
    fn trouble_of_an_earlier_process_is_cleared() {
        let (mut debouncer, began_at) = (Debouncer::raised(), Instant::now());
        assert_eq!(debouncer.observe(true, clock(0), began_at), None);
        let clear = Some(Transition::Clear { ended_at: clock(0) });
        assert_eq!(debouncer.observe(true, clock(120), began_at + CLEAR_AFTER), clear);
    }
}
