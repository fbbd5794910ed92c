//! Starts a small sandbox without a bot, and connects twilight's clients to it.

use std::time::Duration;

use magpie::sandbox::core::{Seed, SeedMember};
use magpie::sandbox::{DiscordConfig, Options, Sandbox, SandboxClock};
use serde_json::{Value, json};
use twilight_gateway::{ConfigBuilder, Event, EventTypeFlags, Intents, Shard, ShardId, StreamExt};
use twilight_http::Client;
use twilight_model::id::Id;
use twilight_model::id::marker::ChannelMarker;

/// A test that waits for an event fails after this much real time.
const TIMEOUT: Duration = Duration::from_secs(20);

pub const INTENTS: Intents =
    Intents::GUILDS.union(Intents::GUILD_MEMBERS).union(Intents::GUILD_MESSAGES).union(Intents::DIRECT_MESSAGES);

pub fn seed() -> Seed {
    let member = |handle: &str, roles: &[&str]| SeedMember {
        handle: handle.to_owned(),
        name: format!("Member {handle}"),
        locale: "en-GB".to_owned(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        ..SeedMember::default()
    };
    let members = vec![member("lead", &["secretariat"]), member("lapaz", &["mag", "helpdesk"]), member("guest", &[])];
    Seed { members, ..Seed::default() }
}

pub fn options() -> Options {
    let began_at = "2020-11-10T16:55:00Z".parse().expect("an instant");
    Options {
        port: 0,
        seed: seed(),
        clock: SandboxClock::starting_at(began_at),
        config: DiscordConfig::default(),
        seeder: None,
    }
}

pub async fn sandbox() -> Sandbox {
    Sandbox::start(options(), None).await.expect("a free port")
}

pub fn shard(sandbox: &Sandbox, intents: Intents) -> Shard {
    let url = sandbox.url().replacen("http", "ws", 1);
    let config = ConfigBuilder::new(sandbox.address().token, intents).proxy_url(format!("{url}/gateway")).build();
    Shard::with_config(ShardId::ONE, config)
}

pub fn client(sandbox: &Sandbox) -> Client {
    let host = sandbox.url().trim_start_matches("http://").to_owned();
    Client::builder().token(format!("Bot {}", sandbox.address().token)).proxy(host, true).ratelimiter(None).build()
}

/// Calls the control API over HTTP. Returns the status and the JSON body.
pub async fn call(sandbox: &Sandbox, method: reqwest::Method, path: &str, body: Option<Value>) -> (u16, Value) {
    let request = reqwest::Client::new().request(method, format!("{}{path}", sandbox.url()));
    let request = match body {
        Some(body) => request.json(&body),
        None => request,
    };
    let answer = request.send().await.expect("an answer");
    let status = answer.status().as_u16();
    (status, answer.json().await.expect("JSON"))
}

/// Waits for an event for which `extract` returns a value, and returns this value. Skips errors, because twilight
/// recovers from them.
pub async fn wait_for_event<T>(shard: &mut Shard, extract: impl Fn(Event) -> Option<T>) -> T {
    let search = async {
        loop {
            match shard.next_event(EventTypeFlags::all()).await.expect("the stream goes on") {
                Ok(event) => {
                    if let Some(value) = extract(event) {
                        return value;
                    }
                }
                Err(error) => eprintln!("gateway: {error}"),
            }
        }
    };
    tokio::time::timeout(TIMEOUT, search).await.expect("the event comes")
}

/// Connects a shard and waits until it has received the guild. Returns the shard.
pub async fn connect(sandbox: &Sandbox) -> Shard {
    let mut shard = shard(sandbox, INTENTS);
    wait_for_event(&mut shard, |event| matches!(event, Event::GuildCreate(_)).then_some(())).await;
    shard
}

pub async fn channel_id(sandbox: &Sandbox, name: &str) -> Id<ChannelMarker> {
    let state = sandbox.state().await;
    let channels = state["channels"].as_array().expect("channels");
    let entry = channels.iter().find(|channel| channel["name"] == name).expect("the channel");
    entry["id"].as_str().expect("an id").parse().expect("a snowflake")
}

/// Sends a message by plain HTTP, because twilight hides the headers of responses and repeats failed requests.
pub async fn plain_message(sandbox: &Sandbox, channel: Id<ChannelMarker>) -> reqwest::Response {
    let url = format!("{}/api/v10/channels/{channel}/messages", sandbox.url());
    let request = reqwest::Client::new().post(url).header("user-agent", "DiscordBot (https://example.org, 1)");
    let request = request.header("authorization", format!("Bot {}", sandbox.address().token));
    request.json(&json!({"content": "hello"})).send().await.expect("an answer")
}
