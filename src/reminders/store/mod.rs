//! The SQL of reminders.

mod drafts;
mod occurrences;
mod reminders;
mod rows;

pub use drafts::{
    audience_of_batch, delete_draft, delete_drafts_of, delete_unused_drafts_before, draft, drafts_made_at, drafts_of,
    insert_draft, mark_saved, oldest_unused_draft,
};
pub use occurrences::{
    Occurrence, OccurrenceState, delete_dropped_snooze, delete_past_occurrences, has_arrived, insert_occurrence,
    move_occurrence, newest_messages, occurrence, occurrence_at, occurrences_carried_by, occurrences_delivered_since,
    occurrences_dropped_at, oldest_past_occurrence, pending_occurrences_of_member, pending_occurrences_of_reminder,
    record_delivered, set_delivery, snooze_after, snoozed_occurrence_before,
};
pub use reminders::{
    DueReminder, NewReminder, TABLE, active_reminders_of, advance, all_reminders_of, anonymize_author,
    delete_ended_before, delete_reminders, due_reminders, due_reminders_of_member, earliest_end, get, get_existing,
    insert, next_due, reminder_ids_of_batch, reminders_planned_with_other_tz_data, reminders_set_for_others_by,
    reschedule, set_anchor, stop, stopped_at, undo_stop, unfinished_reminder_ids_of, unfinished_reminders_of,
    unreadable,
};
