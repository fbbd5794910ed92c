//! Types for the requests and responses of the control API.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::snowflake::Snowflake;
use crate::time::Timestamp;

/// The error for an action that the real client would not allow. Its text is for the person or script that uses the
/// sandbox.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{error}")]
pub struct ControlError {
    /// A 4xx status.
    pub status: u16,
    pub error: String,
}

/// The result of a member's action.
pub type ControlResult<T> = Result<T, ControlError>;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MemberView {
    pub id: Snowflake,
    pub handle: String,
    pub name: String,
    /// The names of the member's roles, without @everyone.
    pub roles: Vec<String>,
    pub locale: String,
    pub dms_open: bool,
    /// Whether the member has used the bot: a command, a press, or a message to it. The bot sends a first direct
    /// message only to members who have used it.
    pub has_used_bot: bool,
    pub city: Option<String>,
    pub zone: Option<String>,
    pub quiet_start: Option<String>,
    pub quiet_end: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewMember {
    pub handle: String,
    pub name: String,
    #[serde(default)]
    pub roles: Vec<String>,
    #[serde(default = "default_locale")]
    pub locale: String,
}

fn default_locale() -> String {
    "en-GB".to_owned()
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberPatch {
    /// The name that the server shows.
    pub name: Option<String>,
    pub roles: Option<Vec<String>>,
    pub locale: Option<String>,
    pub dms_open: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChannelView {
    pub id: Snowflake,
    /// `dm` for a DM with the bot.
    pub name: String,
    #[serde(rename = "type")]
    pub kind: u8,
    pub parent: Option<Snowflake>,
    pub topic: Option<String>,
    pub can_send: bool,
    pub archived: bool,
    pub locked: bool,
}

/// A message as the control API returns it. `nonce` is always null, because Discord does not return it on reads.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MessageView {
    pub id: Snowflake,
    pub channel: Snowflake,
    pub author: AuthorView,
    pub content: String,
    pub embeds: Vec<Value>,
    pub components: Vec<Value>,
    pub attachments: Vec<Value>,
    /// The users that the message mentions, as Discord's user objects.
    pub mentions: Vec<Value>,
    pub nonce: Option<Value>,
    pub flags: u64,
    pub at: Timestamp,
    pub edited_at: Option<Timestamp>,
    pub pinned: bool,
    /// The interaction that this message responds to. The client shows it as "X used /alert send".
    pub interaction: Option<InteractionInfo>,
    pub reference: Option<Snowflake>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AuthorView {
    pub id: Snowflake,
    /// The handle.
    pub username: String,
    /// The display name.
    pub name: String,
    pub bot: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InteractionInfo {
    pub name: Option<String>,
    pub user: Snowflake,
}

/// One message that notified a member.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InboxItem {
    #[serde(flatten)]
    pub message: MessageView,
    /// `dm` or `mention`.
    pub kind: &'static str,
    /// The time at which the message arrived, in the member's zone: `Wed 11 Nov, 03:00`. UTC for members without a
    /// zone.
    pub local_time: String,
    /// Whether the phone makes a sound. False for silent messages, and for responses to the member's own interactions.
    pub sounds: bool,
    /// The first 100 characters of the message as it arrived; `None` if `sounds` is false. A later edit does not change
    /// this text.
    pub lock_screen: Option<String>,
    /// The full text of the message as it arrived, with names and local times as on a lock screen. Silent messages have
    /// this text too.
    pub arrived_as: String,
    /// The member's offset from UTC when the message arrived.
    pub offset_minutes: i32,
}

/// The state of an interaction. The server adds the number of real milliseconds until the bot's first response.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InteractionView {
    pub id: Snowflake,
    pub ephemeral: bool,
    pub deferred: bool,
    pub message: Option<MessageView>,
    pub modal: Option<ModalView>,
    pub followups: Vec<MessageView>,
}

/// A modal that is open for a member. Its id is the id of the interaction that opened it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ModalView {
    pub id: Snowflake,
    pub title: String,
    pub components: Vec<Value>,
}

/// A click on a button, or a selection in a select.
#[derive(Debug, Clone, Default)]
pub struct Click {
    pub message: String,
    /// A button's label, a select's placeholder, or a custom id.
    pub target: String,
    /// For selects: values, or the ids, handles or names of users, roles or channels.
    pub values: Option<Vec<String>>,
}

/// A slash command with its options. `name` may contain subcommands: `alert send`.
#[derive(Debug, Clone, Default)]
pub struct CommandInput {
    /// An id, a name such as `mag-general`, or `dm`.
    pub channel: String,
    pub name: String,
    pub options: Map<String, Value>,
}
