//! Recurrence: RFC 5545 rules on wall time.
//!
//! A rule is expanded on the wall clock of a zone (`plan`, `days`), then each wall time is resolved (`series`): one in
//! a gap is shifted, never skipped; two that a gap makes one instant are one. Where the RFC leaves a case open, we do
//! as python-dateutil and rrule do: `BYWEEKNO` alone means all seven days of the week, and parts that the RFC forbids
//! with a frequency narrow the days down.

mod days;
mod parse;
mod pattern;
mod plan;
mod series;

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

pub use pattern::{Cycle, Ends, Pattern};
pub use series::Series;

use super::zone::ZoneId;

/// A rule such as `FREQ=WEEKLY;BYDAY=MO,WE`. It has no start of its own: what the rule leaves open is taken from the
/// start.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Rule {
    freq: Freq,
    /// 1 to `MAX_INTERVAL`.
    interval: i64,
    end: End,
    /// 1 to 12.
    by_month: Vec<i64>,
    /// ±1 to ±53.
    by_week_no: Vec<i64>,
    /// ±1 to ±366.
    by_year_day: Vec<i64>,
    /// ±1 to ±31.
    by_month_day: Vec<i64>,
    /// Which one in the month or year (0: each), and the weekday, 0 being Monday.
    by_day: Vec<(i64, i64)>,
    by_hour: Vec<i64>,
    by_minute: Vec<i64>,
    by_second: Vec<i64>,
    /// ±1 to ±366.
    by_set_pos: Vec<i64>,
    /// The first day of the week, 0 being Monday.
    week_start: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Freq {
    Secondly,
    Minutely,
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum End {
    Never,
    Count(u32),
    /// Compared with the instant.
    UntilInstant(Timestamp),
    /// Compared with the wall time.
    UntilWall(DateTime),
    /// The whole day is included.
    UntilDate(Date),
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    #[error("`{0}` is no part of a recurrence rule")]
    UnknownPart(String),
    #[error("{0} is there twice")]
    Repeated(String),
    #[error("`{1}` is no value for {0}")]
    Value(String, String),
    #[error("a recurrence rule needs FREQ")]
    NoFrequency,
    #[error("a rule ends by COUNT or by UNTIL, not by both")]
    TwoEnds,
    #[error("BYDAY can number its weekdays only in monthly and yearly rules without BYWEEKNO")]
    NumberedDay,
    #[error("BYSETPOS needs another BY part")]
    PositionOfNothing,
}

impl Rule {
    /// Reads the value of an RRULE, with or without `RRULE:` before it, in any case.
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        parse::parse(text)
    }

    /// What people call this rule, when it starts at the wall time `start`; `None` where they have no short words for
    /// it.
    pub fn pattern(&self, start: DateTime) -> Option<Pattern> {
        pattern::of(self, start)
    }

    /// The rule's instants in `zone`, of which the first may be the wall time `start` (when it matches).
    pub fn series(&self, zone: ZoneId, start: DateTime) -> Series {
        Series::new(self, zone, start)
    }

    /// The first instant later than `after`. Costs the same however old the rule is, but for rules with COUNT, whose
    /// occurrences are counted.
    pub fn next_after(&self, zone: ZoneId, start: DateTime, after: Timestamp) -> Option<Timestamp> {
        self.series(zone, start).next_after(after)
    }
}

impl FromStr for Rule {
    type Err = RuleError;

    fn from_str(text: &str) -> Result<Self, RuleError> {
        Self::parse(text)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        parse::print(self, f)
    }
}
