//! The screens of an uploaded list of expected members: how the list was understood, why it was refused, and whom
//! "Remind them" reminded.

use crate::delivery::profile_invites::InviteResult;
use crate::discord::guild::presses::SetupPress;
use crate::discord::guild::screens::copyable_list;
use crate::discord::members::screens::{language_name, place_name};
use crate::discord::ui::reply::{File, Reply};
use crate::discord::ui::text::{clip, sanitize_line};
use crate::discord::ui::widgets::Button;
use crate::discord::viewer::Viewer;
use crate::guild::expected::{Column, Expected, Fault, FaultKind, MAX_FIELD_CHARS, MAX_LINES, Note, NoteKind};
use crate::guild::service::DryRun;
use crate::members::Group;
use crate::say;
use crate::time::local;
use crate::words::{Language, list, times};

/// The most faults of a file that are shown at once.
const MAX_FAULTS: usize = 15;
/// The most notes that are shown above the list. Each note is also shown in the line that it is about.
const MAX_NOTES: usize = 8;
/// The limit, in characters, of a list of names.
const MAX_NAMES_CHARS: usize = 700;
/// The limit, in characters, of each list of reminded people. Three lists and their sentences fit into one message.
const MAX_REMINDED_CHARS: usize = 400;

/// Shows how the list was understood, line by line. Only "Save this list" replaces the stored list.
pub(super) fn dry_run(viewer: &Viewer, run: &DryRun) -> Reply {
    let language = viewer.language;
    let people = &run.list.people;
    let mut head = vec![say!(language, "setup-list-understood", count = people.len())];
    let with_zone = people.iter().filter(|person| person.listed.home.is_some()).count();
    head.push(say!(language, "setup-list-zones", known = with_zone, unknown = people.len() - with_zone));
    head.push(say!(
        language,
        "setup-list-here",
        certain = run.identified_lines.len(),
        saved = run.lines_with_profile.len(),
        names = run.lines_matched_by_name.len()
    ));
    if run.stored_count > 0 {
        head.push(say!(language, "setup-list-replaces", count = run.stored_count, gone = run.removed_count));
    }
    if !run.list.unused.is_empty() {
        let columns: Vec<String> = run.list.unused.iter().map(|column| sanitize_line(column)).collect();
        head.push(say!(language, "setup-list-unused", columns = clip(&list(language, &columns), MAX_NAMES_CHARS)));
    }
    for note in run.list.notes.iter().take(MAX_NOTES) {
        let words = sanitize_line(&note_words(language, &note.kind));
        head.push(format!("⚠️ {}", say!(language, "setup-fault-line", line = note.line, fault = words)));
    }
    if run.list.notes.len() > MAX_NOTES {
        head.push(say!(language, "setup-and-more", count = run.list.notes.len() - MAX_NOTES));
    }
    let lines: Vec<String> = people.iter().map(|person| expected_person_line(viewer, run, person)).collect();
    copyable_list(head.join("\n"), &lines, "understood.txt").buttons([
        Button::success(SetupPress::SaveList(run.id), say!(language, "setup-list-save")),
        Button::secondary(SetupPress::DiscardList(run.id), say!(language, "setup-list-discard")),
    ])
}

/// The text that says how one line was understood. The text has no formatting, because a code block or a file shows it.
fn expected_person_line(viewer: &Viewer, run: &DryRun, person: &Expected) -> String {
    let language = viewer.language;
    let mut parts = vec![person.name.clone(), role_name(language, person.group), person.address.clone()];
    parts.extend(person.handle.as_ref().map(|handle| format!("@{handle}")));
    if let Some(home) = &person.listed.home {
        let place = place_name(language, home.zone, home.place.as_deref(), viewer.now);
        let wall = local(home.zone, viewer.now).0;
        let time = times::day_and_time(language, wall, wall.date());
        parts.push(say!(language, "setup-list-place", place = place, time = time));
    }
    parts.extend(person.listed.language.map(language_name));
    let notes = run.list.notes.iter().filter(|note: &&Note| note.line == person.line);
    parts.extend(notes.map(|note| format!("⚠ {}", note_words(language, &note.kind))));
    if run.lines_with_profile.contains(&person.line) {
        parts.push(say!(language, "setup-list-has-profile"));
    } else if run.lines_matched_by_name.contains(&person.line) {
        parts.push(say!(language, "setup-list-by-name"));
    } else if !run.identified_lines.contains(&person.line) {
        parts.push(say!(language, "setup-list-not-here"));
    }
    let one_line = |part: String| part.split_whitespace().collect::<Vec<_>>().join(" ");
    let parts: Vec<String> = parts.into_iter().map(one_line).collect();
    format!("{}. {}", person.line, parts.join(" · "))
}

fn role_name(language: Language, group: Group) -> String {
    say!(language, &format!("setup-list-role-{group}"))
}

fn note_words(language: Language, kind: &NoteKind) -> String {
    match kind {
        NoteKind::UnknownPlace { typed } => say!(language, "setup-note-unknown-place", typed = typed.as_str()),
        NoteKind::AmbiguousPlace { typed, places } => {
            say!(language, "setup-note-which-place", typed = typed.as_str(), places = places.join("; "))
        }
        NoteKind::UnknownLanguage { typed } => say!(language, "setup-note-language", typed = typed.as_str()),
    }
}

/// The answer to "Remind them", which asks members to set up their profile. The answer names the people who are
/// reminded now, also those who are reminded silently, and the people who are reminded when they wake. If their names
/// do not fit, a file has them all. The answer counts the people who were already reminded within the last day.
pub(super) fn reminder_result(viewer: &Viewer, invited: &InviteResult) -> Reply {
    let language = viewer.language;
    let mut lines = Vec::new();
    let mut file_lines = Vec::new();
    for (key, people) in [
        ("setup-reminded-now", &invited.reminded_now),
        ("setup-reminded-silently", &invited.reminded_silently),
        ("setup-reminded-later", &invited.reminded_later),
    ] {
        if people.is_empty() {
            continue;
        }
        let names: Vec<String> = people.iter().map(|name| sanitize_line(name)).collect();
        let shown = names_that_fit(language, &names);
        lines.push(say!(language, key, count = people.len(), names = list(language, &shown)));
        if shown != names {
            file_lines.push(say!(language, key, count = people.len(), names = people.join(", ")));
        }
    }
    if invited.already_reminded > 0 {
        lines.push(say!(language, "setup-reminded-already", count = invited.already_reminded));
    }
    if lines.is_empty() {
        lines.push(say!(language, "setup-reminded-nobody"));
    }
    let reply = Reply::new(lines.join("\n"));
    if file_lines.is_empty() {
        return reply;
    }
    reply.file(File { name: "reminded.txt".to_owned(), data: file_lines.join("\n\n").into_bytes() })
}

/// The names that fit into a message. If names are left out, the last item says how many, and that the file has them.
fn names_that_fit(language: Language, names: &[String]) -> Vec<String> {
    let mut chars = 0;
    let fit = names.iter().take_while(|name| {
        chars += name.chars().count() + ", ".len();
        chars <= MAX_REMINDED_CHARS
    });
    let mut shown: Vec<String> = fit.cloned().collect();
    if shown.len() < names.len() {
        shown.push(say!(language, "setup-names-in-file", count = names.len() - shown.len()));
    }
    shown
}

/// The text that says why a list of expected members was refused.
pub(super) fn refusal_text(language: Language, faults: &[Fault]) -> String {
    let mut text = say!(language, "setup-list-refused", count = faults.len());
    for fault in faults.iter().take(MAX_FAULTS) {
        let words = fault_words(language, &fault.kind);
        text.push('\n');
        text.push_str(&match fault.line {
            0 => say!(language, "setup-fault-file", fault = words),
            line => say!(language, "setup-fault-line", line = line, fault = words),
        });
    }
    if faults.len() > MAX_FAULTS {
        text.push('\n');
        text.push_str(&say!(language, "setup-and-more", count = faults.len() - MAX_FAULTS));
    }
    text
}

fn fault_words(language: Language, kind: &FaultKind) -> String {
    match kind {
        FaultKind::NotUtf8 => say!(language, "setup-fault-not-utf8"),
        FaultKind::Empty => say!(language, "setup-fault-empty"),
        FaultKind::TooManyLines => say!(language, "setup-fault-too-many", most = MAX_LINES),
        FaultKind::NoHeader { first_line } => {
            say!(language, "setup-fault-no-header", line = sanitize_line(first_line))
        }
        FaultKind::NoColumn { column } => {
            say!(language, "setup-fault-no-column", column = column_name(language, *column))
        }
        FaultKind::Unreadable => say!(language, "setup-fault-unreadable"),
        FaultKind::NoName => say!(language, "setup-fault-no-name"),
        FaultKind::NoAddress => say!(language, "setup-fault-no-address"),
        FaultKind::NoRole => say!(language, "setup-fault-no-role"),
        FaultKind::UnknownRole { role } => say!(language, "setup-fault-unknown-role", role = sanitize_line(role)),
        FaultKind::TooLong { column } => {
            say!(language, "setup-fault-too-long", column = column_name(language, *column), most = MAX_FIELD_CHARS)
        }
        FaultKind::Repeated { first_line } => say!(language, "setup-fault-repeated", first = *first_line),
    }
}

/// The name of a column, as people can write it in the first line of their file.
fn column_name(language: Language, column: Column) -> String {
    say!(language, &format!("setup-column-{}", <&str>::from(column)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    #[test]
    fn names_of_reminded_people_that_do_not_fit_are_in_a_file() {
        let viewer = Viewer::many(Timestamp::UNIX_EPOCH);
        let people = |count: usize| (1..=count).map(|number| format!("Member Number {number}")).collect::<Vec<_>>();
        let few = InviteResult { reminded_now: people(2), reminded_silently: people(1), ..InviteResult::default() };
        let reply = reminder_result(&viewer, &few);
        insta::assert_snapshot!(reply.content(), @"
        Magpie is sending a reminder to 2 people: Member Number 1 and Member Number 2.
        1 person gets a reminder silently, because Magpie does not know their time zone: Member Number 1.
        ");
        assert!(reply.files().is_empty());
        let many = InviteResult { reminded_now: people(100), ..InviteResult::default() };
        let reply = reminder_result(&viewer, &many);
        let end = reply.content().rsplit_once(", ").map(|(_, end)| end);
        insta::assert_snapshot!(end.unwrap_or_default(), @"Member Number 22 and 78 more (all the names are in the file).");
        let file = String::from_utf8(reply.files().remove(0).data).unwrap();
        assert!(people(100).iter().all(|name| file.contains(name)), "{file}");
    }

    /// A message that is too long would lose its end.
    #[test]
    fn three_long_lists_of_reminded_people_fit_into_one_message_in_every_language() {
        let people = |list: &str| (1..=100).map(|number| format!("Member {list} {number}")).collect::<Vec<_>>();
        let invited = InviteResult {
            reminded_now: people("awake"),
            reminded_silently: people("without a time zone"),
            reminded_later: people("asleep"),
            already_reminded: 100,
        };
        for language in Language::ALL {
            let viewer = Viewer { language, ..Viewer::many(Timestamp::UNIX_EPOCH) };
            let reply = reminder_result(&viewer, &invited);
            let lines: Vec<&str> = reply.content().lines().collect();
            assert_eq!(lines.len(), 4, "{}", reply.content());
            for (line, list) in lines.iter().zip(["awake", "without a time zone", "asleep"]) {
                assert!(line.contains(&format!("Member {list} 1, ")), "{line}");
                let shown_count = line.matches(&format!("Member {list} ")).count();
                let others = say!(language, "setup-names-in-file", count = 100 - shown_count);
                assert!(line.ends_with(&format!("{others}.")), "{line}");
            }
            assert_eq!(lines[3], say!(language, "setup-reminded-already", count = 100));
        }
    }
}
