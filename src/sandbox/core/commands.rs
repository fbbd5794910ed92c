//! The application's commands: registered, judged, listed. Source: Discord docs, "Application Commands".

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::failure::{Code, Failure};
use super::form::{Faults, Form};
use super::permissions::Permissions;
use super::request::{Request, Response};
use super::snowflake::Snowflake;
use super::world::World;
use crate::time::Timestamp;

const MAX_COMMANDS: usize = 100;
const MAX_OPTIONS: usize = 25;
/// Names, descriptions and values of one command together. Source: "Application Commands: Registering a Command".
const MAX_TOTAL: usize = 8000;

/// Source: Discord docs, "Reference: Locales".
pub(super) const LOCALES: [&str; 34] = [
    "ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "he", "hi", "hr", "hu", "id", "it",
    "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE", "th", "tr", "uk", "vi", "zh-CN", "zh-TW",
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
use option_kind::*;

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
        let command = self.commands.get(&id).filter(|command| command.guild == scope.guild).ok_or(Code::UnknownCommand)?;
        Ok(Response::ok(self.command_view(command)))
    }

    /// `POST`: registers one, or overwrites the one of that name.
    pub(super) fn create_command(&mut self, now: Timestamp, scope: Scope, request: &Request) -> Result<Response, Failure> {
        let faults = Faults::default();
        check_command(&Form::of(&request.body, &faults), scope);
        faults.finish()?;
        let definition = parse(&request.body);
        let existing = self.by_name(scope, &definition);
        if existing.is_none() && self.commands.values().filter(|command| command.guild == scope.guild).count() >= MAX_COMMANDS {
            return Err(Code::TooManyCommands.into());
        }
        let id = self.store_command(now, scope, existing, definition);
        let view = self.command_view(&self.commands[&id]);
        Ok(if existing.is_some() { Response::ok(view) } else { Response::created(view) })
    }

    /// `PUT`: all commands of a scope at once; those of the same name keep their ids.
    pub(super) fn replace_commands(&mut self, now: Timestamp, scope: Scope, request: &Request) -> Result<Response, Failure> {
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
                command.fault("name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique");
            }
        }
        faults.finish().map_err(unwrapped)?;
        let definitions: Vec<_> = request.body.as_array().into_iter().flatten().map(parse).collect();
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
        let command = self.commands.get(&id).filter(|command| command.guild == scope.guild).ok_or(Code::UnknownCommand)?;
        let mut merged = serde_json::to_value(&command.definition).expect("definitions are plain data");
        let sent = request.body.as_object().cloned().unwrap_or_default();
        merged.as_object_mut().expect("a struct").extend(sent);
        let faults = Faults::default();
        check_command(&Form::of(&merged, &faults), scope);
        faults.finish()?;
        self.store_command(now, scope, Some(id), parse(&merged));
        Ok(Response::ok(self.command_view(&self.commands[&id])))
    }

    pub(super) fn delete_command(&mut self, scope: Scope, id: Snowflake) -> Result<Response, Failure> {
        self.commands.get(&id).filter(|command| command.guild == scope.guild).ok_or(Code::UnknownCommand)?;
        self.commands.remove(&id);
        self.touch();
        Ok(Response::empty())
    }

    fn by_name(&self, scope: Scope, new: &Definition) -> Option<Snowflake> {
        let same =
            |old: &&Command| old.guild == scope.guild && old.definition.name == new.name && old.definition.kind == new.kind;
        self.commands.values().find(same).map(|command| command.id)
    }

    fn store_command(&mut self, now: Timestamp, scope: Scope, id: Option<Snowflake>, definition: Definition) -> Snowflake {
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

fn parse(body: &Value) -> Definition {
    let mut body = body.clone();
    without_nulls(&mut body);
    serde_json::from_value(body).expect("a body without faults is a definition")
}

fn without_nulls(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|_, value| !value.is_null());
            map.values_mut().for_each(without_nulls);
        }
        Value::Array(list) => list.iter_mut().for_each(without_nulls),
        _ => {}
    }
}

fn check_command(form: &Form<'_>, scope: Scope) {
    // The first four come back from clients that send a command as they read it.
    let known = [
        "id",
        "application_id",
        "version",
        "guild_id",
        "type",
        "name",
        "name_localizations",
        "description",
        "description_localizations",
        "options",
        "default_member_permissions",
        "dm_permission",
        "default_permission",
        "contexts",
        "integration_types",
        "nsfw",
        // What a client sends that gives a command back as it got it; Discord takes no notice of them.
        "application_id",
        "guild_id",
        "version",
    ];
    form.only(&known);
    let kind = form.choice("type", &[1, 2, 3]).unwrap_or(1);
    check_names(form, kind == 1);
    form.bits("default_member_permissions");
    form.flag("dm_permission");
    form.flag("nsfw");
    for (field, most) in [("contexts", 2), ("integration_types", 1)] {
        for (index, value) in form.list(field, 0..=3).into_iter().flatten().enumerate() {
            if !value.as_i64().is_some_and(|value| (0..=most).contains(&value)) {
                form.fault(&format!("{field}.{index}"), "BASE_TYPE_CHOICES", format!("Value must be between 0 and {most}."));
            }
        }
    }
    if scope.guild.is_some() && form.has("contexts") {
        form.fault("contexts", "APPLICATION_COMMAND_CONTEXTS_GUILD", "Contexts cannot be set on guild commands");
    }
    if kind == 1 {
        check_options(form, 0);
    } else if form.raw("options").and_then(Value::as_array).is_some_and(|options| !options.is_empty()) {
        form.fault("options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Context menu commands cannot have options");
    }
    if total(form) > MAX_TOTAL {
        form.fault("", "APPLICATION_COMMAND_TOO_LARGE", format!("Command exceeds maximum size ({MAX_TOTAL})"));
    }
}

/// Name and description with their localizations. Chat input names are lower case without spaces.
fn check_names(form: &Form<'_>, typed: bool) {
    if let Some(name) = form.required_text("name", 1..=32)
        && typed
        && !is_name(name)
    {
        form.fault("name", "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
    }
    if typed {
        form.required_text("description", 1..=100);
    } else if form.raw("description").and_then(Value::as_str).is_some_and(|text| !text.is_empty()) {
        form.fault("description", "APPLICATION_COMMAND_DESCRIPTION", "Context menu commands cannot have description");
    }
    check_localizations(form, "name_localizations", 32, typed);
    check_localizations(form, "description_localizations", 100, false);
}

fn check_localizations(form: &Form<'_>, field: &str, most: usize, typed: bool) {
    let Some(map) = form.child(field) else { return };
    let keys = form.raw(field).and_then(Value::as_object).into_iter().flat_map(|map| map.keys());
    for key in keys {
        if !LOCALES.contains(&key.as_str()) {
            map.fault(key, "DICT_TYPE_INVALID_KEY", format!("Locale \"{key}\" is not one of Discord's"));
        }
        if let Some(text) = map.text(key, 1..=most)
            && typed
            && !is_name(text)
        {
            map.fault(key, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
        }
    }
}

/// `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$`, lower case where there is one.
fn is_name(name: &str) -> bool {
    let allowed = |c: char| {
        c.is_alphanumeric() || "-_'".contains(c) || ('\u{900}'..='\u{97F}').contains(&c) || ('\u{E00}'..='\u{E7F}').contains(&c)
    };
    !name.is_empty() && name.chars().all(allowed) && name.to_lowercase() == name
}

fn check_options(form: &Form<'_>, depth: usize) {
    let options = form.items("options", 0..=MAX_OPTIONS);
    let mut names = HashSet::new();
    let (mut optional_seen, mut kinds) = (false, HashSet::new());
    for option in &options {
        check_option(option, depth);
        let kind = option.sent("type").and_then(Value::as_u64).unwrap_or_default();
        kinds.insert(kind <= 2);
        if let Some(name) = option.sent("name").and_then(Value::as_str)
            && !names.insert(name)
        {
            option.fault("name", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists");
        }
        let required = option.sent("required").and_then(Value::as_bool).unwrap_or(false);
        if required && optional_seen {
            let message = "Required options must be placed before non-required options";
            option.fault("", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message);
        }
        optional_seen |= !required;
    }
    if kinds.len() > 1 {
        let message = "Sub-command and sub-command group option types are mutually exclusive to all other types";
        form.fault("options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message);
    }
}

fn check_option(form: &Form<'_>, depth: usize) {
    let known = [
        "type",
        "name",
        "name_localizations",
        "description",
        "description_localizations",
        "required",
        "choices",
        "options",
        "channel_types",
        "min_value",
        "max_value",
        "min_length",
        "max_length",
        "autocomplete",
    ];
    form.only(&known);
    form.require("type");
    let allowed: Vec<i64> = match depth {
        0 => (1..=11).collect(),
        // Inside a group only subcommands, inside a subcommand no further ones.
        1 => (3..=11).collect(),
        _ => vec![1],
    };
    let kind = form.choice("type", &allowed).and_then(|kind| u8::try_from(kind).ok()).unwrap_or_default();
    check_names(form, true);
    form.flag("required");
    let autocompletes = form.flag("autocomplete").unwrap_or(false);
    match kind {
        SUBCOMMAND => check_options(form, 1),
        GROUP => check_options(form, 2),
        _ if form.raw("options").and_then(Value::as_array).is_some_and(|list| !list.is_empty()) => {
            form.fault("options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Only subcommands and groups have options");
        }
        _ => {}
    }
    if autocompletes
        && (![STRING, INTEGER, NUMBER].contains(&kind)
            || form.raw("choices").and_then(Value::as_array).is_some_and(|it| !it.is_empty()))
    {
        let message = "Autocomplete works on string, integer and number options without choices";
        form.fault("autocomplete", "APPLICATION_COMMAND_AUTOCOMPLETE_INVALID", message);
    }
    check_choices(form, kind);
    check_bounds(form, kind);
}

fn check_choices(form: &Form<'_>, kind: u8) {
    let mut names = HashSet::new();
    for choice in form.items("choices", 0..=MAX_OPTIONS) {
        choice.only(&["name", "name_localizations", "value"]);
        if let Some(name) = choice.required_text("name", 1..=100)
            && !names.insert(name)
        {
            choice.fault("name", "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS", "Option choice name already exists");
        }
        check_localizations(&choice, "name_localizations", 100, false);
        choice.require("value");
        check_choice_value(&choice, kind);
    }
}

/// A choice's value is of its option's type.
pub(super) fn check_choice_value(choice: &Form<'_>, kind: u8) {
    match kind {
        STRING => drop(choice.text("value", 1..=100)),
        INTEGER => drop(choice.number("value", -MAX_SAFE_INTEGER..=MAX_SAFE_INTEGER)),
        NUMBER if !choice.raw("value").is_some_and(Value::is_number) => {
            choice.fault("value", "NUMBER_TYPE_COERCE", "The value is not a number.");
        }
        NUMBER => {}
        _ => choice.fault("", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Only string, integer and number options have choices"),
    }
}

/// Integers in options stay where a double is exact. Source: "Application Command Option Type".
pub(super) const MAX_SAFE_INTEGER: i64 = 1 << 53;

fn check_bounds(form: &Form<'_>, kind: u8) {
    let misplaced = |field: &str| {
        // Discord takes an empty list on options of any type; serenity sends one with each.
        let is_empty_list = form.sent(field).and_then(Value::as_array).is_some_and(Vec::is_empty);
        if form.has(field) && !is_empty_list {
            form.fault(
                field,
                "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                format!("{field} does not belong to an option of this type"),
            );
        }
    };
    if kind == STRING {
        form.number("min_length", 0..=6000);
        form.number("max_length", 1..=6000);
    } else {
        misplaced("min_length");
        misplaced("max_length");
    }
    if ![INTEGER, NUMBER].contains(&kind) {
        misplaced("min_value");
        misplaced("max_value");
    }
    if kind == CHANNEL {
        form.list("channel_types", 0..=MAX_OPTIONS);
    } else {
        misplaced("channel_types");
    }
}

/// Characters of names, descriptions and values; of a text and its localizations the longest counts.
fn total(form: &Form<'_>) -> usize {
    let longest = |field: &str| {
        let base = form.sent(field).and_then(Value::as_str).map_or(0, |text| text.chars().count());
        let localized = form.sent(&format!("{field}_localizations")).and_then(Value::as_object);
        let others =
            localized.into_iter().flat_map(|map| map.values()).filter_map(|text| text.as_str()).map(|text| text.chars().count());
        others.chain([base]).max().unwrap_or(0)
    };
    let choices: usize = form
        .items("choices", 0..=usize::MAX)
        .iter()
        .map(|choice| {
            let value = choice.sent("value").and_then(Value::as_str).map_or(0, |text| text.chars().count());
            value + total(choice)
        })
        .sum();
    longest("name") + longest("description") + choices + form.items("options", 0..=usize::MAX).iter().map(total).sum::<usize>()
}
