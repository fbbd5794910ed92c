//! Decides which misspelt words are corrected.
//!
//! A word is corrected only if another meaning is very unlikely. All of these must be true:
//!
//! - both words have at least six letters, and begin with the same letter;
//! - a single letter is missing, added, wrong or swapped with its neighbour;
//! - the corrected word is typical of a time ([`is_correctable`]), such as a weekday, a month or a length;
//! - the typed word is not an ordinary word or a name: "banana" is not "mañana", and "mourning" is not "morning".
//!
//! Shorter words are too similar to each other (mardi and mars, mon and mom). Of those, only the frequent misspellings
//! in the languages' tables are corrected. If two words match ("thuesday"), the person is asked. The answer shows every
//! correction.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::lexicon::{self, Listed, WordMeaning};
use crate::time::Language;
use crate::time::places::{distance, letters};

/// A possible correction of a misspelt word: its spelling with accents, and its meaning.
pub(super) type Candidate = (&'static str, WordMeaning);

/// Both the typed word and its correction have at least this many letters.
const MIN_LETTERS: usize = 6;

/// Ordinary words and names that the rule would wrongly correct. They were found by applying the rule to word lists of
/// English, French and Spanish (1.2 million words).
static ORDINARY_WORDS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| Language::all_words(|facts| facts.spelling.ordinary).collect());

/// The words that the rule can correct to, each with the set of its letters.
static CORRECTABLE: LazyLock<Vec<(Listed, u32)>> = LazyLock::new(|| {
    let candidates = lexicon::all().filter(|one| one.word.len() >= MIN_LETTERS && is_correctable(one.meaning));
    candidates.map(|one| (one, letters(one.word))).collect()
});

fn is_correctable(meaning: WordMeaning) -> bool {
    matches!(
        meaning,
        WordMeaning::Weekday(_)
            | WordMeaning::Weekdays(_)
            | WordMeaning::Month(_)
            | WordMeaning::Tomorrow
            | WordMeaning::Midnight
            | WordMeaning::Noon
            | WordMeaning::PartOfDay(_)
            | WordMeaning::Length(_)
            | WordMeaning::Workday
            | WordMeaning::Weekend
            | WordMeaning::Before
            | WordMeaning::After
            | WordMeaning::Next
            | WordMeaning::Last
            | WordMeaning::Every
    )
}

/// The possible corrections of `typed` (lower case, no accents), a word without a meaning. Usually none, rarely
/// several.
pub(super) fn candidates(typed: &str) -> Vec<Candidate> {
    let mut typos = Language::ALL.into_iter().flat_map(|language| language.facts().spelling.typos);
    if let Some((_, word)) = typos.find(|(typo, _)| *typo == typed) {
        let known = lexicon::all().find(|known| known.written == *word);
        return known.map(|known| (known.written, known.meaning)).into_iter().collect();
    }
    if typed.len() < MIN_LETTERS || ORDINARY_WORDS.contains(typed) {
        return Vec::new();
    }
    let typed_letters = letters(typed);
    let mut found: Vec<Candidate> = Vec::new();
    for (Listed { word, written, meaning }, word_letters) in &*CORRECTABLE {
        // One edit changes at most two bits of a set of letters.
        let may_be = word.as_bytes()[0] == typed.as_bytes()[0] && (word_letters ^ typed_letters).count_ones() <= 2;
        if may_be
            && distance(typed.as_bytes(), word.as_bytes(), 1).is_some()
            && !found.iter().any(|(_, m)| m == meaning)
        {
            found.push((*written, *meaning));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Vec<&'static str> {
        candidates(typed).into_iter().map(|(word, _)| word).collect()
    }

    #[test]
    fn one_misspelling_in_a_long_word_is_corrected() {
        for (typed, word) in [
            ("tomorow", "tomorrow"),
            ("thrusday", "thursday"),
            ("wendesday", "wednesday"),
            ("friady", "friday"),
            ("febuary", "february"),
            ("mierocles", "miércoles"),
            ("vendedi", "vendredi"),
            ("setiembe", "setiembre"),
            ("tommorow", "tomorrow"),
        ] {
            assert_eq!(read(typed), [word], "{typed}");
        }
    }

    #[test]
    fn well_known_typo_is_read_as_its_word_in_every_language() {
        for (typo, word) in Language::ALL.into_iter().flat_map(|language| language.facts().spelling.typos) {
            assert_eq!(read(typo), [*word]);
            assert!(lexicon::entry(typo).is_none(), "{typo} is a word of the lexicon");
        }
    }

    #[test]
    fn correction_is_shown_with_its_accents() {
        assert_eq!(read("ultimmo"), ["último"]);
        assert_eq!(read("derniire"), ["dernière"]);
    }

    #[test]
    fn misspelling_of_two_words_has_both_as_candidates() {
        assert_eq!(read("thuesday"), ["tuesday", "thursday"]);
    }

    #[test]
    fn ordinary_words_and_short_words_are_not_corrected() {
        for typed in [
            "banana", "manzana", "mom", "son", "money", "marti", "domino", "sundae", "augusto", "mouths", "marten",
            "julia", "junior",
        ] {
            assert_eq!(read(typed), [""; 0], "{typed}");
        }
    }
}
