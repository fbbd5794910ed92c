//! Enqueues, recalls, re-renders and reschedules the messages to recipients. Does not know what the messages say: see
//! [`message_facts`].
//!
//! [`message_facts`]: super::message_facts

use std::collections::BTreeSet;

use super::model::{Alert, EditReach, FailureCause, Recipient, Severity};
use super::send_rule::MessageKind;
use super::store::{self, Message, SendState};
use super::subject::{SOURCE, Subject};
use crate::db::{Conn, DbError, Tx, if_readable};
use crate::delivery::outbox::{self, EditOutcome};
use crate::delivery::{Action, Address, Cause, DeliveryId, Lane, NewDelivery, Record, State};
use crate::members::{Member, MemberId};
use crate::time::Timestamp;

/// The lane of the edits of messages to recipients. An edit must not wait behind the rosters of other alerts, and must
/// not delay a first message.
const EDIT_LANE: Lane = Lane::Prompt;

/// Enqueues a message with the current version to `member`. The first attempt is due when [`Alert::not_before`] allows
/// it.
pub(super) async fn enqueue(
    tx: &mut Tx,
    alert: &Alert,
    recipient: &Recipient,
    member: &Member,
    kind: MessageKind,
    now: Timestamp,
) -> Result<(), DbError> {
    let nth = store::messages_to(tx, alert.id, member.id).await?.len();
    let new = new_delivery(alert, member.id, kind, key(alert, member.id, kind, nth));
    let new = new.not_before(alert.not_before(kind, recipient, member, now));
    insert(tx, alert, member.id, kind, new, now).await
}

/// Enqueues the message with which a step of the plan asks `member` again. `step`: the id of the step. A second call
/// for the same step enqueues nothing.
pub(super) async fn enqueue_planned(
    tx: &mut Tx,
    alert: &Alert,
    recipient: &Recipient,
    member: &Member,
    step: i64,
    now: Timestamp,
) -> Result<(), DbError> {
    let kind = MessageKind::Planned;
    let subject = Subject::Message { alert: alert.id, kind, member: member.id };
    let new = new_delivery(alert, member.id, kind, format!("alert/{subject}/step/{step}"));
    insert(tx, alert, member.id, kind, new.not_before(alert.not_before(kind, recipient, member, now)), now).await
}

/// Enqueues the messages that replace those of `alert` that failed because `member` was not in the server. Called when
/// they have returned. Returns whether it enqueued a message.
pub(super) async fn enqueue_for_return(
    tx: &mut Tx,
    alert: &Alert,
    recipient: &Recipient,
    member: &Member,
    now: Timestamp,
) -> Result<bool, DbError> {
    let to_member = store::messages_to(tx, alert.id, member.id).await?;
    let failed = failed_without_member(tx, &to_member).await?;
    let kinds = kinds_for_return(alert, recipient, &to_member, &failed);
    for &kind in &kinds {
        // The key differs from that of the failed message, and from those of the messages after an earlier return.
        let key = format!("{}/return/{}", key(alert, member.id, kind, to_member.len()), failed.len());
        let not_before = alert.not_before(kind, recipient, member, now);
        let new = new_delivery(alert, member.id, kind, key).not_before(not_before).held_until_now();
        insert(tx, alert, member.id, kind, new, now).await?;
    }
    Ok(!kinds.is_empty())
}

/// The messages in `to_member` that failed because their recipient was not in the server.
async fn failed_without_member(conn: &mut Conn, to_member: &[Message]) -> Result<Vec<DeliveryId>, DbError> {
    let mut failed = Vec::new();
    for message in to_member.iter().filter(|message| message.state == SendState::Ended) {
        let record = outbox::find(conn, message.carrier()).await?;
        let is_failed =
            |record: &Record| matches!(&record.state, State::Failed(failure) if failure.cause == Cause::NotHere);
        failed.extend(record.filter(is_failed).map(|_| message.delivery));
    }
    Ok(failed)
}

/// The kinds of the messages that a member gets after their return, if the messages `failed` did not reach them. A
/// missed reminder is not sent later: its recipient has seen the alert, and its time has passed.
fn kinds_for_return(
    alert: &Alert,
    recipient: &Recipient,
    to_member: &[Message],
    failed: &[DeliveryId],
) -> Vec<MessageKind> {
    let newest = |kind| to_member.iter().rev().find(|message| message.kind == kind);
    let is_missed = |kind| {
        newest(kind).is_some_and(|newest| failed.contains(&newest.delivery) && !is_superseded(newest, to_member))
    };
    // Retention may have deleted the delivery of the first message. Then only the recipient's row shows the failure.
    let is_not_here = recipient.failure.as_ref().is_some_and(|failure| failure.cause == FailureCause::NotHere);
    let has_missed_text = is_missed(MessageKind::First)
        || is_missed(MessageKind::Corrected)
        || is_not_here && recipient.sent_at.is_none();
    // A message whose outcome is unknown is searched for, and sent if it has not arrived.
    let has_text = to_member.iter().any(|message| {
        message.is_pending_text() || message.state == SendState::Sent && message.version >= alert.announced_version
    });
    let mut kinds = Vec::new();
    if has_missed_text && !has_text {
        // Without an earlier message, a message of this kind reads like a first message.
        kinds.push(MessageKind::Corrected);
    } else if is_missed(MessageKind::Again) {
        kinds.push(MessageKind::Again);
    }
    // If the text sounds on its arrival, the nudge is cancelled.
    if is_missed(MessageKind::Nudge) && !kinds.contains(&MessageKind::Again) {
        kinds.push(MessageKind::Nudge);
    }
    kinds
}

/// `nth`: how many messages about the alert were enqueued for this member before. The key of an "Ask again" message or
/// of a reminder contains this number, because the same member can get several of them.
fn key(alert: &Alert, member: MemberId, kind: MessageKind, nth: usize) -> String {
    let subject = Subject::Message { alert: alert.id, kind, member };
    match kind {
        MessageKind::First => format!("alert/{subject}"),
        MessageKind::Nudge | MessageKind::Corrected => format!("alert/{subject}/{}", alert.current_version.number),
        MessageKind::Again | MessageKind::Planned | MessageKind::Reminder => format!("alert/{subject}/after/{nth}"),
    }
}

fn new_delivery(alert: &Alert, member: MemberId, kind: MessageKind, key: String) -> NewDelivery {
    let subject = Subject::Message { alert: alert.id, kind, member };
    NewDelivery::new(SOURCE, subject, key, Action::Post(Address::Member(member)), lane(alert.severity))
}

async fn insert(
    tx: &mut Tx,
    alert: &Alert,
    member: MemberId,
    kind: MessageKind,
    new: NewDelivery,
    now: Timestamp,
) -> Result<(), DbError> {
    let delivery = outbox::enqueue(tx, new, now).await?;
    store::insert_message(tx, delivery, alert.id, member, kind, alert.current_version.number).await
}

/// The lane of the outbox for messages of an alert with this severity.
pub(super) fn lane(severity: Severity) -> Lane {
    match severity {
        Severity::Information => Lane::Routine,
        Severity::Urgent => Lane::Urgent,
        Severity::Emergency => Lane::Emergency,
    }
}

/// The members whose pending messages [`recall`] recalled, and those whose messages it could not recall.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Recall {
    /// The members with a pending message that was recalled.
    pub recalled_members: BTreeSet<MemberId>,
    /// The members with a pending message that could not be recalled. An attempt at it is under way, or an earlier
    /// attempt may have arrived.
    pub members_under_way: BTreeSet<MemberId>,
}

/// Recalls the pending messages of the given kinds, even if they are held or wait for a retry. A message stays pending
/// if an attempt at it is under way or may have arrived. When the outcome of this attempt is known,
/// [`source`](super::source) checks the alert again.
pub(super) async fn recall(
    tx: &mut Tx,
    messages: &[Message],
    kinds: &[MessageKind],
    reason: &'static str,
    now: Timestamp,
) -> Result<Recall, DbError> {
    let mut recall = Recall::default();
    for message in messages.iter().filter(|m| m.state == SendState::Pending && kinds.contains(&m.kind)) {
        if may_have_arrived(tx, message).await? {
            recall.members_under_way.insert(message.member);
            continue;
        }
        store::set_send_state(tx, message.delivery, SendState::Ended).await?;
        recall.recalled_members.insert(message.member);
        // A delivery can carry several messages, so cancel it only if no message in it is pending.
        let carried = store::messages_carried_by(tx, message.carrier()).await?;
        if carried.iter().all(|other| other.state != SendState::Pending) {
            outbox::cancel_one(tx, message.carrier(), reason, now).await?;
        }
    }
    Ok(recall)
}

/// Whether an attempt at a pending message is under way, or an earlier one may have arrived.
pub(super) async fn may_have_arrived(conn: &mut Conn, message: &Message) -> Result<bool, DbError> {
    let record = outbox::find(conn, message.carrier()).await?;
    Ok(record.is_some_and(|record| matches!(record.state, State::Sending { .. } | State::Unknown { .. })))
}

/// Whether a newer message in `messages` replaces `message`. All of these messages are about one alert and to one
/// member. Without this check, a retry of the older message would repeat the text of the newer one.
pub(super) fn is_superseded(message: &Message, messages: &[Message]) -> bool {
    messages.iter().any(|newer| {
        newer.delivery > message.delivery
            && newer.state != SendState::Ended
            && match newer.kind {
                // A correction does not replace a reminder: the recipient asked for it, and it will carry the new text.
                MessageKind::Corrected => message.kind != MessageKind::Reminder,
                MessageKind::Again | MessageKind::Planned => {
                    matches!(message.kind, MessageKind::Nudge | MessageKind::Again | MessageKind::Planned)
                }
                // The recipient asked for a later reminder while an attempt at the earlier one was under way.
                MessageKind::Reminder => message.kind == MessageKind::Reminder,
                MessageKind::First | MessageKind::Nudge => false,
            }
    })
}

/// Whether a newer message in `messages` asks the recipient again. All of these messages are about one alert and to one
/// member, and `message` is one of them.
pub(super) fn is_asked_again_since(message: &Message, messages: &[Message]) -> bool {
    messages.iter().any(|newer| {
        newer.delivery > message.delivery
            && newer.state == SendState::Sent
            && newer.version >= message.version
            && matches!(newer.kind, MessageKind::Again | MessageKind::Planned)
    })
}

/// Enqueues an edit of every message that has arrived. Leaves out `except`, the delivery that the response to an
/// interaction renders.
pub(super) async fn re_render_sent(
    tx: &mut Tx,
    messages: &[Message],
    except: Option<DeliveryId>,
    now: Timestamp,
) -> Result<EditReach, DbError> {
    let (mut edited, mut not_editable) = (BTreeSet::new(), BTreeSet::new());
    for message in messages.iter().filter(|m| m.state == SendState::Sent && Some(m.carrier()) != except) {
        match outbox::edit_if_known(tx, message.carrier(), EDIT_LANE, now).await? {
            EditOutcome::Enqueued => edited.insert(message.member),
            EditOutcome::NotEditable => not_editable.insert(message.member),
        };
    }
    let edited = edited.difference(&not_editable).count();
    Ok(EditReach { edited, not_editable: not_editable.len(), by_mail: 0 })
}

/// Enqueues an edit of a message that has arrived.
pub(super) async fn re_render(tx: &mut Tx, message: &Message, now: Timestamp) -> Result<(), DbError> {
    outbox::edit(tx, message.carrier(), EDIT_LANE, now).await
}

/// Records, in the history of each delivery that has arrived, that `member` has seen it.
pub(super) async fn mark_seen(
    tx: &mut Tx,
    messages: &[Message],
    member: MemberId,
    now: Timestamp,
) -> Result<(), DbError> {
    for message in messages.iter().filter(|message| message.state == SendState::Sent) {
        if let Some(subject) = subject_of_carrier(tx, message).await? {
            outbox::record_seen(tx, SOURCE, &subject, member, now).await?;
        }
    }
    Ok(())
}

/// Reschedules the pending messages to `member`. Called when the instant at which they wake may have changed.
pub(super) async fn reschedule(tx: &mut Tx, member: &Member, now: Timestamp) -> Result<(), DbError> {
    for message in store::pending_messages_to(tx, member.id).await? {
        let alert = if_readable(store::get(tx, message.alert).await)?;
        let recipient = store::recipient(tx, message.alert, member.id).await?;
        let (Some(alert), Some(recipient)) = (alert, recipient) else { continue };
        let due_at = alert.not_before(message.kind, &recipient, member, now);
        if let Some(subject) = subject_of_carrier(tx, &message).await? {
            outbox::retime(tx, SOURCE, &subject, due_at, now).await?;
        }
    }
    Ok(())
}

/// Postpones every message that is not a first message until `until`. Called when the recipient left the server,
/// because they may return.
pub(super) async fn postpone(
    tx: &mut Tx,
    messages: &[Message],
    until: Timestamp,
    now: Timestamp,
) -> Result<(), DbError> {
    for message in messages.iter().filter(|message| message.kind != MessageKind::First) {
        if let Some(subject) = subject_of_carrier(tx, message).await? {
            outbox::retime(tx, SOURCE, &subject, until, now).await?;
        }
    }
    Ok(())
}

/// The subject of the delivery that carries `message`. `None` if this delivery was deleted.
async fn subject_of_carrier(conn: &mut Conn, message: &Message) -> Result<Option<String>, DbError> {
    Ok(outbox::find(conn, message.carrier()).await?.map(|record| record.subject))
}
