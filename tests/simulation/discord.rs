//! Discord: the sandbox's pure core at the end of a wire that loses, delays and garbles as the weather has it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use magpie::discord::wire::transport::{self, Failure, HttpSend};
use magpie::members::{ChannelId, MemberId, MessageId};
use magpie::sandbox::core::{File, Method, Request, Response, Seed, World};
use magpie::time::{Clock as _, SignedDuration, VirtualClock};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};

use crate::executor::give_way;

/// No request is on its way for longer.
const HTTP_TIME_OUT: SignedDuration = SignedDuration::from_secs(15);

/// How the way to Discord is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    Calm,
    /// Of a hundred requests so many go wrong, each in a way of its own.
    Rough(u8),
    /// Nothing gets through.
    Outage,
}

/// What becomes of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Well,
    NotSent,
    /// It never arrived, and nobody can tell.
    LostBefore,
    /// It was done; the answer was lost.
    LostAfter,
    /// 503, and nothing was done.
    FailedBefore,
    /// 500, and it was done.
    FailedAfter,
    RateLimited,
}

#[derive(Clone)]
pub struct Discord {
    inner: Arc<Inner>,
}

struct Inner {
    clock: VirtualClock,
    world: Mutex<World>,
    dice: Mutex<StdRng>,
    weather: Mutex<Weather>,
    told: Mutex<Told>,
}

/// What a watcher of the wire has seen.
#[derive(Default)]
struct Told {
    /// Our own messages, as the gateway tells them: nonce, channel, message.
    events: VecDeque<(String, ChannelId, MessageId)>,
    gateway_is_up: bool,
    /// Who is on the other side of a DM.
    dms: BTreeMap<u64, MemberId>,
    /// Messages that each nonce made.
    posted: BTreeMap<String, BTreeSet<u64>>,
    without_nonce: Vec<String>,
    /// Requests that Discord calls malformed, or does not know: mistakes of ours.
    malformed: Vec<String>,
    requests: u64,
}

impl Discord {
    pub fn new(seed: Seed, clock: VirtualClock, dice: u64) -> Self {
        let told = Told { gateway_is_up: true, ..Told::default() };
        Self {
            inner: Arc::new(Inner {
                clock,
                world: World::new(seed).into(),
                dice: StdRng::seed_from_u64(dice).into(),
                weather: Weather::Calm.into(),
                told: told.into(),
            }),
        }
    }

    pub fn world<T>(&self, look: impl FnOnce(&mut World) -> T) -> T {
        look(&mut self.inner.world.lock().unwrap())
    }

    pub fn set_weather(&self, weather: Weather) {
        *self.inner.weather.lock().unwrap() = weather;
    }

    pub fn set_gateway(&self, is_up: bool) {
        let mut told = self.inner.told.lock().unwrap();
        told.gateway_is_up = is_up;
        if !is_up {
            told.events.clear();
        }
    }

    /// The next message of our own that the gateway has to tell.
    pub fn next_event(&self) -> Option<(String, ChannelId, MessageId)> {
        self.inner.told.lock().unwrap().events.pop_front()
    }

    pub fn reader_of_dm(&self, channel: u64) -> Option<MemberId> {
        self.inner.told.lock().unwrap().dms.get(&channel).copied()
    }

    /// How many messages a nonce made.
    pub fn made_by(&self, nonce: &str) -> usize {
        self.inner.told.lock().unwrap().posted.get(nonce).map_or(0, BTreeSet::len)
    }

    pub fn nonce_of(&self, message: u64) -> Option<String> {
        let told = self.inner.told.lock().unwrap();
        told.posted.iter().find(|(_, messages)| messages.contains(&message)).map(|(nonce, _)| nonce.clone())
    }

    /// What no request may be.
    pub fn complaints(&self) -> Vec<String> {
        let told = self.inner.told.lock().unwrap();
        told.malformed.iter().chain(&told.without_nonce).cloned().collect()
    }

    pub fn requests(&self) -> u64 {
        self.inner.told.lock().unwrap().requests
    }

    fn roll(&self) -> (Fate, u32, u32) {
        let weather = *self.inner.weather.lock().unwrap();
        let mut dice = self.inner.dice.lock().unwrap();
        // Two out and one back at least: a request is never over within one poll.
        let mut ways = (dice.random_range(1..4), dice.random_range(1..6));
        if dice.random_range(0..40) == 0 {
            // Slow enough for the Clock to be moved, and moved again, before the answer comes.
            ways.1 = dice.random_range(40..400);
        }
        let fate = match weather {
            Weather::Calm => Fate::Well,
            Weather::Outage => Fate::NotSent,
            Weather::Rough(part) if dice.random_range(0..100) >= part => Fate::Well,
            Weather::Rough(_) => match dice.random_range(0..6) {
                0 => Fate::NotSent,
                1 => Fate::LostBefore,
                2 => Fate::LostAfter,
                3 => Fate::FailedBefore,
                4 => Fate::FailedAfter,
                _ => Fate::RateLimited,
            },
        };
        (fate, ways.0, ways.1)
    }

    /// Done on Discord, at this very instant.
    fn apply(&self, request: &Request) -> Response {
        let now = self.inner.clock.now();
        let mut world = self.inner.world.lock().unwrap();
        let response = world.apply(now, request);
        let events = world.take_events();
        drop(world);
        let mut told = self.inner.told.lock().unwrap();
        told.requests += 1;
        for event in events.iter().filter(|event| event.name == "MESSAGE_CREATE") {
            let id = |field: &str| event.data[field].as_str().and_then(|id| id.parse().ok());
            if let (true, Some(nonce), Some(channel), Some(message)) =
                (told.gateway_is_up, event.data["nonce"].as_str(), id("channel_id"), id("id"))
            {
                told.events.push_back((nonce.to_owned(), ChannelId(channel), MessageId(message)));
            }
        }
        self.note(&mut told, request, &response);
        response
    }

    fn note(&self, told: &mut Told, request: &Request, response: &Response) {
        let id = |value: &Value| value["id"].as_str().and_then(|id| id.parse::<u64>().ok());
        let said = format!(
            "{:?} {} {} answered {} {}",
            request.method, request.path, request.body, response.status, response.body
        );
        if response.status == 501 || response.body["code"] == 50035 {
            told.malformed.push(said.clone());
        }
        if request.method != Method::Post || response.status != 200 {
            return;
        }
        if request.path == "/users/@me/channels" {
            let reader = request.body["recipient_id"].as_str().and_then(|id| id.parse().ok());
            if let (Some(channel), Some(reader)) = (id(&response.body), reader) {
                told.dms.insert(channel, MemberId(reader));
            }
        }
        if request.path.ends_with("/messages") {
            match (request.body["nonce"].as_str(), request.body["enforce_nonce"].as_bool(), id(&response.body)) {
                (Some(nonce), Some(true), Some(message)) => {
                    told.posted.entry(nonce.to_owned()).or_default().insert(message);
                }
                _ => told.without_nonce.push(said),
            }
        }
    }
}

#[async_trait]
impl HttpSend for Discord {
    async fn send(&self, ask: &transport::Request<'_>) -> Result<transport::Response, Failure> {
        let request = request_of(ask);
        let (mut fate, out, back) = self.roll();
        let sent_at = self.inner.clock.now();
        give_way(out).await;
        if self.inner.clock.now().duration_since(sent_at) > HTTP_TIME_OUT {
            // The client has given it up, and the connection with it.
            fate = Fate::LostBefore;
        }
        let response = match fate {
            Fate::NotSent => return Err(Failure::NotSent("connection refused".to_owned())),
            Fate::LostBefore => {
                give_way(back).await;
                return Err(Failure::Unknown("connection closed before message completed".to_owned()));
            }
            Fate::FailedBefore => Response { status: 503, body: Value::Null },
            Fate::RateLimited => Response {
                status: 429,
                body: json!({"message": "You are being rate limited.", "retry_after": 1.5, "global": false}),
            },
            Fate::Well => self.apply(&request),
            Fate::LostAfter => {
                self.apply(&request);
                give_way(back).await;
                return Err(Failure::Unknown("connection closed before message completed".to_owned()));
            }
            Fate::FailedAfter => {
                self.apply(&request);
                Response { status: 500, body: Value::Null }
            }
        };
        give_way(back).await;
        let body = if response.body.is_null() { Vec::new() } else { response.body.to_string().into_bytes() };
        Ok(transport::Response { status: response.status, headers: Default::default(), body: Ok(body) })
    }
}

fn request_of(ask: &transport::Request<'_>) -> Request {
    let method = match ask.method() {
        "GET" => Method::Get,
        "POST" => Method::Post,
        "PUT" => Method::Put,
        "PATCH" => Method::Patch,
        _ => Method::Delete,
    };
    let decoded = |text: &str| text.replace("%3A", ":").replace("%2B", "+");
    let file = ask.attached().map(|file| File {
        field: "files[0]".to_owned(),
        name: file.name.clone(),
        content_type: None,
        bytes: file.data.clone(),
    });
    Request {
        method,
        path: ask.path(),
        query: ask.params().iter().map(|(name, value)| ((*name).to_owned(), decoded(value))).collect(),
        authorization: Some("Bot sandbox-token".to_owned()),
        audit_reason: None,
        body: ask.json().cloned().unwrap_or(Value::Null),
        files: file.into_iter().collect(),
    }
}
