//! The link from a session to its gateway connection. The session sends frames through the link.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::mpsc;

/// Returns a payload that is not a dispatch, as JSON. Its `s` and `t` are null. Discord sends both keys too, and some
/// clients require them.
pub fn control_payload(op: u8, data: &Value) -> String {
    json!({"t": null, "s": null, "op": op, "d": data}).to_string()
}

/// An instruction that a session gives to its connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// Send this dispatch. The session's replay buffer shares the text.
    Dispatch(Arc<str>),
    /// Send this payload, which is not a dispatch.
    Op(String),
    /// Send op 9. The connection stays open, and the client may identify or resume on it.
    InvalidSession(String),
    /// Send a close frame with this code and reason.
    Close(u16, &'static str),
    /// End the TCP connection without a close frame.
    Cut,
}

pub type Frames = mpsc::UnboundedReceiver<Frame>;

/// Sends frames to one gateway connection.
#[derive(Debug, Clone)]
pub struct Link {
    number: u64,
    frames: mpsc::UnboundedSender<Frame>,
}

impl Link {
    /// Creates a link and the receiver of its frames. `number` identifies the connection.
    pub fn new(number: u64) -> (Self, Frames) {
        let (frames, receiver) = mpsc::unbounded_channel();
        (Self { number, frames }, receiver)
    }

    pub fn number(&self) -> u64 {
        self.number
    }

    /// Sends a frame. Does nothing if the connection is closed, because the session keeps its dispatches for a replay.
    pub fn send(&self, frame: Frame) {
        drop(self.frames.send(frame));
    }
}
