//! The instants of a rule: its wall times, resolved in a zone.

use jiff::Timestamp;
use jiff::civil::DateTime;

use super::plan::Plan;
use super::rule::{End, Rule};
use crate::time::calendar::floor_second;
use crate::time::local::resolve;
use crate::time::transitions::{Change, LocalTimeKind};
use crate::time::zone::ZoneId;

/// A rule on the wall clock of a zone, with its start. Reuse it when many instants are needed.
#[derive(Debug, Clone)]
pub struct Series {
    plan: Plan,
    zone: ZoneId,
    start: DateTime,
    until: Timestamp,
}

/// The longest clock changes were one day (Samoa, Kwajalein); two hours are added as a margin.
const MAX_CHANGE_S: i64 = 26 * 3600;

impl Series {
    pub(super) fn new(rule: &Rule, zone: ZoneId, start: DateTime) -> Self {
        let until = if let End::UntilInstant(until) = rule.end { until } else { Timestamp::MAX };
        Self { plan: Plan::new(rule, start), zone, start, until }
    }

    /// The first instant later than `after`. An occurrence in a gap is shifted later by the gap's length. Two
    /// occurrences at the same instant count once.
    pub fn next_after(&self, after: Timestamp) -> Option<Timestamp> {
        let after = floor_second(after);
        let change = self.zone.rules().last_change_up_to(after);
        let shifted = change.and_then(|change| self.shifted_by(change, after));
        let next = self.next_shown_after(after, change);
        let first = match (shifted, next) {
            (Some(shifted), Some(next)) => shifted.min(next),
            (one, other) => one.or(other)?,
        };
        Timestamp::from_second(first).ok().filter(|at| *at <= self.until)
    }

    /// The instant of the first occurrence in the gap at `change` that is later than `after`: the instant at which the
    /// clock would show the occurrence's wall time if there were no clock change.
    fn shifted_by(&self, change: Change, after: i64) -> Option<i64> {
        let (gap_ends, old_clock) = (change.second + change.after, after + change.before);
        if old_clock + 1 >= gap_ends {
            return None;
        }
        let wall = self.plan.next_after(old_clock).filter(|wall| *wall < gap_ends)?;
        Some(wall - change.before)
    }

    fn next_shown_after(&self, after: i64, change: Option<Change>) -> Option<i64> {
        let rules = self.zone.rules();
        let shown = after + i64::from(rules.offset_at(after));
        // Skip wall times that the clock shows for the second time: they have already occurred.
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
            // This occurrence is in a gap and was shifted. An occurrence right after the gap can be earlier, so check
            // the first of those too.
            let gap = rules.last_change_up_to(found.second).filter(|_| found.kind == LocalTimeKind::Gap);
            wall = gap.map_or(next, |gap| next.max(gap.second + gap.after - 1));
        }
    }

    /// The instants from the start on, ascending. Endless if the rule has no end.
    pub fn instants(&self) -> impl Iterator<Item = Timestamp> {
        let start = resolve(self.zone, self.start).instant.as_second();
        let before = Timestamp::from_second(start - MAX_CHANGE_S).unwrap_or(Timestamp::MIN);
        std::iter::successors(self.next_after(before), |at| self.next_after(*at))
    }
}
