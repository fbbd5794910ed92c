//! Discord's gateway, version 10: sessions, their sequence numbers, and the replay to clients that resume.
//!
//! A session outlives its connections. At any time it has one connection (a [`Link`]) or none. This module does not
//! read sockets; `gateway_socket.rs` does. Source: Discord docs, "Gateway".

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
