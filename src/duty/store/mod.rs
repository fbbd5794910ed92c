//! The SQL of the tables `duty_drafts`, `duty_slots`, `duty_shifts`, `duty_offers`, `duty_available` and `duty_panel`.

mod drafts;
mod offers;
mod panel;
mod people;
mod rows;
mod shifts;
mod slots;

pub use drafts::{
    clear_author, delete_draft, delete_old_drafts, delete_unsaved_of, draft, earliest_draft, insert_draft, mark_saved,
};
pub use offers::{insert_offer, offer, offers_of, offers_to_or_taken_by, set_offer_state};
pub use panel::{Panel, delete_panel, panel, set_panel, set_refresh_at};
pub use people::{
    available, available_of, delete_available, delete_ended_available, delete_member, delete_offers_of,
    earliest_available_end, set_available,
};
#[cfg(test)]
pub use shifts::damage;
pub use shifts::{
    TakenShift, confirm, count_nights, delete_shifts_of, due_shifts, end_shift, history_of, insert_shift,
    next_shift_due, running, set_ring, set_step, shift, shifts_in, taken_between, taken_in, taken_of,
    unreadable_shifts,
};
pub use slots::{
    boundary_after, delete_ended, due_gaps, earliest_end, insert_slot, next_gap_due, record_told, remove_slot,
    set_gap_at, slot, slots_between, slots_of_draft, told_with, unreadable_slots,
};

/// The name of the table, for rows that are set aside.
pub const SHIFTS: &str = "duty_shifts";
/// The name of the table, for rows that are set aside.
pub const SLOTS: &str = "duty_slots";
