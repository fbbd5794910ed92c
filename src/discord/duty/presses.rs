//! The buttons, selects and forms of duty, and their custom ids.

use crate::duty::{DutyDraftId, OfferId, Ring, ShiftId, SlotId};
use crate::presses;

presses! {
    pub enum DutyPress: "duty" {
        /// A button of the panel. Shows all slots in the reader's own time.
        Open = "open", Private;
        /// A select of the panel. Shows a slot.
        OpenChosen = "open-chosen", Private;
        /// A button of the panel. Asks for how long the person is available.
        OpenAvailable = "open-available", Private;
        /// A button of the panel. Shows the person's own shifts.
        OpenMine = "open-mine", Private;
        /// Shows a page of the list of slots. `page` counts from 0.
        List(page: usize) = "list/1", Update;
        /// A select below the list of slots.
        Chosen = "chosen", Update;
        ShowSlot(slot: SlotId) = "slot/7", Update;
        Take(slot: SlotId) = "take/7", Update;
        /// Takes the part that was shown with its warnings. Instants are milliseconds since 1970 UTC.
        TakeAnyway { slot: SlotId, from_ms: i64, until_ms: i64, ring: Ring } =
            "take-anyway/7/1605060000000/1605074400000/always", Update;
        /// Opens the form to take a part of a slot.
        TypePart(slot: SlotId) = "type-part/7", Never;
        PartTyped(slot: SlotId) = "part-typed/7", Update;
        GiveBack(shift: ShiftId) = "give-back/7", Update;
        ChooseRing(shift: ShiftId, ring: Ring) = "ring/7/always", Update;
        /// "I have it", below a notice.
        Confirm(shift: ShiftId) = "have-it/7", Private;
        /// Takes over a shift that was not confirmed.
        Cover(shift: ShiftId) = "cover/7", Private;
        /// Shows a page of the person's own shifts. `page` counts from 0.
        Mine(page: usize) = "mine/1", Update;
        /// A select below the person's own shifts.
        MineChosen = "mine-chosen", Update;
        Calendar = "calendar", Private;
        /// Asks to whom a shift is offered.
        AskOffer(shift: ShiftId) = "offer/7", Update;
        OfferToAll(shift: ShiftId) = "offer-all/7", Update;
        /// A select of people.
        OfferToChosen(shift: ShiftId) = "offer-to/7", Update;
        WithdrawOffer(offer: OfferId) = "keep/7", Update;
        TakeOffer(offer: OfferId) = "take-offer/7", Private;
        RefuseOffer(offer: OfferId) = "refuse-offer/7", Private;
        /// The person is available for this many minutes.
        Available(minutes: i64) = "available/120", Update;
        AvailableRing(until_ms: i64, ring: Ring) = "available-ring/1605060000000/always", Update;
        EndAvailable = "end-available", Update;
        Coverage(page: usize) = "coverage/1", Update;
        Create(draft: DutyDraftId) = "create/7", Update;
        Discard(draft: DutyDraftId) = "discard/7", Update;
        Undo(draft: DutyDraftId) = "undo/7", Update;
        AskRemove(slot: SlotId) = "ask-remove/7", Update;
        Remove(slot: SlotId) = "remove/7", Update;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::wire::custom_id::assert_examples_round_trip;

    #[test]
    fn custom_ids_round_trip() {
        assert_examples_round_trip::<DutyPress>();
    }
}
