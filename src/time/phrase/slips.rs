//! Decides which misspelt words are corrected.
//!
//! A word is corrected only when another meaning is very unlikely. All of this must hold: both words have six letters
//! or more and begin with the same letter; a single letter is missing, added, wrong or swapped with its neighbour; the
//! corrected word names a time by itself (a weekday, a month, a part of the day, a length); the typed word is not a
//! word or name of its own. "Banana" is a fruit, not "mañana"; "mourning" is not "morning". Shorter words are too
//! similar to each other (mardi and mars, mon and mom), so only the slips in the languages' tables are corrected. When
//! two words match ("thuesday"), the person is asked. Every correction is shown to the person.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::lexicon::{self, Listed, W};
use crate::time::Language;
use crate::time::places::{distance, letters};

/// A candidate for a misspelt word: its proper spelling and its meaning.
pub(super) type Candidate = (&'static str, W);

/// Both the typed word and its correction have at least this many letters.
const MIN_LETTERS: usize = 6;

/// Words and names that the rule would correct to a word of time. Found by applying the rule to word lists of English,
/// French and Spanish (1.2 million words).
static ORDINARY_WORDS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| Language::all_words(|facts| facts.spelling.ordinary).collect());

/// Words that the rule may find, with their letters.
static GUESSABLE: LazyLock<Vec<(Listed, u32)>> = LazyLock::new(|| {
    let candidates = lexicon::all().filter(|one| one.word.len() >= MIN_LETTERS && names_a_time(one.meaning));
    candidates.map(|one| (one, letters(one.word))).collect()
});

fn names_a_time(meaning: W) -> bool {
    matches!(
        meaning,
        W::Weekday(_)
            | W::Weekdays(_)
            | W::Month(_)
            | W::Tomorrow
            | W::Midnight
            | W::Noon
            | W::PartOfDay(_)
            | W::Length(_)
            | W::Workday
            | W::Weekend
            | W::Before
            | W::After
            | W::Next
            | W::Last
            | W::Every
    )
}

/// The possible corrections of `typed`, which has no meaning itself (lower case, no accents). Usually none, rarely
/// several.
pub(super) fn candidates(typed: &str) -> Vec<Candidate> {
    let mut slips = Language::ALL.into_iter().flat_map(|language| language.facts().spelling.slips);
    if let Some((_, word)) = slips.find(|(slip, _)| *slip == typed) {
        let known = lexicon::all().find(|known| known.written == *word);
        return known.map(|known| (known.written, known.meaning)).into_iter().collect();
    }
    if typed.len() < MIN_LETTERS || ORDINARY_WORDS.contains(typed) {
        return Vec::new();
    }
    let typed_letters = letters(typed);
    let mut found: Vec<Candidate> = Vec::new();
    for (Listed { word, written, meaning }, word_letters) in &*GUESSABLE {
        // One correction changes at most two letters of the sets.
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
    fn well_known_slip_is_read_as_its_word_in_every_language() {
        for (slip, word) in Language::ALL.into_iter().flat_map(|language| language.facts().spelling.slips) {
            assert_eq!(read(slip), [*word]);
            assert!(lexicon::entry(slip).is_none(), "{slip} is a word of the lexicon");
        }
    }

    #[test]
    fn correction_is_shown_with_its_accents() {
        assert_eq!(read("ultimmo"), ["último"]);
        assert_eq!(read("derniire"), ["dernière"]);
    }

    #[test]
    fn two_words_within_reach_are_both_candidates() {
        assert_eq!(read("thuesday"), ["tuesday", "thursday"]);
    }

    #[test]
    fn words_of_their_own_and_short_ones_are_left_alone() {
        for typed in [
            "banana", "manzana", "mom", "son", "money", "marti", "domino", "sundae", "augusto", "mouths", "marten",
            "julia", "junior",
        ] {
            assert_eq!(read(typed), [""; 0], "{typed}");
        }
    }
}
