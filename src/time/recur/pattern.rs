//! Patterns. A pattern describes a rule in a few words: "every second Monday at 9".
//!
//! Every rule that comes from a typed phrase has a pattern. Most other rules of RFC 5545 have none.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, Weekday};

use super::rule::{End, Freq, Rule};

/// The description of a rule: how often it recurs, at which times of day, and when it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    pub cycle: Cycle,
    /// The times of day, ascending. Empty if the cycle is in minutes or hours.
    pub times: Vec<Time>,
    pub ends: Ends,
}

/// How often a pattern recurs. In each variant, the first number is the interval: `Days(2)` is every two days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cycle {
    Minutes(i64),
    Hours(i64),
    Days(i64),
    /// The interval in weeks, and the weekdays, Monday first. The list is never empty.
    Weeks(i64, Vec<Weekday>),
    /// The interval in months, and the day of the month. Months without that day are skipped.
    MonthDay(i64, i64),
    /// The interval in months, and the day of the month. In a shorter month, the pattern recurs on the last day.
    MonthDayOrLast(i64, i64),
    /// The interval in months. The pattern recurs on the last day of the month.
    MonthEnd(i64),
    /// The interval in months, the position in the month (-1 is the last), and the weekday.
    MonthWeekday(i64, i64, Weekday),
    /// The interval in years, the month, and the day of the month.
    YearDate(i64, i64, i64),
}

/// When a pattern ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    Never,
    /// After this number of occurrences.
    After(u32),
    /// At the end of this day.
    On(Date),
    /// At this instant. An occurrence at the instant is included.
    At(Timestamp),
}

/// The pattern of `rule` if it starts at `start`. `None` if no pattern describes the rule.
pub(super) fn pattern_of(rule: &Rule, start: DateTime) -> Option<Pattern> {
    let is_unusual = !(rule.by_week_no.is_empty()
        && rule.by_year_day.is_empty()
        && rule.by_minute.is_empty()
        && rule.by_second.is_empty());
    if is_unusual {
        return None;
    }
    let cycle = cycle(rule, start)?;
    let times = match cycle {
        Cycle::Minutes(_) | Cycle::Hours(_) if !rule.by_hour.is_empty() => return None,
        Cycle::Minutes(_) | Cycle::Hours(_) => Vec::new(),
        _ => times(rule, start)?,
    };
    let ends = match rule.end {
        End::Never => Ends::Never,
        End::Count(count) => Ends::After(count),
        End::UntilDate(date) => Ends::On(date),
        End::UntilWall(wall) => Ends::On(wall.date()),
        End::UntilInstant(at) => Ends::At(at),
    };
    Some(Pattern { cycle, times, ends })
}

fn times(rule: &Rule, start: DateTime) -> Option<Vec<Time>> {
    if rule.by_hour.is_empty() {
        return Some(vec![start.time()]);
    }
    let at = |hour: &i64| Time::new(i8::try_from(*hour).ok()?, start.minute(), start.second(), 0).ok();
    rule.by_hour.iter().map(at).collect()
}

fn cycle(rule: &Rule, start: DateTime) -> Option<Cycle> {
    let n = rule.interval;
    let has_plain_days = || rule.by_day.iter().all(|(which, _)| *which == 0);
    let has_no_days = rule.by_day.is_empty() && rule.by_month_day.is_empty();
    let has_no_months = rule.by_month.is_empty();
    let has_no_positions = rule.by_set_pos.is_empty();
    Some(match rule.freq {
        Freq::Minutely if has_no_days && has_no_months && has_no_positions => Cycle::Minutes(n),
        Freq::Hourly if has_no_days && has_no_months && has_no_positions => Cycle::Hours(n),
        Freq::Daily if has_no_days && has_no_months && has_no_positions => Cycle::Days(n),
        Freq::Weekly if rule.by_month_day.is_empty() && has_no_months && has_no_positions && has_plain_days() => {
            // WKST makes a difference only for several weekdays at an interval of more than one week. A pattern cannot
            // describe it.
            if rule.week_start != 0 && n > 1 && rule.by_day.len() > 1 {
                return None;
            }
            let mut days: Vec<Weekday> = rule.by_day.iter().filter_map(|(_, day)| weekday(*day)).collect();
            if days.is_empty() {
                days.push(start.weekday());
            }
            days.sort_by_key(|day| day.to_monday_zero_offset());
            Cycle::Weeks(n, days)
        }
        Freq::Monthly if has_no_months => {
            match (rule.by_month_day.as_slice(), rule.by_day.as_slice(), rule.by_set_pos.as_slice()) {
                ([], [], []) => Cycle::MonthDay(n, i64::from(start.day())),
                ([-1], [], []) => Cycle::MonthEnd(n),
                ([day @ 1..=31], [], []) => Cycle::MonthDay(n, *day),
                ([28, .., last], [], [-1]) if is_consecutive(&rule.by_month_day) => Cycle::MonthDayOrLast(n, *last),
                ([], [(which @ (-1 | 1..=5), day)], []) => Cycle::MonthWeekday(n, *which, weekday(*day)?),
                _ => return None,
            }
        }
        Freq::Yearly if rule.by_day.is_empty() && has_no_positions => {
            match (rule.by_month.as_slice(), rule.by_month_day.as_slice()) {
                ([], []) => Cycle::YearDate(n, i64::from(start.month()), i64::from(start.day())),
                ([month], [day @ 1..=31]) => Cycle::YearDate(n, *month, *day),
                _ => return None,
            }
        }
        _ => return None,
    })
}

/// Whether each day is one more than the day before.
fn is_consecutive(days: &[i64]) -> bool {
    days.windows(2).all(|pair| pair[1] == pair[0] + 1)
}

fn weekday(from_monday: i64) -> Option<Weekday> {
    Weekday::from_monday_zero_offset(i8::try_from(from_monday).ok()?).ok()
}
