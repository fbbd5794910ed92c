//! Notices to the secretariat about deliveries that reached nobody. Many people read a notice, so it never contains the
//! text of a message.

use crate::delivery::notices::{Line, NoticeFacts, NoticeKind, Recipient};
use crate::discord::alerts::messages::comma_list;
use crate::discord::delivery::presses::DeliveryPress;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::{clip, sanitize_line};
use crate::discord::ui::widgets::Button;
use crate::discord::viewer::Viewer;
use crate::discord::wire::rendering::Outgoing;
use crate::say;
use crate::words::{Language, has_text, list};

const MAX_NAME_CHARS: usize = 40;
const MAX_REASON_CHARS: usize = 200;
/// The limit, in characters, of one list of names.
const MAX_NAMES_CHARS: usize = 900;

pub fn message(facts: &NoticeFacts, viewer: &Viewer) -> Outgoing {
    let language = viewer.language;
    if facts.kind == NoticeKind::Quarantined {
        return quarantine_notice(facts, language).into();
    }
    let mut lines = Vec::new();
    if !facts.open.is_empty() {
        lines.push(open_text(facts, language));
        lines.push(say!(language, advice_key(facts.kind)));
    }
    if !facts.settled.is_empty() {
        lines.push(say!(
            language,
            "notice-mended",
            count = facts.settled.len(),
            names = recipient_names(&facts.settled, language)
        ));
    }
    let mut reply = Reply::new(lines.join("\n"));
    if !facts.open.is_empty() && facts.kind != NoticeKind::NotHere {
        reply =
            reply.buttons([Button::primary(DeliveryPress::TryAll(facts.notice), say!(language, "delivery-try-again"))]);
    }
    reply.into()
}

fn quarantine_notice(facts: &NoticeFacts, language: Language) -> Reply {
    if !facts.is_quarantined {
        return Reply::new(say!(language, "notice-quarantine-lifted"));
    }
    let button =
        Button::secondary(DeliveryPress::QuarantineLifted(facts.notice), say!(language, "notice-quarantine-button"));
    Reply::new(say!(language, "notice-quarantine")).buttons([button])
}

fn open_text(facts: &NoticeFacts, language: Language) -> String {
    let (count, names) = (facts.open.len(), recipient_names(&facts.open, language));
    let reason = facts.open.last().map(|line| clip(&sanitize_line(&line.reason), MAX_REASON_CHARS)).unwrap_or_default();
    match facts.kind {
        NoticeKind::NotHere => say!(language, "notice-not-here", count = count, names = names),
        NoticeKind::NoInbox => {
            say!(language, "notice-no-inbox", count = count, names = names, dms = dms_closed_code(&facts.open))
        }
        NoticeKind::NoAccess => {
            say!(
                language,
                "notice-no-access",
                count = count,
                names = names,
                dms = dms_closed_code(&facts.open),
                reason = reason
            )
        }
        NoticeKind::Refused => say!(language, "notice-refused", count = count, names = names, reason = reason),
        NoticeKind::Exhausted => say!(language, "notice-exhausted", count = count, names = names, reason = reason),
        NoticeKind::Channel => say!(language, "notice-channel", count = count, names = names, reason = reason),
        NoticeKind::Unknown => say!(language, "notice-unknown", count = count, names = names, reason = reason),
        NoticeKind::OwnerTwoFactor => say!(language, "notice-owner-two-factor", names = names),
        NoticeKind::Quarantined => String::new(),
    }
}

fn advice_key(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::NotHere => "notice-mend-not-here",
        NoticeKind::NoInbox => "notice-mend-no-inbox",
        NoticeKind::NoAccess => "notice-mend-no-access",
        NoticeKind::Refused => "notice-mend-refused",
        NoticeKind::Exhausted => "notice-mend-exhausted",
        NoticeKind::Channel => "notice-mend-channel",
        NoticeKind::OwnerTwoFactor => "notice-mend-owner-two-factor",
        NoticeKind::Unknown | NoticeKind::Quarantined => "notice-mend-unknown",
    }
}

/// The code for how many of these recipients have closed DMs, according to Discord: all (`closed`), none (`never`) or
/// some (`mixed`).
fn dms_closed_code(lines: &[Line]) -> &'static str {
    let closed = lines.iter().filter(|line| matches!(line.to, Recipient::Person { dms_closed: true, .. })).count();
    match closed {
        0 => "never",
        n if n == lines.len() => "closed",
        _ => "mixed",
    }
}

/// The recipients, with what was sent to each: `Ana (a reminder), Bo (help desk and phone test)`.
fn recipient_names(lines: &[Line], language: Language) -> String {
    let named: Vec<String> = lines.iter().map(|line| recipient_with_sources(line, language)).collect();
    comma_list(language, &named, MAX_NAMES_CHARS)
}

fn recipient_with_sources(line: &Line, language: Language) -> String {
    let name = match &line.to {
        Recipient::Person { name, .. } => clip(&sanitize_line(name), MAX_NAME_CHARS),
        Recipient::Channel(channel) => format!("<#{channel}>"),
    };
    let sources: Vec<String> = line.sources.iter().map(|source| source_name(source, language)).collect();
    format!("**{name}** ({})", list(language, &sources))
}

fn source_name(source: &str, language: Language) -> String {
    let key = format!("delivery-source-{source}");
    if has_text(Language::English, &key) { say!(language, &key) } else { say!(language, "delivery-about-other") }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::delivery::Sources;
    use crate::delivery::notices::Notices;
    use crate::discord::wire::rendering::Renderers;

    #[test]
    fn source_without_a_renderer_for_its_facts_is_reported_at_start() {
        let sources = Sources::new(vec![Arc::new(Notices)]);
        assert!(Renderers::default().with(message).check(&sources).is_ok());
        let missing = Renderers::default().check(&sources).expect_err("the renderer is missing");
        insta::assert_snapshot!(
            missing,
            @"no renderer is registered for magpie::delivery::notices::facts::NoticeFacts, which source notices returns"
        );
    }
}
