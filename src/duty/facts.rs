//! The facts from which the messages of duty are rendered.

use super::messages::DutyMessage;
use super::model::{Offer, OfferId, Period, Shift, ShiftId, ShiftState, Slot, SlotId, Warnings, quiet_time};
use super::reading::{self, SlotDetails};
use super::store;
use crate::db::{Conn, DbError};
use crate::members::{self, Member, MemberId};
use crate::time::{SignedDuration, Timestamp};

/// How far ahead the panel looks. It shows only the first slots, and counts the others.
const PANEL_DAYS: SignedDuration = SignedDuration::from_hours(24 * 60);

/// The facts of one message.
#[derive(Debug, Clone)]
pub enum DutyFacts {
    Panel(PanelFacts),
    Notice(ShiftFacts),
    Cover(CoverFacts),
    Offer(OfferFacts),
    OfferNews(OfferNews),
    Removed(ShiftFacts),
    Gap(GapFacts),
    /// What an earlier message was about was deleted.
    Deleted,
}

/// All slots that have not ended.
#[derive(Debug, Clone)]
pub struct PanelFacts {
    pub slots: Vec<SlotDetails>,
}

#[derive(Debug, Clone)]
pub struct ShiftFacts {
    pub slot: Slot,
    pub shift: Shift,
    /// The name of the person who took the shift over.
    pub successor: Option<String>,
}

/// A shift that its person did not confirm, or gave back shortly before.
#[derive(Debug, Clone)]
pub struct CoverFacts {
    pub facts: ShiftFacts,
    /// Whether somebody can still take it.
    pub is_open: bool,
    /// The name of its person; `None` if Magpie does not know them any more.
    pub holder: Option<String>,
}

#[derive(Debug, Clone)]
pub struct OfferFacts {
    pub offer: Offer,
    pub shift: Shift,
    /// The name of the person who offers it.
    pub from: Option<String>,
    /// What the reader should know before they take it.
    pub warnings: Warnings,
    pub reader: MemberId,
}

/// How an offer ended.
#[derive(Debug, Clone)]
pub struct OfferNews {
    pub offer: Offer,
    pub shift: Shift,
    /// The name of the person who took or refused it.
    pub name: Option<String>,
}

/// The slots in which somebody is missing and the reader is awake.
#[derive(Debug, Clone)]
pub struct GapFacts {
    pub slots: Vec<SlotDetails>,
}

pub async fn panel(conn: &mut Conn, now: Timestamp) -> Result<PanelFacts, DbError> {
    let until = now.saturating_add(PANEL_DAYS).unwrap_or(Timestamp::MAX);
    Ok(PanelFacts { slots: reading::rota(conn, now, until).await? })
}

/// `None` if the shift was deleted.
pub async fn shift(conn: &mut Conn, id: ShiftId) -> Result<Option<ShiftFacts>, DbError> {
    let Some(shift) = store::shift(conn, id).await? else { return Ok(None) };
    let Some(slot) = store::slot(conn, shift.slot).await? else { return Ok(None) };
    let successor = match shift.state {
        ShiftState::TakenOver | ShiftState::GivenBack | ShiftState::Left => {
            let is_successor = |other: &Shift| {
                let has_it = matches!(other.state, ShiftState::Taken | ShiftState::Over);
                other.id > shift.id && has_it && other.period.overlaps(shift.period)
            };
            let mut later = store::shifts_in(conn, shift.slot).await?.into_iter().filter(is_successor);
            match later.next() {
                Some(next) => members::service::get(conn, next.member).await?.map(|member| member.name),
                None => None,
            }
        }
        _ => None,
    };
    Ok(Some(ShiftFacts { slot, shift, successor }))
}

pub async fn cover(conn: &mut Conn, id: ShiftId, now: Timestamp) -> Result<Option<CoverFacts>, DbError> {
    let Some(facts) = shift(conn, id).await? else { return Ok(None) };
    let holder = members::service::get(conn, facts.shift.member).await?.map(|member| member.name);
    let shift = &facts.shift;
    let is_open = match shift.state {
        _ if shift.period.ends_at <= now => false,
        ShiftState::Taken => shift.confirmed_at.is_none(),
        ShiftState::GivenBack | ShiftState::Left => {
            let details = reading::slot_details(conn, shift.slot, now).await?;
            details.is_some_and(|details| details.open.iter().any(|part| part.period.overlaps(shift.period)))
        }
        ShiftState::Over | ShiftState::TakenOver | ShiftState::Removed => false,
    };
    Ok(Some(CoverFacts { facts, is_open, holder }))
}

pub async fn offer(conn: &mut Conn, id: OfferId, reader: &Member) -> Result<Option<OfferFacts>, DbError> {
    let Some(offer) = store::offer(conn, id).await? else { return Ok(None) };
    let Some(shift) = store::shift(conn, offer.shift).await? else { return Ok(None) };
    let from = members::service::get(conn, shift.member).await?.map(|member| member.name);
    let own: Vec<Period> = store::taken_of(conn, reader.id).await?.iter().map(|own| own.period).collect();
    let others: Vec<Period> = own.into_iter().filter(|own| !own.overlaps(shift.period)).collect();
    let nights = reading::nights(conn, reader.id).await?;
    let warnings = Warnings::of(shift.period, reader.rest().as_ref(), &others, nights);
    Ok(Some(OfferFacts { offer, shift, from, warnings, reader: reader.id }))
}

pub async fn offer_news(conn: &mut Conn, id: OfferId) -> Result<Option<OfferNews>, DbError> {
    let Some(offer) = store::offer(conn, id).await? else { return Ok(None) };
    let Some(shift) = store::shift(conn, offer.shift).await? else { return Ok(None) };
    let name = match offer.taken_by.or(offer.to) {
        Some(id) => members::service::get(conn, id).await?.map(|member| member.name),
        None => None,
    };
    Ok(Some(OfferNews { offer, shift, name }))
}

/// The slots told with `first` in which somebody is still missing and `reader` could take a part.
pub async fn gap(conn: &mut Conn, first: SlotId, reader: &Member, now: Timestamp) -> Result<GapFacts, DbError> {
    let own: Vec<Period> = store::taken_of(conn, reader.id).await?.iter().map(|own| own.period).collect();
    let mut slots = Vec::new();
    for slot in store::told_with(conn, first).await? {
        let Some(details) = reading::slot_details(conn, slot.id, now).await? else { continue };
        let is_free = |part: Period| !own.iter().any(|own| own.overlaps(part));
        if details.open.iter().any(|part| is_awake_in(reader, part.period) && is_free(part.period)) {
            slots.push(details);
        }
    }
    Ok(GapFacts { slots })
}

/// Whether a person is awake for at least half of the period. False without a known zone, and for somebody who is away.
pub fn is_awake_in(member: &Member, period: Period) -> bool {
    let Some(rest) = member.rest() else { return false };
    !rest.is_away(period.starts_at) && quiet_time(period, &rest) * 2 <= period.duration()
}

/// The facts of a message; `None` if what it is about was deleted. `reader`: the person to whom it is addressed.
pub async fn of_shift(
    conn: &mut Conn,
    message: DutyMessage,
    id: ShiftId,
    now: Timestamp,
) -> Result<Option<DutyFacts>, DbError> {
    Ok(match message {
        DutyMessage::Notice => shift(conn, id).await?.map(DutyFacts::Notice),
        DutyMessage::Removed => shift(conn, id).await?.map(DutyFacts::Removed),
        DutyMessage::Cover(_) | DutyMessage::CoverChannel => cover(conn, id, now).await?.map(DutyFacts::Cover),
        DutyMessage::Panel | DutyMessage::Offer(_) | DutyMessage::OfferNews | DutyMessage::Gap(_) => None,
    })
}
