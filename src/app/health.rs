//! What `/readyz` and the gauges of `/metrics` say.

use std::sync::Arc;

use async_trait::async_trait;

use crate::db::DbError;
use crate::delivery::outbox;
use crate::discord::{Gateway, Parts};
use crate::engine::Engine;
use crate::telemetry::{InState, METRICS};
use crate::time::Timestamp;
use crate::web::{Check, Health, Readiness};

/// A delivery that is overdue by more than this means that deliveries do not go out.
const OVERDUE_LIMIT_S: f64 = 300.0;

pub struct AppHealth {
    parts: Parts,
    gateway: Arc<Gateway>,
    engine: Arc<Engine>,
}

impl AppHealth {
    pub fn new(parts: &Parts, gateway: &Arc<Gateway>, engine: &Arc<Engine>) -> Self {
        Self { parts: parts.clone(), gateway: Arc::clone(gateway), engine: Arc::clone(engine) }
    }

    async fn outbox(&self, now: Timestamp) -> Result<f64, DbError> {
        let mut reader = self.parts.db.read().await?;
        for (state, rows) in outbox::counts(&mut reader).await? {
            METRICS.outbox_rows.get_or_create(&InState { state }).set(rows);
        }
        let oldest = outbox::oldest_overdue(&mut reader, now).await?;
        let overdue_s = oldest.map_or(0.0, |at| now.duration_since(at).as_secs_f64());
        METRICS.outbox_overdue_seconds.set(overdue_s);
        Ok(overdue_s)
    }
}

#[async_trait]
impl Health for AppHealth {
    async fn readiness(&self) -> Readiness {
        let now = self.parts.clock.now();
        let live = self.gateway.is_live();
        METRICS.gateway_connected.set(i64::from(live));
        METRICS.engine_cycle_age_seconds.set(now.duration_since(self.engine.cycle_ended_at()).as_secs_f64());
        let engine_idle = self.engine.gauge().is_idle();
        let (database, outbox) = match self.outbox(now).await {
            Ok(overdue_s) => (Ok(()), overdue_s),
            Err(error) => (Err(error), 0.0),
        };
        Readiness::from(vec![
            check("gateway", live, if live { "connected" } else { "connecting" }),
            match database {
                Ok(()) => check("database", true, "readable"),
                Err(error) => check("database", false, &error.to_string()),
            },
            check("engine", true, if engine_idle { "nothing due" } else { "at work" }),
            check("outbox", outbox <= OVERDUE_LIMIT_S, &format!("most overdue by {outbox:.0} s")),
        ])
    }
}

fn check(name: &'static str, ok: bool, detail: &str) -> Check {
    Check { name, ok, detail: detail.to_owned() }
}
