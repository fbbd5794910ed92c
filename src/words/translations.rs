//! Finds the translations of a rendered text. The sandbox and the tests use it, because they know the text but not its
//! key.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use super::fluent::LOCALES;
use crate::time::Language;

/// A text without selectors, as its parts in order.
type Parts = Vec<Part>;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// Fixed words.
    Words(String),
    /// The name of a value.
    Value(String),
}

/// The parts of each text in each language, by the text's key.
static TEXTS: LazyLock<BTreeMap<String, HashMap<Language, Parts>>> = LazyLock::new(read_texts);

/// The translations of a rendered text, filled with the same values. They do not include `text`. Empty if no text of
/// the Fluent files renders as `text`.
pub fn in_other_languages(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for languages in TEXTS.values() {
        let Some(values) = languages.values().find_map(|parts| values_in(parts, text)) else { continue };
        for translation in languages.values().filter_map(|parts| fill_in(parts, &values)) {
            if translation != text && !found.contains(&translation) {
                found.push(translation);
            }
        }
    }
    found
}

fn read_texts() -> BTreeMap<String, HashMap<Language, Parts>> {
    let mut texts: BTreeMap<String, HashMap<Language, Parts>> = BTreeMap::new();
    for language in Language::ALL {
        let folder = LOCALES.get_dir(language.code()).expect("every language has its folder of texts");
        for file in folder.files() {
            let source = file.contents_utf8().expect("texts are UTF-8");
            // Ignore errors in the file, because `fluent::load` panics on a file with errors.
            let resource = fluent_syntax::parser::parse(source).unwrap_or_else(|(resource, _)| resource);
            for entry in resource.body {
                if let Entry::Message(message) = entry
                    && let Some(parts) = message.value.as_ref().and_then(parts_of)
                {
                    texts.entry(message.id.name.to_owned()).or_default().insert(language, parts);
                }
            }
        }
    }
    texts
}

/// The parts of a text. `None` if the text has a selector or no words.
fn parts_of(pattern: &Pattern<&str>) -> Option<Parts> {
    let part = |element: &PatternElement<&str>| match element {
        PatternElement::TextElement { value } => Some(Part::Words((*value).to_owned())),
        PatternElement::Placeable { expression: Expression::Inline(InlineExpression::VariableReference { id }) } => {
            Some(Part::Value(id.name.to_owned()))
        }
        PatternElement::Placeable { .. } => None,
    };
    let parts: Parts = pattern.elements.iter().map(part).collect::<Option<_>>()?;
    // A text without words would match every text.
    parts.iter().any(|part| matches!(part, Part::Words(words) if !words.trim().is_empty())).then_some(parts)
}

/// The values with which `parts` renders as `text`. A value ends at the first occurrence of the next words. `None` if
/// `text` does not match `parts`.
fn values_in(parts: &Parts, text: &str) -> Option<HashMap<String, String>> {
    let mut values = HashMap::new();
    let mut rest = text;
    let mut pending_value: Option<&str> = None;
    for part in parts {
        match part {
            Part::Value(name) => pending_value = Some(name),
            Part::Words(words) => {
                let at = rest.find(words.as_str()).filter(|at| *at == 0 || pending_value.is_some())?;
                if let Some(name) = pending_value.take() {
                    values.insert(name.to_owned(), rest[..at].to_owned());
                }
                rest = &rest[at + words.len()..];
            }
        }
    }
    match pending_value {
        Some(name) => drop(values.insert(name.to_owned(), rest.to_owned())),
        None if !rest.is_empty() => return None,
        None => {}
    }
    Some(values)
}

/// The text of `parts` with these values. `None` if a value is missing.
fn fill_in(parts: &Parts, values: &HashMap<String, String>) -> Option<String> {
    let text = |part: &Part| match part {
        Part::Words(words) => Some(words.clone()),
        Part::Value(name) => values.get(name).cloned(),
    };
    parts.iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Part {
        Part::Words(text.to_owned())
    }

    fn value(name: &str) -> Part {
        Part::Value(name.to_owned())
    }

    #[test]
    fn translation_keeps_the_values_of_a_rendered_text() {
        let english = vec![words("Ticket "), value("number"), words(": I will help")];
        let values = values_in(&english, "Ticket 12: I will help").expect("it fits");
        let spanish = vec![words("Ayudaré con el caso "), value("number")];
        assert_eq!(fill_in(&spanish, &values).as_deref(), Some("Ayudaré con el caso 12"));
        assert_eq!(values_in(&english, "Ticket 12: I will not"), None);
        assert_eq!(values_in(&vec![words("Yes")], "Yes, please"), None);
    }

    #[test]
    fn text_is_found_in_all_other_languages() {
        let texts = TEXTS.values().find(|languages| {
            languages.len() == Language::ALL.len() && languages.values().all(|parts| parts.len() == 1)
        });
        let languages = texts.expect("some text has no values in every language");
        let text = |language| fill_in(&languages[&language], &HashMap::new()).expect("plain");
        let others = in_other_languages(&text(Language::English));
        let french = text(Language::French);
        assert!(others.contains(&french) || french == text(Language::English));
    }
}
