//! The number of events and interactions that are being handled. The idle probe and a soft stop wait until it is zero.

use std::sync::Arc;

use tokio::sync::watch;

/// A count of what is in flight. Cheap to clone; all clones share the count.
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
    /// Counts one until the guard is dropped.
    pub fn begin(&self) -> InFlightGuard {
        self.count.send_modify(|count| *count += 1);
        InFlightGuard { count: Arc::clone(&self.count) }
    }

    pub fn count(&self) -> u64 {
        *self.count.borrow()
    }

    /// Returns once nothing is in flight.
    pub async fn wait_until_idle(&self) {
        let mut count = self.count.subscribe();
        // The sender lives as long as `self`.
        let _ = count.wait_for(|count| *count == 0).await;
    }
}

/// One event or interaction in flight.
#[derive(Debug)]
pub struct InFlightGuard {
    count: Arc<watch::Sender<u64>>,
}

impl Drop for InFlightGuard {
    fn drop(&mut self) {
        self.count.send_modify(|count| *count -= 1);
    }
}
