//! Checks of the page that need no browser: its texts, and what it fetches.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sandbox/wall")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the page's folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

fn texts() -> Vec<(PathBuf, String)> {
    files(&root()).into_iter().map(|path| (path.clone(), fs::read_to_string(path).expect("the page is text"))).collect()
}

fn keys(language: &str) -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("config/locales/{language}/wall.ftl"));
    let text = fs::read_to_string(path).expect("the language has the page's words");
    text.lines().filter_map(|line| Some(line.strip_prefix("wall-")?.split_once(" = ")?.0.to_owned())).collect()
}

/// The first argument of each `t("…")` and `rich("…")` that is a plain string.
fn asked(text: &str) -> Vec<String> {
    let calls = ["w(\"", "rich(\""].into_iter().flat_map(|call| text.split(call).skip(1).collect::<Vec<_>>());
    calls.filter_map(|rest| rest.split_once('"')).map(|(key, _)| key.to_owned()).collect()
}

#[test]
fn every_word_that_the_page_asks_for_is_there() {
    let known = keys("en");
    for (path, text) in texts().iter().filter(|(path, _)| path.extension().is_some_and(|end| end == "js")) {
        for key in asked(text) {
            assert!(known.contains(&key), "{}: no text wall-{key}", path.display());
        }
    }
}

#[test]
fn the_three_languages_have_the_same_words() {
    assert_eq!(keys("en"), keys("fr"));
    assert_eq!(keys("en"), keys("es"));
}

#[test]
fn the_page_names_no_other_host() {
    for (path, text) in texts() {
        let outside = text.match_indices("http").map(|(at, _)| &text[at..]).find(|rest| {
            (rest.starts_with("http://") || rest.starts_with("https://"))
                && !rest.starts_with("http://www.w3.org/2000/svg")
        });
        assert_eq!(outside.map(|rest| &rest[..rest.len().min(40)]), None, "{}", path.display());
    }
}

#[test]
fn the_page_has_no_inline_script_or_style() {
    let page = fs::read_to_string(root().join("index.html")).expect("the page is there");
    assert_eq!(page.matches("<script").count(), 1, "one module, fetched from the sandbox");
    assert!(page.contains("<script type=\"module\" src=\"/wall/js/main.js\"></script>"));
    for forbidden in ["<style", " style=", " onclick=", " onload="] {
        assert!(!page.contains(forbidden), "the content security policy refuses {forbidden}");
    }
}

/// A text of the bot.
fn said(language: &str, file: &str, key: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("config/locales/{language}/{file}.ftl"));
    let text = fs::read_to_string(path).expect("the bot has words");
    let start = format!("{key} = ");
    text.lines().find_map(|line| line.strip_prefix(&start)).unwrap_or_else(|| panic!("no text {key}")).to_owned()
}

#[test]
fn the_cards_name_the_buttons_as_the_bot_does() {
    let buttons = [
        ("story-2-do-4", said("en", "alert", "alert-button-send")),
        ("story-3-do-1", said("es", "alert", "alert-button-seen")),
        ("story-4-do-3", said("es", "helpdesk", "helpdesk-claim")),
    ];
    for language in ["en", "fr", "es"] {
        for (card, button) in &buttons {
            let words = said(language, "wall", &format!("wall-{card}"));
            assert!(words.contains(&format!("**{button}**")), "{language}, {card}: the button is called {button}");
        }
    }
}
