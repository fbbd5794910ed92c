//! The data that the help desk stores about a member, and its reaction when a member leaves or changes their hours.

use async_trait::async_trait;
use serde_json::{Value, json};

use super::event::{TicketEvent, TicketEventKind};
use super::messages;
use super::model::{Actor, Ending, Ticket, TicketStatus};
use super::service::Helpdesk;
use super::steps::{close_thread, requeue_without_helper, save};
use super::store;
use crate::db::{Conn, DbError, Tx};
use crate::members::{Follower, Kept, Member, MemberId, PrivacyPart};
use crate::time::Timestamp;

/// Far more tickets than one member opens.
const MAX_TICKETS: u32 = 10_000;

#[async_trait]
impl PrivacyPart for Helpdesk {
    fn name(&self) -> &'static str {
        "tickets"
    }

    /// For tickets that the member helped with, only their number and date: the texts belong to other people.
    async fn export(&self, conn: &mut Conn, member: MemberId) -> Result<Value, DbError> {
        let asked: Vec<Value> = store::by_asker(conn, member, MAX_TICKETS).await?.iter().map(exported).collect();
        let helped = store::by_helper(conn, member).await?;
        if asked.is_empty() && helped.is_empty() {
            return Ok(Value::Null);
        }
        let helped: Vec<Value> =
            helped.iter().map(|ticket| json!({ "number": ticket.id.0, "opened_at": ticket.opened_at })).collect();
        Ok(json!({ "asked": asked, "helped_or_written_down": helped }))
    }

    async fn delete(&self, tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<Vec<Kept>, DbError> {
        close_all(tx, member, Ending::Withdrawn, now).await?;
        store::anonymize_closed(tx, member).await?;
        store::delete_asks(tx, member).await?;
        match store::count_helped(tx, member).await? {
            0 => Ok(Vec::new()),
            helped => Ok(vec![Kept { text_key: "helpdesk-kept-helped", count: helped.into() }]),
        }
    }
}

#[async_trait]
impl Follower for Helpdesk {
    /// Checks all tickets that wait for somebody to wake: this member may be awake now.
    async fn profile_changed(
        &self,
        tx: &mut Tx,
        _before: &Member,
        after: &Member,
        now: Timestamp,
    ) -> Result<(), DbError> {
        if !Actor::from(after).roles.is_empty() {
            store::check_waiting_now(tx, now).await?;
        }
        Ok(())
    }

    async fn left(&self, tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<(), DbError> {
        close_all(tx, member, Ending::Left, now).await?;
        for ticket in store::by_helper(tx, member).await? {
            if matches!(ticket.status, TicketStatus::Claimed { helper, .. } if helper == member) {
                let id = ticket.id;
                requeue_without_helper(tx, &self.settings, ticket, member, now).await?;
                messages::re_render(tx, id, now).await?;
            }
        }
        Ok(())
    }
}

/// Closes the open tickets of an asker.
async fn close_all(tx: &mut Tx, asker: MemberId, ending: Ending, now: Timestamp) -> Result<(), DbError> {
    for before in store::by_asker(tx, asker, MAX_TICKETS).await?.into_iter().filter(Ticket::is_open) {
        let ticket = save(tx, before.clone().close(ending, now)).await?;
        store::add_event(tx, ticket.id, &TicketEvent::by_magpie(TicketEventKind::Closed, now)).await?;
        close_thread(tx, &before, &ticket, now).await?;
        messages::re_render(tx, ticket.id, now).await?;
    }
    Ok(())
}

fn exported(ticket: &Ticket) -> Value {
    json!({
        "number": ticket.id.0, "text": ticket.text, "opened_at": ticket.opened_at, "open": ticket.is_open(),
        "tried": ticket.tried, "answer": ticket.answer,
    })
}
