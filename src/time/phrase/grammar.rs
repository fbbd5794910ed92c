//! The grammar turns the words of a text into a phrase. It must match the whole text.

use super::lexicon::{Unit, WordMeaning};
use super::parsed::{Parsed, Phrase};
use super::parts::parts;
use super::shift;
use super::text::Text;

/// The phrase that `text` is. `None` if the grammar does not match the whole text.
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
    let empty = Parsed { typos: text.typos.clone(), ..Parsed::default() };
    let parsed = parts(text, 0, empty.clone()).or_else(|| deadline(text, empty));
    Some(match (parsed, hour_or_span(text)) {
        (Some(parsed), Some(hours)) => Phrase::HourOrSpan(hours, parsed),
        (Some(parsed), None) => Phrase::Time(parsed),
        (None, _) => shift::bare_span(text)?,
    })
}

/// Reads a deadline: "by Friday 17:00", "avant vendredi 17h". A deadline needs a time, because "by Friday" can mean the
/// beginning or the end of the day.
fn deadline(text: &Text<'_>, empty: Parsed) -> Option<Parsed> {
    matches!(text.word(0), Some(WordMeaning::By | WordMeaning::Before | WordMeaning::Until)).then_some(())?;
    let after_articles = text.skip(text.skip(1, &[WordMeaning::Of]), &[WordMeaning::The]);
    let parsed = parts(text, 1, empty.clone()).or_else(|| parts(text, after_articles, empty))?;
    (parsed.clock.is_some() && parsed.every.is_none()).then_some(parsed)
}

/// The number of hours if the whole text is like "2h", which can be a time of day or a length of time. Otherwise
/// `None`.
fn hour_or_span(text: &Text<'_>) -> Option<i64> {
    let (hours, _) = text.digits(0)?;
    (text.len() == 2 && text.word(1) == Some(WordMeaning::Length(Unit::Hour))).then_some(i64::from(hours))
}
