//! Counts the gateway's events from their arrival until they are handled.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serenity::model::event::Event;
use tokio::sync::watch;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Progress {
    session: String,
    /// How many events of this session arrived. READY is the first. After a resume the count continues.
    arrived: u64,
    /// How many events, of any session, are not handled yet.
    unhandled: u64,
}

/// How many events of the current gateway session are handled. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct EventProgress {
    progress: Arc<watch::Sender<Progress>>,
    undecodable: Arc<AtomicU64>,
}

impl Default for EventProgress {
    fn default() -> Self {
        Self { progress: Arc::new(watch::Sender::new(Progress::default())), undecodable: Arc::default() }
    }
}

impl EventProgress {
    /// Counts an event that arrived. The event is unhandled until the returned guard is dropped.
    pub fn record_arrival(&self, event: &Event) -> EventGuard {
        self.progress.send_modify(|progress| {
            if let Event::Ready(ready) = event {
                progress.session.clone_from(&ready.ready.session_id);
                progress.arrived = 0;
            }
            progress.arrived += 1;
            progress.unhandled += 1;
        });
        EventGuard { progress: Arc::clone(&self.progress) }
    }

    /// Returns once the first `events` events of `session` are handled, and no other event is unhandled.
    pub async fn wait_until_handled(&self, session: &str, events: u64) {
        let mut progress = self.progress.subscribe();
        let is_done = |p: &Progress| p.session == session && p.arrived >= events && p.unhandled == 0;
        // The wait cannot fail: the sender lives as long as `self`.
        let _ = progress.wait_for(is_done).await;
    }

    pub fn count_undecodable(&self) {
        self.undecodable.fetch_add(1, Ordering::Relaxed);
    }

    pub fn undecodable_count(&self) -> u64 {
        self.undecodable.load(Ordering::Relaxed)
    }
}

/// While this guard exists, its event counts as unhandled.
#[derive(Debug)]
pub struct EventGuard {
    progress: Arc<watch::Sender<Progress>>,
}

impl Drop for EventGuard {
    fn drop(&mut self) {
        self.progress.send_modify(|progress| progress.unhandled -= 1);
    }
}
