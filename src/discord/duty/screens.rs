//! The private screens of duty: slots, shifts, offers and availability.

use crate::discord::duty::lines;
use crate::discord::duty::presses::DutyPress;
use crate::discord::ui::pages::Pages;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::clip;
use crate::discord::ui::widgets::{Button, Choice, Input, MAX_OPTIONS, Modal, Select, SelectKind};
use crate::discord::viewer::Viewer;
use crate::duty::{
    Availability, Coverage, CoverageDay, Offer, OwnShifts, Proposal, Ring, Shift, ShiftDetails, SlotDetails, SlotId,
};
use crate::members::Group;
use crate::say;
use crate::time::{Timestamp, ZoneId, local};
use crate::words::{Language, times};

/// The number of slots on one page.
pub const SLOTS_PER_PAGE: usize = 10;
/// The number of own shifts on one page.
pub const SHIFTS_PER_PAGE: usize = 10;
/// The number of days on one page of the coverage.
pub const DAYS_PER_PAGE: usize = 8;
/// The last page of the coverage, which is more than a year away.
pub const LAST_PAGE: usize = 100;
/// The names of the inputs of the form to take a part.
pub const FROM: &str = "from";
pub const UNTIL: &str = "until";
/// The hours that the buttons of availability offer.
const AVAILABLE_HOURS: [i64; 4] = [1, 2, 4, 8];

/// The choices of a select, one for each slot. A select has at most 25 choices: the earliest slots.
pub fn slot_choices(slots: &[SlotDetails], viewer: &Viewer) -> Vec<Choice> {
    let choice = |details: &SlotDetails| {
        let label = match viewer.zone {
            Some(_) => lines::period(viewer, details.slot.period),
            // A choice does not show Discord's timestamps.
            None => lines::in_utc(viewer.language, details.slot.period, viewer.now),
        };
        Choice::new(details.slot.id.to_string(), label).described(lines::missing(details, viewer))
    };
    slots.iter().take(MAX_OPTIONS).map(choice).collect()
}

/// One page of the slots.
pub fn list(slots: &[SlotDetails], pages: Pages, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    if pages.items() == 0 {
        let key = if is_secretariat(viewer) { "duty-list-empty-secretariat" } else { "duty-list-empty" };
        return Reply::new(say!(language, key));
    }
    let mut text = vec![say!(language, "duty-list", count = pages.items())];
    if viewer.zone.is_none() {
        text.push(say!(language, "duty-no-zone"));
    }
    text.extend(slots.iter().map(|details| {
        let (when, state) = (lines::period(viewer, details.slot.period), lines::missing(details, viewer));
        match lines::people(details, viewer) {
            Some(people) => say!(language, "duty-line-people", when = when, state = state, people = people),
            None => say!(language, "duty-line", when = when, state = state),
        }
    }));
    text.extend(pages.line(language));
    let select = Select::new(
        DutyPress::Chosen,
        say!(language, "duty-choose-slot"),
        SelectKind::Choices(slot_choices(slots, viewer)),
    );
    Reply::new(text.join("\n")).select(select).buttons(pages.buttons(language, DutyPress::List))
}

/// One slot, with what the reader can do.
pub fn slot(details: &SlotDetails, viewer: &Viewer) -> Reply {
    let (language, slot) = (viewer.language, &details.slot);
    let mut text = vec![format!("**{}**", lines::period(viewer, slot.period)), lines::missing(details, viewer)];
    if let Some(people) = lines::people(details, viewer) {
        text.push(say!(language, "duty-slot-people", people = people));
    }
    text.extend(lines::clock_change(viewer, slot.period));
    let own = viewer.member.as_ref().and_then(|member| details.shift_of(member.id));
    let mut buttons = Vec::new();
    if slot.period.ends_at > viewer.now {
        if details.missing() > 0 && own.is_none_or(|own| own.period != slot.period) {
            buttons.push(Button::success(DutyPress::Take(slot.id), say!(language, "duty-take")));
            buttons.push(Button::secondary(DutyPress::TypePart(slot.id), say!(language, "duty-take-part")));
        }
        if let Some(own) = own {
            text.push(say!(language, "duty-slot-own"));
            buttons.extend(shift_buttons(own, language));
        }
        if is_secretariat(viewer) {
            buttons.push(Button::danger(DutyPress::AskRemove(slot.id), say!(language, "duty-remove")));
        }
    } else {
        text.push(say!(language, "duty-slot-over"));
    }
    buttons.push(Button::secondary(DutyPress::List(0), say!(language, "duty-back-to-slots")));
    Reply::new(text.join("\n")).buttons(buttons)
}

/// What a person should know before they take a shift.
pub fn confirm_take(proposal: &Proposal, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let period = proposal.period;
    let mut text = vec![say!(language, "duty-confirm-take", when = lines::period(viewer, period))];
    text.extend(lines::warnings(&proposal.warnings, language));
    text.extend(lines::clock_change(viewer, period));
    let take = |ring| DutyPress::TakeAnyway {
        slot: proposal.slot.id,
        from_ms: period.starts_at.as_millisecond(),
        until_ms: period.ends_at.as_millisecond(),
        ring,
    };
    let back = Button::secondary(DutyPress::ShowSlot(proposal.slot.id), say!(language, "duty-do-not-take"));
    let buttons = match proposal.warnings.is_night() {
        true => {
            text.push(say!(language, "duty-ring-question"));
            vec![
                Button::success(take(Ring::Always), say!(language, "duty-take-ring")),
                Button::primary(take(Ring::WhileAwake), say!(language, "duty-take-no-ring")),
                back,
            ]
        }
        false => vec![Button::success(take(Ring::WhileAwake), say!(language, "duty-take-anyway")), back],
    };
    Reply::new(text.join("\n")).buttons(buttons)
}

/// The form to take a part of a slot, filled in with the part that can be taken.
pub fn part_form(slot: SlotId, language: Language) -> Modal {
    let input = |name: &str, key: &str| {
        Input::line(name, say!(language, key)).placeholder(say!(language, "duty-part-placeholder")).max_chars(100)
    };
    Modal::new(DutyPress::PartTyped(slot), say!(language, "duty-part-title"))
        .input(input(UNTIL, "duty-part-until"))
        .input(input(FROM, "duty-part-from").optional())
}

/// `key` says what was done to a shift of the reader. Shows what they can do next.
pub fn own_shift(key: &str, details: &ShiftDetails, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let mut text = vec![say!(language, key, when = lines::period(viewer, details.shift.period))];
    text.push(ring_line(details.shift.ring, language));
    text.extend(lines::clock_change(viewer, details.shift.period));
    Reply::new(text.join("\n")).buttons(shift_buttons(&details.shift, language))
}

fn ring_line(ring: Ring, language: Language) -> String {
    say!(
        language,
        match ring {
            Ring::Always => "duty-rings-always",
            Ring::WhileAwake => "duty-rings-awake",
        }
    )
}

/// The buttons of a shift of the reader.
fn shift_buttons(shift: &Shift, language: Language) -> Vec<Button> {
    let (ring, ring_key) = match shift.ring {
        Ring::WhileAwake => (Ring::Always, "duty-ring-me"),
        Ring::Always => (Ring::WhileAwake, "duty-do-not-ring-me"),
    };
    vec![
        Button::secondary(DutyPress::GiveBack(shift.id), say!(language, "duty-give-back")),
        Button::secondary(DutyPress::AskOffer(shift.id), say!(language, "duty-offer-button")),
        Button::secondary(DutyPress::ChooseRing(shift.id, ring), say!(language, ring_key)),
    ]
}

/// The answer after a shift was given back. It can be taken again.
pub fn given_back(details: &ShiftDetails, viewer: &Viewer) -> Reply {
    let when = lines::period(viewer, details.shift.period);
    let again = Button::secondary(DutyPress::Take(details.slot.id), say!(viewer.language, "duty-take-again"));
    Reply::new(say!(viewer.language, "duty-you-gave-back", when = when)).buttons([again])
}

/// One page of the reader's own shifts.
pub fn mine(own: &OwnShifts, pages: Pages, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let mut text = Vec::new();
    if let Some((until, _)) = own.available {
        text.push(say!(language, "duty-available-until", at = viewer.at(until)));
    }
    if own.shifts.is_empty() {
        text.push(say!(language, "duty-mine-empty"));
        let all = Button::primary(DutyPress::List(0), say!(language, "duty-back-to-slots"));
        return Reply::new(text.join("\n")).buttons([all]);
    }
    text.push(say!(language, "duty-mine", count = own.shifts.len()));
    let shown = &own.shifts[pages.range()];
    for shift in shown {
        let when = lines::period(viewer, shift.period);
        let key = if shift.ring == Ring::Always { "duty-mine-line-rings" } else { "duty-mine-line" };
        text.push(say!(language, key, when = when));
        text.extend(lines::clock_change(viewer, shift.period));
    }
    if own.nights > 0 {
        text.push(say!(language, "duty-nights", count = own.nights));
    }
    text.extend(pages.line(language));
    let choice = |shift: &Shift| {
        let label = match viewer.zone {
            Some(_) => lines::period(viewer, shift.period),
            None => lines::in_utc(language, shift.period, viewer.now),
        };
        Choice::new(shift.slot.to_string(), label)
    };
    // A person can have two parts of one slot. A select refuses two choices with the same value.
    let mut choices: Vec<Choice> = shown.iter().map(choice).collect();
    choices.dedup_by(|one, other| one.value == other.value);
    let choices = SelectKind::Choices(choices);
    let mut buttons = pages.buttons(language, DutyPress::Mine);
    buttons.push(Button::secondary(DutyPress::Calendar, say!(language, "duty-calendar")));
    Reply::new(text.join("\n"))
        .select(Select::new(DutyPress::MineChosen, say!(language, "duty-choose-shift"), choices))
        .buttons(buttons)
}

/// Asks to whom a shift is offered.
pub fn ask_offer(shift: &Shift, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let when = lines::period(viewer, shift.period);
    let people = Select::new(
        DutyPress::OfferToChosen(shift.id),
        say!(language, "duty-offer-choose"),
        SelectKind::Users(Vec::new()),
    );
    Reply::new(say!(language, "duty-offer-ask", when = when)).select(people).buttons([
        Button::primary(DutyPress::OfferToAll(shift.id), say!(language, "duty-offer-to-all")),
        Button::secondary(DutyPress::ShowSlot(shift.slot), say!(language, "duty-back")),
    ])
}

/// The answer after a shift was offered.
pub fn offered(offer: &Offer, recipients: usize, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let key = match (recipients, offer.to) {
        (0, _) => "duty-offered-nobody",
        (_, Some(_)) => "duty-offered",
        (_, None) => "duty-offered-all",
    };
    let keep = Button::secondary(DutyPress::WithdrawOffer(offer.id), say!(language, "duty-offer-keep"));
    Reply::new(say!(language, key, count = recipients)).buttons([keep])
}

/// Asks for how long the reader is available.
pub fn ask_available(current: Option<(Timestamp, Ring)>, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let hours = AVAILABLE_HOURS
        .map(|hours| Button::primary(DutyPress::Available(hours * 60), say!(language, "time-hours", n = hours)));
    let mut text = vec![say!(language, "duty-available-ask")];
    let mut reply_buttons: Vec<Button> = hours.into();
    if let Some((until, _)) = current {
        text.insert(0, say!(language, "duty-available-until", at = viewer.at(until)));
        reply_buttons.push(Button::secondary(DutyPress::EndAvailable, say!(language, "duty-available-end")));
    }
    Reply::new(text.join("\n")).buttons(reply_buttons)
}

pub fn available(availability: &Availability, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let until = say!(language, "duty-available-until", at = viewer.at(availability.until));
    let (ring, key) = match availability.ring {
        Ring::WhileAwake => (Ring::Always, "duty-ring-me"),
        Ring::Always => (Ring::WhileAwake, "duty-do-not-ring-me"),
    };
    let press = DutyPress::AvailableRing(availability.until.as_millisecond(), ring);
    Reply::new(format!("{until}\n{}", ring_line(availability.ring, language))).buttons([
        Button::secondary(DutyPress::EndAvailable, say!(language, "duty-available-end")),
        Button::secondary(press, say!(language, key)),
    ])
}

/// Asks whether a slot is removed.
pub fn ask_remove(details: &SlotDetails, viewer: &Viewer) -> Reply {
    let (language, slot) = (viewer.language, &details.slot);
    let when = lines::period(viewer, slot.period);
    Reply::new(say!(language, "duty-ask-remove", when = when, count = details.shifts.len())).buttons([
        Button::danger(DutyPress::Remove(slot.id), say!(language, "duty-remove")),
        Button::secondary(DutyPress::ShowSlot(slot.id), say!(language, "duty-back")),
    ])
}

/// The coverage of some days as a table: a row for each day, a mark for each hour in the reader's zone. A picture of
/// the same [`CoverageDay`]s can be attached here.
pub fn coverage(days: &[CoverageDay], gaps: usize, page: usize, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let zone = viewer.zone.unwrap_or_else(ZoneId::utc);
    let today = local(zone, viewer.now).0.date();
    let label = |day: &CoverageDay| times::short_day(language, day.date, today);
    let width = days.iter().map(|day| label(day).chars().count()).max().unwrap_or_default();
    let mut table = vec![format!("{:width$} 0     6     12    18", "")];
    for day in days {
        let marks: String = day.hours.iter().map(|(_, coverage)| mark(*coverage)).collect();
        let label = label(day);
        let padding = " ".repeat(width - label.chars().count());
        table.push(format!("{label}{padding} {marks}"));
    }
    let head = match viewer.zone {
        Some(_) => say!(language, "duty-coverage", count = gaps),
        None => say!(language, "duty-coverage-utc", count = gaps),
    };
    let text = format!("{head}\n```\n{}\n```\n{}", table.join("\n"), say!(language, "duty-coverage-legend"));
    let mut buttons = Vec::new();
    if page > 0 {
        buttons.push(Button::secondary(DutyPress::Coverage(page - 1), say!(language, "pages-before")));
    }
    if page < LAST_PAGE {
        buttons.push(Button::secondary(DutyPress::Coverage(page + 1), say!(language, "pages-after")));
    }
    Reply::new(text).buttons(buttons)
}

fn mark(coverage: Coverage) -> char {
    match coverage {
        Coverage::NotPlanned => '·',
        Coverage::Full => '█',
        Coverage::Partial { .. } => '▒',
        Coverage::Empty { .. } => '!',
    }
}

/// The nights of each person, for the secretariat.
pub fn nights_line(nights: &[(String, u32)], language: Language) -> Option<String> {
    let people: Vec<String> = nights
        .iter()
        .map(|(name, nights)| say!(language, "duty-person-nights", name = clip(name, 40), count = *nights))
        .collect();
    (!people.is_empty()).then(|| say!(language, "duty-coverage-nights", people = crate::words::list(language, &people)))
}

pub fn is_secretariat(viewer: &Viewer) -> bool {
    viewer.member.as_ref().is_some_and(|member| member.roles.has(Group::Secretariat))
}
