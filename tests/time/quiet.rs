//! Compares quiet hours with a reference. The reference walks minute by minute through the nights of all clock changes
//! from 2020 to 2035.

use magpie::time::{DateTime, QuietHours, QuietWeek, RestSchedule, Time};

use crate::reference_clock::{Clock, distinct_clocks, instant, wall};

const MINUTE_S: i64 = 60;
/// The number of minutes from the start of the walk to the clock change.
const BEFORE_MIN: i64 = 10 * 60;
/// The number of minutes, from the start of the walk, that are compared with our answers.
const COMPARED_MIN: i64 = 24 * 60;
/// The length of the walk in minutes. It is a day longer than the compared part, so that it finds the end of quiet
/// hours.
const WALK_MIN: i64 = COMPARED_MIN + 24 * 60;

/// Nights, siestas, and an empty window. A clock change shortens, lengthens, removes or repeats some of them.
const WINDOWS: [(&str, &str); 12] = [
    ("22:00", "07:00"),
    ("23:30", "06:15"),
    ("02:00", "03:00"),
    ("02:15", "02:45"),
    ("01:00", "02:00"),
    ("22:00", "02:30"),
    ("00:00", "01:00"),
    ("23:59", "00:01"),
    ("03:00", "02:00"),
    ("09:00", "09:00"),
    ("00:30", "23:45"),
    ("12:00", "15:00"),
];

#[test]
fn end_of_quiet_hours_agrees_with_the_reference_around_every_clock_change() {
    let mut nth = 0;
    for clock in distinct_clocks() {
        for change in &clock.changes {
            let shown: Vec<i64> = (0..WALK_MIN).map(|n| clock.shown(change + (n - BEFORE_MIN) * MINUTE_S)).collect();
            // Each change is tested with two windows, and each window with hundreds of changes.
            for _ in 0..2 {
                compare(clock, *change, &shown, hours(nth));
                nth += 1;
            }
        }
    }
}

#[test]
fn hours_that_differ_by_weekday_agree_with_the_reference() {
    for (nth, clock) in distinct_clocks().into_iter().enumerate() {
        let week = QuietWeek::DAYS.into_iter().enumerate().fold(QuietWeek::every_day(hours(nth)), |week, (n, day)| {
            if n % 2 == nth % 2 { week.with_hours_on(day, hours(nth + n + 1)) } else { week }
        });
        let rest = RestSchedule { week, ..RestSchedule::new(clock.ids[0], hours(0)) };
        let begin = clock.changes.first().copied().unwrap_or(crate::reference_clock::BEGIN_S) - 4 * 86_400;
        let quiet_minutes: Vec<bool> =
            (0..8 * 1440).map(|n| is_quiet(&week, wall(clock.shown(begin + n * MINUTE_S)))).collect();
        let mut next = None;
        for (n, quiet) in quiet_minutes.iter().enumerate().rev() {
            let at = instant(begin + n as i64 * MINUTE_S);
            next = if *quiet { next } else { Some(at) };
            assert_eq!(week.is_quiet(clock.ids[0], at), *quiet, "{} {at}", clock.ids[0]);
            if let Some(next) = next.filter(|_| n % 7 == 0) {
                assert_eq!(rest.next_awake(at), next, "{} {at} {week:?}", clock.ids[0]);
            }
        }
    }
}

fn hours(nth: usize) -> QuietHours {
    let (start, end) = WINDOWS[nth % WINDOWS.len()];
    QuietHours::new(time(start), time(end))
}

fn time(text: &str) -> Time {
    text.parse().unwrap()
}

/// Compares the ends of quiet hours from the evening before a clock change to the day after it. Near the change, it
/// compares every minute; otherwise every 19th minute. `shown` is the time that the clock shows in each minute.
fn compare(clock: &Clock, change: i64, shown: &[i64], hours: QuietHours) {
    let minute_of = |time: Time| i64::from(time.hour()) * 60 + i64::from(time.minute());
    let (start, end) = (minute_of(hours.start), minute_of(hours.end));
    let is_quiet =
        |minute: i64| if start <= end { (start..end).contains(&minute) } else { !(end..start).contains(&minute) };
    let mut next = None;
    for (n, shown) in (0..WALK_MIN).rev().zip(shown.iter().rev()) {
        let at = instant(change + (n - BEFORE_MIN) * MINUTE_S);
        if !is_quiet(shown / MINUTE_S % 1440) {
            next = Some(at);
        }
        let is_near_change = (n - BEFORE_MIN).abs() < 150;
        if let Some(next) = next.filter(|_| n < COMPARED_MIN && (is_near_change || n % 19 == 0)) {
            assert_eq!(hours.next_allowed(clock.ids[0], at), next, "{} {at} {hours:?}", clock.ids[0]);
        }
    }
}

/// Whether the window of today or of yesterday contains the wall time `shown`. Each window is two wall times.
fn is_quiet(week: &QuietWeek, shown: DateTime) -> bool {
    [shown.date(), shown.date().yesterday().unwrap()].into_iter().any(|date| {
        let hours = week.hours_on(date.weekday());
        let ends_on = if hours.end < hours.start { date.tomorrow().unwrap() } else { date };
        date.to_datetime(hours.start) <= shown && shown < ends_on.to_datetime(hours.end)
    })
}
