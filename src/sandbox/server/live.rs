//! Server-sent events for pages that follow live: what changed, so that they read just that again.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream::unfold;
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;

use super::discord::Discord;

const KEEP_ALIVE: Duration = Duration::from_secs(15);

pub async fn events(State(discord): State<Arc<Discord>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let stream = unfold(discord.listen_live(), |mut news| async move {
        let event = match news.recv().await {
            Ok(event) => event,
            // Too slow to follow: whatever was missed, everything is to be read again.
            Err(RecvError::Lagged(_)) => json!({"kind": "reset"}),
            Err(RecvError::Closed) => return None,
        };
        Some((Ok(Event::default().data(event.to_string())), news))
    });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}
