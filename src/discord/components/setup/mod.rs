//! The face of `guild`: `/setup` page by page, the standing panels, and what other commands say while the set-up is incomplete.
//!
//! Each choice is stored when it is made, so running it again, or after a restart, goes on where it stood.

pub mod acts;
mod gate;
mod panels;
mod press;
pub mod screens;

pub use gate::served;
pub use press::{Page, SetupPress};
