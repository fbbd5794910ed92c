//! How much is being handled right now, and waiting until it is nothing: for the idle probe and for a soft stop.

use std::sync::Arc;

use tokio::sync::watch;

/// Counts what is in flight. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Activity {
    count: Arc<watch::Sender<u64>>,
}

impl Default for Activity {
    fn default() -> Self {
        Self { count: Arc::new(watch::Sender::new(0)) }
    }
}

impl Activity {
    /// Counts one thing until the answer is dropped.
    pub fn begin(&self) -> Busy {
        self.count.send_modify(|count| *count += 1);
        Busy { count: Arc::clone(&self.count) }
    }

    pub fn in_flight(&self) -> u64 {
        *self.count.borrow()
    }

    /// Returns once nothing is in flight.
    pub async fn quiet(&self) {
        let mut count = self.count.subscribe();
        // The sender lives as long as `self`.
        let _ = count.wait_for(|count| *count == 0).await;
    }
}

/// One thing in flight.
#[derive(Debug)]
pub struct Busy {
    count: Arc<watch::Sender<u64>>,
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.count.send_modify(|count| *count -= 1);
    }
}
