//! The states of a delivery. Pure.

use super::model::{Failure, Posted};
use crate::time::Timestamp;

/// The state of a delivery.
#[derive(Debug, Clone, PartialEq, Eq, strum::EnumDiscriminants)]
#[strum_discriminants(
    name(StateKind),
    derive(Hash, strum::EnumIter, strum::IntoStaticStr, strum::EnumString),
    strum(serialize_all = "snake_case")
)]
pub enum State {
    /// The delivery waits until it is due, or its source holds it.
    Pending,
    /// An attempt is in flight.
    Sending {
        /// If no response has come by this instant, the outcome is unknown.
        lease_until: Timestamp,
        /// When the first earlier attempt that may have arrived began; `None` if no earlier attempt may have arrived.
        unknown_since: Option<Timestamp>,
    },
    /// An attempt failed. The delivery waits for the next attempt.
    Retry,
    /// An attempt may have arrived. The delivery waits for a check.
    Unknown {
        /// When the first attempt that may have arrived began.
        since: Timestamp,
    },
    Sent(Posted),
    Failed(Failure),
    Cancelled,
    /// The delivery was too late to be useful.
    Expired,
}

impl State {
    pub fn kind(&self) -> StateKind {
        self.into()
    }

    /// Whether nothing more will happen to the delivery.
    pub fn is_final(&self) -> bool {
        matches!(self, State::Sent(_) | State::Failed(_) | State::Cancelled | State::Expired)
    }

    /// When the first attempt that may have arrived began; `None` if no attempt may have arrived.
    pub(super) fn unknown_since(&self) -> Option<Timestamp> {
        match *self {
            State::Unknown { since } => Some(since),
            State::Sending { unknown_since, .. } => unknown_since,
            _ => None,
        }
    }
}

impl StateKind {
    pub(super) fn code(self) -> &'static str {
        self.into()
    }
}
