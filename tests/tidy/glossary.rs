//! Checks that the texts in `config/locales` use the words of `docs/glossary.md`: one word for one concept in each
//! language.

use std::fs;

use fluent_syntax::ast::{Entry, Expression, Message, Pattern, PatternElement};
use magpie::words::Language;

const LANGUAGE_COUNT: usize = Language::ALL.len();

struct Row {
    concept: String,
    /// The words that some text must contain, for each language in the order of [`Language::ALL`].
    terms: [Vec<String>; LANGUAGE_COUNT],
    /// The words that no text may contain, for each language in the order of [`Language::ALL`].
    forbidden: [Vec<String>; LANGUAGE_COUNT],
}

fn glossary_rows() -> Vec<Row> {
    let table = fs::read_to_string("docs/glossary.md").expect("the glossary is there");
    let header = Language::ALL.map(Language::code);
    let header = format!("| concept | {} | not in {} |", header.join(" | "), header.join(" | not in "));
    assert!(table.lines().any(|line| line == header), "docs/glossary.md needs a column for each language: {header}");
    let lines = table.lines().filter(|line| line.starts_with("| ") && *line != header);
    lines
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            assert_eq!(
                cells.len(),
                1 + 2 * LANGUAGE_COUNT,
                "a row has a concept and two cells for each language: {line}"
            );
            let words = |cell: &str| cell.split(';').map(|word| word.trim().to_lowercase()).collect::<Vec<_>>();
            let nonempty_words =
                |cell: &str| words(cell).into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>();
            Row {
                concept: cells[0].to_owned(),
                terms: std::array::from_fn(|n| nonempty_words(cells[1 + n])),
                forbidden: std::array::from_fn(|n| nonempty_words(cells[1 + LANGUAGE_COUNT + n])),
            }
        })
        .collect()
}

/// The key of every text of a language, and the text in lower case. Each placeholder is replaced by U+FFFC.
fn texts(language: &str) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(format!("config/locales/{language}")).expect("every language has its folder") {
        let source = fs::read_to_string(entry.expect("the entry can be read").path()).expect("texts are UTF-8");
        let resource = fluent_syntax::parser::parse(source).unwrap_or_else(|(_, faults)| panic!("{faults:?}"));
        for entry in resource.body {
            if let Entry::Message(message) = entry {
                texts.push((message.id.name.clone(), message_text(&message).to_lowercase()));
            }
        }
    }
    texts
}

fn message_text(message: &Message<String>) -> String {
    let mut text = String::new();
    let patterns = message.value.iter().chain(message.attributes.iter().map(|attribute| &attribute.value));
    for pattern in patterns {
        append_text(pattern, &mut text);
        text.push('\n');
    }
    text
}

fn append_text(pattern: &Pattern<String>, text: &mut String) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.push_str(value),
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                for variant in variants {
                    append_text(&variant.value, text);
                    text.push('\n');
                }
            }
            PatternElement::Placeable { .. } => text.push('\u{fffc}'),
        }
    }
}

/// Whether `text` contains `word` as a whole word. A hyphen before `word` makes it a part of a longer word.
fn contains_word(text: &str, word: &str) -> bool {
    let is_word_character = |c: char| c.is_alphanumeric() || c == '-';
    text.match_indices(word).any(|(start, _)| {
        let (previous, following) = (text[..start].chars().next_back(), text[start + word.len()..].chars().next());
        !previous.is_some_and(is_word_character) && !following.is_some_and(char::is_alphanumeric)
    })
}

#[test]
fn texts_use_the_words_of_the_glossary_and_none_that_it_forbids() {
    let rows = glossary_rows();
    assert!(rows.len() >= 40, "only {} concepts were read", rows.len());
    let mut faults = Vec::new();
    for (n, language) in Language::ALL.map(Language::code).into_iter().enumerate() {
        let texts = texts(language);
        for row in &rows {
            for term in row.terms[n].iter().filter(|term| !texts.iter().any(|(_, text)| contains_word(text, term))) {
                faults.push(format!("{language}: no text says “{term}” ({})", row.concept));
            }
            for word in &row.forbidden[n] {
                let keys = texts.iter().filter(|(_, text)| contains_word(text, word)).map(|(key, _)| key.as_str());
                faults.extend(keys.map(|key| format!("{language}: {key} says “{word}” ({})", row.concept)));
            }
        }
    }
    assert!(faults.is_empty(), "docs/glossary.md and config/locales do not agree:\n{}", faults.join("\n"));
}

#[test]
fn only_whole_words_are_found() {
    assert!(contains_word("please mend it", "mend"));
    assert!(!contains_word("please amend it, i recommend", "mend"));
    assert!(!contains_word("the set-up", "up"));
    assert!(contains_word("«en vela»", "en vela"));
}
