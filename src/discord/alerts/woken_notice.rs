//! The message that tells a member of the secretariat that an alert wakes many people.

use crate::alerts::ask::Purpose;
use crate::alerts::facts::WokenNotice;
use crate::alerts::model::AlertState;
use crate::discord::alerts::messages::{closed_text, severity_name};
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::{clip, sanitize_line};
use crate::discord::viewer::Viewer;
use crate::discord::wire::rendering::Outgoing;
use crate::say;

/// The limit, in characters, of the alert's text. The whole text is in the list in the secretariat's channel.
const MAX_TEXT_CHARS: usize = 300;

pub fn message(facts: &WokenNotice, viewer: &Viewer) -> Outgoing {
    let language = viewer.language;
    let name = if facts.author_name.is_empty() { "?".to_owned() } else { sanitize_line(&facts.author_name) };
    let text = clip(&facts.text, MAX_TEXT_CHARS);
    // An alert for practice wakes nobody, so this alert is none.
    let quoted = match facts.state {
        AlertState::Active => {
            let label = severity_name(language, facts.severity);
            say!(language, "alert-lock", label = label, text = sanitize_line(&text))
        }
        AlertState::Cancelled { .. } => closed_text(language, "alert-marked-cancelled", &text, Purpose::Real),
        AlertState::Over { .. } => closed_text(language, "alert-marked-over", &text, Purpose::Real),
    };
    let quoted: Vec<String> = quoted.lines().map(|line| format!("> {line}")).collect();
    let mut parts = vec![
        say!(language, "alert-woken-notice", name = name, count = facts.woken),
        quoted.join("\n"),
        say!(language, "alert-woken-notice-sent", number = facts.alert.0, time = viewer.at(facts.sent_at)),
    ];
    // The text of an alert that has ended says itself that there is nothing to do.
    if facts.state == AlertState::Active {
        parts.push(say!(language, "alert-woken-notice-told"));
    }
    Reply::new(parts.join("\n")).into()
}
