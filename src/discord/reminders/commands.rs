//! `/remind` and `/reminders` for everybody, `/remind-members` for the secretariat.

use crate::discord::command::Context;
use crate::discord::reminders::group_handlers::{self, GroupOptions};
use crate::discord::reminders::handlers;
use crate::discord::wire::user_error::Outcome;
use crate::members::Group;

#[derive(Debug, Clone, Copy, poise::ChoiceParameter)]
pub enum AudienceOption {
    #[name = "Members"]
    Members,
    #[name = "Volunteers"]
    Volunteers,
    #[name = "Secretariat"]
    Secretariat,
}

#[derive(Debug, Clone, Copy, poise::ChoiceParameter)]
pub enum RepeatOption {
    #[name = "Once"]
    Once,
    #[name = "Daily"]
    Daily,
    #[name = "Weekdays"]
    Weekdays,
}

/// Shows how the time was understood. Only "Save" creates the reminder.
#[poise::command(slash_command)]
pub async fn remind(ctx: Context<'_>, #[max_length = 1000] text: String, #[max_length = 200] when: String) -> Outcome {
    handlers::create_draft(ctx.data(), &text, &when).await
}

#[poise::command(slash_command)]
pub async fn reminders(ctx: Context<'_>) -> Outcome {
    handlers::list(ctx.data(), 0).await
}

#[poise::command(slash_command, rename = "remind-members", guild_only, default_member_permissions = "MANAGE_MESSAGES")]
pub async fn remind_members(
    ctx: Context<'_>,
    #[max_length = 1000] text: String,
    #[max_length = 100] at: String,
    #[max_length = 100] date: Option<String>,
    repeat: Option<RepeatOption>,
    audience: Option<AudienceOption>,
) -> Outcome {
    let rule = match repeat {
        None | Some(RepeatOption::Once) => None,
        Some(RepeatOption::Daily) => Some("FREQ=DAILY"),
        Some(RepeatOption::Weekdays) => Some("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    };
    let audience = match audience {
        None | Some(AudienceOption::Members) => Group::Mag,
        Some(AudienceOption::Volunteers) => Group::Helpdesk,
        Some(AudienceOption::Secretariat) => Group::Secretariat,
    };
    let options = GroupOptions { text: &text, at: &at, date: date.as_deref(), rule, audience };
    group_handlers::create_draft(ctx.data(), options).await
}
