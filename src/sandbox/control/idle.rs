//! Waits until the bot is idle: the bot's own probe reports it as idle, and no request of the bot is in flight.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::error::control_error;
use crate::sandbox::bot::Probe;
use crate::sandbox::core::ControlResult;
use crate::sandbox::instance::{BotStatus, Sandbox};
use crate::sandbox::server::SessionPosition;
use crate::sandbox::sync::lock;

/// A wait fails if nothing happens for this long, in real time. A bot that waits for rate limits makes a request every
/// few seconds. A client that lost its connection reconnects within ten seconds. So neither of them reaches this limit.
const STALL_TIMEOUT: Duration = Duration::from_secs(30);

impl Sandbox {
    /// Returns when the bot has handled every gateway event, has no request in flight, and has no row due now. If the
    /// guild is in an outage, this ends the outage when the bot is idle, and then waits until the bot is idle again.
    pub async fn settle(&self) -> ControlResult<()> {
        loop {
            self.wait_until_idle().await?;
            let has_ended_outage = self.inner.discord.update(|state, now| {
                let was_in_outage = state.gateway.is_in_outage();
                state.gateway.end_outage(&state.world, now);
                was_in_outage
            });
            if !has_ended_outage {
                return Ok(());
            }
        }
    }

    /// Whether the sandbox's own bot is running, so that [`Sandbox::settle`] can wait for it.
    pub(super) fn is_bot_running(&self) -> bool {
        *lock(&self.inner.bot_status) == BotStatus::Running
    }

    /// The probe of the running bot. Fails if the sandbox has no bot of its own or if the bot is stopped.
    pub(super) fn probe(&self) -> ControlResult<Arc<dyn Probe>> {
        let status = *lock(&self.inner.bot_status);
        match (&self.inner.bot, status) {
            (None, _) => {
                Err(control_error(409, "the sandbox runs no bot of its own, so it cannot know when a bot is idle"))
            }
            (Some(bot), BotStatus::Running | BotStatus::Starting) => bot
                .probe()
                .ok_or_else(|| control_error(409, "the bot does not run; POST /api/bot {\"do\":\"start\"} starts it")),
            (Some(_), _) => Err(control_error(409, "the bot is stopped; POST /api/bot {\"do\":\"start\"} starts it")),
        }
    }

    pub(super) async fn wait_until_idle(&self) -> ControlResult<()> {
        let mut changes = self.inner.discord.watch_changes();
        loop {
            changes.borrow_and_update();
            let probe = self.probe()?;
            let Some(position) = self.position() else {
                self.wait_for_change(&mut changes).await?;
                continue;
            };
            if !self.idle_in_session(&*probe, &position, &mut changes).await? {
                continue;
            }
            changes.borrow_and_update();
            if self.position().as_ref() != Some(&position) {
                continue;
            }
            if self.inner.discord.requests_in_flight().is_empty() {
                return Ok(());
            }
            self.wait_for_change(&mut changes).await?;
        }
    }

    /// Waits until the bot is idle in this session. Returns false if the session ends first.
    async fn idle_in_session(
        &self,
        probe: &dyn Probe,
        position: &SessionPosition,
        changes: &mut watch::Receiver<u64>,
    ) -> ControlResult<bool> {
        let mut idle = pin!(probe.wait_until_idle(&position.session, position.events));
        loop {
            let change = self.wait_for_change(changes);
            match race(idle.as_mut(), change).await {
                None => return Ok(true),
                Some(change) => change?,
            }
            self.probe()?;
            if self.position().is_none_or(|now| now.session != position.session) {
                return Ok(false);
            }
        }
    }

    fn position(&self) -> Option<SessionPosition> {
        self.inner.discord.read(|state| state.gateway.position())
    }

    async fn wait_for_change(&self, changes: &mut watch::Receiver<u64>) -> ControlResult<()> {
        // If there is no session, wait longer: a client notices a silent connection only at its second heartbeat.
        let timeout = STALL_TIMEOUT
            + if self.position().is_none() { self.inner.discord.config.heartbeat_interval * 2 } else { Duration::ZERO };
        match tokio::time::timeout(timeout, changes.changed()).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(control_error(409, "the sandbox is stopping")),
            Err(_) => Err(control_error(409, self.stall_report(timeout))),
        }
    }

    fn stall_report(&self, timeout: Duration) -> String {
        let seconds = timeout.as_secs();
        let Some(position) = self.position() else {
            return format!("the bot has had no gateway connection for {seconds} s");
        };
        let in_flight = self.inner.discord.requests_in_flight();
        let SessionPosition { session, events } = position;
        format!(
            "the bot was not idle after {seconds} s in which nothing happened: session {session}, {events} events, \
             in flight {in_flight:?}"
        )
    }
}

/// Runs two futures until one of them finishes. Returns the output of `second` if it finishes first, and `None` if
/// `first` does.
async fn race<T>(first: impl Future<Output = ()>, second: impl Future<Output = T>) -> Option<T> {
    tokio::select! {
        biased;
        () = first => None,
        output = second => Some(output),
    }
}
