//! Generates `docs/commands.md` from the definitions of the commands on Discord and at the terminal.

use magpie::discord::features;
use magpie::discord::wire::registration;
use magpie::words::Language;
use serde_json::Value;

use super::{assert_generated, wrapped_text};

const MANAGE_GUILD: u64 = 1 << 5;
const MANAGE_MESSAGES: u64 = 1 << 13;
/// The number by which Discord marks a command option as a subcommand.
const SUBCOMMAND: u64 = 1;
/// The number by which Discord marks a command option as a group of subcommands.
const SUBCOMMAND_GROUP: u64 = 2;
/// The maximum length of a line in the help of a terminal command.
const TERMINAL_COLUMNS: usize = 116;

#[test]
fn reference_of_the_commands_is_complete() {
    let expected = format!("\n## On Discord\n\n{}## At the terminal\n\n{}", discord_section(), terminal_section());
    assert_generated("docs/commands.md", &expected);
}

fn discord_section() -> String {
    let body = registration::body(&features::commands());
    body.as_array().expect("a list").iter().map(command_section).collect()
}

fn command_section(command: &Value) -> String {
    let name = string_field(command, "name");
    let translated_names =
        Language::ALL.into_iter().filter(|language| *language != Language::default()).map(|language| {
            let name = string_field(&command["name_localizations"], language.discord_locales()[0]);
            format!("in {} `/{name}`", language.name())
        });
    let translated_names = translated_names.collect::<Vec<_>>().join(", ");
    let permitted_members = match permissions(command) {
        0 => "Everybody",
        MANAGE_MESSAGES => "Members with *Manage Messages*, or whom the server allows it",
        MANAGE_GUILD => "Members with *Manage Server*, or whom the server allows it",
        other => panic!("nothing says who has the permissions {other}"),
    };
    let mut text = format!("### `/{name}`\n\n");
    let summary = format!(
        "{}. I{}. {permitted_members}; {}.",
        string_field(command, "description").trim_end_matches('.'),
        &translated_names[1..],
        if is_available_in_dms(command) { "in the server and in the DM with Magpie" } else { "in the server" }
    );
    text.push_str(&wrapped_text("", "", &summary));
    let lines: String = children(command).iter().map(|child| option_item(&name, child, "")).collect();
    if !lines.is_empty() {
        text.push('\n');
        text.push_str(&lines);
    }
    text.push('\n');
    text
}

/// The Markdown list item of an option. The item of a subcommand also contains the items of its own options.
fn option_item(parent: &str, option: &Value, indent: &str) -> String {
    let (name, kind) = (string_field(option, "name"), option["type"].as_u64().expect("a number"));
    let description = string_field(option, "description");
    let inner_indent = format!("{indent}  ");
    if kind == SUBCOMMAND || kind == SUBCOMMAND_GROUP {
        let full_name = format!("{parent} {name}");
        let mut text = wrapped_text(&format!("{indent}- `/{full_name}`:"), &inner_indent, &description);
        text.extend(children(option).iter().map(|child| option_item(&full_name, child, &inner_indent)));
        return text;
    }
    let choices = option["choices"].as_array().filter(|choices| !choices.is_empty()).map(|choices| {
        let names: Vec<_> = choices.iter().map(|choice| format!("*{}*", string_field(choice, "name"))).collect();
        format!(" ({})", names.join(", "))
    });
    let needed_mark = if option["required"] == true { ", needed" } else { "" };
    let item_text = format!("{}{}", description, choices.unwrap_or_default());
    wrapped_text(&format!("{indent}- `{name}`{needed_mark}:"), &inner_indent, &item_text)
}

fn children(command: &Value) -> &[Value] {
    command["options"].as_array().map_or(&[], Vec::as_slice)
}

fn permissions(command: &Value) -> u64 {
    let bits = &command["default_member_permissions"];
    bits.as_str().and_then(|bits| bits.parse().ok()).or_else(|| bits.as_u64()).unwrap_or(0)
}

/// Whether the command is available in the DM with the bot, which is Discord's interaction context 1. A command without
/// a list of contexts is available everywhere.
fn is_available_in_dms(command: &Value) -> bool {
    command["contexts"].as_array().is_none_or(|contexts| contexts.iter().any(|context| context == 1))
}

fn string_field(object: &Value, key: &str) -> String {
    object[key].as_str().unwrap_or_else(|| panic!("no {key} in {object}")).to_owned()
}

fn terminal_section() -> String {
    let mut command = magpie::cli::arguments().term_width(TERMINAL_COLUMNS).version("").disable_version_flag(true);
    command.build();
    let mut text = String::new();
    append_help(&mut command, &mut text);
    text
}

fn append_help(command: &mut clap::Command, text: &mut String) {
    if command.get_name() == "help" {
        return;
    }
    let help_text = command.render_long_help().to_string();
    let name = command.get_bin_name().unwrap_or("magpie").to_owned();
    let lines: Vec<_> = help_text.lines().map(str::trim_end).collect();
    text.push_str(&format!("### `{name}`\n\n```text\n{}\n```\n\n", lines.join("\n").trim()));
    for subcommand in command.get_subcommands_mut() {
        append_help(subcommand, text);
    }
}
