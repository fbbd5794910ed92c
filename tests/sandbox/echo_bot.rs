//! A minimal bot for the sandbox's own tests. It replies to each message of a member after one hour of virtual time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::StreamExt;
use magpie::sandbox::{Bot, DiscordAddress, Probe, SandboxClock};
use magpie::time::{Clock, SignedDuration, Timestamp};
use serde_json::Value;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use twilight_gateway::{ConfigBuilder, Message, Shard, ShardId};
use twilight_http::Client;
use twilight_model::id::Id;
use twilight_model::id::marker::ChannelMarker;

use crate::clients::INTENTS;

/// The replies to send: their due times and channels.
type PendingReplies = Arc<Mutex<Vec<(Timestamp, Id<ChannelMarker>)>>>;

/// The gateway session, and the number of its events that the bot has handled.
#[derive(Debug, Clone, Default, PartialEq)]
struct Handled {
    session: String,
    events: u64,
}

pub struct EchoBot {
    clock: SandboxClock,
    /// The replies outlive a killed bot, as rows of a database do.
    pending_replies: PendingReplies,
    running: Mutex<Option<(JoinHandle<()>, Arc<Listener>)>>,
}

struct Listener {
    clock: SandboxClock,
    pending_replies: PendingReplies,
    handled: watch::Sender<Handled>,
    clock_moved: Arc<Notify>,
}

impl EchoBot {
    pub fn new(clock: SandboxClock) -> Self {
        Self { clock, pending_replies: PendingReplies::default(), running: Mutex::new(None) }
    }

    fn abort_task(&self) -> Option<JoinHandle<()>> {
        let (task, _) = self.running.lock().expect("not poisoned").take()?;
        task.abort();
        Some(task)
    }
}

#[async_trait]
impl Bot for EchoBot {
    async fn start(&self, discord: DiscordAddress) -> Result<(), String> {
        let clock_moved = Arc::new(Notify::new());
        let on_move = Arc::clone(&clock_moved);
        self.clock.on_move(Box::new(move || on_move.notify_one()));
        let listener = Arc::new(Listener {
            clock: self.clock.clone(),
            pending_replies: Arc::clone(&self.pending_replies),
            handled: watch::Sender::default(),
            clock_moved,
        });
        let task = tokio::spawn(Arc::clone(&listener).listen(discord));
        *self.running.lock().expect("not poisoned") = Some((task, listener));
        Ok(())
    }

    async fn stop(&self) {
        self.kill().await;
    }

    async fn kill(&self) {
        if let Some(task) = self.abort_task() {
            drop(task.await);
        }
    }

    fn probe(&self) -> Option<Arc<dyn Probe>> {
        let running = self.running.lock().expect("not poisoned");
        running.as_ref().map(|(_, listener)| Arc::clone(listener) as Arc<dyn Probe>)
    }

    async fn delete_database(&self) {
        self.pending_replies.lock().expect("not poisoned").clear();
    }
}

impl Listener {
    async fn listen(self: Arc<Self>, discord: DiscordAddress) {
        let url = discord.api_url.replacen("http", "ws", 1);
        let host = discord.api_url.trim_start_matches("http://").to_owned();
        let http =
            Client::builder().token(format!("Bot {}", discord.token)).proxy(host, true).ratelimiter(None).build();
        let config = ConfigBuilder::new(discord.token, INTENTS).proxy_url(format!("{url}/gateway")).build();
        let mut shard = Shard::with_config(ShardId::ONE, config);
        loop {
            tokio::select! {
                message = shard.next() => if let Some(Ok(Message::Text(text))) = message {
                    self.receive(&serde_json::from_str(&text).expect("JSON"));
                },
                () = self.clock_moved.notified() => {}
            }
            self.send_due_replies(&http).await;
        }
    }

    fn receive(&self, payload: &Value) {
        if payload["op"] != 0 {
            return;
        }
        let data = &payload["d"];
        if payload["t"] == "MESSAGE_CREATE" && data["author"]["bot"] != true {
            let channel = data["channel_id"].as_str().expect("an id").parse().expect("a snowflake");
            let due = self.clock.now() + SignedDuration::from_hours(1);
            self.pending_replies.lock().expect("not poisoned").push((due, channel));
        }
        self.handled.send_modify(|handled| {
            if payload["t"] == "READY" {
                *handled = Handled { session: data["session_id"].as_str().expect("an id").to_owned(), events: 0 };
            }
            handled.events += 1;
        });
    }

    async fn send_due_replies(&self, http: &Client) {
        while let Some((due, channel)) = self.first_due_reply() {
            http.create_message(channel).content("an hour later").await.expect("accepted");
            self.pending_replies.lock().expect("not poisoned").retain(|row| *row != (due, channel));
            self.handled.send_modify(|_| {});
        }
    }

    fn first_due_reply(&self) -> Option<(Timestamp, Id<ChannelMarker>)> {
        let now = self.clock.now();
        self.pending_replies.lock().expect("not poisoned").iter().copied().filter(|(due, _)| *due <= now).min()
    }
}

#[async_trait]
impl Probe for Listener {
    async fn wait_until_idle(&self, session: &str, events: u64) {
        let mut handled = self.handled.subscribe();
        let caught_up = |handled: &Handled| {
            handled.session == session && handled.events >= events && self.first_due_reply().is_none()
        };
        handled.wait_for(caught_up).await.expect("the listener still runs");
    }

    async fn next_due(&self) -> Option<Timestamp> {
        let now = self.clock.now();
        self.pending_replies.lock().expect("not poisoned").iter().map(|(due, _)| *due).filter(|due| *due > now).min()
    }
}

/// A heartbeat interval for tests. With Discord's interval of 41 seconds, a client would notice a dead connection only
/// after the test's timeout.
pub const SHORT_HEARTBEAT: Duration = Duration::from_millis(200);
