//! The whole state: one guild, its members, the bot, and all messages. It has no sockets and no clock: callers pass
//! `now`.
//!
//! This file has the fields and lookups. The other files in this folder add the operations.

use std::collections::{BTreeMap, VecDeque};

use serde_json::Value;

use super::command_definition::Command;
use super::dm_limits::DmLimits;
use super::events::{Event, intents};
use super::interaction::Interaction;
use super::model::{Channel, Member, Message, Role, User, Webhook};
use super::odd_interactions::InteractionShape;
use super::request::File;
use super::seed::Seed;
use super::snowflake::{Snowflake, SnowflakeGenerator};
use super::thread_limits::ThreadLimits;
use crate::time::Timestamp;

pub struct World {
    pub(super) seed: Seed,
    pub(super) ids: SnowflakeGenerator,
    pub(super) guild: Guild,
    /// The application's id. On Discord, the bot user of a new application has the same id. In a strict sandbox the two
    /// ids differ, so that we notice code that confuses them.
    pub(super) application: Snowflake,
    pub(super) bot: Snowflake,
    /// All users, including former members.
    pub(super) users: BTreeMap<Snowflake, User>,
    pub(super) members: BTreeMap<Snowflake, Member>,
    pub(super) roles: BTreeMap<Snowflake, Role>,
    pub(super) channels: BTreeMap<Snowflake, Channel>,
    pub(super) messages: BTreeMap<Snowflake, BTreeMap<Snowflake, Message>>,
    pub(super) commands: BTreeMap<Snowflake, Command>,
    pub(super) interactions: BTreeMap<Snowflake, Interaction>,
    pub(super) webhooks: BTreeMap<Snowflake, Webhook>,
    pub(super) files: BTreeMap<String, File>,
    pub(super) attachments_url: String,
    pub(super) dm_limits: DmLimits,
    pub(super) thread_limits: ThreadLimits,
    /// For each nonce, the channel and id of the bot's latest message with that nonce.
    pub(super) nonces: BTreeMap<String, (Snowflake, Snowflake)>,
    /// For each channel, when the bot edited messages older than an hour.
    pub(super) old_edits: BTreeMap<Snowflake, VecDeque<Timestamp>>,
    pub(super) events: Vec<Event>,
    /// Whether the gateway delivers each interaction twice, as Discord sometimes does around a resume.
    pub(super) repeats_interactions: bool,
    /// The event of the latest interaction.
    pub(super) last_interaction: Option<Event>,
    pub(super) interaction_shape: InteractionShape,
    pub(super) version: u64,
}

pub(super) struct Guild {
    pub(super) id: Snowflake,
    pub(super) name: String,
    pub(super) owner: Snowflake,
    pub(super) locale: String,
    /// 1 if the guild requires two-factor authentication for moderators, else 0.
    pub(super) mfa_level: u8,
    /// Whether the account that owns the bot has two-factor authentication. Discord reports it as the bot's own
    /// `mfa_enabled`.
    pub(super) bot_owner_has_mfa: bool,
}

/// Whether an event contains content that requires the message content intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Public,
    Privileged,
}

impl World {
    /// Returns the dispatches since the last call, in order, and removes them from the state.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// A number that increases with every change that a caller may wait for.
    pub fn version(&self) -> u64 {
        self.version
    }

    pub fn guild_id(&self) -> Snowflake {
        self.guild.id
    }

    /// Finds a file by its CDN path: `<channel>/<attachment>/<name>`.
    pub fn attachment(&self, path: &str) -> Option<&File> {
        self.files.get(path)
    }

    /// Sets the base URL of attachments, such as `http://127.0.0.1:8080/attachments`. The server calls this when it
    /// knows its port.
    pub fn set_attachments_url(&mut self, url: &str) {
        url.trim_end_matches('/').clone_into(&mut self.attachments_url);
    }

    /// The base URL of the REST API, such as `http://127.0.0.1:8080/api/v10`.
    pub(super) fn api_url(&self) -> String {
        format!("{}/api/v10", self.attachments_url.trim_end_matches("/attachments"))
    }

    pub(super) fn bump_version(&mut self) {
        self.version += 1;
    }

    pub(super) fn emit_guild(&mut self, name: &'static str, required_intents: u64, data: Value) {
        self.bump_version();
        self.events.push(Event { name, data, required_intents, guild: Some(self.guild.id), privileged_content: false });
    }

    /// Dispatches an event in a channel, if the bot can see that channel.
    pub(super) fn emit_in_channel(&mut self, channel: Snowflake, name: &'static str, data: Value, content: Content) {
        self.bump_version();
        let Some(channel_record) = self.channels.get(&channel) else { return };
        if !self.can_see(self.bot, channel_record) {
            return;
        }
        let is_reaction = name.starts_with("MESSAGE_REACTION");
        let (required_intents, guild) = match (channel_record.is_dm(), is_reaction) {
            (true, false) => (intents::DIRECT_MESSAGES, None),
            (true, true) => (intents::DIRECT_MESSAGE_REACTIONS, None),
            (false, false) => (intents::GUILD_MESSAGES, Some(self.guild.id)),
            (false, true) => (intents::GUILD_MESSAGE_REACTIONS, Some(self.guild.id)),
        };
        self.events.push(Event {
            name,
            data,
            required_intents,
            guild,
            privileged_content: content == Content::Privileged,
        });
    }

    pub(super) fn find_message(&self, channel: Snowflake, id: Snowflake) -> Option<&Message> {
        self.messages.get(&channel)?.get(&id)
    }

    pub(super) fn message_mut(&mut self, channel: Snowflake, id: Snowflake) -> Option<&mut Message> {
        self.messages.get_mut(&channel)?.get_mut(&id)
    }

    /// The DM channel between the bot and this user; `None` if it is not open.
    pub(super) fn dm_with(&self, user: Snowflake) -> Option<&Channel> {
        self.channels.values().find(|channel| channel.recipient == Some(user))
    }
}
