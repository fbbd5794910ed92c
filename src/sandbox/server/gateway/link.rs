//! A gateway connection as a session sees it: where its frames go.

use std::sync::Arc;

use tokio::sync::mpsc;

/// What a connection is told to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// A dispatch; shared with the session's replay buffer.
    Dispatch(Arc<str>),
    /// Any other payload.
    Op(String),
    Close(u16, &'static str),
    /// End the TCP connection without a word.
    Cut,
}

pub type Frames = mpsc::UnboundedReceiver<Frame>;

#[derive(Debug, Clone)]
pub struct Link {
    number: u64,
    frames: mpsc::UnboundedSender<Frame>,
}

impl Link {
    /// `number` tells connections apart.
    pub fn new(number: u64) -> (Self, Frames) {
        let (frames, receiver) = mpsc::unbounded_channel();
        (Self { number, frames }, receiver)
    }

    pub fn number(&self) -> u64 {
        self.number
    }

    /// A connection that is gone hears nothing; its session keeps the event.
    pub fn tell(&self, frame: Frame) {
        drop(self.frames.send(frame));
    }
}
