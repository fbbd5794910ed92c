//! Finds with `syn` which source file imports which other source file. An import of a re-exported name counts as an
//! import of the file that defines the name. Test modules inside source files do not count.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::Visit;
use syn::{Attribute, File, Item, UseTree};

/// A chain of re-exports longer than this is treated as a loop.
const MAX_REEXPORTS: usize = 8;

/// A module path without `crate`: `["delivery", "store"]`.
type ModulePath = Vec<String>;

pub struct Source {
    pub path: PathBuf,
    pub module: ModulePath,
    /// Each path of a top-level `use` item, and the name that it brings into scope.
    uses: Vec<(ModulePath, String)>,
    /// Every path that occurs in the file.
    paths: Vec<ModulePath>,
}

impl Source {
    fn new(path: PathBuf, module: ModulePath, syntax: &File) -> Self {
        let uses = syntax.items.iter().filter_map(|item| if let Item::Use(item) = item { Some(item) } else { None });
        let uses = uses.flat_map(|item| use_paths(&item.tree)).collect();
        let mut paths = Paths { module: &module, found: Vec::new() };
        paths.visit_file(syntax);
        let paths = paths.found;
        Self { path, module, uses, paths }
    }

    /// The first segment of the module path, such as `delivery`.
    pub fn part(&self) -> &str {
        self.module.first().map_or("lib", String::as_str)
    }
}

pub struct Imports {
    pub sources: Vec<Source>,
    /// Pairs of indexes into `sources`: the importing file, then the imported file.
    pub edges: BTreeSet<(usize, usize)>,
    /// For each file of `sources`, the names of the other crates that it uses.
    pub crates: Vec<BTreeSet<String>>,
}

impl Imports {
    /// Reads every source file below `root` that is not a test, and finds their imports.
    pub fn read(root: &Path) -> Self {
        let mut sources = Vec::new();
        collect_sources(root, root, &mut sources);
        assert!(sources.len() > 30, "the sources were not found: run the test from the package's folder");
        Self::from_sources(sources)
    }

    /// The imports between source texts. Each pair is a path below `src` and the text of that file.
    pub fn from_texts(texts: &[(&str, &str)]) -> Self {
        let source = |(path, text): &(&str, &str)| {
            let path = PathBuf::from(path);
            Source::new(path.clone(), module_path(&path), &syn::parse_file(text).expect("the text is Rust"))
        };
        Self::from_sources(texts.iter().map(source).collect())
    }

    fn from_sources(sources: Vec<Source>) -> Self {
        let by_module: BTreeMap<ModulePath, usize> =
            sources.iter().enumerate().map(|(index, source)| (source.module.clone(), index)).collect();
        let names: Vec<BTreeMap<String, ModulePath>> =
            sources.iter().map(|source| names_in_scope(source, &by_module)).collect();
        let mut imports = Self { edges: BTreeSet::new(), crates: vec![BTreeSet::new(); sources.len()], sources };
        for (index, source) in imports.sources.iter().enumerate() {
            for path in &source.paths {
                match resolve(path, index, &by_module, &names) {
                    Target::File(target) if target != index => {
                        imports.edges.insert((index, target));
                    }
                    Target::Crate(name) => {
                        imports.crates[index].insert(name);
                    }
                    Target::File(_) | Target::Local => {}
                }
            }
        }
        imports
    }

    /// Groups of files that import each other, directly or through other files.
    pub fn cycles(&self) -> Vec<Vec<&Path>> {
        let mut graph = petgraph::graph::DiGraph::<usize, ()>::new();
        let nodes: Vec<_> = (0..self.sources.len()).map(|index| graph.add_node(index)).collect();
        for (from, to) in &self.edges {
            graph.add_edge(nodes[*from], nodes[*to], ());
        }
        let cycles = petgraph::algo::tarjan_scc(&graph).into_iter().filter(|group| group.len() > 1);
        let mut cycles: Vec<Vec<&Path>> = cycles
            .map(|group| {
                let mut files: Vec<_> = group.iter().map(|node| self.sources[graph[*node]].path.as_path()).collect();
                files.sort();
                files
            })
            .collect();
        cycles.sort();
        cycles
    }
}

enum Target {
    File(usize),
    /// Another crate, by name.
    Crate(String),
    /// A name from this file or the standard library, or a generic parameter.
    Local,
}

fn collect_sources(root: &Path, folder: &Path, sources: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            collect_sources(root, &path, sources);
        } else if path.extension().is_some_and(|ext| ext == "rs") && !is_test(&path) {
            let text = fs::read_to_string(&path).expect("the source is UTF-8");
            let syntax = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let module = module_path(path.strip_prefix(root).expect("it is below the root"));
            sources.push(Source::new(path, module, &syntax));
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
}

/// Whether the file is `tests.rs` or `testing.rs`, or is below `tests/` or `testing/`.
pub fn is_test(path: &Path) -> bool {
    path.with_extension("").components().any(|part| ["tests", "testing"].iter().any(|name| part.as_os_str() == *name))
}

fn module_path(below_src: &Path) -> ModulePath {
    let path = below_src.with_extension("");
    let mut module: ModulePath = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if matches!(module.last().map(String::as_str), Some("mod")) {
        module.pop();
    }
    module
}

/// The names that `use` items bring into the file's scope, each with its path from the crate's root.
fn names_in_scope(source: &Source, by_module: &BTreeMap<ModulePath, usize>) -> BTreeMap<String, ModulePath> {
    let mut names = BTreeMap::new();
    for (path, name) in &source.uses {
        let full = absolute_path(path, &source.module).or_else(|| child_path(&source.module, path, by_module));
        if let Some(full) = full {
            names.insert(name.clone(), full);
        }
    }
    names
}

/// The path from the crate's root, if `path` begins with a child module of `module`.
fn child_path(module: &[String], path: &[String], by_module: &BTreeMap<ModulePath, usize>) -> Option<ModulePath> {
    let child: ModulePath = module.iter().chain(path.first()).cloned().collect();
    by_module.contains_key(&child).then(|| module.iter().chain(path).cloned().collect())
}

/// The paths of a `use` tree, each with the name that it brings into scope.
fn use_paths(tree: &UseTree) -> Vec<(ModulePath, String)> {
    match tree {
        UseTree::Path(path) => {
            let inner_paths = use_paths(&path.tree).into_iter();
            let first = path.ident.to_string();
            inner_paths
                .map(|(mut rest, name)| {
                    let name = if name == "self" { first.clone() } else { name };
                    rest.retain(|part| part != "self");
                    rest.insert(0, first.clone());
                    (rest, name)
                })
                .collect()
        }
        UseTree::Name(name) => vec![(vec![name.ident.to_string()], name.ident.to_string())],
        UseTree::Rename(rename) => vec![(vec![rename.ident.to_string()], rename.rename.to_string())],
        UseTree::Glob(_) => vec![(vec!["*".to_owned()], "*".to_owned())],
        UseTree::Group(group) => group.items.iter().flat_map(use_paths).collect(),
    }
}

/// The path from the crate's root, if `path` begins with `crate`, `magpie`, `self` or `super`.
fn absolute_path(path: &[String], module: &[String]) -> Option<ModulePath> {
    let mut base = match path.first()?.as_str() {
        "crate" | "magpie" => Vec::new(),
        "self" | "super" => module.to_vec(),
        _ => return None,
    };
    let mut rest = path;
    while let Some((first, others)) = rest.split_first() {
        match first.as_str() {
            "crate" | "magpie" | "self" => {}
            "super" => {
                base.pop();
            }
            _ => break,
        }
        rest = others;
    }
    base.extend(rest.iter().cloned());
    Some(base)
}

fn resolve(
    path: &[String],
    from: usize,
    by_module: &BTreeMap<ModulePath, usize>,
    names: &[BTreeMap<String, ModulePath>],
) -> Target {
    let own_module =
        by_module.iter().find(|(_, index)| **index == from).map(|(module, _)| module.clone()).unwrap_or_default();
    let mut full_path = match absolute_path(path, &own_module) {
        Some(full_path) => full_path,
        // The path begins with a name from a `use` item, with a child module, or with another crate.
        None => match names[from].get(&path[0]) {
            Some(full_path) if path.len() > 1 => full_path.iter().chain(&path[1..]).cloned().collect(),
            _ => match child_path(&own_module, path, by_module) {
                Some(full_path) => full_path,
                None => return Target::Crate(path[0].clone()),
            },
        },
    };
    for _ in 0..MAX_REEXPORTS {
        // A macro such as `crate::say` is defined at the crate's root, so no file is found for it.
        let known_length = (1..=full_path.len()).rev().find(|length| by_module.contains_key(&full_path[..*length]));
        let Some(length) = known_length else { return Target::Local };
        let target = by_module[&full_path[..length]];
        // If the found module itself imports the name, continue with the path of that import.
        match full_path.get(length).and_then(|name| names[target].get(name)) {
            Some(reexported) if target != from => {
                let rest = full_path[length + 1..].to_vec();
                full_path = reexported.iter().cloned().chain(rest).collect();
            }
            _ => return Target::File(target),
        }
    }
    Target::Local
}

/// Collects every path in a file: in `use` items, in other code, and in the tokens of macros.
struct Paths<'a> {
    module: &'a [String],
    found: Vec<ModulePath>,
}

impl Paths<'_> {
    /// Collects paths such as `crate::a::b` from the tokens of a macro. `syn` does not parse these tokens.
    fn collect_from_tokens(&mut self, tokens: proc_macro2::TokenStream) {
        let mut path: ModulePath = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                proc_macro2::TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.finish_path(&mut path);
                    }
                    path.push(ident.to_string());
                    colons = 0;
                }
                proc_macro2::TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                proc_macro2::TokenTree::Group(group) => {
                    self.finish_path(&mut path);
                    self.collect_from_tokens(group.stream());
                    colons = 0;
                }
                _ => {
                    self.finish_path(&mut path);
                    colons = 0;
                }
            }
        }
        self.finish_path(&mut path);
    }

    fn finish_path(&mut self, path: &mut ModulePath) {
        let path = std::mem::take(path);
        if path.len() > 1 {
            self.found.push(path);
        }
    }
}

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if let Item::Mod(module) = item
            && is_cfg_test(&module.attrs)
        {
            return;
        }
        if let Item::Fn(function) = item
            && is_cfg_test(&function.attrs)
        {
            return;
        }
        syn::visit::visit_item(self, item);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if is_cfg_test(&item.attrs) {
            return;
        }
        // A re-export from a child module (`pub use store::Row;`) is not an import: it only makes the path shorter.
        let is_reexport = !matches!(item.vis, syn::Visibility::Inherited);
        for (path, _) in use_paths(&item.tree) {
            let path: ModulePath = path.into_iter().filter(|part| part != "*").collect();
            let is_from_child = absolute_path(&path, self.module).is_none_or(|full| full.starts_with(self.module));
            if !(is_reexport && is_from_child) {
                self.found.push(path);
            }
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            self.found.push(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        }
        syn::visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.collect_from_tokens(call.tokens.clone());
        syn::visit::visit_macro(self, call);
    }
}

fn is_cfg_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|condition| condition.is_ident("test"))
    })
}
