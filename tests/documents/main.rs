//! Checks that the documents list the same commands, settings, metrics, checks and exit codes as the code.
//!
//! This command writes the lists into `docs/`, between the marks `generated` and `end`:
//! `MAGPIE_WRITE_DOCS=1 cargo test --test documents`

mod commands;
mod configuration;
mod control;
mod links;
mod metrics;
mod monitoring;
mod operations;

use std::fs;

const BEGIN: &str = "<!-- generated: MAGPIE_WRITE_DOCS=1 cargo test --test documents -->\n";
const END: &str = "<!-- end -->\n";
const MAX_COLUMNS: usize = 120;

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Fails unless the generated part of the document equals `expected`. If `MAGPIE_WRITE_DOCS` is set, writes `expected`
/// into the document instead.
fn assert_generated(path: &str, expected: &str) {
    let document = read(path);
    let (before, rest) = document.split_once(BEGIN).unwrap_or_else(|| panic!("{path} has no line {BEGIN}"));
    let (current, after) = rest.split_once(END).unwrap_or_else(|| panic!("{path} has no line {END}"));
    if std::env::var_os("MAGPIE_WRITE_DOCS").is_some() {
        fs::write(path, format!("{before}{BEGIN}{expected}{END}{after}")).expect("it can be written");
        return;
    }
    assert!(
        current == expected,
        "{path} is not what the code has; write it with `MAGPIE_WRITE_DOCS=1 cargo test --test documents`.\n{}",
        first_difference(current, expected)
    );
}

fn first_difference(current: &str, expected: &str) -> String {
    let mut pairs = current.lines().chain([""]).zip(expected.lines().chain([""]));
    let (current, expected) = pairs.find(|(current, expected)| current != expected).unwrap_or(("", "more lines"));
    format!("it says: {current}\nnot:     {expected}")
}

/// Wraps `text` at [`MAX_COLUMNS`]. The first line begins with `first`. Each other line begins with `rest`.
fn wrapped_text(first: &str, rest: &str, text: &str) -> String {
    let mut lines = vec![first.to_owned()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is a first one");
        let is_full = line.chars().count() + 1 + word.chars().count() > MAX_COLUMNS;
        if is_full {
            lines.push(format!("{rest}{word}"));
        } else {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n") + "\n"
}

#[test]
fn long_text_is_wrapped() {
    let text = wrapped_text("- `x`:", "  ", &"word ".repeat(60));
    assert!(text.lines().all(|line| line.chars().count() <= MAX_COLUMNS), "{text}");
    assert_eq!(text.lines().count(), 3);
    assert!(text.lines().skip(1).all(|line| line.starts_with("  word")), "{text}");
}
