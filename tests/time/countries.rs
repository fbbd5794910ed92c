//! Tests that every member state of the United Nations is found by its official short name, in every language of
//! Magpie. A state with one local time gives one zone. For a state with several local times, the person is asked.

use std::collections::HashSet;

use magpie::time::{Language, PlaceName, Timestamp, ZoneAnswer, ZoneId, find_zone};

const MEMBER_STATES: &str = include_str!("member-states.txt");
const ZONES: &str = include_str!("../../src/time/data/zone.tab");

/// The codes of countries whose name is also the name of a city, a state or another country. For these, the person is
/// asked.
const SHARED_NAMES: [&str; 3] = ["GE", "GD", "CG"];

fn now() -> Timestamp {
    "2026-11-10T12:00:00Z".parse().unwrap()
}

fn zones_of(code: &str) -> Vec<ZoneId> {
    let lines = ZONES.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect::<Vec<_>>());
    lines.filter(|cells| cells[0] == code).map(|cells| cells[2].parse().unwrap()).collect()
}

#[test]
fn there_are_193_member_states() {
    let codes: HashSet<&str> = MEMBER_STATES.lines().map(|line| &line[..2]).collect();
    assert_eq!(codes.len(), 193);
}

#[test]
fn every_member_state_is_found_in_every_language() {
    let mut faults = Vec::new();
    for line in MEMBER_STATES.lines() {
        let (code, names) = line.split_once('|').unwrap();
        let zones = zones_of(code);
        assert_eq!(names.split('|').count(), Language::ALL.len(), "one name in each language: {line}");
        for name in names.split('|') {
            if let Err(fault) = check(code, &zones, find_zone(name, now())) {
                faults.push(format!("{name}: {fault}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Checks the answer to the name of the country `code`, whose zones are `zones`. The error says what is wrong.
fn check(code: &str, zones: &[ZoneId], answer: ZoneAnswer) -> Result<(), String> {
    let has_one_time = zones.iter().all(|zone| zone.has_same_time_as(zones[0], now()));
    match answer {
        ZoneAnswer::One { corrected: true, place } => Err(format!("corrected to {place:?}")),
        ZoneAnswer::One { place, .. } if !zones.contains(&place.zone) => Err(format!("found {place:?}")),
        // Ukraine has one legal time, so its name gives one zone; see `time/places/country.rs`.
        ZoneAnswer::One { place, .. } if !has_one_time && code != "UA" => {
            Err(format!("was not asked about: {place:?}"))
        }
        ZoneAnswer::One { .. } => Ok(()),
        ZoneAnswer::Ask(places) if SHARED_NAMES.contains(&code) => {
            let is_offered = places.iter().any(|place| place.name == PlaceName::Country(static_code(code)));
            is_offered.then_some(()).ok_or_else(|| format!("is not among {places:?}"))
        }
        ZoneAnswer::Ask(places) if has_one_time => Err(format!("was asked about: {places:?}")),
        ZoneAnswer::Ask(places) => {
            let foreign = places.iter().find(|place| !zones.contains(&place.zone));
            foreign.map_or(Ok(()), |place| Err(format!("asked about {place:?}")))
        }
        ZoneAnswer::Unknown(_) => Err("is unknown".to_owned()),
    }
}

fn static_code(code: &str) -> &'static str {
    SHARED_NAMES.into_iter().find(|shared| *shared == code).unwrap()
}
