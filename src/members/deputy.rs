//! A deputy: a person who answers for a member when the member cannot be reached. The member names the deputy. Pure.

use super::ids::MemberId;
use crate::time::Timestamp;

crate::row_id!(DeputyId);

/// A member and the deputy whom they named. The deputy has accepted, or has not answered yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deputy {
    pub id: DeputyId,
    pub member: MemberId,
    pub deputy: MemberId,
    pub asked_at: Timestamp,
    /// `None` until the deputy accepts.
    pub accepted_at: Option<Timestamp>,
}

impl Deputy {
    pub fn is_accepted(&self) -> bool {
        self.accepted_at.is_some()
    }
}

/// A change of a deputy that followers must handle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeputyEvent {
    Asked,
    Accepted,
    Declined,
    /// The member removed the deputy, or named another deputy.
    EndedByMember,
    /// The deputy resigned after they had accepted.
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
