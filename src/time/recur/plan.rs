//! Computes the wall times of a rule. A wall time is in seconds since 1970-01-01T00:00:00 on a clock without clock
//! changes, so this module does not use zones.
//!
//! The frequency divides time into periods: years, months, weeks, days, hours, minutes or seconds. A division gives the
//! period of a wall time, so the cost does not depend on the age of a rule. Bit masks give the matching days of a month
//! (`days`). A period is a hit if its distance from the first period is a multiple of the interval. The first period is
//! the period of the start.

use std::sync::OnceLock;

use jiff::civil::DateTime;

use super::days::{Days, low_half, number_sets};
use super::rule::{End, Freq, Rule};
use crate::time::calendar::{DAY_S, date_of, day_number, days_in_month, days_in_year};
use crate::time::local::wall_seconds;

/// A rule with the values that it takes from its start.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    freq: Freq,
    interval: i64,
    week_start: i64,
    days: Days,
    /// The positions (BYSETPOS) in a week, month or year. Empty means all. For daily and shorter periods, `times`
    /// already contains only the times at these positions.
    set_positions: Vec<i64>,
    /// The matching times, ascending. They are in seconds since the start of the day. If the period is shorter than a
    /// day, they are in seconds since the start of the period.
    times: Vec<i64>,
    /// The matching hours, minutes and seconds as sets of bits.
    hours: u32,
    minutes: u64,
    seconds: u64,
    /// The wall time of the start.
    start: i64,
    /// The latest possible wall time of an occurrence: UNTIL, or the end of the calendar.
    last: i64,
    count: Option<u32>,
    /// The wall time of the last occurrence that COUNT allows. Computed on first use.
    last_counted: OnceLock<i64>,
}

/// The last second of the year 9999, after which jiff has no dates.
const LAST_SECOND: i64 = 253_402_300_800 - 1;

impl Plan {
    pub fn new(rule: &Rule, start: DateTime) -> Self {
        let mut plan = Self {
            freq: rule.freq,
            interval: rule.interval,
            week_start: rule.week_start,
            days: Days::new(rule),
            set_positions: Vec::new(),
            times: Vec::new(),
            hours: low_half(number_sets(&rule.by_hour).0),
            minutes: number_sets(&rule.by_minute).0,
            // Second 60 is a leap second. The system clock never shows it, so remove it.
            seconds: number_sets(&rule.by_second).0 & !(1 << 60),
            start: wall_seconds(start),
            last: LAST_SECOND,
            count: if let End::Count(count) = rule.end { Some(count) } else { None },
            last_counted: OnceLock::new(),
        };
        plan.take_days_from(rule, start);
        plan.take_times_from(rule, start);
        plan.take_positions(rule);
        match rule.end {
            End::Never | End::Count(_) | End::UntilInstant(_) => {}
            End::UntilWall(wall) => plan.last = wall_seconds(wall),
            End::UntilDate(date) => plan.last = wall_seconds(date.at(23, 59, 59, 0)),
        }
        if plan.days.never_match() {
            plan.times.clear();
        }
        plan
    }

    /// If the rule has no BY part for days, takes the day from the start (RFC 5545: "derived from DTSTART").
    fn take_days_from(&mut self, rule: &Rule, start: DateTime) {
        let has_days = !(rule.by_day.is_empty()
            && rule.by_month_day.is_empty()
            && rule.by_year_day.is_empty()
            && rule.by_week_no.is_empty());
        if has_days {
            return;
        }
        match rule.freq {
            Freq::Yearly => {
                if rule.by_month.is_empty() {
                    self.days.months = 1 << start.month();
                }
                self.days.set_date(start.day());
            }
            Freq::Monthly => self.days.set_date(start.day()),
            Freq::Weekly => self.days.weekdays = 1 << start.weekday().to_monday_zero_offset(),
            Freq::Daily | Freq::Hourly | Freq::Minutely | Freq::Secondly => {}
        }
    }

    fn take_times_from(&mut self, rule: &Rule, start: DateTime) {
        if self.freq >= Freq::Daily && rule.by_hour.is_empty() {
            self.hours = 1 << start.hour();
        }
        if self.freq >= Freq::Hourly && rule.by_minute.is_empty() {
            self.minutes = 1 << start.minute();
        }
        if self.freq >= Freq::Minutely && rule.by_second.is_empty() {
            self.seconds = 1 << start.second();
        }
        // The units that `times` needs: those that are shorter than the period. Longer units stay at zero.
        let members = |mask: u64, limit: i64, is_needed: bool| {
            (0..if is_needed { limit } else { 1 }).filter(move |n| !is_needed || mask >> n & 1 == 1)
        };
        for hour in members(u64::from(self.hours), 24, self.freq >= Freq::Daily) {
            for minute in members(self.minutes, 60, self.freq >= Freq::Hourly) {
                let seconds = members(self.seconds, 60, self.freq >= Freq::Minutely);
                self.times.extend(seconds.map(|second| hour * 3600 + minute * 60 + second));
            }
        }
        // In an hourly, minutely or secondly rule, BYHOUR, BYMINUTE and BYSECOND can limit the periods. If the rule
        // does not have such a part, every period counts, so set all bits.
        self.hours = if self.hours == 0 && rule.by_hour.is_empty() { u32::MAX } else { self.hours };
        self.minutes = if self.minutes == 0 && rule.by_minute.is_empty() { u64::MAX } else { self.minutes };
        self.seconds = if self.seconds == 0 && rule.by_second.is_empty() { u64::MAX } else { self.seconds };
    }

    /// Applies BYSETPOS to `times` if the period is a day or shorter. Otherwise stores the positions for later.
    fn take_positions(&mut self, rule: &Rule) {
        if self.freq > Freq::Daily || rule.by_set_pos.is_empty() {
            self.set_positions = rule.by_set_pos.clone();
            return;
        }
        let count = length(&self.times);
        let mut chosen: Vec<i64> = rule.by_set_pos.iter().filter_map(|position| index_of(*position, count)).collect();
        chosen.sort_unstable();
        chosen.dedup();
        self.times = chosen.into_iter().map(|index| self.times[as_index(index)]).collect();
    }

    /// The first wall time of the rule later than `wall`. `None` if the rule has ended.
    pub fn next_after(&self, wall: i64) -> Option<i64> {
        self.next_ignoring_count(wall).filter(|next| self.count.is_none_or(|count| self.is_within_count(*next, count)))
    }

    fn next_ignoring_count(&self, wall: i64) -> Option<i64> {
        let wall = wall.max(self.start - 1);
        let next = if self.times.is_empty() {
            None
        } else if self.freq < Freq::Daily {
            self.next_in_short_periods(wall)
        } else if self.set_positions.is_empty() {
            self.next_in_days(wall)
        } else {
            self.next_positioned(wall)
        };
        next.filter(|next| *next <= self.last)
    }

    /// The next wall time of a daily, weekly, monthly or yearly rule without positions.
    fn next_in_days(&self, wall: i64) -> Option<i64> {
        let (today, clock) = (wall.div_euclid(DAY_S), wall.rem_euclid(DAY_S));
        let day = self.next_day(today)?;
        if day > today {
            return Some(day * DAY_S + self.times[0]);
        }
        match self.times.get(self.times.partition_point(|time| *time <= clock)) {
            Some(time) => Some(day * DAY_S + time),
            None => Some(self.next_day(today + 1)? * DAY_S + self.times[0]),
        }
    }

    /// The first day at or after `from` that matches and whose period is a hit. `None` if there is none up to `last`.
    fn next_day(&self, from: i64) -> Option<i64> {
        /// The calendar repeats after 400 years (4,800 months). A rule that does not match in 800 years never matches.
        /// The limit counts only the months that are examined. Periods that are not hits are skipped and do not count.
        const MAX_MONTHS: u32 = 10_000;
        let last = self.last.div_euclid(DAY_S);
        let mut day = from;
        for _ in 0..MAX_MONTHS {
            day = self.hit_day_from(day);
            if day > last {
                return None;
            }
            let (year, month, date) = date_of(day);
            if self.days.months >> month & 1 == 0 {
                day = self.next_month(year, month);
                continue;
            }
            let first = day - date + 1;
            let remaining = self.days.matching_days_in_month(year, month, first) >> date;
            if remaining & 1 == 1 {
                return Some(day);
            }
            day = if remaining == 0 {
                first + days_in_month(year, month)
            } else {
                day + i64::from(remaining.trailing_zeros())
            };
        }
        None
    }

    /// The first day of the next month that `days.months` contains.
    fn next_month(&self, year: i64, month: i64) -> i64 {
        let later = self.days.months >> month >> 1;
        if later == 0 {
            return day_number(year + 1, i64::from(self.days.months.trailing_zeros()), 1);
        }
        day_number(year, month + 1 + i64::from(later.trailing_zeros()), 1)
    }

    /// `day` if its period is a hit, otherwise the first day of the next period that is a hit.
    fn hit_day_from(&self, day: i64) -> i64 {
        if self.interval == 1 || self.freq < Freq::Daily {
            return day;
        }
        let (period, hit) = (self.period_of(day), self.hit_period_from(day));
        if period == hit { day } else { self.days_of(hit).0 }
    }

    /// The number of the period that contains `day`. Years have their own number. Months count from year 0, weeks from
    /// the week of day 0, and days from day 0.
    fn period_of(&self, day: i64) -> i64 {
        match self.freq {
            Freq::Yearly => date_of(day).0,
            Freq::Monthly => {
                let (year, month, _) = date_of(day);
                year * 12 + month - 1
            }
            Freq::Weekly => (day + 3 - self.week_start).div_euclid(7),
            _ => day,
        }
    }

    /// The period that contains `day` if it is a hit, otherwise the next period that is a hit.
    fn hit_period_from(&self, day: i64) -> i64 {
        let start = self.period_of(self.start.div_euclid(DAY_S));
        let elapsed = (self.period_of(day) - start).max(0);
        start + ceil_div(elapsed, self.interval) * self.interval
    }

    /// The first day of a period, and the number of days in the period.
    fn days_of(&self, period: i64) -> (i64, i64) {
        match self.freq {
            Freq::Yearly => (day_number(period, 1, 1), days_in_year(period)),
            Freq::Monthly => {
                let (year, month) = (period.div_euclid(12), period.rem_euclid(12) + 1);
                (day_number(year, month, 1), days_in_month(year, month))
            }
            Freq::Weekly => (period * 7 - 3 + self.week_start, 7),
            _ => (period, 1),
        }
    }

    /// The next wall time of a weekly, monthly or yearly rule with positions.
    fn next_positioned(&self, wall: i64) -> Option<i64> {
        // The calendar repeats after 400 years. For weeks, 200 years are enough.
        let max_periods = match self.freq {
            Freq::Yearly => 401,
            Freq::Monthly => 4801,
            _ => 10_436,
        };
        let mut period = self.hit_period_from(wall.div_euclid(DAY_S));
        for _ in 0..max_periods {
            let (first, days) = self.days_of(period);
            if first * DAY_S > self.last {
                return None;
            }
            if let Some(found) = self.next_positioned_in(first, days, wall) {
                return Some(found);
            }
            period += self.interval;
        }
        None
    }

    /// The first wall time later than `wall` in the period of `days` days that begins at the day `first`.
    fn next_positioned_in(&self, first: i64, days: i64, wall: i64) -> Option<i64> {
        let mut months = [(0, 0); 12];
        let (mut used, mut matching) = (0, 0);
        let (mut year, mut month, date) = date_of(first);
        let mut month_first = first - date + 1;
        while month_first < first + days {
            let mut mask = u64::from(self.days.matching_days_in_month(year, month, month_first));
            // A week can begin or end in the middle of a month, so remove the days outside the period.
            mask &= u64::MAX << (first - month_first + 1).max(0);
            mask &= (1 << (first + days - month_first + 1).min(32)) - 1;
            months[used] = (month_first, mask);
            (used, matching) = (used + 1, matching + i64::from(mask.count_ones()));
            month_first += days_in_month(year, month);
            (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        }
        let times = length(&self.times);
        let at = |position: &i64| {
            let index = index_of(*position, matching * times)?;
            Some(nth_day(&months[..used], index / times) * DAY_S + self.times[as_index(index % times)])
        };
        self.set_positions.iter().filter_map(at).filter(|found| *found > wall).min()
    }

    /// The next wall time of an hourly, minutely or secondly rule. If a BY part excludes a whole period, that part
    /// decides how far to skip.
    fn next_in_short_periods(&self, wall: i64) -> Option<i64> {
        /// More skips than a real rule needs. If a day does not match, even a minutely rule skips the whole day at
        /// once.
        const MAX_SKIPS: u32 = 4_000;
        /// A rule without a match for a century is treated as ended. With some intervals, the next match comes only
        /// after thousands of years, and the search would take too long.
        const CENTURY_S: i64 = 36_525 * DAY_S;
        let unit = self.unit();
        let start = self.start.div_euclid(unit);
        let aligned = |from: i64| start + ceil_div((from - start).max(0), self.interval) * self.interval;
        let mut period = aligned(wall.div_euclid(unit));
        let last = self.last.min(period * unit + CENTURY_S);
        for _ in 0..MAX_SKIPS {
            let period_start = period * unit;
            if period_start > last {
                return None;
            }
            let today = period_start.div_euclid(DAY_S);
            let day = self.next_day(today)?;
            let skip = if day > today { Some(day * DAY_S) } else { self.skip_target(period_start) };
            match skip {
                Some(to) => period = aligned(ceil_div(to, unit)),
                None => match self.times.iter().map(|time| period_start + time).find(|found| *found > wall) {
                    Some(found) => return Some(found),
                    None => period += self.interval,
                },
            }
        }
        None
    }

    /// The length of a period in seconds, for daily and shorter periods.
    fn unit(&self) -> i64 {
        match self.freq {
            Freq::Hourly => 3600,
            Freq::Minutely => 60,
            Freq::Secondly => 1,
            _ => DAY_S,
        }
    }

    /// `None` if the period that begins at `period_start` matches. Otherwise the earliest second at which a later
    /// period can match. The caller has checked the day.
    fn skip_target(&self, period_start: i64) -> Option<i64> {
        let (day, clock) = (period_start.div_euclid(DAY_S), period_start.rem_euclid(DAY_S));
        let (hour, minute, second) = (clock / 3600, clock / 60 % 60, clock % 60);
        if self.hours >> hour & 1 == 0 {
            return Some(day * DAY_S + (hour + 1) * 3600);
        }
        if self.freq < Freq::Hourly && self.minutes >> minute & 1 == 0 {
            return Some(period_start - second + 60);
        }
        (self.freq < Freq::Minutely && self.seconds >> second & 1 == 0).then_some(period_start + 1)
    }

    /// Whether the occurrence at `wall` is one of the first `count` occurrences.
    fn is_within_count(&self, wall: i64, count: u32) -> bool {
        self.max_count_up_to(wall) <= i64::from(count)
            || wall <= *self.last_counted.get_or_init(|| self.nth_occurrence(count))
    }

    /// An upper limit for the number of occurrences from the start to `wall`: the number of periods, times the maximum
    /// number of occurrences in one period.
    fn max_count_up_to(&self, wall: i64) -> i64 {
        let (unit, per_period) = match self.freq {
            Freq::Yearly => (365 * DAY_S, 366),
            Freq::Monthly => (28 * DAY_S, 31),
            Freq::Weekly if self.days.weekdays == 0 => (7 * DAY_S, 7),
            Freq::Weekly => (7 * DAY_S, i64::from(self.days.weekdays.count_ones())),
            _ => (self.unit(), 1),
        };
        let periods = (wall - self.start) / (unit * self.interval) + 2;
        periods.saturating_mul(per_period * length(&self.times))
    }

    /// The wall time of the last of `count` occurrences. `LAST_SECOND` if there are fewer.
    fn nth_occurrence(&self, count: u32) -> i64 {
        let (mut last, mut remaining) = (self.start - 1, i64::from(count));
        if self.set_positions.is_empty() && (self.freq >= Freq::Daily || self.interval == 1) {
            (last, remaining) = self.count_whole_months(remaining);
        }
        for _ in 0..remaining {
            match self.next_ignoring_count(last) {
                Some(next) => last = next,
                None => return LAST_SECOND,
            }
        }
        last
    }

    /// Counts the occurrences of whole months, up to `count`. Stops before the month that contains the last occurrence.
    /// Returns the last second that was counted, and the number of occurrences that remain.
    fn count_whole_months(&self, count: i64) -> (i64, i64) {
        let mut remaining = count;
        let second_day = self.start.div_euclid(DAY_S) + 1;
        // Count the first day separately, because some of its times can be before the start.
        let mut last = self.start - 1;
        while let Some(next) = self.next_ignoring_count(last).filter(|next| *next < second_day * DAY_S && remaining > 0)
        {
            (last, remaining) = (next, remaining - 1);
        }
        let times_per_day = self.times_per_day();
        let (mut year, mut month, date) = date_of(second_day);
        let mut first = second_day - date + 1;
        let mut skipped = date - 1;
        while first * DAY_S <= self.last {
            let length = days_in_month(year, month);
            let mask = self.days.matching_days_in_month(year, month, first) >> (skipped + 1);
            let matching = self.count_hits(mask, first + skipped) * times_per_day;
            if matching >= remaining {
                break;
            }
            remaining -= matching;
            first += length;
            last = first * DAY_S - 1;
            (year, month, skipped) = if month == 12 { (year + 1, 1, 0) } else { (year, month + 1, 0) };
        }
        (last, remaining)
    }

    /// The number of days in the set `mask` whose period is a hit. Bit 0 stands for `day`. All days are in one month.
    fn count_hits(&self, mask: u32, day: i64) -> i64 {
        let is_hit = |day: i64| self.period_of(day) == self.hit_period_from(day);
        match self.freq {
            _ if self.interval == 1 || mask == 0 => i64::from(mask.count_ones()),
            Freq::Yearly | Freq::Monthly => {
                if is_hit(day) {
                    i64::from(mask.count_ones())
                } else {
                    0
                }
            }
            _ => i64::try_from((0..32).filter(|n| mask >> n & 1 == 1 && is_hit(day + n)).count())
                .expect("a month has 31 days"),
        }
    }

    /// The number of matching times in one matching day.
    fn times_per_day(&self) -> i64 {
        let hours = i64::from((self.hours & 0xff_ffff).count_ones());
        let minutes = i64::from((self.minutes & ((1 << 60) - 1)).count_ones());
        let seconds = i64::from((self.seconds & ((1 << 60) - 1)).count_ones());
        let periods = match self.freq {
            Freq::Hourly => hours,
            Freq::Minutely => hours * minutes,
            Freq::Secondly => hours * minutes * seconds,
            _ => 1,
        };
        periods * length(&self.times)
    }
}

/// The index of a position in a list with `count` items. Position 1 is the first item, and -1 is the last. `None` if
/// the list does not have that position.
fn index_of(position: i64, count: i64) -> Option<i64> {
    let index = if position > 0 { position - 1 } else { count + position };
    (0..count).contains(&index).then_some(index)
}

/// The day number of the `n`th matching day of consecutive months; `n` counts from 0. Each month is a pair: the day
/// number of its first day, and the set of its matching days.
fn nth_day(months: &[(i64, u64)], mut n: i64) -> i64 {
    for (first, days) in months {
        let count = i64::from(days.count_ones());
        if n < count {
            let days = (0..n).fold(*days, |left, _| left & (left - 1));
            return first - 1 + i64::from(days.trailing_zeros());
        }
        n -= count;
    }
    unreachable!("the months have more than `n` days")
}

fn length(times: &[i64]) -> i64 {
    i64::try_from(times.len()).expect("a day has at most 86,400 times")
}

fn as_index(index: i64) -> usize {
    usize::try_from(index).expect("an index is not negative")
}

fn ceil_div(n: i64, by: i64) -> i64 {
    n.div_euclid(by) + i64::from(n.rem_euclid(by) != 0)
}
