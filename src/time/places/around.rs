//! The words that people put around the name of a place, from the tables of all languages.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::LazyLock;

use crate::time::Language;

/// Names of UTC in every language.
const UNIVERSAL_TIME: [&str; 5] = ["utc", "gmt", "z", "zulu", "ut"];

struct WordsAround {
    /// Words before the name of a place, the longest first.
    before: Vec<&'static str>,
    /// Words after the name of a place, the longest first.
    after: Vec<&'static str>,
    /// Words with which a place in a phrase can begin, apart from the names of places.
    first_words: Vec<&'static str>,
    ordinary_names: HashSet<&'static str>,
    universal_time: Vec<&'static str>,
    universal_time_in_phrases: Vec<&'static str>,
}

static WORDS_AROUND: LazyLock<WordsAround> = LazyLock::new(|| {
    let longest_first = |mut phrases: Vec<&'static str>| {
        phrases.sort_by_key(|phrase| Reverse(phrase.len()));
        phrases.dedup();
        phrases
    };
    let distinct = |mut words: Vec<&'static str>| {
        words.sort_unstable();
        words.dedup();
        words
    };
    let in_phrases = || Language::all_words(|facts| facts.places.universal_time_in_phrases);
    let first_words = Language::all_words(|facts| facts.places.first_words).chain(in_phrases()).chain(UNIVERSAL_TIME);
    WordsAround {
        before: longest_first(Language::all_phrases(|facts| facts.places.before).collect()),
        after: longest_first(Language::all_phrases(|facts| facts.places.after).collect()),
        first_words: distinct(first_words.collect()),
        ordinary_names: Language::all_words(|facts| facts.places.ordinary_names).collect(),
        universal_time: Language::all_words(|facts| facts.places.universal_time).collect(),
        universal_time_in_phrases: in_phrases().collect(),
    }
});

/// The place in `Nairobi time`, `heure de Paris` or `in Tokyo`, without the words around the place. `None` if `text`
/// has no words around a place.
pub(in crate::time) fn without_filler(text: &str) -> Option<&str> {
    let mut rest = text;
    if let Some(filler) = WORDS_AROUND.after.iter().find(|filler| ends_with_ignoring_case(text, filler)) {
        rest = &rest[..rest.len() - filler.len()];
    }
    if let Some(filler) = WORDS_AROUND.before.iter().find(|filler| starts_with_ignoring_case(rest, filler)) {
        rest = &rest[filler.len()..];
    }
    let rest = rest.trim();
    (rest.len() < text.len() && !rest.is_empty()).then_some(rest)
}

/// The name of a country or of a language without the article before it: `Brésil` for `le Brésil`. `None` if `text`
/// begins with no article.
pub fn without_article(text: &str) -> Option<&str> {
    let text = text.trim();
    let rest = Language::all_words(|facts| facts.places.articles).find_map(|article| {
        if let Some(letters) = article.strip_suffix('\'') {
            let rest = starts_with_ignoring_case(text, letters).then(|| &text[letters.len()..])?;
            return rest.strip_prefix(['\'', '’']);
        }
        let rest = starts_with_ignoring_case(text, article).then(|| &text[article.len()..])?;
        rest.starts_with(char::is_whitespace).then(|| rest.trim_start())
    })?;
    (!rest.is_empty()).then_some(rest)
}

fn starts_with_ignoring_case(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|head| {
        head.eq_ignore_ascii_case(prefix)
            || !head.is_ascii() && head.chars().flat_map(char::to_lowercase).eq(prefix.chars())
    })
}

fn ends_with_ignoring_case(text: &str, suffix: &str) -> bool {
    text.len()
        .checked_sub(suffix.len())
        .and_then(|at| text.get(at..))
        .is_some_and(|tail| tail.eq_ignore_ascii_case(suffix))
}

/// Whether `word` (lower case, no accents) can begin the words around a place, or is a name of UTC.
pub(super) fn is_first_word(word: &str) -> bool {
    WORDS_AROUND.first_words.contains(&word)
}

/// Whether the name of a place is also an ordinary word ("Friday 10:00 reading").
pub(in crate::time) fn is_ordinary_name(name: &str) -> bool {
    WORDS_AROUND.ordinary_names.contains(name)
}

/// Whether `name` (lower case) is a name of UTC: UTC, GMT, TUC.
pub(super) fn is_universal_time(name: &str) -> bool {
    UNIVERSAL_TIME.contains(&name) || WORDS_AROUND.universal_time.contains(&name)
}

/// Whether `name` is a name of UTC at the position of a zone in a phrase: "TU", as French radio stations say.
pub(in crate::time) fn is_universal_time_in_phrases(name: &str) -> bool {
    WORDS_AROUND.universal_time_in_phrases.contains(&name)
}

/// The text after the name of UTC with which `text` begins: `+10` for `UTC+10`. `None` if `text` has no such name.
pub(super) fn after_universal_time(text: &str) -> Option<&str> {
    ["utc", "gmt"].iter().chain(&WORDS_AROUND.universal_time).find_map(|name| text.strip_prefix(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_around_a_place_are_removed_in_every_language() {
        for filler in Language::all_phrases(|facts| facts.places.before) {
            let text = format!("{}Tokyo", filler.to_uppercase());
            assert_eq!(without_filler(&text), Some("Tokyo"), "{text}");
            assert!(filler.ends_with([' ', '\'', '’']), "{filler:?} would cut a word");
        }
        for filler in Language::all_phrases(|facts| facts.places.after) {
            assert_eq!(without_filler(&format!("Tokyo{filler}")), Some("Tokyo"), "{filler}");
            assert!(filler.starts_with(' '), "{filler:?} would cut a word");
        }
        assert_eq!(without_filler("Tokyo"), None);
        for article in Language::all_words(|facts| facts.places.articles) {
            let space = if article.ends_with('\'') { "" } else { " " };
            let text = format!("{}{space}Atlantis", article.to_uppercase());
            assert_eq!(without_article(&text), Some("Atlantis"), "{text}");
        }
        assert_eq!(without_article("l’Inde"), Some("Inde"));
        assert_eq!([without_article("Lebanon"), without_article("the"), without_article("la ")], [None; 3]);
        assert_eq!(without_filler(" time"), None);
    }
}
