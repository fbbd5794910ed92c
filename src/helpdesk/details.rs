//! A ticket and the members that it involves, as messages and screens show it.

use super::event::TicketEvent;
use super::messages::TicketMessage;
use super::model::{Asker, Ticket, TicketStatus};
use super::rounds::RoundStart;
use super::settings::HelpdeskSettings;
use super::staff::Staff;
use super::store;
use crate::db::{Conn, DbError};
use crate::escalation::Forecast;
use crate::members::{self, Member, MemberId};
use crate::time::Timestamp;

#[derive(Debug, Clone)]
pub struct TicketDetails {
    pub ticket: Ticket,
    /// `None` for an asker outside Discord, and after the asker's data was deleted.
    pub asker: Option<Member>,
    pub helper: Option<Member>,
    /// Set while the ticket waits for a helper.
    pub forecast: Option<Forecast>,
    pub round_start: RoundStart,
}

impl TicketDetails {
    /// `known`: members that the caller has already read in this transaction.
    pub async fn load(
        conn: &mut Conn,
        ticket: Ticket,
        known: &[&Member],
        settings: &HelpdeskSettings,
        now: Timestamp,
    ) -> Result<Self, DbError> {
        let forecast = match ticket.status {
            TicketStatus::Waiting { step, next_at } => {
                let staff = Staff::for_ticket(conn, &ticket, now).await?;
                Some(staff.plan(ticket.desk, settings).forecast(step, next_at, now))
            }
            _ => None,
        };
        let round_start = RoundStart::load(conn, &ticket).await?;
        let asker = find_member(conn, ticket.asker_id(), known).await?;
        let helper = find_member(conn, ticket.helper(), known).await?;
        Ok(Self { ticket, asker, helper, forecast, round_start })
    }

    /// The asker's name. `None` after the asker's data was deleted.
    pub fn asker_name(&self) -> Option<&str> {
        match &self.ticket.asker {
            Asker::Outside { name, .. } => Some(name),
            Asker::Member(_) | Asker::Deleted => self.asker.as_ref().map(|member| member.name.as_str()),
        }
    }

    pub fn helper_name(&self) -> Option<&str> {
        self.helper.as_ref().map(|member| member.name.as_str())
    }
}

/// A ticket and its events.
#[derive(Debug, Clone)]
pub struct TicketHistory {
    pub details: TicketDetails,
    /// The events of the ticket, oldest first.
    pub events: Vec<TicketEvent>,
    /// The actors of `events`.
    pub actors: Vec<Member>,
}

impl TicketHistory {
    pub async fn load(conn: &mut Conn, details: TicketDetails) -> Result<Self, DbError> {
        let events = store::history(conn, details.ticket.id).await?;
        let mut ids: Vec<MemberId> = events.iter().filter_map(|event| event.actor).collect();
        ids.sort_unstable();
        ids.dedup();
        let actors = members::service::get_many(conn, &ids).await?;
        Ok(Self { details, events, actors })
    }

    pub fn actor_name(&self, id: MemberId) -> Option<&str> {
        self.actors.iter().find(|member| member.id == id).map(|member| member.name.as_str())
    }
}

/// The facts from which a message of the help desk is rendered.
#[derive(Debug, Clone)]
pub struct HelpdeskFacts {
    pub message: TicketMessage,
    pub details: TicketDetails,
    /// Whether a newer message to the same reader supersedes this message.
    pub is_superseded: bool,
    /// How many waiting tickets get no message of their own to this reader. Only the last of the reader's messages
    /// shows this number; in all other messages it is 0.
    pub other_tickets: usize,
}

async fn find_member(conn: &mut Conn, id: Option<MemberId>, known: &[&Member]) -> Result<Option<Member>, DbError> {
    let Some(id) = id else { return Ok(None) };
    match known.iter().find(|member| member.id == id) {
        Some(member) => Ok(Some((*member).clone())),
        None => members::service::get(conn, id).await,
    }
}
