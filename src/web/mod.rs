//! Serves health and metrics on a loopback port. Knows no feature: `app` passes in the checks.

use std::net::SocketAddr;
use std::sync::Arc;

use async_trait::async_trait;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::telemetry::METRICS;

/// Whether the bot works.
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

/// Called at each request; also updates the gauges that are measured rather than counted.
#[async_trait]
pub trait Health: Send + Sync + 'static {
    async fn readiness(&self) -> Readiness;
}

/// Serves until `stop` is cancelled; returns its address and its task.
///
/// # Errors
/// When it cannot listen on the address.
pub async fn serve(
    listen: SocketAddr,
    health: Arc<dyn Health>,
    stop: CancellationToken,
) -> std::io::Result<(SocketAddr, tokio::task::JoinHandle<()>)> {
    let listener = TcpListener::bind(listen).await?;
    let address = listener.local_addr()?;
    let router = Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
        .with_state(health);
    let task = tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned()).await {
            tracing::error!(%error, "the server of health and metrics failed");
        }
    });
    Ok((address, task))
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
