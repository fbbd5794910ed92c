//! A ticket and the members that it involves, as messages and screens show it.

use super::event::{Ask, TicketEvent};
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
    /// The texts that the asker added later, the oldest first.
    pub additions: Vec<String>,
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
                let staff = Staff::for_ticket(conn, &ticket, settings, now).await?;
                Some(staff.plan(settings, ticket.round_at).forecast(step, next_at, now))
            }
            _ => None,
        };
        let round_start = RoundStart::load(conn, &ticket).await?;
        let asker = find_member(conn, ticket.asker_id(), known).await?;
        let helper = find_member(conn, ticket.helper(), known).await?;
        let additions = store::additions(conn, ticket.id).await?;
        Ok(Self { ticket, asker, helper, forecast, round_start, additions })
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
    /// The actors of `events`, and the members who were asked.
    pub actors: Vec<Member>,
    /// Who was asked, in which order and why.
    pub asks: Vec<Ask>,
}

impl TicketHistory {
    pub async fn load(conn: &mut Conn, details: TicketDetails) -> Result<Self, DbError> {
        let events = store::history(conn, details.ticket.id).await?;
        let asks = store::asks(conn, details.ticket.id).await?;
        let actors = events.iter().filter_map(|event| event.actor);
        let mut ids: Vec<MemberId> = actors.chain(asks.iter().map(|ask| ask.member)).collect();
        ids.sort_unstable();
        ids.dedup();
        let actors = members::service::get_many(conn, &ids).await?;
        Ok(Self { details, events, actors, asks })
    }

    /// The asks of the event "asked" that happened at `asked_at`, in their order. Empty if all of them were repeated
    /// later, or if the members had their data deleted.
    pub fn asks_at(&self, asked_at: Timestamp) -> impl Iterator<Item = &Ask> {
        self.asks.iter().filter(move |ask| ask.asked_at == asked_at && !ask.reasons.is_empty())
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
    /// Whether the member whom this message asks has said "Not now" in this round.
    pub has_declined: bool,
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
