//! Adds the texts of a command, in all languages, to its definition.
//!
//! Keys: `command-<command>[-<subcommand>]` has the name that people type and, as its attribute `description`, what the
//! command does. An option's key appends the option's name, a choice's key the choice's name in Rust. The texts of
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
//! The English name is the one in Rust, which interactions carry; the French and Spanish names may differ.

use std::borrow::Cow;

use poise::Command;

use crate::words::{Args, Language, has, say};

type Texts = Cow<'static, [(Cow<'static, str>, Cow<'static, str>)]>;

/// Adds the texts of a command, its subcommands, options and choices.
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

/// The texts of all languages but English, by Discord's locale.
fn localized(key: &str) -> Texts {
    let others = Language::ALL.into_iter().filter(|language| *language != Language::English);
    let texts = others.filter(|language| has(*language, key.split('.').next().unwrap_or(key))).flat_map(|language| {
        let text: Cow<'static, str> = text(language, key).into();
        language.discord_locales().iter().map(move |locale| (Cow::Borrowed(*locale), text.clone()))
    });
    Cow::Owned(texts.collect())
}

fn text(language: Language, key: &str) -> String {
    say(language, key, &Args::new())
}

/// A name, as written in a key.
pub fn slug(name: &str) -> String {
    name.to_lowercase().replace([' ', '_'], "-")
}
