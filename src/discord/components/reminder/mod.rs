//! The face of `reminders` under messages: what was understood and "Save", and what a member does with a reminder that
//! came.
//!
//! Everything is a row before it is shown, so each button works after a restart. It decides nothing: that is
//! `reminders`.

pub mod acts;
mod press;
mod screens;
mod together;

pub use press::ReminderPress;
