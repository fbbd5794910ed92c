//! Records how it went, in the opinion of the asker.

use super::model::{Ending, Refusal, TicketId, TicketStatus};
use super::rating::Rating;
use super::service::{Helpdesk, HelpdeskError, Result, known_ticket};
use super::store::outcomes;
use crate::db::Db;
use crate::members::MemberId;
use crate::time::Timestamp;

impl Helpdesk {
    /// Records how it went, in place of an earlier answer. Only the asker may answer, after the ticket was solved.
    pub async fn rate(&self, db: &Db, id: TicketId, by: MemberId, rating: Rating, now: Timestamp) -> Result<()> {
        db.write(async |tx| {
            let (_, ticket) = known_ticket(tx, id, by).await?;
            let refused = |refusal| HelpdeskError::Refused { id, refusal, helper: None };
            if ticket.asker_id() != Some(by) {
                return Err(refused(Refusal::NotAsker));
            }
            match ticket.status {
                TicketStatus::Solved { .. } | TicketStatus::Closed { ending: Ending::Solved, .. } => {
                    Ok(outcomes::set(tx, id, rating, now).await?)
                }
                TicketStatus::Closed { .. } => Err(refused(Refusal::Closed)),
                TicketStatus::Waiting { .. } | TicketStatus::Claimed { .. } => Err(refused(Refusal::NotClaimed)),
            }
        })
        .await
    }
}
