//! The end of a run: stops all faults, lets the bot finish everything that it accepted, and runs the final checks.

use std::hash::Hasher as _;

use magpie::time::{Clock as _, SignedDuration};

use super::{Simulation, Summary};
use crate::discord::Network;
use crate::disk::Space;
use crate::oracle::Violation;

/// The clock moves this far after the faults end. Every retry, nudge, lease and check of an unknown delivery is due by
/// then.
const DRAIN_TIME: SignedDuration = SignedDuration::from_hours(80);
/// Every drain has fewer due instants than this.
const MAX_DRAIN_STOPS: u32 = 1500;
/// A bot that still has work after this many polls is stuck.
const MAX_POLLS_UNTIL_IDLE: u32 = 40_000;

impl Simulation {
    /// Stops all faults and finishes everything that was accepted.
    pub(super) fn drain(mut self) -> Result<Summary, Violation> {
        self.discord.set_network(Network::Healthy);
        self.discord.set_gateway(true);
        self.executor.spawn(self.disk.change(Space::Free, self.bot().db.clone()));
        self.run_until_idle()?;
        self.executor.spawn(self.bot().clone().sync_server());
        self.run_until_idle()?;
        let (end, mut drained) = (self.clock.now() + DRAIN_TIME, false);
        for _ in 0..MAX_DRAIN_STOPS {
            let now = self.clock.now();
            let due = self.executor.run_alone(self.bot().next_due(now)).filter(|due| *due < end);
            self.clock.move_to(due.unwrap_or(end));
            self.run_until_idle()?;
            if due.is_none() {
                drained = true;
                break;
            }
        }
        if !drained {
            let soon = self.clock.now() + SignedDuration::from_hours(1);
            let unfinished = self.executor.run_alone(self.oracle.unfinished(soon));
            let recent_events =
                self.executor.run_alone(self.oracle.recent_events(soon - SignedDuration::from_hours(7)));
            return Err(format!(
                "the outbox does not drain; due before {soon}:\n{unfinished}    the last hours:\n{recent_events}"
            ));
        }
        let now = self.clock.now();
        self.executor.run_alone(self.oracle.check_final(&self.discord, &self.history, now))?;
        if self.executor.commands_seen() == 0 {
            return Err(
                "no SQLite command was ever counted: the simulation does not control SQLite's threads".to_owned()
            );
        }
        self.executor.drop_all();
        let entries = self.history.entries();
        Ok(Summary {
            fingerprint: self.trace.finish(),
            polls: self.executor.polls,
            requests: self.discord.requests(),
            delivered: self.oracle.delivered,
            sounded: self.oracle.sounded,
            alerts: entries.alerts.len(),
            tickets: entries.tickets.len(),
            reminders: entries.reminders.len(),
            crashes: self.crashes,
            restored: self.restored,
        })
    }

    fn run_until_idle(&mut self) -> Result<(), Violation> {
        for _ in 0..MAX_POLLS_UNTIL_IDLE {
            while let Some((nonce, channel, message)) = self.discord.next_event() {
                let dispatcher = std::sync::Arc::clone(&self.bot().dispatcher);
                self.executor.spawn(async move {
                    let _ = dispatcher.own_message_seen(&nonce, channel, message).await;
                });
            }
            if self.poll()? {
                continue;
            }
            if self.is_idle() {
                return self.oracle.after_step(
                    &self.executor,
                    self.bot.as_ref().expect("it runs"),
                    &self.discord,
                    true,
                );
            }
            self.advance_one_second();
        }
        let (now, polled) = (self.clock.now(), self.executor.recently_polled());
        let unfinished = self.executor.run_alone(self.oracle.unfinished(now));
        Err(format!("the bot does not become idle at {now}; polled last: {polled:?}; due:\n{unfinished}"))
    }
}
