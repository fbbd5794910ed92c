//! Combines the nudges that are due when one person wakes into one message. This message sounds once, shows the most
//! urgent alert first, and has a button for each alert.

use super::facts::{MessageContent, WakingMessage};
use super::message_facts::{message_facts, sort_by_urgency};
use super::messages;
use super::model::{Alert, Recipient};
use super::send_rule::{Delay, LATE_AFTER, MessageKind, Occasion, SendDecision};
use super::store::{self, Message, SendState};
use crate::db::{DbError, Tx, if_readable};
use crate::delivery::{DeliveryId, Due, Facts, Record, Sound, State, Verdict, outbox};
use crate::members::{self, Member, MemberId};
use crate::time::{SignedDuration, Timestamp};

/// The most alerts that one message combines. Each alert takes one line, with most of its text, and one button.
pub(super) const MAX_ALERTS_PER_MESSAGE: usize = 10;

/// The time between two checks of a pending message to a member who left the server. If the member returns earlier, the
/// message is rescheduled at once.
pub(super) const CHECK_RETURN_EVERY: SignedDuration = SignedDuration::from_hours(24);

/// A nudge that [`Alert::decide_send`] allows to be sent now.
struct Nudge {
    alert: Alert,
    message: Message,
    occasion: Occasion,
    sound: Sound,
}

/// Decides whether the nudges in the delivery `due` are sent. First moves the other due nudges of this person into this
/// delivery.
pub(super) async fn decide_nudges(tx: &mut Tx, due: &Due, id: MemberId, now: Timestamp) -> Result<Verdict, DbError> {
    let Some(member) = members::service::get(tx, id).await? else {
        return Ok(Verdict::Cancel { reason: "no longer a recipient" });
    };
    if !member.in_guild {
        return Ok(Verdict::Wait { until: now + CHECK_RETURN_EVERY });
    }
    // After an attempt with an unknown outcome, add no nudges: a message without them may have arrived.
    if due.unknown_since.is_none() && gather(tx, due, id, now).await? == GatherOutcome::IntoOtherDelivery {
        return Ok(Verdict::Cancel { reason: "moved into another message" });
    }
    let (mut nudges, mut is_content_changed) = (Vec::new(), false);
    for message in store::messages_carried_by(tx, due.id).await?.into_iter().filter(|m| m.state == SendState::Pending) {
        match decide_nudge(tx, due, &message, &member, now).await? {
            (Some((alert, _)), SendDecision::Send { occasion, sound }) => {
                nudges.push(Nudge { alert, message, occasion, sound });
            }
            (_, SendDecision::Wait { until }) => return Ok(Verdict::Wait { until }),
            (_, _) if due.unknown_since.is_some() => is_content_changed = true,
            (_, _) => store::set_send_state(tx, message.delivery, SendState::Ended).await?,
        }
    }
    if nudges.is_empty() {
        return Ok(Verdict::Cancel { reason: "no nudge is needed any more" });
    }
    let may_sound = nudges.iter().any(|nudge| nudge.sound == Sound::Sounding);
    let sound = if may_sound { outbox::sound_at_waking(tx, due, id, now).await? } else { Sound::Silent };
    let mut alerts = Vec::new();
    for Nudge { alert, message, occasion, .. } in nudges {
        let version = alert.current_version.number;
        let previous_attempt = (message.version, message.occasion, message.sound);
        is_content_changed |= due.unknown_since.is_some() && previous_attempt != (version, Some(occasion), sound);
        store::set_attempt(tx, message.delivery, version, occasion, sound).await?;
        let attempted = Message { version, occasion: Some(occasion), ..message };
        alerts.push(message_facts(tx, &alert, Some(&attempted), id, now).await?);
    }
    sort_by_urgency(&mut alerts);
    let facts = facts(match alerts.len() {
        1 => MessageContent::One(Box::new(alerts.remove(0))),
        _ => MessageContent::Several(WakingMessage { alerts }),
    });
    Ok(if is_content_changed { Verdict::Search { facts } } else { Verdict::Send { facts, sound } })
}

/// Wraps the content for the renderer of its type.
pub(super) fn facts(content: MessageContent) -> Facts {
    match content {
        MessageContent::One(one) => Facts::new(*one),
        MessageContent::Several(several) => Facts::new(several),
    }
}

/// The decision on one nudge. The alert and its recipient are `None` if the nudge is cancelled before
/// [`Alert::decide_send`] is called.
async fn decide_nudge(
    tx: &mut Tx,
    due: &Due,
    message: &Message,
    member: &Member,
    now: Timestamp,
) -> Result<(Option<(Alert, Recipient)>, SendDecision), DbError> {
    let cancel = |reason| Ok((None, SendDecision::Cancel { reason }));
    let alert = if_readable(store::get(tx, message.alert).await)?;
    let recipient = store::recipient(tx, message.alert, message.member).await?;
    let Some((alert, recipient)) = alert.zip(recipient) else { return cancel("no longer a recipient") };
    let to_member = store::messages_to(tx, alert.id, message.member).await?;
    if messages::is_superseded(message, &to_member) {
        return cancel("a newer message replaces it");
    }
    if has_sounded(&alert, &to_member) {
        return cancel("it already arrived with sound");
    }
    let is_overdue = now.duration_since(due.wanted_at()) > LATE_AFTER;
    let delay = if is_overdue { Delay::Overdue } else { Delay::OnTime };
    let decision = alert.decide_send(MessageKind::Nudge, delay, &recipient, member, now);
    Ok((Some((alert, recipient)), decision))
}

/// Whether a message with the announced version has arrived with sound.
fn has_sounded(alert: &Alert, messages: &[Message]) -> bool {
    messages.iter().any(|message| {
        message.state == SendState::Sent
            && message.version >= alert.announced_version
            && message.sound == Sound::Sounding
    })
}

/// What [`gather`] did with the nudges that are due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum GatherOutcome {
    /// The delivery `due` carries as many nudges as fit.
    IntoThisDelivery,
    /// Another due delivery is more urgent. It now carries the messages of `due`.
    IntoOtherDelivery,
}

/// Moves the nudges of this person's other due deliveries into the delivery `due`. If one of these deliveries is more
/// urgent, moves the nudges of `due` into it.
async fn gather(tx: &mut Tx, due: &Due, member: MemberId, now: Timestamp) -> Result<GatherOutcome, DbError> {
    let mut nudges_in_due = pending_messages_in(tx, due.id).await?;
    for other in deliveries_of_other_nudges(tx, due.id, member, now).await? {
        let nudges_in_other = pending_messages_in(tx, other.id).await?;
        if nudges_in_due.len() + nudges_in_other.len() > MAX_ALERTS_PER_MESSAGE {
            continue;
        }
        if other.lane < due.lane {
            for message in nudges_in_due {
                store::set_carrier(tx, message.delivery, other.id).await?;
            }
            return Ok(GatherOutcome::IntoOtherDelivery);
        }
        outbox::cancel_one(tx, other.id, "moved into another message", now).await?;
        for message in &nudges_in_other {
            store::set_carrier(tx, message.delivery, due.id).await?;
        }
        nudges_in_due.extend(nudges_in_other);
    }
    Ok(GatherOutcome::IntoThisDelivery)
}

/// The pending messages that a delivery carries.
async fn pending_messages_in(tx: &mut Tx, delivery: DeliveryId) -> Result<Vec<Message>, DbError> {
    let mut carried = store::messages_carried_by(tx, delivery).await?;
    carried.retain(|message| message.state == SendState::Pending);
    Ok(carried)
}

/// The deliveries with nudges to this person that are due and cannot have arrived yet, the most urgent first. Without
/// the delivery `except`.
async fn deliveries_of_other_nudges(
    tx: &mut Tx,
    except: DeliveryId,
    member: MemberId,
    now: Timestamp,
) -> Result<Vec<Record>, DbError> {
    let pending = store::pending_messages_to(tx, member).await?;
    let mut carriers: Vec<DeliveryId> = pending
        .iter()
        .filter(|m| m.kind == MessageKind::Nudge)
        .map(Message::carrier)
        .filter(|id| *id != except)
        .collect();
    carriers.sort_unstable();
    carriers.dedup();
    let mut records = Vec::new();
    for carrier in carriers {
        let record = outbox::find(tx, carrier).await?;
        let may_move = |record: &Record| match record.state {
            State::Pending => record.due_at <= now,
            State::Retry => true,
            _ => false,
        };
        records.extend(record.filter(may_move));
    }
    records.sort_by_key(|record| (record.lane, record.id));
    Ok(records)
}
