//! Handlers of the help desk's buttons, forms and commands. Each handler calls the service and shows the result.

use tokio::time::timeout;

use crate::db::{self, DbError};
use crate::discord::call::{Call, OPEN_TIMEOUT, Submitted};
use crate::discord::desk::screens::with_rating;
use crate::discord::faq::intake::{self, Timing};
use crate::discord::faq::presses::FaqPress;
use crate::discord::guild::screens::missing_words;
use crate::discord::helpdesk::presses::{Need, TicketPress};
use crate::discord::helpdesk::{lines, screens};
use crate::discord::router::Handle;
use crate::discord::ui::pages::Pages;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::widgets::Button;
use crate::discord::viewer::Viewer;
use crate::discord::wire::dm::{self, OpenedDm};
use crate::discord::wire::user_error::{Explain, Outcome, UserError};
use crate::escalation::{Desk, Urgency};
use crate::helpdesk::{
    Category, HelpdeskError, LogTicket, MAX_NOTE_CHARS, MAX_TEXT_CHARS, OpenTicket, Origin, Refusal, TicketId,
    TicketKind, TicketText,
};
use crate::members::{self, MemberId};
use crate::say;
use crate::words::Language;

impl Handle for TicketPress {
    const LONG_INPUTS: &'static [(&'static str, usize)] =
        &[("text", MAX_TEXT_CHARS), ("tried", MAX_NOTE_CHARS), ("problem", MAX_TEXT_CHARS), ("answer", MAX_NOTE_CHARS)];

    async fn handle(self, call: &Call, submitted: Submitted) -> Outcome {
        match self {
            Self::GetHelp => open_form(call, TicketKind::Help).await,
            Self::ReportPrivately => open_form(call, TicketKind::Private).await,
            Self::GetHelpNow => open_help_form(call, Need { urgency: Urgency::Now, ..Need::default() }).await,
            Self::SubmitHelp => open_ticket(call, TicketKind::Help, submitted.field("text")).await,
            Self::SubmitHelpFor { urgency, category } => {
                let need = Need { urgency, category };
                open_ticket_for(call, TicketKind::Help, need, submitted.field("text")).await
            }
            Self::SubmitPrivateReport => open_ticket(call, TicketKind::Private, submitted.field("text")).await,
            Self::SubmitQuestion => open_ticket(call, TicketKind::Question, submitted.field("text")).await,
            Self::SubmitLog => {
                let [name, contact, problem, answer] =
                    ["name", "contact", "problem", "answer"].map(|field| submitted.field(field));
                log_ticket(call, name, contact, problem, answer).await
            }
            Self::Claim(id) => claim(call, id).await,
            Self::Decline(id) => decline(call, id).await,
            Self::Release(id) => release(call, id).await,
            Self::OpenTriedForm(id) => call.responder.modal(&screens::tried_form(call.language(), id)).await,
            Self::SendToSecretariat(id) => send_to_secretariat(call, id, submitted.field("tried")).await,
            Self::Solve(id) => solve(call, id, None).await,
            Self::OpenAnswerForm(id) => call.responder.modal(&screens::answer_form(call.language(), id)).await,
            Self::SolveWithAnswer(id) => solve(call, id, Some(submitted.field("answer"))).await,
            Self::SolveAsLogged { ticket, logged } => solve_as_logged(call, ticket, logged).await,
            Self::Reopen(id) => reopen(call, id).await,
            Self::Withdraw(id) => withdraw(call, id).await,
            Self::StillHelping(id) => still_helping(call, id).await,
            Self::AwaitAsker(id) => await_asker(call, id).await,
            Self::SetUrgency { ticket, urgency } => set_urgency(call, ticket, urgency).await,
            Self::SetCategory(id) => {
                let category = submitted.values.first().map_or(Category::default(), |code| Category::or_other(code));
                set_category(call, id, category).await
            }
            Self::AddTo { ticket, target } => add_to(call, ticket, target).await,
            Self::KeepApart(id) => keep_apart(call, id).await,
            Self::ListPage(number) => list(call, number).await,
        }
    }
}

/// Opens the form for a ticket of this kind. Does not wait for the database, because a form must open within three
/// seconds.
pub async fn open_form(call: &Call, kind: TicketKind) -> Outcome {
    call.responder.modal(&screens::ask_form(call.language(), kind)).await
}

/// Opens the form to ask for help, for somebody who may have said when they need it, or what it is about.
pub async fn open_help_form(call: &Call, need: Need) -> Outcome {
    let is_private = call.services.helpdesk.categories().is_for_secretariat(need.category);
    call.responder.modal(&screens::help_form(call.language(), need, is_private)).await
}

/// Opens a ticket of somebody who did not say when they need help or what it is about. They can say it afterwards.
pub async fn open_ticket(call: &Call, kind: TicketKind, text: &str) -> Outcome {
    open_ticket_for(call, kind, Need::default(), text).await
}

pub async fn open_ticket_for(call: &Call, kind: TicketKind, need: Need, text: &str) -> Outcome {
    let Need { urgency, category } = need;
    let text = TicketText::Quoted(text);
    open(call, OpenTicket { interaction: call.id, asker: call.user(), kind, urgency, category, text, origin: None })
        .await
}

/// Handles "I need help" under a message of another feature: opens a ticket that names the subject of the message, and
/// quotes its text or says why not.
pub async fn open_about(call: &Call, origin: &Origin, text: TicketText<&str>) -> Outcome {
    let (kind, Need { urgency, category }) = (TicketKind::Help, Need::default());
    let origin = Some(origin);
    open(call, OpenTicket { interaction: call.id, asker: call.user(), kind, urgency, category, text, origin }).await
}

/// Opens a ticket, unless cards may answer it: then its asker is shown the cards first.
async fn open(call: &Call, open: OpenTicket<'_>) -> Outcome {
    let viewer = call.viewer().await?;
    let timing = if open.urgency == Urgency::Now { Timing::Now } else { Timing::CanWait };
    let intake = intake::look_up(call, viewer, &open, timing).await;
    if let Some(held) = intake.held(viewer) {
        // The ticket may open later without the asker, and its messages must reach them then.
        db::without_claim(open_dm(call, viewer)).await;
        return call.responder.reply(held).await;
    }
    let (ticket, confirmation) = open_now(call, open).await?;
    call.responder.reply(intake.opened(call, viewer, ticket, confirmation).await).await
}

/// Opens a ticket. Returns its number and the confirmation.
pub async fn open_now(call: &Call, open: OpenTicket<'_>) -> Result<(TicketId, Reply), UserError> {
    let viewer = call.viewer().await?;
    db::without_claim(open_dm(call, viewer)).await;
    let opened = call.services.helpdesk.open(&call.services.db, open, call.now).await;
    // The text of an alert is not lost: the alert still shows it.
    let typed: &[&str] = if open.origin.is_none() { &[open.text.quoted()] } else { &[] };
    let ticket = opened.map_err(|error| with_typed_texts(error, viewer.language, typed))?;
    let confirmation = screens::opened_ticket(&ticket, viewer, call.services.helpdesk.categories());
    Ok((ticket.details.ticket.id, confirmation))
}

/// Handles "That answers it" for a ticket that is open: a card answered its asker.
pub async fn end_answered(call: &Call, id: TicketId) -> Outcome {
    let viewer = call.viewer().await?;
    let ended = call.services.helpdesk.solve(&call.services.db, id, call.user(), None, call.now).await?;
    let closed = screens::end_result(viewer.language, "helpdesk-you-confirmed", id, ended.recall);
    call.show_here(with_rating(&closed, id, viewer.language)).await
}

/// Adds the typed texts to a refusal, because Discord clears a submitted form.
pub fn with_typed_texts(error: impl Explain, language: Language, typed: &[&str]) -> UserError {
    let is_unreadable = error.db_error().is_some_and(DbError::is_unreadable);
    match (error.explain(language), screens::typed_texts(language, typed)) {
        (Some(text), Some(typed)) if !is_unreadable => UserError::message(format!("{text}\n{typed}")),
        _ => error.into(),
    }
}

/// Opens the asker's DM, unless its channel is already stored. The asker asked for help, so Magpie may write to them.
/// Without a DM, messages reach them in the inbox channel.
async fn open_dm(call: &Call, viewer: &Viewer) {
    if viewer.member.as_ref().is_some_and(|member| member.reach.dm_channel.is_some()) {
        return;
    }
    let id = call.user();
    match dm::open(&call.services.db, &call.services.transport, id, call.now).await {
        Ok(OpenedDm::Withheld) => {}
        Ok(OpenedDm::Channel(channel)) => {
            if let Err(error) = members::service::record_dm_channel(&call.services.db, id, channel).await {
                tracing::error!(member.id = id.0, %error, "could not record the DM channel of a member");
            }
        }
        Err(error) => {
            tracing::info!(member.id = id.0, %error, "could not open a DM; the inbox channel is used instead");
        }
    }
}

pub async fn log_ticket(call: &Call, name: &str, contact: &str, problem: &str, answer: &str) -> Outcome {
    let viewer = call.viewer().await?;
    let log = LogTicket { interaction: call.id, by: call.user(), name, contact, problem, answer: Some(answer) };
    let logged = call.services.helpdesk.log(&call.services.db, log, call.now).await;
    let ticket = logged.map_err(|error| with_typed_texts(error, viewer.language, &[name, contact, problem, answer]))?;
    call.responder.reply(screens::logged_ticket(&ticket, viewer)).await
}

/// Opens the form, filled in with the given values. If it is known in time that the caller may not log tickets, the
/// caller is refused before the form opens. Otherwise, the caller is refused at the submission.
pub async fn open_log_form(call: &Call, name: &str, contact: &str, problem: &str, answer: &str) -> Outcome {
    let check = call.services.helpdesk.check_may_log(&call.services.db, call.user());
    match timeout(OPEN_TIMEOUT, check).await {
        Ok(Err(error)) if refuses_caller(&error) => {
            return Err(with_typed_texts(error, call.language(), &[name, contact, problem, answer]));
        }
        Ok(Err(error)) => tracing::warn!(%error, "opened a form without a check whether the caller may submit it"),
        Ok(Ok(())) | Err(_) => {}
    }
    call.responder.modal(&screens::log_form(call.language(), name, contact, problem, answer)).await
}

/// Whether the error says that the caller may not log tickets. After any other error, a later attempt may succeed.
fn refuses_caller(error: &HelpdeskError) -> bool {
    use HelpdeskError::{NotInServer, NotSetUp, NotStaff};
    matches!(error, NotStaff(_) | NotInServer(_) | NotSetUp(_))
}

async fn claim(call: &Call, id: TicketId) -> Outcome {
    let viewer = call.viewer().await?;
    let ticket = call.services.helpdesk.claim(&call.services.db, id, call.user(), call.now).await?;
    call.responder.reply(screens::claimed_ticket(&ticket, viewer)).await
}

async fn decline(call: &Call, id: TicketId) -> Outcome {
    let viewer = call.viewer().await?;
    let details = call.services.helpdesk.decline(&call.services.db, id, call.user(), call.now).await?;
    call.responder.reply(say!(viewer.language, "helpdesk-you-declined", id = details.ticket.id.to_string())).await
}

async fn await_asker(call: &Call, id: TicketId) -> Outcome {
    let viewer = call.viewer().await?;
    let details = call.services.helpdesk.await_asker(&call.services.db, id, call.user(), call.now).await?;
    let name = lines::asker_name(&details, viewer.language);
    call.responder.reply(say!(viewer.language, "helpdesk-you-await", id = id.to_string(), name = name)).await
}

async fn set_urgency(call: &Call, id: TicketId, urgency: Urgency) -> Outcome {
    let viewer = call.viewer().await?;
    let helpdesk = call.services.helpdesk;
    let details = helpdesk.set_urgency(&call.services.db, id, call.user(), urgency, call.now).await?;
    call.show_here(screens::needed(&details, viewer, helpdesk.categories())).await
}

async fn set_category(call: &Call, id: TicketId, category: Category) -> Outcome {
    let viewer = call.viewer().await?;
    let helpdesk = call.services.helpdesk;
    let details = helpdesk.set_category(&call.services.db, id, call.user(), category, call.now).await?;
    call.show_here(screens::needed(&details, viewer, helpdesk.categories())).await
}

async fn add_to(call: &Call, id: TicketId, target: TicketId) -> Outcome {
    let viewer = call.viewer().await?;
    let details = call.services.helpdesk.merge(&call.services.db, id, target, call.user(), call.now).await?;
    call.show_here(screens::ticket_answer("helpdesk-you-added", &details, viewer)).await
}

async fn keep_apart(call: &Call, id: TicketId) -> Outcome {
    let viewer = call.viewer().await?;
    let helpdesk = call.services.helpdesk;
    let history = helpdesk.history(&mut *call.services.db.read().await?, id, call.user(), call.now).await?;
    call.show_here(screens::needed(&history.details, viewer, helpdesk.categories())).await
}

/// Makes the named person the helper of a ticket.
pub async fn transfer(call: &Call, id: TicketId, to: MemberId) -> Outcome {
    let viewer = call.viewer().await?;
    let details = call.services.helpdesk.transfer(&call.services.db, id, call.user(), to, call.now).await?;
    let name = lines::helper_name(&details, viewer.language);
    call.responder.reply(say!(viewer.language, "helpdesk-you-passed-on", id = id.to_string(), name = name)).await
}

/// Shows how long a ticket waits at each urgency, whom Magpie asks, and who reads which category.
pub async fn policy(call: &Call) -> Outcome {
    let viewer = call.viewer().await?;
    call.responder.reply(screens::policy(&call.services.helpdesk.policy(), viewer)).await
}

async fn release(call: &Call, id: TicketId) -> Outcome {
    let viewer = call.viewer().await?;
    let details = call.services.helpdesk.release(&call.services.db, id, call.user(), call.now).await?;
    call.responder.reply(screens::ticket_answer("helpdesk-you-released", &details, viewer)).await
}

async fn send_to_secretariat(call: &Call, id: TicketId, tried: &str) -> Outcome {
    let viewer = call.viewer().await?;
    let sent = call.services.helpdesk.send_to_secretariat(&call.services.db, id, call.user(), tried, call.now).await;
    let sent = sent.map_err(|error| with_typed_texts(error, viewer.language, &[tried]))?;
    call.responder.reply(screens::sent_to_secretariat(&sent, viewer)).await
}

async fn solve(call: &Call, id: TicketId, answer: Option<&str>) -> Outcome {
    let viewer = call.viewer().await?;
    let ended = call.services.helpdesk.solve(&call.services.db, id, call.user(), answer, call.now).await;
    let ended = ended.map_err(|error| with_typed_texts(error, viewer.language, answer.as_slice()))?;
    let details = &ended.details;
    let key = if details.ticket.is_open() {
        "helpdesk-you-solved"
    } else if details.ticket.asker_id() == Some(call.user()) {
        "helpdesk-you-confirmed"
    } else {
        "helpdesk-you-closed"
    };
    let reply = screens::end_result(viewer.language, key, id, ended.recall);
    let is_asker = details.ticket.asker_id() == Some(call.user());
    let reply =
        if is_asker { with_rating(&reply, id, viewer.language) } else { with_keep_answer(reply, id, viewer.language) };
    call.responder.reply(reply).await
}

/// Offers the helper of a solved ticket to keep the answer as a card.
fn with_keep_answer(reply: Reply, id: TicketId, language: Language) -> Reply {
    reply.buttons([Button::secondary(FaqPress::KeepAnswer(id), say!(language, "faq-keep-answer"))])
}

async fn solve_as_logged(call: &Call, id: TicketId, logged: TicketId) -> Outcome {
    let viewer = call.viewer().await?;
    let ended = call.services.helpdesk.solve_as_logged(&call.services.db, id, logged, call.user(), call.now).await?;
    let key = if ended.details.ticket.is_open() { "helpdesk-you-solved" } else { "helpdesk-you-closed" };
    call.responder.reply(screens::end_result(viewer.language, key, id, ended.recall)).await
}

async fn reopen(call: &Call, id: TicketId) -> Outcome {
    let viewer = call.viewer().await?;
    let details = call.services.helpdesk.reopen(&call.services.db, id, call.user(), call.now).await?;
    call.responder.reply(screens::ticket_answer("helpdesk-you-reopened", &details, viewer)).await
}

async fn withdraw(call: &Call, id: TicketId) -> Outcome {
    let viewer = call.viewer().await?;
    let ended = call.services.helpdesk.withdraw(&call.services.db, id, call.user(), call.now).await?;
    call.responder.reply(screens::end_result(viewer.language, "helpdesk-you-withdrew", id, ended.recall)).await
}

async fn still_helping(call: &Call, id: TicketId) -> Outcome {
    let viewer = call.viewer().await?;
    call.services.helpdesk.still_helping(&call.services.db, id, call.user(), call.now).await?;
    call.responder.reply(say!(viewer.language, "helpdesk-you-still")).await
}

/// Shows the page `number` (from 0) of the open tickets. If there are fewer pages, shows the last page.
pub async fn list(call: &Call, number: usize) -> Outcome {
    let viewer = call.viewer().await?;
    let mut conn = call.services.db.read().await?;
    let mut pages = Pages::new(0, 0, screens::TICKETS_PER_PAGE);
    let window = |total| {
        pages = Pages::new(number, total, screens::TICKETS_PER_PAGE);
        pages.range()
    };
    let tickets = call.services.helpdesk.list(&mut conn, call.user(), window, call.now).await?;
    call.show_here(screens::list(&tickets, pages, viewer)).await
}

pub async fn show(call: &Call, id: TicketId) -> Outcome {
    let viewer = call.viewer().await?;
    let mut conn = call.services.db.read().await?;
    let history = call.services.helpdesk.history(&mut conn, id, call.user(), call.now).await?;
    call.responder.reply(screens::history(&history, viewer, call.services.helpdesk.categories())).await
}

impl Explain for HelpdeskError {
    fn explain(&self, language: Language) -> Option<String> {
        Some(match self {
            HelpdeskError::NotSetUp(missing) => {
                say!(language, "helpdesk-not-set-up", missing = missing_words(language, missing))
            }
            HelpdeskError::UnknownTicket(id) => say!(language, "helpdesk-unknown", id = id.to_string()),
            HelpdeskError::Refused { id, refusal, helper } => refusal_text(language, *id, *refusal, helper.as_deref()),
            HelpdeskError::NotInServer(_) => say!(language, "helpdesk-not-here"),
            HelpdeskError::NotStaff(_) => say!(language, "helpdesk-not-desk"),
            HelpdeskError::NotAwake { id, name } => {
                let name = lines::name_or_nobody(Some(name), language);
                say!(language, "helpdesk-not-awake", id = id.to_string(), name = name)
            }
            HelpdeskError::EmptyText => say!(language, "helpdesk-empty"),
            HelpdeskError::TextTooLong { max_chars } => say!(language, "helpdesk-too-long", limit = *max_chars),
            HelpdeskError::TooManyOpen { max_open } => say!(language, "helpdesk-too-many", limit = *max_open),
            HelpdeskError::Db(error) => return error.explain(language),
        })
    }

    fn db_error(&self) -> Option<&DbError> {
        if let HelpdeskError::Db(error) = self { Some(error) } else { None }
    }
}

fn refusal_text(language: Language, id: TicketId, refusal: Refusal, helper: Option<&str>) -> String {
    let id = id.to_string();
    match refusal {
        Refusal::Taken(_) => say!(language, "helpdesk-taken", id = id, name = lines::name_or_nobody(helper, language)),
        Refusal::NotAllowed(Desk::Volunteers) => say!(language, "helpdesk-not-allowed-volunteers", id = id),
        Refusal::NotAllowed(Desk::Secretariat) => say!(language, "helpdesk-not-allowed-secretariat", id = id),
        Refusal::OwnTicket => say!(language, "helpdesk-own-ticket", id = id),
        Refusal::NotClaimed => say!(language, "helpdesk-not-claimed", id = id),
        Refusal::NotAsker => say!(language, "helpdesk-not-asker", id = id),
        Refusal::MoreReaders => say!(language, "helpdesk-more-readers", id = id),
        Refusal::WithSecretariat => say!(language, "helpdesk-with-secretariat", id = id),
        Refusal::AskedAgain => say!(language, "helpdesk-answer-not-enough", id = id),
        Refusal::Solved => say!(language, "helpdesk-is-solved", id = id),
        Refusal::Closed => say!(language, "helpdesk-is-closed", id = id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_is_refused_to_people_who_may_not_log_tickets_but_not_after_a_database_fault() {
        assert!(refuses_caller(&HelpdeskError::NotStaff(MemberId(1))));
        assert!(refuses_caller(&HelpdeskError::NotInServer(MemberId(1))));
        assert!(refuses_caller(&HelpdeskError::NotSetUp(Vec::new())));
        assert!(!refuses_caller(&HelpdeskError::Db(DbError::Corrupt("a row".to_owned()))));
    }
}
