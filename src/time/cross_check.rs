//! Compares the rules of zones with chrono-tz, which compiles in its own tz database.
//!
//! chrono-tz's database is older than the tz database in force. The two differ if a country changed its rules after
//! chrono-tz's release. Any other difference is an error in one of the databases, or in our tables.

use chrono::{DateTime, NaiveDateTime, Offset as _, TimeZone as _};
use chrono_tz::Tz;
use jiff::{SignedDuration, Timestamp};

use super::calendar::floor_second;
use super::local::{next_clock_change, offset_at};
use super::zone::ZoneId;

/// The version of the tz database that chrono-tz contains, such as `2025b`.
pub const CHRONO_TZ_VERSION: &str = chrono_tz::IANA_TZDB_VERSION;

/// The interval between the compared instants. Our tables' clock changes are also compared. A clock change that only
/// chrono-tz has is found if the new offset lasts longer than this interval.
const STEP: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A zone for which chrono-tz and the tz database in force give different offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disagreement {
    pub zone: ZoneId,
    /// The first compared instant at which the two offsets differ. The rules can differ up to `STEP` earlier.
    pub at: Timestamp,
}

/// The zones for which chrono-tz and the tz database in force have different offsets at a compared instant from `from`
/// to `until`. Sorted by id, with one entry for each id.
pub fn disagreements(from: Timestamp, until: Timestamp) -> Vec<Disagreement> {
    let differing = ZoneId::all().filter_map(|zone| {
        let at = first_disagreement(zone, zone.tz()?, from, until)?;
        Some(Disagreement { zone, at })
    });
    differing.collect()
}

fn first_disagreement(zone: ZoneId, chrono_zone: Tz, from: Timestamp, until: Timestamp) -> Option<Timestamp> {
    let steps = std::iter::successors(Some(from), |at| at.checked_add(STEP).ok());
    let changes = std::iter::successors(next_clock_change(zone, from), |at| next_clock_change(zone, *at));
    let around_changes = changes.take_while(|at| *at <= until).flat_map(|at| [at - SignedDuration::from_secs(1), at]);
    let differs = |at: &Timestamp| seconds_from_utc(chrono_zone, *at) != Some(offset_at(zone, *at).seconds());
    steps.take_while(|at| *at <= until).chain(around_changes).filter(differs).min()
}

fn seconds_from_utc(tz: Tz, at: Timestamp) -> Option<i32> {
    let at: NaiveDateTime = DateTime::from_timestamp(floor_second(at), 0)?.naive_utc();
    Some(tz.offset_from_utc_datetime(&at).fix().local_minus_utc())
}
