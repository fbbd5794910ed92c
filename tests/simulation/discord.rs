//! The simulated Discord: the sandbox's pure core behind a network that loses, delays and fails requests.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use magpie::discord::wire::transport::{self, Failure, HttpSend};
use magpie::members::{ChannelId, MemberId, MessageId};
use magpie::sandbox::core::{ChannelPatch, File, Method, Request, Response, Seed, World};
use magpie::time::{Clock as _, SignedDuration, Timestamp, VirtualClock};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};

use crate::executor::yield_times;

/// The HTTP client of the bot gives up on a request after this time.
const HTTP_TIMEOUT: SignedDuration = SignedDuration::from_secs(15);

/// Discord opens at most [`MAX_THREADS_IN_WINDOW`] threads in a channel within this time. The sandbox's core enforces
/// this limit.
const THREAD_WINDOW: SignedDuration = SignedDuration::from_mins(10);
const MAX_THREADS_IN_WINDOW: usize = 10;

/// How the network disturbs requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    Healthy,
    /// This percentage of requests fails, each in a random way.
    Lossy(u8),
    /// No request gets through.
    Down,
}

/// What happens to one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Discord applies the request, and its response arrives.
    Delivered,
    /// The connection is refused. The client knows that Discord has not received the request.
    NotSent,
    /// Discord does not receive the request. The client cannot know that.
    LostBefore,
    /// Discord applies the request, and its response is lost.
    LostAfter,
    /// Discord responds with 503 and does not apply the request.
    FailedBefore,
    /// Discord applies the request and responds with 500.
    FailedAfter,
    /// Discord responds with 429 and does not apply the request.
    RateLimited,
}

#[derive(Clone)]
pub struct Discord {
    inner: Arc<Inner>,
}

struct Inner {
    clock: VirtualClock,
    world: Mutex<World>,
    rng: Mutex<StdRng>,
    network: Mutex<Network>,
    log: Mutex<WireLog>,
}

/// What the simulated network has observed.
#[derive(Default)]
struct WireLog {
    /// The gateway events about the bot's own messages that the bot has not received yet: nonce, channel, message.
    events: VecDeque<(String, ChannelId, MessageId)>,
    gateway_is_up: bool,
    /// The recipient of each DM channel.
    dms: BTreeMap<u64, MemberId>,
    /// The messages created with each nonce.
    posted: BTreeMap<String, BTreeSet<u64>>,
    /// Requests that create a message without an enforced nonce. They are bugs of the bot.
    without_nonce: Vec<String>,
    /// The nonces of messages that were deleted together with their thread.
    deleted_nonces: BTreeSet<String>,
    /// The texts of messages that were deleted together with their thread.
    deleted_texts: Vec<String>,
    /// Bugs of the bot: requests that Discord calls malformed, that have no route, or that cause an unwanted sound.
    malformed: Vec<String>,
    /// The number of requests that Discord has applied.
    requests: u64,
    /// For each channel, when the bot opened its latest threads.
    threads_opened_at: BTreeMap<String, VecDeque<Timestamp>>,
    /// How many times a channel got as many threads as Discord allows in [`THREAD_WINDOW`].
    full_thread_windows: u64,
}

impl Discord {
    pub fn new(seed: Seed, clock: VirtualClock, rng: u64) -> Self {
        let log = WireLog { gateway_is_up: true, ..WireLog::default() };
        Self {
            inner: Arc::new(Inner {
                clock,
                world: World::new(seed).into(),
                rng: StdRng::seed_from_u64(rng).into(),
                network: Network::Healthy.into(),
                log: log.into(),
            }),
        }
    }

    pub fn world<T>(&self, action: impl FnOnce(&mut World) -> T) -> T {
        action(&mut self.inner.world.lock().unwrap())
    }

    pub fn set_network(&self, network: Network) {
        *self.inner.network.lock().unwrap() = network;
    }

    pub fn set_gateway(&self, is_up: bool) {
        let mut log = self.inner.log.lock().unwrap();
        log.gateway_is_up = is_up;
        if !is_up {
            log.events.clear();
        }
    }

    /// Removes and returns the next gateway event about a message of the bot. Returns `None` if there is none.
    pub fn next_event(&self) -> Option<(String, ChannelId, MessageId)> {
        self.inner.log.lock().unwrap().events.pop_front()
    }

    pub fn dm_recipient(&self, channel: u64) -> Option<MemberId> {
        self.inner.log.lock().unwrap().dms.get(&channel).copied()
    }

    /// The people in a thread, without the bot.
    pub fn thread_members(&self, thread: i64, now: Timestamp) -> Vec<i64> {
        let get_request = |path: String| Request {
            method: Method::Get,
            path,
            query: Vec::new(),
            authorization: Some("Bot sandbox-token".to_owned()),
            audit_reason: None,
            body: Value::Null,
            files: Vec::new(),
        };
        let id = |value: &Value| value.as_str().and_then(|id| id.parse::<i64>().ok());
        let mut world = self.inner.world.lock().unwrap();
        let bot = id(&world.apply(now, &get_request("/users/@me".to_owned())).body["id"]);
        let members = world.apply(now, &get_request(format!("/channels/{thread}/thread-members"))).body;
        let members = members.as_array().into_iter().flatten().filter_map(|member| id(&member["user_id"]));
        members.filter(|member| Some(*member) != bot).collect()
    }

    /// The number of messages that were created with this nonce.
    pub fn message_count_of(&self, nonce: &str) -> usize {
        self.inner.log.lock().unwrap().posted.get(nonce).map_or(0, BTreeSet::len)
    }

    pub fn nonce_of(&self, message: u64) -> Option<String> {
        let log = self.inner.log.lock().unwrap();
        log.posted.iter().find(|(_, messages)| messages.contains(&message)).map(|(nonce, _)| nonce.clone())
    }

    /// All threads of the guild.
    pub fn threads(&self) -> Vec<ChannelId> {
        let state = self.world(|world| world.state());
        let channels = state["channels"].as_array().expect("channels are a list");
        let threads = channels.iter().filter(|channel| channel["type"] == 12);
        threads.filter_map(|thread| Some(ChannelId(thread["id"].as_str()?.parse().ok()?))).collect()
    }

    pub fn archive_thread(&self, thread: ChannelId) {
        let now = self.inner.clock.now();
        let patch = ChannelPatch { archived: Some(true), ..ChannelPatch::default() };
        let _ = self.world(|world| world.moderate_channel(now, &thread.to_string(), patch));
    }

    /// Deletes the channel where volunteers see tickets, with its messages.
    pub fn delete_triage_channel(&self) {
        let state = self.world(|world| world.state());
        let channels = state["channels"].as_array().expect("channels are a list");
        let triage = channels.iter().find(|channel| channel["name"] == "helpdesk-triage");
        if let Some(id) = triage.and_then(|channel| channel["id"].as_str()?.parse().ok()) {
            self.delete_thread(ChannelId(id));
        }
    }

    pub fn has_channel(&self, channel: i64) -> bool {
        let state = self.world(|world| world.state());
        let channels = state["channels"].as_array().expect("channels are a list");
        let id = channel.to_string();
        channels.iter().any(|other| other["id"] == id.as_str())
    }

    /// Deletes a thread with its messages. Returns whether the gateway is up and can report this to the bot.
    pub fn delete_thread(&self, thread: ChannelId) -> bool {
        let id = thread.to_string();
        let messages = self.world(|world| world.messages(&id, None, None)).unwrap_or_default();
        let _ = self.world(|world| world.remove_channel(&id));
        let mut log = self.inner.log.lock().unwrap();
        for message in messages {
            let mut nonces = log.posted.iter();
            let nonce = nonces.find(|(_, posted)| posted.contains(&message.id.0)).map(|(nonce, _)| nonce.clone());
            log.deleted_nonces.extend(nonce);
            log.deleted_texts.push(message.content);
        }
        log.events.retain(|(_, channel, _)| *channel != thread);
        log.gateway_is_up
    }

    /// Whether a message with this nonce was deleted together with its thread. The copies of such a message cannot be
    /// counted.
    pub fn is_deleted(&self, nonce: &str) -> bool {
        self.inner.log.lock().unwrap().deleted_nonces.contains(nonce)
    }

    pub fn is_text_deleted(&self, part: &str) -> bool {
        self.inner.log.lock().unwrap().deleted_texts.iter().any(|text| text.contains(part))
    }

    /// The bot's requests that Discord would reject, and its messages without a nonce. A correct bot sends no such
    /// request.
    pub fn rejected_requests(&self) -> Vec<String> {
        let log = self.inner.log.lock().unwrap();
        log.malformed.iter().chain(&log.without_nonce).cloned().collect()
    }

    pub fn full_thread_windows(&self) -> u64 {
        self.inner.log.lock().unwrap().full_thread_windows
    }

    pub fn request_count(&self) -> u64 {
        self.inner.log.lock().unwrap().requests
    }

    fn next_outcome(&self) -> (Outcome, u32, u32) {
        let network = *self.inner.network.lock().unwrap();
        let mut rng = self.inner.rng.lock().unwrap();
        // The number of polls for the request and for the response. Each takes at least one poll, as on a real network.
        let mut delays = (rng.random_range(1..4), rng.random_range(1..6));
        if rng.random_range(0..40) == 0 {
            // One response in forty is so slow that the clock can move several times before it arrives.
            delays.1 = rng.random_range(40..400);
        }
        let outcome = match network {
            Network::Healthy => Outcome::Delivered,
            Network::Down => Outcome::NotSent,
            Network::Lossy(percent) if rng.random_range(0..100) >= percent => Outcome::Delivered,
            Network::Lossy(_) => match rng.random_range(0..6) {
                0 => Outcome::NotSent,
                1 => Outcome::LostBefore,
                2 => Outcome::LostAfter,
                3 => Outcome::FailedBefore,
                4 => Outcome::FailedAfter,
                _ => Outcome::RateLimited,
            },
        };
        (outcome, delays.0, delays.1)
    }

    /// Applies the request at the current instant.
    fn apply(&self, request: &Request) -> Response {
        let now = self.inner.clock.now();
        let mut world = self.inner.world.lock().unwrap();
        let response = world.apply(now, request);
        let events = world.take_events();
        drop(world);
        let mut log = self.inner.log.lock().unwrap();
        log.requests += 1;
        for event in events.iter().filter(|event| event.name == "MESSAGE_CREATE") {
            let id = |field: &str| event.data[field].as_str().and_then(|id| id.parse().ok());
            if let (true, Some(nonce), Some(channel), Some(message)) =
                (log.gateway_is_up, event.data["nonce"].as_str(), id("channel_id"), id("id"))
            {
                log.events.push_back((nonce.to_owned(), ChannelId(channel), MessageId(message)));
            }
        }
        self.record(&mut log, request, &response);
        response
    }

    fn record(&self, log: &mut WireLog, request: &Request, response: &Response) {
        let id = |value: &Value| value["id"].as_str().and_then(|id| id.parse::<u64>().ok());
        let line = format!(
            "{:?} {} {} answered {} {}",
            request.method, request.path, request.body, response.status, response.body
        );
        if response.status == 501 || response.body["code"] == 50035 {
            log.malformed.push(line.clone());
        }
        if request.method == Method::Put && request.path.contains("/thread-members/") {
            log.malformed.push(format!("Discord posts a notice with sound for it: {line}"));
        }
        if request.method == Method::Post && request.path.ends_with("/threads") && response.status < 300 {
            let now = self.inner.clock.now();
            let opened_at = log.threads_opened_at.entry(request.path.clone()).or_default();
            opened_at.retain(|at| now.duration_since(*at) < THREAD_WINDOW);
            opened_at.push_back(now);
            log.full_thread_windows += u64::from(opened_at.len() == MAX_THREADS_IN_WINDOW);
        }
        if request.method != Method::Post || response.status != 200 {
            return;
        }
        if request.path == "/users/@me/channels" {
            let recipient = request.body["recipient_id"].as_str().and_then(|id| id.parse().ok());
            if let (Some(channel), Some(recipient)) = (id(&response.body), recipient) {
                log.dms.insert(channel, MemberId(recipient));
            }
        }
        if request.path.ends_with("/messages") {
            match (request.body["nonce"].as_str(), request.body["enforce_nonce"].as_bool(), id(&response.body)) {
                (Some(nonce), Some(true), Some(message)) => {
                    log.posted.entry(nonce.to_owned()).or_default().insert(message);
                }
                _ => log.without_nonce.push(line),
            }
        }
    }
}

#[async_trait]
impl HttpSend for Discord {
    async fn send(&self, request: &transport::Request<'_>) -> Result<transport::Response, Failure> {
        let request = to_request(request);
        let (mut outcome, request_polls, response_polls) = self.next_outcome();
        let sent_at = self.inner.clock.now();
        yield_times(request_polls).await;
        if self.inner.clock.now().duration_since(sent_at) > HTTP_TIMEOUT {
            // The client has closed the connection before the request reached Discord.
            outcome = Outcome::LostBefore;
        }
        let response = match outcome {
            Outcome::NotSent => return Err(Failure::NotSent("connection refused".to_owned())),
            Outcome::LostBefore => {
                yield_times(response_polls).await;
                return Err(Failure::Unknown("connection closed before message completed".to_owned()));
            }
            Outcome::FailedBefore => Response { status: 503, body: Value::Null },
            Outcome::RateLimited => Response {
                status: 429,
                body: json!({"message": "You are being rate limited.", "retry_after": 1.5, "global": false}),
            },
            Outcome::Delivered => self.apply(&request),
            Outcome::LostAfter => {
                self.apply(&request);
                yield_times(response_polls).await;
                return Err(Failure::Unknown("connection closed before message completed".to_owned()));
            }
            Outcome::FailedAfter => {
                self.apply(&request);
                Response { status: 500, body: Value::Null }
            }
        };
        yield_times(response_polls).await;
        let body = if response.body.is_null() { Vec::new() } else { response.body.to_string().into_bytes() };
        Ok(transport::Response { status: response.status, headers: Default::default(), body: Ok(body) })
    }
}

fn to_request(request: &transport::Request<'_>) -> Request {
    let method = request.method().parse().expect("a method that the sandbox knows");
    let decode = |text: &str| text.replace("%3A", ":").replace("%2B", "+");
    let files = request.attached().iter().enumerate().map(|(id, file)| File {
        field: format!("files[{id}]"),
        name: file.name.clone(),
        content_type: None,
        bytes: file.data.clone(),
    });
    Request {
        method,
        path: request.path(),
        query: request.params().iter().map(|(name, value)| ((*name).to_owned(), decode(value))).collect(),
        authorization: Some("Bot sandbox-token".to_owned()),
        audit_reason: None,
        body: request.json().cloned().unwrap_or(Value::Null),
        files: files.collect(),
    }
}
