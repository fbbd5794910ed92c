//! Which reminders of a member are due during an absence.

use crate::db::{Conn, DbError};
use crate::members::MemberId;
use crate::reminders::store;
use crate::time::Timestamp;

/// A member's reminders that are due before they are back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DuringAbsence {
    /// How many of them the member set for themselves. These sound at their minute.
    pub own: usize,
    /// The texts and times of the reminders that others set. These wait until the member is back.
    pub held: Vec<(String, Timestamp)>,
}

/// The reminders that are due during an absence until `until`, the next one first.
pub async fn during_absence(conn: &mut Conn, member: MemberId, until: Timestamp) -> Result<DuringAbsence, DbError> {
    let mut found = DuringAbsence::default();
    for reminder in store::active_of_member(conn, member).await? {
        let Some(due_at) = reminder.state.due_at().filter(|due_at| *due_at < until) else { continue };
        match reminder.is_own() {
            true => found.own += 1,
            false => found.held.push((reminder.text, due_at)),
        }
    }
    Ok(found)
}
