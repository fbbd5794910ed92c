//! Answers `/readyz`, and updates the gauges of `/metrics`.

use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;

use super::monitor::Monitor;
use crate::web::{Check, Health, Readiness};

pub struct AppHealth {
    monitor: Arc<Monitor>,
}

impl AppHealth {
    pub fn new(monitor: &Arc<Monitor>) -> Self {
        Self { monitor: Arc::clone(monitor) }
    }
}

#[async_trait]
impl Health for AppHealth {
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
