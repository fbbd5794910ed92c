//! What a database still has to deliver, as whoever restores it reads it.

use super::model::DeliveryId;
use crate::time::Timestamp;

/// What waits in a database, before or after a restore.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    pub id: DeliveryId,
    pub source: String,
    /// `None` where many read it.
    pub handle: Option<String>,
    pub due_at: Timestamp,
    /// Whether it is looked for before it is sent.
    pub looked_for: bool,
}
