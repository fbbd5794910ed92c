//! A running sandbox: the loopback Discord, the bot connected to it, and the locks that serialize changes to them.

use std::sync::{Arc, Mutex as SyncMutex};

use async_trait::async_trait;
use serde::Serialize;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;

use super::bot::{Bot, DiscordAddress};
use super::clock::SandboxClock;
use super::mail::MailServer;
use super::server::Discord;
use crate::time::Timestamp;

/// A handle to a running sandbox. All clones refer to the same sandbox, and [`Sandbox::stop`] ends it for all of them.
#[derive(Clone)]
pub struct Sandbox {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) discord: Arc<Discord>,
    pub(super) mail: Arc<MailServer>,
    pub(super) bot: Option<Arc<dyn Bot>>,
    pub(super) seeder: Option<Arc<dyn Seeder>>,
    pub(super) bot_status: SyncMutex<BotStatus>,
    /// Held during a start, stop, kill or reset of the bot, so that only one runs at a time.
    pub(super) bot_lock: Mutex<()>,
    /// Held while the clock moves, so that only one move runs at a time.
    pub(super) clock_lock: Mutex<()>,
    /// The time on the sandbox's clock at the start. A reset moves a virtual clock back to it.
    pub(super) started_at: Timestamp,
    pub(super) server: SyncMutex<Option<JoinHandle<()>>>,
}

/// Fills a new guild through the sandbox's own calls, as members would. The sandbox calls it after the start and after
/// each reset, while the bot is running.
#[async_trait]
pub trait Seeder: Send + Sync {
    async fn seed(&self, sandbox: &Sandbox) -> Result<(), String>;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BotStatus {
    /// The sandbox does not run a bot itself.
    None,
    Stopped,
    Starting,
    Running,
}

impl Sandbox {
    /// The sandbox's base URL, such as `http://127.0.0.1:8080`.
    pub fn url(&self) -> &str {
        self.inner.discord.url()
    }

    /// The address and token with which any bot can connect to this Discord.
    pub fn address(&self) -> DiscordAddress {
        let (api_url, token) = (self.url().to_owned(), self.inner.discord.token().to_owned());
        DiscordAddress { api_url, token, mail: self.inner.mail.address() }
    }

    pub fn clock(&self) -> SandboxClock {
        self.inner.discord.clock.clone()
    }

    pub(super) async fn seed(&self) -> Result<(), String> {
        match &self.inner.seeder {
            Some(seeder) => seeder.seed(self).await,
            None => Ok(()),
        }
    }
}
