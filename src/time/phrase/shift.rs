//! Reads phrases that begin with a length of time: "in 2 h", "2 hours ago", "30 minutes before …".

use super::lexicon::{GrammarRole, Unit, WordMeaning};
use super::parsed::{Direction, Parsed, Phrase};
use super::parts::parts;
use super::text::Text;

/// Reads a phrase that begins with a length of time. `None` for any other phrase, and for a length of time without
/// other words.
pub(super) fn read(text: &Text<'_>) -> Option<Phrase> {
    let (start, direction_before) = match text.word(0) {
        Some(WordMeaning::In) => (1, Some(Direction::Forward)),
        // "D'ici deux heures" means in two hours.
        Some(WordMeaning::By) if text.has_role(0, GrammarRole::ByOrIn) => (1, Some(Direction::Forward)),
        Some(WordMeaning::Ago) => (1, Some(Direction::Back)),
        _ => (0, None),
    };
    let (spans, end) = spans(text, start)?;
    let rest = |at: usize| parts(text, at, Parsed { typos: text.typos.clone(), ..Parsed::default() });
    if let Some(direction) = direction_before {
        let end = text.skip(end, &[WordMeaning::Later]);
        if end == text.len() {
            return Some(match loose_days(text, &spans, start).filter(|_| direction == Direction::Forward) {
                Some(days) => Phrase::LooseDays(days),
                None => Phrase::Shift(spans, direction),
            });
        }
        let is_in_days = spans.iter().all(|(_, unit)| !unit.is_real_time());
        let parsed = (is_in_days && direction == Direction::Forward).then(|| rest(end)).flatten()?;
        return (parsed.day.is_none() && parsed.every.is_none()).then_some(Phrase::ShiftedDay(spans, parsed));
    }
    match text.word(end)? {
        WordMeaning::Later if end + 1 == text.len() => Some(Phrase::Shift(spans, Direction::Forward)),
        WordMeaning::Ago if end + 1 == text.len() => Some(Phrase::Shift(spans, Direction::Back)),
        word @ (WordMeaning::Before | WordMeaning::After) => {
            let direction = if word == WordMeaning::Before { Direction::Back } else { Direction::Forward };
            let parsed = rest(text.skip(end + 1, &[WordMeaning::Of]))?;
            parsed.every.is_none().then_some(Phrase::RelativeTo(spans, direction, parsed))
        }
        _ => None,
    }
}

/// Reads a text that is only a length of time: "20 minutes". The caller has checked that it is not a time of day.
pub(super) fn bare_span(text: &Text<'_>) -> Option<Phrase> {
    let (spans, end) = spans(text, 0)?;
    (end == text.len()).then(|| loose_days(text, &spans, 0).map_or(Phrase::Span(spans), Phrase::LooseDays))
}

/// The number of days if it is 8 or 15 and can mean weeks: "quinze jours", "ocho días". Otherwise `None`. In English,
/// "eight days" always means exactly eight days.
fn loose_days(text: &Text<'_>, spans: &[(i64, Unit)], start: usize) -> Option<i64> {
    match spans {
        [(n @ (8 | 15), Unit::Day)] if text.is_loose_days(start + 1) => Some(*n),
        _ => None,
    }
}

/// Reads a length of time: "2h", "1h30", "2 hours and 30 minutes", "an hour and a half", "1.5 hours", "half an hour".
fn spans(text: &Text<'_>, start: usize) -> Option<(Vec<(i64, Unit)>, usize)> {
    let mut spans = Vec::new();
    let mut at = start;
    loop {
        if text.word(at) == Some(WordMeaning::HalfHour) {
            spans.push((30, Unit::Minute));
            at += 1;
        } else if spans.is_empty()
            && text.has_role(at, GrammarRole::HourAlone)
            && text.word(at + 1) == Some(WordMeaning::And)
        {
            // "En hora y media": the number of hours is missing and means one.
            spans.push((1, Unit::Hour));
            at = half_or_quarter_hour(text, at + 1, Unit::Hour, &mut spans);
        } else {
            let (amount, end) = amount(text, at)?;
            let Some(WordMeaning::Length(unit)) = text.word(end) else { return None };
            at = end + 1;
            push_amount(&mut spans, amount, unit)?;
            at = minutes_after_hours(text, at, unit, &mut spans);
            at = half_or_quarter_hour(text, at, unit, &mut spans);
        }
        let next = text.skip(at, &[WordMeaning::And]);
        let has_next_span = text.word(next) == Some(WordMeaning::HalfHour)
            || amount(text, next).is_some_and(|(_, end)| matches!(text.word(end), Some(WordMeaning::Length(_))));
        if !has_next_span || spans.len() >= 4 {
            return Some((spans, at));
        }
        at = next;
    }
}

/// Reads an amount: "2", "two", "a", "1.5". Returns it in tenths, with the position after it.
fn amount(text: &Text<'_>, at: usize) -> Option<(i64, usize)> {
    if text.is_article(at) {
        return Some((10, at + 1));
    }
    let whole = i64::from(text.number(at)?);
    // The half is before the unit: "two and a half hours".
    let half_at = if text.is_article(at + 2) { at + 3 } else { at + 2 };
    let has_half = text.word(at + 1) == Some(WordMeaning::And) && text.word(half_at) == Some(WordMeaning::Half);
    if has_half && matches!(text.word(half_at + 1), Some(WordMeaning::Length(_))) {
        return Some((whole * 10 + 5, half_at + 1));
    }
    let has_fraction =
        (text.is_sign(at + 1, '.') || text.is_sign(at + 1, ',')) && text.is_glued(at + 1) && text.is_glued(at + 2);
    match text.digits(at + 2).filter(|(_, digits)| has_fraction && *digits == 1) {
        Some((tenths, _)) => Some((whole * 10 + i64::from(tenths), at + 3)),
        None => Some((whole * 10, at + 1)),
    }
}

/// Adds an amount in tenths of `unit` to `spans`. `None` if the amount has a fraction and the unit is not the hour.
fn push_amount(spans: &mut Vec<(i64, Unit)>, tenths: i64, unit: Unit) -> Option<()> {
    if tenths % 10 == 0 {
        spans.push((tenths / 10, unit));
        return Some(());
    }
    // Only hours can have a fraction. A fraction of a day or a longer unit would be ambiguous.
    (unit == Unit::Hour).then(|| spans.push((tenths * 6, Unit::Minute)))
}

/// Reads the minutes after a number of hours: "30" in "1h30". Returns the position after them.
fn minutes_after_hours(text: &Text<'_>, at: usize, unit: Unit, spans: &mut Vec<(i64, Unit)>) -> usize {
    match text.digits(at) {
        Some((minutes, 2))
            if unit == Unit::Hour
                && minutes < 60
                && !matches!(text.word(at + 1), Some(WordMeaning::Length(_) | WordMeaning::Month(_))) =>
        {
            spans.push((i64::from(minutes), Unit::Minute));
            at + 1
        }
        _ => at,
    }
}

/// Reads the half or quarter after an hour: "an hour and a half", "une heure et demie", "hora y media", "une heure et
/// quart". Returns the position after it.
fn half_or_quarter_hour(text: &Text<'_>, at: usize, unit: Unit, spans: &mut Vec<(i64, Unit)>) -> usize {
    let part_at = if text.is_article(at + 1) { at + 2 } else { at + 1 };
    let has_and = unit == Unit::Hour && text.word(at) == Some(WordMeaning::And);
    if has_and && text.word(part_at) == Some(WordMeaning::Half) {
        spans.push((30, Unit::Minute));
        return part_at + 1;
    }
    if has_and && text.word(part_at) == Some(WordMeaning::Quarter) {
        spans.push((15, Unit::Minute));
        return part_at + 1;
    }
    at
}
