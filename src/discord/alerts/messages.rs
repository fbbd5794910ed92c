//! Words for alerts: the message to a recipient, and the live list in the secretariat's channel.

use crate::alerts::facts::{AlertMessage, Line, Mark, Roster, RosterFacts, Status};
use crate::alerts::model::{Because, Occasion, Phase, Severity};
use crate::discord::alerts::presses::AlertPress;
use crate::discord::ui::reply::CONTENT;
use crate::discord::ui::reply::{Embed, Reply};
use crate::discord::ui::text::{clip, disarm, disarm_line};
use crate::discord::ui::widgets::Button;
use crate::discord::viewer::Viewer;
use crate::discord::wire::rendering::Outgoing;
use crate::say;
use crate::time::{Timestamp, ZoneId, local};
use crate::words::{Language, times};

/// What a lock screen shows of a message.
pub const LOCK_SCREEN: usize = 100;
/// The room for lists in an embed, short of Discord's 4,096.
const LISTS: usize = 4000;
/// The room for one list of names, so that one long list leaves room for the others.
const LIST: usize = 1500;

/// A message to a recipient. What matters most is within the first 100 characters: that is what a locked phone shows.
pub fn message(facts: &AlertMessage, reader: &Viewer) -> Outgoing {
    Outgoing::from(reply(facts, reader))
}

/// The same, for an answer to the press of its button.
pub fn reply(facts: &AlertMessage, reader: &Viewer) -> Reply {
    let language = reader.language;
    let label = label(language, facts.severity, facts.occasion);
    let text = disarm_line(&facts.text);
    match facts.mark {
        Mark::Corrected => return Reply::new(say!(language, "alert-marked-corrected", text = clip(&text, 900))),
        Mark::Cancelled { .. } => return Reply::new(say!(language, "alert-marked-cancelled", text = clip(&text, 900))),
        Mark::Over { .. } => return Reply::new(say!(language, "alert-marked-over", text = clip(&text, 900))),
        Mark::Open | Mark::Seen { .. } => {}
    }
    let mut parts = vec![first_line(facts, reader)];
    let passed = matches!(facts.occasion, Occasion::SleptTooLate | Occasion::TooLate);
    if passed {
        parts.push(say!(language, "alert-it-was", label = label.as_str(), text = disarm(&facts.text)));
    } else {
        if !parts[0].contains(&text) || facts.text.trim().contains('\n') {
            parts.push(disarm(&facts.text));
        }
        if let Some(at) = facts.answer_by {
            parts.push(say!(language, "alert-answer-before", time = full_time(reader, at)));
        }
    }
    if let Some(at) = facts.due_since {
        parts.push(say!(language, "alert-late", when = full_time(reader, at)));
    }
    if !facts.from.is_empty() {
        parts.push(say!(language, "alert-from", name = disarm_line(&facts.from)));
    }
    let button = match facts.mark {
        Mark::Seen { at } => {
            let zone = reader.zone.unwrap_or(ZoneId::utc());
            let time = times::lock_screen(language, zone, at, at);
            let time = if reader.zone.is_some() { time } else { say!(language, "time-in-utc", when = time) };
            Button::success(
                AlertPress::Seen(facts.alert, facts.version),
                say!(language, "alert-button-seen-at", time = time),
            )
            .disabled()
        }
        _ => Button::success(AlertPress::Seen(facts.alert, facts.version), say!(language, "alert-button-seen")),
    };
    Reply::new(clip(&parts.join("\n"), CONTENT)).buttons([button])
}

/// What a locked phone shows, at most 100 characters.
pub fn first_line(facts: &AlertMessage, reader: &Viewer) -> String {
    let language = reader.language;
    if let (Occasion::SleptTooLate | Occasion::TooLate, Some(at)) = (facts.occasion, facts.answer_by) {
        let zone = reader.zone.unwrap_or(ZoneId::utc());
        let time = times::day_and_time(language, local(zone, at).0, local(zone, reader.now).0.date());
        let time = if reader.zone.is_some() { time } else { say!(language, "time-in-utc", when = time) };
        let key = if facts.occasion == Occasion::SleptTooLate { "alert-slept-too-late" } else { "alert-too-late" };
        return say!(language, key, time = time);
    }
    let label = label(language, facts.severity, facts.occasion);
    let time = facts.answer_by.map(|at| short_time(reader, at));
    let framed = |text: &str| match &time {
        Some(time) => say!(language, "alert-lock-by", label = label.as_str(), text = text, time = time.as_str()),
        None => say!(language, "alert-lock", label = label.as_str(), text = text),
    };
    let room = LOCK_SCREEN.saturating_sub(framed("").chars().count());
    framed(&clip(&disarm_line(&facts.text), room))
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

fn short_time(reader: &Viewer, at: Timestamp) -> String {
    let language = reader.language;
    match reader.zone {
        Some(zone) => times::lock_screen(language, zone, at, reader.now),
        None => say!(language, "time-in-utc", when = times::lock_screen(language, ZoneId::utc(), at, reader.now)),
    }
}

fn full_time(reader: &Viewer, at: Timestamp) -> String {
    match reader.zone {
        Some(zone) => times::dm(reader.language, zone, at, reader.now),
        None => times::channel(reader.language, at, reader.now),
    }
}

/// The list in the secretariat's channel.
pub fn roster(facts: &RosterFacts, reader: &Viewer) -> Outgoing {
    match facts {
        RosterFacts::Live(roster) => Outgoing::from(list(roster, reader.now).buttons(acts(roster))),
        RosterFacts::Continued { alert } => {
            Outgoing::from(Reply::new(say!(reader.language, "alert-roster-continued", number = alert.0)))
        }
    }
}

/// The list itself: many read it, so times are Discord's own and UTC.
pub fn list(roster: &Roster, now: Timestamp) -> Reply {
    let language = roster.language;
    let mut head = vec![say!(
        language,
        "alert-roster-title",
        severity = severity_name(language, roster.severity),
        number = roster.alert.0,
        text = clip(&disarm_line(&roster.text), 300)
    )];
    if roster.version > 1 {
        head.push(say!(language, "alert-roster-corrected", times = roster.version - 1));
    }
    let sent = times::channel(language, roster.sent_at, now);
    head.push(say!(
        language,
        "alert-roster-sent",
        name = disarm_line(&roster.from),
        time = sent,
        count = roster.people.len()
    ));
    if let Some(at) = roster.answer_by {
        head.push(say!(language, "alert-answer-before", time = times::channel(language, at, now)));
    }
    if let Some(at) = roster.asked_at {
        head.push(say!(language, "alert-roster-asked", time = clock_in_utc(language, at, roster.sent_at)));
    }
    match roster.phase {
        Phase::Active => {}
        Phase::Cancelled { at, .. } => head.push(ended(roster, "alert-roster-cancelled", at)),
        Phase::Over { at, .. } => head.push(ended(roster, "alert-roster-over", at)),
    }
    let lists = lists(roster);
    let (head, lists) = (head.join("\n"), lists.join("\n"));
    if head.chars().count() + lists.chars().count() + 2 <= CONTENT {
        Reply::new(format!("{head}\n\n{lists}"))
    } else {
        Reply::new(head).embed(Embed::new("").description(clip(&lists, LISTS)))
    }
}

fn ended(roster: &Roster, key: &str, at: Timestamp) -> String {
    let name = disarm_line(roster.ended_by.as_deref().unwrap_or("?"));
    say!(roster.language, key, name = name, time = clock_in_utc(roster.language, at, roster.sent_at))
}

fn acts(roster: &Roster) -> Vec<Button> {
    let (language, id) = (roster.language, roster.alert);
    let mut buttons = Vec::new();
    if roster.phase == Phase::Active {
        buttons.push(Button::primary(AlertPress::AskAgain(id), say!(language, "alert-button-ask-again")));
        buttons
            .push(Button::secondary(AlertPress::Correct(id, roster.version), say!(language, "alert-button-correct")));
        buttons.push(Button::secondary(AlertPress::Over(id), say!(language, "alert-button-over")));
        buttons.push(Button::danger(AlertPress::Cancel(id), say!(language, "alert-button-cancel")));
        if roster.absent > 0 {
            let label = say!(language, "alert-button-absent", count = roster.absent);
            buttons.push(Button::secondary(AlertPress::AbsentOf(id), label));
        }
    }
    buttons
}

fn lists(roster: &Roster) -> Vec<String> {
    let language = roster.language;
    let stamp = |at: Timestamp| clock_in_utc(language, at, roster.sent_at);
    let one = |key: &str, wanted: &dyn Fn(&Line) -> Option<String>| {
        let entries: Vec<String> = roster.people.iter().filter_map(wanted).collect();
        (!entries.is_empty())
            .then(|| say!(language, key, count = entries.len(), names = joined(language, &entries, LIST)))
    };
    let name = |line: &Line| disarm_line(&line.name);
    let lists = [
        one("alert-roster-seen", &|line| match line.status {
            Status::Seen { at } => Some(format!("{} {}", name(line), stamp(at))),
            _ => None,
        }),
        one("alert-roster-not-seen", &|line| matches!(line.status, Status::Heard { .. }).then(|| name(line))),
        one("alert-roster-silent", &|line| match line.status {
            Status::Silent { wakes_at: Some(at) } => Some(format!("{} {}", name(line), stamp(at))),
            _ => None,
        }),
        one("alert-roster-no-zone", &|line| {
            matches!(line.status, Status::Silent { wakes_at: None }).then(|| name(line))
        }),
        one("alert-roster-held", &|line| match line.status {
            Status::Waiting { until: Some(at) } => Some(format!("{} {}", name(line), stamp(at))),
            _ => None,
        }),
        one("alert-roster-on-its-way", &|line| {
            matches!(line.status, Status::Waiting { until: None }).then(|| name(line))
        }),
        one("alert-roster-failed", &|line| match &line.status {
            Status::Failed { because, reason } => Some(failed(language, &name(line), *because, reason)),
            _ => None,
        }),
        one("alert-roster-not-sent", &|line| matches!(line.status, Status::NotSent).then(|| name(line))),
    ];
    let mut lists: Vec<String> = lists.into_iter().flatten().collect();
    if roster.absent > 0 {
        lists.push(say!(language, "alert-roster-absent", count = roster.absent));
    }
    lists.push(say!(language, "alert-roster-utc"));
    lists
}

fn failed(language: Language, name: &str, because: Because, reason: &str) -> String {
    let key = match because {
        Because::NotHere => "alert-failed-not-here",
        Because::NoRoute => "alert-failed-no-route",
        Because::Refused => "alert-failed-refused",
        Because::Exhausted => "alert-failed-exhausted",
        Because::Unknown => "alert-failed-unknown",
    };
    let because = say!(language, key, reason = clip(&disarm_line(reason), 80));
    format!("{name} ({because})")
}

/// Names with commas between them, at most `room` characters; the rest is counted.
pub fn joined(language: Language, names: &[String], room: usize) -> String {
    let mut text = String::new();
    for (index, name) in names.iter().enumerate() {
        let longer = text.chars().count() + name.chars().count() + 2;
        if longer > room {
            return say!(language, "alert-and-more", names = text, count = names.len() - index);
        }
        if index > 0 {
            text.push_str(", ");
        }
        text.push_str(name);
    }
    text
}

/// `18:02`, with the weekday when it is not the day in UTC on which the alert was sent.
fn clock_in_utc(language: Language, at: Timestamp, sent_at: Timestamp) -> String {
    let (wall, sent) = (local(ZoneId::utc(), at).0, local(ZoneId::utc(), sent_at).0);
    if wall.date() == sent.date() {
        times::clock(wall.time())
    } else {
        times::lock_screen(language, ZoneId::utc(), at, sent_at)
    }
}

#[cfg(test)]
mod tests;
