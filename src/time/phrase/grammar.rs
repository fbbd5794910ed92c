//! The grammar: from words to the parts of a phrase. It must match the whole input.
//!
//! Parts may come in any order; where a word can begin several parts, each is tried (with a bound on steps), and the first that lets the
//! rest match too is taken.

use std::cell::RefCell;
use std::collections::HashMap;

use jiff::Timestamp;

use super::lexicon::{self, Unit, W};
use super::parsed::{Day, Direction, Parsed, Phrase, Zone};
use super::spelling::{Kind, Token};
use crate::time::Language;

/// What the whole parse shares.
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

/// More steps than any phrase of people needs; hostile input stops here.
const MAX_STEPS: u32 = 600;

impl<'a> Text<'a> {
    pub fn new(text: &'a str, tokens: &'a [Token], language: Language, now: Timestamp, known: &'a Lookups) -> Self {
        let word = |token: &Token| lexicon::meaning(&text[token.start..token.end], language).filter(|_| token.kind == Kind::Word);
        let words = tokens.iter().map(word).collect();
        Self { text, tokens, words, slips: Vec::new(), now, forgives: false, known, steps: std::cell::Cell::new(0) }
    }

    /// The same text, with unknown words read as the nearest ones. Places keep their names.
    pub fn forgiving(mut self) -> Self {
        self.forgives = true;
        for (at, token) in self.tokens.iter().enumerate() {
            let typed = &self.text[token.start..token.end];
            if self.words[at].is_some() || token.kind != Kind::Word {
                continue;
            }
            let Some((read, meaning)) = lexicon::near(typed) else { continue };
            if matches!(crate::time::places::find_exact(typed, self.now), crate::time::ZoneAnswer::Unknown(_)) {
                self.slips.push((typed.to_owned(), read));
                self.words[at] = Some(meaning);
            }
        }
        self.steps.set(0);
        self
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
    if let Some(phrase) = shift(text) {
        return Some(phrase);
    }
    let parsed = parts(text, 0, Parsed { slips: text.slips.clone(), ..Parsed::default() })?;
    Some(match hour_or_span(text) {
        Some(hours) => Phrase::HourOrSpan(hours, parsed),
        None => Phrase::Time(parsed),
    })
}

/// "2h" by itself.
fn hour_or_span(text: &Text<'_>) -> Option<i64> {
    let (hours, _) = text.digits(0)?;
    (text.len() == 2 && text.word(1) == Some(W::Length(Unit::Hour))).then_some(i64::from(hours))
}

/// Phrases that begin with a length of time: "in 2 h", "2 hours ago", "30 minutes before …".
fn shift(text: &Text<'_>) -> Option<Phrase> {
    let (start, introduced) = match text.word(0) {
        Some(W::In) => (1, Some(Direction::Forward)),
        Some(W::Ago) => (1, Some(Direction::Back)),
        _ => (0, None),
    };
    let (spans, end) = spans(text, start)?;
    let rest = |at: usize| parts(text, at, Parsed { slips: text.slips.clone(), ..Parsed::default() });
    if let Some(direction) = introduced {
        let end = text.skip(end, &[W::Later]);
        if end == text.len() {
            return Some(Phrase::Shift(spans, direction));
        }
        let in_days = spans.iter().all(|(_, unit)| !matches!(unit, Unit::Second | Unit::Minute | Unit::Hour));
        let parsed = (in_days && direction == Direction::Forward).then(|| rest(end)).flatten()?;
        return (parsed.day.is_none() && parsed.every.is_none()).then_some(Phrase::ShiftedDay(spans, parsed));
    }
    match text.word(end)? {
        W::Later if end + 1 == text.len() => Some(Phrase::Shift(spans, Direction::Forward)),
        W::Ago if end + 1 == text.len() => Some(Phrase::Shift(spans, Direction::Back)),
        beside @ (W::Before | W::After) => {
            let direction = if beside == W::Before { Direction::Back } else { Direction::Forward };
            let parsed = rest(text.skip(end + 1, &[W::Of]))?;
            parsed.every.is_none().then_some(Phrase::Beside(spans, direction, parsed))
        }
        _ => None,
    }
}

/// "2h", "1h30", "2 hours and 30 minutes", "an hour and a half", "1.5 hours", "half an hour".
pub(super) fn spans(text: &Text<'_>, start: usize) -> Option<(Vec<(i64, Unit)>, usize)> {
    let mut spans = Vec::new();
    let mut at = start;
    loop {
        if text.word(at) == Some(W::HalfHour) {
            spans.push((30, Unit::Minute));
            at += 1;
        } else {
            let (amount, end) = amount(text, at)?;
            let Some(W::Length(unit)) = text.word(end) else { return None };
            at = end + 1;
            push_amount(&mut spans, amount, unit)?;
            at = minutes_after_hours(text, at, unit, &mut spans);
            at = and_a_half(text, at, unit, &mut spans);
        }
        let next = text.skip(at, &[W::And]);
        let goes_on = text.word(next) == Some(W::HalfHour)
            || amount(text, next).is_some_and(|(_, end)| matches!(text.word(end), Some(W::Length(_))));
        if !goes_on || spans.len() >= 4 {
            return Some((spans, at));
        }
        at = next;
    }
}

/// An amount in tenths: "2", "two", "a", "1.5".
fn amount(text: &Text<'_>, at: usize) -> Option<(i64, usize)> {
    if text.is_article(at) {
        return Some((10, at + 1));
    }
    let whole = i64::from(text.number(at)?);
    let has_fraction = (text.is_sign(at + 1, '.') || text.is_sign(at + 1, ',')) && text.is_glued(at + 1) && text.is_glued(at + 2);
    match text.digits(at + 2).filter(|(_, digits)| has_fraction && *digits == 1) {
        Some((tenths, _)) => Some((whole * 10 + i64::from(tenths), at + 3)),
        None => Some((whole * 10, at + 1)),
    }
}

fn push_amount(spans: &mut Vec<(i64, Unit)>, tenths: i64, unit: Unit) -> Option<()> {
    if tenths % 10 == 0 {
        spans.push((tenths / 10, unit));
        return Some(());
    }
    // Parts of a day and longer have no length that people agree on.
    (unit == Unit::Hour).then(|| spans.push((tenths * 6, Unit::Minute)))
}

/// "1h30".
fn minutes_after_hours(text: &Text<'_>, at: usize, unit: Unit, spans: &mut Vec<(i64, Unit)>) -> usize {
    match text.digits(at) {
        Some((minutes, 2))
            if unit == Unit::Hour && minutes < 60 && !matches!(text.word(at + 1), Some(W::Length(_) | W::Month(_))) =>
        {
            spans.push((i64::from(minutes), Unit::Minute));
            at + 1
        }
        _ => at,
    }
}

/// "an hour and a half", "une heure et demie", "hora y media".
fn and_a_half(text: &Text<'_>, at: usize, unit: Unit, spans: &mut Vec<(i64, Unit)>) -> usize {
    let half = if text.is_article(at + 1) { at + 2 } else { at + 1 };
    if unit == Unit::Hour && text.word(at) == Some(W::And) && text.word(half) == Some(W::Half) {
        spans.push((30, Unit::Minute));
        return half + 1;
    }
    at
}

/// All parts from `at` to the end, each at most once.
fn parts(text: &Text<'_>, at: usize, parsed: Parsed) -> Option<Parsed> {
    if at == text.len() {
        let has_when = parsed.day.is_some() || parsed.clock.is_some() || parsed.part.is_some() || parsed.every.is_some();
        return has_when.then_some(parsed);
    }
    if !text.may_go_on() {
        return None;
    }
    every_then(text, at, &parsed)
        .or_else(|| day_then(text, at, &parsed))
        .or_else(|| clock_then(text, at, &parsed))
        .or_else(|| zone_then(text, at, &parsed))
        .or_else(|| until_then(text, at, &parsed))
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
        (Some(Day::Weekday(weekday, super::parsed::Which::Bare)), date) if is_date(date) && parsed.weekday.is_none() => {
            parts(text, end, Parsed { day: Some(date), weekday: Some(weekday), ..parsed.clone() })
        }
        (Some(date), Day::Weekday(weekday, super::parsed::Which::Bare)) if is_date(date) && parsed.weekday.is_none() => {
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
    if let Some(W::PartOfDay(part)) = text.word(part_at).filter(|_| parsed.part.is_none()) {
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
    let has_when = parsed.day.is_some() || parsed.clock.is_some() || parsed.part.is_some() || parsed.every.is_some();
    super::zone::read(text, at, has_when)
        .into_iter()
        .find_map(|(zone, end): (Zone, usize)| parts(text, end, Parsed { zone: Some(zone), ..parsed.clone() }))
}

/// "until 31 December", "10 times": the end of something that recurs.
fn until_then(text: &Text<'_>, at: usize, parsed: &Parsed) -> Option<Parsed> {
    parsed.every.as_ref()?;
    if text.word(at) == Some(W::Until) && parsed.until.is_none() {
        let from = text.skip(text.skip(at + 1, &[W::At]), &[W::The]);
        let days = super::day::read(text, at + 1).into_iter().chain(super::day::read(text, from));
        return days.into_iter().find_map(|(day, end)| parts(text, end, Parsed { until: Some(day), ..parsed.clone() }));
    }
    let times =
        text.number(at).filter(|n| (1..=1000).contains(n) && text.word(at + 1) == Some(W::Times) && parsed.times.is_none())?;
    parts(text, at + 2, Parsed { times: Some(times), ..parsed.clone() })
}

/// Small words between parts. They end no phrase.
fn connector_then(text: &Text<'_>, at: usize, parsed: Parsed) -> Option<Parsed> {
    let is_small = matches!(text.word(at), Some(W::At | W::On | W::Of | W::The | W::In | W::And));
    let is_sign =
        text.is_sign(at, ',') || text.is_sign(at, '@') || text.is_sign(at, '.') || text.is_sign(at, ';') || text.is_sign(at, '-');
    if !(is_small || is_sign) || at + 1 == text.len() {
        return None;
    }
    parts(text, at + 1, parsed)
}
