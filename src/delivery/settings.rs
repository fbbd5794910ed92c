//! How deliveries are tried: how often, and how long between two attempts.

use std::time::Duration;

use crate::db::Rng;
use crate::time::SignedDuration;

/// Before an unknown outcome is checked for the first time: the gateway usually brings the message by itself.
const FIRST_LOOK_AFTER: Duration = Duration::from_secs(5);
/// When a platform asks to wait, it works; so such attempts are allowed this many times as often.
const ASKED_TO_WAIT_FACTOR: u32 = 4;

/// How deliveries are tried, from the configuration.
#[derive(Debug, Clone, Copy)]
pub struct DispatcherSettings {
    /// Attempts before a delivery fails permanently, at least 1.
    pub attempts: u32,
    /// The wait after the first failed attempt; doubles with each.
    pub backoff: Duration,
    /// The longest wait between two attempts.
    pub backoff_limit: Duration,
}

impl Default for DispatcherSettings {
    fn default() -> Self {
        Self { attempts: 12, backoff: Duration::from_secs(2), backoff_limit: Duration::from_secs(300) }
    }
}

impl DispatcherSettings {
    /// Whether `attempt` was the last one. `retry_after_ms`: what the platform asked for.
    pub(super) fn is_exhausted(&self, attempt: u32, retry_after_ms: Option<u64>) -> bool {
        let factor = if retry_after_ms.is_some() { ASKED_TO_WAIT_FACTOR } else { 1 };
        attempt >= self.attempts * factor
    }

    /// The wait after `attempt` (from 1), between half and the whole of its step, so that deliveries that failed
    /// together are not retried together. A longer wait that the platform asks for is kept.
    pub(super) fn wait_after(&self, attempt: u32, retry_after_ms: Option<u64>, rng: &Rng) -> Duration {
        let step = doubled(self.backoff, attempt).min(self.backoff_limit);
        let step = step.mul_f64(rng.fraction(0.5..=1.0));
        retry_after_ms.map_or(step, |ms| Duration::from_millis(ms).max(step))
    }

    /// The wait before `attempt` (from 1), whose outcome is unknown, is sent again or searched for.
    pub(super) fn wait_to_resend(&self, attempt: u32) -> Duration {
        doubled(FIRST_LOOK_AFTER, attempt).min(self.backoff_limit.max(FIRST_LOOK_AFTER))
    }

    /// The wait before the next check of an outcome that has been unknown for `age`: about as long again, so that a
    /// long outage is not polled every second.
    pub(super) fn wait_to_look(&self, age: SignedDuration, rng: &Rng) -> Duration {
        let age = Duration::try_from(age).unwrap_or_default();
        age.clamp(self.backoff, self.backoff_limit.max(self.backoff)).mul_f64(rng.fraction(0.5..=1.0))
    }
}

/// `first`, doubled with each attempt after the first.
fn doubled(first: Duration, attempt: u32) -> Duration {
    first.saturating_mul(1 << attempt.saturating_sub(1).min(16))
}
