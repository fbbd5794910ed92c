//! Parses recurrence rules (RFC 5545), and computes the instants at which they occur.
//!
//! A rule is expanded on the wall clock of a zone (`plan`, `days`). Then each wall time is resolved (`series`): an
//! occurrence in a gap is shifted, never skipped, and two occurrences at the same instant count once. In cases that the
//! RFC does not define, we follow python-dateutil and rrule. `BYWEEKNO` alone means all seven days of the week. A BY
//! part that the RFC forbids for a frequency limits the days.

mod days;
mod parse;
mod pattern;
mod plan;
mod rule;
mod series;

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::DateTime;

pub use pattern::{Cycle, Ends, Pattern};
pub use rule::{Rule, RuleError};
pub use series::Series;

use super::zone::ZoneId;

impl Rule {
    /// Reads the value of an RRULE, with or without `RRULE:` before it, in any case.
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        parse::parse(text)
    }

    /// The pattern that describes this rule in a few words if the rule starts at the wall time `start`; `None` if there
    /// is none.
    pub fn pattern(&self, start: DateTime) -> Option<Pattern> {
        pattern::of(self, start)
    }

    /// Whether the rule only counts hours, minutes or seconds, such as "every two hours". People mean real time by such
    /// a rule, but RFC 5545 expands it on wall time. So the caller must expand the rule in UTC.
    pub fn counts_real_time(&self) -> bool {
        let parts = [
            &self.by_month,
            &self.by_week_no,
            &self.by_year_day,
            &self.by_month_day,
            &self.by_hour,
            &self.by_minute,
            &self.by_second,
            &self.by_set_pos,
        ];
        self.freq < rule::Freq::Daily && self.by_day.is_empty() && parts.iter().all(|part| part.is_empty())
    }

    /// The rule's instants in `zone`, from the wall time `start` on. `start` is the first one if it matches the rule.
    pub fn series(&self, zone: ZoneId, start: DateTime) -> Series {
        Series::new(self, zone, start)
    }

    /// The first instant later than `after`. The cost does not grow with the age of the rule, except for
    /// rules with COUNT, whose occurrences are counted.
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
