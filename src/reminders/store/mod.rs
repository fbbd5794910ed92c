//! The SQL of reminders.

mod drafts;
mod occurrences;
mod reminders;
mod rows;

pub use drafts::{delete_draft, delete_unsaved_drafts, draft, insert_draft, mark_saved};
pub use occurrences::{
    Occurrence, OccurrenceKind, OccurrenceState, brought_since, carried_by, has_arrived, insert_occurrence,
    move_occurrence, note_brought, occurrence, pending_of_member, pending_of_reminder, set_delivery, snoozed_until,
};
pub use reminders::{
    DueReminder, NewReminder, PART, active_of_member, advance, all_of_member, delete_reminders, due, due_for, existing,
    get, ids_of_batch, insert, next_due, planned_with_other_tz_data, reschedule, stop, unfinished_ids_of_member,
    unfinished_of_member, unreadable,
};
