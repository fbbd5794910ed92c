//! The control API over HTTP: reads what a script sent, strictly, and writes what the acts return.

use axum::body::Bytes;
use axum::extract::{FromRequest, Path, Query, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch, post};
use axum::{Json, Router};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::refuse;
use super::{AutocompleteAct, BotAct, BotDo, ClickAct, ClockAct, CommandAct, GatewayAct, ModalAct, PostAct};
use crate::sandbox::Sandbox;
use crate::sandbox::core::{MemberPatch, NewMember, Refusal};
use crate::sandbox::server::FaultAct;

const CALLS: &str = "GET state, messages, inbox/{member}, requests, events, commands, view/channels, faults; POST members, command, \
    autocomplete, click, modal, messages, clock, settle, faults, gateway, bot, reset; PATCH and DELETE members/{member}; DELETE faults";

pub fn routes(sandbox: Sandbox) -> Router {
    Router::new()
        .route("/api/state", get(state))
        .route("/api/members", post(add_member))
        .route("/api/members/{member}", patch(patch_member).delete(remove_member))
        .route("/api/command", post(command))
        .route("/api/autocomplete", post(autocomplete))
        .route("/api/click", post(click))
        .route("/api/modal", post(modal))
        .route("/api/messages", post(post_message).get(messages))
        .route("/api/inbox/{member}", get(inbox))
        .route("/api/view/channels", get(channels))
        .route("/api/commands", get(commands))
        .route("/api/clock", post(clock))
        .route("/api/settle", post(settle))
        .route("/api/faults", post(fault).get(faults).delete(clear_faults))
        .route("/api/gateway", post(gateway))
        .route("/api/bot", post(bot))
        .route("/api/requests", get(requests))
        .route("/api/reset", post(reset))
        .method_not_allowed_fallback(wrong_method)
        .fallback(unknown)
        .layer(from_fn_with_state(sandbox.clone(), only_from_here))
        .with_state(sandbox)
}

type Told<T> = Result<Json<T>, Refused>;

struct Refused(Refusal);

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::BAD_REQUEST);
        (status, Json(json!({"error": self.0.error}))).into_response()
    }
}

/// A body that is wrong is answered with what to send instead.
trait Example {
    const EXAMPLE: &'static str;
}

macro_rules! examples {
    ($($act:ty = $example:literal),* $(,)?) => {
        $(impl Example for $act { const EXAMPLE: &'static str = $example; })*
    };
}

examples! {
    NewMember = r#"{"handle":"lapaz","name":"Ana","roles":["mag"],"locale":"es-419"}"#,
    MemberPatch = r#"{"roles":["mag"],"locale":"fr","dms_open":false}, each optional"#,
    CommandAct = r#"{"as":"lapaz","channel":"mag-general","name":"alert send","options":{}}"#,
    AutocompleteAct = r#"{"as":"lapaz","name":"profile zone","options":{"place":"Bris"},"focused":"place"}"#,
    ClickAct = r#"{"as":"lapaz","message":"<id>","label":"I have seen this"} or custom_id; a select takes "values":[…]"#,
    ModalAct = r#"{"as":"lapaz","modal":"<id>","fields":{"Text":"…"}}"#,
    PostAct = r#"{"as":"lapaz","channel":"mag-general","content":"…"}"#,
    ClockAct = r#"{"advance":"3h15m"} or {"to":"2020-11-10T18:15:00Z"}"#,
    FaultAct = r#"{"route":"POST /channels/*/messages","status":500,"times":1,"when":"before"}"#,
    GatewayAct = r#"{"do":"drop"}, reconnect, invalid_session, invalid_session_resumable, silence, guild_outage, guild_back or heartbeat"#,
    BotAct = r#"{"do":"kill"}, stop or start"#,
}

struct Body<T>(T);

impl<S: Send + Sync, T: DeserializeOwned + Example> FromRequest<S> for Body<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        let bytes = Bytes::from_request(request, state).await.map_err(|error| refuse(400, error.body_text()))?;
        let read = serde_json::from_slice(&bytes);
        read.map(Self).map_err(|error| Refused(refuse(400, format!("{error}; send {}", T::EXAMPLE))))
    }
}

/// A page of another site must not drive the sandbox through somebody's browser.
async fn only_from_here(State(sandbox): State<Sandbox>, headers: HeaderMap, request: Request, next: Next) -> Response {
    let port = sandbox.url().rsplit(':').next().unwrap_or_default();
    let ours = [format!("http://127.0.0.1:{port}"), format!("http://localhost:{port}")];
    let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let origin_is_ours = origin.is_none_or(|origin| ours.iter().any(|url| url == origin));
    let host_is_ours = host.is_none_or(|host| ours.iter().any(|url| url.ends_with(&format!("//{host}"))));
    match origin_is_ours && host_is_ours {
        true => next.run(request).await,
        false => Refused(refuse(403, format!("only pages of {} may call this", ours[0]))).into_response(),
    }
}

async fn unknown(uri: Uri) -> Refused {
    Refused(refuse(404, format!("no call {}; under /api there are {CALLS}", uri.path())))
}

async fn wrong_method(method: Method, uri: Uri) -> Refused {
    Refused(refuse(405, format!("{} takes no {method}; there are {CALLS}", uri.path())))
}

async fn state(State(sandbox): State<Sandbox>) -> Json<Value> {
    Json(sandbox.state().await)
}

async fn add_member(State(sandbox): State<Sandbox>, Body(new): Body<NewMember>) -> Told<impl Serialize> {
    Ok(Json(sandbox.add_member(new)?))
}

async fn patch_member(
    State(sandbox): State<Sandbox>,
    Path(member): Path<String>,
    Body(patch): Body<MemberPatch>,
) -> Told<impl Serialize> {
    Ok(Json(sandbox.patch_member(&member, patch)?))
}

async fn remove_member(State(sandbox): State<Sandbox>, Path(member): Path<String>) -> Told<Value> {
    sandbox.remove_member(&member)?;
    Ok(Json(json!({})))
}

async fn command(State(sandbox): State<Sandbox>, Body(act): Body<CommandAct>) -> Told<impl Serialize> {
    Ok(Json(sandbox.command(act).await?))
}

async fn autocomplete(State(sandbox): State<Sandbox>, Body(act): Body<AutocompleteAct>) -> Told<Value> {
    let choices = sandbox.autocomplete(act).await?;
    Ok(Json(json!({"choices": choices})))
}

async fn click(State(sandbox): State<Sandbox>, Body(act): Body<ClickAct>) -> Told<impl Serialize> {
    Ok(Json(sandbox.click(act).await?))
}

async fn modal(State(sandbox): State<Sandbox>, Body(act): Body<ModalAct>) -> Told<impl Serialize> {
    Ok(Json(sandbox.submit_modal(act).await?))
}

async fn post_message(State(sandbox): State<Sandbox>, Body(act): Body<PostAct>) -> Told<impl Serialize> {
    Ok(Json(sandbox.post(&act)?))
}

#[derive(Deserialize)]
struct MessagesWanted {
    channel: Option<String>,
    after: Option<String>,
    #[serde(rename = "as")]
    who: Option<String>,
}

async fn messages(State(sandbox): State<Sandbox>, Query(wanted): Query<MessagesWanted>) -> Told<impl Serialize> {
    let channel = wanted.channel.ok_or_else(|| refuse(400, "name the channel: ?channel=mag-general"))?;
    Ok(Json(sandbox.messages(&channel, wanted.after.as_deref(), wanted.who.as_deref())?))
}

#[derive(Deserialize)]
struct After {
    after: Option<String>,
}

async fn inbox(
    State(sandbox): State<Sandbox>,
    Path(member): Path<String>,
    Query(after): Query<After>,
) -> Told<impl Serialize> {
    Ok(Json(sandbox.inbox(&member, after.after.as_deref())?))
}

#[derive(Deserialize)]
struct Viewer {
    #[serde(rename = "as")]
    who: Option<String>,
    channel: Option<String>,
}

impl Viewer {
    fn who(&self) -> Result<&str, Refusal> {
        self.who.as_deref().ok_or_else(|| refuse(400, "say who looks: ?as=lapaz"))
    }
}

async fn channels(State(sandbox): State<Sandbox>, Query(viewer): Query<Viewer>) -> Told<impl Serialize> {
    Ok(Json(sandbox.channels_for(viewer.who()?)?))
}

async fn commands(State(sandbox): State<Sandbox>, Query(viewer): Query<Viewer>) -> Told<impl Serialize> {
    Ok(Json(sandbox.commands_for(viewer.who()?, viewer.channel.as_deref())?))
}

async fn clock(State(sandbox): State<Sandbox>, Body(act): Body<ClockAct>) -> Told<impl Serialize> {
    Ok(Json(sandbox.move_clock(act).await?))
}

async fn settle(State(sandbox): State<Sandbox>) -> Told<Value> {
    sandbox.settle().await?;
    Ok(Json(json!({})))
}

async fn fault(State(sandbox): State<Sandbox>, Body(act): Body<FaultAct>) -> Told<Value> {
    sandbox.plan_fault(act)?;
    Ok(Json(json!({})))
}

async fn faults(State(sandbox): State<Sandbox>) -> Json<Value> {
    let waiting = sandbox.faults_waiting();
    Json(waiting.into_iter().map(|(route, times)| json!({"route": route, "times": times})).collect())
}

async fn clear_faults(State(sandbox): State<Sandbox>) -> Json<Value> {
    sandbox.clear_faults();
    Json(json!({}))
}

async fn gateway(State(sandbox): State<Sandbox>, Body(act): Body<GatewayAct>) -> Told<Value> {
    sandbox.disturb_gateway(act.what)?;
    Ok(Json(json!({})))
}

async fn bot(State(sandbox): State<Sandbox>, Body(act): Body<BotAct>) -> Told<Value> {
    match act.what {
        BotDo::Kill => sandbox.kill_bot().await?,
        BotDo::Stop => sandbox.stop_bot().await?,
        BotDo::Start => sandbox.start_bot().await?,
    }
    Ok(Json(json!({"status": sandbox.bot_status()})))
}

async fn requests(State(sandbox): State<Sandbox>, Query(after): Query<After>) -> Told<impl Serialize> {
    let after = match after.after.as_deref().map(str::parse) {
        None => 0,
        Some(Ok(n)) => n,
        Some(Err(_)) => return Err(Refused(refuse(400, "after is a request's n: ?after=12"))),
    };
    Ok(Json(sandbox.requests_after(after)))
}

async fn reset(State(sandbox): State<Sandbox>) -> Told<Value> {
    sandbox.reset().await?;
    Ok(Json(json!({})))
}
