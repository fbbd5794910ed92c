//! Enforces Discord's limit for the whole bot: gives the slots of [`Window`] to waiting requests, the highest lane
//! first.

use std::sync::{Arc, Mutex, MutexGuard, Weak};
use std::time::Duration;

use tokio::sync::{Notify, oneshot};
use tokio::time::Instant;

use crate::discord::wire::pacing::route::{RouteQueue, lock};
use crate::discord::wire::pacing::window::{Opening, Window};

pub(super) struct GlobalLimit {
    state: Mutex<LimitState>,
    /// Notified when a request starts to wait, and when a slot is dropped.
    changed: Arc<Notify>,
}

struct LimitState {
    waiting: Vec<(Arc<RouteQueue>, oneshot::Sender<Slot>)>,
    paused_until: Option<Instant>,
    window: Window,
}

/// The right to send one of the bot's 50 requests per second.
pub(super) struct Slot {
    limit: Arc<GlobalLimit>,
    is_used: bool,
}

impl Slot {
    /// Call this when the request leaves. A used slot is free one second after it is dropped, an unused slot at once.
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
        let state = LimitState { waiting: Vec::new(), paused_until: None, window: Window::new(spacing) };
        let limit = Arc::new(Self { state: Mutex::new(state), changed: Arc::default() });
        tokio::spawn(give_out_slots(Arc::downgrade(&limit), Arc::clone(&limit.changed)));
        limit
    }

    /// Gives out no slot before `until`, because Discord asked the whole bot to wait.
    pub fn pause_until(&self, until: Instant) {
        let mut state = self.state();
        state.paused_until = Some(state.paused_until.map_or(until, |current| current.max(until)));
    }

    /// Takes slots for the requests of an earlier process. Each instant is the latest at which one request can arrive
    /// at Discord.
    pub fn inherit(&self, latest_arrivals: Vec<Instant>) {
        self.state().window.inherit(latest_arrivals);
    }

    /// Waits for a slot. `queue` is the queue of the request's route. While the request waits, it has the highest lane
    /// of all requests in this queue. `None` when the runtime shuts down.
    pub async fn slot(&self, queue: Arc<RouteQueue>) -> Option<Slot> {
        let (slot_sender, slot_receiver) = oneshot::channel();
        self.state().waiting.push((queue, slot_sender));
        self.changed.notify_one();
        slot_receiver.await.ok()
    }

    /// When the next request may leave, according to the window and to the pauses that Discord asked for.
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

    /// Gives a slot to the first waiting request of the highest lane. Does nothing if no request waits.
    fn give_slot(self: &Arc<Self>) {
        let mut state = self.state();
        let next = state.waiting.iter().enumerate().min_by_key(|(index, (queue, _))| (queue.highest_lane(), *index));
        let Some(next) = next.map(|(index, _)| index) else { return };
        let (_, slot_sender) = state.waiting.remove(next);
        state.window.take(Instant::now());
        drop(state);
        // If the caller has dropped its request, sending fails and returns the unused slot. Dropping the slot frees it
        // for the next request.
        drop(slot_sender.send(Slot { limit: Arc::clone(self), is_used: false }));
    }

    fn is_idle(&self) -> bool {
        self.state().waiting.is_empty()
    }

    fn state(&self) -> MutexGuard<'_, LimitState> {
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
        // Choose the request only after the wait, because a request of a higher lane may arrive during the wait.
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
