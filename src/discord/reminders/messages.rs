//! Renders the message of one occurrence of a reminder.

use crate::discord::reminders::presses::ReminderPress;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::{clip, sanitize, sanitize_line};
use crate::discord::ui::widgets::Button;
use crate::discord::viewer::Viewer;
use crate::discord::wire::rendering::Outgoing;
use crate::reminders::{OccurrenceStatus, ReminderFacts, Timing};
use crate::say;
use crate::words::{Language, times};

/// The limit, in characters, of the first line. A locked phone shows about 100 characters, so the reminder's text is in
/// the first line.
const MAX_FIRST_LINE_CHARS: usize = 96;

pub fn message(facts: &ReminderFacts, viewer: &Viewer) -> Outgoing {
    reply(facts, viewer).into()
}

/// Like [`message`], but as the answer to a press of one of the message's buttons.
pub fn reply(facts: &ReminderFacts, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let text = sanitize(&facts.text);
    let single = sanitize_line(&facts.text);
    let first = clip(&say!(language, "reminder-message", text = single.as_str()), MAX_FIRST_LINE_CHARS);
    let mut lines = vec![first.clone()];
    if !first.contains(single.as_str()) || facts.text.trim().contains('\n') {
        lines.push(text);
    }
    let due = viewer.at(facts.due_at);
    lines.push(match facts.timing {
        Timing::OnTime => say!(language, "reminder-message-at", when = due),
        Timing::Held => say!(language, "reminder-message-held", when = due),
        Timing::Late => {
            let ago = times::distance(language, facts.due_at, viewer.now);
            say!(language, "reminder-message-late", when = due, ago = ago)
        }
    });
    lines.extend(missed_line(facts, language));
    if let Some(author) = &facts.author {
        lines.push(say!(language, "reminder-message-from", name = sanitize_line(author)));
    }
    lines.extend(next_line(facts, viewer));
    lines.extend(status_line(facts, viewer));
    Reply::new(lines.join("\n")).buttons(buttons(facts, language))
}

/// The line that says how many occurrences were missed; `None` if no earlier occurrence was missed. If the current
/// occurrence is not on time, the count includes it.
pub(super) fn missed_line(facts: &ReminderFacts, language: Language) -> Option<String> {
    match facts.timing {
        _ if facts.missed == 0 => None,
        Timing::OnTime => Some(say!(language, "reminder-message-missed", times = facts.missed)),
        Timing::Held => Some(say!(language, "reminder-message-stands-for", times = facts.missed + 1)),
        Timing::Late => Some(say!(language, "reminder-message-missed", times = facts.missed + 1)),
    }
}

/// The line that says when a recurring reminder is due next, or that this was its last time. `None` for a reminder that
/// does not recur, and for a stopped or snoozed reminder.
pub(super) fn next_line(facts: &ReminderFacts, viewer: &Viewer) -> Option<String> {
    if !facts.recurs {
        return None;
    }
    match (facts.status, facts.next_at) {
        (OccurrenceStatus::Open | OccurrenceStatus::Done | OccurrenceStatus::SentAgain { .. }, Some(next_at)) => {
            Some(say!(viewer.language, "reminder-message-next", when = viewer.at(next_at)))
        }
        (OccurrenceStatus::Open | OccurrenceStatus::Done | OccurrenceStatus::SentAgain { .. }, None) => {
            Some(say!(viewer.language, "reminder-message-last"))
        }
        (OccurrenceStatus::Snoozed { .. } | OccurrenceStatus::Stopped, _) => None,
    }
}

/// The line with the status of this occurrence: done, snoozed, sent again or stopped. `None` while the occurrence is
/// open.
pub(super) fn status_line(facts: &ReminderFacts, viewer: &Viewer) -> Option<String> {
    let language = viewer.language;
    match facts.status {
        OccurrenceStatus::Open => None,
        OccurrenceStatus::Done => Some(say!(language, "reminder-message-done")),
        OccurrenceStatus::Snoozed { until } => Some(say!(language, "reminder-put-off", when = viewer.at(until))),
        OccurrenceStatus::SentAgain { at } => Some(say!(language, "reminder-message-sent-again", when = viewer.at(at))),
        OccurrenceStatus::Stopped => Some(say!(language, "reminder-message-stopped")),
    }
}

/// Whether the member can stop the reminder: it recurs, is due again, and is not stopped.
pub(super) fn can_be_stopped(facts: &ReminderFacts) -> bool {
    facts.recurs && facts.next_at.is_some() && facts.status != OccurrenceStatus::Stopped
}

fn buttons(facts: &ReminderFacts, language: Language) -> Vec<Button> {
    let id = facts.occurrence;
    let done = Button::success(ReminderPress::Done(id), say!(language, "reminder-done"));
    let snooze = Button::secondary(ReminderPress::AskSnooze(id), say!(language, "reminder-later"));
    let stop = Button::danger(ReminderPress::Stop(id), say!(language, "reminder-stop"));
    let mut buttons = match facts.status {
        OccurrenceStatus::Stopped => return vec![done.disabled(), snooze.disabled()],
        OccurrenceStatus::SentAgain { .. } => vec![done.disabled(), snooze.disabled()],
        OccurrenceStatus::Done => vec![done.disabled(), snooze],
        // "Done" ends the snooze.
        OccurrenceStatus::Open | OccurrenceStatus::Snoozed { .. } => vec![done, snooze],
    };
    buttons.extend(can_be_stopped(facts).then_some(stop));
    buttons
}
