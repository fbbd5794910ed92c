//! Parses recurrence rules (RFC 5545), and computes the instants at which they occur.
//!
//! `plan` and `days` compute the wall times of a rule. Then `series` converts each wall time to an instant in a zone.
//! An occurrence in a gap is shifted later and never skipped. Two occurrences at the same instant count once. In cases
//! that the RFC does not define, the code follows python-dateutil and rrule. `BYWEEKNO` alone means all seven days of
//! the week. If the RFC forbids a BY part for a frequency, the part limits the days.

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
    /// Reads the value of an RRULE in upper or lower case. The prefix `RRULE:` is optional.
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        parse::parse(text)
    }

    /// The pattern of this rule if it starts at the wall time `start`. `None` if no pattern describes the rule.
    pub fn pattern(&self, start: DateTime) -> Option<Pattern> {
        pattern::pattern_of(self, start)
    }

    /// Whether the rule only counts hours, minutes or seconds, as in "every two hours". RFC 5545 expands such a rule on
    /// wall time, but people mean real time. So the caller must expand the rule in UTC.
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

    /// The instants of the rule in `zone`, from the wall time `start` on. The first instant is `start` if `start`
    /// matches the rule.
    pub fn series(&self, zone: ZoneId, start: DateTime) -> Series {
        Series::new(self, zone, start)
    }

    /// The first instant of the rule later than `after`. `None` if the rule has ended. For a rule with COUNT, the cost
    /// grows with the age of the rule, because its occurrences are counted. For all other rules it does not.
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
