//! A request that somebody answered outside its ticket, for example in the hall. A volunteer logs the answer as a
//! ticket of its own, and the open ticket of the same person would keep asking others. The help desk cannot know
//! whether both are the same request, so it offers to end the open ticket and changes nothing by itself.

use super::event::{TicketEvent, TicketEventKind};
use super::messages::{self, News};
use super::model::{Actor, Asker, Refusal, Ticket, TicketId, TicketKind, TicketStatus};
use super::recall::recall;
use super::service::{EndedTicket, Helpdesk, HelpdeskError, Result, known_ticket, save_if_allowed};
use super::store;
use crate::db::{Conn, Db, DbError};
use crate::members::{self, Member, MemberId};
use crate::time::Timestamp;
use crate::words::is_invisible;

/// The most open tickets that one answer offers to end.
const MAX_OFFERED: usize = 3;
/// How many of the newest open tickets are searched for one of the same person. The search reads each asker.
pub(super) const MAX_SEARCHED: u32 = 50;

impl Helpdesk {
    /// Ends the open ticket `id` with the answer that `by` has logged in the ticket `logged`. The asker is asked to
    /// confirm, unless they are outside Discord.
    ///
    /// # Errors
    /// `UnknownTicket` unless `logged` is an answered ticket that `by` has logged; `Refused` if somebody else helps, if
    /// the ticket has ended, or if its asker has asked again since the answer was logged.
    pub async fn solve_as_logged(
        &self,
        db: &Db,
        id: TicketId,
        logged: TicketId,
        by: MemberId,
        now: Timestamp,
    ) -> Result<EndedTicket> {
        db.write(async |tx| {
            let (member, before) = known_ticket(tx, id, by).await?;
            let logged_ticket = store::get(tx, logged).await?.ok_or(HelpdeskError::UnknownTicket(logged))?;
            let logged_at = logged_ticket.opened_at;
            let answer = answer_logged_by(logged_ticket, by).ok_or(HelpdeskError::UnknownTicket(logged))?;
            let history = store::history(tx, id).await?;
            let has_asked_again =
                history.iter().any(|event| event.kind == TicketEventKind::Reopened && event.happened_at >= logged_at);
            let solved = match has_asked_again {
                true => Err(Refusal::AskedAgain),
                false => before.clone().solve_as_logged(Actor::from(&member), &answer, now, &self.settings),
            };
            let ticket = save_if_allowed(tx, &before, solved, now).await?;
            let kind = if ticket.is_open() { TicketEventKind::Solved } else { TicketEventKind::Closed };
            store::add_event(tx, id, &TicketEvent::by(by, kind, now).with_detail(answer)).await?;
            if ticket.is_open() {
                messages::enqueue_news(tx, &ticket, News::Solved, now).await?;
            }
            let recall = recall(tx, &ticket, now).await?;
            Ok(EndedTicket { details: self.re_render(tx, ticket, &member, now).await?, recall })
        })
        .await
    }
}

/// The answer in a ticket that `by` logged as answered. `None` for any other ticket.
fn answer_logged_by(ticket: Ticket, by: MemberId) -> Option<String> {
    let is_logged = matches!(&ticket.asker, Asker::Outside { logged_by, .. } if *logged_by == Some(by));
    let is_answered = ticket.kind == TicketKind::Logged && matches!(ticket.status, TicketStatus::Closed { .. });
    ticket.answer.filter(|_| is_logged && is_answered)
}

/// The open tickets that seem to be from the person of the ticket `logged`, the newest first: the name or the contact
/// is the same. Only tickets that `by` may end: nobody else helps with them. Searches the newest [`MAX_SEARCHED`] open
/// tickets.
pub(super) async fn open_tickets_of_same_person(
    conn: &mut Conn,
    logged: &Ticket,
    by: &Member,
) -> Result<Vec<Ticket>, DbError> {
    let Asker::Outside { name, contact, .. } = &logged.asker else { return Ok(Vec::new()) };
    let actor = Actor::from(by);
    let mut found = Vec::new();
    for ticket in store::newest_open_tickets(conn, MAX_SEARCHED).await? {
        let can_end = match ticket.status {
            TicketStatus::Waiting { .. } => ticket.is_for(actor.roles) && ticket.asker_id() != Some(by.id),
            TicketStatus::Claimed { helper, .. } => helper == by.id,
            TicketStatus::Solved { .. } | TicketStatus::Closed { .. } => false,
        };
        if !can_end || ticket.id == logged.id || !ticket.may_read(actor) {
            continue;
        }
        let is_same = match &ticket.asker {
            Asker::Outside { name: other_name, contact: other_contact, .. } => {
                is_same_text(name, other_name) || is_address(contact) && is_same_text(contact, other_contact)
            }
            Asker::Member(id) => {
                let asker = members::service::get(conn, *id).await?;
                asker.is_some_and(|asker| {
                    [&asker.name, &asker.handle]
                        .into_iter()
                        .any(|known| is_same_text(name, known) || is_same_text(contact, known))
                })
            }
            Asker::Deleted => false,
        };
        if is_same {
            found.push(ticket);
        }
        if found.len() == MAX_OFFERED {
            break;
        }
    }
    Ok(found)
}

/// Whether the contact is a number or an address. Many people can share a contact such as "in the hall".
fn is_address(contact: &str) -> bool {
    contact.chars().any(|c| c == '@' || c.is_ascii_digit())
}

/// Whether two names or contacts are the same, apart from upper and lower case, spaces and punctuation: `@ana` and
/// `Ana`, or `+1 555` and `+1-555`.
fn is_same_text(text: &str, other: &str) -> bool {
    let letters = |text: &str| -> String {
        let visible = text.chars().filter(|c| !is_invisible(*c) && c.is_alphanumeric());
        visible.flat_map(char::to_lowercase).collect()
    };
    let text = letters(text);
    !text.is_empty() && text == letters(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_contacts_are_the_same_apart_from_case_spaces_and_punctuation() {
        assert!(is_same_text("@ana", "Ana"));
        assert!(is_same_text("+1 555", "+1-555"));
        assert!(!is_same_text("Ana", "Anna"));
        assert!(!is_same_text("?", "-"));
    }
}
