//! Compares recurrence rules with a reference. The reference walks through the days and tests each wall time by RFC
//! 5545, 3.3.10.

use std::collections::BTreeSet;
use std::fmt::Write;

use jiff::civil::{Date, DateTime, Time};
use jiff::{Timestamp, ToSpan};
use magpie::time::{Offset, Rule};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::nonsense::cases;
use crate::reference_clock::{Clock, distinct_clocks, instant, wall};

const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Freq {
    Minutely,
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

#[derive(Debug, Clone, Copy)]
enum End {
    Never,
    Count(usize),
    /// The end in hours after the start. The next two variants have the same unit.
    UntilWall(i64),
    UntilDate(i64),
    UntilInstant(i64),
}

#[derive(Debug, Clone)]
struct RuleParts {
    freq: Freq,
    interval: i64,
    end: End,
    month: Vec<i64>,
    week_no: Vec<i64>,
    year_day: Vec<i64>,
    month_day: Vec<i64>,
    /// BYDAY: pairs of a number and a weekday (0 is Monday). The number is 2 for `2MO`. For `MO` it is 0, which means
    /// every Monday.
    day: Vec<(i64, i64)>,
    hour: Vec<i64>,
    minute: Vec<i64>,
    set_pos: Vec<i64>,
    week_start: i64,
}

impl RuleParts {
    /// The rule as an RRULE.
    fn text(&self, start: DateTime, clock: &Clock) -> String {
        let mut text = format!("FREQ={:?};INTERVAL={}", self.freq, self.interval).to_uppercase();
        match self.end {
            End::Never => {}
            End::Count(count) => write!(text, ";COUNT={count}").unwrap(),
            End::UntilWall(hours) => {
                write!(text, ";UNTIL={}", (start + hours.hours()).strftime("%Y%m%dT%H%M%S")).unwrap()
            }
            End::UntilDate(hours) => write!(text, ";UNTIL={}", (start + hours.hours()).strftime("%Y%m%d")).unwrap(),
            End::UntilInstant(hours) => {
                let end = resolved(clock, start + hours.hours());
                write!(text, ";UNTIL={}", end.strftime("%Y%m%dT%H%M%SZ")).unwrap();
            }
        }
        let lists = [
            ("BYMONTH", &self.month),
            ("BYWEEKNO", &self.week_no),
            ("BYYEARDAY", &self.year_day),
            ("BYMONTHDAY", &self.month_day),
            ("BYHOUR", &self.hour),
            ("BYMINUTE", &self.minute),
            ("BYSETPOS", &self.set_pos),
        ];
        for (name, values) in lists.into_iter().filter(|(_, values)| !values.is_empty()) {
            let values: Vec<String> = values.iter().map(i64::to_string).collect();
            write!(text, ";{name}={}", values.join(",")).unwrap();
        }
        if !self.day.is_empty() {
            let number = |n: i64| if n == 0 { String::new() } else { n.to_string() };
            let days: Vec<String> =
                self.day.iter().map(|(n, day)| format!("{}{}", number(*n), WEEKDAYS[*day as usize])).collect();
            write!(text, ";BYDAY={}", days.join(",")).unwrap();
        }
        write!(text, ";WKST={}", WEEKDAYS[self.week_start as usize]).unwrap();
        text
    }

    /// The wall times from `start` to `end` that match the rule, in order. Ignores COUNT and UNTIL. The walk begins at
    /// or before the first period. The last period may be incomplete, so `end` must be later than every wall time that
    /// is compared.
    fn walk(&self, start: DateTime, end: Date) -> Vec<DateTime> {
        let (first_period, mut kept) = (self.period(start), Vec::new());
        let (mut period, mut candidates) = (i64::MIN, Vec::new());
        let mut date =
            if self.freq == Freq::Yearly { Date::new(start.year(), 1, 1).unwrap() } else { start.date() - 31.days() };
        while date <= end {
            for time in self.times(date, start) {
                let at = date.to_datetime(time);
                let number = self.period(at);
                if number != period {
                    self.keep(&mut candidates, &mut kept);
                    period = number;
                }
                if number >= first_period && (number - first_period) % self.interval == 0 {
                    candidates.push(at);
                }
            }
            date = date.tomorrow().unwrap();
        }
        self.keep(&mut candidates, &mut kept);
        kept.retain(|at| *at >= start);
        kept
    }

    /// Moves the candidates of one period to `kept`. If the rule has BYSETPOS, only the candidates at these positions.
    fn keep(&self, candidates: &mut Vec<DateTime>, kept: &mut Vec<DateTime>) {
        let count = candidates.len() as i64;
        let is_chosen =
            |n: i64| self.set_pos.is_empty() || self.set_pos.contains(&(n + 1)) || self.set_pos.contains(&(n - count));
        kept.extend(candidates.drain(..).enumerate().filter(|(n, _)| is_chosen(*n as i64)).map(|(_, at)| at));
    }

    /// The number of the period that contains a wall time.
    fn period(&self, at: DateTime) -> i64 {
        let day = i64::from(at.date().since(Date::constant(1970, 1, 1)).unwrap().get_days());
        match self.freq {
            Freq::Minutely => day * 1440 + i64::from(at.hour()) * 60 + i64::from(at.minute()),
            Freq::Hourly => day * 24 + i64::from(at.hour()),
            Freq::Daily => day,
            Freq::Weekly => (day + 3 - self.week_start).div_euclid(7),
            Freq::Monthly => i64::from(at.year()) * 12 + i64::from(at.month()),
            Freq::Yearly => i64::from(at.year()),
        }
    }

    /// The times of `date` that match the rule, without BYSETPOS.
    fn times(&self, date: Date, start: DateTime) -> Vec<Time> {
        if !self.day_matches(date, start) {
            return Vec::new();
        }
        let is_match = |allowed: &[i64], value: i8, of_start: i8, is_derived: bool| {
            if allowed.is_empty() { !is_derived || value == of_start } else { allowed.contains(&i64::from(value)) }
        };
        let hours = (0..24).filter(|hour| is_match(&self.hour, *hour, start.hour(), self.freq >= Freq::Daily));
        let minutes = |hour: i8| {
            let minutes =
                (0..60).filter(|minute| is_match(&self.minute, *minute, start.minute(), self.freq >= Freq::Hourly));
            minutes.map(move |minute| Time::new(hour, minute, start.second(), 0).unwrap())
        };
        hours.flat_map(minutes).collect()
    }

    fn day_matches(&self, date: Date, start: DateTime) -> bool {
        let (month, in_month, in_year) =
            (i64::from(date.month()), i64::from(date.days_in_month()), i64::from(date.days_in_year()));
        let (day, year_day) = (i64::from(date.day()), i64::from(date.day_of_year()));
        let weekday = i64::from(date.weekday().to_monday_zero_offset());
        let is_allowed = |list: &[i64], from_start: i64, of: i64| {
            list.is_empty() || list.contains(&from_start) || list.contains(&(from_start - of - 1))
        };
        let (week, weeks) = self.week_of(date);
        let is_allowed_day = self.day.is_empty()
            || self.day.iter().any(|(n, wanted)| {
                let (from_start, of) = if self.freq == Freq::Monthly || !self.month.is_empty() {
                    (day, in_month)
                } else {
                    (year_day, in_year)
                };
                let is_numbered = *n == (from_start + 6) / 7 || *n == -((of - from_start) / 7 + 1);
                *wanted == weekday && (*n == 0 || is_numbered)
            });
        let limits_day =
            !(self.day.is_empty() && self.month_day.is_empty() && self.year_day.is_empty() && self.week_no.is_empty());
        let is_derived = limits_day
            || match self.freq {
                Freq::Yearly => date.day() == start.day() && (!self.month.is_empty() || date.month() == start.month()),
                Freq::Monthly => date.day() == start.day(),
                Freq::Weekly => date.weekday() == start.weekday(),
                _ => true,
            };
        (self.month.is_empty() || self.month.contains(&month))
            && is_allowed(&self.month_day, day, in_month)
            && is_allowed(&self.year_day, year_day, in_year)
            && is_allowed(&self.week_no, week, weeks)
            && is_allowed_day
            && is_derived
    }

    /// The number of the week that contains `date`, and the number of weeks in that week's year. A week belongs to the
    /// year of its fourth day.
    fn week_of(&self, date: Date) -> (i64, i64) {
        let fourth_day = |date: Date| {
            let day_of_week = (i64::from(date.weekday().to_monday_zero_offset()) - self.week_start).rem_euclid(7);
            date + (3 - day_of_week).days()
        };
        let number = |fourth: Date| (i64::from(fourth.day_of_year()) - 1) / 7 + 1;
        let fourth = fourth_day(date);
        // 28 December is always in the last week of the year, because at least four days of its week are in that year.
        // This is true for every first day of the week.
        (number(fourth), number(fourth_day(Date::new(fourth.year(), 12, 28).unwrap())))
    }

    /// The number of days to walk. It is enough for some occurrences of most rules, and small enough for a fast test.
    fn days(&self) -> i64 {
        match self.freq {
            Freq::Minutely => 4,
            Freq::Hourly => 20,
            Freq::Daily => 400,
            Freq::Weekly => 600,
            Freq::Monthly => 1000,
            Freq::Yearly => 2600,
        }
    }
}

/// The instant of a wall time. It is computed from the offsets one day before and one day after the wall time, without
/// our table of clock changes. (jiff cannot be the reference: it resolves 23:00 on 28 October 2023 in Nuuk with the
/// rule that begins an hour later. At the resulting instant, clocks in Nuuk show 22:00.)
fn resolved(clock: &Clock, wall: DateTime) -> Timestamp {
    const DAY_S: i64 = 86_400;
    let local = Offset::UTC.to_timestamp(wall).unwrap().as_second();
    let offsets = [local - DAY_S, local + DAY_S].map(|second| clock.offset(second));
    let shown_at =
        offsets.map(|offset| local - offset).into_iter().filter(|second| clock.shown(*second) == local).min();
    // In a gap, the clock does not show the wall time, so use the offset before the change.
    instant(shown_at.unwrap_or(local - offsets[0]))
}

/// The instants of the rule before `end`, from the walk.
fn expected_instants(rule: &RuleParts, clock: &Clock, start: DateTime, end: DateTime) -> BTreeSet<Timestamp> {
    let mut walls = rule.walk(start, end.date() + if rule.freq == Freq::Yearly { 366.days() } else { 31.days() });
    let until = |hours: i64| start + hours.hours();
    match rule.end {
        End::Never => {}
        End::Count(count) => walls.truncate(count),
        End::UntilWall(hours) => walls.retain(|at| *at <= until(hours)),
        End::UntilDate(hours) => walls.retain(|at| at.date() <= until(hours).date()),
        End::UntilInstant(hours) => walls.retain(|at| resolved(clock, *at) <= resolved(clock, until(hours))),
    }
    let end = resolved(clock, end);
    walls.into_iter().map(|at| resolved(clock, at)).filter(|at| *at < end).collect()
}

fn compare(rule: &RuleParts, clock: &Clock, start: DateTime) {
    let text = rule.text(start, clock);
    let end = start + rule.days().days();
    let expected = expected_instants(rule, clock, start, end);
    let end_instant = resolved(clock, end);
    let series = Rule::parse(&text).unwrap().series(clock.ids[0], start);
    let found: BTreeSet<Timestamp> = series.instants().take_while(|at| *at < end_instant).collect();
    let (zone, missing, wrong) = (clock.ids[0], expected.difference(&found).next(), found.difference(&expected).next());
    assert!(
        missing.is_none() && wrong.is_none(),
        "{text} from {start} in {zone}: missing {missing:?}, wrong {wrong:?}"
    );
    // Test `next_after` also with instants that are not occurrences.
    let span_s = end_instant.as_second() - resolved(clock, start).as_second();
    for nth in 0..10 {
        let after = end_instant - jiff::SignedDuration::from_secs(span_s * nth / 9 + nth % 2);
        let next = expected.range((std::ops::Bound::Excluded(after), std::ops::Bound::Unbounded)).next();
        if next.is_some() {
            assert_eq!(series.next_after(after).as_ref(), next, "{text} from {start} in {zone} after {after}");
        }
    }
}

/// An empty list, or up to `max_values` of the values. An empty list sets no limit on the rule.
fn values_or_none(values: &'static [i64], max_values: usize) -> impl Strategy<Value = Vec<i64>> {
    prop_oneof![3 => Just(Vec::new()), 2 => subsequence(values, 1..=max_values)]
}

fn any_end() -> impl Strategy<Value = End> {
    prop_oneof![
        4 => Just(End::Never),
        1 => (1..40usize).prop_map(End::Count),
        1 => (-30..9000_i64).prop_map(End::UntilWall),
        1 => (-30..9000_i64).prop_map(End::UntilDate),
        1 => (-30..9000_i64).prop_map(End::UntilInstant),
    ]
}

fn any_rule() -> impl Strategy<Value = RuleParts> {
    let freq = select(&[Freq::Minutely, Freq::Hourly, Freq::Daily, Freq::Weekly, Freq::Monthly, Freq::Yearly][..]);
    let weekday = (prop_oneof![2 => Just(0), 1 => -5..=5_i64], 0..7_i64);
    let days = (
        values_or_none(&[1, 2, 3, 4, 10, 11, 12], 3),
        prop_oneof![4 => Just(Vec::new()), 1 => subsequence(&[1_i64, 13, 44, 52, 53, -1, -40][..], 1..=2)],
        prop_oneof![4 => Just(Vec::new()), 1 => subsequence(&[1_i64, 59, 60, 90, 300, 366, -1, -66, -366][..], 1..=5)],
        values_or_none(&[1, 13, 28, 29, 30, 31, -1, -2, -31], 4),
        prop_oneof![2 => Just(Vec::new()), 3 => prop::collection::vec(weekday, 1..4)],
    );
    let times = (
        values_or_none(&[0, 1, 2, 3, 23], 3),
        values_or_none(&[0, 15, 30, 59], 2),
        values_or_none(&[1, 2, 5, -1, -2, -7], 2),
    );
    (freq, 1..5_i64, any_end(), days, times, 0..7_i64).prop_map(|(freq, interval, end, days, times, week_start)| {
        let (month, week_no, year_day, month_day, mut day) = days;
        let (hour, minute, mut set_pos) = times;
        if freq < Freq::Monthly || !week_no.is_empty() {
            day.iter_mut().for_each(|(n, _)| *n = 0);
        }
        day.sort_unstable();
        day.dedup();
        if [&month, &week_no, &year_day, &month_day, &hour, &minute].iter().all(|list| list.is_empty())
            && day.is_empty()
        {
            set_pos.clear();
        }
        RuleParts { freq, interval, end, month, week_no, year_day, month_day, day, hour, minute, set_pos, week_start }
    })
}

proptest! {
    #![proptest_config(cases(250))]

    #[test]
    fn rules_agree_with_the_reference(
        rule in any_rule(), clock_index in 0..1000usize, change in 0..64usize, before_s in -7200..200_000_i64,
    ) {
        let clocks = clocks_with_changes();
        let clock = clocks[clock_index % clocks.len()];
        let change = clock.changes[change % clock.changes.len()];
        compare(&rule, clock, wall(clock.shown(change - 1) + 1 - before_s / 60 * 60));
    }
}

fn clocks_with_changes() -> Vec<&'static Clock> {
    static CLOCKS: std::sync::LazyLock<Vec<&'static Clock>> =
        std::sync::LazyLock::new(|| distinct_clocks().into_iter().filter(|clock| !clock.changes.is_empty()).collect());
    CLOCKS.clone()
}

#[test]
fn daily_and_shorter_rules_agree_with_the_reference_at_every_clock_change() {
    let every = |freq, interval| RuleParts {
        freq,
        interval,
        end: End::Never,
        month: Vec::new(),
        week_no: Vec::new(),
        year_day: Vec::new(),
        month_day: Vec::new(),
        day: Vec::new(),
        hour: Vec::new(),
        minute: Vec::new(),
        set_pos: Vec::new(),
        week_start: 0,
    };
    let at_night = RuleParts { hour: vec![0, 1, 2, 3], minute: vec![0, 30], ..every(Freq::Daily, 1) };
    for clock in clocks_with_changes() {
        for (n, change) in clock.changes.iter().enumerate() {
            let (rule, days) = match n % 3 {
                0 => (&at_night, 4),
                1 => (&every(Freq::Hourly, 1), 3),
                _ => (&every(Freq::Minutely, 20), 3),
            };
            let start = wall(clock.shown(change - 90_000) / 1800 * 1800);
            let end = start + days.days();
            let found: Vec<Timestamp> = Rule::parse(&rule.text(start, clock))
                .unwrap()
                .series(clock.ids[0], start)
                .instants()
                .take(200)
                .collect();
            let walked: Vec<Timestamp> = walk_days(rule, clock, start, end);
            assert_eq!(found[..walked.len()], walked, "{} in {} from {start}", rule.text(start, clock), clock.ids[0]);
        }
    }
}

/// The first 60 instants of a daily or shorter rule from `start` to `end`. A short walk is enough for such a rule.
fn walk_days(rule: &RuleParts, clock: &Clock, start: DateTime, end: DateTime) -> Vec<Timestamp> {
    let mut found = BTreeSet::new();
    let mut date = start.date();
    while date <= end.date() {
        let times = rule.times(date, start).into_iter().map(|time| date.to_datetime(time));
        let hits = times.filter(|at| *at >= start && (rule.period(*at) - rule.period(start)) % rule.interval == 0);
        found.extend(hits.map(|at| resolved(clock, at)));
        date = date.tomorrow().unwrap();
    }
    found.into_iter().take(60).collect()
}
