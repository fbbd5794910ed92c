//! The help desk on Discord: its panel, forms, cards, threads and commands.
//!
//! A custom id carries the number of a ticket and nothing else. The service decides from our own tables who may press
//! the button.

pub mod commands;
mod forecast;
pub mod handlers;
mod lines;
pub mod messages;
pub mod presses;
pub mod screens;
