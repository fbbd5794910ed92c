//! Reminders in each member's own local time: set for oneself, or by the secretariat for many.
//!
//! Owns the tables `reminder`, `reminder_occurrence` and `reminder_draft`. A reminder is a plan in wall time; its
//! instant is worked out anew when the member's zone or the tz data changes. Must not know alerts or tickets, nor word
//! anything.

mod deliveries;
mod facts;
mod follow;
mod late;
mod model;
pub mod service;
mod store;
pub mod together;

pub use deliveries::ReminderSource;
pub use facts::{LateTogether, Mark, ReminderFacts};
pub use follow::{ReminderFollower, ReminderPrivacy};
pub use late::{MOST_TOGETHER, Timing};
pub use model::{
    LONGEST_TEXT, MOST_PER_MEMBER, ManyDraft, OccurrenceId, Outlook, Passed, Plan, Reminder, ReminderDraftId,
    ReminderId, State, TogetherId,
};
pub use service::{ReminderError, Saved};
pub use store::next_due;
