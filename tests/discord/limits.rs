//! Tests that the sandbox refuses a body beyond one of Discord's limits with 50035 and the path of the field.

use magpie::sandbox::core::{File, Method, Request};
use magpie::time::SignedDuration;
use serde_json::{Value, json};

use crate::fixture::{Fixture, button};

fn message_faults(body: Value) -> String {
    let mut fixture = Fixture::new();
    let path = fixture.messages_path("help");
    fixture.must_have_faults(Method::Post, &path, body)
}

#[test]
fn content_over_two_thousand_characters_is_refused_and_counted_in_characters() {
    let found = message_faults(json!({"content": "é".repeat(2001)}));
    insta::assert_snapshot!(found, @"content: BASE_TYPE_MAX_LENGTH");
    let mut fixture = Fixture::new();
    let help = fixture.channel("help");
    fixture.say(&help, &"é".repeat(2000));
}

#[test]
fn embeds_are_limited_each_and_together() {
    let long = json!({"title": "t".repeat(257)});
    insta::assert_snapshot!(message_faults(json!({"embeds": [long]})), @"embeds.0.title: BASE_TYPE_MAX_LENGTH");
    let embed = json!({"description": "d".repeat(3001)});
    insta::assert_snapshot!(message_faults(json!({"embeds": [embed, embed]})), @"embeds: MAX_EMBED_SIZE_EXCEEDED");
    let many: Vec<_> = (0..11).map(|n| json!({"title": n.to_string()})).collect();
    insta::assert_snapshot!(message_faults(json!({"embeds": many})), @"embeds: BASE_TYPE_MAX_LENGTH");
    insta::assert_snapshot!(message_faults(json!({"embeds": [{}]})), @"embeds.0.description: BASE_TYPE_REQUIRED");
}

#[test]
fn nonce_over_twenty_five_characters_is_refused() {
    insta::assert_snapshot!(message_faults(json!({"content": "x", "nonce": "n".repeat(26)})), @"nonce: BASE_TYPE_MAX_LENGTH");
}

#[test]
fn contradicting_allowed_mentions_are_refused() {
    let body = json!({"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}});
    insta::assert_snapshot!(message_faults(body), @"allowed_mentions: MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE");
    insta::assert_snapshot!(message_faults(json!({"content": "x", "allowed_mentions": {"parse": ["user"]}})), @"allowed_mentions.parse.0: BASE_TYPE_CHOICES");
}

#[test]
fn misspelt_key_is_refused() {
    insta::assert_snapshot!(message_faults(json!({"contents": "x"})), @"contents: UNKNOWN_KEY");
}

#[test]
fn ephemeral_flag_is_accepted_in_interaction_responses_only() {
    insta::assert_snapshot!(message_faults(json!({"content": "x", "flags": 64})), @"flags: MESSAGE_FLAGS_INVALID");
}

#[test]
fn selects_and_buttons_are_limited() {
    let options: Vec<_> = (0..26).map(|n| json!({"label": n.to_string(), "value": n.to_string()})).collect();
    let select =
        |options: &[Value]| json!({"type": 1, "components": [{"type": 3, "custom_id": "s", "options": options}]});
    insta::assert_snapshot!(message_faults(json!({"content": "x", "components": [select(&options)]})), @"components.0.components.0.options: BASE_TYPE_MAX_LENGTH");
    let doubled = [json!({"label": "a", "value": "1"}), json!({"label": "b", "value": "1"})];
    insta::assert_snapshot!(message_faults(json!({"content": "x", "components": [select(&doubled)]})), @"components.0.components.0.options.1.value: SELECT_COMPONENT_OPTION_VALUE_DUPLICATED");
    let label = button(&"l".repeat(81), "b");
    insta::assert_snapshot!(message_faults(json!({"content": "x", "components": [label]})), @"components.0.components.0.label: BASE_TYPE_MAX_LENGTH");
    let custom_id = button("l", &"c".repeat(101));
    insta::assert_snapshot!(message_faults(json!({"content": "x", "components": [custom_id]})), @"components.0.components.0.custom_id: BASE_TYPE_MAX_LENGTH");
}

#[test]
fn components_v2_need_the_flag_and_exclude_content() {
    let text = json!({"type": 10, "content": "words"});
    insta::assert_snapshot!(message_faults(json!({"components": [text]})), @"components.0.type: BASE_TYPE_CHOICES");
    let body = json!({"content": "x", "flags": 32768, "components": [text]});
    insta::assert_snapshot!(message_faults(body), @"content: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2");
    let long: Vec<_> = (0..2).map(|_| json!({"type": 10, "content": "w".repeat(2001)})).collect();
    insta::assert_snapshot!(message_faults(json!({"flags": 32768, "components": long})), @"components: COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED");
    let nested: Vec<_> =
        (0..5).map(|_| json!({"type": 17, "components": (0..8).map(|_| text.clone()).collect::<Vec<_>>()})).collect();
    insta::assert_snapshot!(message_faults(json!({"flags": 32768, "components": nested})), @"components: COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED");
}

#[test]
fn components_v2_flag_cannot_be_removed() {
    let mut fixture = Fixture::new();
    let path = fixture.messages_path("help");
    let sent = fixture.must_succeed(
        Method::Post,
        &path,
        json!({"flags": 32768, "components": [{"type": 10, "content": "words"}]}),
    );
    let own = format!("{path}/{}", sent["id"].as_str().expect("an id"));
    insta::assert_snapshot!(fixture.must_have_faults(Method::Patch, &own, json!({"flags": 0})), @"flags: MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG");
    let edited = fixture.must_succeed(Method::Patch, &own, json!({"components": [{"type": 10, "content": "others"}]}));
    assert_eq!(edited["components"][0]["content"], "others");
}

#[test]
fn empty_message_is_refused() {
    let mut fixture = Fixture::new();
    let path = fixture.messages_path("help");
    fixture.must_be_refused(50006, Method::Post, &path, json!({"content": ""}));
    fixture.must_be_refused(50006, Method::Post, &path, json!({}));
}

#[test]
fn repeated_nonce_returns_the_first_message_for_three_minutes() {
    let mut fixture = Fixture::new();
    let path = fixture.messages_path("help");
    let body = |words: &str| json!({"content": words, "nonce": "abc", "enforce_nonce": true});
    let first = fixture.must_succeed(Method::Post, &path, body("one"));
    assert_eq!(first["nonce"], "abc");
    fixture.advance(SignedDuration::from_secs(179));
    let again = fixture.must_succeed(Method::Post, &path, body("two"));
    assert_eq!((again["id"].clone(), again["content"].clone()), (first["id"].clone(), json!("one")));
    fixture.advance(SignedDuration::from_secs(1));
    assert_ne!(fixture.must_succeed(Method::Post, &path, body("three"))["id"], first["id"]);
}

#[test]
fn nonce_without_enforcement_does_not_prevent_a_second_message() {
    let mut fixture = Fixture::new();
    let path = fixture.messages_path("help");
    let body = json!({"content": "x", "nonce": "abc"});
    let first = fixture.must_succeed(Method::Post, &path, body.clone());
    assert_ne!(fixture.must_succeed(Method::Post, &path, body)["id"], first["id"]);
}

#[test]
fn message_history_has_no_nonce() {
    let mut fixture = Fixture::new();
    let path = fixture.messages_path("help");
    let sent = fixture.must_succeed(Method::Post, &path, json!({"content": "x", "nonce": "abc"}));
    let created = fixture.events().into_iter().find(|event| event.name == "MESSAGE_CREATE").expect("dispatched");
    assert_eq!(created.data["nonce"], "abc");
    let read =
        fixture.must_succeed(Method::Get, &format!("{path}/{}", sent["id"].as_str().expect("an id")), Value::Null);
    assert!(read.get("nonce").is_none());
}

#[test]
fn sixth_edit_in_an_hour_of_an_old_message_is_refused() {
    let mut fixture = Fixture::new();
    let path = fixture.messages_path("help");
    let sent = fixture.must_succeed(Method::Post, &path, json!({"content": "x"}));
    let own = format!("{path}/{}", sent["id"].as_str().expect("an id"));
    for n in 0..10 {
        fixture.must_succeed(Method::Patch, &own, json!({"content": n.to_string()}));
    }
    fixture.advance(SignedDuration::from_mins(61));
    for n in 0..5 {
        fixture.must_succeed(Method::Patch, &own, json!({"content": n.to_string()}));
    }
    fixture.must_be_refused(30046, Method::Patch, &own, json!({"content": "no"}));
    fixture.advance(SignedDuration::from_mins(61));
    fixture.must_succeed(Method::Patch, &own, json!({"content": "yes"}));
}

#[test]
fn commands_are_checked_for_names_order_and_locales() {
    let mut fixture = Fixture::new();
    let path = format!("/applications/{}/commands", fixture.application());
    let mut faults = |body: Value| fixture.must_have_faults(Method::Put, &path, json!([body]));
    insta::assert_snapshot!(faults(json!({"name": "Alert", "description": "d"})), @"0.name: APPLICATION_COMMAND_INVALID_NAME");
    let unknown = json!({"name": "a", "description": "d", "name_localizations": {"fr-FR": "a"}});
    insta::assert_snapshot!(faults(unknown), @"0.name_localizations.fr-FR: DICT_TYPE_INVALID_KEY");
    let options = json!([
        {"type": 3, "name": "a", "description": "d"}, {"type": 3, "name": "b", "description": "d", "required": true},
    ]);
    insta::assert_snapshot!(faults(json!({"name": "a", "description": "d", "options": options})), @"0.options.1: APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID");
    let choice = json!([{"type": 4, "name": "a", "description": "d", "choices": [{"name": "one", "value": "1"}]}]);
    insta::assert_snapshot!(faults(json!({"name": "a", "description": "d", "options": choice})), @"0.options.0.choices.0.value: NUMBER_TYPE_COERCE");
    let mixed = json!([{"type": 1, "name": "s", "description": "d"}, {"type": 3, "name": "a", "description": "d"}]);
    insta::assert_snapshot!(faults(json!({"name": "a", "description": "d", "options": mixed})), @"0.options: APPLICATION_COMMAND_OPTIONS_TYPE_INVALID");
    let twice = json!([{"name": "a", "description": "d"}, {"name": "a", "description": "e"}]);
    insta::assert_snapshot!(fixture.must_have_faults(Method::Put, &path, twice), @"1.name: APPLICATION_COMMANDS_DUPLICATE_NAME");
}

#[test]
fn replaced_commands_keep_their_ids_by_name() {
    let mut fixture = Fixture::new();
    let path = format!("/applications/{}/commands", fixture.application());
    let first = fixture.must_succeed(
        Method::Put,
        &path,
        json!([{"name": "a", "description": "d"}, {"name": "b", "description": "d"}]),
    );
    let second = fixture.must_succeed(Method::Put, &path, json!([{"name": "b", "description": "changed"}]));
    assert_eq!(second[0]["id"], first[1]["id"]);
    assert_ne!(second[0]["version"], first[1]["version"]);
    assert_eq!(fixture.must_succeed(Method::Get, &path, Value::Null).as_array().map(Vec::len), Some(1));
}

#[test]
fn file_is_kept_and_can_be_fetched() {
    let mut fixture = Fixture::new();
    let request = Request {
        method: Method::Post,
        path: fixture.messages_path("help"),
        query: Vec::new(),
        authorization: Some("Bot sandbox-token".to_owned()),
        audit_reason: None,
        body: json!({"content": "", "attachments": [{"id": 0, "description": "Yours"}]}),
        files: vec![File {
            field: "files[0]".to_owned(),
            name: "profile.json".to_owned(),
            content_type: None,
            bytes: b"{}".to_vec(),
        }],
    };
    let sent = fixture.request(&request).body;
    let url = sent["attachments"][0]["url"].as_str().expect("a url");
    let path = url.split_once("/attachments/").expect("a CDN URL").1;
    assert_eq!(fixture.world.attachment(path).expect("kept").bytes, b"{}");
    assert_eq!(sent["attachments"][0]["description"], "Yours");
}
