//! The control API over HTTP. It parses requests strictly and writes the results as JSON.

use axum::body::Bytes;
use axum::extract::{FromRequest, Path, Query, Request, State};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch, post};
use axum::{Json, Router};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::bot::{BotAction, BotRequest, GatewayRequest};
use super::clock::ClockRequest;
use super::error::control_error;
use super::user_actions::{
    AutocompleteRequest, ClickRequest, CommandRequest, MenuRequest, ModalRequest, PostRequest, ReactionRequest, Wait,
};
use crate::sandbox::core::{ChannelPatch, ControlError, GuildPatch, MemberPatch, MemberThread, NewMember, RolePatch};
use crate::sandbox::instance::Sandbox;
use crate::sandbox::mail::MailRequest;
use crate::sandbox::server::FaultRequest;

const CALLS: &str = "GET state, messages, inbox/{member}, mail, mail/{address}, requests, events, commands, \
    view/channels, faults; \
    POST members, command, autocomplete, click, modal, messages, reactions, threads, clock, settle, faults, \
    gateway, bot, mail, reset; \
    PATCH and DELETE members/{member}, channels/{channel}, roles/{role}; PATCH guild; DELETE faults, reactions";

pub fn routes(sandbox: Sandbox) -> Router {
    Router::new()
        .route("/api/state", get(state))
        .route("/api/members", post(add_member))
        .route("/api/members/{member}", patch(patch_member).delete(remove_member))
        .route("/api/channels/{channel}", patch(patch_channel).delete(delete_channel))
        .route("/api/guild", patch(patch_guild))
        .route("/api/roles/{role}", patch(patch_role).delete(delete_role))
        .route("/api/threads", post(start_thread))
        .route("/api/command", post(command))
        .route("/api/autocomplete", post(autocomplete))
        .route("/api/click", post(click))
        .route("/api/modal", post(modal))
        .route("/api/messages", post(post_message).get(messages))
        .route("/api/reactions", post(react).delete(unreact))
        .route("/api/inbox/{member}", get(inbox))
        .route("/api/view/channels", get(channels))
        .route("/api/commands", get(commands))
        .route("/api/clock", post(clock))
        .route("/api/settle", post(settle))
        .route("/api/faults", post(plan_fault).get(pending_faults).delete(clear_faults))
        .route("/api/gateway", post(gateway))
        .route("/api/bot", post(bot))
        .route("/api/mail", get(mailboxes).post(set_mail_mode))
        .route("/api/mail/{address}", get(mails))
        .route("/api/requests", get(requests))
        .route("/api/reset", post(reset))
        .method_not_allowed_fallback(wrong_method)
        .fallback(unknown_call)
        .layer(middleware::from_fn(run_detached))
        .with_state(sandbox)
}

/// Runs each call in a task of its own, because the server drops the response future when the client closes the
/// connection. A reset that was dropped in the middle would leave a guild without members, and a bot that neither runs
/// nor can be started.
async fn run_detached(request: Request, next: Next) -> Response {
    let response = tokio::spawn(next.run(request)).await;
    response.unwrap_or_else(|error| ErrorResponse(control_error(500, error.to_string())).into_response())
}

type JsonResult<T> = Result<Json<T>, ErrorResponse>;

struct ErrorResponse(ControlError);

impl From<ControlError> for ErrorResponse {
    fn from(error: ControlError) -> Self {
        Self(error)
    }
}

impl IntoResponse for ErrorResponse {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::BAD_REQUEST);
        (status, Json(json!({"error": self.0.error}))).into_response()
    }
}

/// A valid body of a request. The error for an invalid body shows it.
trait Example {
    const EXAMPLE: &'static str;
}

macro_rules! examples {
    ($($request:ty = $example:literal),* $(,)?) => {
        $(impl Example for $request { const EXAMPLE: &'static str = $example; })*
    };
}

examples! {
    NewMember = r#"{"handle":"lapaz","name":"Ana","roles":["mag"],"locale":"es-419"}"#,
    MemberPatch = r#"{"name":"Ana","roles":["mag"],"locale":"fr","dms_open":false}, each optional"#,
    ChannelPatch = "{\"overwrites\":[{\"role\":\"Magpie\",\"allow\":[],\"deny\":[\"VIEW_CHANNEL\"]}]}, name or \
        archived",
    GuildPatch = r#"{"mfa_level":1,"bot_owner_has_mfa":false}, each optional"#,
    RolePatch = r#"{"permissions":["VIEW_CHANNEL"]} or {"name":"…"}"#,
    MemberThread = r#"{"as":"lapaz","channel":"help","name":"…","type":"public"} or "private""#,
    AnyCommand = "{\"as\":\"lapaz\",\"channel\":\"mag-general\",\"name\":\"alert send\",\"options\":{}}; a command \
        on a user or message has \"target\" instead of options",
    AutocompleteRequest = r#"{"as":"lapaz","name":"profile zone","options":{"place":"Bris"},"focused":"place"}"#,
    ClickRequest =
        r#"{"as":"lapaz","message":"<id>","label":"I have seen this"} or custom_id; a select takes "values":[…]"#,
    ModalRequest = r#"{"as":"lapaz","modal":"<id>","fields":{"Text":"…"}}"#,
    NewPost = r#"{"as":"lapaz","channel":"mag-general","content":"…"}"#,
    ReactionRequest = r#"{"as":"lapaz","message":"<id>","emoji":"👍"}"#,
    ClockRequest = r#"{"advance":"3h15m"} or {"to":"2020-11-10T18:15:00Z"}"#,
    FaultRequest = r#"{"route":"POST /channels/*/messages","status":500,"times":1,"when":"before"}"#,
    GatewayRequest = "{\"do\":\"drop\"}, reconnect, invalid_session, invalid_session_resumable, silence, guild_outage, \
        guild_back, heartbeat, interactions_twice, interactions_once, interaction_again, interactions_odd, \
        interactions_unreadable or interactions_plain",
    BotRequest = r#"{"do":"kill"}, stop or start"#,
    MailRequest = r#"{"do":"hang"}, work, busy, refuse or lose_answer"#,
}

struct Body<T>(T);

impl<S: Send + Sync, T: DeserializeOwned + Example> FromRequest<S> for Body<T> {
    type Rejection = ErrorResponse;

    async fn from_request(request: Request, state: &S) -> Result<Self, ErrorResponse> {
        let bytes = Bytes::from_request(request, state).await.map_err(|error| control_error(400, error.body_text()))?;
        let read = serde_json::from_slice(&bytes);
        read.map(Self).map_err(|error| ErrorResponse(control_error(400, format!("{error}; send {}", T::EXAMPLE))))
    }
}

async fn unknown_call(uri: Uri) -> ErrorResponse {
    ErrorResponse(control_error(404, format!("no call {}; under /api there are {CALLS}", uri.path())))
}

async fn wrong_method(method: Method, uri: Uri) -> ErrorResponse {
    ErrorResponse(control_error(405, format!("{} takes no {method}; there are {CALLS}", uri.path())))
}

async fn state(State(sandbox): State<Sandbox>) -> Json<Value> {
    Json(sandbox.state().await)
}

async fn add_member(State(sandbox): State<Sandbox>, Body(new): Body<NewMember>) -> JsonResult<impl Serialize> {
    Ok(Json(sandbox.add_member(new)?))
}

async fn patch_member(
    State(sandbox): State<Sandbox>,
    Path(member): Path<String>,
    Body(patch): Body<MemberPatch>,
) -> JsonResult<impl Serialize> {
    Ok(Json(sandbox.patch_member(&member, patch)?))
}

async fn remove_member(State(sandbox): State<Sandbox>, Path(member): Path<String>) -> JsonResult<Value> {
    sandbox.remove_member(&member)?;
    Ok(Json(json!({})))
}

async fn patch_channel(
    State(sandbox): State<Sandbox>,
    Path(channel): Path<String>,
    Body(patch): Body<ChannelPatch>,
) -> JsonResult<Value> {
    Ok(Json(sandbox.patch_channel(&channel, patch)?))
}

async fn delete_channel(State(sandbox): State<Sandbox>, Path(channel): Path<String>) -> JsonResult<Value> {
    Ok(Json(sandbox.delete_channel(&channel)?))
}

async fn patch_guild(State(sandbox): State<Sandbox>, Body(patch): Body<GuildPatch>) -> JsonResult<Value> {
    Ok(Json(sandbox.patch_guild(&patch)))
}

async fn patch_role(
    State(sandbox): State<Sandbox>,
    Path(role): Path<String>,
    Body(patch): Body<RolePatch>,
) -> JsonResult<Value> {
    Ok(Json(sandbox.patch_role(&role, patch)?))
}

async fn delete_role(State(sandbox): State<Sandbox>, Path(role): Path<String>) -> JsonResult<Value> {
    Ok(Json(sandbox.delete_role(&role)?))
}

async fn start_thread(State(sandbox): State<Sandbox>, Body(new): Body<MemberThread>) -> JsonResult<Value> {
    Ok(Json(sandbox.start_thread(&new)?))
}

/// A slash command with its options, or a command on a user or message with its target.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnyCommand {
    #[serde(rename = "as")]
    who: String,
    channel: String,
    name: String,
    #[serde(default)]
    options: Map<String, Value>,
    target: Option<String>,
    #[serde(default)]
    wait: Wait,
}

async fn command(State(sandbox): State<Sandbox>, Body(request): Body<AnyCommand>) -> JsonResult<impl Serialize> {
    let AnyCommand { who, channel, name, options, target, wait } = request;
    let result = match target {
        None => sandbox.command(CommandRequest { who, channel, name, options, wait }).await?,
        Some(target) if options.is_empty() => {
            sandbox.menu_command(MenuRequest { who, channel, name, target, wait }).await?
        }
        Some(_) => return Err(control_error(400, "a command on a user or message takes no options").into()),
    };
    Ok(Json(result))
}

async fn autocomplete(State(sandbox): State<Sandbox>, Body(request): Body<AutocompleteRequest>) -> JsonResult<Value> {
    let choices = sandbox.autocomplete(request).await?;
    Ok(Json(json!({"choices": choices})))
}

async fn click(State(sandbox): State<Sandbox>, Body(request): Body<ClickRequest>) -> JsonResult<impl Serialize> {
    Ok(Json(sandbox.click(request).await?))
}

async fn modal(State(sandbox): State<Sandbox>, Body(request): Body<ModalRequest>) -> JsonResult<impl Serialize> {
    Ok(Json(sandbox.submit_modal(request).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewPost {
    #[serde(rename = "as")]
    who: String,
    channel: String,
    #[serde(default)]
    content: String,
    #[serde(default)]
    files: Vec<Value>,
}

async fn post_message(State(sandbox): State<Sandbox>, Body(request): Body<NewPost>) -> JsonResult<impl Serialize> {
    let NewPost { who, channel, content, files } = request;
    Ok(Json(sandbox.post_with_files(&PostRequest { who, channel, content }, &files)?))
}

async fn react(State(sandbox): State<Sandbox>, Body(request): Body<ReactionRequest>) -> JsonResult<Value> {
    sandbox.react(&request)?;
    Ok(Json(json!({})))
}

async fn unreact(State(sandbox): State<Sandbox>, Body(request): Body<ReactionRequest>) -> JsonResult<Value> {
    sandbox.unreact(&request)?;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct MessagesQuery {
    channel: Option<String>,
    after: Option<String>,
    #[serde(rename = "as")]
    who: Option<String>,
}

async fn messages(State(sandbox): State<Sandbox>, Query(query): Query<MessagesQuery>) -> JsonResult<impl Serialize> {
    let channel = query.channel.ok_or_else(|| control_error(400, "name the channel: ?channel=mag-general"))?;
    Ok(Json(sandbox.messages(&channel, query.after.as_deref(), query.who.as_deref())?))
}

#[derive(Deserialize)]
struct AfterQuery {
    after: Option<String>,
}

async fn inbox(
    State(sandbox): State<Sandbox>,
    Path(member): Path<String>,
    Query(query): Query<AfterQuery>,
) -> JsonResult<impl Serialize> {
    Ok(Json(sandbox.inbox(&member, query.after.as_deref())?))
}

#[derive(Deserialize)]
struct Viewer {
    #[serde(rename = "as")]
    who: Option<String>,
    channel: Option<String>,
}

impl Viewer {
    fn who(&self) -> Result<&str, ControlError> {
        self.who.as_deref().ok_or_else(|| control_error(400, "say who looks: ?as=lapaz"))
    }
}

async fn channels(State(sandbox): State<Sandbox>, Query(viewer): Query<Viewer>) -> JsonResult<impl Serialize> {
    Ok(Json(sandbox.channels_for(viewer.who()?)?))
}

async fn commands(State(sandbox): State<Sandbox>, Query(viewer): Query<Viewer>) -> JsonResult<impl Serialize> {
    Ok(Json(sandbox.commands_for(viewer.who()?, viewer.channel.as_deref())?))
}

async fn clock(State(sandbox): State<Sandbox>, Body(request): Body<ClockRequest>) -> JsonResult<impl Serialize> {
    Ok(Json(sandbox.move_clock(request).await?))
}

async fn settle(State(sandbox): State<Sandbox>) -> JsonResult<Value> {
    sandbox.settle().await?;
    Ok(Json(json!({})))
}

async fn plan_fault(State(sandbox): State<Sandbox>, Body(request): Body<FaultRequest>) -> JsonResult<Value> {
    sandbox.plan_fault(request)?;
    Ok(Json(json!({})))
}

async fn pending_faults(State(sandbox): State<Sandbox>) -> Json<Value> {
    let pending = sandbox.pending_faults();
    Json(pending.into_iter().map(|(route, times)| json!({"route": route, "times": times})).collect())
}

async fn clear_faults(State(sandbox): State<Sandbox>) -> Json<Value> {
    sandbox.clear_faults();
    Json(json!({}))
}

async fn gateway(State(sandbox): State<Sandbox>, Body(request): Body<GatewayRequest>) -> JsonResult<Value> {
    sandbox.disrupt_gateway(request.action)?;
    Ok(Json(json!({})))
}

async fn bot(State(sandbox): State<Sandbox>, Body(request): Body<BotRequest>) -> JsonResult<Value> {
    match request.action {
        BotAction::Kill => sandbox.kill_bot().await?,
        BotAction::Stop => sandbox.stop_bot().await?,
        BotAction::Start => sandbox.start_bot().await?,
    }
    Ok(Json(json!({"status": sandbox.bot_status()})))
}

async fn mailboxes(State(sandbox): State<Sandbox>) -> Json<Value> {
    let (mailboxes, mode) = sandbox.mailboxes();
    Json(json!({"mailboxes": mailboxes, "mode": mode}))
}

async fn mails(
    State(sandbox): State<Sandbox>,
    Path(address): Path<String>,
    Query(query): Query<AfterQuery>,
) -> JsonResult<impl Serialize> {
    Ok(Json(sandbox.mails(&address, after_number(&query, "after is an e-mail's id: ?after=12")?)))
}

async fn set_mail_mode(State(sandbox): State<Sandbox>, Body(request): Body<MailRequest>) -> JsonResult<Value> {
    sandbox.set_mail_mode(request.mode);
    Ok(Json(json!({})))
}

/// The number in `?after=`; 0 without it. `fault`: what to send instead of another text.
fn after_number(query: &AfterQuery, fault: &str) -> Result<u64, ErrorResponse> {
    match query.after.as_deref().map(str::parse) {
        None => Ok(0),
        Some(Ok(n)) => Ok(n),
        Some(Err(_)) => Err(ErrorResponse(control_error(400, fault))),
    }
}

async fn requests(State(sandbox): State<Sandbox>, Query(query): Query<AfterQuery>) -> JsonResult<impl Serialize> {
    Ok(Json(sandbox.requests_after(after_number(&query, "after is a request's n: ?after=12")?)))
}

async fn reset(State(sandbox): State<Sandbox>) -> JsonResult<Value> {
    sandbox.reset().await?;
    Ok(Json(json!({})))
}
