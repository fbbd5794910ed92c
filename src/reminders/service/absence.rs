//! Lists the reminders of a member that are due during an absence.

use crate::db::{Conn, DbError};
use crate::members::MemberId;
use crate::reminders::audience::{self, ReadAccess};
use crate::reminders::store;
use crate::time::Timestamp;

/// A member's reminders that are due before the end of an absence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RemindersDuringAbsence {
    /// The number of own reminders. An own reminder sounds at its minute, even during the absence.
    pub own_count: usize,
    /// The texts and the next instants of the reminders that other people set. These reminders wait until the absence
    /// has ended.
    pub held_reminders: Vec<(String, Timestamp)>,
}

/// The member's reminders that are due before `until`, at which the absence ends. The earliest is first.
pub async fn reminders_during_absence(
    conn: &mut Conn,
    member: MemberId,
    until: Timestamp,
) -> Result<RemindersDuringAbsence, DbError> {
    let mut found = RemindersDuringAbsence::default();
    for reminder in store::active_reminders_of(conn, member).await? {
        let Some(due_at) = reminder.state.due_at().filter(|due_at| *due_at < until) else { continue };
        match reminder.is_own() {
            true => found.own_count += 1,
            false if audience::readable_by(conn, &reminder, member).await? != ReadAccess::Full => {}
            false => found.held_reminders.push((reminder.text, due_at)),
        }
    }
    Ok(found)
}
