//! Tracks the attempts in flight, and chooses which rows are attempted next. Pure.
//!
//! Each lane has its own limit, so a higher lane never waits for attempts of a lower lane. Within a lane, the source
//! with the fewest attempts in flight comes next, so the backlog of one source does not block the other sources. Each
//! platform has its own [`InFlight`], so a slow platform does not block the others.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::model::{DeliveryId, Lane};
use super::record::Record;
use super::store::Candidate;

/// The most attempts in flight in one lane. Discord's limit of 50 requests a second should set the speed, not this
/// number. An attempt takes up to half a second, so 25 attempts in flight use that limit fully. With a much higher
/// number, each attempt would wait longer between its reservation and its last check of the state, and would delay
/// later deliveries of its lane by half a second or more.
pub(super) const MAX_IN_FLIGHT_PER_LANE: usize = 32;

/// The rows of one platform that are in flight, and their lines.
#[derive(Debug)]
pub(super) struct InFlight {
    max_per_lane: usize,
    rows: BTreeMap<DeliveryId, (Lane, String)>,
    lines: BTreeSet<(Lane, String)>,
}

impl InFlight {
    /// `max_per_lane`: the most attempts in flight in one lane.
    pub fn new(max_per_lane: usize) -> Self {
        Self { max_per_lane, rows: BTreeMap::new(), lines: BTreeSet::new() }
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub fn free_lanes(&self) -> Vec<Lane> {
        Lane::ALL.into_iter().filter(|lane| self.is_free(*lane)).collect()
    }

    /// Starts as many of `candidates` as the limits allow, at most `limit`, and returns them. Candidates of one lane
    /// and source start in the given order.
    pub fn start(&mut self, candidates: Vec<Candidate>, limit: usize) -> Vec<Candidate> {
        let mut waiting: BTreeMap<(Lane, String), VecDeque<Candidate>> = BTreeMap::new();
        for candidate in candidates {
            waiting.entry((candidate.lane, candidate.source.clone())).or_default().push_back(candidate);
        }
        let mut started = Vec::new();
        for lane in Lane::ALL {
            while started.len() < limit
                && self.is_free(lane)
                && let Some(candidate) = self.next_in(lane, &mut waiting)
            {
                if self.insert(candidate.id, candidate.lane, &candidate.source, &candidate.line) {
                    started.push(candidate);
                }
            }
        }
        started
    }

    /// Starts this row regardless of the limits, unless this row or another row of its line is in flight. Returns
    /// whether the row started.
    pub fn start_row(&mut self, row: &Record) -> bool {
        self.insert(row.id, row.lane, row.source.as_str(), &row.line)
    }

    pub fn release(&mut self, id: DeliveryId, lane: Lane, line: &str) {
        self.rows.remove(&id);
        self.lines.remove(&(lane, line.to_owned()));
    }

    /// The next row to start in `lane`: a row of the source with the fewest attempts in flight. If sources tie, the row
    /// that has been due longest.
    fn next_in(&self, lane: Lane, waiting: &mut BTreeMap<(Lane, String), VecDeque<Candidate>>) -> Option<Candidate> {
        let heads = waiting
            .iter()
            .filter(|((row_lane, _), _)| *row_lane == lane)
            .filter_map(|(key, queue)| Some((key, queue.front()?)));
        let next = heads.min_by_key(|((lane, source), head)| (self.count_of(*lane, source), head.due_at, head.id));
        let key = next.map(|(key, _)| key.clone())?;
        waiting.get_mut(&key)?.pop_front()
    }

    fn insert(&mut self, id: DeliveryId, lane: Lane, source: &str, line: &str) -> bool {
        if self.rows.contains_key(&id) || !self.lines.insert((lane, line.to_owned())) {
            return false;
        }
        self.rows.insert(id, (lane, source.to_owned()));
        true
    }

    fn is_free(&self, lane: Lane) -> bool {
        self.rows.values().filter(|(row_lane, _)| *row_lane == lane).count() < self.max_per_lane
    }

    fn count_of(&self, lane: Lane, source: &str) -> usize {
        self.rows.values().filter(|(row_lane, row_source)| *row_lane == lane && row_source == source).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    fn candidate(id: i64, lane: Lane, source: &str) -> Candidate {
        let due_at = Timestamp::from_millisecond(id).expect("an instant");
        let (source, line, route) = (source.to_owned(), format!("member/{id}"), "direct".to_owned());
        Candidate { id: DeliveryId(id), lane, source, line, route, due_at }
    }

    fn empty() -> InFlight {
        InFlight::new(MAX_IN_FLIGHT_PER_LANE)
    }

    fn flood(lane: Lane) -> Vec<Candidate> {
        (0..100).map(|id| candidate(id, lane, "flood")).collect()
    }

    #[test]
    fn row_of_another_source_starts_in_the_first_round_despite_a_backlog() {
        let mut in_flight = empty();
        let mut candidates = flood(Lane::Routine);
        candidates.push(candidate(1_000, Lane::Routine, "other"));
        let started = in_flight.start(candidates, usize::MAX);
        assert_eq!(started.len(), MAX_IN_FLIGHT_PER_LANE);
        assert!(started[..2].iter().any(|candidate| candidate.source == "other"), "{started:?}");
    }

    #[test]
    fn next_start_goes_to_the_source_with_fewer_attempts_in_flight() {
        let mut in_flight = empty();
        let first = in_flight.start(flood(Lane::Routine), usize::MAX).remove(0);
        in_flight.release(first.id, first.lane, &first.line);
        let mut candidates = flood(Lane::Routine);
        candidates.push(candidate(1_000, Lane::Routine, "other"));
        let started = in_flight.start(candidates, usize::MAX);
        assert_eq!(started.iter().map(|candidate| candidate.source.as_str()).collect::<Vec<_>>(), ["other"]);
    }

    #[test]
    fn higher_lane_is_free_while_a_lower_lane_is_full() {
        let mut in_flight = empty();
        in_flight.start(flood(Lane::Routine), usize::MAX);
        assert_eq!(in_flight.free_lanes(), [Lane::Emergency, Lane::Urgent, Lane::Prompt]);
        assert_eq!(in_flight.start(vec![candidate(1_000, Lane::Emergency, "flood")], usize::MAX).len(), 1);
    }

    #[test]
    fn rows_of_one_line_are_not_in_flight_together() {
        let mut in_flight = empty();
        let (first, mut second) = (candidate(1, Lane::Urgent, "a"), candidate(2, Lane::Urgent, "b"));
        second.line.clone_from(&first.line);
        assert_eq!(in_flight.start(vec![first.clone(), second.clone()], usize::MAX), std::slice::from_ref(&first));
        in_flight.release(first.id, first.lane, &first.line);
        assert_eq!(in_flight.start(vec![second.clone()], usize::MAX), [second]);
    }
}
