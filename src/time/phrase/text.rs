//! The text of one phrase as every reader of the grammar sees it: its tokens, their meanings in one language, and what
//! all attempts at parsing it share.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use jiff::Timestamp;

use super::lexicon::{self, W};
use super::parsed::Zone;
use super::slips;
use super::spelling::{Kind, Token};
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
    steps: Cell<u32>,
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
        Self { text, tokens, words, slips: Vec::new(), now, forgives: false, known, steps: Cell::new(0) }
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

    pub fn may_go_on(&self) -> bool {
        self.steps.set(self.steps.get() + 1);
        self.steps.get() <= MAX_STEPS
    }

    /// "quinze jours", "ocho días": days that count weeks.
    pub fn says_loose_days(&self, at: usize) -> bool {
        matches!(self.raw(at, at + 1), "jours" | "j" | "dias")
    }
}
