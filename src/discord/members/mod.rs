//! The face of `members` under messages: the set-up of a profile, question by question, and what one may do with it.
//!
//! Every answer is a row before it is shown, so each button works after a restart. It decides nothing about profiles:
//! that is `members`.

pub mod away;
pub mod commands;
pub mod handlers;
pub mod languages;
pub mod messages;
pub mod presses;
pub mod screens;
