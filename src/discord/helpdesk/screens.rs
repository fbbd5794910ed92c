//! The help desk's panel, forms, lists, and answers to who pressed something.

use crate::discord::helpdesk::messages as cards;
use crate::discord::helpdesk::outlook::Times;
use crate::discord::helpdesk::presses::TicketPress;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::{clip, disarm_line};
use crate::discord::ui::widgets::{Button, Input, Modal};
use crate::helpdesk::{Event, Handed, Kind, LINE_LIMIT, Status, TEXT_LIMIT, TicketId, TicketStory, TicketView, What};
use crate::members::{Member, MemberId};
use crate::say;
use crate::time::Timestamp;
use crate::words::{Language, times};

/// Tickets in one list, and characters of each text there.
const LISTED: usize = 12;
const LIST_TEXT: usize = 60;
/// Events of a story shown at once, the newest.
const EVENTS: usize = 15;
const REASON: usize = 80;

/// The panel that stands in a channel: read by all, so in all three languages.
pub fn panel() -> Reply {
    let lines: Vec<String> = Language::ALL.into_iter().map(|language| say!(language, "helpdesk-panel")).collect();
    let label = |key: &str| Language::ALL.map(|language| say!(language, key)).join(" · ");
    Reply::new(lines.join("\n\n")).buttons([
        Button::primary(TicketPress::GetHelp, label("helpdesk-get-help")),
        Button::secondary(TicketPress::ReportPrivately, label("helpdesk-report-privately")),
    ])
}

/// A form that says who will read it.
pub fn form(language: Language, kind: Kind) -> Modal {
    let (press, key) = match kind {
        Kind::Private => (TicketPress::PrivateWritten, "private"),
        Kind::Question => (TicketPress::QuestionWritten, "question"),
        Kind::Help | Kind::Logged => (TicketPress::HelpWritten, "help"),
    };
    let label = say!(language, &format!("helpdesk-form-{key}-label"));
    let mut input = Input::paragraph("text", label).longest(TEXT_LIMIT);
    if kind != Kind::Question {
        input = input.placeholder(say!(language, &format!("helpdesk-form-{key}-placeholder")));
    }
    Modal::new(press, say!(language, &format!("helpdesk-form-{key}-title"))).input(input)
}

pub fn form_tried(language: Language, id: TicketId) -> Modal {
    let input = Input::paragraph("tried", say!(language, "helpdesk-form-sent-label")).longest(TEXT_LIMIT);
    Modal::new(TicketPress::Tried(id), say!(language, "helpdesk-form-sent-title")).input(input)
}

pub fn form_answer(language: Language, id: TicketId) -> Modal {
    let input = Input::paragraph("answer", say!(language, "helpdesk-form-answer-label")).longest(TEXT_LIMIT).optional();
    Modal::new(TicketPress::AnswerWritten(id), say!(language, "helpdesk-form-answer-title")).input(input)
}

/// With what was given already.
pub fn form_log(language: Language, name: &str, contact: &str, problem: &str, answer: &str) -> Modal {
    let title = say!(language, "helpdesk-form-log-title");
    Modal::new(TicketPress::LogWritten, title)
        .input(Input::line("name", say!(language, "helpdesk-form-log-name")).longest(LINE_LIMIT).value(name))
        .input(Input::line("contact", say!(language, "helpdesk-form-log-contact")).longest(LINE_LIMIT).value(contact))
        .input(
            Input::paragraph("problem", say!(language, "helpdesk-form-log-problem")).longest(TEXT_LIMIT).value(problem),
        )
        .input(
            Input::paragraph("answer", say!(language, "helpdesk-form-log-answer"))
                .longest(TEXT_LIMIT)
                .optional()
                .value(answer),
        )
}

/// To who just opened it. The same goes to them in private, and is kept up to date there.
pub fn opened(view: &TicketView, times: &Times) -> Reply {
    let key = match view.ticket.kind {
        Kind::Private => "helpdesk-opened-private",
        Kind::Question => "helpdesk-opened-question",
        Kind::Help | Kind::Logged => "helpdesk-opened",
    };
    let mut text = say!(times.language, key, id = number(view));
    if let Some(outlook) = view.outlook {
        text.push('\n');
        text.push_str(&crate::discord::helpdesk::outlook::words(&outlook, times));
    }
    Reply::new(text)
}

pub fn you_help(view: &TicketView, language: Language) -> Reply {
    let mut text = say!(language, "helpdesk-you-help", id = number(view), name = cards::asker_name(view, language));
    if view.ticket.asker_id().is_some() {
        text.push(' ');
        text.push_str(&cards::thread(view, language));
    }
    Reply::new(text)
}

/// Whom it went to, by name.
pub fn sent(handed: &Handed, times: &Times) -> Reply {
    let language = times.language;
    let mut lines = vec![say!(language, "helpdesk-you-sent", id = number(&handed.view))];
    for (key, people) in [("helpdesk-you-sent-awake", &handed.awake), ("helpdesk-you-sent-unknown", &handed.unknown)] {
        if !people.is_empty() {
            lines.push(say!(language, key, names = names(people.iter(), language)));
        }
    }
    if !handed.asleep.is_empty() {
        let named = handed.asleep.iter().map(|(member, wakes_at)| {
            say!(
                language,
                "helpdesk-name-at",
                name = cards::name(Some(&member.name), language),
                at = times.at(*wakes_at)
            )
        });
        lines.push(say!(language, "helpdesk-you-sent-asleep", names = named.collect::<Vec<_>>().join(", ")));
    }
    if lines.len() == 1 {
        lines.push(say!(language, "helpdesk-you-sent-nobody"));
    }
    Reply::new(lines.join("\n"))
}

pub fn answered(language: Language, key: &str, view: &TicketView) -> Reply {
    Reply::new(say!(language, key, id = number(view)))
}

pub fn list(views: &[TicketView], times: &Times) -> Reply {
    let language = times.language;
    if views.is_empty() {
        return Reply::new(say!(language, "helpdesk-list-empty"));
    }
    let mut lines = vec![say!(language, "helpdesk-list-head", count = views.len())];
    lines.extend(views.iter().take(LISTED).map(|view| listed(view, times)));
    if views.len() > LISTED {
        lines.push(say!(language, "helpdesk-list-more", count = views.len() - LISTED));
    }
    Reply::new(lines.join("\n"))
}

fn listed(view: &TicketView, times: &Times) -> String {
    let language = times.language;
    let (id, name) = (number(view), cards::asker_name(view, language));
    let text = clip(&disarm_line(&view.ticket.text), LIST_TEXT);
    match view.ticket.status {
        Status::Waiting { next_at, .. } => {
            say!(language, "helpdesk-list-waiting", id = id, name = name, at = short(times, next_at), text = text)
        }
        Status::Claimed { .. } => {
            let helper = cards::helper_name(view, language);
            say!(language, "helpdesk-list-claimed", id = id, name = name, helper = helper, text = text)
        }
        Status::Solved { .. } | Status::Closed { .. } => {
            say!(language, "helpdesk-list-solved", id = id, name = name, text = text)
        }
    }
}

/// A ticket and what happened to it.
pub fn story(story: &TicketStory, times: &Times) -> Reply {
    let view = &story.view;
    let mut lines =
        vec![format!("**{}** · {}", number(view), cards::asker_name(view, times.language)), cards::state(view, times)];
    let skipped = story.events.len().saturating_sub(EVENTS);
    lines.extend(story.events.iter().skip(skipped).map(|event| event_words(story, event, times)));
    lines.extend(cards::quote(view));
    Reply::new(lines.join("\n"))
}

fn event_words(story: &TicketStory, event: &Event, times: &Times) -> String {
    let language = times.language;
    let at = short(times, event.at);
    let name = match event.actor {
        Some(id) => actor(story, id, language),
        None => say!(language, "helpdesk-magpie"),
    };
    let detail = event.detail.as_deref().unwrap_or_default();
    match event.what {
        What::Asked => say!(language, "helpdesk-story-asked", at = at, count = detail.parse::<u32>().unwrap_or(1)),
        What::Failed => {
            say!(language, "helpdesk-story-failed", at = at, reason = clip(&disarm_line(detail), REASON))
        }
        What::Nudged => say!(language, "helpdesk-story-nudged", at = at),
        what => say!(language, &format!("helpdesk-story-{}", what.code()), at = at, name = name),
    }
}

fn actor(story: &TicketStory, id: MemberId, language: Language) -> String {
    cards::name(story.name(id), language)
}

fn names<'a>(people: impl Iterator<Item = &'a Member>, language: Language) -> String {
    people.map(|member| cards::name(Some(&member.name), language)).collect::<Vec<_>>().join(", ")
}

/// In a list: the reader's day and time, or Discord's timestamp.
fn short(times: &Times, at: Timestamp) -> String {
    match times.zone {
        Some(zone) => times::lock_screen(times.language, zone, at, times.now),
        None => times::stamp(at),
    }
}

fn number(view: &TicketView) -> String {
    view.ticket.id.0.to_string()
}
