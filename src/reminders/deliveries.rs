//! What this room owes the members, as the dispatcher asks for it. What becomes of it when it is late says
//! [`super::late`].
//!
//! A delivery brings the occurrences that name it in their `delivery_id`: one, or several late ones together. Its
//! subject names the one that it was made for.

use async_trait::async_trait;

use super::facts::{LateTogether, ReminderFacts};
use super::late::{self, MOST_TOGETHER, Turn};
use super::model::{self, OccurrenceId, Reminder};
use super::service;
use super::store::{self, Occurrence, OccurrenceState};
use super::together;
use crate::db::{DbError, Tx};
use crate::delivery::{
    About, Action, Address, DeliveryId, Due, Facts, FactsType, Lane, NewDelivery, Outcome, Record, Sound, Source,
    SourceError, SourceName, State, Verdict, outbox,
};
use crate::members::{self, Member, MemberId};
use crate::time::Timestamp;

pub const SOURCE: SourceName = SourceName::new("reminder");

fn subject(id: OccurrenceId) -> String {
    format!("occurrence/{id}")
}

/// Owes one occurrence of a reminder from `not_before` on.
pub(super) async fn owe(
    tx: &mut Tx,
    reminder: &Reminder,
    id: OccurrenceId,
    not_before: Timestamp,
    now: Timestamp,
) -> Result<DeliveryId, DbError> {
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
    store::set_delivery(tx, id, delivery).await?;
    Ok(delivery)
}

/// An occurrence that is due.
pub(super) struct Coming<'a> {
    pub reminder: &'a Reminder,
    pub id: OccurrenceId,
    pub at: Timestamp,
}

/// Owes one member all that is due to them: what is late and need not wait comes together.
pub(super) async fn owe_all(
    tx: &mut Tx,
    member: MemberId,
    mut coming: Vec<Coming<'_>>,
    now: Timestamp,
) -> Result<(), DbError> {
    let member = members::store::get(tx, member).await?;
    let is_ready = |one: &Coming<'_>| {
        let turn = member.as_ref().map(|member| late::turn(one.reminder, member, one.at, now));
        late::is_late(one.at, now) && matches!(turn, Some(Turn::Send(_)))
    };
    // Own ones first, since theirs is the higher lane.
    coming.sort_by_key(|one| (!one.reminder.is_own(), one.at, one.id));
    let (together, alone): (Vec<_>, Vec<_>) = coming.into_iter().partition(is_ready);
    for one in alone {
        owe(tx, one.reminder, one.id, now, now).await?;
    }
    for some in together.chunks(MOST_TOGETHER) {
        let delivery = owe(tx, some[0].reminder, some[0].id, now, now).await?;
        for one in &some[1..] {
            store::set_delivery(tx, one.id, delivery).await?;
        }
    }
    Ok(())
}

/// Brings what is still owed no more. A message that also brings others still comes, without it.
pub(super) async fn withdraw(tx: &mut Tx, id: OccurrenceId, now: Timestamp) -> Result<(), DbError> {
    let Some(record) = delivery_of(tx, id).await? else { return Ok(()) };
    let carried = store::carried_by(tx, record.id).await?;
    if carried.iter().all(|occurrence| occurrence.id == id || occurrence.state != OccurrenceState::Owed) {
        outbox::cancel(tx, SOURCE, &record.subject, "the reminder was stopped", now).await?;
    }
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
    if let Some(record) = delivery_of(tx, id).await? {
        outbox::retime(tx, SOURCE, &record.subject, at.max(now), now).await?;
    }
    Ok(())
}

async fn delivery_of(tx: &mut Tx, id: OccurrenceId) -> Result<Option<Record>, DbError> {
    match store::occurrence(tx, id).await?.and_then(|occurrence| occurrence.delivery) {
        Some(delivery) => outbox::find(tx, delivery).await,
        None => Ok(None),
    }
}

pub struct ReminderSource;

#[async_trait]
impl Source for ReminderSource {
    fn name(&self) -> SourceName {
        SOURCE
    }

    fn facts(&self) -> Vec<FactsType> {
        vec![FactsType::of::<ReminderFacts>(), FactsType::of::<LateTogether>()]
    }

    async fn recheck(&self, tx: &mut Tx, due: &Due, now: Timestamp) -> Result<Verdict, SourceError> {
        if let Action::Edit(of) = due.action {
            let carried = store::carried_by(tx, of).await?;
            return Ok(match facts(tx, of, &carried, now).await? {
                Some(facts) => Verdict::Send { facts, sound: Sound::Silent },
                None => Verdict::Cancel { reason: "the reminder was deleted" },
            });
        }
        let Action::Post(Address::Member(member)) = due.action else {
            return Err(SourceError::Broken(format!("delivery {} of a reminder goes to nobody", due.key)));
        };
        let Some(member) = members::store::get(tx, member).await? else {
            return Ok(Verdict::Cancel { reason: "the member is gone" });
        };
        let mut carried = store::carried_by(tx, due.id).await?;
        carried.retain(|occurrence| occurrence.state == OccurrenceState::Owed);
        if carried.is_empty() {
            return Ok(Verdict::Cancel { reason: "the reminder was stopped or deleted" });
        }
        let mut turns = turns(tx, &carried, &member, now).await?;
        if let Turn::Wait(until) = late::turn_of_all(&turns) {
            return Ok(Verdict::Wait { until });
        }
        if carried.iter().all(|occurrence| late::is_late(occurrence.at, now))
            && let Some(record) = outbox::find(tx, due.id).await?.filter(has_not_arrived)
        {
            turns.extend(gather(tx, &record, &mut carried, &member, now).await?);
        }
        let sound = match late::turn_of_all(&turns) {
            Turn::Send(sound) => sound,
            Turn::Wait(until) => return Ok(Verdict::Wait { until }),
        };
        Ok(match facts(tx, due.id, &carried, now).await? {
            Some(facts) => Verdict::Send { facts, sound },
            None => Verdict::Cancel { reason: "the reminder was deleted" },
        })
    }

    async fn settled(&self, tx: &mut Tx, due: &Due, outcome: &Outcome, now: Timestamp) -> Result<(), SourceError> {
        if matches!(due.action, Action::Edit(_)) {
            return Ok(());
        }
        let to = match outcome {
            Outcome::Sent(_) => OccurrenceState::Sent,
            Outcome::Failed(_) | Outcome::Cancelled | Outcome::Expired => OccurrenceState::Dropped,
            Outcome::Unknown => return Ok(()),
        };
        for occurrence in store::carried_by(tx, due.id).await? {
            store::move_occurrence(tx, occurrence.id, OccurrenceState::Owed, to, now).await?;
        }
        Ok(())
    }

    fn about(&self, _posted: &Record) -> About {
        About { text_key: "delivery-about-reminder", number: None }
    }

    async fn revive(&self, tx: &mut Tx, due: &Due, now: Timestamp) -> Result<bool, SourceError> {
        if matches!(due.action, Action::Edit(_)) {
            return Ok(true);
        }
        let mut any = false;
        for occurrence in store::carried_by(tx, due.id).await? {
            let reminder = store::get(tx, occurrence.reminder).await?;
            if reminder.is_some_and(|reminder| !matches!(reminder.state, model::State::Stopped)) {
                any |= store::move_occurrence(tx, occurrence.id, OccurrenceState::Dropped, OccurrenceState::Owed, now)
                    .await?;
            }
        }
        Ok(any)
    }
}

async fn facts(
    tx: &mut Tx,
    delivery: DeliveryId,
    carried: &[Occurrence],
    now: Timestamp,
) -> Result<Option<Facts>, DbError> {
    Ok(match carried {
        [] => None,
        [one] => Some(Facts::new(service::facts_of(tx, one.id, now).await?)),
        several => Some(Facts::new(together::facts_together(tx, delivery, several, now).await?)),
    })
}

async fn turns(tx: &mut Tx, carried: &[Occurrence], member: &Member, now: Timestamp) -> Result<Vec<Turn>, DbError> {
    let mut turns = Vec::with_capacity(carried.len());
    for occurrence in carried {
        if let Some(reminder) = store::get(tx, occurrence.reminder).await? {
            turns.push(late::turn(&reminder, member, occurrence.at, now));
        }
    }
    Ok(turns)
}

/// Whether nothing of a delivery can be on a phone yet, so that it may still say something else. One whose outcome is
/// unknown may have arrived with what it said then.
fn has_not_arrived(record: &Record) -> bool {
    matches!(record.state, State::Pending | State::Retry)
}

/// Takes what else comes late to this member into the delivery `into`, and cancels what would have brought it; never
/// from a higher lane, which does not wait for a lower one. Returns the turns of what it took.
async fn gather(
    tx: &mut Tx,
    into: &Record,
    carried: &mut Vec<Occurrence>,
    member: &Member,
    now: Timestamp,
) -> Result<Vec<Turn>, DbError> {
    let mut taken = Vec::new();
    for id in store::owed_to(tx, member.id).await? {
        let delivery =
            store::occurrence(tx, id).await?.and_then(|occurrence| occurrence.delivery).filter(|own| *own != into.id);
        let Some(delivery) = delivery else { continue };
        let record = outbox::find(tx, delivery).await?;
        let Some(record) = record.filter(|record| has_not_arrived(record) && record.lane >= into.lane) else {
            continue;
        };
        let theirs = store::carried_by(tx, delivery).await?;
        let theirs: Vec<_> =
            theirs.into_iter().filter(|occurrence| occurrence.state == OccurrenceState::Owed).collect();
        let turns = turns(tx, &theirs, member, now).await?;
        let is_ready = theirs.iter().all(|occurrence| late::is_late(occurrence.at, now))
            && turns.iter().all(|turn| matches!(turn, Turn::Send(_)));
        if !is_ready || carried.len() + theirs.len() > MOST_TOGETHER {
            continue;
        }
        outbox::cancel(tx, SOURCE, &record.subject, "brought together with others", now).await?;
        for occurrence in theirs {
            store::set_delivery(tx, occurrence.id, into.id).await?;
            carried.push(Occurrence { delivery: Some(into.id), ..occurrence });
        }
        taken.extend(turns);
    }
    carried.sort_by_key(|occurrence| (occurrence.at, occurrence.id));
    Ok(taken)
}
