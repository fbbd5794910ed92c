//! Where what runs in the background is started: on tokio, or by a simulation that decides itself who goes next.

use std::pin::Pin;

/// Something that runs beside whoever started it.
pub type Job = Pin<Box<dyn Future<Output = ()> + Send>>;

pub trait Spawner: Send + Sync + 'static {
    /// Starts it, or has it started soon. It ends by itself, or with the process.
    fn spawn(&self, job: Job);
}

/// The runtime that is running.
#[derive(Debug, Clone, Copy, Default)]
pub struct OnTokio;

impl Spawner for OnTokio {
    fn spawn(&self, job: Job) {
        tokio::spawn(job);
    }
}
