//! The face of `alerts` under messages: the preview and its buttons, "I have seen this", and what the secretariat does
//! with a sent alert.
//!
//! Everything is a row before it is shown, so each button works after a restart. It decides nothing: that is `alerts`.

pub mod commands;
pub mod handlers;
pub mod messages;
pub mod presses;
pub mod screens;
