//! Decides when a failing check raises a trouble, and when a passing check clears it. Does no I/O.
//!
//! Durations are measured in monotonic time, so a jump of the [`Clock`](crate::time::Clock) raises no trouble. A short
//! failure raises no trouble. A check that fails from time to time does not raise and clear its trouble repeatedly.

use std::time::{Duration, Instant};

use crate::time::Timestamp;

/// A check that passes again within this time raises no trouble. A reconnect to Discord or a burst of messages takes
/// less time than this.
const RAISE_AFTER: Duration = Duration::from_secs(60);
/// A trouble is cleared when its check has passed for this long. So a failure that recurs within this time stays one
/// trouble.
const CLEAR_AFTER: Duration = Duration::from_secs(120);

/// The recent results of one check, and whether its trouble is raised.
#[derive(Debug, Default)]
pub struct Debouncer {
    /// The first failure after the last pass. `None` while the check passes.
    failing_since: Option<Moment>,
    /// The first pass after the last failure. `None` while the check fails.
    passing_since: Option<Moment>,
    /// When a trouble began that must be raised but is not stored yet.
    unstored_since: Option<Timestamp>,
    is_raised: bool,
}

/// One moment on two clocks. `now` is the time of the `Clock`, which people see. `at` is monotonic time, which measures
/// durations.
#[derive(Debug, Clone, Copy)]
struct Moment {
    now: Timestamp,
    at: Instant,
}

/// A change that the caller must store. [`Debouncer::observe`] returns it at later calls too, until the caller calls
/// [`Debouncer::record_stored`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transition {
    Raise { began_at: Timestamp },
    Clear { ended_at: Timestamp },
}

impl Debouncer {
    /// A debouncer whose trouble is already raised, because it was raised before the process started.
    pub fn already_raised() -> Self {
        Self { is_raised: true, ..Self::default() }
    }

    /// Records a result of the check, and returns the transition to store. `None` if there is nothing to store. `now`
    /// is the time of the `Clock`, and `at` is the monotonic time.
    pub fn observe(&mut self, is_passing: bool, now: Timestamp, at: Instant) -> Option<Transition> {
        let moment = Moment { now, at };
        if is_passing {
            let first_pass = *self.passing_since.get_or_insert(moment);
            self.failing_since = None;
            if self.is_raised && at.saturating_duration_since(first_pass.at) >= CLEAR_AFTER {
                return Some(Transition::Clear { ended_at: first_pass.now });
            }
        } else {
            let first_failure = *self.failing_since.get_or_insert(moment);
            self.passing_since = None;
            if !self.is_raised && at.saturating_duration_since(first_failure.at) >= RAISE_AFTER {
                self.unstored_since.get_or_insert(first_failure.now);
            }
        }
        // Return the transition even if the check passes again. While the database is not writable, the trouble cannot
        // be stored, and it must not be lost.
        self.unstored_since.map(|began_at| Transition::Raise { began_at })
    }

    /// Records that the caller has stored `transition`.
    pub fn record_stored(&mut self, transition: Transition) {
        self.unstored_since = None;
        self.is_raised = matches!(transition, Transition::Raise { .. });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::SignedDuration;

    const NOON: Timestamp = Timestamp::constant(1_605_009_600, 0);

    struct ObservedCheck {
        debouncer: Debouncer,
        began_at: Instant,
    }

    impl ObservedCheck {
        fn new() -> Self {
            Self { debouncer: Debouncer::default(), began_at: Instant::now() }
        }

        /// Observes a result at this second of both clocks, and records the transition as stored.
        fn observe_at(&mut self, second: u32, is_passing: bool) -> Option<Transition> {
            let at = self.began_at + Duration::from_secs(second.into());
            let transition = self.debouncer.observe(is_passing, clock(second), at);
            if let Some(transition) = transition {
                self.debouncer.record_stored(transition);
            }
            transition
        }
    }

    fn clock(second: u32) -> Timestamp {
        NOON + SignedDuration::from_secs(second.into())
    }

    #[test]
    fn lasting_failure_raises_its_trouble_once_and_clears_it_once() {
        let mut check = ObservedCheck::new();
        assert_eq!([0, 15, 30, 45].map(|s| check.observe_at(s, false)), [None; 4]);
        assert_eq!(check.observe_at(60, false), Some(Transition::Raise { began_at: clock(0) }));
        assert_eq!([75, 90].map(|s| check.observe_at(s, false)), [None; 2]);
        assert_eq!([105, 120, 210].map(|s| check.observe_at(s, true)), [None; 3]);
        assert_eq!(check.observe_at(225, true), Some(Transition::Clear { ended_at: clock(105) }));
        assert_eq!(check.observe_at(400, true), None);
    }

    #[test]
    fn short_failure_raises_no_trouble_and_a_recurring_failure_stays_one_trouble() {
        let mut check = ObservedCheck::new();
        for round in 0..10 {
            assert_eq!(check.observe_at(round * 60, false), None);
            assert_eq!(check.observe_at(round * 60 + 45, true), None);
        }
        assert_eq!(check.observe_at(1000, false), None);
        assert!(check.observe_at(1060, false).is_some());
        for round in 0..10 {
            assert_eq!(check.observe_at(1100 + round * 60, true), None, "it has not passed for two minutes");
            assert_eq!(check.observe_at(1130 + round * 60, false), None, "it is raised already");
        }
    }

    #[test]
    fn jump_of_the_clock_raises_no_trouble() {
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
    fn trouble_raised_before_the_process_started_is_cleared() {
        let (mut debouncer, began_at) = (Debouncer::already_raised(), Instant::now());
        assert_eq!(debouncer.observe(true, clock(0), began_at), None);
        let clear = Some(Transition::Clear { ended_at: clock(0) });
        assert_eq!(debouncer.observe(true, clock(120), began_at + CLEAR_AFTER), clear);
    }
}
