//! What happens on duty, for features that act then: the help desk hands tickets over at the end of a shift.

use std::sync::Arc;

use async_trait::async_trait;

use super::model::Shift;
use crate::db::{DbError, Tx};
use crate::time::Timestamp;

/// A change of who is on duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftChange {
    /// The shift after the change. [`Shift::state`] says why it ended.
    pub shift: Shift,
    /// The shifts of other people that run after the change. The person of `shift` is not in the list, unless they have
    /// another shift that runs.
    pub others_on_duty: Vec<Shift>,
}

/// Lets another feature act in the same transaction in which a shift starts or ends.
#[async_trait]
pub trait DutyFollower: Send + Sync + 'static {
    /// A shift starts. Its person may not have confirmed it yet.
    async fn shift_started(&self, _tx: &mut Tx, _change: &ShiftChange, _now: Timestamp) -> Result<(), DbError> {
        Ok(())
    }

    /// A shift that had started ends: its time is over, or its person gave it back, handed it over, left, or is no
    /// longer a volunteer.
    async fn shift_ended(&self, tx: &mut Tx, change: &ShiftChange, now: Timestamp) -> Result<(), DbError>;
}

/// The registered followers. Cheap to clone.
#[derive(Clone, Default)]
pub struct DutyFollowers {
    followers: Vec<Arc<dyn DutyFollower>>,
}

impl std::fmt::Debug for DutyFollowers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DutyFollowers").field("count", &self.followers.len()).finish()
    }
}

impl DutyFollowers {
    #[must_use]
    pub fn with(mut self, follower: Arc<dyn DutyFollower>) -> Self {
        self.followers.push(follower);
        self
    }

    pub(super) async fn shift_started(&self, tx: &mut Tx, change: &ShiftChange, now: Timestamp) -> Result<(), DbError> {
        for follower in &self.followers {
            follower.shift_started(tx, change, now).await?;
        }
        Ok(())
    }

    pub(super) async fn shift_ended(&self, tx: &mut Tx, change: &ShiftChange, now: Timestamp) -> Result<(), DbError> {
        for follower in &self.followers {
            follower.shift_ended(tx, change, now).await?;
        }
        Ok(())
    }
}
