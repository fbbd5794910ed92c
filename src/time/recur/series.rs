//! The instants of a rule in a zone. They come from the rule's wall times.

use jiff::Timestamp;
use jiff::civil::DateTime;

use super::plan::Plan;
use super::rule::{End, Rule};
use crate::time::calendar::floor_second;
use crate::time::local::resolve;
use crate::time::transitions::{Change, LocalTimeKind};
use crate::time::zone::ZoneId;

/// A rule with its zone and its start. To compute many instants, reuse the same `Series`.
#[derive(Debug, Clone)]
pub struct Series {
    plan: Plan,
    zone: ZoneId,
    start: DateTime,
    /// The last possible instant: UNTIL in UTC, or the end of the calendar.
    until: Timestamp,
}

/// The longest clock change in seconds: one day (Samoa, Kwajalein), and two hours as a margin.
const MAX_CHANGE_S: i64 = 26 * 3600;

impl Series {
    pub(super) fn new(rule: &Rule, zone: ZoneId, start: DateTime) -> Self {
        let until = if let End::UntilInstant(until) = rule.end { until } else { Timestamp::MAX };
        Self { plan: Plan::new(rule, start), zone, start, until }
    }

    /// The first instant later than `after`. `None` if the rule has ended. An occurrence in a gap is shifted later by
    /// the gap's length. Two occurrences at the same instant count once.
    pub fn next_after(&self, after: Timestamp) -> Option<Timestamp> {
        let after = floor_second(after);
        let change = self.zone.rules().last_change_up_to(after);
        let shifted = change.and_then(|change| self.next_in_gap(change, after));
        let next = self.next_shown_after(after, change);
        let first = match (shifted, next) {
            (Some(shifted), Some(next)) => shifted.min(next),
            (shifted, next) => shifted.or(next)?,
        };
        Timestamp::from_second(first).ok().filter(|at| *at <= self.until)
    }

    /// The instant of the first occurrence later than `after` whose wall time is in the gap at `change`. At that
    /// instant, a clock without the change would show the wall time. `None` if the gap has no such occurrence.
    fn next_in_gap(&self, change: Change, after: i64) -> Option<i64> {
        let (gap_ends, old_clock) = (change.second + change.after, after + change.before);
        if old_clock + 1 >= gap_ends {
            return None;
        }
        let wall = self.plan.next_after(old_clock).filter(|wall| *wall < gap_ends)?;
        Some(wall - change.before)
    }

    /// The first instant later than `after`, without the occurrences in the gap at `change`.
    fn next_shown_after(&self, after: i64, change: Option<Change>) -> Option<i64> {
        let rules = self.zone.rules();
        let shown = after + i64::from(rules.offset_at(after));
        // After a fold, the clock shows some wall times for the second time. Skip them, because they have already
        // occurred.
        let mut wall = change.map_or(shown, |change| shown.max(change.second + change.before - 1));
        let mut earliest: Option<i64> = None;
        loop {
            let Some(next) = self.plan.next_after(wall) else { return earliest };
            let found = rules.find(next);
            if found.second > after {
                earliest = Some(earliest.map_or(found.second, |earliest| earliest.min(found.second)));
                if found.kind != LocalTimeKind::Gap {
                    return earliest;
                }
            }
            // The occurrence at `next` is in a gap and was shifted. The first occurrence after the gap can be at an
            // earlier instant, so check it in the next turn of the loop.
            let gap = rules.last_change_up_to(found.second).filter(|_| found.kind == LocalTimeKind::Gap);
            wall = gap.map_or(next, |gap| next.max(gap.second + gap.after - 1));
        }
    }

    /// The instants of the series, ascending. The iterator is endless if the rule has no end.
    pub fn instants(&self) -> impl Iterator<Item = Timestamp> {
        let start = resolve(self.zone, self.start).instant.as_second();
        let before = Timestamp::from_second(start - MAX_CHANGE_S).unwrap_or(Timestamp::MIN);
        std::iter::successors(self.next_after(before), |at| self.next_after(*at))
    }
}
