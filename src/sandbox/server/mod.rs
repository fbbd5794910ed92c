//! The sockets around the core: REST and gateway as a bot meets them, the phone wall's files, and the live stream.
//!
//! Real monotonic time rules here (rate limits, the three seconds, heartbeats); what is said and done is the core's.
//! One port serves all: `/api/v10/*` and `/gateway` are Discord's, `/api/<word>` is the control API, `/` the wall.

mod discord;
mod faults;
mod gateway;
mod limits;
mod live;
mod log;
mod multipart;
mod page;
mod rest;
mod wire;

pub use discord::{Discord, Limits, Manners, Stage};
pub use faults::{FaultAct, When};
pub use gateway::Standing;
pub use log::Entry;
pub use wire::{Lines, Peer, Wire};

use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Query, State, WebSocketUpgrade};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use serde::Deserialize;

/// Discord takes 10 MiB of files in a message; with the rest of the form a little more.
const LARGEST_BODY: usize = 12 * 1024 * 1024;

/// Everything but the control API.
pub fn routes(discord: Arc<Discord>) -> Router {
    Router::new()
        .route("/", get(page::index))
        .route("/wall/words", get(page::words))
        .route("/wall/{*path}", get(page::asset))
        .route("/attachments/{*path}", get(page::attachment))
        .route("/api/events", get(live::events))
        .route("/api/v10/{*path}", any(rest::answer))
        .route("/gateway", get(upgrade))
        .route("/gateway/", get(upgrade))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
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
    ConnectInfo(peer): ConnectInfo<Peer>,
    Query(handshake): Query<Handshake>,
    socket: WebSocketUpgrade,
) -> Response {
    peer.belongs_to_a_bot();
    let transport = match (handshake.encoding.as_deref(), handshake.compress.as_deref()) {
        (None | Some("json"), None) => gateway::Transport::Plain,
        (None | Some("json"), Some("zlib-stream")) => gateway::Transport::stream(),
        // Loud, where Discord would speak ETF or zstd.
        _ => {
            return (
                StatusCode::NOT_IMPLEMENTED,
                "the sandbox speaks encoding=json, with compress=zlib-stream or none",
            )
                .into_response();
        }
    };
    if handshake.v.as_deref() != Some("10") {
        return socket.on_upgrade(gateway::refuse_version);
    }
    socket.on_upgrade(move |socket| gateway::serve(socket, discord, peer, transport))
}
