//! Settings of the loopback Discord: the limits that tests must shorten, raise or switch off.

use std::time::Duration;

/// Whether requests are rate limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RateLimiting {
    /// Requests have the limits in `limits.rs`.
    #[default]
    AsDiscord,
    /// No bucket limits, no global limit, no bans and no rate-limit headers. A test can measure a bot's own speed.
    Off,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscordConfig {
    /// The heartbeat interval that the gateway sends in Hello. Discord sends 41.25 s. A test of dead connections needs
    /// a shorter interval.
    pub heartbeat_interval: Duration,
    /// How many sessions may start within five seconds. Discord allows 1 (`max_concurrency`). A test that restarts its
    /// bot would have to wait, so the default is higher.
    pub max_identifies_per_5s: u32,
    /// The minimum time between two requests for all members of a guild. Discord requires 30 s.
    pub member_request_interval: Duration,
    /// The time limit for the first response to an interaction. Discord allows 3 s. A test of late responses can set a
    /// shorter limit. Source: Discord docs, "Interactions: Receiving and Responding".
    pub response_timeout: Duration,
    pub rate_limiting: RateLimiting,
}

impl Default for DiscordConfig {
    fn default() -> Self {
        Self {
            heartbeat_interval: Duration::from_millis(41_250),
            max_identifies_per_5s: 20,
            member_request_interval: Duration::from_secs(30),
            response_timeout: Duration::from_secs(3),
            rate_limiting: RateLimiting::AsDiscord,
        }
    }
}
