//! A ticket with the people around it, as a face shows it.

use super::crew::Crew;
use super::messages::Piece;
use super::model::{Asker, Settings, Ticket};
use super::store::{self, Event};
use crate::db::{Conn, DbError};
use crate::escalation::Outlook;
use crate::members::{self, Member, MemberId};
use crate::time::Timestamp;

#[derive(Debug, Clone)]
pub struct TicketView {
    pub ticket: Ticket,
    /// `None` for somebody outside Discord, or gone.
    pub asker: Option<Member>,
    pub helper: Option<Member>,
    /// While it waits.
    pub outlook: Option<Outlook>,
    pub seen_at: Timestamp,
}

impl TicketView {
    pub async fn load(conn: &mut Conn, ticket: Ticket, settings: &Settings, now: Timestamp) -> Result<Self, DbError> {
        let crew = Crew::of(conn, &ticket, now).await?;
        let outlook = crew.outlook(&ticket, settings, now);
        let asker = person(conn, ticket.asker_id()).await?;
        let helper = person(conn, ticket.helper()).await?;
        Ok(Self { ticket, asker, helper, outlook, seen_at: now })
    }

    /// The name of who asks, as others read it; `None` when it was deleted.
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

/// All that happened to a ticket, with names.
#[derive(Debug, Clone)]
pub struct TicketStory {
    pub view: TicketView,
    pub events: Vec<Event>,
    /// Those who appear in `events`.
    pub people: Vec<Member>,
}

impl TicketStory {
    pub async fn load(conn: &mut Conn, view: TicketView) -> Result<Self, DbError> {
        let events = store::history(conn, view.ticket.id).await?;
        let mut ids: Vec<MemberId> = events.iter().filter_map(|event| event.actor).collect();
        ids.sort_unstable();
        ids.dedup();
        let people = members::store::get_many(conn, &ids).await?;
        Ok(Self { view, events, people })
    }

    pub fn name(&self, id: MemberId) -> Option<&str> {
        self.people.iter().find(|member| member.id == id).map(|member| member.name.as_str())
    }
}

/// What a message of the help desk is worded from.
#[derive(Debug, Clone)]
pub struct HelpdeskFacts {
    pub piece: Piece,
    pub view: TicketView,
    /// A newer message to the same reader asks the same.
    pub asked_again: bool,
}

async fn person(conn: &mut Conn, id: Option<MemberId>) -> Result<Option<Member>, DbError> {
    match id {
        Some(id) => members::store::get(conn, id).await,
        None => Ok(None),
    }
}
