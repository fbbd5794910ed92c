//! A client's identify request, and the limits that can refuse it.

/// The intents and options of an identify payload.
#[derive(Debug, Clone, PartialEq)]
pub struct Identify {
    pub intents: u64,
    pub large_threshold: usize,
    pub shard: Option<(u32, u32)>,
}

/// The limit that refuses a new session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentifyLimit {
    /// Too many sessions in five seconds. The server sends op 9, and the client tries again.
    Window,
    /// A thousand sessions in a day. Discord resets the token.
    Daily,
}
