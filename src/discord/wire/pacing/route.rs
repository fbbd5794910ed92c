//! The queue of one route. It lets one request through at a time, the highest lane first.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use crate::delivery::Lane;
use crate::discord::wire::pacing::key::RouteKey;

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // No code panics while it holds one of these locks, so ignore the poison flag.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The queues of all routes in use.
#[derive(Clone, Default)]
pub(super) struct Routes {
    by_key: Arc<Mutex<HashMap<RouteKey, Arc<RouteQueue>>>>,
}

impl Routes {
    /// Waits until it is this request's turn in the queue of its route.
    pub async fn turn(&self, key: &RouteKey, lane: Lane) -> RouteTurn {
        let queue = Arc::clone(lock(&self.by_key).entry(key.clone()).or_default());
        let entry = LaneEntry::new(&queue, lane);
        let turn_receiver = queue.join(lane);
        // Create the guard before the wait. If this future is dropped after it received the turn, the guard passes the
        // turn on.
        let mut pending = PendingTurn { queue: Some(Arc::clone(&queue)), turn_receiver };
        pending.wait().await;
        pending.queue = None;
        RouteTurn { routes: self.clone(), key: key.clone(), queue, _entry: entry }
    }

    #[cfg(test)]
    pub fn is_empty(&self) -> bool {
        lock(&self.by_key).is_empty()
    }

    fn remove_if_unused(&self, key: &RouteKey) {
        let mut routes = lock(&self.by_key);
        // The map, the ending `RouteTurn` and its `LaneEntry` each own the queue. If there is no fourth owner, no
        // request is about to join the queue.
        let is_unused =
            routes.get(key).is_some_and(|queue| Arc::strong_count(queue) <= 3 && !lock(&queue.state).is_turn_taken);
        if is_unused {
            routes.remove(key);
        }
    }
}

/// The queue of one route and its channel or server.
#[derive(Default)]
pub(super) struct RouteQueue {
    /// How many requests of each lane are waiting or have the turn.
    counts_by_lane: [AtomicU32; Lane::ALL.len()],
    state: Mutex<QueueState>,
}

#[derive(Default)]
struct QueueState {
    is_turn_taken: bool,
    waiting: Vec<(Lane, oneshot::Sender<()>)>,
}

impl RouteQueue {
    /// The highest lane of the requests in this queue; `Routine` if it has none.
    pub fn highest_lane(&self) -> Lane {
        let has_entry = |lane: &Lane| self.counts_by_lane[*lane as usize].load(Ordering::SeqCst) > 0;
        Lane::ALL.into_iter().find(has_entry).unwrap_or(Lane::Routine)
    }

    /// Takes the turn and returns `None` if nobody has the turn. Else the request waits, and the returned receiver
    /// reports its turn.
    fn join(&self, lane: Lane) -> Option<oneshot::Receiver<()>> {
        let mut state = lock(&self.state);
        if !state.is_turn_taken {
            state.is_turn_taken = true;
            return None;
        }
        let (turn_sender, turn_receiver) = oneshot::channel();
        state.waiting.push((lane, turn_sender));
        Some(turn_receiver)
    }

    /// Gives the turn to the next request. Returns false if no request waits.
    fn pass_on(&self) -> bool {
        let mut state = lock(&self.state);
        loop {
            // The first request of the highest lane.
            let next = state.waiting.iter().enumerate().min_by_key(|(index, (lane, _))| (*lane, *index));
            let Some(next) = next.map(|(index, _)| index) else {
                state.is_turn_taken = false;
                return false;
            };
            let (_, turn_sender) = state.waiting.remove(next);
            // Sending fails if the caller dropped its request during the wait.
            if turn_sender.send(()).is_ok() {
                return true;
            }
        }
    }
}

/// The turn in a route's queue. Dropping it passes the turn on.
pub(super) struct RouteTurn {
    routes: Routes,
    key: RouteKey,
    queue: Arc<RouteQueue>,
    _entry: LaneEntry,
}

impl RouteTurn {
    pub fn queue(&self) -> Arc<RouteQueue> {
        Arc::clone(&self.queue)
    }
}

impl Drop for RouteTurn {
    fn drop(&mut self) {
        if !self.queue.pass_on() {
            self.routes.remove_if_unused(&self.key);
        }
    }
}

/// A request that waits for its turn. If it is dropped when it already has the turn, it passes the turn on.
struct PendingTurn {
    queue: Option<Arc<RouteQueue>>,
    /// `None` once this request has the turn.
    turn_receiver: Option<oneshot::Receiver<()>>,
}

impl PendingTurn {
    async fn wait(&mut self) {
        if let Some(turn_receiver) = &mut self.turn_receiver {
            // The wait cannot fail: the queue keeps the sender until it gives us the turn.
            let _ = turn_receiver.await;
        }
        self.turn_receiver = None;
    }
}

impl Drop for PendingTurn {
    fn drop(&mut self) {
        let Some(queue) = &self.queue else { return };
        let has_turn = match &mut self.turn_receiver {
            Some(turn_receiver) => {
                turn_receiver.close();
                turn_receiver.try_recv().is_ok()
            }
            None => true,
        };
        if has_turn {
            queue.pass_on();
        }
    }
}

/// Counts a request in its lane until the entry is dropped.
struct LaneEntry {
    queue: Arc<RouteQueue>,
    lane: Lane,
}

impl LaneEntry {
    fn new(queue: &Arc<RouteQueue>, lane: Lane) -> Self {
        queue.counts_by_lane[lane as usize].fetch_add(1, Ordering::SeqCst);
        Self { queue: Arc::clone(queue), lane }
    }
}

impl Drop for LaneEntry {
    fn drop(&mut self) {
        self.queue.counts_by_lane[self.lane as usize].fetch_sub(1, Ordering::SeqCst);
    }
}
