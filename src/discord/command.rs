//! What the slash commands of all features share.
//!
//! The secretariat's commands are at the top level and have `default_member_permissions = "MANAGE_MESSAGES"`, which
//! hides them from others (an override by role would need a person's OAuth token); the feature's service authorizes
//! every use again. Commands for the server alone say `guild_only`; the others work in a DM with Magpie too. How a slow
//! command is acknowledged is its `custom_data`: `custom_data = "Ack::Public"`, or `"Ack::Never"` when it opens a modal
//! at once; privately without it.

use crate::discord::call::Call;
use crate::discord::wire::user_error::UserError;

/// What a command gets: `ctx.data()` is its `Call`. It answers with `ctx.data().responder`, never with poise's own
/// replies.
pub type Context<'a> = poise::ApplicationContext<'a, Call, UserError>;
pub type Command = poise::Command<Call, UserError>;

/// A command's `custom_data`: the command opens a form at once, unless all these options are given. In that case it is
/// acknowledged privately.
#[derive(Debug, Clone, Copy)]
pub struct FormUnless(pub &'static [&'static str]);
