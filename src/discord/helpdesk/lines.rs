//! Lines of text that messages and screens of the help desk share.

use crate::discord::helpdesk::forecast;
use crate::discord::ui::text::{clip, sanitize, sanitize_line};
use crate::discord::viewer::Viewer;
use crate::escalation::Urgency;
use crate::helpdesk::{
    Asker, Category, Ending, MAX_TEXT_CHARS, OmissionReason, RoundStart, Ticket, TicketDetails, TicketStatus,
    TicketText,
};
use crate::say;
use crate::time::{ZoneId, local};
use crate::words::{Language, times};

const MAX_NAME_CHARS: usize = 60;
/// How many of the texts that the asker added later a message shows, and the limit of each of them in characters.
const MAX_ADDITIONS: usize = 2;
const MAX_ADDITION_CHARS: usize = 250;

/// The line with the ticket's status: who is asked next, who helps, or how the ticket ended.
pub fn status_line(details: &TicketDetails, viewer: &Viewer) -> String {
    let language = viewer.language;
    let name = helper_name(details, language);
    match details.ticket.status {
        TicketStatus::Waiting { .. } => {
            let suffix = match details.round_start {
                RoundStart::Sent => "-sent",
                _ => round_suffix(details),
            };
            let waiting_text = say!(language, &format!("helpdesk-card-waiting{suffix}"));
            [Some(waiting_text), forecast_text(details, viewer)].into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
        TicketStatus::Claimed { claimed_at, .. } => {
            say!(language, "helpdesk-card-claimed", name = name, at = viewer.at(claimed_at))
        }
        TicketStatus::Solved { .. } => say!(language, "helpdesk-card-solved", name = name),
        TicketStatus::Closed { closed_at, ending, .. } => {
            let key = match ending {
                Ending::Solved => "helpdesk-card-closed-solved",
                Ending::Withdrawn => "helpdesk-card-closed-withdrawn",
                Ending::Left => "helpdesk-card-closed-left",
                Ending::Deleted => "helpdesk-card-closed-deleted",
                Ending::Merged => {
                    let target = merged_into(details);
                    return say!(language, "helpdesk-card-closed-merged", at = viewer.at(closed_at), target = target);
                }
            };
            say!(language, key, at = viewer.at(closed_at))
        }
    }
}

/// The end of the key of a text about a ticket that waits. It says why the ticket waits again, if somebody has answered
/// it before.
pub fn round_suffix(details: &TicketDetails) -> &'static str {
    match details.round_start {
        RoundStart::Opened | RoundStart::Sent => "",
        RoundStart::GivenUp(_) => "-given-up",
        RoundStart::FellSilent(_) => "-silent",
        RoundStart::Reopened => "-reopened",
    }
}

/// Whether the ticket waits and nobody can be asked to help with it.
pub fn has_nobody_to_ask(details: &TicketDetails) -> bool {
    details.forecast.as_ref().is_some_and(forecast::has_nobody)
}

/// Says who is asked next, and when. `None` if the ticket does not wait for a helper.
pub fn forecast_text(details: &TicketDetails, viewer: &Viewer) -> Option<String> {
    details.forecast.map(|forecast| forecast::text(&forecast, viewer))
}

/// The number of the ticket to which the asker added this one.
pub fn merged_into(details: &TicketDetails) -> String {
    details.ticket.merged_into.map_or_else(String::new, |target| target.to_string())
}

/// The line that says when help is needed and what the ticket is about. `None` if the asker said neither.
pub fn needed_line(details: &TicketDetails, language: Language) -> Option<String> {
    let Ticket { urgency, category, .. } = details.ticket;
    let needed = (urgency != Urgency::default()).then(|| say!(language, &format!("helpdesk-needed-{urgency}")));
    let about = (category != Category::default())
        .then(|| say!(language, "helpdesk-about-category", category = category_label(category, language)));
    let parts: Vec<String> = needed.into_iter().chain(about).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

pub fn urgency_label(urgency: Urgency, language: Language) -> String {
    say!(language, &format!("helpdesk-urgency-{urgency}"))
}

pub fn category_label(category: Category, language: Language) -> String {
    say!(language, &format!("helpdesk-category-{category}"))
}

/// The newest texts that the asker added later, one line each, clipped so that the ticket's own text fits into the
/// message too. `None` without such texts.
pub fn addition_lines(details: &TicketDetails, language: Language) -> Option<String> {
    additions(details, language, MAX_ADDITION_CHARS)
}

/// Like [`addition_lines`], with the whole newest text. For the message that tells the helper about it: the helper has
/// the ticket's own text in the thread.
pub fn whole_addition_lines(details: &TicketDetails, language: Language) -> Option<String> {
    additions(details, language, MAX_TEXT_CHARS)
}

fn additions(details: &TicketDetails, language: Language, newest_chars: usize) -> Option<String> {
    let newest = details.additions.len().saturating_sub(MAX_ADDITIONS);
    let last = details.additions.len().saturating_sub(1);
    let line = |(index, text): (usize, &String)| {
        let max_chars = if index == last { newest_chars } else { MAX_ADDITION_CHARS };
        say!(language, "helpdesk-added-line", text = clip(&sanitize_line(text), max_chars))
    };
    let lines: Vec<String> = details.additions.iter().enumerate().skip(newest).map(line).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The line that says where the thread of the asker and the helper is.
pub fn thread_line(details: &TicketDetails, language: Language) -> String {
    match details.ticket.thread {
        Some(thread) => say!(language, "helpdesk-thread-here", thread = format!("<#{thread}>")),
        None => say!(language, "helpdesk-thread-soon"),
    }
}

/// The asker's whole text as a quote, below the line about the ticket's origin. `None` without a text. The quote must
/// be the last part of a message: a quote with `>>>` reaches to the end of the message, and a message that is too long
/// is cut at its end.
pub fn quote(details: &TicketDetails, language: Language) -> Option<String> {
    let text = ticket_text(details, language);
    let quote = match text.lines().count() {
        0 => return None,
        1 => format!("> {text}"),
        _ => format!(">>> {text}"),
    };
    Some(match origin_line(details, language) {
        Some(about) => format!("{about}\n{quote}"),
        None => quote,
    })
}

/// The asker's text, or why the ticket does not quote the text of its origin. The time is in UTC and has the year, so
/// that it stays right for each reader and for as long as the ticket exists.
pub fn ticket_text(details: &TicketDetails, language: Language) -> String {
    let omitted = match &details.ticket.text {
        TicketText::Quoted(text) => return sanitize(text),
        TicketText::Omitted(omitted) => omitted,
    };
    let key = match omitted.reason {
        OmissionReason::NotAddressed => "alert-help-withheld",
        OmissionReason::UnknownVersion => "alert-help-text-unknown",
    };
    let sent = local(ZoneId::utc(), omitted.sent_at).0;
    let (day, time) = (times::long_day(language, sent.date()), times::clock(sent.time()));
    let time = say!(language, "time-in-utc", when = say!(language, "time-day-and-time", day = day, time = time));
    say!(language, key, time = time)
}

/// The line about the ticket's origin: an alert whose reader needs help. `None` for any other ticket.
pub fn origin_line(details: &TicketDetails, language: Language) -> Option<String> {
    Some(say!(language, "helpdesk-about-alert", number = alert_number(details)?))
}

/// The number of the alert that led to the ticket. `None` for any other ticket.
pub fn alert_number(details: &TicketDetails) -> Option<i64> {
    details.ticket.origin.as_ref()?.number_of("alert")
}

/// The asker's name. After the asker's data was deleted: what is known about the reason.
pub fn asker_name(details: &TicketDetails, language: Language) -> String {
    if details.ticket.asker != Asker::Deleted {
        return name_or_nobody(details.asker_name(), language);
    }
    match details.ticket.status {
        TicketStatus::Closed { ending: Ending::Deleted, .. } => say!(language, "helpdesk-deleted-profile"),
        TicketStatus::Closed { ending: Ending::Left, .. } => say!(language, "helpdesk-nobody"),
        _ => say!(language, "helpdesk-deleted-data"),
    }
}

/// Whether the ticket has a text that the reader may not read.
pub fn is_text_hidden(details: &TicketDetails) -> bool {
    let has_no_text = matches!(&details.ticket.text, TicketText::Quoted(text) if text.is_empty());
    has_no_text && details.ticket.asker != Asker::Deleted
}

pub fn helper_name(details: &TicketDetails, language: Language) -> String {
    name_or_nobody(details.helper_name(), language)
}

/// A name that is safe to show to others, or "nobody".
pub fn name_or_nobody(name: Option<&str>, language: Language) -> String {
    name.map_or_else(|| say!(language, "helpdesk-nobody"), |name| clip(&sanitize_line(name), MAX_NAME_CHARS))
}
