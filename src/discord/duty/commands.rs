//! `/duty`.

use poise::serenity_prelude as serenity;

use crate::discord::command::Context;
use crate::discord::duty::{handlers, plans};
use crate::discord::wire::user_error::Outcome;
use crate::members::ChannelId;

#[poise::command(
    slash_command,
    subcommands("slots", "mine", "available", "coverage", "add", "upload", "panel"),
    subcommand_required
)]
pub async fn duty(_: Context<'_>) -> Outcome {
    Ok(())
}

#[poise::command(slash_command)]
async fn slots(ctx: Context<'_>) -> Outcome {
    handlers::list(ctx.data(), 0).await
}

#[poise::command(slash_command)]
async fn mine(ctx: Context<'_>) -> Outcome {
    handlers::mine(ctx.data(), 0).await
}

#[poise::command(slash_command)]
async fn available(ctx: Context<'_>, #[max_length = 100] until: Option<String>) -> Outcome {
    handlers::available(ctx.data(), until.as_deref()).await
}

#[poise::command(slash_command)]
async fn coverage(ctx: Context<'_>) -> Outcome {
    handlers::coverage(ctx.data(), 0).await
}

#[poise::command(slash_command)]
async fn add(
    ctx: Context<'_>,
    #[max_length = 100] from: String,
    #[max_length = 100] until: String,
    #[min = 1]
    #[max = 24]
    every: Option<i64>,
    #[min = 1]
    #[max = 50]
    people: Option<u32>,
) -> Outcome {
    plans::add(ctx.data(), &from, &until, every, people.unwrap_or(1)).await
}

#[poise::command(slash_command)]
async fn upload(ctx: Context<'_>, file: serenity::Attachment) -> Outcome {
    let size = usize::try_from(file.size).unwrap_or(usize::MAX);
    plans::upload(ctx.data(), &file.url, size).await
}

#[poise::command(slash_command)]
async fn panel(ctx: Context<'_>, #[channel_types("Text")] channel: Option<serenity::ChannelId>) -> Outcome {
    plans::post_panel(ctx.data(), channel.map(|channel| ChannelId(channel.get()))).await
}
