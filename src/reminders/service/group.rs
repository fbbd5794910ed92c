//! Reminders that the secretariat sets for a group.

use super::saved::Saved;
use super::undo;
use crate::db::{Conn, Db, Tx, readable};
use crate::members::{self, Group, Member, MemberId};
use crate::reminders::draft::{Draft, GroupDraft, GroupPreview, IfPassed, valid_text};
use crate::reminders::error::ReminderError;
use crate::reminders::lifecycle;
use crate::reminders::model::{ReminderDraftId, ReminderState};
use crate::reminders::store::{self, NewReminder};
use crate::time::Timestamp;

/// The author's clock may be up to 26 hours behind a recipient's, so the day after tomorrow is far enough.
const MAX_DAYS_AHEAD: i64 = 2;

/// Stores a reminder for a group until the author presses "Save". Returns a preview of whom it will reach, and when.
pub async fn create_group_draft(
    db: &Db,
    author: MemberId,
    draft: GroupDraft,
    now: Timestamp,
) -> Result<(ReminderDraftId, GroupPreview), ReminderError> {
    db.write(async |tx| {
        authorize(tx, author).await?;
        let draft = GroupDraft { text: valid_text(&draft.text)?, ..draft };
        let members = members::service::present_in(tx, draft.audience).await?;
        if members.is_empty() {
            return Err(ReminderError::EmptyGroup);
        }
        let preview = GroupPreview::new(&draft, &members, now);
        let id = store::insert_draft(tx, author, &Draft::Group(draft), now).await?;
        Ok((id, preview))
    })
    .await
}

/// Moves the draft to the first day, starting with its own, on which its time is still ahead for at least one member of
/// the group. Returns it unchanged if there is no such day within the next two days.
pub async fn move_to_upcoming_day(db: &Db, draft: GroupDraft, now: Timestamp) -> Result<GroupDraft, ReminderError> {
    let members = members::service::present_in(&mut *db.read().await?, draft.audience).await?;
    let is_upcoming = |draft: &GroupDraft| !GroupPreview::new(draft, &members, now).upcoming.is_empty();
    Ok((0..=MAX_DAYS_AHEAD).map(|days| draft.days_later(days)).find(is_upcoming).unwrap_or(draft))
}

/// The author's draft for a group, with a preview of whom it will reach, and when.
pub async fn preview_group_draft(
    db: &Db,
    author: MemberId,
    id: ReminderDraftId,
    now: Timestamp,
) -> Result<(GroupDraft, GroupPreview), ReminderError> {
    let mut conn = db.read().await?;
    authorize(&mut conn, author).await?;
    let draft = group_draft(&mut conn, author, id).await?;
    let members = members::service::present_in(&mut conn, draft.audience).await?;
    let preview = GroupPreview::new(&draft, &members, now);
    Ok((draft, preview))
}

/// Saves the draft as a reminder for each member who is in the group now.
pub async fn save_for_group(
    db: &Db,
    author: MemberId,
    id: ReminderDraftId,
    if_passed: IfPassed,
    now: Timestamp,
) -> Result<Saved, ReminderError> {
    db.write(async |tx| {
        authorize(tx, author).await?;
        let draft = group_draft(tx, author, id).await?;
        if !store::mark_saved(tx, id, now).await? {
            return Ok(Saved::AlreadySaved);
        }
        let (mut reminders, mut sent_now, mut skipped) = (0, 0, 0);
        for member in members::service::present_in(tx, draft.audience).await? {
            match save_for_member(tx, author, id, &draft, &member, if_passed, now).await? {
                Some(due_at) => {
                    reminders += 1;
                    sent_now += usize::from(due_at == now);
                }
                None => skipped += 1,
            }
        }
        Ok(Saved::Group { batch: id, reminders, sent_now, skipped })
    })
    .await
}

/// Saves the draft for one member. Returns when their reminder is due; `None` if there is nothing to save for them.
async fn save_for_member(
    tx: &mut Tx,
    author: MemberId,
    batch: ReminderDraftId,
    draft: &GroupDraft,
    member: &Member,
    if_passed: IfPassed,
    now: Timestamp,
) -> Result<Option<Timestamp>, ReminderError> {
    let Some(plan) = draft.plan_for(member) else { return Ok(None) };
    let first = plan.first();
    let due_at = match if_passed {
        _ if first > now => Some(first),
        IfPassed::SendNow => Some(now),
        IfPassed::Skip => plan.next_after(now),
    };
    let Some(due_at) = due_at else { return Ok(None) };
    let (member, text) = (member.id, draft.text.as_str());
    store::insert(tx, &NewReminder { member, author, batch: Some(batch), text, plan: &plan, due_at }, now).await?;
    Ok(Some(due_at))
}

/// The result of stopping a batch, as numbers of members.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BatchStopped {
    /// Members who will no longer get it: it was planned, or it had fired and was not sent yet.
    pub not_sent: usize,
    /// How many of `not_sent` were about to get it: it had fired, and waited for an attempt or for them to wake.
    pub recalled: usize,
    /// Members to whom it is being sent, or may have been sent. It may still arrive.
    pub under_way: usize,
    /// Members who have got it.
    pub arrived: usize,
    /// Whether one of the reminders was already stopped, for example by an earlier press.
    pub was_stopped: bool,
}

/// Stops the reminders of a batch, and recalls their occurrences that have fired but are not sent yet.
pub async fn stop_batch(
    db: &Db,
    actor: MemberId,
    batch: ReminderDraftId,
    now: Timestamp,
) -> Result<BatchStopped, ReminderError> {
    db.write(async |tx| {
        authorize(tx, actor).await?;
        let mut outcome = BatchStopped::default();
        for id in store::ids_of_batch(tx, batch).await? {
            outcome.arrived += usize::from(store::has_arrived(tx, id).await?);
            // A reminder that cannot be read can still be stopped.
            let reminder = readable([store::get(tx, id).await]).pop().flatten();
            outcome.was_stopped |= reminder.is_some_and(|reminder| reminder.state == ReminderState::Stopped);
            let stopped = lifecycle::stop(tx, id, None, now).await?;
            outcome.not_sent += usize::from(stopped.was_active || stopped.recalled > 0);
            outcome.recalled += usize::from(stopped.recalled > 0);
            outcome.under_way += usize::from(stopped.under_way > 0);
        }
        Ok(outcome)
    })
    .await
}

/// Undoes the stop of a batch at `stopped_at`, for every member whose reminder it stopped. Returns how many they are.
pub async fn undo_stop_of_batch(
    db: &Db,
    actor: MemberId,
    batch: ReminderDraftId,
    stopped_at: Timestamp,
    now: Timestamp,
) -> Result<usize, ReminderError> {
    db.write(async |tx| {
        authorize(tx, actor).await?;
        if !undo::can_be_undone(stopped_at, now) {
            return Err(ReminderError::TooLateToUndo);
        }
        let mut restored = 0;
        for id in store::ids_of_batch(tx, batch).await? {
            let reminder = readable([store::get(tx, id).await]).pop().flatten();
            let Some(reminder) = reminder.filter(|one| one.state == ReminderState::Stopped) else { continue };
            restored += usize::from(undo::restore(tx, &reminder, None, stopped_at, now).await?);
        }
        if restored == 0 { Err(ReminderError::UndoneBefore) } else { Ok(restored) }
    })
    .await
}

async fn authorize(conn: &mut Conn, actor: MemberId) -> Result<(), ReminderError> {
    let member = members::service::get(conn, actor).await?;
    match member.is_some_and(|member| member.in_guild && member.roles.has(Group::Secretariat)) {
        true => Ok(()),
        false => Err(ReminderError::NotSecretariat(actor)),
    }
}

async fn group_draft(conn: &mut Conn, author: MemberId, id: ReminderDraftId) -> Result<GroupDraft, ReminderError> {
    match store::draft(conn, id, author).await? {
        Some(Draft::Group(draft)) => Ok(draft),
        Some(Draft::Own(_) | Draft::Moved(_)) | None => Err(ReminderError::NoDraft(id)),
    }
}
