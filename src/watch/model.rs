//! What can be wrong with Magpie, and when that is worth an incident. Pure.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, Instant};

use crate::delivery::Delayed;
use crate::time::{SignedDuration, Timestamp};

/// A trouble that passes within this (real) time raises nothing: a reconnect, a clock that was moved, a burst.
pub const RAISE_AFTER: Duration = Duration::from_secs(60);
/// A trouble is over when it has not come back for this (real) time, so that one that comes and goes is one incident.
pub const CLEAR_AFTER: Duration = Duration::from_secs(120);
/// A time without Discord shorter than this, by which nobody's message was late, is not told afterwards.
const WORTH_TELLING: SignedDuration = SignedDuration::from_mins(10);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IncidentId(pub i64);

impl fmt::Display for IncidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for IncidentId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Trouble {
    /// What is planned is not carried out.
    Engine,
    /// Messages wait that nobody takes up.
    Outbox,
    /// Most attempts to deliver fail.
    Failures,
    /// No connection to Discord's gateway.
    Gateway,
    /// It cannot be read or written.
    Database,
}

impl Trouble {
    pub const ALL: [Trouble; 5] =
        [Trouble::Engine, Trouble::Outbox, Trouble::Failures, Trouble::Gateway, Trouble::Database];

    pub fn code(self) -> &'static str {
        match self {
            Trouble::Engine => "engine",
            Trouble::Outbox => "outbox",
            Trouble::Failures => "failures",
            Trouble::Gateway => "gateway",
            Trouble::Database => "database",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|trouble| trouble.code() == code)
    }
}

/// Whether Magpie can be heard on Discord at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speech {
    Can,
    Cannot,
}

/// One trouble, from its beginning to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spell {
    pub trouble: Trouble,
    pub began_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    pub id: IncidentId,
    pub began_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    pub delivery: Option<crate::delivery::DeliveryId>,
    /// In the order of their beginning.
    pub spells: Vec<Spell>,
}

impl Incident {
    /// Whether it is told once it is over, when nobody could be told before.
    pub fn is_worth_telling(&self, delayed: Delayed) -> bool {
        let lasted = self.ended_at.map(|ended_at| ended_at.duration_since(self.began_at));
        delayed.total() > 0 || lasted.is_some_and(|lasted| lasted >= WORTH_TELLING)
    }
}

/// What the message to the secretariat says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentFacts {
    pub incident: Incident,
    /// What came late by it; told when it is over.
    pub delayed: Delayed,
}

/// Watches over one trouble through real time, so that neither a blip nor a move of the Clock raises it, and it does
/// not flap.
#[derive(Debug, Default)]
pub struct Vigil {
    bad: Option<Seen>,
    good: Option<Seen>,
    /// Long enough to be raised, and not written down yet.
    wanted: Option<Timestamp>,
    raised: bool,
}

/// Since when, by the Clock for people and by real time for us.
#[derive(Debug, Clone, Copy)]
struct Seen {
    now: Timestamp,
    at: Instant,
}

/// What is to be written down. Asked for again at each look until it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Raise { since: Timestamp },
    Clear { at: Timestamp },
}

impl Vigil {
    /// A trouble that was raised before the process started.
    pub fn resumed() -> Self {
        Self { raised: true, ..Self::default() }
    }

    /// Looks at it at the Clock's `now` and at the monotonic `at`.
    pub fn look(&mut self, ok: bool, now: Timestamp, at: Instant) -> Option<Change> {
        let seen = Seen { now, at };
        if ok {
            let good = *self.good.get_or_insert(seen);
            self.bad = None;
            if self.raised && at.saturating_duration_since(good.at) >= CLEAR_AFTER {
                return Some(Change::Clear { at: good.now });
            }
        } else {
            let bad = *self.bad.get_or_insert(seen);
            self.good = None;
            if !self.raised && at.saturating_duration_since(bad.at) >= RAISE_AFTER {
                self.wanted.get_or_insert(bad.now);
            }
        }
        // Also when it is good again meanwhile: a database that could not be written could not take note of it either.
        self.wanted.map(|since| Change::Raise { since })
    }

    /// The change was written down.
    pub fn done(&mut self, change: Change) {
        self.wanted = None;
        self.raised = matches!(change, Change::Raise { .. });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp::constant(1_605_009_600, 0);

    struct Watched {
        vigil: Vigil,
        began: Instant,
    }

    impl Watched {
        fn new() -> Self {
            Self { vigil: Vigil::default(), began: Instant::now() }
        }

        /// At so many seconds of both clocks.
        fn at(&mut self, seconds: u32, ok: bool) -> Option<Change> {
            let change = self.vigil.look(ok, clock(seconds), self.began + Duration::from_secs(seconds.into()));
            if let Some(change) = change {
                self.vigil.done(change);
            }
            change
        }
    }

    fn clock(seconds: u32) -> Timestamp {
        NOON + SignedDuration::from_secs(seconds.into())
    }

    #[test]
    fn a_trouble_that_lasts_is_raised_once_and_cleared_once() {
        let mut watched = Watched::new();
        assert_eq!([0, 15, 30, 45].map(|s| watched.at(s, false)), [None; 4]);
        assert_eq!(watched.at(60, false), Some(Change::Raise { since: clock(0) }));
        assert_eq!([75, 90].map(|s| watched.at(s, false)), [None; 2]);
        assert_eq!([105, 120, 210].map(|s| watched.at(s, true)), [None; 3]);
        assert_eq!(watched.at(225, true), Some(Change::Clear { at: clock(105) }));
        assert_eq!(watched.at(400, true), None);
    }

    #[test]
    fn a_blip_is_nothing_and_what_comes_and_goes_is_one_trouble() {
        let mut watched = Watched::new();
        for round in 0..10 {
            assert_eq!(watched.at(round * 60, false), None);
            assert_eq!(watched.at(round * 60 + 45, true), None);
        }
        assert_eq!(watched.at(1000, false), None);
        assert!(watched.at(1060, false).is_some());
        for round in 0..10 {
            assert_eq!(watched.at(1100 + round * 60, true), None, "not over for two minutes yet");
            assert_eq!(watched.at(1130 + round * 60, false), None, "raised already");
        }
    }

    #[test]
    fn a_jump_of_the_clock_raises_nothing() {
        let (mut vigil, began) = (Vigil::default(), Instant::now());
        assert_eq!(vigil.look(false, clock(0), began), None);
        let eight_hours_on = clock(8 * 3600);
        assert_eq!(vigil.look(false, eight_hours_on, began + Duration::from_secs(1)), None);
        assert_eq!(vigil.look(true, eight_hours_on, began + Duration::from_secs(2)), None);
    }

    #[test]
    fn what_could_not_be_written_down_is_asked_for_until_it_was() {
        let (mut vigil, began) = (Vigil::default(), Instant::now());
        vigil.look(false, clock(0), began);
        let raise = Some(Change::Raise { since: clock(0) });
        assert_eq!(vigil.look(false, clock(60), began + RAISE_AFTER), raise);
        assert_eq!(vigil.look(true, clock(90), began + RAISE_AFTER + Duration::from_secs(30)), raise);
    }

    #[test]
    fn a_trouble_of_the_run_before_is_cleared_by_the_next() {
        let (mut vigil, began) = (Vigil::resumed(), Instant::now());
        assert_eq!(vigil.look(true, clock(0), began), None);
        assert_eq!(vigil.look(true, clock(120), began + CLEAR_AFTER), Some(Change::Clear { at: clock(0) }));
    }
}
