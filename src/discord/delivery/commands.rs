//! `/delivery` for the secretariat: what happened to each message, and what the secretariat can do.

use poise::serenity_prelude::User;

use crate::delivery::DeliveryId;
use crate::delivery::receipts::Phase;
use crate::discord::command::Context;
use crate::discord::delivery::handlers;
use crate::discord::delivery::presses::Listed;
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

impl From<StateOption> for Listed {
    fn from(option: StateOption) -> Self {
        match option {
            StateOption::Failed => Listed::Only(Phase::Failed),
            StateOption::Unknown => Listed::Only(Phase::Unknown),
            StateOption::Waiting => Listed::Only(Phase::Waiting),
            StateOption::Sent => Listed::Only(Phase::Sent),
            StateOption::Cancelled => Listed::Only(Phase::Cancelled),
            StateOption::Expired => Listed::Only(Phase::Expired),
            StateOption::All => Listed::All,
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

/// Without options: failed, unknown and waiting deliveries.
#[poise::command(slash_command)]
async fn list(ctx: Context<'_>, member: Option<User>, state: Option<StateOption>) -> Outcome {
    let member = member.map(|member| MemberId(member.id.get()));
    handlers::list(ctx.data(), state.map_or(Listed::Open, Listed::from), member, 0).await
}

#[poise::command(slash_command)]
async fn show(ctx: Context<'_>, #[min = 1] number: i64) -> Outcome {
    handlers::show(ctx.data(), DeliveryId(number)).await
}
