//! After a change of permissions: what a channel refused is tried again where Magpie may write now and could not
//! before.

use crate::db::DbError;
use crate::delivery::receipts::{ReceiptError, Usable};
use crate::discord::services::Services;
use crate::guild::Place;
use crate::guild::service::{Access, access};
use crate::members::ChannelId;

/// What Magpie may use before and after a change, as far as its tables know; `None` before the set-up.
pub struct AccessBefore(Option<Access>);

struct Regained {
    before: Option<Access>,
    after: Access,
}

impl Regained {
    fn is_place_regained(&self, place: Place) -> bool {
        let could = self.before.as_ref().is_some_and(|before| before.is_place_usable(place));
        !could && self.after.is_place_usable(place)
    }
}

impl Usable for Regained {
    fn channel(&self, id: ChannelId) -> Option<bool> {
        let could = self.before.as_ref().and_then(|before| before.is_usable(id));
        self.after.is_usable(id).map(|can| can && could != Some(true))
    }

    fn inbox(&self) -> bool {
        self.is_place_regained(Place::Inbox)
    }

    fn threads(&self) -> bool {
        self.inbox() || self.is_place_regained(Place::Help)
    }
}

impl AccessBefore {
    /// Before the change is applied.
    pub async fn read(services: &Services) -> Result<Self, DbError> {
        Ok(Self(access(&mut *services.db.read().await?).await?))
    }

    /// After the change was applied. Does nothing when nothing was regained, or refused.
    pub async fn try_refused_again(self, services: &Services) {
        let tried: Result<u32, ReceiptError> = async {
            let Some(after) = access(&mut *services.db.read().await?).await? else { return Ok(0) };
            let regained = Regained { before: self.0, after };
            services.receipts.regained(&services.db, &regained, services.clock.now()).await
        }
        .await;
        match tried {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "permissions changed: what was refused for want of them is tried again"),
            Err(error) => tracing::error!(%error, "what was refused cannot be tried again"),
        }
    }
}
