//! How often deliveries are attempted, and how long to wait between attempts.

use std::time::Duration;

use crate::db::Rng;
use crate::time::SignedDuration;

/// The wait before the first check of an unknown outcome. Within this time the gateway usually reports our message, and
/// no search is needed.
const FIRST_SEARCH_AFTER: Duration = Duration::from_secs(5);
/// A platform that asks us to wait is working. A delivery to such a platform may have this many times the usual number
/// of attempts.
const ASKED_TO_WAIT_FACTOR: u32 = 4;

/// How often deliveries are attempted, and the waits between attempts, from the configuration.
#[derive(Debug, Clone, Copy)]
pub struct DispatcherSettings {
    /// Attempts before a delivery fails permanently, at least 1.
    pub attempts: u32,
    /// The wait after the first failed attempt. It doubles with each further failed attempt.
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
    /// Whether `attempt` (from 1) was the last attempt. `retry_after_ms`: how long the platform asked us to wait.
    pub(super) fn is_exhausted(&self, attempt: u32, retry_after_ms: Option<u64>) -> bool {
        let factor = if retry_after_ms.is_some() { ASKED_TO_WAIT_FACTOR } else { 1 };
        attempt >= self.attempts * factor
    }

    /// The wait after `attempt` (from 1): a random time between half of the backoff and the backoff, so that deliveries
    /// that failed together are not retried together. A longer wait that the platform asked for takes precedence.
    pub(super) fn wait_after(&self, attempt: u32, retry_after_ms: Option<u64>, rng: &Rng) -> Duration {
        let step = doubled_wait(self.backoff, attempt).min(self.backoff_limit);
        let step = step.mul_f64(rng.fraction(0.5..=1.0));
        retry_after_ms.map_or(step, |ms| Duration::from_millis(ms).max(step))
    }

    /// The wait before a message with an unknown outcome is sent again or searched for. `attempt` (from 1): the attempt
    /// with the unknown outcome.
    pub(super) fn wait_to_resend(&self, attempt: u32) -> Duration {
        doubled_wait(FIRST_SEARCH_AFTER, attempt).min(self.backoff_limit.max(FIRST_SEARCH_AFTER))
    }

    /// The wait before the next check of an outcome that has been unknown for `age`: a random time between half of
    /// `age` and `age`, so that checks become rarer in a long outage.
    pub(super) fn wait_to_search(&self, age: SignedDuration, rng: &Rng) -> Duration {
        let age = Duration::try_from(age).unwrap_or_default();
        age.clamp(self.backoff, self.backoff_limit.max(self.backoff)).mul_f64(rng.fraction(0.5..=1.0))
    }
}

/// The wait `first`, doubled once for each attempt after the first attempt.
fn doubled_wait(first: Duration, attempt: u32) -> Duration {
    first.saturating_mul(1 << attempt.saturating_sub(1).min(16))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wait_doubles_with_each_attempt_up_to_the_limit() {
        let (settings, rng) = (DispatcherSettings::default(), Rng::seeded(1));
        for (attempt, backoff_s) in [(1, 2), (2, 4), (3, 8), (8, 256), (9, 300), (12, 300)] {
            let wait = settings.wait_after(attempt, None, &rng).as_secs_f64();
            let backoff = f64::from(backoff_s);
            assert!((backoff / 2.0..=backoff).contains(&wait), "after attempt {attempt}: {wait} s");
        }
        assert_eq!(settings.wait_after(1, Some(60_000), &rng), Duration::from_secs(60), "Discord asked for more");
    }
}
