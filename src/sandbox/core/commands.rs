//! The application's commands: registered, changed, listed. Source: Discord docs, "Application Commands".

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::command_form::check_command;
use super::failure::{Code, Failure};
use super::form::{Faults, Form, without_nulls};
use super::permissions::Permissions;
use super::request::{Request, Response};
use super::snowflake::Snowflake;
use super::world::World;
use crate::time::Timestamp;

const MAX_COMMANDS: usize = 100;

/// Source: Discord docs, "Reference: Locales".
pub(super) const LOCALES: [&str; 34] = [
    "ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "he", "hi", "hr", "hu", "id",
    "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE", "th", "tr", "uk", "vi", "zh-CN", "zh-TW",
];

/// Discord's numbers for the types of options.
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
    /// `None` for a global command.
    pub(super) guild: Option<Snowflake>,
    pub(super) definition: Definition,
}

/// What was registered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Definition {
    pub(super) name: String,
    #[serde(rename = "type", default = "chat_input")]
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

fn chat_input() -> u8 {
    1
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

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
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
    /// The bits that a member needs to see it; none when it is open to all.
    pub(super) fn needed(&self) -> Option<Permissions> {
        let bits = self.default_member_permissions.as_ref()?;
        let bits = bits.as_u64().or_else(|| bits.as_str()?.parse().ok())?;
        // "0" closes it to all but administrators.
        Some(if bits == 0 { Permissions::ADMINISTRATOR } else { Permissions(bits) })
    }

    /// Whether it is shown in direct messages with the bot.
    pub(super) fn in_dms(&self) -> bool {
        match &self.contexts {
            Some(contexts) => contexts.contains(&1),
            None => self.dm_permission != Some(false),
        }
    }

    pub(super) fn in_guilds(&self) -> bool {
        self.contexts.as_ref().is_none_or(|contexts| contexts.contains(&0))
    }
}

/// Which commands a route is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scope {
    pub(super) guild: Option<Snowflake>,
}

impl World {
    /// `GET` of all commands of a scope.
    pub(super) fn list_commands(&self, scope: Scope, request: &Request) -> Response {
        let full = request.asks("with_localizations");
        let view = |command: &Command| {
            let mut view = self.command_view(command);
            if !full {
                for field in ["name_localizations", "description_localizations"] {
                    view.as_object_mut().expect("an object").remove(field);
                }
            }
            view
        };
        Response::ok(self.commands.values().filter(|command| command.guild == scope.guild).map(view).collect())
    }

    pub(super) fn get_command(&self, scope: Scope, id: Snowflake) -> Result<Response, Failure> {
        let command =
            self.commands.get(&id).filter(|command| command.guild == scope.guild).ok_or(Code::UnknownCommand)?;
        Ok(Response::ok(self.command_view(command)))
    }

    /// `POST`: registers one, or overwrites the one of that name.
    pub(super) fn create_command(
        &mut self,
        now: Timestamp,
        scope: Scope,
        request: &Request,
    ) -> Result<Response, Failure> {
        let faults = Faults::default();
        check_command(&Form::of(&request.body, &faults), scope);
        faults.finish()?;
        let definition = parse(&request.body)?;
        let existing = self.by_name(scope, &definition);
        if existing.is_none()
            && self.commands.values().filter(|command| command.guild == scope.guild).count() >= MAX_COMMANDS
        {
            return Err(Code::TooManyCommands.into());
        }
        let id = self.store_command(now, scope, existing, definition);
        let view = self.command_view(&self.commands[&id]);
        Ok(if existing.is_some() { Response::ok(view) } else { Response::created(view) })
    }

    /// `PUT`: all commands of a scope at once; those of the same name keep their ids.
    pub(super) fn replace_commands(
        &mut self,
        now: Timestamp,
        scope: Scope,
        request: &Request,
    ) -> Result<Response, Failure> {
        let faults = Faults::default();
        let wrapped = json!({"commands": request.body});
        let form = Form::of(&wrapped, &faults);
        form.require("commands");
        let mut names = HashSet::new();
        for command in form.items("commands", 0..=MAX_COMMANDS) {
            check_command(&command, scope);
            let kind = command.sent("type").and_then(Value::as_i64).unwrap_or(1);
            if let Some(name) = command.sent("name").and_then(Value::as_str)
                && !names.insert((kind, name.to_owned()))
            {
                command.fault(
                    "name",
                    "APPLICATION_COMMANDS_DUPLICATE_NAME",
                    "Application command names must be unique",
                );
            }
        }
        faults.finish().map_err(unwrapped)?;
        let definitions: Vec<_> = request.body.as_array().into_iter().flatten().map(parse).collect::<Result<_, _>>()?;
        let kept: Vec<_> = definitions.iter().map(|definition| self.by_name(scope, definition)).collect();
        self.commands.retain(|id, command| command.guild != scope.guild || kept.contains(&Some(*id)));
        let store = |(definition, id)| self.store_command(now, scope, id, definition);
        let ids: Vec<_> = definitions.into_iter().zip(kept).map(store).collect();
        self.touch();
        Ok(Response::ok(ids.iter().map(|id| self.command_view(&self.commands[id])).collect()))
    }

    /// `PATCH`: what is sent replaces what was there.
    pub(super) fn edit_command(
        &mut self,
        now: Timestamp,
        scope: Scope,
        id: Snowflake,
        request: &Request,
    ) -> Result<Response, Failure> {
        let command =
            self.commands.get(&id).filter(|command| command.guild == scope.guild).ok_or(Code::UnknownCommand)?;
        let mut merged = serde_json::to_value(&command.definition).expect("definitions are plain data");
        let sent = request.body.as_object().cloned().unwrap_or_default();
        merged.as_object_mut().expect("a struct").extend(sent);
        let faults = Faults::default();
        check_command(&Form::of(&merged, &faults), scope);
        faults.finish()?;
        let definition = parse(&merged)?;
        self.store_command(now, scope, Some(id), definition);
        Ok(Response::ok(self.command_view(&self.commands[&id])))
    }

    pub(super) fn delete_command(&mut self, scope: Scope, id: Snowflake) -> Result<Response, Failure> {
        self.commands.get(&id).filter(|command| command.guild == scope.guild).ok_or(Code::UnknownCommand)?;
        self.commands.remove(&id);
        self.touch();
        Ok(Response::empty())
    }

    fn by_name(&self, scope: Scope, new: &Definition) -> Option<Snowflake> {
        let same = |old: &&Command| {
            old.guild == scope.guild && old.definition.name == new.name && old.definition.kind == new.kind
        };
        self.commands.values().find(same).map(|command| command.id)
    }

    fn store_command(
        &mut self,
        now: Timestamp,
        scope: Scope,
        id: Option<Snowflake>,
        definition: Definition,
    ) -> Snowflake {
        let version = self.mint.next(now);
        let id = id.unwrap_or(version);
        self.commands.insert(id, Command { id, version, guild: scope.guild, definition });
        self.touch();
        id
    }

    fn command_view(&self, command: &Command) -> Value {
        let definition = &command.definition;
        let or_null = |map: &BTreeMap<String, String>| if map.is_empty() { Value::Null } else { json!(map) };
        let mut view = json!({
            "id": command.id,
            "application_id": self.application,
            "version": command.version,
            "type": definition.kind,
            "name": definition.name,
            "name_localizations": or_null(&definition.name_localizations),
            "description": definition.description,
            "description_localizations": or_null(&definition.description_localizations),
            "default_member_permissions": definition.default_member_permissions.as_ref().map(|bits| bits.as_str().map_or_else(|| bits.to_string(), str::to_owned)),
            "integration_types": definition.integration_types.as_deref().unwrap_or(&[0]),
            "nsfw": definition.nsfw,
            "options": definition.options,
        });
        match command.guild {
            Some(guild) => view["guild_id"] = json!(guild),
            None => {
                view["dm_permission"] = json!(definition.in_dms());
                view["contexts"] = json!(definition.contexts);
            }
        }
        view
    }
}

/// Bulk bodies are bare lists: their faults have no field before the index.
fn unwrapped(failure: Failure) -> Failure {
    let Failure::Form(mut faults) = failure else { return failure };
    for fault in &mut faults {
        fault.path = fault.path.trim_start_matches("commands").trim_start_matches('.').to_owned();
    }
    Failure::Form(faults)
}

fn parse(body: &Value) -> Result<Definition, Failure> {
    let mut body = body.clone();
    without_nulls(&mut body);
    // What the judge overlooked is refused all the same.
    serde_json::from_value(body).map_err(|error| Failure::form("", "MODEL_TYPE_CONVERT", error.to_string()))
}
