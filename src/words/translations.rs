//! Finds the translations of a rendered text, for code that knows a text but not its key (the sandbox, tests).

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use super::fluent::LOCALES;
use crate::time::Language;

/// A text without selectors: words, and the names of the values between them.
type Parts = Vec<Part>;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Words(String),
    Value(String),
}

static TEXTS: LazyLock<BTreeMap<String, HashMap<Language, Parts>>> = LazyLock::new(read_texts);

/// The translations of a rendered text, with the same values. Does not include the text itself.
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
            // `fluent::load` panics on a file that does not parse.
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

fn parts_of(pattern: &Pattern<&str>) -> Option<Parts> {
    let part = |element: &PatternElement<&str>| match element {
        PatternElement::TextElement { value } => Some(Part::Words((*value).to_owned())),
        PatternElement::Placeable { expression: Expression::Inline(InlineExpression::VariableReference { id }) } => {
            Some(Part::Value(id.name.to_owned()))
        }
        PatternElement::Placeable { .. } => None,
    };
    let parts: Parts = pattern.elements.iter().map(part).collect::<Option<_>>()?;
    // A text that is only a value would match any text.
    parts.iter().any(|part| matches!(part, Part::Words(words) if !words.trim().is_empty())).then_some(parts)
}

/// The values with which `parts` renders as `text`. Each value ends where the next words begin.
fn values_in(parts: &Parts, text: &str) -> Option<HashMap<String, String>> {
    let mut values = HashMap::new();
    let mut rest = text;
    let mut open: Option<&str> = None;
    for part in parts {
        match part {
            Part::Value(name) => open = Some(name),
            Part::Words(words) => {
                let at = rest.find(words.as_str()).filter(|at| *at == 0 || open.is_some())?;
                if let Some(name) = open.take() {
                    values.insert(name.to_owned(), rest[..at].to_owned());
                }
                rest = &rest[at + words.len()..];
            }
        }
    }
    match open {
        Some(name) => drop(values.insert(name.to_owned(), rest.to_owned())),
        None if !rest.is_empty() => return None,
        None => {}
    }
    Some(values)
}

fn fill_in(parts: &Parts, values: &HashMap<String, String>) -> Option<String> {
    let word = |part: &Part| match part {
        Part::Words(words) => Some(words.clone()),
        Part::Value(name) => values.get(name).cloned(),
    };
    parts.iter().map(word).collect()
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
    fn text_of_one_language_is_found_in_the_others() {
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
