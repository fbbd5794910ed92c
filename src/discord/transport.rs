//! The one way out to Discord's REST API: our own client with time-outs, that reads status, headers and body of every answer.
//!
//! Nobody but the configured address is ever asked. It neither retries nor words anything; the token is never logged.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use serenity::builder::CreateAttachment;
use serenity::http::{LightMethod, Multipart, MultipartUpload, Request, Route};

use super::reply::File;

/// The real Discord.
pub const DISCORD: &str = "https://discord.com";

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const TOTAL_TIMEOUT: Duration = Duration::from_secs(15);

/// Who goes first when requests wait for a place. Interaction callbacks and follow-ups wait for nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Lane {
    Emergency,
    Urgent,
    /// A person waits.
    #[default]
    Prompt,
    Routine,
}

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
        Self { method, route, params: Vec::new(), body: None, file: None, lane: Lane::default() }
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

    pub fn lane(mut self, lane: Lane) -> Self {
        self.lane = lane;
        self
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
    pub code: u64,
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
    pub fn code(&self) -> Option<u64> {
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

/// Cheap to clone.
#[derive(Clone)]
pub struct Transport {
    inner: Arc<Inner>,
}

struct Inner {
    client: reqwest::Client,
    base: String,
    authorization: String,
}

impl Transport {
    /// `base` is the address without a path, `https://discord.com` or the sandbox's `http://127.0.0.1:PORT`.
    ///
    /// # Errors
    /// When the TLS library cannot be set up.
    pub fn new(base: &str, token: &str) -> Result<Self, Failure> {
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TOTAL_TIMEOUT)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| Failure::NotSent(error.without_url().to_string()))?;
        let authorization = format!("Bot {}", token.trim().trim_start_matches("Bot "));
        Ok(Self { inner: Arc::new(Inner { client, base: base.trim_end_matches('/').to_owned(), authorization }) })
    }

    pub fn base(&self) -> &str {
        &self.inner.base
    }

    /// For the gateway, which identifies with it.
    pub(super) fn token(&self) -> &str {
        &self.inner.authorization
    }

    pub(super) fn client(&self) -> &reqwest::Client {
        &self.inner.client
    }

    /// Sends the request once and reads the whole answer; `Null` where there is no body.
    ///
    /// # Errors
    /// See `Failure`; whether it may have been done is in its kind.
    pub async fn send(&self, ask: Ask<'_>) -> Result<Value, Failure> {
        let built = build(&ask).build(&self.inner.client, &self.inner.authorization, Some(&self.inner.base));
        let request = built.map_err(|error| Failure::NotSent(error.to_string()))?;
        let answer = request.send().await.map_err(no_answer)?;
        read(answer).await
    }
}

fn build<'a>(ask: &Ask<'a>) -> Request<'a> {
    let request = Request::new(ask.route, ask.method).params((!ask.params.is_empty()).then(|| ask.params.clone()));
    let body = ask.body.as_ref().map(Value::to_string);
    let Some(file) = &ask.file else {
        return request.body(body.map(String::into_bytes));
    };
    let attachment = CreateAttachment::bytes(file.data.clone(), file.name.clone());
    let upload = MultipartUpload::Attachments(vec![attachment]);
    request.multipart(Some(Multipart { upload, fields: Vec::new(), payload_json: body }))
}

fn no_answer(error: reqwest::Error) -> Failure {
    // The address of an interaction holds its token.
    let error = error.without_url();
    if error.is_connect() || error.is_builder() {
        Failure::NotSent(error.to_string())
    } else {
        Failure::Unknown(error.to_string())
    }
}

async fn read(answer: reqwest::Response) -> Result<Value, Failure> {
    let status = answer.status().as_u16();
    let scope = answer.headers().get("x-ratelimit-scope").and_then(|v| v.to_str().ok()).map(str::to_owned);
    let bytes = answer.bytes().await.map_err(no_answer)?;
    let body: Value = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap_or(Value::Null) };
    if (200..300).contains(&status) {
        return Ok(body);
    }
    if status == 429 {
        let seconds = body["retry_after"].as_f64().filter(|s| s.is_finite()).unwrap_or(1.0).clamp(0.0, 3600.0);
        let global = body["global"].as_bool().unwrap_or(false);
        return Err(Failure::RateLimited { retry_after: Duration::from_secs_f64(seconds), global, scope });
    }
    Err(Failure::Refused(Refusal {
        status,
        code: body["code"].as_u64().unwrap_or(0),
        message: body["message"].as_str().unwrap_or("no reason given").to_owned(),
        errors: body.get("errors").cloned(),
    }))
}
