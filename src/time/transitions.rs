//! The clock changes of a zone as one flat table, in which a look-up takes tens of nanoseconds.
//!
//! The table is compiled from jiff's data. For instants after the table's end, the code asks jiff.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

/// The end of the table for a zone whose rules repeat forever. Later instants are rare, so the slower jiff handles
/// them.
const TABLE_END: &str = "2101-01-01T00:00:00Z";

/// More than the largest offset in the tz database, which is under 16 hours: the local mean times of Manila and Juneau
/// before the date line moved.
const MAX_OFFSET_S: i64 = 26 * 3600;

/// The offset of one zone at every instant.
pub(super) struct Transitions {
    zone: TimeZone,
    /// The first second of each span of constant offset, ascending. The first entry is `i64::MIN`.
    starts: Vec<i64>,
    /// The offset in each span of `starts`, in seconds east of UTC.
    offsets: Vec<i32>,
    /// The first second that the table does not cover; `i64::MAX` if the table covers all later seconds.
    end: i64,
}

/// Whether a clock change skips or repeats a local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LocalTimeKind {
    /// The clock shows the local time once.
    Normal,
    /// The clock skips the local time: 02:30 in Paris on 2026-03-29 becomes 03:30.
    Gap,
    /// The clock shows the local time twice. The earlier instant is used: 02:30 in Paris on 2026-10-25 is in summer
    /// time.
    Fold,
}

/// The instant of a local time in a zone.
pub(super) struct FoundInstant {
    /// Seconds since the epoch.
    pub second: i64,
    pub kind: LocalTimeKind,
}

/// A clock change at `second` (since the epoch): the offset changes from `before` to `after` seconds east of UTC.
#[derive(Clone, Copy)]
pub(super) struct Change {
    pub second: i64,
    pub before: i64,
    pub after: i64,
}

impl Transitions {
    pub fn compile(zone: TimeZone) -> Self {
        let table_end: Timestamp = TABLE_END.parse().expect("a literal instant");
        let mut starts = vec![i64::MIN];
        let mut offsets = vec![zone.to_offset(Timestamp::MIN).seconds()];
        for transition in zone.following(Timestamp::MIN).take_while(|t| t.timestamp() < table_end) {
            let offset = transition.offset().seconds();
            // A change of only the name or the daylight-saving flag does not change the clock.
            if offsets.last() != Some(&offset) {
                starts.push(transition.timestamp().as_second());
                offsets.push(offset);
            }
        }
        let end = if zone.following(table_end).next().is_some() { table_end.as_second() } else { i64::MAX };
        starts.shrink_to_fit();
        offsets.shrink_to_fit();
        Self { zone, starts, offsets, end }
    }

    /// Seconds east of UTC at `second`.
    pub fn offset_at(&self, second: i64) -> i32 {
        if second < self.end {
            return self.offsets[self.span_at(second)];
        }
        let at = Timestamp::from_second(second).unwrap_or(Timestamp::MAX);
        self.zone.to_offset(at).seconds()
    }

    /// The first second after `second` at which the offset changes. `None` if the offset never changes again.
    pub fn next_change_after(&self, second: i64) -> Option<i64> {
        let next = self.starts.get(self.span_at(second) + 1).copied();
        if next.is_some() || self.end == i64::MAX {
            return next;
        }
        let at = Timestamp::from_second(second).ok()?;
        let before = self.zone.to_offset(at);
        self.zone.following(at).find(|t| t.offset() != before).map(|t| t.timestamp().as_second())
    }

    /// The last clock change at or before `second`. `None` if there is none.
    pub fn last_change_up_to(&self, second: i64) -> Option<Change> {
        if second < self.end {
            let span = self.span_at(second);
            let before = *self.offsets.get(span.checked_sub(1)?)?;
            return Some(Change {
                second: self.starts[span],
                before: i64::from(before),
                after: i64::from(self.offsets[span]),
            });
        }
        let after = Timestamp::from_second(second + 1).ok()?;
        let second = self.zone.preceding(after).next()?.timestamp().as_second();
        let (before, after) = (self.offset_at(second - 1), self.offset_at(second));
        Some(Change { second, before: i64::from(before), after: i64::from(after) })
    }

    /// The instant of a local time. `local` is the local time in seconds since the epoch, computed as if it were UTC.
    /// For a time that the clock shows twice, this is the earlier instant. A time that the clock skips moves later by
    /// the length of the gap (RFC 5545, Temporal's "compatible").
    pub fn find(&self, local: i64) -> FoundInstant {
        if local.saturating_add(MAX_OFFSET_S) >= self.end {
            return self.find_beyond_table(local);
        }
        let mut span = self.span_at(local - MAX_OFFSET_S);
        let mut earliest = None;
        let latest_start = local + MAX_OFFSET_S;
        let first_span = span;
        loop {
            let second = local - i64::from(self.offsets[span]);
            let next = self.starts.get(span + 1).copied().unwrap_or(i64::MAX);
            if self.starts[span] <= second && second < next {
                match earliest {
                    None => earliest = Some(second),
                    Some(second) => return FoundInstant { second, kind: LocalTimeKind::Fold },
                }
            }
            if next > latest_start {
                break;
            }
            span += 1;
        }
        match earliest {
            Some(second) => FoundInstant { second, kind: LocalTimeKind::Normal },
            None => self.find_in_gap(local, first_span, span),
        }
    }

    /// Whether both tables have the same offset at every second from `second` on.
    pub fn has_same_offsets_from(&self, other: &Transitions, second: i64) -> bool {
        let (own_span, other_span) = (self.span_at(second), other.span_at(second));
        self.end == other.end
            && self.offsets[own_span..] == other.offsets[other_span..]
            && self.starts[own_span + 1..] == other.starts[other_span + 1..]
    }

    fn find_in_gap(&self, local: i64, first_span: usize, last_span: usize) -> FoundInstant {
        for span in first_span..last_span {
            let (before, change) = (i64::from(self.offsets[span]), self.starts[span + 1]);
            let after = i64::from(self.offsets[span + 1]);
            if change + before <= local && local < change + after {
                return FoundInstant { second: local - before, kind: LocalTimeKind::Gap };
            }
        }
        unreachable!("a local time that no span shows lies in a gap between two spans")
    }

    #[cold]
    fn find_beyond_table(&self, local: i64) -> FoundInstant {
        let Ok(wall) = Timestamp::from_second(local) else {
            let offset = self.offset_at(Timestamp::MAX.as_second());
            return FoundInstant { second: local - i64::from(offset), kind: LocalTimeKind::Normal };
        };
        let wall: DateTime = Offset::UTC.to_datetime(wall);
        let (offset, kind) = match self.zone.to_ambiguous_timestamp(wall).offset() {
            AmbiguousOffset::Unambiguous { offset } => (offset, LocalTimeKind::Normal),
            AmbiguousOffset::Gap { before, .. } => (before, LocalTimeKind::Gap),
            AmbiguousOffset::Fold { before, .. } => (before, LocalTimeKind::Fold),
        };
        FoundInstant { second: local - i64::from(offset.seconds()), kind }
    }

    fn span_at(&self, second: i64) -> usize {
        self.starts.partition_point(|&start| start <= second) - 1
    }
}
