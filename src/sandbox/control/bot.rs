//! Starts, stops and kills the bot, disrupts its gateway connection, and resets the sandbox.

use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::json;

use super::error::control_error;
use crate::sandbox::bot::Bot;
use crate::sandbox::core::{ControlResult, InteractionDeliveries, InteractionShape};
use crate::sandbox::instance::{BotStatus, Sandbox};
use crate::sandbox::sync::lock;

/// How long to wait until a stopped bot's connections have closed. They close with the bot's runtime, and the server
/// notices this a moment later.
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
    /// Ends the connection without a close frame.
    Drop,
    /// Sends op 7, which asks the client to reconnect.
    Reconnect,
    /// Sends op 9 with a session that cannot be resumed.
    InvalidSession,
    /// Sends op 9 with a session that can be resumed.
    InvalidSessionResumable,
    /// Keeps the connection open but sends nothing more on it. A client must notice this and reconnect.
    Silence,
    /// Sends GUILD_DELETE with `unavailable`. The outage ends with `guild_back`, or during the next
    /// [`Sandbox::settle`] when the bot has handled the event.
    GuildOutage,
    /// Ends the outage: sends GUILD_CREATE.
    GuildBack,
    /// Sends op 1, which requests a heartbeat at once.
    Heartbeat,
    /// From now on, delivers every interaction twice, as Discord can do around a resume.
    InteractionsTwice,
    /// From now on, delivers every interaction once. This is the default.
    InteractionsOnce,
    /// Delivers the latest interaction once more. The bot may have been restarted since the first delivery.
    InteractionAgain,
    /// From now on, gives some fields of interactions values that libraries cannot decode. The fields that a bot needs
    /// stay intact.
    InteractionsOdd,
    /// From now on, interactions do not say what the person pressed or typed.
    InteractionsUnreadable,
    /// From now on, interactions have their normal fields. This is the default.
    InteractionsPlain,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GatewayRequest {
    #[serde(rename = "do")]
    pub action: GatewayAction,
}

/// Sets the bot's status when dropped, so that a start that panics or is dropped does not leave it at `Starting`, where
/// every later start would fail.
struct Starting<'a> {
    sandbox: &'a Sandbox,
    bot: &'a dyn Bot,
}

impl<'a> Starting<'a> {
    fn begin(sandbox: &'a Sandbox, bot: &'a dyn Bot) -> Self {
        sandbox.set_bot_status(BotStatus::Starting);
        Self { sandbox, bot }
    }
}

impl Drop for Starting<'_> {
    fn drop(&mut self) {
        let status = if self.bot.probe().is_some() { BotStatus::Running } else { BotStatus::Stopped };
        self.sandbox.set_bot_status(status);
    }
}

impl Sandbox {
    pub fn bot_status(&self) -> BotStatus {
        *lock(&self.inner.bot_status)
    }

    pub async fn start_bot(&self) -> ControlResult<()> {
        let _guard = self.inner.bot_lock.lock().await;
        self.start_bot_locked().await
    }

    /// Stops gracefully: the bot finishes its work in progress.
    pub async fn stop_bot(&self) -> ControlResult<()> {
        let _guard = self.inner.bot_lock.lock().await;
        let bot = self.bot()?;
        self.set_bot_status(BotStatus::Stopped);
        bot.stop().await;
        self.wait_for_connections_to_close().await;
        Ok(())
    }

    /// Ends the bot at once, as a power failure would.
    pub async fn kill_bot(&self) -> ControlResult<()> {
        let _guard = self.inner.bot_lock.lock().await;
        self.kill_bot_locked().await
    }

    /// Creates a new guild, moves a virtual clock back to its start, gives the bot a new database, and fills the guild
    /// again.
    pub async fn reset(&self) -> ControlResult<()> {
        let _guard = self.inner.bot_lock.lock().await;
        if let Some(bot) = &self.inner.bot {
            bot.check_database_is_deletable().await.map_err(|error| control_error(409, error))?;
            self.kill_bot_locked().await?;
            bot.delete_database().await;
        }
        // A clock move that still runs must not move the clock of the new guild. It ends soon, because the bot stopped.
        let _clock_guard = self.inner.clock_lock.lock().await;
        if let Some(clock) = self.inner.discord.clock.virtual_clock() {
            clock.rewind_to(self.inner.started_at);
        }
        self.inner.discord.reset();
        self.inner.mail.reset();
        if self.inner.bot.is_some() {
            self.start_bot_locked().await?;
        }
        self.seed().await.map_err(|error| control_error(409, format!("the guild could not be filled: {error}")))?;
        self.inner.discord.publish_live(json!({"kind": "filled"}));
        Ok(())
    }

    /// Disrupts the gateway connection. Fails if no bot is connected. The two actions for a guild outage need no
    /// connected bot.
    pub fn disrupt_gateway(&self, action: GatewayAction) -> ControlResult<()> {
        self.inner.discord.update(|state, now| {
            if !state.gateway.is_linked() && !matches!(action, GatewayAction::GuildOutage | GatewayAction::GuildBack) {
                return Err(control_error(409, "no bot is connected to the gateway"));
            }
            match action {
                GatewayAction::Drop => state.gateway.drop_links(Instant::now()),
                GatewayAction::Reconnect => state.gateway.ask_to_reconnect(),
                GatewayAction::InvalidSession => state.gateway.invalidate(),
                GatewayAction::InvalidSessionResumable => state.gateway.invalidate_resumably(),
                GatewayAction::Silence => state.gateway.silence_all(),
                GatewayAction::GuildOutage => state.gateway.begin_outage(&state.world),
                GatewayAction::GuildBack => state.gateway.end_outage(&state.world, now),
                GatewayAction::Heartbeat => state.gateway.ask_for_heartbeats(),
                GatewayAction::InteractionsTwice => {
                    state.world.set_interaction_deliveries(InteractionDeliveries::Twice)
                }
                GatewayAction::InteractionAgain => {
                    if !state.world.deliver_last_interaction_again() {
                        return Err(control_error(409, "there was no interaction yet"));
                    }
                }
                GatewayAction::InteractionsOdd => state.world.set_interaction_shape(InteractionShape::Odd),
                GatewayAction::InteractionsUnreadable => {
                    state.world.set_interaction_shape(InteractionShape::Unreadable)
                }
                GatewayAction::InteractionsPlain => state.world.set_interaction_shape(InteractionShape::Plain),
                GatewayAction::InteractionsOnce => state.world.set_interaction_deliveries(InteractionDeliveries::Once),
            }
            Ok(())
        })
    }

    async fn start_bot_locked(&self) -> ControlResult<()> {
        let bot = self.bot()?;
        // The sandbox may have stopped while this call waited for the lock.
        if lock(&self.inner.server).is_none() {
            return Err(control_error(409, "the sandbox is stopping"));
        }
        if self.bot_status() != BotStatus::Stopped {
            return Err(control_error(409, "the bot runs already"));
        }
        let _starting = Starting::begin(self, bot);
        match bot.start(self.address()).await {
            Ok(()) => self.wait_until_idle().await,
            Err(error) => Err(control_error(409, format!("the bot did not start: {error}"))),
        }
    }

    async fn kill_bot_locked(&self) -> ControlResult<()> {
        let bot = self.bot()?;
        self.set_bot_status(BotStatus::Stopped);
        bot.kill().await;
        self.wait_for_connections_to_close().await;
        Ok(())
    }

    /// Waits until the connections of a stopped bot are closed. Until then, the server may still apply the bot's last
    /// requests.
    async fn wait_for_connections_to_close(&self) {
        let discord = &self.inner.discord;
        let mut closed_count = discord.connections.watch_closed();
        let wait = async { while discord.connections.held_by_bots() > 0 && closed_count.changed().await.is_ok() {} };
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
