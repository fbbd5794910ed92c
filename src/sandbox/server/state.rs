//! The running loopback Discord. One lock guards the world and the gateway's sessions, so that events reach the
//! sessions in the order in which they happen. This module has no sockets, and nothing waits while it holds the lock.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::{broadcast, watch};

use super::config::DiscordConfig;
use super::connections::Connections;
use super::faults::PlannedFaults;
use super::gateway::Gateway;
use super::limits::RateLimits;
use super::request_log::RequestLog;
use crate::sandbox::clock::SandboxClock;
use crate::sandbox::core::{Event, Seed, Snowflake, Strictness, World};
use crate::sandbox::sync::lock;
use crate::time::{Clock, Timestamp};

/// How many changes the server keeps for a slow page. A page that is further behind must fetch everything again.
const LIVE_BUFFER_LEN: usize = 1_024;
/// How many created messages to remember. A move of the clock lists the messages that appeared during it.
const MAX_CREATED_MESSAGES: usize = 50_000;

/// The state that the lock guards.
pub struct ServerState {
    pub world: World,
    pub gateway: Gateway,
    /// When each interaction was created, and how long the bot took to acknowledge it.
    interactions: HashMap<Snowflake, (Instant, Option<Duration>)>,
    /// The channel and id of each created message.
    created_messages: VecDeque<(Snowflake, Snowflake)>,
    /// How many of the oldest messages `created_messages` no longer has.
    dropped_messages: usize,
    members_requested_at: Option<Instant>,
}

pub struct Discord {
    pub clock: SandboxClock,
    pub config: DiscordConfig,
    pub limits: Mutex<RateLimits>,
    pub faults: Mutex<PlannedFaults>,
    pub request_log: Mutex<RequestLog>,
    pub connections: Connections,
    /// The base URL, such as `http://127.0.0.1:8080`.
    url: String,
    seed: Seed,
    state: Mutex<ServerState>,
    started: Instant,
    resets: AtomicU64,
    next_link: AtomicU64,
    changes: watch::Sender<u64>,
    live: broadcast::Sender<Value>,
}

impl Discord {
    pub fn new(seed: Seed, clock: SandboxClock, config: DiscordConfig, url: String, connections: Connections) -> Self {
        let state = ServerState::new(&seed, &config, &url, 0);
        Self {
            clock,
            config,
            limits: Mutex::default(),
            faults: Mutex::default(),
            request_log: Mutex::default(),
            connections,
            url,
            seed,
            state: Mutex::new(state),
            started: Instant::now(),
            resets: AtomicU64::new(0),
            next_link: AtomicU64::new(0),
            changes: watch::Sender::new(0),
            live: broadcast::Sender::new(LIVE_BUFFER_LEN),
        }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn gateway_url(&self) -> String {
        gateway_url(&self.url)
    }

    pub fn strictness(&self) -> Strictness {
        self.seed.strictness
    }

    /// The bot's token without `Bot `.
    pub fn token(&self) -> &str {
        &self.seed.token
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Monotonic real milliseconds since the sandbox started.
    pub fn real_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    pub fn reset_count(&self) -> u64 {
        self.resets.load(Ordering::SeqCst)
    }

    pub fn next_link_number(&self) -> u64 {
        self.next_link.fetch_add(1, Ordering::SeqCst)
    }

    /// Changes the state, and dispatches the events that the change causes.
    pub fn update<T>(&self, work: impl FnOnce(&mut ServerState, Timestamp) -> T) -> T {
        let now = self.now();
        let mut state = self.lock();
        let outcome = work(&mut state, now);
        for event in state.world.take_events() {
            state.record_message(&event);
            state.gateway.dispatch(&event);
            if let Some(change) = live_change(&event) {
                self.publish_live(change);
            }
        }
        drop(state);
        self.notify_changed();
        outcome
    }

    pub fn read<T>(&self, work: impl FnOnce(&ServerState) -> T) -> T {
        work(&self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, ServerState> {
        lock(&self.state)
    }

    /// Wakes all callers that wait for the bot.
    pub fn notify_changed(&self) {
        self.changes.send_modify(|count| *count += 1);
    }

    pub fn watch_changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Publishes a change, `{"kind": …}`, to the live pages.
    pub fn publish_live(&self, change: Value) {
        // Fails if there are no subscribers.
        drop(self.live.send(change));
    }

    pub fn subscribe_live(&self) -> broadcast::Receiver<Value> {
        self.live.subscribe()
    }

    /// Creates a new guild, cuts all connections, and clears the planned faults, the rate limits and the request log.
    pub fn reset(&self) {
        self.lock().gateway.drop_links(Instant::now());
        let epoch = self.resets.fetch_add(1, Ordering::SeqCst) + 1;
        *self.lock() = ServerState::new(&self.seed, &self.config, &self.url, epoch);
        *lock(&self.limits) = RateLimits::default();
        lock(&self.faults).clear();
        *lock(&self.request_log) = RequestLog::default();
        self.publish_live(json!({"kind": "reset"}));
        self.notify_changed();
    }

    pub fn requests_in_flight(&self) -> Vec<String> {
        lock(&self.request_log).in_flight()
    }
}

impl ServerState {
    fn new(seed: &Seed, config: &DiscordConfig, url: &str, epoch: u64) -> Self {
        let mut world = World::new(seed.clone());
        world.set_attachments_url(&format!("{url}/attachments"));
        Self {
            world,
            gateway: Gateway::new(gateway_url(url), config.max_identifies_per_5s, epoch),
            interactions: HashMap::new(),
            created_messages: VecDeque::new(),
            dropped_messages: 0,
            members_requested_at: None,
        }
    }

    /// Starts the response deadline of an interaction.
    pub fn start_response_deadline(&mut self, id: Snowflake) {
        self.interactions.insert(id, (Instant::now(), None));
    }

    /// Expires the interaction if its response deadline has passed without a response.
    pub fn expire_if_late(&mut self, id: Snowflake, response_deadline: Duration) {
        let late = self
            .interactions
            .get(&id)
            .is_some_and(|(since, acked)| acked.is_none() && since.elapsed() >= response_deadline);
        if late {
            self.world.expire_without_response(id);
        }
    }

    /// Records that the core accepted the first response.
    pub fn record_acknowledgement(&mut self, id: Snowflake) {
        if let Some((since, acked @ None)) = self.interactions.get_mut(&id) {
            *acked = Some(since.elapsed());
        }
    }

    pub fn time_to_ack(&self, id: Snowflake) -> Option<Duration> {
        self.interactions.get(&id)?.1
    }

    /// How many messages were created since the last reset.
    pub fn message_count(&self) -> usize {
        self.dropped_messages + self.created_messages.len()
    }

    /// The channel and id of each message that was created since the last reset, without the first `count` messages.
    pub fn messages_since(&self, count: usize) -> Vec<(Snowflake, Snowflake)> {
        self.created_messages.iter().skip(count.saturating_sub(self.dropped_messages)).copied().collect()
    }

    /// Starts a request for all members, unless the previous one was too recent. The error is how long to wait.
    pub fn start_members_request(&mut self, real_now: Instant, min_interval: Duration) -> Result<(), Duration> {
        let wait = self
            .members_requested_at
            .map_or(Duration::ZERO, |asked| (asked + min_interval).saturating_duration_since(real_now));
        if !wait.is_zero() {
            return Err(wait);
        }
        self.members_requested_at = Some(real_now);
        Ok(())
    }

    fn record_message(&mut self, event: &Event) {
        if event.name == "MESSAGE_CREATE"
            && let (Some(channel), Some(id)) = (id_in(&event.data, "channel_id"), id_in(&event.data, "id"))
        {
            if self.created_messages.len() == MAX_CREATED_MESSAGES {
                self.created_messages.pop_front();
                self.dropped_messages += 1;
            }
            self.created_messages.push_back((channel, id));
        }
    }
}

fn gateway_url(url: &str) -> String {
    format!("{}/gateway", url.replacen("http", "ws", 1))
}

fn id_in(data: &Value, key: &str) -> Option<Snowflake> {
    data[key].as_str()?.parse().ok()
}

/// The change that live pages must know; `None` if the event does not concern them.
fn live_change(event: &Event) -> Option<Value> {
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

/// A request that is in flight. Dropping it always closes its entry in the request log.
pub struct InFlightRequest {
    pub discord: Arc<Discord>,
    pub number: super::request_log::RequestNumber,
}

impl Drop for InFlightRequest {
    fn drop(&mut self) {
        lock(&self.discord.request_log).close(self.number);
        self.discord.notify_changed();
    }
}
