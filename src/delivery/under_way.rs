//! What the dispatcher is busy with, and what it takes up next. Pure.
//!
//! Each lane has room of its own, so a higher lane never waits for a lower one's attempts to end. Within a lane the
//! source with the fewest attempts under way comes next, so that no backlog of one keeps another waiting.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::model::{DeliveryId, Lane, Record};
use super::store::Turn;

/// Attempts under way in one lane. The pacing of requests should set the speed: 50 a second, each under way for up to
/// half a second with its two writes, are 25. More would only be reserved too early, before their last look at the
/// state, and hold up whatever comes later in their lane by half a second and more.
pub(super) const IN_FLIGHT_PER_LANE: usize = 32;

/// Rows, and their lines, that an attempt is busy with.
#[derive(Debug, Default)]
pub(super) struct UnderWay {
    rows: BTreeMap<DeliveryId, (Lane, String)>,
    lines: BTreeSet<(Lane, String)>,
}

impl UnderWay {
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub fn lanes_with_room(&self) -> Vec<Lane> {
        Lane::ALL.into_iter().filter(|lane| self.has_room(*lane)).collect()
    }

    /// Takes up as many of `turns` as there is room for, each lane's and source's in the order given; returns those.
    pub fn take_up(&mut self, turns: Vec<Turn>) -> Vec<Turn> {
        let mut waiting: BTreeMap<(Lane, String), VecDeque<Turn>> = BTreeMap::new();
        for turn in turns {
            waiting.entry((turn.lane, turn.source.clone())).or_default().push_back(turn);
        }
        let mut taken = Vec::new();
        for lane in Lane::ALL {
            while self.has_room(lane)
                && let Some(turn) = self.next_of(lane, &mut waiting)
            {
                if self.begin(turn.id, turn.lane, &turn.source, &turn.line) {
                    taken.push(turn);
                }
            }
        }
        taken
    }

    /// Takes up this row, if nothing of its line is under way; room or not.
    pub fn take_up_row(&mut self, row: &Record) -> bool {
        self.begin(row.id, row.lane, row.source.as_str(), &row.line)
    }

    pub fn let_go(&mut self, id: DeliveryId, lane: Lane, line: &str) {
        self.rows.remove(&id);
        self.lines.remove(&(lane, line.to_owned()));
    }

    /// Of the sources with the fewest under way the row that has been due longest.
    fn next_of(&self, lane: Lane, waiting: &mut BTreeMap<(Lane, String), VecDeque<Turn>>) -> Option<Turn> {
        let heads =
            waiting.iter().filter(|((of, _), _)| *of == lane).filter_map(|(key, queue)| Some((key, queue.front()?)));
        let fairest = heads.min_by_key(|((lane, source), head)| (self.of_source(*lane, source), head.due_at, head.id));
        let source = fairest.map(|(key, _)| key.clone())?;
        waiting.get_mut(&source)?.pop_front()
    }

    fn begin(&mut self, id: DeliveryId, lane: Lane, source: &str, line: &str) -> bool {
        if self.rows.contains_key(&id) || !self.lines.insert((lane, line.to_owned())) {
            return false;
        }
        self.rows.insert(id, (lane, source.to_owned()));
        true
    }

    fn has_room(&self, lane: Lane) -> bool {
        self.rows.values().filter(|(of, _)| *of == lane).count() < IN_FLIGHT_PER_LANE
    }

    fn of_source(&self, lane: Lane, source: &str) -> usize {
        self.rows.values().filter(|(of, by)| *of == lane && by == source).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    fn turn(id: i64, lane: Lane, source: &str) -> Turn {
        let due_at = Timestamp::from_millisecond(id).expect("an instant");
        Turn { id: DeliveryId(id), lane, source: source.to_owned(), line: format!("member/{id}"), due_at }
    }

    fn flood(lane: Lane) -> Vec<Turn> {
        (0..100).map(|id| turn(id, lane, "flood")).collect()
    }

    #[test]
    fn one_row_of_another_source_goes_in_the_first_round_whatever_waits_before_it() {
        let mut under_way = UnderWay::default();
        let mut turns = flood(Lane::Routine);
        turns.push(turn(1_000, Lane::Routine, "other"));
        let taken = under_way.take_up(turns);
        assert_eq!(taken.len(), IN_FLIGHT_PER_LANE);
        assert!(taken[..2].iter().any(|turn| turn.source == "other"), "{taken:?}");
    }

    #[test]
    fn next_free_place_goes_to_the_source_with_fewer_under_way() {
        let mut under_way = UnderWay::default();
        let first = under_way.take_up(flood(Lane::Routine)).remove(0);
        under_way.let_go(first.id, first.lane, &first.line);
        let mut turns = flood(Lane::Routine);
        turns.push(turn(1_000, Lane::Routine, "other"));
        let taken = under_way.take_up(turns);
        assert_eq!(taken.iter().map(|turn| turn.source.as_str()).collect::<Vec<_>>(), ["other"]);
    }

    #[test]
    fn higher_lane_finds_room_though_the_lower_is_full() {
        let mut under_way = UnderWay::default();
        under_way.take_up(flood(Lane::Routine));
        assert_eq!(under_way.lanes_with_room(), [Lane::Emergency, Lane::Urgent, Lane::Prompt]);
        assert_eq!(under_way.take_up(vec![turn(1_000, Lane::Emergency, "flood")]).len(), 1);
    }

    #[test]
    fn two_rows_of_one_line_are_not_under_way_together() {
        let mut under_way = UnderWay::default();
        let (first, mut second) = (turn(1, Lane::Urgent, "a"), turn(2, Lane::Urgent, "b"));
        second.line.clone_from(&first.line);
        assert_eq!(under_way.take_up(vec![first.clone(), second.clone()]), std::slice::from_ref(&first));
        under_way.let_go(first.id, first.lane, &first.line);
        assert_eq!(under_way.take_up(vec![second.clone()]), [second]);
    }
}
