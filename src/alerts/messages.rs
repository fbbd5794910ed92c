//! The messages to recipients: enqueue, cancel, re-render, reschedule. Their content is in [`message_facts`].
//!
//! [`message_facts`]: super::message_facts

use super::model::{Alert, Recipient, Severity};
use super::send_rule::MessageKind;
use super::store::{self, Message, SendState};
use super::subject::{SOURCE, Subject};
use crate::db::{DbError, Tx};
use crate::delivery::{Action, Address, DeliveryId, Lane, NewDelivery, outbox};
use crate::members::{Member, MemberId};
use crate::time::Timestamp;

/// Enqueues a message with the current version to `member`. Its first attempt is due when the member may get it.
pub(super) async fn enqueue(
    tx: &mut Tx,
    alert: &Alert,
    recipient: &Recipient,
    member: &Member,
    kind: MessageKind,
    now: Timestamp,
) -> Result<(), DbError> {
    let (id, version) = (alert.id, alert.current.number);
    let subject = Subject::Message { alert: id, kind, member: member.id };
    let key = match kind {
        MessageKind::First => format!("alert/{subject}"),
        MessageKind::Nudge | MessageKind::Corrected => format!("alert/{subject}/{version}"),
        MessageKind::Again => format!("alert/{subject}/{}", now.as_millisecond()),
    };
    let action = Action::Post(Address::Member(member.id));
    let new = NewDelivery::new(SOURCE, subject, key, action, lane(alert.severity))
        .not_before(alert.not_before(kind, recipient, member, now));
    let delivery = outbox::enqueue(tx, new, now).await?;
    store::insert_message(tx, delivery, id, member.id, kind, version).await
}

fn lane(severity: Severity) -> Lane {
    match severity {
        Severity::Information => Lane::Routine,
        Severity::Urgent => Lane::Urgent,
        Severity::Emergency => Lane::Emergency,
    }
}

/// Cancels the messages that are pending, have one of these kinds, and have no attempt in flight.
pub(super) async fn cancel_pending(
    tx: &mut Tx,
    messages: &[Message],
    kinds: &[MessageKind],
    reason: &'static str,
    now: Timestamp,
) -> Result<(), DbError> {
    for message in messages.iter().filter(|m| m.state == SendState::Pending && kinds.contains(&m.kind)) {
        let cancelled = outbox::cancel(tx, SOURCE, &subject_of(message), reason, now).await?;
        if cancelled.contains(&message.delivery) {
            store::set_send_state(tx, message.delivery, SendState::Ended).await?;
        }
    }
    Ok(())
}

/// Enqueues an edit of every message that has arrived, except the one that an interaction's answer renders.
pub(super) async fn re_render_sent(
    tx: &mut Tx,
    messages: &[Message],
    except: Option<DeliveryId>,
    now: Timestamp,
) -> Result<(), DbError> {
    for message in messages.iter().filter(|m| m.state == SendState::Sent && Some(m.delivery) != except) {
        re_render(tx, message, now).await?;
    }
    Ok(())
}

/// Enqueues an edit of a message that has arrived.
pub(super) async fn re_render(tx: &mut Tx, message: &Message, now: Timestamp) -> Result<(), DbError> {
    // An edit makes no sound. It must not wait behind rosters of other alerts, and must not overtake anybody's first
    // message.
    outbox::edit(tx, message.delivery, Lane::Prompt, now).await
}

/// Records in the histories of the arrived deliveries that `member` has seen them.
pub(super) async fn mark_seen(
    tx: &mut Tx,
    messages: &[Message],
    member: MemberId,
    now: Timestamp,
) -> Result<(), DbError> {
    for message in messages.iter().filter(|message| message.state == SendState::Sent) {
        outbox::seen(tx, SOURCE, &subject_of(message), member, now).await?;
    }
    Ok(())
}

/// Reschedules the pending messages to `member`, whose waking minute may have changed.
pub(super) async fn reschedule(tx: &mut Tx, member: &Member, now: Timestamp) -> Result<(), DbError> {
    for message in store::pending_to(tx, member.id).await? {
        let alert = store::get(tx, message.alert).await?;
        let recipient = store::recipient(tx, message.alert, member.id).await?;
        let (Some(alert), Some(recipient)) = (alert, recipient) else { continue };
        let due_at = alert.not_before(message.kind, &recipient, member, now);
        outbox::retime(tx, SOURCE, &subject_of(&message), due_at, now).await?;
    }
    Ok(())
}

fn subject_of(message: &Message) -> String {
    Subject::Message { alert: message.alert, kind: message.kind, member: message.member }.to_string()
}
