//! A session's handle to its gateway connection, to which it sends frames.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::mpsc;

/// A payload other than a dispatch. `s` and `t` are always there, as on Discord: some clients insist on them.
pub fn control_payload(op: u8, data: &Value) -> String {
    json!({"t": null, "s": null, "op": op, "d": data}).to_string()
}

/// An instruction to a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// A dispatch, shared with the session's replay buffer.
    Dispatch(Arc<str>),
    /// Any other payload.
    Op(String),
    /// Op 9. The connection stays open, and the client may identify or resume on it.
    InvalidSession(String),
    Close(u16, &'static str),
    /// Ends the TCP connection without a close frame.
    Cut,
}

pub type Frames = mpsc::UnboundedReceiver<Frame>;

#[derive(Debug, Clone)]
pub struct Link {
    number: u64,
    frames: mpsc::UnboundedSender<Frame>,
}

impl Link {
    /// `number` identifies the connection.
    pub fn new(number: u64) -> (Self, Frames) {
        let (frames, receiver) = mpsc::unbounded_channel();
        (Self { number, frames }, receiver)
    }

    pub fn number(&self) -> u64 {
        self.number
    }

    /// A closed connection receives nothing. Its session keeps the event for a replay.
    pub fn send(&self, frame: Frame) {
        drop(self.frames.send(frame));
    }
}
