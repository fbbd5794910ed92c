//! The use cases of tickets that exist. Each use case is one function and one transaction. New tickets are in
//! [`super::opening`], lists and pages in [`super::reading`].

use super::category::Categories;
use super::details::TicketDetails;
use super::event::{TicketEvent, TicketEventKind};
use super::messages::{self, News};
use super::model::{Actor, Refusal, Ticket, TicketId, TicketStatus};
use super::recall::{Recall, recall};
use super::settings::HelpdeskSettings;
use super::staff::{Need, Staff};
use super::steps::{ask, first_step, post_cards, save_transition, start_asking};
use super::store;
use crate::db::{Conn, Db, DbError, Tx};
use crate::escalation::Desk;
use crate::guild::{self, Missing, Setup};
use crate::members::{self, Member, MemberId, Wakefulness};
use crate::time::Timestamp;
use crate::words::visible;

/// The most characters of a ticket's text, so that it fits into a message with all other parts.
pub const MAX_TEXT_CHARS: usize = 1000;
/// The most characters of an answer, or of what was tried. A message shows it in full, together with the ticket's text.
pub const MAX_NOTE_CHARS: usize = 400;

#[derive(Debug, thiserror::Error)]
pub enum HelpdeskError {
    #[error("the set-up of the server is not complete")]
    NotSetUp(Vec<Missing>),
    /// The ticket does not exist, or the member may not read it or know that it exists.
    #[error("no ticket {0} that the member may read")]
    UnknownTicket(TicketId),
    #[error("ticket {id}: {refusal}")]
    Refused { id: TicketId, refusal: Refusal, helper: Option<String> },
    #[error("member {0} is not in the server")]
    NotInServer(MemberId),
    #[error("member {0} is neither a volunteer nor in the secretariat")]
    NotStaff(MemberId),
    /// The member who was named to take over is not known to be awake.
    #[error("ticket {id} cannot be passed on to somebody who is not awake")]
    NotAwake { id: TicketId, name: String },
    #[error("the text is empty")]
    EmptyText,
    #[error("the text has more than {max_chars} characters")]
    TextTooLong { max_chars: usize },
    #[error("the asker has {max_open} open tickets")]
    TooManyOpen { max_open: usize },
    #[error(transparent)]
    Db(#[from] DbError),
}

pub(super) type Result<T, E = HelpdeskError> = std::result::Result<T, E>;

/// The use cases of the help desk. Cheap to clone.
#[derive(Debug, Clone, Copy)]
pub struct Helpdesk {
    pub(super) settings: HelpdeskSettings,
}

/// A ticket after a request to open, log or claim it.
#[derive(Debug, Clone)]
pub struct RecordedTicket {
    pub details: TicketDetails,
    pub outcome: RequestOutcome,
    /// Of a new ticket: another open ticket of the same asker, to which the asker can add this one.
    pub add_to: Option<TicketId>,
}

/// Whether a request changed something, or repeated an earlier request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestOutcome {
    Recorded,
    /// The same person made the same request before, for example with a double press. Nothing was changed.
    AlreadyRecorded,
}

impl RecordedTicket {
    pub(super) fn new(details: TicketDetails) -> Self {
        Self { details, outcome: RequestOutcome::Recorded, add_to: None }
    }

    pub(super) fn repeated(details: TicketDetails) -> Self {
        Self { details, outcome: RequestOutcome::AlreadyRecorded, add_to: None }
    }
}

/// A ticket that was sent to the secretariat, and the members of the secretariat, grouped by when they are asked.
#[derive(Debug, Clone)]
pub struct SentToSecretariat {
    pub details: TicketDetails,
    /// Members who are awake.
    pub asked_now: Vec<Member>,
    /// Members whose time zone is unknown.
    pub asked_silently: Vec<Member>,
    /// Members who are asleep, each with the time at which they wake, the earliest first.
    pub asked_later: Vec<(Member, Timestamp)>,
}

/// A ticket that was solved or withdrawn.
#[derive(Debug, Clone)]
pub struct EndedTicket {
    pub details: TicketDetails,
    /// How many members had an ask that was not known to be delivered.
    pub recall: Recall,
}

impl Helpdesk {
    pub fn new(settings: HelpdeskSettings) -> Self {
        Self { settings }
    }

    /// Who answers and reads the tickets of each category.
    pub fn categories(&self) -> Categories {
        self.settings.categories
    }

    /// The times and limits, for people who want to know them.
    pub fn policy(&self) -> HelpdeskSettings {
        self.settings
    }

    /// Handles the button "I will help". Only one member can claim a ticket. A second claim by the same member changes
    /// nothing.
    pub async fn claim(&self, db: &Db, id: TicketId, by: MemberId, now: Timestamp) -> Result<RecordedTicket> {
        db.write(async |tx| {
            let setup = complete_setup(tx).await?;
            let (member, before) = known_ticket(tx, id, by).await?;
            if matches!(before.status, TicketStatus::Claimed { helper, .. } if helper == by) {
                return Ok(RecordedTicket::repeated(self.details(tx, before, &member, now).await?));
            }
            let claimed = before.clone().claim(Actor::from(&member), now, &self.settings);
            let ticket = save_if_allowed(tx, &before, claimed, now).await?;
            store::add_event(tx, id, &TicketEvent::by(by, TicketEventKind::Claimed, now)).await?;
            match setup.help_channel {
                Some(parent) => messages::enqueue_thread(tx, &ticket, by, parent, now).await?,
                None => messages::enqueue_helper(tx, &ticket, by, now).await?,
            }
            Ok(RecordedTicket::new(self.re_render(tx, ticket, &member, now).await?))
        })
        .await
    }

    /// Handles the button "I cannot continue": the ticket then waits for another helper.
    pub async fn release(&self, db: &Db, id: TicketId, by: MemberId, now: Timestamp) -> Result<TicketDetails> {
        db.write(async |tx| {
            let (member, before) = known_ticket(tx, id, by).await?;
            let helper = before.helper();
            let first = first_step(tx, &self.settings, Need::from(&before), helper, now).await?;
            let released = before.clone().release(Actor::from(&member), &first);
            let ticket = save_if_allowed(tx, &before, released, now).await?;
            store::add_event(tx, id, &TicketEvent::by(by, TicketEventKind::Released, now)).await?;
            if let Some(helper) = helper {
                // Record the former helper as asked in the new round, so that the former helper is not asked again at
                // once.
                store::set_asked(tx, id, ticket.round, helper, (0, ""), now).await?;
            }
            start_asking(tx, &ticket, &first, now).await?;
            messages::enqueue_news(tx, &ticket, News::Requeued, now).await?;
            self.re_render(tx, ticket, &member, now).await
        })
        .await
    }

    /// Handles the button "Send to secretariat". `tried`: what the sender has already tried.
    pub async fn send_to_secretariat(
        &self,
        db: &Db,
        id: TicketId,
        by: MemberId,
        tried: &str,
        now: Timestamp,
    ) -> Result<SentToSecretariat> {
        let tried = checked_text(tried, MAX_NOTE_CHARS)?;
        db.write(async |tx| {
            let setup = complete_setup(tx).await?;
            let (member, before) = known_ticket(tx, id, by).await?;
            let need = Need { desk: Desk::Secretariat, ..Need::from(&before) };
            let staff = Staff::load(tx, need, &self.settings, now).await?;
            let secretariat_step = staff.plan(&self.settings, now).ask_secretariat(now);
            let sent = before.clone().send_to_secretariat(Actor::from(&member), &tried, &secretariat_step);
            let ticket = save_if_allowed(tx, &before, sent, now).await?;
            let event = TicketEvent::by(by, TicketEventKind::Sent, now).with_detail(tried);
            store::add_event(tx, id, &event).await?;
            post_cards(tx, &setup, &ticket, now).await?;
            // The sender may be in the secretariat, and does not need an ask.
            ask(tx, &ticket, &secretariat_step.without(by), now).await?;
            messages::enqueue_news(tx, &ticket, News::Sent, now).await?;
            let details = self.re_render(tx, ticket, &member, now).await?;
            // The answer names only the people who are asked.
            Ok(sent_to_secretariat(details, staff.secretariat().filter(|member| member.id != by), now))
        })
        .await
    }

    /// Handles the button "Problem solved". Closes the ticket if the asker pressed it or cannot confirm on Discord.
    /// Otherwise asks the asker to confirm.
    pub async fn solve(
        &self,
        db: &Db,
        id: TicketId,
        by: MemberId,
        answer: Option<&str>,
        now: Timestamp,
    ) -> Result<EndedTicket> {
        let answer = optional_text(answer)?;
        db.write(async |tx| {
            let (member, before) = known_ticket(tx, id, by).await?;
            let solved = before.clone().solve(Actor::from(&member), answer.as_deref(), now, &self.settings);
            let ticket = save_if_allowed(tx, &before, solved, now).await?;
            let kind = if ticket.is_open() { TicketEventKind::Solved } else { TicketEventKind::Closed };
            store::add_event(tx, id, &TicketEvent { detail: answer, ..TicketEvent::by(by, kind, now) }).await?;
            if ticket.is_open() {
                messages::enqueue_news(tx, &ticket, News::Solved, now).await?;
            }
            let recall = recall(tx, &ticket, now).await?;
            Ok(EndedTicket { details: self.re_render(tx, ticket, &member, now).await?, recall })
        })
        .await
    }

    /// Reopens a ticket, because the asker still needs help.
    pub async fn reopen(&self, db: &Db, id: TicketId, by: MemberId, now: Timestamp) -> Result<TicketDetails> {
        db.write(async |tx| {
            let (member, before) = known_ticket(tx, id, by).await?;
            if before.asker_id() == Some(by) && !before.is_open() {
                self.check_open_ticket_limit(tx, by).await?;
            }
            let first = first_step(tx, &self.settings, Need::from(&before), None, now).await?;
            let reopened = before.clone().reopen(Actor::from(&member), now, &first);
            let ticket = save_if_allowed(tx, &before, reopened, now).await?;
            store::add_event(tx, id, &TicketEvent::by(by, TicketEventKind::Reopened, now)).await?;
            start_asking(tx, &ticket, &first, now).await?;
            self.re_render(tx, ticket, &member, now).await
        })
        .await
    }

    /// Closes a ticket, because the asker no longer needs help.
    pub async fn withdraw(&self, db: &Db, id: TicketId, by: MemberId, now: Timestamp) -> Result<EndedTicket> {
        db.write(async |tx| {
            let (member, before) = known_ticket(tx, id, by).await?;
            let withdrawn = before.clone().withdraw(Actor::from(&member), now);
            let ticket = save_if_allowed(tx, &before, withdrawn, now).await?;
            store::add_event(tx, id, &TicketEvent::by(by, TicketEventKind::Closed, now)).await?;
            let recall = recall(tx, &ticket, now).await?;
            Ok(EndedTicket { details: self.re_render(tx, ticket, &member, now).await?, recall })
        })
        .await
    }

    /// Handles the button "I am still helping": postpones the next check of the helper.
    pub async fn still_helping(&self, db: &Db, id: TicketId, by: MemberId, now: Timestamp) -> Result<TicketDetails> {
        db.write(async |tx| {
            let (member, before) = known_ticket(tx, id, by).await?;
            let still = before.clone().still_helping(Actor::from(&member), now, &self.settings);
            let ticket = save_if_allowed(tx, &before, still, now).await?;
            self.re_render(tx, ticket, &member, now).await
        })
        .await
    }

    /// Returns `TooManyOpen` when the asker may not have one more open ticket. Applies to new tickets and to reopened
    /// tickets.
    pub(super) async fn check_open_ticket_limit(&self, conn: &mut Conn, asker: MemberId) -> Result<()> {
        let max_open = self.settings.max_open;
        let open = store::count_open(conn, asker).await?;
        if usize::try_from(open).is_ok_and(|open| open < max_open) {
            return Ok(());
        }
        Err(HelpdeskError::TooManyOpen { max_open })
    }

    /// Cancels the obsolete messages of a changed ticket, re-renders its other messages, and returns the ticket's
    /// details.
    pub(super) async fn re_render(
        &self,
        tx: &mut Tx,
        ticket: Ticket,
        actor: &Member,
        now: Timestamp,
    ) -> Result<TicketDetails> {
        recall(tx, &ticket, now).await?;
        messages::re_render(tx, ticket.id, now).await?;
        self.details(tx, ticket, actor, now).await
    }

    pub(super) async fn details(
        &self,
        conn: &mut Conn,
        ticket: Ticket,
        actor: &Member,
        now: Timestamp,
    ) -> Result<TicketDetails> {
        Ok(TicketDetails::load(conn, ticket, &[actor], &self.settings, now).await?)
    }
}

pub(super) async fn complete_setup(conn: &mut Conn) -> Result<Setup> {
    guild::service::complete_setup(conn).await?.map_err(HelpdeskError::NotSetUp)
}

pub(super) async fn require_member_in_guild(conn: &mut Conn, id: MemberId) -> Result<Member> {
    let member = members::service::get(conn, id).await?;
    member.filter(|member| member.in_guild).ok_or(HelpdeskError::NotInServer(id))
}

/// The ticket, if the member may know that it exists. The error is the same for a missing ticket, so that it does not
/// reveal which tickets exist.
pub(super) async fn known_ticket(conn: &mut Conn, id: TicketId, by: MemberId) -> Result<(Member, Ticket)> {
    let member = require_member_in_guild(conn, by).await?;
    let ticket = store::get(conn, id).await?.filter(|ticket| ticket.is_known_to(Actor::from(&member)));
    ticket.map(|ticket| (member, ticket)).ok_or(HelpdeskError::UnknownTicket(id))
}

/// Saves a ticket after a transition. A refusal becomes an error, which includes the helper's name if somebody else has
/// claimed the ticket.
pub(super) async fn save_if_allowed(
    tx: &mut Tx,
    before: &Ticket,
    transition: Result<Ticket, Refusal>,
    now: Timestamp,
) -> Result<Ticket> {
    match transition {
        Ok(ticket) => Ok(save_transition(tx, before, ticket, now).await?),
        Err(refusal) => Err(refusal_error(tx, before.id, refusal).await?),
    }
}

/// The error for a refused transition, with the helper's name if somebody else has claimed the ticket.
pub(super) async fn refusal_error(conn: &mut Conn, id: TicketId, refusal: Refusal) -> Result<HelpdeskError, DbError> {
    let helper = match refusal {
        Refusal::Taken(helper) => members::service::get(conn, helper).await?.map(|member| member.name),
        _ => None,
    };
    Ok(HelpdeskError::Refused { id, refusal, helper })
}

pub(super) fn optional_text(text: Option<&str>) -> Result<Option<String>> {
    text.filter(|text| !visible(text).is_empty()).map(|text| checked_text(text, MAX_NOTE_CHARS)).transpose()
}

pub(super) fn checked_text(text: &str, max_chars: usize) -> Result<String> {
    let text = visible(text);
    match text.chars().count() {
        0 => Err(HelpdeskError::EmptyText),
        chars if chars > max_chars => Err(HelpdeskError::TextTooLong { max_chars }),
        _ => Ok(text.to_owned()),
    }
}

fn sent_to_secretariat<'a>(
    details: TicketDetails,
    secretariat: impl Iterator<Item = &'a Member>,
    now: Timestamp,
) -> SentToSecretariat {
    let mut sent =
        SentToSecretariat { details, asked_now: Vec::new(), asked_silently: Vec::new(), asked_later: Vec::new() };
    for member in secretariat {
        match member.wakefulness(now) {
            Wakefulness::Awake => sent.asked_now.push(member.clone()),
            Wakefulness::UnknownZone => sent.asked_silently.push(member.clone()),
            Wakefulness::Asleep { wakes_at } => sent.asked_later.push((member.clone(), wakes_at)),
        }
    }
    sent.asked_later.sort_by_key(|(member, wakes_at)| (*wakes_at, member.id));
    sent
}
