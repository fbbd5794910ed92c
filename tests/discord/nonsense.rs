//! Tests that nonsense in request bodies never crashes the sandbox.

use magpie::sandbox::core::Method;
use serde_json::{Value, json};

use crate::fixture::{Fixture, button};

/// Collects the JSON pointers of all values in a body.
fn pointers(value: &Value, here: &str, found: &mut Vec<String>) {
    found.push(here.to_owned());
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| pointers(value, &format!("{here}/{key}"), found)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(n, value)| pointers(value, &format!("{here}/{n}"), found))
        }
        _ => {}
    }
}

fn nonsense_values() -> Vec<Value> {
    let long_text = Value::from("x".repeat(9000));
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(1.5),
        json!(u64::MAX),
        json!(""),
        long_text,
        json!([]),
        json!({}),
        json!([[1]]),
        json!([{}]),
    ]
}

/// Replaces one value of `body` by one nonsense value at a time. Fails unless each status is a success, a refusal (4xx)
/// or 501.
fn try_everywhere(fixture: &mut Fixture, method: Method, path: &str, body: &Value) {
    let mut found = Vec::new();
    pointers(body, "", &mut found);
    for pointer in found {
        for value in nonsense_values() {
            let mut broken = body.clone();
            *broken.pointer_mut(&pointer).expect("a value of the body") = value.clone();
            let status = fixture.status_of(method, path, broken);
            assert!(matches!(status, 200..=499 | 501), "{method:?} {path} with {value} at {pointer}: {status}");
        }
    }
}

fn full_message() -> Value {
    let select = json!({"type": 3, "custom_id": "s", "placeholder": "p", "min_values": 1, "max_values": 1, "options": [
        {"label": "l", "value": "v", "description": "d", "emoji": {"name": "✅"}, "default": true},
    ]});
    json!({
        "content": "words", "nonce": "n", "enforce_nonce": false, "tts": false, "flags": 4096,
        "embeds": [{
            "title": "t", "timestamp": "2020-11-10T16:55:00Z", "footer": {"text": "f"},
            "fields": [{"name": "n", "value": "v"}],
        }],
        "allowed_mentions": {"parse": ["users"], "roles": ["1"], "replied_user": false},
        "components": [button("l", "b"), {"type": 1, "components": [select]}],
        "message_reference": {"message_id": "1", "fail_if_not_exists": false},
    })
}

#[test]
fn nonsense_in_a_message_does_not_crash_the_sandbox() {
    let mut fixture = Fixture::new();
    let path = fixture.messages_path("help");
    try_everywhere(&mut fixture, Method::Post, &path, &full_message());
    let help = fixture.channel_id("help");
    let message = fixture.say(&help, "x");
    let v2 = json!({"flags": 32768, "components": [
        {"type": 17, "accent_color": 1, "components": [
            {"type": 10, "content": "c"},
            {
                "type": 9, "components": [{"type": 10, "content": "c"}],
                "accessory": {"type": 2, "style": 5, "label": "l", "url": "https://a.b"},
            },
            {"type": 12, "items": [{"media": {"url": "https://a.b"}}]},
            {"type": 14, "spacing": 1},
        ]},
    ]});
    try_everywhere(&mut fixture, Method::Patch, &format!("{path}/{}", message["id"].as_str().expect("an id")), &v2);
}

#[test]
fn nonsense_in_a_command_does_not_crash_the_sandbox() {
    let mut fixture = Fixture::new();
    let path = format!("/applications/{}/commands", fixture.application_id());
    let leaf = json!({
        "type": 4, "name": "n", "description": "d", "required": true, "min_value": 1,
        "choices": [{"name": "c", "value": 1}],
    });
    let text = json!({"type": 3, "name": "t", "description": "d", "min_length": 1, "autocomplete": true});
    let place = json!({"type": 7, "name": "p", "description": "d", "channel_types": [0]});
    let command = json!({
        "name": "a", "type": 1, "description": "d", "name_localizations": {"fr": "a"},
        "default_member_permissions": "8",
        "dm_permission": true, "contexts": [0, 1], "integration_types": [0], "nsfw": false,
        "options": [{"type": 2, "name": "g", "description": "d", "options": [
            {"type": 1, "name": "s", "description": "d", "options": [leaf, text, place]},
        ]}],
    });
    try_everywhere(&mut fixture, Method::Post, &path, &command);
    try_everywhere(&mut fixture, Method::Put, &path, &json!([command]));
}

#[test]
fn nonsense_in_a_response_does_not_crash_the_sandbox() {
    let mut fixture = Fixture::new();
    fixture.register(json!([{"name": "do", "description": "d"}]));
    let input =
        json!({"type": 4, "custom_id": "i", "style": 1, "label": "l", "min_length": 1, "max_length": 9, "value": "v"});
    let select = json!({"type": 5, "custom_id": "u", "default_values": [{"id": "1", "type": "user"}]});
    let label = json!({"type": 18, "label": "l", "component": select});
    let components = json!([{"type": 1, "components": [input]}, label]);
    let modal = json!({"type": 9, "data": {"custom_id": "m", "title": "t", "components": components}});
    for body in [
        json!({"type": 4, "data": {"content": "c", "flags": 64, "components": [button("l", "b")]}}),
        json!({"type": 5, "data": {"flags": 64}}),
        modal,
    ] {
        let mut found = Vec::new();
        pointers(&body, "", &mut found);
        for pointer in found {
            for value in nonsense_values() {
                let received = fixture.command("lapaz", "help", "do", json!({}));
                let mut broken = body.clone();
                *broken.pointer_mut(&pointer).expect("a value of the body") = value;
                let status = fixture.status_of(Method::Post, &received.callback(), broken);
                assert!(matches!(status, 200..=499 | 501), "{status}");
            }
        }
    }
}

#[test]
fn nonsense_in_a_thread_does_not_crash_the_sandbox() {
    let mut fixture = Fixture::new();
    let path = format!("/channels/{}/threads", fixture.channel_id("help"));
    let body =
        json!({"name": "n", "type": 12, "auto_archive_duration": 60, "invitable": false, "rate_limit_per_user": 0});
    try_everywhere(&mut fixture, Method::Post, &path, &body);
    let thread = fixture.must_succeed(Method::Post, &path, body);
    let patch = json!({"name": "m", "archived": false, "locked": false, "auto_archive_duration": 1440});
    try_everywhere(
        &mut fixture,
        Method::Patch,
        &format!("/channels/{}", thread["id"].as_str().expect("an id")),
        &patch,
    );
    try_everywhere(&mut fixture, Method::Post, "/users/@me/channels", &json!({"recipient_id": "1"}));
}

#[test]
fn response_in_a_deleted_thread_is_refused() {
    let mut fixture = Fixture::new();
    fixture.register(json!([{"name": "do", "description": "d"}]));
    let path = format!("/channels/{}/threads", fixture.channel_id("help"));
    let thread = fixture.must_succeed(Method::Post, &path, json!({"name": "n", "type": 11}))["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let received = fixture.command("lapaz", &thread, "do", json!({}));
    fixture.must_succeed(Method::Delete, &format!("/channels/{thread}"), Value::Null);
    fixture.must_be_refused(10003, Method::Post, &received.callback(), json!({"type": 4, "data": {"content": "c"}}));
}
