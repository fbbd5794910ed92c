//! A zone with the name that a person uses for it, and the answer to a search for a zone.

use crate::time::zone::ZoneId;

/// A zone and the name that a person uses for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    pub zone: ZoneId,
    pub name: PlaceName,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PlaceName {
    /// A city, state or island, and the ISO 3166 code of its country.
    City { name: &'static str, country: &'static str },
    /// A whole country that has one zone, by its ISO 3166 code.
    Country(&'static str),
    /// An id of the tz database, or UTC.
    Id,
    /// An offset from UTC, without daylight saving time.
    Fixed,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ZoneAnswer {
    /// One zone. `corrected` is true if the typed name was misspelt.
    One { place: Place, corrected: bool },
    /// Several zones: the person is asked. Never empty.
    Ask(Vec<Place>),
    /// No zone. The choices are similar names; the list may be empty.
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
    pub(in crate::time) fn id(zone: ZoneId) -> Self {
        let name = if zone.fixed_offset().is_some() { PlaceName::Fixed } else { PlaceName::Id };
        Self { zone, name }
    }
}
