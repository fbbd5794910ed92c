//! A helper passes a ticket on to a person whom they name.

use super::details::TicketDetails;
use super::event::{TicketEvent, TicketEventKind};
use super::messages;
use super::model::{Actor, Refusal, TicketId};
use super::service::{Helpdesk, HelpdeskError, Result, complete_setup, known_ticket, refusal_error, save_if_allowed};
use super::store;
use crate::db::Db;
use crate::members::{self, MemberId, Wakefulness};
use crate::time::Timestamp;

impl Helpdesk {
    /// Makes `to` the helper of a ticket that `by` helps with. `to` gets the helper's messages in a new round, and can
    /// put the ticket back. Refused if `to` may not answer the ticket, or is not known to be awake: the message to a
    /// new helper makes a sound.
    pub async fn transfer(
        &self,
        db: &Db,
        id: TicketId,
        by: MemberId,
        to: MemberId,
        now: Timestamp,
    ) -> Result<TicketDetails> {
        db.write(async |tx| {
            let setup = complete_setup(tx).await?;
            let (member, before) = known_ticket(tx, id, by).await?;
            let Some(target) = members::service::get(tx, to).await?.filter(|target| target.in_guild) else {
                return Err(refusal_error(tx, id, Refusal::NotAllowed(before.desk)).await?);
            };
            let passed = before.clone().transfer(Actor::from(&member), Actor::from(&target), now, &self.settings);
            if passed.is_ok() && target.wakefulness(now) != Wakefulness::Awake {
                return Err(HelpdeskError::NotAwake { id, name: target.name });
            }
            let ticket = save_if_allowed(tx, &before, passed, now).await?;
            store::add_event(tx, id, &TicketEvent::by(by, TicketEventKind::PassedOn, now)).await?;
            store::add_event(tx, id, &TicketEvent::by(to, TicketEventKind::Claimed, now)).await?;
            match setup.help_channel {
                Some(parent) => messages::enqueue_thread(tx, &ticket, to, parent, now).await?,
                None => messages::enqueue_helper(tx, &ticket, to, now).await?,
            }
            self.re_render(tx, ticket, &member, now).await
        })
        .await
    }
}
