//! What this room owes the members, as the dispatcher asks for it.

use async_trait::async_trait;

use super::model::{OccurrenceId, Reminder, TOO_LATE_TO_WAKE};
use super::service;
use super::store::{self, OccurrenceState};
use crate::db::{DbError, Tx};
use crate::delivery::{
    Action, Address, Due, Facts, Lane, NewDelivery, Outcome, Sound, Source, SourceError, SourceName, Verdict, outbox,
};
use crate::members::{self, Member, Wakefulness};
use crate::time::Timestamp;

pub const SOURCE: SourceName = SourceName::new("reminder");

fn subject(id: OccurrenceId) -> String {
    format!("occurrence/{id}")
}

fn occurrence_of(subject: &str) -> Result<OccurrenceId, SourceError> {
    let number = subject.strip_prefix("occurrence/").and_then(|id| id.parse().ok());
    number.ok_or_else(|| SourceError::Broken(format!("no occurrence in {subject}")))
}

/// Owes one occurrence of a reminder from `not_before` on.
pub(super) async fn owe(
    tx: &mut Tx,
    reminder: &Reminder,
    id: OccurrenceId,
    not_before: Timestamp,
    now: Timestamp,
) -> Result<(), DbError> {
    let new = NewDelivery {
        source: SOURCE,
        subject: subject(id),
        key: format!("reminder/{id}"),
        action: Action::Post(Address::Member(reminder.member)),
        // Somebody set an alarm by it; what is set for many can wait for what is urgent.
        lane: if reminder.is_own() { Lane::Urgent } else { Lane::Routine },
        not_before,
        expires_at: None,
    };
    let delivery = outbox::enqueue(tx, new, now).await?;
    store::set_delivery(tx, id, delivery).await
}

/// Brings what is still owed no more.
pub(super) async fn withdraw(tx: &mut Tx, id: OccurrenceId, now: Timestamp) -> Result<(), DbError> {
    outbox::cancel(tx, SOURCE, &subject(id), "the reminder was stopped", now).await?;
    Ok(())
}

/// Words the message anew that brought an occurrence.
pub(super) async fn worded_anew(tx: &mut Tx, id: OccurrenceId, now: Timestamp) -> Result<(), DbError> {
    if let Some(delivery) = store::occurrence(tx, id).await?.and_then(|occurrence| occurrence.delivery) {
        outbox::edit(tx, delivery, Lane::Prompt, now).await?;
    }
    Ok(())
}

/// Asks again now about what was held until a waking minute: the member's day has changed.
pub(super) async fn ask_again(tx: &mut Tx, id: OccurrenceId, at: Timestamp, now: Timestamp) -> Result<(), DbError> {
    outbox::retime(tx, SOURCE, &subject(id), at.max(now)).await?;
    Ok(())
}

pub struct ReminderSource;

#[async_trait]
impl Source for ReminderSource {
    fn name(&self) -> SourceName {
        SOURCE
    }

    async fn recheck(&self, tx: &mut Tx, due: &Due, now: Timestamp) -> Result<Verdict, SourceError> {
        let id = occurrence_of(&due.subject)?;
        let Some(occurrence) = store::occurrence(tx, id).await? else {
            return Ok(Verdict::Cancel { reason: "the reminder was deleted" });
        };
        if matches!(due.action, Action::Edit(_)) {
            let facts = service::facts_of(tx, id, now).await?;
            return Ok(Verdict::Send { facts: Facts::new(facts), sound: Sound::Silent });
        }
        if occurrence.state != OccurrenceState::Owed {
            return Ok(Verdict::Cancel { reason: "the reminder was stopped" });
        }
        let reminder = store::get(tx, occurrence.reminder).await?;
        let member = match &reminder {
            Some(reminder) => members::store::get(tx, reminder.member).await?,
            None => None,
        };
        let (Some(reminder), Some(member)) = (reminder, member) else {
            return Ok(Verdict::Cancel { reason: "the member is gone" });
        };
        match turn(&reminder, &member, occurrence.at, now) {
            Turn::Wait(until) => Ok(Verdict::Wait { until }),
            Turn::Send(sound) => {
                let facts = service::facts_of(tx, id, now).await?;
                Ok(Verdict::Send { facts: Facts::new(facts), sound })
            }
        }
    }

    async fn settled(&self, tx: &mut Tx, due: &Due, outcome: &Outcome, now: Timestamp) -> Result<(), SourceError> {
        if matches!(due.action, Action::Edit(_)) {
            return Ok(());
        }
        let id = occurrence_of(&due.subject)?;
        let to = match outcome {
            Outcome::Sent(_) => OccurrenceState::Sent,
            Outcome::Failed(_) | Outcome::Cancelled | Outcome::Expired => OccurrenceState::Dropped,
            Outcome::Unknown => return Ok(()),
        };
        store::move_occurrence(tx, id, OccurrenceState::Owed, to, now).await?;
        Ok(())
    }
}

enum Turn {
    Send(Sound),
    Wait(Timestamp),
}

/// A reminder set for oneself sounds at its minute, quiet hours or not, but not long after it: nobody asked to be woken then. What
/// others set waits for a waking minute.
fn turn(reminder: &Reminder, member: &Member, at: Timestamp, now: Timestamp) -> Turn {
    match (reminder.is_own(), member.wakefulness(now)) {
        (true, Wakefulness::Asleep { .. }) if now.duration_since(at) > TOO_LATE_TO_WAKE => Turn::Send(Sound::Silent),
        (true, _) | (false, Wakefulness::Awake) => Turn::Send(Sound::Sounding),
        (false, Wakefulness::Asleep { wakes_at }) if wakes_at > now => Turn::Wait(wakes_at),
        (false, _) => Turn::Send(Sound::Silent),
    }
}
