//! Reads the parts of a phrase: the day, the time of day, the zone, the recurrence and its end.
//!
//! Parts may come in any order. If a word can begin several parts, the parser tries these parts one after the other. It
//! keeps the first part for which the grammar also matches the rest of the text. The number of steps is limited.

use super::lexicon::WordMeaning;
use super::parsed::{Day, Parsed, WhichWeekday, Zone};
use super::text::Text;
use super::{clock, day, every, zone};

/// Reads all parts from position `at` to the end of the text, and adds them to `parsed`. `None` if a token belongs to
/// no part, if a part occurs twice, or if the phrase has neither a day nor a time.
pub(super) fn parts(text: &Text<'_>, at: usize, parsed: Parsed) -> Option<Parsed> {
    if at == text.len() {
        return parsed.has_day_or_time().then_some(parsed);
    }
    if !text.count_step() {
        return None;
    }
    every_and_rest(text, at, &parsed)
        .or_else(|| day_and_rest(text, at, &parsed))
        .or_else(|| clock_and_rest(text, at, &parsed))
        .or_else(|| zone_and_rest(text, at, &parsed))
        .or_else(|| end_and_rest(text, at, &parsed))
        .or_else(|| further_time_and_rest(text, at, &parsed))
        .or_else(|| connector_and_rest(text, at, parsed))
}

fn every_and_rest(text: &Text<'_>, at: usize, parsed: &Parsed) -> Option<Parsed> {
    if parsed.every.is_some() || parsed.day.is_some() {
        return None;
    }
    every::read(text, at)
        .into_iter()
        .find_map(|(every, end)| parts(text, end, Parsed { every: Some(every), ..parsed.clone() }))
}

fn day_and_rest(text: &Text<'_>, at: usize, parsed: &Parsed) -> Option<Parsed> {
    if parsed.every.is_some() {
        return None;
    }
    let mut days = day::read(text, at);
    if matches!(parsed.day, Some(Day::Weekday(_, WhichWeekday::Bare))) {
        days.extend(day::day_of_month_after_weekday(text, at));
    }
    days.into_iter().find_map(|(day, end)| match (parsed.day, day) {
        (None, day) => parts(text, end, Parsed { day: Some(day), ..parsed.clone() }),
        // In "Thursday 26 November" and "26 November (Thursday)", the weekday belongs to the date.
        // `days::match_weekday` compares the weekday with the date.
        (Some(Day::Weekday(weekday, WhichWeekday::Bare)), date) if is_date(date) && parsed.weekday.is_none() => {
            parts(text, end, Parsed { day: Some(date), weekday: Some(weekday), ..parsed.clone() })
        }
        (Some(date), Day::Weekday(weekday, WhichWeekday::Bare)) if is_date(date) && parsed.weekday.is_none() => {
            parts(text, end, Parsed { weekday: Some(weekday), ..parsed.clone() })
        }
        _ => None,
    })
}

fn is_date(day: Day) -> bool {
    matches!(day, Day::Date { .. } | Day::Numeric { .. } | Day::OfMonth(_) | Day::FromToday(_))
}

fn clock_and_rest(text: &Text<'_>, at: usize, parsed: &Parsed) -> Option<Parsed> {
    // "This evening" also names the day: today.
    let has_this = text.word(at) == Some(WordMeaning::This) && parsed.day.is_none();
    let part_at = at + usize::from(has_this);
    let part = match text.word(part_at) {
        Some(WordMeaning::PartOfDay(part)) => Some(part),
        // The plural, as in "every day in the mornings", is read only in a phrase that recurs.
        Some(WordMeaning::PartsOfDay(part)) if parsed.every.is_some() => Some(part),
        _ => None,
    };
    if let Some(part) = part.filter(|_| parsed.part.is_none()) {
        let day = if has_this { Some(Day::FromToday(0)) } else { parsed.day };
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

fn zone_and_rest(text: &Text<'_>, at: usize, parsed: &Parsed) -> Option<Parsed> {
    if parsed.zone.is_some() {
        return None;
    }
    zone::read(text, at, parsed)
        .into_iter()
        .find_map(|(zone, end): (Zone, usize)| parts(text, end, Parsed { zone: Some(zone), ..parsed.clone() }))
}

/// Reads one more time of a recurring phrase: "20" in "every day at 8 and 20", "12h" in "à 8h, 12h et 18h".
fn further_time_and_rest(text: &Text<'_>, at: usize, parsed: &Parsed) -> Option<Parsed> {
    const MAX_FURTHER_TIMES: usize = 5;
    let is_list = text.word(at) == Some(WordMeaning::And) || text.is_sign(at, ',');
    if !is_list || parsed.every.is_none() || parsed.clock.is_none() || parsed.further_times.len() >= MAX_FURTHER_TIMES {
        return None;
    }
    let (clock, end) = clock::further_time(text, at + 1)?;
    let mut further_times = parsed.further_times.clone();
    further_times.push(clock);
    parts(text, end, Parsed { further_times, ..parsed.clone() })
}

/// Reads the end of a recurring phrase: "until 31 December", "10 times".
fn end_and_rest(text: &Text<'_>, at: usize, parsed: &Parsed) -> Option<Parsed> {
    parsed.every.as_ref()?;
    if text.word(at) == Some(WordMeaning::Until) && parsed.until.is_none() {
        let after_articles = text.skip(text.skip(at + 1, &[WordMeaning::At]), &[WordMeaning::The]);
        let days = day::read(text, at + 1).into_iter().chain(day::read(text, after_articles));
        return days.into_iter().find_map(|(day, end)| parts(text, end, Parsed { until: Some(day), ..parsed.clone() }));
    }
    let times = text.number(at).filter(|n| {
        (1..=1000).contains(n) && text.word(at + 1) == Some(WordMeaning::Times) && parsed.times.is_none()
    })?;
    parts(text, at + 2, Parsed { times: Some(times), ..parsed.clone() })
}

/// Skips a short word or a sign between two parts. A phrase cannot end with such a word or sign.
fn connector_and_rest(text: &Text<'_>, at: usize, parsed: Parsed) -> Option<Parsed> {
    let is_short_word = matches!(
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
    if !(is_short_word || is_sign) || at + 1 == text.len() {
        return None;
    }
    // In "in two hours", `shift` reads the length of time. If the unit is missing, do not read "two" as an hour.
    if text.word(at) == Some(WordMeaning::In) && (text.number(at + 1).is_some() || text.is_article(at + 1)) {
        return None;
    }
    parts(text, at + 1, parsed)
}
