//! Renders the messages to the recipients of alerts.

use crate::alerts::ask::{Ask, AskKind, Purpose};
use crate::alerts::facts::{AlertMessage, MessageContent, MessageStatus, WakingMessage};
use crate::alerts::model::Severity;
use crate::alerts::send_rule::Occasion;
use crate::discord::alerts::buttons::OriginalPlace;
use crate::discord::alerts::{buttons, deadlines};
use crate::discord::ui::reply::{MAX_CONTENT_CHARS, Reply};
use crate::discord::ui::text::{clip, sanitize, sanitize_line};
use crate::discord::viewer::Viewer;
use crate::discord::wire::rendering::Outgoing;
use crate::say;
use crate::time::{Timestamp, ZoneId, local};
use crate::words::{Language, list, times};

/// A lock screen shows this many characters of a message.
pub const LOCK_SCREEN_CHARS: usize = 100;
/// The maximum length, in characters, of the whole list of people who were found.
const MAX_FOUND_CHARS: usize = 300;
/// The characters of a message that are left for a mention of the reader, and for a tag by which Magpie finds it again.
const RESERVED_CHARS: usize = 60;
/// The limit, in characters, of the alert's text in a message that says that the alert was corrected or has ended.
const MAX_CLOSED_TEXT_CHARS: usize = 900;

/// A message to a recipient. The most important part is in the first 100 characters, which a locked phone shows.
pub fn message(facts: &AlertMessage, viewer: &Viewer) -> Outgoing {
    Outgoing::from(reply(facts, viewer))
}

/// Like [`message`], but as the answer to a press of one of the message's buttons.
pub fn reply(facts: &AlertMessage, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let closed_key = match facts.status {
        MessageStatus::Open | MessageStatus::Seen { .. } => {
            let (body, original) = body_and_original(facts, viewer);
            return buttons::with_buttons(Reply::new(body), facts, original, viewer);
        }
        MessageStatus::Found => {
            let (body, original) = body_and_original(facts, viewer);
            return Reply::new(body).buttons(buttons::original_button(facts, original, viewer.language));
        }
        MessageStatus::Corrected => "alert-marked-corrected",
        MessageStatus::AskedAgain => "alert-marked-asked-again",
        MessageStatus::Cancelled => "alert-marked-cancelled",
        MessageStatus::Over => "alert-marked-over",
    };
    Reply::new(closed_text(language, closed_key, &facts.text, facts.purpose))
}

/// The text of a message whose alert was corrected or has ended.
pub(super) fn closed_text(language: Language, key: &str, text: &str, purpose: Purpose) -> String {
    let text = say!(language, key, text = clip(&sanitize_line(text), MAX_CLOSED_TEXT_CHARS));
    match purpose {
        Purpose::Real => text,
        Purpose::Practice => say!(language, "alert-label-practice", label = text),
    }
}

/// The message with several alerts for a recipient who wakes up.
pub fn waking_message(facts: &WakingMessage, viewer: &Viewer) -> Outgoing {
    Outgoing::from(waking_reply(facts, viewer))
}

/// The new content of the message with the pressed button. The message contains one alert or several alerts.
pub fn reply_to_press(shown: &MessageContent, viewer: &Viewer) -> Reply {
    match shown {
        MessageContent::One(one) => reply(one, viewer),
        MessageContent::Several(several) => waking_reply(several, viewer),
    }
}

fn waking_reply(facts: &WakingMessage, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let Some(first) = facts.alerts.first() else { return Reply::new("") };
    let more = facts.alerts.len() - 1;
    let head_with = |text: &str| say!(language, "alert-waking", first = text, count = more);
    let chars_left = LOCK_SCREEN_CHARS.saturating_sub(head_with("").chars().count());
    let head = head_with(&clip(&first_line(&FirstLineFacts::from(first), viewer), chars_left));
    let max_line_chars = (MAX_CONTENT_CHARS - 2 * LOCK_SCREEN_CHARS) / facts.alerts.len();
    let lines = facts.alerts.iter().zip(1..).map(|(alert, number)| waking_line(alert, number, max_line_chars, viewer));
    let content = std::iter::once(head).chain(lines).collect::<Vec<_>>().join("\n");
    let buttons =
        facts.alerts.iter().zip(1..).filter_map(|(alert, number)| buttons::waking_button(alert, number, viewer));
    Reply::new(content).buttons(buttons)
}

fn waking_line(facts: &AlertMessage, number: usize, max_chars: usize, viewer: &Viewer) -> String {
    let language = viewer.language;
    let key = match facts.status {
        MessageStatus::Open | MessageStatus::Seen { .. } => None,
        MessageStatus::Found => Some("alert-waking-found"),
        MessageStatus::Corrected => Some("alert-waking-corrected"),
        MessageStatus::AskedAgain => Some("alert-waking-asked-again"),
        MessageStatus::Cancelled => Some("alert-waking-cancelled"),
        MessageStatus::Over => Some("alert-waking-over"),
    };
    let label = severity_title(language, facts.severity, facts.purpose);
    let line = |text: &str| match (key, facts.answer_by) {
        (Some(key), _) => say!(language, key, number = number, label = label.as_str(), text = text),
        (None, None) => say!(language, "alert-waking-line", number = number, label = label.as_str(), text = text),
        (None, Some(at)) => {
            let deadline = match at <= viewer.now {
                true => say!(language, "alert-deadline-passed", time = viewer.at(at)),
                false => deadlines::line(language, facts.ask.kind(), &viewer.at(at)),
            };
            let (label, deadline) = (label.as_str(), deadline.as_str());
            say!(language, "alert-waking-line-by", number = number, label = label, text = text, deadline = deadline)
        }
    };
    let chars_left = max_chars.saturating_sub(line("").chars().count() + 1);
    line(&clip(&sanitize_line(&facts.text), chars_left))
}

/// The content of a message: the text in the reader's language, and the original below it. If both do not fit, the
/// original is behind a button, because one message must not become two.
fn body_and_original(facts: &AlertMessage, viewer: &Viewer) -> (String, OriginalPlace) {
    let body = body(facts, viewer);
    let Some(original) = &facts.original else { return (clip(&body, MAX_CONTENT_CHARS), OriginalPlace::Body) };
    let with_original = format!("{body}\n{}", original_text(original, viewer.language));
    // The delivery's tag and a mention may be added to the content.
    if with_original.chars().count() + RESERVED_CHARS <= MAX_CONTENT_CHARS {
        (with_original, OriginalPlace::Body)
    } else {
        (clip(&body, MAX_CONTENT_CHARS), OriginalPlace::Button)
    }
}

/// The original text, marked as the original.
pub(super) fn original_text(original: &str, language: Language) -> String {
    format!("{}\n{}", say!(language, "alert-original"), sanitize(original))
}

fn body(facts: &AlertMessage, viewer: &Viewer) -> String {
    let language = viewer.language;
    let mut parts = vec![first_line(&FirstLineFacts::from(facts), viewer)];
    if facts.occasion.is_too_late() {
        let label = severity_label(language, &FirstLineFacts::from(facts));
        parts.push(say!(language, "alert-it-was", label = label, text = sanitize(&facts.text)));
    } else {
        if !parts[0].contains(&sanitize_line(&facts.text)) || facts.text.trim().contains('\n') {
            parts.push(sanitize(&facts.text));
        }
        if let Some(at) = facts.answer_by {
            parts.push(deadlines::line(language, facts.ask.kind(), &viewer.at(at)));
        }
        if facts.occasion == Occasion::Reminder && facts.answer_by.is_some_and(|at| at <= viewer.now) {
            parts.push(say!(language, "alert-reminder-passed"));
        }
    }
    parts.extend(people_needed(facts, language));
    if facts.status != MessageStatus::Found {
        parts.extend(buttons::own_answer_line(facts, viewer));
    }
    if facts.purpose == Purpose::Practice {
        parts.push(say!(language, "alert-practice-note"));
    }
    if let Some(at) = facts.due_since {
        parts.push(say!(language, "alert-late", when = viewer.at(at)));
    }
    if !facts.author_name.is_empty() {
        parts.push(say!(language, "alert-from", name = sanitize_line(&facts.author_name)));
    }
    parts.join("\n")
}

/// The line that says how many people an alert needs, and who was found. `None` for an alert that needs no people.
fn people_needed(facts: &AlertMessage, language: Language) -> Option<String> {
    let Ask::People { needed } = facts.ask else { return None };
    let names: Vec<String> = facts.found.iter().map(|name| sanitize_line(name)).collect();
    let is_enough = usize::try_from(needed).is_ok_and(|needed| names.len() >= needed);
    let found = sentence_list(language, &names, MAX_FOUND_CHARS);
    Some(match (is_enough, facts.found.is_empty()) {
        (true, _) => say!(language, "alert-found", names = found),
        (false, true) => say!(language, "alert-needed", count = needed),
        (false, false) => say!(language, "alert-needed-found", count = needed, names = found),
    })
}

/// The facts for the first line of a message, which a locked phone shows.
#[derive(Debug, Clone, Copy)]
pub struct FirstLineFacts<'a> {
    pub severity: Severity,
    pub purpose: Purpose,
    pub ask: AskKind,
    pub occasion: Occasion,
    pub text: &'a str,
    pub answer_by: Option<Timestamp>,
}

impl<'a> From<&'a AlertMessage> for FirstLineFacts<'a> {
    fn from(facts: &'a AlertMessage) -> Self {
        let AlertMessage { severity, purpose, occasion, text, answer_by, .. } = facts;
        let ask = facts.ask.kind();
        Self { severity: *severity, purpose: *purpose, ask, occasion: *occasion, text, answer_by: *answer_by }
    }
}

/// The first line of a message, at most [`LOCK_SCREEN_CHARS`] characters.
pub fn first_line(facts: &FirstLineFacts<'_>, viewer: &Viewer) -> String {
    let language = viewer.language;
    if let Some(at) = facts.answer_by.filter(|_| facts.occasion.is_too_late()) {
        let zone = viewer.zone.unwrap_or_else(ZoneId::utc);
        let time = times::day_and_time(language, local(zone, at).0, local(zone, viewer.now).0.date());
        let time = mark_utc_without_zone(time, viewer);
        let line = deadlines::too_late_line(language, facts.ask, facts.occasion, &time);
        return match facts.purpose {
            Purpose::Real => line,
            Purpose::Practice => clip(&say!(language, "alert-label-practice", label = line), LOCK_SCREEN_CHARS),
        };
    }
    let label = severity_label(language, facts);
    let time = facts.answer_by.map(|at| viewer.short(at));
    let head_with = |text: &str| match &time {
        Some(time) => say!(language, "alert-lock-by", label = label.as_str(), text = text, time = time.as_str()),
        None => say!(language, "alert-lock", label = label.as_str(), text = text),
    };
    let chars_left = LOCK_SCREEN_CHARS.saturating_sub(head_with("").chars().count());
    head_with(&clip(&sanitize_line(facts.text), chars_left))
}

/// The alert as one line of a list: its title and text, and the deadline unless it has passed. At most
/// [`LOCK_SCREEN_CHARS`] characters.
pub fn listed_line(facts: &AlertMessage, viewer: &Viewer) -> String {
    let facts = FirstLineFacts::from(facts);
    let occasion = if facts.occasion.is_too_late() { Occasion::NewToRecipient } else { facts.occasion };
    let answer_by = facts.answer_by.filter(|at| *at > viewer.now);
    first_line(&FirstLineFacts { occasion, answer_by, ..facts }, viewer)
}

/// Marks the time as UTC for a viewer without a zone.
fn mark_utc_without_zone(time: String, viewer: &Viewer) -> String {
    if viewer.zone.is_some() { time } else { say!(viewer.language, "time-in-utc", when = time) }
}

fn severity_label(language: Language, facts: &FirstLineFacts<'_>) -> String {
    let severity = severity_title(language, facts.severity, facts.purpose);
    match facts.occasion {
        Occasion::NewToRecipient | Occasion::SleptTooLate | Occasion::TooLate => severity,
        Occasion::Slept => say!(language, "alert-label-slept", severity = severity),
        Occasion::Again => say!(language, "alert-label-again", severity = severity),
        Occasion::Corrected => say!(language, "alert-label-corrected", severity = severity),
        Occasion::Reminder => say!(language, "alert-label-reminder", severity = severity),
    }
}

/// The severity, with a mark if the alert is for practice.
pub fn severity_title(language: Language, severity: Severity, purpose: Purpose) -> String {
    let name = severity_name(language, severity);
    match purpose {
        Purpose::Real => name,
        Purpose::Practice => say!(language, "alert-label-practice", label = name),
    }
}

pub fn severity_name(language: Language, severity: Severity) -> String {
    let key = match severity {
        Severity::Information => "alert-severity-information",
        Severity::Urgent => "alert-severity-urgent",
        Severity::Emergency => "alert-severity-emergency",
    };
    say!(language, key)
}

/// Names as in a sentence: "A, B and C". If this text is longer than `max_chars` characters, returns [`comma_list`].
pub(super) fn sentence_list(language: Language, names: &[String], max_chars: usize) -> String {
    let text = list(language, names);
    if text.chars().count() <= max_chars { text } else { comma_list(language, names, max_chars) }
}

/// Names separated by commas, in at most `max_chars` characters. If names did not fit, a note at the end says how many.
/// The note is not counted.
pub fn comma_list(language: Language, names: &[String], max_chars: usize) -> String {
    let mut text = String::new();
    for (index, name) in names.iter().enumerate() {
        if text.chars().count() + name.chars().count() + 2 > max_chars {
            return say!(language, "alert-and-more", names = text, count = names.len() - index);
        }
        if index > 0 {
            text.push_str(", ");
        }
        text.push_str(name);
    }
    text
}

#[cfg(test)]
mod tests;
