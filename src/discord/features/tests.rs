use std::sync::LazyLock;

use serde_json::Value;
use twilight_model::application::command::Command as TwilightCommand;

use crate::discord::command::Command;
use crate::discord::features::commands;
use crate::discord::wire::command_texts::slug;
use crate::discord::wire::registration;
use crate::words::{Args, Language, has_text, say};

static BODY: LazyLock<Value> = LazyLock::new(|| registration::body(&commands()));

fn collect_keys(parent: &str, command: &Command, keys: &mut Vec<String>) {
    let key = format!("{parent}-{}", slug(&command.name));
    for option in &command.parameters {
        keys.push(format!("{key}-{}", slug(&option.name)));
    }
    for subcommand in &command.subcommands {
        collect_keys(&key, subcommand, keys);
    }
    keys.push(key);
}

#[test]
fn every_command_and_option_has_texts_in_every_language() {
    let mut expected_keys = Vec::new();
    commands().iter().for_each(|command| collect_keys("command", command, &mut expected_keys));
    let missing: Vec<_> = Language::ALL
        .iter()
        .flat_map(|l| expected_keys.iter().filter(|key| !has_text(*l, key)).map(move |key| (l.code(), key)))
        .collect();
    assert!(missing.is_empty(), "no text for {missing:?}");
    assert!(!BODY.to_string().contains("\"["), "a text is missing: {}", *BODY);
}

#[test]
fn english_name_of_a_command_is_its_name_in_rust() {
    fn check(parent: &str, command: &Command) {
        let key = format!("{parent}-{}", slug(&command.name));
        let english = |key: &str| say(Language::English, key, &Args::new());
        assert_eq!(english(&key), *command.name);
        for option in &command.parameters {
            assert_eq!(english(&format!("{key}-{}", slug(&option.name))), *option.name);
        }
        command.subcommands.iter().for_each(|subcommand| check(&key, subcommand));
    }
    commands().iter().for_each(|command| check("command", command));
}

/// Converts a command to twilight's type. Adds `version`, which Discord fills in and this type requires.
fn twilight_command(command: &Value) -> TwilightCommand {
    let mut command = command.clone();
    command["version"] = "1".into();
    serde_json::from_value(command).expect("twilight reads the command")
}

#[test]
fn twilight_accepts_every_command() {
    for command in BODY.as_array().expect("the body is a list") {
        let command = twilight_command(command);
        twilight_validate::command::command(&command).unwrap_or_else(|error| panic!("/{}: {error}", command.name));
    }
}

#[test]
fn command_names_are_lower_case_and_unique_in_every_language() {
    fn localized_name<'a>(value: &'a Value, locale: Option<&str>) -> &'a str {
        let base = value["name"].as_str().unwrap_or_default();
        locale.and_then(|locale| value["name_localizations"][locale].as_str()).unwrap_or(base)
    }
    fn check(siblings: &[Value], locale: Option<&str>) {
        let mut names: Vec<&str> = siblings.iter().map(|value| localized_name(value, locale)).collect();
        for name in &names {
            let has_valid_characters = name.chars().all(|c| c == '-' || c == '_' || c == '\'' || c.is_alphanumeric());
            assert!(
                has_valid_characters && (1..=32).contains(&name.chars().count()) && *name == name.to_lowercase(),
                "{name:?} in {locale:?}"
            );
        }
        names.sort_unstable();
        names.windows(2).for_each(|two| assert_ne!(two[0], two[1], "in {locale:?}"));
        for value in siblings {
            if let Some(options) = value["options"].as_array() {
                check(options, locale);
            }
        }
    }
    let localized = Language::ALL.into_iter().skip(1).flat_map(Language::discord_locales).copied();
    for locale in std::iter::once(None).chain(localized.map(Some)) {
        check(BODY.as_array().expect("the body is a list"), locale);
    }
}

#[test]
fn required_options_of_a_command_come_first() {
    fn check(value: &Value) {
        let options = value["options"].as_array().map(Vec::as_slice).unwrap_or_default();
        let required: Vec<bool> = options.iter().map(|option| option["required"].as_bool().unwrap_or(false)).collect();
        assert!(required.windows(2).all(|two| two[0] >= two[1]), "{}", value["name"]);
        options.iter().for_each(check);
    }
    BODY.as_array().expect("the body is a list").iter().for_each(check);
}

#[test]
fn digest_of_commands_does_not_depend_on_the_order_of_keys() {
    let digest = |json: &str| registration::digest(&serde_json::from_str(json).expect("JSON"));
    let one = digest(r#"[{"name":"a","name_localizations":{"fr":"b","es-ES":"c"}}]"#);
    assert_eq!(one, digest(r#"[{"name_localizations":{"es-ES":"c","fr":"b"},"name":"a"}]"#));
    assert_ne!(one, digest(r#"[{"name":"a","name_localizations":{"fr":"c","es-ES":"b"}}]"#));
}

/// The path and the text of every Fluent file except `wall.ftl`. The texts of the sandbox's page show what to type, so
/// they contain plain command names.
fn locale_files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for language in Language::ALL {
        let folder = format!("{}/config/locales/{}", env!("CARGO_MANIFEST_DIR"), language.code());
        for file in std::fs::read_dir(folder).expect("every language has its folder").map(|file| file.unwrap().path()) {
            if !file.ends_with("wall.ftl") {
                files.push((file.display().to_string(), std::fs::read_to_string(&file).unwrap()));
            }
        }
    }
    files
}

fn command_paths(commands: &[Command]) -> Vec<String> {
    let leaves = |command: &Command| match command.subcommands.as_slice() {
        [] => vec![command.name.to_string()],
        below => command_paths(below).into_iter().map(|path| format!("{} {path}", command.name)).collect(),
    };
    commands.iter().flat_map(leaves).collect()
}

#[test]
fn every_command_that_a_text_names_exists() {
    let known = command_paths(&commands());
    for (file, text) in locale_files() {
        for named in text.split("COMMAND(\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(known.iter().any(|path| path == named), "{file} names “{named}”");
        }
    }
}

#[test]
fn locale_files_name_commands_only_with_the_command_function() {
    let known = command_paths(&commands());
    for (file, text) in locale_files() {
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let plain_path =
                known.iter().find(|path| line.contains(&format!("/{}", path.split(' ').next().unwrap_or(path))));
            assert!(plain_path.is_none(), "{file}: write {{ COMMAND(…) }} in “{line}”");
        }
    }
}

#[test]
fn localized_command_names_are_unique() {
    use crate::words::command;
    let mut paths_by_name = std::collections::HashMap::new();
    for path in command_paths(&commands()) {
        for language in Language::ALL {
            let previous = paths_by_name.insert(command(language, &path), path.clone());
            assert!(previous.is_none_or(|previous| previous == path), "{path} in {language:?}");
        }
    }
}
