//! The result of "Save".

use crate::reminders::model::{Plan, Reminder, ReminderDraftId};
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
        /// How many of `reminders` are sent at once, because their first time has passed.
        sent_now: usize,
        /// How many members were skipped, because they have no zone or the plan has no occurrence left for them.
        skipped: usize,
    },
    /// An earlier press saved it.
    AlreadySaved,
    /// Nothing was saved. The member has moved to another zone since the preview, and the local time is another instant
    /// there. The new draft has a plan for each zone, and the member must choose.
    ZoneChanged {
        draft: ReminderDraftId,
        /// In the order of the draft's plans. Leaves out plans whose instants have passed.
        plans: Vec<Plan>,
    },
}
