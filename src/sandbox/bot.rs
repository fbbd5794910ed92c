//! The interface between the sandbox and a bot. The sandbox can start, stop and kill the bot, and ask whether it is
//! idle.

use std::net::SocketAddr;
use std::sync::Arc;

use async_trait::async_trait;

use crate::time::Timestamp;

/// The address and token with which a bot connects to the sandbox's Discord.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscordAddress {
    /// For example `http://127.0.0.1:8080`. REST is at `/api/v10`; `GET /gateway` returns the gateway's URL.
    pub api_url: String,
    /// The token without `Bot `.
    pub token: String,
    /// The sandbox's mail server (SMTP, without encryption and login).
    pub mail: SocketAddr,
}

/// Starts, stops and kills a bot. The sandbox does not know what the bot does.
#[async_trait]
pub trait Bot: Send + Sync {
    /// Returns when the bot's components are running. The bot may still be connecting to Discord. The error says why
    /// the bot did not start.
    async fn start(&self, discord: DiscordAddress) -> Result<(), String>;

    /// Stops gracefully: the bot finishes its work in progress.
    async fn stop(&self);

    /// Ends the bot at once, without any shutdown code. Returns when everything has stopped, including SQLite's
    /// threads.
    async fn kill(&self);

    /// The probe of the running bot; `None` while the bot is not running.
    fn probe(&self) -> Option<Arc<dyn Probe>>;

    /// Fails if the database must not be deleted. The error says why. A reset calls this before it kills the bot.
    async fn check_database_is_deletable(&self) -> Result<(), String> {
        Ok(())
    }

    /// Deletes the bot's database. Called only while the bot is not running.
    async fn delete_database(&self);
}

/// Reports when the bot is idle. A probe reads the bot's own state, so it does not have to wait for a quiet period.
#[async_trait]
pub trait Probe: Send + Sync {
    /// Returns when three conditions are true: the bot has handled the first `events` dispatches of the gateway session
    /// `session`, it has no work in progress, and no row is due at the clock's current time. READY is the first
    /// dispatch. A resumed session continues the count.
    async fn wait_until_idle(&self, session: &str, events: u64);

    /// The earliest instant after now at which a row becomes due; `None` if there is no such row.
    async fn next_due(&self) -> Option<Timestamp>;
}
