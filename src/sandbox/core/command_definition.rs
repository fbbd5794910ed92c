//! A registered command: its definition, and the numbers and locales that Discord uses. Types only.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::permissions::Permissions;
use super::snowflake::Snowflake;

/// All locales of Discord. Source: Discord docs, "Reference: Locales".
pub(super) const LOCALES: [&str; 34] = [
    "ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "he", "hi", "hr", "hu", "id",
    "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE", "th", "tr", "uk", "vi", "zh-CN", "zh-TW",
];

/// Discord's numbers for command types: slash command, user command, message command.
pub(super) const CHAT_COMMAND: u8 = 1;
pub(super) const USER_COMMAND: u8 = 2;
pub(super) const MESSAGE_COMMAND: u8 = 3;

/// Discord's numbers for option types.
pub(super) mod option_kind {
    pub const SUBCOMMAND: u8 = 1;
    pub const GROUP: u8 = 2;
    pub const STRING: u8 = 3;
    pub const INTEGER: u8 = 4;
    pub const BOOLEAN: u8 = 5;
    pub const USER: u8 = 6;
    pub const CHANNEL: u8 = 7;
    pub const ROLE: u8 = 8;
    pub const MENTIONABLE: u8 = 9;
    pub const NUMBER: u8 = 10;
    pub const ATTACHMENT: u8 = 11;
}

#[derive(Debug, Clone)]
pub struct Command {
    pub(super) id: Snowflake,
    pub(super) version: Snowflake,
    /// The guild for which the command is registered; `None` for a global command.
    pub(super) guild: Option<Snowflake>,
    pub(super) definition: Definition,
}

/// The definition as the bot registered it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Definition {
    pub(super) name: String,
    #[serde(rename = "type", default = "default_command_kind")]
    pub(super) kind: u8,
    #[serde(default)]
    pub(super) description: String,
    #[serde(default)]
    pub(super) name_localizations: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) description_localizations: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) options: Vec<CommandOption>,
    pub(super) default_member_permissions: Option<Value>,
    pub(super) dm_permission: Option<bool>,
    pub(super) contexts: Option<Vec<u8>>,
    pub(super) integration_types: Option<Vec<u8>>,
    #[serde(default)]
    pub(super) nsfw: bool,
}

fn default_command_kind() -> u8 {
    CHAT_COMMAND
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct CommandOption {
    #[serde(rename = "type")]
    pub(super) kind: u8,
    pub(super) name: String,
    #[serde(default)]
    pub(super) description: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) name_localizations: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) description_localizations: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) required: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) choices: Vec<Choice>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) options: Vec<CommandOption>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) channel_types: Vec<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) min_value: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) max_value: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) min_length: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) max_length: Option<usize>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) autocomplete: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Choice {
    pub(super) name: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) name_localizations: BTreeMap<String, String>,
    pub(super) value: Value,
}

impl Definition {
    /// The permissions that a member needs to use the command; `None` if everyone can use it.
    pub(super) fn required_permissions(&self) -> Option<Permissions> {
        let bits = self.default_member_permissions.as_ref()?;
        let bits = bits.as_u64().or_else(|| bits.as_str()?.parse().ok())?;
        // Discord reads "0" as: only administrators can use the command.
        Some(if bits == 0 { Permissions::ADMINISTRATOR } else { Permissions(bits) })
    }

    /// Whether the command is available in direct messages with the bot.
    pub(super) fn is_available_in_dms(&self) -> bool {
        match &self.contexts {
            Some(contexts) => contexts.contains(&1),
            None => self.dm_permission != Some(false),
        }
    }

    pub(super) fn is_available_in_guilds(&self) -> bool {
        self.contexts.as_ref().is_none_or(|contexts| contexts.contains(&0))
    }
}

/// The set of commands that a route addresses: the global commands, or those of one guild.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scope {
    pub(super) guild: Option<Snowflake>,
}
