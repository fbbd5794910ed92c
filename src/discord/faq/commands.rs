//! `/faq`.

use poise::serenity_prelude as serenity;

use crate::discord::command::Context;
use crate::discord::faq::handlers;
use crate::discord::members::commands::LanguageOption;
use crate::discord::wire::ack::Ack;
use crate::discord::wire::user_error::Outcome;
use crate::faq::{CardId, Category};
use crate::words::Language;

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

impl From<CategoryOption> for Category {
    fn from(option: CategoryOption) -> Self {
        match option {
            CategoryOption::Joining => Category::Joining,
            CategoryOption::Registration => Category::Registration,
            CategoryOption::Permissions => Category::Permissions,
            CategoryOption::Programme => Category::Programme,
            CategoryOption::Conduct => Category::Conduct,
            CategoryOption::Other => Category::Other,
        }
    }
}

#[poise::command(
    slash_command,
    subcommands("search", "add", "edit", "list", "approve", "delete", "post", "missing"),
    subcommand_required
)]
pub async fn faq(_: Context<'_>) -> Outcome {
    Ok(())
}

#[poise::command(slash_command)]
async fn search(ctx: Context<'_>, #[max_length = 300] words: String) -> Outcome {
    handlers::search(ctx.data(), &words).await
}

/// Opens the form. The submission of the form shows the preview.
#[poise::command(slash_command, custom_data = "Ack::Never")]
async fn add(ctx: Context<'_>, category: Option<CategoryOption>, language: Option<LanguageOption>) -> Outcome {
    let category = category.map(Category::from).unwrap_or_default();
    handlers::open_new_form(ctx.data(), category, language.map(Language::from)).await
}

#[poise::command(slash_command, custom_data = "Ack::Never")]
async fn edit(ctx: Context<'_>, #[min = 1] number: i64, language: Option<LanguageOption>) -> Outcome {
    handlers::open_text_form(ctx.data(), CardId(number), language.map(Language::from)).await
}

#[poise::command(slash_command)]
async fn list(ctx: Context<'_>) -> Outcome {
    handlers::list(ctx.data(), 0).await
}

#[poise::command(slash_command)]
async fn approve(ctx: Context<'_>) -> Outcome {
    handlers::waiting(ctx.data()).await
}

#[poise::command(slash_command)]
async fn delete(ctx: Context<'_>, #[min = 1] number: i64) -> Outcome {
    handlers::ask_delete(ctx.data(), CardId(number)).await
}

#[poise::command(slash_command)]
async fn post(
    ctx: Context<'_>,
    #[min = 1] number: i64,
    #[channel_types("Text", "News")] channel: serenity::ChannelId,
) -> Outcome {
    handlers::post(ctx.data(), CardId(number), channel.into()).await
}

#[poise::command(slash_command)]
async fn missing(ctx: Context<'_>) -> Outcome {
    handlers::missing(ctx.data(), 0).await
}
