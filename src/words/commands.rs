//! Names of commands within texts: `{ COMMAND("ticket list") }` in a Fluent file.
//!
//! Renders as `/ticket list` in the text's language, between two invisible marks. Whoever sends the text to a place that
//! can link to commands replaces what is marked; everywhere else the marks show nothing, so forgetting them does no harm.

use fluent_bundle::{FluentArgs, FluentValue};

use super::fluent::say;
use crate::time::Language;

/// "Invisible separator", before and after a command. Texts that people type never contain it where we show them:
/// `visible::is_invisible` has it.
const MARK: char = '\u{2063}';

/// The Fluent function `COMMAND` of a language.
pub(super) fn function(
    language: Language,
) -> impl for<'a> Fn(&[FluentValue<'a>], &FluentArgs<'_>) -> FluentValue<'a> + Send + Sync {
    move |arguments, _| match arguments {
        [FluentValue::String(path)] => format!("{MARK}{}{MARK}", command(language, path)).into(),
        _ => FluentValue::Error,
    }
}

/// A command as people type it in this language. `path` has its English names: `ticket list`.
pub fn command(language: Language, path: &str) -> String {
    let mut key = "command".to_owned();
    let names = path.split(' ').map(|name| {
        key = format!("{key}-{name}");
        say(language, &key, &super::Args::new())
    });
    format!("/{}", names.collect::<Vec<_>>().join(" "))
}

/// Replaces each command in a rendered text; those for which `replacement` has nothing stay in words. Removes the marks.
pub fn replace_commands(text: &str, replacement: impl Fn(&str) -> Option<String>) -> String {
    let mut pieces = text.split(MARK);
    let mut replaced = pieces.next().unwrap_or_default().to_owned();
    while let Some(command) = pieces.next() {
        replaced.push_str(&replacement(command).unwrap_or_else(|| command.to_owned()));
        replaced.push_str(pieces.next().unwrap_or_default());
    }
    replaced
}

/// Whether a rendered text names a command.
pub fn names_commands(text: &str) -> bool {
    text.contains(MARK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn command_is_named_in_the_language_of_the_text() {
        assert_eq!(command(Language::English, "ticket list"), "/ticket list");
        assert_eq!(command(Language::French, "ticket list"), "/demande liste");
        assert_eq!(command(Language::Spanish, "remind-members"), "/recordar-miembros");
    }

    #[test]
    fn marked_commands_are_replaced_and_others_stay_in_words() {
        let text = "See \u{2063}/ticket list\u{2063} or \u{2063}/help\u{2063}.";
        let replaced = replace_commands(text, |command| (command == "/help").then(|| "</help:7>".to_owned()));
        assert_eq!(replaced, "See /ticket list or </help:7>.");
        assert_eq!(replace_commands("no command", |_| None), "no command");
    }
}
