//! The troubles that Magpie can have, and the incident that groups them. Does no I/O.

use strum::{EnumIter, EnumString, IntoStaticStr};

use crate::delivery::{Delayed, DeliveryId};
use crate::time::{SignedDuration, Timestamp};

/// An incident that was not announced while it was open is announced after its end only if it lasted this long, or if
/// it delayed a message.
const MIN_LENGTH_TO_ANNOUNCE: SignedDuration = SignedDuration::from_mins(10);

crate::row_id!(IncidentId);

/// A kind of failure. The column `trouble`, `/readyz` and the metrics contain the code of the trouble.
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
    /// Some rows cannot be read or handled, so Magpie skips them. It handles all other rows.
    SetAside,
    /// Magpie lacks a permission that it needs, in a channel of the set-up or in the server.
    Permissions,
}

impl Trouble {
    /// The code of the trouble in the database, in `/readyz` and in the metrics.
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// Whether the trouble affects only single rows. Magpie does all its other work, so its heartbeat continues.
    pub fn is_limited_to_single_rows(self) -> bool {
        self == Trouble::SetAside
    }
}

/// Whether messages currently reach Discord.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connectivity {
    Online,
    Offline,
}

/// One trouble in an incident, with its beginning and its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TroublePeriod {
    pub trouble: Trouble,
    pub began_at: Timestamp,
    /// When the trouble ended. `None` while it lasts.
    pub ended_at: Option<Timestamp>,
}

/// An incident lasts from the beginning of its first trouble to the end of its last one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    pub id: IncidentId,
    pub began_at: Timestamp,
    /// When the incident ended. `None` while it is open.
    pub ended_at: Option<Timestamp>,
    /// The delivery of its announcement. `None` while it is not announced.
    pub delivery: Option<DeliveryId>,
    /// The troubles of the incident, in the order in which they began.
    pub troubles: Vec<TroublePeriod>,
}

impl Incident {
    /// Whether an incident that was not announced while it was open is announced after its end. It must have delayed a
    /// message, or lasted at least `MIN_LENGTH_TO_ANNOUNCE`.
    pub fn is_announced_after_its_end(&self, delayed: Delayed) -> bool {
        let length = self.ended_at.map(|ended_at| ended_at.duration_since(self.began_at));
        delayed.total() > 0 || length.is_some_and(|length| length >= MIN_LENGTH_TO_ANNOUNCE)
    }
}

/// The facts that the announcement of an incident shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentFacts {
    pub incident: Incident,
    /// The messages that the incident delayed. Zero until the incident has ended.
    pub delayed: Delayed,
}
