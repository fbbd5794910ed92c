//! The gate of the whole bot: spaced evenly by `governor`, kept below Discord's limit by [`Window`], the highest lane
//! first.

use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use governor::{DefaultDirectRateLimiter, Quota};
use tokio::sync::{Notify, oneshot};
use tokio::time::Instant;

use crate::discord::wire::pacing::window::{Opening, Window};
use crate::discord::wire::pacing::{Route, lock};

/// Discord's limit, spread evenly over the second, so that an emergency always finds a place within 20 ms: fifty at
/// once would leave it none for the rest of the second. Two at once make up for a timer that is late. The limit itself
/// is kept by [`Window`].
pub(in crate::discord) const EVERY: Duration = Duration::from_millis(1_000 / 50);
const AT_ONCE: NonZeroU32 = NonZeroU32::new(2).expect("two is not zero");

/// The gate of the whole bot.
#[derive(Default)]
pub(in crate::discord) struct Whole {
    line: Mutex<WholeLine>,
    news: Arc<Notify>,
}

#[derive(Default)]
struct WholeLine {
    waiting: Vec<(Arc<Route>, oneshot::Sender<Place>)>,
    paused_until: Option<Instant>,
    window: Window,
}

/// One of the bot's requests of a second.
pub(in crate::discord) struct Place {
    whole: Arc<Whole>,
    used: bool,
}

impl Place {
    /// It counts from here on.
    pub fn take(&mut self) {
        self.used = true;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut line = self.whole.line();
        match self.used {
            true => line.window.answer(Instant::now()),
            false => line.window.give_back(),
        }
        drop(line);
        self.whole.news.notify_one();
    }
}

impl Whole {
    pub fn paced_by(metronome: impl Metronome) -> Arc<Self> {
        let whole = Arc::new(Self::default());
        tokio::spawn(serve(Arc::downgrade(&whole), Arc::clone(&whole.news), metronome));
        whole
    }

    /// Discord said so.
    pub fn pause_until(&self, until: Instant) {
        let mut line = self.line();
        line.paused_until = Some(line.paused_until.map_or(until, |now| now.max(until)));
    }

    fn line(&self) -> MutexGuard<'_, WholeLine> {
        lock(&self.line)
    }

    /// `None` when the pacer ends, with all that it was for.
    pub async fn wait(&self, route: Arc<Route>) -> Option<Place> {
        let (called, waiting) = oneshot::channel();
        self.line().waiting.push((route, called));
        self.news.notify_one();
        waiting.await.ok()
    }

    /// Lets the first of the highest lane through.
    fn let_one_through(self: &Arc<Self>) {
        let mut line = self.line();
        let next = line
            .waiting
            .iter()
            .enumerate()
            .min_by_key(|(index, (route, _))| (route.lane(), *index))
            .map(|(index, _)| index);
        let Some(next) = next else { return };
        let (_, waiter) = line.waiting.remove(next);
        line.window.leave();
        drop(line);
        // Whoever gave up waiting leaves the place unused, and the one after comes when it is given back.
        drop(waiter.send(Place { whole: Arc::clone(self), used: false }));
    }

    fn is_empty(&self) -> bool {
        self.line().waiting.is_empty()
    }

    /// When the next may leave, by the limit and by what Discord said.
    pub fn opening(&self) -> Opening {
        let now = Instant::now();
        let mut line = self.line();
        let paused = line.paused_until.filter(|until| *until > now);
        match (line.window.opening(now), paused) {
            (opening, None) => opening,
            (Opening::At(at), Some(until)) => Opening::At(at.max(until)),
            (_, Some(until)) => Opening::At(until),
        }
    }
}

pub(in crate::discord) fn quota() -> Quota {
    Quota::with_period(EVERY).expect("a period above zero").allow_burst(AT_ONCE)
}

/// Says when the bot may send its next request.
pub(in crate::discord) trait Metronome: Send + Sync + 'static {
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
        loop {
            match whole.upgrade().map(|whole| whole.opening()) {
                None => return,
                Some(Opening::Now) => break,
                Some(Opening::At(at)) => tokio::time::sleep_until(at).await,
                Some(Opening::WithAnAnswer) => news.notified().await,
            }
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
