//! `/help`, `/ask`, `/ticket` and `/desk`.

use poise::serenity_prelude::User;

use crate::discord::command::{Context, FormUnless};
use crate::discord::helpdesk::handlers;
use crate::discord::helpdesk::presses::Need;
use crate::discord::wire::user_error::Outcome;
use crate::escalation::Urgency;
use crate::helpdesk::{Category, TicketId, TicketKind};
use crate::members::MemberId;

#[derive(Debug, Clone, Copy, poise::ChoiceParameter)]
pub enum NeededOption {
    #[name = "Now"]
    Now,
    #[name = "Hour"]
    Hour,
    #[name = "Today"]
    Today,
    #[name = "Later"]
    Later,
}

#[derive(Debug, Clone, Copy, poise::ChoiceParameter)]
pub enum CategoryOption {
    #[name = "Joining"]
    Joining,
    #[name = "Registration"]
    Registration,
    #[name = "Permissions"]
    Permissions,
    #[name = "Programme"]
    Programme,
    #[name = "Conduct"]
    Conduct,
    #[name = "Other"]
    Other,
}

/// Without a text, opens a form. The answer to the form asks what the options leave open.
#[poise::command(slash_command, custom_data = "FormUnless(&[\"text\"])")]
pub async fn help(
    ctx: Context<'_>,
    #[max_length = 1000] text: Option<String>,
    needed: Option<NeededOption>,
    about: Option<CategoryOption>,
) -> Outcome {
    let need = Need {
        urgency: match needed {
            Some(NeededOption::Now) => Urgency::Now,
            Some(NeededOption::Hour) => Urgency::WithinHour,
            None | Some(NeededOption::Today) => Urgency::Today,
            Some(NeededOption::Later) => Urgency::NoHurry,
        },
        category: match about {
            Some(CategoryOption::Joining) => Category::Joining,
            Some(CategoryOption::Registration) => Category::Registration,
            Some(CategoryOption::Permissions) => Category::Permissions,
            Some(CategoryOption::Programme) => Category::Programme,
            Some(CategoryOption::Conduct) => Category::Conduct,
            None | Some(CategoryOption::Other) => Category::Other,
        },
    };
    match text {
        Some(text) => handlers::open_ticket_for(ctx.data(), TicketKind::Help, need, &text).await,
        None => handlers::open_help_form(ctx.data(), need).await,
    }
}

#[poise::command(slash_command, custom_data = "FormUnless(&[\"question\"])")]
pub async fn ask(ctx: Context<'_>, #[max_length = 1000] question: Option<String>) -> Outcome {
    match question {
        Some(question) => handlers::open_ticket(ctx.data(), TicketKind::Question, &question).await,
        None => handlers::open_form(ctx.data(), TicketKind::Question).await,
    }
}

/// A subcommand of `/desk`.
#[poise::command(slash_command)]
pub async fn policy(ctx: Context<'_>) -> Outcome {
    handlers::policy(ctx.data()).await
}

#[poise::command(slash_command, subcommands("list", "show", "log", "transfer"), subcommand_required)]
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

#[poise::command(slash_command)]
async fn transfer(ctx: Context<'_>, #[min = 1] number: i64, to: User) -> Outcome {
    handlers::transfer(ctx.data(), TicketId(number), MemberId(to.id.get())).await
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
