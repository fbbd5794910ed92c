//! How an interaction is acknowledged while its handler still works.

/// How an interaction is acknowledged when its handler takes its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ack {
    /// "Thinking…", seen by the caller alone: the answer will be private.
    #[default]
    Private,
    /// "Thinking…", seen by all: the answer will be public.
    Public,
    /// Nothing visible: the handler will `update` the message that the button sits on.
    Update,
    /// Not at all: the handler opens a modal at once, without waiting for anything.
    Never,
}
