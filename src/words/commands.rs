//! Handles the names of commands in texts. A Fluent file has `{ COMMAND("ticket list") }` for such a name.
//!
//! Each name is rendered as `/ticket list` in the text's language, between two invisible marks. Discord can show a link
//! to a command in some texts. Before the bot sends such a text, it replaces the marked names by links. In all other
//! texts the marks stay, because they are invisible.

/// Unicode's "invisible separator", before and after the name of a command. `visible::is_invisible` includes this
/// character, so it is removed from texts that people type.
const MARK: char = '\u{2063}';

/// The name of a command between two marks.
pub(super) fn marked(command: &str) -> String {
    format!("{MARK}{command}{MARK}")
}

/// A rendered text without marks, in which `replacement` replaces each marked command. A command without a replacement
/// stays as it is.
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
pub fn has_command(text: &str) -> bool {
    text.contains(MARK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn command_without_a_replacement_stays_plain_text() {
        let text = format!("See {} or {}.", marked("/ticket list"), marked("/help"));
        let replaced = replace_commands(&text, |command| (command == "/help").then(|| "</help:7>".to_owned()));
        assert_eq!(replaced, "See /ticket list or </help:7>.");
        assert_eq!(replace_commands("no command", |_| None), "no command");
    }
}
