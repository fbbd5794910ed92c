//! The names of cities in each language. The table has only cities whose name differs between languages.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::time::Language;
use crate::time::zone::ZoneId;

/// Maps a zone and the English name of a city to the city's names, in the order of `Language::ALL`.
type Names = HashMap<(ZoneId, &'static str), [&'static str; Language::ALL.len()]>;

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let lines = include_str!("../data/city-names.tsv").lines().filter(|line| !line.starts_with('#'));
    let names = lines.filter_map(|line| {
        let (id, names) = line.split_once('|')?;
        let mut cells = names.split('|');
        let names = Language::ALL.map(|_| cells.next().unwrap_or_default());
        Some(((ZoneId::parse(id).ok()?.canonical(), names[0]), names))
    });
    names.collect()
});

/// The name in `language` of the city with this English name. The English name if the table does not have the city.
pub(super) fn city_name(zone: ZoneId, english: &'static str, language: Language) -> &'static str {
    let names = NAMES.get(&(zone.canonical(), english));
    let column = Language::ALL.iter().position(|other| *other == language).unwrap_or_default();
    names.map_or(english, |names| names[column])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{Place, ZoneAnswer, find_zone};

    #[test]
    fn zone_label_has_the_city_name_of_each_language() {
        let short_labels = |id: &str| {
            let place = Place::of(ZoneId::parse(id).expect("it is a zone"));
            Language::ALL.map(|language| place.short_label(language))
        };
        assert_eq!(short_labels("Europe/Zurich"), ["Zurich", "Zurich", "Zúrich"]);
        assert_eq!(short_labels("Europe/London"), ["London", "Londres", "Londres"]);
        assert_eq!(short_labels("America/La_Paz"), ["La Paz", "La Paz", "La Paz"]);
        assert_eq!(short_labels("Etc/GMT+5"), ["Etc/GMT+5", "Etc/GMT+5", "Etc/GMT+5"]);
        let london = Place::of(ZoneId::parse("Europe/London").expect("it is a zone"));
        assert_eq!(london.label(Language::French), "Londres, Royaume-Uni");
    }

    #[test]
    fn every_city_has_a_column_for_each_language() {
        for line in include_str!("../data/city-names.tsv").lines().filter(|line| !line.starts_with('#')) {
            assert_eq!(line.split('|').count(), 1 + Language::ALL.len(), "{line}");
        }
    }

    #[test]
    fn every_city_is_found_by_its_name_in_each_language() {
        assert!(NAMES.len() > 100);
        let now = "2026-11-24T12:00:00Z".parse().expect("it is an instant");
        for ((zone, english), names) in &*NAMES {
            for name in names {
                let places = match find_zone(name, now) {
                    ZoneAnswer::One { place, .. } => vec![place],
                    ZoneAnswer::Ask(places) => places,
                    ZoneAnswer::Unknown(_) => Vec::new(),
                };
                let found = places.iter().any(|place| place.zone.canonical() == *zone);
                assert!(found, "{name} ({english}) is not found in {}", zone.as_str());
            }
        }
    }
}
