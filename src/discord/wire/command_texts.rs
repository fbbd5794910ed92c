//! Adds names and descriptions in all languages to the definition of a command.
//!
//! A command's texts have the key `command-<command>[-<subcommand>]`. The value of this key is the name that people
//! type. Its attribute `description` says what the command does. The key of an option is the command's key plus the
//! option's name. The key of a choice is the option's key plus the choice's name in the Rust source. The texts of
//! `/alert send severity:` are:
//!
//! ```ftl
//! command-alert = alert
//!     .description = Send people an urgent message
//! command-alert-send = send
//!     .description = Write an alert and see whom it wakes
//! command-alert-send-severity = severity
//!     .description = How urgent it is
//! command-alert-send-severity-emergency = Emergency
//! ```
//!
//! The English name must equal the name in the Rust source, because Discord sends that name with each interaction. The
//! French and Spanish names may differ.

use std::borrow::Cow;

use poise::Command;

use crate::words::{Args, Language, has_text, say};

type Texts = Cow<'static, [(Cow<'static, str>, Cow<'static, str>)]>;

/// Adds the texts of a command and of its subcommands, options and choices.
pub fn add_texts<U, E>(command: &mut Command<U, E>) {
    add_texts_below("command", command);
}

fn add_texts_below<U, E>(parent: &str, command: &mut Command<U, E>) {
    let key = format!("{parent}-{}", slug(&command.name));
    let description = format!("{key}.description");
    command.name_localizations = localized(&key);
    command.description = Some(text(Language::English, &description).into());
    command.description_localizations = localized(&description);
    for option in &mut command.parameters {
        let key = format!("{key}-{}", slug(&option.name));
        let description = format!("{key}.description");
        option.name_localizations = localized(&key);
        option.description = Some(text(Language::English, &description).into());
        option.description_localizations = localized(&description);
        for choice in option.choices.to_mut() {
            let key = format!("{key}-{}", slug(&choice.name));
            choice.localizations = localized(&key);
            choice.name = text(Language::English, &key).into();
        }
    }
    for subcommand in &mut command.subcommands {
        add_texts_below(&key, subcommand);
    }
}

/// The text of `key` in each language except English, by Discord's locale. Leaves out the languages that lack the text.
fn localized(key: &str) -> Texts {
    let other_languages = Language::ALL.into_iter().filter(|language| *language != Language::English);
    let texts = other_languages.filter(|language| has_text(*language, key.split('.').next().unwrap_or(key))).flat_map(
        |language| {
            let text: Cow<'static, str> = text(language, key).into();
            language.discord_locales().iter().map(move |locale| (Cow::Borrowed(*locale), text.clone()))
        },
    );
    Cow::Owned(texts.collect())
}

fn text(language: Language, key: &str) -> String {
    say(language, key, &Args::new())
}

/// The name in the form that keys use: lower case, with hyphens for spaces and underscores.
pub fn slug(name: &str) -> String {
    name.to_lowercase().replace([' ', '_'], "-")
}
