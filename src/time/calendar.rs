//! Arithmetic on the proleptic Gregorian calendar with plain day numbers. It is fast enough for the inner loops of
//! recurrence rules and local times.
//!
//! Day 0 is 1970-01-01. Months are 1 to 12, days of the month and of the year start at 1, weekdays are 0 (Monday) to 6.

use jiff::Timestamp;

pub(super) const DAY_S: i64 = 86_400;

/// The day number of a date (Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil).
pub(super) fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The date of a day number: year, month, day (Hinnant, civil_from_days).
pub(super) fn date_of(day_number: i64) -> (i64, i64, i64) {
    let shifted = day_number + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

pub(super) fn weekday_of(day_number: i64) -> i64 {
    // 1970-01-01 was a Thursday.
    (day_number + 3).rem_euclid(7)
}

pub(super) fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

pub(super) fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

pub(super) fn days_in_year(year: i64) -> i64 {
    if is_leap(year) { 366 } else { 365 }
}

/// The number of the week that contains a day, and the number of weeks in that week's year. A week starts on
/// `week_start` (0 is Monday). It belongs to the year that contains at least four of its days (ISO 8601, RFC 5545
/// BYWEEKNO).
pub(super) fn week_of(day_number: i64, week_start: i64) -> (i64, i64) {
    let (year, _, _) = date_of(day_number);
    let day_of_year = day_number - self::day_number(year, 1, 1) + 1;
    let day_of_week = (weekday_of(day_number) - week_start).rem_euclid(7) + 1;
    let week = (day_of_year - day_of_week + 10) / 7;
    let weeks = weeks_in_year(year, week_start);
    if week < 1 {
        let last_week = weeks_in_year(year - 1, week_start);
        (last_week, last_week)
    } else if week > weeks {
        (1, weeks_in_year(year + 1, week_start))
    } else {
        (week, weeks)
    }
}

pub(super) fn weeks_in_year(year: i64, week_start: i64) -> i64 {
    let days_before_new_year = (weekday_of(day_number(year, 1, 1)) - week_start).rem_euclid(7);
    if days_before_new_year == 3 || (days_before_new_year == 2 && is_leap(year)) { 53 } else { 52 }
}

/// `at` in whole seconds since the epoch, rounded down. (jiff rounds towards zero, which is wrong before 1970.)
pub(super) fn floor_second(at: Timestamp) -> i64 {
    at.as_second() - i64::from(at.subsec_nanosecond() < 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::Date;

    #[test]
    fn day_numbers_agree_with_jiff() {
        let epoch: Date = "1970-01-01".parse().unwrap();
        for number in (-1_500_000..2_932_000).step_by(997) {
            let (year, month, day) = date_of(number);
            assert_eq!(day_number(year, month, day), number);
            let date = Date::new(year as i16, month as i8, day as i8).unwrap();
            assert_eq!(date.duration_since(epoch).as_hours(), number * 24);
            assert_eq!(i64::from(date.weekday().to_monday_zero_offset()), weekday_of(number));
            assert_eq!(i64::from(date.iso_week_date().week()), week_of(number, 0).0);
            assert_eq!(i64::from(date.iso_week_date().weeks_in_year()), week_of(number, 0).1);
            assert_eq!(i64::from(date.days_in_month()), days_in_month(year, month));
        }
    }
}
