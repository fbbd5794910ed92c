//! Renders the messages of duty from facts alone, with one function for each kind of message.

use crate::discord::duty::lines;
use crate::discord::duty::presses::DutyPress;
use crate::discord::duty::screens::slot_choices;
use crate::discord::ui::reply::{MAX_CONTENT_CHARS, Reply};
use crate::discord::ui::widgets::{Button, Select, SelectKind};
use crate::discord::viewer::Viewer;
use crate::discord::wire::rendering::Outgoing;
use crate::duty::{
    CoverFacts, DutyFacts, GapFacts, OfferFacts, OfferNews, OfferState, PanelFacts, ShiftFacts, ShiftState, SlotDetails,
};
use crate::say;
use crate::words::Language;

/// The room, in characters, for the last line of the panel, which counts the slots that are not shown.
const PANEL_RESERVE: usize = 200;
/// The most slots that a message about gaps lists.
const MAX_GAPS: usize = 10;

pub fn render(facts: &DutyFacts, viewer: &Viewer) -> Outgoing {
    match facts {
        DutyFacts::Panel(facts) => panel(facts, viewer),
        DutyFacts::Notice(facts) => notice(facts, viewer),
        DutyFacts::Cover(facts) => cover(facts, viewer),
        DutyFacts::Offer(facts) => offer(facts, viewer),
        DutyFacts::OfferNews(facts) => offer_news(facts, viewer),
        DutyFacts::Removed(facts) => removed(facts, viewer),
        DutyFacts::Gap(facts) => gap(facts, viewer),
        DutyFacts::Deleted => Reply::new(say!(viewer.language, "duty-deleted")),
    }
    .into()
}

/// The live panel. Everybody in its channel reads it, so it names nobody, its head and its buttons are in all
/// languages, and each line has UTC in words and Discord's timestamps.
fn panel(facts: &PanelFacts, viewer: &Viewer) -> Reply {
    let heads: Vec<String> = Language::ALL.into_iter().map(|language| say!(language, "duty-panel")).collect();
    let mut text = heads.join("\n");
    let mut shown = 0;
    for details in &facts.slots {
        let line = panel_line(details, viewer);
        if text.chars().count() + line.chars().count() + PANEL_RESERVE > MAX_CONTENT_CHARS {
            break;
        }
        text.push('\n');
        text.push_str(&line);
        shown += 1;
    }
    let more = facts.slots.len() - shown;
    if facts.slots.is_empty() {
        text.push('\n');
        text.push_str(&say!(viewer.language, "duty-panel-empty"));
    } else if more > 0 {
        text.push('\n');
        text.push_str(&say!(viewer.language, "duty-panel-more", count = more));
    }
    let label = |key: &str| Language::ALL.map(|language| say!(language, key)).join(" · ");
    let open: Vec<SlotDetails> = facts.slots.iter().filter(|details| details.missing() > 0).cloned().collect();
    let mut reply = Reply::new(text);
    if !open.is_empty() {
        let choices = slot_choices(&open, viewer);
        reply =
            reply.select(Select::new(DutyPress::OpenChosen, label("duty-choose-slot"), SelectKind::Choices(choices)));
    }
    reply.buttons([
        Button::primary(DutyPress::Open, label("duty-open-slots")),
        Button::secondary(DutyPress::OpenMine, label("duty-open-mine")),
        Button::secondary(DutyPress::OpenAvailable, label("duty-open-available")),
    ])
}

fn panel_line(details: &SlotDetails, viewer: &Viewer) -> String {
    let period = details.slot.period;
    let (utc, own) = (lines::in_utc(viewer.language, period, viewer.now), lines::stamps(period));
    say!(viewer.language, "duty-panel-line", utc = utc, own = own, state = lines::missing(details, viewer))
}

/// Asks a person whether they have their shift.
fn notice(facts: &ShiftFacts, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let (shift, when) = (&facts.shift, lines::period(viewer, facts.shift.period));
    match shift.state {
        ShiftState::Taken if shift.confirmed_at.is_some() => {
            Reply::new(say!(language, "duty-notice-confirmed", when = when))
        }
        ShiftState::Taken => {
            let mut text = say!(language, "duty-notice", when = when);
            if let Some(change) = lines::clock_change(viewer, shift.period) {
                text = format!("{text}\n{change}");
            }
            Reply::new(text).buttons([
                Button::success(DutyPress::Confirm(shift.id), say!(language, "duty-have-it")),
                Button::secondary(DutyPress::GiveBack(shift.id), say!(language, "duty-give-back")),
            ])
        }
        _ => Reply::new(ended(facts, viewer)),
    }
}

/// Why a person no longer has a shift.
fn ended(facts: &ShiftFacts, viewer: &Viewer) -> String {
    let (language, when) = (viewer.language, lines::period(viewer, facts.shift.period));
    match facts.shift.state {
        ShiftState::TakenOver => {
            let name = lines::name_or_someone(facts.successor.as_deref(), language);
            say!(language, "duty-taken-over", when = when, name = name)
        }
        ShiftState::Removed => say!(language, "duty-removed", when = when),
        ShiftState::Over => say!(language, "duty-over", when = when),
        ShiftState::GivenBack | ShiftState::Left | ShiftState::Taken => say!(language, "duty-given-back", when = when),
    }
}

/// Asks somebody to take over a shift that its person did not confirm, or gave back.
fn cover(facts: &CoverFacts, viewer: &Viewer) -> Reply {
    let (language, shift) = (viewer.language, &facts.facts.shift);
    let when = lines::period(viewer, shift.period);
    let name = lines::name_or_someone(facts.holder.as_deref(), language);
    if facts.is_open {
        let key = if shift.state == ShiftState::Taken { "duty-cover" } else { "duty-cover-given-back" };
        return Reply::new(say!(language, key, name = name, when = when))
            .buttons([Button::success(DutyPress::Cover(shift.id), say!(language, "duty-cover-button"))]);
    }
    Reply::new(match shift.state {
        _ if facts.facts.slot.removed_at.is_some() => say!(language, "duty-deleted"),
        ShiftState::TakenOver | ShiftState::GivenBack | ShiftState::Left if shift.period.ends_at > viewer.now => {
            let taker = lines::name_or_someone(facts.facts.successor.as_deref(), language);
            say!(language, "duty-cover-taken", name = taker, when = when)
        }
        ShiftState::Taken if shift.confirmed_at.is_some() => {
            say!(language, "duty-cover-there", name = name, when = when)
        }
        _ => say!(language, "duty-over", when = when),
    })
}

/// Offers a shift to somebody.
fn offer(facts: &OfferFacts, viewer: &Viewer) -> Reply {
    let (language, when) = (viewer.language, lines::period(viewer, facts.shift.period));
    let from = lines::name_or_someone(facts.from.as_deref(), language);
    let is_open = facts.offer.state == OfferState::Open && facts.shift.period.ends_at > viewer.now;
    if !is_open {
        let key = match facts.offer.state {
            OfferState::Taken if facts.offer.taken_by == Some(facts.reader) => "duty-offer-yours",
            OfferState::Taken => "duty-offer-gone",
            OfferState::Refused => "duty-offer-refused",
            OfferState::Withdrawn | OfferState::Open => "duty-offer-closed",
        };
        return Reply::new(say!(language, key, name = from, when = when));
    }
    let key = if facts.offer.to.is_some() { "duty-offer" } else { "duty-offer-all" };
    let mut text = vec![say!(language, key, name = from, when = when)];
    text.extend(lines::warnings(&facts.warnings, language));
    text.extend(lines::clock_change(viewer, facts.shift.period));
    let mut buttons = vec![Button::success(DutyPress::TakeOffer(facts.offer.id), say!(language, "duty-offer-take"))];
    if facts.offer.to.is_some() {
        buttons.push(Button::secondary(DutyPress::RefuseOffer(facts.offer.id), say!(language, "duty-offer-no")));
    }
    Reply::new(text.join("\n")).buttons(buttons)
}

fn offer_news(facts: &OfferNews, viewer: &Viewer) -> Reply {
    let (language, when) = (viewer.language, lines::period(viewer, facts.shift.period));
    let name = lines::name_or_someone(facts.name.as_deref(), language);
    let key = match facts.offer.state {
        OfferState::Taken => "duty-news-taken",
        OfferState::Refused | OfferState::Open | OfferState::Withdrawn => "duty-news-refused",
    };
    Reply::new(say!(language, key, name = name, when = when))
}

fn removed(facts: &ShiftFacts, viewer: &Viewer) -> Reply {
    Reply::new(ended(facts, viewer))
}

/// Tells a person about slots in which somebody is missing.
fn gap(facts: &GapFacts, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    if facts.slots.is_empty() {
        return Reply::new(say!(language, "duty-gap-filled"));
    }
    let mut text = vec![say!(language, "duty-gap", count = facts.slots.len())];
    text.extend(facts.slots.iter().take(MAX_GAPS).map(|details| {
        let (when, state) = (lines::period(viewer, details.slot.period), lines::missing(details, viewer));
        say!(language, "duty-line", when = when, state = state)
    }));
    let choices = slot_choices(&facts.slots, viewer);
    let select = Select::new(DutyPress::OpenChosen, say!(language, "duty-choose-slot"), SelectKind::Choices(choices));
    Reply::new(text.join("\n")).select(select)
}
