//! The grammar: from words to the parts of a phrase. It must match the whole input.
//!
//! Parts may come in any order; where a word can begin several parts, each is tried (with a bound on steps), and the
//! first that lets the rest match too is taken.

use std::cell::RefCell;
use std::collections::HashMap;

use jiff::Timestamp;

use super::lexicon::{self, Unit, W};
use super::parsed::{Day, Parsed, Phrase, Zone};
use super::spelling::{Kind, Token};
use super::{shift, slips};
use crate::time::places::find_exact;
use crate::time::{Language, ZoneAnswer};

/// What the whole parse shares.
#[derive(Debug, Clone)]
pub(super) struct Text<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    /// What each token means as a word.
    pub words: Vec<Option<W>>,
    pub slips: Vec<(String, &'static str)>,
    pub now: Timestamp,
    /// Whether slips of the pen are forgiven in this pass.
    pub forgives: bool,
    known: &'a Lookups,
    steps: std::cell::Cell<u32>,
}

/// What was looked up for one phrase, in whatever language it is being read.
#[derive(Debug, Default)]
pub(super) struct Lookups {
    zones: RefCell<HashMap<(usize, usize), Option<Zone>>>,
}

/// More unknown words than this are another language, or no phrase.
const MAX_SLIPS: usize = 2;

/// Two words that may each be one of two others.
const MAX_READINGS: usize = 4;

/// More steps than any phrase of people needs; hostile input stops here.
const MAX_STEPS: u32 = 300;

impl<'a> Text<'a> {
    pub fn new(text: &'a str, tokens: &'a [Token], language: Language, now: Timestamp, known: &'a Lookups) -> Self {
        let word = |token: &Token| {
            lexicon::meaning(&text[token.start..token.end], language).filter(|_| token.kind == Kind::Word)
        };
        let words = tokens.iter().map(word).collect();
        Self { text, tokens, words, slips: Vec::new(), now, forgives: false, known, steps: std::cell::Cell::new(0) }
    }

    /// The same text with unknown words read as those that were probably meant: once for each word that may have been.
    /// Places keep their names. Empty where more is unknown than slips explain.
    pub fn forgiving(mut self) -> Vec<Self> {
        self.forgives = true;
        self.steps.set(0);
        let mut readings = vec![self];
        for at in 0..readings[0].tokens.len() {
            let first = &readings[0];
            let typed = &first.text[first.tokens[at].start..first.tokens[at].end];
            if first.words[at].is_some() || first.tokens[at].kind != Kind::Word {
                continue;
            }
            let meant = slips::meant(typed);
            if meant.is_empty() || !matches!(find_exact(typed, first.now), ZoneAnswer::Unknown(_)) {
                continue;
            }
            let read = |reading: &Self, (word, meaning): slips::Meant| {
                let mut reading = reading.clone();
                reading.slips.push((typed.to_owned(), word));
                reading.words[at] = Some(meaning);
                reading
            };
            readings = readings.iter().flat_map(|reading| meant.iter().map(|one| read(reading, *one))).collect();
        }
        readings.retain(|reading| reading.slips.len() <= MAX_SLIPS);
        readings.truncate(MAX_READINGS);
        readings
    }

    /// Looks a zone up once for each stretch of the text, however often the grammar comes back to it.
    pub fn looked_up(&self, from: usize, to: usize, find: impl FnOnce() -> Option<Zone>) -> Option<Zone> {
        if let Some(known) = self.known.zones.borrow().get(&(from, to)) {
            return known.clone();
        }
        let found = find();
        self.known.zones.borrow_mut().insert((from, to), found.clone());
        found
    }

    pub fn word(&self, at: usize) -> Option<W> {
        self.words.get(at).copied().flatten()
    }

    /// A number in digits (with how many) or as a word.
    pub fn number(&self, at: usize) -> Option<u32> {
        match (self.tokens.get(at)?.kind, self.word(at)) {
            (Kind::Number(n, _), _) => Some(n),
            (_, Some(W::Number(n))) => Some(n),
            _ => None,
        }
    }

    pub fn digits(&self, at: usize) -> Option<(u32, usize)> {
        match self.tokens.get(at)?.kind {
            Kind::Number(n, digits) => Some((n, digits)),
            _ => None,
        }
    }

    pub fn is_sign(&self, at: usize, sign: char) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == Kind::Sign(sign))
    }

    pub fn is_glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.glued)
    }

    pub fn raw(&self, from: usize, to: usize) -> &'a str {
        match (self.tokens.get(from), to.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if from < to => &self.text[first.start..last.end],
            _ => "",
        }
    }

    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Skips one word when it is there.
    pub fn skip(&self, at: usize, wanted: &[W]) -> usize {
        if self.word(at).is_some_and(|word| wanted.contains(&word)) { at + 1 } else { at }
    }

    /// "a", "an", "un", "una". ("A" is also "at" in French and Spanish.)
    pub fn is_article(&self, at: usize) -> bool {
        self.word(at) == Some(W::A) || self.raw(at, at + 1) == "a"
    }

    fn may_go_on(&self) -> bool {
        self.steps.set(self.steps.get() + 1);
        self.steps.get() <= MAX_STEPS
    }
}

/// The phrase, when the whole text is one.
pub(super) fn parse(text: &Text<'_>) -> Option<Phrase> {
    if text.len() == 0 {
        return None;
    }
    if text.len() == 1 && text.word(0) == Some(W::Now) {
        return Some(Phrase::Now);
    }
    if let Some(phrase) = shift::read(text) {
        return Some(phrase);
    }
    let start = Parsed { slips: text.slips.clone(), ..Parsed::default() };
    let parsed = parts(text, 0, start.clone()).or_else(|| no_later_than(text, start));
    Some(match (parsed, hour_or_span(text)) {
        (Some(parsed), Some(hours)) => Phrase::HourOrSpan(hours, parsed),
        (Some(parsed), None) => Phrase::Time(parsed),
        (None, _) => shift::alone(text)?,
    })
}

/// "By Friday 17:00", "avant vendredi 17h". Without a time it could be the beginning of the day or its end.
fn no_later_than(text: &Text<'_>, start: Parsed) -> Option<Parsed> {
    matches!(text.word(0), Some(W::By | W::Before | W::Until)).then_some(())?;
    let from = text.skip(text.skip(1, &[W::Of]), &[W::The]);
    let parsed = parts(text, 1, start.clone()).or_else(|| parts(text, from, start))?;
    (parsed.clock.is_some() && parsed.every.is_none()).then_some(parsed)
}

/// "2h" by itself.
fn hour_or_span(text: &Text<'_>) -> Option<i64> {
    let (hours, _) = text.digits(0)?;
    (text.len() == 2 && text.word(1) == Some(W::Length(Unit::Hour))).then_some(i64::from(hours))
}

/// All parts from `at` to the end, each at most once.
pub(super) fn parts(text: &Text<'_>, at: usize, parsed: Parsed) -> Option<Parsed> {
    if at == text.len() {
        return parsed.has_when().then_some(parsed);
    }
    if !text.may_go_on() {
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
    super::every::read(text, at)
        .into_iter()
        .find_map(|(every, end)| parts(text, end, Parsed { every: Some(every), ..parsed.clone() }))
}

fn day_then(text: &Text<'_>, at: usize, parsed: &Parsed) -> Option<Parsed> {
    if parsed.every.is_some() {
        return None;
    }
    let mut days = super::day::read(text, at);
    if matches!(parsed.day, Some(Day::Weekday(_, super::parsed::Which::Bare))) {
        days.extend(super::day::after_weekday(text, at));
    }
    days.into_iter().find_map(|(day, end)| match (parsed.day, day) {
        (None, day) => parts(text, end, Parsed { day: Some(day), ..parsed.clone() }),
        // "Thursday 26 November", "26 November (Thursday)": the one must fit the other.
        (Some(Day::Weekday(weekday, super::parsed::Which::Bare)), date)
            if is_date(date) && parsed.weekday.is_none() =>
        {
            parts(text, end, Parsed { day: Some(date), weekday: Some(weekday), ..parsed.clone() })
        }
        (Some(date), Day::Weekday(weekday, super::parsed::Which::Bare))
            if is_date(date) && parsed.weekday.is_none() =>
        {
            parts(text, end, Parsed { weekday: Some(weekday), ..parsed.clone() })
        }
        _ => None,
    })
}

fn is_date(day: Day) -> bool {
    matches!(day, Day::Date { .. } | Day::Numeric { .. } | Day::OfMonth(_) | Day::FromToday(_))
}

fn clock_then(text: &Text<'_>, at: usize, parsed: &Parsed) -> Option<Parsed> {
    // "This evening" names the day as well.
    let is_todays = text.word(at) == Some(W::This) && parsed.day.is_none();
    let part_at = at + usize::from(is_todays);
    let part = match text.word(part_at) {
        Some(W::PartOfDay(part)) => Some(part),
        // "Every day in the mornings": only of what recurs.
        Some(W::PartsOfDay(part)) if parsed.every.is_some() => Some(part),
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
    super::clock::read(text, at, parsed)
        .and_then(|(clock, end)| parts(text, end, Parsed { clock: Some(clock), ..parsed.clone() }))
}

fn zone_then(text: &Text<'_>, at: usize, parsed: &Parsed) -> Option<Parsed> {
    if parsed.zone.is_some() {
        return None;
    }
    super::zone::read(text, at, parsed)
        .into_iter()
        .find_map(|(zone, end): (Zone, usize)| parts(text, end, Parsed { zone: Some(zone), ..parsed.clone() }))
}

/// "every day at 8 and 20", "tous les jours à 8h, 12h et 18h".
fn also_then(text: &Text<'_>, at: usize, parsed: &Parsed) -> Option<Parsed> {
    const MOST: usize = 5;
    let follows = text.word(at) == Some(W::And) || text.is_sign(at, ',');
    if !follows || parsed.every.is_none() || parsed.clock.is_none() || parsed.also.len() >= MOST {
        return None;
    }
    let (clock, end) = super::clock::another(text, at + 1)?;
    let mut also = parsed.also.clone();
    also.push(clock);
    parts(text, end, Parsed { also, ..parsed.clone() })
}

/// "until 31 December", "10 times": the end of something that recurs.
fn until_then(text: &Text<'_>, at: usize, parsed: &Parsed) -> Option<Parsed> {
    parsed.every.as_ref()?;
    if text.word(at) == Some(W::Until) && parsed.until.is_none() {
        let from = text.skip(text.skip(at + 1, &[W::At]), &[W::The]);
        let days = super::day::read(text, at + 1).into_iter().chain(super::day::read(text, from));
        return days.into_iter().find_map(|(day, end)| parts(text, end, Parsed { until: Some(day), ..parsed.clone() }));
    }
    let times = text
        .number(at)
        .filter(|n| (1..=1000).contains(n) && text.word(at + 1) == Some(W::Times) && parsed.times.is_none())?;
    parts(text, at + 2, Parsed { times: Some(times), ..parsed.clone() })
}

/// Small words between parts. They end no phrase.
fn connector_then(text: &Text<'_>, at: usize, parsed: Parsed) -> Option<Parsed> {
    let is_small = matches!(text.word(at), Some(W::At | W::On | W::Of | W::The | W::In | W::And));
    let is_sign = text.is_sign(at, ',')
        || text.is_sign(at, '@')
        || text.is_sign(at, '.')
        || text.is_sign(at, ';')
        || text.is_sign(at, '-');
    if !(is_small || is_sign) || at + 1 == text.len() {
        return None;
    }
    // "In two" is a length of time, and what cannot be read as one is not read as a time of day.
    if text.word(at) == Some(W::In) && (text.number(at + 1).is_some() || text.is_article(at + 1)) {
        return None;
    }
    parts(text, at + 1, parsed)
}
