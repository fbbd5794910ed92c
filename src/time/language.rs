//! The languages that Magpie speaks, shared by phrases and texts. The texts themselves are in `words`.
//!
//! A new language needs a variant, its [`Facts`], its folder in `config/locales` and a column of country names, and its
//! words wherever people's own words are parsed:
//!
//! - `time`: `phrase` (lexicon, set phrases, slips, zones, the order of dates), `weekdays`, and `places::find`;
//! - `members::group`, `alerts::audience`, and the usual names of channels in `guild::model`.
//!
//! Lists of languages outside Rust: `sandbox/wall/js/texts.js` and `docs/glossary.md`.

use strum::{EnumCount, EnumString, IntoStaticStr, VariantArray};

/// The languages that Magpie speaks. People with another language read English. The code is stored, and is the name of
/// the folder of texts.
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

/// The facts about a language, besides its texts.
struct Facts {
    /// The name in English.
    name: &'static str,
    /// Decides how plurals and numbers are written: a BCP 47 tag.
    locale: &'static str,
    /// The Discord locales that a text in this language is registered under (command names and descriptions).
    discord_locales: &'static [&'static str],
    /// Weekdays cut to three letters, from Monday, without accents.
    short_weekdays: [&'static str; 7],
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

    const fn facts(self) -> &'static Facts {
        match self {
            Language::English => &Facts {
                name: "English",
                locale: "en-GB",
                discord_locales: &["en-GB", "en-US"],
                short_weekdays: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
            },
            Language::French => &Facts {
                name: "French",
                locale: "fr",
                discord_locales: &["fr"],
                short_weekdays: ["lun", "mar", "mer", "jeu", "ven", "sam", "dim"],
            },
            Language::Spanish => &Facts {
                name: "Spanish",
                locale: "es",
                discord_locales: &["es-ES", "es-419"],
                short_weekdays: ["lun", "mar", "mie", "jue", "vie", "sab", "dom"],
            },
        }
    }

    /// The language for a locale such as `es-419`, `fr` or `en-GB`.
    pub fn from_locale(locale: &str) -> Self {
        locale.split(['-', '_']).next().and_then(Self::from_code).unwrap_or_default()
    }

    /// `en`, `fr`, `es`.
    pub fn code(self) -> &'static str {
        self.into()
    }

    pub fn from_code(code: &str) -> Option<Self> {
        code.parse().ok()
    }

    /// In English: `French`.
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// The locale that decides how plurals and numbers are written: a BCP 47 tag.
    pub fn locale(self) -> &'static str {
        self.facts().locale
    }

    /// The Discord locales that a text in this language is registered under (command names and descriptions).
    pub fn discord_locales(self) -> &'static [&'static str] {
        self.facts().discord_locales
    }

    /// Weekdays cut to three letters, from Monday, without accents.
    pub(super) fn short_weekdays(self) -> [&'static str; 7] {
        self.facts().short_weekdays
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales_map_to_their_language_and_unknown_ones_to_english() {
        let read =
            ["en-US", "fr", "es-419", "es_MX", "de", "", "french"].map(|locale| Language::from_locale(locale).code());
        assert_eq!(read, ["en", "fr", "es", "es", "en", "en", "en"]);
    }
}
