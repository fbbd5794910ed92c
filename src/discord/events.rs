//! The one entrance for everything that the gateway brings, in Discord's order, counted.
//!
//! serenity hands each event to a task of its own. On the gateway's thread, which runs one task at a time and first
//! come first served, that task does nothing but put the event into a queue: so the order is kept. From there
//! interactions are answered side by side, and what changes our picture of the server is written one after the other.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use futures_util::FutureExt;
use serenity::client::{Context, EventHandler, RawEventHandler};
use serenity::gateway::{ConnectionStage, ShardManager, ShardStageUpdateEvent};
use serenity::model::channel::{Message, Nonce};
use serenity::model::event::Event;
use tokio::sync::{mpsc, watch};

use crate::discord::call::Parts;
use crate::discord::guild::sync as census;
use crate::discord::interactions::Desk;
use crate::discord::wire::activity::Busy;
use crate::discord::wire::registration;
use crate::discord::wire::registration::Registered;
use crate::members::{ChannelId, GuildId, MemberId, MessageId};
use crate::telemetry::METRICS;

/// What happened on Discord that is neither an interaction nor a change of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// A message of our own is there: whoever waits for the answer to its sending need not wait any longer.
    OwnMessage {
        channel: ChannelId,
        message: MessageId,
        nonce: Option<String>,
    },
    MessageDeleted {
        channel: ChannelId,
        message: MessageId,
    },
    /// A channel or a thread is gone, with all that was in it.
    ChannelDeleted {
        channel: ChannelId,
    },
    /// Our picture of the server is whole and new.
    ServerRead {
        guild: GuildId,
    },
}

/// Who wants to know it. Called one after the other, in Discord's order: be quick.
#[async_trait]
pub trait Listener: Send + Sync {
    async fn heard(&self, parts: &Parts, news: &News);
}

/// How the connection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Connection {
    #[default]
    Connecting,
    Live,
}

/// How far the current gateway session was handled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Progress {
    session: String,
    /// Dispatches of this session that came in: READY is the first, resumed ones count on.
    arrived: u64,
    /// Dispatches, of whatever session, still being handled.
    open: u64,
}

/// Counts dispatches from their arrival until they are handled. Cheap to clone.
#[derive(Debug, Clone)]
pub(in crate::discord) struct Tally {
    progress: Arc<watch::Sender<Progress>>,
    unknown: Arc<std::sync::atomic::AtomicU64>,
}

impl Default for Tally {
    fn default() -> Self {
        Self { progress: Arc::new(watch::Sender::new(Progress::default())), unknown: Arc::default() }
    }
}

impl Tally {
    fn arrived(&self, event: &Event) -> Handling {
        self.progress.send_modify(|progress| {
            if let Event::Ready(ready) = event {
                progress.session.clone_from(&ready.ready.session_id);
                progress.arrived = 0;
            }
            progress.arrived += 1;
            progress.open += 1;
        });
        Handling { progress: Arc::clone(&self.progress) }
    }

    /// Returns once the first `events` dispatches of `session` are handled, and nothing else is being handled.
    pub async fn handled(&self, session: &str, events: u64) {
        let mut progress = self.progress.subscribe();
        let done = |p: &Progress| p.session == session && p.arrived >= events && p.open == 0;
        // The sender lives as long as `self`.
        let _ = progress.wait_for(done).await;
    }

    /// Events that serenity knows by name and could not read: each is a defect.
    pub fn unknown(&self) -> u64 {
        self.unknown.load(std::sync::atomic::Ordering::Relaxed)
    }
}

/// One dispatch being handled.
struct Handling {
    progress: Arc<watch::Sender<Progress>>,
}

impl Drop for Handling {
    fn drop(&mut self) {
        self.progress.send_modify(|progress| progress.open -= 1);
    }
}

/// What the gateway's thread puts into the queue.
pub(in crate::discord) enum Signal {
    Event(Context, Box<Event>, Arrived),
    Stage(ConnectionStage),
}

/// An event's place in the count, kept until it is handled.
pub(in crate::discord) struct Arrived {
    _handling: Handling,
}

/// The gateway's side of the queue.
pub(in crate::discord) struct Door {
    pub tally: Tally,
    pub queue: mpsc::UnboundedSender<Signal>,
}

#[async_trait]
impl RawEventHandler for Door {
    async fn raw_event(&self, context: Context, event: Event) {
        let arrived = Arrived { _handling: self.tally.arrived(&event) };
        // A closed queue means that the bot is stopping.
        let _ = self.queue.send(Signal::Event(context, Box::new(event), arrived));
    }
}

/// serenity tells changes of the connection to this kind of handler only.
#[async_trait]
impl EventHandler for Door {
    async fn shard_stage_update(&self, _context: Context, event: ShardStageUpdateEvent) {
        let _ = self.queue.send(Signal::Stage(event.new));
    }
}

/// The bot's side: takes events from the queue and sees that each is handled.
pub(in crate::discord) struct Entrance {
    pub parts: Parts,
    pub desk: Arc<Desk>,
    pub tally: Tally,
    pub shards: Arc<OnceLock<Arc<ShardManager>>>,
    pub connection: Arc<watch::Sender<Connection>>,
    /// The bot's own user, from READY.
    pub myself: Arc<OnceLock<MemberId>>,
}

impl Entrance {
    /// Runs until the gateway's side is gone.
    pub async fn run(self, mut queue: mpsc::UnboundedReceiver<Signal>) {
        let (changes, kept) = mpsc::unbounded_channel();
        let recorder = Recorder { parts: self.parts.clone(), myself: Arc::clone(&self.myself) };
        let recording = tokio::spawn(recorder.run(kept));
        while let Some(signal) = queue.recv().await {
            match signal {
                Signal::Stage(stage) => self.stage(stage),
                Signal::Event(context, event, arrived) => self.event(context, *event, arrived, &changes),
            }
        }
        drop(changes);
        // Ends once all that came in is written.
        let _ = recording.await;
    }

    fn stage(&self, stage: ConnectionStage) {
        let connection = if stage == ConnectionStage::Connected { Connection::Live } else { Connection::Connecting };
        METRICS.gateway_connected.set(i64::from(connection == Connection::Live));
        self.connection.send_if_modified(|now| {
            let changed = *now != connection;
            *now = connection;
            changed
        });
    }

    fn event(&self, context: Context, event: Event, arrived: Arrived, changes: &mpsc::UnboundedSender<Change>) {
        match event {
            Event::InteractionCreate(event) => {
                let Some(shards) = self.shards.get().map(Arc::clone) else { return };
                let (desk, busy) = (Arc::clone(&self.desk), self.parts.activity.begin());
                tokio::spawn(async move {
                    desk.answer(&context, &shards, event.interaction).await;
                    drop((arrived, busy));
                });
            }
            Event::Ready(event) => {
                let _ = self.myself.set(MemberId(event.ready.user.id.get()));
                tracing::info!(
                    session = event.ready.session_id,
                    guilds = event.ready.guilds.len(),
                    "connected to Discord"
                );
                let (parts, busy, application) =
                    (self.parts.clone(), self.parts.activity.begin(), event.ready.application.id);
                tokio::spawn(async move {
                    register(&parts, application.get()).await;
                    drop(busy);
                });
                let busy = self.parts.activity.begin();
                let _ = changes.send(Change { event: Event::Ready(event), _arrived: arrived, _busy: busy });
            }
            Event::Resumed(_) => tracing::info!("the connection to Discord was resumed"),
            Event::Unknown(event) => {
                // Other names are events newer than serenity; they are harmless, but never silent.
                METRICS.gateway_unknown_events.inc();
                self.tally.unknown.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                tracing::warn!(event.kind = event.kind, "an event from Discord could not be read");
            }
            event => {
                let busy = self.parts.activity.begin();
                let _ = changes.send(Change { event, _arrived: arrived, _busy: busy });
            }
        }
    }
}

async fn register(parts: &Parts, application: u64) {
    match registration::register(parts, application).await {
        Ok(Registered::Anew) => tracing::info!("the commands were registered"),
        Ok(Registered::Already) => tracing::debug!("the commands are registered already"),
        Err(error) => tracing::error!(%error, "the commands are not up to date; the next connection tries again"),
    }
}

struct Change {
    event: Event,
    _arrived: Arrived,
    _busy: Busy,
}

/// Writes down what changed, in order.
struct Recorder {
    parts: Parts,
    myself: Arc<OnceLock<MemberId>>,
}

impl Recorder {
    async fn run(self, mut changes: mpsc::UnboundedReceiver<Change>) {
        while let Some(change) = changes.recv().await {
            if AssertUnwindSafe(self.record(&change.event)).catch_unwind().await.is_err() {
                tracing::error!("a change of the server made us panic; the next READY reads it anew");
            }
        }
    }

    async fn record(&self, event: &Event) {
        if let Event::GuildCreate(event) = event {
            self.read_server(GuildId(event.guild.id.get())).await;
        } else if let Err(error) = census::take_over(&self.parts, event).await {
            tracing::error!(%error, "a change of the server could not be kept; the next READY reads it anew");
        }
        if let Some(news) = self.news(event) {
            self.tell(&news).await;
        }
    }

    /// After READY, after an outage, and when the bot is added to a server.
    async fn read_server(&self, guild: GuildId) {
        let Some(myself) = self.myself.get() else { return };
        match census::read_anew(&self.parts, *myself, guild).await {
            Ok(()) => {
                self.read_languages().await;
                self.tell(&News::ServerRead { guild }).await;
            }
            Err(error) => {
                tracing::error!(guild.id = guild.0, %error, "the server could not be read; what we knew of it still stands");
            }
        }
    }

    async fn read_languages(&self) {
        let read = async { self.parts.languages.read_all(&mut *self.parts.db.read().await?).await };
        if let Err(error) = read.await {
            tracing::error!(%error, "the members' languages could not be read; they read that of their client");
        }
    }

    async fn tell(&self, news: &News) {
        for listener in &self.parts.listeners {
            listener.heard(&self.parts, news).await;
        }
    }

    fn news(&self, event: &Event) -> Option<News> {
        match event {
            Event::MessageCreate(event) => self.own_message(&event.message),
            Event::MessageDelete(event) => Some(News::MessageDeleted {
                channel: ChannelId(event.channel_id.get()),
                message: MessageId(event.message_id.get()),
            }),
            Event::ChannelDelete(event) => Some(News::ChannelDeleted { channel: ChannelId(event.channel.id.get()) }),
            Event::ThreadDelete(event) => Some(News::ChannelDeleted { channel: ChannelId(event.thread.id.get()) }),
            _ => None,
        }
    }

    fn own_message(&self, message: &Message) -> Option<News> {
        if self.myself.get().is_none_or(|id| id.0 != message.author.id.get()) {
            return None;
        }
        let nonce = message.nonce.as_ref().map(|nonce| match nonce {
            Nonce::String(text) => text.clone(),
            Nonce::Number(number) => number.to_string(),
        });
        Some(News::OwnMessage {
            channel: ChannelId(message.channel_id.get()),
            message: MessageId(message.id.get()),
            nonce,
        })
    }
}
