//! Decides when a request may leave, so that Discord never answers with a 429: one request per bucket at a time, and at
//! most 50 requests per second for the bot.
//!
//! A request passes three gates, one after the other. All waits are in real time. At the first and the last gate, the
//! lane decides which request is next:
//!
//! 1. *Route*: one request at a time per route and its channel or server, the highest lane first.
//! 2. *Bucket*: `twilight-http-ratelimiting` learns the buckets from the headers of responses and serves requests in
//!    order of arrival. It sees one request of a route at a time, so this order never delays a higher lane. Its own
//!    limit for the whole bot is off, because it does not know lanes. The last remaining request of a bucket is
//!    reserved for an emergency: a request of a lower lane gives up its turn in the route until the bucket resets.
//! 3. *Whole bot*: `global_limit` keeps every second within Discord's limit. A request that waits at this gate counts
//!    as a request of the highest lane in its route's queue.
//!
//! Interaction callbacks pass no gate, because they have no rate limit. Follow-ups pass only the first two gates,
//! because Discord does not count them in the limit for the whole bot.

mod global_limit;
mod key;
mod known;
mod route;
mod window;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, oneshot};
use tokio::time::Instant;
use twilight_http_ratelimiting::{Bucket, Endpoint, Method, Permit as BucketPermit, RateLimitHeaders, RateLimiter};

use crate::delivery::Lane;
use crate::discord::wire::pacing::global_limit::{GlobalLimit, Slot};
pub(in crate::discord) use crate::discord::wire::pacing::key::RouteKey;
use crate::discord::wire::pacing::known::KnownBuckets;
use crate::discord::wire::pacing::route::{RouteTurn, Routes};
use crate::discord::wire::pacing::window::{SLOTS, SPACING};
use crate::members::ChannelId;

/// The window of Discord's bucket for messages in a channel. Commonly Discord allows five messages in five seconds.
const BUCKET_WINDOW: Duration = Duration::from_secs(5);
/// If an earlier process sent this many messages to one channel within the window, the channel's bucket may be empty.
const BUSY_CHANNEL_MESSAGES: usize = 3;
/// A request that an earlier process sent just before its end may arrive at Discord up to this long after our start.
const LATEST_ARRIVAL: Duration = Duration::from_millis(300);

/// Decides when a request may leave. Cheap to clone.
#[derive(Clone)]
pub(in crate::discord) struct Pacer {
    buckets: RateLimiter,
    known: Arc<KnownBuckets>,
    routes: Routes,
    global_limit: Arc<GlobalLimit>,
    dm_opens: Arc<DmOpens>,
}

/// The right to send one request. If the permit is dropped unused, its slot is free again.
pub struct Permit {
    bucket: Option<BucketPermit>,
    known: Option<(Arc<KnownBuckets>, RouteKey)>,
    slot: Option<Slot>,
    _turn: Option<RouteTurn>,
}

impl Permit {
    /// A permit for a request without limits.
    pub(in crate::discord) fn unlimited() -> Self {
        Self { bucket: None, known: None, slot: None, _turn: None }
    }

    /// Call this just before the request leaves. From then on the request counts, whatever its result.
    pub(in crate::discord) fn mark_used(&mut self) {
        if let Some(slot) = &mut self.slot {
            slot.mark_used();
        }
    }

    /// Call this with the rate limit headers of the response. Pass `None` if there was no response, or if the response
    /// had no such headers. Then we assume that Discord counted the request.
    pub(in crate::discord) fn complete(mut self, headers: Option<RateLimitHeaders>) {
        let Some(bucket) = self.bucket.take() else { return };
        let now = std::time::Instant::now();
        bucket.complete(match (headers, &self.known) {
            (Some(headers), Some((known, key))) => {
                known.learn(key, &headers, now);
                Some(headers)
            }
            (None, Some((known, key))) => known.count_without_headers(key, now),
            (headers, None) => headers,
        });
    }
}

impl Pacer {
    /// Call this inside a tokio runtime, because it spawns tasks. `dm_opens_per_s` limits how many DM channels are
    /// opened per second.
    pub fn new(dm_opens_per_s: f64) -> Self {
        Self::with_spacing(dm_opens_per_s, SPACING)
    }

    fn with_spacing(dm_opens_per_s: f64, spacing: Duration) -> Self {
        Self {
            buckets: RateLimiter::new(u16::MAX),
            known: Arc::default(),
            routes: Routes::default(),
            global_limit: GlobalLimit::start(spacing),
            dm_opens: Arc::new(DmOpens::new(dm_opens_per_s)),
        }
    }

    /// Waits until a request of this lane and route may leave.
    pub async fn permit(&self, lane: Lane, key: RouteKey) -> Permit {
        if key.is_callback() {
            return Permit::unlimited();
        }
        let (turn, bucket) = self.turn_and_bucket(lane, &key).await;
        let slot = if key.is_outside_global_limit() { None } else { self.global_limit.slot(turn.queue()).await };
        Permit { bucket: Some(bucket), known: Some((Arc::clone(&self.known), key)), slot, _turn: Some(turn) }
    }

    /// Accounts for the requests of an earlier process, because Discord still counts them. `sent` has the age and the
    /// channel of each recorded message; other requests are not recorded.
    ///
    /// So this process begins as if the earlier process had sent requests at full pace until now: all slots of the last
    /// second are taken, and the buckets of busy channels are empty. Other buckets need no correction. Every process
    /// keeps one request of each bucket in reserve, so our first request to a bucket is safe. Its response says how
    /// many requests are left.
    pub async fn inherit(&self, sent: &[(Duration, Option<ChannelId>)]) {
        let latest = Instant::now() + LATEST_ARRIVAL;
        let arrivals_at_full_pace = (0..).take(SLOTS).map(|n| latest - SPACING * n);
        self.global_limit.inherit(arrivals_at_full_pace.collect());
        self.dm_opens.inherit().await;
        let mut ages_by_channel: HashMap<ChannelId, Vec<Duration>> = HashMap::new();
        for (age, channel) in sent.iter().filter(|(age, _)| *age < BUCKET_WINDOW) {
            if let Some(channel) = channel {
                ages_by_channel.entry(*channel).or_default().push(*age);
            }
        }
        for (channel, ages) in ages_by_channel.into_iter().filter(|(_, ages)| ages.len() >= BUSY_CHANNEL_MESSAGES) {
            let youngest_age = ages.into_iter().min().unwrap_or_default();
            let reset_at = std::time::Instant::now() + BUCKET_WINDOW.saturating_sub(youngest_age) + LATEST_ARRIVAL;
            for (method, path) in [(Method::Post, "messages"), (Method::Patch, "messages/:id")] {
                let path = format!("channels/{channel}/{path}");
                let bucket = format!("inherited {} {path}", method.name()).into_bytes();
                let empty_bucket = RateLimitHeaders { bucket, limit: 1, remaining: 0, reset_at };
                self.buckets.acquire(Endpoint { method, path }).await.complete(Some(empty_bucket));
            }
        }
    }

    /// Waits until it is the turn of the request in its route, and until its bucket has a request left.
    async fn turn_and_bucket(&self, lane: Lane, key: &RouteKey) -> (RouteTurn, BucketPermit) {
        loop {
            let turn = self.routes.turn(key, lane).await;
            if key.opens_dm() {
                self.dm_opens.wait().await;
            }
            let endpoint = Endpoint { method: key.method, path: key.path.clone() };
            if lane == Lane::Emergency || key.is_outside_global_limit() {
                return (turn, self.buckets.acquire(endpoint).await);
            }
            let (send_reset, reset) = oneshot::channel();
            let leaves_one_in_reserve = move |bucket: Option<Bucket>| match bucket {
                Some(bucket) if bucket.limit > 1 && bucket.remaining == 1 => {
                    // Sending fails if the caller dropped its request during the wait.
                    let _ = send_reset.send(bucket.reset_at);
                    false
                }
                _ => true,
            };
            if let Some(bucket) = self.buckets.acquire_if(endpoint, leaves_one_in_reserve).await {
                return (turn, bucket);
            }
            drop(turn);
            if let Ok(reset_at) = reset.await {
                tokio::time::sleep_until(reset_at.into()).await;
            }
        }
    }

    /// How many requests the bucket of this route has left, as far as we know.
    #[cfg(test)]
    pub fn known_remaining(&self, key: &RouteKey) -> Option<u16> {
        self.known.remaining(key)
    }

    /// Gives out no slot for `length`, because Discord asked the whole bot to wait.
    pub fn pause(&self, length: Duration) {
        self.global_limit.pause_until(Instant::now() + length);
    }
}

/// Spaces out the requests that open DM channels: Discord treats a bot that opens many DMs at once as a spammer.
struct DmOpens {
    spacing: Duration,
    next_at: Mutex<Instant>,
}

impl DmOpens {
    fn new(per_s: f64) -> Self {
        let spacing = Duration::from_secs_f64(1.0 / per_s.clamp(0.01, 50.0));
        Self { spacing, next_at: Mutex::new(Instant::now()) }
    }

    /// Makes the first request wait, because an earlier process may have opened a DM channel a moment ago.
    async fn inherit(&self) {
        *self.next_at.lock().await = Instant::now() + self.spacing;
    }

    async fn wait(&self) {
        let mut next_at = self.next_at.lock().await;
        tokio::time::sleep_until(*next_at).await;
        *next_at = Instant::now() + self.spacing;
    }
}

#[cfg(test)]
mod tests;
