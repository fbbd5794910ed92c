//! The text of one phrase: its tokens, their meanings in one language, and the state that all attempts to parse it
//! share.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use jiff::Timestamp;

use super::asker::Asker;
use super::lexicon::{self, W};
use super::parsed::{DayOrder, Zone};
use super::slips;
use super::spelling::{Kind, Token};
use crate::time::places::find_exact;
use crate::time::{Language, ZoneAnswer};

/// One reading of the text, in one language.
#[derive(Debug, Clone)]
pub(super) struct Text<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    /// The meaning of each token as a word.
    pub words: Vec<Option<W>>,
    pub slips: Vec<(String, &'static str)>,
    pub now: Timestamp,
    /// How the person who asks writes dates in numbers.
    pub order: DayOrder,
    /// Whether misspellings are corrected in this pass.
    pub corrects: bool,
    known: &'a Lookups,
    steps: Cell<u32>,
}

/// The results of look-ups for one phrase, shared by its readings in all languages.
#[derive(Debug, Default)]
pub(super) struct Lookups {
    zones: RefCell<HashMap<(usize, usize), Option<Zone>>>,
}

/// A text with more misspelt words is probably in another language, or not a phrase.
const MAX_SLIPS: usize = 2;

/// Enough for two misspelt words with two candidates each.
const MAX_READINGS: usize = 4;

/// More steps than any real phrase needs. Limits the cost of hostile input.
const MAX_STEPS: u32 = 300;

impl<'a> Text<'a> {
    pub fn new(text: &'a str, tokens: &'a [Token], language: Language, asker: Asker, known: &'a Lookups) -> Self {
        let word = |token: &Token| {
            lexicon::meaning(&text[token.start..token.end], language).filter(|_| token.kind == Kind::Word)
        };
        let words = tokens.iter().map(word).collect();
        let (now, order, steps) = (asker.now, DayOrder::of(asker.language), Cell::new(0));
        Self { text, tokens, words, slips: Vec::new(), now, order, corrects: false, known, steps }
    }

    /// The same text with misspelt words corrected, once for each combination of candidates. Names of places are not
    /// corrected. Empty when more than `MAX_SLIPS` words would be corrected.
    pub fn corrected(mut self) -> Vec<Self> {
        self.corrects = true;
        self.steps.set(0);
        let mut readings = vec![self];
        for at in 0..readings[0].tokens.len() {
            let first = &readings[0];
            let typed = &first.text[first.tokens[at].start..first.tokens[at].end];
            if first.words[at].is_some() || first.tokens[at].kind != Kind::Word {
                continue;
            }
            let candidates = slips::candidates(typed);
            if candidates.is_empty() || !matches!(find_exact(typed, first.now), ZoneAnswer::Unknown(_)) {
                continue;
            }
            let read = |reading: &Self, (word, meaning): slips::Candidate| {
                let mut reading = reading.clone();
                reading.slips.push((typed.to_owned(), word));
                reading.words[at] = Some(meaning);
                reading
            };
            readings = readings.iter().flat_map(|reading| candidates.iter().map(|one| read(reading, *one))).collect();
        }
        readings.retain(|reading| reading.slips.len() <= MAX_SLIPS);
        readings.truncate(MAX_READINGS);
        readings
    }

    /// Looks up the zone of each range of tokens only once, although the grammar tries a range several times.
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

    /// A number in digits (with their count) or as a word.
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

    pub fn is_word(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == Kind::Word)
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

    pub fn count_step(&self) -> bool {
        self.steps.set(self.steps.get() + 1);
        self.steps.get() <= MAX_STEPS
    }

    /// "quinze jours", "ocho días": days that count weeks.
    pub fn says_loose_days(&self, at: usize) -> bool {
        matches!(self.raw(at, at + 1), "jours" | "j" | "dias")
    }
}
