//! The types and rules that the slash commands of all features share.
//!
//! The secretariat's commands are at the top level and set `default_member_permissions = "MANAGE_MESSAGES"`, so that
//! Discord hides them from other people. (Hiding them by role would need a person's OAuth token.) The feature's service
//! still authorizes every use. A command that works only in the server sets `guild_only`. A command without
//! `guild_only` also works in a DM with Magpie.
//!
//! A command's `custom_data` says how a slow command is acknowledged: `custom_data = "Ack::Public"`, or `"Ack::Never"`
//! if the command opens a modal at once. Without `custom_data`, the command is acknowledged privately.

use crate::discord::call::Call;
use crate::discord::wire::user_error::UserError;

/// The context of a command: `ctx.data()` is its `Call`. A command answers with `ctx.data().responder`, never with
/// poise's own replies.
pub type Context<'a> = poise::ApplicationContext<'a, Call, UserError>;
pub type Command = poise::Command<Call, UserError>;

/// The `custom_data` of a command that opens a form at once, unless the caller gives all these options. With all these
/// options, the command is acknowledged privately.
#[derive(Debug, Clone, Copy)]
pub struct FormUnless(pub &'static [&'static str]);
