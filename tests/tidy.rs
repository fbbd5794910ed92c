//! The house rules that a compiler cannot know: which room may name which, who may name sqlx, serenity and the zone
//! databases, and that no language lacks a text.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

/// From left to right; an import goes right only. Rooms of one rank do not import each other.
const RANKS: &[&[&str]] = &[
    &["cli"],
    &["app"],
    &["discord", "web", "sandbox"],
    &["alerts", "helpdesk", "reminders", "watch"],
    &["duty"],
    &["escalation"],
    &["delivery"],
    &["guild"],
    &["members"],
    &["timers"],
    &["db"],
    &["config"],
    &["words"],
    &["time"],
];
/// May be named by any room.
const ANYWHERE: &str = "telemetry";
/// The sandbox knows Discord's wire and the clock, and nothing else of ours.
const SANDBOX_KNOWS: &[&str] = &["sandbox", "time", "words", "telemetry"];

struct Source {
    path: PathBuf,
    room: String,
    text: String,
}

impl Source {
    fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// Lines of code: without comments, test files, and the inline tests at a file's end.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let inline_tests = self.text.find("#[cfg(test)]\nmod tests {").unwrap_or(self.text.len());
        let text = if self.is_test() { "" } else { &self.text[..inline_tests] };
        let lines = text.lines().enumerate();
        lines.map(|(n, line)| (n + 1, line)).filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    fn is_called(&self, name: &str) -> bool {
        self.path.file_name().is_some_and(|own| own == name)
    }

    fn is_test(&self) -> bool {
        self.is_called("tests.rs") || self.is_called("testing.rs") || self.is_below("tests") || self.is_below("testing")
    }

    fn is_below(&self, folder: &str) -> bool {
        self.path.components().any(|part| part.as_os_str() == folder)
    }
}

fn sources() -> Vec<Source> {
    let mut sources = Vec::new();
    collect(Path::new("src"), &mut sources);
    assert!(sources.len() > 30, "the sources were not found: run the test from the package's folder");
    sources
}

fn collect(folder: &Path, sources: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            collect(&path, sources);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            let inside = path.strip_prefix("src").expect("it is below src");
            let first = inside.iter().next().and_then(|part| part.to_str()).expect("paths are UTF-8");
            let room = first.trim_end_matches(".rs").to_owned();
            let text = fs::read_to_string(&path).expect("the source is UTF-8");
            sources.push(Source { path, room, text });
        }
    }
}

fn rank(room: &str) -> Option<usize> {
    RANKS.iter().position(|rooms| rooms.contains(&room))
}

/// Rooms that code names as `crate::room` or inside `use crate::{room::…, room}`.
fn rooms_named(code: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => rooms.extend(top_level_items(group)),
            None => {
                rooms.insert(first_word(rest));
            }
        }
    }
    rooms.remove("");
    rooms
}

/// The first words of a use group's items, up to its closing brace.
fn top_level_items(group: &str) -> Vec<String> {
    let (mut depth, mut item, mut items) = (0, String::new(), Vec::new());
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => items.push(std::mem::take(&mut item)),
            c if depth == 0 => item.push(c),
            _ => {}
        }
    }
    items.push(item);
    items.iter().map(|item| first_word(item)).collect()
}

fn first_word(text: &str) -> String {
    text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn may_name(from: &str, to: &str) -> bool {
    if from == to || to == ANYWHERE || to == "say" {
        return true;
    }
    match from {
        "sandbox" => SANDBOX_KNOWS.contains(&to),
        ANYWHERE => matches!(to, "config" | "time"),
        from => rank(from).zip(rank(to)).is_some_and(|(own, theirs)| own < theirs),
    }
}

#[test]
fn imports_go_left_to_right_only() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| !matches!(source.room.as_str(), "lib" | "main")) {
        if rank(&source.room).is_none() && source.room != ANYWHERE {
            faults.push(format!("{} is in no room of the house", source.name()));
        }
        let code: String = source.code().map(|(_, line)| format!("{line}\n")).collect();
        let wrong = rooms_named(&code).into_iter().filter(|named| !may_name(&source.room, named));
        faults.extend(wrong.map(|named| format!("{} names {named}", source.name())));
    }
    assert!(faults.is_empty(), "arrows that point the wrong way:\n{}", faults.join("\n"));
}

#[test]
fn a_wrong_arrow_would_be_seen() {
    assert_eq!(
        rooms_named("use crate::{db::{Db, Tx}, alerts};\ncrate::time::now"),
        ["alerts", "db", "time"].map(String::from).into()
    );
    assert!(may_name("alerts", "delivery") && !may_name("delivery", "alerts"));
    assert!(!may_name("alerts", "helpdesk") && !may_name("sandbox", "db") && !may_name("time", "words"));
}

#[test]
fn sqlx_is_named_only_by_stores_and_the_database() {
    assert_named_only("sqlx::", |source| {
        source.room == "db" || source.is_called("store.rs") || source.is_below("store")
    });
}

#[test]
fn serenity_and_poise_are_named_only_by_the_discord_room() {
    assert_named_only("serenity::", |source| source.room == "discord");
    assert_named_only("poise::", |source| source.room == "discord");
}

#[test]
fn zone_databases_are_named_only_where_zones_are_defined_and_checked() {
    assert_named_only("TimeZoneDatabase", |source| source.room == "time" && source.is_called("tz_data.rs"));
    assert_named_only("chrono_tz", |source| {
        source.room == "time" && (source.is_called("zone.rs") || source.is_called("cross_check.rs"))
    });
}

#[test]
fn pure_rooms_and_models_do_no_input_or_output() {
    let mut faults = Vec::new();
    let pure = |source: &&Source| matches!(source.room.as_str(), "time" | "escalation") || source.is_called("model.rs");
    for source in sources().iter().filter(pure) {
        for (n, line) in source.code() {
            let named = ["tokio::", "sqlx::", "serenity::", "reqwest::", "std::net"]
                .into_iter()
                .filter(|word| line.contains(word));
            faults.extend(named.map(|word| format!("{}:{n} names {word}", source.name())));
        }
    }
    assert!(faults.is_empty(), "pure code that is not:\n{}", faults.join("\n"));
}

#[test]
fn nobody_unwraps_outside_tests() {
    let mut faults = Vec::new();
    for source in sources() {
        faults.extend(
            source.code().filter(|(_, line)| line.contains(".unwrap()")).map(|(n, _)| format!("{}:{n}", source.name())),
        );
    }
    assert!(faults.is_empty(), "an expect names the broken invariant; these unwrap:\n{}", faults.join("\n"));
}

fn assert_named_only(word: &str, allowed: impl Fn(&Source) -> bool) {
    let sources = sources();
    let somebody = sources.iter().any(|source| allowed(source) && source.text.contains(word));
    assert!(somebody, "nobody names {word}: does this test still look for the right thing?");
    let named =
        |source: &Source| source.code().filter(|(_, line)| line.contains(word)).map(|(n, _)| n).collect::<Vec<_>>();
    let faults: Vec<_> = sources
        .iter()
        .filter(|source| !allowed(source))
        .flat_map(|source| named(source).into_iter().map(|n| format!("{}:{n}", source.name())))
        .collect();
    assert!(faults.is_empty(), "{word} is named where it must not be:\n{}", faults.join("\n"));
}

/// The variables of every text, by key (attributes as `key.attribute`).
fn texts(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(Path::new("config/locales").join(language)).expect("every language has its folder") {
        let path = entry.expect("the entry can be read").path();
        let text = fs::read_to_string(&path).expect("texts are UTF-8");
        let resource =
            fluent_syntax::parser::parse(text).unwrap_or_else(|(_, faults)| panic!("{}: {faults:?}", path.display()));
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let key = message.id.name;
            if let Some(value) = &message.value {
                let twice = texts.insert(key.clone(), variables(value));
                assert!(twice.is_none(), "{}: {key} is there twice", path.display());
            }
            for attribute in &message.attributes {
                texts.insert(format!("{key}.{}", attribute.id.name), variables(&attribute.value));
            }
        }
    }
    texts
}

fn variables(pattern: &Pattern<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            from_expression(expression, &mut found);
        }
    }
    found
}

fn from_expression(expression: &Expression<String>, found: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => from_inline(inline, found),
        Expression::Select { selector, variants } => {
            from_inline(selector, found);
            found.extend(variants.iter().flat_map(|variant| variables(&variant.value)));
        }
    }
}

fn from_inline(inline: &InlineExpression<String>, found: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.clone());
        }
        InlineExpression::FunctionReference { arguments, .. } => {
            arguments.positional.iter().for_each(|argument| from_inline(argument, found));
        }
        InlineExpression::Placeable { expression } => from_expression(expression, found),
        _ => {}
    }
}

#[test]
fn every_text_is_there_in_every_language_with_the_same_variables() {
    let english = texts("en");
    assert!(!english.is_empty());
    let mut faults = Vec::new();
    for language in ["fr", "es"] {
        let other = texts(language);
        for (key, variables) in &english {
            match other.get(key) {
                None => faults.push(format!("{language} lacks {key}")),
                Some(theirs) if theirs != variables => {
                    faults.push(format!("{language}: {key} speaks of {theirs:?}, English of {variables:?}"));
                }
                Some(_) => {}
            }
        }
        let extra = other.keys().filter(|key| !english.contains_key(*key));
        faults.extend(extra.map(|key| format!("{language} has {key}, English has not")));
    }
    assert!(faults.is_empty(), "texts that do not match:\n{}", faults.join("\n"));
}

#[test]
fn every_text_that_the_sources_ask_for_is_there() {
    let english = texts("en");
    let (mut asked, mut faults) = (0, Vec::new());
    for source in sources() {
        let code: String = source.code().map(|(_, line)| format!("{line}\n")).collect();
        let keys = ["say!(", "say("].into_iter().flat_map(|call| code.match_indices(call));
        for key in keys.filter_map(|(at, call)| literal_key(&code[at + call.len()..])) {
            asked += 1;
            if !english.contains_key(key) {
                faults.push(format!("{} asks for {key}", source.name()));
            }
        }
    }
    assert!(asked > 0, "no text is asked for: does this test still look for the right thing?");
    assert!(faults.is_empty(), "texts that are not there:\n{}", faults.join("\n"));
}

/// The second argument of a call, where it is a plain literal.
fn literal_key(arguments: &str) -> Option<&str> {
    let (first, rest) = arguments.split_once(',')?;
    if first.contains(['{', '}', ';', '"']) {
        return None;
    }
    let rest = rest.trim_start().strip_prefix('"')?;
    rest.split_once('"').map(|(key, _)| key).filter(|key| !key.contains(['{', ' ']))
}

#[test]
fn the_top_level_holds_what_was_agreed() {
    const AGREED: &str = "Cargo.toml Cargo.lock src migrations config tests benches docs fuzz README.md LICENSE-MIT LICENSE-APACHE target";
    let agreed: BTreeSet<_> = AGREED.split(' ').collect();
    let entries = fs::read_dir(".").expect("the package's folder can be read");
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let extra: Vec<_> = names
        .filter(|name| !name.starts_with('.') && !agreed.contains(name.as_str()) && !name.contains(".db"))
        .collect();
    assert!(extra.is_empty(), "at the top level stands what nobody agreed to: {extra:?}");
}
