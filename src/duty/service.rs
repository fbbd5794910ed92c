//! The use cases of a person's own shifts. Each use case is one function and one transaction. Offers are in
//! [`super::offers`], plans in [`super::planning`].

use super::error::{DutyError, Result};
use super::event::DutyFollowers;
use super::messages;
use super::model::{Period, Ring, Shift, ShiftId, ShiftState, Slot, SlotId, Warnings, open_parts, parts_without};
use super::reading::{nights, slot_details};
use super::steps::{end_shift, first_step, own_shift, require_volunteer, start_shift};
use super::store::{self, TakenShift};
use crate::db::{Conn, Db, Tx};
use crate::members::{Member, MemberId};
use crate::time::Timestamp;

/// The use cases of duty. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Duty {
    pub(super) followers: DutyFollowers,
}

/// Which part of a slot a person takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The first part in which somebody is missing.
    Open,
    Chosen(Period),
}

/// Whether a person has seen the warnings about a shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// Asks if there is a warning.
    Ask,
    Given(Ring),
}

/// What a person is about to take, and what they should know before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub slot: Slot,
    pub period: Period,
    pub warnings: Warnings,
}

/// A shift of a person, with its slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftDetails {
    pub slot: Slot,
    pub shift: Shift,
    pub warnings: Warnings,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TakeOutcome {
    /// Nothing was changed: the person must confirm it.
    Confirm(Proposal),
    Taken(ShiftDetails),
}

impl Duty {
    pub fn new(followers: DutyFollowers) -> Self {
        Self { followers }
    }

    /// Takes a part of a slot. If there is something that the person should know before, such as a night, returns it
    /// and takes nothing. A repetition with a consent takes exactly the part that was shown.
    pub async fn take(
        &self,
        db: &Db,
        by: MemberId,
        slot: SlotId,
        part: Part,
        consent: Consent,
        now: Timestamp,
    ) -> Result<TakeOutcome> {
        db.write(async |tx| {
            let member = require_volunteer(tx, by).await?;
            let proposal = propose(tx, &member, slot, part, now).await?;
            let ring = match consent {
                Consent::Ask if !proposal.warnings.is_empty() => return Ok(TakeOutcome::Confirm(proposal)),
                Consent::Ask => Ring::WhileAwake,
                Consent::Given(ring) => ring,
            };
            let shift = start_shift(tx, &self.followers, new_shift(&proposal, by, ring, now), now).await?;
            Ok(TakeOutcome::Taken(ShiftDetails { slot: proposal.slot, shift, warnings: proposal.warnings }))
        })
        .await
    }

    /// Gives a shift back, so that others can take it.
    pub async fn give_back(&self, db: &Db, by: MemberId, shift: ShiftId, now: Timestamp) -> Result<ShiftDetails> {
        db.write(async |tx| {
            let shift = own_shift(tx, shift, by, now).await?;
            let slot = store::slot(tx, shift.slot).await?.ok_or(DutyError::NoSlot(shift.slot))?;
            end_shift(tx, &self.followers, &shift, ShiftState::GivenBack, now).await?;
            Ok(ShiftDetails { slot, shift, warnings: Warnings::default() })
        })
        .await
    }

    /// Chooses whether the person may be rung during this shift while they are asleep.
    pub async fn choose_ring(
        &self,
        db: &Db,
        by: MemberId,
        shift: ShiftId,
        ring: Ring,
        now: Timestamp,
    ) -> Result<ShiftDetails> {
        db.write(async |tx| {
            let shift = own_shift(tx, shift, by, now).await?;
            store::set_ring(tx, shift.id, ring).await?;
            details_of(tx, Shift { ring, ..shift }).await
        })
        .await
    }

    /// "I have it": the person confirms a shift. A second confirmation changes nothing.
    pub async fn confirm(&self, db: &Db, by: MemberId, shift: ShiftId, now: Timestamp) -> Result<ShiftDetails> {
        db.write(async |tx| {
            let shift = own_shift(tx, shift, by, now).await?;
            if store::confirm(tx, shift.id, now).await? {
                messages::re_render_shift(tx, shift.id, now).await?;
            }
            details_of(tx, Shift { confirmed_at: shift.confirmed_at.or(Some(now)), ..shift }).await
        })
        .await
    }

    /// Takes over a shift that its person has not confirmed, or gave back. One press by a person who was asked to.
    pub async fn cover(&self, db: &Db, by: MemberId, shift: ShiftId, now: Timestamp) -> Result<ShiftDetails> {
        db.write(async |tx| {
            let member = require_volunteer(tx, by).await?;
            let silent = store::shift(tx, shift).await?.ok_or(DutyError::NotTheirs(shift))?;
            match silent.state {
                ShiftState::Taken if silent.member == by => return Err(DutyError::NotTheirs(shift)),
                ShiftState::Taken if silent.period.ends_at <= now => return Err(DutyError::NotTheirs(shift)),
                ShiftState::Taken if silent.confirmed_at.is_some() => return Err(DutyError::Confirmed(shift)),
                ShiftState::Taken => {}
                ShiftState::GivenBack | ShiftState::Left => {
                    let proposal = propose(tx, &member, silent.slot, Part::Open, now).await?;
                    let new = new_shift(&proposal, by, Ring::WhileAwake, now);
                    let shift = start_shift(tx, &self.followers, new, now).await?;
                    return Ok(ShiftDetails { slot: proposal.slot, shift, warnings: proposal.warnings });
                }
                ShiftState::Over | ShiftState::TakenOver | ShiftState::Removed => {
                    return Err(DutyError::TakenOver(shift));
                }
            }
            let period = silent.period.from(now).ok_or(DutyError::NotTheirs(shift))?;
            hand_over(tx, self, &silent, period, &member, now).await
        })
        .await
    }
}

/// Ends the shift `from`, and gives `period`, the rest of it, to another person.
pub(super) async fn hand_over(
    tx: &mut Tx,
    duty: &Duty,
    from: &Shift,
    period: Period,
    to: &Member,
    now: Timestamp,
) -> Result<ShiftDetails> {
    let own = store::taken_of(tx, to.id).await?;
    if let Some(other) = own.iter().find(|other| other.period.overlaps(period)) {
        return Err(DutyError::Overlaps(Box::new(*other)));
    }
    let slot = store::slot(tx, from.slot).await?.ok_or(DutyError::NoSlot(from.slot))?;
    let proposal = Proposal { slot, period, warnings: warnings(tx, to, period, &own).await? };
    // The new shift starts first, so that a follower hands tickets over to its person.
    let shift = start_shift(tx, &duty.followers, new_shift(&proposal, to.id, Ring::WhileAwake, now), now).await?;
    end_shift(tx, &duty.followers, from, ShiftState::TakenOver, now).await?;
    Ok(ShiftDetails { slot, shift, warnings: proposal.warnings })
}

/// Checks what a person wants to take.
async fn propose(conn: &mut Conn, member: &Member, slot: SlotId, part: Part, now: Timestamp) -> Result<Proposal> {
    let details = slot_details(conn, slot, now).await?.ok_or(DutyError::NoSlot(slot))?;
    let rest = details.slot.period.from(now).ok_or(DutyError::SlotOver(slot))?;
    let own = store::taken_of(conn, member.id).await?;
    let own_periods: Vec<Period> = own.iter().map(|shift| shift.period).collect();
    let overlapping = |period: Period| {
        let other = own.iter().find(|other| other.period.overlaps(period));
        other.map(|other| DutyError::Overlaps(Box::new(*other)))
    };
    let period = match part {
        Part::Open => {
            let Some(first) = details.open.first() else { return Err(DutyError::SlotFull(slot)) };
            match parts_without(&details.open, &own_periods).first() {
                Some(part) => *part,
                None => return Err(overlapping(first.period).unwrap_or(DutyError::SlotFull(slot))),
            }
        }
        Part::Chosen(chosen) => {
            let period = chosen.from(now).ok_or(DutyError::SlotOver(slot))?;
            if !rest.covers(period) {
                return Err(DutyError::NotWithinSlot(slot));
            }
            if let Some(error) = overlapping(period) {
                return Err(error);
            }
            let taken: Vec<Period> = details.shifts.iter().map(|(shift, _)| shift.period).collect();
            // Nobody may be missing in only a part of it, because then a person would be there in vain.
            match open_parts(period, details.slot.needed, &taken).as_slice() {
                [open] if open.period == period => period,
                _ => return Err(DutyError::SlotFull(slot)),
            }
        }
    };
    Ok(Proposal { slot: details.slot, period, warnings: warnings(conn, member, period, &own).await? })
}

/// What `member` should know before they take `period`. `own`: their shifts.
pub(super) async fn warnings(conn: &mut Conn, member: &Member, period: Period, own: &[Shift]) -> Result<Warnings> {
    let others: Vec<Period> = own.iter().map(|shift| shift.period).collect();
    Ok(Warnings::of(period, member.rest().as_ref(), &others, nights(conn, member.id).await?))
}

fn new_shift(proposal: &Proposal, member: MemberId, ring: Ring, now: Timestamp) -> TakenShift {
    let (step, next_at, confirmed_at) = first_step(proposal.period, now);
    TakenShift {
        slot: proposal.slot.id,
        member,
        period: proposal.period,
        ring,
        is_night: proposal.warnings.is_night(),
        step,
        next_at,
        confirmed_at,
    }
}

async fn details_of(conn: &mut Conn, shift: Shift) -> Result<ShiftDetails> {
    let slot = store::slot(conn, shift.slot).await?.ok_or(DutyError::NoSlot(shift.slot))?;
    Ok(ShiftDetails { slot, shift, warnings: Warnings::default() })
}
