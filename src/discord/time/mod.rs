//! `/when`: what a typed time means.

pub mod commands;
pub mod presses;
