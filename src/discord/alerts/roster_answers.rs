//! The answers in an alert's roster, and the report of a practice alert.

use crate::alerts::ask::{Answer, Ask, Purpose};
use crate::alerts::facts::{RecipientStatus, Roster, RosterLine};
use crate::discord::alerts::buttons::answer_label;
use crate::discord::alerts::messages::comma_list;
use crate::discord::ui::text::sanitize_line;
use crate::say;
use crate::time::Timestamp;
use crate::words::times;

/// The limit, in characters, of one list of names.
const MAX_LIST_CHARS: usize = 700;

/// The lines that say how many people have seen and answered the alert. For a practice alert, also the report.
pub(super) fn summary_lines(roster: &Roster) -> Vec<String> {
    let (language, count) = (roster.language, roster.people.len());
    let mut lines = Vec::new();
    if roster.ask.wants_answer() {
        let answered = roster.people.iter().filter(|line| line.answer.is_some()).count();
        lines.push(say!(
            language,
            "alert-roster-counts",
            seen = seen_times(roster).count(),
            answered = answered,
            count = count
        ));
    }
    if let Ask::People { needed } = roster.ask {
        let found = answered_with(roster, Answer::Yes).count();
        lines.push(say!(language, "alert-roster-needed", needed = needed, found = found));
    }
    if roster.purpose == Purpose::Practice {
        lines.extend(practice_report(roster));
    }
    lines
}

/// One list of names for each answer. An answer to choose from has a list even if nobody gave this answer.
pub(super) fn answer_lists(roster: &Roster, clock: impl Fn(Timestamp) -> String) -> Vec<String> {
    let language = roster.language;
    let answers: Vec<Answer> = match &roster.ask {
        Ask::Read => Vec::new(),
        Ask::YesNo | Ask::People { .. } => vec![Answer::Yes, Answer::No],
        Ask::Choice { answers } => (1..).zip(answers).map(|(number, _)| Answer::Choice(number)).collect(),
    };
    let mut lists = Vec::new();
    for answer in answers {
        let entries: Vec<String> =
            answered_with(roster, answer).map(|line| answer_entry(roster, line, &clock)).collect();
        let names = comma_list(language, &entries, MAX_LIST_CHARS);
        let count = entries.len();
        match answer {
            Answer::Choice(_) => {
                let answer = sanitize_line(&answer_label(&roster.ask, answer, language));
                lists.push(say!(language, "alert-roster-chose", answer = answer, count = count, names = names));
            }
            _ if entries.is_empty() => {}
            Answer::Yes => lists.push(say!(language, "alert-roster-can", count = count, names = names)),
            Answer::No => lists.push(say!(language, "alert-roster-cannot", count = count, names = names)),
        }
    }
    lists
}

fn answered_with(roster: &Roster, answer: Answer) -> impl Iterator<Item = &RosterLine> {
    roster.people.iter().filter(move |line| line.answer.is_some_and(|given| given.answer == answer))
}

fn seen_times(roster: &Roster) -> impl Iterator<Item = Timestamp> {
    roster.people.iter().filter_map(|line| match line.status {
        RecipientStatus::Seen { at } => Some(at),
        _ => None,
    })
}

/// A name with the time of the answer. A late answer and an answer to an older text are marked.
fn answer_entry(roster: &Roster, line: &RosterLine, clock: impl Fn(Timestamp) -> String) -> String {
    let name = sanitize_line(&line.name);
    let Some(given) = line.answer else { return name };
    let answered = format!("{name} {}", clock(given.at));
    let key = match (given.version < roster.announced_version, given.is_late) {
        (true, _) => "alert-roster-before-correction",
        (false, true) => "alert-roster-late",
        (false, false) => return answered,
    };
    format!("{answered} ({})", say!(roster.language, key))
}

/// The report of a practice alert. The first two lines say how many people got the message with a sound, how many
/// people pressed "seen", and how long both took. The last line names the people whose phones may have stayed silent.
fn practice_report(roster: &Roster) -> Vec<String> {
    let (language, count) = (roster.language, roster.people.len());
    let since_sent = |at: Option<Timestamp>| {
        at.map_or_else(String::new, |at| times::duration(language, at.duration_since(roster.sent_at)))
    };
    let sounded: Vec<Timestamp> = roster.people.iter().filter_map(|line| line.sounded_at).collect();
    let duration = since_sent(sounded.iter().max().copied());
    let mut lines =
        vec![say!(language, "alert-practice-reached", reached = sounded.len(), count = count, took = duration)];
    let seen: Vec<Timestamp> = seen_times(roster).collect();
    let duration = since_sent(seen.iter().max().copied());
    lines.push(say!(language, "alert-practice-confirmed", confirmed = seen.len(), count = count, took = duration));
    let is_silent =
        |line: &&RosterLine| !matches!(line.status, RecipientStatus::Seen { .. } | RecipientStatus::Pending { .. });
    let silent: Vec<String> = roster.people.iter().filter(is_silent).map(|line| sanitize_line(&line.name)).collect();
    if !silent.is_empty() {
        let names = comma_list(language, &silent, MAX_LIST_CHARS);
        lines.push(say!(language, "alert-practice-silent", count = silent.len(), names = names));
    }
    lines
}
