//! Puts the words of a command, in all languages, where Discord wants them.
//!
//! Keys: `command-<command>[-<subcommand>]` holds the name people type and, as its attribute `description`, what it
//! does; an option's key appends its name, a choice's key appends its name in Rust. So `/alert send severity:` is
//! worded by:
//!
//! ```ftl
//! command-alert = alert
//!     .description = Tell the members something
//! command-alert-send = send
//!     .description = Write an alert and see whom it wakes
//! command-alert-send-severity = severity
//!     .description = How much it matters
//! command-alert-send-severity-emergency = Emergency
//! ```
//!
//! The English name is the one in Rust, which interactions carry; French and Spanish may differ.

use std::borrow::Cow;

use crate::discord::wire::command::Command;
use crate::words::{Args, Language, has, say};

type Texts = Cow<'static, [(Cow<'static, str>, Cow<'static, str>)]>;

/// Words a command and all that is in it.
pub fn word(command: &mut Command) {
    word_under("command", command);
}

fn word_under(parent: &str, command: &mut Command) {
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
    for inside in &mut command.subcommands {
        word_under(&key, inside);
    }
}

/// The texts of all languages but the base one, under Discord's names for them.
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

/// A name as part of a key.
pub fn slug(name: &str) -> String {
    name.to_lowercase().replace([' ', '_'], "-")
}
