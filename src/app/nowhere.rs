//! Stands in until the messenger of the `discord` room is there.

use async_trait::async_trait;

use crate::delivery::{Destination, Lane, Messenger, Order, Posted, Reservation, SendError};
use crate::members::{ChannelId, Member};
use crate::time::Timestamp;

pub struct Nowhere;

fn not_yet() -> SendError {
    SendError::Transient { reason: "no messenger yet".to_owned(), retry_after_ms: None }
}

#[async_trait]
impl Messenger for Nowhere {
    async fn reserve(&self, _lane: Lane, _to: &Destination) -> Reservation {
        Reservation(None)
    }

    async fn deliver(&self, _order: &Order, _reservation: Reservation) -> Result<Posted, SendError> {
        Err(not_yet())
    }

    async fn find(&self, _order: &Order, _since: Timestamp) -> Result<Option<Posted>, SendError> {
        Err(not_yet())
    }

    async fn inbox_thread(&self, _member: &Member, _now: Timestamp) -> Result<ChannelId, SendError> {
        Err(not_yet())
    }
}
