//! The message to a recipient, rendered.

use crate::alerts::facts::{AlertMessage, MessageStatus, Shown, WakingMessage};
use crate::alerts::model::Severity;
use crate::alerts::send_rule::Occasion;
use crate::discord::alerts::presses::AlertPress;
use crate::discord::ui::reply::{MAX_CONTENT_CHARS, Reply};
use crate::discord::ui::text::{clip, disarm, disarm_line};
use crate::discord::ui::widgets::Button;
use crate::discord::viewer::Viewer;
use crate::discord::wire::rendering::Outgoing;
use crate::say;
use crate::time::{Timestamp, ZoneId, local};
use crate::words::{Language, times};

/// What a lock screen shows of a message.
pub const LOCK_SCREEN_CHARS: usize = 100;
/// Characters of the text in a message that says that the alert was corrected or has ended.
const MAX_CLOSED_TEXT_CHARS: usize = 900;

/// A message to a recipient. The most important part is in the first 100 characters, which a locked phone shows.
pub fn message(facts: &AlertMessage, viewer: &Viewer) -> Outgoing {
    Outgoing::from(reply(facts, viewer))
}

/// The same as an answer to a press of its button.
pub fn reply(facts: &AlertMessage, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let closed = match facts.status {
        MessageStatus::Open => return Reply::new(body(facts, viewer)).buttons([seen_button(facts, language)]),
        MessageStatus::Seen { at } => {
            return Reply::new(body(facts, viewer)).buttons([seen_at_button(facts, at, viewer)]);
        }
        MessageStatus::Corrected => "alert-marked-corrected",
        MessageStatus::Cancelled => "alert-marked-cancelled",
        MessageStatus::Over => "alert-marked-over",
    };
    Reply::new(say!(language, closed, text = clip(&disarm_line(&facts.text), MAX_CLOSED_TEXT_CHARS)))
}

/// Several alerts in one message.
pub fn waking(facts: &WakingMessage, viewer: &Viewer) -> Outgoing {
    Outgoing::from(waking_reply(facts, viewer))
}

/// A message as the answer to a press of one of its buttons.
pub fn shown(shown: &Shown, viewer: &Viewer) -> Reply {
    match shown {
        Shown::One(one) => reply(one, viewer),
        Shown::Several(several) => waking_reply(several, viewer),
    }
}

fn waking_reply(facts: &WakingMessage, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let Some(first) = facts.alerts.first() else { return Reply::new("") };
    let more = facts.alerts.len() - 1;
    let framed = |text: &str| say!(language, "alert-waking", first = text, count = more);
    let left = LOCK_SCREEN_CHARS.saturating_sub(framed("").chars().count());
    let head = framed(&clip(&first_line(&LockScreen::from(first), viewer), left));
    let max_line_chars = (MAX_CONTENT_CHARS - 2 * LOCK_SCREEN_CHARS) / facts.alerts.len();
    let lines = facts.alerts.iter().zip(1..).map(|(alert, number)| waking_line(alert, number, max_line_chars, viewer));
    let content = std::iter::once(head).chain(lines).collect::<Vec<_>>().join("\n");
    let buttons = facts.alerts.iter().zip(1..).filter_map(|(alert, number)| waking_button(alert, number, viewer));
    Reply::new(content).buttons(buttons)
}

fn waking_line(facts: &AlertMessage, number: usize, max_chars: usize, viewer: &Viewer) -> String {
    let language = viewer.language;
    let key = match facts.status {
        MessageStatus::Open | MessageStatus::Seen { .. } => None,
        MessageStatus::Corrected => Some("alert-waking-corrected"),
        MessageStatus::Cancelled => Some("alert-waking-cancelled"),
        MessageStatus::Over => Some("alert-waking-over"),
    };
    let label = severity_name(language, facts.severity);
    let line = |text: &str| match (key, facts.answer_by) {
        (Some(key), _) => say!(language, key, number = number, label = label.as_str(), text = text),
        (None, None) => say!(language, "alert-waking-line", number = number, label = label.as_str(), text = text),
        (None, Some(at)) => {
            let key = if at <= viewer.now { "alert-waking-line-passed" } else { "alert-waking-line-by" };
            say!(language, key, number = number, label = label.as_str(), text = text, time = viewer.at(at))
        }
    };
    let left = max_chars.saturating_sub(line("").chars().count() + 1);
    line(&clip(&disarm_line(&facts.text), left))
}

fn waking_button(facts: &AlertMessage, number: usize, viewer: &Viewer) -> Option<Button> {
    let language = viewer.language;
    let press = AlertPress::Seen(facts.alert, facts.version);
    match facts.status {
        MessageStatus::Open => Some(Button::success(press, say!(language, "alert-waking-seen", number = number))),
        MessageStatus::Seen { at } => {
            let time = times::lock_screen(language, viewer.zone.unwrap_or_else(ZoneId::utc), at, at);
            let time = in_utc_without_zone(time, viewer);
            let label = say!(language, "alert-waking-seen-at", number = number, time = time);
            Some(Button::success(press, label).disabled())
        }
        MessageStatus::Corrected | MessageStatus::Cancelled | MessageStatus::Over => None,
    }
}

fn body(facts: &AlertMessage, viewer: &Viewer) -> String {
    let language = viewer.language;
    let mut parts = vec![first_line(&LockScreen::from(facts), viewer)];
    if matches!(facts.occasion, Occasion::SleptTooLate | Occasion::TooLate) {
        let label = label(language, facts.severity, facts.occasion);
        parts.push(say!(language, "alert-it-was", label = label, text = disarm(&facts.text)));
    } else {
        if !parts[0].contains(&disarm_line(&facts.text)) || facts.text.trim().contains('\n') {
            parts.push(disarm(&facts.text));
        }
        if let Some(at) = facts.answer_by {
            parts.push(say!(language, "alert-answer-before", time = viewer.at(at)));
        }
    }
    if let Some(at) = facts.due_since {
        parts.push(say!(language, "alert-late", when = viewer.at(at)));
    }
    if !facts.author_name.is_empty() {
        parts.push(say!(language, "alert-from", name = disarm_line(&facts.author_name)));
    }
    clip(&parts.join("\n"), MAX_CONTENT_CHARS)
}

fn seen_button(facts: &AlertMessage, language: Language) -> Button {
    Button::success(AlertPress::Seen(facts.alert, facts.version), say!(language, "alert-button-seen"))
}

/// The button after it was pressed, with the time of the press.
fn seen_at_button(facts: &AlertMessage, at: Timestamp, viewer: &Viewer) -> Button {
    let language = viewer.language;
    let time = times::lock_screen(language, viewer.zone.unwrap_or_else(ZoneId::utc), at, at);
    let label = say!(language, "alert-button-seen-at", time = in_utc_without_zone(time, viewer));
    Button::success(AlertPress::Seen(facts.alert, facts.version), label).disabled()
}

/// What a locked phone shows of a message.
#[derive(Debug, Clone, Copy)]
pub struct LockScreen<'a> {
    pub severity: Severity,
    pub occasion: Occasion,
    pub text: &'a str,
    pub answer_by: Option<Timestamp>,
}

impl<'a> From<&'a AlertMessage> for LockScreen<'a> {
    fn from(facts: &'a AlertMessage) -> Self {
        let AlertMessage { severity, occasion, text, answer_by, .. } = facts;
        Self { severity: *severity, occasion: *occasion, text, answer_by: *answer_by }
    }
}

/// The first line of a message, at most [`LOCK_SCREEN_CHARS`].
pub fn first_line(facts: &LockScreen<'_>, viewer: &Viewer) -> String {
    let language = viewer.language;
    if let (Occasion::SleptTooLate | Occasion::TooLate, Some(at)) = (facts.occasion, facts.answer_by) {
        let zone = viewer.zone.unwrap_or_else(ZoneId::utc);
        let time = times::day_and_time(language, local(zone, at).0, local(zone, viewer.now).0.date());
        let key = if facts.occasion == Occasion::SleptTooLate { "alert-slept-too-late" } else { "alert-too-late" };
        return say!(language, key, time = in_utc_without_zone(time, viewer));
    }
    let label = label(language, facts.severity, facts.occasion);
    let time = facts.answer_by.map(|at| viewer.short(at));
    let framed = |text: &str| match &time {
        Some(time) => say!(language, "alert-lock-by", label = label.as_str(), text = text, time = time.as_str()),
        None => say!(language, "alert-lock", label = label.as_str(), text = text),
    };
    let left = LOCK_SCREEN_CHARS.saturating_sub(framed("").chars().count());
    framed(&clip(&disarm_line(facts.text), left))
}

/// For a viewer without a zone, times are in UTC and marked as UTC.
fn in_utc_without_zone(time: String, viewer: &Viewer) -> String {
    if viewer.zone.is_some() { time } else { say!(viewer.language, "time-in-utc", when = time) }
}

fn label(language: Language, severity: Severity, occasion: Occasion) -> String {
    let severity = severity_name(language, severity);
    match occasion {
        Occasion::New | Occasion::SleptTooLate | Occasion::TooLate => severity,
        Occasion::Slept => say!(language, "alert-label-slept", severity = severity),
        Occasion::Again => say!(language, "alert-label-again", severity = severity),
        Occasion::Corrected => say!(language, "alert-label-corrected", severity = severity),
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

/// Names separated by commas, in at most `max_chars`; the other names are only counted.
pub fn joined(language: Language, names: &[String], max_chars: usize) -> String {
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
