//! The dead man's switch: an address outside is called while all is well, and its owner raises the alarm when the calls
//! stop.
//!
//! It is never called to say that something is wrong: silence says it, and silence is all that a dead machine can say.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use crate::config::HeartbeatUrl;
use crate::telemetry::{self, METRICS};

/// A watchman that does not answer within this has not heard it.
const TIMEOUT: Duration = Duration::from_secs(10);

pub struct Heartbeat {
    client: reqwest::Client,
    url: HeartbeatUrl,
    /// Of the last call, so that a failure is logged once and not at each.
    last: Mutex<Option<Beat>>,
}

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beat {
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
        let client = client.map_err(|error| error.without_url().to_string())?;
        Ok(Self { client, url, last: Mutex::default() })
    }

    /// One call. What it says in the log never holds the address's path, which is its secret.
    pub async fn beat(&self) -> Beat {
        let answer = self.client.get(self.url.reveal().clone()).send().await;
        let fault = match answer.and_then(reqwest::Response::error_for_status) {
            Ok(_) => None,
            Err(error) => Some(error.without_url().to_string()),
        };
        let beat = if fault.is_none() { Beat::Answered } else { Beat::Failed };
        let outcome = if fault.is_none() { "answered" } else { "failed" };
        METRICS.heartbeats.get_or_create(&telemetry::Heartbeat { outcome }).inc();
        let before = self.last.lock().unwrap_or_else(PoisonError::into_inner).replace(beat);
        match fault {
            Some(error) if before != Some(Beat::Failed) => {
                tracing::warn!(%error, "the heartbeat at {} is not heard; calling on", self.url);
            }
            None if before == Some(Beat::Failed) => tracing::info!("the heartbeat at {} is heard again", self.url),
            _ => {}
        }
        beat
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

    /// A watchman on this machine: what it answers, and how often it was called in the right way.
    async fn watchman() -> (Arc<AtomicU16>, Arc<AtomicUsize>, Heartbeat) {
        let (answer, calls) = (Arc::new(AtomicU16::new(200)), Arc::new(AtomicUsize::new(0)));
        let (answers, counts) = (Arc::clone(&answer), Arc::clone(&calls));
        let router = Router::new().fallback(move |request: Request| {
            let right = request.method() == "GET" && request.uri() == "/api/push/secret?status=up&msg=OK";
            counts.fetch_add(usize::from(right), Ordering::SeqCst);
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
    async fn the_address_is_called_as_it_was_written() {
        let (_, calls, heartbeat) = watchman().await;
        assert_eq!(heartbeat.beat().await, Beat::Answered);
        assert_eq!(calls.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn a_watchman_who_refuses_or_is_gone_has_not_heard_it() {
        let (answer, calls, heartbeat) = watchman().await;
        answer.store(404, Ordering::SeqCst);
        assert_eq!(heartbeat.beat().await, Beat::Failed);
        answer.store(200, Ordering::SeqCst);
        assert_eq!((heartbeat.beat().await, calls.load(Ordering::SeqCst)), (Beat::Answered, 2));
        let config =
            Config::parse(std::path::Path::new("x"), "[watch]\nheartbeat_url = \"http://127.0.0.1:1/secret\"").unwrap();
        let gone = Heartbeat::new(config.watch.heartbeat.unwrap()).unwrap();
        assert_eq!(gone.beat().await, Beat::Failed);
    }
}
