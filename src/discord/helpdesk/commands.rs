//! `/help`, `/ask` and `/ticket`.

use crate::discord::command::{Context, FormUnless};
use crate::discord::helpdesk::handlers;
use crate::discord::wire::user_error::Outcome;
use crate::helpdesk::{TicketId, TicketKind};

#[poise::command(slash_command, custom_data = "FormUnless(&[\"text\"])")]
pub async fn help(ctx: Context<'_>, #[max_length = 1000] text: Option<String>) -> Outcome {
    match text {
        Some(text) => handlers::open_ticket(ctx.data(), TicketKind::Help, &text).await,
        None => handlers::open_form(ctx.data(), TicketKind::Help).await,
    }
}

#[poise::command(slash_command, custom_data = "FormUnless(&[\"question\"])")]
pub async fn ask(ctx: Context<'_>, #[max_length = 1000] question: Option<String>) -> Outcome {
    match question {
        Some(question) => handlers::open_ticket(ctx.data(), TicketKind::Question, &question).await,
        None => handlers::open_form(ctx.data(), TicketKind::Question).await,
    }
}

#[poise::command(slash_command, subcommands("list", "show", "log"), subcommand_required)]
pub async fn ticket(_: Context<'_>) -> Outcome {
    Ok(())
}

#[poise::command(slash_command)]
async fn list(ctx: Context<'_>) -> Outcome {
    handlers::list(ctx.data(), 0).await
}

#[poise::command(slash_command)]
async fn show(ctx: Context<'_>, #[min = 1] number: i64) -> Outcome {
    handlers::show(ctx.data(), TicketId(number)).await
}

#[poise::command(slash_command, custom_data = "FormUnless(&[\"name\", \"contact\", \"problem\"])")]
async fn log(
    ctx: Context<'_>,
    #[max_length = 100] name: Option<String>,
    #[max_length = 100] contact: Option<String>,
    #[max_length = 1000] problem: Option<String>,
    #[max_length = 400] answer: Option<String>,
) -> Outcome {
    let answer = answer.unwrap_or_default();
    match (name, contact, problem) {
        (Some(name), Some(contact), Some(problem)) => {
            handlers::log_ticket(ctx.data(), &name, &contact, &problem, &answer).await
        }
        (name, contact, problem) => {
            let [name, contact, problem] = [name, contact, problem].map(Option::unwrap_or_default);
            handlers::open_log_form(ctx.data(), &name, &contact, &problem, &answer).await
        }
    }
}
