//! Stores each bucket as Discord last described it, so that we can count requests without a response.
//!
//! `twilight-http-ratelimiting` updates a bucket only from a response. After a request without a response, it would
//! assume that the bucket is unchanged, although Discord may have counted the request.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use twilight_http_ratelimiting::RateLimitHeaders;

use crate::discord::wire::pacing::key::RouteKey;
use crate::discord::wire::pacing::route::lock;

/// When this many buckets are stored, the buckets whose reset time has passed are removed.
const MAX_KNOWN_BUCKETS: usize = 2_000;

#[derive(Default)]
pub(super) struct KnownBuckets {
    by_key: Mutex<HashMap<RouteKey, KnownBucket>>,
}

struct KnownBucket {
    headers: RateLimitHeaders,
    /// How long the bucket takes to refill: the longest time until its reset that any response has reported.
    window: Duration,
}

impl KnownBuckets {
    /// Stores how a response describes the bucket of `key`.
    pub fn learn(&self, key: &RouteKey, headers: &RateLimitHeaders, now: Instant) {
        let mut by_key = lock(&self.by_key);
        if by_key.len() >= MAX_KNOWN_BUCKETS {
            by_key.retain(|_, known| known.headers.reset_at > now);
        }
        let window = headers.reset_at.saturating_duration_since(now);
        let known_window = by_key.get(key).map_or(Duration::ZERO, |known| known.window);
        by_key.insert(key.clone(), KnownBucket { headers: headers.clone(), window: window.max(known_window) });
    }

    /// How many requests the bucket of `key` has left, as far as we know. `None` if no response described the bucket.
    #[cfg(test)]
    pub fn remaining(&self, key: &RouteKey) -> Option<u16> {
        lock(&self.by_key).get(key).map(|known| known.headers.remaining)
    }

    /// Counts a sent request of `key` whose response did not describe the bucket. Assumes that Discord counted the
    /// request, and returns the new state of the bucket. `None` if no earlier response described the bucket.
    pub fn count_without_headers(&self, key: &RouteKey, now: Instant) -> Option<RateLimitHeaders> {
        let mut by_key = lock(&self.by_key);
        let KnownBucket { headers, window } = by_key.get_mut(key)?;
        if headers.reset_at <= now {
            headers.remaining = headers.limit;
            headers.reset_at = now + *window;
        }
        headers.remaining = headers.remaining.saturating_sub(1);
        Some(headers.clone())
    }
}

#[cfg(test)]
mod tests {
    use twilight_http_ratelimiting::Method;

    use super::*;

    #[test]
    fn request_without_a_response_reduces_the_remaining_count() {
        let (known_buckets, now) = (KnownBuckets::default(), Instant::now());
        let key = RouteKey::new(Method::Post, "channels/100000000000000001/messages");
        assert_eq!(known_buckets.count_without_headers(&key, now), None, "nothing is known");
        let reset_at = now + Duration::from_secs(5);
        known_buckets.learn(&key, &RateLimitHeaders { bucket: b"b".to_vec(), limit: 5, remaining: 2, reset_at }, now);
        let after_request =
            |at| known_buckets.count_without_headers(&key, at).map(|headers| (headers.remaining, headers.reset_at));
        assert_eq!(
            [after_request(now), after_request(now), after_request(now)],
            [(1, reset_at), (0, reset_at), (0, reset_at)].map(Some)
        );
        let later = now + Duration::from_secs(6);
        assert_eq!(after_request(later), Some((4, later + Duration::from_secs(5))), "it was full again");
    }
}
