//! Answers phrases that recur: finds the recurrence rule and the first instant.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, Weekday};

use super::answer::{Anchor, Assumption, PhraseAnswer, Understood};
use super::asker::move_by;
use super::choices::{plain_choice, question, understood};
use super::lexicon::Unit;
use super::once::{ReadContext, once};
use super::parsed::{Clock, Day, Every, Parsed, Which, WhichMonth};
use super::readings::{self, Reading};
use crate::time::local::{Pass, local, resolve};
use crate::time::recur::Rule;

/// The date with which the time of day of a rule is read. The date is far in the future, so that no time of day on this
/// date has passed.
const FAR_DATE: Date = Date::constant(2400, 1, 1);

/// The answer to a phrase that recurs.
pub(super) fn recurring(parsed: &Parsed, every: &Every, context: ReadContext) -> PhraseAnswer {
    match every {
        Every::PerhapsWeekday(day) => return once_or_weekly(parsed, *day, context),
        Every::PerhapsLastDay => return once_or_monthly(parsed, context),
        Every::Units(n, unit @ (Unit::Minute | Unit::Hour)) => {
            return recurring_in_real_time(parsed, *n, *unit, context);
        }
        // "Tous les quinze jours" usually means every two weeks, but can mean every fifteen days.
        Every::LooseDays(days) => {
            let recurrences = [Every::Units(days / 7, Unit::Week), Every::Units(*days, Unit::Day)];
            return join_answers(recurrences.iter().map(|every| recurring(parsed, every, context)));
        }
        _ => {}
    }
    let Some(times) = times_of_day(parsed, context.now) else { return PhraseAnswer::Unknown };
    let Some(hours) = listed_hours(parsed, &times) else { return PhraseAnswer::Unknown };
    let mut choices = Vec::new();
    for Reading { wall, assumed } in times {
        // 24:00 and some midnights fall on the next day, so the rule moves by a day.
        let shifted = if wall.date() == FAR_DATE { Some(every.clone()) } else { day_after(every) };
        let Some(mut one) = shifted.and_then(|every| first_occurrence(&every, wall.time(), &hours, parsed, context))
        else {
            return PhraseAnswer::Unknown;
        };
        one.assumed.extend(assumed.into_iter().map(|assumption| match assumption {
            Assumption::EndsNextDay(_) => Assumption::EndsNextDay(one.wall),
            other => other,
        }));
        choices.push(plain_choice(one));
    }
    match choices.len() {
        1 => choices.pop().map_or(PhraseAnswer::Unknown, |choice| understood(choice.answer)),
        _ => match question(choices) {
            // In a daily rule, the midnights at the start and at the end of the day are the same time.
            PhraseAnswer::Ambiguous(mut same) if same.len() == 1 => {
                same.pop().map_or(PhraseAnswer::Unknown, |choice| understood(choice.answer))
            }
            asked => asked,
        },
    }
}

/// The times of day that the phrase can mean.
fn times_of_day(parsed: &Parsed, now: DateTime) -> Option<Vec<Reading>> {
    const DEFAULT_TIME: Time = jiff::civil::time(9, 0, 0, 0);
    if parsed.clock.is_none() && parsed.part.is_none() {
        return Some(vec![Reading {
            wall: FAR_DATE.to_datetime(DEFAULT_TIME),
            assumed: vec![Assumption::NoTime(DEFAULT_TIME)],
        }]);
    }
    let day = Some(Day::Date { year: Some(FAR_DATE.year()), month: FAR_DATE.month(), day: FAR_DATE.day() });
    let on_one_day = Parsed { day, clock: parsed.clock, part: parsed.part, ..Parsed::default() };
    Some(readings::of(&on_one_day, now)?.meant)
}

/// The hours of a list of times such as "at 8 and 20", ascending. Empty if the phrase has a single time. `None` if one
/// rule cannot express the list: the minutes differ, a time has several meanings, or the hours are not in order.
fn listed_hours(parsed: &Parsed, first: &[Reading]) -> Option<Vec<i8>> {
    if parsed.further_times.is_empty() {
        return Some(Vec::new());
    }
    let mut hours = Vec::new();
    let [first] = first else { return None };
    let others = parsed.further_times.iter().map(|clock| unambiguous_time(*clock));
    for time in std::iter::once(Some(first.wall.time())).chain(others) {
        let time = time?;
        if time.minute() != first.wall.minute() || time.second() != 0 || hours.contains(&time.hour()) {
            return None;
        }
        hours.push(time.hour());
    }
    let in_order =
        first.wall.date() == FAR_DATE && hours.is_sorted() && parsed.times.is_none() && parsed.part.is_none();
    in_order.then_some(hours)
}

/// The time of day, if it has only one meaning. In a list of times, an hour above 6 is read on the 24-hour clock.
fn unambiguous_time(clock: Clock) -> Option<Time> {
    match clock {
        Clock::At(time) => Some(time),
        Clock::Doubtful { time, .. } if time.hour() > 6 => Some(time),
        Clock::TwelvePm(minute) => Time::new(12, minute, 0, 0).ok(),
        _ => None,
    }
}

/// The recurrence moved one day later; `None` if no rule can express that.
fn day_after(every: &Every) -> Option<Every> {
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

/// "Le lundi 15h": the next Monday, or every Monday.
fn once_or_weekly(parsed: &Parsed, day: u8, context: ReadContext) -> PhraseAnswer {
    let next = Parsed { every: None, day: Some(Day::Weekday(day, Which::Bare)), ..parsed.clone() };
    let each = Every::Weekdays { days: vec![day], weeks: 1, is_every_second: false };
    join_answers([once(&next, context), recurring(parsed, &each, context)].into_iter())
}

/// "The last day of the month": of this month, or of every month.
fn once_or_monthly(parsed: &Parsed, context: ReadContext) -> PhraseAnswer {
    let each = recurring(parsed, &Every::LastDayOfMonth, context);
    if parsed.until.is_some() || parsed.times.is_some() || !parsed.further_times.is_empty() {
        return each;
    }
    let last = Day::NthOf { n: -1, weekday: None, month: WhichMonth::This };
    let this = Parsed { every: None, day: Some(last), ..parsed.clone() };
    join_answers([once(&this, context), each].into_iter())
}

/// "Every 6 hours" counts from now, in real time.
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
        // Anchored to the instant: on the wall clock, "every hour" would skip the repeated hour when the clock goes
        // back.
        Some((instant, rule)) => understood(Understood {
            instant,
            wall: local(context.zone, instant).0,
            zone: context.zone,
            anchor: Anchor::Instant,
            rule: Some(rule),
            assumed: Vec::new(),
        }),
        None => PhraseAnswer::Unknown,
    }
}

fn first_occurrence(
    every: &Every,
    time: Time,
    hours: &[i8],
    parsed: &Parsed,
    context: ReadContext,
) -> Option<Understood> {
    let today = context.now.date().to_datetime(time);
    let (mut base, interval, assumed) = rule_parts(every)?;
    if !hours.is_empty() {
        let hours: Vec<String> = hours.iter().map(ToString::to_string).collect();
        base.push_str(&format!(";BYHOUR={}", hours.join(",")));
    }
    // Find the first occurrence without the interval, because the interval counts from it.
    let start = local(context.zone, Rule::parse(&base).ok()?.next_after(context.zone, today, context.asker.now)?).0;
    let start = start.date().to_datetime(time);
    let until = match parsed.until {
        Some(day) => Some(end_of(day, context)?),
        None => None,
    };
    first_instant(&build_rule(&base, interval, parsed.times, until)?, start, assumed, context)
}

fn end_of(day: Day, context: ReadContext) -> Option<Timestamp> {
    let clock = Some(Clock::At(jiff::civil::time(23, 59, 59, 0)));
    let readings = readings::of(&Parsed { day: Some(day), clock, ..Parsed::default() }, context.now)?;
    match readings.meant.as_slice() {
        [one] => Some(resolve(context.zone, one.wall).instant),
        _ => None,
    }
}

fn first_instant(rule: &Rule, start: DateTime, assumed: Vec<Assumption>, context: ReadContext) -> Option<Understood> {
    let instant = rule.next_after(context.zone, start, context.asker.now)?;
    let wall = local(context.zone, instant).0;
    Some(Understood { instant, wall, zone: context.zone, anchor: context.anchor, rule: Some(rule.clone()), assumed })
}

/// The rule without its interval, the interval, and the assumptions.
fn rule_parts(every: &Every) -> Option<(String, u32, Vec<Assumption>)> {
    const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    let name = |day: u8| DAYS.get(usize::from(day)).copied();
    Some(match every {
        Every::Units(n, Unit::Day) => ("FREQ=DAILY".to_owned(), *n, Vec::new()),
        Every::Units(n, Unit::Week) => ("FREQ=WEEKLY".to_owned(), *n, Vec::new()),
        Every::Weekdays { days, weeks, is_every_second } => {
            let names: Vec<&str> = days.iter().filter_map(|day| name(*day)).collect();
            let weekday = days.first().and_then(|day| Weekday::from_monday_zero_offset(i8::try_from(*day).ok()?).ok());
            let assumed = weekday.filter(|_| *is_every_second).map(Assumption::EveryTwoWeeks);
            (format!("FREQ=WEEKLY;BYDAY={}", names.join(",")), *weeks, assumed.into_iter().collect())
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
