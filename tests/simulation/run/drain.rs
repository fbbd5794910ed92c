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
/// A correct drain has fewer due instants than this.
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
        let (end, mut is_drained) = (self.clock.now() + DRAIN_TIME, false);
        for _ in 0..MAX_DRAIN_STOPS {
            let now = self.clock.now();
            let due = self.executor.run_alone(self.bot().next_due(now)).filter(|due| *due < end);
            self.clock.move_to(due.unwrap_or(end));
            self.run_until_idle()?;
            if due.is_none() {
                is_drained = true;
                break;
            }
        }
        if !is_drained {
            let report_until = self.clock.now() + SignedDuration::from_hours(1);
            let unfinished = self.executor.run_alone(self.oracle.unfinished_deliveries(report_until));
            let recent_events =
                self.executor.run_alone(self.oracle.recent_events(report_until - SignedDuration::from_hours(7)));
            return Err(format!(
                "the outbox does not drain; due before {report_until}:\n{unfinished}    recent events:\n{recent_events}"
            ));
        }
        let now = self.clock.now();
        self.executor.run_alone(self.oracle.check_final(&self.discord, &self.history, now))?;
        if self.executor.sqlite_command_count() == 0 {
            return Err(
                "no SQLite command was ever counted: the simulation does not control SQLite's threads".to_owned()
            );
        }
        self.executor.drop_all();
        let entries = self.history.entries();
        Ok(Summary {
            fingerprint: self.trace.finish(),
            polls: self.executor.polls,
            requests: self.discord.request_count(),
            delivered: self.oracle.delivered,
            sounded: self.oracle.sounded,
            alerts: entries.alerts.len(),
            tickets: entries.tickets.len(),
            reminders: entries.reminders.len(),
            crashes: self.crashes,
            restore_count: self.restore_count,
        })
    }

    fn run_until_idle(&mut self) -> Result<(), Violation> {
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
