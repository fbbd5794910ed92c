//! The events of a delivery's history. Pure.

use crate::members::MemberId;
use crate::time::Timestamp;

/// One event of a delivery's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub at: Timestamp,
    pub what: EventKind,
    /// When the next attempt or check is due; `None` if the delivery does not wait after this event.
    pub until: Option<Timestamp>,
    /// The person who caused the event; `None` for Magpie itself.
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
    /// The recipient has seen the message: they pressed a button on it, or answered in another way.
    Seen,
    Retry,
    Unknown,
    Rerouted,
    Failed,
    /// The delivery is retried, by a person or because Magpie regained access.
    Again,
    Cancelled,
    Expired,
}

impl EventKind {
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// The person who caused an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    Member(MemberId),
    /// The person who runs `magpie outbox` on Magpie's machine.
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
