//! `/desk`: the help desk as a whole, for those who run it, and "How did it go?" for those who asked.

pub mod commands;
pub mod handlers;
pub mod presses;
pub mod screens;
