//! Types of the state: users, roles, channels, threads and messages.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::interaction::UsedCommand;
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
    /// Whether members and bots of a shared guild can send the user direct messages.
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
    /// The bot that owns this role. Discord manages the role, so nobody can delete it.
    pub managed_by: Option<Snowflake>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverwriteTarget {
    Role,
    Member,
}

#[derive(Debug, Clone)]
pub struct Overwrite {
    pub id: Snowflake,
    pub target: OverwriteTarget,
    pub allow: Permissions,
    pub deny: Permissions,
}

/// The type of a channel. The discriminants are Discord's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelKind {
    Text = 0,
    Dm = 1,
    Announcement = 5,
    AnnouncementThread = 10,
    PublicThread = 11,
    PrivateThread = 12,
}

impl ChannelKind {
    pub const fn number(self) -> u8 {
        self as u8
    }
}

#[derive(Debug, Clone)]
pub struct Channel {
    pub id: Snowflake,
    pub kind: ChannelKind,
    pub name: String,
    pub topic: Option<String>,
    /// The category of a channel, or the parent channel of a thread.
    pub parent: Option<Snowflake>,
    pub position: u32,
    pub overwrites: Vec<Overwrite>,
    pub slow_mode_seconds: u32,
    pub default_auto_archive_minutes: Option<u32>,
    pub last_message: Option<Snowflake>,
    pub last_pin_at: Option<Timestamp>,
    /// For a DM with the bot: the user with whom the bot talks.
    pub recipient: Option<Snowflake>,
    pub thread: Option<Thread>,
}

#[derive(Debug, Clone)]
pub struct Thread {
    pub owner: Snowflake,
    /// The members of the thread, and when each of them joined.
    pub members: BTreeMap<Snowflake, Timestamp>,
    pub archived: bool,
    pub locked: bool,
    pub invitable: bool,
    pub auto_archive_minutes: u32,
    /// When the thread was last archived or unarchived.
    pub archive_changed_at: Timestamp,
    pub created_at: Timestamp,
    /// When the thread last got a message or was unarchived. After long inactivity, the thread is archived.
    pub last_active_at: Timestamp,
    pub message_count: u32,
    pub total_message_sent: u32,
}

#[derive(Debug, Clone)]
pub struct Message {
    pub id: Snowflake,
    pub channel: Snowflake,
    pub author: Snowflake,
    /// Discord's message type: 0 plain, 1 member added to a thread, 6 pin, 18 thread created, 19 reply, 20 response to
    /// a command, 21 thread starter.
    pub kind: u8,
    pub content: String,
    pub embeds: Vec<Value>,
    /// Normalized as on Discord: each component has an id.
    pub components: Vec<Value>,
    pub attachments: Vec<Attachment>,
    pub flags: u64,
    pub tts: bool,
    pub nonce: Option<Value>,
    pub sent_at: Timestamp,
    pub edited_at: Option<Timestamp>,
    pub pinned_at: Option<Timestamp>,
    /// The mentions in the text that `allowed_mentions` and permissions allow.
    pub mentions: Mentions,
    /// The members whom the message notified when it was sent, and what they saw. An edit notifies nobody, unless it
    /// fills a deferred response.
    pub notified: BTreeMap<Snowflake, Notification>,
    pub reference: Option<Snowflake>,
    pub reactions: Vec<Reaction>,
    pub interaction: Option<MessageInteraction>,
    /// The only member who sees the message; `None` if the message is not ephemeral.
    pub ephemeral_to: Option<Snowflake>,
    /// Whether a thread was started from the message.
    pub has_thread: bool,
    /// The name under which a webhook sent the message; `None` if no webhook sent it.
    pub webhook_name: Option<String>,
}

/// The notification that a member's phone showed when a message arrived. Later edits, new channel names and clock
/// changes do not change the notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// The full text, with mentions as names and timestamps in the member's local time.
    pub text: String,
    /// The time in the member's zone: `Wed 11 Nov, 03:00`. UTC for members without a zone.
    pub local_time: String,
    /// The member's offset from UTC when the message arrived.
    pub offset_minutes: i32,
}

/// The users and roles that a message pings.
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
    /// A Unicode emoji, or `name:id`.
    pub emoji: String,
    pub users: BTreeSet<Snowflake>,
}

/// A webhook of a channel, created by the bot.
#[derive(Debug, Clone)]
pub struct Webhook {
    pub id: Snowflake,
    pub token: String,
    pub channel: Snowflake,
    pub name: String,
    pub creator: Snowflake,
}

/// The interaction that a message responds to.
#[derive(Debug, Clone)]
pub struct MessageInteraction {
    pub id: Snowflake,
    /// Discord's interaction type: 2 command, 3 component, 5 modal.
    pub kind: u8,
    pub user: Snowflake,
    pub command: Option<UsedCommand>,
    /// The clicked message.
    pub source_message: Option<Snowflake>,
    /// For a follow-up: the message of the first response.
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
