//! New tickets: requests of members, and requests of people outside Discord that a volunteer logs.

use super::answered_elsewhere::open_tickets_of_same_person;
use super::category::Category;
use super::details::TicketDetails;
use super::event::{TicketEvent, TicketEventKind};
use super::messages;
use super::model::{Asker, NewTicket, Ticket, TicketKind, TicketStatus};
use super::origin::{Origin, TicketText};
use super::service::{
    Helpdesk, HelpdeskError, MAX_TEXT_CHARS, RecordedTicket, Result, checked_text, complete_setup, optional_text,
    require_member_in_guild,
};
use super::staff::Need;
use super::steps::{ask, first_step, post_cards};
use super::store;
use crate::db::{Conn, Db, DbError, Tx};
use crate::escalation::Urgency;
use crate::members::{Group, InteractionId, Member, MemberId};
use crate::time::{SignedDuration, Timestamp};
use crate::words::is_invisible;

/// The most characters of the name or the contact of somebody outside Discord.
pub const MAX_LINE_CHARS: usize = 100;
/// How many of the newest tickets that a member opened or logged are searched for an earlier ticket of the same
/// request.
const MAX_OWN_TICKETS: u32 = 50;
/// The same words sent again within this time are a double press. Later they are a new request, such as a second
/// incident.
const REPEATED_WITHIN: SignedDuration = SignedDuration::from_mins(10);

/// A member's request for help.
#[derive(Debug, Clone, Copy)]
pub struct OpenTicket<'a> {
    pub interaction: InteractionId,
    pub asker: MemberId,
    pub kind: TicketKind,
    /// When help is needed. [`Urgency::Today`] if the asker did not say.
    pub urgency: Urgency,
    /// What it is about. A request for help that only the secretariat may read becomes a private report.
    pub category: Category,
    pub text: TicketText<&'a str>,
    /// What led to the ticket, if another feature opens it.
    pub origin: Option<&'a Origin>,
}

/// A request of somebody outside Discord, logged by a volunteer.
#[derive(Debug, Clone, Copy)]
pub struct LogTicket<'a> {
    pub interaction: InteractionId,
    pub by: MemberId,
    pub name: &'a str,
    pub contact: &'a str,
    pub problem: &'a str,
    /// How it was answered. `None` opens a ticket that waits for a helper.
    pub answer: Option<&'a str>,
}

/// A logged ticket.
#[derive(Debug, Clone)]
pub struct LoggedTicket {
    pub ticket: RecordedTicket,
    /// If the ticket was logged with an answer: open tickets that seem to be from the same person, and that the person
    /// who logged it may end with the same answer.
    pub still_open: Vec<TicketDetails>,
}

impl Helpdesk {
    /// Opens a ticket, unless the request repeats an earlier one. Then returns the earlier ticket. A request repeats an
    /// earlier one of the same interaction, or an unsolved one of the same asker and kind: about the same origin, or
    /// without an origin but with the same words and at most [`REPEATED_WITHIN`] old.
    pub async fn open(&self, db: &Db, request: OpenTicket<'_>, now: Timestamp) -> Result<RecordedTicket> {
        let text = match request.text {
            TicketText::Quoted(text) => TicketText::Quoted(checked_text(text, MAX_TEXT_CHARS)?),
            TicketText::Omitted(omitted) => TicketText::Omitted(omitted),
        };
        let is_private =
            request.kind == TicketKind::Help && self.settings.categories.is_for_secretariat(request.category);
        let kind = if is_private { TicketKind::Private } else { request.kind };
        db.write(async |tx| {
            let setup = complete_setup(tx).await?;
            let member = require_member_in_guild(tx, request.asker).await?;
            if let Some(same) = store::by_interaction(tx, request.interaction).await? {
                return Ok(RecordedTicket::repeated(self.details(tx, same, &member, now).await?));
            }
            let earlier = store::by_asker(tx, request.asker, MAX_OWN_TICKETS).await?;
            let is_same = |ticket: &&Ticket| {
                let is_same_request = ticket.kind == kind && ticket.origin.as_ref() == request.origin;
                let is_recent = now.duration_since(ticket.opened_at) <= REPEATED_WITHIN;
                // The text about an origin changes by itself, for example when an alert is corrected.
                let has_same_text = has_same_words(ticket.text.quoted(), text.quoted());
                let is_repeated = request.origin.is_some() || is_recent && has_same_text;
                // A ticket that its helper reported as solved is not about the new request.
                let is_unsolved = matches!(ticket.status, TicketStatus::Waiting { .. } | TicketStatus::Claimed { .. });
                is_unsolved && is_same_request && is_repeated
            };
            if let Some(same) = earlier.iter().find(is_same) {
                return Ok(RecordedTicket::repeated(self.details(tx, same.clone(), &member, now).await?));
            }
            self.check_open_ticket_limit(tx, request.asker).await?;
            let OpenTicket { urgency, category, .. } = request;
            let need = Need { desk: kind.desk(), urgency, category, asker: Some(request.asker) };
            let first = first_step(tx, &self.settings, need, None, now).await?;
            let new = NewTicket::waiting(kind, Asker::Member(request.asker), text, &first, now);
            let new = NewTicket { urgency, category, origin: request.origin.cloned(), ..new };
            let ticket = insert(tx, request.interaction, new, request.asker).await?;
            post_cards(tx, &setup, &ticket, now).await?;
            messages::enqueue_status(tx, &ticket, now).await?;
            ask(tx, &ticket, &first, now).await?;
            let add_to = self.ticket_to_add_to(tx, &ticket, &member, now).await?;
            Ok(RecordedTicket { add_to, ..RecordedTicket::new(self.re_render(tx, ticket, &member, now).await?) })
        })
        .await
    }

    /// Logs a request from outside Discord. With an answer the ticket is closed from the start. If the same person has
    /// already logged the same request, or if the same interaction has, returns its ticket.
    pub async fn log(&self, db: &Db, request: LogTicket<'_>, now: Timestamp) -> Result<LoggedTicket> {
        let (name, contact) =
            (checked_text(request.name, MAX_LINE_CHARS)?, checked_text(request.contact, MAX_LINE_CHARS)?);
        let problem = checked_text(request.problem, MAX_TEXT_CHARS)?;
        let answer = optional_text(request.answer)?;
        db.write(async |tx| {
            let setup = complete_setup(tx).await?;
            let member = require_staff(tx, request.by).await?;
            if let Some(same) = store::by_interaction(tx, request.interaction).await? {
                let ticket = RecordedTicket::repeated(self.details(tx, same, &member, now).await?);
                return self.with_open_tickets(tx, ticket, &member, now).await;
            }
            let asker = Asker::Outside { name, contact, logged_by: Some(request.by) };
            let logged = store::logged_by(tx, request.by, MAX_OWN_TICKETS).await?;
            let is_same = |ticket: &&Ticket| {
                let is_recent = now.duration_since(ticket.opened_at) <= REPEATED_WITHIN;
                let is_current = if answer.is_some() { is_recent && !ticket.is_open() } else { ticket.is_open() };
                is_current
                    && ticket.asker == asker
                    && ticket.answer == answer
                    && has_same_words(ticket.text.quoted(), &problem)
            };
            if let Some(same) = logged.iter().find(is_same) {
                let ticket = RecordedTicket::repeated(self.details(tx, same.clone(), &member, now).await?);
                return self.with_open_tickets(tx, ticket, &member, now).await;
            }
            let (new, first) = match answer {
                Some(answer) => {
                    (NewTicket::answered(asker, TicketText::Quoted(problem), answer, request.by, now), None)
                }
                None => {
                    let need = Need {
                        desk: TicketKind::Logged.desk(),
                        urgency: Urgency::default(),
                        category: Category::default(),
                        asker: None,
                    };
                    let first = first_step(tx, &self.settings, need, None, now).await?;
                    (
                        NewTicket::waiting(TicketKind::Logged, asker, TicketText::Quoted(problem), &first, now),
                        Some(first),
                    )
                }
            };
            let ticket = insert(tx, request.interaction, new, request.by).await?;
            if let Some(first) = first {
                post_cards(tx, &setup, &ticket, now).await?;
                ask(tx, &ticket, &first, now).await?;
            }
            let ticket = RecordedTicket::new(self.re_render(tx, ticket, &member, now).await?);
            self.with_open_tickets(tx, ticket, &member, now).await
        })
        .await
    }

    /// Adds the open tickets of the same person to a ticket that was logged with an answer.
    async fn with_open_tickets(
        &self,
        conn: &mut Conn,
        ticket: RecordedTicket,
        by: &Member,
        now: Timestamp,
    ) -> Result<LoggedTicket> {
        let mut still_open = Vec::new();
        if !ticket.details.ticket.is_open() {
            for open in open_tickets_of_same_person(conn, &ticket.details.ticket, by).await? {
                still_open.push(self.details(conn, open, by, now).await?);
            }
        }
        Ok(LoggedTicket { ticket, still_open })
    }

    /// Refuses a person who may not open one more ticket now.
    pub async fn check_may_open(&self, db: &Db, by: MemberId) -> Result<()> {
        let mut conn = db.read().await?;
        complete_setup(&mut conn).await?;
        require_member_in_guild(&mut conn, by).await?;
        self.check_open_ticket_limit(&mut conn, by).await
    }

    /// Refuses a person who may not log tickets. Called before the form opens, so that nobody fills it in for nothing.
    pub async fn check_may_log(&self, db: &Db, by: MemberId) -> Result<()> {
        let mut conn = db.read().await?;
        complete_setup(&mut conn).await?;
        require_staff(&mut conn, by).await?;
        Ok(())
    }
}

/// Ignores upper and lower case, white space between words, and invisible characters.
fn has_same_words(text: &str, other: &str) -> bool {
    let words = |text: &str| {
        // A line break is a control character, but it separates words.
        let visible_text: String = text.chars().filter(|c| c.is_whitespace() || !is_invisible(*c)).collect();
        visible_text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>()
    };
    words(text) == words(other)
}

pub(super) async fn require_staff(conn: &mut Conn, id: MemberId) -> Result<Member> {
    let member = require_member_in_guild(conn, id).await?;
    let is_staff = member.roles.has(Group::Helpdesk) || member.roles.has(Group::Secretariat);
    if is_staff { Ok(member) } else { Err(HelpdeskError::NotStaff(id)) }
}

/// Inserts a ticket. The caller has checked, in this transaction, that the interaction has not opened a ticket yet.
async fn insert(tx: &mut Tx, interaction: InteractionId, new: NewTicket, by: MemberId) -> Result<Ticket> {
    let repeated = || DbError::Corrupt(format!("interaction {interaction} has already opened a ticket"));
    let id = store::insert(tx, interaction, &new).await?.ok_or_else(repeated)?;
    let ticket = new.into_ticket(id);
    let now = ticket.opened_at;
    store::add_event(tx, id, &TicketEvent::by(by, TicketEventKind::Opened, now)).await?;
    if !ticket.is_open() {
        let closed = TicketEvent::by(by, TicketEventKind::Closed, now);
        store::add_event(tx, id, &TicketEvent { detail: ticket.answer.clone(), ..closed }).await?;
    }
    Ok(ticket)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_words_are_recognized_without_case_white_space_and_invisible_characters() {
        assert!(has_same_words("I cannot\nhear", " i  cannot hear\u{200b}"));
        assert!(!has_same_words("I cannot\nhear", "I cannothear"));
    }
}
