//! Deliveries on Discord, for the secretariat: lists of them, the receipt of one, and the actions on it.
//!
//! What a button does is in its custom id, so each works after a restart. It decides nothing: `delivery` does.

pub mod commands;
pub mod handlers;
pub mod messages;
pub mod presses;
pub mod screens;
