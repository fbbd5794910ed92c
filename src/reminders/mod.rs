//! Reminders in each member's own local time. A member sets them for themselves, or the secretariat sets them for a
//! group.
//!
//! Owns the tables `reminders`, `reminder_occurrences` and `reminder_drafts`. A reminder is a plan in wall time. Its
//! next instant is recomputed when the member's zone or the tz data changes. This feature must not know alerts or
//! tickets, and must not contain texts that people read.

mod audience;
mod deliveries;
mod draft;
mod error;
mod facts;
mod lifecycle;
mod model;
mod policy;
mod privacy;
mod profile_changes;
mod retention;
pub mod service;
mod source;
mod store;
#[cfg(test)]
mod tests;
mod timers;
mod zone_move;

pub use draft::{GroupDraft, GroupPreview, PassedPolicy, TypedGroupDraft, is_passed_everywhere, valid_text};
pub use error::ReminderError;
pub use facts::{CatchUpFacts, OccurrenceStatus, ReminderFacts};
pub use model::{
    CatchUpId, MAX_PER_MEMBER, MAX_TEXT_CHARS, OccurrenceId, Plan, Reminder, ReminderDraftId, ReminderId, ReminderState,
};
pub use policy::{MAX_CATCH_UP, Timing};
pub use privacy::ReminderPrivacy;
pub use profile_changes::ReminderFollower;
pub use retention::ReminderRetention;
pub use service::SaveOutcome;
pub use source::ReminderSource;
pub use timers::ReminderTimers;
pub use zone_move::MovedReminders;
