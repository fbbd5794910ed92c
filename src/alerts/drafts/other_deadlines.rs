//! What another deadline would do: how many people can hear the alert before it. The preview offers later deadlines if
//! some people wake too late. Does no I/O.

use crate::time::{SignedDuration, Timestamp};

/// The most deadlines that a preview offers besides the current one. They fit into one row of buttons, and each label
/// fits into one line of a phone.
pub const MAX_OFFERED: usize = 3;
/// How long after a person wakes the next deadline that counts on them is, at the earliest. They need this time to see
/// the alert, and to answer it.
const MIN_TIME_AWAKE: SignedDuration = SignedDuration::from_mins(15);
/// No later deadline is offered that is further ahead than this. By then, everybody has been awake once, except people
/// who are away for longer, and an alert cannot wait for them.
const MAX_AHEAD: SignedDuration = SignedDuration::from_hours(24);
/// Deadlines are offered at full quarters of an hour. These are full quarters in the author's zone too, because the
/// offset of every zone is a number of quarters.
const QUARTER: SignedDuration = SignedDuration::from_mins(15);
/// A later deadline must reach at least this part of the audience in addition to the deadline before it: a twentieth.
const MIN_PART_OF_AUDIENCE: usize = 20;
/// A later deadline must also reach at least this part of the people who wake too late: a third.
const MIN_PART_OF_LATE: usize = 3;

/// When the people of an audience can hear an alert that is sent now. This does not depend on the deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hearing {
    /// The number of people in the audience.
    total: usize,
    /// The number of people who hear the alert when it is sent.
    now: usize,
    /// When each person wakes who sleeps and whom the alert does not wake. In order.
    wake_at: Vec<Timestamp>,
}

/// A deadline, and how many people of the audience can hear the alert before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeadlineReach {
    pub at: Timestamp,
    pub in_time: usize,
}

/// The deadline of a draft, and the other deadlines that the preview offers instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadlineOptions {
    pub current: DeadlineReach,
    /// In order of time, at most [`MAX_OFFERED`].
    pub others: Vec<DeadlineReach>,
}

impl Hearing {
    pub fn new(total: usize, now: usize, mut wake_at: Vec<Timestamp>) -> Self {
        wake_at.sort_unstable();
        Self { total, now, wake_at }
    }

    /// Somebody who wakes exactly at the deadline wakes too late.
    fn before(&self, at: Timestamp) -> DeadlineReach {
        DeadlineReach { at, in_time: self.now + self.wake_at.partition_point(|wakes_at| *wakes_at < at) }
    }

    fn is_somebody_too_late(&self, deadline: Timestamp) -> bool {
        self.wake_at.last().is_some_and(|wakes_at| *wakes_at >= deadline)
    }

    /// The deadlines after `deadline` that reach clearly more people than the deadline before them, in order of time.
    /// Each one reaches at least a third of the people who wake too late, so there are at most three.
    fn later_deadlines(&self, deadline: Timestamp, is_allowed: impl Fn(Timestamp) -> bool) -> Vec<DeadlineReach> {
        let late = self.wake_at.iter().filter(|wakes_at| **wakes_at >= deadline);
        let candidates = late.filter_map(|wakes_at| first_quarter_after(*wakes_at)).filter(|at| is_allowed(*at));
        let candidates: Vec<DeadlineReach> = candidates.map(|at| self.before(at)).collect();
        let mut reached = self.before(deadline).in_time;
        let Some(last) = candidates.last() else { return Vec::new() };
        let min_of_late = (last.in_time - reached).div_ceil(MIN_PART_OF_LATE);
        let min_gain = min_of_late.max(self.total.div_ceil(MIN_PART_OF_AUDIENCE));
        let mut offered = Vec::new();
        for candidate in candidates {
            if candidate.in_time >= reached + min_gain {
                reached = candidate.in_time;
                offered.push(candidate);
            }
        }
        offered
    }
}

impl DeadlineOptions {
    /// The options of a draft with the deadline `current`. `typed`: the deadline that the author typed, if they chose
    /// another one in the preview. It is offered again, together with the deadlines that were offered instead of it.
    /// `is_allowed`: whether the draft may have this deadline.
    ///
    /// `None` if everybody who sleeps wakes in time and no other deadline is offered.
    pub fn new(
        hearing: &Hearing,
        current: Timestamp,
        typed: Option<Timestamp>,
        is_allowed: impl Fn(Timestamp) -> bool,
        now: Timestamp,
    ) -> Option<Self> {
        let typed = typed.filter(|at| *at > now && *at != current);
        let latest = now + MAX_AHEAD;
        let mut others =
            hearing.later_deadlines(typed.unwrap_or(current), |at| at <= latest && at > now && is_allowed(at));
        others.retain(|other| other.at != current);
        if let Some(typed) = typed {
            others.truncate(MAX_OFFERED - 1);
            others.push(hearing.before(typed));
            others.sort_unstable_by_key(|other| other.at);
        }
        let is_needed = !others.is_empty() || hearing.is_somebody_too_late(current);
        is_needed.then(|| Self { current: hearing.before(current), others })
    }
}

/// The first full quarter of an hour at which a person who wakes at `wakes_at` has been awake for [`MIN_TIME_AWAKE`].
/// `None` at the end of time.
fn first_quarter_after(wakes_at: Timestamp) -> Option<Timestamp> {
    let earliest = wakes_at.checked_add(MIN_TIME_AWAKE).ok()?;
    let seconds = earliest.as_second() + i64::from(earliest.subsec_nanosecond() > 0);
    let quarter = QUARTER.as_secs();
    let quarters = seconds.div_euclid(quarter) + i64::from(seconds.rem_euclid(quarter) > 0);
    Timestamp::from_second(quarters * quarter).ok()
}

#[cfg(test)]
mod tests;
