//! The preview of an alert or of a correction. The preview of an alert is short, so that "Send" is on the first screen
//! of a phone: the people whom the alert does not reach in time come first, by name, and everybody else is only
//! counted. All names and the whole message are behind buttons: see [`preview_pages`](super::preview_pages).

use std::ops::Range;

use strum::VariantArray;

use crate::alerts::drafts::{
    Changes, FirstHeard, NoRoute, Preview, PreviewPerson, PreviewSection, PreviewStatus, PreviewedCorrection,
    WAKE_PAGE_SIZE, WAKE_PAGES_SHOWN,
};
use crate::alerts::facts::{AlertMessage, MessageStatus};
use crate::alerts::model::Severity;
use crate::alerts::send_rule::Occasion;
use crate::discord::alerts::messages::{self, FirstLineFacts, comma_list, first_line, severity_title};
use crate::discord::alerts::presses::AlertPress;
use crate::discord::alerts::screens::MAX_NAMES_CHARS;
use crate::discord::alerts::{asks, deadlines, plans, preview_deadlines, preview_texts};
use crate::discord::ui::reply::{Embed, MAX_CONTENT_CHARS, Reply};
use crate::discord::ui::text::{clip, sanitize_line};
use crate::discord::ui::widgets::{Button, Choice, MAX_BUTTONS_IN_ROW, MAX_ROWS, Select, SelectKind};
use crate::discord::viewer::Viewer;
use crate::members::ZoneBasis;
use crate::say;
use crate::time::{Timestamp, ZoneId};
use crate::words::{Language, phrases, times};

/// The limit, in characters, of the names of people whose section changed since the previous preview.
const MAX_MOVED_CHARS: usize = 300;
/// The limit, in characters, of the names of one section in the preview of an alert: about ten lines of a phone. The
/// names of twenty people who need the author's attention fit into it.
const MAX_SHORT_NAMES_CHARS: usize = 400;
/// At most this many people who need no attention are named in the preview of an alert. More people are only counted.
const MAX_NAMED_IN_PREVIEW: usize = 5;
/// The limit, in characters, of all sections in an embed. Discord's limit is 4,096.
const MAX_SECTIONS_CHARS: usize = 4000;

pub(super) fn preview(preview: &Preview, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    if let Some(correction) = &preview.correction {
        return correction_preview(preview, correction, viewer);
    }
    let (head, sections) = (head_lines(preview, viewer).join("\n"), short_lines(preview, viewer).join("\n"));
    let reply = if head.chars().count() + sections.chars().count() + 2 <= MAX_CONTENT_CHARS {
        Reply::new(format!("{head}\n\n{sections}"))
    } else {
        Reply::new(head).embed(Embed::new("").description(clip(&sections, MAX_SECTIONS_CHARS)))
    };
    with_buttons(with_wake_selects(reply, preview, language), preview, viewer)
}

fn correction_preview(preview: &Preview, correction: &PreviewedCorrection, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let mut head = vec![say!(language, "alert-correction-title", number = correction.alert.0)];
    head.extend(moved_line(preview, language));
    head.push(say!(language, "alert-correction-reads"));
    let message = messages::reply(&corrected_message(preview, correction, language), viewer);
    let mut lines_below: Vec<String> = preview.answer_by.map(|_| zone_of_times_line(viewer)).into_iter().collect();
    lines_below.extend(preview.answer_by.map(|at| answer_by_lines(preview, at, viewer)).unwrap_or_default());
    lines_below.extend(plans::line(language, &preview.plan, |at| viewer.short(at)));
    lines_below.extend(preview_texts::lines(preview, language));
    if correction.changes == Changes::Translations {
        lines_below.push(say!(language, "alert-texts-only-changed"));
    }
    let (head, sections) = (head.join("\n"), section_lines(preview, language).join("\n"));
    let quoted: Vec<String> = message.content().lines().map(|line| format!("> {line}")).collect();
    lines_below.extend([String::new(), sections]);
    if correction.changes != Changes::Time {
        lines_below.push(say!(language, "alert-fix-hint"));
    }
    let lines_below = lines_below.join("\n");
    let full_text = format!("{head}\n{}\n{lines_below}", quoted.join("\n"));
    let reply = if full_text.chars().count() <= MAX_CONTENT_CHARS {
        Reply::new(full_text)
    } else {
        let embed = |text: &str| Embed::new("").description(clip(text, MAX_SECTIONS_CHARS));
        Reply::new(head).embed(embed(message.content())).embed(embed(&lines_below))
    };
    let draft = preview.draft;
    let mut buttons = vec![Button::success(AlertPress::Send(draft), say!(language, "alert-button-send-correction"))];
    if correction.changes != Changes::Time {
        buttons.push(Button::secondary(AlertPress::FixSilently(draft), say!(language, "alert-button-fix")));
    }
    buttons.push(Button::secondary(AlertPress::Edit(draft), say!(language, "alert-button-edit")));
    buttons.push(Button::secondary(AlertPress::Discard(draft), say!(language, "alert-button-discard")));
    reply.buttons(buttons).buttons(preview_texts::buttons(preview, language))
}

/// The message in which most recipients read the correction.
fn corrected_message(preview: &Preview, correction: &PreviewedCorrection, language: Language) -> AlertMessage {
    let (text, original) = preview.text_in(language);
    AlertMessage {
        alert: correction.alert,
        version: correction.version,
        announced_version: correction.version,
        severity: preview.severity,
        purpose: preview.purpose,
        text: text.to_owned(),
        original: original.map(str::to_owned),
        answer_by: preview.answer_by,
        author_name: correction.author_name.clone(),
        occasion: Occasion::Corrected,
        due_since: None,
        status: MessageStatus::Open,
        ask: preview.ask.clone(),
        answer: None,
        found: Vec::new(),
    }
}

/// The line that names the people whose section changed since the previous preview. `None` if no section changed.
fn moved_line(preview: &Preview, language: Language) -> Option<String> {
    if preview.moved_members.is_empty() {
        return None;
    }
    let moved = preview.people.iter().filter(|person| preview.moved_members.contains(&person.member));
    let moved: Vec<String> = moved.map(shown_name).collect();
    Some(say!(language, "alert-preview-changed", names = comma_list(language, &moved, MAX_MOVED_CHARS)))
}

fn head_lines(preview: &Preview, viewer: &Viewer) -> Vec<String> {
    let language = viewer.language;
    let mut head = vec![say!(
        language,
        "alert-preview-title",
        severity = severity_title(language, preview.severity, preview.purpose)
    )];
    head.extend(moved_line(preview, language));
    head.extend(preview_deadlines::passed_line(preview, viewer));
    if let Some(repeated) = preview.repeated_alert {
        let ago = times::distance(language, repeated.sent_at, viewer.now);
        head.push(say!(language, "alert-preview-twin", number = repeated.alert.0, ago = ago));
    }
    head.push(say!(language, "alert-preview-lock-screen", text = lock_screen_line(preview, viewer)));
    if let Some(at) = preview.answer_by {
        head.push(zone_of_times_line(viewer));
        head.extend(answer_by_lines(preview, at, viewer));
    }
    head.extend(asks::preview_lines(preview, language));
    head.extend(preview_texts::lines(preview, language));
    head.extend(plans::line(language, &preview.plan, |at| viewer.short(at)));
    head
}

/// Says whose time the text above shows. Each recipient reads the text with the time in their own zone.
fn zone_of_times_line(viewer: &Viewer) -> String {
    let is_zone_known = viewer.member.as_ref().is_some_and(|member| member.zone_or_assumed().is_some());
    let key = if is_zone_known { "alert-preview-in-your-time" } else { "alert-preview-in-utc" };
    say!(viewer.language, key)
}

fn answer_by_lines(preview: &Preview, at: Timestamp, viewer: &Viewer) -> Vec<String> {
    let language = viewer.language;
    let time = times::dm_time(language, viewer.zone.unwrap_or_else(ZoneId::utc), at, viewer.now);
    let relative_time = times::distance(language, at, viewer.now);
    let deadline_text = say!(language, "alert-preview-until", time = time, away = relative_time);
    let mut lines = vec![deadlines::line(language, preview.ask.kind(), &deadline_text)];
    lines.extend(preview.assumptions.iter().map(|assumed| sanitize_line(&phrases::assumption(language, assumed))));
    if viewer.zone.is_none() {
        lines.push(say!(language, "alert-preview-read-as-utc"));
    }
    lines
}

fn lock_screen_line(preview: &Preview, viewer: &Viewer) -> String {
    let facts = FirstLineFacts {
        severity: preview.severity,
        purpose: preview.purpose,
        ask: preview.ask.kind(),
        occasion: Occasion::NewToRecipient,
        text: preview.text_in(viewer.language).0,
        answer_by: preview.answer_by,
    };
    first_line(&facts, viewer)
}

/// The sections of the preview of an alert. Only the people who need the author's attention are named.
fn short_lines(preview: &Preview, viewer: &Viewer) -> Vec<String> {
    let language = viewer.language;
    let mut lines: Vec<String> = nobody_hears_line(preview, viewer).into_iter().collect();
    lines.extend(preview_deadlines::reach_line(preview, viewer));
    for &section in PreviewSection::VARIANTS {
        let names: Vec<String> = preview.section(section).map(|person| name_and_route(language, person)).collect();
        let count = names.len();
        if count == 0 && section != PreviewSection::Awake {
            continue;
        }
        let needs_attention = matches!(section, PreviewSection::TooLate | PreviewSection::NoRoute);
        if needs_attention || count <= MAX_NAMED_IN_PREVIEW {
            let names = comma_list(language, &names, MAX_SHORT_NAMES_CHARS);
            lines.push(say!(language, &heading_key(section, preview), count = count, names = names));
        } else {
            let key = format!("{}-count", heading_key(section, preview));
            lines.push(say!(language, &key, count = count, total = preview.people.len()));
        }
        if section == PreviewSection::MayWake {
            lines.push(woken_line(preview, MAX_SHORT_NAMES_CHARS, language));
            lines.extend(secretariat_told_line(preview, language));
        }
    }
    lines.extend(sleepers_line(preview, viewer));
    if !preview.people_without_group.is_empty() {
        lines.push(without_group_line(preview, MAX_SHORT_NAMES_CHARS, language));
    }
    if !preview.unplaced_people.is_empty() {
        let names: Vec<String> = preview.unplaced_people.iter().map(|name| sanitize_line(name)).collect();
        let shown = comma_list(language, &names, MAX_SHORT_NAMES_CHARS);
        lines.push(say!(language, "alert-preview-unplaced", count = names.len(), names = shown));
    }
    lines.extend(absent_lines(preview, language));
    let assumed = preview.people.iter().filter(|person| person.zone == ZoneBasis::Assumed).count();
    if assumed > 0 {
        lines.push(say!(language, "alert-preview-assumed", count = assumed));
    }
    let unconfirmed = preview.phones_never_confirmed();
    if unconfirmed > 0 {
        lines.push(say!(language, "alert-preview-phones", count = unconfirmed));
    }
    lines
}

/// How many expected people are not on Discord: those who get an e-mail, and those whom the alert does not reach.
fn absent_lines(preview: &Preview, language: Language) -> Vec<String> {
    let by_mail = preview.absent_by_mail.unwrap_or_default();
    let not_reached = preview.not_on_discord.saturating_sub(by_mail);
    let mut lines = Vec::new();
    if by_mail > 0 {
        lines.push(say!(language, "alert-preview-absent-by-mail", count = by_mail));
    }
    match (not_reached, preview.absent_by_mail) {
        (0, _) => {}
        (count, Some(_)) => lines.push(say!(language, "alert-preview-absent-without-mail", count = count)),
        (count, None) => lines.push(say!(language, "alert-preview-absent", count = count)),
    }
    lines
}

/// The warning that nobody hears the alert soon. `None` if somebody hears it when it is sent.
fn nobody_hears_line(preview: &Preview, viewer: &Viewer) -> Option<String> {
    let language = viewer.language;
    match preview.first_heard() {
        FirstHeard::Now => None,
        FirstHeard::At(at) => {
            let time = times::channel_time(language, at, viewer.now);
            Some(say!(language, "alert-preview-nobody-before", time = time))
        }
        FirstHeard::Unknown => Some(say!(language, "alert-preview-nobody-hears")),
    }
}

/// When the people wake whom the alert does not wake. `None` if nobody sleeps.
fn sleepers_line(preview: &Preview, viewer: &Viewer) -> Option<String> {
    let (first, last) = preview.sleepers_wake_at()?;
    let (first, last) = (viewer.short(first), viewer.short(last));
    Some(if first == last {
        say!(viewer.language, "alert-preview-sleepers-wake-at", time = first)
    } else {
        say!(viewer.language, "alert-preview-sleepers-wake", first = first, last = last)
    })
}

/// The line that names the people whom the alert wakes.
fn woken_line(preview: &Preview, max_chars: usize, language: Language) -> String {
    let woken: Vec<String> = preview.woken().map(shown_name).collect();
    if woken.is_empty() {
        return say!(language, "alert-preview-wakes-nobody");
    }
    say!(language, "alert-preview-wakes", count = woken.len(), names = comma_list(language, &woken, max_chars))
}

/// The line which says that the other members of the secretariat are told. `None` if they are not.
fn secretariat_told_line(preview: &Preview, language: Language) -> Option<String> {
    let (woken, count) = (preview.woken().count(), preview.secretariat_to_tell.len());
    (count > 0).then(|| say!(language, "alert-preview-secretariat-told", woken = woken, count = count))
}

fn without_group_line(preview: &Preview, max_chars: usize, language: Language) -> String {
    let names: Vec<String> = preview.people_without_group.iter().map(|name| sanitize_line(name)).collect();
    let names = comma_list(language, &names, max_chars);
    say!(language, "alert-preview-without-group", count = preview.people_without_group.len(), names = names)
}

/// The sections of the preview of a correction, with all names.
fn section_lines(preview: &Preview, language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    for &section in PreviewSection::VARIANTS {
        let names: Vec<String> = preview.section(section).map(|person| name_and_route(language, person)).collect();
        if names.is_empty() && section != PreviewSection::Awake {
            continue;
        }
        let key = heading_key(section, preview);
        lines.push(say!(language, &key, count = names.len(), names = comma_list(language, &names, MAX_NAMES_CHARS)));
    }
    if let Some(count) = preview.absent_by_mail.filter(|count| *count > 0) {
        lines.push(say!(language, "alert-preview-absent-by-mail", count = count));
    }
    let unconfirmed = preview.phones_never_confirmed();
    if unconfirmed > 0 {
        lines.push(say!(language, "alert-preview-phones", count = unconfirmed));
    }
    // A correction wakes only people whom the alert woke. These people have a section of their own, and the author
    // cannot choose other people.
    if preview.section(PreviewSection::MayWake).next().is_none() {
        lines.push(say!(language, "alert-correction-wakes-nobody"));
    }
    lines
}

/// The Fluent key of the heading of a section. The heading has the names of the people.
pub(super) fn heading_key(section: PreviewSection, preview: &Preview) -> String {
    match (section, preview.severity) {
        (PreviewSection::Awake, _) if preview.correction.is_some() => "alert-correction-awake".to_owned(),
        (PreviewSection::MayWake, _) if preview.correction.is_some() => "alert-preview-wakes".to_owned(),
        (PreviewSection::Asleep, Severity::Information) => "alert-preview-waits".to_owned(),
        (PreviewSection::TooLate, Severity::Information) => "alert-preview-waits-too-late".to_owned(),
        _ => format!("alert-preview-{}", <&str>::from(section)),
    }
}

fn shown_name(person: &PreviewPerson) -> String {
    sanitize_line(&person.name)
}

pub(super) fn name_and_route(language: Language, person: &PreviewPerson) -> String {
    let key = match person.status {
        PreviewStatus::NoRoute(NoRoute::DmsClosed) | PreviewStatus::ByMail(NoRoute::DmsClosed) => {
            "alert-no-route-closed"
        }
        PreviewStatus::NoRoute(NoRoute::NeverOpened) | PreviewStatus::ByMail(NoRoute::NeverOpened) => {
            "alert-no-route-never-opened"
        }
        _ if person.zone == ZoneBasis::Assumed => "zone-assumed",
        _ => return shown_name(person),
    };
    format!("{} ({})", shown_name(person), say!(language, key))
}

/// Adds the selects in which the author chooses, by name, whom an emergency wakes.
fn with_wake_selects(reply: Reply, preview: &Preview, language: Language) -> Reply {
    wake_selects_shown(preview).fold(reply, |reply, page| reply.select(wake_select(preview, page, language)))
}

/// The pages of names that the preview shows, each as a select.
fn wake_selects_shown(preview: &Preview) -> Range<usize> {
    let first = preview.first_wake_page;
    first..wake_pages(preview).min(first.saturating_add(WAKE_PAGES_SHOWN))
}

fn wake_pages(preview: &Preview) -> usize {
    preview.section(PreviewSection::MayWake).count().div_ceil(WAKE_PAGE_SIZE)
}

/// The button that shows the next names. After the last names, the button shows the first names again. `None` if all
/// names are shown at once.
fn more_names_button(preview: &Preview, language: Language) -> Option<Button> {
    let count = preview.section(PreviewSection::MayWake).count();
    if wake_pages(preview) <= WAKE_PAGES_SHOWN {
        return None;
    }
    let next = preview.first_wake_page + WAKE_PAGES_SHOWN;
    let first_page = if next < wake_pages(preview) { next } else { 0 };
    let (from, to) = (first_page * WAKE_PAGE_SIZE + 1, ((first_page + WAKE_PAGES_SHOWN) * WAKE_PAGE_SIZE).min(count));
    let label = say!(language, "alert-button-wake-names", from = from, to = to, count = count);
    Some(Button::secondary(AlertPress::WakeNames(preview.draft, first_page), label))
}

fn wake_select(preview: &Preview, page: usize, language: Language) -> Select {
    let choices: Vec<Choice> = preview
        .wake_page(page)
        .map(|person| {
            let choice = Choice::new(person.member.to_string(), &person.name);
            if preview.members_to_wake.contains(&person.member) { choice.chosen() } else { choice }
        })
        .collect();
    let count = choices.len();
    let press = AlertPress::WakePage(preview.draft, page);
    Select::new(press, say!(language, "alert-wake-placeholder"), SelectKind::Choices(choices)).choice_count(0, count)
}

/// Adds the buttons. A phone shows about three buttons in a line and wraps a longer row, so each purpose has its own
/// row: to decide, to choose another deadline, to write texts in other languages, to look, to choose whom to wake. If
/// the selects leave too few rows, the rows are full instead. The other deadlines then come last, and the last of them
/// are left out if there is no space.
fn with_buttons(reply: Reply, preview: &Preview, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let deadlines = preview_deadlines::buttons(preview, viewer);
    let texts = preview_texts::buttons(preview, language);
    let (decide, mut look, wake) =
        (decide_buttons(preview, language), look_buttons(preview, language), wake_buttons(preview, language));
    let rows_left = MAX_ROWS - wake_selects_shown(preview).len();
    let is_a_row_for_each =
        [&deadlines, &decide, &texts, &look, &wake].iter().filter(|row| !row.is_empty()).count() <= rows_left;
    if is_a_row_for_each {
        return [decide, deadlines, texts, look, wake].into_iter().fold(reply, Reply::buttons);
    }
    if decide.len() + texts.len() + look.len() + wake.len() > rows_left * MAX_BUTTONS_IN_ROW {
        // The list in the secretariat's channel has the button "Not on Discord", too.
        look.truncate(2);
    }
    let all = decide.into_iter().chain(texts).chain(look).chain(wake).chain(deadlines);
    reply.buttons(all.take(rows_left * MAX_BUTTONS_IN_ROW))
}

fn decide_buttons(preview: &Preview, language: Language) -> Vec<Button> {
    let draft = preview.draft;
    let send = if preview.repeated_alert.is_some() {
        Button::danger(AlertPress::SendAgain(draft), say!(language, "alert-button-send-again"))
    } else if preview.is_emergency_without_woken() {
        Button::success(AlertPress::Send(draft), say!(language, "alert-button-send-wake-nobody"))
    } else {
        Button::success(AlertPress::Send(draft), say!(language, "alert-button-send"))
    };
    vec![
        send,
        Button::secondary(AlertPress::Edit(draft), say!(language, "alert-button-edit")),
        Button::secondary(AlertPress::Discard(draft), say!(language, "alert-button-discard")),
    ]
}

/// The buttons that show more and change nothing.
fn look_buttons(preview: &Preview, language: Language) -> Vec<Button> {
    let draft = preview.draft;
    let mut buttons = vec![
        Button::secondary(AlertPress::Names(draft), say!(language, "alert-button-names")),
        Button::secondary(AlertPress::ReadAs(draft), say!(language, "alert-button-read-as")),
    ];
    if preview.not_on_discord > 0 {
        let label = say!(language, "alert-button-absent", count = preview.not_on_discord);
        buttons.push(Button::secondary(AlertPress::NotOnDiscordOfDraft(draft), label));
    }
    buttons
}

fn wake_buttons(preview: &Preview, language: Language) -> Vec<Button> {
    let draft = preview.draft;
    let may_wake = preview.section(PreviewSection::MayWake).count();
    if may_wake == 0 {
        return Vec::new();
    }
    let named_count = preview.wakeable_members_shown.len();
    let key = if named_count < may_wake { "alert-button-wake-shown" } else { "alert-button-wake-all" };
    let mut buttons = vec![Button::danger(AlertPress::WakeAll(draft), say!(language, key, count = named_count))];
    buttons.extend(more_names_button(preview, language));
    if !preview.members_to_wake.is_empty() {
        buttons.push(Button::secondary(AlertPress::WakeNobody(draft), say!(language, "alert-button-wake-nobody")));
    }
    buttons
}

#[cfg(test)]
mod tests;
