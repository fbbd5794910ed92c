//! Counts the events and interactions in progress. The idle probe and a soft stop wait until the count is zero.

use std::sync::Arc;

use tokio::sync::watch;

/// The number of events and interactions in progress. Cheap to clone; all clones share the count.
#[derive(Debug, Clone)]
pub struct InFlight {
    count: Arc<watch::Sender<u64>>,
}

impl Default for InFlight {
    fn default() -> Self {
        Self { count: Arc::new(watch::Sender::new(0)) }
    }
}

impl InFlight {
    /// Adds one to the count until the returned guard is dropped.
    pub fn begin(&self) -> InFlightGuard {
        self.count.send_modify(|count| *count += 1);
        InFlightGuard { count: Arc::clone(&self.count) }
    }

    pub fn count(&self) -> u64 {
        *self.count.borrow()
    }

    /// Waits until the count is zero.
    pub async fn wait_until_idle(&self) {
        let mut count = self.count.subscribe();
        // The wait cannot fail: the sender lives as long as `self`.
        let _ = count.wait_for(|count| *count == 0).await;
    }
}

/// While this guard exists, one event or interaction counts as in progress.
#[derive(Debug)]
pub struct InFlightGuard {
    count: Arc<watch::Sender<u64>>,
}

impl Drop for InFlightGuard {
    fn drop(&mut self) {
        self.count.send_modify(|count| *count -= 1);
    }
}
