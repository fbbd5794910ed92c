//! The connection to Discord's gateway: serenity's client on a thread of its own, with our address and slowed-down
//! reconnects.
//!
//! The thread runs one task at a time, in the order of their start, which keeps the order of events (see `queue`), and
//! a busy bot never delays the heartbeat. The gateway's address comes from our transport; no other address is used.
//!
//! A client whose connection gets no answer is dropped with its thread, and a new one is built (see `patience`).

mod patience;
mod progress;
mod queue;
mod reconnect;
mod session_limit;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_trait::async_trait;
use rand::Rng;
use serenity::client::{Client, ClientBuilder, Context, RawEventHandler};
use serenity::gateway::{GatewayError, ShardManager};
use serenity::http::{HttpBuilder, Route};
use serenity::model::event::Event;
use serenity::model::gateway::GatewayIntents;
use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;

use crate::discord::wire::gateway::patience::{Attempt, Before, Patience};
pub use crate::discord::wire::gateway::progress::EventGuard;
use crate::discord::wire::gateway::progress::EventProgress;
use crate::discord::wire::gateway::queue::{ConnectionState, QueueReceiver, QueueSender};
pub use crate::discord::wire::gateway::queue::{EventContext, EventHandler};
use crate::discord::wire::gateway::reconnect::slow_down_reconnects;
use crate::discord::wire::gateway::session_limit::SessionStarts;
use crate::discord::wire::transport::{Failure, Request, Transport};
use crate::telemetry::{METRICS, Pulse, error_chain};

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
    transport: Transport,
    progress: EventProgress,
    connection: Arc<watch::Sender<ConnectionState>>,
    pulse: Pulse,
    end: watch::Receiver<Option<GatewayEnd>>,
    stop: CancellationToken,
}

impl Gateway {
    /// Starts to connect, and returns at once. It tries until it succeeds or the gateway ends for good. A connection
    /// that gets no answer for `patience` is given up, and a new client is built.
    pub fn start(transport: Transport, handler: Arc<dyn EventHandler>, patience: Duration) -> Self {
        let (report_end, end) = watch::channel(None);
        let gateway = Self {
            transport: transport.clone(),
            progress: EventProgress::default(),
            connection: Arc::default(),
            pulse: Pulse::default(),
            end,
            stop: CancellationToken::new(),
        };
        let connections = Connections {
            transport,
            handler,
            progress: gateway.progress.clone(),
            connection: Arc::clone(&gateway.connection),
            pulse: gateway.pulse.clone(),
            stop: gateway.stop.clone(),
        };
        let connection = Arc::clone(&gateway.connection);
        tokio::spawn(async move {
            let end = connections.run(Patience::new(patience)).await;
            connection.send_replace(ConnectionState::Connecting);
            report_end.send_replace(Some(end));
        });
        gateway
    }

    /// Whether the connection is up.
    pub fn is_live(&self) -> bool {
        *self.connection.borrow() == ConnectionState::Live
    }

    /// Why Discord's latest answer failed to come, if it did.
    pub fn unreached(&self) -> Option<String> {
        self.transport.unreached()
    }

    /// The sign of life of the gateway's thread, connected or not.
    pub fn pulse(&self) -> Pulse {
        self.pulse.clone()
    }

    /// Returns once the gateway has ended for good, with the reason.
    pub async fn ended(&self) -> GatewayEnd {
        let mut end = self.end.clone();
        let ended = end.wait_for(Option::is_some).await;
        let panicked = || GatewayEnd::Other("the task of the gateway panicked".to_owned());
        ended.ok().and_then(|end| end.clone()).unwrap_or_else(panicked)
    }

    /// Logs off. Events that arrived before are still handled: `Services::in_flight` tells when.
    pub async fn stop(&self) {
        self.stop.cancel();
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

/// Builds one client after the other, until the gateway ends for good.
struct Connections {
    transport: Transport,
    handler: Arc<dyn EventHandler>,
    progress: EventProgress,
    connection: Arc<watch::Sender<ConnectionState>>,
    pulse: Pulse,
    stop: CancellationToken,
}

/// How one client ended.
enum ClientEnd {
    ForGood(GatewayEnd),
    /// Its connection got no answer.
    Unanswered(Before),
}

impl Connections {
    async fn run(self, mut patience: Patience) -> GatewayEnd {
        loop {
            let url = tokio::select! {
                url = gateway_url(&self.transport, &self.pulse) => match url { Ok(url) => url, Err(end) => return end },
                () = self.stop.cancelled() => return GatewayEnd::Stopped,
            };
            match self.run_client(url, patience.length()).await {
                ClientEnd::ForGood(end) => return end,
                ClientEnd::Unanswered(before) => {
                    let waited_s = patience.length().as_secs();
                    tracing::warn!("Discord's gateway has not answered for {waited_s} s; connecting anew");
                    METRICS.gateway_rebuilds.inc();
                    self.connection.send_replace(ConnectionState::Connecting);
                    patience.after_silence(before);
                }
            }
        }
    }

    /// Runs one client on a thread of its own until it ends and its events are handed over.
    async fn run_client(&self, url: String, patience: Duration) -> ClientEnd {
        let (queue, signals) = mpsc::unbounded_channel();
        let shards = Arc::new(OnceLock::new());
        let receiver = QueueReceiver {
            handler: Arc::clone(&self.handler),
            progress: self.progress.clone(),
            shards: Arc::clone(&shards),
            connection: Arc::clone(&self.connection),
        };
        let attempt = Attempt::begin();
        let sender = QueueSender { progress: self.progress.clone(), queue, attempt: attempt.clone() };
        let (report_end, end) = oneshot::channel();
        // Held here: when this task is dropped (a killed bot), the thread ends too.
        let (kill, killed) = oneshot::channel::<()>();
        let thread = ClientThread {
            starts: SessionStarts::new(self.transport.clone()),
            url,
            sender: Arc::new(sender),
            shards,
            connection: Arc::clone(&self.connection),
            pulse: self.pulse.clone(),
            attempt,
            patience,
            stop: self.stop.clone(),
        };
        let thread = std::thread::Builder::new().name("gateway".to_owned()).spawn(move || {
            let _ = report_end.send(thread.run(killed));
        });
        if let Err(error) = thread {
            return ClientEnd::ForGood(GatewayEnd::Other(format!("no thread for the gateway: {error}")));
        }
        let receiving = tokio::spawn(receiver.run(signals));
        let panicked = |what: &str| ClientEnd::ForGood(GatewayEnd::Other(format!("{what} panicked")));
        // It ends when the thread has dropped its side, and only then: the next client's events must not overtake
        // these.
        let received = receiving.await;
        drop(kill);
        match received {
            Ok(()) => end.await.unwrap_or_else(|_| panicked("the gateway's thread")),
            Err(_) => panicked("the handler of the gateway's events"),
        }
    }
}

/// Asks Discord for the gateway's address until there is an answer, or until it is certain that there never will be.
async fn gateway_url(transport: &Transport, pulse: &Pulse) -> Result<String, GatewayEnd> {
    let mut backoff = FIRST_BACKOFF;
    loop {
        pulse.beat();
        let failure = match transport.send(Request::get(Route::Gateway)).await {
            Ok(response) => match response["url"].as_str() {
                Some(url) => {
                    // Hours, when Discord lets no session start.
                    pulse.rest();
                    session_limit::wait(transport, || {}).await;
                    pulse.beat();
                    return Ok(url.trim_end_matches('/').to_owned());
                }
                None => Failure::NotSent("the response has no address".to_owned()),
            },
            Err(failure) if failure.status() == Some(401) => return Err(GatewayEnd::BadToken),
            Err(failure) => failure,
        };
        let wait = failure.retry_after().unwrap_or_else(|| backoff.mul_f64(rand::rng().random_range(0.75..1.25)));
        tracing::warn!(error = %failure, "could not get the address of Discord's gateway; retrying in {wait:?}");
        pulse.rest();
        tokio::time::sleep(wait).await;
        backoff = (backoff * 2).min(MAX_BACKOFF);
    }
}

/// One client on a thread of its own.
struct ClientThread {
    starts: SessionStarts,
    url: String,
    sender: Arc<QueueSender>,
    shards: Arc<OnceLock<Arc<ShardManager>>>,
    connection: Arc<watch::Sender<ConnectionState>>,
    pulse: Pulse,
    attempt: Attempt,
    patience: Duration,
    stop: CancellationToken,
}

impl ClientThread {
    fn run(self, killed: oneshot::Receiver<()>) -> ClientEnd {
        let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => runtime,
            Err(error) => return ClientEnd::ForGood(GatewayEnd::Other(error.to_string())),
        };
        runtime.block_on(async {
            tokio::select! {
                end = self.serve() => ClientEnd::ForGood(end),
                () = self.attempt.unanswered(self.patience) => ClientEnd::Unanswered(self.attempt.before()),
                _ = killed => ClientEnd::ForGood(GatewayEnd::Stopped),
            }
        })
    }

    async fn serve(&self) -> GatewayEnd {
        let mut client = match client(self.starts.transport(), self.url.clone(), Arc::clone(&self.sender)).await {
            Ok(client) => client,
            Err(error) => return GatewayEnd::Other(error_chain(&error)),
        };
        let manager = Arc::clone(&client.shard_manager);
        let _ = self.shards.set(Arc::clone(&manager));
        let (url, connection) = (Arc::clone(&client.ws_url), Arc::clone(&self.connection));
        let reconnects = slow_down_reconnects(url, connection, &self.starts, &self.attempt, &self.pulse);
        tokio::select! {
            end = client.start() => match end {
                Ok(()) => GatewayEnd::Stopped,
                Err(error) => GatewayEnd::from(error),
            },
            () = reconnects => GatewayEnd::Other("the reconnect loop ended".to_owned()),
            () = self.stop.cancelled() => {
                manager.shutdown_all().await;
                GatewayEnd::Stopped
            }
        }
    }
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
    // The builder asks for the address too, and falls back to the real gateway's on a failure. Its request counts.
    let mut permit = transport.reserve(&Request::get(Route::Gateway)).await;
    permit.mark_used();
    let client = builder.await?;
    permit.complete(None);
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
            other => GatewayEnd::Other(error_chain(&other)),
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
