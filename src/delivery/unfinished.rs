//! The unfinished deliveries of a database, for the operator who restores it.

use super::model::DeliveryId;
use crate::time::Timestamp;

/// A delivery that has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnfinishedDelivery {
    pub id: DeliveryId,
    pub source: String,
    /// The recipient's handle; `None` for a message in a channel, or if the recipient is unknown.
    pub handle: Option<String>,
    pub due_at: Timestamp,
    /// Whether the dispatcher searches for the message on the platform before it sends the message.
    pub is_searched_for: bool,
}
