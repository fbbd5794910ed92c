//! Tests that the sandbox refuses bodies that break a limit of Discord. The error has the code 50035 and the path of
//! the field.

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
fn content_may_have_two_thousand_characters_of_any_size_and_not_more() {
    let found = message_faults(json!({"content": "é".repeat(2001)}));
    insta::assert_snapshot!(found, @"content: BASE_TYPE_MAX_LENGTH");
    let mut fixture = Fixture::new();
    let help = fixture.channel_id("help");
    fixture.say(&help, &"é".repeat(2000));
}

#[test]
fn each_embed_and_all_embeds_together_are_limited() {
    let long_embed = json!({"title": "t".repeat(257)});
    insta::assert_snapshot!(message_faults(json!({"embeds": [long_embed]})), @"embeds.0.title: BASE_TYPE_MAX_LENGTH");
    let embed = json!({"description": "d".repeat(3001)});
    insta::assert_snapshot!(message_faults(json!({"embeds": [embed, embed]})), @"embeds: MAX_EMBED_SIZE_EXCEEDED");
    let many_embeds: Vec<_> = (0..11).map(|n| json!({"title": n.to_string()})).collect();
    insta::assert_snapshot!(message_faults(json!({"embeds": many_embeds})), @"embeds: BASE_TYPE_MAX_LENGTH");
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
fn ephemeral_flag_is_refused_outside_interaction_responses() {
    insta::assert_snapshot!(message_faults(json!({"content": "x", "flags": 64})), @"flags: MESSAGE_FLAGS_INVALID");
}

#[test]
fn selects_and_buttons_are_limited() {
    let options: Vec<_> = (0..26).map(|n| json!({"label": n.to_string(), "value": n.to_string()})).collect();
    let select =
        |options: &[Value]| json!({"type": 1, "components": [{"type": 3, "custom_id": "s", "options": options}]});
    insta::assert_snapshot!(message_faults(json!({"content": "x", "components": [select(&options)]})), @"components.0.components.0.options: BASE_TYPE_MAX_LENGTH");
    let options_with_one_value = [json!({"label": "a", "value": "1"}), json!({"label": "b", "value": "1"})];
    insta::assert_snapshot!(message_faults(json!({"content": "x", "components": [select(&options_with_one_value)]})), @"components.0.components.0.options.1.value: SELECT_COMPONENT_OPTION_VALUE_DUPLICATED");
    let long_label = button(&"l".repeat(81), "b");
    insta::assert_snapshot!(message_faults(json!({"content": "x", "components": [long_label]})), @"components.0.components.0.label: BASE_TYPE_MAX_LENGTH");
    let long_custom_id = button("l", &"c".repeat(101));
    insta::assert_snapshot!(message_faults(json!({"content": "x", "components": [long_custom_id]})), @"components.0.components.0.custom_id: BASE_TYPE_MAX_LENGTH");
}

#[test]
fn components_v2_need_the_flag_and_exclude_content() {
    let text = json!({"type": 10, "content": "words"});
    insta::assert_snapshot!(message_faults(json!({"components": [text]})), @"components.0.type: BASE_TYPE_CHOICES");
    let body = json!({"content": "x", "flags": 32768, "components": [text]});
    insta::assert_snapshot!(message_faults(body), @"content: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2");
    let long_texts: Vec<_> = (0..2).map(|_| json!({"type": 10, "content": "w".repeat(2001)})).collect();
    insta::assert_snapshot!(message_faults(json!({"flags": 32768, "components": long_texts})), @"components: COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED");
    let nested_texts: Vec<_> =
        (0..5).map(|_| json!({"type": 17, "components": (0..8).map(|_| text.clone()).collect::<Vec<_>>()})).collect();
    insta::assert_snapshot!(message_faults(json!({"flags": 32768, "components": nested_texts})), @"components: COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED");
}

#[test]
fn components_v2_flag_cannot_be_removed() {
    let mut fixture = Fixture::new();
    let path = fixture.messages_path("help");
    let message = fixture.must_succeed(
        Method::Post,
        &path,
        json!({"flags": 32768, "components": [{"type": 10, "content": "words"}]}),
    );
    let message_path = format!("{path}/{}", message["id"].as_str().expect("an id"));
    insta::assert_snapshot!(fixture.must_have_faults(Method::Patch, &message_path, json!({"flags": 0})), @"flags: MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG");
    let edited_message =
        fixture.must_succeed(Method::Patch, &message_path, json!({"components": [{"type": 10, "content": "others"}]}));
    assert_eq!(edited_message["components"][0]["content"], "others");
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
    let first_message = fixture.must_succeed(Method::Post, &path, body("one"));
    assert_eq!(first_message["nonce"], "abc");
    fixture.advance(SignedDuration::from_secs(179));
    let repeated_message = fixture.must_succeed(Method::Post, &path, body("two"));
    assert_eq!(
        (repeated_message["id"].clone(), repeated_message["content"].clone()),
        (first_message["id"].clone(), json!("one"))
    );
    fixture.advance(SignedDuration::from_secs(1));
    assert_ne!(fixture.must_succeed(Method::Post, &path, body("three"))["id"], first_message["id"]);
}

#[test]
fn nonce_without_enforcement_does_not_prevent_a_second_message() {
    let mut fixture = Fixture::new();
    let path = fixture.messages_path("help");
    let body = json!({"content": "x", "nonce": "abc"});
    let first_message = fixture.must_succeed(Method::Post, &path, body.clone());
    assert_ne!(fixture.must_succeed(Method::Post, &path, body)["id"], first_message["id"]);
}

#[test]
fn message_history_has_no_nonce() {
    let mut fixture = Fixture::new();
    let path = fixture.messages_path("help");
    let message = fixture.must_succeed(Method::Post, &path, json!({"content": "x", "nonce": "abc"}));
    let created_event = fixture.events().into_iter().find(|event| event.name == "MESSAGE_CREATE").expect("dispatched");
    assert_eq!(created_event.data["nonce"], "abc");
    let fetched_message =
        fixture.must_succeed(Method::Get, &format!("{path}/{}", message["id"].as_str().expect("an id")), Value::Null);
    assert!(fetched_message.get("nonce").is_none());
}

#[test]
fn sixth_edit_in_an_hour_of_an_old_message_is_refused() {
    let mut fixture = Fixture::new();
    let path = fixture.messages_path("help");
    let message = fixture.must_succeed(Method::Post, &path, json!({"content": "x"}));
    let message_path = format!("{path}/{}", message["id"].as_str().expect("an id"));
    for n in 0..10 {
        fixture.must_succeed(Method::Patch, &message_path, json!({"content": n.to_string()}));
    }
    fixture.advance(SignedDuration::from_mins(61));
    for n in 0..5 {
        fixture.must_succeed(Method::Patch, &message_path, json!({"content": n.to_string()}));
    }
    fixture.must_be_refused(30046, Method::Patch, &message_path, json!({"content": "no"}));
    fixture.advance(SignedDuration::from_mins(61));
    fixture.must_succeed(Method::Patch, &message_path, json!({"content": "yes"}));
}

#[test]
fn invalid_names_options_and_locales_of_commands_are_refused() {
    let mut fixture = Fixture::new();
    let path = format!("/applications/{}/commands", fixture.application_id());
    let mut faults = |body: Value| fixture.must_have_faults(Method::Put, &path, json!([body]));
    insta::assert_snapshot!(faults(json!({"name": "Alert", "description": "d"})), @"0.name: APPLICATION_COMMAND_INVALID_NAME");
    let unknown_locale = json!({"name": "a", "description": "d", "name_localizations": {"fr-FR": "a"}});
    insta::assert_snapshot!(faults(unknown_locale), @"0.name_localizations.fr-FR: DICT_TYPE_INVALID_KEY");
    let options = json!([
        {"type": 3, "name": "a", "description": "d"}, {"type": 3, "name": "b", "description": "d", "required": true},
    ]);
    insta::assert_snapshot!(faults(json!({"name": "a", "description": "d", "options": options})), @"0.options.1: APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID");
    let text_choice = json!([{"type": 4, "name": "a", "description": "d", "choices": [{"name": "one", "value": "1"}]}]);
    insta::assert_snapshot!(faults(json!({"name": "a", "description": "d", "options": text_choice})), @"0.options.0.choices.0.value: NUMBER_TYPE_COERCE");
    let mixed_options =
        json!([{"type": 1, "name": "s", "description": "d"}, {"type": 3, "name": "a", "description": "d"}]);
    insta::assert_snapshot!(faults(json!({"name": "a", "description": "d", "options": mixed_options})), @"0.options: APPLICATION_COMMAND_OPTIONS_TYPE_INVALID");
    let same_name_twice = json!([{"name": "a", "description": "d"}, {"name": "a", "description": "e"}]);
    insta::assert_snapshot!(fixture.must_have_faults(Method::Put, &path, same_name_twice), @"1.name: APPLICATION_COMMANDS_DUPLICATE_NAME");
}

#[test]
fn replaced_commands_keep_their_ids_by_name() {
    let mut fixture = Fixture::new();
    let path = format!("/applications/{}/commands", fixture.application_id());
    let first_commands = fixture.must_succeed(
        Method::Put,
        &path,
        json!([{"name": "a", "description": "d"}, {"name": "b", "description": "d"}]),
    );
    let second_commands = fixture.must_succeed(Method::Put, &path, json!([{"name": "b", "description": "changed"}]));
    assert_eq!(second_commands[0]["id"], first_commands[1]["id"]);
    assert_ne!(second_commands[0]["version"], first_commands[1]["version"]);
    assert_eq!(fixture.must_succeed(Method::Get, &path, Value::Null).as_array().map(Vec::len), Some(1));
}

#[test]
fn uploaded_file_can_be_fetched() {
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
    let message = fixture.request(&request).body;
    let url = message["attachments"][0]["url"].as_str().expect("a url");
    let path = url.split_once("/attachments/").expect("a CDN URL").1;
    assert_eq!(fixture.world.attachment(path).expect("kept").bytes, b"{}");
    assert_eq!(message["attachments"][0]["description"], "Yours");
}
