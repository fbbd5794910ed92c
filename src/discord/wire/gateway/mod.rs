//! The connection to Discord's gateway: serenity's client on a thread of its own, with our address and slowed-down
//! reconnects.
//!
//! The thread runs one task at a time, in the order of their start, which keeps the order of events (see `queue`), and
//! a busy bot never delays the heartbeat. The gateway's address comes from our transport; no other address is used.

mod progress;
mod queue;
mod reconnect;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_trait::async_trait;
use rand::Rng;
use serenity::client::{Client, ClientBuilder, Context, RawEventHandler};
use serenity::gateway::{GatewayError, ShardManager};
use serenity::http::{HttpBuilder, Route};
use serenity::model::event::Event;
use serenity::model::gateway::GatewayIntents;
use tokio::sync::{Mutex, mpsc, oneshot, watch};

pub use crate::discord::wire::gateway::progress::EventGuard;
use crate::discord::wire::gateway::progress::EventProgress;
use crate::discord::wire::gateway::queue::{ConnectionState, QueueReceiver, QueueSender};
pub use crate::discord::wire::gateway::queue::{EventContext, EventHandler};
use crate::discord::wire::gateway::reconnect::slow_down_reconnects;
use crate::discord::wire::transport::{Failure, Request, Transport};

/// The events that the bot needs: about its server, its members, and messages that are its own, sent to it, or mention
/// it.
pub const INTENTS: GatewayIntents = GatewayIntents::GUILDS
    .union(GatewayIntents::GUILD_MEMBERS)
    .union(GatewayIntents::GUILD_MESSAGES)
    .union(GatewayIntents::DIRECT_MESSAGES);

/// The first and the longest pause between two requests for the gateway's address.
const FIRST_BACKOFF: Duration = Duration::from_millis(500);
const MAX_BACKOFF: Duration = Duration::from_secs(60);

/// Why the gateway ended and does not reconnect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GatewayEnd {
    /// Close code 4004, or a 401.
    #[error("Discord does not accept the token")]
    BadToken,
    /// Close codes 4013 and 4014.
    #[error(
        "Discord does not allow an intent that Magpie needs: turn on \"Server Members Intent\" for the application"
    )]
    IntentNotAllowed,
    #[error("the connection to Discord ended: {0}")]
    Other(String),
    #[error("the connection to Discord was closed by us")]
    Stopped,
}

/// A running connection. It ends when this, or the runtime that started it, is dropped.
pub struct Gateway {
    progress: EventProgress,
    connection: Arc<watch::Sender<ConnectionState>>,
    end: watch::Receiver<Option<GatewayEnd>>,
    stop: Mutex<Option<oneshot::Sender<()>>>,
}

impl Gateway {
    /// Starts to connect, and returns at once. It tries until it succeeds or the gateway ends permanently.
    pub fn start(transport: Transport, handler: Arc<dyn EventHandler>) -> Self {
        let (progress, connection) =
            (EventProgress::default(), Arc::new(watch::Sender::new(ConnectionState::default())));
        let (report_end, end) = watch::channel(None);
        let (stop, stopped) = oneshot::channel();
        let gateway =
            Self { progress: progress.clone(), connection: Arc::clone(&connection), end, stop: Mutex::new(Some(stop)) };
        tokio::spawn(async move {
            let end = run(transport, handler, progress, Arc::clone(&connection), stopped).await;
            connection.send_replace(ConnectionState::Connecting);
            report_end.send_replace(Some(end));
        });
        gateway
    }

    /// Whether the connection is up.
    pub fn is_live(&self) -> bool {
        *self.connection.borrow() == ConnectionState::Live
    }

    /// Returns once the gateway has ended permanently, with the reason.
    pub async fn ended(&self) -> GatewayEnd {
        let mut end = self.end.clone();
        let ended = end.wait_for(Option::is_some).await;
        ended.ok().and_then(|end| end.clone()).unwrap_or(GatewayEnd::Stopped)
    }

    /// Logs off. Events that arrived before are still handled: `Services::in_flight` tells when.
    pub async fn stop(&self) {
        if let Some(stop) = self.stop.lock().await.take() {
            let _ = stop.send(());
        }
        self.ended().await;
    }

    /// Returns once the first `events` events of the gateway session `session` are handled.
    pub async fn wait_until_handled(&self, session: &str, events: u64) {
        self.progress.wait_until_handled(session, events).await;
    }

    /// Events since the start that could not be decoded: each is a defect.
    pub fn undecodable_events(&self) -> u64 {
        self.progress.undecodable()
    }
}

async fn run(
    transport: Transport,
    handler: Arc<dyn EventHandler>,
    progress: EventProgress,
    connection: Arc<watch::Sender<ConnectionState>>,
    mut stopped: oneshot::Receiver<()>,
) -> GatewayEnd {
    let url = tokio::select! {
        url = gateway_url(&transport) => match url { Ok(url) => url, Err(end) => return end },
        _ = &mut stopped => return GatewayEnd::Stopped,
    };
    let (queue, signals) = mpsc::unbounded_channel();
    let shards = Arc::new(OnceLock::new());
    let receiver = QueueReceiver {
        handler,
        progress: progress.clone(),
        shards: Arc::clone(&shards),
        connection: Arc::clone(&connection),
    };
    tokio::spawn(receiver.run(signals));
    let sender = Arc::new(QueueSender { progress, queue });
    let (report_end, end) = oneshot::channel();
    // This task owns the sender, so when the task is dropped (a killed bot), the thread ends too.
    let (kill, killed) = oneshot::channel::<()>();
    let thread = std::thread::Builder::new().name("gateway".to_owned()).spawn(move || {
        let _ = report_end.send(run_thread(&transport, url, sender, &shards, connection, stopped, killed));
    });
    if let Err(error) = thread {
        return GatewayEnd::Other(format!("no thread for the gateway: {error}"));
    }
    let end = end.await.unwrap_or_else(|_| GatewayEnd::Other("the gateway's thread panicked".to_owned()));
    drop(kill);
    end
}

/// Asks Discord for the gateway's address until there is an answer, or an error that no retry can solve.
async fn gateway_url(transport: &Transport) -> Result<String, GatewayEnd> {
    let mut backoff = FIRST_BACKOFF;
    loop {
        let failure = match transport.send(Request::get(Route::Gateway)).await {
            Ok(response) => match response["url"].as_str() {
                Some(url) => return Ok(url.trim_end_matches('/').to_owned()),
                None => Failure::NotSent("the response has no address".to_owned()),
            },
            Err(failure) if failure.status() == Some(401) => return Err(GatewayEnd::BadToken),
            Err(failure) => failure,
        };
        let wait = failure.retry_after().unwrap_or_else(|| backoff.mul_f64(rand::rng().random_range(0.75..1.25)));
        tracing::warn!(error = %failure, "could not get the address of Discord's gateway; retrying in {wait:?}");
        tokio::time::sleep(wait).await;
        backoff = (backoff * 2).min(MAX_BACKOFF);
    }
}

/// The whole run of the gateway's thread.
fn run_thread(
    transport: &Transport,
    url: String,
    sender: Arc<QueueSender>,
    shards: &OnceLock<Arc<ShardManager>>,
    connection: Arc<watch::Sender<ConnectionState>>,
    stopped: oneshot::Receiver<()>,
    killed: oneshot::Receiver<()>,
) -> GatewayEnd {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return GatewayEnd::Other(error.to_string()),
    };
    runtime.block_on(async {
        let mut client = match client(transport, url, sender).await {
            Ok(client) => client,
            Err(error) => return GatewayEnd::Other(error.to_string()),
        };
        let manager = Arc::clone(&client.shard_manager);
        let _ = shards.set(Arc::clone(&manager));
        let reconnects = slow_down_reconnects(Arc::clone(&client.ws_url), connection);
        tokio::select! {
            end = client.start() => match end {
                Ok(()) => GatewayEnd::Stopped,
                Err(error) => GatewayEnd::from(error),
            },
            () = reconnects => GatewayEnd::Other("the reconnect loop ended".to_owned()),
            _ = stopped => {
                manager.shutdown_all().await;
                GatewayEnd::Stopped
            }
            _ = killed => GatewayEnd::Stopped,
        }
    })
}

async fn client(transport: &Transport, url: String, sender: Arc<QueueSender>) -> serenity::Result<Client> {
    // With serenity's own rate limiter on, it would ignore the proxy and send requests to the real Discord.
    let http = HttpBuilder::new(transport.token())
        .client(transport.client().cloned().unwrap_or_default())
        .proxy(transport.base())
        .ratelimiter_disabled(true)
        .build();
    let mut builder = ClientBuilder::new_with_http(http, INTENTS);
    builder = builder.event_handler_arc(Arc::clone(&sender)).raw_event_handler(SharedSender(sender));
    let client = builder.await?;
    // The builder asked for the address too, and fell back to the real gateway's on a failure.
    *client.ws_url.lock().await = url;
    Ok(client)
}

/// serenity takes raw event handlers by value only.
struct SharedSender(Arc<QueueSender>);

#[async_trait]
impl RawEventHandler for SharedSender {
    async fn raw_event(&self, context: Context, event: Event) {
        self.0.raw_event(context, event).await;
    }
}

impl From<serenity::Error> for GatewayEnd {
    fn from(error: serenity::Error) -> Self {
        match error {
            serenity::Error::Gateway(GatewayError::InvalidAuthentication | GatewayError::NoAuthentication) => {
                GatewayEnd::BadToken
            }
            serenity::Error::Gateway(GatewayError::DisallowedGatewayIntents | GatewayError::InvalidGatewayIntents) => {
                GatewayEnd::IntentNotAllowed
            }
            other => GatewayEnd::Other(other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fatal_close_codes_tell_the_cause() {
        let end = |error| GatewayEnd::from(serenity::Error::Gateway(error));
        assert_eq!(end(GatewayError::InvalidAuthentication), GatewayEnd::BadToken);
        assert_eq!(end(GatewayError::DisallowedGatewayIntents), GatewayEnd::IntentNotAllowed);
    }

    #[test]
    fn the_bot_asks_for_one_privileged_intent_only() {
        assert_eq!(INTENTS & GatewayIntents::privileged(), GatewayIntents::GUILD_MEMBERS);
    }
}
