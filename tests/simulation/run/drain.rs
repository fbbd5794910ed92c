//! Drains the outbox: stops all faults, lets the bot finish everything that it accepted, and runs the final checks.

use magpie::time::{Clock as _, SignedDuration};

use super::Simulation;
use crate::discord::Network;
use crate::disk::Space;
use crate::oracle::Violation;

/// The clock moves this far after the faults end. Every retry, nudge, lease and check of an unknown delivery is due by
/// then.
const DRAIN_TIME: SignedDuration = SignedDuration::from_hours(80);
/// A bot that works correctly has fewer due instants than this in a drain or in a silent season.
const MAX_STOPS: u32 = 1500;
/// A bot that still has work after this many polls is stuck.
const MAX_POLLS_UNTIL_IDLE: u32 = 40_000;

impl Simulation {
    /// Stops all faults, lets the bot finish everything that it accepted, and runs the final checks.
    pub(super) fn drain(&mut self) -> Result<(), Violation> {
        self.discord.set_network(Network::Healthy);
        self.discord.set_gateway(true);
        self.executor.spawn(self.disk.change(Space::Free, self.bot().db.clone()));
        self.run_until_idle()?;
        self.executor.spawn(self.bot().clone().sync_server());
        self.run_until_idle()?;
        self.let_time_pass(DRAIN_TIME)?;
        let now = self.clock.now();
        self.executor.run_alone(self.oracle.check_final(&self.discord, &self.history, now))
    }

    /// Moves the clock by `length`, and stops at each instant at which the bot has work.
    pub(super) fn let_time_pass(&mut self, length: SignedDuration) -> Result<(), Violation> {
        let end = self.clock.now() + length;
        for _ in 0..MAX_STOPS {
            let now = self.clock.now();
            let due = self.executor.run_alone(self.bot().next_due(now)).filter(|due| *due < end);
            self.clock.move_to(due.unwrap_or(end));
            self.run_until_idle()?;
            if due.is_none() {
                return Ok(());
            }
        }
        let report_until = self.clock.now() + SignedDuration::from_hours(1);
        let unfinished = self.executor.run_alone(self.oracle.unfinished_deliveries(report_until));
        let recent_events =
            self.executor.run_alone(self.oracle.recent_events(report_until - SignedDuration::from_hours(7)));
        Err(format!(
            "the outbox does not drain; due before {report_until}:\n{unfinished}    recent events:\n{recent_events}"
        ))
    }

    pub(super) fn run_until_idle(&mut self) -> Result<(), Violation> {
        for _ in 0..MAX_POLLS_UNTIL_IDLE {
            while let Some((nonce, channel, message)) = self.discord.next_event() {
                let dispatcher = std::sync::Arc::clone(&self.bot().dispatcher);
                self.executor.spawn(async move {
                    let _ = dispatcher.settle_seen_message(&nonce, channel, message).await;
                });
            }
            if self.poll()? {
                continue;
            }
            if self.is_idle() {
                return self.oracle.check_after_step(
                    &self.executor,
                    self.bot.as_ref().expect("it runs"),
                    &self.discord,
                    true,
                );
            }
            self.advance_one_second();
        }
        let (now, polled) = (self.clock.now(), self.executor.recently_polled());
        let unfinished = self.executor.run_alone(self.oracle.unfinished_deliveries(now));
        Err(format!("the bot does not become idle at {now}; polled last: {polled:?}; due:\n{unfinished}"))
    }
}
