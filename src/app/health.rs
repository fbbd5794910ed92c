//! Answers `/readyz`, and updates the gauges of `/metrics`.

use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;

use super::watch::Watch;
use crate::web::{Check, Health, Readiness};

pub struct AppHealth {
    watch: Arc<Watch>,
}

impl AppHealth {
    pub fn new(watch: &Arc<Watch>) -> Self {
        Self { watch: Arc::clone(watch) }
    }
}

#[async_trait]
impl Health for AppHealth {
    async fn readiness(&self) -> Readiness {
        let readings = self.watch.readings(Instant::now()).await;
        self.watch.count_rows().await;
        let checks = readings.into_iter().map(|reading| Check {
            name: reading.trouble.code(),
            ok: reading.ok,
            detail: reading.detail,
        });
        Readiness::from(checks.collect::<Vec<_>>())
    }
}
