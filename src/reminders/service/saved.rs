//! The result of "Save".

use crate::reminders::model::{Reminder, ReminderDraftId};
use crate::time::Timestamp;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    Own {
        reminder: Box<Reminder>,
        due_at: Timestamp,
    },
    Group {
        batch: ReminderDraftId,
        reminders: usize,
        /// How many of these are sent at once, because their first time has passed.
        sent_now: usize,
        /// Members without a zone, or for whom the plan has no occurrence left.
        skipped: usize,
    },
    /// An earlier press saved it.
    AlreadySaved,
}
