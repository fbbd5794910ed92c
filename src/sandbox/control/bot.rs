//! Starts, stops and kills the bot, disturbs its gateway connection, and resets the sandbox.

use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::json;

use super::error::control_error;
use crate::sandbox::bot::Bot;
use crate::sandbox::core::{ControlResult, InteractionDeliveries, InteractionShape};
use crate::sandbox::instance::{BotStatus, Sandbox};
use crate::sandbox::sync::lock;

/// A killed bot's connections close with its runtime; the server notices a moment later.
const CONNECTIONS_CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BotAction {
    Kill,
    Stop,
    Start,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BotRequest {
    #[serde(rename = "do")]
    pub action: BotAction,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GatewayAction {
    /// The connection ends without a close frame.
    Drop,
    /// Op 7.
    Reconnect,
    /// Op 9, not resumable.
    InvalidSession,
    /// Op 9, resumable.
    InvalidSessionResumable,
    /// The connection stays open but receives nothing more, until the client gives up.
    Silence,
    /// GUILD_DELETE with `unavailable`. Ends with `guild_back`, or with the next settle once the bot knows of it.
    GuildOutage,
    GuildBack,
    /// Op 1: requests a heartbeat at once.
    Heartbeat,
    /// From now on every interaction is delivered twice, as happens around resumes.
    InteractionsTwice,
    InteractionsOnce,
    /// From now on interactions have fields that libraries cannot decode, around all that a bot needs.
    InteractionsOdd,
    /// From now on interactions lack what tells what was pressed or typed.
    InteractionsUnreadable,
    InteractionsPlain,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GatewayRequest {
    #[serde(rename = "do")]
    pub action: GatewayAction,
}

impl Sandbox {
    pub fn bot_status(&self) -> BotStatus {
        *lock(&self.inner.bot_status)
    }

    pub async fn start_bot(&self) -> ControlResult<()> {
        let _guard = self.inner.bot_lock.lock().await;
        self.start_bot_locked().await
    }

    /// Stops gracefully: work in flight is finished.
    pub async fn stop_bot(&self) -> ControlResult<()> {
        let _guard = self.inner.bot_lock.lock().await;
        let bot = self.bot()?;
        self.set_bot_status(BotStatus::Stopped);
        bot.stop().await;
        self.wait_for_connections_to_close().await;
        Ok(())
    }

    /// Ends the bot at once, like a power cut.
    pub async fn kill_bot(&self) -> ControlResult<()> {
        let _guard = self.inner.bot_lock.lock().await;
        self.kill_bot_locked().await
    }

    /// Creates a new guild, moves the clock back to its start, gives the bot a new database, and seeds the guild again.
    pub async fn reset(&self) -> ControlResult<()> {
        let _guard = self.inner.bot_lock.lock().await;
        if let Some(bot) = &self.inner.bot {
            bot.may_delete_database().await.map_err(|error| control_error(409, error))?;
            self.kill_bot_locked().await?;
            bot.delete_database().await;
        }
        if let Some(clock) = self.inner.discord.clock.movable() {
            clock.rewind_to(self.inner.started_at);
        }
        self.inner.discord.reset();
        if self.inner.bot.is_some() {
            self.start_bot_locked().await?;
        }
        self.seed().await.map_err(|error| control_error(409, format!("the guild could not be filled: {error}")))
    }

    /// Disturbs the gateway. Fails without a connection.
    pub fn disturb_gateway(&self, action: GatewayAction) -> ControlResult<()> {
        self.inner.discord.update(|state, now| {
            if !state.gateway.is_linked() && !matches!(action, GatewayAction::GuildOutage | GatewayAction::GuildBack) {
                return Err(control_error(409, "no bot is connected to the gateway"));
            }
            match action {
                GatewayAction::Drop => state.gateway.drop_links(Instant::now()),
                GatewayAction::Reconnect => state.gateway.ask_to_reconnect(),
                GatewayAction::InvalidSession => state.gateway.invalidate(),
                GatewayAction::InvalidSessionResumable => state.gateway.invalidate_resumably(),
                GatewayAction::Silence => state.gateway.silence(),
                GatewayAction::GuildOutage => state.gateway.begin_outage(&state.world),
                GatewayAction::GuildBack => state.gateway.end_outage(&state.world, now),
                GatewayAction::Heartbeat => state.gateway.ask_for_heartbeats(),
                GatewayAction::InteractionsTwice => state.world.repeat_interactions(InteractionDeliveries::Twice),
                GatewayAction::InteractionsOdd => state.world.shape_interactions(InteractionShape::Odd),
                GatewayAction::InteractionsUnreadable => state.world.shape_interactions(InteractionShape::Unreadable),
                GatewayAction::InteractionsPlain => state.world.shape_interactions(InteractionShape::Plain),
                GatewayAction::InteractionsOnce => state.world.repeat_interactions(InteractionDeliveries::Once),
            }
            Ok(())
        })
    }

    async fn start_bot_locked(&self) -> ControlResult<()> {
        let bot = self.bot()?;
        if self.bot_status() != BotStatus::Stopped {
            return Err(control_error(409, "the bot runs already"));
        }
        self.set_bot_status(BotStatus::Starting);
        let started = match bot.start(self.address()).await {
            Ok(()) => self.until_idle().await,
            Err(error) => Err(control_error(409, format!("the bot did not start: {error}"))),
        };
        self.set_bot_status(if bot.probe().is_some() { BotStatus::Running } else { BotStatus::Stopped });
        started
    }

    async fn kill_bot_locked(&self) -> ControlResult<()> {
        let bot = self.bot()?;
        self.set_bot_status(BotStatus::Stopped);
        bot.kill().await;
        self.wait_for_connections_to_close().await;
        Ok(())
    }

    /// The server still reads the last requests of a killed bot. The world stops changing only when they are done.
    async fn wait_for_connections_to_close(&self) {
        let discord = &self.inner.discord;
        let mut ends = discord.connections.watch_closed();
        let wait = async { while discord.connections.held_by_bots() > 0 && ends.changed().await.is_ok() {} };
        if tokio::time::timeout(CONNECTIONS_CLOSE_TIMEOUT, wait).await.is_err() {
            tracing::warn!("connections of the stopped bot are still open");
            discord.update(|state, _| state.gateway.drop_links(Instant::now()));
        }
    }

    fn bot(&self) -> ControlResult<&dyn Bot> {
        self.inner.bot.as_deref().ok_or_else(|| control_error(409, "this sandbox runs no bot of its own"))
    }

    pub(in crate::sandbox) fn set_bot_status(&self, status: BotStatus) {
        *lock(&self.inner.bot_status) = status;
        self.inner.discord.publish_live(json!({"kind": "bot", "status": status}));
        self.inner.discord.notify_changed();
    }
}
