//! What the help desk keeps on a member, and what it does when one leaves or changes their hours.

use async_trait::async_trait;
use serde_json::{Value, json};

use super::messages;
use super::model::{Actor, Ending, Status, Ticket};
use super::service::{Helpdesk, close_thread, save};
use super::store::{self, What};
use crate::db::{Conn, DbError, Tx};
use crate::members::{Follower, Kept, Member, MemberId, PrivacyPart};
use crate::time::Timestamp;

/// More than anybody has.
const ALL: i64 = 10_000;

#[async_trait]
impl PrivacyPart for Helpdesk {
    fn name(&self) -> &'static str {
        "tickets"
    }

    async fn export(&self, conn: &mut Conn, member: MemberId) -> Result<Value, DbError> {
        let asked: Vec<Value> = store::of_asker(conn, member, ALL).await?.iter().map(exported).collect();
        let worked_on = store::of_helper(conn, member).await?;
        if asked.is_empty() && worked_on.is_empty() {
            return Ok(Value::Null);
        }
        // What others wrote is theirs: of tickets that the member helped with, only that they did.
        let helped: Vec<Value> =
            worked_on.iter().map(|ticket| json!({ "number": ticket.id.0, "opened_at": ticket.opened_at })).collect();
        Ok(json!({ "asked": asked, "helped_or_written_down": helped }))
    }

    async fn delete(&self, tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<Vec<Kept>, DbError> {
        for ticket in store::of_asker(tx, member, ALL).await?.into_iter().filter(Ticket::is_open) {
            self.end(tx, ticket, Ending::Withdrawn, now).await?;
        }
        store::forget_asker(tx, member).await?;
        store::forget_asks(tx, member).await?;
        let helped = store::count_helped(tx, member).await?;
        Ok(if helped == 0 { Vec::new() } else { vec![Kept { text_key: "helpdesk-kept-helped", count: helped.into() }] })
    }
}

#[async_trait]
impl Follower for Helpdesk {
    /// Whatever waits for people to wake is looked at again: somebody may be awake now.
    async fn profile_changed(
        &self,
        tx: &mut Tx,
        _before: &Member,
        after: &Member,
        now: Timestamp,
    ) -> Result<(), DbError> {
        if !Actor::from(after).roles.is_empty() {
            store::look_again_now(tx, now).await?;
        }
        Ok(())
    }

    async fn left(&self, tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<(), DbError> {
        for ticket in store::of_asker(tx, member, ALL).await?.into_iter().filter(Ticket::is_open) {
            self.end(tx, ticket, Ending::Left, now).await?;
        }
        for ticket in store::of_helper(tx, member).await? {
            if matches!(ticket.status, Status::Claimed { helper, .. } if helper == member) {
                let id = ticket.id;
                self.put_up(tx, ticket, member, now).await?;
                messages::refresh(tx, id, now).await?;
            }
        }
        Ok(())
    }
}

impl Helpdesk {
    async fn end(&self, tx: &mut Tx, before: Ticket, ending: Ending, now: Timestamp) -> Result<(), DbError> {
        let ticket = save(tx, before.clone().close(ending, now)).await?;
        store::note(tx, ticket.id, now, None, What::Closed, None).await?;
        close_thread(tx, &before, &ticket, now).await?;
        messages::refresh(tx, ticket.id, now).await
    }
}

fn exported(ticket: &Ticket) -> Value {
    json!({
        "number": ticket.id.0, "text": ticket.text, "opened_at": ticket.opened_at, "open": ticket.is_open(),
        "tried": ticket.tried, "answer": ticket.answer,
    })
}
