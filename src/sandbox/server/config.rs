//! Settings of the loopback Discord, for behaviour that varies on Discord or that would make tests wait for real
//! minutes.

use std::time::Duration;

/// Whether requests are rate limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RateLimiting {
    #[default]
    AsDiscord,
    /// No bucket limits, no global limit, no bans and no headers. For measurements of a bot's own speed.
    Off,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscordConfig {
    /// The heartbeat interval that the gateway sends in Hello. Discord's is 41.25 s. A test of dead connections needs a
    /// shorter interval.
    pub heartbeat_interval: Duration,
    /// How many sessions may start within five seconds. Discord's `max_concurrency` is 1. With 1, a test that restarts
    /// its bot would have to wait.
    pub max_identifies_per_5s: u32,
    /// The minimum time between two requests for all members of a guild. Discord's is 30 s.
    pub member_request_interval: Duration,
    /// The time limit for the first response to an interaction. Discord's is 3 s ("Interactions: Receiving and
    /// Responding"). A test of late responses may need less.
    pub response_deadline: Duration,
    pub rate_limiting: RateLimiting,
}

impl Default for DiscordConfig {
    fn default() -> Self {
        Self {
            heartbeat_interval: Duration::from_millis(41_250),
            max_identifies_per_5s: 20,
            member_request_interval: Duration::from_secs(30),
            response_deadline: Duration::from_secs(3),
            rate_limiting: RateLimiting::AsDiscord,
        }
    }
}
