//! Validates command definitions: names, limits, option order, locales. Source: Discord docs, "Application Commands".

use std::collections::HashSet;

use serde_json::Value;

use super::command_definition::{LOCALES, Scope, option_kind::*};
use super::fields::Fields;

pub(super) const MAX_OPTIONS: usize = 25;
/// The limit for all names, descriptions and values of one command together. Source: "Application Commands: Registering
/// a Command".
const MAX_COMMAND_CHARS: usize = 8000;

/// Checks one definition, and adds its errors to the errors of `fields`.
pub(super) fn check_command(fields: &Fields<'_>, scope: Scope) {
    // A client may send a registered command back unchanged, so the first four fields are allowed too.
    let known_fields = [
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
    ];
    fields.allow_only(&known_fields);
    let kind = fields.choice("type", &[1, 2, 3]).unwrap_or(1);
    check_names(fields, kind == 1);
    fields.bits("default_member_permissions");
    fields.boolean("dm_permission");
    fields.boolean("nsfw");
    for (field, max) in [("contexts", 2), ("integration_types", 1)] {
        for (index, value) in fields.list(field, 0..=3).into_iter().flatten().enumerate() {
            if !value.as_i64().is_some_and(|value| (0..=max).contains(&value)) {
                fields.error(
                    &format!("{field}.{index}"),
                    "BASE_TYPE_CHOICES",
                    format!("Value must be between 0 and {max}."),
                );
            }
        }
    }
    if scope.guild.is_some() && fields.has("contexts") {
        fields.error("contexts", "APPLICATION_COMMAND_CONTEXTS_GUILD", "Contexts cannot be set on guild commands");
    }
    if kind == 1 {
        check_options(fields, 0);
    } else if fields.non_null("options").and_then(Value::as_array).is_some_and(|options| !options.is_empty()) {
        fields.error(
            "options",
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Context menu commands cannot have options",
        );
    }
    if total_chars(fields) > MAX_COMMAND_CHARS {
        fields.error(
            "",
            "APPLICATION_COMMAND_TOO_LARGE",
            format!("Command exceeds maximum size ({MAX_COMMAND_CHARS})"),
        );
    }
}

/// Checks names, descriptions and their localizations. Names of slash commands are in lower case and have no spaces.
fn check_names(fields: &Fields<'_>, is_chat_input: bool) {
    if let Some(name) = fields.required_text("name", 1..=32)
        && is_chat_input
        && !is_name(name)
    {
        fields.error("name", "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
    }
    if is_chat_input {
        fields.required_text("description", 1..=100);
    } else if fields.non_null("description").and_then(Value::as_str).is_some_and(|text| !text.is_empty()) {
        fields.error("description", "APPLICATION_COMMAND_DESCRIPTION", "Context menu commands cannot have description");
    }
    check_localizations(fields, "name_localizations", 32, is_chat_input);
    check_localizations(fields, "description_localizations", 100, false);
}

fn check_localizations(fields: &Fields<'_>, field: &str, max: usize, is_chat_input: bool) {
    let Some(map) = fields.object(field) else { return };
    let keys = fields.non_null(field).and_then(Value::as_object).into_iter().flat_map(|map| map.keys());
    for key in keys {
        if !LOCALES.contains(&key.as_str()) {
            map.error(key, "DICT_TYPE_INVALID_KEY", format!("Locale \"{key}\" is not one of Discord's"));
        }
        if let Some(text) = map.text(key, 1..=max)
            && is_chat_input
            && !is_name(text)
        {
            map.error(key, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
        }
    }
}

/// Whether the name matches `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$` and is in lower case.
fn is_name(name: &str) -> bool {
    let is_allowed = |c: char| {
        c.is_alphanumeric()
            || "-_'".contains(c)
            || ('\u{900}'..='\u{97F}').contains(&c)
            || ('\u{E00}'..='\u{E7F}').contains(&c)
    };
    !name.is_empty() && name.chars().all(is_allowed) && name.to_lowercase() == name
}

fn check_options(fields: &Fields<'_>, depth: usize) {
    let options = fields.items("options", 0..=MAX_OPTIONS);
    let mut names = HashSet::new();
    let (mut has_seen_optional, mut subcommand_flags) = (false, HashSet::new());
    for option in &options {
        check_option(option, depth);
        let kind = option.get("type").and_then(Value::as_u64).unwrap_or_default();
        subcommand_flags.insert(kind <= 2);
        if let Some(name) = option.get("name").and_then(Value::as_str)
            && !names.insert(name)
        {
            option.error("name", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists");
        }
        let required = option.get("required").and_then(Value::as_bool).unwrap_or(false);
        if required && has_seen_optional {
            let message = "Required options must be placed before non-required options";
            option.error("", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message);
        }
        has_seen_optional |= !required;
    }
    if subcommand_flags.len() > 1 {
        let message = "Sub-command and sub-command group option types are mutually exclusive to all other types";
        fields.error("options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message);
    }
}

fn check_option(fields: &Fields<'_>, depth: usize) {
    let known_fields = [
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
    fields.allow_only(&known_fields);
    fields.require("type");
    let allowed_kinds: Vec<i64> = match depth {
        0 => (1..=11).collect(),
        // A group contains only subcommands. A subcommand contains neither groups nor subcommands.
        1 => (3..=11).collect(),
        _ => vec![1],
    };
    let kind = fields.choice("type", &allowed_kinds).and_then(|kind| u8::try_from(kind).ok()).unwrap_or_default();
    check_names(fields, true);
    fields.boolean("required");
    let autocompletes = fields.boolean("autocomplete").unwrap_or(false);
    match kind {
        SUBCOMMAND => check_options(fields, 1),
        GROUP => check_options(fields, 2),
        _ if fields.non_null("options").and_then(Value::as_array).is_some_and(|list| !list.is_empty()) => {
            fields.error(
                "options",
                "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                "Only subcommands and groups have options",
            );
        }
        _ => {}
    }
    if autocompletes
        && (![STRING, INTEGER, NUMBER].contains(&kind)
            || fields.non_null("choices").and_then(Value::as_array).is_some_and(|it| !it.is_empty()))
    {
        let message = "Autocomplete works on string, integer and number options without choices";
        fields.error("autocomplete", "APPLICATION_COMMAND_AUTOCOMPLETE_INVALID", message);
    }
    check_choices(fields, kind);
    check_bounds(fields, kind);
}

fn check_choices(fields: &Fields<'_>, kind: u8) {
    let mut names = HashSet::new();
    for choice in fields.items("choices", 0..=MAX_OPTIONS) {
        choice.allow_only(&["name", "name_localizations", "value"]);
        if let Some(name) = choice.required_text("name", 1..=100)
            && !names.insert(name)
        {
            choice.error(
                "name",
                "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS",
                "Option choice name already exists",
            );
        }
        check_localizations(&choice, "name_localizations", 100, false);
        choice.require("value");
        check_choice_value(&choice, kind);
    }
}

/// Checks that a choice's value has the type of its option.
pub(super) fn check_choice_value(choice: &Fields<'_>, kind: u8) {
    match kind {
        STRING => drop(choice.text("value", 1..=100)),
        INTEGER => drop(choice.number("value", -MAX_SAFE_INTEGER..=MAX_SAFE_INTEGER)),
        NUMBER if !choice.non_null("value").is_some_and(Value::is_number) => {
            choice.error("value", "NUMBER_TYPE_COERCE", "The value is not a number.");
        }
        NUMBER => {}
        _ => choice.error(
            "",
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Only string, integer and number options have choices",
        ),
    }
}

/// Up to this number, a double can represent every whole number. Source: "Application Command Option Type".
pub(super) const MAX_SAFE_INTEGER: i64 = 1 << 53;

fn check_bounds(fields: &Fields<'_>, kind: u8) {
    let refuse_if_present = |field: &str| {
        // Discord accepts an empty list on options of any type, and serenity sends one with every option.
        let is_empty_list = fields.get(field).and_then(Value::as_array).is_some_and(Vec::is_empty);
        if fields.has(field) && !is_empty_list {
            fields.error(
                field,
                "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                format!("{field} does not belong to an option of this type"),
            );
        }
    };
    if kind == STRING {
        fields.number("min_length", 0..=6000);
        fields.number("max_length", 1..=6000);
    } else {
        refuse_if_present("min_length");
        refuse_if_present("max_length");
    }
    if ![INTEGER, NUMBER].contains(&kind) {
        refuse_if_present("min_value");
        refuse_if_present("max_value");
    }
    if kind == CHANNEL {
        fields.list("channel_types", 0..=MAX_OPTIONS);
    } else {
        refuse_if_present("channel_types");
    }
}

/// Counts the characters of names, descriptions and values. If a text has localizations, only its longest version
/// counts.
fn total_chars(fields: &Fields<'_>) -> usize {
    let longest_chars = |field: &str| {
        let base = fields.get(field).and_then(Value::as_str).map_or(0, |text| text.chars().count());
        let localized = fields.get(&format!("{field}_localizations")).and_then(Value::as_object);
        let localized_chars = localized
            .into_iter()
            .flat_map(|map| map.values())
            .filter_map(|text| text.as_str())
            .map(|text| text.chars().count());
        localized_chars.chain([base]).max().unwrap_or(0)
    };
    let choices: usize = fields
        .items("choices", 0..=usize::MAX)
        .iter()
        .map(|choice| {
            let value = choice.get("value").and_then(Value::as_str).map_or(0, |text| text.chars().count());
            value + total_chars(choice)
        })
        .sum();
    longest_chars("name")
        + longest_chars("description")
        + choices
        + fields.items("options", 0..=usize::MAX).iter().map(total_chars).sum::<usize>()
}
