//! What the buttons, forms and commands of the help desk do: ask the room, then say what came of it.

use crate::discord::call::Call;
use crate::discord::guild::screens::missing_words;
use crate::discord::helpdesk::outlook::Times;
use crate::discord::helpdesk::screens;
use crate::discord::members::handlers::reader;
use crate::discord::ui::text::{clip, disarm_line};
use crate::discord::wire::dm;
use crate::discord::wire::dm::Opened;
use crate::discord::wire::user_error::{Explain, Outcome};
use crate::escalation::Desk;
use crate::helpdesk::{HelpdeskError, Kind, LogTicket, OpenTicket, Refusal, TicketId};
use crate::members::{self, Member};
use crate::say;
use crate::words::Language;

/// Characters of a name that is shown back.
const NAME: usize = 60;

/// Opens the form. Waits for nothing.
pub async fn form(call: &Call, kind: Kind) -> Outcome {
    call.responder.modal(&screens::form(call.language(), kind)).await
}

pub async fn open(call: &Call, kind: Kind, text: &str) -> Outcome {
    let reader = reader(call).await?;
    reachable(call, reader.member.as_ref()).await;
    let open = OpenTicket { interaction: call.id, asker: call.user(), kind, text };
    let view = call.parts.helpdesk.open(&call.parts.db, open, call.now).await?;
    call.responder.reply(screens::opened(&view, &times(call, reader.language, reader.member.as_ref()))).await
}

/// They asked for help, so they may be written to: their DM is opened unless it is known. When that fails there is the
/// inbox channel.
async fn reachable(call: &Call, member: Option<&Member>) {
    if member.is_some_and(|member| member.reach.dm_channel.is_some()) {
        return;
    }
    let id = call.user();
    match dm::open(&call.parts.db, &call.parts.transport, id, call.now).await {
        Ok(Opened::Withheld) => {}
        Ok(Opened::Channel(channel)) => {
            let noted = async {
                let mut tx = call.parts.db.begin().await?;
                members::service::dm_opened(&mut tx, id, channel).await?;
                tx.commit().await
            };
            if let Err(error) = noted.await {
                tracing::error!(member.id = id.0, %error, "a DM that was opened could not be written down");
            }
        }
        Err(failure) => {
            tracing::info!(member.id = id.0, %failure, "a DM could not be opened; the inbox channel is used")
        }
    }
}

pub async fn log(call: &Call, name: &str, contact: &str, problem: &str, answer: &str) -> Outcome {
    let reader = reader(call).await?;
    let answer = Some(answer).filter(|text| !text.trim().is_empty());
    let log = LogTicket { interaction: call.id, by: call.user(), name, contact, problem, answer };
    let view = call.parts.helpdesk.log(&call.parts.db, log, call.now).await?;
    let key = if view.ticket.is_open() { "helpdesk-you-logged" } else { "helpdesk-you-logged-answered" };
    call.responder.reply(screens::answered(reader.language, key, &view)).await
}

/// Opens the form with what was given already. Waits for nothing.
pub async fn form_log(call: &Call, name: &str, contact: &str, problem: &str, answer: &str) -> Outcome {
    call.responder.modal(&screens::form_log(call.language(), name, contact, problem, answer)).await
}

pub async fn claim(call: &Call, id: TicketId) -> Outcome {
    let reader = reader(call).await?;
    let view = call.parts.helpdesk.claim(&call.parts.db, id, call.user(), call.now).await?;
    call.responder.reply(screens::you_help(&view, reader.language)).await
}

pub async fn release(call: &Call, id: TicketId) -> Outcome {
    let reader = reader(call).await?;
    let view = call.parts.helpdesk.release(&call.parts.db, id, call.user(), call.now).await?;
    call.responder.reply(screens::answered(reader.language, "helpdesk-you-released", &view)).await
}

/// Opens the form. Waits for nothing.
pub async fn ask_tried(call: &Call, id: TicketId) -> Outcome {
    call.responder.modal(&screens::form_tried(call.language(), id)).await
}

pub async fn send(call: &Call, id: TicketId, tried: &str) -> Outcome {
    let reader = reader(call).await?;
    let handed = call.parts.helpdesk.send_to_secretariat(&call.parts.db, id, call.user(), tried, call.now).await?;
    call.responder.reply(screens::sent(&handed, &times(call, reader.language, reader.member.as_ref()))).await
}

/// Opens the form. Waits for nothing.
pub async fn ask_answer(call: &Call, id: TicketId) -> Outcome {
    call.responder.modal(&screens::form_answer(call.language(), id)).await
}

pub async fn solve(call: &Call, id: TicketId, answer: Option<&str>) -> Outcome {
    let reader = reader(call).await?;
    let view = call.parts.helpdesk.solve(&call.parts.db, id, call.user(), answer, call.now).await?;
    let key = if view.ticket.is_open() {
        "helpdesk-you-solved"
    } else if view.ticket.asker_id() == Some(call.user()) {
        "helpdesk-you-confirmed"
    } else {
        "helpdesk-you-closed"
    };
    call.responder.reply(screens::answered(reader.language, key, &view)).await
}

pub async fn reopen(call: &Call, id: TicketId) -> Outcome {
    let reader = reader(call).await?;
    let view = call.parts.helpdesk.reopen(&call.parts.db, id, call.user(), call.now).await?;
    call.responder.reply(screens::answered(reader.language, "helpdesk-you-reopened", &view)).await
}

pub async fn withdraw(call: &Call, id: TicketId) -> Outcome {
    let reader = reader(call).await?;
    let view = call.parts.helpdesk.withdraw(&call.parts.db, id, call.user(), call.now).await?;
    call.responder.reply(screens::answered(reader.language, "helpdesk-you-withdrew", &view)).await
}

pub async fn still(call: &Call, id: TicketId) -> Outcome {
    let reader = reader(call).await?;
    call.parts.helpdesk.still_helping(&call.parts.db, id, call.user(), call.now).await?;
    call.responder.reply(say!(reader.language, "helpdesk-you-still")).await
}

pub async fn list(call: &Call) -> Outcome {
    let reader = reader(call).await?;
    let mut conn = call.parts.db.read().await?;
    let views = call.parts.helpdesk.list(&mut conn, call.user(), call.now).await?;
    call.responder.reply(screens::list(&views, &times(call, reader.language, reader.member.as_ref()))).await
}

pub async fn show(call: &Call, id: TicketId) -> Outcome {
    let reader = reader(call).await?;
    let mut conn = call.parts.db.read().await?;
    let story = call.parts.helpdesk.show(&mut conn, id, call.user(), call.now).await?;
    call.responder.reply(screens::story(&story, &times(call, reader.language, reader.member.as_ref()))).await
}

fn times(call: &Call, language: Language, member: Option<&Member>) -> Times {
    Times { language, zone: member.and_then(Member::zone), now: call.now }
}

impl Explain for HelpdeskError {
    fn explain(&self, language: Language) -> Option<String> {
        Some(match self {
            HelpdeskError::NotSetUp(missing) => {
                say!(language, "helpdesk-not-set-up", missing = missing_words(language, missing))
            }
            HelpdeskError::Unknown(id) => say!(language, "helpdesk-unknown", id = id.0.to_string()),
            HelpdeskError::Refused { id, refusal, helper } => refused(language, *id, *refusal, helper.as_deref()),
            HelpdeskError::NotHere(_) => say!(language, "helpdesk-not-here"),
            HelpdeskError::NotDesk => say!(language, "helpdesk-not-desk"),
            HelpdeskError::Empty => say!(language, "helpdesk-empty"),
            HelpdeskError::TooLong { limit } => say!(language, "helpdesk-too-long", limit = *limit),
            HelpdeskError::TooMany { limit } => say!(language, "helpdesk-too-many", limit = *limit),
            HelpdeskError::Db(error) => return error.explain(language),
        })
    }
}

fn refused(language: Language, id: TicketId, refusal: Refusal, helper: Option<&str>) -> String {
    let id = id.0.to_string();
    match refusal {
        Refusal::Taken(_) => {
            let nobody = || say!(language, "helpdesk-nobody");
            let name = helper.map_or_else(nobody, |name| clip(&disarm_line(name), NAME));
            say!(language, "helpdesk-taken", id = id, name = name)
        }
        Refusal::NotAllowed(Desk::Volunteers) => say!(language, "helpdesk-not-allowed-volunteers", id = id),
        Refusal::NotAllowed(Desk::Secretariat) => say!(language, "helpdesk-not-allowed-secretariat", id = id),
        Refusal::OwnTicket => say!(language, "helpdesk-own-ticket", id = id),
        Refusal::NotClaimed => say!(language, "helpdesk-not-claimed", id = id),
        Refusal::NotAsker => say!(language, "helpdesk-not-asker", id = id),
        Refusal::WithSecretariat => say!(language, "helpdesk-with-secretariat", id = id),
        Refusal::Solved => say!(language, "helpdesk-is-solved", id = id),
        Refusal::Closed => say!(language, "helpdesk-is-closed", id = id),
    }
}
