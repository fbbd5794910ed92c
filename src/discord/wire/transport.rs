//! The one way out to Discord's REST API: our own client with time-outs (`wire`), and what status, headers and body of
//! every answer mean.
//!
//! Nobody but the configured address is ever asked, and never before `pace` lets it. It words nothing; the token is
//! never logged.

mod http;

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use http::HttpWire;
pub use http::{Answer, Wire};
use reqwest::header::HeaderMap;
use serde_json::Value;
use serenity::http::{LightMethod, Route};
use twilight_http_ratelimiting::{Method, RateLimitHeaders};

use crate::config::{DiscordConfig, Token};
use crate::delivery::Lane;
use crate::discord::ui::reply::File;
use crate::discord::wire::error_codes;
use crate::discord::wire::pacing::{Key, Pacer, Permit};
use crate::telemetry::METRICS;

/// The real Discord; serenity's routes begin with it, and the configured address takes its place.
pub const DISCORD: &str = "https://discord.com";

const PATIENT_TRIES: u32 = 5;
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// One request.
#[derive(Debug, Clone)]
pub struct Ask<'a> {
    method: LightMethod,
    route: Route<'a>,
    params: Vec<(&'static str, String)>,
    body: Option<Value>,
    file: Option<File>,
    lane: Lane,
}

impl<'a> Ask<'a> {
    pub fn new(method: LightMethod, route: Route<'a>) -> Self {
        Self { method, route, params: Vec::new(), body: None, file: None, lane: Lane::Prompt }
    }

    pub fn get(route: Route<'a>) -> Self {
        Self::new(LightMethod::Get, route)
    }

    pub fn body(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    pub fn param(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.push((name, value.to_string()));
        self
    }

    pub fn file(mut self, file: Option<&File>) -> Self {
        self.file = file.cloned();
        self
    }

    /// Who goes first when requests wait; `Prompt` unless said otherwise. Interaction callbacks wait for nobody.
    pub fn lane(mut self, lane: Lane) -> Self {
        self.lane = lane;
        self
    }

    /// `GET`, `POST`, …
    pub fn method(&self) -> &'static str {
        self.pacing_method().name()
    }

    /// Without `/api/v10`, such as `/channels/1/messages`.
    pub fn path(&self) -> String {
        self.route.path().trim_start_matches(DISCORD).trim_start_matches("/api/v10").to_owned()
    }

    /// Of the query, not yet encoded but for what the caller encoded.
    pub fn params(&self) -> &[(&'static str, String)] {
        &self.params
    }

    /// The JSON body, or that of a file's `payload_json`.
    pub fn json(&self) -> Option<&Value> {
        self.body.as_ref()
    }

    pub fn attached(&self) -> Option<&File> {
        self.file.as_ref()
    }

    fn key(&self) -> Key {
        Key::new(self.pacing_method(), self.path().trim_start_matches('/'))
    }

    fn pacing_method(&self) -> Method {
        match self.method {
            LightMethod::Delete => Method::Delete,
            LightMethod::Get => Method::Get,
            LightMethod::Patch => Method::Patch,
            LightMethod::Post => Method::Post,
            LightMethod::Put => Method::Put,
        }
    }
}

/// Why a request brought no answer that can be used.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Failure {
    /// Not done. A defect of our pacing, unless the scope is "shared".
    #[error("Discord asks to wait {} ms", retry_after.as_millis())]
    RateLimited { retry_after: Duration, global: bool, scope: Option<String> },
    /// Discord answered that it will not, or (5xx) that it could not: then it may have been done.
    #[error("{0}")]
    Refused(Refusal),
    /// No answer came: it may have been done.
    #[error("no answer from Discord: {0}")]
    Unknown(String),
    /// It never left: it was not done.
    #[error("Discord was not reached: {0}")]
    NotSent(String),
}

/// What Discord said when it refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub status: u16,
    /// Discord's own code, such as 50007; 0 when it gave none.
    pub code: u32,
    pub message: String,
    /// Which field was wrong, for 50035.
    pub errors: Option<Value>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Discord refused ({}, code {}): {}", self.status, self.code, self.message)?;
        match &self.errors {
            Some(errors) => write!(f, " {errors}"),
            None => Ok(()),
        }
    }
}

impl Failure {
    /// Discord's own code, where it gave one.
    pub fn code(&self) -> Option<u32> {
        match self {
            Failure::Refused(refusal) => Some(refusal.code),
            _ => None,
        }
    }

    /// Whether trying again later may help.
    pub fn is_passing(&self) -> bool {
        match self {
            Failure::RateLimited { .. } | Failure::Unknown(_) | Failure::NotSent(_) => true,
            Failure::Refused(refusal) => refusal.status >= 500,
        }
    }

    /// How long Discord asks to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Failure::RateLimited { retry_after, .. } => Some(*retry_after),
            _ => None,
        }
    }

    pub fn status(&self) -> Option<u16> {
        match self {
            Failure::Refused(refusal) => Some(refusal.status),
            Failure::RateLimited { .. } => Some(429),
            _ => None,
        }
    }
}

/// The way out. Cheap to clone.
#[derive(Clone)]
pub struct Transport {
    inner: Arc<Inner>,
}

struct Inner {
    wire: Box<dyn Wire>,
    client: Option<reqwest::Client>,
    base: String,
    authorization: String,
    /// `None`: whoever made the wire keeps the pace.
    pacer: Option<Pacer>,
    refusals: Mutex<Refusals>,
}

impl Transport {
    /// Must be made inside the runtime that uses it, whose tasks keep the pace.
    ///
    /// # Errors
    /// When the TLS library cannot be set up.
    pub fn new(config: &DiscordConfig, token: &Token) -> Result<Self, Failure> {
        let authorization = format!("Bot {}", token.reveal().trim_start_matches("Bot "));
        let base = config.api_url.trim_end_matches('/').to_owned();
        let wire = HttpWire::new(&base, &authorization)?;
        let (client, pacer) = (Some(wire.client().clone()), Some(Pacer::new(config.dm_opens_per_s)));
        Ok(Self {
            inner: Arc::new(Inner {
                wire: Box::new(wire),
                client,
                base,
                authorization,
                pacer,
                refusals: Mutex::default(),
            }),
        })
    }

    /// Over a wire of one's own, without pace and pauses: for simulations.
    pub fn over(wire: impl Wire) -> Self {
        let (base, authorization) = (String::new(), String::new());
        Self {
            inner: Arc::new(Inner {
                wire: Box::new(wire),
                client: None,
                base,
                authorization,
                pacer: None,
                refusals: Mutex::default(),
            }),
        }
    }

    pub fn base(&self) -> &str {
        &self.inner.base
    }

    /// For the gateway, which identifies with it.
    pub(in crate::discord) fn token(&self) -> &str {
        &self.inner.authorization
    }

    /// `None` over a wire of somebody's own.
    pub(in crate::discord) fn client(&self) -> Option<&reqwest::Client> {
        self.inner.client.as_ref()
    }

    /// Sends the request when its turn has come, once, and reads the whole answer; `Null` where there is no body.
    ///
    /// # Errors
    /// See [`Failure`]; whether it may have been done is in its kind.
    pub async fn send(&self, ask: Ask<'_>) -> Result<Value, Failure> {
        let permit = self.reserve(&ask).await;
        self.send_with(ask, permit).await
    }

    /// Sends it again, some times, while it certainly was not done: the address was not reached, or Discord asks to
    /// wait. For what has no plan of its own for a failure.
    ///
    /// # Errors
    /// Those of the last try.
    pub async fn send_patiently(&self, ask: Ask<'_>) -> Result<Value, Failure> {
        let mut pause = FIRST_PAUSE;
        for _ in 1..PATIENT_TRIES {
            match self.send(ask.clone()).await {
                Err(failure @ (Failure::RateLimited { .. } | Failure::NotSent(_))) => {
                    if self.inner.pacer.is_some() {
                        tokio::time::sleep(failure.retry_after().unwrap_or(pause).min(LONGEST_PAUSE)).await;
                    }
                    pause *= 2;
                }
                outcome => return outcome,
            }
        }
        self.send(ask).await
    }

    /// Waits until a request like this may leave. The permit is for this route only.
    pub(in crate::discord) async fn reserve(&self, ask: &Ask<'_>) -> Permit {
        match &self.inner.pacer {
            Some(pacer) => pacer.permit(ask.lane, ask.key()).await,
            None => Permit::free(),
        }
    }

    /// Sends at once, with a permit from `reserve`.
    pub(in crate::discord) async fn send_with(&self, ask: Ask<'_>, mut permit: Permit) -> Result<Value, Failure> {
        if !ask.key().is_callback() && self.refusals().too_many(Instant::now()) {
            return Err(Failure::NotSent(
                "too many refusals in ten minutes; Discord would ban this address".to_owned(),
            ));
        }
        permit.leave();
        let answer = match self.inner.wire.exchange(&ask).await {
            Ok(answer) => answer,
            Err(failure) => {
                count("lost");
                return Err(failure);
            }
        };
        count(class(answer.status));
        // The permit is used up, and the bucket known, even when the body was lost.
        permit.complete(limits(&answer.headers, answer.status));
        let outcome = answer.body.and_then(|body| read(answer.status, &answer.headers, &body));
        if let Err(failure) = &outcome {
            self.note(failure, &ask.key());
        }
        outcome
    }

    fn note(&self, failure: &Failure, key: &Key) {
        match failure {
            Failure::RateLimited { retry_after, global, scope } => {
                METRICS.discord_rate_limited.inc();
                // Nothing but a defect of ours, unless others share the limit.
                tracing::warn!(route = %key.shown(), ?retry_after, global, scope, "Discord asks to wait");
                if let (true, Some(pacer)) = (*global, &self.inner.pacer) {
                    pacer.pause(*retry_after);
                }
                if scope.as_deref() != Some("shared") {
                    self.refusals().add(Instant::now());
                }
            }
            Failure::Refused(Refusal { status: 401 | 403 | 429, .. }) => self.refusals().add(Instant::now()),
            _ => {}
        }
    }

    fn refusals(&self) -> MutexGuard<'_, Refusals> {
        self.inner.refusals.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Answers 401, 403 and 429 of the last ten minutes. Discord bans an address after 10,000 of them.
#[derive(Default)]
struct Refusals {
    at: VecDeque<Instant>,
}

impl Refusals {
    const WINDOW: Duration = Duration::from_secs(600);
    /// Well before the ban, since other programs may share the address.
    const MOST: usize = 8000;

    fn add(&mut self, now: Instant) {
        self.at.push_back(now);
    }

    fn too_many(&mut self, now: Instant) -> bool {
        while self.at.front().is_some_and(|at| now.duration_since(*at) > Self::WINDOW) {
            self.at.pop_front();
        }
        self.at.len() >= Self::MOST
    }
}

fn count(status: &'static str) {
    METRICS.discord_requests.get_or_create(&crate::telemetry::Request { status }).inc();
}

fn class(status: u16) -> &'static str {
    match status {
        200..=299 => "2xx",
        300..=399 => "3xx",
        429 => "429",
        400..=499 => "4xx",
        _ => "5xx",
    }
}

fn read(status: u16, headers: &HeaderMap, bytes: &[u8]) -> Result<Value, Failure> {
    let body: Value = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(bytes).unwrap_or(Value::Null) };
    if (200..300).contains(&status) {
        return Ok(body);
    }
    // Not a matter of pace: it says nothing of when the edit would be taken.
    let code = body["code"].as_u64().and_then(|code| u32::try_from(code).ok()).unwrap_or(error_codes::NONE);
    let is_old_edit = code == error_codes::TOO_MANY_OLD_EDITS && body["retry_after"].is_null();
    if status == 429 && !is_old_edit {
        let said = body["retry_after"].as_f64().or_else(|| text(headers, "retry-after")?.parse().ok());
        let seconds = said.filter(|s| s.is_finite()).unwrap_or(1.0).clamp(0.0, 3600.0);
        let global = body["global"].as_bool().unwrap_or(false) || text(headers, "x-ratelimit-global") == Some("true");
        let scope = text(headers, RateLimitHeaders::SCOPE).map(str::to_owned);
        return Err(Failure::RateLimited { retry_after: Duration::from_secs_f64(seconds), global, scope });
    }
    Err(Failure::Refused(Refusal {
        status,
        code,
        message: body["message"].as_str().unwrap_or("no reason given").to_owned(),
        errors: body.get("errors").cloned(),
    }))
}

/// What the headers say about the bucket.
fn limits(headers: &HeaderMap, status: u16) -> Option<RateLimitHeaders> {
    let bucket = text(headers, RateLimitHeaders::BUCKET)?.as_bytes().to_vec();
    let number = |name| text(headers, name)?.parse::<f64>().ok().filter(|n| n.is_finite() && *n >= 0.0);
    let reset_after = number(RateLimitHeaders::RESET_AFTER)?.min(3600.0);
    // A 429 leaves nothing, whatever the header says.
    let remaining = if status == 429 { 0 } else { number(RateLimitHeaders::REMAINING)? as u16 };
    let limit = number(RateLimitHeaders::LIMIT)? as u16;
    Some(RateLimitHeaders { bucket, limit, remaining, reset_at: Instant::now() + Duration::from_secs_f64(reset_after) })
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
