//! What a reminder's message says, as typed facts for the renderer.

use super::model::{CatchUpId, OccurrenceId, Reminder, ReminderState};
use super::policy::{self, Timing};
use super::store::{self, Occurrence, OccurrenceState};
use crate::db::{Conn, DbError};
use crate::delivery::{DeliveryId, State, outbox};
use crate::members;
use crate::time::Timestamp;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderFacts {
    pub occurrence: OccurrenceId,
    pub text: String,
    pub due_at: Timestamp,
    pub timing: Timing,
    /// The name of the person who set the reminder, if that is not the member.
    pub author: Option<String>,
    pub recurs: bool,
    pub next_at: Option<Timestamp>,
    pub status: OccurrenceStatus,
    /// How many earlier occurrences were skipped.
    pub missed: u32,
}

/// Several occurrences in one message that is sent after the times at which they were due. The earliest is first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatchUpFacts {
    pub id: CatchUpId,
    pub reminders: Vec<ReminderFacts>,
    /// How many of them are late because Magpie could not send them earlier. The others were held until the member
    /// woke.
    pub late: usize,
}

/// What the member did with an occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OccurrenceStatus {
    Open,
    Done,
    Snoozed {
        until: Timestamp,
    },
    /// The snooze has ended, and a newer message has sent the occurrence again.
    SentAgain {
        at: Timestamp,
    },
    Stopped,
}

/// The facts of one message. Each kind of message has its own type and renderer.
pub enum MessageFacts {
    Single(Box<ReminderFacts>),
    CatchUp(CatchUpFacts),
}

/// Loads the facts of one message. `None` when the message carries no occurrence any more.
pub async fn load_message(
    conn: &mut Conn,
    delivery: DeliveryId,
    carried: &[Occurrence],
    now: Timestamp,
) -> Result<Option<MessageFacts>, DbError> {
    Ok(match carried {
        [] => None,
        [one] => Some(MessageFacts::Single(Box::new(load(conn, one.id, now).await?))),
        several => Some(MessageFacts::CatchUp(load_catch_up(conn, delivery, several, now).await?)),
    })
}

pub async fn load_catch_up(
    conn: &mut Conn,
    delivery: DeliveryId,
    carried: &[Occurrence],
    now: Timestamp,
) -> Result<CatchUpFacts, DbError> {
    let record = outbox::find(conn, delivery).await?;
    let held_until = record.as_ref().and_then(|record| record.held_until);
    let sent_at = match record.map(|record| record.state) {
        Some(State::Sent(posted)) => posted.at,
        _ => now,
    };
    let mut reminders = Vec::with_capacity(carried.len());
    for occurrence in carried {
        reminders.push(load(conn, occurrence.id, now).await?);
    }
    let is_late = |one: &&Occurrence| policy::timing(one.due_at, held_until, sent_at) == Timing::Late;
    Ok(CatchUpFacts { id: CatchUpId(delivery.0), reminders, late: carried.iter().filter(is_late).count() })
}

/// # Errors
/// `Corrupt` when the occurrence or its reminder does not exist.
pub async fn load(conn: &mut Conn, id: OccurrenceId, now: Timestamp) -> Result<ReminderFacts, DbError> {
    let occurrence = store::occurrence(conn, id).await?;
    let occurrence = occurrence.ok_or_else(|| DbError::Corrupt(format!("occurrence {id} does not exist")))?;
    let reminder = store::get_existing(conn, occurrence.reminder).await?;
    let author = match reminder.is_own() {
        true => None,
        false => members::service::get(conn, reminder.author).await?.map(|author| author.name),
    };
    let held_until = match occurrence.delivery {
        Some(delivery) => outbox::find(conn, delivery).await?.and_then(|record| record.held_until),
        None => None,
    };
    let snooze = store::snooze_after(conn, reminder.id, occurrence.due_at).await?;
    Ok(ReminderFacts {
        occurrence: occurrence.id,
        due_at: occurrence.due_at,
        timing: timing(&occurrence, held_until, now),
        author,
        recurs: reminder.plan.rule.is_some(),
        next_at: reminder.state.due_at(),
        status: status(&reminder, &occurrence, snooze.as_ref()),
        missed: occurrence.missed,
        text: reminder.text,
    })
}

/// A message says that it is late when it is sent, but not when it is re-rendered.
fn timing(occurrence: &Occurrence, held_until: Option<Timestamp>, now: Timestamp) -> Timing {
    match occurrence.state {
        OccurrenceState::Pending => policy::timing(occurrence.due_at, held_until, now),
        _ => Timing::OnTime,
    }
}

/// `snooze`: the occurrence at which the member's snooze ends. Without it, a snoozed occurrence is open again.
fn status(reminder: &Reminder, occurrence: &Occurrence, snooze: Option<&Occurrence>) -> OccurrenceStatus {
    match (reminder.state, occurrence.state, snooze) {
        (ReminderState::Stopped, _, _) => OccurrenceStatus::Stopped,
        (_, OccurrenceState::Done, _) => OccurrenceStatus::Done,
        (_, OccurrenceState::Snoozed, Some(snooze)) if snooze.state == OccurrenceState::Pending => {
            OccurrenceStatus::Snoozed { until: snooze.due_at }
        }
        (_, OccurrenceState::Snoozed, Some(snooze)) => OccurrenceStatus::SentAgain { at: snooze.due_at },
        _ => OccurrenceStatus::Open,
    }
}
