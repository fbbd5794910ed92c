//! `/when`: what a typed time means.

pub mod commands;
pub mod handlers;
pub mod presses;
