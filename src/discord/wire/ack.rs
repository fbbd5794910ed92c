//! How a slow interaction is acknowledged.

/// How an interaction is acknowledged when its handler is slow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ack {
    /// "Thinking…", visible to the caller alone: the answer will be private.
    #[default]
    Private,
    /// "Thinking…", visible to all: the answer will be public.
    Public,
    /// Nothing visible: the handler will `update` the message with the pressed button.
    Update,
    /// Not at all: the handler opens a modal at once, without any wait.
    Never,
}
