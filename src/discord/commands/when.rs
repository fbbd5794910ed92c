//! `/when`: what a time means that somebody typed. Answers only to the asker.

use super::Context;
use crate::discord::Outcome;
use crate::discord::components::when;

#[poise::command(slash_command)]
pub async fn when(ctx: Context<'_>, #[max_length = 200] text: String) -> Outcome {
    when::answer(ctx.data(), &text).await
}
