//! Alerts on Discord: the form, the preview and its buttons, the messages to recipients, and the roster. The roster
//! lists the recipients for the secretariat and is kept up to date, and so does the list of who is missing.
//!
//! Everything is stored before it is shown, so each button works after a restart. [`alerts`](crate::alerts) makes the
//! decisions.

mod asks;
mod buttons;
pub mod commands;
mod completion;
mod deadlines;
mod draft_handlers;
mod ending;
mod forms;
pub mod handlers;
pub mod messages;
pub mod missing;
mod plans;
pub mod presses;
mod preview;
mod preview_deadlines;
mod preview_pages;
mod preview_texts;
mod report;
mod report_csv;
mod report_people;
mod report_picture;
mod report_times;
pub mod roster;
mod roster_answers;
mod roster_mails;
mod screens;
pub mod woken_notice;
