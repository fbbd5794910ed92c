//! What the slash commands of all features share.
//!
//! The secretariat's commands stand at the top level and carry `default_member_permissions = "MANAGE_MESSAGES"` (see
//! [`SECRETARIAT`]), which hides them from others; every use is authorized again by the room's service. Commands that
//! work in the server only say `guild_only`; the others work in a DM with Magpie too. How a command is acknowledged
//! when it is slow is its `custom_data`: `custom_data = "Ack::Public"`, or `"Ack::Never"` when it opens a modal at
//! once; privately without it.

use serenity::model::Permissions;

use crate::discord::call::Call;
use crate::discord::wire::user_error::UserError;

/// What a command gets: `ctx.data()` is its `Call`. Answers go through `ctx.data().responder`, never through poise's
/// own replies.
pub type Context<'a> = poise::ApplicationContext<'a, Call, UserError>;
pub type Command = poise::Command<Call, UserError>;

/// The permission bit that the secretariat's role needs to see its commands. An override by role would need a person's
/// OAuth token.
pub const SECRETARIAT: Permissions = Permissions::MANAGE_MESSAGES;

/// As a command's `custom_data`: it opens a form at once unless all these options are given; then it is acknowledged
/// privately.
#[derive(Debug, Clone, Copy)]
pub struct FormUnless(pub &'static [&'static str]);
