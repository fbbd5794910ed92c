//! People who are available without a rota: "Available now for…".

use super::error::{DutyError, Result};
use super::model::{Availability, Period, Ring};
use super::service::Duty;
use super::steps::require_volunteer;
use super::store;
use crate::db::Db;
use crate::members::MemberId;
use crate::time::{SignedDuration, Timestamp};

/// The longest time for which a person can say that they are available. A longer time would be forgotten.
const MAX_AVAILABLE: SignedDuration = SignedDuration::from_hours(24);

impl Duty {
    /// Says that a person is available from `now` until `until`. Replaces what they said before.
    pub async fn set_available(
        &self,
        db: &Db,
        by: MemberId,
        until: Timestamp,
        ring: Ring,
        now: Timestamp,
    ) -> Result<Availability> {
        let latest = now.saturating_add(MAX_AVAILABLE).unwrap_or(until);
        let period = Period::new(now, until).filter(|_| until <= latest).ok_or(DutyError::InvalidPeriod)?;
        db.write(async |tx| {
            require_volunteer(tx, by).await?;
            store::set_available(tx, by, period, ring).await?;
            Ok(Availability { member: by, until, ring })
        })
        .await
    }

    /// Says that a person is no longer available. Returns false if they were not.
    pub async fn end_available(&self, db: &Db, by: MemberId) -> Result<bool> {
        db.write(async |tx| Ok(store::delete_available(tx, by).await?)).await
    }
}
