//! The screens of deliveries: lists, and the receipt of one delivery. A screen never contains the text of a message.

use crate::delivery::receipts::{Addressee, HistoryLine, Page, Receipt, Refusal, Summary};
use crate::delivery::{About, Actor, Event, EventKind, Lane, State};
use crate::discord::delivery::presses::{DeliveryPress, ListScope, MemberFilter};
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::{clip, sanitize_line};
use crate::discord::ui::widgets::{Button, Choice, Select, SelectKind};
use crate::discord::viewer::Viewer;
use crate::members::MemberId;
use crate::say;
use crate::time::Timestamp;
use crate::words::Language;

const MAX_NAME_CHARS: usize = 40;
/// The limit, in characters, of Discord's reason for a failure.
const MAX_REASON_CHARS: usize = 120;
/// The most lines of a history that are shown. Older lines are left out.
const MAX_HISTORY_LINES: usize = 12;

pub fn list(page: &Page, scope: ListScope, member: Option<MemberId>, name: Option<&str>, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let state = say!(language, &format!("delivery-list-{}", scope.code()), count = page.total);
    let head = match member {
        Some(id) => {
            let name = name.map_or_else(|| id.to_string(), |name| clip(&sanitize_line(name), MAX_NAME_CHARS));
            say!(language, "delivery-list-of", list = state, name = name)
        }
        None => state,
    };
    let mut lines = vec![head];
    lines.extend(page.items.iter().map(|item| list_line(item, viewer)));
    if page.pages > 1 {
        lines.push(say!(language, "pages-line", page = page.number + 1, pages = page.pages));
    }
    let page_press = |number: u32| DeliveryPress::List { scope, member: MemberFilter(member), page: number };
    let mut reply = Reply::new(lines.join("\n"));
    if !page.items.is_empty() {
        let choices = page.items.iter().map(|item| {
            let label = say!(
                language,
                "delivery-choice",
                number = item.record.id.0.to_string(),
                name = recipient_plain_text(&item.to, language)
            );
            Choice::new(item.record.id.to_string(), label).described(about_text(item.about, language))
        });
        let select_kind = SelectKind::Choices(choices.collect());
        reply = reply.select(Select::new(DeliveryPress::ShowChosen, say!(language, "delivery-choose"), select_kind));
    }
    // Discord refuses a message with two equal custom ids. The custom ids of these buttons differ by their page
    // numbers.
    let mut buttons = Vec::new();
    if page.number > 0 {
        buttons.push(Button::secondary(page_press(page.number - 1), say!(language, "delivery-newer")));
    }
    if page.number + 1 < page.pages {
        buttons.push(Button::secondary(page_press(page.number + 1), say!(language, "delivery-older")));
    }
    buttons.push(Button::secondary(page_press(page.number), say!(language, "delivery-look-again")));
    reply.buttons(buttons)
}

fn list_line(item: &Summary, viewer: &Viewer) -> String {
    let language = viewer.language;
    say!(
        language,
        "delivery-line",
        number = item.record.id.0.to_string(),
        name = recipient_name(&item.to, language),
        about = about_text(item.about, language),
        state = state_text(item, viewer, |at| viewer.short(at))
    )
}

/// The receipt of one delivery: its state and its history.
pub fn receipt(receipt: &Receipt, note: Option<&str>, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let item = &receipt.summary;
    let mut lines: Vec<String> = note.map(|note| format!("**{note}**")).into_iter().collect();
    lines.push(say!(
        language,
        "delivery-head",
        number = item.record.id.0.to_string(),
        about = about_text(item.about, language)
    ));
    lines.push(say!(
        language,
        "delivery-to",
        name = recipient_name(&item.to, language),
        lane = say!(language, lane_key(item.record.lane))
    ));
    lines.push(state_text(item, viewer, |at| viewer.at(at)));
    let skipped = receipt.history.len().saturating_sub(MAX_HISTORY_LINES);
    if skipped > 0 {
        lines.push(say!(language, "delivery-story-earlier", count = skipped));
    }
    lines.extend(receipt.history.iter().skip(skipped).map(|line| format!("• {}", history_line(line, receipt, viewer))));
    let id = item.record.id;
    let mut buttons = Vec::new();
    if receipt.may_retry {
        buttons.push(Button::primary(DeliveryPress::TryAgain(id), say!(language, "delivery-try-again")));
    }
    if receipt.may_cancel {
        buttons.push(Button::danger(DeliveryPress::Cancel(id), say!(language, "delivery-cancel")));
    }
    buttons.push(Button::secondary(DeliveryPress::LookAgain(id), say!(language, "delivery-look-again")));
    Reply::new(lines.join("\n")).buttons(buttons)
}

/// The delivery's state, in one sentence.
fn state_text(item: &Summary, viewer: &Viewer, when: impl Fn(Timestamp) -> String) -> String {
    let language = viewer.language;
    let reason = |text: &str| clip(&sanitize_line(text), MAX_REASON_CHARS);
    let record = &item.record;
    match (&record.state, item.seen_at) {
        (State::Sent(_), Some(at)) => say!(language, "delivery-state-seen", at = when(at)),
        (State::Sent(posted), None) if matches!(item.to, Addressee::Member(_) | Addressee::Stranger(_)) => {
            say!(language, "delivery-state-sent-not-seen", at = when(posted.at))
        }
        (State::Sent(posted), None) => say!(language, "delivery-state-sent", at = when(posted.at)),
        (State::Pending, _) if record.due_at > viewer.now => {
            say!(language, "delivery-state-held", at = when(record.due_at))
        }
        (State::Pending, _) => say!(language, "delivery-state-due"),
        (State::Sending { .. }, _) => say!(language, "delivery-state-sending"),
        (State::Retry, _) => say!(language, "delivery-state-retry", at = when(record.due_at)),
        (State::Unknown { .. }, _) => say!(language, "delivery-state-unknown", at = when(record.due_at)),
        (State::Failed(failure), _) => say!(language, "delivery-state-failed", reason = reason(&failure.reason)),
        (State::Cancelled, _) => say!(language, "delivery-state-cancelled"),
        (State::Expired, _) => say!(language, "delivery-state-expired"),
    }
}

fn history_line(line: &HistoryLine, receipt: &Receipt, viewer: &Viewer) -> String {
    let language = viewer.language;
    match line {
        HistoryLine::Tried { times: 1, from, reason: None, .. } => {
            say!(language, "delivery-story-tried", at = viewer.at(*from))
        }
        HistoryLine::Tried { times, from, to, reason } => {
            let reason = clip(&sanitize_line(reason.as_deref().unwrap_or_default()), MAX_REASON_CHARS);
            let key = if *times == 1 { "delivery-story-tried-failed" } else { "delivery-story-tried-times" };
            say!(language, key, times = *times, at = viewer.at(*from), last = viewer.short(*to), reason = reason)
        }
        HistoryLine::Event(event) => event_text(event, receipt, viewer),
    }
}

fn event_text(event: &Event, receipt: &Receipt, viewer: &Viewer) -> String {
    let language = viewer.language;
    let at = viewer.at(event.at);
    let until = event.until.map(|until| viewer.short(until));
    let reason = clip(&sanitize_line(event.detail.as_deref().unwrap_or_default()), MAX_REASON_CHARS);
    let actor_name = event.actor.map(|actor| match actor {
        Actor::Member(id) => {
            receipt.names.get(&id).map_or_else(|| id.to_string(), |name| clip(&sanitize_line(name), MAX_NAME_CHARS))
        }
        Actor::Operator => say!(language, "delivery-operator"),
    });
    match (event.what, until, actor_name) {
        (EventKind::Queued, Some(until), _) => say!(language, "delivery-story-queued-until", at = at, until = until),
        (EventKind::Queued, None, _) => say!(language, "delivery-story-queued", at = at),
        (EventKind::Held, until, _) => {
            say!(language, "delivery-story-held", at = at, until = until.unwrap_or_default())
        }
        (EventKind::Tried, ..) => say!(language, "delivery-story-tried", at = at),
        (EventKind::Sent, ..) => say!(language, "delivery-story-sent", at = at),
        (EventKind::Seen, _, actor_name) => {
            say!(language, "delivery-story-seen", at = at, name = actor_name.unwrap_or_default())
        }
        (EventKind::Retry, ..) => say!(language, "delivery-story-retry", at = at, reason = reason),
        (EventKind::Unknown, ..) => say!(language, "delivery-story-unknown", at = at, reason = reason),
        (EventKind::Rerouted, ..) => say!(language, "delivery-story-rerouted", at = at, reason = reason),
        (EventKind::Failed, ..) => say!(language, "delivery-story-failed", at = at, reason = reason),
        (EventKind::Again, _, actor_name) => {
            say!(language, "delivery-story-again", at = at, name = actor_name.unwrap_or_default())
        }
        (EventKind::Cancelled, _, Some(actor_name)) => {
            say!(language, "delivery-story-cancelled-by", at = at, name = actor_name)
        }
        (EventKind::Cancelled, ..) => say!(language, "delivery-story-cancelled", at = at),
        (EventKind::Expired, ..) => say!(language, "delivery-story-expired", at = at),
    }
}

pub fn refusal_text(refusal: Refusal, viewer: &Viewer) -> String {
    let language = viewer.language;
    match refusal {
        Refusal::AlreadySent { at } => say!(language, "delivery-refused-sent", at = viewer.at(at)),
        Refusal::AlreadyCancelled => say!(language, "delivery-refused-cancelled"),
        Refusal::AlreadyExpired => say!(language, "delivery-refused-expired"),
        Refusal::AlreadyFailed => say!(language, "delivery-refused-failed"),
        Refusal::BeingSent => say!(language, "delivery-refused-sending"),
        Refusal::Due => say!(language, "delivery-refused-due"),
        Refusal::HeldUntil(at) => say!(language, "delivery-refused-held", at = viewer.at(at)),
        Refusal::MayHaveArrived => say!(language, "delivery-refused-arrived"),
        Refusal::TooLate => say!(language, "delivery-refused-late"),
        Refusal::NotWanted => say!(language, "delivery-refused-not-wanted"),
        Refusal::Newer => say!(language, "delivery-refused-newer"),
    }
}

/// The delivery's subject, never its text.
pub fn about_text(about: About, language: Language) -> String {
    match about.number {
        Some(number) => say!(language, about.text_key, number = number.to_string()),
        None => say!(language, about.text_key),
    }
}

fn recipient_name(to: &Addressee, language: Language) -> String {
    match to {
        Addressee::Channel(channel) => format!("<#{channel}>"),
        other => recipient_plain_text(other, language),
    }
}

/// The recipient as plain text, for places where Discord shows no mentions.
fn recipient_plain_text(to: &Addressee, language: Language) -> String {
    match to {
        Addressee::Member(member) => clip(&sanitize_line(&member.name), MAX_NAME_CHARS),
        Addressee::Stranger(id) => id.to_string(),
        Addressee::Channel(_) => say!(language, "delivery-to-channel"),
        Addressee::Mailbox => say!(language, "delivery-to-mailbox"),
        Addressee::Gone => say!(language, "delivery-to-gone"),
    }
}

fn lane_key(lane: Lane) -> &'static str {
    match lane {
        Lane::Emergency => "delivery-lane-emergency",
        Lane::Urgent => "delivery-lane-urgent",
        Lane::Prompt => "delivery-lane-prompt",
        Lane::Routine => "delivery-lane-routine",
    }
}
