//! The face of the help desk under messages: its panel, cards, threads and forms.
//!
//! Every id names a ticket and nothing else; who may press it is decided anew by the room, from our own tables.

pub mod commands;
pub mod handlers;
pub mod messages;
pub mod outlook;
pub mod presses;
pub mod screens;
