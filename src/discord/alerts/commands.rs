//! `/alert` for the secretariat, and `/seen` for everybody.

use std::time::Duration;

use poise::serenity_prelude::CreateAutocompleteResponse;
use tokio::time::timeout;

use crate::alerts::ask::{AlertKind, AskKind, Purpose};
use crate::alerts::model::{AlertId, Severity};
use crate::alerts::service;
use crate::discord::alerts::{completion, draft_handlers, handlers};
use crate::discord::command::Context;
use crate::discord::wire::ack::Ack;
use crate::discord::wire::user_error::Outcome;

/// An autocompletion waits at most this long for the database. If the database does not answer in time, nothing is
/// offered.
const COMPLETION_TIMEOUT: Duration = Duration::from_millis(800);

#[derive(Debug, Clone, Copy, poise::ChoiceParameter)]
pub enum SeverityOption {
    #[name = "Information"]
    Information,
    #[name = "Urgent"]
    Urgent,
    #[name = "Emergency"]
    Emergency,
}

impl From<SeverityOption> for Severity {
    fn from(option: SeverityOption) -> Self {
        match option {
            SeverityOption::Information => Severity::Information,
            SeverityOption::Urgent => Severity::Urgent,
            SeverityOption::Emergency => Severity::Emergency,
        }
    }
}

#[derive(Debug, Clone, Copy, poise::ChoiceParameter)]
pub enum AskOption {
    #[name = "To read"]
    Read,
    #[name = "Yes or no"]
    YesNo,
    #[name = "People needed"]
    People,
    #[name = "Choose one"]
    Choice,
}

impl From<AskOption> for AskKind {
    fn from(option: AskOption) -> Self {
        match option {
            AskOption::Read => AskKind::Read,
            AskOption::YesNo => AskKind::YesNo,
            AskOption::People => AskKind::People,
            AskOption::Choice => AskKind::Choice,
        }
    }
}

#[poise::command(
    slash_command,
    guild_only,
    default_member_permissions = "MANAGE_MESSAGES",
    subcommands("send", "list", "show", "report"),
    subcommand_required
)]
pub async fn alert(_: Context<'_>) -> Outcome {
    Ok(())
}

/// Opens the form for the text. The submission of the form shows the preview.
#[poise::command(slash_command, custom_data = "Ack::Never")]
async fn send(
    ctx: Context<'_>,
    severity: SeverityOption,
    #[autocomplete = "complete_audience"] audience: String,
    ask: Option<AskOption>,
    practice: Option<bool>,
) -> Outcome {
    let purpose = if practice == Some(true) { Purpose::Practice } else { Purpose::Real };
    let kind = AlertKind { ask: ask.map(AskKind::from).unwrap_or_default(), purpose };
    draft_handlers::open_form(ctx.data(), severity.into(), kind, &audience).await
}

#[poise::command(slash_command)]
async fn list(ctx: Context<'_>) -> Outcome {
    handlers::list(ctx.data()).await
}

#[poise::command(slash_command)]
async fn show(
    ctx: Context<'_>,
    #[min = 1]
    #[autocomplete = "complete_alert"]
    number: i64,
) -> Outcome {
    handlers::show(ctx.data(), AlertId(number)).await
}

#[poise::command(slash_command)]
async fn report(
    ctx: Context<'_>,
    #[min = 1]
    #[autocomplete = "complete_alert"]
    number: i64,
) -> Outcome {
    handlers::report(ctx.data(), AlertId(number)).await
}

/// Records that the caller has seen every alert that reached them, and lists these alerts.
#[poise::command(slash_command)]
pub async fn seen(ctx: Context<'_>) -> Outcome {
    handlers::seen_all(ctx.data()).await
}

/// Offers choices that complete the last part of the typed audience.
async fn complete_audience(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let call = ctx.data();
    let found = timeout(COMPLETION_TIMEOUT, service::audience_candidates(&call.services.db, call.user())).await;
    let choices = match found {
        Ok(Ok(Some(candidates))) => completion::choices(typed, candidates.directory(call.now), call.language()),
        Ok(Ok(None) | Err(_)) | Err(_) => Vec::new(),
    };
    CreateAutocompleteResponse::new().set_choices(choices)
}

/// Offers the alerts whose number or text contains what is typed, the newest first.
async fn complete_alert(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    /// The most alerts that are searched. An older alert is found by its number.
    const MAX_SEARCHED: i64 = 200;
    let call = ctx.data();
    let found = timeout(COMPLETION_TIMEOUT, service::newest(&call.services.db, call.user(), MAX_SEARCHED)).await;
    let choices = match found {
        Ok(Ok(alerts)) => completion::alert_choices(typed, &alerts, call.language(), call.now),
        Ok(Err(_)) | Err(_) => Vec::new(),
    };
    CreateAutocompleteResponse::new().set_choices(choices)
}
