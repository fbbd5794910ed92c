//! Checks that links between the documents have existing targets, and that no line is too long.

use std::collections::BTreeSet;
use std::path::Path;

use super::{MAX_COLUMNS, read};

const DOCUMENTS: &[&str] = &[
    "README.md",
    "docs/backups.md",
    "docs/commands.md",
    "docs/configuration.md",
    "docs/metrics.md",
    "docs/operations.md",
    "docs/sandbox.md",
];

/// The anchors that GitHub generates for the headings.
pub fn anchors(document: &str) -> BTreeSet<String> {
    let headings = document.lines().filter(|line| line.starts_with('#'));
    headings.map(|line| anchor(line.trim_start_matches('#').trim())).collect()
}

fn anchor(heading: &str) -> String {
    let lower_heading = heading.to_lowercase();
    let kept_characters = lower_heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept_characters.collect::<String>().replace(' ', "-")
}

/// The targets of all links, which have the form `[text](target)`.
fn targets(document: &str) -> Vec<&str> {
    document.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect()
}

#[test]
fn every_link_has_an_existing_target() {
    for document in DOCUMENTS {
        let text = read(document);
        for target in targets(&text).into_iter().filter(|target| !target.starts_with("http")) {
            let (file, section) = target.split_once('#').unwrap_or((target, ""));
            let path = Path::new(document).parent().unwrap().join(file);
            let path = if file.is_empty() { Path::new(document).to_owned() } else { path };
            assert!(path.exists(), "{document} links to {target}, which is not there");
            let has_section = section.is_empty() || anchors(&read(path.to_str().unwrap())).contains(section);
            assert!(has_section, "{document} links to {target}, and there is no such section");
        }
    }
}

#[test]
fn document_lines_have_at_most_120_columns() {
    for document in DOCUMENTS {
        let text = read(document);
        let long_lines: Vec<_> = text.lines().filter(|line| line.chars().count() > MAX_COLUMNS).collect();
        assert!(long_lines.is_empty(), "{document}: {long_lines:#?}");
    }
}
