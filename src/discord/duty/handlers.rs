//! Handlers of the buttons and commands for a person's own duty. Each handler calls the service and shows the result.

use crate::db::DbError;
use crate::discord::call::{Call, Submitted};
use crate::discord::duty::presses::DutyPress;
use crate::discord::duty::{lines, plans, screens};
use crate::discord::router::Handle;
use crate::discord::ui::pages::Pages;
use crate::discord::ui::reply::{File, Reply};
use crate::discord::wire::user_error::{Explain, Outcome, UserError};
use crate::duty::{
    self, Consent, CoverageDay, DutyError, OfferTarget, Part, Period, Ring, ShiftId, SlotDetails, SlotId, TakeOutcome,
    calendar,
};
use crate::members::{self, MemberId};
use crate::say;
use crate::time::{PhraseAnswer, SignedDuration, Timestamp, ZoneId, phrase};
use crate::words::{Language, times};

/// How far ahead the list of slots looks.
const LISTED: SignedDuration = SignedDuration::from_hours(24 * 60);
/// The name of the calendar file.
const CALENDAR_FILE: &str = "duty.ics";

impl Handle for DutyPress {
    async fn handle(self, call: &Call, submitted: Submitted) -> Outcome {
        let slot_chosen = || submitted.first_id().and_then(|id| i64::try_from(id).ok()).map(SlotId);
        match self {
            Self::Open => list_in_new_message(call).await,
            Self::OpenChosen => match slot_chosen() {
                Some(slot) => show_slot_in_new_message(call, slot).await,
                None => list_in_new_message(call).await,
            },
            Self::OpenAvailable => ask_available(call).await,
            Self::OpenMine => mine_in_new_message(call).await,
            Self::List(page) => list(call, page).await,
            Self::Chosen | Self::MineChosen => match slot_chosen() {
                Some(slot) => show_slot(call, slot).await,
                None => list(call, 0).await,
            },
            Self::ShowSlot(slot) => show_slot(call, slot).await,
            Self::Take(slot) => take(call, slot, Part::Open, Consent::Ask).await,
            Self::TakeAnyway { slot, from_ms, until_ms, ring } => {
                let period = period_of(call, from_ms, until_ms)?;
                take(call, slot, Part::Chosen(period), Consent::Given(ring)).await
            }
            Self::TypePart(slot) => call.responder.modal(&screens::part_form(slot, call.language())).await,
            Self::PartTyped(slot) => {
                let (from, until) = (submitted.field(screens::FROM), submitted.field(screens::UNTIL));
                take_typed_part(call, slot, from, until).await
            }
            Self::GiveBack(shift) => give_back(call, shift).await,
            Self::ChooseRing(shift, ring) => choose_ring(call, shift, ring).await,
            Self::Confirm(shift) => {
                let details = call.services.duty.confirm(&call.services.db, call.user(), shift, call.now).await?;
                call.responder.reply(screens::own_shift("duty-you-have-it", &details, call.viewer().await?)).await
            }
            Self::Cover(shift) => {
                let details = call.services.duty.cover(&call.services.db, call.user(), shift, call.now).await?;
                call.responder.reply(screens::own_shift("duty-you-took-over", &details, call.viewer().await?)).await
            }
            Self::Mine(page) => mine(call, page).await,
            Self::Calendar => send_calendar(call).await,
            Self::AskOffer(shift) => ask_offer(call, shift).await,
            Self::OfferToAll(shift) => offer(call, shift, OfferTarget::All).await,
            Self::OfferToChosen(shift) => match submitted.first_id() {
                Some(id) => offer(call, shift, OfferTarget::Member(MemberId(id))).await,
                None => ask_offer(call, shift).await,
            },
            Self::WithdrawOffer(offer) => {
                let duty = &call.services.duty;
                let details = duty.withdraw_offer(&call.services.db, call.user(), offer, call.now).await?;
                call.show_here(screens::own_shift("duty-you-keep", &details, call.viewer().await?)).await
            }
            Self::TakeOffer(offer) => {
                let duty = &call.services.duty;
                let details = duty.take_offer(&call.services.db, call.user(), offer, call.now).await?;
                call.responder.reply(screens::own_shift("duty-you-took", &details, call.viewer().await?)).await
            }
            Self::RefuseOffer(offer) => {
                call.services.duty.refuse_offer(&call.services.db, call.user(), offer, call.now).await?;
                call.responder.reply(say!(call.viewer().await?.language, "duty-you-refused")).await
            }
            Self::Available(minutes) => {
                let length = SignedDuration::try_from_mins(minutes).unwrap_or_default();
                let until = call.now.saturating_add(length).unwrap_or(call.now);
                set_available(call, until, Ring::WhileAwake).await
            }
            Self::AvailableRing(until_ms, ring) => {
                let until = Timestamp::from_millisecond(until_ms).map_err(|_| outdated(call))?;
                set_available(call, until, ring).await
            }
            Self::EndAvailable => {
                call.services.duty.end_available(&call.services.db, call.user()).await?;
                call.show_here(say!(call.viewer().await?.language, "duty-available-ended").into()).await
            }
            Self::Coverage(page) => coverage(call, page).await,
            Self::Create(draft) => plans::create(call, draft).await,
            Self::Discard(draft) => plans::discard(call, draft).await,
            Self::Undo(draft) => plans::undo(call, draft).await,
            Self::AskRemove(slot) => {
                let details = details_of(call, slot).await?;
                call.show_here(screens::ask_remove(&details, call.viewer().await?)).await
            }
            Self::Remove(slot) => plans::remove_slot(call, slot).await,
        }
    }
}

fn outdated(call: &Call) -> UserError {
    UserError::message(say!(call.language(), "discord-outdated-button"))
}

fn period_of(call: &Call, from_ms: i64, until_ms: i64) -> Result<Period, UserError> {
    let instants = Timestamp::from_millisecond(from_ms).ok().zip(Timestamp::from_millisecond(until_ms).ok());
    instants.and_then(|(from, until)| Period::new(from, until)).ok_or_else(|| outdated(call))
}

/// Shows the page `page` (from 0) of the slots. If there are fewer pages, shows the last page.
pub async fn list(call: &Call, page: usize) -> Outcome {
    let reply = slot_list(call, page).await?;
    call.show_here(reply).await
}

/// Like [`list`], for a button of the panel, which must not change the panel.
async fn list_in_new_message(call: &Call) -> Outcome {
    let reply = slot_list(call, 0).await?;
    call.responder.reply(reply).await
}

async fn slot_list(call: &Call, page: usize) -> Result<Reply, UserError> {
    let viewer = call.viewer().await?;
    require_volunteer(call)?;
    let until = call.now.saturating_add(LISTED).unwrap_or(Timestamp::MAX);
    let slots = duty::rota(&mut *call.services.db.read().await?, call.now, until).await?;
    let pages = Pages::new(page, slots.len(), screens::SLOTS_PER_PAGE);
    Ok(screens::list(&slots[pages.range()], pages, viewer))
}

/// Refuses people who can have no shift: the names of those on duty are only for volunteers and the secretariat. Call
/// it after `call.viewer()`.
fn require_volunteer(call: &Call) -> Result<(), UserError> {
    match call.loaded_member() {
        Some(member) if duty::may_have_duty(member) => Ok(()),
        _ => Err(DutyError::NotVolunteer(call.user()).into()),
    }
}

async fn details_of(call: &Call, slot: SlotId) -> Result<SlotDetails, UserError> {
    call.viewer().await?;
    require_volunteer(call)?;
    let details = duty::slot_details(&mut *call.services.db.read().await?, slot, call.now).await?;
    Ok(details.ok_or(DutyError::NoSlot(slot))?)
}

async fn show_slot(call: &Call, slot: SlotId) -> Outcome {
    let details = details_of(call, slot).await?;
    call.show_here(screens::slot(&details, call.viewer().await?)).await
}

async fn show_slot_in_new_message(call: &Call, slot: SlotId) -> Outcome {
    let details = details_of(call, slot).await?;
    call.responder.reply(screens::slot(&details, call.viewer().await?)).await
}

async fn take(call: &Call, slot: SlotId, part: Part, consent: Consent) -> Outcome {
    let viewer = call.viewer().await?;
    let taken = call.services.duty.take(&call.services.db, call.user(), slot, part, consent, call.now).await?;
    call.show_here(match &taken {
        TakeOutcome::Confirm(proposal) => screens::confirm_take(proposal, viewer),
        TakeOutcome::Taken(details) => screens::own_shift("duty-you-took", details, viewer),
    })
    .await
}

/// Takes the part of a slot that somebody typed, in their own time. Without a start, the part begins where somebody is
/// missing.
async fn take_typed_part(call: &Call, slot: SlotId, from: &str, until: &str) -> Outcome {
    let details = details_of(call, slot).await?;
    let first_open = details.open.first().map(|part| part.period.starts_at);
    let open_from = first_open.ok_or(DutyError::SlotFull(slot))?;
    let starts_at = match from {
        "" => open_from,
        // "04:00" means the first 04:00 within the slot.
        typed => read_time(call, typed, details.slot.period.starts_at).await?.unwrap_or(open_from),
    };
    let ends_at = read_time(call, until, starts_at).await?.unwrap_or(details.slot.period.ends_at);
    let period = Period::new(starts_at, ends_at).ok_or(DutyError::NotWithinSlot(slot))?;
    take(call, slot, Part::Chosen(period), Consent::Ask).await
}

/// Reads a time that somebody typed, as if it were `after` now: "06:00" is the first 06:00 after it. `None` for an
/// empty text.
async fn read_time(call: &Call, typed: &str, after: Timestamp) -> Result<Option<Timestamp>, UserError> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let viewer = call.viewer().await?;
    let zone = viewer.zone.unwrap_or_else(ZoneId::utc);
    match phrase(typed, zone, after, viewer.language).without_recurring() {
        PhraseAnswer::Understood(understood) => Ok(Some(understood.instant)),
        answer => Err(UserError::message(lines::not_understood(viewer, typed, &answer, after))),
    }
}

async fn give_back(call: &Call, shift: ShiftId) -> Outcome {
    let details = call.services.duty.give_back(&call.services.db, call.user(), shift, call.now).await?;
    call.show_here(screens::given_back(&details, call.viewer().await?)).await
}

async fn choose_ring(call: &Call, shift: ShiftId, ring: Ring) -> Outcome {
    let details = call.services.duty.choose_ring(&call.services.db, call.user(), shift, ring, call.now).await?;
    call.show_here(screens::own_shift("duty-your-shift", &details, call.viewer().await?)).await
}

/// Shows the page `page` (from 0) of the person's own shifts.
pub async fn mine(call: &Call, page: usize) -> Outcome {
    let reply = own_shifts(call, page).await?;
    call.show_here(reply).await
}

async fn mine_in_new_message(call: &Call) -> Outcome {
    let reply = own_shifts(call, 0).await?;
    call.responder.reply(reply).await
}

async fn own_shifts(call: &Call, page: usize) -> Result<Reply, UserError> {
    let viewer = call.viewer().await?;
    let own = duty::own_shifts(&mut *call.services.db.read().await?, call.user(), call.now).await?;
    let pages = Pages::new(page, own.shifts.len(), screens::SHIFTS_PER_PAGE);
    Ok(screens::mine(&own, pages, viewer))
}

async fn send_calendar(call: &Call) -> Outcome {
    let language = call.viewer().await?.language;
    let own = duty::own_shifts(&mut *call.services.db.read().await?, call.user(), call.now).await?;
    if own.shifts.is_empty() {
        return call.responder.reply(say!(language, "duty-mine-empty")).await;
    }
    let title = say!(language, "duty-calendar-title");
    let data = calendar(&own.shifts, &title, &say!(language, "duty-calendar-description"), call.now);
    let file = File { name: CALENDAR_FILE.to_owned(), data: data.into_bytes() };
    let text = say!(language, "duty-calendar-sent", count = own.shifts.len());
    call.responder.reply(Reply::new(text).file(file)).await
}

async fn ask_offer(call: &Call, shift: ShiftId) -> Outcome {
    let viewer = call.viewer().await?;
    let own = duty::own_shifts(&mut *call.services.db.read().await?, call.user(), call.now).await?;
    let shift = own.shifts.into_iter().find(|own| own.id == shift).ok_or(DutyError::NotTheirs(shift))?;
    call.show_here(screens::ask_offer(&shift, viewer)).await
}

async fn offer(call: &Call, shift: ShiftId, target: OfferTarget) -> Outcome {
    let viewer = call.viewer().await?;
    let offered = call.services.duty.offer(&call.services.db, call.user(), shift, target, call.now).await?;
    call.show_here(screens::offered(&offered.0, offered.1, viewer)).await
}

async fn ask_available(call: &Call) -> Outcome {
    let viewer = call.viewer().await?;
    require_volunteer(call)?;
    let own = duty::own_shifts(&mut *call.services.db.read().await?, call.user(), call.now).await?;
    call.responder.reply(screens::ask_available(own.available, viewer)).await
}

/// Handles `/duty available`: with a time, the person is available until then.
pub async fn available(call: &Call, until: Option<&str>) -> Outcome {
    match read_time(call, until.unwrap_or_default(), call.now).await? {
        Some(until) => set_available(call, until, Ring::WhileAwake).await,
        None => ask_available(call).await,
    }
}

async fn set_available(call: &Call, until: Timestamp, ring: Ring) -> Outcome {
    let viewer = call.viewer().await?;
    let duty = &call.services.duty;
    let availability = duty.set_available(&call.services.db, call.user(), until, ring, call.now).await?;
    call.show_here(screens::available(&availability, viewer)).await
}

/// Shows the coverage of some days, in the reader's zone. The secretariat also reads how many nights each person took.
pub async fn coverage(call: &Call, page: usize) -> Outcome {
    let viewer = call.viewer().await?;
    require_volunteer(call)?;
    let page = page.min(screens::LAST_PAGE);
    let zone = viewer.zone.unwrap_or_else(ZoneId::utc);
    let days = i64::try_from(page * screens::DAYS_PER_PAGE).unwrap_or_default();
    let from = call.now.saturating_add(SignedDuration::from_hours(24 * days)).unwrap_or(call.now);
    let length = SignedDuration::from_hours(24 * (i64::try_from(screens::DAYS_PER_PAGE).unwrap_or_default() + 1));
    let until = from.saturating_add(length).unwrap_or(Timestamp::MAX);
    let before = from.saturating_sub(SignedDuration::from_hours(24)).unwrap_or(from);
    let mut conn = call.services.db.read().await?;
    let slots = duty::rota(&mut conn, before, until).await?;
    let gaps = duty::gaps(&mut conn, call.now.max(from), until).await?.len();
    let days = CoverageDay::days(&slots, zone, from, screens::DAYS_PER_PAGE);
    let reply = screens::coverage(&days, gaps, page, viewer);
    if !screens::is_secretariat(viewer) {
        return call.show_here(reply).await;
    }
    let counts = duty::nights_by_person(&mut conn).await?;
    let ids: Vec<MemberId> = counts.iter().map(|(id, _)| *id).collect();
    let names = members::service::get_many(&mut conn, &ids).await?;
    let named = counts.into_iter().filter_map(|(id, nights)| {
        let name = names.iter().find(|member| member.id == id)?.name.clone();
        Some((lines::name_or_someone(Some(&name), viewer.language), nights))
    });
    let line = screens::nights_line(&named.collect::<Vec<_>>(), viewer.language);
    call.show_here(match line {
        Some(line) => reply.with_lead(&line),
        None => reply,
    })
    .await
}

impl Explain for DutyError {
    fn explain(&self, language: Language) -> Option<String> {
        Some(match self {
            DutyError::NotVolunteer(_) => say!(language, "duty-not-volunteer"),
            DutyError::NotSecretariat(_) => say!(language, "duty-not-secretariat"),
            DutyError::NoSlot(_) => say!(language, "duty-no-slot"),
            DutyError::SlotOver(_) => say!(language, "duty-slot-is-over"),
            DutyError::SlotFull(_) => say!(language, "duty-slot-full"),
            DutyError::NotWithinSlot(_) => say!(language, "duty-not-within"),
            DutyError::Overlaps(other) => {
                let (from, until) = (other.period.starts_at, other.period.ends_at);
                say!(language, "duty-overlaps", from = times::stamp(from), until = times::stamp(until))
            }
            DutyError::NotTheirs(_) => say!(language, "duty-not-yours"),
            DutyError::TakenOver(_) => say!(language, "duty-is-taken-over"),
            DutyError::Confirmed(_) => say!(language, "duty-is-confirmed"),
            DutyError::OfferClosed(_) => say!(language, "duty-offer-is-closed"),
            DutyError::OwnOffer(_) => say!(language, "duty-own-offer"),
            DutyError::CannotTake(_) => say!(language, "duty-cannot-take"),
            DutyError::NoDraft(_) => say!(language, "duty-no-draft"),
            DutyError::NoSlots => say!(language, "duty-no-slots"),
            DutyError::TooManySlots { max } => say!(language, "duty-too-many-slots", max = *max),
            DutyError::SlotTooLong => say!(language, "duty-slot-too-long"),
            DutyError::InvalidPeriod => say!(language, "duty-invalid-available"),
            DutyError::Db(error) => return error.explain(language),
        })
    }

    fn db_error(&self) -> Option<&DbError> {
        if let DutyError::Db(error) = self { Some(error) } else { None }
    }
}
