//! The troubles that Magpie can have, and the incident that they belong to. Pure.

use strum::{EnumIter, EnumString, IntoStaticStr};

use crate::delivery::{Delayed, DeliveryId};
use crate::time::{SignedDuration, Timestamp};

/// An incident that could not be announced while it lasted is announced afterwards only if it lasted this long, or if
/// it delayed a message.
const MIN_ANNOUNCED: SignedDuration = SignedDuration::from_mins(10);

crate::row_id!(IncidentId);

/// A kind of failure. Its code is used in the column `trouble`, in `/readyz` and in the metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Trouble {
    /// The engine does not handle due rows.
    Engine,
    /// The dispatcher does not send due deliveries.
    Outbox,
    /// Most delivery attempts fail.
    #[strum(serialize = "failures")]
    AttemptFailures,
    /// There is no connection to Discord's gateway.
    Gateway,
    /// The database cannot be written, or its file was removed or replaced.
    Database,
    /// The file of the database is damaged.
    Damage,
    /// Some rows cannot be read or handled, and are set aside. All other rows are handled.
    SetAside,
    /// Magpie lacks a permission that it needs, in a channel of the set-up or in the server.
    Permissions,
}

impl Trouble {
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// Whether the trouble affects only single rows. Magpie itself works, so its heartbeat continues.
    pub fn is_of_single_rows(self) -> bool {
        self == Trouble::SetAside
    }
}

/// Whether messages currently reach Discord.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connectivity {
    Online,
    Offline,
}

/// One trouble within an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TroublePeriod {
    pub trouble: Trouble,
    pub began_at: Timestamp,
    /// `None` while it lasts.
    pub ended_at: Option<Timestamp>,
}

impl TroublePeriod {
    fn changed_after(&self, at: Timestamp) -> bool {
        self.began_at > at || self.ended_at.is_some_and(|ended_at| ended_at > at)
    }
}

/// An incident lasts from the beginning of its first trouble to the end of its last one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    pub id: IncidentId,
    pub began_at: Timestamp,
    /// `None` while it is open.
    pub ended_at: Option<Timestamp>,
    /// The message that announces it; `None` while it is not announced.
    pub delivery: Option<DeliveryId>,
    /// In the order in which they began.
    pub troubles: Vec<TroublePeriod>,
}

impl Incident {
    /// Whether an incident that was not announced while it lasted is announced after its end: it delayed a message, or
    /// it lasted at least `MIN_ANNOUNCED`.
    pub fn is_announced_after_its_end(&self, delayed: Delayed) -> bool {
        let length = self.ended_at.map(|ended_at| ended_at.duration_since(self.began_at));
        delayed.total() > 0 || length.is_some_and(|length| length >= MIN_ANNOUNCED)
    }

    pub fn changed_after(&self, at: Timestamp) -> bool {
        self.ended_at.is_some_and(|ended_at| ended_at > at)
            || self.troubles.iter().any(|trouble| trouble.changed_after(at))
    }
}

/// The facts of the announcement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentFacts {
    pub incident: Incident,
    /// How many messages the incident delayed. Counted only after its end.
    pub delayed: Delayed,
}
