//! Finds the days of a month that match a rule. The days of a month are a set with one bit for each day, so the cost
//! hardly depends on the rule.

use super::rule::{Freq, Rule};
use crate::time::calendar::{date_of, day_number, days_in_month, days_in_year, week_of, weekday_of, weeks_in_year};

/// The days that a rule allows, as sets of bits. Bit `n` stands for the day, week or month with the number `n`. Sets
/// named `from_end` count from the end of the month or year. All other sets count from its start.
#[derive(Debug, Clone)]
pub(super) struct Days {
    /// Months, 1 to 12.
    pub months: u32,
    /// Days of the month, 1 to 31.
    dates: u32,
    dates_from_end: u32,
    /// Weekdays that match in every week. Bit 0 is Monday.
    pub weekdays: u32,
    /// Weekdays that match only at some positions in the month or year, such as the last Friday. Bit 0 is Monday.
    numbered_weekdays: u32,
    /// For each weekday, the matching positions, counted from the start and from the end of the month or year.
    positions: [(u64, u64); 7],
    /// Whether `positions` count within the month. Otherwise they count within the year.
    is_position_in_month: bool,
    year_days: Option<Box<[YearDays; 2]>>,
    weeks: u64,
    weeks_from_end: u64,
    week_start: i64,
}

const ALL_MONTHS: u32 = 0b1_1111_1111_1110;
const ALL_WEEKDAYS: u32 = 0b111_1111;

/// The months that contain these days of the year, in years with 365 or 366 days. All months if the list is empty.
fn months_with(year_days: &[i64]) -> u32 {
    if year_days.is_empty() {
        return ALL_MONTHS;
    }
    let month = |year: i64, day: i64| {
        let length = days_in_year(year);
        let nth = if day > 0 { day } else { length + 1 + day };
        (1..=length).contains(&nth).then(|| date_of(day_number(year, 1, 1) + nth - 1).1)
    };
    let months = year_days.iter().flat_map(|day| [2023, 2024].map(|year| month(year, *day))).flatten();
    months.fold(0, |set, month| set | 1 << month)
}

impl Days {
    pub fn new(rule: &Rule) -> Self {
        let mut positions = [(0, 0); 7];
        for (number, weekday) in rule.by_day.iter().filter(|(number, _)| *number != 0) {
            let (from_start, from_end) = &mut positions[usize::try_from(*weekday).expect("a weekday is 0 to 6")];
            *(if *number > 0 { from_start } else { from_end }) |= 1 << number.abs();
        }
        let (weeks, weeks_from_end) = number_sets(&rule.by_week_no);
        let (dates, dates_from_end) = number_sets(&rule.by_month_day);
        let (months, _) = number_sets(&rule.by_month);
        let months = if months == 0 { ALL_MONTHS } else { low_half(months) };
        let weekdays = |is_wanted: fn(i64) -> bool| {
            rule.by_day.iter().filter(|(number, _)| is_wanted(*number)).fold(0, |set, (_, weekday)| set | 1 << weekday)
        };
        Self {
            // BYYEARDAY excludes most months. The set must not become empty, because `Plan` needs its first month. If
            // it would become empty, the rule has no matching day, so any months do.
            months: Some(months & months_with(&rule.by_year_day)).filter(|months| *months != 0).unwrap_or(months),
            dates: low_half(dates),
            dates_from_end: low_half(dates_from_end),
            weekdays: weekdays(|number| number == 0),
            numbered_weekdays: weekdays(|number| number != 0),
            positions,
            is_position_in_month: rule.freq == Freq::Monthly || !rule.by_month.is_empty(),
            year_days: (!rule.by_year_day.is_empty())
                .then(|| Box::new(YearDays::from_start_and_from_end(&rule.by_year_day))),
            weeks,
            weeks_from_end,
            week_start: rule.week_start,
        }
    }

    /// Restricts the days to this day of the month.
    pub fn set_date(&mut self, date: i8) {
        self.dates = 1 << date;
    }

    /// Whether no date can match, because the rule's months do not have the rule's days of the month: 30 February.
    pub fn never_match(&self) -> bool {
        let has_date = |month: i64| self.months >> month & 1 == 1 && self.dates_in(days_in_month(2024, month)) != 0;
        !(1..=12).any(has_date)
    }

    /// The matching days of a month: bit `d` stands for day `d`. `first` is the day number of day 1.
    pub fn matching_days_in_month(&self, year: i64, month: i64, first: i64) -> u32 {
        if self.months >> month & 1 == 0 {
            return 0;
        }
        let length = days_in_month(year, month);
        let mut days = self.dates_in(length);
        if self.weekdays | self.numbered_weekdays != 0 {
            days &= days_on_weekdays(self.weekdays, weekday_of(first)) | self.numbered_weekdays_in(year, first, length);
        }
        if let Some(year_days) = &self.year_days {
            let elapsed = first - day_number(year, 1, 1);
            days &= year_days[0].bits_from(elapsed)
                | positions_from_start(year_days[1].bits_from(days_in_year(year) + 1 - elapsed - length), length);
        }
        if self.weeks | self.weeks_from_end != 0 && days != 0 {
            days &= self.days_of_weeks_in(year, month, first, length);
        }
        days
    }

    /// The matching days of a month with `length` days. All days if the rule has no BYMONTHDAY.
    fn dates_in(&self, length: i64) -> u32 {
        let all = (u32::MAX >> (31 - length)) & !1;
        if self.dates | self.dates_from_end == 0 {
            return all;
        }
        // Day `n` from the end is day `length + 1 - n`.
        all & (self.dates | positions_from_start(self.dates_from_end >> 1, length))
    }

    /// The days of the month whose weekday is at a matching position.
    fn numbered_weekdays_in(&self, year: i64, first: i64, length: i64) -> u32 {
        let mut remaining = self.numbered_weekdays;
        if remaining == 0 {
            return 0;
        }
        let (elapsed, total) =
            if self.is_position_in_month { (0, length) } else { (first - day_number(year, 1, 1), days_in_year(year)) };
        let first_weekday = weekday_of(first);
        let mut days = 0;
        while remaining != 0 {
            let weekday = i64::from(remaining.trailing_zeros());
            remaining &= remaining - 1;
            let (from_start, from_end) = self.positions[usize::try_from(weekday).expect("a weekday is 0 to 6")];
            let mut day = 1 + (weekday - first_weekday).rem_euclid(7);
            while day <= length {
                let (number, number_from_end) = ((elapsed + day - 1) / 7 + 1, (total - elapsed - day) / 7 + 1);
                if (from_start >> number | from_end >> number_from_end) & 1 == 1 {
                    days |= 1 << day;
                }
                day += 7;
            }
        }
        days
    }

    /// The days of the month that are in a matching week of the year.
    fn days_of_weeks_in(&self, year: i64, month: i64, first: i64, length: i64) -> u32 {
        let (mut week, mut week_count) = week_of(first, self.week_start);
        let (mut first_day, mut last_day) = (1, 7 - (weekday_of(first) - self.week_start).rem_euclid(7));
        let mut days = 0;
        while first_day <= length {
            if (self.weeks >> week | self.weeks_from_end >> (week_count + 1 - week)) & 1 == 1 {
                days |= ALL_WEEKDAYS >> (6 + first_day - last_day) << first_day;
            }
            (first_day, last_day) = (last_day + 1, last_day + 7);
            week += 1;
            if week > week_count {
                (week, week_count) = (1, weeks_in_year(if month == 1 { year } else { year + 1 }, self.week_start));
            }
        }
        days
    }
}

/// A set of days of the year, numbered 1 to 366. Day `n` is bit `n % 64` of word `n / 64`.
#[derive(Debug, Clone, Default)]
struct YearDays([u64; 7]);

impl YearDays {
    /// Two sets: the days that are counted from the start of the year, and those that are counted from its end.
    fn from_start_and_from_end(numbers: &[i64]) -> [Self; 2] {
        let mut days = [Self::default(), Self::default()];
        for number in numbers {
            let n = usize::try_from(number.abs()).expect("the number of a day is 1 to 366");
            days[usize::from(*number < 0)].0[n / 64] |= 1 << (n % 64);
        }
        days
    }

    /// The days from day `first` on: bit `n` stands for day `first + n`.
    fn bits_from(&self, first: i64) -> u32 {
        let first = usize::try_from(first).expect("a position in a year is not negative");
        let (word, shift) = (first / 64, first % 64);
        low_half(self.0[word] >> shift | self.0.get(word + 1).copied().unwrap_or(0) << 1 << (63 - shift))
    }
}

/// Converts positions counted from the end into positions counted from the start: bit `n` becomes bit `length - n`.
fn positions_from_start(from_end: u32, length: i64) -> u32 {
    from_end.reverse_bits() >> (31 - length)
}

/// The days of a month that fall on one of `weekdays`: bit `d` stands for day `d`. Day 1 has the weekday
/// `first_weekday`.
fn days_on_weekdays(weekdays: u32, first_weekday: i64) -> u32 {
    let week = u64::from((weekdays | weekdays << 7) >> first_weekday & ALL_WEEKDAYS);
    low_half((week | week << 7 | week << 14 | week << 21 | week << 28) << 1)
}

/// Two sets of numbers in which bit `n` stands for the number `n`: first the positive numbers, then the negative
/// numbers without their sign.
pub(super) fn number_sets(numbers: &[i64]) -> (u64, u64) {
    let set = |positive: bool| numbers.iter().filter(|n| (**n >= 0) == positive).fold(0, |set, n| set | 1 << n.abs());
    (set(true), set(false))
}

#[expect(clippy::cast_possible_truncation, reason = "only the low half is wanted")]
pub(super) fn low_half(bits: u64) -> u32 {
    bits as u32
}
