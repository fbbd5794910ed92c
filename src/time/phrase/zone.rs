//! Reads the zone that a phrase names.

use super::lexicon::{GrammarRole, WordMeaning};
use super::parsed::{Day, Parsed, Zone};
use super::text::Text;
use crate::time::places::{
    Place, abbreviation_key, find_exact, find_near, is_ordinary_name, is_universal_time_in_phrases, may_begin_with,
    without_filler,
};
use crate::time::{ZoneAnswer, ZoneId};

/// The most tokens in the name of a place, including the words around it.
const MAX_WORDS: usize = 8;

/// The zones that can be read at `at`, each with the position after it. The longest name comes first.
pub(super) fn read(text: &Text<'_>, at: usize, parsed: &Parsed) -> Vec<(Zone, usize)> {
    match text.word(at) {
        Some(WordMeaning::AnywhereOnEarth) => return vec![(Zone::AnywhereOnEarth, at + 1)],
        Some(WordMeaning::LocalTime) => return vec![(Zone::Own, at + 1)],
        _ => {}
    }
    let (start, closing) = if text.is_sign(at, '(') { (at + 1, true) } else { (at, false) };
    let mut found = Vec::new();
    let may_begin = |at: usize| may_begin_with(text.raw(at, at + 1)) || begins_with_signs(text, at);
    let longest = if may_begin(start) { MAX_WORDS } else { 0 };
    for end in (start + 1..=text.len().min(start + longest)).rev() {
        // A name can contain signs (`UTC+10`, `America/La_Paz`), but it does not end with one.
        let last = text.raw(end - 1, end);
        if !last.chars().all(char::is_alphanumeric) && last.chars().any(|c| c != '_' && !c.is_alphanumeric()) {
            continue;
        }
        if closing && !text.is_sign(end, ')') {
            continue;
        }
        let name = text.raw(start, end);
        if end == start + 1 && is_ordinary_name(name) && !closing && !is_introduced(text, start) {
            continue;
        }
        // "10:00-11:30" is a range of times. "-11:30" is an offset only after a full date.
        if name.starts_with('-') && !has_full_date(parsed) {
            continue;
        }
        // A name with ":" must be an offset. "Las 15:00" is not a place whose name begins with "Las".
        if name.contains(':') && !name.contains(['+', '-']) {
            continue;
        }
        if let Some(zone) = mail_offset(name, parsed) {
            found.push((zone, end));
            continue;
        }
        if let Some(zone) = text.cached_zone(start, end, || named(text, name)) {
            found.push((zone, end + usize::from(closing)));
            // Stop at an id of the tz database: the "America" in it is not a name by itself.
            if name.contains('/') {
                break;
            }
        }
    }
    if text.corrects {
        found.extend(misspelt(text, start, closing, parsed));
    }
    found
}

/// Whether a sign stands at `at`, or right after the first word: `+03:00`, `N'Djamena`, `U.S.`, `America/La_Paz`.
fn begins_with_signs(text: &Text<'_>, at: usize) -> bool {
    let is_glued_sign = ['\'', '.', '/'].into_iter().any(|sign| text.is_sign(at + 1, sign) && text.is_glued(at + 1));
    is_glued_sign || text.is_sign(at, '+') || text.is_sign(at, '-')
}

fn named(text: &Text<'_>, name: &str) -> Option<Zone> {
    // A bare number or a short offset is not a zone: the "+3" in "15:00 +3" may count replies.
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

/// An offset as in ISO 8601: `+03:00`.
fn is_iso_offset(name: &str) -> bool {
    name.starts_with(['+', '-']) && name.len() == 6 && name.as_bytes()[3] == b':'
}

/// Whether a preposition stands before `at`: "in Nice", "à Tours".
fn is_introduced(text: &Text<'_>, at: usize) -> bool {
    at > 0 && matches!(text.word(at - 1), Some(WordMeaning::In | WordMeaning::At))
}

fn has_full_date(parsed: &Parsed) -> bool {
    matches!(parsed.day, Some(Day::Date { year: Some(_), .. }))
}

/// Reads an offset as in the date of an e-mail: `+0200`.
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

/// The most tokens in a misspelt name.
const MAX_WORDS_NEAR: usize = 8;

/// The misspelt places that may begin at `start`, the longest first.
///
/// At the end of a phrase, any words can be a misspelt name. Elsewhere, words or brackets that belong to a place must
/// mark it ("Nairoby time", "heure de", "in"), so that half a sentence does not become a city.
fn misspelt(text: &Text<'_>, start: usize, closing: bool, parsed: &Parsed) -> Vec<(Zone, usize)> {
    let mut found = Vec::new();
    for end in (start + 1..=text.len().min(start + MAX_WORDS_NEAR)).rev() {
        let name = text.raw(start, end);
        let inner = without_filler(name);
        let is_marked = inner.is_some() || closing && text.is_sign(end, ')') || is_introduced(text, start);
        let is_last = end == text.len() && parsed.has_when();
        if !(is_marked || is_last) || closing && !text.is_sign(end, ')') || !may_be_name(text, start, end, inner) {
            continue;
        }
        // The cache key must differ from that of the exact look-up of the same tokens, which is `(start, end)`.
        let zone = text.cached_zone(start, usize::MAX - end, || near(text, inner.unwrap_or(name)));
        found.extend(zone.map(|zone| (zone, end + usize::from(closing))));
    }
    found
}

/// Whether these tokens can be a name with the words around it: words without a meaning in phrases, with small words
/// between them.
fn may_be_name(text: &Text<'_>, start: usize, end: usize, inner: Option<&str>) -> bool {
    let is_small = |word: WordMeaning| {
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
    let is_filler =
        |at: usize| inner.is_some() && (text.has(at, GrammarRole::HourAlone) || text.has(at, GrammarRole::AroundPlace));
    let is_fitting = |at: usize| match text.word(at) {
        Some(word) => is_small(word) || is_filler(at),
        None => {
            text.digits(at).is_none() && (text.is_word(at) || ['-', '\'', '.'].iter().any(|s| text.is_sign(at, *s)))
        }
    };
    // A name neither begins nor ends with a small word.
    let is_own = |at: usize| text.word(at).is_none_or(|_| is_filler(at)) && text.is_word(at);
    (start..end).all(is_fitting) && is_own(start) && is_own(end - 1)
}

fn near(text: &Text<'_>, name: &str) -> Option<Zone> {
    match find_near(name, text.now) {
        ZoneAnswer::One { place, .. } => Some(Zone::Corrected(place)),
        ZoneAnswer::Ask(places) => Some(Zone::Several(places)),
        ZoneAnswer::Unknown(_) => None,
    }
}
