//! The ways to acknowledge an interaction whose handler is slow.

/// How an interaction is acknowledged when its handler is slow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ack {
    /// "Thinking…", visible to the caller only: the answer will be private.
    #[default]
    Private,
    /// "Thinking…", visible to everyone: the answer will be public.
    Public,
    /// Nothing visible: the handler will `update` the message that has the pressed button.
    Update,
    /// No acknowledgement: the handler opens a modal at once, without waiting for anything.
    Never,
}
