//! One person in the report of an alert: how and when they were reached, have seen it, and answered.

use crate::alerts::facts::RecipientStatus;
use crate::alerts::model::FailureCause;
use crate::alerts::report::{ArrivalPlace, Report, ReportPerson};
use crate::discord::alerts::buttons::answer_label;
use crate::discord::alerts::report_times::clock;
use crate::discord::ui::text::{clip, sanitize_line};
use crate::discord::viewer::Viewer;
use crate::say;
use crate::words::Language;

/// The limit, in characters, of Discord's reason for a failure.
const MAX_REASON_CHARS: usize = 80;

/// The line of one person: `• **Ana** · direct message, with a sound, 17:55 · seen 17:58 · I can, 17:59`.
pub(super) fn line(report: &Report, person: &ReportPerson, viewer: &Viewer) -> String {
    let language = viewer.language;
    let mut parts = vec![format!("• **{}**", sanitize_line(&person.line.name))];
    parts.push(arrival_text(report, person, viewer));
    if let Some(at) = person.line.sounded_at.filter(|_| !person.arrived_with_sound()) {
        parts.push(say!(language, "alert-report-sounded", time = clock(at, report, viewer)));
    }
    parts.extend(seen_text(report, person, viewer));
    if let Some(answer) = answer_text(report, person, language) {
        let time = person.line.answer.map(|given| clock(given.at, report, viewer)).unwrap_or_default();
        parts.push(format!("{answer}, {time}"));
    }
    if let Some((name, at)) = &person.line.reached {
        let (name, time) = (sanitize_line(name), clock(*at, report, viewer));
        parts.push(say!(language, "alert-roster-reached", name = name, time = time));
    }
    parts.join(" · ")
}

/// How and when the first message arrived, or why none has arrived.
fn arrival_text(report: &Report, person: &ReportPerson, viewer: &Viewer) -> String {
    let language = viewer.language;
    match person.arrival {
        Some(arrival) => format!("{}, {}", how_reached(person, language), clock(arrival.at, report, viewer)),
        None => match person.line.status {
            RecipientStatus::Pending { held_until: Some(at) } => {
                say!(language, "alert-report-held", time = clock(at, report, viewer))
            }
            _ => not_reached(person, language),
        },
    }
}

/// How the first message arrived. Empty if none has arrived.
pub(super) fn how_reached(person: &ReportPerson, language: Language) -> String {
    let Some(arrival) = person.arrival else { return String::new() };
    let place = match arrival.place {
        ArrivalPlace::DirectMessage => "alert-report-by-message",
        ArrivalPlace::InboxThread => "alert-report-by-inbox",
        ArrivalPlace::Unknown => "alert-report-by-unknown",
    };
    let sound = if person.arrived_with_sound() { "alert-report-with-sound" } else { "alert-report-silently" };
    format!("{}, {}", say!(language, place), say!(language, sound))
}

/// Why no message has arrived. Empty if one has.
pub(super) fn not_reached(person: &ReportPerson, language: Language) -> String {
    if person.arrival.is_some() {
        return String::new();
    }
    match &person.line.status {
        RecipientStatus::Failed { cause, reason } => failure_text(*cause, reason, language),
        RecipientStatus::Retrying => say!(language, "alert-report-retrying"),
        RecipientStatus::Cancelled => say!(language, "alert-report-cancelled"),
        RecipientStatus::NotSent => say!(language, "alert-report-not-sent"),
        RecipientStatus::Pending { held_until: Some(_) } => say!(language, "alert-report-waits"),
        RecipientStatus::Pending { held_until: None }
        | RecipientStatus::Seen { .. }
        | RecipientStatus::Sounded { .. }
        | RecipientStatus::Silent { .. } => say!(language, "alert-report-on-its-way"),
    }
}

fn failure_text(cause: FailureCause, reason: &str, language: Language) -> String {
    let key = match cause {
        FailureCause::NotHere => "alert-failed-not-here",
        FailureCause::NoRoute => "alert-failed-no-route",
        FailureCause::Refused => "alert-failed-refused",
        FailureCause::Exhausted => "alert-failed-exhausted",
        FailureCause::Unknown => "alert-failed-unknown",
    };
    say!(language, key, reason = clip(&sanitize_line(reason), MAX_REASON_CHARS))
}

/// When they have seen the alert. `None` if no message has arrived and they have not seen it.
fn seen_text(report: &Report, person: &ReportPerson, viewer: &Viewer) -> Option<String> {
    let language = viewer.language;
    match (person.seen_at(), person.seen_earlier_text_at) {
        (Some(at), _) => Some(say!(language, "alert-report-seen", time = clock(at, report, viewer))),
        (None, Some(at)) => Some(say!(language, "alert-report-seen-earlier", time = clock(at, report, viewer))),
        (None, None) => person.arrival.map(|_| say!(language, "alert-report-not-seen")),
    }
}

/// The answer, with a mark if it was late or is about a replaced text. `None` without an answer.
fn answer_text(report: &Report, person: &ReportPerson, language: Language) -> Option<String> {
    let given = person.line.answer?;
    let answer = sanitize_line(&answer_label(&report.roster.ask, given.answer, language));
    Some(match answer_mark(report, person, language) {
        Some(mark) => format!("{answer} ({mark})"),
        None => answer,
    })
}

/// The mark of a late answer, or of an answer to a text that a correction has replaced.
pub(super) fn answer_mark(report: &Report, person: &ReportPerson, language: Language) -> Option<String> {
    let given = person.line.answer?;
    match (given.version < report.roster.announced_version, given.is_late) {
        (true, _) => Some(say!(language, "alert-roster-before-correction")),
        (false, true) => Some(say!(language, "alert-roster-late")),
        (false, false) => None,
    }
}
