//! Reminders that a member sets for themselves, and their list.

use super::saved::Saved;
use crate::db::{Conn, Db, DbError};
use crate::members::MemberId;
use crate::reminders::draft::{Draft, OwnDraft, valid_text};
use crate::reminders::error::ReminderError;
use crate::reminders::lifecycle;
use crate::reminders::model::{MAX_PER_MEMBER, Plan, Reminder, ReminderDraftId, ReminderId};
use crate::reminders::store::{self, NewReminder};
use crate::time::Timestamp;

/// Stores the understood plan until the member presses "Save". Several plans when the member must choose one.
pub async fn create_draft(
    db: &Db,
    author: MemberId,
    text: &str,
    plans: &[Plan],
    now: Timestamp,
) -> Result<ReminderDraftId, ReminderError> {
    let text = valid_text(text)?;
    let draft = Draft::Own(OwnDraft { text, plans: plans.iter().map(Into::into).collect() });
    db.write(async |tx| Ok(store::insert_draft(tx, author, &draft, now).await?)).await
}

/// Saves the author's draft with the plan at the index `choice`.
pub async fn save(
    db: &Db,
    author: MemberId,
    id: ReminderDraftId,
    choice: usize,
    now: Timestamp,
) -> Result<Saved, ReminderError> {
    db.write(async |tx| {
        let Some(Draft::Own(draft)) = store::draft(tx, id, author).await? else {
            return Err(ReminderError::NoDraft(id));
        };
        let plan = draft.plans.get(choice).and_then(|plan| plan.plan()).ok_or(ReminderError::NoDraft(id))?;
        let due_at = plan.next_after(now).ok_or(ReminderError::TimePassed)?;
        if !store::mark_saved(tx, id, now).await? {
            return Ok(Saved::AlreadySaved);
        }
        if store::active_of_member(tx, author).await?.len() >= MAX_PER_MEMBER {
            return Err(ReminderError::TooManyReminders(author));
        }
        let new = NewReminder { member: author, author, batch: None, text: &draft.text, plan: &plan, due_at };
        let reminder = store::insert(tx, &new, now).await?;
        Ok(Saved::Own { reminder: Box::new(store::existing(tx, reminder).await?), due_at })
    })
    .await
}

/// Deletes the author's draft unless it was saved.
pub async fn discard_draft(db: &Db, author: MemberId, id: ReminderDraftId) -> Result<(), ReminderError> {
    db.write(async |tx| Ok(store::delete_draft(tx, id, author).await?)).await
}

/// A member's active reminders, the next one first.
pub async fn list(conn: &mut Conn, member: MemberId) -> Result<Vec<Reminder>, DbError> {
    store::active_of_member(conn, member).await
}

/// Stops a reminder of this member.
pub async fn stop(db: &Db, actor: MemberId, id: ReminderId, now: Timestamp) -> Result<(), ReminderError> {
    db.write(async |tx| {
        let reminder = store::get(tx, id).await?.filter(|reminder| reminder.member == actor);
        let reminder = reminder.ok_or(ReminderError::NotFound)?;
        Ok(lifecycle::stop(tx, reminder.id, now).await?)
    })
    .await
}
