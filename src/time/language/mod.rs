//! The languages that Magpie speaks, and what the code knows about each of them. The module `words` reads their texts.
//!
//! A new language needs:
//!
//! - in this folder: a variant, and a file with its [`Facts`] (the compiler reports what is missing);
//! - its folder in `config/locales`, and the name of the language as a choice in each `commands.ftl`;
//! - a column of names in `time/data/countries.tsv` and `city-names.tsv`;
//! - for the tests: columns in `docs/glossary.md` and `tests/time/member-states.txt`, rows in `tests/time/phrases.tsv`.
//!
//! No other file has a list of languages or of words that people type.

mod english;
mod facts;
mod french;
mod spanish;

use strum::{Display, EnumCount, EnumString, IntoStaticStr, VariantArray};

pub use facts::{DayOrder, Facts, GrammarWords, HourSign, ListHeaders, Phrases, TimeWords, Words};

/// A language that Magpie speaks. People who use another language get English. The database stores the code, such as
/// `fr`. The folder with the texts has the same name.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Default,
    Display,
    EnumCount,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
pub enum Language {
    #[default]
    #[strum(serialize = "en")]
    English,
    #[strum(serialize = "fr")]
    French,
    #[strum(serialize = "es")]
    Spanish,
}

impl Language {
    pub const ALL: [Language; Language::COUNT] = {
        let mut all = [Language::English; Language::COUNT];
        let mut n = 0;
        while n < all.len() {
            all[n] = Language::VARIANTS[n];
            n += 1;
        }
        all
    };

    /// The facts that the code knows about the language, apart from its texts.
    pub const fn facts(self) -> &'static Facts {
        match self {
            Language::English => &english::ENGLISH,
            Language::French => &french::FRENCH,
            Language::Spanish => &spanish::SPANISH,
        }
    }

    /// The words that `select` takes from the facts of all languages, in the order of [`Language::ALL`].
    pub fn all_words(select: impl Fn(&'static Facts) -> Words) -> impl Iterator<Item = &'static str> {
        Self::ALL.into_iter().flat_map(move |language| select(language.facts()).split_ascii_whitespace())
    }

    /// The expressions that `select` takes from the facts of all languages, in the order of [`Language::ALL`].
    pub fn all_phrases(select: impl Fn(&'static Facts) -> Phrases) -> impl Iterator<Item = &'static str> {
        Self::ALL.into_iter().flat_map(move |language| select(language.facts()).iter().copied())
    }

    /// The language of a locale such as `es-419`, `fr` or `en-GB`. English if Magpie does not speak it.
    pub fn from_locale(locale: &str) -> Self {
        locale.split(['-', '_']).next().and_then(Self::from_code).unwrap_or_default()
    }

    /// The stored code: `en`, `fr` or `es`.
    pub fn code(self) -> &'static str {
        self.into()
    }

    pub fn from_code(code: &str) -> Option<Self> {
        code.parse().ok()
    }

    /// The English name, such as `French`.
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// The BCP 47 tag that decides how plurals and numbers are written.
    pub fn locale(self) -> &'static str {
        self.facts().locale
    }

    /// The Discord locales for which command names and descriptions in this language are registered.
    pub fn discord_locales(self) -> &'static [&'static str] {
        self.facts().discord_locales
    }

    /// The full name of a weekday (0 is Monday), in lower case.
    pub(super) fn weekday(self, day: usize) -> &'static str {
        self.facts().time.weekdays[day].split(' ').next().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locale_of_an_unsupported_language_gives_english() {
        let read =
            ["en-US", "fr", "es-419", "es_MX", "de", "", "french"].map(|locale| Language::from_locale(locale).code());
        assert_eq!(read, ["en", "fr", "es", "es", "en", "en", "en"]);
    }

    #[test]
    fn each_discord_locale_of_a_language_maps_back_to_it() {
        for language in Language::ALL {
            assert!(!language.discord_locales().is_empty());
            for locale in language.discord_locales().iter().chain([&language.locale()]) {
                assert_eq!(Language::from_locale(locale), language, "{locale}");
            }
        }
    }
}
