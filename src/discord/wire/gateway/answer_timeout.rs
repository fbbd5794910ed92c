//! Limits how long we wait for an answer on a connection. serenity connects its websocket without a timeout, and waits
//! for READY without a limit. So one connection that is accepted but never answered would block the bot forever.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Each attempt without an answer doubles the timeout of the next attempt, up to this factor. The reason: each attempt
/// costs one of the 1,000 session starts that Discord allows per day. If the client was connected before, the timeout
/// goes back to its first length.
const MAX_FACTOR: u32 = 16;
/// How many times [`Attempt::wait_until_unanswered`] checks during one timeout.
const CHECKS_PER_TIMEOUT: u32 = 20;

/// The current attempt to connect. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Attempt {
    /// When the attempt last made progress; `None` while the connection is up, and while we delay the next connection.
    progress_at: Arc<Mutex<Option<Instant>>>,
    /// Whether this client has been connected.
    was_live: Arc<AtomicBool>,
}

impl Attempt {
    /// Starts an attempt now.
    pub fn begin() -> Self {
        Self { progress_at: Arc::new(Mutex::new(Some(Instant::now()))), was_live: Arc::default() }
    }

    /// Records that a new connection begins, or that the current one makes progress: HELLO, a resume.
    pub fn record_progress(&self) {
        *self.progress_at() = Some(Instant::now());
    }

    /// Pauses the timeout until [`Attempt::record_progress`], because we delay the next connection ourselves.
    pub fn suspend(&self) {
        *self.progress_at() = None;
    }

    /// Records that READY or RESUMED has arrived.
    pub fn record_success(&self) {
        self.was_live.store(true, Ordering::Relaxed);
        *self.progress_at() = None;
    }

    pub fn prior_state(&self) -> PriorState {
        if self.was_live.load(Ordering::Relaxed) { PriorState::Live } else { PriorState::NeverLive }
    }

    /// Returns once the attempt has made no progress for `answer_timeout`.
    pub async fn wait_until_unanswered(&self, answer_timeout: Duration) {
        loop {
            tokio::time::sleep(answer_timeout / CHECKS_PER_TIMEOUT).await;
            let last_progress_at = *self.progress_at();
            if last_progress_at.is_some_and(|progress_at| progress_at.elapsed() >= answer_timeout) {
                return;
            }
        }
    }

    fn progress_at(&self) -> MutexGuard<'_, Option<Instant>> {
        self.progress_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The time limit for the next attempt.
#[derive(Debug)]
pub(super) struct AnswerTimeout {
    first: Duration,
    factor: u32,
}

impl AnswerTimeout {
    pub fn new(first: Duration) -> Self {
        Self { first, factor: 1 }
    }

    pub fn length(&self) -> Duration {
        self.first * self.factor
    }

    /// Sets the time limit of the next attempt after an attempt without an answer.
    pub fn record_unanswered(&mut self, prior: PriorState) {
        self.factor = match prior {
            PriorState::Live => 1,
            PriorState::NeverLive => (self.factor * 2).min(MAX_FACTOR),
        };
    }
}

/// Whether the client whose attempt got no answer had been connected before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PriorState {
    Live,
    NeverLive,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn attempt_without_an_answer_times_out_and_a_live_connection_does_not() {
        let answer_timeout = Duration::from_millis(20);
        let attempt = Attempt::begin();
        attempt.wait_until_unanswered(answer_timeout).await;
        attempt.record_success();
        let timeout_result =
            tokio::time::timeout(answer_timeout * 10, attempt.wait_until_unanswered(answer_timeout)).await;
        assert!(timeout_result.is_err(), "a live connection has no answer timeout");
        attempt.record_progress();
        attempt.wait_until_unanswered(answer_timeout).await;
    }

    #[test]
    fn attempts_without_an_answer_cost_few_session_starts_a_day() {
        let mut answer_timeout = AnswerTimeout::new(Duration::from_secs(60));
        let (mut spent, mut attempts) = (Duration::ZERO, 0);
        while spent < Duration::from_secs(86_400) {
            spent += answer_timeout.length();
            attempts += 1;
            answer_timeout.record_unanswered(PriorState::NeverLive);
        }
        assert!(attempts < 100, "{attempts} of 1000 session starts");
        answer_timeout.record_unanswered(PriorState::Live);
        assert_eq!(answer_timeout.length(), Duration::from_secs(60));
    }
}
