//! Commands that texts name: `{ COMMAND("ticket list") }` in a Fluent file.
//!
//! Each is rendered as `/ticket list` in the text's language, between two invisible marks. Whoever sends the text to a
//! place that can link to commands replaces what is marked. Everywhere else the marks show nothing, so a text that
//! nobody looks through does no harm.

/// "Invisible separator", before and after a command. `visible::is_invisible` has it, so people's own texts lose it.
const MARK: char = '\u{2063}';

pub(super) fn marked(command: &str) -> String {
    format!("{MARK}{command}{MARK}")
}

/// Replaces each command in a rendered text, and removes the marks. Commands without a replacement stay in words.
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
