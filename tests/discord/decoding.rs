//! Tests that third-party clients can decode the sandbox's output.

use magpie::sandbox::core::{Event, Method, Request, Response, intents};
use serde::de::DeserializeSeed;
use serde_json::{Value, json};
use serenity::model::event::{Event as SerenityEvent, GatewayEvent};
use twilight_model::application::command::Command;
use twilight_model::channel::{Channel, Message};
use twilight_model::gateway::event::DispatchEventWithTypeDeserializer;
use twilight_model::guild::{Guild, Member, Role};
use twilight_model::oauth::Application;
use twilight_model::user::{CurrentUser, User};

use crate::fixture::{Fixture, people, seed_with};

/// Panics unless twilight and serenity decode the event, with and without the content of messages.
pub fn assert_decodes(event: &Event) {
    for visible_intents in [u64::MAX, !intents::MESSAGE_CONTENT] {
        let data = event.for_intents(visible_intents).expect("visible with these intents");
        assert_data_decodes(event.name, &data);
    }
}

fn assert_data_decodes(name: &str, data: &Value) {
    let text = data.to_string();
    let mut deserializer = serde_json::Deserializer::from_str(&text);
    if let Err(error) = DispatchEventWithTypeDeserializer::new(name).deserialize(&mut deserializer) {
        panic!("twilight cannot read {name}: {error}\n{data:#}");
    }
    let payload = json!({"op": 0, "s": 1, "t": name, "d": data});
    let decoded = serde_json::from_value::<GatewayEvent>(payload);
    match decoded {
        // serenity expects a user in this event, and Discord sends none. Our bot does not get the event: it lacks the
        // intent.
        Ok(GatewayEvent::Dispatch(_, SerenityEvent::Unknown(_))) if name == "MESSAGE_REACTION_REMOVE_EMOJI" => {}
        Ok(GatewayEvent::Dispatch(_, SerenityEvent::Unknown(_))) => {
            panic!("serenity reads {name} as unknown\n{data:#}")
        }
        Ok(_) => {}
        Err(error) => panic!("serenity cannot read {name}: {error}\n{data:#}"),
    }
}

/// Why twilight or serenity cannot decode the response. `None` if both can, if the response is no success or has no
/// body, or if the route is not listed here.
pub fn response_fault(request: &Request, response: &Response) -> Option<String> {
    if response.status >= 300 || response.body.is_null() {
        return None;
    }
    let path: Vec<&str> = request.path.trim_matches('/').split('/').collect();
    let body = &response.body;
    if path.contains(&"pins") {
        return None;
    }
    let (twilight_error, serenity_error) = match (request.method, path.as_slice()) {
        (Method::Post, ["channels", _, "messages"] | ["webhooks", _, _])
        | (Method::Get | Method::Patch, ["channels", _, "messages", _] | ["webhooks", _, _, "messages", _]) => {
            (decode_error::<Message>(body), decode_error::<serenity::all::Message>(body))
        }
        (Method::Get, ["channels", _, "messages"]) => {
            (decode_error::<Vec<Message>>(body), decode_error::<Vec<serenity::all::Message>>(body))
        }
        (Method::Get | Method::Patch, ["channels", _])
        | (Method::Post, ["users", "@me", "channels"] | ["channels", .., "threads"]) => {
            (decode_error::<Channel>(body), decode_error::<serenity::all::Channel>(body))
        }
        (Method::Get, ["guilds", _]) => {
            (decode_error::<Guild>(body), decode_error::<serenity::all::PartialGuild>(body))
        }
        (Method::Get, ["guilds", _, "roles"]) => (decode_error::<Vec<Role>>(body), None),
        (Method::Get, ["guilds", _, "members"]) => (decode_error::<Vec<Member>>(body), None),
        (Method::Get, ["guilds", _, "channels"]) => {
            (decode_error::<Vec<Channel>>(body), decode_error::<Vec<serenity::all::GuildChannel>>(body))
        }
        (Method::Get, ["users", "@me"]) => {
            (decode_error::<CurrentUser>(body), decode_error::<serenity::all::CurrentUser>(body))
        }
        (Method::Get, ["users", _]) => (decode_error::<User>(body), decode_error::<serenity::all::User>(body)),
        (Method::Get, ["applications" | "oauth2", ..]) if path.last() == Some(&"@me") => {
            (decode_error::<Application>(body), decode_error::<serenity::all::CurrentApplicationInfo>(body))
        }
        (Method::Get | Method::Put, ["applications", .., "commands"]) => {
            (decode_error::<Vec<Command>>(body), decode_error::<Vec<serenity::all::Command>>(body))
        }
        (Method::Post, ["applications", .., "commands"]) => {
            (decode_error::<Command>(body), decode_error::<serenity::all::Command>(body))
        }
        _ => return None,
    };
    let with_library = |library: &str, error: Option<String>| error.map(|error| format!("{library}: {error}"));
    with_library("twilight", twilight_error).or_else(|| with_library("serenity", serenity_error))
}

/// Why the body is no `T`; `None` if it is one.
fn decode_error<T: serde::de::DeserializeOwned>(body: &Value) -> Option<String> {
    serde_json::from_value::<T>(body.clone()).err().map(|error| error.to_string())
}

#[test]
fn twilight_and_serenity_decode_the_gateway_payloads() {
    let mut fixture = Fixture::with_seed(seed_with(intents::GUILD_PRESENCES));
    let help = fixture.channel_id("help");
    fixture.must_succeed(Method::Post, &format!("/channels/{help}/threads"), json!({"name": "One", "type": 11}));
    let world = &fixture.world;
    assert_data_decodes("READY", &world.ready("abc", "ws://127.0.0.1:1", Some((0, 1))));
    let guild = world.guild_create(fixture.now, u64::MAX, 250);
    assert_eq!(guild["members"].as_array().map(Vec::len), Some(people().len() + 1));
    assert_eq!(guild["threads"][0]["name"], "One");
    assert_data_decodes("GUILD_CREATE", &guild);
    let request = json!({"guild_id": fixture.guild_id(), "query": "", "limit": 0, "nonce": "n"});
    let chunks = world.member_chunks(intents::GUILD_MEMBERS, &request).expect("a valid request");
    assert_eq!(chunks.len(), 1);
    assert_data_decodes("GUILD_MEMBERS_CHUNK", &chunks[0]);
}

#[test]
fn guild_create_event_without_the_presences_intent_lists_only_the_bot() {
    let fixture = Fixture::new();
    let guild = fixture.world.guild_create(fixture.now, intents::GUILDS | intents::GUILD_MEMBERS, 250);
    assert_eq!(guild["members"].as_array().map(Vec::len), Some(1));
    assert_eq!(guild["members"][0]["user"]["bot"], true);
}

#[test]
fn requesting_all_members_needs_the_members_intent() {
    let fixture = Fixture::new();
    let request = json!({"guild_id": fixture.guild_id(), "query": "", "limit": 0});
    assert!(fixture.world.member_chunks(intents::GUILDS, &request).is_err());
}

#[test]
fn response_of_every_get_route_matches_discords_description() {
    let mut fixture = Fixture::new();
    let (guild, help, lapaz) = (fixture.guild_id(), fixture.channel_id("help"), fixture.member_id("lapaz"));
    let application = fixture.application_id();
    let message = fixture.say(&help, "hello <@1>")["id"].as_str().expect("an id").to_owned();
    fixture.must_succeed(Method::Put, &format!("/channels/{help}/pins/{message}"), Value::Null);
    fixture.must_succeed(
        Method::Put,
        &format!("/channels/{help}/messages/{message}/reactions/%E2%9C%85/@me"),
        Value::Null,
    );
    let paths = [
        "/gateway".to_owned(),
        "/gateway/bot".to_owned(),
        "/users/@me".to_owned(),
        "/users/@me/guilds".to_owned(),
        format!("/users/{lapaz}"),
        "/oauth2/applications/@me".to_owned(),
        format!("/guilds/{guild}?with_counts=true"),
        format!("/guilds/{guild}/roles"),
        format!("/guilds/{guild}/roles/{guild}"),
        format!("/guilds/{guild}/channels"),
        format!("/guilds/{guild}/members?limit=1000"),
        format!("/guilds/{guild}/members/{lapaz}"),
        format!("/guilds/{guild}/members/search?query=la"),
        format!("/guilds/{guild}/threads/active"),
        format!("/channels/{help}"),
        format!("/channels/{help}/messages?limit=100"),
        format!("/channels/{help}/messages/{message}"),
        format!("/channels/{help}/messages/{message}/reactions/%E2%9C%85"),
        format!("/channels/{help}/pins"),
        format!("/channels/{help}/messages/pins"),
        format!("/channels/{help}/threads/archived/public"),
        format!("/channels/{help}/threads/archived/private"),
        format!("/channels/{help}/users/@me/threads/archived/private"),
        format!("/applications/{application}/commands?with_localizations=true"),
        format!("/applications/{application}/guilds/{guild}/commands"),
    ];
    for path in paths {
        fixture.must_succeed(Method::Get, &path, Value::Null);
    }
}

#[test]
fn unimplemented_route_returns_501() {
    let mut fixture = Fixture::new();
    let response = fixture.send_as_bot(Method::Get, "/guilds/1/bans", Value::Null);
    assert_eq!(response.body["code"], 10004);
    let path = format!("/guilds/{}/bans", fixture.guild_id());
    assert_eq!(fixture.send_as_bot(Method::Get, &path, Value::Null).status, 501);
}

#[test]
fn wrong_token_is_unauthorized() {
    let mut fixture = Fixture::new();
    let request = Request {
        method: Method::Get,
        path: "/users/@me".to_owned(),
        query: Vec::new(),
        authorization: Some("Bot someone-else".to_owned()),
        audit_reason: None,
        body: Value::Null,
        files: Vec::new(),
    };
    assert_eq!(fixture.request(&request).status, 401);
}

#[test]
fn content_of_members_messages_is_empty_without_the_content_intent() {
    let mut fixture = Fixture::new();
    fixture.world.post(fixture.now, "guest", "help", "a secret").expect("everyone may write there");
    let bot_id = fixture.must_succeed(Method::Get, "/users/@me", Value::Null)["id"].as_str().expect("an id").to_owned();
    fixture.world.post(fixture.now, "guest", "help", &format!("<@{bot_id}> hello")).expect("everyone may write there");
    let events: Vec<_> = fixture.events().into_iter().filter(|event| event.name == "MESSAGE_CREATE").collect();
    let message_intent = intents::GUILD_MESSAGES;
    assert_eq!(events[0].for_intents(message_intent).expect("seen")["content"], "");
    assert_eq!(events[0].for_intents(message_intent | intents::MESSAGE_CONTENT).expect("seen")["content"], "a secret");
    assert!(events[1].for_intents(message_intent).expect("seen")["content"].as_str().expect("text").ends_with("hello"));
    let history = fixture.must_succeed(Method::Get, &fixture.messages_path("help"), Value::Null);
    assert_eq!(history[1]["content"], "", "REST leaves the content out too");
    assert!(events[0].for_intents(intents::DIRECT_MESSAGES).is_none());
}
