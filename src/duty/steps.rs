//! The steps that several use cases share: who may act, and how a shift starts and ends.

use super::asking::{ask_available, ask_secretariat};
use super::error::{DutyError, Result};
use super::event::{DutyFollowers, ShiftChange};
use super::messages;
use super::model::{GAP_GRACE, OfferState, Shift, ShiftId, ShiftState, ShiftStep, gap_due_at, may_have_duty};
use super::reading::slot_details;
use super::store::{self, TakenShift};
use crate::db::{Conn, DbError, Tx};
use crate::members::{self, Group, Member, MemberId};
use crate::time::Timestamp;

pub async fn require_volunteer(conn: &mut Conn, id: MemberId) -> Result<Member> {
    let member = members::service::get(conn, id).await?;
    member.filter(may_have_duty).ok_or(DutyError::NotVolunteer(id))
}

pub async fn require_secretariat(conn: &mut Conn, id: MemberId) -> Result<Member> {
    let member = members::service::get(conn, id).await?;
    let is_secretariat = |member: &Member| member.in_guild && member.roles.has(Group::Secretariat);
    member.filter(is_secretariat).ok_or(DutyError::NotSecretariat(id))
}

/// The shift, if this person has it and it has not ended.
pub async fn own_shift(conn: &mut Conn, id: ShiftId, by: MemberId, now: Timestamp) -> Result<Shift> {
    let shift = store::shift(conn, id).await?.filter(|shift| shift.member == by).ok_or(DutyError::NotTheirs(id))?;
    match shift.state {
        ShiftState::Taken if shift.period.ends_at > now => Ok(shift),
        ShiftState::TakenOver => Err(DutyError::TakenOver(id)),
        _ => Err(DutyError::NotTheirs(id)),
    }
}

/// Stores a shift that a person takes, and tells the followers if it has started. The caller has checked that the
/// person may take it.
pub async fn start_shift(
    tx: &mut Tx,
    followers: &DutyFollowers,
    new: TakenShift,
    now: Timestamp,
) -> Result<Shift, DbError> {
    let id = store::insert_shift(tx, &new, now).await?;
    let shift = store::shift(tx, id).await?.expect("the shift was just stored");
    if shift.period.contains(now) {
        let change = ShiftChange { shift, others_on_duty: others_on_duty(tx, &shift, now).await? };
        followers.shift_started(tx, &change, now).await?;
    }
    // People may have been asked to take a shift that somebody gave back.
    for other in store::shifts_in(tx, new.slot).await?.iter().filter(|other| is_vacated(other.state)) {
        messages::re_render_shift(tx, other.id, now).await?;
    }
    messages::re_render_gap(tx, new.slot, now).await?;
    messages::re_render_panel(tx, now).await?;
    Ok(shift)
}

/// Ends a shift: withdraws its offers, edits its messages, and tells the followers if it had started. Returns false if
/// nobody has the shift any more.
pub async fn end_shift(
    tx: &mut Tx,
    followers: &DutyFollowers,
    shift: &Shift,
    state: ShiftState,
    now: Timestamp,
) -> Result<bool, DbError> {
    if !store::end_shift(tx, shift.id, state, now).await? {
        return Ok(false);
    }
    for offer in store::offers_of(tx, shift.id).await? {
        if store::set_offer_state(tx, offer.id, OfferState::Withdrawn, None).await? {
            messages::re_render_offer(tx, offer.id, now).await?;
        }
    }
    if is_vacated(state)
        && let Some(slot) = store::slot(tx, shift.slot).await?
    {
        store::set_gap_at(tx, slot.id, gap_due_at(slot.period, now)).await?;
        ask_if_soon(tx, shift, now).await?;
    }
    if shift.period.starts_at <= now {
        let ended = Shift { state, ..*shift };
        let change = ShiftChange { shift: ended, others_on_duty: others_on_duty(tx, shift, now).await? };
        followers.shift_ended(tx, &change, now).await?;
    }
    messages::re_render_shift(tx, shift.id, now).await?;
    messages::re_render_gap(tx, shift.slot, now).await?;
    messages::re_render_panel(tx, now).await?;
    Ok(true)
}

/// Whether a shift with this state ended because its person no longer has it, and nobody took it over.
fn is_vacated(state: ShiftState) -> bool {
    matches!(state, ShiftState::GivenBack | ShiftState::Left)
}

/// Asks others to take a shift that runs or starts soon, if somebody is missing now. The timer of the slot reports a
/// gap that is further away.
async fn ask_if_soon(tx: &mut Tx, shift: &Shift, now: Timestamp) -> Result<(), DbError> {
    let is_soon = shift.period.starts_at.duration_since(now) <= GAP_GRACE && shift.period.ends_at > now;
    let Some(details) = slot_details(tx, shift.slot, now).await?.filter(|_| is_soon) else { return Ok(()) };
    let is_missing = details.open.iter().any(|part| part.period.overlaps(shift.period));
    if is_missing && !ask_available(tx, shift, now).await? {
        ask_secretariat(tx, shift, now).await?;
    }
    Ok(())
}

async fn others_on_duty(conn: &mut Conn, shift: &Shift, now: Timestamp) -> Result<Vec<Shift>, DbError> {
    let mut running = store::running(conn, now).await?;
    running.retain(|other| other.id != shift.id);
    Ok(running)
}

/// The step and the confirmation of a shift that is taken at `now`. To take a shift shortly before it starts is to
/// confirm it.
pub fn first_step(period: super::model::Period, now: Timestamp) -> (ShiftStep, Timestamp, Option<Timestamp>) {
    let (step, next_at) = ShiftStep::first(period, now);
    (step, next_at, (step != ShiftStep::Notice).then_some(now))
}
