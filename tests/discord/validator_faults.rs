//! Tests the sandbox and the validators with illegal messages. The sandbox must refuse all of them, and the validators
//! must refuse most of them.

use magpie::sandbox::core::Method;
use serde_json::{Value, json};

use crate::fixture::{Fixture, button};
use crate::validators;

fn row(components: Value) -> Value {
    json!({"type": 1, "components": components})
}

/// The body of a message with this component.
fn message_with(component: Value) -> Value {
    json!({"content": "x", "components": [row(json!([component]))]})
}

fn six_buttons() -> Value {
    (0..6).map(|n| button("l", &n.to_string())["components"][0].clone()).collect()
}

/// The bodies of messages that Discord refuses. Each body breaks one rule, which its name states.
fn illegal_messages() -> Vec<(&'static str, Value)> {
    let option = |label: &str, value: &str| json!({"label": label, "value": value});
    let field = |name: &str, value: &str| json!({"title": "t", "fields": [{"name": name, "value": value}]});
    vec![
        ("content over 2000", json!({"content": "x".repeat(2001)})),
        ("content is a number", json!({"content": 1})),
        ("nonce over 25", json!({"content": "x", "nonce": "x".repeat(26)})),
        ("eleven embeds", json!({"embeds": vec![json!({"title": "t"}); 11]})),
        ("embed title over 256", json!({"embeds": [{"title": "x".repeat(257)}]})),
        ("embed description over 4096", json!({"embeds": [{"description": "x".repeat(4097)}]})),
        ("embeds over 6000 in all", json!({"embeds": vec![json!({"description": "x".repeat(3001)}); 2]})),
        ("26 fields", json!({"embeds": [{"fields": vec![json!({"name": "n", "value": "v"}); 26]}]})),
        ("field without words", json!({"embeds": [field("", "v")]})),
        ("field value over 1024", json!({"embeds": [field("n", &"x".repeat(1025))]})),
        ("footer over 2048", json!({"embeds": [{"title": "t", "footer": {"text": "x".repeat(2049)}}]})),
        ("author over 256", json!({"embeds": [{"title": "t", "author": {"name": "x".repeat(257)}}]})),
        ("colour over 0xFFFFFF", json!({"embeds": [{"title": "t", "color": 0x0100_0000}]})),
        ("embed url without a scheme", json!({"embeds": [{"title": "t", "url": "example.org"}]})),
        ("embed timestamp in words", json!({"embeds": [{"title": "t", "timestamp": "yesterday"}]})),
        (
            "six rows",
            json!({"content": "x", "components": (0..6).map(|n| button("l", &n.to_string())).collect::<Vec<_>>()}),
        ),
        ("six buttons", json!({"content": "x", "components": [row(six_buttons())]})),
        ("empty row", json!({"content": "x", "components": [row(json!([]))]})),
        (
            "button beside a select",
            json!({"content": "x", "components": [row(json!([
                button("l", "b")["components"][0], {"type": 3, "custom_id": "s", "options": [option("l", "v")]},
            ]))]}),
        ),
        ("button label over 80", json!({"content": "x", "components": [button(&"x".repeat(81), "b")]})),
        ("button without label or emoji", message_with(json!({"type": 2, "style": 1, "custom_id": "b"}))),
        ("button without custom id", message_with(json!({"type": 2, "style": 1, "label": "l"}))),
        (
            "link with custom id",
            message_with(json!({"type": 2, "style": 5, "label": "l", "url": "https://a.b", "custom_id": "b"})),
        ),
        ("button of style 9", message_with(json!({"type": 2, "style": 9, "label": "l", "custom_id": "b"}))),
        (
            "emoji in letters",
            message_with(json!({"type": 2, "style": 1, "emoji": {"name": "smile"}, "custom_id": "b"})),
        ),
        ("custom id over 100", json!({"content": "x", "components": [button("l", &"x".repeat(101))]})),
        ("custom id twice", json!({"content": "x", "components": [button("l", "b"), button("m", "b")]})),
        ("select without options", message_with(json!({"type": 3, "custom_id": "s", "options": []}))),
        (
            "option value twice",
            message_with(json!({"type": 3, "custom_id": "s", "options": [option("l", "v"), option("m", "v")]})),
        ),
        (
            "more at least than at most",
            message_with(json!({"type": 5, "custom_id": "s", "min_values": 3, "max_values": 2})),
        ),
        (
            "more at most than there are",
            message_with(json!({"type": 3, "custom_id": "s", "max_values": 2, "options": [option("l", "v")]})),
        ),
        ("placeholder over 150", message_with(json!({"type": 5, "custom_id": "s", "placeholder": "x".repeat(151)}))),
        ("text input in a message", message_with(json!({"type": 4, "custom_id": "t", "style": 1, "label": "l"}))),
        ("button outside a row", json!({"content": "x", "components": [button("l", "b")["components"][0]]})),
        ("text display without the flag", json!({"components": [{"type": 10, "content": "x"}]})),
        (
            "content beside components V2",
            json!({"content": "x", "flags": 32768, "components": [{"type": 10, "content": "x"}]}),
        ),
        (
            "4001 characters of text displays",
            json!({"flags": 32768, "components": [
                {"type": 10, "content": "x".repeat(2001)}, {"type": 10, "content": "x".repeat(2000)},
            ]}),
        ),
        ("41 components V2", json!({"flags": 32768, "components": vec![json!({"type": 10, "content": "x"}); 41]})),
        ("unknown parse", json!({"content": "x", "allowed_mentions": {"parse": ["everybody"]}})),
        ("parse and list", json!({"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}})),
        (
            "101 users",
            json!({"content": "x", "allowed_mentions": {
                "users": (1..=101).map(|n: u32| n.to_string()).collect::<Vec<_>>(),
            }}),
        ),
        ("misspelt allowed mentions", json!({"content": "x", "allowed_mention": {"parse": []}})),
        (
            "misspelt disabled",
            message_with(json!({"type": 2, "style": 1, "label": "l", "custom_id": "b", "disable": true})),
        ),
        ("reply to an unknown message", json!({"content": "x", "message_reference": {"message_id": "1"}})),
    ]
}

#[test]
fn every_illegal_message_is_refused_by_the_sandbox() {
    let mut fixture = Fixture::new();
    let path = fixture.messages_path("help");
    for (what, body) in illegal_messages() {
        let response = fixture.send_as_bot(Method::Post, &path, body);
        assert_eq!(response.body["code"], 50035, "{what} was accepted: {}", response.body);
    }
}

#[test]
fn validators_refuse_most_illegal_messages_when_the_openapi_description_is_available() {
    if validators::OpenApi::available().is_none() {
        return;
    }
    let path = "/channels/1/messages";
    let accepted_messages: Vec<_> = illegal_messages()
        .into_iter()
        .filter(|(_, body)| validators::body_faults("POST", path, body).is_empty())
        .map(|(what, _)| what)
        .collect();
    // Only the sandbox refuses these messages. If a validator stops working, it accepts more messages, and the test
    // fails.
    let refused_only_by_sandbox = [
        "field without words",
        "embed url without a scheme",
        "button beside a select",
        "button without label or emoji",
        "emoji in letters",
        "custom id twice",
        "option value twice",
        "more at least than at most",
        "more at most than there are",
        "content beside components V2",
        "parse and list",
        "misspelt allowed mentions",
        "misspelt disabled",
        "reply to an unknown message",
    ];
    assert_eq!(accepted_messages, refused_only_by_sandbox);
}

#[test]
fn validators_report_the_request_and_the_reason() {
    let request = |body: Value, status: u16, error: Value| {
        json!({
            "method": "POST", "path": "/channels/1/messages", "body": body, "status": status, "error": error,
            "fault": false,
        })
    };
    let valid_request = request(json!({"content": "x", "nonce": "abc", "enforce_nonce": true}), 200, Value::Null);
    assert_eq!(validators::faults_of(&[valid_request]), Vec::<String>::new());
    let long_message = request(json!({"content": "x".repeat(2001)}), 400, json!({"code": 50035}));
    let faults = validators::faults_of(&[long_message]);
    assert!(faults.iter().any(|fault| fault.starts_with("POST /channels/1/messages: refused")), "{faults:?}");
    assert!(faults.iter().any(|fault| fault.contains("twilight")), "{faults:?}");
    let post_in_archived_thread = request(json!({"content": "x"}), 400, json!({"code": 50083}));
    assert_eq!(
        validators::faults_of(&[post_in_archived_thread]),
        Vec::<String>::new(),
        "a refusal because of the channel's state is no bad request"
    );
}
