//! Renders instants, with one function for each place where people read them.
//!
//! The local time comes first, with the names of the weekday and the month. Then comes UTC in brackets. A text for
//! readers in many zones has Discord's timestamp and UTC in words. This module must not compute times.

use crate::say;
use crate::time::{Date, DateTime, Language, Offset, SignedDuration, Time, Timestamp, Weekday, ZoneId, local};

/// An instant in a message to one person: `Wed 11 Nov, 04:30 (Tue 18:30 UTC)`. Includes the year if it is not the
/// current year in `zone`.
pub fn dm_time(language: Language, zone: ZoneId, at: Timestamp, now: Timestamp) -> String {
    let (wall, _) = local(zone, at);
    let when = day_and_time(language, wall, local(zone, now).0.date());
    with_utc(language, zone, &when, at)
}

/// An instant for a lock screen, which is narrow: `Wed 04:30`. Has the date if its day has passed or is more than six
/// days ahead.
pub fn lock_screen_time(language: Language, zone: ZoneId, at: Timestamp, now: Timestamp) -> String {
    /// A weekday without a date is ambiguous after this number of days.
    const MAX_DAYS_WITHOUT_DATE: i32 = 6;
    let (wall, today) = (local(zone, at).0, local(zone, now).0.date());
    let days = days_between(today, wall.date());
    if (0..=MAX_DAYS_WITHOUT_DATE).contains(&days) {
        say!(
            language,
            "time-weekday-and-time",
            weekday = weekday_short(language, wall.weekday()),
            time = clock(wall.time())
        )
    } else {
        day_and_time(language, wall, today)
    }
}

/// A short instant with its time in UTC, for a button or a list in one line: `Wed 04:30 (Tue 18:30 UTC)`.
pub fn short_time(language: Language, zone: ZoneId, at: Timestamp, now: Timestamp) -> String {
    with_utc(language, zone, &lock_screen_time(language, zone, at, now), at)
}

/// An instant for a channel with readers in many zones. It has Discord's timestamp, which each reader sees in their own
/// zone, and UTC in words.
pub fn channel_time(language: Language, at: Timestamp, now: Timestamp) -> String {
    let utc = day_and_time(language, local(ZoneId::utc(), at).0, local(ZoneId::utc(), now).0.date());
    say!(language, "time-channel", stamp = stamp(at), utc = utc)
}

/// An instant with its local time and its time in UTC: `Wed 04:30, 02:30 in UTC`. If the two days differ, UTC is in
/// words: `Wed 04:30, Tuesday evening in UTC`.
pub fn time_and_utc(language: Language, zone: ZoneId, at: Timestamp) -> String {
    let (wall, utc) = (local(zone, at).0, local(ZoneId::utc(), at).0);
    let when = say!(
        language,
        "time-weekday-and-time",
        weekday = weekday_short(language, wall.weekday()),
        time = clock(wall.time())
    );
    if wall.date() == utc.date() {
        return say!(language, "time-same-day-in-utc", when = when, time = clock(utc.time()));
    }
    let part = say!(language, part_of_day(utc.time()), weekday = weekday(language, utc.weekday()));
    say!(language, "time-other-day-in-utc", when = when, part = part)
}

/// A timestamp of Discord. Each reader's app shows it in the reader's zone and language, with the weekday.
pub fn stamp(at: Timestamp) -> String {
    format!("<t:{}:F>", at.as_second())
}

/// The distance of an instant from `now`: `in 35 minutes`, `now`, `2 hours ago`.
pub fn distance(language: Language, at: Timestamp, now: Timestamp) -> String {
    let distance = at.duration_since(now);
    let words = duration(language, distance.abs());
    if distance.abs() < SignedDuration::from_secs(30) {
        say!(language, "time-now")
    } else if distance.is_positive() {
        say!(language, "time-in", span = words)
    } else {
        say!(language, "time-ago", span = words)
    }
}

/// A duration in its two largest units: `35 minutes`, `2 hours 30 minutes`, `3 days`. It is rounded to minutes and is
/// at least one minute.
pub fn duration(language: Language, length: SignedDuration) -> String {
    let minutes = ((length.abs().as_secs() + 30) / 60).max(1);
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    match (days, hours) {
        (0, 0) => say!(language, "time-minutes", n = minutes),
        (0, _) => two_units(language, ("time-hours", hours), ("time-minutes", minutes)),
        _ => two_units(language, ("time-days", days), ("time-hours", hours)),
    }
}

/// Two units: `2 hours 30 minutes`. If the number of the smaller unit is 0, only the larger unit.
fn two_units(language: Language, larger: (&str, i64), smaller: (&str, i64)) -> String {
    let count = |(key, n): (&str, i64)| say!(language, key, n = n);
    if smaller.1 == 0 {
        return count(larger);
    }
    say!(language, "time-two-units", first = count(larger), second = count(smaller))
}

/// A date in short form: `Wed 11 Nov`. Includes the year if it is not the year of `today`.
pub fn short_day(language: Language, date: Date, today: Date) -> String {
    let (weekday, month) = (weekday_short(language, date.weekday()), month_short(language, date.month()));
    if date.year() == today.year() {
        say!(language, "time-day", weekday = weekday, day = date.day(), month = month)
    } else {
        say!(
            language,
            "time-short-day-and-year",
            weekday = weekday,
            day = date.day(),
            month = month,
            year = date.year().to_string()
        )
    }
}

/// A date in long form, for headings: `Wednesday 11 November 2026`.
pub fn long_day(language: Language, date: Date) -> String {
    let (weekday, month) = (weekday(language, date.weekday()), month(language, date.month()));
    say!(
        language,
        "time-day-and-year",
        weekday = weekday,
        day = date.day(),
        month = month,
        year = date.year().to_string()
    )
}

/// A date and time: `Wed 11 Nov, 04:30`. Includes the year if it is not the year of `today`.
pub fn day_and_time(language: Language, wall: DateTime, today: Date) -> String {
    say!(language, "time-day-and-time", day = short_day(language, wall.date(), today), time = clock(wall.time()))
}

/// A time of day, in the same form in every language: `04:30`.
pub fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// An offset from UTC: `UTC+10`, `UTC-03:30`, `UTC`.
pub fn offset(offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    match (minutes.abs() / 60, minutes.abs() % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours:02}:{minutes:02}"),
    }
}

pub fn weekday(language: Language, day: Weekday) -> String {
    say!(language, weekday_key(day))
}

pub fn weekday_short(language: Language, day: Weekday) -> String {
    say!(language, &format!("{}.short", weekday_key(day)))
}

/// The name of a month; 1 is January.
pub fn month(language: Language, month: i8) -> String {
    say!(language, month_key(month))
}

pub fn month_short(language: Language, month: i8) -> String {
    say!(language, &format!("{}.short", month_key(month)))
}

/// `when` with the time in UTC in brackets: `Wed 04:30 (Tue 18:30 UTC)`. If `zone` is UTC, only `when` and "UTC".
fn with_utc(language: Language, zone: ZoneId, when: &str, at: Timestamp) -> String {
    if zone == ZoneId::utc() {
        return say!(language, "time-in-utc", when = when);
    }
    let utc = local(ZoneId::utc(), at).0;
    let weekday = weekday_short(language, utc.weekday());
    say!(language, "time-with-utc", when = when, weekday = weekday, time = clock(utc.time()))
}

fn part_of_day(time: Time) -> &'static str {
    match time.hour() {
        0..=4 => "time-part-night",
        5..=11 => "time-part-morning",
        12..=16 => "time-part-afternoon",
        _ => "time-part-evening",
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

pub(super) fn weekday_key(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "time-monday",
        Weekday::Tuesday => "time-tuesday",
        Weekday::Wednesday => "time-wednesday",
        Weekday::Thursday => "time-thursday",
        Weekday::Friday => "time-friday",
        Weekday::Saturday => "time-saturday",
        Weekday::Sunday => "time-sunday",
    }
}

fn month_key(month: i8) -> &'static str {
    const KEYS: [&str; 12] = [
        "time-january",
        "time-february",
        "time-march",
        "time-april",
        "time-may",
        "time-june",
        "time-july",
        "time-august",
        "time-september",
        "time-october",
        "time-november",
        "time-december",
    ];
    usize::try_from(month - 1).ok().and_then(|month| KEYS.get(month)).copied().expect("a month is 1 to 12")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn brisbane() -> ZoneId {
        ZoneId::parse("Australia/Brisbane").unwrap()
    }

    const NOW: &str = "2026-11-10T12:00:00Z";

    #[test]
    fn message_has_local_time_first_and_utc_in_brackets() {
        let words = Language::ALL.map(|l| dm_time(l, brisbane(), at("2026-11-10T18:30:00Z"), at(NOW)));
        assert_eq!(
            words,
            [
                "Wed 11 Nov, 04:30 (Tue 18:30 UTC)",
                "mer. 11 nov., 04:30 (mar. 18:30 UTC)",
                "mié 11 nov, 04:30 (mar 18:30 UTC)",
            ]
        );
        assert_eq!(
            dm_time(Language::English, ZoneId::utc(), at("2027-01-01T00:00:00Z"), at(NOW)),
            "Fri 1 Jan 2027, 00:00 UTC"
        );
        assert_eq!(
            dm_time(Language::Spanish, ZoneId::utc(), at("2027-01-01T00:00:00Z"), at(NOW)),
            "vie 1 ene 2027, 00:00 UTC"
        );
    }

    #[test]
    fn lock_screen_has_the_date_only_if_the_weekday_is_ambiguous() {
        assert_eq!(lock_screen_time(Language::English, brisbane(), at("2026-11-10T18:30:00Z"), at(NOW)), "Wed 04:30");
        assert_eq!(
            lock_screen_time(Language::English, brisbane(), at("2026-11-18T18:30:00Z"), at(NOW)),
            "Thu 19 Nov, 04:30"
        );
        assert_eq!(
            lock_screen_time(Language::English, brisbane(), at("2026-11-09T10:00:00Z"), at(NOW)),
            "Mon 9 Nov, 20:00"
        );
    }

    #[test]
    fn channel_has_discords_timestamp_and_utc() {
        assert_eq!(
            channel_time(Language::English, at("2026-11-10T18:30:00Z"), at(NOW)),
            "<t:1794335400:F> (Tue 10 Nov, 18:30 UTC)"
        );
    }

    #[test]
    fn different_day_in_utc_is_rendered_in_words() {
        let words = Language::ALL.map(|l| time_and_utc(l, brisbane(), at("2026-11-10T18:30:00Z")));
        assert_eq!(
            words,
            [
                "Wed 04:30, Tuesday evening in UTC",
                "mer. 04:30, mardi soir en UTC",
                "mié 04:30, martes por la noche en UTC",
            ]
        );
        assert_eq!(time_and_utc(Language::English, brisbane(), at("2026-11-10T02:30:00Z")), "Tue 12:30, 02:30 in UTC");
    }

    #[test]
    fn distances_are_rendered_in_words() {
        let now = at(NOW);
        assert_eq!(distance(Language::English, at("2026-11-10T12:35:00Z"), now), "in 35 minutes");
        assert_eq!(distance(Language::English, at("2026-11-10T13:01:00Z"), now), "in 1 hour 1 minute");
        assert_eq!(distance(Language::English, at("2026-11-10T11:59:00Z"), now), "1 minute ago");
        assert_eq!(distance(Language::English, now, now), "now");
        assert_eq!(distance(Language::French, at("2026-11-12T14:00:00Z"), now), "dans 2 jours 2 heures");
        assert_eq!(distance(Language::Spanish, at("2026-11-10T10:00:00Z"), now), "hace 2 horas");
        assert_eq!(distance(Language::Spanish, at("2026-11-10T13:01:00Z"), now), "dentro de 1 hora y 1 minuto");
    }

    #[test]
    fn times_near_the_date_line_and_at_unusual_offsets_are_rendered() {
        let (evening, morning) = (at("2026-11-10T18:30:00Z"), at("2026-11-10T05:00:00Z"));
        let rendered = |zone: &str, instant: Timestamp| {
            let zone = ZoneId::parse(zone).unwrap();
            Language::ALL.map(|l| {
                [
                    dm_time(l, zone, instant, at(NOW)),
                    time_and_utc(l, zone, instant),
                    lock_screen_time(l, zone, instant, at(NOW)),
                ]
            })
        };
        let kiritimati = rendered("Pacific/Kiritimati", evening);
        assert_eq!(
            kiritimati,
            [
                ["Wed 11 Nov, 08:30 (Tue 18:30 UTC)", "Wed 08:30, Tuesday evening in UTC", "Wed 08:30"],
                ["mer. 11 nov., 08:30 (mar. 18:30 UTC)", "mer. 08:30, mardi soir en UTC", "mer. 08:30"],
                ["mié 11 nov, 08:30 (mar 18:30 UTC)", "mié 08:30, martes por la noche en UTC", "mié 08:30"],
            ]
        );
        let [pago_pago, ..] = rendered("Pacific/Pago_Pago", morning);
        assert_eq!(
            pago_pago,
            ["Mon 9 Nov, 18:00 (Tue 05:00 UTC)", "Mon 18:00, Tuesday morning in UTC", "Mon 9 Nov, 18:00"]
        );
        let [_, _, kathmandu] = rendered("Asia/Kathmandu", evening);
        assert_eq!(
            kathmandu,
            ["mié 11 nov, 00:15 (mar 18:30 UTC)", "mié 00:15, martes por la noche en UTC", "mié 00:15"]
        );
        let [_, st_johns, _] = rendered("America/St_Johns", evening);
        assert_eq!(st_johns, ["mar. 10 nov., 15:00 (mar. 18:30 UTC)", "mar. 15:00, 18:30 en UTC", "mar. 15:00"]);
    }

    #[test]
    fn long_day_has_full_names_and_the_year() {
        let words = Language::ALL.map(|l| long_day(l, "2026-11-11".parse().unwrap()));
        assert_eq!(
            words,
            ["Wednesday 11 November 2026", "mercredi 11 novembre 2026", "miércoles 11 de noviembre de 2026"]
        );
    }
}
