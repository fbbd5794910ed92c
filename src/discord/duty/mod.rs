//! Duty on Discord: the live panel, the screens to take, give back and offer shifts, and the commands to plan slots.
//!
//! A custom id contains the number of a slot or a shift, but no permission. The service decides with our own tables who
//! may press the button.

pub mod commands;
pub mod handlers;
mod lines;
pub mod messages;
mod plans;
pub mod presses;
pub mod screens;
