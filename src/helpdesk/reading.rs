//! The list of open tickets, and the page of one ticket. Changes nothing.

use std::ops::Range;

use super::details::{TicketDetails, TicketHistory};
use super::model::{Actor, Ticket, TicketId};
use super::origin::TicketText;
use super::service::{Helpdesk, Result, known_ticket, require_member_in_guild};
use super::store;
use crate::db::Conn;
use crate::members::{Member, MemberId};
use crate::time::Timestamp;

impl Helpdesk {
    /// The open tickets that the member may know of, the oldest first. `window` gets the number of these tickets, and
    /// returns the range to load. A ticket that the member may not read has no texts.
    pub async fn list(
        &self,
        conn: &mut Conn,
        by: MemberId,
        window: impl FnOnce(usize) -> Range<usize>,
        now: Timestamp,
    ) -> Result<Vec<TicketDetails>> {
        let member = require_member_in_guild(conn, by).await?;
        let actor = Actor::from(&member);
        let mut tickets = store::open_tickets(conn).await?;
        tickets.retain(|ticket| ticket.is_known_to(actor));
        let window = window(tickets.len());
        let mut list = Vec::with_capacity(window.len());
        for ticket in tickets.into_iter().skip(window.start).take(window.len()) {
            list.push(self.visible_details(conn, ticket, &member, now).await?);
        }
        Ok(list)
    }

    /// A ticket that the member may know of, and its events. A ticket that the member may not read has no texts.
    pub async fn history(&self, conn: &mut Conn, id: TicketId, by: MemberId, now: Timestamp) -> Result<TicketHistory> {
        let (member, ticket) = known_ticket(conn, id, by).await?;
        let details = self.visible_details(conn, ticket, &member, now).await?;
        Ok(TicketHistory::load(conn, details).await?)
    }

    /// The details of a ticket, without its texts if `by` may not read it.
    async fn visible_details(
        &self,
        conn: &mut Conn,
        ticket: Ticket,
        by: &Member,
        now: Timestamp,
    ) -> Result<TicketDetails> {
        if ticket.may_read(Actor::from(by)) {
            return self.details(conn, ticket, by, now).await;
        }
        let ticket = Ticket { text: TicketText::Quoted(String::new()), tried: None, answer: None, ..ticket };
        Ok(TicketDetails { additions: Vec::new(), ..self.details(conn, ticket, by, now).await? })
    }
}
