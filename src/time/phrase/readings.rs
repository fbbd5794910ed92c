//! The meanings of a phrase's day and time of day: wall times, not yet instants.

use jiff::Span;
use jiff::civil::{Date, DateTime, Time, time};

use super::answer::{Assumption, DayPart};
use super::days::{self, DayReading, plus_days};
use super::lexicon::Part;
use super::parsed::{Clock, Day, Parsed, Which, Written};

/// One meaning of a phrase.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    pub wall: DateTime,
    pub assumed: Vec<Assumption>,
}

/// All meanings of a phrase, and alternatives: later times to offer if meanings have passed.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Readings {
    /// The only meaning, or several to ask about.
    pub meant: Vec<Reading>,
    /// Whether to ask even when only one of several meanings is in the future.
    pub is_question: bool,
    pub alternatives: Vec<Reading>,
}

/// The time for a phrase that names a day but no time.
const DEFAULT_TIME: Time = time(9, 0, 0, 0);

/// The times to offer for "today" without a time, if they are in the future.
const TIMES_OF_TODAY: [Time; 5] =
    [time(9, 0, 0, 0), time(12, 0, 0, 0), time(15, 0, 0, 0), time(18, 0, 0, 0), time(21, 0, 0, 0)];

const END_OF_DAY: Time = time(23, 59, 0, 0);

const END_OF_WORK: Time = time(17, 0, 0, 0);

/// The meanings of `parsed` for someone whose clock shows `now`. `None` when the parts contradict each other.
pub(super) fn of(parsed: &Parsed, now: DateTime) -> Option<Readings> {
    match parsed.day {
        None => without_day(parsed, now),
        Some(day) => on_day(parsed, day, now),
    }
}

fn on_day(parsed: &Parsed, day: Day, now: DateTime) -> Option<Readings> {
    let mut days = days::of(day, parsed, now)?;
    if let Some(weekday) = parsed.weekday {
        days = days::on_weekday(days, weekday, now.date());
    }
    let mut readings = Readings { is_question: days.len() > 1, ..Readings::default() };
    for day in &days {
        let at_end = Parsed { clock: Some(Clock::EndOfDay), ..parsed.clone() };
        let is_open = day.at_end && parsed.clock.is_none() && parsed.part.is_none();
        let times = times(if is_open { &at_end } else { parsed }, day.date, now)?;
        readings.is_question |= times.len() > 1;
        readings.meant.extend(times.into_iter().map(|reading| with_assumptions_of_day(day, reading)));
    }
    readings.alternatives = alternatives(day, &readings.meant, now);
    Some(readings)
}

fn with_assumptions_of_day(day: &DayReading, mut reading: Reading) -> Reading {
    reading.assumed.splice(0..0, day.assumed.iter().cloned());
    reading
}

/// The times to offer if the meanings have passed: the same time some days, weeks, months or years later. The kind of
/// day decides how much later.
fn alternatives(day: Day, meant: &[Reading], now: DateTime) -> Vec<Reading> {
    let step = match day {
        Day::FromToday(0) => Span::new().days(1),
        Day::Weekday(_, Which::Last)
        | Day::FromToday(_)
        | Day::NthOf { .. }
        | Day::NextWeek
        | Day::NextMonth
        | Day::NextYear
        | Day::EndOfMonth(_)
        | Day::EndOfYear => return Vec::new(),
        Day::Weekday(..) | Day::Weekend { .. } | Day::WeekendOrWeeksEnd | Day::EndOfWeek { .. } => Span::new().weeks(1),
        Day::OfMonth(_) => Span::new().months(1),
        Day::Date { year: None, .. } | Day::Numeric { year: None, .. } => Span::new().years(1),
        // The person typed the year, so no other year is offered.
        Day::Date { .. } | Day::Numeric { .. } => return Vec::new(),
    };
    let later = meant.iter().filter(|reading| reading.wall <= now).filter_map(|reading| {
        // Ten steps are enough: a 29 February needs the most, eight years. Every step counts from the day itself,
        // because steps from each other lose the day: 31 October, 30 November, 30 December.
        (1..=10).find_map(|steps| {
            let wall = reading.wall.checked_add(step.checked_mul(steps).ok()?).ok()?;
            let is_same_day = wall.day() == reading.wall.day() || step.get_months() == 0 && step.get_years() == 0;
            (wall > now && is_same_day).then(|| Reading { wall, assumed: Vec::new() })
        })
    });
    later.collect()
}

/// The meanings of a time of day without a day.
fn without_day(parsed: &Parsed, now: DateTime) -> Option<Readings> {
    let (today, tomorrow) = (now.date(), plus_days(now.date(), 1));
    // "Midnight" is always the next one, at the end of today.
    if matches!(parsed.clock, Some(Clock::Midnight)) && matches!(parsed.part, None | Some(Part::Tonight | Part::Night))
    {
        let wall = tomorrow.at(0, 0, 0, 0);
        return Some(Readings {
            meant: vec![Reading { wall, assumed: vec![Assumption::Day(tomorrow)] }],
            ..Readings::default()
        });
    }
    let on = |date: Date| -> Option<Vec<Reading>> { Some(with_day(times(parsed, date, now)?, date, parsed)) };
    let (on_today, on_tomorrow) = (on(today)?, on(tomorrow)?);
    let twelve_am = matches!(parsed.clock, Some(Clock::TwelveAm(_)));
    let doubtful = matches!(parsed.clock, Some(Clock::Doubtful { .. })) && parsed.part.is_none();
    if doubtful || twelve_am {
        return Some(doubtful_today(on_today, on_tomorrow, now, twelve_am));
    }
    // A time that has passed today can mean tomorrow, but "tonight" cannot.
    let alternatives = if parsed.part == Some(Part::Tonight) { later_tonight(parsed, now) } else { on_tomorrow };
    Some(Readings { meant: on_today, is_question: false, alternatives })
}

fn with_day(readings: Vec<Reading>, date: Date, parsed: &Parsed) -> Vec<Reading> {
    let says_today = matches!(parsed.part, Some(Part::Tonight));
    let add = |mut reading: Reading| {
        // 24:00 names the day that it ends. "12 de la noche" names the day that it begins.
        let ends_next_day = reading.assumed.iter().any(|assumed| matches!(assumed, Assumption::EndsNextDay(_)));
        let named = if ends_next_day { date } else { reading.wall.date() };
        if !says_today {
            reading.assumed.insert(0, Assumption::Day(named));
        }
        reading
    };
    readings.into_iter().map(add).collect()
}

/// "5:30" means 05:30 while that is still in the future. Later in the day it may mean this evening or tomorrow.
fn doubtful_today(today: Vec<Reading>, tomorrow: Vec<Reading>, now: DateTime, is_question: bool) -> Readings {
    let early_is_ahead = today.first().is_some_and(|reading| reading.wall > now);
    if early_is_ahead && !is_question {
        return Readings { meant: today.into_iter().take(1).collect(), ..Readings::default() };
    }
    let ahead = today.into_iter().filter(|reading| reading.wall > now);
    let mut meant: Vec<Reading> = ahead.chain(tomorrow).collect();
    meant.sort_by_key(|reading| reading.wall);
    meant.dedup_by_key(|reading| reading.wall);
    meant.truncate(3);
    Readings { meant, is_question: true, alternatives: Vec::new() }
}

/// The times to offer for "tonight" when its usual time has passed.
fn later_tonight(parsed: &Parsed, now: DateTime) -> Vec<Reading> {
    if parsed.clock.is_some() {
        return Vec::new();
    }
    [time(22, 0, 0, 0), time(23, 0, 0, 0)]
        .into_iter()
        .map(|time| Reading { wall: now.date().to_datetime(time), assumed: Vec::new() })
        .filter(|reading| reading.wall > now)
        .collect()
}

/// The meanings of a phrase's clock on one day. `None` when the clock and the part of the day contradict each other.
fn times(parsed: &Parsed, date: Date, now: DateTime) -> Option<Vec<Reading>> {
    let at = |time: Time, assumed: Vec<Assumption>| Reading { wall: date.to_datetime(time), assumed };
    let next_day = plus_days(date, 1);
    let Some(clock) = parsed.clock else {
        return Some(match parsed.part {
            Some(part) => {
                let (part, time) = default_time(part);
                vec![at(time, vec![Assumption::DayPart(part, time)])]
            }
            None if matches!(parsed.zone, Some(super::parsed::Zone::AnywhereOnEarth)) => {
                vec![at(END_OF_DAY, vec![Assumption::DayPart(DayPart::EndOfDay, END_OF_DAY)])]
            }
            None if date == now.date() => {
                // "Tuesday" on a Tuesday can already be two days, so offer only one time. For "today", offer several
                // times.
                let asked = if parsed.day == Some(Day::FromToday(0)) { TIMES_OF_TODAY.len() } else { 1 };
                let ahead = TIMES_OF_TODAY.into_iter().filter(|time| date.to_datetime(*time) > now).chain([END_OF_DAY]);
                ahead.take(asked).map(|time| at(time, vec![Assumption::NoTime(time)])).collect()
            }
            None => vec![at(DEFAULT_TIME, vec![Assumption::NoTime(DEFAULT_TIME)])],
        });
    };
    if let Some(part) = parsed.part {
        return times_in_part(clock, part, date);
    }
    Some(match clock {
        Clock::At(time) => vec![at(time, Vec::new())],
        Clock::Doubtful { time, written } => doubtful_times(time, written, date, now),
        Clock::TwelveAm(minute) => {
            let (midnight, noon) = (Time::new(0, minute, 0, 0).ok()?, Time::new(12, minute, 0, 0).ok()?);
            vec![
                at(midnight, Vec::new()),
                at(noon, Vec::new()),
                Reading { wall: next_day.to_datetime(midnight), assumed: Vec::new() },
            ]
        }
        Clock::TwelvePm(minute) => vec![at(Time::new(12, minute, 0, 0).ok()?, vec![Assumption::Noon])],
        Clock::Midnight => {
            vec![at(Time::midnight(), Vec::new()), Reading { wall: next_day.at(0, 0, 0, 0), assumed: Vec::new() }]
        }
        Clock::TwentyFour => {
            let wall = next_day.at(0, 0, 0, 0);
            vec![Reading { wall, assumed: vec![Assumption::EndsNextDay(wall)] }]
        }
        Clock::EndOfDay => vec![at(END_OF_DAY, vec![Assumption::DayPart(DayPart::EndOfDay, END_OF_DAY)])],
        Clock::EndOfWork => vec![at(END_OF_WORK, vec![Assumption::DayPart(DayPart::EndOfWork, END_OF_WORK)])],
    })
}

/// The meanings of an hour from 1 to 11 on a named day. An hour up to 5 or 6 has two meanings. A later hour is in the
/// morning, unless that has passed.
fn doubtful_times(early: Time, written: Written, date: Date, now: DateTime) -> Vec<Reading> {
    let late = Time::new(early.hour() + 12, early.minute(), early.second(), 0).unwrap_or(early);
    let read = |time: Time| Reading { wall: date.to_datetime(time), assumed: vec![Assumption::TwentyFourHours(time)] };
    let last_doubted = if written == Written::WithH { 5 } else { 6 };
    if early.hour() <= last_doubted || date.to_datetime(early) <= now {
        return vec![read(early), read(late)]
            .into_iter()
            .map(|mut reading| {
                reading.assumed.clear();
                reading
            })
            .collect();
    }
    vec![read(early)]
}

fn default_time(part: Part) -> (DayPart, Time) {
    match part {
        Part::Morning => (DayPart::Morning, time(9, 0, 0, 0)),
        Part::Afternoon => (DayPart::Afternoon, time(15, 0, 0, 0)),
        Part::Evening => (DayPart::Evening, time(19, 0, 0, 0)),
        Part::Night => (DayPart::Night, time(20, 0, 0, 0)),
        Part::Tonight => (DayPart::Tonight, time(20, 0, 0, 0)),
    }
}

/// "9 in the morning", "tonight at 8", "3 de la tarde".
fn times_in_part(clock: Clock, part: Part, date: Date) -> Option<Vec<Reading>> {
    let next_day = plus_days(date, 1);
    let sure = |date: Date, time: Time| Some(vec![Reading { wall: date.to_datetime(time), assumed: Vec::new() }]);
    let hours = match part {
        Part::Morning => 0..=11,
        Part::Afternoon => 12..=20,
        Part::Evening => 16..=23,
        Part::Night | Part::Tonight => 17..=23,
    };
    match clock {
        Clock::Doubtful { time, .. } | Clock::At(time) if time.hour() < 12 => {
            let late = Time::new(time.hour() + 12, time.minute(), time.second(), 0).ok()?;
            if hours.contains(&time.hour()) && part == Part::Morning {
                sure(date, time)
            } else if hours.contains(&late.hour()) && matches!(clock, Clock::Doubtful { .. }) {
                sure(date, late)
            } else if matches!(part, Part::Night | Part::Tonight) && time.hour() <= 4 {
                // An hour after midnight can be in the night before this date or in the night after it.
                let (before, after) = (date.to_datetime(time), next_day.to_datetime(time));
                Some([before, after].into_iter().map(|wall| Reading { wall, assumed: Vec::new() }).collect())
            } else {
                None
            }
        }
        // "12 de la noche" is midnight. "12 de la mañana" is noon for some people.
        Clock::At(time) if time.hour() == 12 && matches!(part, Part::Night | Part::Tonight) => {
            sure(next_day, Time::new(0, time.minute(), 0, 0).ok()?)
        }
        Clock::At(time) if time.hour() == 12 && part == Part::Morning => {
            let midnight = Time::new(0, time.minute(), 0, 0).ok()?;
            Some(
                [midnight, time]
                    .into_iter()
                    .map(|time| Reading { wall: date.to_datetime(time), assumed: Vec::new() })
                    .collect(),
            )
        }
        Clock::At(time) => hours.contains(&time.hour()).then(|| sure(date, time)).flatten(),
        Clock::Midnight if matches!(part, Part::Night | Part::Tonight) => sure(next_day, Time::midnight()),
        _ => None,
    }
}
