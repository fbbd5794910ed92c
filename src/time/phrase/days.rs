//! Finds the dates that the day of a phrase may mean.

use jiff::Span;
use jiff::civil::{Date, DateTime, Weekday};

use super::answer::Assumption;
use super::parsed::{Clock, Day, Parsed, WhichMonth, WhichWeekday};
use crate::time::language::DayOrder;

/// A date that a phrase may mean.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DayReading {
    pub date: Date,
    pub assumptions: Vec<Assumption>,
    /// Whether a phrase without a time means the end of this day, as in "end of the month".
    pub is_end_of_day: bool,
}

impl DayReading {
    pub fn from_date(date: Date) -> Self {
        Self { date, assumptions: Vec::new(), is_end_of_day: false }
    }

    fn end_of_day(date: Date) -> Self {
        Self { is_end_of_day: true, ..Self::from_date(date) }
    }
}

/// All dates that `day` may mean at the wall time `now`. `None` if there is none.
pub(super) fn find_days(day: Day, parsed: &Parsed, now: DateTime) -> Option<Vec<DayReading>> {
    let today = now.date();
    let from_one_date = |date: Date| vec![DayReading::from_date(date)];
    let monday = plus_days(today, -i32::from(today.weekday().to_monday_zero_offset()));
    Some(match day {
        Day::FromToday(days) => from_one_date(plus_days(today, i32::try_from(days).ok()?)),
        Day::Weekday(weekday, which) => weekdays(weekday, which, today),
        Day::Date { year: Some(year), month, day } => from_one_date(Date::new(year, month, day).ok()?),
        Day::Date { year: None, month, day } => vec![date_without_year(month, day, today)?],
        Day::Numeric { first, second, year, order } => numeric_dates(first, second, year, order, today)?,
        Day::OfMonth(day) => vec![next_day_of_month(day, parsed, now)?],
        Day::NthOf { n, weekday, month } => vec![nth_weekday_of(n, weekday, month, today)?],
        Day::NextWeek => (0..5).map(|weekday| DayReading::from_date(weekday_of_next_week(today, weekday))).collect(),
        Day::NextMonth => {
            let first = next_month(today)?;
            // If today is the 31st and the next month is shorter, `checked_add` returns its last day.
            let month_from_today = today.checked_add(Span::new().months(1)).ok()?;
            [first, month_from_today].map(DayReading::from_date).into()
        }
        Day::NextYear => {
            let first = Date::new(today.year() + 1, 1, 1).ok()?;
            [first, today.checked_add(Span::new().years(1)).ok()?].map(DayReading::from_date).into()
        }
        Day::Weekend { is_next } => weekend(today, is_next).into_iter().map(DayReading::from_date).collect(),
        Day::WeekendOrWeeksEnd => {
            let friday = plus_days(monday, 4);
            let end = DayReading::end_of_day(friday);
            std::iter::once(end).chain(weekend(today, false).into_iter().map(DayReading::from_date)).collect()
        }
        Day::EndOfWeek { is_next } => {
            let monday = if is_next { plus_days(monday, 7) } else { monday };
            [4, 6].map(|days| DayReading::end_of_day(plus_days(monday, days))).into()
        }
        Day::EndOfMonth(WhichMonth::This) => vec![DayReading::end_of_day(today.last_of_month())],
        Day::EndOfMonth(WhichMonth::Next) => vec![DayReading::end_of_day(next_month(today)?.last_of_month())],
        Day::EndOfMonth(WhichMonth::Named { month, year }) => vec![end_of_named_month(month, year, today)?],
        Day::EndOfYear => vec![DayReading::end_of_day(Date::new(today.year(), 12, 31).ok()?)],
    })
}

/// Keeps only the dates that fall on `weekday`. If none does, keeps all dates and adds the next date that does. For
/// example, in "Monday 24 November" the 24th can be a Tuesday. Then either the weekday or the date is a mistake.
pub(super) fn match_weekday(mut days: Vec<DayReading>, weekday: u8, today: Date) -> Vec<DayReading> {
    let is_on_weekday =
        |reading: &DayReading| reading.date.weekday().to_monday_zero_offset() == i8::try_from(weekday).unwrap_or(-1);
    if days.iter().any(is_on_weekday) {
        days.retain(is_on_weekday);
    } else {
        days.push(DayReading::from_date(weekday_after(today, weekday)));
    }
    days
}

fn next_month(today: Date) -> Option<Date> {
    today.first_of_month().checked_add(Span::new().months(1)).ok()
}

fn end_of_named_month(month: i8, year: Option<i16>, today: Date) -> Option<DayReading> {
    let last_of = |year: i16| Date::new(year, month, 1).ok().map(Date::last_of_month);
    let date = match year {
        Some(year) => last_of(year)?,
        None => last_of(today.year()).filter(|date| *date >= today).or_else(|| last_of(today.year() + 1))?,
    };
    let assumptions =
        if year.is_some() || date.year() == today.year() { Vec::new() } else { vec![Assumption::Year(date.year())] };
    Some(DayReading { assumptions, ..DayReading::end_of_day(date) })
}

/// The next Saturday and the next Sunday; today counts. For "next weekend", also Saturday and Sunday of next week.
fn weekend(today: Date, is_next: bool) -> Vec<Date> {
    let from_today = |weekday: u8| weekday_after(plus_days(today, -1), weekday);
    let (saturday, sunday) = (from_today(5), from_today(6));
    let coming = if sunday < saturday { vec![sunday, saturday] } else { vec![saturday, sunday] };
    if is_next {
        [5, 6].map(|day| weekday_of_next_week(today, day)).into_iter().chain(coming).collect()
    } else {
        coming
    }
}

/// The next date with this weekday, after today.
pub(super) fn weekday_after(today: Date, weekday: u8) -> Date {
    let ahead = (i32::from(weekday) - i32::from(today.weekday().to_monday_zero_offset()) + 6).rem_euclid(7) + 1;
    plus_days(today, ahead)
}

pub(super) fn plus_days(date: Date, days: i32) -> Date {
    date.checked_add(Span::new().days(days)).unwrap_or(date)
}

fn weekday_of_next_week(today: Date, weekday: u8) -> Date {
    let monday = plus_days(today, 7 - i32::from(today.weekday().to_monday_zero_offset()));
    plus_days(monday, i32::from(weekday))
}

fn weekdays(weekday: u8, which: WhichWeekday, today: Date) -> Vec<DayReading> {
    let is_today = today.weekday().to_monday_zero_offset() == i8::try_from(weekday).unwrap_or(-1);
    let is_sunday = today.weekday() == Weekday::Sunday;
    let next = weekday_after(today, weekday);
    let mut dates = match which {
        WhichWeekday::Bare | WhichWeekday::This if is_today => vec![today, next],
        WhichWeekday::Bare | WhichWeekday::This => vec![next],
        WhichWeekday::Next if is_today => vec![next],
        // On a Wednesday, "next Friday" is in two days for some people and in nine days for others. On a Sunday, the
        // meaning depends on the first day of the week, which differs between countries.
        WhichWeekday::Next => {
            vec![next, if is_sunday { plus_days(next, 7) } else { weekday_of_next_week(today, weekday) }]
        }
        WhichWeekday::OfNextWeek if is_sunday => {
            vec![weekday_of_next_week(today, weekday), plus_days(weekday_of_next_week(today, weekday), 7)]
        }
        WhichWeekday::OfNextWeek => vec![weekday_of_next_week(today, weekday)],
        // On a Monday, "Monday week" counts from today or from the next Monday.
        WhichWeekday::WeeksAfter(weeks) if is_today => {
            vec![plus_days(today, 7 * i32::from(weeks)), plus_days(next, 7 * i32::from(weeks))]
        }
        WhichWeekday::WeeksAfter(weeks) => vec![plus_days(next, 7 * i32::from(weeks))],
        WhichWeekday::Last => vec![plus_days(next, -7)],
    };
    dates.dedup();
    dates.into_iter().map(DayReading::from_date).collect()
}

/// The date with this month and day in this year. If it has passed and the next such date is nearer, the next such
/// date.
fn date_without_year(month: i8, day: i8, today: Date) -> Option<DayReading> {
    let in_year = |year: i16| Date::new(year, month, day).ok();
    let year = today.year();
    let this_year = in_year(year);
    let later = same_date_in_later_year(year, month, day)?;
    let date = match this_year {
        Some(date) if date >= today => date,
        Some(date) if days_between(date, today) <= days_between(today, later) => date,
        _ => later,
    };
    let assumptions = if date.year() == year { Vec::new() } else { vec![Assumption::Year(date.year())] };
    Some(DayReading { assumptions, ..DayReading::from_date(date) })
}

/// The dates near a date that does not exist in the calendar, such as 31 November. They are the last day of that month
/// and the first day of the next month. For 29 February, also the next 29 February that exists. Empty if `day` exists.
pub(super) fn near_missing_date(day: Day, today: Date) -> Vec<Date> {
    let (year, month, day) = match day {
        Day::Date { year, month, day } => (year, month, day),
        Day::Numeric { first, second, year, .. } if (1..=12).contains(&second) => (year, second, first),
        Day::Numeric { first, second, year, .. } => (year, first, second),
        _ => return Vec::new(),
    };
    let last_of = |year: i16| Date::new(year, month, 1).ok().map(Date::last_of_month);
    let year = year.or_else(|| last_of(today.year()).filter(|last| *last >= today).map(|last| last.year()));
    let year = year.unwrap_or(today.year() + 1);
    let Some(last) = last_of(year).filter(|last| last.day() < day && (29..=31).contains(&day)) else {
        return Vec::new();
    };
    let leap_day = (day == 29).then(|| same_date_in_later_year(last.year(), month, day)).flatten();
    [Some(last), Some(plus_days(last, 1)), leap_day].into_iter().flatten().collect()
}

/// The first date with this month and day after `year`. For 29 February, it can be up to eight years later.
pub(super) fn same_date_in_later_year(year: i16, month: i8, day: i8) -> Option<Date> {
    (year + 1..=year + 8).find_map(|year| Date::new(year, month, day).ok())
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

fn numeric_dates(first: i8, second: i8, year: Option<i16>, order: DayOrder, today: Date) -> Option<Vec<DayReading>> {
    let read = |month: i8, day: i8| match year {
        Some(year) => Date::new(year, month, day).ok().map(DayReading::from_date),
        None if (1..=12).contains(&month) => date_without_year(month, day, today),
        None => None,
    };
    let mut days: Vec<DayReading> = [read(second, first), read(first, second)].into_iter().flatten().collect();
    days.dedup();
    if order == DayOrder::DayFirst && read(second, first).is_some() {
        days.truncate(1);
    }
    (!days.is_empty()).then_some(days)
}

/// The next date with this day of the month whose time has not passed. Months that do not have the day are skipped.
fn next_day_of_month(day: i8, parsed: &Parsed, now: DateTime) -> Option<DayReading> {
    let first = now.date().first_of_month();
    let has_passed = |date: Date| match parsed.clock {
        Some(Clock::At(time)) => date.to_datetime(time) <= now,
        _ => date < now.date(),
    };
    let months = (0..12).filter_map(|months| first.checked_add(Span::new().months(months)).ok());
    let date =
        months.filter_map(|month| Date::new(month.year(), month.month(), day).ok()).find(|date| !has_passed(*date))?;
    Some(DayReading { assumptions: vec![Assumption::Day(date)], ..DayReading::from_date(date) })
}

fn nth_weekday_of(n: i64, weekday: Option<u8>, month: WhichMonth, today: Date) -> Option<DayReading> {
    let in_month = |year: i16, month: i8| nth_in_month(n, weekday, Date::new(year, month, 1).ok()?);
    match month {
        WhichMonth::This => Some(DayReading::from_date(in_month(today.year(), today.month())?)),
        WhichMonth::Next => {
            let next = next_month(today)?;
            Some(DayReading::from_date(in_month(next.year(), next.month())?))
        }
        WhichMonth::Named { month, year: Some(year) } => Some(DayReading::from_date(in_month(year, month)?)),
        WhichMonth::Named { month, year: None } => {
            let this_year = in_month(today.year(), month).filter(|date| *date >= today);
            let date = this_year.or_else(|| in_month(today.year() + 1, month))?;
            let assumptions =
                if date.year() == today.year() { Vec::new() } else { vec![Assumption::Year(date.year())] };
            Some(DayReading { assumptions, ..DayReading::from_date(date) })
        }
    }
}

fn nth_in_month(n: i64, weekday: Option<u8>, first: Date) -> Option<Date> {
    let Some(weekday) = weekday else {
        return if n < 0 {
            Some(first.last_of_month())
        } else {
            Date::new(first.year(), first.month(), i8::try_from(n).ok()?).ok()
        };
    };
    let weekday = jiff::civil::Weekday::from_monday_zero_offset(i8::try_from(weekday).ok()?).ok()?;
    first.nth_weekday_of_month(i8::try_from(n).ok()?, weekday).ok()
}
