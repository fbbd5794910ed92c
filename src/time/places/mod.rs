//! Finds the zone for a text that a person types (an id, a city, a country, an abbreviation, an offset from UTC), and
//! names places.
//!
//! If a name has several zones, the answer is a question; the code does not guess. The data is in `time/data`.

mod abbreviation;
mod around;
mod country;
mod find;
mod index;
mod model;
mod names;
mod offset;
mod spelling;

use super::{Language, ZoneId};

pub(super) use abbreviation::meanings as abbreviation_meanings;
pub(super) use around::{is_ordinary_name, is_universal_time_in_phrases, without_filler};
pub(super) use find::{find_exact, find_near};
pub use find::{find_zone, suggest_zones};
pub use model::{Place, PlaceName, ZoneAnswer};
pub(super) use spelling::{distance, key, letters};

impl Place {
    /// The zone, named after the city in its id.
    pub fn of(zone: ZoneId) -> Self {
        index::INDEX.best_name(zone)
    }

    /// The name of the city or country in `language`, such as `Geneva`. The country of a city is not shown.
    pub fn short_label(&self, language: Language) -> String {
        match self.name {
            PlaceName::City { name, .. } => names::city(self.zone, index::plain_name(name), language).to_owned(),
            _ => self.label(language),
        }
    }

    /// The name with the country, such as `Brisbane, Australia`. `find_zone` finds the same place for this text.
    pub fn label(&self, language: Language) -> String {
        match self.name {
            PlaceName::City { name, country } => {
                let plain = index::plain_name(name);
                let is_shared = index::INDEX.is_shared(plain, country);
                let city = if is_shared { name } else { names::city(self.zone, plain, language) };
                match country::name(country, language) {
                    Some(country) if spelling::key(country) != spelling::key(city) => format!("{city}, {country}"),
                    _ => city.to_owned(),
                }
            }
            PlaceName::Country(code) => country::name(code, language).unwrap_or(self.zone.as_str()).to_owned(),
            PlaceName::Id | PlaceName::Fixed => self.zone.as_str().to_owned(),
        }
    }
}

/// Builds the tables early, so that the first look-up is as fast as later ones.
pub fn warm_up() {
    std::sync::LazyLock::force(&index::INDEX);
}

/// Whether `text` is written in letters that Magpie does not read, such as those of Russian or Arabic. Some places are
/// still found in their own script.
pub fn has_other_letters(text: &str) -> bool {
    const LATIN_EXTENDED: std::ops::RangeInclusive<char> = '\u{1e00}'..='\u{1eff}';
    text.chars().any(|c| c.is_alphabetic() && c > '\u{2af}' && !LATIN_EXTENDED.contains(&c))
}

/// The key (lower case) of the zone abbreviation `text`; `None` if `text` is not an abbreviation.
pub(super) fn abbreviation_key(text: &str) -> Option<String> {
    let key = spelling::key(text);
    abbreviation::is_known(&key).then_some(key)
}

/// Whether the name of a place, an abbreviation or an id may begin with this word (lower case, no accents).
pub(super) fn may_begin_with(word: &str) -> bool {
    around::is_first_word(word) || abbreviation::is_known(word) || index::INDEX.has_first_word(word)
}
