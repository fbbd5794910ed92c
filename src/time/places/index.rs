//! The index of all names of places: one sorted list.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use jiff::Timestamp;

use super::country;
use super::model::{Place, PlaceName};
use super::spelling::{distance, key, letters, max_corrections};
use crate::time::zone::ZoneId;

pub(super) static INDEX: LazyLock<Index> = LazyLock::new(Index::build);

pub(super) struct Index {
    /// Sorted by key. Entries with equal keys are sorted by priority.
    entries: Vec<Entry>,
    /// The first words of all keys and of all ids.
    first_words: HashSet<Box<str>>,
}

#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// The name in the form that `spelling::key` returns.
    pub key: Box<str>,
    /// The letters of the key as bits; see `spelling::letters`.
    pub letters: u32,
    pub priority: Priority,
    pub target: Target,
}

/// The rank of a place among the places with the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Priority {
    /// The person is always asked, even if another place with this name is `Main`.
    AlwaysAsk,
    /// This place is meant, unless another place with this name is `AlwaysAsk`.
    Main,
    /// This place is meant only if no place with this name is `Main`.
    Plain,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    City { name: &'static str, zone: ZoneId, country: &'static str },
    Country(&'static str),
}

/// Folders of the tz database whose files are named after places.
const CONTINENTS: [&str; 10] =
    ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];

impl Index {
    fn build() -> Self {
        let mut entries = Vec::with_capacity(3000);
        for country in &*country::COUNTRIES {
            for name in country.names.iter().flatten() {
                push(&mut entries, name, Priority::Main, Target::Country(country.code));
            }
        }
        for line in include_str!("../data/cities.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty())
        {
            push_line(&mut entries, line);
        }
        for zone in ZoneId::all() {
            push_zone(&mut entries, zone);
        }
        disambiguate(&mut entries);
        // The sort is stable, so hand-written names stay before names from ids, and `dedup_by` keeps the better
        // spelling.
        entries.sort_by(|a, b| a.key.cmp(&b.key).then(a.priority.cmp(&b.priority)));
        entries.dedup_by(|later, kept| kept.key == later.key && kept.is_same_place(later));
        let ids = ZoneId::all().map(|zone| key(zone.as_str()));
        let keys = entries.iter().map(|e| e.key.to_string()).chain(ids);
        let first_words = keys.filter_map(|key| key.split(' ').next().map(Box::from)).collect();
        Self { entries, first_words }
    }

    /// Whether a country has several places of this name, in different zones: Portland in Oregon and in Maine.
    pub fn is_shared(&self, plain: &str, country: &str) -> bool {
        let mut zones = self.all_with_key(&key(plain)).iter().filter_map(|entry| match entry.target {
            Target::City { name, zone, country: c } if c == country && plain_name(name) == plain => Some(zone),
            _ => None,
        });
        zones.next().is_some_and(|first| zones.any(|zone| zone != first))
    }

    pub fn has_first_word(&self, word: &str) -> bool {
        self.first_words.contains(word)
    }

    /// The entries with exactly this key. If some are `Main` and none is `AlwaysAsk`, only the `Main` entries.
    pub fn preferred_with_key(&self, key: &str) -> Vec<&Entry> {
        let entries = self.all_with_key(key);
        let main_entries: Vec<&Entry> = entries.iter().filter(|e| e.priority == Priority::Main).collect();
        let must_ask = entries.iter().any(|e| e.priority == Priority::AlwaysAsk);
        if main_entries.is_empty() || must_ask { entries.iter().collect() } else { main_entries }
    }

    /// All entries with exactly this key, of any priority.
    pub fn all_with_key(&self, key: &str) -> &[Entry] {
        let start = self.entries.partition_point(|e| *e.key < *key);
        let count = self.entries[start..].partition_point(|e| *e.key == *key);
        &self.entries[start..start + count]
    }

    /// The entries whose keys differ least from `typed`. Empty if all keys differ by more letters than
    /// `max_corrections` allows for the length of `typed`.
    pub fn nearest(&self, typed: &str) -> Vec<&Entry> {
        let mut limit = max_corrections(typed.len());
        let mut nearest: Vec<&Entry> = Vec::new();
        // The distance counts bytes. In a script such as Chinese, names of different places can differ by few bytes
        // (北京, 南京), so only names in ASCII are corrected.
        if limit == 0 || !typed.is_ascii() {
            return nearest;
        }
        let typed_letters = letters(typed);
        let mut best_distance = limit + 1;
        for entry in &self.entries {
            // Each correction changes at most two bits of `letters`.
            let different_bits = (entry.letters ^ typed_letters).count_ones() as usize;
            if different_bits > 2 * limit || entry.key.len() < 4 {
                continue;
            }
            let Some(found) = distance(typed.as_bytes(), entry.key.as_bytes(), limit) else { continue };
            if found < best_distance {
                nearest.clear();
                (best_distance, limit) = (found, found);
            }
            nearest.push(entry);
        }
        nearest
    }

    /// The entries whose key begins with `prefix`.
    pub fn with_prefix(&self, prefix: &str) -> impl Iterator<Item = &Entry> {
        let start = self.entries.partition_point(|e| *e.key < *prefix);
        self.entries[start..].iter().take_while(move |e| e.key.starts_with(prefix))
    }

    /// The entries in whose key a word after the first begins with `prefix`.
    pub fn with_word_prefix(&self, prefix: &str) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |e| e.key.split(' ').skip(1).any(|word| word.starts_with(prefix)))
    }

    /// The zone as a place with the name of the city in its id. If the index does not have that city, the name is the
    /// id.
    pub fn place_of(&self, zone: ZoneId) -> Place {
        let canonical = zone.canonical();
        let id = if zone.as_str().contains('/') { zone.as_str() } else { canonical.as_str() };
        let city = id.rsplit('/').next().unwrap_or(id);
        let entries = if id.contains('/') { self.all_with_key(&key(city)) } else { &[] };
        let target =
            entries.iter().map(|e| e.target).find(|t| matches!(t, Target::City { zone, .. } if *zone == canonical));
        target.map_or(Place::id(zone), |target| target.place().unwrap_or(Place::id(zone)))
    }

    /// One place for each different local time that a country has from `now` on. If the whole country has one local
    /// time, the place is the country.
    pub fn country_places(&self, code: &'static str, now: Timestamp) -> Vec<Place> {
        let mut zones: Vec<ZoneId> = Vec::new();
        for zone in country::zones(code).iter().copied() {
            if !zones.iter().any(|other| other.has_same_time_as(zone, now)) {
                zones.push(zone);
            }
        }
        match zones.as_slice() {
            [zone] => vec![Place { zone: *zone, name: PlaceName::Country(code) }],
            _ => zones.into_iter().map(|zone| self.place_of(zone)).collect(),
        }
    }
}

impl Entry {
    fn is_same_place(&self, other: &Entry) -> bool {
        match (self.target, other.target) {
            (Target::City { zone: a, country: in_a, .. }, Target::City { zone: b, country: in_b, .. }) => {
                a == b && in_a == in_b
            }
            (Target::Country(a), Target::Country(b)) => a == b,
            _ => false,
        }
    }
}

impl Target {
    /// The place of a city. `None` for a country, which can have several zones.
    pub fn place(self) -> Option<Place> {
        match self {
            Target::City { name, zone, country } => Some(Place { zone, name: PlaceName::City { name, country } }),
            Target::Country(_) => None,
        }
    }

    /// The ISO 3166 code of the country.
    pub fn country(self) -> &'static str {
        match self {
            Target::City { country, .. } => country,
            Target::Country(code) => code,
        }
    }
}

fn push(entries: &mut Vec<Entry>, name: &'static str, priority: Priority, target: Target) {
    let key = key(name);
    if !key.is_empty() {
        entries.push(Entry { letters: letters(&key), key: key.into(), priority, target });
    }
}

/// The name without the addition in brackets: `Portland` for `Portland (Oregon)`.
pub(super) fn plain_name(name: &str) -> &str {
    name.split(" (").next().unwrap_or(name)
}

/// Makes the names of places unique within a country. If several places share a name, it adds the city of the zone, as
/// in `Idaho (Boise)`.
fn disambiguate(entries: &mut Vec<Entry>) {
    let mut zones: HashMap<(&'static str, &'static str), HashSet<ZoneId>> = HashMap::new();
    for entry in &*entries {
        if let Target::City { name, zone, country } = entry.target {
            zones.entry((plain_name(name), country)).or_default().insert(zone);
        }
    }
    zones.retain(|_, zones| zones.len() > 1);
    let mut unique_names: HashMap<(&'static str, ZoneId), &'static str> = HashMap::new();
    let mut added = Vec::new();
    for entry in &mut *entries {
        let Target::City { name, zone, country } = entry.target else { continue };
        if name.contains(" (") || !zones.contains_key(&(name, country)) {
            continue;
        }
        let unique = *unique_names.entry((name, zone)).or_insert_with(|| {
            let city = zone.as_str().rsplit('/').next().unwrap_or_default().replace('_', " ");
            if city == name { name } else { format!("{name} ({city})").leak() }
        });
        entry.target = Target::City { name: unique, zone, country };
        added.push((unique, entry.target));
    }
    for (name, target) in added {
        push(entries, name, Priority::Plain, target);
    }
}

/// Adds the places of a line of `cities.txt`: `Zone@XX|!Name;spelling|?Name`. The head of the file explains the format.
fn push_line(entries: &mut Vec<Entry>, line: &'static str) {
    let mut cells = line.split('|');
    let head = cells.next().unwrap_or_default();
    let (id, country) = head.split_once('@').map_or((head, None), |(id, country)| (id, Some(country)));
    let Ok(zone) = ZoneId::parse(id) else { return };
    let country = country.unwrap_or_else(|| country::country_of(zone));
    for cell in cells {
        let (priority, names) = match cell.as_bytes().first() {
            Some(b'!') => (Priority::Main, &cell[1..]),
            Some(b'?') => (Priority::AlwaysAsk, &cell[1..]),
            _ => (Priority::Plain, cell),
        };
        let name = names.split(';').next().unwrap_or_default();
        for spelling in names.split(';') {
            let target = Target::City { name, zone, country };
            push(entries, spelling, priority, target);
            // `Saint John's (Antigua)` is also found as `Saint John's`, unless another place with that name is `Main`.
            if let Some((plain, _)) = spelling.split_once(" (") {
                push(entries, plain, if priority == Priority::AlwaysAsk { priority } else { Priority::Plain }, target);
            }
        }
    }
}

/// Adds the place that an id names: Buenos Aires for `America/Argentina/Buenos_Aires`.
fn push_zone(entries: &mut Vec<Entry>, zone: ZoneId) {
    let id = zone.as_str();
    let Some((folder, _)) = id.split_once('/').filter(|(folder, _)| CONTINENTS.contains(folder)) else { return };
    let name = id.rsplit('/').next().unwrap_or_default();
    // Skip aliases such as Australia/ACT or Australia/LHI: people do not type them as the name of a place.
    if folder == "Australia" && (name.len() <= 5 && name != "Eucla" && name != "Perth") {
        return;
    }
    let primary = zone.canonical();
    // The alias Pacific/Samoa means the zone of Pago Pago. It must not rank above the country whose real name is Samoa.
    let priority = if primary.as_str() == id { Priority::Main } else { Priority::Plain };
    let name: &'static str = if name.contains('_') { name.replace('_', " ").leak() } else { name };
    push(entries, name, priority, Target::City { name, zone: primary, country: country::country_of(primary) });
}
