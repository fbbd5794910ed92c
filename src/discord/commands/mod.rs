//! The slash commands of all rooms, collected. A command's file has its Rust; its names, descriptions and choices are
//! in `config/locales/*/commands.ftl` (see `wording`); `registration` hands them to Discord.
//!
//! The secretariat's commands stand at the top level and carry `default_member_permissions = "MANAGE_MESSAGES"` (see
//! [`SECRETARIAT`]), which hides them from others; every use is authorized again by the room's service. Commands that
//! work in the server only say `guild_only`; the others work in a DM with Magpie too. How a command is acknowledged
//! when it is slow is its `custom_data`: `custom_data = "Ack::Public"`, or `"Ack::Never"` when it opens a modal at
//! once; privately without it.

mod alert;
mod delivery;
mod helpdesk;
mod profile;
mod registration;
mod remind;
mod setup;
mod when;
mod wording;

use std::sync::LazyLock;

use serenity::model::Permissions;

use super::{Call, Told};

pub use registration::{RegisterError, Registered, register};

/// What a command gets: `ctx.data()` is its `Call`. Answers go through `ctx.data().responder`, never through poise's
/// own replies.
pub type Context<'a> = poise::ApplicationContext<'a, Call, Told>;
pub type Command = poise::Command<Call, Told>;

/// The permission bit that the secretariat's role needs to see its commands. An override by role would need a person's
/// OAuth token.
pub const SECRETARIAT: Permissions = Permissions::MANAGE_MESSAGES;

/// As a command's `custom_data`: it opens a form at once unless all these options are given; then it is acknowledged
/// privately.
#[derive(Debug, Clone, Copy)]
pub struct FormUnless(pub &'static [&'static str]);

/// Every command, in every language. A room adds its own here.
pub fn all() -> Vec<Command> {
    let mut commands: Vec<Command> = vec![
        profile::profile(),
        setup::setup(),
        alert::alert(),
        alert::seen(),
        delivery::delivery(),
        helpdesk::ask(),
        helpdesk::help(),
        helpdesk::ticket(),
        remind::remind(),
        when::when(),
        remind::reminders(),
        remind::remind_members(),
    ];
    poise::set_qualified_names(&mut commands);
    for command in &mut commands {
        wording::word(command);
        registration::place(command);
    }
    commands
}

/// The commands as Discord gets them.
static BODY: LazyLock<serde_json::Value> = LazyLock::new(|| registration::body(&all()));

#[cfg(test)]
mod tests;
