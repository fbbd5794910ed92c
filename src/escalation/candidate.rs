//! A person whom the bot can ask, and the order in which it asks such people.

use crate::members::{Member, MemberId};
use crate::time::{RestSchedule, Timestamp};

/// A person whom the bot can ask to answer a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    pub id: MemberId,
    /// The zone and quiet hours, from the profile or assumed. `None` if the zone is unknown. A person without a known
    /// zone never counts as awake.
    pub rest: Option<RestSchedule>,
    /// When this person was last asked in the current round of the request. `None` if never.
    pub asked_at: Option<Timestamp>,
    /// Whether this person gave the request up at the start of its current round. `asked_at` is then the time of that,
    /// unless this person was asked again later.
    pub has_given_up: bool,
    /// How often this person was asked in recent days, for any request. The person with the fewest asks comes first.
    pub recent_asks: u32,
}

/// Whether a person is awake. The variants are in the order in which people are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Availability {
    Awake,
    /// The time zone is unknown. The bot may ask such a person silently.
    Unknown,
    Asleep,
}

impl Candidate {
    /// A candidate who was never asked.
    pub fn from_member(member: &Member) -> Self {
        Self { id: member.id, rest: member.rest(), asked_at: None, has_given_up: false, recent_asks: 0 }
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

    /// The first instant at or after `at` at which this person is awake. `None` if the zone is unknown, or if the
    /// person is never awake.
    pub fn next_awake_at(&self, at: Timestamp) -> Option<Timestamp> {
        self.rest.map(|rest| rest.next_awake(at)).filter(|next| *next < Timestamp::MAX)
    }
}

/// Sorts the candidates by availability at `at`, then by recent asks. The last key is the id, so that the order is
/// deterministic.
pub(super) fn sort_by_priority(candidates: &mut [Candidate], at: Timestamp) {
    candidates.sort_by_key(|candidate| (candidate.availability(at), candidate.recent_asks, candidate.id));
}
