//! The wall times of a rule, in plain seconds since 1970-01-01T00:00:00 of the same clock. Knows nothing of zones.
//!
//! Time is cut into periods (a year, a month, a week, a day, an hour…). The period of any wall time is found by division, so the age of a rule
//! costs nothing; within a period the days that match are found by bit masks.

use std::sync::OnceLock;

use jiff::civil::DateTime;

use super::{End, Freq, Rule};
use crate::time::calendar::{DAY_S, date_of, day_number, days_in_month, days_in_year, week_of, weekday_of};
use crate::time::local::wall_seconds;

/// A rule with all that its start decides.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    freq: Freq,
    interval: i64,
    week_start: i64,
    /// Bit `m` for month `m`.
    months: u32,
    /// Bit `d` for the `d`th day of the month, counted from the start or from the end; 0 where the rule does not say.
    month_days: u32,
    month_days_from_end: u32,
    /// Bit `w` for each weekday `w` of the period, 0 being Monday.
    weekdays: u32,
    /// The same, with those that are numbered.
    any_weekday: u32,
    /// Numbered weekdays: which one, which day.
    numbered: Vec<(i64, i64)>,
    number_in_month: bool,
    year_days: Vec<i64>,
    weeks: Vec<i64>,
    positions: Vec<i64>,
    /// Seconds into a day (or, in a period shorter than a day, into the period), ascending.
    times: Vec<i64>,
    hours: u32,
    minutes: u64,
    seconds: u64,
    start: i64,
    /// No wall time after this one.
    last: i64,
    count: Option<u32>,
    /// The last of the counted wall times, once somebody had to count.
    counted: OnceLock<i64>,
}

const ALL_MONTHS: u32 = 0b1_1111_1111_1110;
const ALL_WEEKDAYS: u32 = 0b111_1111;

/// Wall times end with the year 9999, as jiff's do.
const END_OF_TIME: i64 = 253_402_300_800 - 1;

impl Plan {
    pub fn new(rule: &Rule, start: DateTime) -> Self {
        let numbered: Vec<(i64, i64)> = rule.by_day.iter().copied().filter(|(n, _)| *n != 0).collect();
        let mut plan = Self {
            freq: rule.freq,
            interval: rule.interval,
            week_start: rule.week_start,
            months: if rule.by_month.is_empty() { ALL_MONTHS } else { bits(&rule.by_month) },
            month_days: bits(rule.by_month_day.iter().filter(|d| **d > 0)),
            month_days_from_end: rule.by_month_day.iter().filter(|d| **d < 0).fold(0, |mask, d| mask | 1 << -d),
            weekdays: bits(rule.by_day.iter().filter(|(n, _)| *n == 0).map(|(_, day)| day)),
            any_weekday: bits(rule.by_day.iter().map(|(_, day)| day)),
            numbered,
            number_in_month: rule.freq == Freq::Monthly || !rule.by_month.is_empty(),
            year_days: rule.by_year_day.clone(),
            weeks: rule.by_week_no.clone(),
            positions: rule.by_set_pos.clone(),
            times: Vec::new(),
            hours: bits(&rule.by_hour),
            minutes: wide_bits(&rule.by_minute),
            seconds: wide_bits(rule.by_second.iter().filter(|s| **s < 60)),
            start: wall_seconds(start),
            last: END_OF_TIME,
            count: if let End::Count(count) = rule.end { Some(count) } else { None },
            counted: OnceLock::new(),
        };
        plan.take_days_from(rule, start);
        plan.take_times_from(rule, start);
        match rule.end {
            End::Never | End::Count(_) | End::UntilInstant(_) => {}
            End::UntilWall(wall) => plan.last = wall_seconds(wall),
            End::UntilDate(date) => plan.last = wall_seconds(date.at(23, 59, 59, 0)),
        }
        if plan.has_impossible_dates() {
            plan.times.clear();
        }
        plan
    }

    /// What the rule does not say of its days is as the start has it (RFC 5545: "derived from DTSTART").
    fn take_days_from(&mut self, rule: &Rule, start: DateTime) {
        let says_days = !(rule.by_day.is_empty()
            && rule.by_month_day.is_empty()
            && rule.by_year_day.is_empty()
            && rule.by_week_no.is_empty());
        if says_days {
            return;
        }
        match rule.freq {
            Freq::Yearly => {
                if rule.by_month.is_empty() {
                    self.months = 1 << start.month();
                }
                self.month_days = 1 << start.day();
            }
            Freq::Monthly => self.month_days = 1 << start.day(),
            Freq::Weekly => {
                self.weekdays = 1 << start.weekday().to_monday_zero_offset();
                self.any_weekday = self.weekdays;
            }
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
        let pick = |mask: u64, below: i64, counts: bool| {
            (0..if counts { below } else { 1 }).filter(move |n| !counts || mask >> n & 1 == 1)
        };
        for hour in pick(u64::from(self.hours), 24, self.freq >= Freq::Daily) {
            for minute in pick(self.minutes, 60, self.freq >= Freq::Hourly) {
                self.times.extend(pick(self.seconds, 60, self.freq >= Freq::Minutely).map(|s| hour * 3600 + minute * 60 + s));
            }
        }
        // In a period shorter than a day, what is said of its own unit or a longer one narrows the periods down; nothing said is all of them.
        self.hours = if self.hours == 0 && rule.by_hour.is_empty() { u32::MAX } else { self.hours };
        self.minutes = if self.minutes == 0 && rule.by_minute.is_empty() { u64::MAX } else { self.minutes };
        self.seconds = if self.seconds == 0 && rule.by_second.is_empty() { u64::MAX } else { self.seconds };
    }

    /// Days of the month that none of the months has: 30 February.
    fn has_impossible_dates(&self) -> bool {
        // A leap year that begins on a Monday has every weekday on every date somewhere in its cycle; weekdays are left out here.
        let has_date = |month: i64| {
            let length = days_in_month(2024, month);
            let from_end = (1..=length).any(|day| self.month_days_from_end >> (length + 1 - day) & 1 == 1);
            from_end || (1..=length).any(|day| self.month_days >> day & 1 == 1)
        };
        let says_dates = self.month_days | self.month_days_from_end != 0;
        says_dates && !(1..=12).any(|month| self.months >> month & 1 == 1 && has_date(month))
    }

    /// Whether `wall`, an occurrence, is one of the first `count`.
    fn is_counted(&self, wall: i64, count: u32) -> bool {
        self.most_up_to(wall) <= i64::from(count) || wall <= *self.counted.get_or_init(|| self.last_of(count))
    }

    /// No more occurrences than this come from the start up to `wall`: each period has only so much room.
    fn most_up_to(&self, wall: i64) -> i64 {
        let (unit, room) = match self.freq {
            Freq::Yearly => (365 * DAY_S, 366),
            Freq::Monthly => (28 * DAY_S, 31),
            Freq::Weekly if self.weekdays == 0 => (7 * DAY_S, 7),
            Freq::Weekly => (7 * DAY_S, i64::from(self.weekdays.count_ones())),
            Freq::Daily => (DAY_S, 1),
            Freq::Hourly => (3600, 1),
            Freq::Minutely => (60, 1),
            Freq::Secondly => (1, 1),
        };
        let periods = (wall - self.start) / (unit * self.interval) + 2;
        let times = i64::try_from(self.times.len()).expect("a day has 86,400 seconds");
        periods.saturating_mul(room * times)
    }

    /// The last of `count` occurrences; the end of time when there are fewer.
    fn last_of(&self, count: u32) -> i64 {
        let mut last = self.start - 1;
        for _ in 0..count {
            match self.next_uncounted(last) {
                Some(next) => last = next,
                None => return END_OF_TIME,
            }
        }
        last
    }

    /// The first wall time later than `wall`.
    pub fn next_after(&self, wall: i64) -> Option<i64> {
        self.next_uncounted(wall).filter(|next| self.count.is_none_or(|count| self.is_counted(*next, count)))
    }

    fn next_uncounted(&self, wall: i64) -> Option<i64> {
        let wall = wall.max(self.start - 1);
        let next = if self.times.is_empty() {
            None
        } else if self.freq >= Freq::Daily {
            self.next_in_days(wall)
        } else {
            self.next_in_short_periods(wall)
        };
        next.filter(|next| *next <= self.last)
    }

    fn next_in_days(&self, wall: i64) -> Option<i64> {
        let (mut period, longest) = (self.period_from(wall.div_euclid(DAY_S)), self.periods_until_all_were_seen());
        for _ in 0..longest {
            let (first, days) = self.days_of(period);
            if first * DAY_S > self.last {
                return None;
            }
            let found =
                if self.positions.is_empty() { self.first_in(first, days, wall) } else { self.positioned_in(first, days, wall) };
            if found.is_some() {
                return found;
            }
            period = self.following_period(period, first);
        }
        None
    }

    /// The calendar repeats after 400 years (146,097 days, whole weeks): what none of these periods has, none has.
    fn periods_until_all_were_seen(&self) -> i64 {
        // Of weeks and days half as many are seen: days of months that do not count are leapt over, so that these are two centuries, and the
        // answer stays within a millisecond.
        match self.freq {
            Freq::Yearly => 401,
            Freq::Monthly => 4801,
            _ => 10_436,
        }
    }

    /// Periods are numbered by the year, by months or weeks since year 0 or day 0, or by the day.
    fn number_of(&self, day: i64) -> i64 {
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

    /// The period of `day`, or the next one that the interval hits.
    fn period_from(&self, day: i64) -> i64 {
        let start = self.number_of(self.start.div_euclid(DAY_S));
        let gone = (self.number_of(day) - start).max(0);
        start + ceil_div(gone, self.interval) * self.interval
    }

    fn following_period(&self, period: i64, first_day: i64) -> i64 {
        let (year, month, _) = date_of(first_day);
        if self.freq == Freq::Daily && self.months >> month & 1 == 0 {
            // No day of this month counts.
            let next_month = first_of_next_month(year, month);
            return period + ceil_div(next_month - first_day, self.interval) * self.interval;
        }
        period + self.interval
    }

    /// The first day of a period and how many it has.
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

    fn first_in(&self, first: i64, days: i64, wall: i64) -> Option<i64> {
        let (today, clock) = (wall.div_euclid(DAY_S), wall.rem_euclid(DAY_S));
        let mut day = self.matching_day(first.max(today), first + days)?;
        if day == today {
            if let Some(time) = self.times.get(self.times.partition_point(|time| *time <= clock)) {
                return Some(day * DAY_S + time);
            }
            day = self.matching_day(day + 1, first + days)?;
        }
        Some(day * DAY_S + self.times[0])
    }

    fn positioned_in(&self, first: i64, days: i64, wall: i64) -> Option<i64> {
        let mut matching = Vec::with_capacity(32);
        let mut next = first;
        while let Some(day) = self.matching_day(next, first + days) {
            matching.push(day);
            next = day + 1;
        }
        let times = i64::try_from(self.times.len()).expect("a day has 86,400 seconds");
        let candidates = i64::try_from(matching.len()).expect("a year has 366 days") * times;
        let at = |position: i64| {
            let index = if position > 0 { position - 1 } else { candidates + position };
            (0..candidates).contains(&index).then(|| {
                let day = matching[usize::try_from(index / times).expect("within the matching days")];
                day * DAY_S + self.times[usize::try_from(index % times).expect("within the times")]
            })
        };
        self.positions.iter().filter_map(|position| at(*position)).filter(|found| *found > wall).min()
    }

    /// The first day from `from` on, and before `end`, that matches.
    fn matching_day(&self, from: i64, end: i64) -> Option<i64> {
        let (mut year, mut month, mut day_of_month) = date_of(from);
        let mut month_first = from - day_of_month + 1;
        while month_first < end {
            let mut mask = self.month_mask(year, month, month_first) >> day_of_month << day_of_month;
            while mask != 0 {
                let candidate = month_first - 1 + i64::from(mask.trailing_zeros());
                if candidate >= end {
                    return None;
                }
                if self.passes_slow_tests(candidate, year, month) {
                    return Some(candidate);
                }
                mask &= mask - 1;
            }
            month_first += days_in_month(year, month);
            (year, month, day_of_month) = if month == 12 { (year + 1, 1, 1) } else { (year, month + 1, 1) };
        }
        None
    }

    /// Bit `d` for each day of the month that months, days of the month and plain weekdays leave.
    fn month_mask(&self, year: i64, month: i64, first: i64) -> u32 {
        if self.months >> month & 1 == 0 {
            return 0;
        }
        let length = days_in_month(year, month);
        let mut mask = (u32::MAX >> (31 - length)) & !1;
        if self.month_days | self.month_days_from_end != 0 {
            // Bit d counted from the end is bit length + 1 - d counted from the start.
            let from_end = u64::from(self.month_days_from_end.reverse_bits()) << 1 >> (31 - length);
            mask &= self.month_days | u32::try_from(from_end).expect("a month's bits are 1 to 31");
        }
        if self.any_weekday != 0 {
            mask &= self.weekday_mask(weekday_of(first));
        }
        mask
    }

    /// Bit `d` for each of 31 days with a wanted weekday, when day 1 is `first_weekday`.
    fn weekday_mask(&self, first_weekday: i64) -> u32 {
        let doubled = (self.any_weekday | self.any_weekday << 7) >> first_weekday & ALL_WEEKDAYS;
        let week = u64::from(doubled);
        let five_weeks = week | week << 7 | week << 14 | week << 21 | week << 28;
        u32::try_from(five_weeks << 1 & u64::from(u32::MAX)).expect("masked to 32 bits")
    }

    fn passes_slow_tests(&self, day: i64, year: i64, month: i64) -> bool {
        if self.numbered.is_empty() && self.year_days.is_empty() && self.weeks.is_empty() {
            return true;
        }
        self.has_wanted_number(day, year, month) && self.has_wanted_year_day(day, year) && self.has_wanted_week(day)
    }

    fn has_wanted_number(&self, day: i64, year: i64, month: i64) -> bool {
        if self.numbered.is_empty() {
            return true;
        }
        let weekday = weekday_of(day);
        if self.weekdays >> weekday & 1 == 1 {
            return true;
        }
        let (first, length) = if self.number_in_month {
            (day_number(year, month, 1), days_in_month(year, month))
        } else {
            (day_number(year, 1, 1), days_in_year(year))
        };
        let (from_start, from_end) = ((day - first) / 7 + 1, -((first + length - 1 - day) / 7 + 1));
        self.numbered.iter().any(|(n, wanted)| *wanted == weekday && (*n == from_start || *n == from_end))
    }

    fn has_wanted_year_day(&self, day: i64, year: i64) -> bool {
        let from_start = day - day_number(year, 1, 1) + 1;
        let from_end = from_start - days_in_year(year) - 1;
        self.year_days.is_empty() || self.year_days.iter().any(|n| *n == from_start || *n == from_end)
    }

    fn has_wanted_week(&self, day: i64) -> bool {
        if self.weeks.is_empty() {
            return true;
        }
        let (week, of) = week_of(day, self.week_start);
        self.weeks.iter().any(|n| *n == week || *n == week - of - 1)
    }

    /// Hourly, minutely and secondly rules: each period is tested as a whole, and what excludes it tells how far to leap.
    fn next_in_short_periods(&self, wall: i64) -> Option<i64> {
        /// A bound on leaps, not on time: even minutely rules leap a day that does not count.
        const MOST_LEAPS: u32 = 10_000;
        let unit = match self.freq {
            Freq::Hourly => 3600,
            Freq::Minutely => 60,
            _ => 1,
        };
        let start = self.start.div_euclid(unit);
        let aligned = |from: i64| start + ceil_div((from - start).max(0), self.interval) * self.interval;
        let mut period = aligned(wall.div_euclid(unit));
        for _ in 0..MOST_LEAPS {
            let begins = period * unit;
            if begins > self.last {
                return None;
            }
            match self.leap_from(begins) {
                Some(to) => period = aligned(ceil_div(to, unit)),
                None => match self.positioned_within(begins, wall) {
                    Some(found) => return Some(found),
                    None => period += self.interval,
                },
            }
        }
        None
    }

    /// Where the next period can begin, when the one that begins at `begins` does not count.
    fn leap_from(&self, begins: i64) -> Option<i64> {
        let (day, clock) = (begins.div_euclid(DAY_S), begins.rem_euclid(DAY_S));
        let (year, month, day_of_month) = date_of(day);
        if self.months >> month & 1 == 0 {
            return Some(first_of_next_month(year, month) * DAY_S);
        }
        let mask = self.month_mask(year, month, day - day_of_month + 1);
        if mask >> day_of_month & 1 == 0 || !self.passes_slow_tests(day, year, month) {
            return Some((day + 1) * DAY_S);
        }
        let (hour, minute, second) = (clock / 3600, clock / 60 % 60, clock % 60);
        if self.hours >> hour & 1 == 0 {
            return Some(day * DAY_S + (hour + 1) * 3600);
        }
        if self.freq < Freq::Hourly && self.minutes >> minute & 1 == 0 {
            return Some(begins - second + 60);
        }
        (self.freq < Freq::Minutely && self.seconds >> second & 1 == 0).then_some(begins + 1)
    }

    fn positioned_within(&self, begins: i64, wall: i64) -> Option<i64> {
        if self.positions.is_empty() {
            return self.times.iter().map(|time| begins + time).find(|found| *found > wall);
        }
        let count = i64::try_from(self.times.len()).expect("an hour has 3,600 seconds");
        let index = |position: &i64| usize::try_from(if *position > 0 { position - 1 } else { count + position }).ok();
        let found = self.positions.iter().filter_map(index).filter_map(|i| self.times.get(i)).map(|time| begins + time);
        found.filter(|found| *found > wall).min()
    }
}

fn first_of_next_month(year: i64, month: i64) -> i64 {
    if month == 12 { day_number(year + 1, 1, 1) } else { day_number(year, month + 1, 1) }
}

fn ceil_div(n: i64, by: i64) -> i64 {
    n.div_euclid(by) + i64::from(n.rem_euclid(by) != 0)
}

fn bits<'a>(values: impl IntoIterator<Item = &'a i64>) -> u32 {
    values.into_iter().fold(0, |mask, v| mask | 1 << v)
}

fn wide_bits<'a>(values: impl IntoIterator<Item = &'a i64>) -> u64 {
    values.into_iter().fold(0, |mask, v| mask | 1 << v)
}
