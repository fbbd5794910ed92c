//! The output: tables for people and JSON for programs.

use std::io::{self, ErrorKind, Write};

use serde_json::{Value, json};

use crate::cli::CommandError;
use crate::delivery::receipts::{Addressee, HistoryLine, Page, Phase, Receipt, Refusal, Summary};
use crate::delivery::{About, Actor, Event, Lane, State};
use crate::say;
use crate::time::Timestamp;
use crate::words::Language;

/// The widths of the table columns for the name, the subject and the reason.
const MAX_NAME_CHARS: usize = 24;
const MAX_ABOUT_CHARS: usize = 36;
const MAX_REASON_CHARS: usize = 80;

pub fn list(page: &Page, now: Timestamp) -> Result<(), CommandError> {
    if page.items.is_empty() {
        return print("No message is in these states. See `magpie outbox list --state all`.\n");
    }
    let mut rows = vec![["NUMBER", "STATE", "TO", "ABOUT", "LANE", "WHEN", "WHY"].map(str::to_owned)];
    rows.extend(page.items.iter().map(|item| row(item, now)));
    let mut text = table(&rows);
    let hidden = page.total.saturating_sub(page.items.len() as u64);
    if hidden > 0 {
        text.push_str(&format!("and {hidden} more; --limit shows more of them\n"));
    }
    print(&text)
}

pub fn list_json(page: &Page) -> Result<(), CommandError> {
    let items: Vec<Value> = page.items.iter().map(item_json).collect();
    print(&format!("{}\n", json!({ "total": page.total, "messages": items })))
}

pub fn show(receipt: &Receipt, now: Timestamp) -> Result<(), CommandError> {
    let item = &receipt.summary;
    let record = &item.record;
    let mut lines = vec![
        format!("message {}: {}", record.id, subject(item.about)),
        format!("  to      {}", recipient_text(&item.to)),
        format!("  lane    {}", lane(record.lane)),
        format!("  state   {}", state_text(item, now)),
    ];
    if let Some(at) = record.expires_at {
        lines.push(format!("  useful  until {}", instant(at)));
    }
    lines.push("  history".to_owned());
    lines.extend(receipt.history.iter().map(|line| format!("    {}", history_line(line, receipt))));
    let number = record.id;
    if receipt.may_retry {
        lines.push(format!("  `magpie outbox retry {number}` tries it again"));
    }
    if receipt.may_cancel {
        lines.push(format!("  `magpie outbox cancel {number}` cancels it"));
    }
    print(&format!("{}\n", lines.join("\n")))
}

pub fn show_json(receipt: &Receipt, events: &[Event]) -> Result<(), CommandError> {
    let mut all = item_json(&receipt.summary);
    let events = events.iter().map(|event| {
        json!({
            "at": event.at, "what": event.what.code(), "until": event.until, "detail": event.detail,
            "by": event.actor.map(|actor| match actor {
                Actor::Member(id) => json!({ "member": id }),
                Actor::Operator => json!("operator"),
            }),
        })
    });
    all["history"] = events.collect();
    print(&format!("{all}\n"))
}

fn item_json(item: &Summary) -> Value {
    let record = &item.record;
    let (sent_at, cause) = match &record.state {
        State::Sent(posted) => (Some(posted.at), None),
        State::Failed(failure) => (None, Some(failure.reason.clone())),
        _ => (None, record.reason.clone()),
    };
    let to = match &item.to {
        Addressee::Member(member) => json!({ "member": member.id, "handle": member.handle, "name": member.name }),
        Addressee::Stranger(id) => json!({ "member": id }),
        Addressee::Channel(channel) => json!({ "channel": channel }),
        Addressee::Mailbox => json!({ "mailbox": true }),
        Addressee::Gone => Value::Null,
    };
    json!({
        "number": record.id.0, "state": Phase::of(&record.state).code(), "to": to, "about": subject(item.about),
        "source": record.source.as_str(), "lane": lane(record.lane), "attempts": record.attempt,
        "queued_at": record.queued_at, "due_at": record.due_at, "expires_at": record.expires_at, "sent_at": sent_at,
        "seen_at": item.seen_at, "reason": cause,
    })
}

fn row(item: &Summary, now: Timestamp) -> [String; 7] {
    let record = &item.record;
    let (when, why) = match &record.state {
        State::Sent(posted) => (posted.at, item.seen_at.map(|at| format!("seen {}", instant(at))).unwrap_or_default()),
        State::Failed(failure) => (record.due_at, failure.reason.clone()),
        _ => (record.due_at, record.reason.clone().unwrap_or_default()),
    };
    [
        record.id.to_string(),
        state_word(&record.state, record.due_at, now).to_owned(),
        shortened(&recipient_text(&item.to), MAX_NAME_CHARS),
        shortened(&subject(item.about), MAX_ABOUT_CHARS),
        lane(record.lane).to_owned(),
        instant(when),
        shortened(&why, MAX_REASON_CHARS),
    ]
}

/// Formats a table of left-aligned columns with two spaces between them.
fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..N).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}

fn state_text(item: &Summary, now: Timestamp) -> String {
    let record = &item.record;
    match (&record.state, item.seen_at) {
        (State::Sent(posted), Some(at)) => format!("sent {}, seen {}", instant(posted.at), instant(at)),
        (State::Sent(posted), None) => format!("sent {}; not seen, as far as Magpie knows", instant(posted.at)),
        (State::Failed(failure), _) => format!("failed: {}", without_control_chars(&failure.reason)),
        (State::Unknown { .. }, _) => format!("unknown whether it arrived; next look {}", instant(record.due_at)),
        (state @ (State::Pending | State::Retry), _) => {
            format!("{}; due {}", state_word(state, record.due_at, now), instant(record.due_at))
        }
        (state, _) => state_word(state, record.due_at, now).to_owned(),
    }
}

fn state_word(state: &State, due_at: Timestamp, now: Timestamp) -> &'static str {
    match state {
        State::Pending if due_at > now => "held",
        State::Pending => "due",
        State::Sending { .. } => "sending",
        State::Retry => "retry",
        State::Unknown { .. } => "unknown",
        State::Sent(_) => "sent",
        State::Failed(_) => "failed",
        State::Cancelled => "cancelled",
        State::Expired => "expired",
    }
}

fn history_line(line: &HistoryLine, receipt: &Receipt) -> String {
    match line {
        HistoryLine::Tried { times: 1, from, reason: None, .. } => format!("{}  tried", instant(*from)),
        HistoryLine::Tried { times, from, to, reason } => {
            let times = if *times == 1 { "once".to_owned() } else { format!("{times} times until {}", instant(*to)) };
            format!(
                "{}  tried {times}, in vain: {}",
                instant(*from),
                without_control_chars(reason.as_deref().unwrap_or_default())
            )
        }
        HistoryLine::Event(event) => event_text(event, receipt),
    }
}

fn event_text(event: &Event, receipt: &Receipt) -> String {
    let mut words = format!("{}  {}", instant(event.at), event.what.code());
    if let Some(actor) = event.actor {
        let name = match actor {
            Actor::Operator => "the operator".to_owned(),
            Actor::Member(id) => {
                receipt.names.get(&id).map_or_else(|| id.to_string(), |name| without_control_chars(name))
            }
        };
        words.push_str(&format!(" by {name}"));
    }
    if let Some(until) = event.until {
        words.push_str(&format!(" until {}", instant(until)));
    }
    if let Some(detail) = event.detail.as_deref().filter(|detail| !detail.is_empty()) {
        words.push_str(&format!(": {}", without_control_chars(detail)));
    }
    words
}

fn subject(about: About) -> String {
    match about.number {
        Some(number) => say!(Language::English, about.text_key, number = number.to_string()),
        None => say!(Language::English, about.text_key),
    }
}

fn recipient_text(to: &Addressee) -> String {
    match to {
        Addressee::Member(member) => without_control_chars(&member.name),
        Addressee::Stranger(id) => format!("user {id}"),
        Addressee::Channel(channel) => format!("channel {channel}"),
        Addressee::Mailbox => "a mailbox".to_owned(),
        Addressee::Gone => "a message that is gone".to_owned(),
    }
}

fn lane(lane: Lane) -> &'static str {
    match lane {
        Lane::Emergency => "emergency",
        Lane::Urgent => "urgent",
        Lane::Prompt => "prompt",
        Lane::Routine => "routine",
    }
}

/// Formats an instant in UTC, to the second.
pub fn instant(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%SZ").to_string()
}

/// Makes text that other people wrote safe for a terminal: one line, no control characters.
fn without_control_chars(text: &str) -> String {
    text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !c.is_control()).collect()
}

fn shortened(text: &str, limit: usize) -> String {
    let text = without_control_chars(text);
    if text.chars().count() <= limit {
        return text;
    }
    let kept: String = text.chars().take(limit.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Prints the text. A closed pipe (`| head`) is not an error.
fn print(text: &str) -> Result<(), CommandError> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(fault) if fault.kind() != ErrorKind::BrokenPipe => Err(fault.into()),
        _ => Ok(()),
    }
}

/// The reason to print when a retry or a cancellation was refused.
pub fn refusal_text(refusal: Refusal) -> String {
    match refusal {
        Refusal::AlreadySent { at } => format!("it was sent at {}", instant(at)),
        Refusal::AlreadyCancelled => "it was cancelled already".to_owned(),
        Refusal::AlreadyExpired => "it was too late to be of use, and was given up".to_owned(),
        Refusal::AlreadyFailed => "it failed already and is not tried any more".to_owned(),
        Refusal::BeingSent => "it is being sent right now".to_owned(),
        Refusal::Due => "its turn is now".to_owned(),
        Refusal::HeldUntil(at) => format!("it is held on purpose until {}", instant(at)),
        Refusal::MayHaveArrived => "it may have arrived, so it cannot be taken back".to_owned(),
        Refusal::TooLate => "it is too late for it to be of use".to_owned(),
        Refusal::NotWanted => "what it was about is over".to_owned(),
        Refusal::Newer => "a newer wording of the same message is on its way".to_owned(),
    }
}
