//! Tests parts of the API that third-party libraries use and our own bot does not use: webhooks of channels, context
//! menu commands, paged lists, the newer inputs of modals, and keys that Discord ignores.

use magpie::sandbox::core::{CommandInput, Method, Permissions, RolePatch, Seed, Strictness};
use magpie::time::SignedDuration;
use serde_json::{Map, Value, json};

use crate::fixture::{Fixture, Received, people};

/// A fixture that ignores the mistakes in requests that Discord ignores.
fn lenient_fixture() -> Fixture {
    Fixture::with_seed(Seed { members: people(), strictness: Strictness::Lenient, ..Seed::default() })
}

impl Fixture {
    fn menu(&mut self, who: &str, name: &str, target: &str) -> Received {
        let input = CommandInput { channel: "mag-general".to_owned(), name: name.to_owned(), options: Map::new() };
        let id = self.world.menu_command(self.now, who, &input, target).expect("the client offers it");
        let event = self.events().into_iter().rfind(|event| event.name == "INTERACTION_CREATE").expect("dispatched");
        Received { id, token: event.data["token"].as_str().expect("a token").to_owned(), data: event.data }
    }

    fn ids(&mut self, path: &str, field: &str) -> Vec<String> {
        let list = self.must_succeed(Method::Get, path, Value::Null);
        let id = |row: &Value| row[field].as_str().expect("an id").to_owned();
        list.as_array().expect("a list").iter().map(id).collect()
    }
}

#[test]
fn keys_that_discord_ignores_are_refused_only_when_strict() {
    let body = json!({"content": "x", "surprise": 1, "embeds": [{"title": "t", "flags": 0}]});
    for (mut fixture, status) in [(Fixture::new(), 400), (lenient_fixture(), 200)] {
        let path = fixture.messages_path("mag-general");
        assert_eq!(fixture.status_of(Method::Post, &path, body.clone()), status);
    }
    let mut fixture = lenient_fixture();
    let path = fixture.messages_path("mag-general");
    assert_eq!(
        fixture.must_have_faults(Method::Post, &path, json!({"content": "x".repeat(2001)})),
        "content: BASE_TYPE_MAX_LENGTH"
    );
    let channel = format!("/channels/{}", fixture.channel_id("help"));
    fixture
        .world
        .moderate_role("Magpie", role_with(Permissions::BOT_DEFAULT | Permissions::MANAGE_CHANNELS))
        .expect("a role");
    assert_eq!(fixture.status_of(Method::Patch, &channel, json!({"nsfw": true})), 501, "not implemented");
}

#[test]
fn deferral_may_have_the_fields_of_a_message_unless_strict() {
    for (mut fixture, status) in [(Fixture::new(), 400), (lenient_fixture(), 200)] {
        fixture.register(json!([{"name": "later", "description": "Later"}]));
        let received = fixture.command("lapaz", "mag-general", "later", json!({}));
        let body = json!({"type": 5, "data": {"flags": 64, "allowed_mentions": {"parse": []}, "content": null}});
        let returned_status =
            fixture.status_of(Method::Post, &received.callback().replace("?with_response=true", ""), body);
        assert_eq!(returned_status == 204, status == 200, "answered {returned_status}");
    }
}

#[test]
fn numbers_and_booleans_may_be_sent_as_text_unless_strict() {
    let body = json!({"content": "x", "tts": "false", "flags": "4"});
    for (mut fixture, status) in [(Fixture::new(), 400), (lenient_fixture(), 200)] {
        let path = fixture.messages_path("mag-general");
        assert_eq!(fixture.status_of(Method::Post, &path, body.clone()), status);
    }
}

#[test]
fn application_and_its_bot_share_an_id_unless_strict() {
    for (mut fixture, is_shared) in [(Fixture::new(), false), (lenient_fixture(), true)] {
        let user = fixture.must_succeed(Method::Get, "/users/@me", Value::Null)["id"].clone();
        assert_eq!(json!(fixture.application_id()) == user, is_shared);
        let strictness = if is_shared { Strictness::Lenient } else { Strictness::Strict };
        assert_eq!(json!(Seed { strictness, ..Seed::default() }.bot_id()), user);
    }
}

#[test]
fn string_select_has_no_resolved_data() {
    let mut fixture = Fixture::new();
    let options = json!([{"label": "One", "value": "one"}]);
    let row = json!({"type": 1, "components": [{"type": 3, "custom_id": "words", "options": options}]});
    let path = fixture.messages_path("mag-general");
    let message = fixture.must_succeed(Method::Post, &path, json!({"content": "pick", "components": [row]}));
    let received = fixture.click("lapaz", &message, "words", Some(&["one"]));
    assert_eq!(received.data["data"].get("resolved"), None);
}

#[test]
fn users_who_reacted_are_listed_in_pages() {
    let mut fixture = Fixture::new();
    let channel = fixture.channel_id("mag-general");
    let message = fixture.say(&channel, "react")["id"].as_str().expect("an id").to_owned();
    for who in ["lead", "lapaz", "brisbane"] {
        fixture.world.react_as(fixture.now, who, &message, "👍").expect("may react");
    }
    let path = format!("/channels/{channel}/messages/{message}/reactions/%F0%9F%91%8D");
    let all_ids = fixture.ids(&path, "id");
    assert_eq!(all_ids.len(), 3);
    assert_eq!(fixture.ids(&format!("{path}?limit=2"), "id"), all_ids[..2]);
    assert_eq!(fixture.ids(&format!("{path}?after={}", all_ids[1]), "id"), all_ids[2..]);
    assert!(fixture.ids(&format!("{path}?type=1"), "id").is_empty(), "nobody used a super reaction");
    fixture.must_succeed(Method::Delete, &path, Value::Null);
    assert!(fixture.ids(&path, "id").is_empty());
    assert_eq!(fixture.event_names().last(), Some(&"MESSAGE_REACTION_REMOVE_EMOJI"));
    assert_eq!(fixture.world.unreact_as(fixture.now, "lead", &message, "👍").expect_err("it is gone").status, 409);
    assert_eq!(fixture.world.react_as(fixture.now, "guest", &message, "👍").expect_err("unseen").status, 403);
}

#[test]
fn members_of_a_thread_and_guilds_are_listed_in_pages() {
    let mut fixture = Fixture::new();
    let path = format!("/channels/{}/threads", fixture.channel_id("help"));
    let thread = fixture.must_succeed(Method::Post, &path, json!({"name": "t", "type": 11}));
    let path = format!("/channels/{}/thread-members", thread["id"].as_str().expect("an id"));
    for who in ["lapaz", "brisbane"] {
        let member = fixture.member_id(who);
        fixture.must_succeed(Method::Put, &format!("{path}/{member}"), Value::Null);
    }
    let all_ids = fixture.ids(&path, "user_id");
    assert_eq!(all_ids.len(), 3);
    assert_eq!(fixture.ids(&format!("{path}?with_member=true&limit=2"), "user_id"), all_ids[..2]);
    assert_eq!(fixture.ids(&format!("{path}?with_member=true&after={}", all_ids[1]), "user_id"), all_ids[2..]);
    let guild = fixture.guild_id();
    assert_eq!(fixture.ids("/users/@me/guilds?limit=1", "id"), [guild.to_string()]);
    assert!(fixture.ids(&format!("/users/@me/guilds?after={guild}"), "id").is_empty());
    assert!(fixture.ids(&format!("/users/@me/guilds?before={guild}"), "id").is_empty());
}

#[test]
fn pins_are_listed_in_pages_latest_first() {
    let mut fixture = Fixture::new();
    let channel = fixture.channel_id("mag-general");
    let mut ids = Vec::new();
    for words in ["one", "two"] {
        let id = fixture.say(&channel, words)["id"].as_str().expect("an id").to_owned();
        fixture.must_succeed(Method::Put, &format!("/channels/{channel}/messages/pins/{id}"), Value::Null);
        fixture.advance(SignedDuration::from_mins(1));
        ids.push(id);
    }
    let path = format!("/channels/{channel}/messages/pins");
    let first_page = fixture.must_succeed(Method::Get, &format!("{path}?limit=1"), Value::Null);
    assert_eq!((&first_page["items"][0]["message"]["id"], &first_page["has_more"]), (&json!(ids[1]), &json!(true)));
    let before = first_page["items"][0]["pinned_at"].as_str().expect("an instant").replace("+00:00", "Z");
    let second_page = fixture.must_succeed(Method::Get, &format!("{path}?limit=1&before={before}"), Value::Null);
    assert_eq!((&second_page["items"][0]["message"]["id"], &second_page["has_more"]), (&json!(ids[0]), &json!(false)));
}

fn role_with(permissions: Permissions) -> RolePatch {
    RolePatch { permissions: Some(permissions), ..RolePatch::default() }
}

#[test]
fn webhook_posts_under_its_own_name_until_it_is_deleted() {
    let mut fixture = Fixture::new();
    let channel = fixture.channel_id("mag-general");
    let path = format!("/channels/{channel}/webhooks");
    fixture.must_be_refused(50013, Method::Post, &path, json!({"name": "Relay"}));
    fixture
        .world
        .moderate_role("Magpie", role_with(Permissions::BOT_DEFAULT | Permissions::MANAGE_WEBHOOKS))
        .expect("a role");
    assert_eq!(
        fixture.must_have_faults(Method::Post, &path, json!({"name": "Clyde"})),
        "name: USERNAME_INVALID_CONTAINS"
    );
    assert_eq!(fixture.must_have_faults(Method::Post, &path, json!({})), "name: BASE_TYPE_REQUIRED");
    let webhook = fixture.must_succeed(Method::Post, &path, json!({"name": "guest"}));
    let (id, token) = (webhook["id"].as_str().expect("an id"), webhook["token"].as_str().expect("a token"));
    assert_eq!(fixture.ids(&path, "id"), [id]);
    assert_ne!(fixture.member_id("guest"), id, "a webhook is no member");
    fixture.must_be_refused(10013, Method::Get, &format!("/users/{id}"), Value::Null);
    assert_eq!(fixture.event_names(), ["GUILD_ROLE_UPDATE", "WEBHOOKS_UPDATE"]);

    let webhook_path = format!("/webhooks/{id}/{token}");
    assert_eq!(fixture.send_as_bot(Method::Post, &webhook_path, json!({"content": "quiet"})).status, 204);
    let body = json!({"content": "hi", "username": "Somebody"});
    let posted_message = fixture.must_succeed(Method::Post, &format!("{webhook_path}?wait=true"), body);
    assert_eq!(
        (&posted_message["author"]["username"], &posted_message["webhook_id"]),
        (&json!("Somebody"), &json!(id))
    );
    assert_eq!(fixture.world.messages("mag-general", None, Some("lapaz")).expect("seen")[1].author.name, "Somebody");
    let message_path = format!("{webhook_path}/messages/{}", posted_message["id"].as_str().expect("an id"));
    assert_eq!(fixture.must_succeed(Method::Patch, &message_path, json!({"content": "edited"}))["content"], "edited");
    assert_eq!(fixture.must_succeed(Method::Get, &message_path, Value::Null)["content"], "edited");
    fixture.must_succeed(Method::Delete, &message_path, Value::Null);
    fixture.must_be_refused(10008, Method::Get, &message_path, Value::Null);
    fixture.must_be_refused(50027, Method::Post, &format!("/webhooks/{id}/wrong"), json!({"content": "hi"}));
    fixture.must_be_refused(50006, Method::Post, &webhook_path, json!({}));
    fixture.must_be_refused(
        10003,
        Method::Post,
        &format!("{webhook_path}?thread_id={channel}"),
        json!({"content": "no thread"}),
    );

    assert_eq!(
        fixture.must_succeed(Method::Patch, &format!("/webhooks/{id}"), json!({"name": "Other"}))["name"],
        "Other"
    );
    fixture.must_succeed(Method::Delete, &format!("/webhooks/{id}"), Value::Null);
    fixture.must_be_refused(10015, Method::Post, &webhook_path, json!({"content": "hi"}));
}

#[test]
fn webhook_is_deleted_with_its_channel() {
    let mut fixture = Fixture::new();
    fixture
        .world
        .moderate_role("Magpie", role_with(Permissions::BOT_DEFAULT | Permissions::MANAGE_WEBHOOKS))
        .expect("a role");
    let path = format!("/channels/{}/webhooks", fixture.channel_id("help"));
    let webhook = fixture.must_succeed(Method::Post, &path, json!({"name": "Relay"}));
    fixture.world.remove_channel("help").expect("a moderator may");
    let webhook_path =
        format!("/webhooks/{}/{}", webhook["id"].as_str().expect("id"), webhook["token"].as_str().expect("token"));
    fixture.must_be_refused(10015, Method::Post, &webhook_path, json!({"content": "hi"}));
}

#[test]
fn context_menu_command_has_its_target_and_the_resolved_data() {
    let mut fixture = Fixture::new();
    fixture.register(
        json!([{"name": "Look at", "type": 2}, {"name": "Look at", "type": 3}, {"name": "Quote", "type": 3}]),
    );
    let (guest, channel) = (fixture.member_id("guest"), fixture.channel_id("mag-general"));
    let user_menu_data = fixture.menu("lapaz", "look at", "guest").data["data"].clone();
    assert_eq!((&user_menu_data["type"], &user_menu_data["target_id"]), (&json!(2), &json!(guest)));
    assert_eq!(user_menu_data["resolved"]["users"][&guest]["username"], "guest");
    assert!(user_menu_data["resolved"]["members"][&guest]["roles"].is_array());
    fixture.world.post(fixture.now, "brisbane", "mag-general", "words of a member").expect("may write");
    let message_id = fixture.world.messages("mag-general", None, None).expect("seen")[0].id.to_string();
    let message_menu_interaction = fixture.menu("lapaz", "Look at", &message_id);
    let resolved = &message_menu_interaction.data["data"]["resolved"]["messages"][&message_id];
    assert_eq!((&resolved["content"], &resolved["channel_id"]), (&json!("words of a member"), &json!(channel)));
    let response = fixture.answer(&message_menu_interaction, json!({"type": 4, "data": {"content": "seen"}}));
    let metadata = &response["resource"]["message"]["interaction_metadata"];
    assert_eq!((&metadata["command_type"], &metadata["target_message_id"]), (&json!(3), &json!(message_id)));
    let refused_status = |fixture: &mut Fixture, name: &str, target: &str| {
        let input = CommandInput { channel: "mag-general".to_owned(), name: name.to_owned(), options: Map::new() };
        fixture
            .world
            .menu_command(fixture.now, "lapaz", &input, target)
            .expect_err("the client offers no such thing")
            .status
    };
    assert_eq!(refused_status(&mut fixture, "Quote", "guest"), 404, "a message command takes no user");
    assert_eq!(refused_status(&mut fixture, "Nothing", "guest"), 404);
}

#[test]
fn modal_accepts_files_and_choices() {
    let mut fixture = Fixture::new();
    fixture.register(json!([{"name": "form", "description": "Form"}]));
    let command = fixture.command("lapaz", "mag-general", "form", json!({}));
    let options = |words: [&str; 2]| words.map(|word| json!({"label": word.to_uppercase(), "value": word}));
    let inputs = [
        ("Proof", json!({"type": 19, "custom_id": "proof", "max_values": 2})),
        ("One", json!({"type": 21, "custom_id": "one", "options": options(["red", "blue"])})),
        ("More", json!({"type": 22, "custom_id": "more", "options": options(["x", "y"])})),
        ("Yes", json!({"type": 23, "custom_id": "yes"})),
    ];
    let labels = inputs.map(|(label, input)| json!({"type": 18, "label": label, "component": input}));
    let body = json!({"type": 9, "data": {"custom_id": "f", "title": "Form", "components": labels}});
    assert_eq!(fixture.status_of(Method::Post, &command.callback().replace("?with_response=true", ""), body), 204);
    let submit = |fixture: &mut Fixture, fields: Value| {
        let fields = fields.as_object().cloned().expect("fields");
        fixture.world.submit_modal(fixture.now, "lapaz", &command.id.to_string(), &fields)
    };
    let file = json!({"filename": "a.txt", "content": "words"});
    let missing_file = submit(&mut fixture, json!({"One": "red", "More": ["x"]})).expect_err("a file is required");
    assert_eq!(missing_file.error, "field \"Proof\" takes 1 to 2 files, not 0");
    let unknown_option =
        submit(&mut fixture, json!({"proof": [file], "One": "green", "More": ["x"]})).expect_err("no such option");
    assert_eq!(unknown_option.error, "no option \"green\" in \"One\"; it has: RED, BLUE");
    submit(&mut fixture, json!({"proof": [file], "One": "BLUE", "more": ["x", "y"], "Yes": true})).expect("valid");
    let event = fixture.world.take_events().pop().expect("it was dispatched");
    let (data, components) = (&event.data["data"], &event.data["data"]["components"]);
    let attachment = components[0]["component"]["values"][0].as_str().expect("an id");
    assert_eq!(data["resolved"]["attachments"][attachment]["filename"], "a.txt");
    assert_eq!(components[1]["component"]["value"], "blue");
    assert_eq!(components[2]["component"]["values"], json!(["x", "y"]));
    assert_eq!(components[3]["component"]["value"], true);
}
