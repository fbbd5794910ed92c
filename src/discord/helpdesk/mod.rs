//! The help desk on Discord: its panel, forms, messages, threads and commands.
//!
//! A custom id contains the number of a ticket, but no permission. The service decides with our own tables who may
//! press the button.

pub mod commands;
mod forecast;
pub mod handlers;
mod lines;
pub mod messages;
pub mod presses;
pub mod screens;
