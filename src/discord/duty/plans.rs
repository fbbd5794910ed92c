//! The commands and buttons of the secretariat: planning slots, by hand, by a rule or from a file; removing them; and
//! posting the panel.

use crate::discord::call::Call;
use crate::discord::duty::lines;
use crate::discord::duty::presses::DutyPress;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::sanitize_line;
use crate::discord::ui::widgets::Button;
use crate::discord::viewer::Viewer;
use crate::discord::wire::download::{self, DownloadError};
use crate::discord::wire::user_error::{Outcome, UserError};
use crate::duty::{
    DraftPreview, DutyDraftId, DutyError, Fault, FaultKind, MAX_BYTES, MAX_NEEDED, MAX_SLOTS, Period, PlannedSlot,
    RuleError, SlotId, parse_upload, slots_by_rule,
};
use crate::members::ChannelId;
use crate::say;
use crate::time::{Date, DayAnswer, PhraseAnswer, Time, Timestamp, ZoneId, day, phrase, resolve};
use crate::words::Language;

/// The most slots that a preview lists one by one: the first ones. The last one is always shown.
const MAX_PREVIEWED: usize = 6;

/// Plans one slot, or with `every` one slot for every so many hours. `from` and `until` are typed times. A day without
/// a time means the whole day.
pub async fn add(call: &Call, from: &str, until: &str, every: Option<i64>, people: u32) -> Outcome {
    let viewer = call.viewer().await?;
    let zone = viewer.zone.unwrap_or_else(ZoneId::utc);
    let (starts_at, zone) = read_start(viewer, from, zone)?;
    let ends_at = read_end(viewer, until, zone, starts_at)?;
    let slots = match every {
        Some(hours) => slots_by_rule(starts_at, ends_at, hours, zone, people).map_err(|error| match error {
            RuleError::Empty => UserError::message(say!(viewer.language, "duty-ends-before-start")),
            RuleError::TooMany => DutyError::TooManySlots { max: MAX_SLOTS }.into(),
        })?,
        None => {
            let period = Period::new(starts_at, ends_at);
            let period = period.ok_or_else(|| UserError::message(say!(viewer.language, "duty-ends-before-start")))?;
            vec![PlannedSlot { period, zone, needed: people }]
        }
    };
    preview(call, &slots).await
}

/// The start, and the zone in which the slots are planned: the zone that the text names, or the reader's own.
fn read_start(viewer: &Viewer, typed: &str, zone: ZoneId) -> Result<(Timestamp, ZoneId), UserError> {
    if let DayAnswer::Day(date) = day(typed, zone, viewer.now, viewer.language) {
        return Ok((midnight(date, zone), zone));
    }
    match phrase(typed, zone, viewer.now, viewer.language).without_recurring() {
        PhraseAnswer::Understood(understood) => Ok((understood.instant, understood.zone)),
        answer => Err(UserError::message(lines::not_understood(viewer, typed, &answer, viewer.now))),
    }
}

/// The end, read as if the start were now: "06:00" is the first 06:00 after it, and "4 h" four hours after it. A day
/// without a time is included.
fn read_end(viewer: &Viewer, typed: &str, zone: ZoneId, starts_at: Timestamp) -> Result<Timestamp, UserError> {
    if let DayAnswer::Day(date) = day(typed, zone, starts_at, viewer.language) {
        let next = date.tomorrow().unwrap_or(date);
        return Ok(midnight(next, zone));
    }
    match phrase(typed, zone, starts_at, viewer.language).without_recurring() {
        PhraseAnswer::Understood(understood) => Ok(understood.instant),
        answer => Err(UserError::message(lines::not_understood(viewer, typed, &answer, starts_at))),
    }
}

fn midnight(date: Date, zone: ZoneId) -> Timestamp {
    resolve(zone, date.to_datetime(Time::midnight())).instant
}

/// Plans the slots of a CSV file.
pub async fn upload(call: &Call, url: &str, size_bytes: usize) -> Outcome {
    let viewer = call.viewer().await?;
    if size_bytes > MAX_BYTES {
        return Err(DownloadError::TooLarge(MAX_BYTES).into());
    }
    let file = download::fetch_attachment(&call.services.transport, url, MAX_BYTES).await?;
    let slots = parse_upload(&file, viewer.zone.unwrap_or_else(ZoneId::utc));
    match slots {
        Ok(slots) => preview(call, &slots).await,
        Err(faults) => Err(UserError::message(faults_text(&faults, viewer.language))),
    }
}

fn faults_text(faults: &[Fault], language: Language) -> String {
    let fault_text = |fault: &Fault| {
        let line = fault.line.to_string();
        let text = match &fault.kind {
            FaultKind::Unreadable => say!(language, "duty-file-unreadable"),
            FaultKind::Empty => say!(language, "duty-file-empty"),
            FaultKind::TooManySlots => say!(language, "duty-too-many-slots", max = MAX_SLOTS),
            FaultKind::NoColumns => say!(language, "duty-file-no-columns"),
            FaultKind::Time(text) => say!(language, "duty-file-time", text = sanitize_line(text)),
            FaultKind::EndsBeforeStart => say!(language, "duty-ends-before-start"),
            FaultKind::People(text) => say!(language, "duty-file-people", text = sanitize_line(text), max = MAX_NEEDED),
            FaultKind::Zone(text) => say!(language, "duty-file-zone", text = sanitize_line(text)),
        };
        if fault.line == 0 { text } else { say!(language, "duty-file-line", line = line, fault = text) }
    };
    let head = say!(language, "duty-file-faults", count = faults.len());
    std::iter::once(head).chain(faults.iter().map(fault_text)).collect::<Vec<_>>().join("\n")
}

/// Stores the planned slots, and shows them before they are created.
async fn preview(call: &Call, slots: &[PlannedSlot]) -> Outcome {
    let viewer = call.viewer().await?;
    let draft = call.services.duty.draft(&call.services.db, call.user(), slots, call.now).await?;
    call.responder.reply(preview_reply(&draft, viewer)).await
}

fn preview_reply(draft: &DraftPreview, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let mut text = Vec::new();
    if draft.past > 0 {
        text.push(say!(language, "duty-preview-past", count = draft.past));
    }
    if draft.existing > 0 {
        text.push(say!(language, "duty-preview-existing", count = draft.existing));
    }
    let Some(last) = draft.slots.last() else {
        text.push(say!(language, "duty-preview-nothing"));
        return Reply::new(text.join("\n"));
    };
    text.insert(0, say!(language, "duty-preview", count = draft.slots.len()));
    let line = |slot: &PlannedSlot| {
        let state = say!(language, "duty-needs", count = slot.needed);
        say!(language, "duty-line", when = lines::period(viewer, slot.period), state = state)
    };
    text.extend(draft.slots.iter().take(MAX_PREVIEWED).map(line));
    if draft.slots.len() > MAX_PREVIEWED + 1 {
        text.push(say!(language, "duty-preview-more", count = draft.slots.len() - MAX_PREVIEWED - 1));
    }
    if draft.slots.len() > MAX_PREVIEWED {
        text.push(line(last));
    }
    // Slots at the same times of day are longer or shorter on a day on which the clocks change.
    let changed = draft.slots.iter().filter_map(|slot| {
        let planner = Viewer { zone: Some(slot.zone), ..viewer.clone() };
        let change = lines::clock_change(&planner, slot.period)?;
        Some(format!("{}: {change}", lines::period(&planner, slot.period)))
    });
    text.extend(changed);
    Reply::new(text.join("\n")).buttons([
        Button::success(DutyPress::Create(draft.id), say!(language, "duty-create")),
        Button::secondary(DutyPress::Discard(draft.id), say!(language, "duty-discard")),
    ])
}

pub async fn create(call: &Call, draft: DutyDraftId) -> Outcome {
    let language = call.viewer().await?.language;
    let created = call.services.duty.create(&call.services.db, call.user(), draft, call.now).await?;
    let undo = Button::secondary(DutyPress::Undo(created.draft), say!(language, "duty-undo"));
    let list = Button::secondary(DutyPress::List(0), say!(language, "duty-back-to-slots"));
    let text = say!(language, "duty-created", count = created.slots.len());
    call.show_here(Reply::new(text).buttons([list, undo])).await
}

pub async fn discard(call: &Call, draft: DutyDraftId) -> Outcome {
    let language = call.viewer().await?.language;
    call.services.duty.discard(&call.services.db, call.user(), draft).await?;
    call.show_here(say!(language, "duty-discarded").into()).await
}

pub async fn undo(call: &Call, draft: DutyDraftId) -> Outcome {
    let language = call.viewer().await?.language;
    let undone = call.services.duty.undo(&call.services.db, call.user(), draft, call.now).await?;
    let mut text = say!(language, "duty-undone", count = undone.removed);
    if undone.kept > 0 {
        text = format!("{text} {}", say!(language, "duty-undone-kept", count = undone.kept));
    }
    call.show_here(text.into()).await
}

pub async fn remove_slot(call: &Call, slot: SlotId) -> Outcome {
    let viewer = call.viewer().await?;
    let (slot, people) = call.services.duty.remove_slot(&call.services.db, call.user(), slot, call.now).await?;
    let when = lines::period(viewer, slot.period);
    call.show_here(say!(viewer.language, "duty-you-removed", when = when, count = people).into()).await
}

/// Posts the live panel in a channel; without one, in the channel in which the command was used.
pub async fn post_panel(call: &Call, channel: Option<ChannelId>) -> Outcome {
    let language = call.viewer().await?.language;
    let here = call.caller.guild.map(|_| call.caller.channel);
    let channel = channel.or(here).ok_or_else(|| UserError::message(say!(language, "duty-panel-where")))?;
    call.services.duty.post_panel(&call.services.db, call.user(), channel, call.now).await?;
    call.responder.reply(say!(language, "duty-panel-posted", channel = format!("<#{channel}>"))).await
}
