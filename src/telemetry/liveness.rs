//! Shows whether a task that runs as long as the process still makes progress.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long the current step of a task has lasted. The task calls `begin_step` before each step, and `begin_wait`
/// before it waits for something that can take arbitrarily long. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct TaskLiveness {
    /// The start of the current step, in real time; `None` while the task waits or has not begun.
    step_began_at: Arc<Mutex<Option<Instant>>>,
}

impl TaskLiveness {
    /// Records that a step begins now. The task must call `begin_step` or `begin_wait` again soon.
    pub fn begin_step(&self) {
        *self.step_began_at() = Some(Instant::now());
    }

    /// Records that the task now waits. The wait may last arbitrarily long.
    pub fn begin_wait(&self) {
        *self.step_began_at() = None;
    }

    /// How long the current step has lasted at `at`; zero while the task waits.
    pub fn step_duration(&self, at: Instant) -> Duration {
        self.step_began_at().map_or(Duration::ZERO, |step_began_at| at.saturating_duration_since(step_began_at))
    }

    fn step_began_at(&self) -> MutexGuard<'_, Option<Instant>> {
        self.step_began_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn step_duration_counts_from_the_start_of_the_step_and_is_zero_while_the_task_waits() {
        let (liveness, began_at) = (TaskLiveness::default(), Instant::now());
        let later = |seconds| began_at + Duration::from_secs(seconds);
        assert_eq!(liveness.step_duration(later(3600)), Duration::ZERO, "it has not begun");
        liveness.begin_step();
        assert!(liveness.step_duration(later(60)) >= Duration::from_secs(59));
        liveness.begin_wait();
        assert_eq!(liveness.step_duration(later(3600)), Duration::ZERO);
    }
}
