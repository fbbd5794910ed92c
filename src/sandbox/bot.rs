//! The bot as the sandbox sees it: something that is started, stopped and killed, and that can tell whether it is idle.

use std::sync::Arc;

use async_trait::async_trait;

use super::Sandbox;
use crate::time::Timestamp;

/// Where a bot finds the sandbox's Discord.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscordAddress {
    /// `http://127.0.0.1:8080`; REST is at `/api/v10`, and `GET /gateway` tells the gateway's address.
    pub api_url: String,
    /// Without `Bot `.
    pub token: String,
}

/// Starts, stops and kills the bot; the sandbox never knows what it is.
#[async_trait]
pub trait Bot: Send + Sync {
    /// Returns when the bot's parts run; it may still be connecting. The error is for whoever asked.
    async fn start(&self, discord: DiscordAddress) -> Result<(), String>;

    /// Stops softly: what is in flight is finished.
    async fn stop(&self);

    /// Ends at once, without any shutdown code; returns when nothing of it runs any more, SQLite's threads included.
    async fn kill(&self);

    /// `None` while it does not run.
    fn probe(&self) -> Option<Arc<dyn Probe>>;

    /// Throws its database away; called while it does not run.
    async fn forget(&self);
}

/// Tells whether the bot is idle. Never by waiting for quiet.
#[async_trait]
pub trait Probe: Send + Sync {
    /// Returns once the first `events` dispatches of gateway session `session` are handled (READY is the first; a
    /// resumed session goes on counting), nothing is in flight, and no row is due at the clock's now.
    async fn idle(&self, session: &str, events: u64);

    /// The earliest instant at which a row is due later than now.
    async fn next_due(&self) -> Option<Timestamp>;
}

/// Fills a fresh guild as people would, through the sandbox's own acts: called after the start and after each reset,
/// with the bot running.
#[async_trait]
pub trait Seeder: Send + Sync {
    async fn seed(&self, sandbox: &Sandbox) -> Result<(), String>;
}
