//! A recurrence rule: its frequency, its BY parts and its end.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

/// A rule such as `FREQ=WEEKLY;BYDAY=MO,WE`. It has no start: the caller passes the start. A part that the rule does
/// not set takes its value from the start.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Rule {
    pub(super) freq: Freq,
    /// The number of periods from one occurrence to the next, 1 to `MAX_INTERVAL`.
    pub(super) interval: i64,
    pub(super) end: End,
    /// Months, 1 to 12.
    pub(super) by_month: Vec<i64>,
    /// Weeks of the year, ±1 to ±53. Negative numbers count from the end of the year.
    pub(super) by_week_no: Vec<i64>,
    /// Days of the year, ±1 to ±366. Negative numbers count from the end of the year.
    pub(super) by_year_day: Vec<i64>,
    /// Days of the month, ±1 to ±31. Negative numbers count from the end of the month.
    pub(super) by_month_day: Vec<i64>,
    /// Pairs of a position and a weekday. The position is in the month or year: 2 is the second such weekday, -1 is the
    /// last, and 0 means every one. Weekday 0 is Monday.
    pub(super) by_day: Vec<(i64, i64)>,
    pub(super) by_hour: Vec<i64>,
    pub(super) by_minute: Vec<i64>,
    pub(super) by_second: Vec<i64>,
    /// Positions among the occurrences of one period, ±1 to ±366. -1 is the last.
    pub(super) by_set_pos: Vec<i64>,
    /// The first day of the week; 0 is Monday.
    pub(super) week_start: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Freq {
    Secondly,
    Minutely,
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// When a rule ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum End {
    Never,
    /// COUNT: the number of occurrences.
    Count(u32),
    /// UNTIL in UTC. An occurrence at a later instant is not part of the series.
    UntilInstant(Timestamp),
    /// UNTIL as a wall time. An occurrence with a later wall time is not part of the series.
    UntilWall(DateTime),
    /// UNTIL as a date. Occurrences on that day are part of the series.
    UntilDate(Date),
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    #[error("`{0}` is not a part of a recurrence rule")]
    UnknownPart(String),
    #[error("{0} occurs twice")]
    Repeated(String),
    #[error("`{1}` is not a valid value for {0}")]
    Value(String, String),
    #[error("a recurrence rule needs FREQ")]
    NoFrequency,
    #[error("a rule cannot have both COUNT and UNTIL")]
    TwoEnds,
    #[error("BYDAY can have numbers, as in 2MO, only in monthly and yearly rules without BYWEEKNO")]
    NumberedDay,
    #[error("BYSETPOS needs another BY part")]
    PositionOfNothing,
}
