//! Converts a local time to its instant and back.

use jiff::civil::DateTime;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::calendar::{DAY_S, day_number, floor_second};
use super::transitions::LocalTimeKind;
use super::zone::ZoneId;

/// The instant of a local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolved {
    pub instant: Timestamp,
    /// Whether a clock change skips or repeats the local time.
    pub kind: LocalTimeKind,
}

/// The instant at which the clocks of `zone` show `wall`. A time in a gap moves later by the gap's length. A time in a
/// fold has two instants, and this is the earlier one (RFC 5545, Temporal's "compatible"). The instant is in whole
/// milliseconds, rounded down, and limited to the range of `Timestamp`.
pub fn resolve(zone: ZoneId, wall: DateTime) -> Resolved {
    let found = zone.rules().find(wall_seconds(wall));
    let nanosecond = wall.subsec_nanosecond() / 1_000_000 * 1_000_000;
    let instant = Timestamp::new(found.second, nanosecond).unwrap_or(if found.second < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    });
    Resolved { instant, kind: found.kind }
}

/// The second instant at which the clocks of `zone` show `wall`. `None` if `wall` is not in a fold.
pub fn second_pass(zone: ZoneId, wall: DateTime) -> Option<Timestamp> {
    let first = resolve(zone, wall);
    if first.kind != LocalTimeKind::Fold {
        return None;
    }
    let before = offset_at(zone, first.instant);
    let after = offset_at(zone, next_clock_change(zone, first.instant)?);
    let fold_length = SignedDuration::from_secs(i64::from(before.seconds()) - i64::from(after.seconds()));
    first.instant.checked_add(fold_length).ok()
}

/// Selects one of the two instants of a wall time in a fold. For a wall time outside a fold, both values select its
/// only instant.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, strum::EnumString, strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Pass {
    /// The earlier instant.
    #[default]
    First,
    /// The later instant.
    Second,
}

impl Pass {
    /// `Second` if `at` is the second instant at which the clocks of `zone` show `wall`, otherwise `First`.
    pub fn of(zone: ZoneId, wall: DateTime, at: Timestamp) -> Self {
        let is_second = second_pass(zone, wall).is_some_and(|second| second.as_millisecond() == at.as_millisecond());
        if is_second { Pass::Second } else { Pass::First }
    }

    /// The instant of `wall` that this pass selects. If `wall` is not in a fold, both passes give the same instant.
    pub fn resolve(self, zone: ZoneId, wall: DateTime) -> Timestamp {
        let second = if self == Pass::Second { second_pass(zone, wall) } else { None };
        second.unwrap_or_else(|| resolve(zone, wall).instant)
    }
}

/// The local time of `zone` at the instant `at`, and the zone's offset from UTC at that instant.
pub fn local(zone: ZoneId, at: Timestamp) -> (DateTime, Offset) {
    let offset = offset_at(zone, at);
    (offset.to_datetime(at), offset)
}

pub fn offset_at(zone: ZoneId, at: Timestamp) -> Offset {
    Offset::from_seconds(zone.rules().offset_at(floor_second(at))).expect("the table holds jiff's own offsets")
}

/// The first instant after `at` at which the offset of `zone` changes. `None` if the offset never changes again.
pub fn next_clock_change(zone: ZoneId, at: Timestamp) -> Option<Timestamp> {
    Timestamp::from_second(zone.rules().next_change_after(floor_second(at))?).ok()
}

/// The whole seconds from 1970-01-01T00:00:00 to `wall`, on a clock without clock changes.
pub(super) fn wall_seconds(wall: DateTime) -> i64 {
    let days = day_number(i64::from(wall.year()), i64::from(wall.month()), i64::from(wall.day()));
    days * DAY_S + i64::from(wall.hour()) * 3600 + i64::from(wall.minute()) * 60 + i64::from(wall.second())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(zone: &str, wall: &str) -> (String, LocalTimeKind) {
        let resolved = resolve(ZoneId::parse(zone).unwrap(), wall.parse().unwrap());
        (resolved.instant.to_string(), resolved.kind)
    }

    #[test]
    fn skipped_time_resolves_later_by_the_length_of_the_gap() {
        assert_eq!(resolved("Europe/Paris", "2026-03-29T02:30"), ("2026-03-29T01:30:00Z".into(), LocalTimeKind::Gap));
        assert_eq!(
            resolved("Australia/Lord_Howe", "2026-10-04T02:15"),
            ("2026-10-03T15:45:00Z".into(), LocalTimeKind::Gap)
        );
        // Samoa had no Friday 30 December 2011.
        assert_eq!(resolved("Pacific/Apia", "2011-12-30T12:00"), ("2011-12-30T22:00:00Z".into(), LocalTimeKind::Gap));
    }

    #[test]
    fn repeated_time_resolves_to_its_earlier_instant() {
        assert_eq!(resolved("Europe/Paris", "2026-10-25T02:30"), ("2026-10-25T00:30:00Z".into(), LocalTimeKind::Fold));
        assert_eq!(resolved("Europe/Dublin", "2026-10-25T01:30"), ("2026-10-25T00:30:00Z".into(), LocalTimeKind::Fold));
    }

    #[test]
    fn each_pass_of_a_repeated_time_has_its_own_instant() {
        let paris = ZoneId::parse("Europe/Paris").unwrap();
        let wall: DateTime = "2026-10-25T02:30".parse().unwrap();
        for (pass, instant) in [(Pass::First, "2026-10-25T00:30:00Z"), (Pass::Second, "2026-10-25T01:30:00Z")] {
            let at = pass.resolve(paris, wall);
            assert_eq!((at.to_string().as_str(), Pass::of(paris, wall, at)), (instant, pass));
        }
        let once: DateTime = "2026-10-26T02:30".parse().unwrap();
        assert_eq!(Pass::Second.resolve(paris, once), resolve(paris, once).instant, "there is one instant only");
    }

    #[test]
    fn vancouver_keeps_summer_time_in_december_2026() {
        let (wall, offset) =
            local(ZoneId::parse("America/Vancouver").unwrap(), "2026-12-15T12:00:00Z".parse().unwrap());
        assert_eq!(wall.to_string(), "2026-12-15T05:00:00");
        assert_eq!(offset.seconds(), -7 * 3600);
    }

    #[test]
    fn conversion_at_the_limits_of_timestamp_does_not_panic() {
        for zone in ["Europe/Paris", "Pacific/Apia", "UTC", "UTC+14"] {
            let zone = ZoneId::parse(zone).unwrap();
            assert_eq!(resolve(zone, DateTime::MAX).instant, Timestamp::MAX);
            resolve(zone, DateTime::MIN);
            local(zone, Timestamp::MIN);
            local(zone, Timestamp::MAX);
            next_clock_change(zone, Timestamp::MAX);
        }
    }
}
