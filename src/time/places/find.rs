//! Finds the zone that a typed text names, and suggests places while a person types.

use jiff::Timestamp;

use super::around::without_filler;
use super::index::{Entry, INDEX, Target};
use super::model::{Place, PlaceName, ZoneAnswer};
use super::spelling::{MAX_KEY, key};
use super::{abbreviation, offset};
use crate::time::zone::ZoneId;

/// The maximum number of zones that one question offers. A menu of Discord has at most 25 options.
const MAX_CHOICES: usize = 25;

/// The zone that `text` names: an id of the tz database, a city, a country, an abbreviation or an offset from UTC, in
/// any case, with or without accents, in any of Magpie's languages. `now` decides what an abbreviation such as CET
/// means, and whether the zones of a country have the same time.
pub fn find_zone(text: &str, now: Timestamp) -> ZoneAnswer {
    let text = text.trim().trim_end_matches(['?', '!', '.', ',']).trim();
    let found = find_exact(text, now);
    if !matches!(found, ZoneAnswer::Unknown(_)) {
        return found;
    }
    if let Some(place) = without_filler(text) {
        let found = find_exact(place, now);
        if !matches!(found, ZoneAnswer::Unknown(_)) {
            return found;
        }
    }
    match find_near(without_filler(text).unwrap_or(text), now) {
        ZoneAnswer::Unknown(_) => ZoneAnswer::Unknown(suggest_zones(text, 5)),
        found => found,
    }
}

/// The zone that `text` names, if its spelling is right. Unlike `find_zone`, it corrects no misspelling and removes no
/// words around the place.
pub(in crate::time) fn find_exact(text: &str, now: Timestamp) -> ZoneAnswer {
    let unknown = ZoneAnswer::Unknown(Vec::new());
    if text.is_empty() || text.len() > 4 * MAX_KEY {
        return unknown;
    }
    if let Some(zone) = offset::read(text) {
        return single_answer(Place::id(zone));
    }
    let key = key(text);
    if let Some(answer) = abbreviation::meanings(&key, now) {
        return answer;
    }
    if let Some(zone) = text.contains('/').then(|| parse_id_with_folder(text)).flatten() {
        return single_answer(Place::id(zone));
    }
    if let Some(answer) = answer_for_key(&key, now).or_else(|| find_in_country(text, &key, now)) {
        return answer;
    }
    // Read ids without a folder (`NZ`, `GB-Eire`) last. Some of them, such as `Portugal`, are also names of countries,
    // and the person means the country.
    let id = (!text.trim().contains(char::is_whitespace)).then(|| ZoneId::find(text)).flatten();
    id.map_or(unknown, |zone| single_answer(Place::id(zone)))
}

/// Reads an id with a folder. Spaces may replace the underscores: `America/La_Paz`, `america/la paz`.
fn parse_id_with_folder(text: &str) -> Option<ZoneId> {
    let with_underscores = || ZoneId::find(&text.split_whitespace().collect::<Vec<_>>().join("_"));
    ZoneId::find(text).or_else(|| text.contains(' ').then(with_underscores).flatten())
}

fn single_answer(place: Place) -> ZoneAnswer {
    ZoneAnswer::One { place, corrected: false }
}

fn answer_for_key(key: &str, now: Timestamp) -> Option<ZoneAnswer> {
    let entries = INDEX.preferred_with_key(key);
    (!entries.is_empty()).then(|| one_or_question(&entries, now)).flatten()
}

/// The answer for these entries: one place if all have the same time, otherwise a question. `None` if there is no
/// entry.
fn one_or_question(entries: &[&Entry], now: Timestamp) -> Option<ZoneAnswer> {
    let mut places: Vec<Place> = Vec::new();
    for entry in entries {
        let found = match entry.target {
            Target::Country(code) => INDEX.country_places(code, now),
            city => city.place().into_iter().collect(),
        };
        for place in found {
            if !places.iter().any(|other| other.zone == place.zone) {
                places.push(place);
            }
        }
    }
    let first = places.first()?.clone();
    let one_country = entries.iter().all(|e| e.target.country() == entries[0].target.country());
    if places.len() == 1 || (one_country && places.iter().all(|place| place.zone.has_same_time_as(first.zone, now))) {
        return Some(single_answer(first));
    }
    places.truncate(MAX_CHOICES);
    Some(ZoneAnswer::Ask(places))
}

/// Finds a city in a country or state: `Brisbane, Australia`, `Kingston Jamaica`. `text_key` is the key of `text`.
fn find_in_country(text: &str, text_key: &str, now: Timestamp) -> Option<ZoneAnswer> {
    if let Some((city, country)) = text.rsplit_once(',') {
        return find_city_in_region(&key(city), &key(country), now);
    }
    let spaces = text_key.match_indices(' ').map(|(at, _)| at);
    spaces.rev().take(6).find_map(|at| find_city_in_region(&text_key[..at], &text_key[at + 1..], now))
}

fn find_city_in_region(city: &str, region: &str, now: Timestamp) -> Option<ZoneAnswer> {
    if !INDEX.has_first_word(region.split(' ').next().unwrap_or_default()) {
        return None;
    }
    let regions = INDEX.all_with_key(region);
    if regions.is_empty() {
        return None;
    }
    let is_in_region = |e: &&Entry| {
        regions.iter().any(|region| match region.target {
            Target::Country(code) => e.target.country() == code,
            Target::City { zone, country, .. } => {
                matches!(e.target, Target::City { zone: z, .. } if z == zone) && e.target.country() == country
            }
        })
    };
    let cities: Vec<&Entry> = INDEX
        .all_with_key(city)
        .iter()
        .filter(|e| matches!(e.target, Target::City { .. }))
        .filter(is_in_region)
        .collect();
    one_or_question(&cities, now)
}

/// The place whose name is most similar to `text`, which has a spelling mistake. If several names are equally similar,
/// the answer is a question.
pub(in crate::time) fn find_near(text: &str, now: Timestamp) -> ZoneAnswer {
    let typed = key(text.rsplit('/').next().unwrap_or(text));
    if typed.len() > MAX_KEY {
        return ZoneAnswer::Unknown(Vec::new());
    }
    let nearest = INDEX.nearest(&typed);
    match one_or_question(&nearest, now) {
        Some(ZoneAnswer::One { place, .. }) => ZoneAnswer::One { place, corrected: true },
        Some(ZoneAnswer::Ask(places)) => ZoneAnswer::Ask(places),
        _ => ZoneAnswer::Unknown(Vec::new()),
    }
}

/// At most `limit` places for autocompletion, best first. Names that begin with `text` come before names in which a
/// later word begins with `text`. An empty text has no suggestions.
pub fn suggest_zones(text: &str, limit: usize) -> Vec<Place> {
    let typed = key(text);
    if typed.is_empty() || typed.len() > MAX_KEY {
        return offset::read(text).map(Place::id).into_iter().take(limit).collect();
    }
    let mut places: Vec<Place> = offset::read(text).map(Place::id).into_iter().collect();
    if let Ok(zone) = ZoneId::parse(text.trim()) {
        push_if_new(&mut places, Place::id(zone));
    }
    let mut with_prefix: Vec<&Entry> = INDEX.with_prefix(&typed).collect();
    with_prefix.sort_by_key(|e| (*e.key != *typed, e.priority, e.key.len()));
    for entry in with_prefix.into_iter().chain(INDEX.with_word_prefix(&typed)) {
        if places.len() >= limit {
            break;
        }
        match entry.target {
            Target::Country(code) => country_places(code).into_iter().for_each(|place| push_if_new(&mut places, place)),
            city => city.place().into_iter().for_each(|place| push_if_new(&mut places, place)),
        }
    }
    if places.is_empty() {
        for entry in INDEX.nearest(&typed) {
            entry.target.place().into_iter().for_each(|place| push_if_new(&mut places, place));
        }
    }
    places.truncate(limit);
    places
}

/// The zones of a country as suggestions. Suggestions do not depend on the current date. When the person has chosen a
/// suggestion, `find_zone` reads it with the rules in force.
fn country_places(code: &'static str) -> Vec<Place> {
    INDEX.country_places(code, SAME_TIME_SINCE)
}

/// 2026-01-01. If zones of a country have had the same time since this date, the suggestions show only one of them.
const SAME_TIME_SINCE: Timestamp = Timestamp::constant(1_767_225_600, 0);

fn push_if_new(places: &mut Vec<Place>, place: Place) {
    let is_same = |other: &Place| other == &place || (other.zone == place.zone && matches!(place.name, PlaceName::Id));
    if !places.iter().any(is_same) {
        places.push(place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Language;

    fn winter() -> Timestamp {
        "2026-11-24T12:00:00Z".parse().unwrap()
    }

    fn summer() -> Timestamp {
        "2026-07-15T12:00:00Z".parse().unwrap()
    }

    fn found_zone(text: &str) -> &'static str {
        match find_zone(text, winter()) {
            ZoneAnswer::One { place, .. } => place.zone.as_str(),
            ZoneAnswer::Ask(_) => "?",
            ZoneAnswer::Unknown(_) => "-",
        }
    }

    #[test]
    fn places_are_found_as_people_type_them() {
        let cases = [
            ("america/la_paz", "America/La_Paz"),
            ("America/La Paz", "America/La_Paz"),
            ("Asia/Calcutta", "Asia/Calcutta"),
            ("Europe/Kiev", "Europe/Kiev"),
            ("Kiev", "Europe/Kyiv"),
            ("Sao paulo", "America/Sao_Paulo"),
            ("Bogotá", "America/Bogota"),
            ("Quebec", "America/Toronto"),
            ("Brasília", "America/Sao_Paulo"),
            ("Geneva", "Europe/Zurich"),
            ("Genève", "Europe/Zurich"),
            ("Ginebra", "Europe/Zurich"),
            ("Washington", "America/New_York"),
            ("Bengaluru", "Asia/Kolkata"),
            ("Cape Town", "Africa/Johannesburg"),
            ("Brisbane", "Australia/Brisbane"),
            ("brisbane, australia", "Australia/Brisbane"),
            ("Brisbane Australia", "Australia/Brisbane"),
            ("Bolivia", "America/La_Paz"),
            ("Germany", "Europe/Berlin"),
            ("Allemagne", "Europe/Berlin"),
            ("Alemania", "Europe/Berlin"),
            ("Argentina", "America/Argentina/Buenos_Aires"),
            ("Japan", "Asia/Tokyo"),
            ("UTC", "UTC"),
            ("gmt", "UTC"),
            ("UTC+10", "UTC+10"),
            ("GMT+10", "UTC+10"),
            ("Etc/GMT+10", "Etc/GMT+10"),
            ("Nairoby", "Africa/Nairobi"),
            ("Brisbaen", "Australia/Brisbane"),
            ("Johanesburg", "Africa/Johannesburg"),
            ("Nairobi time", "Africa/Nairobi"),
            ("heure de Paris", "Europe/Paris"),
            ("hora de Bogotá", "America/Bogota"),
            ("London, Canada", "America/Toronto"),
            ("Kingston", "America/Jamaica"),
            ("Hanoi", "Asia/Ho_Chi_Minh"),
            ("St. John's", "America/St_Johns"),
            ("NZ", "NZ"),
            ("CET", "CET"),
            ("JST", "Asia/Tokyo"),
            ("Samoa", "Pacific/Apia"),
            ("Niger", "Africa/Niamey"),
            ("Nigeria", "Africa/Lagos"),
            ("Dominica", "America/Dominica"),
            ("Guinea", "Africa/Conakry"),
        ];
        for (text, zone) in cases {
            assert_eq!(found_zone(text), zone, "{text}");
        }
    }

    #[test]
    fn name_with_several_meanings_becomes_a_question() {
        for text in [
            "Australia",
            "USA",
            "Brazil",
            "Russia",
            "Canada",
            "Mexico",
            "EST",
            "CST",
            "IST",
            "BST",
            "PST",
            "AST",
            "San José",
            "Georgia",
            "Congo",
            "Korea",
            "Birmingham",
            "Portland",
            "Portugal",
            "New Zealand",
            "Texas",
            "Victoria",
            "Indonesia",
        ] {
            assert_eq!(found_zone(text), "?", "{text}");
        }
        assert!(matches!(find_zone("CET", summer()), ZoneAnswer::Ask(_)));
        assert!(matches!(find_zone("CEST", winter()), ZoneAnswer::Ask(_)));
        assert_eq!(find_zone("CEST", summer()).one().map(|z| z.as_str()), Some("CET"));
    }

    #[test]
    fn places_with_the_same_name_and_country_have_distinct_labels() {
        let ZoneAnswer::Ask(portlands) = find_zone("portland", winter()) else { panic!("there are two") };
        let labels: Vec<String> = portlands.iter().map(|place| place.label(Language::English)).collect();
        assert_eq!(labels, ["Portland (Oregon), United States", "Portland (Maine), United States"]);
        for name in ["Portland", "Idaho", "Indiana", "Kentucky", "Tennessee", "Cambridge", "Newcastle", "London"] {
            let (ZoneAnswer::Ask(places) | ZoneAnswer::Unknown(places)) = find_zone(name, winter()) else { continue };
            for place in &places {
                let label = place.label(Language::English);
                assert_eq!(places.iter().filter(|p| p.label(Language::English) == label).count(), 1, "{label}");
                assert_eq!(find_zone(&label, winter()).one(), Some(place.zone), "{label}");
            }
        }
    }

    #[test]
    fn places_are_found_in_their_own_script() {
        for (text, zone) in [
            ("Москва", "Europe/Moscow"),
            ("москва", "Europe/Moscow"),
            ("Київ", "Europe/Kyiv"),
            ("東京", "Asia/Tokyo"),
            ("北京", "Asia/Shanghai"),
            ("القاهرة", "Africa/Cairo"),
            ("서울", "Asia/Seoul"),
            ("Αθήνα", "Europe/Athens"),
            ("กรุงเทพ", "Asia/Bangkok"),
            ("दिल्ली", "Asia/Kolkata"),
            ("日本", "Asia/Tokyo"),
            ("مصر", "Africa/Cairo"),
        ] {
            assert_eq!(found_zone(text), zone, "{text}");
        }
        assert_eq!(found_zone("南"), "-", "a part of a name is not a typo of it");
    }

    #[test]
    fn text_that_names_no_place_is_unknown() {
        for text in ["", " ", "Factory", "Atlantis", "xyzzy", "10", "🦀", "Mars/Base", "Etc/Unknown", "a"] {
            assert_eq!(found_zone(text), "-", "{text}");
        }
    }

    #[test]
    fn every_country_is_found_in_every_language() {
        for country in &*crate::time::places::country::COUNTRIES {
            for name in country.names.iter().flatten().filter(|_| !matches!(country.code, "BV" | "HM")) {
                let answer = find_zone(name, winter());
                assert!(!matches!(answer, ZoneAnswer::Unknown(_)), "{name}");
            }
        }
        for single in ["Bolivia", "France", "India", "Chad", "Tuvalu", "Kazakhstan", "Malaysia", "Ukraine", "Palestine"]
        {
            assert!(find_zone(single, winter()).one().is_some(), "{single}");
        }
    }

    #[test]
    fn label_of_a_suggestion_finds_the_same_zone() {
        for typed in ["bris", "san", "par", "ken", "utc+5", "new", "bol", "saint", "gen", "lon", "cor"] {
            for place in suggest_zones(typed, 25) {
                for language in Language::ALL {
                    let label = place.label(language);
                    let answer = find_zone(&label, winter());
                    let is_found = match &answer {
                        ZoneAnswer::One { place: found, .. } => {
                            found.zone == place.zone || found.zone.has_same_time_as(place.zone, winter())
                        }
                        ZoneAnswer::Ask(places) => places.iter().any(|p| p.zone == place.zone),
                        ZoneAnswer::Unknown(_) => false,
                    };
                    assert!(is_found, "{typed} → {label} → {answer:?}");
                }
            }
        }
    }
}
