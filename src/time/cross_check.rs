//! Compares the rules of zones with chrono-tz, which compiles in its own tz database.
//!
//! chrono-tz's database is older than the tz database in force. They differ if a country has changed its rules since
//! then. Any other difference is an error in one of the databases, or in our tables.

use chrono::{DateTime, NaiveDateTime, Offset as _, TimeZone as _};
use chrono_tz::Tz;
use jiff::{SignedDuration, Timestamp};

use super::calendar::floor_second;
use super::local::{next_clock_change, offset_at};
use super::zone::ZoneId;

/// The version of chrono-tz's tz database.
pub const CHRONO_TZ_VERSION: &str = chrono_tz::IANA_TZDB_VERSION;

/// Instants at this interval are compared, in addition to the clock changes in our tables. This finds a change that
/// only chrono-tz has, if the new offset lasts longer than the interval.
const STEP: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A zone for which chrono-tz and the tz database in force give different offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disagreement {
    pub zone: ZoneId,
    /// The first compared instant at which they differ; their rules may differ a few days earlier.
    pub at: Timestamp,
}

/// Every id for which chrono-tz and the tz database in force differ at some instant from `from` to `until`, sorted by
/// name.
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
