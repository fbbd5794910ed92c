//! Discord's gateway, version 10: sessions, their sequence numbers, and what is replayed to a client that resumes.
//!
//! A session outlives its connections; a connection is a [`Link`] that a session may have. Nothing here reads a socket
//! (`gateway_socket.rs` does). Source: Discord docs, "Gateway".

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
