//! Discord's REST face: what comes before and after the core's `apply`: who asks, how fast, with what body, and whether
//! the answer arrives.

use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::{ConnectInfo, Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method as HttpMethod, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response as HttpResponse};
use serde_json::{Value, json};

use super::discord::{Discord, InFlight, Limits};
use super::faults::{FaultAct, When, method_named};
use super::limits::{Route, Scope, Told, Verdict};
use super::log::Ticket;
use super::multipart;
use super::wire::Peer;
use crate::sandbox::core::{Method, Request, Response, Snowflake};
use crate::time::{Clock, SystemClock};

pub async fn answer(
    State(discord): State<Arc<Discord>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    Path(path): Path<String>,
    method: HttpMethod,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> HttpResponse {
    peer.belongs_to_a_bot();
    let path = format!("/{path}");
    let Some(method) = method_named(method.as_str()) else {
        return refused(405, 0, "405: Method Not Allowed").into_response(None);
    };
    let ticket = lock(&discord.log).open(method, &path, discord.now(), discord.real_ms());
    let _in_flight = InFlight { discord: Arc::clone(&discord), ticket };
    let call = Call { discord: &discord, ticket, method, path };
    match call.handle(&uri, &headers, &body) {
        Outcome::Answered(response, told) => {
            lock(&discord.log).tell_answer(ticket, response.status, &response.body);
            if matches!(response.status, 401 | 403 | 429) {
                lock(&discord.limits).count_invalid(Instant::now());
            }
            Answer { response, headers: Vec::new() }.into_response(told)
        }
        Outcome::Refused(answer, told) => {
            lock(&discord.log).tell_answer(ticket, answer.response.status, &answer.response.body);
            lock(&discord.limits).count_invalid(Instant::now());
            answer.into_response(told)
        }
        Outcome::Lost => {
            lock(&discord.log).tell_answer(ticket, 0, &Value::Null);
            peer.cut();
            // Never written: the connection is cut.
            StatusCode::BAD_GATEWAY.into_response()
        }
    }
}

enum Outcome {
    Answered(Response, Option<Told>),
    /// A 429 with headers of its own.
    Refused(Answer, Option<Told>),
    /// The connection ends without an answer.
    Lost,
}

struct Call<'a> {
    discord: &'a Discord,
    ticket: Ticket,
    method: Method,
    path: String,
}

impl Call<'_> {
    fn handle(&self, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Outcome {
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let request = self.read(uri, headers, body);
        if let Ok(request) = &request {
            lock(&self.discord.log).tell_request(self.ticket, request);
        }
        let route = Route::of(self.method, &self.path);
        let verdict = match self.discord.manners.limits {
            Limits::AsDiscord => lock(&self.discord.limits).admit(Instant::now(), &route),
            Limits::None => Verdict::Admitted(None),
        };
        let told = match verdict {
            Verdict::Admitted(told) => told,
            Verdict::Limited { retry_after, scope, told } => {
                return Outcome::Refused(too_many(retry_after, scope), told);
            }
            Verdict::Banned { retry_after } => return Outcome::Refused(banned(retry_after), None),
        };
        if !text(header::USER_AGENT).is_some_and(|agent| agent.starts_with("DiscordBot (")) {
            // Source: Discord docs, "API Reference: User Agent": clients without a valid one may be blocked.
            let problem = "internal network error (the User-Agent must be `DiscordBot (url, version)`)";
            return Outcome::Answered(refused(403, 40333, problem).response, told);
        }
        if needs_authorization(&self.path) && !text(header::AUTHORIZATION).is_some_and(|value| self.is_the_bot(value)) {
            return Outcome::Answered(refused(401, 0, "401: Unauthorized").response, told);
        }
        let request = match request {
            Ok(request) => request,
            Err(response) => return Outcome::Answered(response, told),
        };
        let fault = lock(&self.discord.faults).strike(self.method, &self.path);
        if fault.is_some() {
            lock(&self.discord.log).tell_fault(self.ticket);
        }
        match fault {
            None => Outcome::Answered(self.apply(&request), told),
            Some(fault) => {
                if fault.when != When::Before {
                    self.apply(&request);
                }
                if fault.when == When::After || fault.status == 0 {
                    return Outcome::Lost;
                }
                self.fail(&fault, told)
            }
        }
    }

    fn fail(&self, fault: &FaultAct, told: Option<Told>) -> Outcome {
        if fault.status == 429 {
            let retry_after = Duration::from_secs_f64(fault.retry_after.unwrap_or(1.0));
            return Outcome::Refused(too_many(retry_after, Scope::Shared), told);
        }
        let message = format!("{}: a fault that was asked for", fault.status);
        let mut answer = refused(fault.status, fault.code.unwrap_or(0), &message);
        if let Some(seconds) = fault.retry_after {
            answer.headers.push(("retry-after", seconds.ceil().to_string()));
        }
        match answer.headers.is_empty() {
            true => Outcome::Answered(answer.response, told),
            false => Outcome::Refused(answer, told),
        }
    }

    fn is_the_bot(&self, authorization: &str) -> bool {
        authorization.strip_prefix("Bot ").is_some_and(|token| token == self.discord.token())
    }

    fn apply(&self, request: &Request) -> Response {
        let interaction = interaction_in(&self.path);
        let mut response = self.discord.act(|state, now| {
            if let Some(id) = interaction {
                state.expire_if_late(id, self.discord.manners.answer_within);
            }
            let response = state.world.apply(now, request);
            if let Some(id) = interaction.filter(|_| response.status < 300) {
                state.acknowledge(id);
            }
            response
        });
        if response.status < 300 {
            self.tell_what_events_do_not(interaction, &response);
            self.add_addresses(&mut response);
        }
        response
    }

    /// Ephemeral answers and commands cause no gateway event that a page could follow.
    fn tell_what_events_do_not(&self, interaction: Option<Snowflake>, response: &Response) {
        let first = self.path.split('/').nth(1);
        if first == Some("applications") && self.path.contains("/commands") && self.method != Method::Get {
            self.discord.tell_live(json!({"kind": "commands"}));
        }
        if let Some(view) = interaction.and_then(|id| self.discord.look(|state| state.world.interaction(id)))
            && let Some(message) = view.message
        {
            self.discord.tell_live(json!({"kind": "message", "channel": message.channel, "id": message.id}));
        }
        if first == Some("webhooks") {
            let (channel, id) = (&response.body["channel_id"], &response.body["id"]);
            self.discord.tell_live(json!({"kind": "message", "channel": channel, "id": id}));
        }
    }

    /// Where the gateway is, and how many sessions may start, only the server knows.
    fn add_addresses(&self, response: &mut Response) {
        if !matches!(self.path.as_str(), "/gateway" | "/gateway/bot") {
            return;
        }
        response.body["url"] = Value::from(self.discord.gateway_url());
        if self.path == "/gateway/bot" {
            let left = self.discord.look(|state| state.gateway.starts_left(Instant::now()));
            response.body["session_start_limit"] =
                json!({"total": 1000, "remaining": left, "reset_after": 0, "max_concurrency": 1});
        }
    }

    fn read(&self, uri: &Uri, headers: &HeaderMap, bytes: &[u8]) -> Result<Request, Response> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let content_type = text("content-type").unwrap_or_default();
        let (body, files) = match multipart::boundary(content_type) {
            Some(boundary) => {
                let form = boundary.and_then(|boundary| multipart::read(bytes, &boundary));
                let form =
                    form.map_err(|problem| refused(400, 50035, &format!("Invalid Form Body: {problem}")).response)?;
                (form.payload, form.files)
            }
            None if bytes.is_empty() => (Value::Null, Vec::new()),
            None if content_type.starts_with("application/json") => {
                let body = serde_json::from_slice(bytes);
                (body.map_err(|_| refused(400, 50109, "The request body contains invalid JSON.").response)?, Vec::new())
            }
            None => {
                return Err(refused(
                    400,
                    50035,
                    "Expected \"Content-Type\" header to be one of {'application/json', 'multipart/form-data'}.",
                )
                .response);
            }
        };
        let query = Query::<Vec<(String, String)>>::try_from_uri(uri).map_or_else(|_| Vec::new(), |Query(query)| query);
        Ok(Request {
            method: self.method,
            path: self.path.clone(),
            query,
            authorization: text("authorization").map(str::to_owned),
            audit_reason: text("x-audit-log-reason").map(str::to_owned),
            body,
            files,
        })
    }
}

/// Tokens in the path stand for themselves; the gateway's address is public.
fn needs_authorization(path: &str) -> bool {
    !(path == "/gateway" || path.starts_with("/interactions/") || path.starts_with("/webhooks/"))
}

/// The interaction whose first answer this path gives.
fn interaction_in(path: &str) -> Option<Snowflake> {
    let mut segments = path.strip_prefix("/interactions/")?.split('/');
    let id = segments.next()?.parse().ok()?;
    (segments.nth(1) == Some("callback")).then_some(id)
}

/// A response with headers of its own.
struct Answer {
    response: Response,
    headers: Vec<(&'static str, String)>,
}

impl Answer {
    fn into_response(self, told: Option<Told>) -> HttpResponse {
        let status = StatusCode::from_u16(self.response.status).expect("statuses are of HTTP");
        let mut http = match self.response.body {
            Value::Null => status.into_response(),
            body => (status, axum::Json(body)).into_response(),
        };
        let mut headers = self.headers;
        headers.extend(told.iter().flat_map(bucket_headers));
        for (name, value) in headers {
            let value = HeaderValue::from_str(&value).expect("figures and words");
            http.headers_mut().insert(HeaderName::from_static(name), value);
        }
        http
    }
}

fn bucket_headers(told: &Told) -> [(&'static str, String); 5] {
    // The absolute time is the real world's: pacing is on real time.
    let reset = SystemClock.now().as_millisecond() as f64 / 1_000.0 + told.reset_after.as_secs_f64();
    [
        ("x-ratelimit-limit", told.limit.to_string()),
        ("x-ratelimit-remaining", told.remaining.to_string()),
        ("x-ratelimit-reset", format!("{reset:.3}")),
        ("x-ratelimit-reset-after", format!("{:.3}", told.reset_after.as_secs_f64())),
        ("x-ratelimit-bucket", told.bucket.clone()),
    ]
}

fn refused(status: u16, code: u32, message: &str) -> Answer {
    Answer { response: Response { status, body: json!({"message": message, "code": code}) }, headers: Vec::new() }
}

/// Source: Discord docs, "Rate Limits: Exceeding A Rate Limit".
fn too_many(retry_after: Duration, scope: Scope) -> Answer {
    // Rounded up to a millisecond: a client that waits as told is not refused again.
    let seconds = (retry_after.as_secs_f64() * 1_000.0).ceil() / 1_000.0;
    let global = scope == Scope::Global;
    let body = json!({"message": "You are being rate limited.", "retry_after": seconds, "global": global});
    let scope = match scope {
        Scope::User => "user",
        Scope::Global => "global",
        Scope::Shared => "shared",
    };
    let mut headers = vec![("retry-after", seconds.ceil().to_string()), ("x-ratelimit-scope", scope.to_owned())];
    if global {
        headers.push(("x-ratelimit-global", "true".to_owned()));
    }
    Answer { response: Response { status: 429, body }, headers }
}

/// The ban comes from in front of the API: no JSON of Discord's, no bucket. Source: Discord docs, "Invalid Request
/// Limit".
fn banned(retry_after: Duration) -> Answer {
    let body = Value::from("error code: 1015");
    Answer {
        response: Response { status: 429, body },
        headers: vec![("retry-after", retry_after.as_secs_f64().ceil().to_string())],
    }
}

fn lock<T>(mutex: &std::sync::Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
