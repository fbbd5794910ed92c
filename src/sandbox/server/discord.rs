//! The running loopback Discord: the world, the gateway's sessions and what watches them, behind one lock, so that an
//! event's place in a session is its place in the world. No sockets here, and no waiting inside the lock.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::{broadcast, watch};

use super::faults::Faults;
use super::gateway::Gateway;
use super::limits::RateLimits;
use super::log::RequestLog;
use super::wire::Lines;
use crate::sandbox::SandboxClock;
use crate::sandbox::core::{Event, Seed, Snowflake, World};
use crate::time::{Clock, Timestamp};

/// What a live page may lag behind before it is told to read everything again.
const LIVE_KEPT: usize = 1_024;
/// Made messages that are remembered for whoever moves the clock.
const JOURNAL_KEPT: usize = 50_000;

/// Whether requests are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Limits {
    #[default]
    AsDiscord,
    /// For measuring how fast a bot is when nothing holds it back: no bucket, no global limit, no ban, no headers.
    None,
}

/// How the server behaves where Discord leaves room, or where a test must not wait for real minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manners {
    /// Hello's heartbeat interval. Discord's is 41.25 s; a test of zombie connections wants a shorter one.
    pub heartbeat: Duration,
    /// Sessions that may start in five seconds. Discord's `max_concurrency` is 1; a test that restarts its bot would
    /// wait.
    pub identifies_in_5s: u32,
    /// The least time between two requests for all members of a guild. Discord's is 30 s.
    pub between_member_requests: Duration,
    /// The time for an interaction's first answer. Discord's is 3 s ("Interactions: Receiving and Responding"); a test
    /// of lateness may want less.
    pub answer_within: Duration,
    pub limits: Limits,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            heartbeat: Duration::from_millis(41_250),
            identifies_in_5s: 20,
            between_member_requests: Duration::from_secs(30),
            answer_within: Duration::from_secs(3),
            limits: Limits::AsDiscord,
        }
    }
}

/// What the lock guards.
pub struct Stage {
    pub world: World,
    pub gateway: Gateway,
    /// When a person's act made the interaction, and how long the bot took to acknowledge it.
    interactions: HashMap<Snowflake, (Instant, Option<Duration>)>,
    /// Channel and id of each message made.
    journal: VecDeque<(Snowflake, Snowflake)>,
    /// How many messages were made before the oldest in the journal.
    forgotten: usize,
    members_asked: Option<Instant>,
}

pub struct Discord {
    pub clock: SandboxClock,
    pub manners: Manners,
    pub limits: Mutex<RateLimits>,
    pub faults: Mutex<Faults>,
    pub log: Mutex<RequestLog>,
    pub lines: Lines,
    /// `http://127.0.0.1:8080`
    url: String,
    seed: Seed,
    state: Mutex<Stage>,
    started: Instant,
    resets: AtomicU64,
    links: AtomicU64,
    changes: watch::Sender<u64>,
    live: broadcast::Sender<Value>,
}

impl Discord {
    pub fn new(seed: Seed, clock: SandboxClock, manners: Manners, url: String, lines: Lines) -> Self {
        let state = Stage::fresh(&seed, &manners, &url, 0);
        Self {
            clock,
            manners,
            limits: Mutex::default(),
            faults: Mutex::default(),
            log: Mutex::default(),
            lines,
            url,
            seed,
            state: Mutex::new(state),
            started: Instant::now(),
            resets: AtomicU64::new(0),
            links: AtomicU64::new(0),
            changes: watch::Sender::new(0),
            live: broadcast::Sender::new(LIVE_KEPT),
        }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn gateway_url(&self) -> String {
        gateway_url(&self.url)
    }

    /// The bot's token, without `Bot `.
    pub fn token(&self) -> &str {
        &self.seed.token
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Monotonic real milliseconds since the start.
    pub fn real_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    pub fn resets(&self) -> u64 {
        self.resets.load(Ordering::SeqCst)
    }

    pub fn next_link(&self) -> u64 {
        self.links.fetch_add(1, Ordering::SeqCst)
    }

    /// Does something to the world and sends out what it caused.
    pub fn act<T>(&self, act: impl FnOnce(&mut Stage, Timestamp) -> T) -> T {
        let now = self.now();
        let mut state = self.lock();
        let outcome = act(&mut state, now);
        for event in state.world.take_events() {
            state.note(&event);
            state.gateway.dispatch(&event);
            if let Some(news) = news_of(&event) {
                self.tell_live(news);
            }
        }
        drop(state);
        self.changed();
        outcome
    }

    /// Looks, and changes nothing.
    pub fn look<T>(&self, look: impl FnOnce(&Stage) -> T) -> T {
        look(&self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Stage> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes whoever waits for the bot.
    pub fn changed(&self) {
        self.changes.send_modify(|count| *count += 1);
    }

    pub fn watch(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// News for pages that follow live: `{"kind": …}`.
    pub fn tell_live(&self, news: Value) {
        // Nobody may be listening.
        drop(self.live.send(news));
    }

    pub fn listen_live(&self) -> broadcast::Receiver<Value> {
        self.live.subscribe()
    }

    /// A fresh guild; connections are cut, and nothing that was planned or counted stays.
    pub fn reset(&self) {
        self.lock().gateway.drop_links(Instant::now());
        let epoch = self.resets.fetch_add(1, Ordering::SeqCst) + 1;
        *self.lock() = Stage::fresh(&self.seed, &self.manners, &self.url, epoch);
        *self.limits.lock().unwrap_or_else(PoisonError::into_inner) = RateLimits::default();
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).clear();
        *self.log.lock().unwrap_or_else(PoisonError::into_inner) = RequestLog::default();
        self.tell_live(json!({"kind": "reset"}));
        self.changed();
    }

    pub fn requests_in_flight(&self) -> Vec<String> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).in_flight()
    }
}

impl Stage {
    fn fresh(seed: &Seed, manners: &Manners, url: &str, epoch: u64) -> Self {
        let mut world = World::new(seed.clone());
        world.serve_attachments_at(&format!("{url}/attachments"));
        Self {
            world,
            gateway: Gateway::new(gateway_url(url), manners.identifies_in_5s, epoch),
            interactions: HashMap::new(),
            journal: VecDeque::new(),
            forgotten: 0,
            members_asked: None,
        }
    }

    /// Starts the three seconds of an interaction.
    pub fn begin_interaction(&mut self, id: Snowflake) {
        self.interactions.insert(id, (Instant::now(), None));
    }

    /// Refuses a first answer from now on when the time is over.
    pub fn expire_if_late(&mut self, id: Snowflake, answer_within: Duration) {
        let late = self
            .interactions
            .get(&id)
            .is_some_and(|(since, acked)| acked.is_none() && since.elapsed() >= answer_within);
        if late {
            self.world.expire_unanswered(id);
        }
    }

    /// The first answer was accepted.
    pub fn acknowledge(&mut self, id: Snowflake) {
        if let Some((since, acked @ None)) = self.interactions.get_mut(&id) {
            *acked = Some(since.elapsed());
        }
    }

    pub fn acked_after(&self, id: Snowflake) -> Option<Duration> {
        self.interactions.get(&id)?.1
    }

    /// How many messages were made since the reset.
    pub fn made(&self) -> usize {
        self.forgotten + self.journal.len()
    }

    /// Channel and id of the messages made after the first `count`.
    pub fn made_since(&self, count: usize) -> Vec<(Snowflake, Snowflake)> {
        self.journal.iter().skip(count.saturating_sub(self.forgotten)).copied().collect()
    }

    /// Whether all members may be asked for now; the error is how long to wait.
    pub fn ask_for_members(&mut self, real_now: Instant, between: Duration) -> Result<(), Duration> {
        let wait =
            self.members_asked.map_or(Duration::ZERO, |asked| (asked + between).saturating_duration_since(real_now));
        if !wait.is_zero() {
            return Err(wait);
        }
        self.members_asked = Some(real_now);
        Ok(())
    }

    fn note(&mut self, event: &Event) {
        if event.name == "MESSAGE_CREATE"
            && let (Some(channel), Some(id)) = (id_in(&event.data, "channel_id"), id_in(&event.data, "id"))
        {
            if self.journal.len() == JOURNAL_KEPT {
                self.journal.pop_front();
                self.forgotten += 1;
            }
            self.journal.push_back((channel, id));
        }
    }
}

fn gateway_url(url: &str) -> String {
    format!("{}/gateway", url.replacen("http", "ws", 1))
}

fn id_in(data: &Value, key: &str) -> Option<Snowflake> {
    data[key].as_str()?.parse().ok()
}

/// What a live page wants to know about an event.
fn news_of(event: &Event) -> Option<Value> {
    let data = &event.data;
    Some(match event.name {
        "MESSAGE_CREATE" | "MESSAGE_UPDATE" | "MESSAGE_DELETE" => {
            json!({"kind": "message", "channel": data["channel_id"], "id": data["id"]})
        }
        "MESSAGE_DELETE_BULK" => json!({"kind": "message", "channel": data["channel_id"], "id": null}),
        name if name.starts_with("MESSAGE_REACTION") => {
            json!({"kind": "message", "channel": data["channel_id"], "id": data["message_id"]})
        }
        name if name.starts_with("GUILD_MEMBER") => json!({"kind": "members"}),
        name if name.starts_with("CHANNEL_") || name.starts_with("THREAD_") => json!({"kind": "channels"}),
        _ => return None,
    })
}

/// A request that is being answered; closes its line of the log when it ends, however it ends.
pub struct InFlight {
    pub discord: Arc<Discord>,
    pub ticket: super::log::Ticket,
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.discord.log.lock().unwrap_or_else(PoisonError::into_inner).close(self.ticket);
        self.discord.changed();
    }
}
