//! Starts background tasks: on tokio, or in a simulation that chooses which task runs next.

use std::pin::Pin;

/// A future that runs independently of the code that spawned it.
pub type BackgroundTask = Pin<Box<dyn Future<Output = ()> + Send>>;

pub trait Spawner: Send + Sync + 'static {
    /// Starts the task now or soon. The task ends by itself, or with the process.
    fn spawn(&self, task: BackgroundTask);
}

/// Spawns on the current tokio runtime.
#[derive(Debug, Clone, Copy, Default)]
pub struct TokioSpawner;

impl Spawner for TokioSpawner {
    fn spawn(&self, task: BackgroundTask) {
        tokio::spawn(task);
    }
}
