//! Discord's REST API around the core's `apply`. It checks the sender, the rate limits and the body of a request, and
//! decides whether the response reaches the client.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::{ConnectInfo, Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method as HttpMethod, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response as HttpResponse};
use serde_json::{Value, json};

use super::config::RateLimiting;
use super::connections::ConnectionHandle;
use super::faults::{FaultRequest, FaultTiming};
use super::form;
use super::limits::{BucketState, Route, Scope, Verdict};
use super::multipart;
use super::request_log::RequestNumber;
use super::state::{Discord, InFlightRequest};
use crate::sandbox::core::{Method, Request, Response, Snowflake, Strictness};
use crate::sandbox::sync::lock;
use crate::time::{Clock, SystemClock};

pub async fn handle_request(
    State(discord): State<Arc<Discord>>,
    ConnectInfo(connection): ConnectInfo<ConnectionHandle>,
    Path(path): Path<String>,
    method: HttpMethod,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> HttpResponse {
    connection.mark_as_bot();
    let path = format!("/{path}");
    let Ok(method) = method.as_str().parse::<Method>() else {
        return error_response(405, 0, "405: Method Not Allowed").into_response(None);
    };
    let number = lock(&discord.request_log).open(method, &path, discord.now(), discord.real_ms());
    let _in_flight = InFlightRequest { discord: Arc::clone(&discord), number };
    let call = RestCall { discord: &discord, number, method, path };
    let (outcome, delay) = call.handle(&uri, &headers, &body);
    if let Some(delay) = delay {
        tokio::time::sleep(delay).await;
    }
    match outcome {
        Outcome::Response(response, bucket_state) => {
            let full = FullResponse { headers: retry_headers(&response), response, origin: ResponseOrigin::Api };
            record_and_convert(&discord, number, full, bucket_state)
        }
        Outcome::FullResponse(full, bucket_state) => record_and_convert(&discord, number, full, bucket_state),
        Outcome::Page(text, bucket_state) => {
            lock(&discord.request_log).record_response(number, 200, &Value::Null);
            let mut http = text.into_response();
            insert_headers(&mut http, bucket_state.iter().flat_map(bucket_headers));
            http
        }
        Outcome::Lost => {
            lock(&discord.request_log).record_response(number, 0, &Value::Null);
            connection.cut();
            // The client never gets this response, because the connection is cut.
            StatusCode::BAD_GATEWAY.into_response()
        }
    }
}

/// Records a response and converts it for HTTP. Counts it as an invalid request if Discord would: for status 401, 403
/// and 429, except a 429 with the scope `shared` (Discord's "Rate Limits", "Invalid Request Limit").
fn record_and_convert(
    discord: &Discord,
    number: RequestNumber,
    full: FullResponse,
    bucket_state: Option<BucketState>,
) -> HttpResponse {
    let status = full.response.status;
    lock(&discord.request_log).record_response(number, status, &full.response.body);
    let is_shared = full.headers.iter().any(|(name, value)| *name == "x-ratelimit-scope" && value == "shared");
    if matches!(status, 401 | 403 | 429) && !is_shared {
        lock(&discord.limits).count_invalid(Instant::now());
    }
    full.into_response(bucket_state)
}

enum Outcome {
    Response(Response, Option<BucketState>),
    /// A response that has headers of its own: a 429, or a planned fault with `retry-after`.
    FullResponse(FullResponse, Option<BucketState>),
    /// A 200 with a text that Discord would never send, such as the login page of a Wi-Fi network.
    Page(String, Option<BucketState>),
    /// The connection ends without a response.
    Lost,
}

struct RestCall<'a> {
    discord: &'a Discord,
    number: RequestNumber,
    method: Method,
    path: String,
}

/// A request that passed the rate limits and the checks of its headers and body. The second value is the state of its
/// rate-limit bucket, or `None` for a route without a bucket.
type AdmittedRequest = (Request, Option<BucketState>);

impl RestCall<'_> {
    /// Decides how to respond. Returns the outcome, and how long to delay the response.
    fn handle(&self, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> (Outcome, Option<Duration>) {
        match self.admit(uri, headers, body) {
            Err(outcome) => (*outcome, None),
            Ok((request, bucket_state)) => self.apply_with_faults(&request, bucket_state),
        }
    }

    fn admit(&self, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Result<AdmittedRequest, Box<Outcome>> {
        let refuse =
            |response: FullResponse, bucket_state| Err(Box::new(Outcome::FullResponse(response, bucket_state)));
        let respond = |response, bucket_state| Err(Box::new(Outcome::Response(response, bucket_state)));
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let request = self.read(uri, headers, body);
        if let Ok(request) = &request {
            lock(&self.discord.request_log).record_request(self.number, request);
        }
        let route = Route::of(self.method, &self.path);
        let verdict = match self.discord.config.rate_limiting {
            RateLimiting::AsDiscord => lock(&self.discord.limits).admit(Instant::now(), &route),
            RateLimiting::Off => Verdict::Admitted(None),
        };
        let bucket_state = match verdict {
            Verdict::Admitted(bucket_state) => bucket_state,
            Verdict::Limited { retry_after, scope, bucket_state } => {
                return refuse(rate_limit_response(retry_after, scope), bucket_state);
            }
            Verdict::Banned { retry_after } => return refuse(ban_response(retry_after), None),
        };
        // Discord may block clients without a valid user agent. Source: Discord docs, "API Reference: User Agent". On
        // routes with a token in the path, several libraries send no user agent, and Discord accepts the requests.
        let needs_agent = self.discord.strictness() == Strictness::Strict || needs_authorization(&self.path);
        if needs_agent && !text(header::USER_AGENT).is_some_and(|agent| agent.starts_with("DiscordBot (")) {
            let problem = "internal network error (the User-Agent must be `DiscordBot (url, version)`)";
            return respond(error_response(403, 40333, problem).response, bucket_state);
        }
        if needs_authorization(&self.path)
            && !text(header::AUTHORIZATION).is_some_and(|value| self.is_bot_authorization(value))
        {
            return respond(error_response(401, 0, "401: Unauthorized").response, bucket_state);
        }
        match request {
            Ok(request) => Ok((request, bucket_state)),
            Err(response) => respond(response, bucket_state),
        }
    }

    fn apply_with_faults(&self, request: &Request, bucket_state: Option<BucketState>) -> (Outcome, Option<Duration>) {
        let fault = lock(&self.discord.faults).take_match(self.method, &self.path);
        if fault.is_some() {
            lock(&self.discord.request_log).mark_as_faulty(self.number);
        }
        let Some(fault) = fault else { return (Outcome::Response(self.apply(request), bucket_state), None) };
        let delay = fault.delay_ms.map(Duration::from_millis);
        if delay.is_some() && fault.status == 0 && fault.body.is_none() {
            return (Outcome::Response(self.apply(request), bucket_state), delay);
        }
        if fault.when != FaultTiming::Before {
            self.apply(request);
        }
        (self.fault_outcome(fault, bucket_state), delay)
    }

    fn fault_outcome(&self, fault: FaultRequest, bucket_state: Option<BucketState>) -> Outcome {
        if let Some(text) = fault.body {
            return Outcome::Page(text, bucket_state);
        }
        if fault.when == FaultTiming::After || fault.status == 0 {
            return Outcome::Lost;
        }
        if fault.status == 429 {
            let retry_after = Duration::from_secs_f64(fault.retry_after.unwrap_or(1.0));
            return Outcome::FullResponse(rate_limit_response(retry_after, Scope::Shared), bucket_state);
        }
        let message = format!("{}: a fault that was asked for", fault.status);
        let mut error = error_response(fault.status, fault.code.unwrap_or(0), &message);
        if let Some(seconds) = fault.retry_after {
            error.headers.push(("retry-after", seconds.ceil().to_string()));
        }
        match error.headers.is_empty() {
            true => Outcome::Response(error.response, bucket_state),
            false => Outcome::FullResponse(error, bucket_state),
        }
    }

    fn is_bot_authorization(&self, authorization: &str) -> bool {
        authorization.strip_prefix("Bot ").is_some_and(|token| token == self.discord.token())
    }

    fn apply(&self, request: &Request) -> Response {
        let interaction = interaction_in(&self.path);
        let mut response = self.discord.update(|state, now| {
            if let Some(id) = interaction {
                state.expire_if_late(id, self.discord.config.response_timeout);
            }
            let response = state.world.apply(now, request);
            if let Some(id) = interaction.filter(|_| response.status < 300) {
                state.record_acknowledgement(id);
            }
            response
        });
        if response.status < 300 {
            self.publish_changes_without_events(interaction, &response);
            self.add_gateway_fields(&mut response);
        }
        response
    }

    /// Notifies the wall pages of changes that cause no gateway event: ephemeral responses and changed commands.
    fn publish_changes_without_events(&self, interaction: Option<Snowflake>, response: &Response) {
        let first_segment = self.path.split('/').nth(1);
        if first_segment == Some("applications") && self.path.contains("/commands") && self.method != Method::Get {
            self.discord.publish_live(json!({"kind": "commands"}));
        }
        if let Some(view) = interaction.and_then(|id| self.discord.read(|state| state.world.interaction(id)))
            && let Some(message) = view.message
        {
            self.discord.publish_live(json!({"kind": "message", "channel": message.channel, "id": message.id}));
        }
        if first_segment == Some("webhooks") && response.body["author"].is_object() {
            let (channel, id) = (&response.body["channel_id"], &response.body["id"]);
            self.discord.publish_live(json!({"kind": "message", "channel": channel, "id": id}));
        }
    }

    /// Adds the gateway's URL to a response of `/gateway` or `/gateway/bot`, and the limit of new sessions to
    /// `/gateway/bot`. Only the server knows these values.
    fn add_gateway_fields(&self, response: &mut Response) {
        if !matches!(self.path.as_str(), "/gateway" | "/gateway/bot") {
            return;
        }
        response.body["url"] = Value::from(self.discord.gateway_url());
        if self.path == "/gateway/bot" {
            let now = Instant::now();
            let (starts_left, reset_after) = self
                .discord
                .read(|state| (state.gateway.starts_left(now), state.gateway.start_limit_reset_after(now).as_millis()));
            let reset_after = u64::try_from(reset_after).unwrap_or(u64::MAX);
            response.body["session_start_limit"] =
                json!({"total": 1000, "remaining": starts_left, "reset_after": reset_after, "max_concurrency": 1});
        }
    }

    fn accepts_forms(&self) -> bool {
        let path: Vec<&str> = self.path.trim_matches('/').split('/').collect();
        let matches_path = |pattern: &[&str]| {
            pattern.len() == path.len() && pattern.iter().zip(&path).all(|(part, given)| *part == "*" || part == given)
        };
        ROUTES_WITH_FORMS.iter().any(|(method, pattern)| *method == self.method && matches_path(pattern))
    }

    fn read(&self, uri: &Uri, headers: &HeaderMap, bytes: &[u8]) -> Result<Request, Response> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let content_type = text("content-type").unwrap_or_default();
        let (body, files) = match multipart::boundary(content_type) {
            Some(boundary) => {
                let form = boundary.and_then(|boundary| multipart::read(bytes, &boundary));
                let form = form
                    .map_err(|problem| error_response(400, 50035, &format!("Invalid Form Body: {problem}")).response)?;
                (form.payload, form.files)
            }
            None if bytes.is_empty() => (Value::Null, Vec::new()),
            None if content_type.starts_with("application/json") => {
                let body = serde_json::from_slice(bytes);
                (
                    body.map_err(|_| error_response(400, 50109, "The request body contains invalid JSON.").response)?,
                    Vec::new(),
                )
            }
            None if content_type.starts_with("application/x-www-form-urlencoded") && self.accepts_forms() => {
                (form::read(bytes), Vec::new())
            }
            None => {
                return Err(error_response(
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

/// The routes that accept `application/x-www-form-urlencoded`. Source: Discord's OpenAPI description.
const ROUTES_WITH_FORMS: [(Method, &[&str]); 7] = [
    (Method::Post, &["channels", "*", "messages"]),
    (Method::Patch, &["channels", "*", "messages", "*"]),
    (Method::Post, &["channels", "*", "threads"]),
    (Method::Post, &["channels", "*", "invites"]),
    (Method::Post, &["interactions", "*", "*", "callback"]),
    (Method::Post, &["webhooks", "*", "*"]),
    (Method::Patch, &["webhooks", "*", "*", "messages", "*"]),
];

/// Whether the route needs the authorization header. Routes with a token in the path do not need it. `GET /gateway`
/// does not need it, because it is public.
fn needs_authorization(path: &str) -> bool {
    !(path == "/gateway" || path.starts_with("/interactions/") || path.starts_with("/webhooks/"))
}

/// The interaction to which a request on this path is the first response; `None` for any other path.
fn interaction_in(path: &str) -> Option<Snowflake> {
    let mut segments = path.strip_prefix("/interactions/")?.split('/');
    let id = segments.next()?.parse().ok()?;
    (segments.nth(1) == Some("callback")).then_some(id)
}

/// A response with additional headers.
struct FullResponse {
    response: Response,
    headers: Vec<(&'static str, String)>,
    origin: ResponseOrigin,
}

impl FullResponse {
    fn into_response(self, bucket_state: Option<BucketState>) -> HttpResponse {
        let status = StatusCode::from_u16(self.response.status).expect("the status is valid in HTTP");
        let mut http = match self.response.body {
            Value::Null => status.into_response(),
            body => (status, axum::Json(body)).into_response(),
        };
        insert_headers(&mut http, self.headers.into_iter().chain(bucket_state.iter().flat_map(bucket_headers)));
        if self.origin == ResponseOrigin::Api {
            http.headers_mut().insert(header::VIA, HeaderValue::from_static("1.1 google"));
        }
        http
    }
}

/// Which of Discord's servers wrote a response. The API's responses pass through a proxy, which adds a `Via` header.
/// Clients use this header to distinguish a rate limit of the API from a ban of their address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ResponseOrigin {
    Api,
    /// The proxy in front of the API. Its own responses have no `Via` header.
    Proxy,
}

fn insert_headers(http: &mut HttpResponse, headers: impl Iterator<Item = (&'static str, String)>) {
    for (name, value) in headers {
        let value = HeaderValue::from_str(&value).expect("header values are ASCII");
        http.headers_mut().insert(HeaderName::from_static(name), value);
    }
}

fn bucket_headers(bucket_state: &BucketState) -> [(&'static str, String); 5] {
    // Rate limits use real time, so `x-ratelimit-reset` also uses real time and not the sandbox's clock.
    let reset = SystemClock.now().as_millisecond() as f64 / 1_000.0 + bucket_state.reset_after.as_secs_f64();
    [
        ("x-ratelimit-limit", bucket_state.limit.to_string()),
        ("x-ratelimit-remaining", bucket_state.remaining.to_string()),
        ("x-ratelimit-reset", format!("{reset:.3}")),
        ("x-ratelimit-reset-after", format!("{:.3}", bucket_state.reset_after.as_secs_f64())),
        ("x-ratelimit-bucket", bucket_state.bucket.clone()),
    ]
}

fn error_response(status: u16, code: u32, message: &str) -> FullResponse {
    let body = json!({"message": message, "code": code});
    FullResponse { response: Response { status, body }, headers: Vec::new(), origin: ResponseOrigin::Api }
}

/// A 429 in Discord's format. Source: Discord docs, "Rate Limits: Exceeding A Rate Limit".
fn rate_limit_response(retry_after: Duration, scope: Scope) -> FullResponse {
    // Rounded up to a millisecond, so that a client that waits exactly this long is not refused again.
    let seconds = (retry_after.as_secs_f64() * 1_000.0).ceil() / 1_000.0;
    let global = scope == Scope::Global;
    let body = json!({"message": "You are being rate limited.", "retry_after": seconds, "global": global});
    let scope: &str = scope.into();
    let mut headers = vec![("retry-after", seconds.ceil().to_string()), ("x-ratelimit-scope", scope.to_owned())];
    if global {
        headers.push(("x-ratelimit-global", "true".to_owned()));
    }
    FullResponse { response: Response { status: 429, body }, headers, origin: ResponseOrigin::Api }
}

/// The headers of a 429 that the core returns. The limit behind such a 429 belongs to a resource, not to a route. For
/// any other status, the list is empty.
fn retry_headers(response: &Response) -> Vec<(&'static str, String)> {
    match response.body["retry_after"].as_f64().filter(|_| response.status == 429) {
        Some(seconds) => {
            vec![("retry-after", seconds.ceil().to_string()), ("x-ratelimit-scope", "user".to_owned())]
        }
        None => Vec::new(),
    }
}

/// The response to a banned address. The proxy in front of the API writes it, so it has no JSON in Discord's format and
/// no bucket. Source: Discord docs, "Invalid Request Limit".
fn ban_response(retry_after: Duration) -> FullResponse {
    let body = Value::from("error code: 1015");
    FullResponse {
        response: Response { status: 429, body },
        headers: vec![("retry-after", retry_after.as_secs_f64().ceil().to_string())],
        origin: ResponseOrigin::Proxy,
    }
}
