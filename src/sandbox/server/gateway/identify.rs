//! A client's identify request, and the limits that can refuse it.

/// The intents and options of an identify payload.
#[derive(Debug, Clone, PartialEq)]
pub struct Identify {
    pub intents: u64,
    /// The number of members above which the guild counts as large: 50 to 250.
    pub large_threshold: usize,
    /// The shard's number and the number of shards; `None` if the client sent neither.
    pub shard: Option<(u32, u32)>,
}

/// The limit that refuses a new session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentifyLimit {
    /// Too many sessions in five seconds. The server sends op 9, and the client tries again.
    Window,
    /// More than a thousand sessions in a day. Discord resets the bot's token; the sandbox closes with 4004.
    Daily,
}
