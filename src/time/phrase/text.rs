//! The text of a phrase: its tokens and their meanings in one language. It also holds the cached zones and the number
//! of steps.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use jiff::Timestamp;

use super::asker::Asker;
use super::lexicon::{self, Entry, GrammarRole, WordMeaning};
use super::parsed::Zone;
use super::spelling::{self, Token, TokenKind};
use super::typos;
use crate::time::language::DayOrder;
use crate::time::places::find_exact;
use crate::time::{Language, ZoneAnswer};

/// The text as it was typed, split into tokens. All readings of a text share it.
#[derive(Debug)]
pub(super) struct Typed {
    text: String,
    tokens: Vec<Token>,
    /// The lexicon's entry for each token. `None` if the lexicon does not have the token.
    entries: Vec<Option<&'static Entry>>,
    /// A cache: the zone that each range of tokens names, or `None` if it names no zone.
    zones: RefCell<HashMap<(usize, usize), Option<Zone>>>,
}

/// The maximum number of tokens (words, numbers and signs) in a phrase. The longest real phrases have about twenty.
const MAX_TOKENS: usize = 32;

impl Typed {
    /// Splits `text` into tokens. `None` if the text or a number in the text is too long for a phrase.
    pub fn read(text: &str) -> Option<Self> {
        let text = spelling::normalize(text)?;
        let tokens = spelling::tokens(&text).filter(|tokens| tokens.len() <= MAX_TOKENS)?;
        let word =
            |token: &Token| lexicon::entry(&text[token.start..token.end]).filter(|_| token.kind == TokenKind::Word);
        let entries = tokens.iter().map(word).collect();
        Some(Self { text, tokens, entries, zones: RefCell::default() })
    }

    /// Whether the text can name a date that does not exist, such as 31 November. Only the days 29 to 31 can be missing
    /// from a month, so the text must contain one of these numbers.
    pub fn may_name_missing_day(&self) -> bool {
        let is_late = |n: u32| (29..=31).contains(&n);
        self.tokens.iter().zip(&self.entries).any(|(token, entry)| match token.kind {
            TokenKind::Number(n, _) => is_late(n),
            _ => entry.is_some_and(|entry| entry.is_number(is_late)),
        })
    }
}

/// One reading of the text, in one language.
#[derive(Debug, Clone)]
pub(super) struct Text<'a> {
    typed: &'a Typed,
    /// The meaning of each token. `None` for a token without a meaning.
    pub words: Vec<Option<WordMeaning>>,
    /// The corrected words. Each is a pair: the typed word and its correction.
    pub typos: Vec<(String, &'static str)>,
    pub now: Timestamp,
    /// The order of day and month in the asker's language.
    pub order: DayOrder,
    /// Whether misspelt words and names of places are corrected in this reading.
    pub is_correcting: bool,
    /// The number of parse steps so far.
    steps: Cell<u32>,
}

/// The maximum number of misspelt words that are corrected. A text with more is probably not a phrase, or not in one of
/// Magpie's languages.
const MAX_TYPOS: usize = 2;

/// The maximum number of corrected readings: enough for two misspelt words with two candidates each.
const MAX_READINGS: usize = 4;

/// The maximum number of parse steps. No real phrase needs as many. The limit bounds the cost of hostile input.
const MAX_STEPS: u32 = 300;

impl<'a> Text<'a> {
    pub fn new(typed: &'a Typed, language: Language, asker: Asker) -> Self {
        let words = typed.entries.iter().map(|entry| entry.and_then(|entry| entry.meaning(language))).collect();
        let (now, order, steps) = (asker.now, asker.language.facts().day_order, Cell::new(0));
        Self { typed, words, typos: Vec::new(), now, order, is_correcting: false, steps }
    }

    /// Readings of the text with corrected words, one for each combination of possible corrections. A word that names a
    /// place is not corrected. Empty if more than `MAX_TYPOS` words need a correction.
    pub fn corrected(mut self) -> Vec<Self> {
        self.is_correcting = true;
        self.steps.set(0);
        let mut readings = vec![self];
        for at in 0..readings[0].len() {
            let first = &readings[0];
            if first.words[at].is_some() || !first.is_word(at) {
                continue;
            }
            let typed = first.raw(at, at + 1);
            let candidates = typos::candidates(typed);
            if candidates.is_empty() || !matches!(find_exact(typed, first.now), ZoneAnswer::Unknown(_)) {
                continue;
            }
            let with_correction = |reading: &Self, (word, meaning): typos::Candidate| {
                let mut reading = reading.clone();
                reading.typos.push((typed.to_owned(), word));
                reading.words[at] = Some(meaning);
                reading
            };
            readings = readings
                .iter()
                .flat_map(|reading| candidates.iter().map(|candidate| with_correction(reading, *candidate)))
                .collect();
        }
        readings.retain(|reading| reading.typos.len() <= MAX_TYPOS);
        readings.truncate(MAX_READINGS);
        readings
    }

    /// The zone that `find` returns for a range of tokens. The result is cached, because the grammar tries a range
    /// several times.
    pub fn cached_zone(&self, from: usize, to: usize, find: impl FnOnce() -> Option<Zone>) -> Option<Zone> {
        if let Some(known) = self.typed.zones.borrow().get(&(from, to)) {
            return known.clone();
        }
        let found = find();
        self.typed.zones.borrow_mut().insert((from, to), found.clone());
        found
    }

    /// The meaning of the word at `at`. `None` if the token has no meaning.
    pub fn word(&self, at: usize) -> Option<WordMeaning> {
        self.words.get(at).copied().flatten()
    }

    /// Whether the word at `at`, as it was typed, has this grammar role in any language.
    pub fn has_role(&self, at: usize, role: GrammarRole) -> bool {
        self.typed.entries.get(at).copied().flatten().is_some_and(|entry| entry.has_role(role))
    }

    /// The value of the number at `at`, in digits or as a word. `None` if the token is not a number.
    pub fn number(&self, at: usize) -> Option<u32> {
        match (self.typed.tokens.get(at)?.kind, self.word(at)) {
            (TokenKind::Number(n, _), _) => Some(n),
            (_, Some(WordMeaning::Number(n))) => Some(n),
            _ => None,
        }
    }

    /// The value and the number of digits of the number at `at`. `None` if the token is not a number in digits.
    pub fn digits(&self, at: usize) -> Option<(u32, usize)> {
        match self.typed.tokens.get(at)?.kind {
            TokenKind::Number(n, digits) => Some((n, digits)),
            _ => None,
        }
    }

    pub fn is_sign(&self, at: usize, sign: char) -> bool {
        self.typed.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Sign(sign))
    }

    pub fn is_word(&self, at: usize) -> bool {
        self.typed.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Word)
    }

    /// Whether there is no space before the token at `at`.
    pub fn is_glued(&self, at: usize) -> bool {
        self.typed.tokens.get(at).is_some_and(|t| t.is_glued)
    }

    /// The normalized text of the tokens `from..to`. Empty if there is no such range.
    pub fn raw(&self, from: usize, to: usize) -> &'a str {
        match (self.typed.tokens.get(from), to.checked_sub(1).and_then(|last| self.typed.tokens.get(last))) {
            (Some(first), Some(last)) if from < to => &self.typed.text[first.start..last.end],
            _ => "",
        }
    }

    pub fn len(&self) -> usize {
        self.typed.tokens.len()
    }

    /// `at + 1` if the word at `at` is one of `skipped`, otherwise `at`.
    pub fn skip(&self, at: usize, skipped: &[WordMeaning]) -> usize {
        if self.word(at).is_some_and(|word| skipped.contains(&word)) { at + 1 } else { at }
    }

    /// Whether the word at `at` is an indefinite article: "a", "an", "un", "una". ("A" also means "at" in French and
    /// Spanish.)
    pub fn is_article(&self, at: usize) -> bool {
        self.word(at) == Some(WordMeaning::IndefiniteArticle) || self.has_role(at, GrammarRole::ArticleOrAt)
    }

    /// Whether the word at `at`, as it was typed, is a weekday in the table of `language`.
    pub fn is_weekday_in(&self, at: usize, language: Language) -> bool {
        let entry = self.typed.entries.get(at).copied().flatten();
        entry.is_some_and(|entry| matches!(entry.own_meaning(language), Some(WordMeaning::Weekday(_))))
    }

    /// Counts one parse step. False if the steps are used up.
    pub fn count_step(&self) -> bool {
        self.steps.set(self.steps.get() + 1);
        self.steps.get() <= MAX_STEPS
    }

    /// Whether the word at `at` means days, and 8 or 15 of them usually mean one or two weeks: "ocho días", "quinze
    /// jours".
    pub fn is_loose_days(&self, at: usize) -> bool {
        self.has_role(at, GrammarRole::LooseDays)
    }
}
