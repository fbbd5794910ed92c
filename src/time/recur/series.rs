//! The instants of a rule: its wall times, resolved in a zone.

use jiff::Timestamp;
use jiff::civil::DateTime;

use super::plan::Plan;
use super::{End, Rule};
use crate::time::local::{Kind, floor_second, resolve};
use crate::time::zone::ZoneId;

/// A rule on the wall clock of a zone, from a start on. Make one and keep it where many instants are wanted.
#[derive(Debug, Clone)]
pub struct Series {
    plan: Plan,
    zone: ZoneId,
    start: DateTime,
    until: Timestamp,
}

/// No clock was ever changed by more than a day (Samoa, Kwajalein), with room.
const WIDEST_CHANGE_S: i64 = 26 * 3600;

impl Series {
    pub(super) fn new(rule: &Rule, zone: ZoneId, start: DateTime) -> Self {
        let until = if let End::UntilInstant(until) = rule.end { until } else { Timestamp::MAX };
        Self { plan: Plan::new(rule, start), zone, start, until }
    }

    /// The first instant later than `after`. Occurrences in a gap are shifted by its length; two that become one instant are one.
    pub fn next_after(&self, after: Timestamp) -> Option<Timestamp> {
        let rules = self.zone.rules();
        let after = floor_second(after);
        // An occurrence inside a gap is shifted past wall times that follow it: look back to the gap's beginning while that may matter.
        let shown = after + i64::from(rules.offset_at(after));
        let mut wall = rules.gap_behind(after).map_or(shown, |gap_begins| gap_begins - 1);
        let mut best: Option<i64> = None;
        while let Some(next) = self.plan.next_after(wall) {
            wall = next;
            let found = rules.find(next);
            if found.second <= after {
                continue;
            }
            best = Some(best.map_or(found.second, |best| best.min(found.second)));
            // Only what was shifted can be overtaken by a later wall time.
            if found.kind != Kind::Gap {
                break;
            }
        }
        Timestamp::from_second(best?).ok().filter(|at| *at <= self.until)
    }

    /// The instants from the start on, ascending, without end where the rule has none.
    pub fn instants(&self) -> impl Iterator<Item = Timestamp> {
        let start = resolve(self.zone, self.start).instant.as_second();
        let before = Timestamp::from_second(start - WIDEST_CHANGE_S).unwrap_or(Timestamp::MIN);
        std::iter::successors(self.next_after(before), |at| self.next_after(*at))
    }
}
