//! `/alert` for the secretariat, and `/seen` for everybody.

use std::time::Duration;

use poise::serenity_prelude::{AutocompleteChoice, CreateAutocompleteResponse};

use crate::alerts::ask::{AlertKind, AskKind, Purpose};
use crate::alerts::audience::{Suggestion, last_part, suggest};
use crate::alerts::model::{AlertId, Severity};
use crate::alerts::service;
use crate::discord::alerts::{draft_handlers, handlers};
use crate::discord::command::Context;
use crate::discord::ui::text::clip;
use crate::discord::wire::ack::Ack;
use crate::discord::wire::user_error::Outcome;
use crate::members::Group;
use crate::say;
use crate::words::Language;

/// Discord's limit for the number of choices in one autocompletion.
const MAX_CHOICES: usize = 25;
/// Discord's limit, in characters, for the name and for the value of a choice.
const MAX_CHOICE_CHARS: usize = 100;
/// An autocompletion waits at most this long for the database. If the database does not answer in time, the choices are
/// only the groups.
const PEOPLE_TIMEOUT: Duration = Duration::from_millis(800);

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
    subcommands("send", "list", "show"),
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
async fn show(ctx: Context<'_>, #[min = 1] number: i64) -> Outcome {
    handlers::show(ctx.data(), AlertId(number)).await
}

/// Records that the caller has seen every alert that reached them, and lists these alerts.
#[poise::command(slash_command)]
pub async fn seen(ctx: Context<'_>) -> Outcome {
    handlers::seen_all(ctx.data()).await
}

/// Offers choices that complete the last part of the typed audience.
async fn complete_audience(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let call = ctx.data();
    let language = call.language();
    let people =
        tokio::time::timeout(PEOPLE_TIMEOUT, service::audience_candidates(&call.services.db, call.user())).await;
    let people = people.ok().and_then(Result::ok).unwrap_or_default();
    let (before, last) = last_part(typed);
    let names = group_names(language);
    let choices = suggest(last, &names, &people, MAX_CHOICES).into_iter().filter_map(|suggestion| {
        let (name, value) = match suggestion {
            Suggestion::Person { name, handle } => (format!("{name} ({handle})"), handle),
            group => {
                let name =
                    names.iter().find(|(known, _)| *known == group).map(|(_, name)| name.clone()).unwrap_or_default();
                (name.clone(), name)
            }
        };
        let joined = |last: &str| if before.is_empty() { last.to_owned() } else { format!("{before}, {last}") };
        let value = joined(&value);
        (value.chars().count() <= MAX_CHOICE_CHARS)
            .then(|| AutocompleteChoice::new(clip(&joined(&name), MAX_CHOICE_CHARS), value))
    });
    CreateAutocompleteResponse::new().set_choices(choices.collect())
}

/// The names of the groups in the author's language. `Audience::parse` understands each of these names.
fn group_names(language: Language) -> Vec<(Suggestion, String)> {
    vec![
        (Suggestion::Group(Group::Mag), say!(language, "alert-audience-members")),
        (Suggestion::Group(Group::Helpdesk), say!(language, "alert-audience-volunteers")),
        (Suggestion::Group(Group::Secretariat), say!(language, "alert-audience-secretariat")),
        (Suggestion::Everyone, say!(language, "alert-audience-everyone")),
    ]
}
