//! Reads the parts of a phrase: day, time of day, zone, recurrence and end.
//!
//! Parts may come in any order. If a word can begin several parts, the parser tries one part after the other. It keeps
//! the first part for which the grammar also matches the rest of the text. The number of steps is limited.

use super::lexicon::WordMeaning;
use super::parsed::{Day, Parsed, Which, Zone};
use super::text::Text;
use super::{clock, day, every, zone};

/// Reads all parts from `at` to the end of the text, and adds them to `parsed`. `None` if a token belongs to no part,
/// if a part occurs twice, or if no part says when.
pub(super) fn parts(text: &Text<'_>, at: usize, parsed: Parsed) -> Option<Parsed> {
    if at == text.len() {
        return parsed.has_when().then_some(parsed);
    }
    if !text.count_step() {
        return None;
    }
    every_then(text, at, &parsed)
        .or_else(|| day_then(text, at, &parsed))
        .or_else(|| clock_then(text, at, &parsed))
        .or_else(|| zone_then(text, at, &parsed))
        .or_else(|| until_then(text, at, &parsed))
        .or_else(|| also_then(text, at, &parsed))
        .or_else(|| connector_then(text, at, parsed))
}

fn every_then(text: &Text<'_>, at: usize, parsed: &Parsed) -> Option<Parsed> {
    if parsed.every.is_some() || parsed.day.is_some() {
        return None;
    }
    every::read(text, at)
        .into_iter()
        .find_map(|(every, end)| parts(text, end, Parsed { every: Some(every), ..parsed.clone() }))
}

fn day_then(text: &Text<'_>, at: usize, parsed: &Parsed) -> Option<Parsed> {
    if parsed.every.is_some() {
        return None;
    }
    let mut days = day::read(text, at);
    if matches!(parsed.day, Some(Day::Weekday(_, Which::Bare))) {
        days.extend(day::after_weekday(text, at));
    }
    days.into_iter().find_map(|(day, end)| match (parsed.day, day) {
        (None, day) => parts(text, end, Parsed { day: Some(day), ..parsed.clone() }),
        // "Thursday 26 November", "26 November (Thursday)": the weekday belongs to the date. `days::on_weekday`
        // compares them.
        (Some(Day::Weekday(weekday, Which::Bare)), date) if is_date(date) && parsed.weekday.is_none() => {
            parts(text, end, Parsed { day: Some(date), weekday: Some(weekday), ..parsed.clone() })
        }
        (Some(date), Day::Weekday(weekday, Which::Bare)) if is_date(date) && parsed.weekday.is_none() => {
            parts(text, end, Parsed { weekday: Some(weekday), ..parsed.clone() })
        }
        _ => None,
    })
}

fn is_date(day: Day) -> bool {
    matches!(day, Day::Date { .. } | Day::Numeric { .. } | Day::OfMonth(_) | Day::FromToday(_))
}

fn clock_then(text: &Text<'_>, at: usize, parsed: &Parsed) -> Option<Parsed> {
    // "This evening" also names the day: today.
    let is_todays = text.word(at) == Some(WordMeaning::This) && parsed.day.is_none();
    let part_at = at + usize::from(is_todays);
    let part = match text.word(part_at) {
        Some(WordMeaning::PartOfDay(part)) => Some(part),
        // "Every day in the mornings": the plural is read only in a phrase that recurs.
        Some(WordMeaning::PartsOfDay(part)) if parsed.every.is_some() => Some(part),
        _ => None,
    };
    if let Some(part) = part.filter(|_| parsed.part.is_none()) {
        let day = if is_todays { Some(Day::FromToday(0)) } else { parsed.day };
        let found = parts(text, part_at + 1, Parsed { part: Some(part), day, ..parsed.clone() });
        if found.is_some() {
            return found;
        }
    }
    if parsed.clock.is_some() {
        return None;
    }
    clock::read(text, at, parsed)
        .and_then(|(clock, end)| parts(text, end, Parsed { clock: Some(clock), ..parsed.clone() }))
}

fn zone_then(text: &Text<'_>, at: usize, parsed: &Parsed) -> Option<Parsed> {
    if parsed.zone.is_some() {
        return None;
    }
    zone::read(text, at, parsed)
        .into_iter()
        .find_map(|(zone, end): (Zone, usize)| parts(text, end, Parsed { zone: Some(zone), ..parsed.clone() }))
}

/// Reads a further time of a recurring phrase: "every day at 8 and 20", "tous les jours à 8h, 12h et 18h".
fn also_then(text: &Text<'_>, at: usize, parsed: &Parsed) -> Option<Parsed> {
    const MAX_CLOCKS: usize = 5;
    let follows = text.word(at) == Some(WordMeaning::And) || text.is_sign(at, ',');
    if !follows || parsed.every.is_none() || parsed.clock.is_none() || parsed.further_times.len() >= MAX_CLOCKS {
        return None;
    }
    let (clock, end) = clock::further_time(text, at + 1)?;
    let mut further_times = parsed.further_times.clone();
    further_times.push(clock);
    parts(text, end, Parsed { further_times, ..parsed.clone() })
}

/// Reads the end of a recurring phrase: "until 31 December", "10 times".
fn until_then(text: &Text<'_>, at: usize, parsed: &Parsed) -> Option<Parsed> {
    parsed.every.as_ref()?;
    if text.word(at) == Some(WordMeaning::Until) && parsed.until.is_none() {
        let from = text.skip(text.skip(at + 1, &[WordMeaning::At]), &[WordMeaning::The]);
        let days = day::read(text, at + 1).into_iter().chain(day::read(text, from));
        return days.into_iter().find_map(|(day, end)| parts(text, end, Parsed { until: Some(day), ..parsed.clone() }));
    }
    let times = text.number(at).filter(|n| {
        (1..=1000).contains(n) && text.word(at + 1) == Some(WordMeaning::Times) && parsed.times.is_none()
    })?;
    parts(text, at + 2, Parsed { times: Some(times), ..parsed.clone() })
}

/// Skips a small word or a sign between parts. A phrase cannot end with one.
fn connector_then(text: &Text<'_>, at: usize, parsed: Parsed) -> Option<Parsed> {
    let is_small = matches!(
        text.word(at),
        Some(
            WordMeaning::At | WordMeaning::On | WordMeaning::Of | WordMeaning::The | WordMeaning::In | WordMeaning::And
        )
    );
    let is_sign = text.is_sign(at, ',')
        || text.is_sign(at, '@')
        || text.is_sign(at, '.')
        || text.is_sign(at, ';')
        || text.is_sign(at, '-');
    if !(is_small || is_sign) || at + 1 == text.len() {
        return None;
    }
    // "In two" begins a length of time, which `shift` reads. If the unit is missing, do not read "two" as an hour.
    if text.word(at) == Some(WordMeaning::In) && (text.number(at + 1).is_some() || text.is_article(at + 1)) {
        return None;
    }
    parts(text, at + 1, parsed)
}
