//! Replaces the command names in our texts with Discord's command mentions, such as `</ticket list:123>`. Discord shows
//! a mention in the reader's language, and a click on the mention opens the command.
//!
//! The ids come from Discord's list of our commands, which we read on each new connection (see `registration`). Until
//! we have the ids, command names stay plain text. Outside of the field `content` they always stay plain text, because
//! Discord renders no markup in buttons, titles and labels. If the mentions would make a message too long, all its
//! command names stay plain text.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use serde_json::Value;

use crate::discord::ui::reply::MAX_CONTENT_CHARS;
use crate::words::commands::{has_command, replace_commands};
use crate::words::{Language, command};

/// Discord's option type for a subcommand.
const SUBCOMMAND: u64 = 1;

/// The mentions of our commands, keyed by the command's name as text. Every language has its own names.
#[derive(Debug, Default)]
pub struct CommandMentions {
    by_name: RwLock<HashMap<String, String>>,
}

impl CommandMentions {
    /// Reads the command ids from Discord's list of our commands. Replaces all earlier mentions.
    pub fn learn(&self, registered: &Value) {
        let mut by_name = HashMap::new();
        for (path, id) in registered.as_array().into_iter().flatten().flat_map(runnable_commands) {
            for language in Language::ALL {
                by_name.insert(command(language, &path), format!("</{path}:{id}>"));
            }
        }
        *self.by_name.write().unwrap_or_else(PoisonError::into_inner) = by_name;
    }

    /// Replaces the command names in a request's body with mentions.
    pub(super) fn apply(&self, body: &mut Value) {
        match body {
            Value::Object(fields) => {
                for (name, value) in fields {
                    match value {
                        Value::String(text) if has_command(text) => *text = self.with_mentions(name, text),
                        other => self.apply(other),
                    }
                }
            }
            Value::Array(values) => values.iter_mut().for_each(|value| self.apply(value)),
            _ => {}
        }
    }

    fn with_mentions(&self, field: &str, text: &str) -> String {
        if field == "content" {
            let by_name = self.by_name.read().unwrap_or_else(PoisonError::into_inner);
            let text_with_mentions = replace_commands(text, |words| by_name.get(words).cloned());
            if text_with_mentions.chars().count() <= MAX_CONTENT_CHARS {
                return text_with_mentions;
            }
        }
        replace_commands(text, |_| None)
    }
}

/// The path (such as `ticket list`) and the id of each subcommand of a registered command. Without subcommands: the
/// command's own name and id. Empty if the name or the id is missing.
fn runnable_commands(registered: &Value) -> Vec<(String, String)> {
    let (Some(name), Some(id)) = (registered["name"].as_str(), registered["id"].as_str()) else { return Vec::new() };
    let options = registered["options"].as_array().into_iter().flatten();
    let subcommands =
        options.filter(|option| option["type"] == SUBCOMMAND).filter_map(|option| option["name"].as_str());
    let subcommand_paths: Vec<_> =
        subcommands.map(|subcommand| (format!("{name} {subcommand}"), id.to_owned())).collect();
    if subcommand_paths.is_empty() { vec![(name.to_owned(), id.to_owned())] } else { subcommand_paths }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::say;

    fn mentions_of_three_commands() -> CommandMentions {
        let mentions = CommandMentions::default();
        mentions.learn(&json!([
            { "id": "7", "name": "reminders" },
            { "id": "8", "name": "ticket", "options": [{ "type": 1, "name": "list" }, { "type": 1, "name": "show" }] },
            { "id": "9", "name": "remind", "options": [{ "type": 3, "name": "text" }] },
        ]));
        mentions
    }

    fn body_with_mentions(mentions: &CommandMentions, mut body: Value) -> Value {
        mentions.apply(&mut body);
        body
    }

    #[test]
    fn command_in_a_text_is_a_mention_in_every_language() {
        for language in Language::ALL {
            let content = say!(language, "reminder-list-empty");
            let body = body_with_mentions(&mentions_of_three_commands(), json!({ "data": { "content": content } }));
            let content = body["data"]["content"].as_str().unwrap();
            assert!(content.contains("</remind:9>") && !content.contains('\u{2063}'), "{content}");
            let content = say!(language, "helpdesk-unknown", id = 5);
            let body = body_with_mentions(&mentions_of_three_commands(), json!({ "content": content }));
            assert!(body["content"].as_str().unwrap().contains("</ticket list:8>"), "{body}");
        }
    }

    #[test]
    fn command_with_an_unknown_id_stays_plain_text() {
        let content = say!(Language::English, "reminder-list-empty");
        let body = body_with_mentions(&CommandMentions::default(), json!({ "content": content }));
        assert_eq!(body["content"], "You have no upcoming reminders. Set one with /remind.");
    }

    #[test]
    fn command_in_a_label_stays_plain_text() {
        let label = say!(Language::English, "reminder-list-empty");
        let body = body_with_mentions(&mentions_of_three_commands(), json!({ "components": [{ "label": label }] }));
        assert_eq!(body["components"][0]["label"], "You have no upcoming reminders. Set one with /remind.");
    }

    #[test]
    fn message_that_would_be_too_long_with_mentions_keeps_plain_commands() {
        let text = say!(Language::English, "reminder-list-empty");
        let content = format!("{}{text}", "x".repeat(MAX_CONTENT_CHARS - text.chars().count()));
        let body = body_with_mentions(&mentions_of_three_commands(), json!({ "content": content }));
        let content = body["content"].as_str().unwrap();
        assert!(content.ends_with("Set one with /remind.") && content.chars().count() <= MAX_CONTENT_CHARS);
    }

    #[test]
    fn command_marker_typed_by_a_person_becomes_no_mention() {
        let typed_text = crate::discord::ui::text::sanitize("\u{2063}/remind\u{2063}");
        let body = body_with_mentions(&mentions_of_three_commands(), json!({ "content": typed_text }));
        assert_eq!(body["content"], "/remind");
    }
}
