//! Shows deliveries to the secretariat: lists, the receipt of one delivery, and the actions on it.
//!
//! Each button has its action in its custom id, so it works after a restart. [`delivery`](crate::delivery) makes the
//! decisions.

pub mod commands;
pub mod handlers;
pub mod messages;
pub mod presses;
pub mod screens;
