//! `/setup` and its pages, the panels that it posts, and the sync of the server's state from Discord.
//!
//! Each choice is stored when it is made. So `/setup` continues where it stopped, even after a restart.

pub mod commands;
pub mod handlers;
pub mod inspection;
mod lists;
pub mod messages;
pub mod missed_deletions;
pub mod missing;
pub mod panels;
pub mod presses;
pub mod regained_access;
pub mod screens;
pub mod sync;
