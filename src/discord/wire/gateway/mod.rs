//! Connects to Discord's gateway. serenity's client runs on its own thread. We set the address to which it connects,
//! and slow down its reconnects.
//!
//! The thread runs its tasks one at a time, in the order in which they start. This keeps the order of events (see
//! `queue`). The bot's work runs on other threads, so it never delays the heartbeat of the connection. Our transport
//! requests the gateway's address from Discord, and the client connects to no other address.
//!
//! When a connection gets no answer, the client and its thread are dropped and a new client is built (see
//! `answer_timeout`).

mod answer_timeout;
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

use crate::discord::wire::gateway::answer_timeout::{AnswerTimeout, Attempt, PriorState};
pub use crate::discord::wire::gateway::progress::EventGuard;
use crate::discord::wire::gateway::progress::EventProgress;
use crate::discord::wire::gateway::queue::{ConnectionState, QueueReceiver, QueueSender};
pub use crate::discord::wire::gateway::queue::{EventContext, EventHandler};
use crate::discord::wire::gateway::reconnect::slow_down_reconnects;
use crate::discord::wire::gateway::session_limit::SessionStarts;
use crate::discord::wire::transport::{Failure, Request, Transport};
use crate::telemetry::{METRICS, TaskLiveness, error_chain};

/// The events that the bot needs: about its server, its members, and messages. Discord includes the text only of the
/// bot's own messages, of DMs to the bot, and of messages that mention the bot.
pub const INTENTS: GatewayIntents = GatewayIntents::GUILDS
    .union(GatewayIntents::GUILD_MEMBERS)
    .union(GatewayIntents::GUILD_MESSAGES)
    .union(GatewayIntents::DIRECT_MESSAGES);

/// The first and the longest pause between two requests for the gateway's address. The pause doubles after each
/// request.
const FIRST_BACKOFF: Duration = Duration::from_millis(500);
const MAX_BACKOFF: Duration = Duration::from_secs(60);

/// Why the gateway ended for good. It does not connect again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GatewayEnd {
    /// The gateway closed the connection with code 4004, or the REST API answered with status 401.
    #[error("Discord does not accept the token")]
    BadToken,
    /// The gateway closed the connection with code 4013 or 4014.
    #[error(
        "Discord does not allow an intent that Magpie needs: turn on \"Server Members Intent\" for the application"
    )]
    IntentNotAllowed,
    #[error("the connection to Discord ended: {0}")]
    Other(String),
    #[error("the connection to Discord was closed by us")]
    Stopped,
}

/// A running connection. It ends after [`Gateway::stop`], or when the runtime that started it is dropped.
pub struct Gateway {
    transport: Transport,
    progress: EventProgress,
    connection: Arc<watch::Sender<ConnectionState>>,
    liveness: TaskLiveness,
    end: watch::Receiver<Option<GatewayEnd>>,
    stop: CancellationToken,
}

impl Gateway {
    /// Starts to connect in the background. Retries until the connection is up or the gateway ends for good. When a
    /// connection gets no answer for `answer_timeout`, closes it and builds a new client.
    pub fn start(transport: Transport, handler: Arc<dyn EventHandler>, answer_timeout: Duration) -> Self {
        let (report_end, end) = watch::channel(None);
        let gateway = Self {
            transport: transport.clone(),
            progress: EventProgress::default(),
            connection: Arc::default(),
            liveness: TaskLiveness::default(),
            end,
            stop: CancellationToken::new(),
        };
        let connections = Connections {
            transport,
            handler,
            progress: gateway.progress.clone(),
            connection: Arc::clone(&gateway.connection),
            liveness: gateway.liveness.clone(),
            stop: gateway.stop.clone(),
        };
        let connection = Arc::clone(&gateway.connection);
        tokio::spawn(async move {
            let end = connections.run(AnswerTimeout::new(answer_timeout)).await;
            connection.send_replace(ConnectionState::Connecting);
            report_end.send_replace(Some(end));
        });
        gateway
    }

    /// Whether the connection is up.
    pub fn is_live(&self) -> bool {
        *self.connection.borrow() == ConnectionState::Live
    }

    /// Why the latest request to Discord got no response; `None` if it got one.
    pub fn last_connection_error(&self) -> Option<String> {
        self.transport.last_connection_error()
    }

    /// The liveness of the gateway's thread. It does not depend on whether the bot is connected.
    pub fn liveness(&self) -> TaskLiveness {
        self.liveness.clone()
    }

    /// Waits until the gateway has ended for good. Returns the cause.
    pub async fn ended(&self) -> GatewayEnd {
        let mut end = self.end.clone();
        let ended = end.wait_for(Option::is_some).await;
        let panicked = || GatewayEnd::Other("the task of the gateway panicked".to_owned());
        ended.ok().and_then(|end| end.clone()).unwrap_or_else(panicked)
    }

    /// Disconnects, and waits until the gateway has ended. Events that arrived earlier are still handled. To wait for
    /// them, use `Services::in_flight`.
    pub async fn stop(&self) {
        self.stop.cancel();
        self.ended().await;
    }

    /// Returns once the first `events` events of the gateway session with the id `session` are handled.
    pub async fn wait_until_handled(&self, session: &str, events: u64) {
        self.progress.wait_until_handled(session, events).await;
    }

    /// The number of events since the start that could not be decoded. Each one is a defect.
    pub fn undecodable_events(&self) -> u64 {
        self.progress.undecodable_count()
    }
}

/// Builds one client after another, until the gateway ends for good.
struct Connections {
    transport: Transport,
    handler: Arc<dyn EventHandler>,
    progress: EventProgress,
    connection: Arc<watch::Sender<ConnectionState>>,
    liveness: TaskLiveness,
    stop: CancellationToken,
}

/// How one client ended.
enum ClientEnd {
    /// The gateway has ended, so no new client is built.
    ForGood(GatewayEnd),
    /// The connection got no answer in time.
    Unanswered(PriorState),
}

impl Connections {
    async fn run(self, mut answer_timeout: AnswerTimeout) -> GatewayEnd {
        loop {
            let url = tokio::select! {
                url = gateway_url(&self.transport, &self.liveness) => match url {
                    Ok(url) => url,
                    Err(end) => return end,
                },
                () = self.stop.cancelled() => return GatewayEnd::Stopped,
            };
            match self.run_client(url, answer_timeout.length()).await {
                ClientEnd::ForGood(end) => return end,
                ClientEnd::Unanswered(prior) => {
                    let waited_s = answer_timeout.length().as_secs();
                    tracing::warn!("Discord's gateway has not answered for {waited_s} s; connecting anew");
                    METRICS.gateway_rebuilds.inc();
                    self.connection.send_replace(ConnectionState::Connecting);
                    answer_timeout.record_unanswered(prior);
                }
            }
        }
    }

    /// Runs one client on its own thread until the client ends and all its events are passed to the handler.
    async fn run_client(&self, url: String, answer_timeout: Duration) -> ClientEnd {
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
        // This task holds `task_guard`. If the bot is killed, the task drops the guard, and then the thread ends too.
        let (task_guard, task_dropped) = oneshot::channel::<()>();
        let thread = ClientThread {
            starts: SessionStarts::new(self.transport.clone()),
            url,
            sender: Arc::new(sender),
            shards,
            connection: Arc::clone(&self.connection),
            liveness: self.liveness.clone(),
            attempt,
            answer_timeout,
            stop: self.stop.clone(),
        };
        let thread = std::thread::Builder::new().name("gateway".to_owned()).spawn(move || {
            let _ = report_end.send(thread.run(task_dropped));
        });
        if let Err(error) = thread {
            return ClientEnd::ForGood(GatewayEnd::Other(format!("no thread for the gateway: {error}")));
        }
        let receiver_task = tokio::spawn(receiver.run(signals));
        let ended_by_panic = |what: &str| ClientEnd::ForGood(GatewayEnd::Other(format!("{what} panicked")));
        // The receiver ends only when the thread has dropped the sender. Wait for the receiver here, so that the events
        // of the next client do not overtake the events of this client.
        let receiver_result = receiver_task.await;
        drop(task_guard);
        match receiver_result {
            Ok(()) => end.await.unwrap_or_else(|_| ended_by_panic("the gateway's thread")),
            Err(_) => ended_by_panic("the handler of the gateway's events"),
        }
    }
}

/// Requests the gateway's address, and retries until Discord answers. Then waits until a session may start. `BadToken`
/// if Discord refuses the token.
async fn gateway_url(transport: &Transport, liveness: &TaskLiveness) -> Result<String, GatewayEnd> {
    let mut backoff = FIRST_BACKOFF;
    loop {
        liveness.begin_step();
        let failure = match transport.send(Request::get(Route::Gateway)).await {
            Ok(response) => match response["url"].as_str() {
                Some(url) => {
                    // This wait can take hours if Discord allows no session to start.
                    liveness.begin_wait();
                    session_limit::wait_for_session_start(transport).await;
                    liveness.begin_step();
                    return Ok(url.trim_end_matches('/').to_owned());
                }
                None => Failure::NotSent("the response has no address".to_owned()),
            },
            Err(failure) if failure.status() == Some(401) => return Err(GatewayEnd::BadToken),
            Err(failure) => failure,
        };
        let wait = failure.retry_after().unwrap_or_else(|| backoff.mul_f64(rand::rng().random_range(0.75..1.25)));
        tracing::warn!(error = %failure, "could not get the address of Discord's gateway; retrying in {wait:?}");
        liveness.begin_wait();
        tokio::time::sleep(wait).await;
        backoff = (backoff * 2).min(MAX_BACKOFF);
    }
}

/// One client on its own thread.
struct ClientThread {
    starts: SessionStarts,
    url: String,
    sender: Arc<QueueSender>,
    shards: Arc<OnceLock<Arc<ShardManager>>>,
    connection: Arc<watch::Sender<ConnectionState>>,
    liveness: TaskLiveness,
    attempt: Attempt,
    answer_timeout: Duration,
    stop: CancellationToken,
}

impl ClientThread {
    fn run(self, task_dropped: oneshot::Receiver<()>) -> ClientEnd {
        let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => runtime,
            Err(error) => return ClientEnd::ForGood(GatewayEnd::Other(error.to_string())),
        };
        runtime.block_on(async {
            tokio::select! {
                end = self.serve() => ClientEnd::ForGood(end),
                () = self.attempt.wait_until_unanswered(self.answer_timeout) => {
                    ClientEnd::Unanswered(self.attempt.prior_state())
                }
                _ = task_dropped => ClientEnd::ForGood(GatewayEnd::Stopped),
            }
        })
    }

    async fn serve(&self) -> GatewayEnd {
        let mut client = match build_client(self.starts.transport(), self.url.clone(), Arc::clone(&self.sender)).await {
            Ok(client) => client,
            Err(error) => return GatewayEnd::Other(error_chain(&error)),
        };
        let manager = Arc::clone(&client.shard_manager);
        let _ = self.shards.set(Arc::clone(&manager));
        let (url, connection) = (Arc::clone(&client.ws_url), Arc::clone(&self.connection));
        let reconnects = slow_down_reconnects(url, connection, &self.starts, &self.attempt, &self.liveness);
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

async fn build_client(transport: &Transport, url: String, sender: Arc<QueueSender>) -> serenity::Result<Client> {
    // Disable serenity's own rate limiter: with it, serenity ignores the proxy and sends requests to the real Discord.
    let http = HttpBuilder::new(transport.token())
        .client(transport.client().cloned().unwrap_or_default())
        .proxy(transport.base())
        .ratelimiter_disabled(true)
        .build();
    let mut builder = ClientBuilder::new_with_http(http, INTENTS);
    builder = builder.event_handler_arc(Arc::clone(&sender)).raw_event_handler(SharedSender(sender));
    // The builder requests the gateway's address itself, so reserve a permit for this request. If the request fails,
    // the builder uses the address of the real gateway. We replace that address below.
    let mut permit = transport.reserve(&Request::get(Route::Gateway)).await;
    permit.mark_used();
    let client = builder.await?;
    permit.complete(None);
    *client.ws_url.lock().await = url;
    Ok(client)
}

/// serenity takes raw event handlers only by value.
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
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;
    use crate::config::{Config, Token};

    /// Answers every request on every connection with the address of a gateway, and with a bucket that has four
    /// requests left for an hour.
    async fn serve_gateway_address(listener: TcpListener) {
        const BODY: &str = r#"{"url":"wss://127.0.0.1"}"#;
        let response = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\
             x-ratelimit-bucket: gateway\r\nx-ratelimit-limit: 5\r\nx-ratelimit-remaining: 4\r\n\
             x-ratelimit-reset-after: 3600\r\n\r\n{BODY}",
            BODY.len()
        );
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                request.push(stream.read_u8().await.unwrap());
            }
            stream.write_all(response.as_bytes()).await.unwrap();
        }
    }

    /// serenity requests the address of the gateway a second time, past our transport.
    #[tokio::test]
    async fn request_of_serenitys_builder_counts_in_the_bucket_of_the_gateway_route() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut config = Config::default().discord;
        config.api_url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(serve_gateway_address(listener));
        let transport = Transport::new(&config, &Token::new("token")).unwrap();
        transport.send(Request::get(Route::Gateway)).await.unwrap();
        assert_eq!(transport.known_remaining(&Request::get(Route::Gateway)), Some(4));
        let (queue, _signals) = mpsc::unbounded_channel();
        let sender = QueueSender { progress: EventProgress::default(), queue, attempt: Attempt::begin() };
        build_client(&transport, "wss://127.0.0.1".to_owned(), Arc::new(sender)).await.unwrap();
        assert_eq!(transport.known_remaining(&Request::get(Route::Gateway)), Some(3), "the builder's request counts");
    }

    #[test]
    fn fatal_close_codes_map_to_the_matching_gateway_end() {
        let end = |error| GatewayEnd::from(serenity::Error::Gateway(error));
        assert_eq!(end(GatewayError::InvalidAuthentication), GatewayEnd::BadToken);
        assert_eq!(end(GatewayError::DisallowedGatewayIntents), GatewayEnd::IntentNotAllowed);
    }

    #[test]
    fn the_bot_asks_for_one_privileged_intent_only() {
        assert_eq!(INTENTS & GatewayIntents::privileged(), GatewayIntents::GUILD_MEMBERS);
    }
}
