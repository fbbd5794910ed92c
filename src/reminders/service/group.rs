//! The use cases of reminders that the secretariat sets for a group.

use super::saved::SaveOutcome;
use super::undo;
use crate::db::{Conn, Db, Tx, if_readable};
use crate::members::{self, Group, Member, MemberId};
use crate::reminders::draft::{Draft, GroupDraft, GroupPreview, PassedPolicy, TypedGroupDraft, valid_text};
use crate::reminders::error::ReminderError;
use crate::reminders::lifecycle;
use crate::reminders::model::{ReminderDraftId, ReminderState};
use crate::reminders::store::{self, NewReminder};
use crate::time::Timestamp;

/// The most days by which a draft is moved. The author's clock can be up to 26 hours behind a recipient's clock, so two
/// days are enough.
const MAX_DAYS_AHEAD: i64 = 2;

/// Stores a draft of a reminder for a group. Returns its id, and a preview of whom the reminder will reach, and when.
pub async fn create_group_draft(
    db: &Db,
    author: MemberId,
    draft: GroupDraft,
    now: Timestamp,
) -> Result<(ReminderDraftId, GroupPreview), ReminderError> {
    db.write(async |tx| {
        require_secretariat(tx, author).await?;
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

/// Stores the options of `/remind-members` as typed, because one of them cannot be used. The author can then edit them
/// and does not have to type all of them again.
pub async fn store_typed_for_group(
    db: &Db,
    author: MemberId,
    typed: TypedGroupDraft,
    now: Timestamp,
) -> Result<ReminderDraftId, ReminderError> {
    db.write(async |tx| {
        require_secretariat(tx, author).await?;
        Ok(store::insert_draft(tx, author, &Draft::TypedGroup(typed), now).await?)
    })
    .await
}

/// The options that [`store_typed_for_group`] stored in this draft.
pub async fn typed_group_draft(
    db: &Db,
    author: MemberId,
    id: ReminderDraftId,
) -> Result<TypedGroupDraft, ReminderError> {
    let mut conn = db.read().await?;
    require_secretariat(&mut conn, author).await?;
    match store::draft(&mut conn, id, author).await? {
        Some(Draft::TypedGroup(typed)) => Ok(typed),
        Some(Draft::Own(_) | Draft::Group(_) | Draft::Moved(_)) | None => Err(ReminderError::NoDraft(id)),
    }
}

/// Moves the draft to the first day on which its time has not passed for at least one member of the group. Tries the
/// draft's own day first. Returns the draft unchanged if none of the next two days fits either.
pub async fn move_to_upcoming_day(db: &Db, draft: GroupDraft, now: Timestamp) -> Result<GroupDraft, ReminderError> {
    let members = members::service::present_in(&mut *db.read().await?, draft.audience).await?;
    let is_upcoming = |draft: &GroupDraft| !GroupPreview::new(draft, &members, now).upcoming_members.is_empty();
    Ok((0..=MAX_DAYS_AHEAD).map(|days| draft.days_later(days)).find(is_upcoming).unwrap_or(draft))
}

/// The author's draft for a group, and a preview of whom the reminder will reach, and when.
pub async fn preview_group_draft(
    db: &Db,
    author: MemberId,
    id: ReminderDraftId,
    now: Timestamp,
) -> Result<(GroupDraft, GroupPreview), ReminderError> {
    let mut conn = db.read().await?;
    require_secretariat(&mut conn, author).await?;
    let draft = group_draft(&mut conn, author, id).await?;
    let members = members::service::present_in(&mut conn, draft.audience).await?;
    let preview = GroupPreview::new(&draft, &members, now);
    Ok((draft, preview))
}

/// Saves the draft as one reminder for each member who is in the group at `now`.
pub async fn save_for_group(
    db: &Db,
    author: MemberId,
    id: ReminderDraftId,
    passed_policy: PassedPolicy,
    now: Timestamp,
) -> Result<SaveOutcome, ReminderError> {
    db.write(async |tx| {
        require_secretariat(tx, author).await?;
        let draft = group_draft(tx, author, id).await?;
        if !store::mark_saved(tx, id, now).await? {
            return Ok(SaveOutcome::AlreadySaved);
        }
        let (mut reminders, mut sent_now, mut skipped) = (0, 0, 0);
        for member in members::service::present_in(tx, draft.audience).await? {
            match save_for_member(tx, author, id, &draft, &member, passed_policy, now).await? {
                Some(due_at) => {
                    reminders += 1;
                    sent_now += usize::from(due_at == now);
                }
                None => skipped += 1,
            }
        }
        Ok(SaveOutcome::Group { batch: id, draft, reminders, sent_now, skipped })
    })
    .await
}

/// Saves the draft for one member. Returns when their reminder is due. `None` if the member gets no reminder, because
/// they have no zone or the plan has no occurrence left.
async fn save_for_member(
    tx: &mut Tx,
    author: MemberId,
    batch: ReminderDraftId,
    draft: &GroupDraft,
    member: &Member,
    passed_policy: PassedPolicy,
    now: Timestamp,
) -> Result<Option<Timestamp>, ReminderError> {
    let Some(plan) = draft.plan_for(member) else { return Ok(None) };
    let first = plan.first();
    let due_at = match passed_policy {
        _ if first > now => Some(first),
        PassedPolicy::SendNow => Some(now),
        PassedPolicy::Skip => plan.next_after(now),
    };
    let Some(due_at) = due_at else { return Ok(None) };
    let (member, text) = (member.id, draft.text.as_str());
    store::insert(tx, &NewReminder { member, author, batch: Some(batch), text, plan: &plan, due_at }, now).await?;
    Ok(Some(due_at))
}

/// The result of stopping the reminders of a batch. All numbers count members.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BatchStopOutcome {
    /// The members who will get no further reminder of the batch. Their reminder was planned, or it had fired and was
    /// not sent yet.
    pub not_sent: usize,
    /// The members in `not_sent` whose reminder had fired but was not sent yet.
    pub recalled: usize,
    /// The members to whom a reminder is being sent or may have been sent. It may still arrive.
    pub under_way: usize,
    /// The members who have already got a reminder of the batch.
    pub arrived: usize,
    /// Whether at least one of the reminders was already stopped, for example by an earlier press.
    pub was_stopped: bool,
}

/// Stops the reminders of a batch, and recalls their pending occurrences.
pub async fn stop_batch(
    db: &Db,
    actor: MemberId,
    batch: ReminderDraftId,
    now: Timestamp,
) -> Result<BatchStopOutcome, ReminderError> {
    db.write(async |tx| {
        require_secretariat(tx, actor).await?;
        let mut outcome = BatchStopOutcome::default();
        for id in store::reminder_ids_of_batch(tx, batch).await? {
            outcome.arrived += usize::from(store::has_arrived(tx, id).await?);
            // Continue without a reminder that cannot be read: it can be stopped by its id.
            let reminder = if_readable(store::get(tx, id).await)?;
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

/// Undoes the stop of a batch at `stopped_at`. Returns the number of reminders that are active again.
pub async fn undo_stop_of_batch(
    db: &Db,
    actor: MemberId,
    batch: ReminderDraftId,
    stopped_at: Timestamp,
    now: Timestamp,
) -> Result<usize, ReminderError> {
    db.write(async |tx| {
        require_secretariat(tx, actor).await?;
        if !undo::can_be_undone(stopped_at, now) {
            return Err(ReminderError::TooLateToUndo);
        }
        let mut restored = 0;
        for id in store::reminder_ids_of_batch(tx, batch).await? {
            let reminder = if_readable(store::get(tx, id).await)?;
            let Some(reminder) = reminder.filter(|one| one.state == ReminderState::Stopped) else { continue };
            restored += usize::from(undo::restore(tx, &reminder, None, stopped_at, now).await?);
        }
        if restored == 0 { Err(ReminderError::UndoneBefore) } else { Ok(restored) }
    })
    .await
}

/// Refuses a person who is not in the server or not in the secretariat.
async fn require_secretariat(conn: &mut Conn, actor: MemberId) -> Result<(), ReminderError> {
    let member = members::service::get(conn, actor).await?;
    match member.is_some_and(|member| member.in_guild && member.roles.has(Group::Secretariat)) {
        true => Ok(()),
        false => Err(ReminderError::NotSecretariat(actor)),
    }
}

async fn group_draft(conn: &mut Conn, author: MemberId, id: ReminderDraftId) -> Result<GroupDraft, ReminderError> {
    match store::draft(conn, id, author).await? {
        Some(Draft::Group(draft)) => Ok(draft),
        Some(Draft::Own(_) | Draft::TypedGroup(_) | Draft::Moved(_)) | None => Err(ReminderError::NoDraft(id)),
    }
}
