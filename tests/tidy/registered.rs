//! Checks that every part of a feature is registered. The compiler does not notice a source, a retention rule, a
//! privacy handler, a command or a table of presses that nobody registers.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use quote::ToTokens;
use syn::{Item, ItemFn};

use crate::rust_files;

const APP: &str = "src/app/features.rs";
const DISCORD: &str = "src/discord/features.rs";
/// The traits whose implementations [`APP`] must name.
const TRAITS: [&str; 5] = ["Source", "Expire", "DueWork", "Follower", "PrivacyHandler"];

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("it can be read")
}

/// The tokens of a file without its `use` items: an import registers nothing.
fn without_imports(text: &str) -> String {
    let items = syn::parse_file(text).expect("it is Rust").items.into_iter();
    items.filter(|item| !matches!(item, Item::Use(_))).map(|item| item.to_token_stream().to_string()).collect()
}

/// Whether `text` contains `word` as a whole word.
fn contains_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|other| other == word)
}

/// The types that implement one of [`TRAITS`] in a file, outside its test modules.
fn implementors(items: &[Item]) -> Vec<String> {
    let implementations = items.iter().filter_map(|item| match item {
        Item::Impl(item) => Some((item.trait_.as_ref()?.0.segments.last()?.ident.to_string(), &item.self_ty)),
        _ => None,
    });
    implementations
        .filter(|(name, _)| TRAITS.contains(&name.as_str()))
        .map(|(_, implementor)| implementor.to_token_stream().to_string())
        .collect()
}

/// The commands of a file that are not subcommands of another command, in the form `feature::commands::name()`.
fn top_level_commands(feature: &str, items: &[Item]) -> Vec<String> {
    let commands: Vec<(&ItemFn, String)> = items
        .iter()
        .filter_map(|item| match item {
            Item::Fn(item) => {
                let attribute = item.attrs.iter().map(|attribute| attribute.to_token_stream().to_string());
                Some((item, attribute.filter(|text| text.contains("poise :: command")).collect::<String>()))
            }
            _ => None,
        })
        .filter(|(_, attribute)| !attribute.is_empty())
        .collect();
    let subcommands: BTreeSet<&str> = commands
        .iter()
        .filter_map(|(_, attribute)| attribute.split_once("subcommands (").or(attribute.split_once("subcommands(")))
        .flat_map(|(_, rest)| rest.split(')').next().unwrap_or_default().split(','))
        .map(|name| name.trim_matches(|c: char| c == '"' || c.is_whitespace()))
        .collect();
    let names = commands.iter().map(|(item, _)| item.sig.ident.to_string());
    let top_level_names = names.filter(|name| !subcommands.contains(name.as_str()));
    top_level_names.map(|name| format!("{feature}::commands::{name}()")).collect()
}

/// The subcommands whose command another feature registers: its file of commands imports them.
fn imported_subcommands(root: &Path) -> BTreeSet<String> {
    let files = rust_files(&root.join("src/discord")).into_iter().filter(|(path, _)| path.ends_with("commands.rs"));
    let imports = files.flat_map(|(_, text)| {
        let imports = text.lines().filter_map(|line| line.strip_prefix("use crate::discord::")?.strip_suffix(';'));
        imports.filter(|import| import.contains("::commands::")).map(|import| format!("{import}()")).collect::<Vec<_>>()
    });
    imports.collect()
}

#[test]
fn every_part_of_a_feature_is_registered() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (app, discord) = (without_imports(&read(APP)), read(DISCORD));
    let imported_subcommands = imported_subcommands(root);
    let mut missing_names = Vec::new();
    let (mut implementor_count, mut command_count, mut press_count) = (0, 0, 0);
    for (path, text) in rust_files(&root.join("src")) {
        let path = path.strip_prefix(root).unwrap_or(&path);
        if path.iter().any(|part| part == "tests" || part == "tests.rs") {
            continue;
        }
        let items = syn::parse_file(&text).expect("it is Rust").items;
        for name in implementors(&items) {
            implementor_count += 1;
            if !contains_word(&app, &name) {
                missing_names.push(format!("{APP} does not name {name} of {}", path.display()));
            }
        }
        let segments: Vec<&str> = path.iter().filter_map(|part| part.to_str()).collect();
        let &["src", "discord", feature, file] = segments.as_slice() else { continue };
        if file == "commands.rs" {
            for name in top_level_commands(feature, &items) {
                command_count += 1;
                if !discord.contains(&name) && !imported_subcommands.contains(&name) {
                    missing_names.push(format!("{DISCORD} does not register {name}"));
                }
            }
        }
        if file == "presses.rs" {
            press_count += 1;
            if !discord.contains(&format!("{feature}::presses::")) {
                missing_names.push(format!("{DISCORD} does not route the presses of {feature}"));
            }
        }
    }
    assert!(
        implementor_count > 20 && command_count > 10 && press_count > 5,
        "{implementor_count} parts, {command_count} commands, {press_count} presses"
    );
    assert!(missing_names.is_empty(), "{}", missing_names.join("\n"));
}
