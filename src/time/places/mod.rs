//! Finds the zone that a typed text names: an id, a city, a country, an abbreviation or an offset from UTC. Also gives
//! the names of places in each language.
//!
//! If a name can mean several zones, the code does not guess: the answer is a question. The data is in `time/data`.

mod abbreviation;
mod around;
mod country;
mod find;
mod index;
mod model;
mod names;
mod offset;
mod region;
mod spelling;

use super::{Language, ZoneId};

pub(super) use abbreviation::meanings as abbreviation_meanings;
pub use around::without_article;
pub(super) use around::{is_ordinary_name, is_universal_time_in_phrases, without_filler};
pub(super) use find::{find_exact, find_near};
pub use find::{find_zone, suggest_zones};
pub use model::{Place, PlaceName, ZoneAnswer};
pub use region::{Home, Region, find_regions};
pub(super) use spelling::{distance, key, letters};

impl Place {
    /// The zone as a place with the name of the city in its id. If the city is not known, the name is the id.
    pub fn of(zone: ZoneId) -> Self {
        index::INDEX.place_of(zone)
    }

    /// The name of the city or country in `language`, such as `Geneva`. The country of a city is not shown.
    pub fn short_label(&self, language: Language) -> String {
        match self.name {
            PlaceName::City { name, .. } => names::city_name(self.zone, index::plain_name(name), language).to_owned(),
            _ => self.label(language),
        }
    }

    /// The name with the country, such as `Brisbane, Australia`. For this text, `find_zone` finds the same zone.
    pub fn label(&self, language: Language) -> String {
        match self.name {
            PlaceName::City { name, country } => {
                let plain = index::plain_name(name);
                let is_shared = index::INDEX.is_shared(plain, country);
                let city = if is_shared { name } else { names::city_name(self.zone, plain, language) };
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

/// Builds the index of places now, so that the first search does not wait for it.
pub fn warm_up() {
    std::sync::LazyLock::force(&index::INDEX);
}

/// Whether `text` has letters outside the Latin alphabet, such as Russian or Arabic letters. Magpie does not read them,
/// except in a few names of places.
pub fn has_other_letters(text: &str) -> bool {
    const LATIN_EXTENDED: std::ops::RangeInclusive<char> = '\u{1e00}'..='\u{1eff}';
    text.chars().any(|c| c.is_alphabetic() && c > '\u{2af}' && !LATIN_EXTENDED.contains(&c))
}

/// `text` in lower case if it is the abbreviation of a zone; otherwise `None`.
pub(super) fn abbreviation_key(text: &str) -> Option<String> {
    let key = spelling::key(text);
    abbreviation::is_abbreviation(&key).then_some(key)
}

/// Whether `word` (lower case, no accents) can be the first word of a place, an abbreviation or an id.
pub(super) fn is_first_word(word: &str) -> bool {
    around::is_first_word(word) || abbreviation::is_abbreviation(word) || index::INDEX.has_first_word(word)
}
