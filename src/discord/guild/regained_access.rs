//! After a change of permissions, finds the channels in which Magpie could not write before and can write now. Retries
//! the refused deliveries of these channels.

use crate::db::DbError;
use crate::delivery::receipts::{NewlyUsable, ReceiptError};
use crate::discord::services::Services;
use crate::guild::ChannelPurpose;
use crate::guild::service::{Access, access};
use crate::members::ChannelId;

/// The channels that Magpie could use before a change of permissions, according to our tables. `None` before the
/// set-up.
pub struct AccessBefore(Option<Access>);

struct RegainedAccess {
    before: Option<Access>,
    after: Access,
}

impl RegainedAccess {
    fn has_regained_channel(&self, purpose: ChannelPurpose) -> bool {
        let was_usable = self.before.as_ref().is_some_and(|before| before.has_usable_channel(purpose));
        !was_usable && self.after.has_usable_channel(purpose)
    }
}

impl NewlyUsable for RegainedAccess {
    fn channel(&self, id: ChannelId) -> Option<bool> {
        let was_usable = self.before.as_ref().and_then(|before| before.is_usable(id));
        self.after.is_usable(id).map(|is_usable| is_usable && was_usable != Some(true))
    }

    fn inbox(&self) -> bool {
        self.has_regained_channel(ChannelPurpose::Inbox)
    }

    fn threads(&self) -> bool {
        self.inbox() || self.has_regained_channel(ChannelPurpose::Help)
    }
}

impl AccessBefore {
    /// Reads the current access from our tables. Call this before the change is applied.
    pub async fn read(services: &Services) -> Result<Self, DbError> {
        Ok(Self(access(&mut *services.db.read().await?).await?))
    }

    /// Retries the refused deliveries. Call this after the change is applied. Does nothing if Magpie regained no
    /// access, or if no delivery was refused.
    pub async fn retry_refused(self, services: &Services) {
        let retried: Result<u32, ReceiptError> = async {
            let Some(after) = access(&mut *services.db.read().await?).await? else { return Ok(0) };
            let regained = RegainedAccess { before: self.0, after };
            services.receipts.retry_refused(&services.db, &regained, services.clock.now()).await
        }
        .await;
        match retried {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "permissions changed; refused deliveries are retried"),
            Err(error) => tracing::error!(%error, "could not retry refused deliveries after a change of permissions"),
        }
    }
}
