//! What the asker says about a ticket after opening it (when help is needed, what it is about, that it belongs to
//! another ticket), and the answer "Not now" of somebody who was asked.

use super::category::Category;
use super::details::TicketDetails;
use super::event::{TicketEvent, TicketEventKind};
use super::messages;
use super::model::{Actor, Ticket, TicketId, TicketStatus};
use super::recall::recall;
use super::service::{Helpdesk, HelpdeskError, Result, complete_setup, known_ticket, refusal_error, save_if_allowed};
use super::staff::{Need, Staff};
use super::steps::{ask, ask_people, post_cards, save};
use super::store;
use super::threads::take_next_step_now;
use crate::db::{Conn, Db, DbError, Tx};
use crate::escalation::{Desk, Urgency};
use crate::members::{Member, MemberId};
use crate::time::Timestamp;

/// The most open tickets that are looked at for one to which a new ticket can be added.
const MAX_OWN_TICKETS: u32 = 50;

impl Helpdesk {
    /// Changes when help is needed. If it is needed earlier than before, the steps start again at once; people who were
    /// already asked are not asked again.
    pub async fn set_urgency(
        &self,
        db: &Db,
        id: TicketId,
        by: MemberId,
        urgency: Urgency,
        now: Timestamp,
    ) -> Result<TicketDetails> {
        db.write(async |tx| {
            let setup = complete_setup(tx).await?;
            let (member, before) = known_ticket(tx, id, by).await?;
            let changed = before.clone().set_urgency(Actor::from(&member), urgency);
            if before.urgency == urgency && changed.is_ok() {
                return self.details(tx, before, &member, now).await;
            }
            let ticket = save_if_allowed(tx, &before, changed, now).await?;
            let event = TicketEvent::by(by, TicketEventKind::UrgencySet, now).with_detail(urgency.to_string());
            store::add_event(tx, id, &event).await?;
            let ticket = self.take_fitting_step(tx, &before, ticket, now).await?;
            post_cards(tx, &setup, &ticket, now).await?;
            self.re_render(tx, ticket, &member, now).await
        })
        .await
    }

    /// Changes what the ticket is about. If only the secretariat may read the category, the ticket goes to the
    /// secretariat, and the messages to the volunteers no longer show it.
    pub async fn set_category(
        &self,
        db: &Db,
        id: TicketId,
        by: MemberId,
        category: Category,
        now: Timestamp,
    ) -> Result<TicketDetails> {
        db.write(async |tx| {
            let setup = complete_setup(tx).await?;
            let (member, before) = known_ticket(tx, id, by).await?;
            let need = Need { desk: Desk::Secretariat, category, ..Need::from(&before) };
            let staff = Staff::load(tx, need, &self.settings, now).await?;
            let step = staff.plan(&self.settings, now).ask_secretariat(now);
            let moves = self.settings.categories.is_for_secretariat(category) && before.desk == Desk::Volunteers;
            let changed = before.clone().set_category(Actor::from(&member), category, moves.then_some(&step));
            if before.category == category && changed.is_ok() {
                return self.details(tx, before, &member, now).await;
            }
            let ticket = save_if_allowed(tx, &before, changed, now).await?;
            let event = TicketEvent::by(by, TicketEventKind::CategorySet, now).with_detail(category.to_string());
            store::add_event(tx, id, &event).await?;
            if moves {
                // Like "Send to secretariat", so that the texts about the new round name the reason.
                store::add_event(tx, id, &TicketEvent::by(by, TicketEventKind::Sent, now)).await?;
                make_added_tickets_private(tx, &ticket, now).await?;
                post_cards(tx, &setup, &ticket, now).await?;
                ask(tx, &ticket, &step.without(by), now).await?;
            }
            self.re_render(tx, ticket, &member, now).await
        })
        .await
    }

    /// Handles the button "Not now" of somebody who was asked. The next volunteer is asked at once; if there is none
    /// and nobody else is asked, the next step is taken at once. A second press changes nothing.
    pub async fn decline(&self, db: &Db, id: TicketId, by: MemberId, now: Timestamp) -> Result<TicketDetails> {
        db.write(async |tx| {
            let (member, before) = known_ticket(tx, id, by).await?;
            if let Err(refusal) = before.check_decline(Actor::from(&member)) {
                return Err(refusal_error(tx, id, refusal).await?);
            }
            let asks = store::asks(tx, id).await?;
            let was_asked = asks.iter().any(|ask| ask.round == before.round && ask.member == by);
            if store::set_declined(tx, id, before.round, by, now).await? {
                store::add_event(tx, id, &TicketEvent::by(by, TicketEventKind::Declined, now)).await?;
                if was_asked {
                    self.ask_in_place_of(tx, &before, now).await?;
                }
            }
            let ticket = store::get(tx, id).await?.ok_or(HelpdeskError::UnknownTicket(id))?;
            self.re_render(tx, ticket, &member, now).await
        })
        .await
    }

    /// Adds the ticket `id` to the ticket `target` of the same asker: its text is added there, and `id` is closed.
    pub async fn merge(
        &self,
        db: &Db,
        id: TicketId,
        target: TicketId,
        by: MemberId,
        now: Timestamp,
    ) -> Result<TicketDetails> {
        db.write(async |tx| {
            let (member, before) = known_ticket(tx, id, by).await?;
            let (_, into) = known_ticket(tx, target, by).await?;
            if before.merged_into == Some(target) {
                return self.details(tx, into, &member, now).await;
            }
            let merged = before.clone().merge_into(Actor::from(&member), &into, now);
            if let Err(refusal) = merged {
                let about = if matches!(before.status, TicketStatus::Waiting { .. }) { target } else { id };
                return Err(refusal_error(tx, about, refusal).await?);
            }
            let ticket = save_if_allowed(tx, &before, merged, now).await?;
            let event = TicketEvent::by(by, TicketEventKind::Merged, now).with_detail(target.to_string());
            store::add_event(tx, id, &event).await?;
            recall(tx, &ticket, now).await?;
            messages::re_render(tx, id, now).await?;
            for text in texts_of(tx, &ticket).await? {
                let added = TicketEvent::by(by, TicketEventKind::Added, now).with_detail(text);
                store::add_event(tx, target, &added).await?;
            }
            let urgency = into.urgency.min(ticket.urgency);
            let added = save(tx, Ticket { acted_at: now, urgency, ..into.clone() }).await?;
            let added =
                if urgency < into.urgency { self.take_fitting_step(tx, &into, added, now).await? } else { added };
            if let TicketStatus::Claimed { helper, .. } = added.status {
                messages::enqueue_helper_about_addition(tx, &added, helper, now).await?;
            }
            self.re_render(tx, added, &member, now).await
        })
        .await
    }

    /// The newest ticket of the asker to which `ticket`, which they have just opened, can be added.
    pub(super) async fn ticket_to_add_to(
        &self,
        conn: &mut Conn,
        ticket: &Ticket,
        by: &Member,
        now: Timestamp,
    ) -> Result<Option<TicketId>> {
        let own = store::by_asker(conn, by.id, MAX_OWN_TICKETS).await?;
        let can_add = |other: &&Ticket| {
            let is_plain = ticket.origin.is_none() && other.origin.is_none();
            is_plain && other.kind == ticket.kind && ticket.clone().merge_into(Actor::from(by), other, now).is_ok()
        };
        Ok(own.iter().find(can_add).map(|ticket| ticket.id))
    }

    /// Takes the step that fits the new urgency of `ticket`, which was saved in this transaction. A ticket that is
    /// needed earlier starts its steps again. Otherwise, its steps still count from their start.
    async fn take_fitting_step(
        &self,
        tx: &mut Tx,
        before: &Ticket,
        ticket: Ticket,
        now: Timestamp,
    ) -> Result<Ticket, DbError> {
        let TicketStatus::Waiting { step, .. } = ticket.status else { return Ok(ticket) };
        let staff = Staff::for_ticket(tx, &ticket, &self.settings, now).await?;
        let round_at = if ticket.urgency < before.urgency { now } else { before.round_at };
        let next = staff.plan(&self.settings, round_at).advance(step, now);
        let ticket = save(tx, ticket.advance(&next)).await?;
        ask(tx, &ticket, &next, now).await?;
        Ok(ticket)
    }

    /// Asks the next volunteer after somebody said "Not now".
    async fn ask_in_place_of(&self, tx: &mut Tx, before: &Ticket, now: Timestamp) -> Result<()> {
        let staff = Staff::for_ticket(tx, before, &self.settings, now).await?;
        match staff.plan(&self.settings, before.round_at).replacement(now) {
            Some((next, reasons)) => ask_people(tx, before, &[(next, reasons.as_slice())], now).await?,
            None if !staff.is_anybody_asked() => {
                take_next_step_now(tx, &self.settings, before.clone(), now).await?;
            }
            None => {}
        }
        Ok(())
    }
}

/// The text of a ticket, and the texts that were added to it.
async fn texts_of(tx: &mut Tx, ticket: &Ticket) -> Result<Vec<String>> {
    let mut texts = vec![ticket.text.quoted().to_owned()];
    texts.extend(store::additions(tx, ticket.id).await?);
    texts.retain(|text| !text.is_empty());
    Ok(texts)
}

/// Makes the tickets private that were added to a ticket, which has become private.
async fn make_added_tickets_private(tx: &mut Tx, ticket: &Ticket, now: Timestamp) -> Result<()> {
    let Some(asker) = ticket.asker_id() else { return Ok(()) };
    let own = store::by_asker(tx, asker, MAX_OWN_TICKETS).await?;
    // A ticket can have been added to a ticket that was added to another one.
    let mut private = vec![ticket.id];
    let mut next = 0;
    while let Some(&target) = private.get(next) {
        next += 1;
        for added in own.iter().filter(|other| other.merged_into == Some(target)) {
            let added = save(tx, added.clone().made_private(ticket.category)).await?;
            messages::re_render(tx, added.id, now).await?;
            private.push(added.id);
        }
    }
    Ok(())
}
