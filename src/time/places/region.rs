//! Regions: groups of countries such as continents, countries, and ranges of offsets from UTC.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::tz::Offset;
use serde::Deserialize;

use super::country::{self, Territory, country_of_home};
use super::offset;
use super::spelling::key;
use crate::time::local::offset_at;
use crate::time::zone::ZoneId;
use crate::time::{Language, without_article};

/// A part of the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Region {
    /// A continent or another group of countries, by its code in Unicode's CLDR.
    Area(&'static str),
    /// A country, by its ISO 3166 code.
    Country(&'static str),
    /// The places whose offset from UTC is in this range. Both ends are included. If `to` is less than `from`, the
    /// range crosses the date line.
    Offsets { from: Offset, to: Offset },
}

/// Where a person lives, at one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Home {
    /// The ISO 3166 code. `None` if the country is not known, as for the zone `UTC+5`.
    country: Option<&'static str>,
    offset: Offset,
}

impl Home {
    /// The home of a person in `zone`, at `now`. `place` is the English label of the place that they chose.
    pub fn of(zone: ZoneId, place: Option<&str>, now: Timestamp) -> Self {
        Self { country: country_of_home(zone, place), offset: offset_at(zone, now) }
    }
}

impl Region {
    /// All groups of countries and all countries.
    pub fn all_with_names() -> impl Iterator<Item = Region> {
        let areas = AREAS.iter().map(|area| Region::Area(area.code));
        areas.chain(country::COUNTRIES.iter().map(|country| Region::Country(country.code)))
    }

    /// Whether a home is in this region. `None` if that is not known.
    pub fn contains(self, home: Home) -> Option<bool> {
        match self {
            Region::Area(code) => home.country.map(|country| COUNTRIES_OF_AREAS[code].contains(country)),
            Region::Country(code) => home.country.map(|country| country == code),
            Region::Offsets { from, to } => Some(match from.cmp(&to) {
                Ordering::Greater => home.offset >= from || home.offset <= to,
                Ordering::Less | Ordering::Equal => (from..=to).contains(&home.offset),
            }),
        }
    }

    /// The name in `language`. `None` for a range of offsets.
    pub fn name(self, language: Language) -> Option<&'static str> {
        self.territory()?.names[language as usize].first().copied()
    }

    /// The name in `language` as it stands in a sentence, with an article if it needs one: "the Netherlands". `None`
    /// for a range of offsets.
    pub fn name_in_sentence(self, language: Language) -> Option<String> {
        let territory = self.territory()?;
        let name = self.name(language)?;
        let articles = language.facts().places.regions_with_article.iter();
        let mut articles =
            articles.filter(|(_, codes)| codes.split_ascii_whitespace().any(|code| code == territory.code));
        Some(articles.next().map_or_else(|| name.to_owned(), |(article, _)| format!("{article} {name}")))
    }

    /// All names in all languages. Empty for a range of offsets.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        self.territory().into_iter().flat_map(|territory| territory.names.iter().flatten().copied())
    }

    fn territory(self) -> Option<&'static Territory> {
        let (table, code) = match self {
            Region::Area(code) => (&AREAS, code),
            Region::Country(code) => (&country::COUNTRIES, code),
            Region::Offsets { .. } => return None,
        };
        table.iter().find(|territory| territory.code == code)
    }
}

/// The regions that `text` can mean, in any of Magpie's languages: several for a name that they share, such as "Congo".
/// Empty if it is not the name of a region. Misspelt names are not corrected.
pub fn find_regions(text: &str) -> Vec<Region> {
    if let Some((from, to)) = offset::read_range(text) {
        return vec![Region::Offsets { from, to }];
    }
    let names = [Some(text), without_article(text)];
    let mut names = names.into_iter().flatten();
    let Some((name, found)) = names.find_map(|name| Some((name, REGION_BY_KEY.get(&key(name))?))) else {
        return Vec::new();
    };
    // "América" is the continent, because the United States are only called "America", and not by their first name.
    let name = name.trim().to_lowercase();
    let is_first_name = |region: &&Region| {
        Language::ALL.iter().any(|language| region.name(*language).is_some_and(|first| first.to_lowercase() == name))
    };
    let by_first_name: Vec<Region> = found.iter().filter(is_first_name).copied().collect();
    if by_first_name.len() == 1 { by_first_name } else { found.clone() }
}

static AREAS: LazyLock<Vec<Territory>> = LazyLock::new(|| country::read_territories(include_str!("../data/areas.tsv")));

static REGION_BY_KEY: LazyLock<HashMap<String, Vec<Region>>> = LazyLock::new(|| {
    let mut regions: HashMap<String, Vec<Region>> = HashMap::new();
    for region in Region::all_with_names() {
        for name in region.names() {
            let found = regions.entry(key(name)).or_default();
            if !found.contains(&region) {
                found.push(region);
            }
        }
    }
    regions
});

/// CLDR's file `territoryContainment.json`.
#[derive(Deserialize)]
struct ContainmentFile<'a> {
    #[serde(borrow)]
    supplemental: Supplemental<'a>,
}

#[derive(Deserialize)]
struct Supplemental<'a> {
    #[serde(borrow, rename = "territoryContainment")]
    territory_containment: HashMap<&'a str, Containment<'a>>,
}

#[derive(Deserialize)]
struct Containment<'a> {
    /// The codes of countries, or of smaller groups of countries.
    #[serde(borrow, rename = "_contains")]
    contains: Vec<&'a str>,
}

/// The codes of the countries in each of [`AREAS`].
static COUNTRIES_OF_AREAS: LazyLock<HashMap<&'static str, BTreeSet<&'static str>>> = LazyLock::new(|| {
    let file: ContainmentFile<'static> = serde_json::from_str(include_str!("../data/territory-containment.json"))
        .expect("the file in the program has the form of CLDR");
    let containment = file.supplemental.territory_containment;
    let countries = |area: &'static str| {
        let mut countries = BTreeSet::new();
        let mut waiting = vec![area];
        while let Some(code) = waiting.pop() {
            match containment.get(code) {
                Some(parts) => waiting.extend(&parts.contains),
                None => {
                    countries.insert(code);
                }
            }
        }
        countries
    };
    AREAS.iter().map(|area| (area.code, countries(area.code))).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    fn winter() -> Timestamp {
        "2026-11-24T12:00:00Z".parse().unwrap()
    }

    fn is_in(region: &str, zone: &str) -> Option<bool> {
        let found = find_regions(region);
        assert_eq!(found.len(), 1, "{region}: {found:?}");
        found[0].contains(Home::of(ZoneId::parse(zone).unwrap(), None, winter()))
    }

    #[test]
    fn country_belongs_to_its_continent_whatever_the_id_of_its_zone_says() {
        for (zone, continent) in [
            ("Atlantic/Cape_Verde", "Africa"),
            ("Indian/Mauritius", "Africa"),
            ("Indian/Antananarivo", "Africa"),
            ("Atlantic/Reykjavik", "Europe"),
            ("Europe/Istanbul", "Asia"),
            ("Asia/Nicosia", "Asia"),
            ("Asia/Tbilisi", "Asia"),
            ("Asia/Vladivostok", "Europe"),
            ("Indian/Maldives", "Asia"),
            ("Atlantic/Bermuda", "Americas"),
            ("Atlantic/Stanley", "South America"),
            ("America/Mexico_City", "North America"),
            ("America/Havana", "Latin America"),
            ("Pacific/Honolulu", "North America"),
            ("Pacific/Auckland", "Oceania"),
            ("Australia/Perth", "Oceania"),
            ("Indian/Christmas", "Oceania"),
        ] {
            assert_eq!(is_in(continent, zone), Some(true), "{zone}");
        }
        for (zone, continent) in [
            ("Atlantic/Cape_Verde", "Europe"),
            ("America/Mexico_City", "South America"),
            ("Pacific/Honolulu", "Oceania"),
            ("America/New_York", "Latin America"),
            ("Europe/London", "European Union"),
        ] {
            assert_eq!(is_in(continent, zone), Some(false), "{zone}");
        }
        for zone in ["UTC", "UTC+3", "CET"] {
            assert_eq!(is_in("Africa", zone), None, "{zone}");
            assert_eq!(is_in("Kenya", zone), None, "{zone}");
        }
    }

    #[test]
    fn every_country_with_a_zone_is_in_exactly_one_continent() {
        let continents = ["002", "019", "142", "150", "009"];
        for country in &*country::COUNTRIES {
            let found: Vec<&str> =
                continents.into_iter().filter(|code| COUNTRIES_OF_AREAS[code].contains(country.code)).collect();
            // No one lives on Bouvet Island and on Heard Island, but CLDR has them.
            assert_eq!(found.len(), 1, "{}: {found:?}", country.code);
        }
        for area in &*AREAS {
            assert!(COUNTRIES_OF_AREAS[area.code].len() >= 5, "{}", area.code);
        }
    }

    #[test]
    fn offset_of_a_home_is_that_of_the_instant() {
        let paris = ZoneId::parse("Europe/Paris").unwrap();
        let summer: Timestamp = "2026-07-15T12:00:00Z".parse().unwrap();
        let [one] = find_regions("UTC+1")[..] else { panic!("one region") };
        assert_eq!(one.contains(Home::of(paris, None, winter())), Some(true));
        assert_eq!(one.contains(Home::of(paris, None, summer)), Some(false));
        assert_eq!(is_in("UTC+5 to +9", "Asia/Kathmandu"), Some(true));
        assert_eq!(is_in("UTC+5 to +9", "Asia/Karachi"), Some(true));
        assert_eq!(is_in("UTC+5 to +9", "Asia/Tokyo"), Some(true));
        assert_eq!(is_in("UTC+5 to +9", "Asia/Dubai"), Some(false));
        assert_eq!(is_in("UTC+5 to +9", "UTC+5"), Some(true));
        assert_eq!(is_in("UTC+12 to UTC-11", "Pacific/Pago_Pago"), Some(true));
        assert_eq!(is_in("UTC+12 to UTC-11", "Pacific/Auckland"), Some(true));
        assert_eq!(is_in("UTC+12 to UTC-11", "Europe/Paris"), Some(false));
    }

    #[test]
    fn region_is_found_by_its_names_in_every_language_with_and_without_an_article() {
        for (names, region) in [
            (["Africa", "l’Afrique", "ÁFRICA"], Region::Area("002")),
            (["the Americas", "les Amériques", "América"], Region::Area("019")),
            (["Brazil", "le Brésil", "brasil"], Region::Country("BR")),
            (["the United States", "les États-Unis", "los Estados Unidos"], Region::Country("US")),
            (["India", "l'Inde", "la India"], Region::Country("IN")),
            (["Ivory Coast", "la Côte d'Ivoire", "Costa de Marfil"], Region::Country("CI")),
            (["the EU", "l’UE", "la Unión Europea"], Region::Area("EU")),
        ] {
            for name in names {
                assert_eq!(find_regions(name), [region], "{name}");
            }
        }
        for unknown in ["", "Atlantis", "Brazl", "the", "La Paz", "members"] {
            assert_eq!(find_regions(unknown), [], "{unknown}");
        }
    }

    #[test]
    fn name_of_several_regions_gives_all_of_them_unless_it_is_the_first_name_of_one() {
        for (name, count) in [("Congo", 2), ("Korea", 2), ("Virgin Islands", 2), ("America", 2)] {
            assert_eq!(find_regions(name).len(), count, "{name}");
        }
        for region in Region::all_with_names() {
            for language in Language::ALL {
                let name = region.name(language).unwrap();
                assert_eq!(find_regions(name), [region], "{name}");
                let in_sentence = region.name_in_sentence(language).unwrap();
                assert_eq!(find_regions(&in_sentence), [region], "{in_sentence}");
            }
        }
    }

    #[test]
    fn name_in_a_sentence_has_an_article_only_if_it_needs_one() {
        let names = |region: Region| {
            [Language::English, Language::Spanish].map(|language| region.name_in_sentence(language).unwrap())
        };
        assert_eq!(names(Region::Country("NL")), ["the Netherlands", "los Países Bajos"]);
        assert_eq!(names(Region::Country("KE")), ["Kenya", "Kenia"]);
        assert_eq!(names(Region::Area("029")), ["the Caribbean", "el Caribe"]);
        let codes: Vec<&str> = Region::all_with_names().filter_map(|one| Some(one.territory()?.code)).collect();
        for language in Language::ALL {
            for (article, regions) in language.facts().places.regions_with_article {
                assert!(language.facts().places.articles.split(' ').any(|one| one == *article), "{article}");
                for code in regions.split(' ') {
                    assert!(codes.contains(&code), "{code} is the code of a region");
                }
            }
        }
    }

    #[test]
    fn every_area_has_a_column_for_each_language() {
        for line in include_str!("../data/areas.tsv").lines() {
            assert_eq!(line.split('|').count(), 1 + Language::ALL.len(), "{line}");
            assert!(line.split(['|', ';']).all(|cell| !cell.trim().is_empty()), "{line}");
        }
    }
}
