//! Names of commands in texts: `{ COMMAND("ticket list") }` in a Fluent file.
//!
//! Each name is rendered as `/ticket list` in the text's language, between two invisible marks. Code that sends the
//! text to a place with links to commands replaces the marked commands by links. In other places the marks are
//! invisible, so they may stay in the text.

/// The "invisible separator", before and after a command. `visible::is_invisible` includes it, so it is removed from
/// texts that people type.
const MARK: char = '\u{2063}';

pub(super) fn marked(command: &str) -> String {
    format!("{MARK}{command}{MARK}")
}

/// Replaces each command in a rendered text and removes the marks. A command without a replacement stays as it is.
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
    fn marked_commands_are_replaced_and_others_stay_in_words() {
        let text = format!("See {} or {}.", marked("/ticket list"), marked("/help"));
        let replaced = replace_commands(&text, |command| (command == "/help").then(|| "</help:7>".to_owned()));
        assert_eq!(replaced, "See /ticket list or </help:7>.");
        assert_eq!(replace_commands("no command", |_| None), "no command");
    }
}
