//! Serves health and metrics on one port, by default on loopback. It must not depend on a feature: `app` passes in the
//! checks.

mod server;

use std::net::SocketAddr;
use std::sync::Arc;

use async_trait::async_trait;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::telemetry::METRICS;

/// Whether the bot can do its work.
#[derive(Debug, Clone, Serialize)]
pub struct Readiness {
    pub ready: bool,
    pub checks: Vec<Check>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Check {
    pub name: &'static str,
    pub ok: bool,
    pub detail: String,
}

impl From<Vec<Check>> for Readiness {
    fn from(checks: Vec<Check>) -> Self {
        Self { ready: checks.iter().all(|check| check.ok), checks }
    }
}

/// The health of the process, which the server reports.
#[async_trait]
pub trait Health: Send + Sync + 'static {
    /// The reason why the process must be restarted; `None` if it is healthy. Implementations must not block.
    fn fault(&self) -> Option<String>;

    /// Runs the checks. Called for each request to `/readyz` and `/metrics`. Also updates the gauges that are measured
    /// only on request, such as the size of the database file.
    async fn readiness(&self) -> Readiness;
}

/// Serves until `stop` is cancelled. Returns the address and the task of the server.
///
/// # Errors
/// If the server cannot listen on the address.
pub async fn serve(
    listen: SocketAddr,
    health: Arc<dyn Health>,
    stop: CancellationToken,
) -> std::io::Result<(SocketAddr, tokio::task::JoinHandle<()>)> {
    let router = Router::new()
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
        .with_state(health);
    server::spawn(listen, router, stop).await
}

/// Responds with 200 if the process is alive, else with 503. After a 503, the service manager restarts the process.
/// `/readyz` says whether the bot can do its work.
async fn healthz(State(health): State<Arc<dyn Health>>) -> Response {
    match health.fault() {
        None => "ok\n".into_response(),
        Some(fault) => (StatusCode::SERVICE_UNAVAILABLE, format!("{fault}\n")).into_response(),
    }
}

async fn readyz(State(health): State<Arc<dyn Health>>) -> Response {
    let readiness = health.readiness().await;
    let status = if readiness.ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(readiness)).into_response()
}

async fn metrics(State(health): State<Arc<dyn Health>>) -> Response {
    health.readiness().await;
    let content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, content_type)], METRICS.text()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct HungEngine;

    #[async_trait]
    impl Health for HungEngine {
        fn fault(&self) -> Option<String> {
            Some("the engine has hung".to_owned())
        }

        async fn readiness(&self) -> Readiness {
            Readiness::from(Vec::new())
        }
    }

    #[tokio::test]
    async fn healthz_fails_while_the_engine_has_hung() {
        let answer = healthz(State(Arc::new(HungEngine) as Arc<dyn Health>)).await;
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        assert_eq!(body, "the engine has hung\n");
    }
}
