//! Judges the definitions of commands: names, limits, order, locales. Source: Discord docs, "Application Commands".

use std::collections::HashSet;

use serde_json::Value;

use super::commands::{LOCALES, Scope, option_kind::*};
use super::form::Form;

pub(super) const MAX_OPTIONS: usize = 25;
/// Names, descriptions and values of one command together. Source: "Application Commands: Registering a Command".
const MAX_TOTAL: usize = 8000;

/// Notes every fault of one definition.
pub(super) fn check_command(form: &Form<'_>, scope: Scope) {
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
                form.fault(
                    &format!("{field}.{index}"),
                    "BASE_TYPE_CHOICES",
                    format!("Value must be between 0 and {most}."),
                );
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
        c.is_alphanumeric()
            || "-_'".contains(c)
            || ('\u{900}'..='\u{97F}').contains(&c)
            || ('\u{E00}'..='\u{E7F}').contains(&c)
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
            form.fault(
                "options",
                "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                "Only subcommands and groups have options",
            );
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
            choice.fault(
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

/// A choice's value is of its option's type.
pub(super) fn check_choice_value(choice: &Form<'_>, kind: u8) {
    match kind {
        STRING => drop(choice.text("value", 1..=100)),
        INTEGER => drop(choice.number("value", -MAX_SAFE_INTEGER..=MAX_SAFE_INTEGER)),
        NUMBER if !choice.raw("value").is_some_and(Value::is_number) => {
            choice.fault("value", "NUMBER_TYPE_COERCE", "The value is not a number.");
        }
        NUMBER => {}
        _ => choice.fault(
            "",
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Only string, integer and number options have choices",
        ),
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
        let others = localized
            .into_iter()
            .flat_map(|map| map.values())
            .filter_map(|text| text.as_str())
            .map(|text| text.chars().count());
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
    longest("name")
        + longest("description")
        + choices
        + form.items("options", 0..=usize::MAX).iter().map(total).sum::<usize>()
}
