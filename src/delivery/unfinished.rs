//! The unfinished deliveries of a database, as the operator who restores it sees them.

use super::model::DeliveryId;
use crate::time::Timestamp;

/// A delivery that has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnfinishedDelivery {
    pub id: DeliveryId,
    pub source: String,
    /// `None` when many people read it.
    pub handle: Option<String>,
    pub due_at: Timestamp,
    /// Whether it is searched for on the platform before it is sent.
    pub looked_for: bool,
}
