//! The sockets around the core: REST and gateway for a bot, the files of the phone wall, and the stream of live events.
//!
//! The limits of this module use monotonic real time: rate limits, the three seconds for a response, heartbeats. The
//! core decides what requests do. One port serves everything: `/api/v10/*` and `/gateway` are Discord's, other paths
//! under `/api/` are the control API, and `/` is the phone wall.

mod assets;
mod config;
mod connections;
mod faults;
mod form;
mod gateway;
mod gateway_socket;
mod limits;
mod live_events;
mod multipart;
mod request_log;
mod rest;
mod same_origin;
mod state;

pub use config::{DiscordConfig, RateLimiting};
pub use connections::{ConnectionHandle, Connections, TrackedListener};
pub use faults::{FaultRequest, FaultTiming};
pub use gateway::SessionPosition;
pub use request_log::LoggedRequest;
pub use same_origin::refuse_foreign_pages;
pub use state::{Discord, ServerState};

use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Query, State, WebSocketUpgrade};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use serde::Deserialize;

/// Discord accepts 10 MiB of files in a message. The rest of the form needs some space too.
const MAX_BODY_BYTES: usize = 12 * 1024 * 1024;

/// All routes except the control API.
pub fn routes(discord: Arc<Discord>) -> Router {
    Router::new()
        .route("/", get(assets::index))
        .route("/wall/words", get(assets::texts))
        .route("/wall/languages", get(assets::languages))
        .route("/wall/places", get(assets::places))
        .route("/wall/{*path}", get(assets::asset))
        .route("/attachments/{*path}", get(assets::attachment))
        .route("/api/events", get(live_events::events))
        .route("/api/v10/{*path}", any(rest::handle_request))
        .route("/gateway", get(upgrade))
        .route("/gateway/", get(upgrade))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .with_state(discord)
}

#[derive(Deserialize)]
struct Handshake {
    v: Option<String>,
    encoding: Option<String>,
    compress: Option<String>,
}

async fn upgrade(
    State(discord): State<Arc<Discord>>,
    ConnectInfo(connection): ConnectInfo<ConnectionHandle>,
    Query(handshake): Query<Handshake>,
    socket: WebSocketUpgrade,
) -> Response {
    connection.mark_as_bot();
    let transport = match (handshake.encoding.as_deref(), handshake.compress.as_deref()) {
        (None | Some("json"), None) => gateway::Transport::Plain,
        (None | Some("json"), Some("zlib-stream")) => gateway::Transport::stream(),
        // Discord also supports ETF and zstd. The sandbox does not, so it refuses them with a clear error.
        _ => {
            return (
                StatusCode::NOT_IMPLEMENTED,
                "the sandbox speaks encoding=json, with compress=zlib-stream or none",
            )
                .into_response();
        }
    };
    if handshake.v.as_deref() != Some("10") {
        return socket.on_upgrade(gateway_socket::refuse_version);
    }
    socket.on_upgrade(move |socket| gateway_socket::serve(socket, discord, connection, transport))
}
