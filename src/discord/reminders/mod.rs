//! Reminders on Discord: the commands, the drafts with "Save", and the buttons under a reminder that was sent.
//!
//! Everything is stored before it is shown, so each button works after a restart. [`reminders`](crate::reminders) makes
//! the decisions.

pub mod catch_up_messages;
pub mod commands;
mod forms;
mod group_handlers;
mod handlers;
pub mod messages;
pub mod moved;
pub mod presses;
mod screens;
