//! Finds the wall times that the day and the time of day of a phrase may mean.

use jiff::Span;
use jiff::civil::{Date, DateTime, Time, time};

use super::answer::{Assumption, DayPart};
use super::days::{self, DayReading, plus_days};
use super::lexicon::Part;
use super::parsed::{Clock, Day, Notation, Parsed, WhichWeekday};

/// One meaning of a phrase.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    pub wall: DateTime,
    pub assumptions: Vec<Assumption>,
}

/// All meanings of a phrase, and later times to offer if the meanings have passed.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Readings {
    /// The meanings of the phrase. If there are several, the person is asked.
    pub meanings: Vec<Reading>,
    /// Whether to ask the person even if only one of several meanings is in the future.
    pub is_question: bool,
    /// Later times that the person may mean.
    pub alternatives: Vec<Reading>,
}

/// The time for a phrase that names a day but no time.
const DEFAULT_TIME: Time = time(9, 0, 0, 0);

/// The times to offer for "today" without a time, if they are in the future.
const TIMES_OF_TODAY: [Time; 5] =
    [time(9, 0, 0, 0), time(12, 0, 0, 0), time(15, 0, 0, 0), time(18, 0, 0, 0), time(21, 0, 0, 0)];

const END_OF_DAY: Time = time(23, 59, 0, 0);

const END_OF_WORK: Time = time(17, 0, 0, 0);

/// The meanings of `parsed` for a person whose clock shows `now`. `None` if the parts contradict each other.
pub(super) fn find_readings(parsed: &Parsed, now: DateTime) -> Option<Readings> {
    match parsed.day {
        None => without_day(parsed, now),
        Some(day) => on_day(parsed, day, now),
    }
}

fn on_day(parsed: &Parsed, day: Day, now: DateTime) -> Option<Readings> {
    let mut days = days::find_days(day, parsed, now)?;
    if let Some(weekday) = parsed.weekday {
        days = days::match_weekday(days, weekday, now.date());
    }
    let mut readings = Readings { is_question: days.len() > 1, ..Readings::default() };
    for day in &days {
        let with_end_of_day = Parsed { clock: Some(Clock::EndOfDay), ..parsed.clone() };
        let has_no_time = parsed.clock.is_none() && parsed.part.is_none();
        let parsed = if day.is_end_of_day && has_no_time { &with_end_of_day } else { parsed };
        let times = times(parsed, day.date, now)?;
        readings.is_question |= times.len() > 1;
        readings.meanings.extend(times.into_iter().map(|reading| with_assumptions_of_day(day, reading)));
    }
    readings.alternatives = alternatives(day, &readings.meanings, now);
    Some(readings)
}

fn with_assumptions_of_day(day: &DayReading, mut reading: Reading) -> Reading {
    reading.assumptions.splice(0..0, day.assumptions.iter().cloned());
    reading
}

/// The times to offer if the meanings have passed. They are at the same time of day, one or more days, weeks, months or
/// years later. The kind of day decides the unit.
fn alternatives(day: Day, meanings: &[Reading], now: DateTime) -> Vec<Reading> {
    let step = match day {
        Day::FromToday(0) => Span::new().days(1),
        Day::Weekday(_, WhichWeekday::Last)
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
    let later = meanings.iter().filter(|reading| reading.wall <= now).filter_map(|reading| {
        // Ten steps are enough: 29 February needs at most eight years. Each step counts from the first date. Steps from
        // the previous date would change the day of the month: 31 October, 30 November, 30 December.
        (1..=10).find_map(|steps| {
            let wall = reading.wall.checked_add(step.checked_mul(steps).ok()?).ok()?;
            let is_same_day = wall.day() == reading.wall.day() || step.get_months() == 0 && step.get_years() == 0;
            (wall > now && is_same_day).then(|| Reading { wall, assumptions: Vec::new() })
        })
    });
    later.collect()
}

/// The meanings of a time of day without a day.
fn without_day(parsed: &Parsed, now: DateTime) -> Option<Readings> {
    let (today, tomorrow) = (now.date(), plus_days(now.date(), 1));
    // "Midnight" without a day always means the next midnight, at the end of today.
    if matches!(parsed.clock, Some(Clock::Midnight)) && matches!(parsed.part, None | Some(Part::Tonight | Part::Night))
    {
        let wall = tomorrow.at(0, 0, 0, 0);
        return Some(Readings {
            meanings: vec![Reading { wall, assumptions: vec![Assumption::Day(tomorrow)] }],
            ..Readings::default()
        });
    }
    let readings_on =
        |date: Date| -> Option<Vec<Reading>> { Some(with_assumed_day(times(parsed, date, now)?, date, parsed)) };
    let (on_today, on_tomorrow) = (readings_on(today)?, readings_on(tomorrow)?);
    let is_twelve_am = matches!(parsed.clock, Some(Clock::TwelveAm(_)));
    let is_doubtful = matches!(parsed.clock, Some(Clock::Doubtful { .. })) && parsed.part.is_none();
    if is_doubtful || is_twelve_am {
        return Some(doubtful_without_day(on_today, on_tomorrow, now, is_twelve_am));
    }
    // A time that has passed today can mean tomorrow, but "tonight" cannot.
    let alternatives = if parsed.part == Some(Part::Tonight) { later_tonight(parsed, now) } else { on_tomorrow };
    Some(Readings { meanings: on_today, is_question: false, alternatives })
}

/// Adds the assumption of the day to readings of a phrase without a day.
fn with_assumed_day(readings: Vec<Reading>, date: Date, parsed: &Parsed) -> Vec<Reading> {
    let is_tonight = matches!(parsed.part, Some(Part::Tonight));
    let add = |mut reading: Reading| {
        // 24:00 belongs to the day that it ends. "12 de la noche" belongs to the day that it begins.
        let ends_next_day =
            reading.assumptions.iter().any(|assumption| matches!(assumption, Assumption::EndsNextDay(_)));
        let day = if ends_next_day { date } else { reading.wall.date() };
        if !is_tonight {
            reading.assumptions.insert(0, Assumption::Day(day));
        }
        reading
    };
    readings.into_iter().map(add).collect()
}

/// The meanings of an hour such as "5:30" without a day. It means 05:30 today if that is in the future. Otherwise it
/// may mean 17:30 today or a time tomorrow. `is_question` is true if the person must always be asked.
fn doubtful_without_day(today: Vec<Reading>, tomorrow: Vec<Reading>, now: DateTime, is_question: bool) -> Readings {
    let is_first_in_future = today.first().is_some_and(|reading| reading.wall > now);
    if is_first_in_future && !is_question {
        return Readings { meanings: today.into_iter().take(1).collect(), ..Readings::default() };
    }
    let later_today = today.into_iter().filter(|reading| reading.wall > now);
    let mut meanings: Vec<Reading> = later_today.chain(tomorrow).collect();
    meanings.sort_by_key(|reading| reading.wall);
    meanings.dedup_by_key(|reading| reading.wall);
    meanings.truncate(3);
    Readings { meanings, is_question: true, alternatives: Vec::new() }
}

/// The times to offer for "tonight" if its usual time has passed. Empty if the phrase has a time of day.
fn later_tonight(parsed: &Parsed, now: DateTime) -> Vec<Reading> {
    if parsed.clock.is_some() {
        return Vec::new();
    }
    [time(22, 0, 0, 0), time(23, 0, 0, 0)]
        .into_iter()
        .map(|time| Reading { wall: now.date().to_datetime(time), assumptions: Vec::new() })
        .filter(|reading| reading.wall > now)
        .collect()
}

/// The meanings of the time of day of a phrase on one date. `None` if the time and the part of the day contradict each
/// other.
fn times(parsed: &Parsed, date: Date, now: DateTime) -> Option<Vec<Reading>> {
    let at = |time: Time, assumptions: Vec<Assumption>| Reading { wall: date.to_datetime(time), assumptions };
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
                // On a Tuesday, "Tuesday" can mean two days, so offer only one time for today. For the word "today",
                // offer several times.
                let max_times = if parsed.day == Some(Day::FromToday(0)) { TIMES_OF_TODAY.len() } else { 1 };
                let later_times =
                    TIMES_OF_TODAY.into_iter().filter(|time| date.to_datetime(*time) > now).chain([END_OF_DAY]);
                later_times.take(max_times).map(|time| at(time, vec![Assumption::NoTime(time)])).collect()
            }
            None => vec![at(DEFAULT_TIME, vec![Assumption::NoTime(DEFAULT_TIME)])],
        });
    };
    if let Some(part) = parsed.part {
        return times_in_part(clock, part, date);
    }
    Some(match clock {
        Clock::At(time) => vec![at(time, Vec::new())],
        Clock::Doubtful { time, notation } => doubtful_times(time, notation, date, now),
        Clock::TwelveAm(minute) => {
            let (midnight, noon) = (Time::new(0, minute, 0, 0).ok()?, Time::new(12, minute, 0, 0).ok()?);
            vec![
                at(midnight, Vec::new()),
                at(noon, Vec::new()),
                Reading { wall: next_day.to_datetime(midnight), assumptions: Vec::new() },
            ]
        }
        Clock::TwelvePm(minute) => vec![at(Time::new(12, minute, 0, 0).ok()?, vec![Assumption::Noon])],
        Clock::Midnight => {
            vec![at(Time::midnight(), Vec::new()), Reading { wall: next_day.at(0, 0, 0, 0), assumptions: Vec::new() }]
        }
        Clock::TwentyFour => {
            let wall = next_day.at(0, 0, 0, 0);
            vec![Reading { wall, assumptions: vec![Assumption::EndsNextDay(wall)] }]
        }
        Clock::EndOfDay => vec![at(END_OF_DAY, vec![Assumption::DayPart(DayPart::EndOfDay, END_OF_DAY)])],
        Clock::EndOfWork => vec![at(END_OF_WORK, vec![Assumption::DayPart(DayPart::EndOfWork, END_OF_WORK)])],
    })
}

/// The meanings of an hour from 1 to 11 on one date. An hour up to 6 (or 5 with "h") has two meanings. A later hour is
/// in the morning, unless that time has passed.
fn doubtful_times(early: Time, notation: Notation, date: Date, now: DateTime) -> Vec<Reading> {
    let late = Time::new(early.hour() + 12, early.minute(), early.second(), 0).unwrap_or(early);
    let read =
        |time: Time| Reading { wall: date.to_datetime(time), assumptions: vec![Assumption::TwentyFourHours(time)] };
    let last_doubtful_hour = if notation == Notation::WithH { 5 } else { 6 };
    if early.hour() <= last_doubtful_hour || date.to_datetime(early) <= now {
        return vec![read(early), read(late)]
            .into_iter()
            .map(|mut reading| {
                reading.assumptions.clear();
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

/// The meanings of a time of day with a part of the day: "9 in the morning", "tonight at 8", "3 de la tarde". `None` if
/// the two contradict each other.
fn times_in_part(clock: Clock, part: Part, date: Date) -> Option<Vec<Reading>> {
    let next_day = plus_days(date, 1);
    let single = |date: Date, time: Time| Some(vec![Reading { wall: date.to_datetime(time), assumptions: Vec::new() }]);
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
                single(date, time)
            } else if hours.contains(&late.hour()) && matches!(clock, Clock::Doubtful { .. }) {
                single(date, late)
            } else if matches!(part, Part::Night | Part::Tonight) && time.hour() <= 4 {
                // An hour after midnight can be in the night that ends on this date or in the night that begins on it.
                let (this_night, next_night) = (date.to_datetime(time), next_day.to_datetime(time));
                Some(
                    [this_night, next_night]
                        .into_iter()
                        .map(|wall| Reading { wall, assumptions: Vec::new() })
                        .collect(),
                )
            } else {
                None
            }
        }
        // "12 de la noche" means midnight. "12 de la mañana" means noon to some people and midnight to others.
        Clock::At(time) if time.hour() == 12 && matches!(part, Part::Night | Part::Tonight) => {
            single(next_day, Time::new(0, time.minute(), 0, 0).ok()?)
        }
        Clock::At(time) if time.hour() == 12 && part == Part::Morning => {
            let midnight = Time::new(0, time.minute(), 0, 0).ok()?;
            Some(
                [midnight, time]
                    .into_iter()
                    .map(|time| Reading { wall: date.to_datetime(time), assumptions: Vec::new() })
                    .collect(),
            )
        }
        Clock::At(time) => hours.contains(&time.hour()).then(|| single(date, time)).flatten(),
        Clock::Midnight if matches!(part, Part::Night | Part::Tonight) => single(next_day, Time::midnight()),
        _ => None,
    }
}
