//! The World: one guild, its people, the bot, and all they said. Pure state: no sockets, no clock; `now` is passed in.
#![expect(unused_variables, reason = "bodies are being filled in")]

use serde_json::{Map, Value, json};

use super::contract::{
    Act, ChannelView, Click, InboxItem, InteractionView, MemberPatch, MemberView, MessageView, NewMember, Refusal, Typed,
};
use super::events::Event;
use super::request::{File, Request, Response};
use super::seed::Seed;
use super::snowflake::{Mint, Snowflake};
use crate::time::Timestamp;

pub struct World {
    seed: Seed,
    mint: Mint,
    events: Vec<Event>,
    version: u64,
}

/// How far an interaction is; `version` of the world grows with each change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Waiting,
    /// Deferred, and the answer itself is not there yet.
    Deferred,
    /// A message, an edit, a modal, choices, or a bare acknowledgement.
    Given,
    /// Nobody answered in time.
    Expired,
}

impl World {
    /// A fresh guild; ids of what it is made of are of the year 2019.
    pub fn new(seed: Seed) -> Self {
        Self { seed, mint: Mint::default(), events: Vec::new(), version: 0 }
    }

    /// One REST call of the bot. A route that is not known answers 501.
    pub fn apply(&mut self, now: Timestamp, request: &Request) -> Response {
        Response { status: 501, body: json!({"message": "501: the sandbox does not know this route", "code": 0}) }
    }

    /// Dispatches caused since the last call, in order.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// Grows with every change that somebody may wait for.
    pub fn version(&self) -> u64 {
        self.version
    }

    // What the gateway needs.

    /// Whether `token` (without `Bot `) is the bot's.
    pub fn is_token(&self, token: &str) -> bool {
        token == self.seed.token
    }

    /// Privileged intents that the application may ask for; others close the connection with 4014.
    pub fn privileged_intents(&self) -> u64 {
        self.seed.privileged_intents
    }

    pub fn guild_id(&self) -> Snowflake {
        Snowflake(0)
    }

    /// READY's data, the guild still unavailable.
    pub fn ready(&self, session_id: &str, resume_gateway_url: &str, shard: Option<(u32, u32)>) -> Value {
        Value::Null
    }

    /// GUILD_CREATE's data for a session with these intents: with `large_threshold` members or more, only the bot itself is listed.
    pub fn guild_create(&self, now: Timestamp, intents: u64, large_threshold: usize) -> Value {
        Value::Null
    }

    /// GUILD_MEMBERS_CHUNK's data, chunk by chunk, for the `d` of an op 8; a refusal names what is wrong with the request.
    pub fn member_chunks(&self, intents: u64, request: &Value) -> Act<Vec<Value>> {
        Ok(Vec::new())
    }

    /// A file by its path in the CDN's form: `<channel>/<attachment>/<name>`.
    pub fn attachment(&self, path: &str) -> Option<&File> {
        None
    }

    /// Where files are fetched, such as `http://127.0.0.1:8080/attachments`; the server tells it once it knows its port.
    pub fn serve_attachments_at(&mut self, url: &str) {}

    // People's acts. `who` is an id or a handle; `place` an id, a channel's name, or `dm`.

    pub fn members(&self) -> Vec<MemberView> {
        Vec::new()
    }

    pub fn member(&self, who: &str) -> Act<MemberView> {
        Err(not_built())
    }

    pub fn add_member(&mut self, now: Timestamp, new: NewMember) -> Act<MemberView> {
        Err(not_built())
    }

    pub fn patch_member(&mut self, now: Timestamp, who: &str, patch: MemberPatch) -> Act<MemberView> {
        Err(not_built())
    }

    pub fn remove_member(&mut self, now: Timestamp, who: &str) -> Act<()> {
        Err(not_built())
    }

    pub fn post(&mut self, now: Timestamp, who: &str, place: &str, content: &str) -> Act<MessageView> {
        Err(not_built())
    }

    pub fn command(&mut self, now: Timestamp, who: &str, typed: &Typed) -> Act<Snowflake> {
        Err(not_built())
    }

    /// Asks the bot to complete the option `focused`; the choices come with [`World::choices`].
    pub fn autocomplete(&mut self, now: Timestamp, who: &str, typed: &Typed, focused: &str) -> Act<Snowflake> {
        Err(not_built())
    }

    pub fn click(&mut self, now: Timestamp, who: &str, click: &Click) -> Act<Snowflake> {
        Err(not_built())
    }

    /// `modal` is the id of the interaction that opened it; `fields` by label or custom id.
    pub fn submit_modal(&mut self, now: Timestamp, who: &str, modal: &str, fields: &Map<String, Value>) -> Act<Snowflake> {
        Err(not_built())
    }

    // Interactions, as the server watches them.

    pub fn answer(&self, interaction: Snowflake) -> Option<Answer> {
        None
    }

    pub fn interaction(&self, interaction: Snowflake) -> Option<InteractionView> {
        None
    }

    /// `[{name, value}]`, names in the asker's language, once the bot gave them.
    pub fn choices(&self, interaction: Snowflake) -> Option<Vec<Value>> {
        None
    }

    /// Three real seconds passed: a first answer that comes now is refused with 10062.
    pub fn expire_unanswered(&mut self, interaction: Snowflake) {}

    // What people see.

    /// Oldest first. With `as_member`: what that member sees, their own ephemeral answers too.
    pub fn messages(&self, place: &str, after: Option<&str>, as_member: Option<&str>) -> Act<Vec<MessageView>> {
        Err(not_built())
    }

    pub fn inbox(&self, who: &str, after: Option<&str>) -> Act<Vec<InboxItem>> {
        Err(not_built())
    }

    /// Channels that the member may see, active threads and their DM with the bot included.
    pub fn channels_for(&self, who: &str) -> Act<Vec<ChannelView>> {
        Err(not_built())
    }

    /// Command objects that the member may use in that place, localized for them.
    pub fn commands_for(&self, who: &str, place: Option<&str>) -> Act<Vec<Value>> {
        Err(not_built())
    }

    /// `{guild:{id,name}, bot_user:{id,name}, roles:[{id,name,color}], members, channels:[{id,name,type,parent}], commands:[name…]}`.
    pub fn state(&self) -> Value {
        Value::Null
    }
}

fn not_built() -> Refusal {
    Refusal { status: 501, error: "not built yet".to_owned() }
}
