//! The state's types: people, roles, channels, threads and messages, as Discord keeps them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::permissions::Permissions;
use super::snowflake::Snowflake;
use crate::time::Timestamp;

#[derive(Debug, Clone)]
pub struct User {
    pub id: Snowflake,
    pub handle: String,
    pub name: String,
    pub bot: bool,
    pub locale: String,
    /// Whether people and bots of a shared guild may write to them.
    pub dms_open: bool,
    pub city: Option<String>,
    pub zone: Option<String>,
    pub quiet_start: Option<String>,
    pub quiet_end: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Member {
    pub roles: Vec<Snowflake>,
    pub joined_at: Timestamp,
}

#[derive(Debug, Clone)]
pub struct Role {
    pub id: Snowflake,
    pub name: String,
    pub permissions: Permissions,
    pub position: u32,
    pub color: u32,
    pub mentionable: bool,
    /// The bot whose role it is.
    pub managed_by: Option<Snowflake>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverwriteFor {
    Role,
    Member,
}

#[derive(Debug, Clone)]
pub struct Overwrite {
    pub id: Snowflake,
    pub target: OverwriteFor,
    pub allow: Permissions,
    pub deny: Permissions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelKind {
    Text,
    Dm,
    Announcement,
    AnnouncementThread,
    PublicThread,
    PrivateThread,
}

impl ChannelKind {
    /// Discord's number for it.
    pub const fn number(self) -> u8 {
        match self {
            Self::Text => 0,
            Self::Dm => 1,
            Self::Announcement => 5,
            Self::AnnouncementThread => 10,
            Self::PublicThread => 11,
            Self::PrivateThread => 12,
        }
    }
}

#[derive(Debug, Clone)]
pub struct Channel {
    pub id: Snowflake,
    pub kind: ChannelKind,
    pub name: String,
    pub topic: Option<String>,
    /// The category of a channel, the channel of a thread.
    pub parent: Option<Snowflake>,
    pub position: u32,
    pub overwrites: Vec<Overwrite>,
    pub slow_mode_seconds: u32,
    pub default_auto_archive_minutes: Option<u32>,
    pub last_message: Option<Snowflake>,
    pub last_pin_at: Option<Timestamp>,
    /// The person on the other side of a DM with the bot.
    pub recipient: Option<Snowflake>,
    pub thread: Option<Thread>,
}

#[derive(Debug, Clone)]
pub struct Thread {
    pub owner: Snowflake,
    /// Since when each is in it.
    pub members: BTreeMap<Snowflake, Timestamp>,
    pub archived: bool,
    pub locked: bool,
    pub invitable: bool,
    pub auto_archive_minutes: u32,
    /// When it was last archived or opened again.
    pub archive_changed_at: Timestamp,
    pub created_at: Timestamp,
    /// The last message or opening: it archives itself so long after.
    pub active_at: Timestamp,
    pub message_count: u32,
    pub total_message_sent: u32,
}

#[derive(Debug, Clone)]
pub struct Message {
    pub id: Snowflake,
    pub channel: Snowflake,
    pub author: Snowflake,
    /// Discord's number: 0 plain, 6 pin notice, 18 thread created, 19 reply, 20 answer to a command, 21 thread starter.
    pub kind: u8,
    pub content: String,
    pub embeds: Vec<Value>,
    /// As Discord stores them: every one with an id.
    pub components: Vec<Value>,
    pub attachments: Vec<Attachment>,
    pub flags: u64,
    pub tts: bool,
    pub nonce: Option<Value>,
    pub at: Timestamp,
    pub edited_at: Option<Timestamp>,
    pub pinned: bool,
    /// Named in the words and allowed: shown as mentions.
    pub mentions: Mentions,
    /// Members whose phones it reached when it came; an edit rings nobody.
    pub reached: BTreeSet<Snowflake>,
    pub reference: Option<Snowflake>,
    pub reactions: Vec<Reaction>,
    pub interaction: Option<MessageInteraction>,
    /// Only this person sees it.
    pub ephemeral_to: Option<Snowflake>,
    /// A thread was started from it.
    pub has_thread: bool,
}

/// Whom a message names so that it reaches them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mentions {
    pub users: Vec<Snowflake>,
    pub roles: Vec<Snowflake>,
    pub everyone: bool,
}

#[derive(Debug, Clone)]
pub struct Attachment {
    pub id: Snowflake,
    pub filename: String,
    pub description: Option<String>,
    pub content_type: Option<String>,
    pub size: usize,
    pub url: String,
    pub ephemeral: bool,
}

#[derive(Debug, Clone)]
pub struct Reaction {
    /// A unicode emoji, or `name:id`.
    pub emoji: String,
    pub by: BTreeSet<Snowflake>,
}

/// Which interaction a message answers.
#[derive(Debug, Clone)]
pub struct MessageInteraction {
    pub id: Snowflake,
    /// Discord's number: 2 command, 3 component, 5 modal.
    pub kind: u8,
    pub user: Snowflake,
    pub command: Option<String>,
    /// The clicked message.
    pub clicked: Option<Snowflake>,
    /// The first answer, in a follow-up.
    pub original: Option<Snowflake>,
}

pub mod flags {
    pub const SUPPRESS_EMBEDS: u64 = 1 << 2;
    pub const HAS_THREAD: u64 = 1 << 5;
    pub const EPHEMERAL: u64 = 1 << 6;
    pub const LOADING: u64 = 1 << 7;
    pub const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;
    pub const COMPONENTS_V2: u64 = 1 << 15;
}

impl Channel {
    pub fn is_thread(&self) -> bool {
        self.thread.is_some()
    }

    pub fn is_dm(&self) -> bool {
        self.kind == ChannelKind::Dm
    }
}

impl Message {
    pub fn is_silent(&self) -> bool {
        self.flags & flags::SUPPRESS_NOTIFICATIONS != 0
    }

    pub fn has_components_v2(&self) -> bool {
        self.flags & flags::COMPONENTS_V2 != 0
    }
}
