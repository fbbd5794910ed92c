//! `/when`: the meaning of a typed time. The answer is private.

use crate::discord::command::Context;
use crate::discord::time::handlers;
use crate::discord::wire::user_error::Outcome;

#[poise::command(slash_command)]
pub async fn when(ctx: Context<'_>, #[max_length = 200] text: String) -> Outcome {
    handlers::answer(ctx.data(), &text).await
}
