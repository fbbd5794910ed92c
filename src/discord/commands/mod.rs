//! The slash commands of all rooms, collected.

mod profile;

use super::{Call, Told};

/// What a command gets: `ctx.data()` is its `Call`. Answers go through `ctx.data().responder`, never through poise's own replies.
pub type Context<'a> = poise::ApplicationContext<'a, Call, Told>;
pub type Command = poise::Command<Call, Told>;

/// Every command. A room adds its own here.
pub fn all() -> Vec<Command> {
    vec![profile::profile()]
}
