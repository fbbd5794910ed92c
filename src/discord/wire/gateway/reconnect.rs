//! Slows down connections that do not last.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{Mutex, watch};

use crate::discord::wire::gateway::patience::Attempt;
use crate::discord::wire::gateway::queue::ConnectionState;
use crate::discord::wire::gateway::session_limit::SessionStarts;
use crate::telemetry::Pulse;

/// How often it checks whether serenity wants to connect.
const CHECK_EVERY: Duration = Duration::from_millis(100);
/// A connection this long after the previous one begins a new series.
const SERIES_ENDS_AFTER: Duration = Duration::from_secs(60);
/// This many connections of a series do not wait: one drop and one failed resume are normal.
const FREE_CONNECTIONS: u32 = 3;
/// The longest wait is 2^5 s.
const MAX_DOUBLINGS: u32 = 5;

/// Lets serenity connect one connection at a time, with longer pauses while connections do not last.
///
/// When the gateway accepts a connection and drops it at once, serenity resumes without a pause, thousands of times in
/// a second. Each of its connections begins with a lock on `url`, so whoever holds that lock decides when. The lock is
/// fair: if it is taken at once after we release it, a connection was waiting. Then the bot has no connection, which
/// serenity does not report while it cannot connect.
///
/// `pulse` beats as long as this loop, and so the gateway's thread, works.
pub(super) async fn slow_down_reconnects(
    url: Arc<Mutex<String>>,
    connection: Arc<watch::Sender<ConnectionState>>,
    starts: &SessionStarts,
    attempt: &Attempt,
    pulse: &Pulse,
) {
    let mut series = Series::default();
    loop {
        pulse.beat();
        let held = url.lock().await;
        tokio::time::sleep(series.pause()).await;
        if series.is_too_long() {
            // Hours, when Discord lets no session start. That is no silence of ours or of the gateway's.
            pulse.rest();
            attempt.pauses();
            starts.wait().await;
            attempt.goes_on();
            pulse.beat();
        }
        drop(held);
        if url.try_lock().is_err() {
            attempt.goes_on();
            connection.send_replace(ConnectionState::Connecting);
            series.connected(Instant::now());
            if series.is_too_long() {
                tracing::warn!(
                    connections = series.length,
                    "connections to Discord do not last; waiting longer before the next"
                );
            }
        }
    }
}

/// Connections that follow each other quickly.
#[derive(Debug, Default)]
struct Series {
    length: u32,
    last_at: Option<Instant>,
}

impl Series {
    fn connected(&mut self, now: Instant) {
        let is_new = self.last_at.is_none_or(|last| now.duration_since(last) > SERIES_ENDS_AFTER);
        self.length = if is_new { 1 } else { self.length.saturating_add(1) };
        self.last_at = Some(now);
    }

    fn is_too_long(&self) -> bool {
        self.length > FREE_CONNECTIONS
    }

    /// The minimum wait before the next connection.
    fn pause(&self) -> Duration {
        match self.length.saturating_sub(FREE_CONNECTIONS) {
            0 => CHECK_EVERY,
            over => Duration::from_secs(1 << over.min(MAX_DOUBLINGS)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_that_do_not_last_get_longer_pauses() {
        let (mut series, mut now) = (Series::default(), Instant::now());
        let mut connections = 0;
        let end = now + Duration::from_secs(3600);
        while now < end {
            series.connected(now);
            connections += 1;
            now += series.pause();
        }
        assert!(connections < 130, "{connections} connections in an hour");
    }

    #[test]
    fn an_occasional_drop_needs_no_pause() {
        let (mut series, mut now) = (Series::default(), Instant::now());
        for _ in 0..100 {
            series.connected(now);
            assert_eq!(series.pause(), CHECK_EVERY);
            now += SERIES_ENDS_AFTER + Duration::from_secs(1);
        }
    }
}
