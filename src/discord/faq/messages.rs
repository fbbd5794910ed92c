//! Renders the messages of known answers from facts alone.

use crate::discord::faq::presses::FaqPress;
use crate::discord::faq::screens;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::{clip, sanitize_line};
use crate::discord::ui::widgets::Button;
use crate::discord::viewer::Viewer;
use crate::discord::wire::rendering::Outgoing;
use crate::faq::{Card, CardState, Draft, DraftState, FaqFacts};
use crate::say;
use crate::time::Timestamp;
use crate::words::Language;

const MAX_QUESTION_CHARS: usize = 100;
const MAX_NAME_CHARS: usize = 60;

pub fn render(facts: &FaqFacts, viewer: &Viewer) -> Outgoing {
    match facts {
        FaqFacts::Copy(card) => copy(card, viewer.now),
        FaqFacts::Expiry { card, until } => expiry(card, *until, viewer),
        FaqFacts::Submitted { draft, author } => submitted(draft, author.as_deref(), viewer),
        FaqFacts::Decided(draft) => decided(draft, viewer.language),
    }
    .into()
}

/// A copy in a channel, in every language of the card. Each language says it in its own words.
fn copy(card: &Card, now: Timestamp) -> Reply {
    let texts = &card.content.texts;
    let lines = |key: &str| {
        let line = |language: Language| say!(language, key, number = card.id.0);
        texts.iter().map(|text| line(text.language)).collect::<Vec<_>>().join("\n")
    };
    if !card.is_shown(now) {
        return Reply::new(lines("faq-copy-not-valid"));
    }
    texts.iter().fold(Reply::new(lines("faq-copy-head")), |reply, text| reply.embed(screens::embed(text)))
}

/// The reminder to the owner. Once the card has another end, it has no buttons.
fn expiry(card: &Card, until: Timestamp, viewer: &Viewer) -> Reply {
    let (language, number) = (viewer.language, card.id.0);
    let question = clip(&sanitize_line(&card.text(language).question), MAX_QUESTION_CHARS);
    let key = match card.content.state {
        CardState::Deleted => "faq-expiry-deleted",
        CardState::Published if card.content.valid_until != Some(until) => "faq-expiry-changed",
        CardState::Published if card.is_expired(viewer.now) => "faq-expiry-over",
        CardState::Published => "faq-expiry-soon",
    };
    let at = viewer.at(until);
    let reply = Reply::new(say!(language, key, number = number, question = question, at = at));
    let is_open = matches!(key, "faq-expiry-over" | "faq-expiry-soon");
    if is_open { reply.buttons(screens::expiry_buttons(card, language)) } else { reply }
}

/// Tells the secretariat that a draft waits.
fn submitted(draft: &Draft, author: Option<&str>, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let question = clip(&sanitize_line(&draft.text.question), MAX_QUESTION_CHARS);
    let name = match author {
        Some(name) => clip(&sanitize_line(name), MAX_NAME_CHARS),
        None => say!(language, "helpdesk-nobody"),
    };
    let number = draft.card.map_or(0, |card| card.0);
    let key = match draft.state {
        DraftState::Open | DraftState::Submitted => "faq-submitted",
        DraftState::Published => "faq-submitted-published",
        DraftState::Declined | DraftState::Discarded => "faq-submitted-closed",
    };
    let reply = Reply::new(say!(language, key, name = name, question = question, number = number));
    if draft.is_undecided() {
        reply.buttons([Button::primary(FaqPress::OpenDraft(draft.id), say!(language, "faq-open-draft"))])
    } else {
        reply
    }
}

/// Tells the author of a draft what was decided.
fn decided(draft: &Draft, language: Language) -> Reply {
    let question = clip(&sanitize_line(&draft.text.question), MAX_QUESTION_CHARS);
    let key = if draft.state == DraftState::Published { "faq-decided-published" } else { "faq-decided-declined" };
    Reply::new(say!(language, key, question = question, number = draft.card.map_or(0, |card| card.0)))
}
