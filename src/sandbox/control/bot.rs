//! Starts, stops and kills the bot, disturbs its gateway connection, and begins everything anew.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{lock, refuse};
use crate::sandbox::core::Act;
use crate::sandbox::{Bot, Sandbox};

/// A killed bot's connections end with its runtime; the server sees it a moment later.
const CONNECTIONS_END_WITHIN: Duration = Duration::from_secs(5);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Without a bot of its own.
    None,
    Stopped,
    Starting,
    Running,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BotDo {
    Kill,
    Stop,
    Start,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BotAct {
    #[serde(rename = "do")]
    pub what: BotDo,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GatewayDo {
    /// The connection ends without a word.
    Drop,
    /// Op 7.
    Reconnect,
    /// Op 9, not resumable.
    InvalidSession,
    /// Op 9, resumable.
    InvalidSessionResumable,
    /// The connection stays open and nothing comes any more, until the client gives it up.
    Silence,
    /// GUILD_DELETE, unavailable. Ends with `guild_back`, or with the next settle once the bot knows of it.
    GuildOutage,
    GuildBack,
    /// Op 1: a heartbeat is wanted at once.
    Heartbeat,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GatewayAct {
    #[serde(rename = "do")]
    pub what: GatewayDo,
}

impl Sandbox {
    pub fn bot_status(&self) -> Status {
        *lock(&self.inner.status)
    }

    pub async fn start_bot(&self) -> Act<()> {
        let _switching = self.inner.switching.lock().await;
        self.start_now().await
    }

    /// Softly: what is in flight is finished.
    pub async fn stop_bot(&self) -> Act<()> {
        let _switching = self.inner.switching.lock().await;
        let bot = self.bot()?;
        self.set_status(Status::Stopped);
        bot.stop().await;
        self.connections_end().await;
        Ok(())
    }

    /// At once, as a power cut would.
    pub async fn kill_bot(&self) -> Act<()> {
        let _switching = self.inner.switching.lock().await;
        self.kill_now().await
    }

    /// A fresh guild, the clock where it began, the bot on a fresh database, and the guild filled again.
    pub async fn reset(&self) -> Act<()> {
        let _switching = self.inner.switching.lock().await;
        if let Some(bot) = &self.inner.bot {
            self.kill_now().await?;
            bot.forget().await;
        }
        if let Some(clock) = self.inner.discord.clock.movable() {
            clock.rewind_to(self.inner.began_at);
        }
        self.inner.discord.reset();
        if self.inner.bot.is_some() {
            self.start_now().await?;
        }
        self.seed().await.map_err(|error| refuse(409, format!("the guild could not be filled: {error}")))
    }

    /// Disturbs the gateway; without a connection there is nothing to disturb.
    pub fn disturb_gateway(&self, what: GatewayDo) -> Act<()> {
        self.inner.discord.act(|state, now| {
            if !state.gateway.is_linked() && !matches!(what, GatewayDo::GuildOutage | GatewayDo::GuildBack) {
                return Err(refuse(409, "no bot is connected to the gateway"));
            }
            match what {
                GatewayDo::Drop => state.gateway.drop_links(Instant::now()),
                GatewayDo::Reconnect => state.gateway.ask_to_reconnect(),
                GatewayDo::InvalidSession => state.gateway.invalidate(),
                GatewayDo::InvalidSessionResumable => state.gateway.invalidate_resumably(),
                GatewayDo::Silence => state.gateway.silence(),
                GatewayDo::GuildOutage => state.gateway.begin_outage(&state.world),
                GatewayDo::GuildBack => state.gateway.end_outage(&state.world, now),
                GatewayDo::Heartbeat => state.gateway.ask_for_heartbeats(),
            }
            Ok(())
        })
    }

    async fn start_now(&self) -> Act<()> {
        let bot = self.bot()?;
        if self.bot_status() != Status::Stopped {
            return Err(refuse(409, "the bot runs already"));
        }
        self.set_status(Status::Starting);
        let started = match bot.start(self.address()).await {
            Ok(()) => self.until_idle().await,
            Err(error) => Err(refuse(409, format!("the bot did not start: {error}"))),
        };
        self.set_status(if bot.probe().is_some() { Status::Running } else { Status::Stopped });
        started
    }

    async fn kill_now(&self) -> Act<()> {
        let bot = self.bot()?;
        self.set_status(Status::Stopped);
        bot.kill().await;
        self.connections_end().await;
        Ok(())
    }

    /// What a dead bot sent last is still read; only then is the world still.
    async fn connections_end(&self) {
        let discord = &self.inner.discord;
        let mut ends = discord.lines.watch_ends();
        let wait = async { while discord.lines.held_by_bots() > 0 && ends.changed().await.is_ok() {} };
        if tokio::time::timeout(CONNECTIONS_END_WITHIN, wait).await.is_err() {
            tracing::warn!("the bot's connections outlive it");
            discord.act(|state, _| state.gateway.drop_links(Instant::now()));
        }
    }

    fn bot(&self) -> Act<&dyn Bot> {
        self.inner.bot.as_deref().ok_or_else(|| refuse(409, "this sandbox runs no bot of its own"))
    }

    pub(in crate::sandbox) fn set_status(&self, status: Status) {
        *lock(&self.inner.status) = status;
        self.inner.discord.tell_live(json!({"kind": "bot", "status": status}));
        self.inner.discord.changed();
    }
}
