//! The types for a zone with its name, and for the answer to a search for a zone.

use crate::time::zone::ZoneId;

/// A zone and the name that a person uses for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    pub zone: ZoneId,
    pub name: PlaceName,
}

/// The kind of name that a person uses for a zone.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PlaceName {
    /// A city, state or island, and the ISO 3166 code of its country.
    City { name: &'static str, country: &'static str },
    /// The ISO 3166 code of a country that has one local time.
    Country(&'static str),
    /// The id of the zone in the tz database, such as UTC.
    Id,
    /// The zone is a fixed offset from UTC. It has no daylight saving time.
    Fixed,
}

/// The answer to a search for a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ZoneAnswer {
    /// The text names one zone. `corrected` is true if the typed name was misspelt.
    One { place: Place, corrected: bool },
    /// The text can mean any of these zones, so the person is asked. Never empty.
    Ask(Vec<Place>),
    /// The text names no zone. The list has places with similar names and may be empty.
    Unknown(Vec<Place>),
}

impl ZoneAnswer {
    /// The zone of `ZoneAnswer::One`; otherwise `None`.
    pub fn one(&self) -> Option<ZoneId> {
        match self {
            ZoneAnswer::One { place, .. } => Some(place.zone),
            _ => None,
        }
    }
}

impl Place {
    /// The zone with its id as the name.
    pub(in crate::time) fn id(zone: ZoneId) -> Self {
        let name = if zone.fixed_offset().is_some() { PlaceName::Fixed } else { PlaceName::Id };
        Self { zone, name }
    }
}
