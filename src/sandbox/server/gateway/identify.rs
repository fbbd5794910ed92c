//! A client's request to identify, and the reasons to refuse it.

/// The intents and options of an identify payload.
#[derive(Debug, Clone, PartialEq)]
pub struct Identify {
    pub intents: u64,
    pub large_threshold: usize,
    pub shard: Option<(u32, u32)>,
}

/// The limit that refused a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentifyLimit {
    /// Too many in five seconds. Op 9: the client tries again.
    Window,
    /// A thousand in a day. Discord resets the token.
    Daily,
}
