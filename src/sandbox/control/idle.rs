//! Waits until the bot is idle: its own probe says so, and the sandbox has nothing under way for it.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::bot::Status;
use super::{lock, refuse};
use crate::sandbox::core::Act;
use crate::sandbox::server::Standing;
use crate::sandbox::{Probe, Sandbox};

/// Real time in which nothing at all happens before a wait is given up. A bot that is paced by rate limits makes a
/// request every few seconds, and a client that lost its connection comes back within ten.
const PATIENCE: Duration = Duration::from_secs(30);

impl Sandbox {
    /// Returns when the bot has handled every gateway event, has no request in flight and no row due; rows due later
    /// don't count. An outage of the guild ends here, once the bot knows of it.
    pub async fn settle(&self) -> Act<()> {
        loop {
            self.until_idle().await?;
            let ended = self.inner.discord.act(|state, now| {
                let out = state.gateway.is_out();
                state.gateway.end_outage(&state.world, now);
                out
            });
            if !ended {
                return Ok(());
            }
        }
    }

    /// Whether [`Sandbox::settle`] makes sense at the moment.
    pub(super) fn can_tell_idle(&self) -> bool {
        *lock(&self.inner.status) == Status::Running
    }

    /// The probe of the running bot.
    pub(super) fn probe(&self) -> Act<Arc<dyn Probe>> {
        let status = *lock(&self.inner.status);
        match (&self.inner.bot, status) {
            (None, _) => Err(refuse(409, "the sandbox runs no bot of its own, so nothing tells when it is idle")),
            (Some(bot), Status::Running | Status::Starting) => bot
                .probe()
                .ok_or_else(|| refuse(409, "the bot does not run; POST /api/bot {\"do\":\"start\"} starts it")),
            (Some(_), _) => Err(refuse(409, "the bot is stopped; POST /api/bot {\"do\":\"start\"} starts it")),
        }
    }

    pub(super) async fn until_idle(&self) -> Act<()> {
        let mut changes = self.inner.discord.watch();
        loop {
            changes.borrow_and_update();
            let probe = self.probe()?;
            let Some(standing) = self.standing() else {
                self.next_change(&mut changes).await?;
                continue;
            };
            if !self.idle_in_session(&*probe, &standing, &mut changes).await? {
                continue;
            }
            changes.borrow_and_update();
            if self.standing().as_ref() != Some(&standing) {
                continue;
            }
            if self.inner.discord.requests_in_flight().is_empty() {
                return Ok(());
            }
            self.next_change(&mut changes).await?;
        }
    }

    /// False when the session ended before the bot was idle in it.
    async fn idle_in_session(
        &self,
        probe: &dyn Probe,
        standing: &Standing,
        changes: &mut watch::Receiver<u64>,
    ) -> Act<bool> {
        let mut idle = pin!(probe.idle(&standing.session, standing.events));
        loop {
            let change = self.next_change(changes);
            match either(idle.as_mut(), change).await {
                None => return Ok(true),
                Some(change) => change?,
            }
            self.probe()?;
            if self.standing().is_none_or(|now| now.session != standing.session) {
                return Ok(false);
            }
        }
    }

    fn standing(&self) -> Option<Standing> {
        self.inner.discord.look(|state| state.gateway.standing())
    }

    async fn next_change(&self, changes: &mut watch::Receiver<u64>) -> Act<()> {
        // A silenced connection is noticed by the client's second heartbeat.
        let patience = PATIENCE
            + if self.standing().is_none() { self.inner.discord.manners.heartbeat * 2 } else { Duration::ZERO };
        match tokio::time::timeout(patience, changes.changed()).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(refuse(409, "the sandbox is stopping")),
            Err(_) => Err(refuse(409, self.what_is_missing(patience))),
        }
    }

    fn what_is_missing(&self, patience: Duration) -> String {
        let seconds = patience.as_secs();
        let Some(standing) = self.standing() else {
            return format!("the bot has had no gateway connection for {seconds} s");
        };
        let waiting = self.inner.discord.requests_in_flight();
        let Standing { session, events } = standing;
        format!(
            "the bot was not idle after {seconds} s in which nothing happened: session {session}, {events} events, in flight {waiting:?}"
        )
    }
}

/// The second future's output when it comes first; `None` when the first is done.
async fn either<T>(first: impl Future<Output = ()>, second: impl Future<Output = T>) -> Option<T> {
    tokio::select! {
        biased;
        () = first => None,
        output = second => Some(output),
    }
}
