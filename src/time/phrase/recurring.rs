//! Answers phrases that recur. The answer has the recurrence rule and the first instant.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, Weekday};

use super::answer::{Anchor, Assumption, PhraseAnswer, Understood};
use super::asker::move_by;
use super::choices::{plain_choice, question, understood};
use super::lexicon::Unit;
use super::once::{ReadContext, answer_once};
use super::parsed::{Clock, Day, Every, Parsed, WhichMonth, WhichWeekday};
use super::readings::{self, Reading};
use crate::time::local::{Pass, local, resolve};
use crate::time::recur::Rule;

/// The date on which the time of day of a rule is read. It is far in the future, so that no time of day on it has
/// passed.
const FAR_DATE: Date = Date::constant(2400, 1, 1);

/// The answer to a phrase that recurs.
pub(super) fn answer_recurring(parsed: &Parsed, every: &Every, context: ReadContext) -> PhraseAnswer {
    match every {
        Every::PerhapsWeekday(day) => return once_or_weekly(parsed, *day, context),
        Every::PerhapsLastDay => return once_or_monthly(parsed, context),
        Every::Units(n, unit @ (Unit::Minute | Unit::Hour)) => {
            return recurring_in_real_time(parsed, *n, *unit, context);
        }
        // "Tous les quinze jours" usually means every two weeks, but can mean every fifteen days.
        Every::LooseDays(days) => {
            let recurrences = [Every::Units(days / 7, Unit::Week), Every::Units(*days, Unit::Day)];
            return join_answers(recurrences.iter().map(|every| answer_recurring(parsed, every, context)));
        }
        _ => {}
    }
    let Some(times) = times_of_day(parsed, context.now) else { return PhraseAnswer::Unknown };
    let Some(hours) = listed_hours(parsed, &times) else { return PhraseAnswer::Unknown };
    let mut choices = Vec::new();
    for Reading { wall, assumptions } in times {
        // 24:00 and some midnights are on the next day, so the rule moves by a day.
        let moved = if wall.date() == FAR_DATE { Some(every.clone()) } else { one_day_later(every) };
        let Some(mut one) = moved.and_then(|every| first_occurrence(&every, wall.time(), &hours, parsed, context))
        else {
            return PhraseAnswer::Unknown;
        };
        one.assumptions.extend(assumptions.into_iter().map(|assumption| match assumption {
            Assumption::EndsNextDay(_) => Assumption::EndsNextDay(one.wall),
            other => other,
        }));
        choices.push(plain_choice(one));
    }
    match choices.len() {
        1 => choices.pop().map_or(PhraseAnswer::Unknown, |choice| understood(choice.answer)),
        _ => match question(choices) {
            // In a daily rule, midnight at the start of the day and midnight at the end of the day are the same rule.
            PhraseAnswer::Ambiguous(mut same) if same.len() == 1 => {
                same.pop().map_or(PhraseAnswer::Unknown, |choice| understood(choice.answer))
            }
            answer => answer,
        },
    }
}

/// The times of day that the phrase can mean. `None` if its parts contradict each other.
fn times_of_day(parsed: &Parsed, now: DateTime) -> Option<Vec<Reading>> {
    const DEFAULT_TIME: Time = jiff::civil::time(9, 0, 0, 0);
    if parsed.clock.is_none() && parsed.part.is_none() {
        return Some(vec![Reading {
            wall: FAR_DATE.to_datetime(DEFAULT_TIME),
            assumptions: vec![Assumption::NoTime(DEFAULT_TIME)],
        }]);
    }
    let day = Some(Day::Date { year: Some(FAR_DATE.year()), month: FAR_DATE.month(), day: FAR_DATE.day() });
    let on_far_date = Parsed { day, clock: parsed.clock, part: parsed.part, ..Parsed::default() };
    Some(readings::find_readings(&on_far_date, now)?.meanings)
}

/// The hours of a list of times such as "at 8 and 20", ascending. Empty if the phrase has a single time. `None` if one
/// rule cannot express the list. For example, the minutes differ, a time has several meanings, or the hours are not
/// ascending.
fn listed_hours(parsed: &Parsed, first: &[Reading]) -> Option<Vec<i8>> {
    if parsed.further_times.is_empty() {
        return Some(Vec::new());
    }
    let mut hours = Vec::new();
    let [first] = first else { return None };
    let further_times = parsed.further_times.iter().map(|clock| unambiguous_time(*clock));
    for time in std::iter::once(Some(first.wall.time())).chain(further_times) {
        let time = time?;
        if time.minute() != first.wall.minute() || time.second() != 0 || hours.contains(&time.hour()) {
            return None;
        }
        hours.push(time.hour());
    }
    let is_one_rule =
        first.wall.date() == FAR_DATE && hours.is_sorted() && parsed.times.is_none() && parsed.part.is_none();
    is_one_rule.then_some(hours)
}

/// The time of day if it has only one meaning, otherwise `None`. An hour above 6 is read on the 24-hour clock.
fn unambiguous_time(clock: Clock) -> Option<Time> {
    match clock {
        Clock::At(time) => Some(time),
        Clock::Doubtful { time, .. } if time.hour() > 6 => Some(time),
        Clock::TwelvePm(minute) => Time::new(12, minute, 0, 0).ok(),
        _ => None,
    }
}

/// The recurrence, moved one day later. `None` if no rule can express it.
fn one_day_later(every: &Every) -> Option<Every> {
    match every {
        Every::Units(n, Unit::Day) => Some(Every::Units(*n, Unit::Day)),
        Every::Weekdays { days, weeks: 1, is_every_second } => {
            let mut days: Vec<u8> = days.iter().map(|day| (day + 1) % 7).collect();
            days.sort_unstable();
            Some(Every::Weekdays { days, weeks: 1, is_every_second: *is_every_second })
        }
        _ => None,
    }
}

/// A question with the choices of all answers. `Unknown` if one of the answers is unknown.
fn join_answers(answers: impl Iterator<Item = PhraseAnswer>) -> PhraseAnswer {
    let mut choices = Vec::new();
    for answer in answers {
        match answer {
            PhraseAnswer::Understood(one) => choices.push(plain_choice(*one)),
            PhraseAnswer::Ambiguous(some) => choices.extend(some),
            PhraseAnswer::Past(_) => {}
            PhraseAnswer::NoSuchDay(_) | PhraseAnswer::Unknown => return PhraseAnswer::Unknown,
        }
    }
    question(choices)
}

/// The answer to "le lundi 15h", which means the next Monday or every Monday.
fn once_or_weekly(parsed: &Parsed, day: u8, context: ReadContext) -> PhraseAnswer {
    let single = Parsed { every: None, day: Some(Day::Weekday(day, WhichWeekday::Bare)), ..parsed.clone() };
    let weekly = Every::Weekdays { days: vec![day], weeks: 1, is_every_second: false };
    join_answers([answer_once(&single, context), answer_recurring(parsed, &weekly, context)].into_iter())
}

/// The answer to "the last day of the month", which means this month or every month.
fn once_or_monthly(parsed: &Parsed, context: ReadContext) -> PhraseAnswer {
    let monthly = answer_recurring(parsed, &Every::LastDayOfMonth, context);
    if parsed.until.is_some() || parsed.times.is_some() || !parsed.further_times.is_empty() {
        return monthly;
    }
    let last = Day::NthOf { n: -1, weekday: None, month: WhichMonth::This };
    let single = Parsed { every: None, day: Some(last), ..parsed.clone() };
    join_answers([answer_once(&single, context), monthly].into_iter())
}

/// The answer to a phrase such as "every 6 hours", which counts from now in real time.
fn recurring_in_real_time(parsed: &Parsed, n: u32, unit: Unit, context: ReadContext) -> PhraseAnswer {
    if parsed.clock.is_some() || parsed.part.is_some() || parsed.until.is_some() {
        return PhraseAnswer::Unknown;
    }
    let freq = if unit == Unit::Hour { "HOURLY" } else { "MINUTELY" };
    let now = context.now.with().second(0).subsec_nanosecond(0).build().unwrap_or(context.now);
    let rule = build_rule(&format!("FREQ={freq}"), n, parsed.times, None);
    let now = Pass::of(context.zone, context.now, context.asker.now).resolve(context.zone, now);
    let start = move_by(&[(i64::from(n), unit)], context.asker, now, context.zone);
    match start.zip(rule) {
        // The anchor is the instant. On the wall clock, "every hour" would have no occurrence in the hour that the
        // clock repeats when it goes back.
        Some((instant, rule)) => understood(Understood {
            instant,
            wall: local(context.zone, instant).0,
            zone: context.zone,
            anchor: Anchor::Instant,
            rule: Some(rule),
            assumptions: Vec::new(),
        }),
        None => PhraseAnswer::Unknown,
    }
}

/// The first occurrence of the recurrence at `time`, with its rule. `hours` has the hours of a list of times, or is
/// empty.
fn first_occurrence(
    every: &Every,
    time: Time,
    hours: &[i8],
    parsed: &Parsed,
    context: ReadContext,
) -> Option<Understood> {
    let today = context.now.date().to_datetime(time);
    let (mut rule_text, interval, assumptions) = rule_parts(every)?;
    if !hours.is_empty() {
        let hours: Vec<String> = hours.iter().map(ToString::to_string).collect();
        rule_text.push_str(&format!(";BYHOUR={}", hours.join(",")));
    }
    // The interval counts from the first occurrence, so find the first occurrence without the interval.
    let start =
        local(context.zone, Rule::parse(&rule_text).ok()?.next_after(context.zone, today, context.asker.now)?).0;
    let start = start.date().to_datetime(time);
    let until = match parsed.until {
        Some(day) => Some(end_of_day(day, context)?),
        None => None,
    };
    first_instant(&build_rule(&rule_text, interval, parsed.times, until)?, start, assumptions, context)
}

/// The last second of `day`. `None` if `day` has several meanings.
fn end_of_day(day: Day, context: ReadContext) -> Option<Timestamp> {
    let clock = Some(Clock::At(jiff::civil::time(23, 59, 59, 0)));
    let readings = readings::find_readings(&Parsed { day: Some(day), clock, ..Parsed::default() }, context.now)?;
    match readings.meanings.as_slice() {
        [one] => Some(resolve(context.zone, one.wall).instant),
        _ => None,
    }
}

fn first_instant(
    rule: &Rule,
    start: DateTime,
    assumptions: Vec<Assumption>,
    context: ReadContext,
) -> Option<Understood> {
    let instant = rule.next_after(context.zone, start, context.asker.now)?;
    let wall = local(context.zone, instant).0;
    Some(Understood {
        instant,
        wall,
        zone: context.zone,
        anchor: context.anchor,
        rule: Some(rule.clone()),
        assumptions,
    })
}

/// The text of the rule without its interval, the interval, and the assumptions. `None` if `every` is not one rule.
fn rule_parts(every: &Every) -> Option<(String, u32, Vec<Assumption>)> {
    const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    let name = |day: u8| DAYS.get(usize::from(day)).copied();
    Some(match every {
        Every::Units(n, Unit::Day) => ("FREQ=DAILY".to_owned(), *n, Vec::new()),
        Every::Units(n, Unit::Week) => ("FREQ=WEEKLY".to_owned(), *n, Vec::new()),
        Every::Weekdays { days, weeks, is_every_second } => {
            let names: Vec<&str> = days.iter().filter_map(|day| name(*day)).collect();
            let weekday = days.first().and_then(|day| Weekday::from_monday_zero_offset(i8::try_from(*day).ok()?).ok());
            let assumptions = weekday.filter(|_| *is_every_second).map(Assumption::EveryTwoWeeks);
            (format!("FREQ=WEEKLY;BYDAY={}", names.join(",")), *weeks, assumptions.into_iter().collect())
        }
        Every::DayOfMonth(day @ 29..=31) => {
            let days: Vec<String> = (28..=*day).map(|day| day.to_string()).collect();
            (
                format!("FREQ=MONTHLY;BYMONTHDAY={};BYSETPOS=-1", days.join(",")),
                1,
                vec![Assumption::LastDayOfShorterMonths(*day)],
            )
        }
        Every::DayOfMonth(day) => (format!("FREQ=MONTHLY;BYMONTHDAY={day}"), 1, Vec::new()),
        Every::LastDayOfMonth => ("FREQ=MONTHLY;BYMONTHDAY=-1".to_owned(), 1, Vec::new()),
        Every::NthOfMonth(n, day) => (format!("FREQ=MONTHLY;BYDAY={n}{}", name(*day)?), 1, Vec::new()),
        Every::Date { month, day } => (format!("FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}"), 1, Vec::new()),
        Every::Units(..) | Every::LooseDays(_) | Every::PerhapsWeekday(_) | Every::PerhapsLastDay => return None,
    })
}

fn build_rule(base: &str, interval: u32, times: Option<u32>, until: Option<Timestamp>) -> Option<Rule> {
    let mut text = base.to_owned();
    if interval > 1 {
        text.push_str(&format!(";INTERVAL={interval}"));
    }
    match (times, until) {
        (Some(_), Some(_)) => return None,
        (Some(times), None) => text.push_str(&format!(";COUNT={times}")),
        (None, Some(until)) => text.push_str(&until.strftime(";UNTIL=%Y%m%dT%H%M%SZ").to_string()),
        (None, None) => {}
    }
    Rule::parse(&text).ok()
}
