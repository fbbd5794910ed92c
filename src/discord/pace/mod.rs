//! When a request may leave, so that Discord never has to say 429: one place at a time in each bucket, and the bot's 50 a second.
//!
//! Three gates one behind the other, all on real time. The lane decides at the first and at the last who goes next:
//!
//! 1. *route*: one request of a route and its channel or server at a time, the highest lane first;
//! 2. *bucket*: `twilight-http-ratelimiting`, which learns the buckets from the headers and serves first come first served (it sees
//!    one of a route at a time, so that its order never stands in a lane's way). Its own limit for the whole bot is switched off,
//!    since it knows no lanes;
//! 3. *whole bot*: `governor`, one permit at a time to the highest lane that waits. A request of a low lane that stands here while
//!    a higher one waits behind it at its route is served as if it were of the higher lane.
//!
//! Interaction callbacks pass none of them, follow-ups only the first two: Discord counts them apart.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tokio::sync::{Notify, oneshot};
use tokio::time::Instant;
use twilight_http_ratelimiting::{Endpoint, Method, Permit as Bucket, RateLimitHeaders, RateLimiter as Buckets};

use crate::delivery::Lane;

/// Discord's limit is 50 in any second. 48 a second with two at once stays below it in every window of a second, with room for a
/// network that bunches requests up, and costs 4 %.
const EVERY: Duration = Duration::from_micros(1_000_000 / 48);
const AT_ONCE: NonZeroU32 = NonZeroU32::new(2).expect("two is not zero");

/// Decides when a request may leave. Cheap to clone.
#[derive(Clone)]
pub(super) struct Pacer {
    buckets: Buckets,
    routes: Arc<Mutex<HashMap<Key, Arc<Route>>>>,
    whole: Arc<Whole>,
    dm_opens: Arc<DefaultDirectRateLimiter>,
}

/// The right to send one request. Dropping it unused gives the place back.
pub struct Permit {
    bucket: Option<Bucket>,
    _turn: Option<Turn>,
}

impl Permit {
    /// For a wire that needs no pace.
    pub(super) fn free() -> Self {
        Self { bucket: None, _turn: None }
    }

    /// To be called with what the answer's headers said; `None` when there was no answer, or no limit in it.
    pub(super) fn complete(mut self, headers: Option<RateLimitHeaders>) {
        if let Some(bucket) = self.bucket.take() {
            bucket.complete(headers);
        }
    }
}

/// Which bucket a request may belong to: the method and the path, all ids but the first replaced.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
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
    /// Must be made inside a tokio runtime, whose tasks carry it. `dm_opens_per_s` is how many DM channels are opened a second.
    pub fn new(dm_opens_per_s: f64) -> Self {
        Self::with(dm_opens_per_s, RateLimiter::direct(quota()))
    }

    fn with(dm_opens_per_s: f64, metronome: impl Metronome) -> Self {
        let whole = Arc::new(Whole::default());
        tokio::spawn(serve(Arc::downgrade(&whole), Arc::clone(&whole.news), metronome));
        let dm_opens = Quota::with_period(Duration::from_secs_f64(1.0 / dm_opens_per_s.clamp(0.01, 50.0)));
        let dm_opens = RateLimiter::direct(dm_opens.expect("a period above zero"));
        Self { buckets: Buckets::new(u16::MAX), routes: Arc::default(), whole, dm_opens: Arc::new(dm_opens) }
    }

    /// Waits until a request may leave.
    pub async fn permit(&self, lane: Lane, key: Key) -> Permit {
        if key.is_callback() {
            return Permit::free();
        }
        let route = self.route(&key);
        let turn = Turn::take(&self.routes, &key, route, lane).await;
        if key.opens_dm() {
            self.dm_opens.until_ready().await;
        }
        let bucket = self.buckets.acquire(Endpoint { method: key.method, path: key.path.clone() }).await;
        if !key.is_outside_global() {
            self.whole.wait(Arc::clone(&turn.route)).await;
        }
        Permit { bucket: Some(bucket), _turn: Some(turn) }
    }

    /// Discord said that the whole bot has to wait.
    pub fn pause(&self, length: Duration) {
        let until = Instant::now() + length;
        let mut line = self.whole.line();
        line.paused_until = Some(line.paused_until.map_or(until, |now| now.max(until)));
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
            let next = line.waiting.iter().enumerate().min_by_key(|(index, (lane, _))| (*lane, *index)).map(|(index, _)| index);
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
            let idle = routes.get(&self.key).is_some_and(|route| Arc::strong_count(route) <= 3 && !lock(&route.line).taken);
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

/// The gate of the whole bot.
#[derive(Default)]
struct Whole {
    line: Mutex<WholeLine>,
    news: Arc<Notify>,
}

#[derive(Default)]
struct WholeLine {
    waiting: Vec<(Arc<Route>, oneshot::Sender<()>)>,
    paused_until: Option<Instant>,
}

impl Whole {
    fn line(&self) -> MutexGuard<'_, WholeLine> {
        lock(&self.line)
    }

    async fn wait(&self, route: Arc<Route>) {
        let (called, waiting) = oneshot::channel();
        self.line().waiting.push((route, called));
        self.news.notify_one();
        // Only a runtime that is going down drops the caller.
        let _ = waiting.await;
    }

    /// Lets the first of the highest lane through; answers whether there was anybody.
    fn let_one_through(&self) -> bool {
        let mut line = self.line();
        loop {
            let next =
                line.waiting.iter().enumerate().min_by_key(|(index, (route, _))| (route.lane(), *index)).map(|(index, _)| index);
            let Some(next) = next else { return false };
            let (_, waiter) = line.waiting.remove(next);
            if waiter.send(()).is_ok() {
                return true;
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.line().waiting.is_empty()
    }

    fn paused_until(&self) -> Option<Instant> {
        self.line().paused_until.filter(|until| *until > Instant::now())
    }
}

fn quota() -> Quota {
    Quota::with_period(EVERY).expect("a period above zero").allow_burst(AT_ONCE)
}

/// Says when the bot may send its next request.
trait Metronome: Send + Sync + 'static {
    fn beat(&self) -> impl Future<Output = ()> + Send;
}

impl Metronome for DefaultDirectRateLimiter {
    async fn beat(&self) {
        self.until_ready().await;
    }
}

/// Gives out the bot's permits, one at a time, as long as there is somebody to give them to.
async fn serve(whole: std::sync::Weak<Whole>, news: Arc<Notify>, metronome: impl Metronome) {
    loop {
        match whole.upgrade() {
            None => return,
            Some(whole) if whole.is_empty() => {
                drop(whole);
                // The last pacer's end is news too.
                news.notified().await;
                continue;
            }
            Some(_) => {}
        }
        metronome.beat().await;
        // Looked at after the wait: whoever came meanwhile counts, and so does a pause.
        while let Some(until) = whole.upgrade().and_then(|whole| whole.paused_until()) {
            tokio::time::sleep_until(until).await;
        }
        if let Some(whole) = whole.upgrade() {
            whole.let_one_through();
        }
    }
}

impl Drop for Whole {
    fn drop(&mut self) {
        self.news.notify_one();
    }
}

#[cfg(test)]
mod tests;
