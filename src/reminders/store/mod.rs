//! The SQL of reminders.

mod drafts;
mod occurrences;
mod reminders;
mod rows;

pub use drafts::{
    audience, delete_draft, delete_drafts_of, delete_unused_drafts_before, draft, drafts_made_at, drafts_of,
    insert_draft, mark_saved, oldest_unused_draft,
};
pub use occurrences::{
    Occurrence, OccurrenceState, carried_by, delete_past_occurrences, delivered_since, dropped_at, has_arrived,
    insert_occurrence, move_occurrence, newest_messages, note_delivered, occurrence, occurrence_at,
    oldest_past_occurrence, pending_of_member, pending_of_reminder, set_delivery, snooze_after, snoozed_before,
};
pub use reminders::{
    DueReminder, NewReminder, PART, active_of_member, advance, all_of_member, anonymize_author, delete_ended_before,
    delete_reminders, due, due_for, earliest_ended, get, get_existing, ids_of_batch, insert, next_due,
    planned_with_other_tz_data, reschedule, set_anchor, set_for_others_by, stop, stopped_at, undo_stop,
    unfinished_ids_of_member, unfinished_of_member, unreadable,
};
