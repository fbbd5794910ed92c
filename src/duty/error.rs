//! The errors of the use cases of duty.

use super::model::{DutyDraftId, OfferId, Shift, ShiftId, SlotId};
use crate::db::DbError;
use crate::members::MemberId;

#[derive(Debug, thiserror::Error)]
pub enum DutyError {
    #[error("member {0} is neither a volunteer nor in the secretariat")]
    NotVolunteer(MemberId),
    #[error("member {0} is not in the secretariat")]
    NotSecretariat(MemberId),
    /// The slot does not exist, or it was removed.
    #[error("slot {0} does not exist any more")]
    NoSlot(SlotId),
    #[error("slot {0} has ended")]
    SlotOver(SlotId),
    /// Enough people have the slot, or the part of it that the person asked for.
    #[error("slot {0} has enough people")]
    SlotFull(SlotId),
    /// The part that the person asked for is not within the slot.
    #[error("the part is not within slot {0}")]
    NotWithinSlot(SlotId),
    /// The person has another shift at this time.
    #[error("shift {} of the same person is at the same time", .0.id)]
    Overlaps(Box<Shift>),
    /// The person does not have this shift, or it has ended.
    #[error("shift {0} is not theirs, or it has ended")]
    NotTheirs(ShiftId),
    /// Another person has taken the shift over.
    #[error("shift {0} was taken over")]
    TakenOver(ShiftId),
    /// The person who has the shift has confirmed it.
    #[error("shift {0} is confirmed")]
    Confirmed(ShiftId),
    /// The offer was taken, refused or withdrawn, or the shift has ended.
    #[error("offer {0} is not open any more")]
    OfferClosed(OfferId),
    #[error("the shift of offer {0} is their own")]
    OwnOffer(OfferId),
    /// A shift cannot be offered to this person.
    #[error("member {0} cannot take a shift")]
    CannotTake(MemberId),
    /// The draft was saved or discarded, or it belongs to another person.
    #[error("draft {0} does not exist any more")]
    NoDraft(DutyDraftId),
    #[error("no slot is planned")]
    NoSlots,
    #[error("more than {max} slots are planned")]
    TooManySlots { max: usize },
    #[error("a planned slot is longer than a day")]
    SlotTooLong,
    #[error("nobody can be available for this long")]
    InvalidPeriod,
    #[error(transparent)]
    Db(#[from] DbError),
}

pub(super) type Result<T, E = DutyError> = std::result::Result<T, E>;
