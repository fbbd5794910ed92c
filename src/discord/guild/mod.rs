//! The face of `guild`: `/setup` page by page, the standing panels.
//!
//! Each choice is stored when it is made, so running it again, or after a restart, goes on where it stood.

pub mod commands;
pub mod handlers;
pub mod inspection;
pub mod panels;
pub mod presses;
pub mod screens;
pub mod sync;
