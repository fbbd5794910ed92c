//! `/setup`, page by page, the panels that it posts, and what Discord reports about the server.
//!
//! Each choice is stored when it is made, so `/setup` continues where it stopped, also after a restart.

pub mod commands;
pub mod handlers;
pub mod inspection;
mod lists;
pub mod messages;
pub mod missing;
pub mod panels;
pub mod presses;
pub mod regained_access;
pub mod screens;
pub mod sync;
