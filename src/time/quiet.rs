//! Quiet hours: the times of day at which nothing may disturb a person.

use jiff::Timestamp;
use jiff::civil::{Time, Weekday};
use jiff::{SignedDuration, civil::DateTime};
use serde::{Deserialize, Serialize};

use super::local::{local, next_clock_change, offset_at};
use super::zone::ZoneId;

/// A window of wall time, including `start` and excluding `end`. If `end` is earlier than `start`, the window crosses
/// midnight. If `start` and `end` are equal, there are no quiet hours.
///
/// An instant is quiet if and only if its local wall time is in the window, also on a night with a clock change. If the
/// clock goes back into the window, the quiet hours begin again. If a gap skips the whole window, there are no
/// quiet hours on that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct QuietHours {
    pub start: Time,
    pub end: Time,
}

impl QuietHours {
    pub const fn new(start: Time, end: Time) -> Self {
        Self { start, end }
    }

    /// The value for a person without quiet hours.
    pub fn none() -> Self {
        Self { start: Time::midnight(), end: Time::midnight() }
    }

    pub fn is_none(&self) -> bool {
        self.start == self.end
    }

    /// Whether the window contains this wall time.
    pub fn covers(&self, wall: Time) -> bool {
        if self.start <= self.end {
            self.start <= wall && wall < self.end
        } else {
            self.start <= wall || wall < self.end
        }
    }

    pub fn is_quiet(&self, zone: ZoneId, at: Timestamp) -> bool {
        self.covers(local(zone, at).0.time())
    }

    /// The first instant at or after `at` that is not quiet.
    pub fn next_allowed(&self, zone: ZoneId, at: Timestamp) -> Timestamp {
        QuietWeek::every_day(*self).next_allowed(zone, at)
    }

    /// Whether any instant of `[from, to]` is not quiet.
    pub fn is_awake_during(&self, zone: ZoneId, from: Timestamp, to: Timestamp) -> bool {
        from <= to && self.next_allowed(zone, from) <= to
    }
}

/// The quiet hours of each weekday. A window belongs to the day on which it starts. For example, Friday's window
/// 23:00–09:00 ends on Saturday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct QuietWeek {
    /// One window for each weekday, Monday first.
    days: [QuietHours; 7],
}

impl QuietWeek {
    pub const DAYS: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];

    pub fn every_day(hours: QuietHours) -> Self {
        Self { days: [hours; 7] }
    }

    /// The same week with different hours on the night that starts on `day`.
    pub fn with_hours_on(mut self, day: Weekday, hours: QuietHours) -> Self {
        self.days[index(day)] = hours;
        self
    }

    /// The same week with another start, another end or both on the nights that start on `days`.
    pub fn changed_on(self, days: &[Weekday], start: Option<Time>, end: Option<Time>) -> Self {
        days.iter().fold(self, |week, day| {
            let hours = week.hours_on(*day);
            week.with_hours_on(*day, QuietHours::new(start.unwrap_or(hours.start), end.unwrap_or(hours.end)))
        })
    }

    /// The window that starts on `day`.
    pub fn hours_on(&self, day: Weekday) -> QuietHours {
        self.days[index(day)]
    }

    /// The most frequent window; if two are equally frequent, the one that comes first in the week.
    pub fn usual(&self) -> QuietHours {
        let frequency = |hours: &QuietHours| self.days.iter().filter(|other| *other == hours).count();
        self.days.into_iter().rev().max_by_key(frequency).expect("a week has seven days")
    }

    /// The days whose window differs from the usual one, each with its window. Monday comes first.
    pub fn exceptions(&self) -> impl Iterator<Item = (Weekday, QuietHours)> {
        let usual = self.usual();
        Self::DAYS.into_iter().zip(self.days).filter(move |(_, hours)| *hours != usual)
    }

    /// Whether no night of the week has quiet hours.
    pub fn is_none(&self) -> bool {
        self.days.iter().all(QuietHours::is_none)
    }

    pub fn is_quiet(&self, zone: ZoneId, at: Timestamp) -> bool {
        self.covers(local(zone, at).0)
    }

    fn covers(&self, wall: DateTime) -> bool {
        let (today, yesterday) = (self.hours_on(wall.weekday()), self.hours_on(wall.weekday().previous()));
        let time = wall.time();
        let is_in_window_of_today = if today.start <= today.end { today.covers(time) } else { today.start <= time };
        is_in_window_of_today || (yesterday.start > yesterday.end && time < yesterday.end)
    }

    /// The first instant at or after `at` that is not quiet; `Timestamp::MAX` when there is none.
    pub fn next_allowed(&self, zone: ZoneId, at: Timestamp) -> Timestamp {
        self.next_where(zone, at, |wall| !self.covers(wall))
    }

    /// The first instant at or after `at` that is quiet; `None` when there is none.
    pub fn next_quiet(&self, zone: ZoneId, at: Timestamp) -> Option<Timestamp> {
        let next = self.next_where(zone, at, |wall| self.covers(wall));
        (next != Timestamp::MAX).then_some(next)
    }

    /// The first instant at or after `at` whose wall time meets `condition`; `Timestamp::MAX` if there is none. Walks
    /// from boundary to boundary: the starts and ends of windows, midnights (the weekday changes) and clock changes.
    /// Quiet hours cannot begin or end between two boundaries.
    fn next_where(&self, zone: ZoneId, at: Timestamp, condition: impl Fn(DateTime) -> bool) -> Timestamp {
        // Enough steps for all boundaries of two weeks. The windows repeat every week, so a longer walk cannot find
        // anything new.
        const MAX_STEPS: usize = 128;
        let mut at = at;
        for _ in 0..MAX_STEPS {
            let (wall, _) = local(zone, at);
            if condition(wall) {
                return at;
            }
            at = self.next_boundary(zone, at, wall);
        }
        Timestamp::MAX
    }

    fn next_boundary(&self, zone: ZoneId, at: Timestamp, wall: DateTime) -> Timestamp {
        let (today, yesterday) = (self.hours_on(wall.weekday()), self.hours_on(wall.weekday().previous()));
        let time = wall.time();
        let limits = [today.start, today.end, yesterday.end];
        let next_limit = limits.into_iter().filter(|limit| *limit > time).min();
        let duration = match next_limit {
            Some(limit) => limit.duration_since(time),
            None => SignedDuration::from_hours(24) - time.duration_since(Time::midnight()),
        };
        let boundary = at.saturating_add(duration).unwrap_or(Timestamp::MAX);
        match next_clock_change(zone, at) {
            Some(change) if change < boundary => change,
            _ => boundary,
        }
    }
}

impl From<QuietHours> for QuietWeek {
    fn from(hours: QuietHours) -> Self {
        Self::every_day(hours)
    }
}

fn index(day: Weekday) -> usize {
    usize::try_from(day.to_monday_zero_offset()).expect("a weekday's number is 0 to 6")
}

/// Everything that decides whether a message may disturb a person: the zone, the quiet hours, and the times until
/// which the person is awake or away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RestSchedule {
    pub zone: ZoneId,
    pub week: QuietWeek,
    /// "I am awake until…": quiet hours do not apply before this instant.
    pub awake_until: Option<Timestamp>,
    /// "I am away until…": the person wants no message before this instant. It takes precedence over `awake_until`.
    pub away_until: Option<Timestamp>,
}

impl RestSchedule {
    pub fn new(zone: ZoneId, week: impl Into<QuietWeek>) -> Self {
        Self { zone, week: week.into(), awake_until: None, away_until: None }
    }

    pub fn is_awake(&self, at: Timestamp) -> bool {
        if self.is_away(at) {
            return false;
        }
        self.awake_until.is_some_and(|until| at < until) || !self.week.is_quiet(self.zone, at)
    }

    pub fn is_away(&self, at: Timestamp) -> bool {
        self.away_until.is_some_and(|until| at < until)
    }

    /// The first instant at or after `at` at which a message may disturb the person; `Timestamp::MAX` if there is none.
    pub fn next_awake(&self, at: Timestamp) -> Timestamp {
        let at = self.away_until.map_or(at, |until| at.max(until));
        if self.awake_until.is_some_and(|until| at < until) {
            return at;
        }
        self.week.next_allowed(self.zone, at)
    }

    /// Whether the person is awake at any instant of `[from, to]`.
    pub fn is_awake_during(&self, from: Timestamp, to: Timestamp) -> bool {
        from <= to && self.next_awake(from) <= to
    }

    /// The next start of quiet hours for a person who is awake at `at`; `None` if the person has no quiet hours.
    pub fn awake_ends_at(&self, at: Timestamp) -> Option<Timestamp> {
        let from = self.awake_until.map_or(at, |until| at.max(until));
        self.week.next_quiet(self.zone, from)
    }

    /// The offset of the person's zone from UTC at `at`, in seconds. Callers use it to sort people by local time.
    pub fn offset_seconds(&self, at: Timestamp) -> i32 {
        offset_at(self.zone, at).seconds()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::time;

    const NIGHT: QuietHours = QuietHours::new(time(22, 0, 0, 0), time(7, 0, 0, 0));

    fn zone(id: &str) -> ZoneId {
        ZoneId::parse(id).unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn quiet_hours_end_at_their_wall_time_on_a_night_with_a_clock_change() {
        let paris = zone("Europe/Paris");
        assert_eq!(NIGHT.next_allowed(paris, at("2026-03-28T22:00:00Z")), at("2026-03-29T05:00:00Z"));
        assert_eq!(NIGHT.next_allowed(paris, at("2026-10-24T22:00:00Z")), at("2026-10-25T06:00:00Z"));
        assert_eq!(NIGHT.next_allowed(paris, at("2026-10-25T06:00:00Z")), at("2026-10-25T06:00:00Z"));
    }

    #[test]
    fn quiet_hours_begin_again_when_the_clock_goes_back_into_the_window() {
        let paris = zone("Europe/Paris");
        let early = QuietHours::new(time(22, 0, 0, 0), time(2, 30, 0, 0));
        assert_eq!(early.next_allowed(paris, at("2026-10-24T23:00:00Z")), at("2026-10-25T00:30:00Z"));
        assert!(!early.is_quiet(paris, at("2026-10-25T00:45:00Z")));
        assert_eq!(early.next_allowed(paris, at("2026-10-25T01:00:00Z")), at("2026-10-25T01:30:00Z"));
    }

    #[test]
    fn window_inside_a_gap_is_not_quiet() {
        let paris = zone("Europe/Paris");
        let inside_gap = QuietHours::new(time(2, 0, 0, 0), time(3, 0, 0, 0));
        let start = at("2026-03-29T00:00:00Z");
        assert!((0..180).all(|m| !inside_gap.is_quiet(paris, start + SignedDuration::from_mins(m))));
    }

    #[test]
    fn equal_start_and_end_mean_no_quiet_hours() {
        assert!(!QuietHours::none().is_quiet(zone("UTC"), at("2026-01-01T00:00:00Z")));
        let equal_times = QuietHours::new(time(9, 0, 0, 0), time(9, 0, 0, 0));
        assert_eq!(equal_times.next_allowed(zone("UTC"), at("2026-01-01T09:00:00Z")), at("2026-01-01T09:00:00Z"));
    }

    #[test]
    fn quiet_window_belongs_to_the_weekday_on_which_it_starts() {
        let late = QuietHours::new(time(23, 0, 0, 0), time(10, 0, 0, 0));
        let week = QuietWeek::every_day(NIGHT).with_hours_on(Weekday::Friday, late);
        // 2026-11-13 is a Friday.
        assert!(!week.is_quiet(zone("UTC"), at("2026-11-13T22:30:00Z")));
        assert_eq!(week.next_allowed(zone("UTC"), at("2026-11-13T23:30:00Z")), at("2026-11-14T10:00:00Z"));
        assert_eq!(week.next_allowed(zone("UTC"), at("2026-11-14T23:30:00Z")), at("2026-11-15T07:00:00Z"));
    }

    #[test]
    fn the_most_frequent_window_is_the_usual_one() {
        let late = QuietHours::new(time(23, 0, 0, 0), time(10, 0, 0, 0));
        let week =
            QuietWeek::every_day(NIGHT).with_hours_on(Weekday::Friday, late).with_hours_on(Weekday::Saturday, late);
        assert_eq!(week.usual(), NIGHT);
        assert_eq!(week.exceptions().collect::<Vec<_>>(), [(Weekday::Friday, late), (Weekday::Saturday, late)]);
        assert_eq!(QuietWeek::every_day(late).exceptions().count(), 0);
        assert!(!week.is_none() && QuietWeek::from(QuietHours::none()).is_none());
    }

    #[test]
    fn awake_until_and_away_until_take_precedence_over_the_week() {
        let mut rest = RestSchedule::new(zone("UTC"), NIGHT);
        let evening = at("2026-11-13T23:00:00Z");
        assert!(!rest.is_awake(evening));
        rest.awake_until = Some(at("2026-11-14T01:00:00Z"));
        assert!(rest.is_awake(evening));
        assert!(!rest.is_awake(at("2026-11-14T01:00:00Z")));
        assert_eq!(rest.awake_ends_at(evening), Some(at("2026-11-14T01:00:00Z")));
        rest.away_until = Some(at("2026-11-16T12:00:00Z"));
        assert_eq!(rest.next_awake(evening), at("2026-11-16T12:00:00Z"));
        assert!(!rest.is_awake_during(evening, at("2026-11-16T11:59:00Z")));
        assert!(rest.is_awake_during(evening, at("2026-11-16T12:00:00Z")));
    }
}
