//! Reminders that a member sets for themselves, and the list of all reminders that a member gets.

use super::saved::Saved;
use crate::db::{Conn, Db, DbError};
use crate::guild;
use crate::members::{self, MemberId};
use crate::reminders::draft::{Draft, OwnDraft, valid_text};
use crate::reminders::error::ReminderError;
use crate::reminders::lifecycle;
use crate::reminders::model::{MAX_PER_MEMBER, Plan, Reminder, ReminderDraftId, ReminderId};
use crate::reminders::store::{self, NewReminder};
use crate::time::{Anchor, Timestamp};

/// Stores the parsed plan until the member presses "Save". `plans` has several plans if the phrase is ambiguous and the
/// member must choose one.
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

/// Stores a text with a phrase that could not be parsed, so that the author need not type them again.
pub async fn store_typed(
    db: &Db,
    author: MemberId,
    text: &str,
    typed: &str,
    now: Timestamp,
) -> Result<ReminderDraftId, ReminderError> {
    let text = valid_text(text)?;
    let draft = Draft::Own(OwnDraft { text, plans: Vec::new(), typed: typed.to_owned() });
    db.write(async |tx| {
        require_present(tx, author).await?;
        Ok(store::insert_draft(tx, author, &draft, now).await?)
    })
    .await
}

/// The text and the phrase that the author typed.
pub async fn typed(db: &Db, author: MemberId, id: ReminderDraftId) -> Result<(String, String), ReminderError> {
    let mut conn = db.read().await?;
    require_present(&mut conn, author).await?;
    match store::draft(&mut conn, id, author).await? {
        Some(Draft::Own(draft)) => Ok((draft.text, draft.typed)),
        Some(Draft::Group(_) | Draft::Moved(_)) | None => Err(ReminderError::NoDraft(id)),
    }
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
        require_present(tx, author).await?;
        let Some(Draft::Own(draft)) = store::draft(tx, id, author).await? else {
            return Err(ReminderError::NoDraft(id));
        };
        let plan = draft.plans.get(choice).and_then(|plan| plan.plan()).ok_or(ReminderError::NoDraft(id))?;
        let plan = match plan_for_member_now(tx, author, plan, now).await? {
            ShownPlan::Same(plan) => *plan,
            ShownPlan::Moved(plans) => {
                let plans_asked = plans.iter().map(Into::into).collect();
                let asked = OwnDraft { text: draft.text, plans: plans_asked, typed: String::new() };
                let draft = store::insert_draft(tx, author, &Draft::Own(asked), now).await?;
                return Ok(Saved::ZoneChanged { draft, plans });
            }
        };
        let due_at = plan.next_after(now).ok_or(ReminderError::TimePassed)?;
        if !store::mark_saved(tx, id, now).await? {
            return Ok(Saved::AlreadySaved);
        }
        if store::active_of_member(tx, author).await?.len() >= MAX_PER_MEMBER {
            return Err(ReminderError::TooManyReminders(author));
        }
        let new = NewReminder { member: author, author, batch: None, text: &draft.text, plan: &plan, due_at };
        let reminder = store::insert(tx, &new, now).await?;
        Ok(Saved::Own { reminder: Box::new(store::get_existing(tx, reminder).await?), due_at })
    })
    .await
}

/// A plan from a preview, for a member who may have moved since.
enum ShownPlan {
    Same(Box<Plan>),
    /// Two plans: one is pinned to the zone of the preview, and has the instants that were shown. The other has the
    /// same local time where the member lives now. A plan whose instants have passed is left out.
    Moved(Vec<Plan>),
}

async fn plan_for_member_now(
    conn: &mut Conn,
    author: MemberId,
    plan: Plan,
    now: Timestamp,
) -> Result<ShownPlan, DbError> {
    let Some(zone) = members::service::get(conn, author).await?.and_then(|member| member.zone()) else {
        return Ok(ShownPlan::Same(Box::new(plan)));
    };
    let here = plan.moved_to(zone);
    let (shown_at, here_at) = (plan.next_after(now), here.next_after(now));
    if shown_at == here_at {
        return Ok(ShownPlan::Same(Box::new(here)));
    }
    let shown = Plan { anchor: Anchor::WallInZone, ..plan };
    let plans = [(shown, shown_at), (here, here_at)];
    Ok(ShownPlan::Moved(plans.into_iter().filter(|(_, at)| at.is_some()).map(|(plan, _)| plan).collect()))
}

/// Deletes the author's draft unless it was saved.
pub async fn discard_draft(db: &Db, author: MemberId, id: ReminderDraftId) -> Result<(), ReminderError> {
    db.write(async |tx| Ok(store::delete_draft(tx, id, author).await?)).await
}

/// A member's reminders with an occurrence that is still to come, each with its next instant, the next one first.
pub async fn list(conn: &mut Conn, member: MemberId) -> Result<Vec<(Reminder, Timestamp)>, DbError> {
    let mut list = Vec::new();
    for reminder in store::unfinished_of_member(conn, member).await? {
        // A pending occurrence (snoozed, or fired and not sent yet) can be due before the next planned one.
        let pending = store::pending_of_reminder(conn, reminder.id).await?;
        let next_at = pending.iter().map(|occurrence| occurrence.due_at).chain(reminder.state.due_at()).min();
        list.extend(next_at.map(|next_at| (reminder, next_at)));
    }
    list.sort_by_key(|(reminder, next_at)| (*next_at, reminder.id));
    Ok(list)
}

/// How many of a member's unfinished reminders cannot be read, so that [`list`] leaves them out.
pub async fn count_unreadable(conn: &mut Conn, member: MemberId) -> Result<usize, DbError> {
    let all = store::unfinished_ids_of_member(conn, member).await?.len();
    Ok(all.saturating_sub(store::unfinished_of_member(conn, member).await?.len()))
}

/// Stops a reminder of this member.
pub async fn stop(db: &Db, actor: MemberId, id: ReminderId, now: Timestamp) -> Result<(), ReminderError> {
    db.write(async |tx| {
        let reminder = store::get(tx, id).await?.filter(|reminder| reminder.member == actor);
        let reminder = reminder.ok_or(ReminderError::NotFound)?;
        lifecycle::stop(tx, reminder.id, None, now).await?;
        Ok(())
    })
    .await
}

/// Refuses somebody who is not in the server, because Magpie cannot reach them. Before the set-up, Magpie does not know
/// who is in the server, so it refuses nobody.
async fn require_present(conn: &mut Conn, author: MemberId) -> Result<(), ReminderError> {
    let member = members::service::get(conn, author).await?;
    if member.is_some_and(|member| member.in_guild) || guild::service::setup(conn).await?.is_none() {
        return Ok(());
    }
    Err(ReminderError::NotInServer(author))
}
