//! Compares the rules of zones with chrono-tz, which compiles in its own tz database.
//!
//! It is older than the one in force, so the two differ where a country has changed its rules since that version. Any
//! other difference is a fault of one of the databases, or of our tables.

use chrono::{DateTime, NaiveDateTime, Offset as _, TimeZone as _};
use chrono_tz::Tz;
use jiff::{SignedDuration, Timestamp};

use super::calendar::floor_second;
use super::local::{next_clock_change, offset_at};
use super::zone::ZoneId;

/// The version of chrono-tz's tz database.
pub const CHRONO_TZ_VERSION: &str = chrono_tz::IANA_TZDB_VERSION;

/// Besides the changes in our tables, instants at this interval are compared. This finds a change that only chrono-tz
/// has, if its offset lasts longer.
const STEP: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A zone whose clocks chrono-tz and the tz database in force set differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disagreement {
    pub zone: ZoneId,
    /// The first compared instant at which they differ; their rules may differ a few days earlier.
    pub at: Timestamp,
}

/// Every id for which chrono-tz and the tz database in force differ at some instant from `from` to `until`, by name.
pub fn disagreements(from: Timestamp, until: Timestamp) -> Vec<Disagreement> {
    let differing = ZoneId::all().filter_map(|zone| {
        let at = first_disagreement(zone, zone.tz()?, from, until)?;
        Some(Disagreement { zone, at })
    });
    differing.collect()
}

fn first_disagreement(zone: ZoneId, theirs: Tz, from: Timestamp, until: Timestamp) -> Option<Timestamp> {
    let steps = std::iter::successors(Some(from), |at| at.checked_add(STEP).ok());
    let changes = std::iter::successors(next_clock_change(zone, from), |at| next_clock_change(zone, *at));
    let around_changes = changes.take_while(|at| *at <= until).flat_map(|at| [at - SignedDuration::from_secs(1), at]);
    let differs = |at: &Timestamp| seconds_from_utc(theirs, *at) != Some(offset_at(zone, *at).seconds());
    steps.take_while(|at| *at <= until).chain(around_changes).filter(differs).min()
}

fn seconds_from_utc(tz: Tz, at: Timestamp) -> Option<i32> {
    let at: NaiveDateTime = DateTime::from_timestamp(floor_second(at), 0)?.naive_utc();
    Some(tz.offset_from_utc_datetime(&at).fix().local_minus_utc())
}
