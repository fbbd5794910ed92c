//! Answers `/healthz` and `/readyz`, and updates the gauges of `/metrics`.

use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;

use super::monitor::Monitor;
use super::supervisor::Supervisor;
use crate::web::{Check, Health, Readiness};

/// The health of the running bot.
pub struct AppHealth {
    monitor: Arc<Monitor>,
    supervisor: Supervisor,
}

impl AppHealth {
    pub fn new(monitor: &Arc<Monitor>, supervisor: &Supervisor) -> Self {
        Self { monitor: Arc::clone(monitor), supervisor: supervisor.clone() }
    }
}

#[async_trait]
impl Health for AppHealth {
    fn fault(&self) -> Option<String> {
        self.supervisor.find_fault(Instant::now()).map(|fault| fault.to_string())
    }

    async fn readiness(&self) -> Readiness {
        let results = self.monitor.check(Instant::now()).await;
        self.monitor.update_metrics().await;
        let checks = results.into_iter().map(|result| Check {
            name: result.trouble.code(),
            ok: result.ok,
            detail: result.detail,
        });
        Readiness::from(checks.collect::<Vec<_>>())
    }
}
