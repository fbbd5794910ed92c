//! A person who could answer, and in which order such people are asked.

use crate::members::{Member, MemberId};
use crate::time::{Rest, Timestamp};

/// Somebody who could answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    pub id: MemberId,
    /// Zone and quiet hours; `None` for who never told them. They are never counted as awake.
    pub rest: Option<Rest>,
    /// When this round of asking reached them.
    pub asked_at: Option<Timestamp>,
    /// How often they were asked lately, for sharing the burden.
    pub burden: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Availability {
    Awake,
    /// No time zone: may be asked silently.
    Unknown,
    Asleep,
}

impl Candidate {
    pub fn of(member: &Member) -> Self {
        Self { id: member.id, rest: member.profile.as_ref().map(|profile| profile.rest()), asked_at: None, burden: 0 }
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

    /// The first instant from `at` on at which they are awake; `None` when that is not known or never comes.
    pub fn next_awake(&self, at: Timestamp) -> Option<Timestamp> {
        self.rest.map(|rest| rest.next_awake(at)).filter(|next| *next < Timestamp::MAX)
    }
}

/// Puts the awake first, among them the least asked, then by id, so that the order never depends on chance.
pub fn order(candidates: &mut [Candidate], at: Timestamp) {
    candidates.sort_by_key(|candidate| (candidate.availability(at), candidate.burden, candidate.id));
}
