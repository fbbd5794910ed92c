//! Countries: their names in each language, and their zones.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::time::Language;
use crate::time::zone::ZoneId;

/// A country of ISO 3166, Kosovo, or a group of countries such as a continent.
pub(super) struct Territory {
    pub code: &'static str,
    /// The names in each language, in the order of `Language::ALL`. The first name in each language is shown to people.
    pub names: [Vec<&'static str>; Language::ALL.len()],
}

pub(super) static COUNTRIES: LazyLock<Vec<Territory>> =
    LazyLock::new(|| read_territories(include_str!("../data/countries.tsv")));

/// Reads a table with a code, and the names in each language, on each line.
pub(super) fn read_territories(table: &'static str) -> Vec<Territory> {
    let line = |line: &'static str| {
        let mut cells = line.split('|');
        let code = cells.next().unwrap_or_default();
        Territory { code, names: Language::ALL.map(|_| cells.next().unwrap_or_default().split(';').collect()) }
    };
    table.lines().map(line).collect()
}

/// The code of the country and the zone in each line of the tz database's table `zone.tab`, in the order of the table.
fn zone_table() -> impl Iterator<Item = (&'static str, ZoneId)> {
    let lines = include_str!("../data/zone.tab").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| {
        let mut cells = line.split('\t');
        let (code, id) = (cells.next()?, cells.nth(1)?);
        Some((code, ZoneId::parse(id).ok()?))
    })
}

/// The zones of each country, from the tz database's table `zone.tab`.
static ZONES: LazyLock<HashMap<&'static str, Vec<ZoneId>>> = LazyLock::new(|| {
    let mut zones: HashMap<&'static str, Vec<ZoneId>> = HashMap::new();
    for (code, zone) in zone_table() {
        zones.entry(code).or_default().push(zone);
    }
    zones.insert("XK", ZoneId::parse("Europe/Belgrade").into_iter().collect());
    // Ukraine has one legal time. Its second zone, Europe/Simferopol, has Moscow's time because of the occupation.
    // People who need it can type the city.
    if let Some(ukraine) = zones.get_mut("UA") {
        ukraine.retain(|zone| zone.as_str() == "Europe/Kyiv");
    }
    let rank = |zone: &ZoneId| BEST_KNOWN.iter().position(|id| *id == zone.as_str()).unwrap_or(BEST_KNOWN.len());
    zones.values_mut().for_each(|zones| zones.sort_by_key(rank));
    zones
});

/// The best known zones. If several zones of a country have the same time, the one that comes first in this list is
/// shown, because most people of the country know its name.
const BEST_KNOWN: &[&str] = &[
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Toronto",
    "America/Vancouver",
    "America/Edmonton",
    "America/Winnipeg",
    "America/Regina",
    "America/Halifax",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Manaus",
    "America/Rio_Branco",
    "America/Noronha",
    "America/Mexico_City",
    "America/Cancun",
    "America/Hermosillo",
    "America/Tijuana",
    "America/Santiago",
    "America/Punta_Arenas",
    "America/Argentina/Buenos_Aires",
    "America/Guayaquil",
    "Australia/Sydney",
    "Australia/Brisbane",
    "Australia/Adelaide",
    "Australia/Darwin",
    "Australia/Perth",
    "Pacific/Auckland",
    "Europe/Moscow",
    "Europe/Kaliningrad",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Novosibirsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
    "Europe/Berlin",
    "Europe/Madrid",
    "Europe/Lisbon",
    "Asia/Jakarta",
    "Asia/Makassar",
    "Asia/Jayapura",
    "Asia/Shanghai",
    "Asia/Almaty",
    "Asia/Tashkent",
    "Asia/Kuala_Lumpur",
    "Asia/Ulaanbaatar",
    "Asia/Nicosia",
    "Asia/Hebron",
    "Africa/Kinshasa",
    "Africa/Lubumbashi",
    "Pacific/Port_Moresby",
    "Pacific/Tarawa",
    "Pacific/Majuro",
    "Pacific/Tahiti",
    "Pacific/Pohnpei",
    "America/Nuuk",
    "Antarctica/McMurdo",
];

/// The name in `language` of the country with this ISO 3166 code. `None` for an unknown code.
pub(super) fn name(code: &str, language: Language) -> Option<&'static str> {
    let found = COUNTRIES.iter().find(|country| country.code == code)?;
    found.names[language as usize].first().copied()
}

/// The zones of a country, the best known first; empty for an unknown code.
pub(super) fn zones(code: &str) -> &'static [ZoneId] {
    ZONES.get(code).map_or(&[], Vec::as_slice)
}

/// The ISO 3166 code of the country of a zone; empty if the zone has no country. If the table gave a zone to several
/// countries, this would be the first one, so the answer is the same in every run.
pub(super) fn country_of(zone: ZoneId) -> &'static str {
    static COUNTRY: LazyLock<HashMap<ZoneId, &'static str>> = LazyLock::new(|| {
        let mut countries = HashMap::new();
        for (code, zone) in zone_table() {
            countries.entry(zone).or_insert(code);
        }
        countries
    });
    COUNTRY.get(&zone).copied().unwrap_or_default()
}

/// Ids that are abbreviations of a time. The tz database links them to the zone of one country (`CET` to
/// Europe/Brussels, `EST` to America/Panama), but a person who chose one of them can live in another country.
const IDS_OF_MANY_COUNTRIES: [&str; 7] = ["CET", "EET", "EST", "HST", "MET", "MST", "WET"];

/// The ISO 3166 code of the country in which a person lives who chose this zone. `place` is the English label of the
/// place that they chose. It decides, because a zone can be used in several countries. `None` if the country is not
/// known.
pub(super) fn country_of_home(zone: ZoneId, place: Option<&str>) -> Option<&'static str> {
    let named = place.and_then(|label| {
        let country = label.rsplit(',').next().unwrap_or(label).trim();
        let mut found = COUNTRIES.iter().filter(|one| one.names[Language::English as usize].first() == Some(&country));
        found.next().map(|country| country.code)
    });
    named.or_else(|| {
        let has_country = !IDS_OF_MANY_COUNTRIES.contains(&zone.as_str());
        Some(country_of(zone)).filter(|code| has_country && !code.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_zone_of_the_table_has_one_country() {
        let mut countries: HashMap<ZoneId, &str> = HashMap::new();
        for (code, zone) in zone_table() {
            let other = countries.insert(zone, code).filter(|other| *other != code);
            assert_eq!(other, None, "{} would also be in {code}", zone.as_str());
            assert_eq!(country_of(zone), code, "{}", zone.as_str());
        }
        assert!(countries.len() > 400);
    }

    #[test]
    fn country_of_a_home_is_that_of_the_chosen_place_and_else_that_of_the_zone() {
        let home = |zone: &str, place: Option<&str>| country_of_home(ZoneId::parse(zone).unwrap(), place);
        for (zone, country) in [
            ("Atlantic/Cape_Verde", Some("CV")),
            ("Atlantic/Reykjavik", Some("IS")),
            ("Asia/Calcutta", Some("IN")),
            ("Europe/San_Marino", Some("SM")),
            ("America/Argentina/Ushuaia", Some("AR")),
            ("US/Pacific", Some("US")),
            ("Japan", Some("JP")),
            ("CET", None),
            ("EST", None),
            ("UTC", None),
            ("UTC+5", None),
            ("Etc/GMT+5", None),
        ] {
            assert_eq!(home(zone, None), country, "{zone}");
        }
        assert_eq!(home("Europe/Belgrade", Some("Pristina, Kosovo")), Some("XK"));
        assert_eq!(home("Europe/Belgrade", None), Some("RS"));
        assert_eq!(home("Asia/Singapore", Some("Singapore")), Some("SG"));
        assert_eq!(home("CET", Some("Geneva, Switzerland")), Some("CH"));
    }

    #[test]
    fn every_country_has_a_column_of_names_for_each_language() {
        for line in include_str!("../data/countries.tsv").lines() {
            let cells: Vec<&str> = line.split('|').collect();
            assert_eq!(cells.len(), 1 + Language::ALL.len(), "a code and one column for each language: {line}");
            let mut names = cells[1..].iter().flat_map(|cell| cell.split(';'));
            assert!(names.all(|name| !name.trim().is_empty()), "a name is empty: {line}");
        }
    }
}
