//! The face of `reminders` under messages: what was understood and "Save", and what a member does with a reminder that
//! came.
//!
//! Everything is a row before it is shown, so each button works after a restart. It decides nothing: that is
//! `reminders`.

pub mod commands;
pub mod handlers;
pub mod late_handlers;
pub mod late_messages;
pub mod messages;
pub mod presses;
pub mod screens;
