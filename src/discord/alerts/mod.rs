//! Alerts on Discord: the form, the preview and its buttons, the messages to recipients, and the live list.
//!
//! Everything is stored before it is shown, so each button works after a restart. Decisions are made in
//! [`alerts`](crate::alerts).

mod asks;
mod buttons;
pub mod commands;
mod draft_handlers;
mod ending;
mod forms;
pub mod handlers;
pub mod messages;
pub mod presses;
mod preview;
pub mod roster;
mod roster_answers;
mod screens;
