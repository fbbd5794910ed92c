//! Checks the files of the page without a browser. All texts must exist, and the page must fetch nothing from other
//! hosts.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use magpie::words::Language;

fn language_codes() -> impl Iterator<Item = &'static str> {
    Language::ALL.into_iter().map(Language::code)
}

fn page_folder() -> PathBuf {
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

/// The files of the page: the path and the content of each.
fn page_files() -> Vec<(PathBuf, String)> {
    files(&page_folder())
        .into_iter()
        .map(|path| (path.clone(), fs::read_to_string(path).expect("the page is text")))
        .collect()
}

fn text_keys(language: &str) -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("config/locales/{language}/wall.ftl"));
    let text = fs::read_to_string(path).expect("the language has the page's texts");
    text.lines().filter_map(|line| Some(line.strip_prefix("wall-")?.split_once(" = ")?.0.to_owned())).collect()
}

/// The keys of the texts that a script of the page uses: the first argument of each `t("…")` and `rich("…")`.
fn used_keys(text: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for call in ["t(\"", "rich(\""] {
        for (position, _) in text.match_indices(call) {
            let is_part_of_a_name = text[..position].ends_with(|c: char| c.is_alphanumeric() || c == '.');
            let key = text[position + call.len()..].split_once('"').map(|(key, _)| key.to_owned());
            keys.extend(key.filter(|_| !is_part_of_a_name));
        }
    }
    keys
}

#[test]
fn every_text_that_the_page_uses_exists() {
    let known = text_keys("en");
    let mut uses = 0;
    for (path, text) in page_files().iter().filter(|(path, _)| path.extension().is_some_and(|end| end == "js")) {
        for key in used_keys(text) {
            assert!(known.contains(&key), "{}: no text wall-{key}", path.display());
            uses += 1;
        }
    }
    assert!(uses > 50, "the uses were not found: {uses}");
}

#[test]
fn all_languages_have_the_same_texts() {
    for language in language_codes() {
        assert_eq!(text_keys("en"), text_keys(language), "{language}");
    }
}

/// A plain space would let a line end before the sign.
#[test]
fn french_texts_have_no_break_before_their_punctuation() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/locales/fr/wall.ftl");
    let text = fs::read_to_string(path).expect("the language has the page's texts");
    let signs = [" :", " ;", " ?", " !", " »", "« "];
    let breaks = text.lines().filter(|line| line.starts_with("wall-") && signs.iter().any(|sign| line.contains(sign)));
    assert_eq!(breaks.collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn page_names_no_other_host() {
    for (path, text) in page_files() {
        let foreign_url = text.match_indices("http").map(|(at, _)| &text[at..]).find(|rest| {
            (rest.starts_with("http://") || rest.starts_with("https://"))
                && !rest.starts_with("http://www.w3.org/2000/svg")
        });
        assert_eq!(foreign_url.map(|rest| &rest[..rest.len().min(40)]), None, "{}", path.display());
    }
}

#[test]
fn page_has_no_inline_script_or_style() {
    let page = fs::read_to_string(page_folder().join("index.html")).expect("the page is there");
    assert_eq!(page.matches("<script").count(), 1, "one module, fetched from the sandbox");
    assert!(page.contains("<script type=\"module\" src=\"/wall/js/main.js\"></script>"));
    for forbidden in ["<style", " style=", " onclick=", " onload="] {
        assert!(!page.contains(forbidden), "the content security policy refuses {forbidden}");
    }
}

/// The text with this key in `config/locales/<language>/<file>.ftl`.
pub fn bot_text(language: &str, file: &str, key: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("config/locales/{language}/{file}.ftl"));
    let text = fs::read_to_string(path).expect("the bot has texts");
    let start = format!("{key} = ");
    text.lines().find_map(|line| line.strip_prefix(&start)).unwrap_or_else(|| panic!("no text {key}")).to_owned()
}

#[test]
fn story_cards_use_the_button_labels_of_the_bot() {
    let buttons = [
        ("story-2-do-2", bot_text("en", "alert-asks", "alert-form-read-by")),
        ("story-2-do-4", bot_text("en", "alert", "alert-button-send")),
        ("story-3-do-1", bot_text("es", "alert", "alert-button-seen")),
        ("story-4-do-3", bot_text("es", "helpdesk", "helpdesk-claim")),
        ("bare-1-do-2", bot_text("en", "setup", "setup-save")),
        ("bare-2-do-1", bot_text("en", "profile", "profile-panel-button")),
        ("bare-2-do-1", bot_text("en", "profile", "profile-dm-go")),
        ("bare-2-do-3", bot_text("en", "profile", "profile-save")),
        ("bare-3-do-2", bot_text("en", "reminders", "reminder-save")),
    ];
    for language in language_codes() {
        for (card, button) in &buttons {
            let words = bot_text(language, "wall", &format!("wall-{card}"));
            assert!(words.contains(&format!("**{button}**")), "{language}, {card}: the button is called {button}");
        }
    }
}

#[test]
fn story_cards_use_the_labels_of_the_page() {
    let controls = [
        ("story-1-do-1", "clock-next"),
        ("story-4-do-2", "clock-next"),
        ("story-4-do-2", "clock-play"),
        ("story-5-do-1", "bot-kill"),
        ("story-5-do-2", "bot-start"),
        ("bare-3-do-3", "clock-next"),
    ];
    for language in language_codes() {
        for (card, control) in controls {
            let words = bot_text(language, "wall", &format!("wall-{card}"));
            let control = bot_text(language, "wall", &format!("wall-{control}"));
            assert!(words.contains(&format!("**{control}**")), "{language}, {card}: the control is called {control}");
        }
    }
}

#[test]
fn story_endings_name_an_existing_heading_of_the_readme() {
    let readme =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("there is a README");
    for language in language_codes() {
        for ending in ["story-end-do-2", "bare-end-do-2"] {
            let words = bot_text(language, "wall", &format!("wall-{ending}"));
            let heading = words.split("**").nth(1).expect("a heading in bold");
            assert!(readme.lines().any(|line| line == format!("## {heading}")), "{language}, {ending}: {heading}");
        }
    }
}

/// The page puts the bot's own text in place of `$said`; the phone of the sleeping member uses English.
#[test]
fn fifth_story_card_has_a_place_for_the_text_that_the_bot_sends() {
    assert!(!bot_text("en", "alert", "alert-slept-too-late").is_empty());
    for language in language_codes() {
        let card = bot_text(language, "wall", "wall-story-5-look-1");
        assert!(card.contains("{ $said }"), "{language}: {card}");
    }
}
