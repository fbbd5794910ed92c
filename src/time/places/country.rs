//! Countries: their names in each language, and their zones.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::time::Language;
use crate::time::zone::ZoneId;

/// A country of ISO 3166, or Kosovo.
pub(super) struct Country {
    pub code: &'static str,
    /// The names in each language, in the order of `Language::ALL`. The first name in each language is shown to people.
    pub names: [Vec<&'static str>; Language::ALL.len()],
}

pub(super) static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let line = |line: &'static str| {
        let mut cells = line.split('|');
        let code = cells.next().unwrap_or_default();
        Country { code, names: Language::ALL.map(|_| cells.next().unwrap_or_default().split(';').collect()) }
    };
    include_str!("../data/countries.tsv").lines().map(line).collect()
});

/// The zones of each country, from the tz database's table `zone.tab`.
static ZONES: LazyLock<HashMap<&'static str, Vec<ZoneId>>> = LazyLock::new(|| {
    let mut zones: HashMap<&'static str, Vec<ZoneId>> = HashMap::new();
    for line in include_str!("../data/zone.tab").lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (code, id) = (cells.next().unwrap_or_default(), cells.nth(1).unwrap_or_default());
        if let Ok(zone) = ZoneId::parse(id) {
            zones.entry(code).or_default().push(zone);
        }
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

/// The ISO 3166 code of the country of a zone; empty if the zone has no country.
pub(super) fn country_of(zone: ZoneId) -> &'static str {
    static COUNTRY: LazyLock<HashMap<ZoneId, &'static str>> = LazyLock::new(|| {
        let pairs = ZONES
            .iter()
            .filter(|(code, _)| **code != "XK")
            .flat_map(|(code, zones)| zones.iter().map(|zone| (*zone, *code)));
        let mut countries: HashMap<ZoneId, &'static str> = pairs.collect();
        countries.extend(ZoneId::parse("Europe/Simferopol").map(|zone| (zone, "UA")));
        countries
    });
    COUNTRY.get(&zone).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

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
