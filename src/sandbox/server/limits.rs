//! Discord's rate limits in monotonic real time: buckets by route and major parameter, the global limit, and the ban
//! for invalid requests. The module reads no clock: callers pass the instant.
//!
//! A window opens with its first request and closes after a fixed time. Discord publishes only the global limit, "50
//! requests per second", and reports the other limits in headers. We took the quotas below from these headers. Discord
//! may change them, so a bot must not rely on them. A client that frees each permit one window after the *response*
//! never gets a 429, at any network latency. Source: Discord docs, "Rate Limits".

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, Instant};

use crate::sandbox::core::Method;

const GLOBAL_QUOTA: Quota = Quota { limit: 50, window: Duration::from_secs(1) };
/// An address that makes this many invalid requests within [`INVALID_WINDOW`] is banned.
const MAX_INVALID_REQUESTS: usize = 10_000;
const INVALID_WINDOW: Duration = Duration::from_secs(600);
/// When there are this many buckets, the buckets whose windows have closed are removed.
const MAX_BUCKETS_BEFORE_SWEEP: usize = 4096;

/// How many requests are allowed per window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    pub limit: u32,
    pub window: Duration,
}

const fn quota(limit: u32, window_ms: u64) -> Quota {
    Quota { limit, window: Duration::from_millis(window_ms) }
}

/// The quotas by route. The first match wins, and `*` is one path segment. Other routes have [`DEFAULT_QUOTA`].
const QUOTAS: &[(Method, &str, Quota)] = &[
    (Method::Post, "/channels/*/messages", quota(5, 5_000)),
    (Method::Patch, "/channels/*/messages/*", quota(5, 5_000)),
    (Method::Delete, "/channels/*/messages/*", quota(5, 1_000)),
    (Method::Post, "/channels/*/messages/bulk-delete", quota(1, 1_000)),
    (Method::Put, "/channels/*/messages/*/reactions/*/@me", quota(1, 250)),
    (Method::Patch, "/channels/*", quota(5, 15_000)),
    (Method::Post, "/channels/*/typing", quota(5, 5_000)),
    (Method::Get, "/guilds/*/members", quota(10, 10_000)),
    // Discord limits this route by error 40003 (see `dm_limits`), so its bucket allows many requests.
    (Method::Post, "/users/@me/channels", quota(50, 1_000)),
    (Method::Post, "/webhooks/*/*", quota(5, 2_000)),
    (Method::Patch, "/webhooks/*/*/messages/*", quota(5, 2_000)),
];
const DEFAULT_QUOTA: Quota = quota(20, 1_000);

/// The limits that apply to a route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The hash of method and path pattern, the quota, and the major parameter. `None` for the first response to an
    /// interaction, which has no bucket.
    bucket: Option<(u64, Quota, String)>,
    /// Whether requests to the route count towards the global limit.
    counts_globally: bool,
}

impl Route {
    /// Returns the limits of a request. `path` has no `/api/v10` and no query. Paths that differ only in ids after the
    /// major parameter share a bucket.
    pub fn of(method: Method, path: &str) -> Self {
        let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
        if segments[0] == "interactions" {
            return Self { bucket: None, counts_globally: false };
        }
        let major_segments = match segments[0] {
            "webhooks" => 3,
            "channels" | "guilds" => 2,
            _ => 1,
        };
        let major = segments[..major_segments.min(segments.len())].join("/");
        let pattern = pattern_of(&segments);
        let quota = QUOTAS
            .iter()
            .find(|(wanted, path, _)| *wanted == method && *path == pattern)
            .map_or(DEFAULT_QUOTA, |(_, _, quota)| *quota);
        let mut hasher = DefaultHasher::new();
        (method as u8, &pattern).hash(&mut hasher);
        Self { bucket: Some((hasher.finish(), quota, major)), counts_globally: segments[0] != "webhooks" }
    }
}

fn pattern_of(segments: &[&str]) -> String {
    let mut pattern = String::new();
    for (index, segment) in segments.iter().enumerate() {
        let previous = index.checked_sub(1).map_or("", |previous| segments[previous]);
        let is_token = segments[0] == "webhooks" && index == 2;
        let is_emoji = previous == "reactions";
        let is_original = *segment == "@original";
        let is_id = !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
        pattern.push('/');
        pattern.push_str(if is_id || is_token || is_emoji || is_original { "*" } else { segment });
    }
    pattern
}

/// The state of a bucket, for the headers of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BucketState {
    pub limit: u32,
    pub remaining: u32,
    pub reset_after: Duration,
    /// Discord's opaque bucket name. It is the same for all major parameters.
    pub bucket: String,
}

/// The kind of limit that a 429 reports in `x-ratelimit-scope`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Scope {
    User,
    Global,
    /// The limit applies to all clients of the resource, so the bot is not at fault.
    Shared,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Admitted(Option<BucketState>),
    Limited {
        retry_after: Duration,
        scope: Scope,
        bucket_state: Option<BucketState>,
    },
    /// Too many invalid requests came from this address.
    Banned {
        retry_after: Duration,
    },
}

#[derive(Debug, Clone, Copy)]
struct Window {
    opened_at: Instant,
    used_permits: u32,
}

#[derive(Debug, Default)]
pub struct RateLimits {
    global_window: Option<Window>,
    buckets: HashMap<(u64, String), (Window, Quota)>,
    invalid_requests_at: VecDeque<Instant>,
}

impl RateLimits {
    /// Decides whether a request that arrives at `now` is admitted, and counts it.
    pub fn admit(&mut self, now: Instant, route: &Route) -> Verdict {
        if let Some(retry_after) = self.remaining_ban(now) {
            return Verdict::Banned { retry_after };
        }
        if route.counts_globally
            && let Err(retry_after) = take_permit(&mut self.global_window, now, GLOBAL_QUOTA)
        {
            return Verdict::Limited { retry_after, scope: Scope::Global, bucket_state: None };
        }
        let Some((hash, quota, major)) = &route.bucket else { return Verdict::Admitted(None) };
        self.remove_closed_windows(now);
        let mut window = self.buckets.get(&(*hash, major.clone())).map(|(window, _)| *window);
        let taken = take_permit(&mut window, now, *quota);
        let window = window.expect("taking a permit opens a window");
        self.buckets.insert((*hash, major.clone()), (window, *quota));
        let bucket_state = Some(BucketState {
            limit: quota.limit,
            remaining: quota.limit.saturating_sub(window.used_permits),
            reset_after: (window.opened_at + quota.window).saturating_duration_since(now),
            bucket: format!("{hash:016x}"),
        });
        match taken {
            Ok(()) => Verdict::Admitted(bucket_state),
            Err(retry_after) => Verdict::Limited { retry_after, scope: Scope::User, bucket_state },
        }
    }

    /// Counts a request as invalid. Callers do so for each response with status 401, 403 or 429, except a 429 with the
    /// scope `shared`.
    pub fn count_invalid(&mut self, now: Instant) {
        self.invalid_requests_at.push_back(now);
        if self.invalid_requests_at.len() > MAX_INVALID_REQUESTS {
            self.invalid_requests_at.pop_front();
        }
    }

    fn remaining_ban(&mut self, now: Instant) -> Option<Duration> {
        while self.invalid_requests_at.front().is_some_and(|at| now.duration_since(*at) >= INVALID_WINDOW) {
            self.invalid_requests_at.pop_front();
        }
        let oldest =
            self.invalid_requests_at.front().filter(|_| self.invalid_requests_at.len() >= MAX_INVALID_REQUESTS)?;
        Some((*oldest + INVALID_WINDOW).saturating_duration_since(now))
    }

    fn remove_closed_windows(&mut self, now: Instant) {
        if self.buckets.len() >= MAX_BUCKETS_BEFORE_SWEEP {
            self.buckets.retain(|_, (window, quota)| now < window.opened_at + quota.window);
        }
    }
}

/// Takes a permit from the window. Opens a new window if there is none or if it has closed. If no permit is left, the
/// error is the time until the window closes.
fn take_permit(window: &mut Option<Window>, now: Instant, quota: Quota) -> Result<(), Duration> {
    let open = window.filter(|open| now < open.opened_at + quota.window);
    let open = window.insert(open.unwrap_or(Window { opened_at: now, used_permits: 0 }));
    if open.used_permits >= quota.limit {
        return Err((open.opened_at + quota.window).saturating_duration_since(now));
    }
    open.used_permits += 1;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(channel: u64) -> Route {
        Route::of(Method::Post, &format!("/channels/{channel}/messages"))
    }

    #[test]
    fn sixth_message_in_five_seconds_is_refused_until_the_window_closes() {
        let mut limits = RateLimits::default();
        let start = Instant::now();
        for sent in 0..5 {
            let verdict = limits.admit(start + Duration::from_millis(100 * sent), &post(1));
            assert!(matches!(verdict, Verdict::Admitted(Some(state)) if u64::from(state.remaining) == 4 - sent));
        }
        let verdict = limits.admit(start + Duration::from_secs(2), &post(1));
        assert!(
            matches!(verdict, Verdict::Limited { retry_after, scope: Scope::User, .. } if retry_after.as_secs() == 3)
        );
        assert!(
            matches!(limits.admit(start + Duration::from_secs(2), &post(2)), Verdict::Admitted(_)),
            "another channel is free"
        );
        assert!(matches!(limits.admit(start + Duration::from_secs(5), &post(1)), Verdict::Admitted(_)));
    }

    #[test]
    fn fifty_first_request_of_a_second_is_refused_but_callbacks_are_not() {
        let mut limits = RateLimits::default();
        let start = Instant::now();
        for channel in 0..50 {
            assert!(matches!(limits.admit(start, &post(channel)), Verdict::Admitted(_)));
        }
        assert!(matches!(limits.admit(start, &post(99)), Verdict::Limited { scope: Scope::Global, .. }));
        let callback = Route::of(Method::Post, "/interactions/1/token/callback");
        assert_eq!(limits.admit(start, &callback), Verdict::Admitted(None));
        let followup = Route::of(Method::Post, "/webhooks/1/token");
        assert!(matches!(limits.admit(start, &followup), Verdict::Admitted(Some(_))));
        assert!(matches!(limits.admit(start + Duration::from_secs(1), &post(99)), Verdict::Admitted(_)));
    }

    #[test]
    fn ten_thousand_invalid_requests_ban_the_address_for_ten_minutes() {
        let mut limits = RateLimits::default();
        let start = Instant::now();
        for _ in 0..MAX_INVALID_REQUESTS {
            limits.count_invalid(start);
        }
        assert_eq!(limits.admit(start, &post(1)), Verdict::Banned { retry_after: INVALID_WINDOW });
        assert!(matches!(limits.admit(start + INVALID_WINDOW, &post(1)), Verdict::Admitted(_)));
    }

    #[test]
    fn channels_share_a_bucket_name_but_not_a_window() {
        let (one, two) = (post(1), post(2));
        let (one, two) = (one.bucket.expect("bucket"), two.bucket.expect("bucket"));
        assert_eq!(one.0, two.0);
        assert_ne!(one.2, two.2);
    }
}
