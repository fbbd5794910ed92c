//! Sends requests to Discord's REST API. All requests are paced and have timeouts. All responses are interpreted in the
//! same way.
//!
//! This module sends requests only to the configured address, and only when the pacing permits. It never logs the
//! token.

mod failure;
mod http;
mod interpret;
mod request;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::config::{DiscordConfig, Token};
use crate::discord::wire::command_mentions::CommandMentions;
use crate::discord::wire::pacing::{Pacer, Permit, RouteKey};
pub use crate::discord::wire::transport::failure::{Failure, Refusal};
use crate::discord::wire::transport::http::HttpClient;
pub use crate::discord::wire::transport::http::{HttpSend, Response};
pub(in crate::discord) use crate::discord::wire::transport::interpret::TOO_LARGE;
pub use crate::discord::wire::transport::request::{DISCORD, Request};
use crate::members::ChannelId;
use crate::telemetry::{self, METRICS};

const MAX_TRIES: u32 = 5;
const FIRST_BACKOFF: Duration = Duration::from_millis(250);
const MAX_BACKOFF: Duration = Duration::from_secs(30);

/// Sends requests to Discord. Cheap to clone.
#[derive(Clone)]
pub struct Transport {
    inner: Arc<Inner>,
}

struct Inner {
    http: Box<dyn HttpSend>,
    client: Option<reqwest::Client>,
    base: String,
    authorization: String,
    /// `None` in a simulation, which has no rate limits.
    pacer: Option<Pacer>,
    invalid_requests: Mutex<InvalidRequests>,
    /// Why the latest request got no response; `None` if it got one.
    last_connection_error: Mutex<Option<String>>,
    command_mentions: CommandMentions,
}

impl Transport {
    /// Call this inside the runtime that will use the transport, because the pacing spawns tasks there.
    ///
    /// # Errors
    /// When the TLS library cannot be set up.
    pub fn new(config: &DiscordConfig, token: &Token) -> Result<Self, Failure> {
        let authorization = format!("Bot {}", token.reveal().trim_start_matches("Bot "));
        let base = config.api_url.trim_end_matches('/').to_owned();
        let http = HttpClient::new(&base, &authorization)?;
        let (client, pacer) = (Some(http.client().clone()), Some(Pacer::new(config.dm_opens_per_s)));
        let http = Box::new(http);
        let inner = Inner {
            http,
            client,
            base,
            authorization,
            pacer,
            invalid_requests: Mutex::default(),
            last_connection_error: Mutex::default(),
            command_mentions: CommandMentions::default(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Sends with `http`, without pacing and without waits between retries. For simulations.
    pub fn simulated(http: impl HttpSend) -> Self {
        let inner = Inner {
            http: Box::new(http),
            client: None,
            base: String::new(),
            authorization: String::new(),
            pacer: None,
            invalid_requests: Mutex::default(),
            last_connection_error: Mutex::default(),
            command_mentions: CommandMentions::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// The mentions of our commands. They replace the command names in every request.
    pub fn command_mentions(&self) -> &CommandMentions {
        &self.inner.command_mentions
    }

    pub fn base(&self) -> &str {
        &self.inner.base
    }

    /// The token with the prefix `Bot `. The gateway's client also needs it.
    pub(in crate::discord) fn token(&self) -> &str {
        &self.inner.authorization
    }

    /// The HTTP client; `None` in a simulation.
    pub(in crate::discord) fn client(&self) -> Option<&reqwest::Client> {
        self.inner.client.as_ref()
    }

    /// Why the latest request got no response; `None` after a request that got one.
    pub fn last_connection_error(&self) -> Option<String> {
        self.inner.last_connection_error.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn record_connection_error(&self, failure: Option<&Failure>) {
        *self.inner.last_connection_error.lock().unwrap_or_else(PoisonError::into_inner) =
            failure.map(ToString::to_string);
    }

    /// Waits until the request may leave, sends it once, and reads the whole response. Returns `Null` if the response
    /// has no body.
    ///
    /// # Errors
    /// See [`Failure`]: the variant says whether Discord may have executed the request.
    pub async fn send(&self, request: Request<'_>) -> Result<Value, Failure> {
        let permit = self.reserve(&request).await;
        self.send_with(request, permit).await
    }

    /// Like `send`, but tries up to five times. Retries only if Discord certainly did not execute the request: Discord
    /// was not reached, or Discord asked to wait. For callers without their own retries.
    ///
    /// # Errors
    /// The errors of the last try.
    pub async fn send_with_retry(&self, request: Request<'_>) -> Result<Value, Failure> {
        let mut backoff = FIRST_BACKOFF;
        for _ in 1..MAX_TRIES {
            match self.send(request.clone()).await {
                Err(failure) if failure.is_certainly_not_done() => {
                    self.pause(failure.retry_after().unwrap_or(backoff).min(MAX_BACKOFF)).await;
                    backoff *= 2;
                }
                outcome => return outcome,
            }
        }
        self.send(request).await
    }

    /// Waits before a retry, in real time. Does not wait in a simulation.
    pub(in crate::discord) async fn pause(&self, length: Duration) {
        if self.inner.pacer.is_some() {
            tokio::time::sleep(length).await;
        }
    }

    /// Accounts for the requests of an earlier process that has just ended. `sent` has the age and the channel of each
    /// message that it sent. Discord still counts these requests, so this process also counts them.
    pub async fn inherit(&self, sent: &[(Duration, Option<ChannelId>)]) {
        if let Some(pacer) = &self.inner.pacer {
            pacer.inherit(sent).await;
        }
    }

    /// Waits until this request may leave. The permit is valid only for the request's route.
    pub(in crate::discord) async fn reserve(&self, request: &Request<'_>) -> Permit {
        match &self.inner.pacer {
            Some(pacer) => pacer.permit(request.queue_lane(), request.key()).await,
            None => Permit::unlimited(),
        }
    }

    /// How many requests the bucket of this request has left, as far as we know.
    #[cfg(test)]
    pub(in crate::discord) fn known_remaining(&self, request: &Request<'_>) -> Option<u16> {
        self.inner.pacer.as_ref()?.known_remaining(&request.key())
    }

    /// Sends at once, with a permit from `reserve`.
    ///
    /// # Errors
    /// Like `send`. `NotSent` also if too many requests of the last ten minutes were invalid.
    pub(in crate::discord) async fn send_with(
        &self,
        mut request: Request<'_>,
        mut permit: Permit,
    ) -> Result<Value, Failure> {
        if !request.key().is_callback() && self.invalid_requests().are_too_many(Instant::now()) {
            return Err(Failure::NotSent(
                "too many requests were invalid in ten minutes; Discord would ban this address".to_owned(),
            ));
        }
        if let Some(body) = request.json_mut() {
            self.inner.command_mentions.apply(body);
        }
        permit.mark_used();
        let response = match self.inner.http.send(&request).await {
            Ok(response) => response,
            Err(failure) => {
                count_request("lost");
                self.record_connection_error(Some(&failure));
                if !matches!(failure, Failure::NotSent(_)) {
                    permit.complete(None);
                }
                return Err(failure);
            }
        };
        self.record_connection_error(None);
        count_request(interpret::status_class(response.status));
        // If the body was lost, the request still counts, and the headers still describe the bucket.
        permit.complete(interpret::rate_limit(&response.headers, response.status));
        let outcome = response.body.and_then(|body| interpret::outcome(response.status, &response.headers, &body));
        if let Err(failure) = &outcome {
            self.record_failure(failure, &request.key());
        }
        outcome
    }

    fn record_failure(&self, failure: &Failure, key: &RouteKey) {
        match failure {
            Failure::RateLimited { retry_after, global, scope } => {
                METRICS.discord_rate_limited.inc();
                // A 429 is a defect of our pacing, unless other bots share the limit.
                tracing::warn!(route = %key.redacted(), ?retry_after, global, scope, "Discord rate-limited a request");
                if let (true, Some(pacer)) = (*global, &self.inner.pacer) {
                    pacer.pause(*retry_after);
                }
                if scope.as_deref() != Some("shared") {
                    self.invalid_requests().add(Instant::now());
                }
            }
            Failure::Refused(Refusal { status: 401 | 403 | 429, .. }) => self.invalid_requests().add(Instant::now()),
            _ => {}
        }
    }

    fn invalid_requests(&self) -> MutexGuard<'_, InvalidRequests> {
        self.inner.invalid_requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// When we got the responses 401, 403 and 429 of the last ten minutes. Discord bans an address after 10,000 of them in
/// ten minutes.
///
/// Source: Discord docs, "Rate Limits: Invalid Request Limit".
#[derive(Default)]
struct InvalidRequests {
    received_at: VecDeque<Instant>,
}

impl InvalidRequests {
    const WINDOW: Duration = Duration::from_secs(600);
    /// Well below Discord's limit, because other programs may use the same address.
    const MAX: usize = 8_000;

    fn add(&mut self, now: Instant) {
        self.received_at.push_back(now);
    }

    fn are_too_many(&mut self, now: Instant) -> bool {
        while self.received_at.front().is_some_and(|at| now.duration_since(*at) > Self::WINDOW) {
            self.received_at.pop_front();
        }
        self.received_at.len() >= Self::MAX
    }
}

fn count_request(status: &'static str) {
    METRICS.discord_requests.get_or_create(&telemetry::RequestLabels { status }).inc();
}
