//! Slows down reconnects when connections do not last.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{Mutex, watch};

use crate::discord::wire::gateway::answer_timeout::Attempt;
use crate::discord::wire::gateway::queue::ConnectionState;
use crate::discord::wire::gateway::session_limit::SessionStarts;
use crate::telemetry::TaskLiveness;

/// How often the loop checks whether serenity wants to connect.
const CHECK_EVERY: Duration = Duration::from_millis(100);
/// A connection that begins later than this after the previous one starts a new series.
const SERIES_ENDS_AFTER: Duration = Duration::from_secs(60);
/// This many connections at the start of a series do not wait, because one drop and one failed resume are normal.
const FREE_CONNECTIONS: u32 = 3;
/// The longest wait is 2^5 s.
const MAX_DOUBLINGS: u32 = 5;

/// Lets serenity open one connection at a time. The pauses get longer while connections do not last.
///
/// When the gateway accepts a connection and drops it at once, serenity resumes without a pause, thousands of times per
/// second. serenity locks `url` before each connection, so holding this lock delays the connection. The lock is fair:
/// if serenity waits for it, serenity gets it as soon as we release it. So if the lock is taken right after our
/// release, serenity is about to connect, and the bot is disconnected. serenity itself does not report this while it
/// cannot connect.
///
/// Each round of the loop calls `liveness.begin_step`. This shows that the gateway's thread runs.
pub(super) async fn slow_down_reconnects(
    url: Arc<Mutex<String>>,
    connection: Arc<watch::Sender<ConnectionState>>,
    starts: &SessionStarts,
    attempt: &Attempt,
    liveness: &TaskLiveness,
) {
    let mut series = Series::default();
    loop {
        liveness.begin_step();
        let url_lock = url.lock().await;
        tokio::time::sleep(series.pause()).await;
        if series.is_too_long() {
            // This wait can take hours if Discord allows no session to start. During the wait, neither `liveness` nor
            // `attempt` counts the time.
            liveness.begin_wait();
            attempt.suspend();
            starts.wait().await;
            attempt.record_progress();
            liveness.begin_step();
        }
        drop(url_lock);
        if url.try_lock().is_err() {
            attempt.record_progress();
            connection.send_replace(ConnectionState::Connecting);
            series.record_connection(Instant::now());
            if series.is_too_long() {
                tracing::warn!(
                    connections = series.length,
                    "connections to Discord do not last; waiting longer before the next"
                );
            }
        }
    }
}

/// Connections that follow each other within [`SERIES_ENDS_AFTER`].
#[derive(Debug, Default)]
struct Series {
    length: u32,
    last_at: Option<Instant>,
}

impl Series {
    fn record_connection(&mut self, now: Instant) {
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
            series.record_connection(now);
            connections += 1;
            now += series.pause();
        }
        assert!(connections < 130, "{connections} connections in an hour");
    }

    #[test]
    fn connections_over_a_minute_apart_keep_the_shortest_pause() {
        let (mut series, mut now) = (Series::default(), Instant::now());
        for _ in 0..100 {
            series.record_connection(now);
            assert_eq!(series.pause(), CHECK_EVERY);
            now += SERIES_ENDS_AFTER + Duration::from_secs(1);
        }
    }
}
