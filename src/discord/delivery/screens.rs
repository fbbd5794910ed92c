//! How deliveries look: a list of them, and the receipt of one, from data alone. Never a word of what a message says.

use crate::delivery::receipts::{Page, Passage, Receipt, Refusal, Summary, To};
use crate::delivery::{About, Actor, Event, Happening, Lane, State};
use crate::discord::delivery::handlers::Wanted;
use crate::discord::delivery::presses::DeliveryPress;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::{clip, disarm_line};
use crate::discord::ui::widgets::Choice;
use crate::discord::ui::widgets::{Among, Button, Select};
use crate::members::MemberId;
use crate::say;
use crate::time::{Timestamp, ZoneId};
use crate::words::{Language, times};

/// Of a name, and of what Discord said.
const NAME: usize = 40;
const REASON: usize = 120;
/// Passages of a story that are shown, the newest.
const PASSAGES: usize = 12;

/// How one reader's texts and times are worded.
#[derive(Debug, Clone, Copy)]
pub struct Wording {
    pub language: Language,
    /// `None` for a reader who never told it.
    pub zone: Option<ZoneId>,
    pub now: Timestamp,
}

impl Wording {
    fn at(&self, at: Timestamp) -> String {
        match self.zone {
            Some(zone) => times::dm(self.language, zone, at, self.now),
            None => times::channel(self.language, at, self.now),
        }
    }

    fn short(&self, at: Timestamp) -> String {
        match self.zone {
            Some(zone) => times::lock_screen(self.language, zone, at, self.now),
            None => say!(
                self.language,
                "time-in-utc",
                when = times::lock_screen(self.language, ZoneId::utc(), at, self.now)
            ),
        }
    }
}

pub fn list(page: &Page, wanted: Wanted, member: Option<MemberId>, name: Option<&str>, wording: &Wording) -> Reply {
    let language = wording.language;
    let state = say!(language, &format!("delivery-list-{}", wanted.code()), count = page.total);
    let head = match member {
        Some(id) => {
            let name = name.map_or_else(|| id.to_string(), |name| clip(&disarm_line(name), NAME));
            say!(language, "delivery-list-of", list = state, name = name)
        }
        None => state,
    };
    let mut lines = vec![head];
    lines.extend(page.items.iter().map(|item| line(item, wording)));
    if page.pages > 1 {
        lines.push(say!(language, "delivery-list-page", page = page.number + 1, pages = page.pages));
    }
    let to = |number: u32| DeliveryPress::List { wanted, member, page: number };
    let mut reply = Reply::new(lines.join("\n"));
    if !page.items.is_empty() {
        let choices = page.items.iter().map(|item| {
            let label = say!(
                language,
                "delivery-choice",
                number = item.record.id.0.to_string(),
                name = recipient_plain(&item.to, language)
            );
            Choice::new(item.record.id.to_string(), label).described(about(item.about, language))
        });
        let among = Among::Choices(choices.collect());
        reply = reply.select(Select::new(DeliveryPress::ShowChosen, say!(language, "delivery-choose"), among));
    }
    // A page that other presses show must have an id of its own: two buttons of one id are refused.
    let mut buttons = Vec::new();
    if page.number > 0 {
        buttons.push(Button::secondary(to(page.number - 1), say!(language, "delivery-newer")));
    }
    if page.number + 1 < page.pages {
        buttons.push(Button::secondary(to(page.number + 1), say!(language, "delivery-older")));
    }
    buttons.push(Button::secondary(to(page.number), say!(language, "delivery-look-again")));
    reply.buttons(buttons)
}

fn line(item: &Summary, wording: &Wording) -> String {
    let language = wording.language;
    say!(
        language,
        "delivery-line",
        number = item.record.id.0.to_string(),
        name = recipient(&item.to, language),
        about = about(item.about, language),
        state = state(item, wording, false)
    )
}

/// The whole story of one delivery.
pub fn receipt(receipt: &Receipt, note: Option<&str>, wording: &Wording) -> Reply {
    let language = wording.language;
    let item = &receipt.summary;
    let mut lines: Vec<String> = note.map(|note| format!("**{note}**")).into_iter().collect();
    lines.push(say!(
        language,
        "delivery-head",
        number = item.record.id.0.to_string(),
        about = about(item.about, language)
    ));
    lines.push(say!(
        language,
        "delivery-to",
        name = recipient(&item.to, language),
        lane = say!(language, lane_key(item.record.lane))
    ));
    lines.push(state(item, wording, true));
    let skipped = receipt.story.len().saturating_sub(PASSAGES);
    if skipped > 0 {
        lines.push(say!(language, "delivery-story-earlier", count = skipped));
    }
    lines.extend(
        receipt.story.iter().skip(skipped).map(|passage| format!("• {}", passage_words(passage, receipt, wording))),
    );
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

/// Where it stands, in one sentence.
fn state(item: &Summary, wording: &Wording, whole: bool) -> String {
    let language = wording.language;
    let when = |at: Timestamp| if whole { wording.at(at) } else { wording.short(at) };
    let reason = |text: &str| clip(&disarm_line(text), REASON);
    let record = &item.record;
    match (&record.state, item.seen_at) {
        (State::Sent(_), Some(at)) => say!(language, "delivery-state-seen", at = when(at)),
        (State::Sent(posted), None) if matches!(item.to, To::Member(_) | To::Stranger(_)) => {
            say!(language, "delivery-state-sent-not-seen", at = when(posted.at))
        }
        (State::Sent(posted), None) => say!(language, "delivery-state-sent", at = when(posted.at)),
        (State::Pending, _) if record.due_at > wording.now => {
            say!(language, "delivery-state-held", at = when(record.due_at))
        }
        (State::Pending, _) => say!(language, "delivery-state-due"),
        (State::Sending, _) => say!(language, "delivery-state-sending"),
        (State::Retry, _) => say!(language, "delivery-state-retry", at = when(record.due_at)),
        (State::Unknown, _) => say!(language, "delivery-state-unknown", at = when(record.due_at)),
        (State::Failed(failure), _) => say!(language, "delivery-state-failed", reason = reason(&failure.reason)),
        (State::Cancelled, _) => say!(language, "delivery-state-cancelled"),
        (State::Expired, _) => say!(language, "delivery-state-expired"),
    }
}

fn passage_words(passage: &Passage, receipt: &Receipt, wording: &Wording) -> String {
    let language = wording.language;
    match passage {
        Passage::Tried { times: 1, from, reason: None, .. } => {
            say!(language, "delivery-story-tried", at = wording.at(*from))
        }
        Passage::Tried { times, from, to, reason } => {
            let reason = clip(&disarm_line(reason.as_deref().unwrap_or_default()), REASON);
            let key = if *times == 1 { "delivery-story-tried-failed" } else { "delivery-story-tried-times" };
            say!(language, key, times = *times, at = wording.at(*from), last = wording.short(*to), reason = reason)
        }
        Passage::Event(event) => event_words(event, receipt, wording),
    }
}

fn event_words(event: &Event, receipt: &Receipt, wording: &Wording) -> String {
    let language = wording.language;
    let at = wording.at(event.at);
    let until = event.until.map(|until| wording.short(until));
    let reason = clip(&disarm_line(event.detail.as_deref().unwrap_or_default()), REASON);
    let by = event.actor.map(|actor| match actor {
        Actor::Member(id) => {
            receipt.names.get(&id).map_or_else(|| id.to_string(), |name| clip(&disarm_line(name), NAME))
        }
        Actor::Operator => say!(language, "delivery-operator"),
    });
    match (event.what, until, by) {
        (Happening::Queued, Some(until), _) => say!(language, "delivery-story-queued-until", at = at, until = until),
        (Happening::Queued, None, _) => say!(language, "delivery-story-queued", at = at),
        (Happening::Held, until, _) => {
            say!(language, "delivery-story-held", at = at, until = until.unwrap_or_default())
        }
        (Happening::Tried, ..) => say!(language, "delivery-story-tried", at = at),
        (Happening::Sent, ..) => say!(language, "delivery-story-sent", at = at),
        (Happening::Seen, _, by) => say!(language, "delivery-story-seen", at = at, name = by.unwrap_or_default()),
        (Happening::Retry, ..) => say!(language, "delivery-story-retry", at = at, reason = reason),
        (Happening::Unknown, ..) => say!(language, "delivery-story-unknown", at = at, reason = reason),
        (Happening::Rerouted, ..) => say!(language, "delivery-story-rerouted", at = at, reason = reason),
        (Happening::Failed, ..) => say!(language, "delivery-story-failed", at = at, reason = reason),
        (Happening::Again, _, by) => say!(language, "delivery-story-again", at = at, name = by.unwrap_or_default()),
        (Happening::Cancelled, _, Some(by)) => say!(language, "delivery-story-cancelled-by", at = at, name = by),
        (Happening::Cancelled, ..) => say!(language, "delivery-story-cancelled", at = at),
        (Happening::Expired, ..) => say!(language, "delivery-story-expired", at = at),
    }
}

pub fn refusal(refusal: Refusal, wording: &Wording) -> String {
    let language = wording.language;
    match refusal {
        Refusal::AlreadySent { at } => say!(language, "delivery-refused-sent", at = wording.at(at)),
        Refusal::AlreadyCancelled => say!(language, "delivery-refused-cancelled"),
        Refusal::AlreadyExpired => say!(language, "delivery-refused-expired"),
        Refusal::AlreadyFailed => say!(language, "delivery-refused-failed"),
        Refusal::BeingSent => say!(language, "delivery-refused-sending"),
        Refusal::Due => say!(language, "delivery-refused-due"),
        Refusal::HeldUntil(at) => say!(language, "delivery-refused-held", at = wording.at(at)),
        Refusal::MayHaveArrived => say!(language, "delivery-refused-arrived"),
        Refusal::TooLate => say!(language, "delivery-refused-late"),
        Refusal::NotWanted => say!(language, "delivery-refused-not-wanted"),
        Refusal::Newer => say!(language, "delivery-refused-newer"),
    }
}

/// What it is about, never what it says.
pub fn about(about: About, language: Language) -> String {
    match about.number {
        Some(number) => say!(language, about.text_key, number = number.to_string()),
        None => say!(language, about.text_key),
    }
}

fn recipient(to: &To, language: Language) -> String {
    match to {
        To::Channel(channel) => format!("<#{channel}>"),
        other => recipient_plain(other, language),
    }
}

/// Where Discord shows no mentions.
fn recipient_plain(to: &To, language: Language) -> String {
    match to {
        To::Member(member) => clip(&disarm_line(&member.name), NAME),
        To::Stranger(id) => id.to_string(),
        To::Channel(_) => say!(language, "delivery-to-channel"),
        To::Gone => say!(language, "delivery-to-gone"),
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
