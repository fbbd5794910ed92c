//! The connection to Discord's gateway: serenity's client on a thread of its own, told where to connect, kept from
//! storming.
//!
//! The thread runs one task at a time, first come first served, which is what keeps the order of events (see
//! `entrance`), and a busy bot never starves the heartbeat. It asks our transport for the gateway's address and never
//! falls back to another.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use rand::Rng;
use serenity::Client;
use serenity::gateway::{GatewayError, ShardManager};
use serenity::http::{HttpBuilder, Route};
use serenity::model::gateway::GatewayIntents;
use tokio::sync::{Mutex, mpsc, oneshot, watch};

use crate::discord::call::Parts;
use crate::discord::events::{Connection, Door, Entrance, Tally};
use crate::discord::features;
use crate::discord::interactions::Desk;
use crate::discord::wire::transport::Transport;
use crate::discord::wire::transport::{Ask, Failure};

/// What the bot has to know: its server, who is in it, and messages as far as they are its own, to it, or mention it.
pub const INTENTS: GatewayIntents = GatewayIntents::GUILDS
    .union(GatewayIntents::GUILD_MEMBERS)
    .union(GatewayIntents::GUILD_MESSAGES)
    .union(GatewayIntents::DIRECT_MESSAGES);

/// The first and the longest pause between two askings for the gateway's address.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// How often the doorkeeper looks whether a connection waits to be made.
const LOOK: Duration = Duration::from_millis(100);
/// A connection made this long after the last one is no storm.
const CALM: Duration = Duration::from_secs(60);
/// Connections that follow each other at once before they are made to wait: a drop and a failed resume are ordinary.
const FREE: u32 = 3;
/// 2^5 s is the longest that a connection is made to wait.
const LONGEST_DOUBLING: u32 = 5;

/// Why the gateway ended for good.
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

/// A running connection. Dropping it, or the runtime that started it, ends it without a word.
pub struct Gateway {
    tally: Tally,
    connection: Arc<watch::Sender<Connection>>,
    end: watch::Receiver<Option<GatewayEnd>>,
    stop: Mutex<Option<oneshot::Sender<()>>>,
}

impl Gateway {
    /// Starts to connect and returns; connecting goes on until it succeeds or the gateway ends for good.
    pub fn start(parts: Parts) -> Self {
        let (tally, connection) = (Tally::default(), Arc::new(watch::Sender::new(Connection::default())));
        let (ended, end) = watch::channel(None);
        let (stop, stopped) = oneshot::channel();
        let gateway =
            Self { tally: tally.clone(), connection: Arc::clone(&connection), end, stop: Mutex::new(Some(stop)) };
        tokio::spawn(async move {
            let end = run(parts, tally, Arc::clone(&connection), stopped).await;
            connection.send_replace(Connection::Connecting);
            ended.send_replace(Some(end));
        });
        gateway
    }

    /// Whether events flow right now.
    pub fn is_live(&self) -> bool {
        *self.connection.borrow() == Connection::Live
    }

    /// Returns once the gateway has ended for good, with the reason.
    pub async fn ended(&self) -> GatewayEnd {
        let mut end = self.end.clone();
        let ended = end.wait_for(Option::is_some).await;
        ended.ok().and_then(|end| end.clone()).unwrap_or(GatewayEnd::Stopped)
    }

    /// Logs off. Events that came in already are still handled: wait for `Parts::activity`.
    pub async fn stop(&self) {
        if let Some(stop) = self.stop.lock().await.take() {
            let _ = stop.send(());
        }
        self.ended().await;
    }

    /// Returns once the first `events` dispatches of gateway session `session` are handled.
    pub async fn handled(&self, session: &str, events: u64) {
        self.tally.handled(session, events).await;
    }

    /// Events that could not be read since the start: each is a defect.
    pub fn unknown_events(&self) -> u64 {
        self.tally.unknown()
    }
}

async fn run(
    parts: Parts,
    tally: Tally,
    connection: Arc<watch::Sender<Connection>>,
    mut stopped: oneshot::Receiver<()>,
) -> GatewayEnd {
    let url = tokio::select! {
        url = address(&parts.transport) => match url { Ok(url) => url, Err(end) => return end },
        _ = &mut stopped => return GatewayEnd::Stopped,
    };
    let (queue, signals) = mpsc::unbounded_channel();
    let shards = Arc::new(OnceLock::new());
    let entrance = Entrance {
        desk: Arc::new(Desk::new(parts.clone(), features::router())),
        tally: tally.clone(),
        shards: Arc::clone(&shards),
        connection: Arc::clone(&connection),
        myself: Arc::default(),
        parts: parts.clone(),
    };
    tokio::spawn(entrance.run(signals));
    let door = Arc::new(Door { tally, queue });
    let (ended, end) = oneshot::channel();
    // Held here: when this task is dropped (a killed bot), the thread ends too.
    let (kill, killed) = oneshot::channel::<()>();
    let transport = parts.transport.clone();
    let thread = std::thread::Builder::new().name("gateway".to_owned()).spawn(move || {
        let _ = ended.send(on_thread(&transport, url, door, &shards, connection, stopped, killed));
    });
    if let Err(error) = thread {
        return GatewayEnd::Other(format!("no thread for the gateway: {error}"));
    }
    let end = end.await.unwrap_or_else(|_| GatewayEnd::Other("the gateway's thread died".to_owned()));
    drop(kill);
    end
}

/// Asks where the gateway is, until Discord says it or says that it never will.
async fn address(transport: &Transport) -> Result<String, GatewayEnd> {
    let mut pause = FIRST_PAUSE;
    loop {
        let failure = match transport.send(Ask::get(Route::Gateway)).await {
            Ok(answer) => match answer["url"].as_str() {
                Some(url) => return Ok(url.trim_end_matches('/').to_owned()),
                None => Failure::NotSent("the answer holds no address".to_owned()),
            },
            Err(failure) if failure.status() == Some(401) => return Err(GatewayEnd::BadToken),
            Err(failure) => failure,
        };
        let wait = failure.retry_after().unwrap_or_else(|| pause.mul_f64(rand::rng().random_range(0.75..1.25)));
        tracing::warn!(error = %failure, "Discord does not say where its gateway is; asking again in {wait:?}");
        tokio::time::sleep(wait).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// The thread's whole life.
fn on_thread(
    transport: &Transport,
    url: String,
    door: Arc<Door>,
    shards: &OnceLock<Arc<ShardManager>>,
    connection: Arc<watch::Sender<Connection>>,
    stopped: oneshot::Receiver<()>,
    killed: oneshot::Receiver<()>,
) -> GatewayEnd {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return GatewayEnd::Other(error.to_string()),
    };
    runtime.block_on(async {
        let mut client = match client(transport, url, door).await {
            Ok(client) => client,
            Err(error) => return GatewayEnd::Other(error.to_string()),
        };
        let manager = Arc::clone(&client.shard_manager);
        let _ = shards.set(Arc::clone(&manager));
        let doorkeeper = keep_door(Arc::clone(&client.ws_url), connection);
        tokio::select! {
            end = client.start() => match end {
                Ok(()) => GatewayEnd::Stopped,
                Err(error) => GatewayEnd::from(error),
            },
            () = doorkeeper => GatewayEnd::Other("the doorkeeper left".to_owned()),
            _ = stopped => {
                manager.shutdown_all().await;
                GatewayEnd::Stopped
            }
            _ = killed => GatewayEnd::Stopped,
        }
    })
}

async fn client(transport: &Transport, url: String, door: Arc<Door>) -> serenity::Result<Client> {
    // With serenity's own limiter on, the proxy would be ignored and requests would go to the real Discord.
    let http = HttpBuilder::new(transport.token())
        .client(transport.client().cloned().unwrap_or_default())
        .proxy(transport.base())
        .ratelimiter_disabled(true)
        .build();
    let mut builder = serenity::client::ClientBuilder::new_with_http(http, INTENTS);
    builder = builder.event_handler_arc(Arc::clone(&door)).raw_event_handler(Handler(door));
    let client = builder.await?;
    // Building asked for the address too, and on a failure took the real gateway's: ours stands.
    *client.ws_url.lock().await = url;
    Ok(client)
}

/// serenity takes raw handlers by value only.
struct Handler(Arc<Door>);

#[async_trait::async_trait]
impl serenity::client::RawEventHandler for Handler {
    async fn raw_event(&self, context: serenity::client::Context, event: serenity::model::event::Event) {
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

/// Lets connections be made one at a time, and ever slower while they fail to last.
///
/// serenity resumes without any pause when the gateway accepts and drops at once, thousands of times a second. Each of
/// its connections begins by locking the address: whoever holds that lock decides when. The lock is fair, so letting go
/// of it and finding it taken at once tells that a connection was waiting. Who waits for a new connection has none:
/// serenity says nothing of one that was lost while it cannot be made anew.
async fn keep_door(url: Arc<Mutex<String>>, connection: Arc<watch::Sender<Connection>>) {
    let mut streak = Streak::default();
    loop {
        let held = url.lock().await;
        tokio::time::sleep(streak.pause()).await;
        drop(held);
        if url.try_lock().is_err() {
            connection.send_replace(Connection::Connecting);
            streak.connected(Instant::now());
            if streak.is_storm() {
                tracing::warn!(
                    connections = streak.length,
                    "the connection to Discord does not last; waiting longer before the next"
                );
            }
        }
    }
}

/// Connections that follow each other too quickly to have been of use.
#[derive(Debug, Default)]
struct Streak {
    length: u32,
    last: Option<Instant>,
}

impl Streak {
    fn connected(&mut self, now: Instant) {
        let calm = self.last.is_none_or(|last| now.duration_since(last) > CALM);
        self.length = if calm { 1 } else { self.length.saturating_add(1) };
        self.last = Some(now);
    }

    fn is_storm(&self) -> bool {
        self.length > FREE
    }

    /// How long the next connection has to wait at least.
    fn pause(&self) -> Duration {
        match self.length.saturating_sub(FREE) {
            0 => LOOK,
            over => Duration::from_secs(1 << over.min(LONGEST_DOUBLING)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_that_do_not_last_are_made_ever_more_slowly() {
        let (mut streak, mut now) = (Streak::default(), Instant::now());
        let mut made = 0;
        let end = now + Duration::from_secs(3600);
        while now < end {
            streak.connected(now);
            made += 1;
            now += streak.pause();
        }
        assert!(made < 130, "{made} connections in an hour");
    }

    #[test]
    fn a_drop_now_and_then_is_no_storm() {
        let (mut streak, mut now) = (Streak::default(), Instant::now());
        for _ in 0..100 {
            streak.connected(now);
            assert_eq!(streak.pause(), LOOK);
            now += CALM + Duration::from_secs(1);
        }
    }

    #[test]
    fn fatal_close_codes_say_what_to_mend() {
        let end = |error| GatewayEnd::from(serenity::Error::Gateway(error));
        assert_eq!(end(GatewayError::InvalidAuthentication), GatewayEnd::BadToken);
        assert_eq!(end(GatewayError::DisallowedGatewayIntents), GatewayEnd::IntentNotAllowed);
    }

    #[test]
    fn the_bot_asks_for_one_privileged_intent_only() {
        assert_eq!(INTENTS & GatewayIntents::privileged(), GatewayIntents::GUILD_MEMBERS);
    }
}
