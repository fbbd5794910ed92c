//! When a request may leave, so that Discord never has to say 429: one place at a time in each bucket, and the bot's 50
//! a second.
//!
//! Three gates one behind the other, all on real time. The lane decides at the first and at the last who goes next:
//!
//! 1. *route*: one request of a route and its channel or server at a time, the highest lane first; 2. *bucket*:
//! `twilight-http-ratelimiting`, which learns the buckets from the headers and serves first come first served (it sees
//! one of a route at a time, so that its order never stands in a lane's way). Its own limit for the whole bot is
//! switched off, since it knows no lanes. The last request that a bucket has left is kept for an emergency: whoever
//! else finds no other steps back from the route until the bucket is full again; 3. *whole bot*: `governor` spaces the
//! permits evenly and `window.rs` keeps every second of Discord's below its limit; one at a time goes to the highest
//! lane that waits. A request of a low lane that stands here while a higher one waits behind it at its route is served
//! as if it were of the higher lane.
//!
//! Interaction callbacks pass none of them, follow-ups only the first two: Discord counts them apart.

mod global_limit;
mod window;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tokio::sync::oneshot;
use tokio::time::Instant;
use twilight_http_ratelimiting::{
    Bucket as BucketState, Endpoint, Method, Permit as Bucket, RateLimitHeaders, RateLimiter as Buckets,
};

use crate::delivery::Lane;
use crate::discord::wire::pacing::global_limit::{Metronome, Place, Whole, quota};

/// Decides when a request may leave. Cheap to clone.
#[derive(Clone)]
pub(in crate::discord) struct Pacer {
    buckets: Buckets,
    routes: Arc<Mutex<HashMap<Key, Arc<Route>>>>,
    whole: Arc<Whole>,
    dm_opens: Arc<DefaultDirectRateLimiter>,
}

/// The right to send one request. Dropping it unused gives the place back.
pub struct Permit {
    bucket: Option<Bucket>,
    place: Option<Place>,
    _turn: Option<Turn>,
}

impl Permit {
    /// For a wire that needs no pace.
    pub(in crate::discord) fn free() -> Self {
        Self { bucket: None, place: None, _turn: None }
    }

    /// To be called just before the request leaves: from here on it counts, whatever becomes of it.
    pub(in crate::discord) fn leave(&mut self) {
        if let Some(place) = &mut self.place {
            place.take();
        }
    }

    /// To be called with what the answer's headers said; `None` when there was no answer, or no limit in it.
    pub(in crate::discord) fn complete(mut self, headers: Option<RateLimitHeaders>) {
        if let Some(bucket) = self.bucket.take() {
            bucket.complete(headers);
        }
    }
}

/// Which bucket a request may belong to: the method and the path, all ids but the first replaced.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::discord) struct Key {
    pub method: Method,
    pub path: String,
}

impl Key {
    /// `path` without the leading slash and `api/v10/`.
    pub fn new(method: Method, path: &str) -> Self {
        let mut parts = Vec::new();
        for (index, part) in path.split('/').enumerate() {
            let is_id = part.len() >= 15 && part.bytes().all(|b| b.is_ascii_digit());
            parts.push(if is_id && index > 1 { ":id" } else { part });
        }
        Self { method, path: parts.join("/") }
    }

    /// For the log: without the tokens of interactions.
    pub fn shown(&self) -> String {
        let mut parts: Vec<&str> = self.path.split('/').collect();
        if let ["interactions" | "webhooks", _, token, ..] = parts.as_mut_slice() {
            *token = ":token";
        }
        format!("{} {}", self.method.name(), parts.join("/"))
    }

    pub fn is_callback(&self) -> bool {
        self.path.starts_with("interactions/")
    }

    fn is_outside_global(&self) -> bool {
        self.path.starts_with("webhooks/")
    }

    fn opens_dm(&self) -> bool {
        self.method == Method::Post && self.path == "users/@me/channels"
    }
}

impl Pacer {
    /// Must be made inside a tokio runtime, whose tasks carry it. `dm_opens_per_s` is how many DM channels are opened a
    /// second.
    pub fn new(dm_opens_per_s: f64) -> Self {
        Self::with(dm_opens_per_s, RateLimiter::direct(quota()))
    }

    fn with(dm_opens_per_s: f64, metronome: impl Metronome) -> Self {
        let whole = Whole::paced_by(metronome);
        let dm_opens = Quota::with_period(Duration::from_secs_f64(1.0 / dm_opens_per_s.clamp(0.01, 50.0)));
        let dm_opens = RateLimiter::direct(dm_opens.expect("a period above zero"));
        Self { buckets: Buckets::new(u16::MAX), routes: Arc::default(), whole, dm_opens: Arc::new(dm_opens) }
    }

    /// Waits until a request may leave.
    pub async fn permit(&self, lane: Lane, key: Key) -> Permit {
        if key.is_callback() {
            return Permit::free();
        }
        let (turn, bucket) = self.turn_and_bucket(lane, &key).await;
        let place = if key.is_outside_global() { None } else { self.whole.wait(Arc::clone(&turn.route)).await };
        Permit { bucket: Some(bucket), place, _turn: Some(turn) }
    }

    async fn turn_and_bucket(&self, lane: Lane, key: &Key) -> (Turn, Bucket) {
        loop {
            let route = self.route(key);
            let turn = Turn::take(&self.routes, key, route, lane).await;
            if key.opens_dm() {
                self.dm_opens.until_ready().await;
            }
            let endpoint = Endpoint { method: key.method, path: key.path.clone() };
            if lane == Lane::Emergency || key.is_outside_global() {
                return (turn, self.buckets.acquire(endpoint).await);
            }
            let (full_again, when) = oneshot::channel();
            let leaves_one = move |bucket: Option<BucketState>| match bucket {
                Some(state) if state.limit > 1 && state.remaining == 1 => {
                    // Whoever gave up waiting does not listen.
                    let _ = full_again.send(state.reset_at);
                    false
                }
                _ => true,
            };
            if let Some(bucket) = self.buckets.acquire_if(endpoint, leaves_one).await {
                return (turn, bucket);
            }
            drop(turn);
            if let Ok(at) = when.await {
                tokio::time::sleep_until(at.into()).await;
            }
        }
    }

    /// Discord said that the whole bot has to wait.
    pub fn pause(&self, length: Duration) {
        self.whole.pause_until(Instant::now() + length);
    }

    fn route(&self, key: &Key) -> Arc<Route> {
        Arc::clone(lock(&self.routes).entry(key.clone()).or_default())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing panics while it holds one of these.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One route with its channel or server: who is in it, who waits for it.
#[derive(Default)]
struct Route {
    /// By lane: how many wait or are in.
    present: [AtomicU32; Lane::ALL.len()],
    line: Mutex<RouteLine>,
}

#[derive(Default)]
struct RouteLine {
    taken: bool,
    waiting: Vec<(Lane, oneshot::Sender<()>)>,
}

impl Route {
    /// The highest lane that has somebody here.
    fn lane(&self) -> Lane {
        let present = |lane: &Lane| self.present[*lane as usize].load(Ordering::SeqCst) > 0;
        Lane::ALL.into_iter().find(present).unwrap_or(Lane::Routine)
    }

    /// Lets the next one in; answers whether there was one.
    fn pass_on(&self) -> bool {
        let mut line = lock(&self.line);
        loop {
            // The first of the highest lane.
            let next = line
                .waiting
                .iter()
                .enumerate()
                .min_by_key(|(index, (lane, _))| (*lane, *index))
                .map(|(index, _)| index);
            let Some(next) = next else {
                line.taken = false;
                return false;
            };
            let (_, waiter) = line.waiting.remove(next);
            // Whoever gave up waiting is passed over.
            if waiter.send(()).is_ok() {
                return true;
            }
        }
    }
}

/// The place in a route; given on when dropped.
struct Turn {
    routes: Arc<Mutex<HashMap<Key, Arc<Route>>>>,
    key: Key,
    route: Arc<Route>,
    _present: Present,
}

impl Turn {
    async fn take(routes: &Arc<Mutex<HashMap<Key, Arc<Route>>>>, key: &Key, route: Arc<Route>, lane: Lane) -> Self {
        let present = Present::new(&route, lane);
        let waiting = {
            let mut line = lock(&route.line);
            if line.taken {
                let (called, waiting) = oneshot::channel();
                line.waiting.push((lane, called));
                Some(waiting)
            } else {
                line.taken = true;
                None
            }
        };
        // Made before the wait: if this future is dropped after it was called, the turn is passed on.
        let mut turn = Unclaimed { route: Some(Arc::clone(&route)), waiting };
        turn.called().await;
        turn.route = None;
        Self { routes: Arc::clone(routes), key: key.clone(), route, _present: present }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if !self.route.pass_on() {
            let mut routes = lock(&self.routes);
            // Ours and the map's: nobody else is on the way in. So the map holds only routes in use.
            let idle =
                routes.get(&self.key).is_some_and(|route| Arc::strong_count(route) <= 3 && !lock(&route.line).taken);
            if idle {
                routes.remove(&self.key);
            }
        }
    }
}

/// A turn that is waited for. If the waiting is given up just when it was called, it must be passed on.
struct Unclaimed {
    route: Option<Arc<Route>>,
    waiting: Option<oneshot::Receiver<()>>,
}

impl Unclaimed {
    async fn called(&mut self) {
        if let Some(waiting) = &mut self.waiting {
            // The sender is kept until it calls.
            let _ = waiting.await;
        }
        self.waiting = None;
    }
}

impl Drop for Unclaimed {
    fn drop(&mut self) {
        let Some(route) = &self.route else { return };
        let called = match &mut self.waiting {
            Some(waiting) => {
                waiting.close();
                waiting.try_recv().is_ok()
            }
            None => true,
        };
        if called {
            route.pass_on();
        }
    }
}

/// Counts somebody in at a route, until dropped.
struct Present {
    route: Arc<Route>,
    lane: Lane,
}

impl Present {
    fn new(route: &Arc<Route>, lane: Lane) -> Self {
        route.present[lane as usize].fetch_add(1, Ordering::SeqCst);
        Self { route: Arc::clone(route), lane }
    }
}

impl Drop for Present {
    fn drop(&mut self) {
        self.route.present[self.lane as usize].fetch_sub(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests;
