//! What a reminder's message says, as typed facts. The `discord` module renders them.

use super::audience::{self, ReadAccess};
use super::model::{CatchUpId, OccurrenceId, Reminder, ReminderState};
use super::policy::{self, Timing};
use super::store::{self, Occurrence, OccurrenceState};
use crate::db::{Conn, DbError};
use crate::delivery::{DeliveryId, State, outbox};
use crate::members;
use crate::time::Timestamp;

/// The facts of one occurrence of a reminder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderFacts {
    pub occurrence: OccurrenceId,
    pub text: String,
    pub due_at: Timestamp,
    pub timing: Timing,
    /// The name of the person who set the reminder. `None` if the member set it for themselves, or if the author is
    /// unknown.
    pub author: Option<String>,
    pub recurs: bool,
    /// When the reminder is due next. `None` unless it is active.
    pub next_at: Option<Timestamp>,
    pub status: OccurrenceStatus,
    /// The number of earlier occurrences that were skipped.
    pub missed: u32,
}

/// The facts of a catch-up message: several occurrences that were due earlier, in one message. The earliest occurrence
/// is first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatchUpFacts {
    pub id: CatchUpId,
    pub reminders: Vec<ReminderFacts>,
    /// The number of occurrences that are late because Magpie could not send them earlier. All other occurrences were
    /// held until the member woke.
    pub late: usize,
}

/// What the member did with an occurrence, or with its reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OccurrenceStatus {
    Open,
    Done,
    Snoozed {
        until: Timestamp,
    },
    /// The snooze has ended, and a newer message reminded the member again.
    SentAgain {
        at: Timestamp,
    },
    Stopped,
}

/// The facts of one message. A message about one occurrence and a catch-up message have different types and renderers.
pub enum MessageFacts {
    Single(Box<ReminderFacts>),
    CatchUp(CatchUpFacts),
}

/// The occurrences that the message of a delivery shows, the earliest first. Leaves out an occurrence that was dropped
/// before the message was sent, because its text has never reached the member. If all were dropped, shows
/// all, because only a message that has arrived with their texts is shown again.
pub async fn shown_occurrences(conn: &mut Conn, delivery: DeliveryId) -> Result<Vec<Occurrence>, DbError> {
    let carried = store::occurrences_carried_by(conn, delivery).await?;
    let mut shown = Vec::with_capacity(carried.len());
    for occurrence in &carried {
        if occurrence.state != OccurrenceState::Dropped || is_shown_as_stopped(conn, occurrence).await? {
            shown.push(occurrence.clone());
        }
    }
    Ok(if shown.is_empty() { carried } else { shown })
}

/// Whether the reminder of a dropped occurrence was stopped. The message may have been under way at the stop.
async fn is_shown_as_stopped(conn: &mut Conn, occurrence: &Occurrence) -> Result<bool, DbError> {
    let reminder = store::get_existing(conn, occurrence.reminder).await?;
    let readable = audience::readable_by(conn, &reminder, reminder.member).await?;
    Ok(reminder.state == ReminderState::Stopped && readable != ReadAccess::None)
}

/// Loads the facts of the message that carries the occurrences `carried`. `None` if `carried` is empty.
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

/// Loads the facts of the catch-up message that the delivery `delivery` sends.
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

/// Loads the facts of one occurrence.
///
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

/// What the message says about its delay. A message says that it is late when it is rendered for an attempt. A later
/// edit no longer says so.
fn timing(occurrence: &Occurrence, held_until: Option<Timestamp>, now: Timestamp) -> Timing {
    match occurrence.state {
        OccurrenceState::Pending => policy::timing(occurrence.due_at, held_until, now),
        _ => Timing::OnTime,
    }
}

/// `snooze`: the occurrence at which the member's snooze ends. If it is `None`, a snoozed occurrence counts as open.
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
