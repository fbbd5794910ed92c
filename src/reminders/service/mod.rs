//! The use cases of reminders. Each use case is one function.

mod absence;
mod catch_up;
mod firing;
mod group;
mod moved;
mod occurrences;
mod own;
mod restored;
mod saved;
mod undo;

pub use super::deliveries::RecallOutcome;
pub use absence::{RemindersDuringAbsence, reminders_during_absence};
pub use catch_up::{mark_catch_up_done, show_catch_up, stop_in_catch_up, undo_stop_in_catch_up};
pub use firing::{fire_due, reschedule_for_tz_data, unreadable};
pub use group::{
    BatchStopOutcome, create_group_draft, move_to_upcoming_day, preview_group_draft, save_for_group, stop_batch,
    store_typed_for_group, typed_group_draft, undo_stop_of_batch,
};
pub use moved::{follow_local_times, keep_old_times, reminders_moved_at};
pub use occurrences::{ReplacedSnooze, SnoozeOutcome, mark_done, snooze, stop_by_occurrence};
pub use own::{count_unreadable, create_draft, discard_draft, list, save, stop, store_typed, typed_draft};
pub use restored::{count_due, record_delivered};
pub use saved::SaveOutcome;
pub use undo::{
    UNDO_FOR, UndoableStop, undo_stop, undo_stop_of_occurrence, undoable_stop, undoable_stop_of_occurrence,
};
