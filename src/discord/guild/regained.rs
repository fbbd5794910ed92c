//! After a change of permissions: what a channel refused is tried again where Magpie may write now.

use crate::delivery::receipts::{ReceiptError, Usable};
use crate::discord::services::Services;
use crate::guild::Place;
use crate::guild::service::{Access, access};
use crate::members::ChannelId;

struct UsableChannels(Access);

impl Usable for UsableChannels {
    fn channel(&self, id: ChannelId) -> Option<bool> {
        self.0.is_usable(id)
    }

    fn inbox(&self) -> bool {
        self.0.is_place_usable(Place::Inbox)
    }
}

/// Does nothing before the set-up, and when nothing was refused.
pub async fn try_refused_again(services: &Services) {
    let tried: Result<u32, ReceiptError> = async {
        let Some(access) = access(&mut *services.db.read().await?).await? else { return Ok(0) };
        services.receipts.regained(&services.db, &UsableChannels(access), services.clock.now()).await
    }
    .await;
    match tried {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "permissions changed: what was refused for want of them is tried again"),
        Err(error) => tracing::error!(%error, "what was refused cannot be tried again"),
    }
}
