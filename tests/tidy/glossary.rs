//! Checks that the texts in `config/locales` use the words of `docs/glossary.md`: one word for one concept in each
//! language.

use std::fs;

use fluent_syntax::ast::{Entry, Expression, Message, Pattern, PatternElement};
use magpie::words::Language;

const COUNT: usize = Language::ALL.len();

struct Row {
    concept: String,
    /// The right words, in the order of [`Language::ALL`].
    terms: [Vec<String>; COUNT],
    /// The words that no text may use, in the same order.
    forbidden: [Vec<String>; COUNT],
}

fn rows() -> Vec<Row> {
    let table = fs::read_to_string("docs/glossary.md").expect("the glossary is there");
    let head = Language::ALL.map(Language::code);
    let head = format!("| concept | {} | not in {} |", head.join(" | "), head.join(" | not in "));
    assert!(table.lines().any(|line| line == head), "docs/glossary.md needs a column for each language: {head}");
    let lines = table.lines().filter(|line| line.starts_with("| ") && *line != head);
    lines
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            assert_eq!(cells.len(), 1 + 2 * COUNT, "a row has a concept and two cells for each language: {line}");
            let words = |cell: &str| cell.split(';').map(|word| word.trim().to_lowercase()).collect::<Vec<_>>();
            let filled = |cell: &str| words(cell).into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>();
            Row {
                concept: cells[0].to_owned(),
                terms: std::array::from_fn(|n| filled(cells[1 + n])),
                forbidden: std::array::from_fn(|n| filled(cells[1 + COUNT + n])),
            }
        })
        .collect()
}

/// The key and the words of every text of a language, in lower case. A placeholder becomes U+FFFC.
fn texts(language: &str) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(format!("config/locales/{language}")).expect("every language has its folder") {
        let source = fs::read_to_string(entry.expect("the entry can be read").path()).expect("texts are UTF-8");
        let resource = fluent_syntax::parser::parse(source).unwrap_or_else(|(_, faults)| panic!("{faults:?}"));
        for entry in resource.body {
            if let Entry::Message(message) = entry {
                texts.push((message.id.name.clone(), words(&message).to_lowercase()));
            }
        }
    }
    texts
}

fn words(message: &Message<String>) -> String {
    let mut words = String::new();
    let patterns = message.value.iter().chain(message.attributes.iter().map(|attribute| &attribute.value));
    for pattern in patterns {
        add_words(pattern, &mut words);
        words.push('\n');
    }
    words
}

fn add_words(pattern: &Pattern<String>, words: &mut String) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => words.push_str(value),
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                for variant in variants {
                    add_words(&variant.value, words);
                    words.push('\n');
                }
            }
            PatternElement::Placeable { .. } => words.push('\u{fffc}'),
        }
    }
}

/// Whether `text` contains `word`, not as a part of a longer word.
fn has(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '-';
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + word.len()..].chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[test]
fn texts_use_the_words_of_the_glossary_and_none_that_it_forbids() {
    let rows = rows();
    assert!(rows.len() >= 40, "only {} concepts were read", rows.len());
    let mut faults = Vec::new();
    for (n, language) in Language::ALL.map(Language::code).into_iter().enumerate() {
        let texts = texts(language);
        for row in &rows {
            for term in row.terms[n].iter().filter(|term| !texts.iter().any(|(_, text)| has(text, term))) {
                faults.push(format!("{language}: no text says “{term}” ({})", row.concept));
            }
            for word in &row.forbidden[n] {
                let keys = texts.iter().filter(|(_, text)| has(text, word)).map(|(key, _)| key.as_str());
                faults.extend(keys.map(|key| format!("{language}: {key} says “{word}” ({})", row.concept)));
            }
        }
    }
    assert!(faults.is_empty(), "docs/glossary.md and config/locales do not agree:\n{}", faults.join("\n"));
}

#[test]
fn words_are_found_whole_only() {
    assert!(has("please mend it", "mend"));
    assert!(!has("please amend it, i recommend", "mend"));
    assert!(!has("the set-up", "up"));
    assert!(has("«en vela»", "en vela"));
}
