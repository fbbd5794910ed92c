//! Watches the tasks that run as long as the process, and reports a task that ends or hangs.
//!
//! This module only detects faults. The subcommand decides what to do about a fault, such as a soft stop.

use std::sync::Arc;
use std::time::{Duration, Instant};

use strum::IntoStaticStr;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::telemetry::TaskLiveness;

/// How often [`Supervisor::wait_for_fault`] looks for a fault.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// A task that runs as long as the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, strum::Display)]
#[strum(serialize_all = "snake_case")]
pub enum TaskName {
    Gateway,
    Engine,
    Dispatcher,
    Monitor,
    Heartbeat,
    OtherProcesses,
    Web,
}

/// Why the process must be restarted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TaskFault {
    #[error("the task {0} ended by itself (see the log for a panic)")]
    Ended(TaskName),
    #[error("the task {name} has hung for {} s", silence.as_secs())]
    Silent { name: TaskName, silence: Duration },
}

/// Watches the tasks. Cheap to clone.
#[derive(Clone)]
pub struct Supervisor {
    tasks: Arc<Vec<(TaskName, TaskLiveness)>>,
    /// A task whose current step lasts this long, in real time, has hung.
    silent_after: Duration,
    ended: Arc<watch::Sender<Option<TaskName>>>,
    /// Once this token is cancelled, tasks may end.
    stop: CancellationToken,
}

impl Supervisor {
    pub fn new(tasks: Vec<(TaskName, TaskLiveness)>, silent_after: Duration, stop: CancellationToken) -> Self {
        Self { tasks: Arc::new(tasks), silent_after, ended: Arc::new(watch::Sender::new(None)), stop }
    }

    /// Spawns a task that must not end before `stop` is cancelled.
    pub fn spawn(&self, name: TaskName, task: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
        let report = ReportEnd { name, ended: Arc::clone(&self.ended), stop: self.stop.clone() };
        tokio::spawn(async move {
            let _report = report;
            task.await;
        })
    }

    /// The fault of a task that has ended. If no task has ended, the fault of a task that has hung; of several, the one
    /// whose current step has lasted longest. `None` if no task has a fault. Does not block, and works without a
    /// runtime.
    pub fn find_fault(&self, at: Instant) -> Option<TaskFault> {
        if let Some(name) = *self.ended.borrow() {
            return Some(TaskFault::Ended(name));
        }
        let silences = self.tasks.iter().map(|(name, liveness)| (*name, liveness.step_duration(at)));
        let silent = silences.filter(|(_, silence)| *silence >= self.silent_after).max_by_key(|(_, silence)| *silence);
        silent.map(|(name, silence)| TaskFault::Silent { name, silence })
    }

    /// Returns once a task has a fault.
    pub async fn wait_for_fault(&self) -> TaskFault {
        loop {
            if let Some(fault) = self.find_fault(Instant::now()) {
                return fault;
            }
            tokio::time::sleep(POLL_INTERVAL).await;
        }
    }
}

/// Reports the end of a task when it is dropped. A panic of the task also drops it, so a panic is reported too.
struct ReportEnd {
    name: TaskName,
    ended: Arc<watch::Sender<Option<TaskName>>>,
    stop: CancellationToken,
}

impl Drop for ReportEnd {
    fn drop(&mut self) {
        if !self.stop.is_cancelled() {
            self.ended.send_if_modified(|first| first.is_none() && first.replace(self.name).is_none());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_secs(300);
    /// A fault that is not reported within this real time is never reported.
    const HANG_TIMEOUT: Duration = Duration::from_secs(20);

    fn supervisor(liveness: &TaskLiveness) -> Supervisor {
        Supervisor::new(vec![(TaskName::Engine, liveness.clone())], LIMIT, CancellationToken::new())
    }

    #[tokio::test]
    async fn task_that_ends_is_a_fault_unless_the_process_is_stopping() {
        for panics in [true, false] {
            let supervisor = supervisor(&TaskLiveness::default());
            let task = supervisor.spawn(TaskName::Dispatcher, async move { assert!(!panics, "a defect") });
            assert_eq!(task.await.is_err(), panics);
            let fault = tokio::time::timeout(HANG_TIMEOUT, supervisor.wait_for_fault()).await;
            assert_eq!(fault, Ok(TaskFault::Ended(TaskName::Dispatcher)));
        }
        let supervisor = supervisor(&TaskLiveness::default());
        supervisor.stop.cancel();
        supervisor.spawn(TaskName::Dispatcher, async {}).await.unwrap();
        assert_eq!(supervisor.find_fault(Instant::now()), None);
    }

    #[test]
    fn task_whose_step_reaches_the_limit_is_a_fault_and_a_waiting_task_is_not() {
        let liveness = TaskLiveness::default();
        let supervisor = supervisor(&liveness);
        let later = |span| Instant::now() + span;
        assert_eq!(supervisor.find_fault(later(10 * LIMIT)), None, "it has not begun");
        liveness.begin_step();
        assert_eq!(supervisor.find_fault(later(LIMIT / 2)), None);
        let fault = supervisor.find_fault(later(LIMIT));
        assert!(matches!(fault, Some(TaskFault::Silent { name: TaskName::Engine, .. })), "{fault:?}");
        liveness.begin_wait();
        assert_eq!(supervisor.find_fault(later(10 * LIMIT)), None);
    }
}
