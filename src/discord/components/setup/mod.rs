//! The face of `guild`: `/setup` page by page, the standing panels.
//!
//! Each choice is stored when it is made, so running it again, or after a restart, goes on where it stood.

pub mod acts;
mod panels;
mod press;
pub mod screens;

pub use press::{Page, SetupPress};
