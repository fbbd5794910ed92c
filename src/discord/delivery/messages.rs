//! Words for what the secretariat is told of deliveries that reached nobody. Many read it; nothing of what a message
//! says is in it.

use crate::delivery::notices::{Ground, Line, NoticeFacts, Way};
use crate::discord::alerts::messages::joined;
use crate::discord::delivery::presses::DeliveryPress;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::{clip, disarm_line};
use crate::discord::ui::widgets::Button;
use crate::discord::viewer::Viewer;
use crate::discord::wire::rendering::Outgoing;
use crate::say;
use crate::words::{Language, has};

const NAME: usize = 40;
const REASON: usize = 200;
/// The room for one list of names.
const NAMES: usize = 900;

pub fn message(facts: &NoticeFacts, reader: &Viewer) -> Outgoing {
    let language = reader.language;
    if facts.ground == Ground::Quarantined {
        return quarantine(facts, language).into();
    }
    let mut lines = Vec::new();
    if !facts.open.is_empty() {
        lines.push(open(facts, language));
        lines.push(say!(language, mend_key(facts.ground)));
    }
    if !facts.mended.is_empty() {
        lines.push(say!(language, "notice-mended", count = facts.mended.len(), names = names(&facts.mended, language)));
    }
    let mut reply = Reply::new(lines.join("\n"));
    if !facts.open.is_empty() && facts.ground != Ground::NotHere {
        reply =
            reply.buttons([Button::primary(DeliveryPress::TryAll(facts.notice), say!(language, "delivery-try-again"))]);
    }
    reply.into()
}

fn quarantine(facts: &NoticeFacts, language: Language) -> Reply {
    if !facts.holds {
        return Reply::new(say!(language, "notice-quarantine-lifted"));
    }
    let button = Button::secondary(DeliveryPress::Lifted(facts.notice), say!(language, "notice-quarantine-button"));
    Reply::new(say!(language, "notice-quarantine")).buttons([button])
}

fn open(facts: &NoticeFacts, language: Language) -> String {
    let (count, names) = (facts.open.len(), names(&facts.open, language));
    let reason = facts.open.last().map(|line| clip(&disarm_line(&line.reason), REASON)).unwrap_or_default();
    match facts.ground {
        Ground::NotHere => say!(language, "notice-not-here", count = count, names = names),
        Ground::NoInbox => say!(language, "notice-no-inbox", count = count, names = names, dms = dms(&facts.open)),
        Ground::NoAccess => {
            say!(language, "notice-no-access", count = count, names = names, dms = dms(&facts.open), reason = reason)
        }
        Ground::Refused(_) => say!(language, "notice-refused", count = count, names = names, reason = reason),
        Ground::Exhausted => say!(language, "notice-exhausted", count = count, names = names, reason = reason),
        Ground::Channel => say!(language, "notice-channel", count = count, names = names, reason = reason),
        Ground::Unknown => say!(language, "notice-unknown", count = count, names = names, reason = reason),
        Ground::Quarantined => String::new(),
    }
}

fn mend_key(ground: Ground) -> &'static str {
    match ground {
        Ground::NotHere => "notice-mend-not-here",
        Ground::NoInbox => "notice-mend-no-inbox",
        Ground::NoAccess => "notice-mend-no-access",
        Ground::Refused(_) => "notice-mend-refused",
        Ground::Exhausted => "notice-mend-exhausted",
        Ground::Channel => "notice-mend-channel",
        Ground::Unknown | Ground::Quarantined => "notice-mend-unknown",
    }
}

/// Whether Discord said that their DMs are closed: of all, of none, of some.
fn dms(lines: &[Line]) -> &'static str {
    let closed = lines.iter().filter(|line| matches!(line.to, Way::Person { dms_closed: true, .. })).count();
    match closed {
        0 => "never",
        n if n == lines.len() => "closed",
        _ => "mixed",
    }
}

/// `Ana (a reminder), Bo (help desk, phone test)`
fn names(lines: &[Line], language: Language) -> String {
    let named: Vec<String> = lines.iter().map(|line| named(line, language)).collect();
    joined(language, &named, NAMES)
}

fn named(line: &Line, language: Language) -> String {
    let name = match &line.to {
        Way::Person { name, .. } => clip(&disarm_line(name), NAME),
        Way::Channel(channel) => format!("<#{channel}>"),
    };
    let sources: Vec<String> = line.sources.iter().map(|source| source_words(source, language)).collect();
    format!("**{name}** ({})", sources.join(", "))
}

fn source_words(source: &str, language: Language) -> String {
    let key = format!("delivery-source-{source}");
    if has(Language::English, &key) { say!(language, &key) } else { say!(language, "delivery-about-other") }
}
