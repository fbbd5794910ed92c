//! The deputy whom a member named to answer for them when they cannot be reached. Pure.

use super::ids::MemberId;
use crate::time::Timestamp;

crate::row_id!(DeputyId);

/// A member and their deputy, who accepted it or has not answered yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deputy {
    pub id: DeputyId,
    pub member: MemberId,
    pub deputy: MemberId,
    pub asked_at: Timestamp,
    /// `None` until they have accepted.
    pub accepted_at: Option<Timestamp>,
}

impl Deputy {
    pub fn is_accepted(&self) -> bool {
        self.accepted_at.is_some()
    }
}

/// What happened between a member and the deputy whom they named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeputyEvent {
    Asked,
    Accepted,
    Declined,
    /// The member took it back, or named somebody else.
    EndedByMember,
    /// The deputy gave it up after they had accepted.
    EndedByDeputy,
    /// The member left the server, or had their data deleted.
    MemberGone,
    /// The deputy left the server, or had their data deleted.
    DeputyGone,
}

/// An answer to "Will you be my deputy?".
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::Display, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum DeputyAnswer {
    Accept,
    Decline,
}
