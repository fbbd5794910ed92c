//! What the gateway dispatches, and which sessions may see it.
//!
//! The core says which intents an event needs and which of its words are privileged; the server keeps sessions and
//! sequence numbers.

use serde_json::Value;

use super::snowflake::Snowflake;

/// Gateway intents. Source: Discord docs, "Gateway: Intents".
pub mod intents {
    pub const GUILDS: u64 = 1;
    /// Privileged.
    pub const GUILD_MEMBERS: u64 = 1 << 1;
    /// Privileged.
    pub const GUILD_PRESENCES: u64 = 1 << 8;
    pub const GUILD_MESSAGES: u64 = 1 << 9;
    pub const GUILD_MESSAGE_REACTIONS: u64 = 1 << 10;
    pub const DIRECT_MESSAGES: u64 = 1 << 12;
    pub const DIRECT_MESSAGE_REACTIONS: u64 = 1 << 13;
    /// Privileged.
    pub const MESSAGE_CONTENT: u64 = 1 << 15;
    /// Every bit that Discord defines; another one closes the connection with 4013.
    pub const ALL: u64 = 0b0000_0011_1011_1111_1111_1111_1111;
    pub const PRIVILEGED: u64 = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT;
}

/// A dispatch that something caused.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// `MESSAGE_CREATE`.
    pub name: &'static str,
    pub data: Value,
    /// A session needs one of these bits; 0 reaches everyone.
    pub needs: u64,
    /// `None` for what concerns no guild (direct messages, interactions there).
    pub guild: Option<Snowflake>,
    /// The message's words are emptied for sessions without the message content intent.
    pub private_content: bool,
}

impl Event {
    /// What a session with these intents receives; `None` when it does not.
    pub fn for_intents(&self, intents: u64) -> Option<Value> {
        if self.needs != 0 && self.needs & intents == 0 {
            return None;
        }
        let mut data = self.data.clone();
        if self.private_content && intents & intents::MESSAGE_CONTENT == 0 {
            empty_content(&mut data);
        }
        Some(data)
    }
}

/// Source: Discord docs, "Message Content Intent": these fields come empty.
pub(super) fn empty_content(message: &mut Value) {
    if let Some(message) = message.as_object_mut() {
        message.insert("content".to_owned(), Value::from(""));
        for field in ["embeds", "attachments", "components"] {
            message.insert(field.to_owned(), Value::Array(Vec::new()));
        }
        message.remove("poll");
    }
}
