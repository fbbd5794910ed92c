//! A session's handle to its gateway connection. The session sends frames through it.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::mpsc;

/// A payload that is not a dispatch. It always contains `s` and `t`, as on Discord, because some clients require them.
pub fn control_payload(op: u8, data: &Value) -> String {
    json!({"t": null, "s": null, "op": op, "d": data}).to_string()
}

/// What a connection must do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// Send a dispatch. The session's replay buffer shares the text.
    Dispatch(Arc<str>),
    /// Send any other payload.
    Op(String),
    /// Send op 9. The connection stays open, and the client may identify or resume on it.
    InvalidSession(String),
    Close(u16, &'static str),
    /// End the TCP connection without a close frame.
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

    /// Sends a frame, unless the connection is closed. The session keeps its events for a replay.
    pub fn send(&self, frame: Frame) {
        drop(self.frames.send(frame));
    }
}
