//! A recurrence rule: its frequency, its BY parts and its end.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

/// A rule such as `FREQ=WEEKLY;BYDAY=MO,WE`. It has no start of its own. Parts that the rule does not set are taken
/// from the start that the caller passes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Rule {
    pub(super) freq: Freq,
    /// 1 to `MAX_INTERVAL`.
    pub(super) interval: i64,
    pub(super) end: End,
    /// 1 to 12.
    pub(super) by_month: Vec<i64>,
    /// ±1 to ±53.
    pub(super) by_week_no: Vec<i64>,
    /// ±1 to ±366.
    pub(super) by_year_day: Vec<i64>,
    /// ±1 to ±31.
    pub(super) by_month_day: Vec<i64>,
    /// Position and weekday. The position is in the month or year: 2 is the second, -1 the last, 0 means every one.
    /// Weekday 0 is Monday.
    pub(super) by_day: Vec<(i64, i64)>,
    pub(super) by_hour: Vec<i64>,
    pub(super) by_minute: Vec<i64>,
    pub(super) by_second: Vec<i64>,
    /// ±1 to ±366.
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum End {
    Never,
    Count(u32),
    /// UNTIL in UTC: an occurrence at a later instant is not part of the series.
    UntilInstant(Timestamp),
    /// UNTIL without a zone: an occurrence with a later wall time is not part of the series.
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
