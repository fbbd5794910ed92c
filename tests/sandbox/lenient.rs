//! Tests what third-party libraries need: the sandbox has Discord's headers, bodies and frames, and it accepts requests
//! with mistakes that Discord ignores.

use std::time::Duration;

use futures_util::StreamExt as _;
use magpie::sandbox::core::{Seed, Strictness};
use magpie::sandbox::{DiscordConfig, Options, Sandbox};
use reqwest::header::HeaderValue;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use twilight_gateway::{Event, Intents, Message};

use crate::clients::{call, connect, next, options, sandbox, seed, shard};

const AGENT: &str = "DiscordBot (https://example.org, 1)";

async fn lenient() -> Sandbox {
    let seed = Seed { strictness: Strictness::Lenient, ..seed() };
    Sandbox::start(Options { seed, ..options() }, None).await.expect("a free port")
}

async fn channel(sandbox: &Sandbox) -> String {
    let (_, state) = call(sandbox, Method::GET, "/api/state", None).await;
    let channels = state["channels"].as_array().expect("a list");
    let found = channels.iter().find(|channel| channel["name"] == "mag-general").expect("it is there");
    found["id"].as_str().expect("an id").to_owned()
}

async fn post(sandbox: &Sandbox, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
    let mut request = reqwest::Client::new().post(format!("{}/api/v10{path}", sandbox.url())).body(body.to_owned());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.expect("an answer")
}

#[tokio::test]
async fn route_with_a_token_needs_no_user_agent_unless_strict() {
    let path = "/interactions/1/unknown/callback";
    for (sandbox, code) in [(sandbox().await, 40333), (lenient().await, 10062)] {
        let answer = post(&sandbox, path, &[("content-type", "application/json")], "{}").await;
        assert_eq!(answer.json::<Value>().await.expect("JSON")["code"], code);
        let nameless = post(&sandbox, "/users/@me/channels", &[("authorization", "Bot sandbox-token")], "").await;
        assert_eq!(nameless.status(), 403, "other routes need one");
        sandbox.stop().await;
    }
}

#[tokio::test]
async fn responses_have_discords_via_header() {
    let sandbox = lenient().await;
    let fault = json!({"route": "POST /channels/*/messages", "status": 429, "retry_after": 1.5, "times": 1});
    call(&sandbox, Method::POST, "/api/faults", Some(fault)).await;
    let path = format!("/channels/{}/messages", channel(&sandbox).await);
    let headers = [("authorization", "Bot sandbox-token"), ("user-agent", AGENT), ("content-type", "application/json")];
    for status in [429, 200] {
        let answer = post(&sandbox, &path, &headers, r#"{"content":"hi"}"#).await;
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["via"]),
            (status, &HeaderValue::from_static("1.1 google"))
        );
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn message_can_be_sent_as_a_form_where_discord_accepts_forms() {
    let sandbox = lenient().await;
    let path = format!("/channels/{}/messages", channel(&sandbox).await);
    let form = ("content-type", "application/x-www-form-urlencoded");
    let headers = [("authorization", "Bot sandbox-token"), ("user-agent", AGENT), form];
    let answer = post(&sandbox, &path, &headers, "content=one+%26+two&tts=false").await;
    assert_eq!(answer.json::<Value>().await.expect("JSON")["content"], "one & two");
    let elsewhere = post(&sandbox, "/users/@me/channels", &headers, "recipient_id=1").await;
    assert_eq!(elsewhere.status(), 400);
    let parts = "--x\r\nContent-Disposition: form-data; name=\"content\"\r\n\r\nin parts\r\n--x--\r\n";
    let headers = [headers[0], headers[1], ("content-type", "multipart/form-data; boundary=x")];
    let answer = post(&sandbox, &path, &headers, parts).await;
    assert_eq!(answer.json::<Value>().await.expect("JSON")["content"], "in parts");
    sandbox.stop().await;
}

#[tokio::test]
async fn poll_intents_are_accepted_and_undefined_intents_are_refused() {
    let sandbox = sandbox().await;
    let polls = Intents::GUILDS | Intents::GUILD_MESSAGE_POLLS | Intents::DIRECT_MESSAGE_POLLS;
    let mut accepted = shard(&sandbox, polls);
    next(&mut accepted, |event| matches!(event, Event::Ready(_)).then_some(())).await;
    for bit in [17, 18, 19, 22, 23, 26] {
        let mut refused = shard(&sandbox, Intents::GUILDS | Intents::from_bits_retain(1 << bit));
        let closed =
            next(&mut refused, |event| if let Event::GatewayClose(frame) = event { Some(frame) } else { None }).await;
        assert_eq!(closed.expect("a close frame").code, 4013, "bit {bit}");
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn frames_that_are_not_events_have_null_as_sequence_and_name() {
    let config = DiscordConfig { heartbeat_interval: Duration::from_millis(50), ..DiscordConfig::default() };
    let sandbox = Sandbox::start(Options { config, ..options() }, None).await.expect("a free port");
    let mut shard = shard(&sandbox, Intents::GUILDS);
    let mut found = Vec::new();
    while !found.contains(&json!(11)) {
        let message = shard.next().await.expect("the connection lasts");
        let Ok(Message::Text(text)) = message else { continue };
        let frame: Value = serde_json::from_str(&text).expect("JSON");
        if frame["op"] != 0 {
            assert_eq!((frame.get("s"), frame.get("t")), (Some(&Value::Null), Some(&Value::Null)), "{frame}");
            found.push(frame["op"].clone());
        }
    }
    assert_eq!(found[0], 10, "hello comes first");
    sandbox.stop().await;
}

#[tokio::test]
async fn member_reacts_and_posts_a_file_over_the_control_api() {
    let sandbox = sandbox().await;
    let mut shard = connect(&sandbox).await;
    let file = json!({"filename": "a.txt", "content": "words"});
    let body = json!({"as": "lapaz", "channel": "mag-general", "files": [file]});
    let (_, posted) = call(&sandbox, Method::POST, "/api/messages", Some(body)).await;
    let address = posted["attachments"][0]["url"].as_str().expect("an address");
    assert_eq!(reqwest::get(address).await.expect("an answer").text().await.expect("text"), "words");
    let seen = next(&mut shard, |event| if let Event::MessageCreate(it) = event { Some(it) } else { None }).await;
    assert_eq!(json!(seen.id.to_string()), posted["id"]);
    let reaction = json!({"as": "lapaz", "message": posted["id"], "emoji": "👍"});
    for (method, status) in [(Method::POST, 200), (Method::DELETE, 200), (Method::DELETE, 409)] {
        assert_eq!(call(&sandbox, method, "/api/reactions", Some(reaction.clone())).await.0, status);
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn context_menu_command_is_run_over_the_control_api() {
    let sandbox = sandbox().await;
    let body = json!({"as": "lapaz", "channel": "mag-general", "name": "Greet", "target": "guest"});
    let (status, told) = call(&sandbox, Method::POST, "/api/command", Some(body.clone())).await;
    assert_eq!(
        (status, told["error"].as_str()),
        (404, Some("no command \"Greet\" in the menu of a user or message; there are: "))
    );
    let mut both = body;
    both["options"] = json!({"x": 1});
    let (status, told) = call(&sandbox, Method::POST, "/api/command", Some(both)).await;
    assert_eq!((status, told["error"].as_str()), (400, Some("a command on a user or message takes no options")));
    sandbox.stop().await;
}
