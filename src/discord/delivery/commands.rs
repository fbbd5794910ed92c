//! `/delivery` for the secretariat: shows what happened to each message, and offers what the secretariat can do.

use poise::serenity_prelude::User;

use crate::delivery::DeliveryId;
use crate::delivery::receipts::Phase;
use crate::discord::command::Context;
use crate::discord::delivery::handlers;
use crate::discord::delivery::presses::ListScope;
use crate::discord::wire::user_error::Outcome;
use crate::members::MemberId;

#[derive(Debug, Clone, Copy, poise::ChoiceParameter)]
pub enum StateOption {
    #[name = "Failed"]
    Failed,
    #[name = "Unknown"]
    Unknown,
    #[name = "Waiting"]
    Waiting,
    #[name = "Sent"]
    Sent,
    #[name = "Cancelled"]
    Cancelled,
    #[name = "Expired"]
    Expired,
    #[name = "All"]
    All,
}

impl From<StateOption> for ListScope {
    fn from(option: StateOption) -> Self {
        match option {
            StateOption::Failed => ListScope::Only(Phase::Failed),
            StateOption::Unknown => ListScope::Only(Phase::Unknown),
            StateOption::Waiting => ListScope::Only(Phase::Waiting),
            StateOption::Sent => ListScope::Only(Phase::Sent),
            StateOption::Cancelled => ListScope::Only(Phase::Cancelled),
            StateOption::Expired => ListScope::Only(Phase::Expired),
            StateOption::All => ListScope::All,
        }
    }
}

#[poise::command(
    slash_command,
    guild_only,
    default_member_permissions = "MANAGE_MESSAGES",
    subcommands("list", "show"),
    subcommand_required
)]
pub async fn delivery(_: Context<'_>) -> Outcome {
    Ok(())
}

/// Without options, lists the failed, unknown and waiting deliveries.
#[poise::command(slash_command)]
async fn list(ctx: Context<'_>, member: Option<User>, state: Option<StateOption>) -> Outcome {
    let member = member.map(|member| MemberId(member.id.get()));
    handlers::list(ctx.data(), state.map_or(ListScope::Open, ListScope::from), member, 0).await
}

#[poise::command(slash_command)]
async fn show(ctx: Context<'_>, #[min = 1] number: i64) -> Outcome {
    handlers::show(ctx.data(), DeliveryId(number)).await
}
