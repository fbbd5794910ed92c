//! `/profile` and its buttons: the set-up of a profile, question by question, and the actions on a profile.
//!
//! Every answer is stored before it is shown, so each button works after a restart. [`members`](crate::members) makes
//! the decisions.

pub mod commands;
mod deputies;
pub mod direct_messages;
pub mod handlers;
mod inbox;
pub mod languages;
mod mailboxes;
pub mod messages;
mod offers;
mod open_forms;
mod phone;
pub mod presses;
mod questions;
pub mod screens;
mod shown;
mod today;
