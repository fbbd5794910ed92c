//! `/desk`.

use crate::discord::command::Context;
use crate::discord::desk::handlers;
use crate::discord::helpdesk::commands::policy;
use crate::discord::wire::user_error::Outcome;

#[poise::command(slash_command, guild_only, subcommands("handover", "policy", "report"), subcommand_required)]
pub async fn desk(_: Context<'_>) -> Outcome {
    Ok(())
}

#[poise::command(slash_command)]
async fn handover(ctx: Context<'_>) -> Outcome {
    handlers::handover(ctx.data()).await
}

#[poise::command(slash_command)]
async fn report(
    ctx: Context<'_>,
    #[max_length = 40] from: Option<String>,
    #[max_length = 40] until: Option<String>,
) -> Outcome {
    handlers::report(ctx.data(), from.as_deref(), until.as_deref()).await
}
