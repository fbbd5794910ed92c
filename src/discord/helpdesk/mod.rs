//! The help desk on Discord: its panel, forms, messages, threads and commands.
//!
//! A custom id carries the number of a ticket, but no permission: the service decides from our own tables who may press
//! the button.

pub mod commands;
mod forecast;
pub mod handlers;
mod lines;
pub mod messages;
pub mod presses;
pub mod screens;
