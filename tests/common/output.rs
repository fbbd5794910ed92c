//! Messages and results of interactions, as the sandbox's control API returns them.

use std::ops::Deref;

use serde_json::Value;

/// A message or an interaction result from the control API.
#[derive(Debug, Clone, PartialEq)]
pub struct Output(pub Value);

impl Deref for Output {
    type Target = Value;
    fn deref(&self) -> &Value {
        &self.0
    }
}

impl Output {
    /// The text of the message, or of the message that responded to the interaction.
    pub fn text(&self) -> &str {
        self.message()["content"].as_str().unwrap_or_default()
    }

    /// The message, or the message that responded to the interaction.
    pub fn message(&self) -> &Value {
        if self.0.get("acked_ms").is_some() { &self.0["message"] } else { &self.0 }
    }

    pub fn id(&self) -> String {
        self.message()["id"].as_str().expect("the message has an id").to_owned()
    }

    /// The labels of the message's buttons, in order. The label of a disabled button is in brackets.
    pub fn buttons(&self) -> Vec<String> {
        let rows = self.message()["components"].as_array().cloned().unwrap_or_default();
        let components = rows.iter().flat_map(|row| row["components"].as_array().cloned().unwrap_or_default());
        components
            .filter(|component| component["type"] == 2)
            .map(|button| {
                let label = button["label"].as_str().unwrap_or_default();
                if button["disabled"] == true { format!("[{label}]") } else { label.to_owned() }
            })
            .collect()
    }

    /// Whether the message makes a sound on the member's phone. Only messages from a member's inbox have this field.
    pub fn sounds(&self) -> bool {
        self.0["sounds"].as_bool().expect("only a message from a member's inbox says whether it sounds")
    }

    /// The text that the lock screen shows; empty if it shows nothing.
    pub fn lock_screen(&self) -> &str {
        self.0["lock_screen"].as_str().unwrap_or_default()
    }

    /// The id of the modal that the interaction opened.
    pub fn modal_id(&self) -> String {
        self.0["modal"]["id"].as_str().unwrap_or_else(|| panic!("no modal was opened: {}", self.0)).to_owned()
    }

    pub fn is_ephemeral(&self) -> bool {
        self.0["ephemeral"] == true
    }

    /// The complete JSON as text, for searches in all its fields.
    pub fn json(&self) -> String {
        self.0.to_string()
    }
}

/// The text of each message.
pub fn texts(items: &[Output]) -> Vec<&str> {
    items.iter().map(Output::text).collect()
}
