//! The grammar: turns words into a phrase. It must match the whole input.

use super::lexicon::{Unit, WordMeaning};
use super::parsed::{Parsed, Phrase};
use super::parts::parts;
use super::shift;
use super::text::Text;

/// The phrase in `text`; `None` unless the grammar matches all of it.
pub(super) fn parse(text: &Text<'_>) -> Option<Phrase> {
    if text.len() == 0 {
        return None;
    }
    if text.len() == 1 && text.word(0) == Some(WordMeaning::Now) {
        return Some(Phrase::Now);
    }
    if let Some(phrase) = shift::read(text) {
        return Some(phrase);
    }
    let start = Parsed { typos: text.typos.clone(), ..Parsed::default() };
    let parsed = parts(text, 0, start.clone()).or_else(|| no_later_than(text, start));
    Some(match (parsed, hour_or_span(text)) {
        (Some(parsed), Some(hours)) => Phrase::HourOrSpan(hours, parsed),
        (Some(parsed), None) => Phrase::Time(parsed),
        (None, _) => shift::bare_span(text)?,
    })
}

/// Reads a deadline: "by Friday 17:00", "avant vendredi 17h". It needs a time: "by Friday" could mean the beginning of
/// the day or its end.
fn no_later_than(text: &Text<'_>, start: Parsed) -> Option<Parsed> {
    matches!(text.word(0), Some(WordMeaning::By | WordMeaning::Before | WordMeaning::Until)).then_some(())?;
    let from = text.skip(text.skip(1, &[WordMeaning::Of]), &[WordMeaning::The]);
    let parsed = parts(text, 1, start.clone()).or_else(|| parts(text, from, start))?;
    (parsed.clock.is_some() && parsed.every.is_none()).then_some(parsed)
}

/// The number of hours in "2h" by itself, which can be a time of day or a length.
fn hour_or_span(text: &Text<'_>) -> Option<i64> {
    let (hours, _) = text.digits(0)?;
    (text.len() == 2 && text.word(1) == Some(WordMeaning::Length(Unit::Hour))).then_some(i64::from(hours))
}
