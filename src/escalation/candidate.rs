//! A person who can be asked, and the order in which such people are asked.

use crate::members::{Member, MemberId};
use crate::time::{RestSchedule, Timestamp};

/// A person who can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    pub id: MemberId,
    /// Zone and quiet hours, from the profile or assumed. `None` if neither is known: such a person never counts as
    /// awake.
    pub rest: Option<RestSchedule>,
    /// When they were last asked in the current round.
    pub asked_at: Option<Timestamp>,
    /// How often they were asked in recent days, for any request. The person who was asked least comes first.
    pub recent_asks: u32,
}

/// The variants are in the order in which people are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Availability {
    Awake,
    /// The time zone is unknown. Such a person may be asked silently.
    Unknown,
    Asleep,
}

impl Candidate {
    pub fn of(member: &Member) -> Self {
        Self { id: member.id, rest: member.rest(), asked_at: None, recent_asks: 0 }
    }

    pub fn availability(&self, at: Timestamp) -> Availability {
        match self.rest {
            Some(rest) if rest.is_awake(at) => Availability::Awake,
            Some(_) => Availability::Asleep,
            None => Availability::Unknown,
        }
    }

    pub fn is_awake(&self, at: Timestamp) -> bool {
        self.availability(at) == Availability::Awake
    }

    /// The first instant at or after `at` when they are awake. `None` if their zone is unknown, or if they are never
    /// awake.
    pub fn next_awake_at(&self, at: Timestamp) -> Option<Timestamp> {
        self.rest.map(|rest| rest.next_awake(at)).filter(|next| *next < Timestamp::MAX)
    }
}

/// Sorts by availability at `at`, then by recent asks, then by id, so that the order is deterministic.
pub(super) fn sort_by_priority(candidates: &mut [Candidate], at: Timestamp) {
    candidates.sort_by_key(|candidate| (candidate.availability(at), candidate.recent_asks, candidate.id));
}
