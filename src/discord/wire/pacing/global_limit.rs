//! Enforces Discord's limit for the whole bot: gives the slots of [`Window`] to waiting requests, the highest lane
//! first.

use std::sync::{Arc, Mutex, MutexGuard, Weak};
use std::time::Duration;

use tokio::sync::{Notify, oneshot};
use tokio::time::Instant;

use crate::discord::wire::pacing::route::{RouteQueue, lock};
use crate::discord::wire::pacing::window::{Opening, Window};

pub(super) struct GlobalLimit {
    state: Mutex<State>,
    /// Notified when a request starts to wait, and when a slot is released.
    changed: Arc<Notify>,
}

struct State {
    waiting: Vec<(Arc<RouteQueue>, oneshot::Sender<Slot>)>,
    paused_until: Option<Instant>,
    window: Window,
}

/// A slot for one of the 50 requests per second that the bot may send.
pub(super) struct Slot {
    limit: Arc<GlobalLimit>,
    is_used: bool,
}

impl Slot {
    /// The request leaves now, so its slot counts as used.
    pub fn mark_used(&mut self) {
        self.is_used = true;
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut state = self.limit.state();
        match self.is_used {
            true => state.window.record_response(Instant::now()),
            false => state.window.release(),
        }
        drop(state);
        self.limit.changed.notify_one();
    }
}

impl GlobalLimit {
    /// Spawns the task that gives out the slots, so call it inside a tokio runtime.
    pub fn start(spacing: Duration) -> Arc<Self> {
        let state = State { waiting: Vec::new(), paused_until: None, window: Window::new(spacing) };
        let limit = Arc::new(Self { state: Mutex::new(state), changed: Arc::default() });
        tokio::spawn(give_out_slots(Arc::downgrade(&limit), Arc::clone(&limit.changed)));
        limit
    }

    /// Discord asked the whole bot to wait.
    pub fn pause_until(&self, until: Instant) {
        let mut state = self.state();
        state.paused_until = Some(state.paused_until.map_or(until, |current| current.max(until)));
    }

    /// Takes slots for the requests of an earlier process. The requests arrived at these instants at the latest.
    pub fn inherit(&self, arrived: Vec<Instant>) {
        self.state().window.inherit(arrived);
    }

    /// Waits for a slot. `queue` is the queue of the request's route. While the request waits, it has the highest lane
    /// of all requests in this queue. `None` when the runtime shuts down.
    pub async fn slot(&self, queue: Arc<RouteQueue>) -> Option<Slot> {
        let (give, given) = oneshot::channel();
        self.state().waiting.push((queue, give));
        self.changed.notify_one();
        given.await.ok()
    }

    /// When the next request may leave, considering both the window and Discord's pauses.
    pub fn opening(&self) -> Opening {
        let now = Instant::now();
        let mut state = self.state();
        let paused_until = state.paused_until.filter(|until| *until > now);
        match (state.window.opening(now), paused_until) {
            (opening, None) => opening,
            (Opening::At(at), Some(until)) => Opening::At(at.max(until)),
            (_, Some(until)) => Opening::At(until),
        }
    }

    /// Gives a slot to the first request of the highest lane.
    fn give_slot(self: &Arc<Self>) {
        let mut state = self.state();
        let next = state.waiting.iter().enumerate().min_by_key(|(index, (queue, _))| (queue.highest_lane(), *index));
        let Some(next) = next.map(|(index, _)| index) else { return };
        let (_, give) = state.waiting.remove(next);
        state.window.take(Instant::now());
        drop(state);
        // If the caller dropped its request meanwhile, this drops the unused slot, which frees it for the next request.
        drop(give.send(Slot { limit: Arc::clone(self), is_used: false }));
    }

    fn is_idle(&self) -> bool {
        self.state().waiting.is_empty()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl Drop for GlobalLimit {
    fn drop(&mut self) {
        self.changed.notify_one();
    }
}

/// Gives out slots one at a time, until the `GlobalLimit` is dropped.
async fn give_out_slots(limit: Weak<GlobalLimit>, changed: Arc<Notify>) {
    loop {
        let opening = match limit.upgrade() {
            None => return,
            Some(limit) if limit.is_idle() => Opening::AfterResponse,
            Some(limit) => limit.opening(),
        };
        // The request is chosen only after the wait, because a request with a higher lane may have joined meanwhile.
        match opening {
            Opening::Now => {
                if let Some(limit) = limit.upgrade() {
                    limit.give_slot();
                }
            }
            Opening::At(at) => tokio::select! {
                () = tokio::time::sleep_until(at) => {}
                () = changed.notified() => {}
            },
            Opening::AfterResponse => changed.notified().await,
        }
    }
}
