//! Decides which misspelt words are corrected.
//!
//! A word is corrected only if another meaning is very unlikely. All of these must be true:
//!
//! - both words have at least six letters, and begin with the same letter;
//! - a single letter is missing, added, wrong or swapped with its neighbour;
//! - the corrected word is typical of a time, such as a weekday, a month or a unit ([`is_correctable`]);
//! - the typed word is not an ordinary word or a name: "banana" is not "mañana", and "mourning" is not "morning".
//!
//! Shorter words are too similar to each other: mardi and mars, mon and mom. Of the shorter words, only the frequent
//! misspellings in the languages' tables are corrected. If a misspelt word has two corrections ("thuesday"), the person
//! is asked. The answer shows every correction.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::lexicon::{self, LexiconWord, WordMeaning};
use crate::time::Language;
use crate::time::places::{distance, letters};

/// A possible correction of a misspelt word: its spelling with accents, and its meaning.
pub(super) type Candidate = (&'static str, WordMeaning);

/// The minimum number of letters of the typed word and of its correction.
const MIN_LETTERS: usize = 6;

/// Ordinary words and names that the rule would wrongly correct. To find them, the rule was applied to word lists of
/// English, French and Spanish with 1.2 million words.
static ORDINARY_WORDS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| Language::all_words(|facts| facts.spelling.ordinary).collect());

/// The words that a correction can give, each with the set of its letters (see `places::letters`).
static CORRECTABLE: LazyLock<Vec<(LexiconWord, u32)>> = LazyLock::new(|| {
    let words = lexicon::all_words().filter(|word| word.word.len() >= MIN_LETTERS && is_correctable(word.meaning));
    words.map(|word| (word, letters(word.word))).collect()
});

/// Whether a misspelt word may be corrected to a word with this meaning.
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

/// The possible corrections of `typed` (lower case, no accents), which is not a word of the lexicon. Usually there is
/// none. Rarely there are several.
pub(super) fn candidates(typed: &str) -> Vec<Candidate> {
    let mut typos = Language::ALL.into_iter().flat_map(|language| language.facts().spelling.typos);
    if let Some((_, word)) = typos.find(|(typo, _)| *typo == typed) {
        let correction = lexicon::all_words().find(|known| known.written == *word);
        return correction.map(|known| (known.written, known.meaning)).into_iter().collect();
    }
    if typed.len() < MIN_LETTERS || ORDINARY_WORDS.contains(typed) {
        return Vec::new();
    }
    let typed_letters = letters(typed);
    let mut found: Vec<Candidate> = Vec::new();
    for (LexiconWord { word, written, meaning }, word_letters) in &*CORRECTABLE {
        // One correction changes at most two bits of a set of letters.
        let is_possible = word.as_bytes()[0] == typed.as_bytes()[0] && (word_letters ^ typed_letters).count_ones() <= 2;
        if is_possible
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
    fn every_misspelling_of_the_tables_has_its_correction() {
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
    fn misspelling_of_two_words_has_both_corrections() {
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
