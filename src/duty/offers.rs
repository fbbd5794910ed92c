//! The use cases of offering a shift to others. Each use case is one function and one transaction.

use super::error::{DutyError, Result};
use super::messages;
use super::model::{Offer, OfferId, OfferState, Shift, ShiftId, ShiftState, may_have_duty};
use super::service::{Duty, ShiftDetails, hand_over};
use super::steps::{own_shift, require_volunteer};
use super::store;
use crate::db::{Conn, Db};
use crate::members::{self, Group, Member, MemberId};
use crate::time::Timestamp;

/// To whom a shift is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfferTarget {
    /// All volunteers who have no other shift at that time.
    All,
    Member(MemberId),
}

impl Duty {
    /// Offers a shift. The person keeps it until somebody takes it. A new offer of the same shift replaces the earlier
    /// one. Returns the offer, and how many people get it.
    pub async fn offer(
        &self,
        db: &Db,
        by: MemberId,
        shift: ShiftId,
        target: OfferTarget,
        now: Timestamp,
    ) -> Result<(Offer, usize)> {
        db.write(async |tx| {
            let shift = own_shift(tx, shift, by, now).await?;
            let recipients = recipients(tx, &shift, target).await?;
            for earlier in store::offers_of(tx, shift.id).await? {
                if store::set_offer_state(tx, earlier.id, OfferState::Withdrawn, None).await? {
                    messages::re_render_offer(tx, earlier.id, now).await?;
                }
            }
            let to = if let OfferTarget::Member(to) = target { Some(to) } else { None };
            let id = store::insert_offer(tx, shift.id, to, now).await?;
            for member in &recipients {
                messages::enqueue_offer(tx, id, member.id, now).await?;
            }
            let offer = Offer { id, shift: shift.id, to, state: OfferState::Open, taken_by: None };
            Ok((offer, recipients.len()))
        })
        .await
    }

    /// Takes an offered shift with one press. Of two people, the first one gets it.
    pub async fn take_offer(&self, db: &Db, by: MemberId, offer: OfferId, now: Timestamp) -> Result<ShiftDetails> {
        db.write(async |tx| {
            let member = require_volunteer(tx, by).await?;
            let (offer, shift) = open_offer(tx, offer, by, now).await?;
            // Before the hand-over, which withdraws the other offers of the shift.
            let is_first = store::set_offer_state(tx, offer.id, OfferState::Taken, Some(by)).await?;
            let period = shift.period.from(now).filter(|_| is_first).ok_or(DutyError::OfferClosed(offer.id))?;
            let details = hand_over(tx, self, &shift, period, &member, now).await?;
            messages::enqueue_offer_news(tx, offer.id, shift.member, now).await?;
            messages::re_render_offer(tx, offer.id, now).await?;
            Ok(details)
        })
        .await
    }

    /// Refuses a shift that was offered to this person alone. An offer to all is not refused: the person can ignore it.
    pub async fn refuse_offer(&self, db: &Db, by: MemberId, offer: OfferId, now: Timestamp) -> Result<()> {
        db.write(async |tx| {
            let (offer, shift) = open_offer(tx, offer, by, now).await?;
            if offer.to == Some(by) && store::set_offer_state(tx, offer.id, OfferState::Refused, None).await? {
                messages::enqueue_offer_news(tx, offer.id, shift.member, now).await?;
                messages::re_render_offer(tx, offer.id, now).await?;
            }
            Ok(())
        })
        .await
    }

    /// Keeps a shift that was offered.
    pub async fn withdraw_offer(&self, db: &Db, by: MemberId, offer: OfferId, now: Timestamp) -> Result<ShiftDetails> {
        db.write(async |tx| {
            let stored = store::offer(tx, offer).await?.ok_or(DutyError::OfferClosed(offer))?;
            let shift = own_shift(tx, stored.shift, by, now).await?;
            let slot = store::slot(tx, shift.slot).await?.ok_or(DutyError::NoSlot(shift.slot))?;
            if store::set_offer_state(tx, offer, OfferState::Withdrawn, None).await? {
                messages::re_render_offer(tx, offer, now).await?;
            }
            Ok(ShiftDetails { slot, shift, warnings: super::model::Warnings::default() })
        })
        .await
    }
}

/// The offer and its shift, if `by` can still answer the offer.
async fn open_offer(conn: &mut Conn, id: OfferId, by: MemberId, now: Timestamp) -> Result<(Offer, Shift)> {
    let closed = || DutyError::OfferClosed(id);
    let offer = store::offer(conn, id).await?.ok_or_else(closed)?;
    let shift = store::shift(conn, offer.shift).await?.ok_or_else(closed)?;
    if shift.member == by {
        return Err(DutyError::OwnOffer(id));
    }
    let is_open = offer.state == OfferState::Open
        && shift.state == ShiftState::Taken
        && shift.period.ends_at > now
        && offer.to.is_none_or(|to| to == by);
    if is_open { Ok((offer, shift)) } else { Err(closed()) }
}

/// The people to whom a shift is offered, without its person.
async fn recipients(conn: &mut Conn, shift: &Shift, target: OfferTarget) -> Result<Vec<Member>> {
    match target {
        OfferTarget::Member(to) => {
            let member =
                members::service::get(conn, to).await?.filter(may_have_duty).filter(|to| to.id != shift.member);
            let member = member.ok_or(DutyError::CannotTake(to))?;
            match is_free(conn, &member, shift).await? {
                true => Ok(vec![member]),
                false => Err(DutyError::CannotTake(to)),
            }
        }
        OfferTarget::All => {
            let mut free = Vec::new();
            for member in members::service::present_in(conn, Group::Helpdesk).await? {
                // The secretariat is asked by name only.
                let is_volunteer = !member.roles.has(Group::Secretariat);
                if is_volunteer && member.id != shift.member && is_free(conn, &member, shift).await? {
                    free.push(member);
                }
            }
            Ok(free)
        }
    }
}

async fn is_free(conn: &mut Conn, member: &Member, shift: &Shift) -> Result<bool> {
    let own = store::taken_of(conn, member.id).await?;
    Ok(!own.iter().any(|other| other.period.overlaps(shift.period)))
}
