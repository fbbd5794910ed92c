//! What the control API answers: the shapes of the sandbox's contract, ready to be serialized.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::snowflake::Snowflake;
use crate::time::Timestamp;

/// What the real client would not let a person do, in words for whoever drives the sandbox.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{error}")]
pub struct Refusal {
    /// A 4xx status.
    pub status: u16,
    pub error: String,
}

/// The outcome of a person's act.
pub type Act<T> = Result<T, Refusal>;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MemberView {
    pub id: Snowflake,
    pub handle: String,
    pub name: String,
    /// Names of roles, without @everyone.
    pub roles: Vec<String>,
    pub locale: String,
    pub dms_open: bool,
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
    #[serde(default = "english")]
    pub locale: String,
}

fn english() -> String {
    "en-GB".to_owned()
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberPatch {
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

/// A message as the control API tells it. `nonce` is always null: reading messages back gives none.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MessageView {
    pub id: Snowflake,
    pub channel: Snowflake,
    pub author: AuthorView,
    pub content: String,
    pub embeds: Vec<Value>,
    pub components: Vec<Value>,
    pub attachments: Vec<Value>,
    /// Whom it pings or names, as Discord's user objects.
    pub mentions: Vec<Value>,
    pub nonce: Option<Value>,
    pub flags: u64,
    pub at: Timestamp,
    pub edited_at: Option<Timestamp>,
    pub pinned: bool,
    /// Whose command or click it answers, as "X used /alert send" shows it.
    pub interaction: Option<InteractionNote>,
    pub reference: Option<Snowflake>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AuthorView {
    pub id: Snowflake,
    /// The handle.
    pub username: String,
    /// The name that others read.
    pub name: String,
    pub bot: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InteractionNote {
    pub name: Option<String>,
    pub user: Snowflake,
}

/// One message that reached a member's phone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InboxItem {
    #[serde(flatten)]
    pub message: MessageView,
    /// `dm` or `mention`.
    pub kind: &'static str,
    /// `Wed 11 Nov, 03:00` where the member is; UTC for members without a zone.
    pub local_time: String,
    /// False for silent messages.
    pub sounds: bool,
    /// The first 100 characters; none when silent.
    pub lock_screen: Option<String>,
}

/// The state of an interaction; the server adds the real milliseconds until it was acknowledged.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InteractionView {
    pub id: Snowflake,
    pub ephemeral: bool,
    pub deferred: bool,
    pub message: Option<MessageView>,
    pub modal: Option<ModalView>,
    pub followups: Vec<MessageView>,
}

/// A modal on the screen of the one who asked. Its id is the interaction's that opened it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ModalView {
    pub id: Snowflake,
    pub title: String,
    pub components: Vec<Value>,
}

/// A click on a button, or a choice made in a select.
#[derive(Debug, Clone, Default)]
pub struct Click {
    pub message: String,
    /// A button's label, a select's placeholder, or a custom id.
    pub target: String,
    /// For selects: values, or ids, handles and names of users, roles and channels.
    pub values: Option<Vec<String>>,
}

/// A typed slash command. `name` may hold subcommands: `alert send`.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    pub place: String,
    pub name: String,
    pub options: Map<String, Value>,
}
