//! What happened to a delivery. Pure.

use crate::members::MemberId;
use crate::time::Timestamp;

/// One line of a delivery's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub at: Timestamp,
    pub what: EventKind,
    /// For a delivery that waits: when it continues.
    pub until: Option<Timestamp>,
    /// Who did it; `None` for Magpie itself.
    pub actor: Option<Actor>,
    pub detail: Option<String>,
}

impl Event {
    pub(super) fn new(at: Timestamp, what: EventKind) -> Self {
        Self { at, what, until: None, actor: None, detail: None }
    }

    pub(super) fn until(self, until: Timestamp) -> Self {
        Self { until: Some(until), ..self }
    }

    pub(super) fn by(self, actor: Option<Actor>) -> Self {
        Self { actor, ..self }
    }

    pub(super) fn detail(self, detail: &str) -> Self {
        Self { detail: Some(detail.to_owned()), ..self }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum EventKind {
    Queued,
    Held,
    Tried,
    Sent,
    /// The person saw it, by their own act.
    Seen,
    Retry,
    Unknown,
    Rerouted,
    Failed,
    /// Somebody retried it by hand.
    Again,
    Cancelled,
    Expired,
}

impl EventKind {
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// Who changed a delivery by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    Member(MemberId),
    /// The person who runs `magpie outbox` on the machine.
    Operator,
}

impl Actor {
    pub(super) fn code(self) -> String {
        match self {
            Actor::Member(member) => format!("member/{member}"),
            Actor::Operator => "operator".to_owned(),
        }
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        match code {
            "operator" => Some(Actor::Operator),
            other => other.strip_prefix("member/")?.parse().ok().map(Actor::Member),
        }
    }
}
