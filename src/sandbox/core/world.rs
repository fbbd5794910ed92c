//! The World: one guild, its people, the bot, and all they said. Pure state: no sockets, no clock; `now` is passed in.
//!
//! The rooms beside this file add what can be done with it; here is what it holds, and how it is found.

use std::collections::{BTreeMap, VecDeque};

use serde_json::Value;

use super::commands::Command;
use super::events::{Event, intents};
use super::interactions::Interaction;
use super::request::File;
use super::seed::Seed;
use super::snowflake::{Mint, Snowflake};
use super::state::{Channel, Member, Message, Role, User};
use crate::time::Timestamp;

pub struct World {
    pub(super) seed: Seed,
    pub(super) mint: Mint,
    pub(super) guild: Guild,
    /// The application's id; on Discord the bot user's is the same for new applications, here they differ so that
    /// nobody mixes them up.
    pub(super) application: Snowflake,
    pub(super) bot: Snowflake,
    /// Everyone ever known, also who left.
    pub(super) users: BTreeMap<Snowflake, User>,
    pub(super) members: BTreeMap<Snowflake, Member>,
    pub(super) roles: BTreeMap<Snowflake, Role>,
    pub(super) channels: BTreeMap<Snowflake, Channel>,
    pub(super) messages: BTreeMap<Snowflake, BTreeMap<Snowflake, Message>>,
    pub(super) commands: BTreeMap<Snowflake, Command>,
    pub(super) interactions: BTreeMap<Snowflake, Interaction>,
    pub(super) files: BTreeMap<String, File>,
    pub(super) attachments_at: String,
    pub(super) dms: super::dms::OpenedDms,
    /// The bot's last message with each nonce.
    pub(super) nonces: BTreeMap<String, (Snowflake, Snowflake)>,
    /// When messages over an hour old were edited, by channel.
    pub(super) old_edits: BTreeMap<Snowflake, VecDeque<Timestamp>>,
    pub(super) events: Vec<Event>,
    pub(super) version: u64,
}

pub(super) struct Guild {
    pub(super) id: Snowflake,
    pub(super) name: String,
    pub(super) owner: Snowflake,
    pub(super) locale: String,
}

/// Words kept out of an event unless the session has the message content intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Open,
    Private,
}

impl World {
    /// Dispatches caused since the last call, in order.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// Grows with every change that somebody may wait for.
    pub fn version(&self) -> u64 {
        self.version
    }

    pub fn guild_id(&self) -> Snowflake {
        self.guild.id
    }

    /// A file by its path in the CDN's form: `<channel>/<attachment>/<name>`.
    pub fn attachment(&self, path: &str) -> Option<&File> {
        self.files.get(path)
    }

    /// Where files are fetched, such as `http://127.0.0.1:8080/attachments`; the server tells it once it knows its
    /// port.
    pub fn serve_attachments_at(&mut self, url: &str) {
        url.trim_end_matches('/').clone_into(&mut self.attachments_at);
    }

    pub(super) fn touch(&mut self) {
        self.version += 1;
    }

    pub(super) fn emit_guild(&mut self, name: &'static str, needs: u64, data: Value) {
        self.touch();
        self.events.push(Event { name, data, needs, guild: Some(self.guild.id), private_content: false });
    }

    /// About a channel: only what the bot may see reaches it.
    pub(super) fn emit_in(&mut self, channel: Snowflake, name: &'static str, data: Value, content: Content) {
        self.touch();
        let Some(place) = self.channels.get(&channel) else { return };
        if !self.sees(self.bot, place) {
            return;
        }
        let reactions = name.starts_with("MESSAGE_REACTION");
        let (needs, guild) = match (place.is_dm(), reactions) {
            (true, false) => (intents::DIRECT_MESSAGES, None),
            (true, true) => (intents::DIRECT_MESSAGE_REACTIONS, None),
            (false, false) => (intents::GUILD_MESSAGES, Some(self.guild.id)),
            (false, true) => (intents::GUILD_MESSAGE_REACTIONS, Some(self.guild.id)),
        };
        self.events.push(Event { name, data, needs, guild, private_content: content == Content::Private });
    }

    pub(super) fn find_message(&self, channel: Snowflake, id: Snowflake) -> Option<&Message> {
        self.messages.get(&channel)?.get(&id)
    }

    pub(super) fn message_mut(&mut self, channel: Snowflake, id: Snowflake) -> Option<&mut Message> {
        self.messages.get_mut(&channel)?.get_mut(&id)
    }

    /// The DM channel between the bot and that person.
    pub(super) fn dm_with(&self, user: Snowflake) -> Option<&Channel> {
        self.channels.values().find(|channel| channel.recipient == Some(user))
    }
}
