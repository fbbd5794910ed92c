//! The source of the deliveries of reminders: checks each delivery right before its attempt, and handles the outcome of
//! the attempt. [`policy`](super::policy) decides whether a delivery is sent.

use async_trait::async_trait;

use super::audience;
use super::deliveries::{self, SOURCE};
use super::facts::{self, CatchUpFacts, MessageFacts, ReminderFacts};
use super::model::{OccurrenceKind, ReminderState};
use super::policy::{self, ChosenBy, MAX_CATCH_UP, SendDecision};
use super::store::{self, Occurrence, OccurrenceState};
use crate::db::{DbError, Tx};
use crate::delivery::{
    About, Action, Address, DeliveryId, Due, Facts, FactsType, Outcome, Record, Sound, Source, SourceError, SourceName,
    State, Verdict, outbox,
};
use crate::members::{self, Member};
use crate::time::{SignedDuration, Timestamp};

/// The time between two checks of a pending message to a member who left the server.
const CHECK_RETURN_EVERY: SignedDuration = SignedDuration::from_hours(24);

/// The source of the deliveries of reminders.
pub struct ReminderSource;

#[async_trait]
impl Source for ReminderSource {
    fn name(&self) -> SourceName {
        SOURCE
    }

    fn facts(&self) -> Vec<FactsType> {
        vec![FactsType::of::<ReminderFacts>(), FactsType::of::<CatchUpFacts>()]
    }

    async fn recheck(&self, tx: &mut Tx, due: &Due, now: Timestamp) -> Result<Verdict, SourceError> {
        match due.action {
            Action::Edit(of) => {
                let carried = facts::shown_occurrences(tx, of).await?;
                Ok(send_verdict(tx, of, &carried, Sound::Silent, now).await?)
            }
            Action::Post(Address::Member(member)) => match members::service::get(tx, member).await? {
                Some(member) => Ok(recheck_post(tx, due, &member, now).await?),
                None => Ok(Verdict::Cancel { reason: "the member is unknown" }),
            },
            _ => Err(SourceError::Broken(format!("delivery {} of a reminder is not addressed to a member", due.key))),
        }
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
        let carried = store::occurrences_carried_by(tx, due.id).await?;
        // The message was sent without the occurrences that were stopped before the attempt. If all are stopped now,
        // they were stopped during the attempt.
        let is_every_occurrence_stopped = carried.iter().all(|occurrence| occurrence.state != OccurrenceState::Pending);
        for occurrence in carried {
            let was_pending = store::move_occurrence(tx, occurrence.id, OccurrenceState::Pending, to, now).await?;
            if was_pending && occurrence.kind == OccurrenceKind::Snooze {
                // The message that the member snoozed says when the member is reminded again. This time is now past or
                // cancelled, so update the message.
                deliveries::re_render_snoozed(tx, &occurrence, now).await?;
            }
            if to == OccurrenceState::Sent && !was_pending && is_every_occurrence_stopped {
                // The reminder was stopped during the attempt, but the message arrived. An edit shows that the reminder
                // is stopped.
                let was_dropped = store::move_occurrence(tx, occurrence.id, OccurrenceState::Dropped, to, now).await?;
                if was_dropped {
                    deliveries::re_render(tx, occurrence.id, now).await?;
                }
            }
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
        let (from, to) = (OccurrenceState::Dropped, OccurrenceState::Pending);
        let mut is_any_revived = false;
        for occurrence in store::occurrences_carried_by(tx, due.id).await? {
            let reminder = store::get(tx, occurrence.reminder).await?;
            if reminder.is_some_and(|reminder| reminder.state != ReminderState::Stopped) {
                is_any_revived |= store::move_occurrence(tx, occurrence.id, from, to, now).await?;
            }
        }
        Ok(is_any_revived)
    }
}

/// Decides whether a new message is sent now. If all its occurrences are late, first moves the member's other late
/// occurrences into it.
async fn recheck_post(tx: &mut Tx, due: &Due, member: &Member, now: Timestamp) -> Result<Verdict, DbError> {
    let mut carried = pending_occurrences_in(tx, due.id).await?;
    if carried.is_empty() {
        return Ok(Verdict::Cancel { reason: "the reminder was stopped or deleted" });
    }
    if !member.in_guild {
        let left_at = members::service::left_at(tx, member.id).await?;
        if left_at.is_none_or(|left_at| policy::is_gone(left_at, now)) {
            return Ok(Verdict::Cancel { reason: "the member left the server" });
        }
        // If the member returns earlier, the message is rescheduled at that time.
        return Ok(Verdict::Wait { until: now + CHECK_RETURN_EVERY });
    }
    if drop_unaddressed(tx, &mut carried, member, now).await? && carried.is_empty() {
        return Ok(Verdict::Cancel { reason: "the member is no longer in the group that it is for" });
    }
    let mut decisions = decisions_on(tx, &carried, member, now).await?;
    if let SendDecision::Wait { until } = policy::decide_together(&decisions) {
        return Ok(Verdict::Wait { until });
    }
    if carried.iter().all(|occurrence| policy::is_late(occurrence.due_at, now))
        && let Some(record) = outbox::find(tx, due.id).await?.filter(is_not_sent)
    {
        decisions.extend(gather(tx, &record, &mut carried, member, now).await?);
    }
    match policy::decide_together(&decisions) {
        SendDecision::Send(Sound::Sounding) if !is_asked_by_member(tx, &carried).await? => {
            let sound = outbox::sound_at_waking(tx, due, member.id, now).await?;
            send_verdict(tx, due.id, &carried, sound, now).await
        }
        SendDecision::Send(sound) => send_verdict(tx, due.id, &carried, sound, now).await,
        SendDecision::Wait { until } => Ok(Verdict::Wait { until }),
    }
}

/// Whether the member chose the minute of at least one of these occurrences.
async fn is_asked_by_member(tx: &mut Tx, occurrences: &[Occurrence]) -> Result<bool, DbError> {
    for occurrence in occurrences {
        let reminder = store::get(tx, occurrence.reminder).await?;
        if reminder.is_some_and(|reminder| ChosenBy::of(&reminder, occurrence.kind) == ChosenBy::Member) {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn send_verdict(
    tx: &mut Tx,
    delivery: DeliveryId,
    carried: &[Occurrence],
    sound: Sound,
    now: Timestamp,
) -> Result<Verdict, DbError> {
    Ok(match facts::load_message(tx, delivery, carried, now).await? {
        Some(MessageFacts::Single(facts)) => Verdict::Send { facts: Facts::new(*facts), sound },
        Some(MessageFacts::CatchUp(facts)) => Verdict::Send { facts: Facts::new(facts), sound },
        None => Verdict::Cancel { reason: "the reminder was deleted" },
    })
}

/// The pending occurrences that a delivery carries.
async fn pending_occurrences_in(tx: &mut Tx, delivery: DeliveryId) -> Result<Vec<Occurrence>, DbError> {
    let mut carried = store::occurrences_carried_by(tx, delivery).await?;
    carried.retain(|occurrence| occurrence.state == OccurrenceState::Pending);
    Ok(carried)
}

/// Whether the member is still in the group for which the reminder was set. Always true for a snooze, because the
/// member has already read the reminder.
async fn is_addressed(tx: &mut Tx, occurrence: &Occurrence, member: &Member) -> Result<bool, DbError> {
    if occurrence.kind == OccurrenceKind::Snooze {
        return Ok(true);
    }
    match store::get(tx, occurrence.reminder).await? {
        Some(reminder) => audience::is_addressed(tx, &reminder, member).await,
        None => Ok(true),
    }
}

/// Drops the occurrences whose reminder was set for a group that the member has left. Returns whether it dropped one.
/// The reminder stays active: if the member joins the group again, they get its later occurrences.
async fn drop_unaddressed(
    tx: &mut Tx,
    carried: &mut Vec<Occurrence>,
    member: &Member,
    now: Timestamp,
) -> Result<bool, DbError> {
    let before = carried.len();
    for occurrence in std::mem::take(carried) {
        if is_addressed(tx, &occurrence, member).await? {
            carried.push(occurrence);
        } else {
            let (from, to) = (OccurrenceState::Pending, OccurrenceState::Dropped);
            store::move_occurrence(tx, occurrence.id, from, to, now).await?;
        }
    }
    Ok(carried.len() < before)
}

/// The decision on each of these occurrences.
async fn decisions_on(
    tx: &mut Tx,
    occurrences: &[Occurrence],
    member: &Member,
    now: Timestamp,
) -> Result<Vec<SendDecision>, DbError> {
    let mut decisions = Vec::with_capacity(occurrences.len());
    for occurrence in occurrences {
        if let Some(reminder) = store::get(tx, occurrence.reminder).await? {
            let chosen_by = ChosenBy::of(&reminder, occurrence.kind);
            decisions.push(policy::decide(chosen_by, member, occurrence.due_at, now));
        }
    }
    Ok(decisions)
}

/// Whether it is certain that no attempt at this delivery has arrived. Its content may change only in this case. After
/// an attempt with an unknown outcome, the message may have arrived with the content of that attempt.
fn is_not_sent(record: &Record) -> bool {
    matches!(record.state, State::Pending | State::Retry)
}

/// Moves late occurrences from the member's other deliveries into the delivery `into`, and cancels these deliveries.
/// Takes no occurrence from a more urgent lane, because the occurrence would then wait longer. Returns the decisions on
/// the moved occurrences.
async fn gather(
    tx: &mut Tx,
    into: &Record,
    carried: &mut Vec<Occurrence>,
    member: &Member,
    now: Timestamp,
) -> Result<Vec<SendDecision>, DbError> {
    let mut decisions_on_moved = Vec::new();
    let pending = store::pending_occurrences_of_member(tx, member.id).await?;
    // Several occurrences can have the same delivery. After the first of them, this delivery is cancelled and
    // `is_not_sent` is false.
    for delivery in pending.into_iter().filter_map(|occurrence| occurrence.delivery).filter(|id| *id != into.id) {
        let record = outbox::find(tx, delivery).await?;
        let Some(record) = record.filter(|record| is_not_sent(record) && record.lane >= into.lane) else { continue };
        let mut others = pending_occurrences_in(tx, delivery).await?;
        if drop_unaddressed(tx, &mut others, member, now).await? && others.is_empty() {
            outbox::cancel_one(tx, record.id, "the member is no longer in the group that it is for", now).await?;
            continue;
        }
        let decisions = decisions_on(tx, &others, member, now).await?;
        let can_join = others.iter().all(|occurrence| policy::is_late(occurrence.due_at, now))
            && decisions.iter().all(|decision| decision.is_send());
        if !can_join || carried.len() + others.len() > MAX_CATCH_UP {
            continue;
        }
        outbox::cancel_one(tx, record.id, "moved into a catch-up message", now).await?;
        for occurrence in others {
            store::set_delivery(tx, occurrence.id, into.id).await?;
            carried.push(Occurrence { delivery: Some(into.id), ..occurrence });
        }
        decisions_on_moved.extend(decisions);
    }
    carried.sort_by_key(|occurrence| (occurrence.due_at, occurrence.id));
    Ok(decisions_on_moved)
}
