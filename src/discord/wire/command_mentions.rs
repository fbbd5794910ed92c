//! Replaces the command names in our texts by Discord's command mentions, `</ticket list:123>`. A click on a mention
//! opens the command, and Discord shows its name in the reader's language.
//!
//! The ids come from Discord's list of our commands, which we read on each new connection (see `registration`). A
//! command stays plain text until we have the ids, and in fields where Discord renders no markup (buttons, titles,
//! labels). If the mentions make a message too long, all its commands stay plain text.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use serde_json::Value;

use crate::discord::ui::reply::MAX_CONTENT_CHARS;
use crate::words::commands::{names_commands, replace_commands};
use crate::words::{Language, command};

/// The option type of a subcommand.
const SUBCOMMAND: u64 = 1;

/// The mentions of our commands, keyed by the command's name as text. Every language has its own names.
#[derive(Debug, Default)]
pub struct CommandMentions {
    by_name: RwLock<HashMap<String, String>>,
}

impl CommandMentions {
    /// Learns the ids from Discord's list of our commands.
    pub fn learn(&self, registered: &Value) {
        let mut by_name = HashMap::new();
        for (path, id) in registered.as_array().into_iter().flatten().flat_map(paths) {
            for language in Language::ALL {
                by_name.insert(command(language, &path), format!("</{path}:{id}>"));
            }
        }
        *self.by_name.write().unwrap_or_else(PoisonError::into_inner) = by_name;
    }

    /// Replaces the command names in a request's body by mentions.
    pub(super) fn apply(&self, body: &mut Value) {
        match body {
            Value::Object(fields) => {
                for (name, value) in fields {
                    match value {
                        Value::String(text) if names_commands(text) => *text = self.with_mentions(name, text),
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
            let mentioning = replace_commands(text, |words| by_name.get(words).cloned());
            if mentioning.chars().count() <= MAX_CONTENT_CHARS {
                return mentioning;
            }
        }
        replace_commands(text, |_| None)
    }
}

/// The path (`ticket list`) and id of each command that people can run: the subcommands, or the command if it has none.
fn paths(registered: &Value) -> Vec<(String, String)> {
    let (Some(name), Some(id)) = (registered["name"].as_str(), registered["id"].as_str()) else { return Vec::new() };
    let options = registered["options"].as_array().into_iter().flatten();
    let subcommands =
        options.filter(|option| option["type"] == SUBCOMMAND).filter_map(|option| option["name"].as_str());
    let below: Vec<_> = subcommands.map(|subcommand| (format!("{name} {subcommand}"), id.to_owned())).collect();
    if below.is_empty() { vec![(name.to_owned(), id.to_owned())] } else { below }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::say;

    fn learned() -> CommandMentions {
        let mentions = CommandMentions::default();
        mentions.learn(&json!([
            { "id": "7", "name": "reminders" },
            { "id": "8", "name": "ticket", "options": [{ "type": 1, "name": "list" }, { "type": 1, "name": "show" }] },
            { "id": "9", "name": "remind", "options": [{ "type": 3, "name": "text" }] },
        ]));
        mentions
    }

    fn sent(mentions: &CommandMentions, mut body: Value) -> Value {
        mentions.apply(&mut body);
        body
    }

    #[test]
    fn command_in_a_text_is_a_mention_in_every_language() {
        for language in Language::ALL {
            let content = say!(language, "reminder-list-empty");
            let body = sent(&learned(), json!({ "data": { "content": content } }));
            let content = body["data"]["content"].as_str().unwrap();
            assert!(content.contains("</remind:9>") && !content.contains('\u{2063}'), "{content}");
            let content = say!(language, "helpdesk-unknown", id = 5);
            let body = sent(&learned(), json!({ "content": content }));
            assert!(body["content"].as_str().unwrap().contains("</ticket list:8>"), "{body}");
        }
    }

    #[test]
    fn command_with_an_unknown_id_stays_plain_text() {
        let content = say!(Language::English, "reminder-list-empty");
        let body = sent(&CommandMentions::default(), json!({ "content": content }));
        assert_eq!(body["content"], "You have no upcoming reminders. Set one with /remind.");
    }

    #[test]
    fn command_in_a_label_stays_plain_text() {
        let label = say!(Language::English, "reminder-list-empty");
        let body = sent(&learned(), json!({ "components": [{ "label": label }] }));
        assert_eq!(body["components"][0]["label"], "You have no upcoming reminders. Set one with /remind.");
    }

    #[test]
    fn message_that_mentions_make_too_long_keeps_plain_commands() {
        let text = say!(Language::English, "reminder-list-empty");
        let content = format!("{}{text}", "x".repeat(MAX_CONTENT_CHARS - text.chars().count()));
        let body = sent(&learned(), json!({ "content": content }));
        let content = body["content"].as_str().unwrap();
        assert!(content.ends_with("Set one with /remind.") && content.chars().count() <= MAX_CONTENT_CHARS);
    }

    #[test]
    fn command_marker_typed_by_a_person_becomes_no_mention() {
        let typed = crate::discord::ui::text::disarm("\u{2063}/remind\u{2063}");
        let body = sent(&learned(), json!({ "content": typed }));
        assert_eq!(body["content"], "/remind");
    }
}
