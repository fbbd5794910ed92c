//! Reads the zone that a phrase names.

use super::lexicon::{GrammarRole, WordMeaning};
use super::parsed::{Day, Parsed, Zone};
use super::text::Text;
use crate::time::places::{
    Place, abbreviation_key, find_exact, find_near, is_first_word, is_ordinary_name, is_universal_time_in_phrases,
    without_filler,
};
use crate::time::{ZoneAnswer, ZoneId};

/// The maximum number of tokens in the name of a place, including the words around the name.
const MAX_WORDS: usize = 8;

/// The zones that can be read at position `at` of the text. Each has the position after it. The longest name comes
/// first.
pub(super) fn read(text: &Text<'_>, at: usize, parsed: &Parsed) -> Vec<(Zone, usize)> {
    match text.word(at) {
        Some(WordMeaning::AnywhereOnEarth) => return vec![(Zone::AnywhereOnEarth, at + 1)],
        Some(WordMeaning::LocalTime) => return vec![(Zone::Own, at + 1)],
        _ => {}
    }
    let (start, is_bracketed) = if text.is_sign(at, '(') { (at + 1, true) } else { (at, false) };
    let mut found = Vec::new();
    let can_begin = |at: usize| is_first_word(text.raw(at, at + 1)) || has_sign_at_start(text, at);
    let max_words = if can_begin(start) { MAX_WORDS } else { 0 };
    for end in (start + 1..=text.len().min(start + max_words)).rev() {
        // A name can contain signs (`UTC+10`, `America/La_Paz`), but its last character is not a sign.
        let last = text.raw(end - 1, end);
        if !last.chars().all(char::is_alphanumeric) && last.chars().any(|c| c != '_' && !c.is_alphanumeric()) {
            continue;
        }
        if is_bracketed && !text.is_sign(end, ')') {
            continue;
        }
        let name = text.raw(start, end);
        if end == start + 1 && is_ordinary_name(name) && !is_bracketed && !is_introduced(text, start) {
            continue;
        }
        // "10:00-11:30" is a range of times. "-11:30" is an offset only after a full date.
        if name.starts_with('-') && !has_full_date(parsed) {
            continue;
        }
        // A name with ":" must be an offset. "Las 15:00" is not the name of a place.
        if name.contains(':') && !name.contains(['+', '-']) {
            continue;
        }
        if let Some(zone) = mail_offset(name, parsed) {
            found.push((zone, end + usize::from(is_bracketed)));
            continue;
        }
        if let Some(zone) = text.cached_zone(start, end, || exact_zone(text, name)) {
            found.push((zone, end + usize::from(is_bracketed)));
            // Stop after an id of the tz database: its first word, such as "America", is not the name of a zone.
            if name.contains('/') {
                break;
            }
        }
    }
    if text.is_correcting {
        found.extend(misspelt_zones(text, start, is_bracketed, parsed));
    }
    found
}

/// Whether the token at `at` is a sign, or a sign comes right after it: `+03:00`, `N'Djamena`, `U.S.`,
/// `America/La_Paz`.
fn has_sign_at_start(text: &Text<'_>, at: usize) -> bool {
    let is_glued_sign = ['\'', '.', '/'].into_iter().any(|sign| text.is_sign(at + 1, sign) && text.is_glued(at + 1));
    is_glued_sign || text.is_sign(at, '+') || text.is_sign(at, '-')
}

/// The zone that `name` names without a correction. `None` if there is none.
fn exact_zone(text: &Text<'_>, name: &str) -> Option<Zone> {
    // A bare number or a short offset is not a zone. In "15:00 +3", the "+3" can be a number of replies.
    if !name.starts_with(|c: char| c.is_alphabetic()) && !is_iso_offset(name) {
        return None;
    }
    let inner = without_filler(name).unwrap_or(name);
    if is_universal_time_in_phrases(inner) {
        return Some(Zone::Place(Place::id(ZoneId::utc())));
    }
    if abbreviation_key(inner).is_some() {
        return Some(Zone::Abbreviation(inner.to_owned()));
    }
    let mut names = std::iter::once(name).chain((inner.len() < name.len()).then_some(inner));
    names.find_map(|name| match find_exact(name, text.now) {
        ZoneAnswer::One { place, .. } => Some(Zone::Place(place)),
        ZoneAnswer::Ask(places) => Some(Zone::Several(places)),
        ZoneAnswer::Unknown(_) => None,
    })
}

/// Whether `name` is an offset in the format of ISO 8601: `+03:00`.
fn is_iso_offset(name: &str) -> bool {
    name.starts_with(['+', '-']) && name.len() == 6 && name.as_bytes()[3] == b':'
}

/// Whether the word before `at` is a preposition: "in Nice", "à Tours".
fn is_introduced(text: &Text<'_>, at: usize) -> bool {
    at > 0 && matches!(text.word(at - 1), Some(WordMeaning::In | WordMeaning::At))
}

fn has_full_date(parsed: &Parsed) -> bool {
    matches!(parsed.day, Some(Day::Date { year: Some(_), .. }))
}

/// The zone of an offset in the format of an e-mail's date: `+0200`. `None` for other names, and before a time of day.
fn mail_offset(name: &str, parsed: &Parsed) -> Option<Zone> {
    let is_offset = name.starts_with(['+', '-']) && parsed.clock.is_some();
    if !is_offset || name.len() != 5 || !name.bytes().skip(1).all(|b| b.is_ascii_digit()) {
        return None;
    }
    match find_exact(name, jiff::Timestamp::UNIX_EPOCH) {
        ZoneAnswer::One { place, .. } => Some(Zone::Place(place)),
        _ => None,
    }
}

/// The maximum number of tokens in a misspelt name.
const MAX_MISSPELT_WORDS: usize = 8;

/// The zones of misspelt places that can begin at `start`. The longest name comes first.
///
/// At the end of a phrase, any words can be a misspelt name. In other positions, brackets or words around a place must
/// mark the name ("Nairoby time", "heure de", "in"). Otherwise a part of a sentence could become a city.
fn misspelt_zones(text: &Text<'_>, start: usize, is_bracketed: bool, parsed: &Parsed) -> Vec<(Zone, usize)> {
    let mut found = Vec::new();
    for end in (start + 1..=text.len().min(start + MAX_MISSPELT_WORDS)).rev() {
        let name = text.raw(start, end);
        let inner = without_filler(name);
        let is_marked = inner.is_some() || is_bracketed && text.is_sign(end, ')') || is_introduced(text, start);
        let is_last = end == text.len() && parsed.has_day_or_time();
        let is_unclosed = is_bracketed && !text.is_sign(end, ')');
        if !(is_marked || is_last) || is_unclosed || !can_be_name(text, start, end, inner) {
            continue;
        }
        // The exact search of these tokens has the cache key `(start, end)`, so this search must have a different key.
        let zone = text.cached_zone(start, usize::MAX - end, || nearest_zone(text, inner.unwrap_or(name)));
        found.extend(zone.map(|zone| (zone, end + usize::from(is_bracketed))));
    }
    found
}

/// Whether the tokens `start..end` can be a name with the words around it. A name has words without a meaning in
/// phrases, and short words such as "of" between them.
fn can_be_name(text: &Text<'_>, start: usize, end: usize, inner: Option<&str>) -> bool {
    let is_short_word = |word: WordMeaning| {
        matches!(
            word,
            WordMeaning::Of
                | WordMeaning::The
                | WordMeaning::IndefiniteArticle
                | WordMeaning::At
                | WordMeaning::In
                | WordMeaning::And
                | WordMeaning::To
        )
    };
    let is_filler = |at: usize| {
        inner.is_some() && (text.has_role(at, GrammarRole::HourAlone) || text.has_role(at, GrammarRole::AroundPlace))
    };
    let can_be_in_name = |at: usize| match text.word(at) {
        Some(word) => is_short_word(word) || is_filler(at),
        None => {
            text.digits(at).is_none() && (text.is_word(at) || ['-', '\'', '.'].iter().any(|s| text.is_sign(at, *s)))
        }
    };
    // The first and the last word of a name are not short words.
    let can_be_at_end = |at: usize| text.word(at).is_none_or(|_| is_filler(at)) && text.is_word(at);
    (start..end).all(can_be_in_name) && can_be_at_end(start) && can_be_at_end(end - 1)
}

/// The zone of the place whose name is most similar to `name`. `None` if no name is similar.
fn nearest_zone(text: &Text<'_>, name: &str) -> Option<Zone> {
    match find_near(name, text.now) {
        ZoneAnswer::One { place, .. } => Some(Zone::Corrected(place)),
        ZoneAnswer::Ask(places) => Some(Zone::Several(places)),
        ZoneAnswer::Unknown(_) => None,
    }
}
