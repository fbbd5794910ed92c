//! The data that the help desk stores about a member, and how the help desk reacts when a member leaves, or when their
//! profile or roles change.

use async_trait::async_trait;
use serde_json::{Value, json};

use super::event::{TicketEvent, TicketEventKind};
use super::messages;
use super::model::{Actor, Ending, Ticket, TicketStatus};
use super::origin::Origin;
use super::service::Helpdesk;
use super::steps::{requeue_without_helper, save_transition};
use super::store;
use crate::db::{Conn, Db, DbError, Tx};
use crate::members::{DeletionEffect, Follower, Kept, Member, MemberId, PrivacyHandler, Roles};
use crate::time::Timestamp;

/// A query limit, far above the number of tickets that one member opens.
const MAX_TICKETS: u32 = 10_000;

#[async_trait]
impl PrivacyHandler for Helpdesk {
    fn name(&self) -> &'static str {
        "tickets"
    }

    /// Of tickets that the member helped with, exports only the number, the date and what the member did. The texts
    /// belong to other people.
    async fn export(&self, conn: &mut Conn, member: MemberId) -> Result<Value, DbError> {
        let asked: Vec<Value> = store::by_asker(conn, member, MAX_TICKETS).await?.iter().map(export_ticket).collect();
        let helped = store::by_helper(conn, member).await?;
        let acts = store::acts_of(conn, member).await?;
        let asks = store::count_asks(conn, member).await?;
        if asked.is_empty() && helped.is_empty() && acts.is_empty() && asks == 0 {
            return Ok(Value::Null);
        }
        let helped: Vec<Value> =
            helped.iter().map(|ticket| json!({ "number": ticket.id.0, "opened_at": ticket.opened_at })).collect();
        let acts: Vec<Value> = acts
            .into_iter()
            .map(|(ticket, event)| {
                let what = event.kind.to_string();
                json!({ "number": ticket.0, "did": what, "at": event.happened_at, "wrote": event.detail })
            })
            .collect();
        Ok(json!({ "asked": asked, "helped_or_written_down": helped, "acts": acts, "times_asked_to_help": asks }))
    }

    async fn delete(&self, tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<Vec<Kept>, DbError> {
        close_all(tx, member, Ending::Deleted, now).await?;
        let asked = store::by_asker(tx, member, MAX_TICKETS).await?;
        store::clear_histories(tx, member).await?;
        store::clear_asker(tx, member).await?;
        // All messages about these tickets still show the deleted texts, even the messages about tickets that were
        // closed long ago.
        for ticket in asked {
            messages::re_render_all(tx, ticket.id, now).await?;
        }
        store::delete_asks(tx, member).await?;
        store::clear_helper(tx, member).await?;
        store::clear_actor(tx, member).await?;
        match store::count_helped(tx, member).await? {
            0 => Ok(Vec::new()),
            helped => Ok(vec![Kept { text_key: "helpdesk-kept-helped", count: helped.into() }]),
        }
    }

    async fn deletion_effects(&self, conn: &mut Conn, member: MemberId) -> Result<Vec<DeletionEffect>, DbError> {
        let count = u64::try_from(store::count_open(conn, member).await?).unwrap_or_default();
        let effect = DeletionEffect { text_key: "profile-delete-closes-tickets", count };
        Ok(if count == 0 { Vec::new() } else { vec![effect] })
    }

    /// Does not close open tickets: somebody may be about to help, and closing a ticket would change its messages.
    async fn erase(&self, db: &Db, member: MemberId) -> Vec<DbError> {
        let failures = [
            db.write(async |tx| store::clear_histories(tx, member).await).await.err(),
            db.write(async |tx| store::clear_asker(tx, member).await).await.err(),
            db.write(async |tx| store::delete_asks(tx, member).await).await.err(),
            db.write(async |tx| store::clear_helper(tx, member).await).await.err(),
            db.write(async |tx| store::clear_actor(tx, member).await).await.err(),
        ];
        failures.into_iter().flatten().collect()
    }
}

#[async_trait]
impl Follower for Helpdesk {
    /// Makes all tickets that wait for somebody to wake due now, because this member may be awake.
    async fn profile_changed(
        &self,
        tx: &mut Tx,
        _before: &Member,
        after: &Member,
        now: Timestamp,
    ) -> Result<(), DbError> {
        if !Actor::from(after).roles.is_empty() {
            store::make_last_step_due(tx, now).await?;
        }
        Ok(())
    }

    async fn left(&self, tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<(), DbError> {
        close_all(tx, member, Ending::Left, now).await?;
        self.requeue_tickets_of(tx, Actor { id: member, roles: Roles::NONE }, ThreadExit::AlreadyLeft, now).await
    }

    async fn groups_changed(
        &self,
        tx: &mut Tx,
        member: MemberId,
        before: Roles,
        after: Roles,
        now: Timestamp,
    ) -> Result<(), DbError> {
        self.requeue_tickets_of(tx, Actor { id: member, roles: after }, ThreadExit::Remove, now).await?;
        // This member may now answer tickets that wait for somebody to wake.
        if after.iter().any(|group| !before.has(group)) {
            store::make_last_step_due(tx, now).await?;
        }
        Ok(())
    }
}

/// How a helper leaves the thread of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ThreadExit {
    /// Magpie removes the helper from the thread.
    Remove,
    /// Discord has removed the helper from the thread, because the helper left the server.
    AlreadyLeft,
}

impl Helpdesk {
    /// Requeues the tickets that a helper may no longer answer. A ticket that they reported as solved still waits for
    /// the asker to confirm, and the helper is removed from its thread.
    async fn requeue_tickets_of(
        &self,
        tx: &mut Tx,
        helper: Actor,
        exit: ThreadExit,
        now: Timestamp,
    ) -> Result<(), DbError> {
        for ticket in store::by_helper(tx, helper.id).await? {
            let id = ticket.id;
            match ticket.status {
                _ if ticket.is_for(helper.roles) || ticket.helper() != Some(helper.id) => continue,
                TicketStatus::Claimed { .. } => {
                    requeue_without_helper(tx, &self.settings, ticket, helper.id, TicketEventKind::Released, now)
                        .await?;
                }
                TicketStatus::Solved { .. } if exit == ThreadExit::Remove => {
                    messages::enqueue_leave(tx, &ticket, helper.id, now).await?;
                }
                TicketStatus::Solved { .. } | TicketStatus::Waiting { .. } | TicketStatus::Closed { .. } => continue,
            }
            messages::re_render(tx, id, now).await?;
        }
        Ok(())
    }
}

/// Closes the open tickets of an asker who is gone, and tells each helper why.
async fn close_all(tx: &mut Tx, asker: MemberId, ending: Ending, now: Timestamp) -> Result<(), DbError> {
    for before in store::by_asker(tx, asker, MAX_TICKETS).await?.into_iter().filter(Ticket::is_open) {
        let ticket = save_transition(tx, &before, before.clone().close(ending, now), now).await?;
        store::add_event(tx, ticket.id, &TicketEvent::by_magpie(TicketEventKind::Closed, now)).await?;
        if let Some(helper) = before.helper() {
            messages::enqueue_ended(tx, &ticket, helper, now).await?;
        }
        messages::re_render(tx, ticket.id, now).await?;
    }
    Ok(())
}

fn export_ticket(ticket: &Ticket) -> Value {
    json!({
        "number": ticket.id.0, "text": ticket.text.quoted(), "opened_at": ticket.opened_at, "open": ticket.is_open(),
        "needed": <&str>::from(ticket.urgency), "category": <&str>::from(ticket.category),
        "about": ticket.origin.as_ref().map(Origin::as_str), "tried": ticket.tried, "answer": ticket.answer,
        "text_omitted_because": ticket.text.omitted().map(|omitted| <&str>::from(omitted.reason)),
    })
}
