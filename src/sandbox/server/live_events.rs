//! Server-sent events that tell a wall page what changed, so that the page fetches only the changed data.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream::unfold;
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;

use super::state::Discord;

const KEEP_ALIVE: Duration = Duration::from_secs(15);

pub async fn events(State(discord): State<Arc<Discord>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let stream = unfold(discord.subscribe_live(), |mut changes| async move {
        let event = match changes.recv().await {
            Ok(event) => event,
            // The page was too slow and missed events. It must fetch everything again.
            Err(RecvError::Lagged(_)) => json!({"kind": "reset"}),
            Err(RecvError::Closed) => return None,
        };
        Some((Ok(Event::default().data(event.to_string())), changes))
    });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}
