//! Finds the use cases in the source of the program: the public functions that take an acting person.

use std::path::{Path, PathBuf};

/// The parts of the program that store data of people.
pub const PARTS: &[&str] = &["alerts", "delivery", "duty", "faq", "guild", "helpdesk", "members", "reminders", "watch"];

pub fn collect_rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("it lists") {
        let path = entry.expect("a file").path();
        match path.is_dir() {
            true => collect_rust_files(&path, found),
            false if path.extension().is_some_and(|kind| kind == "rs") => found.push(path),
            false => {}
        }
    }
}

pub fn rust_files(place: &str) -> Vec<PathBuf> {
    let place = Path::new(place);
    let mut files = match place.is_dir() {
        true => std::fs::read_dir(place).expect("it lists").map(|entry| entry.expect("a file").path()).collect(),
        false => vec![place.to_owned()],
    };
    files.retain(|file| file.extension().is_some_and(|kind| kind == "rs") && !file.ends_with("tests.rs"));
    files
}

/// A public function that takes an acting person.
pub struct UseCase {
    pub name: String,
    /// Whether it opens its own transaction, so that other parts of the program can call it.
    pub takes_database: bool,
}

/// The public functions of a file that take an acting person.
pub fn functions_that_take_a_person(source: &str) -> Vec<UseCase> {
    let file = syn::parse_file(source).expect("it is Rust");
    let mut found = Vec::new();
    let mut collect = |visibility: &syn::Visibility, signature: &syn::Signature| {
        let kind = |argument: &syn::FnArg| {
            let syn::FnArg::Typed(argument) = argument else { return String::new() };
            let named = match &*argument.ty {
                syn::Type::Reference(reference) => &*reference.elem,
                named => named,
            };
            let syn::Type::Path(path) = named else { return String::new() };
            path.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
        };
        let kinds: Vec<String> = signature.inputs.iter().map(kind).collect();
        let is_person = |kind: &String| {
            ["MemberId", "Actor", "DraftInput", "NewSearch", "OpenTicket", "LogTicket"].contains(&kind.as_str())
        };
        if matches!(visibility, syn::Visibility::Public(_)) && kinds.iter().any(is_person) {
            let takes_database = kinds.iter().any(|kind| kind == "Db");
            found.push(UseCase { name: signature.ident.to_string(), takes_database });
        }
    };
    for item in &file.items {
        match item {
            syn::Item::Fn(item) => collect(&item.vis, &item.sig),
            syn::Item::Impl(item) => {
                for item in &item.items {
                    if let syn::ImplItem::Fn(item) = item {
                        collect(&item.vis, &item.sig);
                    }
                }
            }
            _ => {}
        }
    }
    found
}
