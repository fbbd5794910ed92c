//! The sign of life of a task that runs as long as the process.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Shows whether a task still works. A task beats before each step, and rests before it waits for something that may
/// take arbitrarily long. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Pulse {
    /// The latest beat, in real time; `None` while the task rests.
    beat_at: Arc<Mutex<Option<Instant>>>,
}

impl Pulse {
    /// A step begins: the next beat or rest must follow soon.
    pub fn beat(&self) {
        *self.beat_at() = Some(Instant::now());
    }

    /// The task waits, possibly for a long time.
    pub fn rest(&self) {
        *self.beat_at() = None;
    }

    /// How long the current step has lasted; zero while the task rests.
    pub fn silent_for(&self, at: Instant) -> Duration {
        self.beat_at().map_or(Duration::ZERO, |beat_at| at.saturating_duration_since(beat_at))
    }

    fn beat_at(&self) -> MutexGuard<'_, Option<Instant>> {
        self.beat_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn task_is_silent_from_its_latest_beat_and_never_while_it_rests() {
        let (pulse, began_at) = (Pulse::default(), Instant::now());
        let later = |seconds| began_at + Duration::from_secs(seconds);
        assert_eq!(pulse.silent_for(later(3600)), Duration::ZERO, "it has not begun");
        pulse.beat();
        assert!(pulse.silent_for(later(60)) >= Duration::from_secs(59));
        pulse.rest();
        assert_eq!(pulse.silent_for(later(3600)), Duration::ZERO);
    }
}
