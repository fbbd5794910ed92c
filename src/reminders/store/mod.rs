//! The SQL of reminders.

mod drafts;
mod occurrences;
mod reminders;
mod rows;

pub use drafts::{delete_draft, delete_unsaved_drafts, draft, insert_draft, mark_saved};
pub use occurrences::{
    Occurrence, OccurrenceKind, OccurrenceState, carried_by, insert_occurrence, move_occurrence, occurrence,
    pending_of_member, pending_of_reminder, set_delivery, snoozed_until,
};
pub use reminders::{
    DueReminder, NewReminder, PART, active_ids_of_member, active_of_batch, active_of_member, advance, all_of_member,
    delete_reminders, due, due_for, existing, get, insert, next_due, planned_with_other_tz_data, reschedule, stop,
    unreadable,
};
