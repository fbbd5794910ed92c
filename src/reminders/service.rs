//! What is done with reminders: understood, saved, fired, done, put off, stopped. One function, one use case, one
//! transaction.

use std::collections::{BTreeMap, BTreeSet};

use super::deliveries::{self, Coming};
use super::model::{
    Draft, LONGEST_TEXT, MOST_PER_MEMBER, ManyDraft, OccurrenceId, Outlook, OwnDraft, Passed, Plan, Reminder,
    ReminderDraftId, ReminderId, State,
};
use super::store::{self, NewReminder, OccurrenceState};
use super::{ReminderFacts, facts};
use crate::db::{Conn, Db, DbError, Tx};
use crate::members::{self, Group, Member, MemberId, Wakefulness};
use crate::time::{Anchor, DateTime, Rule, SignedDuration, Timestamp, tz_data};

#[derive(Debug, thiserror::Error)]
pub enum ReminderError {
    #[error("member {0} is not of the secretariat")]
    NotSecretariat(MemberId),
    #[error("the text of a reminder is empty")]
    NoText,
    #[error("a reminder's text has more than {LONGEST_TEXT} characters")]
    TextTooLong,
    #[error("member {0} has {MOST_PER_MEMBER} active reminders")]
    TooMany(MemberId),
    #[error("no reminder draft {0} of this author")]
    NoDraft(ReminderDraftId),
    #[error("nothing is left to come of this plan")]
    Passed,
    #[error("nobody is in that group")]
    NobodyThere,
    #[error("no such reminder of this member")]
    NotTheirs,
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What came of "Save".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    Own {
        reminder: Box<Reminder>,
        due_at: Timestamp,
    },
    Many {
        batch: ReminderDraftId,
        reminders: usize,
        at_once: usize,
        skipped: usize,
    },
    /// A second press: nothing was saved twice.
    Before,
}

/// Keeps what was understood of a member's words until they press "Save".
pub async fn propose(
    db: &Db,
    author: MemberId,
    text: &str,
    plans: &[Plan],
    now: Timestamp,
) -> Result<ReminderDraftId, ReminderError> {
    let text = checked(text)?;
    let draft = Draft::Own(OwnDraft { text, plans: plans.iter().map(Into::into).collect() });
    let mut tx = db.begin().await?;
    let id = store::insert_draft(&mut tx, author, &draft, now).await?;
    tx.commit().await?;
    Ok(id)
}

/// Saves the author's draft: the plan of number `choice` of those that they were asked about.
pub async fn save(
    db: &Db,
    author: MemberId,
    id: ReminderDraftId,
    choice: usize,
    now: Timestamp,
) -> Result<Saved, ReminderError> {
    let mut tx = db.begin().await?;
    let Some((Draft::Own(draft), _)) = store::draft(&mut tx, id, author).await? else {
        return Err(ReminderError::NoDraft(id));
    };
    let plan = draft.plans.get(choice).and_then(|plan| plan.plan()).ok_or(ReminderError::NoDraft(id))?;
    let due_at = plan.next_after(now).ok_or(ReminderError::Passed)?;
    if !store::save_draft(&mut tx, id, now).await? {
        tx.commit().await?;
        return Ok(Saved::Before);
    }
    if store::active_of(&mut tx, author).await?.len() >= MOST_PER_MEMBER {
        return Err(ReminderError::TooMany(author));
    }
    let new = NewReminder { member: author, author, batch: None, text: &draft.text, plan: &plan, due_at };
    let reminder = store::insert(&mut tx, &new, now).await?;
    let reminder = Box::new(known(&mut tx, reminder).await?);
    tx.commit().await?;
    Ok(Saved::Own { reminder, due_at })
}

/// Forgets a draft that was not saved.
pub async fn discard(db: &Db, author: MemberId, id: ReminderDraftId) -> Result<(), ReminderError> {
    let mut tx = db.begin().await?;
    if store::draft(&mut tx, id, author).await?.is_some() {
        store::delete_draft(&mut tx, id).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Keeps a reminder of the secretariat for a group, and looks ahead whom it reaches when.
pub async fn propose_for_many(
    db: &Db,
    author: MemberId,
    draft: ManyDraft,
    now: Timestamp,
) -> Result<(ReminderDraftId, Outlook), ReminderError> {
    let mut tx = db.begin().await?;
    authorized(&mut tx, author).await?;
    let draft = ManyDraft { text: checked(&draft.text)?, ..draft };
    let people = members::store::present_with(&mut tx, draft.audience).await?;
    if people.is_empty() {
        return Err(ReminderError::NobodyThere);
    }
    let outlook = look_ahead(&draft, &people, now);
    let id = store::insert_draft(&mut tx, author, &Draft::Many(draft), now).await?;
    tx.commit().await?;
    Ok((id, outlook))
}

/// The draft on the first day from its own on whose time is still to come for somebody of the group.
pub async fn on_a_day_to_come(db: &Db, draft: ManyDraft, now: Timestamp) -> Result<ManyDraft, ReminderError> {
    // Who asks may be a day and two hours behind those who are asked for.
    const MOST_DAYS: i64 = 2;
    let people = members::store::present_with(&mut *db.read().await?, draft.audience).await?;
    let later = |days: i64| ManyDraft {
        wall: draft.wall.saturating_add(SignedDuration::from_hours(24 * days)),
        ..draft.clone()
    };
    let is_to_come = |draft: &ManyDraft| !look_ahead(draft, &people, now).coming.is_empty();
    Ok((0..=MOST_DAYS).map(later).find(is_to_come).unwrap_or(draft))
}

/// A draft for many as it was asked, and whom it reaches when as seen from now.
pub async fn look_again(
    db: &Db,
    author: MemberId,
    id: ReminderDraftId,
    now: Timestamp,
) -> Result<(ManyDraft, Outlook), ReminderError> {
    let mut conn = db.read().await?;
    authorized(&mut conn, author).await?;
    let Some((Draft::Many(draft), _)) = store::draft(&mut conn, id, author).await? else {
        return Err(ReminderError::NoDraft(id));
    };
    let people = members::store::present_with(&mut conn, draft.audience).await?;
    let outlook = look_ahead(&draft, &people, now);
    Ok((draft, outlook))
}

/// Saves it, for everybody in the group at this moment.
pub async fn save_for_many(
    db: &Db,
    author: MemberId,
    id: ReminderDraftId,
    passed: Passed,
    now: Timestamp,
) -> Result<Saved, ReminderError> {
    let mut tx = db.begin().await?;
    authorized(&mut tx, author).await?;
    let Some((Draft::Many(draft), _)) = store::draft(&mut tx, id, author).await? else {
        return Err(ReminderError::NoDraft(id));
    };
    if !store::save_draft(&mut tx, id, now).await? {
        tx.commit().await?;
        return Ok(Saved::Before);
    }
    let (mut reminders, mut at_once, mut skipped) = (0, 0, 0);
    for member in members::store::present_with(&mut tx, draft.audience).await? {
        let Some(plan) = plan_for(&draft, &member) else {
            skipped += 1;
            continue;
        };
        let first = plan.first();
        let due_at = match (passed, first <= now) {
            (_, false) => Some(first),
            (Passed::SendNow, true) => Some(now),
            (Passed::Skip, true) => plan.next_after(now),
        };
        let Some(due_at) = due_at else {
            skipped += 1;
            continue;
        };
        at_once += usize::from(due_at == now);
        let new = NewReminder { member: member.id, author, batch: Some(id), text: &draft.text, plan: &plan, due_at };
        store::insert(&mut tx, &new, now).await?;
        reminders += 1;
    }
    tx.commit().await?;
    Ok(Saved::Many { batch: id, reminders, at_once, skipped })
}

/// Stops what the secretariat set for many; returns for how many it was still to come.
pub async fn stop_for_many(
    db: &Db,
    actor: MemberId,
    batch: ReminderDraftId,
    now: Timestamp,
) -> Result<usize, ReminderError> {
    let mut tx = db.begin().await?;
    authorized(&mut tx, actor).await?;
    let active = store::active_of_batch(&mut tx, batch).await?;
    for reminder in &active {
        stop_one(&mut tx, reminder.id, now).await?;
    }
    tx.commit().await?;
    Ok(active.len())
}

/// Turns reminders that are due into deliveries and goes on to their next occurrences; returns how many it handled. All
/// that is due to one member is handled at once, so that what is late can come to them together.
pub async fn fire_due(db: &Db, now: Timestamp, limit: u32) -> Result<u32, DbError> {
    let mut due = store::due(&mut *db.read().await?, now, limit).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let mut tx = db.begin().await?;
    let members: BTreeSet<MemberId> = due.iter().map(|reminder| reminder.member).collect();
    for member in members {
        for reminder in store::active_of(&mut tx, member).await? {
            let is_due = matches!(reminder.state, State::Active { due_at } if due_at <= now);
            if is_due && !due.iter().any(|known| known.id == reminder.id) {
                due.push(reminder);
            }
        }
    }
    let mut fired_for: BTreeMap<MemberId, Vec<Coming<'_>>> = BTreeMap::new();
    for reminder in &due {
        let Some(fired) = reminder.fire(now) else { continue };
        if !store::go_on(&mut tx, reminder, fired.next, now).await? {
            continue;
        }
        // The instant came already when the reminder was put off to it: once is enough.
        let occurrence =
            store::insert_occurrence(&mut tx, reminder.id, fired.occurrence, "planned", fired.missed, now).await?;
        if let Some(id) = occurrence {
            fired_for.entry(reminder.member).or_default().push(Coming { reminder, id, at: fired.occurrence });
        }
    }
    for (member, coming) in fired_for {
        deliveries::owe_all(&mut tx, member, coming, now).await?;
    }
    tx.commit().await?;
    Ok(u32::try_from(due.len()).unwrap_or(u32::MAX))
}

/// The member has done what they were reminded of.
pub async fn done(db: &Db, actor: MemberId, id: OccurrenceId, now: Timestamp) -> Result<ReminderFacts, ReminderError> {
    let mut tx = db.begin().await?;
    theirs(&mut tx, actor, id).await?;
    store::move_occurrence(&mut tx, id, OccurrenceState::Sent, OccurrenceState::Done, now).await?;
    let facts = facts_of(&mut tx, id, now).await?;
    tx.commit().await?;
    Ok(facts)
}

/// The member wants to be reminded again at `until`.
pub async fn put_off(
    db: &Db,
    actor: MemberId,
    id: OccurrenceId,
    until: Timestamp,
    now: Timestamp,
) -> Result<(), ReminderError> {
    if until <= now {
        return Err(ReminderError::Passed);
    }
    let mut tx = db.begin().await?;
    let reminder = theirs(&mut tx, actor, id).await?;
    let moved = store::move_occurrence(&mut tx, id, OccurrenceState::Sent, OccurrenceState::PutOff, now).await?
        || store::move_occurrence(&mut tx, id, OccurrenceState::Done, OccurrenceState::PutOff, now).await?;
    if moved && let Some(later) = store::insert_occurrence(&mut tx, reminder.id, until, "later", 0, now).await? {
        deliveries::owe(&mut tx, &reminder, later, until, now).await?;
    }
    deliveries::worded_anew(&mut tx, id, now).await?;
    tx.commit().await?;
    Ok(())
}

/// The member wants no more of it.
pub async fn stop(db: &Db, actor: MemberId, id: ReminderId, now: Timestamp) -> Result<Reminder, ReminderError> {
    let mut tx = db.begin().await?;
    let reminder =
        store::get(&mut tx, id).await?.filter(|reminder| reminder.member == actor).ok_or(ReminderError::NotTheirs)?;
    stop_one(&mut tx, id, now).await?;
    tx.commit().await?;
    Ok(reminder)
}

/// "Stop" under a message: the message as it looks now.
pub async fn stop_by_occurrence(
    db: &Db,
    actor: MemberId,
    id: OccurrenceId,
    now: Timestamp,
) -> Result<ReminderFacts, ReminderError> {
    let mut tx = db.begin().await?;
    let reminder = theirs(&mut tx, actor, id).await?;
    stop_one(&mut tx, reminder.id, now).await?;
    let facts = facts_of(&mut tx, id, now).await?;
    tx.commit().await?;
    Ok(facts)
}

/// A member's reminders that are still to come, the next one first.
pub async fn list(conn: &mut Conn, member: MemberId) -> Result<Vec<Reminder>, DbError> {
    store::active_of(conn, member).await
}

/// Works out anew what was planned with other tz data; once at start. Returns how many plans.
pub async fn follow_tz_data(db: &Db, now: Timestamp) -> Result<usize, DbError> {
    const BATCH: u32 = 500;
    let mut replanned = 0;
    loop {
        let mut tx = db.begin().await?;
        let old = store::of_other_tz_data(&mut tx, tz_data().version, BATCH).await?;
        for reminder in &old {
            replan(&mut tx, reminder, &reminder.plan.clone(), now).await?;
        }
        tx.commit().await?;
        if old.is_empty() {
            return Ok(replanned);
        }
        replanned += old.len();
    }
}

/// Gives a reminder the next instant of `plan`. One whose time would have passed by the move comes now rather than
/// never.
pub(super) async fn replan(tx: &mut Tx, reminder: &Reminder, plan: &Plan, now: Timestamp) -> Result<(), DbError> {
    let State::Active { due_at } = reminder.state else { return Ok(()) };
    // What is due already stays due.
    let due_at = if due_at <= now { due_at } else { plan.next_after(now).unwrap_or(now) };
    store::replan(tx, reminder.id, plan.zone, due_at).await?;
    Ok(())
}

pub(super) async fn stop_one(tx: &mut Tx, id: ReminderId, now: Timestamp) -> Result<(), DbError> {
    store::stop(tx, id, now).await?;
    for occurrence in store::owed(tx, id).await? {
        store::move_occurrence(tx, occurrence, OccurrenceState::Owed, OccurrenceState::Dropped, now).await?;
        deliveries::withdraw(tx, occurrence, now).await?;
    }
    Ok(())
}

/// Whom a reminder for many reaches, and when.
fn look_ahead(draft: &ManyDraft, people: &[Member], now: Timestamp) -> Outlook {
    let mut outlook = Outlook::default();
    for member in people {
        let Some(plan) = plan_for(draft, member) else {
            outlook.without_zone.push(member.name.clone());
            continue;
        };
        let first = plan.first();
        if first <= now {
            outlook.passed.push((member.name.clone(), first));
        } else {
            if matches!(member.wakefulness(first), Wakefulness::Asleep { .. }) {
                outlook.held.push(member.name.clone());
            }
            outlook.coming.push((member.name.clone(), first));
        }
    }
    outlook.coming.sort_by_key(|(_, at)| *at);
    outlook.passed.sort_by_key(|(_, at)| *at);
    outlook
}

/// The draft in this member's own time; `None` without a zone.
fn plan_for(draft: &ManyDraft, member: &Member) -> Option<Plan> {
    let rule = draft.rule.as_deref().map(Rule::parse).transpose().ok()?;
    Some(Plan { anchor: Anchor::Wall, wall: draft.wall, zone: member.zone()?, rule })
}

/// Whether no clock on Earth is still to show `wall`.
pub fn is_passed_everywhere(wall: DateTime, now: Timestamp) -> bool {
    // The westernmost clocks are twelve hours behind UTC.
    let west = crate::time::ZoneId::fixed(crate::time::Offset::constant(-12)).unwrap_or_else(crate::time::ZoneId::utc);
    crate::time::resolve(west, wall).instant <= now
}

fn checked(text: &str) -> Result<String, ReminderError> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(ReminderError::NoText),
        n if n > LONGEST_TEXT => Err(ReminderError::TextTooLong),
        _ => Ok(text.to_owned()),
    }
}

async fn authorized(conn: &mut Conn, actor: MemberId) -> Result<Member, ReminderError> {
    let member = members::store::get(conn, actor).await?;
    member.filter(|m| m.in_guild && m.roles.has(Group::Secretariat)).ok_or(ReminderError::NotSecretariat(actor))
}

async fn known(conn: &mut Conn, id: ReminderId) -> Result<Reminder, DbError> {
    store::get(conn, id).await?.ok_or_else(|| DbError::Corrupt(format!("reminder {id} is gone")))
}

/// The reminder of an occurrence, when it is this member's.
pub(super) async fn theirs(conn: &mut Conn, actor: MemberId, id: OccurrenceId) -> Result<Reminder, ReminderError> {
    let occurrence = store::occurrence(conn, id).await?.ok_or(ReminderError::NotTheirs)?;
    let reminder = store::get(conn, occurrence.reminder).await?;
    reminder.filter(|reminder| reminder.member == actor).ok_or(ReminderError::NotTheirs)
}

pub(super) async fn facts_of(conn: &mut Conn, id: OccurrenceId, now: Timestamp) -> Result<ReminderFacts, DbError> {
    let gone = || DbError::Corrupt(format!("occurrence {id} is gone"));
    let occurrence = store::occurrence(conn, id).await?.ok_or_else(gone)?;
    let reminder = known(conn, occurrence.reminder).await?;
    let author = match reminder.is_own() {
        true => None,
        false => members::store::get(conn, reminder.author).await?.map(|author| author.name),
    };
    let member = members::store::get(conn, reminder.member).await?;
    let put_off = store::put_off_until(conn, reminder.id, occurrence.at).await?;
    Ok(facts::of(&reminder, &occurrence, member.as_ref(), author, put_off, now))
}
