//! Renders the roster, which lists an alert's recipients in the secretariat's channel and is kept up to date.

use crate::alerts::facts::{RecipientStatus, Roster, RosterLine, RosterPost};
use crate::alerts::model::{AlertState, FailureCause};
use crate::discord::alerts::messages::{comma_list, severity_title};
use crate::discord::alerts::presses::AlertPress;
use crate::discord::alerts::{deadlines, plans, roster_answers, roster_mails};
use crate::discord::ui::reply::{Embed, MAX_CONTENT_CHARS, Reply};
use crate::discord::ui::text::{clip, sanitize_line};
use crate::discord::ui::widgets::Button;
use crate::discord::viewer::Viewer;
use crate::discord::wire::rendering::Outgoing;
use crate::members::ZoneBasis;
use crate::say;
use crate::time::{Timestamp, ZoneId, local};
use crate::words::{Language, times};

/// The limit, in characters, of all lists in an embed. Discord's limit is 4,096.
const MAX_LISTS_CHARS: usize = 4000;
/// The limit, in characters, of one list of names. With this limit, a long list leaves space for the other lists.
const MAX_LIST_CHARS: usize = 1500;
/// The limit, in characters, of the alert's text.
const MAX_TEXT_CHARS: usize = 300;
/// The limit, in characters, of Discord's reason for a failure.
const MAX_REASON_CHARS: usize = 80;

/// The keys of the lists, in the order in which the lists are shown.
const LIST_KEYS: [&str; 10] = [
    "alert-roster-seen",
    "alert-roster-not-seen",
    "alert-roster-silent",
    "alert-roster-no-zone",
    "alert-roster-held",
    "alert-roster-on-its-way",
    "alert-roster-retrying",
    "alert-roster-failed",
    "alert-roster-withdrawn",
    "alert-roster-not-sent",
];

/// The message with the roster and its buttons. A roster that a newer message replaces is only a note.
pub fn message(facts: &RosterPost, viewer: &Viewer) -> Outgoing {
    match facts {
        RosterPost::Live(roster) => Outgoing::from(with_buttons(roster, viewer.now)),
        RosterPost::Superseded { alert } => {
            Outgoing::from(Reply::new(say!(viewer.language, "alert-roster-continued", number = alert.0)))
        }
    }
}

/// The roster with its buttons, in the secretariat's channel and as the answer to `/alert show`.
pub fn with_buttons(roster: &Roster, now: Timestamp) -> Reply {
    without_buttons(roster, now).buttons(buttons(roster, now))
}

/// The roster without buttons. Many people read it, so its times are Discord's own timestamps and UTC.
fn without_buttons(roster: &Roster, now: Timestamp) -> Reply {
    let (head, lists) = (head_lines(roster, now).join("\n"), name_lists(roster).join("\n"));
    if head.chars().count() + lists.chars().count() + 2 <= MAX_CONTENT_CHARS {
        Reply::new(format!("{head}\n\n{lists}"))
    } else {
        Reply::new(head).embed(Embed::new("").description(clip(&lists, MAX_LISTS_CHARS)))
    }
}

fn head_lines(roster: &Roster, now: Timestamp) -> Vec<String> {
    let language = roster.language;
    let mut head = vec![say!(
        language,
        "alert-roster-title",
        severity = severity_title(language, roster.severity, roster.purpose),
        number = roster.alert.0,
        text = clip(&sanitize_line(&roster.text), MAX_TEXT_CHARS)
    )];
    if roster.version > 1 {
        head.push(say!(language, "alert-roster-corrected", times = roster.version - 1));
    }
    let (name, sent) = (sanitize_line(&roster.author_name), times::channel_time(language, roster.sent_at, now));
    head.push(say!(language, "alert-roster-sent", name = name, time = sent, count = roster.people.len()));
    if let Some(at) = roster.answer_by {
        head.push(deadlines::line(language, roster.ask.kind(), &times::channel_time(language, at, now)));
    }
    if let Some(at) = roster.asked_at {
        head.push(say!(language, "alert-roster-asked", time = clock_in_utc(language, at, roster.sent_at)));
    }
    head.extend(roster_answers::summary_lines(roster));
    head.extend(plans::line(language, &roster.plan, |at| clock_in_utc(language, at, roster.sent_at)));
    match roster.state {
        AlertState::Active => {}
        AlertState::Cancelled { at, .. } => head.push(ended_line(roster, "alert-roster-cancelled", at)),
        AlertState::Over { at, .. } => head.push(ended_line(roster, "alert-roster-over", at)),
    }
    head
}

fn ended_line(roster: &Roster, key: &str, at: Timestamp) -> String {
    let name = sanitize_line(roster.ended_by.as_deref().unwrap_or("?"));
    say!(roster.language, key, name = name, time = clock_in_utc(roster.language, at, roster.sent_at))
}

/// The buttons of an active alert. After the deadline, nobody is asked again, so that button is left out.
fn buttons(roster: &Roster, now: Timestamp) -> Vec<Button> {
    let (language, id) = (roster.language, roster.alert);
    let mut buttons = Vec::new();
    if roster.state == AlertState::Active {
        if roster.answer_by.is_none_or(|at| at > now) {
            buttons.push(Button::primary(AlertPress::AskAgain(id), say!(language, "alert-button-ask-again")));
        }
        buttons
            .push(Button::secondary(AlertPress::Correct(id, roster.version), say!(language, "alert-button-correct")));
        buttons.push(Button::secondary(AlertPress::Over(id), say!(language, "alert-button-over")));
        buttons.push(Button::danger(AlertPress::Cancel(id), say!(language, "alert-button-cancel")));
        if roster.not_on_discord > 0 {
            let label = say!(language, "alert-button-absent", count = roster.not_on_discord);
            buttons.push(Button::secondary(AlertPress::NotOnDiscord(id), label));
        }
    }
    buttons
}

/// One list of names for each answer, and one list for each status of the people who have not answered.
fn name_lists(roster: &Roster) -> Vec<String> {
    let language = roster.language;
    let mut lists = roster_answers::answer_lists(roster, |at| clock_in_utc(language, at, roster.sent_at));
    for key in LIST_KEYS {
        let entries = roster.people.iter().filter(|line| line.answer.is_none() && list_key(&line.status) == key);
        let entries = entries.filter(|line| !roster_mails::replaces(roster, line));
        let entries: Vec<String> = entries.map(|line| list_entry(roster, line)).collect();
        if !entries.is_empty() {
            let is_only_seen = key == "alert-roster-seen" && roster.ask.wants_answer();
            let key = if is_only_seen { "alert-roster-only-seen" } else { key };
            let names = comma_list(language, &entries, MAX_LIST_CHARS);
            lists.push(say!(language, key, count = entries.len(), names = names));
        }
    }
    lists.extend(roster_mails::lists(roster));
    lists.push(say!(language, "alert-roster-utc"));
    lists
}

/// The key of the list for people with this status.
fn list_key(status: &RecipientStatus) -> &'static str {
    match status {
        RecipientStatus::Seen { .. } => "alert-roster-seen",
        RecipientStatus::Sounded { .. } => "alert-roster-not-seen",
        RecipientStatus::Silent { wakes_at: Some(_) } => "alert-roster-silent",
        RecipientStatus::Silent { wakes_at: None } => "alert-roster-no-zone",
        RecipientStatus::Pending { held_until: Some(_) } => "alert-roster-held",
        RecipientStatus::Pending { held_until: None } => "alert-roster-on-its-way",
        RecipientStatus::Retrying => "alert-roster-retrying",
        RecipientStatus::Failed { .. } => "alert-roster-failed",
        RecipientStatus::Cancelled => "alert-roster-withdrawn",
        RecipientStatus::NotSent => "alert-roster-not-sent",
    }
}

/// A person's name with the details of their status, the time of the reminder that they asked for, and who reached them
/// outside Discord.
fn list_entry(roster: &Roster, line: &RosterLine) -> String {
    let clock = |at| clock_in_utc(roster.language, at, roster.sent_at);
    let mut entry = name_with_status(roster, line);
    if let Some(at) = line.remind_at {
        entry = format!("{entry} ({})", say!(roster.language, "alert-roster-reminded", time = clock(at)));
    }
    if let Some((name, at)) = &line.reached {
        let (name, time) = (sanitize_line(name), clock(*at));
        entry = format!("{entry} ({})", say!(roster.language, "alert-roster-reached", name = name, time = time));
    }
    entry
}

fn name_with_status(roster: &Roster, line: &RosterLine) -> String {
    let name = sanitize_line(&line.name);
    match &line.status {
        RecipientStatus::Seen { at }
        | RecipientStatus::Silent { wakes_at: Some(at) }
        | RecipientStatus::Pending { held_until: Some(at) } => {
            let time = clock_in_utc(roster.language, *at, roster.sent_at);
            let is_assumed = line.zone == ZoneBasis::Assumed && !matches!(line.status, RecipientStatus::Seen { .. });
            match is_assumed {
                true => format!("{name} {time} ({})", say!(roster.language, "zone-assumed")),
                false => format!("{name} {time}"),
            }
        }
        RecipientStatus::Failed { cause, reason } => name_with_failure(roster.language, &name, *cause, reason),
        RecipientStatus::Sounded { .. }
        | RecipientStatus::Silent { wakes_at: None }
        | RecipientStatus::Pending { held_until: None }
        | RecipientStatus::Retrying
        | RecipientStatus::Cancelled
        | RecipientStatus::NotSent => name,
    }
}

fn name_with_failure(language: Language, name: &str, cause: FailureCause, reason: &str) -> String {
    let key = match cause {
        FailureCause::NotHere => "alert-failed-not-here",
        FailureCause::NoRoute => "alert-failed-no-route",
        FailureCause::Refused => "alert-failed-refused",
        FailureCause::Exhausted => "alert-failed-exhausted",
        FailureCause::Unknown => "alert-failed-unknown",
    };
    let cause = say!(language, key, reason = clip(&sanitize_line(reason), MAX_REASON_CHARS));
    format!("{name} ({cause})")
}

/// `18:02` in UTC. The weekday is added when the date in UTC differs from the date on which the alert was sent.
fn clock_in_utc(language: Language, at: Timestamp, sent_at: Timestamp) -> String {
    let (wall, sent) = (local(ZoneId::utc(), at).0, local(ZoneId::utc(), sent_at).0);
    if wall.date() == sent.date() {
        times::clock(wall.time())
    } else {
        times::lock_screen_time(language, ZoneId::utc(), at, sent_at)
    }
}
