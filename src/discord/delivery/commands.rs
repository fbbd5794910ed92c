//! `/delivery` for the secretariat: what became of each message, and what can be done about it.

use poise::serenity_prelude::User;

use crate::delivery::DeliveryId;
use crate::delivery::receipts::Phase;
use crate::discord::delivery::handlers as acts;
use crate::discord::delivery::handlers::Wanted;
use crate::discord::wire::command::Context;
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

impl From<StateOption> for Wanted {
    fn from(option: StateOption) -> Self {
        match option {
            StateOption::Failed => Wanted::Only(Phase::Failed),
            StateOption::Unknown => Wanted::Only(Phase::Unknown),
            StateOption::Waiting => Wanted::Only(Phase::Waiting),
            StateOption::Sent => Wanted::Only(Phase::Sent),
            StateOption::Cancelled => Wanted::Only(Phase::Cancelled),
            StateOption::Expired => Wanted::Only(Phase::Expired),
            StateOption::All => Wanted::All,
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

/// Without options: what failed, what is unknown, what waits.
#[poise::command(slash_command)]
async fn list(ctx: Context<'_>, member: Option<User>, state: Option<StateOption>) -> Outcome {
    let member = member.map(|member| MemberId(member.id.get()));
    acts::list(ctx.data(), state.map_or(Wanted::Open, Wanted::from), member, 0).await
}

#[poise::command(slash_command)]
async fn show(ctx: Context<'_>, #[min = 1] number: i64) -> Outcome {
    acts::show(ctx.data(), DeliveryId(number)).await
}
