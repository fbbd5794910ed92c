//! What libraries that others wrote use and our own bot does not: webhooks of channels, commands of menus, lists in
//! pages, the newer inputs of modals, keys that Discord ignores.

use magpie::sandbox::core::{CommandInput, Method, Permissions, RolePatch, Seed, Strictness};
use magpie::time::SignedDuration;
use serde_json::{Map, Value, json};

use crate::stage::{Received, Stage, people};

fn lenient() -> Stage {
    Stage::with(Seed { members: people(), strictness: Strictness::Lenient, ..Seed::default() })
}

impl Stage {
    fn menu(&mut self, who: &str, name: &str, target: &str) -> Received {
        let input = CommandInput { channel: "mag-general".to_owned(), name: name.to_owned(), options: Map::new() };
        let id = self.world.menu_command(self.now, who, &input, target).expect("the client offers it");
        let event = self.events().into_iter().rfind(|event| event.name == "INTERACTION_CREATE").expect("dispatched");
        Received { id, token: event.data["token"].as_str().expect("a token").to_owned(), data: event.data }
    }

    fn ids(&mut self, path: &str, field: &str) -> Vec<String> {
        let list = self.done(Method::Get, path, Value::Null);
        let id = |row: &Value| row[field].as_str().expect("an id").to_owned();
        list.as_array().expect("a list").iter().map(id).collect()
    }
}

#[test]
fn keys_that_discord_ignores_are_refused_only_when_strict() {
    let body = json!({"content": "x", "surprise": 1, "embeds": [{"title": "t", "flags": 0}]});
    for (mut stage, status) in [(Stage::new(), 400), (lenient(), 200)] {
        let path = stage.messages_path("mag-general");
        assert_eq!(stage.try_bot(Method::Post, &path, body.clone()), status);
    }
    let mut stage = lenient();
    let path = stage.messages_path("mag-general");
    assert_eq!(
        stage.faults(Method::Post, &path, json!({"content": "x".repeat(2001)})),
        "content: BASE_TYPE_MAX_LENGTH"
    );
    let channel = format!("/channels/{}", stage.channel("help"));
    stage.world.moderate_role("Magpie", role(Permissions::BOT_DEFAULT | Permissions::MANAGE_CHANNELS)).expect("a role");
    assert_eq!(stage.try_bot(Method::Patch, &channel, json!({"nsfw": true})), 501, "not built is no success");
}

#[test]
fn deferral_may_have_what_messages_have_unless_strict() {
    for (mut stage, status) in [(Stage::new(), 400), (lenient(), 200)] {
        stage.register(json!([{"name": "later", "description": "Later"}]));
        let received = stage.command("lapaz", "mag-general", "later", json!({}));
        let body = json!({"type": 5, "data": {"flags": 64, "allowed_mentions": {"parse": []}, "content": null}});
        let answered = stage.try_bot(Method::Post, &received.callback().replace("?with_response=true", ""), body);
        assert_eq!(answered == 204, status == 200, "answered {answered}");
    }
}

#[test]
fn texts_of_forms_become_numbers_and_booleans_unless_strict() {
    let body = json!({"content": "x", "tts": "false", "flags": "4"});
    for (mut stage, status) in [(Stage::new(), 400), (lenient(), 200)] {
        let path = stage.messages_path("mag-general");
        assert_eq!(stage.try_bot(Method::Post, &path, body.clone()), status);
    }
}

#[test]
fn application_and_its_bot_share_an_id_unless_strict() {
    for (mut stage, shared) in [(Stage::new(), false), (lenient(), true)] {
        let user = stage.done(Method::Get, "/users/@me", Value::Null)["id"].clone();
        assert_eq!(json!(stage.application()) == user, shared);
        let seed = if shared { Strictness::Lenient } else { Strictness::Strict };
        assert_eq!(json!(Seed { strictness: seed, ..Seed::default() }.bot_id()), user);
    }
}

#[test]
fn select_of_words_resolves_nothing() {
    let mut stage = Stage::new();
    let options = json!([{"label": "One", "value": "one"}]);
    let row = json!({"type": 1, "components": [{"type": 3, "custom_id": "words", "options": options}]});
    let path = stage.messages_path("mag-general");
    let message = stage.done(Method::Post, &path, json!({"content": "pick", "components": [row]}));
    let received = stage.click("lapaz", &message, "words", Some(&["one"]));
    assert_eq!(received.data["data"].get("resolved"), None);
}

#[test]
fn those_who_reacted_come_in_pages() {
    let mut stage = Stage::new();
    let channel = stage.channel("mag-general");
    let message = stage.say(&channel, "react")["id"].as_str().expect("an id").to_owned();
    for who in ["lead", "lapaz", "brisbane"] {
        stage.world.react_as(stage.now, who, &message, "👍").expect("may react");
    }
    let path = format!("/channels/{channel}/messages/{message}/reactions/%F0%9F%91%8D");
    let all = stage.ids(&path, "id");
    assert_eq!(all.len(), 3);
    assert_eq!(stage.ids(&format!("{path}?limit=2"), "id"), all[..2]);
    assert_eq!(stage.ids(&format!("{path}?after={}", all[1]), "id"), all[2..]);
    assert!(stage.ids(&format!("{path}?type=1"), "id").is_empty(), "nobody burst");
    stage.done(Method::Delete, &path, Value::Null);
    assert!(stage.ids(&path, "id").is_empty());
    assert_eq!(stage.event_names().last(), Some(&"MESSAGE_REACTION_REMOVE_EMOJI"));
    assert_eq!(stage.world.unreact_as(stage.now, "lead", &message, "👍").expect_err("it is gone").status, 409);
    assert_eq!(stage.world.react_as(stage.now, "guest", &message, "👍").expect_err("unseen").status, 403);
}

#[test]
fn members_of_a_thread_and_guilds_come_in_pages() {
    let mut stage = Stage::new();
    let path = format!("/channels/{}/threads", stage.channel("help"));
    let thread = stage.done(Method::Post, &path, json!({"name": "t", "type": 11}));
    let path = format!("/channels/{}/thread-members", thread["id"].as_str().expect("an id"));
    for who in ["lapaz", "brisbane"] {
        let member = stage.member(who);
        stage.done(Method::Put, &format!("{path}/{member}"), Value::Null);
    }
    let all = stage.ids(&path, "user_id");
    assert_eq!(all.len(), 3);
    assert_eq!(stage.ids(&format!("{path}?with_member=true&limit=2"), "user_id"), all[..2]);
    assert_eq!(stage.ids(&format!("{path}?with_member=true&after={}", all[1]), "user_id"), all[2..]);
    let guild = stage.guild();
    assert_eq!(stage.ids("/users/@me/guilds?limit=1", "id"), [guild.to_string()]);
    assert!(stage.ids(&format!("/users/@me/guilds?after={guild}"), "id").is_empty());
    assert!(stage.ids(&format!("/users/@me/guilds?before={guild}"), "id").is_empty());
}

#[test]
fn pins_come_in_pages_from_the_latest() {
    let mut stage = Stage::new();
    let channel = stage.channel("mag-general");
    let mut ids = Vec::new();
    for words in ["one", "two"] {
        let id = stage.say(&channel, words)["id"].as_str().expect("an id").to_owned();
        stage.done(Method::Put, &format!("/channels/{channel}/messages/pins/{id}"), Value::Null);
        stage.later(SignedDuration::from_mins(1));
        ids.push(id);
    }
    let path = format!("/channels/{channel}/messages/pins");
    let first = stage.done(Method::Get, &format!("{path}?limit=1"), Value::Null);
    assert_eq!((&first["items"][0]["message"]["id"], &first["has_more"]), (&json!(ids[1]), &json!(true)));
    let before = first["items"][0]["pinned_at"].as_str().expect("an instant").replace("+00:00", "Z");
    let second = stage.done(Method::Get, &format!("{path}?limit=1&before={before}"), Value::Null);
    assert_eq!((&second["items"][0]["message"]["id"], &second["has_more"]), (&json!(ids[0]), &json!(false)));
}

fn role(permissions: Permissions) -> RolePatch {
    RolePatch { permissions: Some(permissions), ..RolePatch::default() }
}

#[test]
fn webhook_writes_under_its_own_name_while_it_is_there() {
    let mut stage = Stage::new();
    let channel = stage.channel("mag-general");
    let path = format!("/channels/{channel}/webhooks");
    stage.refused(50013, Method::Post, &path, json!({"name": "Relay"}));
    stage.world.moderate_role("Magpie", role(Permissions::BOT_DEFAULT | Permissions::MANAGE_WEBHOOKS)).expect("a role");
    assert_eq!(stage.faults(Method::Post, &path, json!({"name": "Clyde"})), "name: USERNAME_INVALID_CONTAINS");
    assert_eq!(stage.faults(Method::Post, &path, json!({})), "name: BASE_TYPE_REQUIRED");
    let made = stage.done(Method::Post, &path, json!({"name": "guest"}));
    let (id, token) = (made["id"].as_str().expect("an id"), made["token"].as_str().expect("a token"));
    assert_eq!(stage.ids(&path, "id"), [id]);
    assert_ne!(stage.member("guest"), id, "a webhook is no member");
    stage.refused(10013, Method::Get, &format!("/users/{id}"), Value::Null);
    assert_eq!(stage.event_names(), ["GUILD_ROLE_UPDATE", "WEBHOOKS_UPDATE"]);

    let own = format!("/webhooks/{id}/{token}");
    assert_eq!(stage.bot(Method::Post, &own, json!({"content": "quiet"})).status, 204);
    let body = json!({"content": "hi", "username": "Somebody"});
    let sent = stage.done(Method::Post, &format!("{own}?wait=true"), body);
    assert_eq!((&sent["author"]["username"], &sent["webhook_id"]), (&json!("Somebody"), &json!(id)));
    assert_eq!(stage.world.messages("mag-general", None, Some("lapaz")).expect("seen")[1].author.name, "Somebody");
    let message = format!("{own}/messages/{}", sent["id"].as_str().expect("an id"));
    assert_eq!(stage.done(Method::Patch, &message, json!({"content": "edited"}))["content"], "edited");
    assert_eq!(stage.done(Method::Get, &message, Value::Null)["content"], "edited");
    stage.done(Method::Delete, &message, Value::Null);
    stage.refused(10008, Method::Get, &message, Value::Null);
    stage.refused(50027, Method::Post, &format!("/webhooks/{id}/wrong"), json!({"content": "hi"}));
    stage.refused(50006, Method::Post, &own, json!({}));
    stage.refused(10003, Method::Post, &format!("{own}?thread_id={channel}"), json!({"content": "no thread"}));

    assert_eq!(stage.done(Method::Patch, &format!("/webhooks/{id}"), json!({"name": "Other"}))["name"], "Other");
    stage.done(Method::Delete, &format!("/webhooks/{id}"), Value::Null);
    stage.refused(10015, Method::Post, &own, json!({"content": "hi"}));
}

#[test]
fn webhook_goes_with_its_channel() {
    let mut stage = Stage::new();
    stage.world.moderate_role("Magpie", role(Permissions::BOT_DEFAULT | Permissions::MANAGE_WEBHOOKS)).expect("a role");
    let path = format!("/channels/{}/webhooks", stage.channel("help"));
    let made = stage.done(Method::Post, &path, json!({"name": "Relay"}));
    stage.world.remove_channel("help").expect("a moderator may");
    let own = format!("/webhooks/{}/{}", made["id"].as_str().expect("id"), made["token"].as_str().expect("token"));
    stage.refused(10015, Method::Post, &own, json!({"content": "hi"}));
}

#[test]
fn command_of_a_menu_names_its_target_and_what_it_is() {
    let mut stage = Stage::new();
    stage.register(
        json!([{"name": "Look at", "type": 2}, {"name": "Look at", "type": 3}, {"name": "Quote", "type": 3}]),
    );
    let (guest, channel) = (stage.member("guest"), stage.channel("mag-general"));
    let on_user = stage.menu("lapaz", "look at", "guest").data["data"].clone();
    assert_eq!((&on_user["type"], &on_user["target_id"]), (&json!(2), &json!(guest)));
    assert_eq!(on_user["resolved"]["users"][&guest]["username"], "guest");
    assert!(on_user["resolved"]["members"][&guest]["roles"].is_array());
    stage.world.post(stage.now, "brisbane", "mag-general", "words of a member").expect("may write");
    let posted = stage.world.messages("mag-general", None, None).expect("seen")[0].id.to_string();
    let on_message = stage.menu("lapaz", "Look at", &posted);
    let resolved = &on_message.data["data"]["resolved"]["messages"][&posted];
    assert_eq!((&resolved["content"], &resolved["channel_id"]), (&json!("words of a member"), &json!(channel)));
    let shown = stage.answer(&on_message, json!({"type": 4, "data": {"content": "seen"}}));
    let metadata = &shown["resource"]["message"]["interaction_metadata"];
    assert_eq!((&metadata["command_type"], &metadata["target_message_id"]), (&json!(3), &json!(posted)));
    let menu = |stage: &mut Stage, name: &str, target: &str| {
        let input = CommandInput { channel: "mag-general".to_owned(), name: name.to_owned(), options: Map::new() };
        stage
            .world
            .menu_command(stage.now, "lapaz", &input, target)
            .expect_err("the client offers no such thing")
            .status
    };
    assert_eq!(menu(&mut stage, "Quote", "guest"), 404, "a message command takes no user");
    assert_eq!(menu(&mut stage, "Nothing", "guest"), 404);
}

#[test]
fn modal_takes_files_and_choices() {
    let mut stage = Stage::new();
    stage.register(json!([{"name": "form", "description": "Form"}]));
    let opener = stage.command("lapaz", "mag-general", "form", json!({}));
    let options = |words: [&str; 2]| words.map(|word| json!({"label": word.to_uppercase(), "value": word}));
    let inputs = [
        ("Proof", json!({"type": 19, "custom_id": "proof", "max_values": 2})),
        ("One", json!({"type": 21, "custom_id": "one", "options": options(["red", "blue"])})),
        ("More", json!({"type": 22, "custom_id": "more", "options": options(["x", "y"])})),
        ("Yes", json!({"type": 23, "custom_id": "yes"})),
    ];
    let labels = inputs.map(|(label, input)| json!({"type": 18, "label": label, "component": input}));
    let body = json!({"type": 9, "data": {"custom_id": "f", "title": "Form", "components": labels}});
    assert_eq!(stage.try_bot(Method::Post, &opener.callback().replace("?with_response=true", ""), body), 204);
    let enter = |stage: &mut Stage, fields: Value| {
        let fields = fields.as_object().cloned().expect("fields");
        stage.world.submit_modal(stage.now, "lapaz", &opener.id.to_string(), &fields)
    };
    let file = json!({"filename": "a.txt", "content": "words"});
    let one = enter(&mut stage, json!({"One": "red", "More": ["x"]})).expect_err("a file is required");
    assert_eq!(one.error, "field \"Proof\" takes 1 to 2 files, not 0");
    let unknown =
        enter(&mut stage, json!({"proof": [file], "One": "green", "More": ["x"]})).expect_err("no such option");
    assert_eq!(unknown.error, "no option \"green\" in \"One\"; it has: RED, BLUE");
    enter(&mut stage, json!({"proof": [file], "One": "BLUE", "more": ["x", "y"], "Yes": true})).expect("valid");
    let event = stage.world.take_events().pop().expect("it was dispatched");
    let (data, components) = (&event.data["data"], &event.data["data"]["components"]);
    let attachment = components[0]["component"]["values"][0].as_str().expect("an id");
    assert_eq!(data["resolved"]["attachments"][attachment]["filename"], "a.txt");
    assert_eq!(components[1]["component"]["value"], "blue");
    assert_eq!(components[2]["component"]["values"], json!(["x", "y"]));
    assert_eq!(components[3]["component"]["value"], true);
}
