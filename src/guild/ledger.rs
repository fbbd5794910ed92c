//! The ledger of interactions: one incoming interaction has one effect, however often it arrives.

use super::store;
use crate::db::{DbError, Tx};
use crate::members::InteractionId;
use crate::time::Timestamp;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    First,
    /// Its effect is there already (or another transaction makes it): do nothing again.
    Repeated,
}

/// Writes the interaction down in the transaction of its effect, so that neither is there without the other.
pub async fn claim(tx: &mut Tx, interaction: InteractionId, now: Timestamp) -> Result<Claim, DbError> {
    if store::insert_interaction(tx, interaction, now).await? { Ok(Claim::First) } else { Ok(Claim::Repeated) }
}
