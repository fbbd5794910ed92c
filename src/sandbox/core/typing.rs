//! Slash commands as a person types them: found, checked as the client checks, completed.

use base64::Engine as _;
use serde_json::{Map, Value, json};

use super::commands::{Command, CommandOption, option_kind::*};
use super::contract::{Act, Refusal, Typed};
use super::interactions::{Kind, Start};
use super::people::{listed, near};
use super::permissions::Permissions;
use super::request::File;
use super::resolved::Resolved;
use super::snowflake::Snowflake;
use super::world::World;
use crate::time::Timestamp;

/// A typed name led to this command and, through subcommands, to these options.
struct Found {
    command: Snowflake,
    /// Names of group and subcommand below the command, with their types.
    path: Vec<(u8, String)>,
    options: Vec<CommandOption>,
}

/// Whether all must be right, or the person is still typing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Typing<'a> {
    Done,
    Still { focused: &'a str },
}

impl World {
    pub fn command(&mut self, now: Timestamp, who: &str, typed: &Typed) -> Act<Snowflake> {
        self.type_command(now, who, typed, Typing::Done)
    }

    /// Asks the bot to complete the option `focused`; the choices come with [`World::choices`].
    pub fn autocomplete(&mut self, now: Timestamp, who: &str, typed: &Typed, focused: &str) -> Act<Snowflake> {
        self.type_command(now, who, typed, Typing::Still { focused })
    }

    fn type_command(&mut self, now: Timestamp, who: &str, typed: &Typed, typing: Typing<'_>) -> Act<Snowflake> {
        self.archive_silent_threads(now);
        let asker = self.user_id(who)?;
        let channel = self.place_for(now, asker, &typed.place)?;
        if !self.permissions_in(asker, &self.channels[&channel]).has(Permissions::USE_APPLICATION_COMMANDS) {
            return Err(Refusal { status: 403, error: format!("{who} may not use commands there") });
        }
        let found = self.find_command(asker, channel, &typed.name)?;
        let mut resolved = Resolved::default();
        let mut focused_kind = 0;
        let mut options =
            self.fill_options(now, channel, &found, &typed.options, typing, &mut resolved, &mut focused_kind)?;
        for (kind, name) in found.path.iter().rev() {
            options = vec![json!({"type": kind, "name": name, "options": options})];
        }
        let command = &self.commands[&found.command];
        let mut data = json!({"id": command.id, "name": command.definition.name, "type": 1, "options": options});
        if let Some(guild) = command.guild {
            data["guild_id"] = json!(guild);
        }
        let view = self.resolved_view(&resolved, asker, channel);
        if view.as_object().is_some_and(|map| !map.is_empty()) {
            data["resolved"] = view;
        }
        let kind = if typing == Typing::Done { Kind::Command } else { Kind::Autocomplete };
        let full =
            std::iter::once(command.definition.name.as_str()).chain(found.path.iter().map(|(_, name)| name.as_str()));
        let name = full.collect::<Vec<_>>().join(" ");
        Ok(self.start_interaction(
            now,
            Start { kind, asker, channel, data, command: Some(name), clicked: None, focused_kind, opened_by: None },
        ))
    }

    /// Commands that this person is shown in that channel.
    pub(super) fn usable_commands(&self, who: Snowflake, channel: Snowflake) -> Vec<&Command> {
        let place = &self.channels[&channel];
        let granted = self.permissions_in(who, place);
        let shown = |command: &&Command| {
            let definition = &command.definition;
            let here =
                if place.is_dm() { command.guild.is_none() && definition.in_dms() } else { definition.in_guilds() };
            let permitted = place.is_dm() || definition.needed().is_none_or(|needed| granted.has(needed));
            definition.kind == 1 && here && permitted
        };
        self.commands.values().filter(shown).collect()
    }

    fn find_command(&self, who: Snowflake, channel: Snowflake, typed: &str) -> Act<Found> {
        let locale = &self.users[&who].locale;
        let usable = self.usable_commands(who, channel);
        let mut words = typed.trim_start_matches('/').split_whitespace();
        let first = words.next().unwrap_or_default();
        let called = |command: &&&Command| {
            command.definition.name == first
                || command.definition.name_localizations.get(locale).is_some_and(|name| name == first)
        };
        let Some(command) = usable.iter().find(called) else {
            return Err(self.no_command(first, &usable));
        };
        let mut found = Found { command: command.id, path: Vec::new(), options: command.definition.options.clone() };
        for word in words {
            let below = |option: &&CommandOption| {
                option.kind <= GROUP
                    && (option.name == word || option.name_localizations.get(locale).is_some_and(|name| name == word))
            };
            let Some(next) = found.options.iter().find(below).cloned() else {
                return Err(wrong_subcommand(typed, &found.options));
            };
            found.path.push((next.kind, next.name));
            found.options = next.options;
        }
        if found.options.iter().any(|option| option.kind <= GROUP) {
            return Err(wrong_subcommand(typed, &found.options));
        }
        Ok(found)
    }

    fn no_command(&self, wanted: &str, usable: &[&Command]) -> Refusal {
        if self.commands.values().any(|command| command.definition.name == wanted) {
            return Refusal { status: 403, error: format!("/{wanted} is not shown to this member in this place") };
        }
        let names = usable.iter().map(|command| command.definition.name.as_str());
        Refusal { status: 404, error: format!("no command /{wanted} is registered{}", near(wanted, names)) }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "what is typed, what it is checked against, and the two things found on the way"
    )]
    fn fill_options(
        &mut self,
        now: Timestamp,
        channel: Snowflake,
        found: &Found,
        typed: &Map<String, Value>,
        typing: Typing<'_>,
        resolved: &mut Resolved,
        focused_kind: &mut u8,
    ) -> Act<Vec<Value>> {
        for name in typed.keys() {
            if !found.options.iter().any(|option| option.name == *name) {
                let names = found.options.iter().map(|option| option.name.as_str());
                return Err(Refusal { status: 400, error: format!("no option {name:?}{}", near(name, names)) });
            }
        }
        let mut filled = Vec::new();
        for option in &found.options {
            let focused = matches!(typing, Typing::Still { focused } if focused == option.name);
            let empty = Value::from("");
            let value = match typed.get(&option.name).filter(|value| !value.is_null()) {
                Some(value) => value,
                None if focused => &empty,
                None if option.required && typing == Typing::Done => {
                    return Err(Refusal { status: 400, error: format!("option {:?} is required", option.name) });
                }
                None => continue,
            };
            if focused {
                if !option.autocomplete {
                    return Err(Refusal { status: 400, error: format!("option {:?} does not complete", option.name) });
                }
                *focused_kind = option.kind;
                // While it is typed, the value is the text so far, also for numbers.
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                filled.push(json!({"type": option.kind, "name": option.name, "value": text, "focused": true}));
                continue;
            }
            let value = self.option_value(now, channel, option, value, resolved)?;
            filled.push(json!({"type": option.kind, "name": option.name, "value": value}));
        }
        if let Typing::Still { focused } = typing
            && *focused_kind == 0
        {
            let names =
                listed(found.options.iter().filter(|option| option.autocomplete).map(|option| option.name.as_str()));
            return Err(Refusal {
                status: 400,
                error: format!("no option {focused:?} that completes; there are: {names}"),
            });
        }
        Ok(filled)
    }

    fn option_value(
        &mut self,
        now: Timestamp,
        channel: Snowflake,
        option: &CommandOption,
        value: &Value,
        resolved: &mut Resolved,
    ) -> Act<Value> {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        match option.kind {
            STRING => string_value(option, &text).map(Value::from),
            INTEGER | NUMBER => number_value(option, value, &text),
            BOOLEAN => match text.as_str() {
                "true" | "True" => Ok(Value::from(true)),
                "false" | "False" => Ok(Value::from(false)),
                _ => Err(wrong(option, "true or false", &text)),
            },
            USER => Ok(json!(resolved.add_user(self.user_id(&text)?))),
            ROLE => Ok(json!(resolved.add_role(self.role_id(&text)?))),
            MENTIONABLE => match self.role_id(&text) {
                Ok(role) => Ok(json!(resolved.add_role(role))),
                Err(_) => Ok(json!(resolved.add_user(self.user_id(&text)?))),
            },
            CHANNEL => {
                let id = self.channel_id(&text)?;
                let kind = self.channels[&id].kind.number();
                if !option.channel_types.is_empty() && !option.channel_types.contains(&kind) {
                    return Err(wrong(option, &format!("a channel of the types {:?}", option.channel_types), &text));
                }
                Ok(json!(resolved.add_channel(id)))
            }
            ATTACHMENT => {
                let file = uploaded(option, value)?;
                let stored = self.store_file(now, channel, file, None);
                let id = stored.id;
                resolved.attachments.push(super::state::Attachment { ephemeral: true, ..stored });
                Ok(json!(id))
            }
            kind => Err(Refusal { status: 501, error: format!("options of type {kind} are not built") }),
        }
    }
}

fn wrong_subcommand(typed: &str, options: &[CommandOption]) -> Refusal {
    let below = listed(options.iter().filter(|option| option.kind <= GROUP).map(|option| option.name.as_str()));
    let hint = if below.is_empty() {
        "there is no subcommand below it".to_owned()
    } else {
        format!("the subcommands here are: {below}")
    };
    Refusal { status: 404, error: format!("/{typed} is no whole command; {hint}") }
}

fn wrong(option: &CommandOption, wanted: &str, text: &str) -> Refusal {
    Refusal { status: 400, error: format!("option {:?} takes {wanted}, not {text:?}", option.name) }
}

/// A choice by its value or by a name in any language; else the text within its length.
fn string_value(option: &CommandOption, text: &str) -> Act<String> {
    if !option.choices.is_empty() {
        let value = choice(option, text)?;
        return Ok(value.as_str().unwrap_or_default().to_owned());
    }
    let count = text.chars().count();
    let (min, max) = (option.min_length.unwrap_or(0), option.max_length.unwrap_or(6000));
    if count < min || count > max {
        return Err(wrong(option, &format!("{min} to {max} characters"), text));
    }
    Ok(text.to_owned())
}

fn number_value(option: &CommandOption, value: &Value, text: &str) -> Act<Value> {
    if !option.choices.is_empty() {
        return choice(option, text);
    }
    let number: Option<f64> = value.as_f64().or_else(|| text.parse().ok());
    let Some(number) = number.filter(|number| option.kind == NUMBER || number.fract() == 0.0) else {
        return Err(wrong(option, if option.kind == INTEGER { "a whole number" } else { "a number" }, text));
    };
    let bound = |bound: &Option<Value>| bound.as_ref().and_then(Value::as_f64);
    if bound(&option.min_value).is_some_and(|min| number < min)
        || bound(&option.max_value).is_some_and(|max| number > max)
    {
        return Err(wrong(option, &format!("a number from {:?} to {:?}", option.min_value, option.max_value), text));
    }
    if option.kind == NUMBER {
        return Ok(json!(number));
    }
    let whole = value.as_i64().or_else(|| text.parse().ok());
    whole.map(Value::from).ok_or_else(|| wrong(option, "a whole number", text))
}

/// By value or by name in any language, letter case aside: a person picks it from a list, a script should not have to
/// know its capitals.
fn choice(option: &CommandOption, text: &str) -> Act<Value> {
    let wanted = text.to_lowercase();
    let same = |choice: &&super::commands::Choice| {
        let value = choice.value.as_str().map_or_else(|| choice.value.to_string(), str::to_owned);
        let names = std::iter::once(&choice.name).chain(choice.name_localizations.values());
        value.to_lowercase() == wanted || names.into_iter().any(|name| name.to_lowercase() == wanted)
    };
    let found = option.choices.iter().find(same).map(|choice| choice.value.clone());
    found.ok_or_else(|| {
        let names = listed(option.choices.iter().map(|choice| choice.name.as_str()));
        wrong(option, &format!("one of: {names}"), text)
    })
}

/// `{"filename": "members.csv", "content": "…"}`, or `content_base64` for bytes; `content_type` if it matters.
fn uploaded(option: &CommandOption, value: &Value) -> Act<File> {
    let shape = "{\"filename\": …, \"content\": … or \"content_base64\": …}";
    let refuse = || wrong(option, shape, &value.to_string());
    let name = value["filename"].as_str().filter(|name| !name.is_empty()).ok_or_else(refuse)?;
    let bytes = match (value["content"].as_str(), value["content_base64"].as_str()) {
        (Some(text), None) => text.as_bytes().to_vec(),
        (None, Some(encoded)) => base64::engine::general_purpose::STANDARD.decode(encoded).map_err(|_| refuse())?,
        _ => return Err(refuse()),
    };
    let content_type = value["content_type"].as_str().map(str::to_owned);
    Ok(File { field: option.name.clone(), name: name.to_owned(), content_type, bytes })
}
