//! Interactions in formats that Discord may introduce before libraries support them.

use serde_json::{Value, json};

/// A flag beyond the 32 bits that libraries decode.
const NEW_FLAG: u64 = 1 << 40;

/// The format in which interactions reach the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum InteractionShape {
    /// The normal format.
    #[default]
    Plain,
    /// Contains everything that a bot needs, but other fields have unusual values: `joined_at` is null, flags have more
    /// than 32 bits, avatars are not hashes, and `interaction_metadata` has no user.
    Odd,
    /// Lacks the data that says what the member pressed or typed.
    Unreadable,
}

impl InteractionShape {
    /// Changes the data of an INTERACTION_CREATE event to this format.
    pub(super) fn apply(self, event: &mut Value) {
        match self {
            Self::Plain => {}
            Self::Odd => make_odd(event),
            Self::Unreadable => event["data"] = json!({"shape": "of the future"}),
        }
    }
}

fn make_odd(event: &mut Value) {
    for person in ["/member/user", "/user", "/message/author"] {
        if let Some(user) = event.pointer_mut(person).filter(|user| user.is_object()) {
            user["avatar"] = json!("v2:not-a-hash");
            user["public_flags"] = json!(NEW_FLAG);
        }
    }
    if let Some(member) = event.get_mut("member").filter(|member| member.is_object()) {
        member["joined_at"] = Value::Null;
        member["flags"] = json!(NEW_FLAG);
    }
    if let Some(message) = event.get_mut("message").filter(|message| message.is_object()) {
        message["flags"] = json!(NEW_FLAG);
        message["interaction_metadata"] = json!({"id": message["id"], "type": 2});
    }
}
