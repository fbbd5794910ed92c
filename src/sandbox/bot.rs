//! The bot as the sandbox sees it: something that can be started, stopped and killed, and that reports whether it is
//! idle.

use std::sync::Arc;

use async_trait::async_trait;

use crate::time::Timestamp;

/// Where a bot finds the sandbox's Discord.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscordAddress {
    /// `http://127.0.0.1:8080`. REST is at `/api/v10`; `GET /gateway` returns the gateway's URL.
    pub api_url: String,
    /// The token without `Bot `.
    pub token: String,
}

/// Starts, stops and kills the bot. The sandbox does not know what kind of bot it is.
#[async_trait]
pub trait Bot: Send + Sync {
    /// Returns when the bot's parts run; it may still be connecting. The error is shown to the caller.
    async fn start(&self, discord: DiscordAddress) -> Result<(), String>;

    /// Stops gracefully: work in flight is finished.
    async fn stop(&self);

    /// Ends the bot at once, without any shutdown code. Returns when all of it has stopped, including SQLite's threads.
    async fn kill(&self);

    /// `None` while the bot does not run.
    fn probe(&self) -> Option<Arc<dyn Probe>>;

    /// Whether the database may be deleted; the error says why not. Asked before the bot is killed for a reset.
    async fn may_delete_database(&self) -> Result<(), String> {
        Ok(())
    }

    /// Deletes its database. Called only while the bot does not run.
    async fn delete_database(&self);
}

/// Reports whether the bot is idle, from its own state, without waiting for a quiet period.
#[async_trait]
pub trait Probe: Send + Sync {
    /// Returns once the first `events` dispatches of gateway session `session` are handled (READY is the first; a
    /// resumed session continues the count), nothing is in flight, and no row is due at the clock's current time.
    async fn idle(&self, session: &str, events: u64);

    /// The earliest instant after now at which a row is due.
    async fn next_due(&self) -> Option<Timestamp>;
}
