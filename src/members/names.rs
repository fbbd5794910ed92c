//! The comparison of names and other words that people type. Pure.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::time::Language;

/// The language that each folded name means.
static LANGUAGE_BY_NAME: LazyLock<HashMap<String, Language>> = LazyLock::new(|| {
    let names = |language: Language| language.facts().names_in_all_languages.split_ascii_whitespace();
    Language::ALL.into_iter().flat_map(|language| names(language).map(move |name| (fold(name), language))).collect()
});

/// Removes case, accents and repeated spaces, so that `São  Paulo` equals `sao paulo`.
pub fn fold(text: &str) -> String {
    let plain: String = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The language of Magpie that has this name in one of our languages, such as `French`, `français` or `francés`.
pub fn language_named(word: &str) -> Option<Language> {
    LANGUAGE_BY_NAME.get(&fold(word)).copied()
}
