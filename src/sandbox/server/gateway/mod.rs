//! Discord's gateway, version 10: sessions, their sequence numbers, and the replay to clients that resume.
//!
//! A session outlives its connections. A session may have a connection, which is a [`Link`]. This module reads no
//! socket; `gateway_socket.rs` does. Source: Discord docs, "Gateway".

mod compress;
mod identify;
mod link;
pub mod payload;
mod session;
mod sessions;

pub use compress::Transport;
pub use identify::{Identify, IdentifyLimit};
pub use link::{Frame, Frames, Link, control_payload};
pub use session::{ResumeError, Session};
pub use sessions::{Gateway, SessionPosition};
