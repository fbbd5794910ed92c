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
        /// How many of these are sent at once, because their first time has passed.
        sent_now: usize,
        /// Members without a zone, or for whom the plan has no occurrence left.
        skipped: usize,
    },
    /// An earlier press saved it.
    AlreadySaved,
    /// Nothing was saved: the member has moved to another zone since the preview, where the local time is another
    /// instant. The new draft has a plan for each, and the member is asked.
    ZoneChanged {
        draft: ReminderDraftId,
        /// In the order of the draft's plans; those that have passed are left out.
        plans: Vec<Plan>,
    },
}
