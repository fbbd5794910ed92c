//! Generates `docs/commands.md` from the definitions of the commands on Discord and at the terminal.

use magpie::discord::features;
use magpie::discord::wire::registration;
use magpie::words::Language;
use serde_json::Value;

use super::{assert_generated, wrapped};

const MANAGE_GUILD: u64 = 1 << 5;
const MANAGE_MESSAGES: u64 = 1 << 13;
/// Option types of Discord.
const SUBCOMMAND: u64 = 1;
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
    body.as_array().expect("a list").iter().map(command).collect()
}

fn command(command: &Value) -> String {
    let name = string(command, "name");
    let others = Language::ALL.into_iter().filter(|language| *language != Language::default()).map(|language| {
        let name = string(&command["name_localizations"], language.discord_locales()[0]);
        format!("in {} `/{name}`", language.name())
    });
    let others = others.collect::<Vec<_>>().join(", ");
    let who = match permissions(command) {
        0 => "Everybody",
        MANAGE_MESSAGES => "Members with *Manage Messages*, or whom the server allows it",
        MANAGE_GUILD => "Members with *Manage Server*, or whom the server allows it",
        other => panic!("nothing says who has the permissions {other}"),
    };
    let mut text = format!("### `/{name}`\n\n");
    let said = format!(
        "{}. I{}. {who}; {}.",
        string(command, "description").trim_end_matches('.'),
        &others[1..],
        if is_available_in_dms(command) { "in the server and in the DM with Magpie" } else { "in the server" }
    );
    text.push_str(&wrapped("", "", &said));
    let lines: String = children(command).iter().map(|child| option(&name, child, "")).collect();
    if !lines.is_empty() {
        text.push('\n');
        text.push_str(&lines);
    }
    text.push('\n');
    text
}

/// The lines of a subcommand with its options, or the line of an option.
fn option(parent: &str, option_: &Value, indent: &str) -> String {
    let (name, kind) = (string(option_, "name"), option_["type"].as_u64().expect("a number"));
    let description = string(option_, "description");
    let inner = format!("{indent}  ");
    if kind == SUBCOMMAND || kind == SUBCOMMAND_GROUP {
        let full = format!("{parent} {name}");
        let mut text = wrapped(&format!("{indent}- `/{full}`:"), &inner, &description);
        text.extend(children(option_).iter().map(|child| option(&full, child, &inner)));
        return text;
    }
    let choices = option_["choices"].as_array().filter(|choices| !choices.is_empty()).map(|choices| {
        let names: Vec<_> = choices.iter().map(|choice| format!("*{}*", string(choice, "name"))).collect();
        format!(" ({})", names.join(", "))
    });
    let needed = if option_["required"] == true { ", needed" } else { "" };
    let said = format!("{}{}", description, choices.unwrap_or_default());
    wrapped(&format!("{indent}- `{name}`{needed}:"), &inner, &said)
}

fn children(command: &Value) -> &[Value] {
    command["options"].as_array().map_or(&[], Vec::as_slice)
}

fn permissions(command: &Value) -> u64 {
    let bits = &command["default_member_permissions"];
    bits.as_str().and_then(|bits| bits.parse().ok()).or_else(|| bits.as_u64()).unwrap_or(0)
}

/// Whether the command is available in the DM with the bot: Discord's context 1. A command without contexts is
/// available everywhere.
fn is_available_in_dms(command: &Value) -> bool {
    command["contexts"].as_array().is_none_or(|contexts| contexts.iter().any(|context| context == 1))
}

fn string(of: &Value, key: &str) -> String {
    of[key].as_str().unwrap_or_else(|| panic!("no {key} in {of}")).to_owned()
}

fn terminal_section() -> String {
    let mut command = magpie::cli::arguments().term_width(TERMINAL_COLUMNS).version("").disable_version_flag(true);
    command.build();
    let mut text = String::new();
    help(&mut command, &mut text);
    text
}

fn help(command: &mut clap::Command, text: &mut String) {
    if command.get_name() == "help" {
        return;
    }
    let shown = command.render_long_help().to_string();
    let name = command.get_bin_name().unwrap_or("magpie").to_owned();
    let lines: Vec<_> = shown.lines().map(str::trim_end).collect();
    text.push_str(&format!("### `{name}`\n\n```text\n{}\n```\n\n", lines.join("\n").trim()));
    for subcommand in command.get_subcommands_mut() {
        help(subcommand, text);
    }
}
