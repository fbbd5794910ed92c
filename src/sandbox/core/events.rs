//! Gateway dispatches, and the rules that decide which sessions receive them.
//!
//! The core says which intents an event needs and whether its content is privileged. The server stores sessions and
//! sequence numbers.

use serde_json::Value;

use super::snowflake::Snowflake;

/// Gateway intents. Source: Discord docs, "Gateway: Intents".
pub mod intents {
    pub const GUILDS: u64 = 1;
    /// A privileged intent.
    pub const GUILD_MEMBERS: u64 = 1 << 1;
    pub const GUILD_WEBHOOKS: u64 = 1 << 5;
    /// A privileged intent.
    pub const GUILD_PRESENCES: u64 = 1 << 8;
    pub const GUILD_MESSAGES: u64 = 1 << 9;
    pub const GUILD_MESSAGE_REACTIONS: u64 = 1 << 10;
    pub const DIRECT_MESSAGES: u64 = 1 << 12;
    pub const DIRECT_MESSAGE_REACTIONS: u64 = 1 << 13;
    /// A privileged intent.
    pub const MESSAGE_CONTENT: u64 = 1 << 15;
    /// Every bit that Discord defines: 0 to 16, 20 and 21 (AutoMod), 24 and 25 (polls). Any other bit closes the
    /// connection with 4013.
    pub const ALL: u64 = ((1 << 17) - 1) | (1 << 20) | (1 << 21) | (1 << 24) | (1 << 25);
    pub const PRIVILEGED: u64 = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT;
}

/// A dispatch.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// For example `MESSAGE_CREATE`.
    pub name: &'static str,
    pub data: Value,
    /// The intents for this event. A session receives the event if it has at least one of them. 0 means every session.
    pub required_intents: u64,
    /// The guild of the event; `None` for direct messages, and for interactions in direct messages.
    pub guild: Option<Snowflake>,
    /// Whether the message's content fields are empty for sessions without the message content intent.
    pub privileged_content: bool,
}

impl Event {
    /// The data for a session with these intents; `None` if such a session does not receive the event.
    pub fn for_intents(&self, intents: u64) -> Option<Value> {
        if self.required_intents != 0 && self.required_intents & intents == 0 {
            return None;
        }
        let mut data = self.data.clone();
        if self.privileged_content && intents & intents::MESSAGE_CONTENT == 0 {
            clear_content(&mut data);
        }
        Some(data)
    }
}

/// Empties the fields that need the message content intent. Source: Discord docs, "Message Content Intent".
pub(super) fn clear_content(message: &mut Value) {
    if let Some(message) = message.as_object_mut() {
        message.insert("content".to_owned(), Value::from(""));
        for field in ["embeds", "attachments", "components"] {
            message.insert(field.to_owned(), Value::Array(Vec::new()));
        }
        message.remove("poll");
    }
}
