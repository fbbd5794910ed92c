//! The dead man's switch: calls an external monitoring service at an interval while all checks pass. The service raises
//! an alarm when the calls stop.
//!
//! Never calls the service to report a fault. A machine that is down cannot report its fault, so only a missing call is
//! a reliable sign.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use strum::IntoStaticStr;

use crate::config::HeartbeatUrl;
use crate::telemetry::{self, METRICS, error_chain};

/// A call without an answer after this time has failed.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Calls one monitoring service.
pub struct Heartbeat {
    client: reqwest::Client,
    url: HeartbeatUrl,
    /// The outcome of the latest call, so that only the first of several failures is logged.
    last_outcome: Mutex<Option<HeartbeatOutcome>>,
}

/// The outcome of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum HeartbeatOutcome {
    Answered,
    Failed,
}

impl Heartbeat {
    /// # Errors
    /// When the TLS library cannot be set up.
    pub fn new(url: HeartbeatUrl) -> Result<Self, String> {
        let client = reqwest::Client::builder()
            .timeout(TIMEOUT)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::limited(3))
            .build();
        let client = client.map_err(|error| error_chain(&error.without_url()))?;
        // Create both counters at 0. Prometheus sees an increase only between two samples, so the first failure would
        // otherwise be lost.
        for outcome in [HeartbeatOutcome::Answered, HeartbeatOutcome::Failed] {
            drop(METRICS.heartbeats.get_or_create(&telemetry::HeartbeatLabels { outcome: outcome.into() }));
        }
        Ok(Self { client, url, last_outcome: Mutex::default() })
    }

    /// Calls the service once. Never logs the path of the URL, because the path is a secret.
    pub async fn send(&self) -> HeartbeatOutcome {
        let answer = self.client.get(self.url.reveal().clone()).send().await;
        let answer = answer.and_then(reqwest::Response::error_for_status).map_err(reqwest::Error::without_url);
        let outcome = if answer.is_ok() { HeartbeatOutcome::Answered } else { HeartbeatOutcome::Failed };
        METRICS.heartbeats.get_or_create(&telemetry::HeartbeatLabels { outcome: outcome.into() }).inc();
        let previous = self.last_outcome.lock().unwrap_or_else(PoisonError::into_inner).replace(outcome);
        match answer {
            Err(error) if previous != Some(HeartbeatOutcome::Failed) => {
                let error = error_chain(&error);
                tracing::warn!(error, "the heartbeat to {} failed; trying again at the next interval", self.url);
            }
            Ok(_) if previous == Some(HeartbeatOutcome::Failed) => {
                tracing::info!("the heartbeat to {} is answered again", self.url)
            }
            _ => {}
        }
        outcome
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};

    use axum::Router;
    use axum::extract::Request;
    use axum::http::StatusCode;

    use super::*;
    use crate::config::Config;

    /// Starts a local monitoring service. Returns the status that it answers with, which the test may change; the
    /// number of correct calls; and a heartbeat that calls it.
    async fn start_monitoring_service() -> (Arc<AtomicU16>, Arc<AtomicUsize>, Heartbeat) {
        let (answer, calls) = (Arc::new(AtomicU16::new(200)), Arc::new(AtomicUsize::new(0)));
        let (answers, counts) = (Arc::clone(&answer), Arc::clone(&calls));
        let router = Router::new().fallback(move |request: Request| {
            let is_correct = request.method() == "GET" && request.uri() == "/api/push/secret?status=up&msg=OK";
            counts.fetch_add(usize::from(is_correct), Ordering::SeqCst);
            let status = StatusCode::from_u16(answers.load(Ordering::SeqCst)).unwrap();
            async move { status }
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
        let text = format!("[watch]\nheartbeat_url = \"http://{address}/api/push/secret?status=up&msg=OK\"");
        let config = Config::parse(std::path::Path::new("x"), &text).unwrap();
        (answer, calls, Heartbeat::new(config.watch.heartbeat.unwrap()).unwrap())
    }

    #[tokio::test]
    async fn heartbeat_url_is_called_exactly_as_configured() {
        let (_, calls, heartbeat) = start_monitoring_service().await;
        assert_eq!(heartbeat.send().await, HeartbeatOutcome::Answered);
        assert_eq!(calls.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn heartbeat_that_is_refused_or_unanswered_has_failed() {
        let (answer, calls, heartbeat) = start_monitoring_service().await;
        answer.store(404, Ordering::SeqCst);
        assert_eq!(heartbeat.send().await, HeartbeatOutcome::Failed);
        answer.store(200, Ordering::SeqCst);
        assert_eq!((heartbeat.send().await, calls.load(Ordering::SeqCst)), (HeartbeatOutcome::Answered, 2));
        let config =
            Config::parse(std::path::Path::new("x"), "[watch]\nheartbeat_url = \"http://127.0.0.1:1/secret\"").unwrap();
        let unreachable = Heartbeat::new(config.watch.heartbeat.unwrap()).unwrap();
        assert_eq!(unreachable.send().await, HeartbeatOutcome::Failed);
    }
}
