//! How long a connection may take. serenity connects its websocket without a time-out, and waits for READY for ever:
//! one connection that is accepted and never answered would leave the bot deaf.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Each attempt that stayed without an answer doubles the time that the next may take, up to this factor: each costs
/// one of Discord's 1,000 session starts a day.
const MAX_FACTOR: u32 = 16;
/// How often [`Attempt::unanswered`] checks, as a fraction of the patience.
const LOOKS: u32 = 20;

/// The current attempt to connect. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Attempt {
    /// When Discord last showed a sign in an attempt; `None` while the connection is up.
    sign_at: Arc<Mutex<Option<Instant>>>,
    was_live: Arc<AtomicBool>,
}

impl Attempt {
    /// An attempt begins now.
    pub fn begin() -> Self {
        Self { sign_at: Arc::new(Mutex::new(Some(Instant::now()))), was_live: Arc::default() }
    }

    /// A new connection begins, or the current one got one step further: HELLO, a resume.
    pub fn goes_on(&self) {
        *self.sign_at() = Some(Instant::now());
    }

    /// We wait by ourselves, until [`Attempt::goes_on`].
    pub fn pauses(&self) {
        *self.sign_at() = None;
    }

    /// READY or RESUMED has arrived.
    pub fn succeeded(&self) {
        self.was_live.store(true, Ordering::Relaxed);
        *self.sign_at() = None;
    }

    pub fn before(&self) -> Before {
        if self.was_live.load(Ordering::Relaxed) { Before::Live } else { Before::NeverLive }
    }

    /// Returns once an attempt has stayed without an answer for `patience`.
    pub async fn unanswered(&self, patience: Duration) {
        loop {
            tokio::time::sleep(patience / LOOKS).await;
            let waits_since = *self.sign_at();
            if waits_since.is_some_and(|sign_at| sign_at.elapsed() >= patience) {
                return;
            }
        }
    }

    fn sign_at(&self) -> MutexGuard<'_, Option<Instant>> {
        self.sign_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How long the next attempt may take.
#[derive(Debug)]
pub(super) struct Patience {
    first: Duration,
    factor: u32,
}

impl Patience {
    pub fn new(first: Duration) -> Self {
        Self { first, factor: 1 }
    }

    pub fn length(&self) -> Duration {
        self.first * self.factor
    }

    /// The attempt stayed without an answer.
    pub fn after_silence(&mut self, before: Before) {
        self.factor = match before {
            Before::Live => 1,
            Before::NeverLive => (self.factor * 2).min(MAX_FACTOR),
        };
    }
}

/// What a client had reached before its attempt stayed without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    Live,
    NeverLive,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn attempt_without_an_answer_is_given_up_and_a_live_connection_is_not() {
        let patience = Duration::from_millis(20);
        let attempt = Attempt::begin();
        attempt.unanswered(patience).await;
        attempt.succeeded();
        let given_up = tokio::time::timeout(patience * 10, attempt.unanswered(patience)).await;
        assert!(given_up.is_err(), "it is connected");
        attempt.goes_on();
        attempt.unanswered(patience).await;
    }

    #[test]
    fn attempts_without_an_answer_cost_few_session_starts_a_day() {
        let mut patience = Patience::new(Duration::from_secs(60));
        let (mut spent, mut attempts) = (Duration::ZERO, 0);
        while spent < Duration::from_secs(86_400) {
            spent += patience.length();
            attempts += 1;
            patience.after_silence(Before::NeverLive);
        }
        assert!(attempts < 100, "{attempts} of 1000 session starts");
        patience.after_silence(Before::Live);
        assert_eq!(patience.length(), Duration::from_secs(60));
    }
}
