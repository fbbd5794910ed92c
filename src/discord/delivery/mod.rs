//! The face of `delivery` for the secretariat: lists of deliveries, the receipt of one, and what is done about it by
//! hand.
//!
//! Everything is a row, and what a button does is in its id, so each works after a restart. It decides nothing: that is
//! `delivery`.

pub mod commands;
pub mod handlers;
pub mod messages;
pub mod presses;
pub mod screens;
