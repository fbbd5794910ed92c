//! The panel of the help desk, its forms and lists, and the answers to presses.
//!
//! The form to ask for help has only a text, and the answer asks when help is needed and what it is about. Discord
//! allows selects in a form, but serenity 0.12.5 decodes a submitted form without their values, and passes on no raw
//! payload of an event that it could decode.

use strum::VariantArray;

use crate::discord::helpdesk::lines;
use crate::discord::helpdesk::presses::{Need, TicketPress};
use crate::discord::ui::pages::Pages;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::{clip, sanitize, sanitize_line};
use crate::discord::ui::widgets::{Button, Choice, Input, Modal, Select, SelectKind};
use crate::discord::viewer::Viewer;
use crate::escalation::{Desk, Urgency};
use crate::helpdesk::{
    Ask, Categories, Category, HelpdeskSettings, LoggedTicket, MAX_LINE_CHARS, MAX_NOTE_CHARS, MAX_TEXT_CHARS, Recall,
    RecordedTicket, RequestOutcome, RoundStart, SentToSecretariat, TicketDetails, TicketEvent, TicketEventKind,
    TicketHistory, TicketId, TicketKind, TicketStatus,
};
use crate::members::{Group, Member, MemberId, Roles};
use crate::say;
use crate::time::{SignedDuration, Timestamp};
use crate::words::{self, Language, times};

/// The number of tickets on one page.
pub const TICKETS_PER_PAGE: usize = 10;
/// The limit, in characters, of a ticket's text in a list.
const MAX_LISTED_CHARS: usize = 60;
/// The most events of a history that are shown. Older events are left out.
const MAX_EVENTS: usize = 15;
/// The limit, in characters, of the reason of a failure.
const MAX_REASON_CHARS: usize = 80;

/// The panel is in a channel that everybody reads, so it is in all languages.
pub fn panel() -> Reply {
    let lines: Vec<String> = Language::ALL.into_iter().map(|language| say!(language, "helpdesk-panel")).collect();
    let label = |key: &str| Language::ALL.map(|language| say!(language, key)).join(" · ");
    Reply::new(lines.join("\n\n")).buttons([
        Button::primary(TicketPress::GetHelp, label("helpdesk-get-help")),
        Button::danger(TicketPress::GetHelpNow, label("helpdesk-get-help-now")),
        Button::secondary(TicketPress::ReportPrivately, label("helpdesk-report-privately")),
    ])
}

/// The form to ask for help, which says who will read the text.
pub fn ask_form(language: Language, kind: TicketKind) -> Modal {
    let (press, key) = match kind {
        TicketKind::Private => (TicketPress::SubmitPrivateReport, "private"),
        TicketKind::Question => (TicketPress::SubmitQuestion, "question"),
        TicketKind::Help | TicketKind::Logged => (TicketPress::SubmitHelp, "help"),
    };
    let label = say!(language, &format!("helpdesk-form-{key}-label"));
    let mut input = Input::paragraph("text", label).max_chars(MAX_TEXT_CHARS);
    if kind != TicketKind::Question {
        input = input.placeholder(say!(language, &format!("helpdesk-form-{key}-placeholder")));
    }
    Modal::new(press, say!(language, &format!("helpdesk-form-{key}-title"))).input(input)
}

/// The form to ask for help, for somebody who may have said when they need it, or what it is about. Says who will read
/// the text. `is_private`: only the secretariat.
pub fn help_form(language: Language, need: Need, is_private: bool) -> Modal {
    if need == Need::default() {
        return ask_form(language, TicketKind::Help);
    }
    let Need { urgency, category } = need;
    let key = if is_private { "private" } else { "help" };
    let title = match urgency {
        Urgency::Now if !is_private => say!(language, "helpdesk-form-now-title"),
        _ => say!(language, &format!("helpdesk-form-{key}-title")),
    };
    let input = Input::paragraph("text", say!(language, &format!("helpdesk-form-{key}-label")))
        .max_chars(MAX_TEXT_CHARS)
        .placeholder(say!(language, &format!("helpdesk-form-{key}-placeholder")));
    Modal::new(TicketPress::SubmitHelpFor { urgency, category }, title).input(input)
}

pub fn tried_form(language: Language, id: TicketId) -> Modal {
    let input = Input::paragraph("tried", say!(language, "helpdesk-form-sent-label")).max_chars(MAX_NOTE_CHARS);
    Modal::new(TicketPress::SendToSecretariat(id), say!(language, "helpdesk-form-sent-title")).input(input)
}

pub fn answer_form(language: Language, id: TicketId) -> Modal {
    let label = say!(language, "helpdesk-form-answer-label");
    let input = Input::paragraph("answer", label).max_chars(MAX_NOTE_CHARS).optional();
    Modal::new(TicketPress::SolveWithAnswer(id), say!(language, "helpdesk-form-answer-title")).input(input)
}

/// The form to log a ticket, filled in with the given values.
pub fn log_form(language: Language, name: &str, contact: &str, problem: &str, answer: &str) -> Modal {
    let line = |field: &str, key: &str, value: &str| {
        Input::line(field, say!(language, key)).max_chars(MAX_LINE_CHARS).value(value)
    };
    let paragraph = |field: &str, key: &str, value: &str, max_chars: usize| {
        Input::paragraph(field, say!(language, key)).max_chars(max_chars).value(value)
    };
    Modal::new(TicketPress::SubmitLog, say!(language, "helpdesk-form-log-title"))
        .input(line("name", "helpdesk-form-log-name", name))
        .input(line("contact", "helpdesk-form-log-contact", contact))
        .input(paragraph("problem", "helpdesk-form-log-problem", problem, MAX_TEXT_CHARS))
        .input(paragraph("answer", "helpdesk-form-log-answer", answer, MAX_NOTE_CHARS).optional())
}

/// The answer to a person who opened a ticket. The person also gets a DM with the same text, which is kept up to date.
/// To a person who sent the same text twice, names the first ticket and its status.
pub fn opened_ticket(ticket: &RecordedTicket, viewer: &Viewer, categories: Categories) -> Reply {
    let (details, language) = (&ticket.details, viewer.language);
    if ticket.outcome == RequestOutcome::AlreadyRecorded {
        return Reply::new(already_recorded_text(details, viewer));
    }
    let key = match details.ticket.kind {
        TicketKind::Private if lines::has_nobody_to_ask(details) => "helpdesk-opened-private-nobody",
        TicketKind::Private => "helpdesk-opened-private",
        TicketKind::Question if lines::has_nobody_to_ask(details) => "helpdesk-opened-question-nobody",
        TicketKind::Question => "helpdesk-opened-question",
        TicketKind::Help | TicketKind::Logged => "helpdesk-opened",
    };
    let id = details.ticket.id.to_string();
    let head = match lines::alert_number(details) {
        Some(number) => say!(language, "helpdesk-opened-about-alert", id = id, number = number),
        None => say!(language, key, id = id),
    };
    let mut text = with_forecast(head, details, viewer);
    if let Some(target) = ticket.add_to {
        text.push('\n');
        text.push_str(&say!(language, "helpdesk-add-to-question", id = target.to_string()));
    }
    let reply = Reply::new(text);
    let reply = match ticket.add_to {
        Some(target) => reply.buttons([
            Button::primary(
                TicketPress::AddTo { ticket: details.ticket.id, target },
                say!(language, "helpdesk-add-to", id = target.to_string()),
            ),
            Button::secondary(TicketPress::KeepApart(details.ticket.id), say!(language, "helpdesk-keep-apart")),
        ]),
        None => reply,
    };
    with_needed_inputs(reply, details, language, categories)
}

/// The answer to a person who said when they need help, or what it is about: who is asked now, and the same inputs.
pub fn needed(details: &TicketDetails, viewer: &Viewer, categories: Categories) -> Reply {
    let language = viewer.language;
    let key = match details.ticket.kind {
        TicketKind::Private if details.round_start == RoundStart::Sent => "helpdesk-moved-private",
        TicketKind::Private if lines::has_nobody_to_ask(details) => "helpdesk-opened-private-nobody",
        TicketKind::Private => "helpdesk-opened-private",
        TicketKind::Question => "helpdesk-opened-question",
        TicketKind::Help | TicketKind::Logged => "helpdesk-opened",
    };
    let head = say!(language, key, id = details.ticket.id.to_string());
    let head = [Some(head), lines::needed_line(details, language)].into_iter().flatten().collect::<Vec<_>>().join("\n");
    with_needed_inputs(Reply::new(with_forecast(head, details, viewer)), details, language, categories)
}

/// Adds the buttons that say when help is needed, and the select that says what it is about, while the ticket waits.
fn with_needed_inputs(reply: Reply, details: &TicketDetails, language: Language, categories: Categories) -> Reply {
    let ticket = &details.ticket;
    if !matches!(ticket.status, TicketStatus::Waiting { .. }) {
        return reply;
    }
    let reply = reply.buttons(Urgency::VARIANTS.iter().map(|urgency| {
        let press = TicketPress::SetUrgency { ticket: ticket.id, urgency: *urgency };
        let label = lines::urgency_label(*urgency, language);
        match (*urgency == ticket.urgency, urgency) {
            (true, _) => Button::success(press, label).disabled(),
            (false, Urgency::Now) => Button::danger(press, label),
            (false, _) => Button::secondary(press, label),
        }
    }));
    // A private report stays private, whatever it is about.
    if ticket.kind != TicketKind::Help {
        return reply;
    }
    let choices = Category::VARIANTS.iter().map(|category| {
        let choice = Choice::new(category.to_string(), lines::category_label(*category, language));
        let choice = match categories.get(*category).readers {
            Desk::Secretariat => choice.described(say!(language, "helpdesk-category-secretariat")),
            Desk::Volunteers => choice,
        };
        if *category == ticket.category { choice.chosen() } else { choice }
    });
    let placeholder = say!(language, "helpdesk-about-placeholder");
    reply.select(Select::new(TicketPress::SetCategory(ticket.id), placeholder, SelectKind::Choices(choices.collect())))
}

/// How long a ticket waits at each urgency, whom Magpie asks, and who reads which category.
pub fn policy(settings: &HelpdeskSettings, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let after = |length: SignedDuration| match length.is_zero() {
        true => say!(language, "helpdesk-policy-at-once"),
        false => say!(language, "helpdesk-policy-after", length = times::duration(language, length)),
    };
    let mut lines = vec![say!(language, "helpdesk-policy-head")];
    for urgency in Urgency::VARIANTS {
        let ladder = settings.policy.ladders.get(*urgency);
        let people = match ladder.at_a_time {
            usize::MAX => say!(language, "helpdesk-policy-all"),
            count => {
                say!(language, "helpdesk-policy-some", count = count, every = times::duration(language, ladder.every))
            }
        };
        lines.push(say!(
            language,
            "helpdesk-policy-line",
            urgency = lines::urgency_label(*urgency, language),
            duty = after(ladder.duty_after),
            first = after(ladder.first_after),
            people = people,
            secretariat = after(ladder.secretariat_after),
            silent = times::duration(language, settings.silent_for.get(*urgency))
        ));
    }
    lines.push(say!(language, "helpdesk-policy-order"));
    let is_private = |category: &&Category| settings.categories.is_for_secretariat(**category);
    let private: Vec<String> = Category::VARIANTS
        .iter()
        .filter(is_private)
        .map(|category| lines::category_label(*category, language))
        .collect();
    if !private.is_empty() {
        lines.push(say!(language, "helpdesk-policy-category", categories = words::list(language, &private)));
    }
    for category in Category::VARIANTS {
        let Some(lead) = settings.categories.get(*category).lead else { continue };
        let (category, lead) = (lines::category_label(*category, language), format!("<@{lead}>"));
        lines.push(say!(language, "helpdesk-policy-lead", category = category, lead = lead));
    }
    Reply::new(lines.join("\n"))
}

/// Quotes the texts that a person typed, below a refusal. `None` if they typed nothing.
pub fn typed_texts(language: Language, typed: &[&str]) -> Option<String> {
    let typed: Vec<String> = typed.iter().map(|text| sanitize(text)).filter(|text| !text.is_empty()).collect();
    (!typed.is_empty()).then(|| format!("{}\n>>> {}", say!(language, "helpdesk-typed"), typed.join("\n")))
}

/// The answer to a person who logged a ticket for somebody outside Discord. Offers to end the open tickets that seem to
/// be from the same person, so that nobody else is asked to answer them.
pub fn logged_ticket(logged: &LoggedTicket, viewer: &Viewer) -> Reply {
    let (details, language) = (&logged.ticket.details, viewer.language);
    let head = if logged.ticket.outcome == RequestOutcome::AlreadyRecorded {
        already_recorded_text(details, viewer)
    } else {
        let key = if details.ticket.is_open() { "helpdesk-you-logged" } else { "helpdesk-you-logged-answered" };
        with_forecast(say!(language, key, id = details.ticket.id.to_string()), details, viewer)
    };
    if logged.still_open.is_empty() {
        return Reply::new(head);
    }
    let mut lines = vec![head];
    lines.extend(logged.still_open.iter().map(|open| {
        let (id, name) = (open.ticket.id.to_string(), lines::asker_name(open, language));
        say!(language, "helpdesk-same-person", id = id, name = name, text = listed_text(open, language))
    }));
    lines.push(say!(language, "helpdesk-same-request"));
    let button = |open: &TicketDetails| {
        let press = TicketPress::SolveAsLogged { ticket: open.ticket.id, logged: details.ticket.id };
        Button::primary(press, say!(language, "helpdesk-same-request-button", id = open.ticket.id.to_string()))
    };
    Reply::new(lines.join("\n")).buttons(logged.still_open.iter().map(button))
}

/// The answer to a request that repeats an earlier request: the number and the status of the first ticket.
fn already_recorded_text(details: &TicketDetails, viewer: &Viewer) -> String {
    let kind = <&str>::from(details.ticket.kind);
    let head = say!(viewer.language, "helpdesk-already-recorded", id = details.ticket.id.to_string(), kind = kind);
    format!("{head}\n{}", lines::status_line(details, viewer))
}

/// The answer to "I will help". After a second press, does not thank again.
pub fn claimed_ticket(ticket: &RecordedTicket, viewer: &Viewer) -> Reply {
    let (details, language) = (&ticket.details, viewer.language);
    let (id, name) = (details.ticket.id.to_string(), lines::asker_name(details, language));
    let mut text = match ticket.outcome {
        RequestOutcome::Recorded => say!(language, "helpdesk-you-help", id = id, name = name),
        RequestOutcome::AlreadyRecorded => say!(language, "helpdesk-you-help-already", id = id, name = name),
    };
    if details.ticket.asker_id().is_some() {
        text.push(' ');
        text.push_str(&lines::thread_line(details, language));
    }
    Reply::new(text)
}

/// The answer to a volunteer who sent a ticket to the secretariat. Names the members of the secretariat who are asked.
pub fn sent_to_secretariat(sent: &SentToSecretariat, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let name = |member: &Member| lines::name_or_nobody(Some(&member.name), language);
    let head = if lines::has_nobody_to_ask(&sent.details) { "helpdesk-you-sent-waits" } else { "helpdesk-you-sent" };
    let mut lines = vec![say!(language, head, id = sent.details.ticket.id.to_string())];
    for (key, members) in
        [("helpdesk-you-sent-awake", &sent.asked_now), ("helpdesk-you-sent-unknown", &sent.asked_silently)]
    {
        if !members.is_empty() {
            let names: Vec<String> = members.iter().map(name).collect();
            lines.push(say!(language, key, names = words::list(language, &names)));
        }
    }
    if !sent.asked_later.is_empty() {
        let name_at = |(member, wakes_at): &(Member, Timestamp)| {
            say!(language, "helpdesk-name-at", name = name(member), at = viewer.at(*wakes_at))
        };
        let names: Vec<String> = sent.asked_later.iter().map(name_at).collect();
        lines.push(say!(language, "helpdesk-you-sent-asleep", names = words::list(language, &names)));
    }
    if lines.len() == 1 {
        // The sender may be the only member of the secretariat.
        let is_sender_in = viewer.member.as_ref().is_some_and(|member| member.roles.has(Group::Secretariat));
        let key = if is_sender_in { "helpdesk-next-secretariat-no-other" } else { "helpdesk-you-sent-nobody" };
        lines.push(say!(language, key));
    }
    Reply::new(lines.join("\n"))
}

/// The answer `key`: one sentence with the number of the ticket. If the ticket waits, also says who is asked next, and
/// when.
pub fn ticket_answer(key: &str, details: &TicketDetails, viewer: &Viewer) -> Reply {
    Reply::new(with_forecast(say!(viewer.language, key, id = details.ticket.id.to_string()), details, viewer))
}

fn with_forecast(head: String, details: &TicketDetails, viewer: &Viewer) -> String {
    [Some(head), lines::forecast_text(details, viewer)].into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// The answer when a ticket has ended. It says how many people are no longer asked, and how many people may still
/// receive the question.
pub fn end_result(language: Language, key: &str, id: TicketId, recall: Recall) -> Reply {
    let mut lines = vec![say!(language, key, id = id.to_string())];
    let parts = [("helpdesk-recalled", recall.recalled), ("helpdesk-under-way", recall.under_way)];
    let nonzero = parts.into_iter().filter(|(_, count)| *count > 0);
    lines.extend(nonzero.map(|(key, count)| say!(language, key, count = count)));
    Reply::new(lines.join("\n"))
}

/// One page of the open tickets.
pub fn list(tickets: &[TicketDetails], pages: Pages, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let roles = viewer.member.as_ref().map_or(Roles::NONE, |member| member.roles);
    let (empty, head) = if roles.has(Group::Secretariat) {
        ("helpdesk-list-empty", "helpdesk-list-head")
    } else if roles.has(Group::Helpdesk) {
        // Volunteers do not see what only the secretariat reads.
        ("helpdesk-list-empty-volunteers", "helpdesk-list-head")
    } else {
        ("helpdesk-list-empty-own", "helpdesk-list-head-own")
    };
    if tickets.is_empty() {
        return Reply::new(say!(language, empty));
    }
    let mut lines = vec![say!(language, head, count = pages.items())];
    lines.extend(tickets.iter().map(|details| list_line(details, viewer)));
    lines.extend(pages.line(language));
    Reply::new(lines.join("\n")).buttons(pages.buttons(language, TicketPress::ListPage))
}

pub fn list_line(details: &TicketDetails, viewer: &Viewer) -> String {
    let language = viewer.language;
    let (id, name) = (details.ticket.id.to_string(), lines::asker_name(details, language));
    let text = listed_text(details, language);
    let text = match details.ticket.kind {
        _ if lines::is_text_hidden(details) => say!(language, "helpdesk-list-hidden"),
        TicketKind::Private => say!(language, "helpdesk-list-private", text = text),
        TicketKind::Help | TicketKind::Question | TicketKind::Logged => match lines::origin_line(details, language) {
            Some(about) => format!("{about} {text}"),
            None => text,
        },
    };
    let text = match lines::needed_line(details, language) {
        Some(needed) => format!("{needed} · {text}"),
        None => text,
    };
    match details.ticket.status {
        TicketStatus::Waiting { next_at, .. } => {
            let at = short_time(viewer, next_at);
            say!(language, "helpdesk-list-waiting", id = id, name = name, at = at, text = text)
        }
        TicketStatus::Claimed { .. } => {
            let helper = lines::helper_name(details, language);
            say!(language, "helpdesk-list-claimed", id = id, name = name, helper = helper, text = text)
        }
        TicketStatus::Solved { .. } | TicketStatus::Closed { .. } => {
            say!(language, "helpdesk-list-solved", id = id, name = name, text = text)
        }
    }
}

/// The start of the ticket's text on one line.
fn listed_text(details: &TicketDetails, language: Language) -> String {
    let text = lines::ticket_text(details, language);
    clip(&text.split_whitespace().collect::<Vec<_>>().join(" "), MAX_LISTED_CHARS)
}

/// A ticket and its newest events. The asker and the secretariat can also change when help is needed.
pub fn history(history: &TicketHistory, viewer: &Viewer, categories: Categories) -> Reply {
    let details = &history.details;
    let head = format!("**{}** · {}", details.ticket.id, lines::asker_name(details, viewer.language));
    let mut lines = vec![head];
    lines.extend(lines::needed_line(details, viewer.language));
    lines.push(lines::status_line(details, viewer));
    let skipped = history.events.len().saturating_sub(MAX_EVENTS);
    lines.extend(history.events.iter().skip(skipped).map(|event| event_line(history, event, viewer)));
    if lines::is_text_hidden(details) {
        lines.push(say!(viewer.language, "helpdesk-show-hidden"));
    }
    lines.extend(lines::addition_lines(details, viewer.language));
    lines.extend(lines::quote(details, viewer.language));
    let reply = Reply::new(lines.join("\n"));
    let may_change = viewer
        .member
        .as_ref()
        .is_some_and(|member| details.ticket.asker_id() == Some(member.id) || member.roles.has(Group::Secretariat));
    if may_change { with_needed_inputs(reply, details, viewer.language, categories) } else { reply }
}

fn event_line(history: &TicketHistory, event: &TicketEvent, viewer: &Viewer) -> String {
    let language = viewer.language;
    let at = short_time(viewer, event.happened_at);
    let detail = event.detail.as_deref().unwrap_or_default();
    match event.kind {
        TicketEventKind::Asked => {
            let names = asked_names(history, event, viewer);
            if names.is_empty() {
                return say!(language, "helpdesk-story-asked", at = at, count = detail.parse::<u32>().unwrap_or(1));
            }
            say!(language, "helpdesk-story-asked-names", at = at, names = words::list(language, &names))
        }
        TicketEventKind::Failed => {
            let reason = clip(&sanitize_line(detail), MAX_REASON_CHARS);
            say!(language, "helpdesk-story-failed", at = at, reason = reason)
        }
        TicketEventKind::Nudged => say!(language, "helpdesk-story-nudged", at = at),
        TicketEventKind::FellSilent => say!(language, "helpdesk-story-fell_silent", at = at),
        TicketEventKind::Merged => say!(language, "helpdesk-story-merged", at = at, target = sanitize_line(detail)),
        TicketEventKind::UrgencySet => {
            let urgency = lines::urgency_label(Urgency::or_today(detail), language);
            say!(language, "helpdesk-story-urgency_set", at = at, urgency = urgency)
        }
        TicketEventKind::CategorySet => {
            let category = lines::category_label(Category::or_other(detail), language);
            say!(language, "helpdesk-story-category_set", at = at, category = category)
        }
        kind => {
            let name = match event.actor {
                Some(MemberId(0)) => say!(language, "helpdesk-deleted-data"),
                Some(id) => lines::name_or_nobody(history.actor_name(id), language),
                None => say!(language, "helpdesk-magpie"),
            };
            say!(language, &format!("helpdesk-story-{kind}"), at = at, name = name)
        }
    }
}

/// The names of those who were asked, in their order, each with the reasons. Empty for a reader who is neither a
/// volunteer nor in the secretariat: an asker learns a name only from the helper's claim.
fn asked_names(history: &TicketHistory, event: &TicketEvent, viewer: &Viewer) -> Vec<String> {
    let language = viewer.language;
    let roles = viewer.member.as_ref().map_or(Roles::NONE, |member| member.roles);
    if !roles.has(Group::Helpdesk) && !roles.has(Group::Secretariat) {
        return Vec::new();
    }
    let asked = |ask: &Ask| {
        let reasons: Vec<String> =
            ask.reasons.iter().map(|reason| say!(language, &format!("helpdesk-reason-{reason}"))).collect();
        let name = lines::name_or_nobody(history.actor_name(ask.member), language);
        say!(language, "helpdesk-asked-name", name = name, reasons = reasons.join(", "))
    };
    history.asks_at(event.happened_at).map(asked).collect()
}

/// The day and the time, for a list. For a reader without a zone, Discord's timestamp.
fn short_time(viewer: &Viewer, at: Timestamp) -> String {
    match viewer.zone {
        Some(_) => viewer.short(at),
        None => times::stamp(at),
    }
}
