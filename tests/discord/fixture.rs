//! A simulated guild in memory, with helpers for requests of the bot and actions of members. The helpers validate
//! responses with Discord's OpenAPI description, and events with twilight and serenity.

use magpie::sandbox::core::{
    Click, CommandInput, Event, Method, NewMember, Request, Response, Seed, SeedMember, Snowflake, World, intents,
};
use magpie::time::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use crate::decoding;
use crate::validators::{self, OpenApi};

pub struct Fixture {
    pub world: World,
    pub now: Timestamp,
    /// Events that the test has not taken yet.
    events: Vec<Event>,
}

impl Fixture {
    pub fn new() -> Self {
        Self::with_seed(Seed { members: people(), ..Seed::default() })
    }

    pub fn with_seed(seed: Seed) -> Self {
        let now = "2020-11-10T16:55:00Z".parse().expect("an instant");
        Self { world: World::new(seed), now, events: Vec::new() }
    }

    pub fn advance(&mut self, by: SignedDuration) {
        self.now = self.now.checked_add(by).expect("in range");
    }

    /// Sends a request as the bot, and validates the response.
    pub fn send_as_bot(&mut self, method: Method, path: &str, body: Value) -> Response {
        let (bare, query) = path.split_once('?').unwrap_or((path, ""));
        self.request(&request_of(method, bare, query, body))
    }

    /// Sends a request as the bot, without its query, and returns the status. Does not validate the request and the
    /// response. The sandbox may accept bodies that twilight or the OpenAPI description refuses, such as a null.
    pub fn status_of(&mut self, method: Method, path: &str, body: Value) -> u16 {
        let (bare, _) = path.split_once('?').unwrap_or((path, ""));
        let status = self.world.apply(self.now, &request_of(method, bare, "", body)).status;
        self.validate_events();
        self.events.clear();
        status
    }

    pub fn request(&mut self, request: &Request) -> Response {
        let response = self.world.apply(self.now, request);
        self.validate_events();
        let (status, path) = (response.status, &request.path);
        if (200..300).contains(&status)
            && let Some(openapi) = OpenApi::available()
        {
            let method = format!("{:?}", request.method).to_uppercase();
            let faults = openapi.response_faults(&method, path, status, &response.body);
            assert!(faults.is_empty(), "{method} {path} answered {status} {:#}\n{faults:#?}", response.body);
        }
        if (200..300).contains(&status) {
            let faults = validators::body_faults(&format!("{:?}", request.method).to_uppercase(), path, &request.body);
            assert!(
                faults.is_empty(),
                "the sandbox accepted what twilight or OpenAPI refuses: {path} {:#}\n{faults:#?}",
                request.body
            );
        }
        if let Some(fault) = decoding::response_fault(request, &response) {
            panic!("{path}: {fault}\n{:#}", response.body);
        }
        response
    }

    fn validate_events(&mut self) {
        for event in self.world.take_events() {
            decoding::assert_decodes(&event);
            self.events.push(event);
        }
    }

    /// Sends a request that must succeed. Returns the body of the response.
    pub fn must_succeed(&mut self, method: Method, path: &str, body: Value) -> Value {
        let response = self.send_as_bot(method, path, body);
        assert!((200..300).contains(&response.status), "{method:?} {path}: {} {}", response.status, response.body);
        response.body
    }

    /// Sends a request that must be refused with this JSON error code. Returns the body of the response.
    pub fn must_be_refused(&mut self, code: u64, method: Method, path: &str, body: Value) -> Value {
        let response = self.send_as_bot(method, path, body);
        assert_eq!(response.body["code"], code, "{method:?} {path}: {} {}", response.status, response.body);
        response.body
    }

    /// Sends a request that must be refused with 50035. Returns its faults, one on each line: `<field>: <code>`.
    pub fn must_have_faults(&mut self, method: Method, path: &str, body: Value) -> String {
        let mut lines = Vec::new();
        collect_faults("", &self.must_be_refused(50035, method, path, body)["errors"], &mut lines);
        lines.join("\n")
    }

    /// Takes the events since the last call. Fails if twilight or serenity cannot decode one.
    pub fn events(&mut self) -> Vec<Event> {
        self.validate_events();
        std::mem::take(&mut self.events)
    }

    pub fn event_names(&mut self) -> Vec<&'static str> {
        self.events().into_iter().map(|event| event.name).collect()
    }

    pub fn channel_id(&self, name: &str) -> String {
        let state = self.world.state();
        let channels = state["channels"].as_array().expect("a list");
        let found =
            channels.iter().find(|channel| channel["name"] == name).unwrap_or_else(|| panic!("no channel {name}"));
        found["id"].as_str().expect("an id").to_owned()
    }

    pub fn member_id(&self, handle: &str) -> String {
        self.world.member(handle).expect("a member").id.to_string()
    }

    pub fn guild_id(&self) -> Snowflake {
        self.world.guild_id()
    }

    pub fn application_id(&mut self) -> String {
        self.must_succeed(Method::Get, "/applications/@me", Value::Null)["id"].as_str().expect("an id").to_owned()
    }

    pub fn messages_path(&self, channel: &str) -> String {
        format!("/channels/{}/messages", self.channel_id(channel))
    }

    /// Opens the bot's DM with this person. Returns the channel's id.
    pub fn open_dm(&mut self, handle: &str) -> String {
        let body = json!({"recipient_id": self.member_id(handle)});
        self.must_succeed(Method::Post, "/users/@me/channels", body)["id"].as_str().expect("an id").to_owned()
    }

    pub fn say(&mut self, channel_id: &str, content: &str) -> Value {
        self.must_succeed(Method::Post, &format!("/channels/{channel_id}/messages"), json!({"content": content}))
    }

    pub fn register(&mut self, commands: Value) {
        let application = self.application_id();
        self.must_succeed(Method::Put, &format!("/applications/{application}/commands"), commands);
    }

    pub fn command(&mut self, who: &str, place: &str, name: &str, options: Value) -> Received {
        let options = options.as_object().cloned().unwrap_or_default();
        let input = CommandInput { channel: place.to_owned(), name: name.to_owned(), options };
        let id = self.world.command(self.now, who, &input).expect("the client allows it");
        self.received(id)
    }

    pub fn click(&mut self, who: &str, message: &Value, target: &str, values: Option<&[&str]>) -> Received {
        let click = Click {
            message: message["id"].as_str().expect("an id").to_owned(),
            target: target.to_owned(),
            values: values.map(|values| values.iter().map(|value| (*value).to_owned()).collect()),
        };
        let id = self.world.click(self.now, who, &click).expect("the client allows it");
        self.received(id)
    }

    pub fn submit(&mut self, who: &str, modal: Snowflake, fields: Value) -> Received {
        let fields: Map<String, Value> = fields.as_object().cloned().unwrap_or_default();
        let id = self.world.submit_modal(self.now, who, &modal.to_string(), &fields).expect("the client allows it");
        self.received(id)
    }

    /// The interaction as the bot received it.
    fn received(&mut self, id: Snowflake) -> Received {
        let events = self.events();
        let event = events.into_iter().rfind(|event| event.name == "INTERACTION_CREATE").expect("it was dispatched");
        Received { id, token: event.data["token"].as_str().expect("a token").to_owned(), data: event.data }
    }

    pub fn answer(&mut self, received: &Received, body: Value) -> Value {
        self.must_succeed(Method::Post, &received.callback(), body)
    }

    pub fn add_guest(&mut self, handle: &str) -> String {
        let new =
            NewMember { handle: handle.to_owned(), name: String::new(), roles: Vec::new(), locale: "fr".to_owned() };
        self.world.add_member(self.now, new).expect("a new handle").id.to_string()
    }
}

/// Adds a line for each fault. For example, the error `{"embeds": {"0": {"title": {"_errors": [{"code": …}]}}}}`
/// becomes `embeds.0.title: …`.
fn collect_faults(field: &str, errors: &Value, lines: &mut Vec<String>) {
    for (key, inner) in errors.as_object().expect("errors are nested objects") {
        if key == "_errors" {
            let codes = inner.as_array().expect("a list of faults").iter().map(|fault| &fault["code"]);
            lines.extend(codes.map(|code| format!("{field}: {}", code.as_str().expect("a code is text"))));
        } else {
            let field = if field.is_empty() { key.clone() } else { format!("{field}.{key}") };
            collect_faults(&field, inner, lines);
        }
    }
}

fn request_of(method: Method, path: &str, query: &str, body: Value) -> Request {
    let pair = |pair: &str| pair.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    Request {
        method,
        path: path.to_owned(),
        query: query.split('&').filter_map(pair).collect(),
        authorization: Some("Bot sandbox-token".to_owned()),
        audit_reason: None,
        body,
        files: Vec::new(),
    }
}

/// An interaction that the bot received.
pub struct Received {
    pub id: Snowflake,
    pub token: String,
    pub data: Value,
}

impl Received {
    pub fn callback(&self) -> String {
        format!("/interactions/{}/{}/callback?with_response=true", self.id, self.token)
    }

    pub fn webhook(&self, fixture: &mut Fixture, rest: &str) -> String {
        format!("/webhooks/{}/{}{rest}", fixture.application_id(), self.token)
    }
}

pub fn people() -> Vec<SeedMember> {
    let member = |handle: &str, zone: &str, locale: &str, roles: &[&str]| SeedMember {
        handle: handle.to_owned(),
        name: format!("Member {handle}"),
        zone: Some(zone.to_owned()).filter(|zone| !zone.is_empty()),
        locale: locale.to_owned(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        ..SeedMember::default()
    };
    vec![
        member("lead", "Europe/Zurich", "en-GB", &["secretariat"]),
        member("tech", "Europe/Zurich", "en-GB", &["secretariat", "helpdesk"]),
        member("lapaz", "America/La_Paz", "es-ES", &["mag", "helpdesk"]),
        member("brisbane", "Australia/Brisbane", "en-GB", &["mag"]),
        member("guest", "", "fr", &[]),
    ]
}

/// A seed whose application may use these privileged intents and GUILD_MEMBERS.
pub fn seed_with(privileged: u64) -> Seed {
    Seed { members: people(), privileged_intents: intents::GUILD_MEMBERS | privileged, ..Seed::default() }
}

pub fn button(label: &str, custom_id: &str) -> Value {
    json!({"type": 1, "components": [{"type": 2, "style": 1, "label": label, "custom_id": custom_id}]})
}
