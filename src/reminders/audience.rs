//! Decides whether a member may read a reminder. A reminder for a group is for the people who are in the group now: a
//! member who left the group reads only what has already reached them.

use super::model::Reminder;
use super::store;
use crate::db::{Conn, DbError, readable};
use crate::members::{self, Member, MemberId};

/// Whether the reminder is still for its member. True for a reminder that the member set, and for a reminder of a group
/// that the member is in.
pub async fn is_addressed(conn: &mut Conn, reminder: &Reminder, member: &Member) -> Result<bool, DbError> {
    let Some(batch) = reminder.batch else { return Ok(true) };
    let group = store::audience_of_batch(conn, batch).await?;
    Ok(group.is_none_or(|group| member.in_guild && member.roles.has(group)))
}

/// What a member may read of a reminder that is stored for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadAccess {
    /// The text, and when it is due.
    Full,
    /// The text, because the reminder reached the member before they left its group. Its planned occurrences do not
    /// come while the member is outside the group. A pending snooze still comes.
    TextOnly,
    /// That the reminder exists.
    None,
}

/// What `member` may read of their reminder. If the group of the reminder cannot be read, they count as a former member
/// of it. So one bad row blocks neither their list nor their export.
pub async fn readable_by(conn: &mut Conn, reminder: &Reminder, member: MemberId) -> Result<ReadAccess, DbError> {
    let known = members::service::get(conn, member).await?;
    let is_addressed = match known {
        Some(known) => match is_addressed(conn, reminder, &known).await {
            Err(error) if error.is_unreadable() => readable([Err(error)]).pop().unwrap_or(false),
            is_addressed => is_addressed?,
        },
        None => reminder.batch.is_none(),
    };
    Ok(match is_addressed {
        true => ReadAccess::Full,
        false if store::has_arrived(conn, reminder.id).await? => ReadAccess::TextOnly,
        false => ReadAccess::None,
    })
}
