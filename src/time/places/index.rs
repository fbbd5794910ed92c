//! All names of places in one sorted list.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use jiff::Timestamp;

use super::country;
use super::model::{Place, PlaceName};
use super::spelling::{distance, key, letters, max_corrections};
use crate::time::zone::ZoneId;

pub(super) static INDEX: LazyLock<Index> = LazyLock::new(Index::build);

pub(super) struct Index {
    /// Sorted by key; entries with equal keys by importance.
    entries: Vec<Entry>,
    first_words: HashSet<Box<str>>,
}

#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub key: Box<str>,
    pub letters: u32,
    pub priority: Priority,
    pub target: Target,
}

/// The priority of a place among the places of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Priority {
    /// The name is always a question, even if another place with this name is `Main`.
    AlwaysAsk,
    /// Preferred to the other places, unless one of them is `AlwaysAsk`.
    Main,
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
        // A stable sort: hand-written names come before names from tz ids, so the better spelling is kept.
        entries.sort_by(|a, b| a.key.cmp(&b.key).then(a.priority.cmp(&b.priority)));
        entries.dedup_by(|b, a| a.key == b.key && a.is_same_place(b));
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

    /// The places with exactly this key. A better known place (`Main`) hides the others.
    pub fn best_with_key(&self, key: &str) -> Vec<&Entry> {
        let named = self.all_with_key(key);
        let (mains, plains): (Vec<&Entry>, Vec<&Entry>) = named.iter().partition(|e| e.priority == Priority::Main);
        let asks = plains.iter().any(|e| e.priority == Priority::AlwaysAsk);
        if mains.is_empty() || asks { named.iter().collect() } else { mains }
    }

    /// Every place with exactly this key, including those that a better known place hides.
    pub fn all_with_key(&self, key: &str) -> &[Entry] {
        let from = self.entries.partition_point(|e| *e.key < *key);
        let count = self.entries[from..].partition_point(|e| *e.key == *key);
        &self.entries[from..from + count]
    }

    /// The places whose names need the fewest corrections. Empty if every name needs more corrections than a word of
    /// this length allows.
    pub fn nearest(&self, typed: &str) -> Vec<&Entry> {
        let mut limit = max_corrections(typed.len());
        let mut near: Vec<&Entry> = Vec::new();
        // Distances are counted in bytes. In other scripts, one byte can make another letter (北京, 南京), so those names
        // are not corrected.
        if limit == 0 || !typed.is_ascii() {
            return near;
        }
        let typed_letters = letters(typed);
        let mut best = limit + 1;
        for entry in &self.entries {
            // Each correction changes at most two bits of a set of letters.
            let differing = (entry.letters ^ typed_letters).count_ones() as usize;
            if differing > 2 * limit || entry.key.len() < 4 {
                continue;
            }
            let Some(steps) = distance(typed.as_bytes(), entry.key.as_bytes(), limit) else { continue };
            if steps < best {
                near.clear();
                (best, limit) = (steps, steps);
            }
            near.push(entry);
        }
        near
    }

    pub fn with_prefix(&self, prefix: &str) -> impl Iterator<Item = &Entry> {
        let from = self.entries.partition_point(|e| *e.key < *prefix);
        self.entries[from..].iter().take_while(move |e| e.key.starts_with(prefix))
    }

    pub fn with_word_prefix(&self, prefix: &str) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |e| e.key.split(' ').skip(1).any(|word| word.starts_with(prefix)))
    }

    /// The zone, named after the city in its id. If the index does not have that city, the name is the id.
    pub fn best_name(&self, zone: ZoneId) -> Place {
        let canonical = zone.canonical();
        let id = if zone.as_str().contains('/') { zone.as_str() } else { canonical.as_str() };
        let city = id.rsplit('/').next().unwrap_or(id);
        let named = if id.contains('/') { self.all_with_key(&key(city)) } else { &[] };
        let target =
            named.iter().map(|e| e.target).find(|t| matches!(t, Target::City { zone, .. } if *zone == canonical));
        target.map_or(Place::id(zone), |target| target.place().unwrap_or(Place::id(zone)))
    }

    /// One place for each different local time of a country from `now` on. If there is only one, the country itself.
    pub fn country_places(&self, code: &'static str, now: Timestamp) -> Vec<Place> {
        let mut different: Vec<ZoneId> = Vec::new();
        for zone in country::zones(code).iter().copied() {
            if !different.iter().any(|other| other.keeps_same_time(zone, now)) {
                different.push(zone);
            }
        }
        match different.as_slice() {
            [zone] => vec![Place { zone: *zone, name: PlaceName::Country(code) }],
            _ => different.into_iter().map(|zone| self.best_name(zone)).collect(),
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
    pub fn place(self) -> Option<Place> {
        match self {
            Target::City { name, zone, country } => Some(Place { zone, name: PlaceName::City { name, country } }),
            Target::Country(_) => None,
        }
    }

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

/// Makes the names of places distinct within a country: adds the city of the zone to names that several places share,
/// such as `Idaho (Boise)`.
fn disambiguate(entries: &mut Vec<Entry>) {
    let mut zones: HashMap<(&'static str, &'static str), HashSet<ZoneId>> = HashMap::new();
    for entry in &*entries {
        if let Target::City { name, zone, country } = entry.target {
            zones.entry((plain_name(name), country)).or_default().insert(zone);
        }
    }
    zones.retain(|_, zones| zones.len() > 1);
    let mut own_names: HashMap<(&'static str, ZoneId), &'static str> = HashMap::new();
    let mut added = Vec::new();
    for entry in &mut *entries {
        let Target::City { name, zone, country } = entry.target else { continue };
        if name.contains(" (") || !zones.contains_key(&(name, country)) {
            continue;
        }
        let own = *own_names.entry((name, zone)).or_insert_with(|| {
            let city = zone.as_str().rsplit('/').next().unwrap_or_default().replace('_', " ");
            if city == name { name } else { format!("{name} ({city})").leak() }
        });
        entry.target = Target::City { name: own, zone, country };
        added.push((own, entry.target));
    }
    for (name, target) in added {
        push(entries, name, Priority::Plain, target);
    }
}

/// Reads a line of `cities.txt`: `Zone@XX|!Name;spelling|?Name`. The head of the file explains the format.
fn push_line(entries: &mut Vec<Entry>, line: &'static str) {
    let mut cells = line.split('|');
    let head = cells.next().unwrap_or_default();
    let (id, country) = head.split_once('@').map_or((head, None), |(id, country)| (id, Some(country)));
    let Ok(zone) = ZoneId::parse(id) else { return };
    let country = country.unwrap_or_else(|| country::of(zone));
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
            // `Saint John's (Antigua)` is also found as Saint John's, unless a better known place has that name.
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
    // Aliases such as Australia/ACT or Australia/LHI are not names that people type for a place.
    if folder == "Australia" && (name.len() <= 5 && name != "Eucla" && name != "Perth") {
        return;
    }
    let primary = zone.canonical();
    // An alias such as Pacific/Samoa (Pago Pago) must not rank above the place whose real name it is.
    let priority = if primary.as_str() == id { Priority::Main } else { Priority::Plain };
    let name: &'static str = if name.contains('_') { name.replace('_', " ").leak() } else { name };
    push(entries, name, priority, Target::City { name, zone: primary, country: country::of(primary) });
}
