//! The coverage of some days: for each hour, how many people are needed and how many are there. Pure, so that a table
//! and a picture show the same.

use super::model::Period;
use super::reading::SlotDetails;
use crate::time::{Date, SignedDuration, Timestamp, ZoneId, local, resolve};

/// One hour of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coverage {
    /// Nobody is needed.
    NotPlanned,
    /// Enough people have the hour.
    Full,
    /// Somebody has the hour, but not enough people.
    Partial { missing: u32 },
    /// Nobody has the hour.
    Empty { missing: u32 },
}

/// A day in the viewer's zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageDay {
    pub date: Date,
    /// One entry for each hour that begins on this day: 24, and 23 or 25 on most days with a clock change.
    pub hours: Vec<(Timestamp, Coverage)>,
}

impl CoverageDay {
    /// The days of `zone` from the day of `from` on.
    pub fn days(slots: &[SlotDetails], zone: ZoneId, from: Timestamp, count: usize) -> Vec<Self> {
        let first = local(zone, from).0.date();
        let dates = std::iter::successors(Some(first), |date| date.tomorrow().ok());
        dates.take(count).map(|date| Self::of(slots, zone, date)).collect()
    }

    fn of(slots: &[SlotDetails], zone: ZoneId, date: Date) -> Self {
        let midnight = |date: Date| resolve(zone, date.to_datetime(crate::time::Time::midnight())).instant;
        let end = date.tomorrow().map(midnight).unwrap_or(Timestamp::MAX);
        let hour = SignedDuration::from_hours(1);
        let starts = std::iter::successors(Some(midnight(date)), |at| at.checked_add(hour).ok());
        let hours = starts.take_while(|at| *at < end).map(|at| (at, coverage_of(slots, at))).collect();
        Self { date, hours }
    }
}

/// The worst coverage within the hour that starts at `at`.
fn coverage_of(slots: &[SlotDetails], at: Timestamp) -> Coverage {
    let end = at.saturating_add(SignedDuration::from_hours(1)).unwrap_or(Timestamp::MAX);
    let Some(hour) = Period::new(at, end) else { return Coverage::NotPlanned };
    let in_hour = slots.iter().filter(|details| details.slot.period.overlaps(hour));
    in_hour.map(|details| coverage_in(details, hour)).max().unwrap_or(Coverage::NotPlanned)
}

fn coverage_in(details: &SlotDetails, hour: Period) -> Coverage {
    let taken: Vec<Period> = details.shifts.iter().map(|(shift, _)| shift.period).collect();
    let start = hour.starts_at.max(details.slot.period.starts_at);
    let end = hour.ends_at.min(details.slot.period.ends_at);
    let Some(part) = Period::new(start, end) else { return Coverage::NotPlanned };
    let open = super::model::open_parts(part, details.slot.needed, &taken);
    match open.iter().map(|part| part.missing).max() {
        None => Coverage::Full,
        Some(missing) if missing >= details.slot.needed => Coverage::Empty { missing },
        Some(missing) => Coverage::Partial { missing },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duty::model::{Ring, Shift, ShiftId, ShiftState, Slot, SlotId};
    use crate::members::MemberId;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn period(start: &str, end: &str) -> Period {
        Period::new(at(start), at(end)).unwrap()
    }

    fn details(slot: Period, needed: u32, taken: &[Period]) -> SlotDetails {
        let slot = Slot {
            id: SlotId(1),
            period: slot,
            zone: ZoneId::utc(),
            needed,
            removed_at: None,
            told_at: None,
            told_with: None,
        };
        let shift = |period: &Period| {
            let shift = Shift {
                id: ShiftId(1),
                slot: slot.id,
                member: MemberId(1),
                period: *period,
                ring: Ring::WhileAwake,
                state: ShiftState::Taken,
                confirmed_at: None,
            };
            (shift, None)
        };
        SlotDetails { slot, shifts: taken.iter().map(shift).collect(), open: Vec::new() }
    }

    #[test]
    fn each_hour_shows_the_worst_moment_of_it() {
        let slot = period("2020-11-11T02:00:00Z", "2020-11-11T06:00:00Z");
        let taken = [
            period("2020-11-11T02:00:00Z", "2020-11-11T04:30:00Z"),
            period("2020-11-11T02:00:00Z", "2020-11-11T03:00:00Z"),
        ];
        let days = CoverageDay::days(&[details(slot, 2, &taken)], ZoneId::utc(), at("2020-11-11T12:00:00Z"), 2);
        let hours: Vec<Coverage> = days[0].hours.iter().map(|(_, coverage)| *coverage).collect();
        assert_eq!((hours.len(), hours[1], hours[6]), (24, Coverage::NotPlanned, Coverage::NotPlanned));
        assert_eq!(
            hours[2..6],
            [
                Coverage::Full,
                Coverage::Partial { missing: 1 },
                Coverage::Empty { missing: 2 },
                Coverage::Empty { missing: 2 }
            ]
        );
        assert!(days[1].hours.iter().all(|(_, coverage)| *coverage == Coverage::NotPlanned));
    }

    #[test]
    fn day_with_a_clock_change_has_23_or_25_hours() {
        let paris = ZoneId::parse("Europe/Paris").unwrap();
        let hours = |noon: &str| CoverageDay::days(&[], paris, at(noon), 1)[0].hours.len();
        assert_eq!(hours("2026-10-25T11:00:00Z"), 25);
        assert_eq!(hours("2026-03-29T11:00:00Z"), 23);
        assert_eq!(hours("2026-06-01T11:00:00Z"), 24);
    }
}
