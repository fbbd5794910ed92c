//! The result of a press of "Save".

use crate::reminders::draft::GroupDraft;
use crate::reminders::model::{Plan, Reminder, ReminderDraftId};
use crate::time::Timestamp;

/// What a press of "Save" under a draft did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveOutcome {
    Own {
        reminder: Box<Reminder>,
        due_at: Timestamp,
    },
    Group {
        batch: ReminderDraftId,
        draft: GroupDraft,
        reminders: usize,
        /// The number of reminders that are sent at once, because their first local time has passed.
        sent_now: usize,
        /// The number of members who get no reminder, because they have no zone or the plan has no occurrence left for
        /// them.
        skipped: usize,
    },
    /// An earlier press has already saved the draft.
    AlreadySaved,
    /// Nothing was saved. The member has moved to another zone since the preview, and the local time is a different
    /// instant in the new zone. The new draft has a plan for each of the two zones. The member must choose one.
    ZoneChanged {
        draft: ReminderDraftId,
        /// The plans of the new draft, in their order. A plan without a future instant is left out.
        plans: Vec<Plan>,
    },
}
