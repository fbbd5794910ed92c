//! The running loopback Discord. One lock guards the world and the gateway's sessions, so that events reach the
//! sessions in the order in which they happen. This module has no sockets, and no code waits while it holds the lock.

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
/// How many created messages the server remembers. A move of the clock returns the messages that were created during
/// the move.
const MAX_CREATED_MESSAGES: usize = 50_000;

/// The state that the lock guards.
pub struct ServerState {
    pub world: World,
    pub gateway: Gateway,
    /// When each interaction was created, and how long the bot took to acknowledge it.
    interactions: HashMap<Snowflake, (Instant, Option<Duration>)>,
    /// The channel and id of each created message.
    created_messages: VecDeque<(Snowflake, Snowflake)>,
    /// How many messages were removed from the front of `created_messages`.
    dropped_messages: usize,
    /// When a client last requested all members, in real time. `None` if no client has done so.
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
    started_at: Instant,
    reset_count: AtomicU64,
    next_link_number: AtomicU64,
    change_count: watch::Sender<u64>,
    live_changes: broadcast::Sender<Value>,
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
            started_at: Instant::now(),
            reset_count: AtomicU64::new(0),
            next_link_number: AtomicU64::new(0),
            change_count: watch::Sender::new(0),
            live_changes: broadcast::Sender::new(LIVE_BUFFER_LEN),
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
        u64::try_from(self.started_at.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    pub fn reset_count(&self) -> u64 {
        self.reset_count.load(Ordering::SeqCst)
    }

    pub fn next_link_number(&self) -> u64 {
        self.next_link_number.fetch_add(1, Ordering::SeqCst)
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

    /// Wakes all receivers from [`Discord::watch_changes`].
    pub fn notify_changed(&self) {
        self.change_count.send_modify(|count| *count += 1);
    }

    pub fn watch_changes(&self) -> watch::Receiver<u64> {
        self.change_count.subscribe()
    }

    /// Publishes a change, `{"kind": …}`, to the live pages.
    pub fn publish_live(&self, change: Value) {
        // The send fails if there are no subscribers.
        drop(self.live_changes.send(change));
    }

    pub fn subscribe_live(&self) -> broadcast::Receiver<Value> {
        self.live_changes.subscribe()
    }

    /// Creates a new guild, cuts all connections, and clears the planned faults, the rate limits and the request log.
    pub fn reset(&self) {
        self.lock().gateway.drop_links(Instant::now());
        let epoch = self.reset_count.fetch_add(1, Ordering::SeqCst) + 1;
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
    pub fn start_response_timeout(&mut self, id: Snowflake) {
        self.interactions.insert(id, (Instant::now(), None));
    }

    /// Expires the interaction if its response deadline has passed without a response.
    pub fn expire_if_late(&mut self, id: Snowflake, response_timeout: Duration) {
        let is_late = self
            .interactions
            .get(&id)
            .is_some_and(|(since, ack_delay)| ack_delay.is_none() && since.elapsed() >= response_timeout);
        if is_late {
            self.world.expire_without_response(id);
        }
    }

    /// Records how long the bot took for its first response. Later responses change nothing.
    pub fn record_acknowledgement(&mut self, id: Snowflake) {
        if let Some((since, ack_delay @ None)) = self.interactions.get_mut(&id) {
            *ack_delay = Some(since.elapsed());
        }
    }

    /// How long the bot took for its first response; `None` if it has not responded.
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

    /// Starts a request for all members. If the previous request was too recent, the error is the time to wait.
    pub fn start_members_request(&mut self, real_now: Instant, min_interval: Duration) -> Result<(), Duration> {
        let wait = self
            .members_requested_at
            .map_or(Duration::ZERO, |last| (last + min_interval).saturating_duration_since(real_now));
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

/// A request that is in flight. When this value is dropped, the request log no longer counts the request as in flight.
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
