//! The texts of e-mails: a subject, and the same content as plain text and as HTML. Pure.
//!
//! The plain text and the HTML are made of the same parts, so they never differ. People's texts are shown as typed,
//! with every character that HTML would interpret escaped.

use crate::alerts::ask::Ask;
use crate::alerts::facts::AlertMail;
use crate::alerts::mail_model::{MailKind, MailReason};
use crate::alerts::model::Severity;
use crate::delivery::mailbox_codes::MailboxCode;
use crate::members::{CODE_VALID_FOR, ZoneBasis};
use crate::say;
use crate::time::{Place, Timestamp, ZoneId, local};
use crate::words::{Language, is_invisible, list, times};

/// The most characters of a subject. Mail programs show about 60 on a phone and 120 on a desktop.
const MAX_SUBJECT_CHARS: usize = 120;
/// The last character of a clipped text.
const ELLIPSIS: char = '…';

/// The texts of one e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MailText {
    pub subject: String,
    pub plain: String,
    pub html: String,
}

/// What happens to replies to the e-mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Replies {
    /// People read them at the address `mail.reply_to`.
    AreRead,
    AreNotRead,
}

/// A part of an e-mail.
enum Part {
    Line(String),
    /// A line that the reader must not miss.
    Strong(String),
    /// What a person wrote.
    Quote(String),
    /// Small print at the end.
    Note(String),
}

/// The e-mail about an alert.
pub(super) fn alert(facts: &AlertMail, replies: Replies, now: Timestamp) -> MailText {
    let language = facts.language;
    let mut parts = vec![Part::Line(say!(language, "mail-greeting", name = one_line(&facts.to_name)))];
    match (facts.kind, facts.is_withdrawn) {
        (MailKind::First, _) => parts.push(Part::Line(asker_line(facts))),
        (MailKind::Corrected, _) => parts.push(Part::Strong(say!(language, "mail-corrected"))),
        (MailKind::Ended, true) => parts.push(Part::Strong(say!(language, "mail-withdrawn"))),
        (MailKind::Ended, false) => parts.push(Part::Strong(say!(language, "mail-over"))),
    }
    parts.push(Part::Quote(with_local_times(facts, &facts.text, now)));
    if facts.kind != MailKind::Ended {
        parts.extend(facts.answer_by.map(|at| Part::Strong(deadline_line(facts, at, now))));
        parts.extend(ask_lines(facts).into_iter().map(Part::Line));
        parts.push(Part::Line(reply_line(facts, replies)));
    }
    if facts.kind != MailKind::First {
        parts.push(Part::Line(asker_line(facts)));
    }
    if let Some(original) = &facts.original {
        parts.push(Part::Line(say!(language, "mail-original")));
        parts.push(Part::Quote(with_local_times(facts, original, now)));
    }
    let reason_key = match facts.reason {
        MailReason::NotOnDiscord => "mail-why-not-on-discord",
        MailReason::NoRoute => "mail-why-no-route",
        MailReason::Asked => "mail-why-asked",
    };
    parts.push(Part::Note(say!(language, reason_key, number = facts.alert.0)));
    MailText { subject: subject(facts, now), plain: plain(&parts), html: html(&parts, language) }
}

/// The e-mail with the code that confirms an address.
pub(super) fn code(facts: &MailboxCode) -> MailText {
    let (language, code) = (facts.language, facts.code.as_str());
    let valid = times::duration(language, CODE_VALID_FOR);
    let parts = [
        Part::Line(say!(language, "mail-greeting", name = one_line(&facts.name))),
        Part::Strong(say!(language, "mail-code", code = code)),
        Part::Line(say!(language, "mail-code-how", valid = valid)),
        Part::Note(say!(language, "mail-code-not-you")),
    ];
    let subject = say!(language, "mail-code-subject", code = code);
    MailText { subject, plain: plain(&parts), html: html(&parts, language) }
}

/// The severity, the text and the deadline, in the order of a lock screen.
fn subject(facts: &AlertMail, now: Timestamp) -> String {
    let language = facts.language;
    let label = severity_name(facts);
    let label = label.as_str();
    let time = facts.answer_by.filter(|at| *at > now && facts.kind != MailKind::Ended).map(|at| short(facts, at, now));
    let framed = |text: &str| {
        let subject = match &time {
            Some(time) => say!(language, "alert-lock-by", label = label, text = text, time = time.as_str()),
            None => say!(language, "alert-lock", label = label, text = text),
        };
        match (facts.kind, facts.is_withdrawn) {
            (MailKind::First, _) => subject,
            (MailKind::Corrected, _) => say!(language, "mail-subject-corrected", subject = subject),
            (MailKind::Ended, true) => say!(language, "mail-subject-withdrawn", subject = subject),
            (MailKind::Ended, false) => say!(language, "mail-subject-over", subject = subject),
        }
    };
    let chars_left = MAX_SUBJECT_CHARS.saturating_sub(framed("").chars().count());
    framed(&clip(&one_line(&with_local_times(facts, &facts.text, now)), chars_left))
}

/// Who asks, and how urgent it is.
fn asker_line(facts: &AlertMail) -> String {
    let (name, severity) = (one_line(&facts.author_name), severity_name(facts));
    say!(facts.language, "mail-who", name = name, severity = severity)
}

fn severity_name(facts: &AlertMail) -> String {
    let key = match facts.severity {
        Severity::Information => "alert-severity-information",
        Severity::Urgent => "alert-severity-urgent",
        Severity::Emergency => "alert-severity-emergency",
    };
    say!(facts.language, key)
}

fn deadline_line(facts: &AlertMail, at: Timestamp, now: Timestamp) -> String {
    let time = full(facts, at, now);
    if at <= now {
        return say!(facts.language, "alert-deadline-passed", time = time);
    }
    let key = match facts.ask {
        Ask::Read => "alert-please-read-by",
        Ask::YesNo | Ask::People { .. } | Ask::Choice { .. } => "alert-please-answer-by",
    };
    say!(facts.language, key, time = time)
}

/// What the alert asks for, and who was found.
fn ask_lines(facts: &AlertMail) -> Vec<String> {
    let language = facts.language;
    match &facts.ask {
        Ask::Read => Vec::new(),
        Ask::YesNo => {
            vec![answers_line(language, &[say!(language, "alert-answer-yes"), say!(language, "alert-answer-no")])]
        }
        Ask::Choice { answers } => vec![answers_line(language, answers)],
        Ask::People { needed } if facts.found.is_empty() => vec![say!(language, "alert-needed", count = *needed)],
        Ask::People { needed } => {
            let names: Vec<String> = facts.found.iter().map(|name| one_line(name)).collect();
            vec![say!(language, "alert-needed-found", count = *needed, names = list(language, &names))]
        }
    }
}

fn answers_line(language: Language, answers: &[String]) -> String {
    let answers: Vec<String> = answers.iter().map(|answer| one_line(answer)).collect();
    say!(language, "mail-answers", answers = answers.join(" · "))
}

/// How to answer, or that nobody reads replies.
fn reply_line(facts: &AlertMail, replies: Replies) -> String {
    let key = match (&facts.ask, replies) {
        (Ask::Read, Replies::AreRead) => "mail-reply-for-questions",
        (_, Replies::AreRead) => "mail-reply-to-answer",
        (Ask::Read, Replies::AreNotRead) => "mail-no-reply",
        (_, Replies::AreNotRead) => "mail-no-reply-to-answer",
    };
    say!(facts.language, key)
}

/// The instant in the reader's zone, with UTC. An assumed zone is marked as assumed.
fn full(facts: &AlertMail, at: Timestamp, now: Timestamp) -> String {
    in_zone(facts, |zone| match zone {
        Some(zone) => times::dm_time(facts.language, zone, at, now),
        None => {
            let (wall, today) = (local(ZoneId::utc(), at).0, local(ZoneId::utc(), now).0.date());
            times::day_and_time(facts.language, wall, today)
        }
    })
}

/// Like [`full`], without UTC.
fn short(facts: &AlertMail, at: Timestamp, now: Timestamp) -> String {
    in_zone(facts, |zone| times::lock_screen_time(facts.language, zone.unwrap_or_else(ZoneId::utc), at, now))
}

fn in_zone(facts: &AlertMail, format: impl Fn(Option<ZoneId>) -> String) -> String {
    let language = facts.language;
    match (facts.zone, facts.zone_basis) {
        (Some(zone), ZoneBasis::Assumed) => {
            let place = Place::of(zone).short_label(language);
            say!(language, "time-assumed", when = format(Some(zone)), place = place)
        }
        (Some(zone), _) => format(Some(zone)),
        (None, _) => say!(language, "time-in-utc", when = format(None)),
    }
}

/// A text of the alert, with each of Discord's timestamps (`<t:1605031200:F>`) as a time in the reader's zone.
fn with_local_times(facts: &AlertMail, text: &str, now: Timestamp) -> String {
    let mut output = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("<t:") {
        let stamp = rest[start..].find('>').and_then(|end| Some((end, instant(&rest[start + 3..start + end])?)));
        let (end, shown) = match stamp {
            Some((end, at)) => (start + end + 1, full(facts, at, now)),
            None => (start + 3, rest[start..start + 3].to_owned()),
        };
        output.push_str(&rest[..start]);
        output.push_str(&shown);
        rest = &rest[end..];
    }
    output.push_str(rest);
    output
}

/// The instant of a timestamp's seconds and style: `1605031200:F`.
fn instant(stamp: &str) -> Option<Timestamp> {
    let seconds = stamp.split(':').next()?;
    Timestamp::from_second(seconds.parse().ok()?).ok()
}

fn plain(parts: &[Part]) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    for part in parts {
        paragraphs.push(match part {
            Part::Line(text) | Part::Strong(text) => text.clone(),
            Part::Quote(text) => visible_lines(text).map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n"),
            // "-- " begins the small print in mail programs.
            Part::Note(text) => format!("-- \n{text}"),
        });
    }
    paragraphs.join("\n\n") + "\n"
}

fn html(parts: &[Part], language: Language) -> String {
    const BODY: &str =
        "font-family:sans-serif;font-size:16px;line-height:1.5;max-width:40em;margin:0 auto;padding:16px";
    const QUOTE: &str = "border-left:4px solid #b45309;margin:16px 0;padding:4px 0 4px 16px;font-size:18px";
    const NOTE: &str = "border-top:1px solid #999;margin-top:24px;padding-top:8px;font-size:14px";
    let mut body = String::new();
    for part in parts {
        body.push_str(&match part {
            Part::Line(text) => format!("<p>{}</p>\n", escape(text)),
            Part::Strong(text) => format!("<p><strong>{}</strong></p>\n", escape(text)),
            Part::Quote(text) => {
                let lines = visible_lines(text).map(|line| escape(&line)).collect::<Vec<_>>().join("<br>\n");
                format!("<blockquote style=\"{QUOTE}\">{lines}</blockquote>\n")
            }
            Part::Note(text) => format!("<p style=\"{NOTE}\">{}</p>\n", escape(text)),
        });
    }
    let code = language.code();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head><meta charset=\"utf-8\"></head>\n\
         <body style=\"{BODY}\">\n{body}</body>\n</html>\n"
    )
}

/// The lines of a person's text without characters that nobody sees.
fn visible_lines(text: &str) -> impl Iterator<Item = String> {
    text.lines().map(|line| line.chars().filter(|c| !is_invisible(*c)).collect::<String>().trim_end().to_owned())
}

/// A person's text on one line, without characters that nobody sees.
pub(super) fn one_line(text: &str) -> String {
    let visible: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let visible: String = visible.chars().filter(|c| !is_invisible(*c)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn clip(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let mut clipped: String = text.chars().take(limit.saturating_sub(1)).collect();
    clipped.truncate(clipped.trim_end().len());
    clipped.push(ELLIPSIS);
    clipped
}

/// The text with every character escaped that HTML would interpret.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests;
