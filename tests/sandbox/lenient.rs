//! Tests what third-party libraries need: the sandbox sends Discord's headers, bodies and frames, and it accepts
//! requests with mistakes that Discord ignores.

use std::time::Duration;

use futures_util::StreamExt as _;
use magpie::sandbox::core::{Seed, Strictness};
use magpie::sandbox::{DiscordConfig, Options, Sandbox};
use reqwest::header::HeaderValue;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use twilight_gateway::{Event, Intents, Message};

use crate::clients::{call, connect, options, sandbox, seed, shard, wait_for_event};

const AGENT: &str = "DiscordBot (https://example.org, 1)";

async fn lenient_sandbox() -> Sandbox {
    let seed = Seed { strictness: Strictness::Lenient, ..seed() };
    Sandbox::start(Options { seed, ..options() }, None).await.expect("a free port")
}

async fn general_channel_id(sandbox: &Sandbox) -> String {
    let (_, state) = call(sandbox, Method::GET, "/api/state", None).await;
    let channels = state["channels"].as_array().expect("a list");
    let entry = channels.iter().find(|channel| channel["name"] == "mag-general").expect("it is there");
    entry["id"].as_str().expect("an id").to_owned()
}

async fn post(sandbox: &Sandbox, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
    let mut request = reqwest::Client::new().post(format!("{}/api/v10{path}", sandbox.url())).body(body.to_owned());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.expect("an answer")
}

#[tokio::test]
async fn interaction_callback_needs_a_user_agent_only_in_strict_mode() {
    let path = "/interactions/1/unknown/callback";
    for (sandbox, code) in [(sandbox().await, 40333), (lenient_sandbox().await, 10062)] {
        let answer = post(&sandbox, path, &[("content-type", "application/json")], "{}").await;
        assert_eq!(answer.json::<Value>().await.expect("JSON")["code"], code);
        let response_without_agent =
            post(&sandbox, "/users/@me/channels", &[("authorization", "Bot sandbox-token")], "").await;
        assert_eq!(response_without_agent.status(), 403, "other routes need one");
        sandbox.stop().await;
    }
}

#[tokio::test]
async fn responses_have_discords_via_header() {
    let sandbox = lenient_sandbox().await;
    let fault = json!({"route": "POST /channels/*/messages", "status": 429, "retry_after": 1.5, "times": 1});
    call(&sandbox, Method::POST, "/api/faults", Some(fault)).await;
    let path = format!("/channels/{}/messages", general_channel_id(&sandbox).await);
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
    let sandbox = lenient_sandbox().await;
    let path = format!("/channels/{}/messages", general_channel_id(&sandbox).await);
    let form = ("content-type", "application/x-www-form-urlencoded");
    let headers = [("authorization", "Bot sandbox-token"), ("user-agent", AGENT), form];
    let answer = post(&sandbox, &path, &headers, "content=one+%26+two&tts=false").await;
    assert_eq!(answer.json::<Value>().await.expect("JSON")["content"], "one & two");
    let other_route_response = post(&sandbox, "/users/@me/channels", &headers, "recipient_id=1").await;
    assert_eq!(other_route_response.status(), 400);
    let multipart_body = "--x\r\nContent-Disposition: form-data; name=\"content\"\r\n\r\nin parts\r\n--x--\r\n";
    let headers = [headers[0], headers[1], ("content-type", "multipart/form-data; boundary=x")];
    let answer = post(&sandbox, &path, &headers, multipart_body).await;
    assert_eq!(answer.json::<Value>().await.expect("JSON")["content"], "in parts");
    sandbox.stop().await;
}

#[tokio::test]
async fn poll_intents_are_accepted_and_undefined_intents_are_refused() {
    let sandbox = sandbox().await;
    let poll_intents = Intents::GUILDS | Intents::GUILD_MESSAGE_POLLS | Intents::DIRECT_MESSAGE_POLLS;
    let mut accepted_shard = shard(&sandbox, poll_intents);
    wait_for_event(&mut accepted_shard, |event| matches!(event, Event::Ready(_)).then_some(())).await;
    for bit in [17, 18, 19, 22, 23, 26] {
        let mut refused_shard = shard(&sandbox, Intents::GUILDS | Intents::from_bits_retain(1 << bit));
        let close_frame =
            wait_for_event(
                &mut refused_shard,
                |event| if let Event::GatewayClose(frame) = event { Some(frame) } else { None },
            )
            .await;
        assert_eq!(close_frame.expect("a close frame").code, 4013, "bit {bit}");
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn frames_that_are_not_events_have_null_as_sequence_and_name() {
    let config = DiscordConfig { heartbeat_interval: Duration::from_millis(50), ..DiscordConfig::default() };
    let sandbox = Sandbox::start(Options { config, ..options() }, None).await.expect("a free port");
    let mut shard = shard(&sandbox, Intents::GUILDS);
    let mut opcodes = Vec::new();
    while !opcodes.contains(&json!(11)) {
        let message = shard.next().await.expect("the connection lasts");
        let Ok(Message::Text(text)) = message else { continue };
        let frame: Value = serde_json::from_str(&text).expect("JSON");
        if frame["op"] != 0 {
            assert_eq!((frame.get("s"), frame.get("t")), (Some(&Value::Null), Some(&Value::Null)), "{frame}");
            opcodes.push(frame["op"].clone());
        }
    }
    assert_eq!(opcodes[0], 10, "hello comes first");
    sandbox.stop().await;
}

#[tokio::test]
async fn member_reacts_and_posts_a_file_over_the_control_api() {
    let sandbox = sandbox().await;
    let mut shard = connect(&sandbox).await;
    let file = json!({"filename": "a.txt", "content": "words"});
    let body = json!({"as": "lapaz", "channel": "mag-general", "files": [file]});
    let (_, post_result) = call(&sandbox, Method::POST, "/api/messages", Some(body)).await;
    let address = post_result["attachments"][0]["url"].as_str().expect("an address");
    assert_eq!(reqwest::get(address).await.expect("an answer").text().await.expect("text"), "words");
    let message_event =
        wait_for_event(&mut shard, |event| if let Event::MessageCreate(it) = event { Some(it) } else { None }).await;
    assert_eq!(json!(message_event.id.to_string()), post_result["id"]);
    let reaction = json!({"as": "lapaz", "message": post_result["id"], "emoji": "👍"});
    for (method, status) in [(Method::POST, 200), (Method::DELETE, 200), (Method::DELETE, 409)] {
        assert_eq!(call(&sandbox, method, "/api/reactions", Some(reaction.clone())).await.0, status);
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn context_menu_command_is_run_over_the_control_api() {
    let sandbox = sandbox().await;
    let body = json!({"as": "lapaz", "channel": "mag-general", "name": "Greet", "target": "guest"});
    let (status, response_body) = call(&sandbox, Method::POST, "/api/command", Some(body.clone())).await;
    assert_eq!(
        (status, response_body["error"].as_str()),
        (404, Some("no command \"Greet\" in the menu of a user or message; there are: "))
    );
    let mut body_with_options = body;
    body_with_options["options"] = json!({"x": 1});
    let (status, response_body) = call(&sandbox, Method::POST, "/api/command", Some(body_with_options)).await;
    assert_eq!(
        (status, response_body["error"].as_str()),
        (400, Some("a command on a user or message takes no options"))
    );
    sandbox.stop().await;
}
