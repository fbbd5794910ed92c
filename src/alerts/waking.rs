//! Combines the nudges that are due at one person's waking minute into one message. It sounds once, shows the most
//! urgent alert first, and has a button for each alert.

use super::facts::{Shown, WakingMessage};
use super::message_facts::{message_facts, sort_by_urgency};
use super::messages;
use super::model::{Alert, Recipient};
use super::send_rule::{Delay, LATE_AFTER, MessageKind, Occasion, SendDecision};
use super::store::{self, Message, SendState};
use crate::db::{DbError, Tx};
use crate::delivery::{DeliveryId, Due, Facts, Record, Sound, State, Verdict, outbox};
use crate::members::{self, Member, MemberId};
use crate::time::{SignedDuration, Timestamp};

/// The most alerts in one message. Each has a line with most of its text, and a button.
pub(super) const MAX_ALERTS_PER_MESSAGE: usize = 10;

/// The time between two checks of a message to a person who left the server. If they return earlier, the message is
/// rescheduled at once.
pub(super) const CHECK_RETURN_EVERY: SignedDuration = SignedDuration::from_hours(24);

/// A nudge that is sent now.
struct Nudge {
    alert: Alert,
    message: Message,
    occasion: Occasion,
    sound: Sound,
}

/// Decides on the nudges that the delivery `due` carries. First adds the other nudges of this person that are also due.
pub(super) async fn decide(tx: &mut Tx, due: &Due, id: MemberId, now: Timestamp) -> Result<Verdict, DbError> {
    let Some(member) = members::service::get(tx, id).await? else {
        return Ok(Verdict::Cancel { reason: "no longer a recipient" });
    };
    if !member.in_guild {
        return Ok(Verdict::Wait { until: now + CHECK_RETURN_EVERY });
    }
    // An attempt with an unknown outcome may have arrived, without the nudges that are added now. So add no nudges
    // after such an attempt.
    if due.unknown_since.is_none() && gather(tx, due, id, now).await? == Gathered::IntoOtherDelivery {
        return Ok(Verdict::Cancel { reason: "moved into another message" });
    }
    let (mut nudges, mut is_changed) = (Vec::new(), false);
    for message in store::carried(tx, due.id).await?.into_iter().filter(|m| m.state == SendState::Pending) {
        match decide_one(tx, due, &message, &member, now).await? {
            (Some((alert, _)), SendDecision::Send { occasion, sound }) => {
                nudges.push(Nudge { alert, message, occasion, sound });
            }
            (_, SendDecision::Wait { until }) => return Ok(Verdict::Wait { until }),
            (_, _) if due.unknown_since.is_some() => is_changed = true,
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
        let version = alert.current.number;
        let tried = (message.version, message.occasion, message.sound);
        is_changed |= due.unknown_since.is_some() && tried != (version, Some(occasion), sound);
        store::set_attempt(tx, message.delivery, version, occasion, sound).await?;
        let attempted = Message { version, occasion: Some(occasion), ..message };
        alerts.push(message_facts(tx, &alert, Some(&attempted), id, now).await?);
    }
    sort_by_urgency(&mut alerts);
    let facts = facts(match alerts.len() {
        1 => Shown::One(Box::new(alerts.remove(0))),
        _ => Shown::Several(WakingMessage { alerts }),
    });
    Ok(if is_changed { Verdict::Search { facts } } else { Verdict::Send { facts, sound } })
}

pub(super) fn facts(shown: Shown) -> Facts {
    match shown {
        Shown::One(one) => Facts::new(*one),
        Shown::Several(several) => Facts::new(several),
    }
}

async fn decide_one(
    tx: &mut Tx,
    due: &Due,
    message: &Message,
    member: &Member,
    now: Timestamp,
) -> Result<(Option<(Alert, Recipient)>, SendDecision), DbError> {
    let cancel = |reason| Ok((None, SendDecision::Cancel { reason }));
    let alert = store::get(tx, message.alert).await?;
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

/// Whether the current version has arrived with sound.
fn has_sounded(alert: &Alert, messages: &[Message]) -> bool {
    messages.iter().any(|message| {
        message.state == SendState::Sent
            && message.version >= alert.announced_version
            && message.sound == Sound::Sounding
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gathered {
    /// `due` carries as many nudges as it can.
    IntoThisDelivery,
    /// A more urgent nudge, which is due too, carries the messages of `due`.
    IntoOtherDelivery,
}

/// Moves this person's other nudges that are due into the delivery `due`. If one of these is more urgent, moves the
/// nudges of `due` into that delivery instead.
async fn gather(tx: &mut Tx, due: &Due, member: MemberId, now: Timestamp) -> Result<Gathered, DbError> {
    let mut mine = pending_in(tx, due.id).await?;
    for other in other_nudges(tx, due.id, member, now).await? {
        let theirs = pending_in(tx, other.id).await?;
        if mine.len() + theirs.len() > MAX_ALERTS_PER_MESSAGE {
            continue;
        }
        if other.lane < due.lane {
            for message in mine {
                store::set_carrier(tx, message.delivery, other.id).await?;
            }
            return Ok(Gathered::IntoOtherDelivery);
        }
        outbox::cancel_one(tx, other.id, "moved into another message", now).await?;
        for message in &theirs {
            store::set_carrier(tx, message.delivery, due.id).await?;
        }
        mine.extend(theirs);
    }
    Ok(Gathered::IntoThisDelivery)
}

async fn pending_in(tx: &mut Tx, delivery: DeliveryId) -> Result<Vec<Message>, DbError> {
    let mut carried = store::carried(tx, delivery).await?;
    carried.retain(|message| message.state == SendState::Pending);
    Ok(carried)
}

/// The deliveries of this person's other nudges that are due and cannot have arrived yet, the most urgent first.
async fn other_nudges(
    tx: &mut Tx,
    except: DeliveryId,
    member: MemberId,
    now: Timestamp,
) -> Result<Vec<Record>, DbError> {
    let pending = store::pending_to(tx, member).await?;
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
