//! What is behind the buttons of the preview of an alert: the names of all recipients, and the whole message as each of
//! them reads it.

use strum::VariantArray;

use crate::alerts::drafts::{Preview, PreviewSection};
use crate::alerts::facts::{AlertMessage, MessageStatus};
use crate::alerts::model::AlertId;
use crate::alerts::send_rule::Occasion;
use crate::discord::alerts::messages::{self, comma_list};
use crate::discord::alerts::presses::AlertPress;
use crate::discord::alerts::preview::{heading_key, name_and_route};
use crate::discord::ui::pages::{self, Pages};
use crate::discord::ui::reply::{Embed, MAX_CONTENT_CHARS, Reply};
use crate::discord::ui::text::{clip, sanitize_line};
use crate::discord::viewer::Viewer;
use crate::say;
use crate::words::Language;

/// The most names in one line of the list. With the longest names of Discord (32 characters, twice as many if each one
/// is escaped), a line has about 1,700 characters.
const NAMES_PER_LINE: usize = 25;
/// The limit, in characters, of the message in one language, if all of them are in embeds. Three of this length, with
/// their headings, are within Discord's 6,000 characters for all embeds.
const MAX_VERSION_CHARS: usize = 1900;
/// The limit, in characters, of the lines on one page. The rest of Discord's 2,000 characters is for the page number.
const MAX_PAGE_CHARS: usize = 1900;

/// One page of the list of all names, by section. A page after the last one shows the last page.
pub(super) fn names(preview: &Preview, page: usize, language: Language) -> Reply {
    let pages = pages::split(lines_of_names(preview, language), MAX_PAGE_CHARS);
    let shown = Pages::new(page, pages.len(), 1);
    let mut lines: Vec<String> = pages[shown.range()].concat();
    lines.extend(shown.line(language));
    let draft = preview.draft;
    Reply::new(lines.join("\n")).buttons(shown.buttons(language, |page| AlertPress::NamesPage(draft, page)))
}

fn lines_of_names(preview: &Preview, language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    for &section in PreviewSection::VARIANTS {
        let names: Vec<String> = preview.section(section).map(|person| name_and_route(language, person)).collect();
        let (key, count) = (heading_key(section, preview), names.len());
        push_lines(&mut lines, &names, |names| say!(language, &key, count = count, names = names), language);
    }
    for (key, names) in [
        ("alert-preview-unplaced", &preview.unplaced_people),
        ("alert-preview-without-group", &preview.people_without_group),
    ] {
        let names: Vec<String> = names.iter().map(|name| sanitize_line(name)).collect();
        let count = names.len();
        push_lines(&mut lines, &names, |names| say!(language, key, count = count, names = names), language);
    }
    lines
}

/// Adds the names in lines of at most [`NAMES_PER_LINE`]. The first line has the heading.
fn push_lines(lines: &mut Vec<String>, names: &[String], heading: impl Fn(String) -> String, language: Language) {
    for (index, chunk) in names.chunks(NAMES_PER_LINE).enumerate() {
        let names = comma_list(language, chunk, MAX_PAGE_CHARS);
        lines.push(if index == 0 { heading(names) } else { names });
    }
}

/// The whole message, once in each language of the audience. The times are in the author's zone.
pub(super) fn as_recipients_read_it(preview: &Preview, author: &Viewer) -> Reply {
    let versions = preview.languages().into_iter().map(|(language, readers)| {
        let viewer = Viewer { language, ..author.clone() };
        let name = say!(language, "profile-language-name");
        let heading = say!(author.language, "alert-preview-read-in", language = name, count = readers);
        let facts = first_message(preview, language, author);
        (heading, messages::reply(&facts, &viewer).content().to_owned())
    });
    let versions: Vec<(String, String)> = versions.collect();
    let quoted = |text: &str| text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n");
    let parts: Vec<String> =
        versions.iter().map(|(heading, text)| format!("**{heading}**\n{}", quoted(text))).collect();
    let content = parts.join("\n");
    if content.chars().count() <= MAX_CONTENT_CHARS {
        return Reply::new(content);
    }
    let embed = |(heading, text): &(String, String)| Embed::new(heading).description(clip(text, MAX_VERSION_CHARS));
    versions.iter().map(embed).fold(Reply::new(say!(author.language, "alert-correction-reads")), Reply::embed)
}

/// The message that a reader of this language gets who is awake when the alert is sent.
fn first_message(preview: &Preview, language: Language, author: &Viewer) -> AlertMessage {
    let (text, original) = preview.text_in(language);
    AlertMessage {
        // The alert has no number before it is sent. Only the buttons of the message have the number.
        alert: AlertId(0),
        version: 1,
        announced_version: 1,
        severity: preview.severity,
        purpose: preview.purpose,
        text: text.to_owned(),
        original: original.map(str::to_owned),
        answer_by: preview.answer_by,
        author_name: author.member.as_ref().map(|member| member.name.clone()).unwrap_or_default(),
        occasion: Occasion::NewToRecipient,
        due_since: None,
        status: MessageStatus::Open,
        ask: preview.ask.clone(),
        answer: None,
        found: Vec::new(),
    }
}
