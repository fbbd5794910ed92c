//! Steps that several use cases share. Each step runs in the transaction of its caller.

use super::event::{TicketEvent, TicketEventKind};
use super::messages::{self, News};
use super::model::{Ticket, TicketStatus};
use super::settings::HelpdeskSettings;
use super::staff::{Need, Staff};
use super::store;
use crate::db::{DbError, Tx};
use crate::escalation::{Desk, NextStep, Reason, Step, reason_codes};
use crate::guild::{self, ChannelPurpose, Setup};
use crate::members::MemberId;
use crate::time::Timestamp;

/// Saves a ticket that was read in this transaction.
pub async fn save(tx: &mut Tx, ticket: Ticket) -> Result<Ticket, DbError> {
    if !store::update(tx, &ticket).await? {
        return Err(DbError::Corrupt(format!("ticket {} changed during the transaction that read it", ticket.id)));
    }
    Ok(Ticket { version: ticket.version + 1, ..ticket })
}

/// Saves `after`, the result of a transition of `before`. Removes a former helper from the thread, and closes the
/// thread of a closed ticket. Every transition that can change the helper must be saved with this function.
pub async fn save_transition(tx: &mut Tx, before: &Ticket, after: Ticket, now: Timestamp) -> Result<Ticket, DbError> {
    let ticket = save(tx, after).await?;
    if let Some(helper) = before.helper().filter(|helper| ticket.is_open() && ticket.helper() != Some(*helper)) {
        messages::enqueue_leave(tx, before, helper, now).await?;
    }
    close_thread(tx, before, &ticket, now).await?;
    Ok(ticket)
}

/// The first step of a ticket that begins to wait for `desk`. If the desk's channel cannot show the ticket's card,
/// takes the next step at once, because nobody would read the card.
pub async fn first_step(
    tx: &mut Tx,
    settings: &HelpdeskSettings,
    need: Need,
    former_helper: Option<MemberId>,
    now: Timestamp,
) -> Result<NextStep, DbError> {
    let purpose = match need.desk {
        Desk::Volunteers => ChannelPurpose::Triage,
        Desk::Secretariat => ChannelPurpose::Secretariat,
    };
    let access = guild::service::access(tx).await?;
    let is_card_readable = access.is_none_or(|access| !access.is_unusable_channel(purpose));
    let staff = Staff::load(tx, need, settings, now).await?;
    let staff = match former_helper {
        Some(helper) => staff.given_up_by(helper, now),
        None => staff,
    };
    let plan = staff.plan(settings, now);
    Ok(if is_card_readable { plan.start(now) } else { plan.start_with_asks(now) })
}

/// Asks the people of the first step of a ticket that waits again. If the step is one of the secretariat, also posts
/// the ticket's card there.
pub async fn start_asking(tx: &mut Tx, ticket: &Ticket, first: &NextStep, now: Timestamp) -> Result<(), DbError> {
    ask(tx, ticket, first, now).await?;
    if first.step == Step::Secretariat
        && let Some(setup) = guild::service::setup(tx).await?
    {
        post_cards(tx, &setup, ticket, now).await?;
    }
    Ok(())
}

/// Asks the people of a step to help, and records the asks.
pub async fn ask(tx: &mut Tx, ticket: &Ticket, step: &NextStep, now: Timestamp) -> Result<(), DbError> {
    let people: Vec<(MemberId, &[Reason])> =
        step.people.iter().copied().zip(step.reasons.iter().map(Vec::as_slice)).collect();
    ask_people(tx, ticket, &people, now).await
}

/// Asks each of `people` to help, and records the asks, their order and their reasons.
pub async fn ask_people(
    tx: &mut Tx,
    ticket: &Ticket,
    people: &[(MemberId, &[Reason])],
    now: Timestamp,
) -> Result<(), DbError> {
    for (rank, (member, reasons)) in (0..).zip(people) {
        let reason = reason_codes(reasons);
        store::set_asked(tx, ticket.id, ticket.round, *member, (rank, &reason), now).await?;
        messages::enqueue_ask(tx, ticket, *member, now).await?;
    }
    if people.is_empty() {
        return Ok(());
    }
    let asked = TicketEvent::by_magpie(TicketEventKind::Asked, now).with_detail(people.len().to_string());
    store::add_event(tx, ticket.id, &asked).await
}

/// Posts the ticket's card in the channel of its desk. After the escalation has reached the secretariat, also posts the
/// card in the secretariat's channel. Does not post a card twice.
pub async fn post_cards(tx: &mut Tx, setup: &Setup, ticket: &Ticket, now: Timestamp) -> Result<(), DbError> {
    let has_reached_secretariat = matches!(ticket.status, TicketStatus::Waiting { step: Step::Secretariat, .. });
    if ticket.desk == Desk::Volunteers
        && let Some(channel) = setup.triage_channel
    {
        messages::enqueue_card(tx, ticket, Desk::Volunteers, channel, now).await?;
    }
    if (ticket.desk == Desk::Secretariat || has_reached_secretariat)
        && let Some(channel) = setup.secretariat_channel
    {
        messages::enqueue_card(tx, ticket, Desk::Secretariat, channel, now).await?;
    }
    Ok(())
}

/// Closes the thread that the ticket had before it was closed.
async fn close_thread(tx: &mut Tx, before: &Ticket, after: &Ticket, now: Timestamp) -> Result<(), DbError> {
    match before.thread {
        Some(thread) if !after.is_open() => messages::enqueue_close(tx, after, thread, now).await,
        _ => Ok(()),
    }
}

/// Requeues a ticket whose helper left the server, lost the role, or does not respond. The asker has waited long
/// enough, so the next people are asked at once. `cause`: `Released`, or `FellSilent` for a helper who never wrote.
pub async fn requeue_without_helper(
    tx: &mut Tx,
    settings: &HelpdeskSettings,
    before: Ticket,
    helper: MemberId,
    cause: TicketEventKind,
    now: Timestamp,
) -> Result<(), DbError> {
    let staff = Staff::load(tx, Need::from(&before), settings, now).await?.given_up_by(helper, now);
    let next = staff.plan(settings, now).start_with_asks(now);
    let ticket = save_transition(tx, &before, before.clone().requeue(&next), now).await?;
    store::add_event(tx, ticket.id, &TicketEvent::by_magpie(cause, now)).await?;
    // Record the former helper as asked in the new round, so that the former helper is not asked again at once.
    store::set_asked(tx, ticket.id, ticket.round, helper, (0, ""), now).await?;
    ask(tx, &ticket, &next, now).await?;
    if let Some(setup) = guild::service::setup(tx).await? {
        post_cards(tx, &setup, &ticket, now).await?;
    }
    messages::enqueue_news(tx, &ticket, News::Requeued, now).await
}
