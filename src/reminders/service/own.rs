//! The use cases of reminders that a member sets for themselves, and the list of all reminders that a member gets.

use super::saved::SaveOutcome;
use crate::db::{Conn, Db, DbError};
use crate::guild;
use crate::members::{self, MemberId};
use crate::reminders::audience::{self, ReadAccess};
use crate::reminders::draft::{Draft, OwnDraft, valid_text};
use crate::reminders::error::ReminderError;
use crate::reminders::lifecycle;
use crate::reminders::model::{MAX_PER_MEMBER, OccurrenceKind, Plan, Reminder, ReminderDraftId, ReminderId};
use crate::reminders::store::{self, NewReminder, Occurrence};
use crate::time::{Anchor, Timestamp};

/// Stores a draft of a reminder for the author. `plans` has several plans if the phrase is ambiguous. The author must
/// then choose one.
pub async fn create_draft(
    db: &Db,
    author: MemberId,
    text: &str,
    plans: &[Plan],
    now: Timestamp,
) -> Result<ReminderDraftId, ReminderError> {
    let text = valid_text(text)?;
    let draft = Draft::Own(OwnDraft { text, plans: plans.iter().map(Into::into).collect(), typed: String::new() });
    db.write(async |tx| {
        require_present(tx, author).await?;
        Ok(store::insert_draft(tx, author, &draft, now).await?)
    })
    .await
}

/// Stores a text and a phrase as typed, because one of them cannot be used. The author can then edit them and does not
/// have to type both again.
pub async fn store_typed(
    db: &Db,
    author: MemberId,
    text: &str,
    typed: &str,
    now: Timestamp,
) -> Result<ReminderDraftId, ReminderError> {
    let draft = Draft::Own(OwnDraft { text: text.to_owned(), plans: Vec::new(), typed: typed.to_owned() });
    db.write(async |tx| {
        require_present(tx, author).await?;
        Ok(store::insert_draft(tx, author, &draft, now).await?)
    })
    .await
}

/// The text and the phrase that [`store_typed`] stored in this draft.
pub async fn typed_draft(db: &Db, author: MemberId, id: ReminderDraftId) -> Result<(String, String), ReminderError> {
    let mut conn = db.read().await?;
    require_present(&mut conn, author).await?;
    match store::draft(&mut conn, id, author).await? {
        Some(Draft::Own(draft)) => Ok((draft.text, draft.typed)),
        Some(Draft::Group(_) | Draft::TypedGroup(_) | Draft::Moved(_)) | None => Err(ReminderError::NoDraft(id)),
    }
}

/// Saves the author's draft with the plan at the index `choice`. The first plan has the index 0.
pub async fn save(
    db: &Db,
    author: MemberId,
    id: ReminderDraftId,
    choice: usize,
    now: Timestamp,
) -> Result<SaveOutcome, ReminderError> {
    db.write(async |tx| {
        require_present(tx, author).await?;
        let Some(Draft::Own(draft)) = store::draft(tx, id, author).await? else {
            return Err(ReminderError::NoDraft(id));
        };
        let plan = draft.plans.get(choice).and_then(|plan| plan.plan()).ok_or(ReminderError::NoDraft(id))?;
        let plan = match plan_for_member_now(tx, author, plan, now).await? {
            ShownPlan::Same(plan) => *plan,
            ShownPlan::Moved(plans) => {
                let stored_plans = plans.iter().map(Into::into).collect();
                let new_draft = OwnDraft { text: draft.text, plans: stored_plans, typed: String::new() };
                let draft = store::insert_draft(tx, author, &Draft::Own(new_draft), now).await?;
                return Ok(SaveOutcome::ZoneChanged { draft, plans });
            }
        };
        let due_at = plan.next_after(now).ok_or(ReminderError::TimePassed)?;
        if !store::mark_saved(tx, id, now).await? {
            return Ok(SaveOutcome::AlreadySaved);
        }
        if store::active_reminders_of(tx, author).await?.len() >= MAX_PER_MEMBER {
            return Err(ReminderError::TooManyReminders(author));
        }
        let new = NewReminder { member: author, author, batch: None, text: &draft.text, plan: &plan, due_at };
        let reminder = store::insert(tx, &new, now).await?;
        Ok(SaveOutcome::Own { reminder: Box::new(store::get_existing(tx, reminder).await?), due_at })
    })
    .await
}

/// The plan of a preview, compared with the zone in which its member lives now.
enum ShownPlan {
    /// The plan still has the instants that the preview showed.
    Same(Box<Plan>),
    /// The member has moved to another zone. The first plan is pinned to the zone of the preview and has the instants
    /// that the preview showed. The second plan has the local time in the new zone. A plan without a future instant is
    /// left out.
    Moved(Vec<Plan>),
}

/// Compares the plan of a preview with the zone in which the author lives now.
async fn plan_for_member_now(
    conn: &mut Conn,
    author: MemberId,
    plan: Plan,
    now: Timestamp,
) -> Result<ShownPlan, DbError> {
    let Some(zone) = members::service::get(conn, author).await?.and_then(|member| member.zone()) else {
        return Ok(ShownPlan::Same(Box::new(plan)));
    };
    let plan_here = plan.moved_to(zone);
    let (shown_at, here_at) = (plan.next_after(now), plan_here.next_after(now));
    if shown_at == here_at {
        return Ok(ShownPlan::Same(Box::new(plan_here)));
    }
    let plan_shown = Plan { anchor: Anchor::WallInZone, ..plan };
    let plans = [(plan_shown, shown_at), (plan_here, here_at)];
    Ok(ShownPlan::Moved(plans.into_iter().filter(|(_, at)| at.is_some()).map(|(plan, _)| plan).collect()))
}

/// Deletes the author's draft, unless it was saved.
pub async fn discard_draft(db: &Db, author: MemberId, id: ReminderDraftId) -> Result<(), ReminderError> {
    db.write(async |tx| Ok(store::delete_draft(tx, id, author).await?)).await
}

/// A member's reminders with an occurrence that has not been sent, each with its next instant. The earliest is first.
/// Leaves out a reminder for a group that the member has left, because it does not come.
pub async fn list(conn: &mut Conn, member: MemberId) -> Result<Vec<(Reminder, Timestamp)>, DbError> {
    let mut list = Vec::new();
    for reminder in store::unfinished_reminders_of(conn, member).await? {
        // A pending occurrence can be due before the next planned one: it was snoozed, or it has fired but is not sent
        // yet.
        let pending = store::pending_occurrences_of_reminder(conn, reminder.id).await?;
        let next_at = match audience::readable_by(conn, &reminder, member).await? {
            ReadAccess::Full => pending.iter().map(|occurrence| occurrence.due_at).chain(reminder.state.due_at()).min(),
            // A snooze still comes after its member left the group, because they have read the reminder.
            ReadAccess::TextOnly => {
                let is_snooze = |occurrence: &&Occurrence| occurrence.kind == OccurrenceKind::Snooze;
                pending.iter().filter(is_snooze).map(|occurrence| occurrence.due_at).min()
            }
            ReadAccess::None => None,
        };
        list.extend(next_at.map(|next_at| (reminder, next_at)));
    }
    list.sort_by_key(|(reminder, next_at)| (*next_at, reminder.id));
    Ok(list)
}

/// The number of a member's unfinished reminders that cannot be read. [`list`] leaves them out.
pub async fn count_unreadable(conn: &mut Conn, member: MemberId) -> Result<usize, DbError> {
    let all = store::unfinished_reminder_ids_of(conn, member).await?.len();
    Ok(all.saturating_sub(store::unfinished_reminders_of(conn, member).await?.len()))
}

/// Stops a reminder of the member `actor`.
pub async fn stop(db: &Db, actor: MemberId, id: ReminderId, now: Timestamp) -> Result<(), ReminderError> {
    db.write(async |tx| {
        let reminder = store::get(tx, id).await?.filter(|reminder| reminder.member == actor);
        let reminder = reminder.ok_or(ReminderError::NotFound)?;
        if audience::readable_by(tx, &reminder, actor).await? == ReadAccess::None {
            return Err(ReminderError::NotFound);
        }
        lifecycle::stop(tx, reminder.id, None, now).await?;
        Ok(())
    })
    .await
}

/// Refuses a person who is not in the server, because Magpie cannot reach them. Refuses nobody before the set-up,
/// because Magpie does not know who is in the server.
async fn require_present(conn: &mut Conn, author: MemberId) -> Result<(), ReminderError> {
    let member = members::service::get(conn, author).await?;
    if member.is_some_and(|member| member.in_guild) || guild::service::setup(conn).await?.is_none() {
        return Ok(());
    }
    Err(ReminderError::NotInServer(author))
}
