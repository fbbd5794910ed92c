//! Slash commands as a member enters them. Finds the command, checks the options as the client does, and requests
//! autocompletion.

use base64::Engine as _;
use serde_json::{Map, Value, json};

use super::api_types::{CommandInput, ControlError, ControlResult};
use super::command_definition::{CHAT_COMMAND, Command, CommandOption, option_kind::*};
use super::interaction::{InteractionKind, NewInteraction, UsedCommand};
use super::lookup::{comma_list, suggestions};
use super::permissions::Permissions;
use super::request::File;
use super::resolved::Resolved;
use super::snowflake::Snowflake;
use super::world::World;
use crate::time::Timestamp;

/// The command that a member entered, and the options of its subcommand.
struct FoundCommand {
    command: Snowflake,
    /// The group and subcommand below the command, with their types.
    path: Vec<(u8, String)>,
    options: Vec<CommandOption>,
}

/// Whether the member has submitted the command or still types an option. All options of a submitted command must be
/// valid.
#[derive(Clone, Copy, PartialEq, Eq)]
enum InputState<'a> {
    Submitted,
    Typing { focused: &'a str },
}

impl World {
    /// Submits a slash command as a member, and returns the id of the new interaction.
    pub fn command(&mut self, now: Timestamp, who: &str, input: &CommandInput) -> ControlResult<Snowflake> {
        self.enter_command(now, who, input, InputState::Submitted)
    }

    /// Asks the bot to complete the option `focused`, and returns the id of the new interaction. The bot's choices will
    /// be in [`World::choices`].
    pub fn autocomplete(
        &mut self,
        now: Timestamp,
        who: &str,
        input: &CommandInput,
        focused: &str,
    ) -> ControlResult<Snowflake> {
        self.enter_command(now, who, input, InputState::Typing { focused })
    }

    /// The ids of the member and of the channel. Fails if the member may not use commands in the channel.
    pub(super) fn command_user_and_channel(
        &mut self,
        now: Timestamp,
        who: &str,
        channel_name: &str,
    ) -> ControlResult<(Snowflake, Snowflake)> {
        self.archive_inactive_threads(now);
        let user = self.user_id(who)?;
        let channel = self.channel_for(now, user, channel_name)?;
        if !self.permissions_in(user, &self.channels[&channel]).has(Permissions::USE_APPLICATION_COMMANDS) {
            return Err(ControlError { status: 403, error: format!("{who} may not use commands there") });
        }
        Ok((user, channel))
    }

    fn enter_command(
        &mut self,
        now: Timestamp,
        who: &str,
        input: &CommandInput,
        input_state: InputState<'_>,
    ) -> ControlResult<Snowflake> {
        let (user, channel) = self.command_user_and_channel(now, who, &input.channel)?;
        let found_command = self.find_command(user, channel, &input.name)?;
        let mut resolved = Resolved::default();
        let mut focused_option_kind = 0;
        let mut options = self.read_options(
            now,
            channel,
            &found_command,
            &input.options,
            input_state,
            &mut resolved,
            &mut focused_option_kind,
        )?;
        for (kind, name) in found_command.path.iter().rev() {
            options = vec![json!({"type": kind, "name": name, "options": options})];
        }
        let command = &self.commands[&found_command.command];
        let mut data = json!({"id": command.id, "name": command.definition.name, "type": 1, "options": options});
        if let Some(guild) = command.guild {
            data["guild_id"] = json!(guild);
        }
        let view = self.resolved_view(&resolved, user, channel);
        if view.as_object().is_some_and(|map| !map.is_empty()) {
            data["resolved"] = view;
        }
        let kind =
            if input_state == InputState::Submitted { InteractionKind::Command } else { InteractionKind::Autocomplete };
        let command_words = std::iter::once(command.definition.name.as_str())
            .chain(found_command.path.iter().map(|(_, name)| name.as_str()));
        let name = command_words.collect::<Vec<_>>().join(" ");
        Ok(self.create_interaction(
            now,
            NewInteraction {
                kind,
                user,
                channel,
                data,
                command: Some(UsedCommand { name, kind: CHAT_COMMAND, target: None }),
                source_message: None,
                focused_option_kind,
                opened_by: None,
            },
        ))
    }

    /// The commands that the client offers this member in that channel.
    pub(super) fn usable_commands(&self, who: Snowflake, channel: Snowflake, kinds: &[u8]) -> Vec<&Command> {
        let channel_record = &self.channels[&channel];
        if channel_record.is_dm() {
            return self.commands_in_dms(kinds);
        }
        let granted = self.permissions_in(who, channel_record);
        let is_usable = |command: &&Command| {
            let definition = &command.definition;
            let is_permitted = definition.required_permissions().is_none_or(|needed| granted.has(needed));
            kinds.contains(&definition.kind) && definition.is_available_in_guilds() && is_permitted
        };
        self.commands.values().filter(is_usable).collect()
    }

    /// The commands of these types that any user can use in a DM with the bot, also in a DM that does not exist yet.
    pub(super) fn commands_in_dms(&self, kinds: &[u8]) -> Vec<&Command> {
        let is_usable = |command: &&Command| {
            let definition = &command.definition;
            kinds.contains(&definition.kind) && command.guild.is_none() && definition.is_available_in_dms()
        };
        self.commands.values().filter(is_usable).collect()
    }

    fn find_command(&self, who: Snowflake, channel: Snowflake, input: &str) -> ControlResult<FoundCommand> {
        let locale = &self.users[&who].locale;
        let usable = self.usable_commands(who, channel, &[CHAT_COMMAND]);
        let mut words = input.trim_start_matches('/').split_whitespace();
        let command_name = words.next().unwrap_or_default();
        let is_wanted_command = |command: &&&Command| {
            command.definition.name == command_name
                || command.definition.name_localizations.get(locale).is_some_and(|name| name == command_name)
        };
        let Some(command) = usable.iter().find(is_wanted_command) else {
            return Err(self.unknown_command(command_name, &usable));
        };
        let mut found_command =
            FoundCommand { command: command.id, path: Vec::new(), options: command.definition.options.clone() };
        for word in words {
            let is_wanted_subcommand = |option: &&CommandOption| {
                option.kind <= GROUP
                    && (option.name == word || option.name_localizations.get(locale).is_some_and(|name| name == word))
            };
            let Some(next) = found_command.options.iter().find(is_wanted_subcommand).cloned() else {
                return Err(wrong_subcommand(input, &found_command.options));
            };
            found_command.path.push((next.kind, next.name));
            found_command.options = next.options;
        }
        if found_command.options.iter().any(|option| option.kind <= GROUP) {
            return Err(wrong_subcommand(input, &found_command.options));
        }
        Ok(found_command)
    }

    fn unknown_command(&self, wanted: &str, usable: &[&Command]) -> ControlError {
        if self.commands.values().any(|command| command.definition.name == wanted) {
            return ControlError { status: 403, error: format!("/{wanted} is not shown to this member in this place") };
        }
        let names = usable.iter().map(|command| command.definition.name.as_str());
        ControlError { status: 404, error: format!("no command /{wanted} is registered{}", suggestions(wanted, names)) }
    }

    #[expect(clippy::too_many_arguments, reason = "the input, what to check it against, and two outputs")]
    fn read_options(
        &mut self,
        now: Timestamp,
        channel: Snowflake,
        found_command: &FoundCommand,
        input: &Map<String, Value>,
        input_state: InputState<'_>,
        resolved: &mut Resolved,
        focused_option_kind: &mut u8,
    ) -> ControlResult<Vec<Value>> {
        for name in input.keys() {
            if !found_command.options.iter().any(|option| option.name == *name) {
                let names = found_command.options.iter().map(|option| option.name.as_str());
                return Err(ControlError {
                    status: 400,
                    error: format!("no option {name:?}{}", suggestions(name, names)),
                });
            }
        }
        let mut filled_options = Vec::new();
        for option in &found_command.options {
            let is_focused = matches!(input_state, InputState::Typing { focused } if focused == option.name);
            let empty = Value::from("");
            let value = match input.get(&option.name).filter(|value| !value.is_null()) {
                Some(value) => value,
                None if is_focused => &empty,
                None if option.required && input_state == InputState::Submitted => {
                    return Err(ControlError { status: 400, error: format!("option {:?} is required", option.name) });
                }
                None => continue,
            };
            if is_focused {
                if !option.autocomplete {
                    return Err(ControlError {
                        status: 400,
                        error: format!("option {:?} does not complete", option.name),
                    });
                }
                *focused_option_kind = option.kind;
                // The value of a focused option is the text typed so far, even if the option is a number.
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                filled_options.push(json!({"type": option.kind, "name": option.name, "value": text, "focused": true}));
                continue;
            }
            let value = self.option_value(now, channel, option, value, resolved)?;
            filled_options.push(json!({"type": option.kind, "name": option.name, "value": value}));
        }
        if let InputState::Typing { focused } = input_state
            && *focused_option_kind == 0
        {
            let names = comma_list(
                found_command.options.iter().filter(|option| option.autocomplete).map(|option| option.name.as_str()),
            );
            return Err(ControlError {
                status: 400,
                error: format!("no option {focused:?} that completes; there are: {names}"),
            });
        }
        Ok(filled_options)
    }

    fn option_value(
        &mut self,
        now: Timestamp,
        channel: Snowflake,
        option: &CommandOption,
        value: &Value,
        resolved: &mut Resolved,
    ) -> ControlResult<Value> {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        match option.kind {
            STRING => string_value(option, &text).map(Value::from),
            INTEGER | NUMBER => number_value(option, value, &text),
            BOOLEAN => match text.as_str() {
                "true" | "True" => Ok(Value::from(true)),
                "false" | "False" => Ok(Value::from(false)),
                _ => Err(invalid_option(option, "true or false", &text)),
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
                    return Err(invalid_option(
                        option,
                        &format!("a channel of the types {:?}", option.channel_types),
                        &text,
                    ));
                }
                Ok(json!(resolved.add_channel(id)))
            }
            ATTACHMENT => {
                let file = uploaded_file(&option.name, value)?;
                let stored = self.store_file(now, channel, file, None);
                let id = stored.id;
                resolved.attachments.push(super::model::Attachment { ephemeral: true, ..stored });
                Ok(json!(id))
            }
            kind => Err(ControlError { status: 501, error: format!("options of type {kind} are not built") }),
        }
    }
}

fn wrong_subcommand(input: &str, options: &[CommandOption]) -> ControlError {
    let subcommands =
        comma_list(options.iter().filter(|option| option.kind <= GROUP).map(|option| option.name.as_str()));
    let hint = if subcommands.is_empty() {
        "there is no subcommand below it".to_owned()
    } else {
        format!("the subcommands here are: {subcommands}")
    };
    ControlError { status: 404, error: format!("/{input} is no whole command; {hint}") }
}

fn invalid_option(option: &CommandOption, wanted: &str, text: &str) -> ControlError {
    ControlError { status: 400, error: format!("option {:?} takes {wanted}, not {text:?}", option.name) }
}

/// The value of a string option. If the option has choices, finds the choice by its value or by a name in any language.
/// Otherwise returns the text, if its length is allowed.
fn string_value(option: &CommandOption, text: &str) -> ControlResult<String> {
    if !option.choices.is_empty() {
        let value = choice_value(option, text)?;
        return Ok(value.as_str().unwrap_or_default().to_owned());
    }
    let count = text.chars().count();
    let (min, max) = (option.min_length.unwrap_or(0), option.max_length.unwrap_or(6000));
    if count < min || count > max {
        return Err(invalid_option(option, &format!("{min} to {max} characters"), text));
    }
    Ok(text.to_owned())
}

fn number_value(option: &CommandOption, value: &Value, text: &str) -> ControlResult<Value> {
    if !option.choices.is_empty() {
        return choice_value(option, text);
    }
    let number: Option<f64> = value.as_f64().or_else(|| text.parse().ok());
    let Some(number) = number.filter(|number| option.kind == NUMBER || number.fract() == 0.0) else {
        return Err(invalid_option(option, if option.kind == INTEGER { "a whole number" } else { "a number" }, text));
    };
    let bound = |bound: &Option<Value>| bound.as_ref().and_then(Value::as_f64);
    if bound(&option.min_value).is_some_and(|min| number < min)
        || bound(&option.max_value).is_some_and(|max| number > max)
    {
        return Err(invalid_option(
            option,
            &format!("a number from {:?} to {:?}", option.min_value, option.max_value),
            text,
        ));
    }
    if option.kind == NUMBER {
        return Ok(json!(number));
    }
    let integer = value.as_i64().or_else(|| text.parse().ok());
    integer.map(Value::from).ok_or_else(|| invalid_option(option, "a whole number", text))
}

/// Finds a choice by its value or by a name in any language, ignoring case. A member picks from a list, so a script
/// does not need the exact spelling.
fn choice_value(option: &CommandOption, text: &str) -> ControlResult<Value> {
    let wanted = text.to_lowercase();
    let is_wanted = |choice: &&super::command_definition::Choice| {
        let value = choice.value.as_str().map_or_else(|| choice.value.to_string(), str::to_owned);
        let names = std::iter::once(&choice.name).chain(choice.name_localizations.values());
        value.to_lowercase() == wanted || names.into_iter().any(|name| name.to_lowercase() == wanted)
    };
    let choice_value = option.choices.iter().find(is_wanted).map(|choice| choice.value.clone());
    choice_value.ok_or_else(|| {
        let names = comma_list(option.choices.iter().map(|choice| choice.name.as_str()));
        invalid_option(option, &format!("one of: {names}"), text)
    })
}

/// Parses a file from JSON such as `{"filename": "members.csv", "content": "…"}`. For binary files, `content_base64`
/// replaces `content`. `content_type` is optional.
pub(super) fn uploaded_file(name_of_field: &str, value: &Value) -> ControlResult<File> {
    let shape = "{\"filename\": …, \"content\": … or \"content_base64\": …}";
    let refuse = || {
        let error = format!("{name_of_field:?} takes {shape}, not {value}");
        ControlError { status: 400, error }
    };
    let name = value["filename"].as_str().filter(|name| !name.is_empty()).ok_or_else(refuse)?;
    let bytes = match (value["content"].as_str(), value["content_base64"].as_str()) {
        (Some(text), None) => text.as_bytes().to_vec(),
        (None, Some(encoded)) => base64::engine::general_purpose::STANDARD.decode(encoded).map_err(|_| refuse())?,
        _ => return Err(refuse()),
    };
    let content_type = value["content_type"].as_str().map(str::to_owned);
    Ok(File { field: name_of_field.to_owned(), name: name.to_owned(), content_type, bytes })
}
