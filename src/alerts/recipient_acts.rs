//! The effects of a recipient's act, whichever button they pressed: the alert counts as seen, and their pending
//! messages are recalled.

use strum::VariantArray;

use super::facts::Shown;
use super::message_facts::{message_facts, shown};
use super::model::{Alert, Recipient};
use super::send_rule::MessageKind;
use super::store::{self, Message, SendState};
use super::{messages, roster};
use crate::db::{Conn, DbError, Tx};
use crate::delivery::{DeliveryId, Posted, State, outbox};
use crate::members::{self, MemberId, MessageId};
use crate::time::Timestamp;

/// The recipient, if the alert is still for them.
pub(super) async fn recipient(conn: &mut Conn, alert: &Alert, id: MemberId) -> Result<Option<Recipient>, DbError> {
    let recipient = store::recipient(conn, alert.id, id).await?;
    let member = members::service::get(conn, id).await?;
    let is_still_for = |(recipient, member): &(Recipient, _)| alert.is_still_for(recipient, member);
    Ok(recipient.zip(member).filter(is_still_for).map(|(recipient, _)| recipient))
}

/// Records that `member` has seen the current version, and recalls their pending messages. False, without any change,
/// if they had already seen the announced version or are not a recipient. `pressed` is the delivery of the message that
/// the response to the interaction renders, so no edit of it is enqueued.
pub(super) async fn record_seen(
    tx: &mut Tx,
    alert: &Alert,
    member: MemberId,
    messages: &[Message],
    pressed: Option<DeliveryId>,
    now: Timestamp,
) -> Result<bool, DbError> {
    let before = store::recipient(tx, alert.id, member).await?;
    if before.is_none_or(|before| before.seen_at(alert.announced_version).is_some()) {
        return Ok(false);
    }
    store::set_seen(tx, alert.id, member, alert.current.number, now).await?;
    settle(tx, alert, member, messages, pressed, "seen", now).await?;
    messages::mark_seen(tx, messages, member, now).await?;
    Ok(true)
}

/// Recalls all pending messages to `member`, including the reminder that they asked for, and re-renders the messages
/// that they have.
pub(super) async fn settle(
    tx: &mut Tx,
    alert: &Alert,
    member: MemberId,
    messages: &[Message],
    pressed: Option<DeliveryId>,
    reason: &'static str,
    now: Timestamp,
) -> Result<(), DbError> {
    store::set_remind_at(tx, alert.id, member, None).await?;
    messages::recall(tx, messages, MessageKind::VARIANTS, reason, now).await?;
    messages::re_render_sent(tx, messages, pressed, now).await?;
    roster::refresh(tx, alert.id, now).await
}

/// Recalls the reminder that `member` asked for, because they confirmed again that they have seen the alert.
pub(super) async fn settle_reminder(
    tx: &mut Tx,
    alert: &Alert,
    member: MemberId,
    messages: &[Message],
    now: Timestamp,
) -> Result<(), DbError> {
    store::set_remind_at(tx, alert.id, member, None).await?;
    messages::recall(tx, messages, &[MessageKind::Reminder], "seen", now).await.map(|_| ())
}

/// The delivery that posted the Discord message `pressed`.
pub(super) async fn delivery_of(
    conn: &mut Conn,
    messages: &[Message],
    pressed: Option<MessageId>,
) -> Result<Option<DeliveryId>, DbError> {
    let Some(pressed) = pressed else { return Ok(None) };
    for message in messages {
        let record = outbox::find(conn, message.carrier()).await?;
        if let Some(State::Sent(Posted { message: Some(posted), .. })) = record.map(|record| record.state)
            && posted == pressed
        {
            return Ok(Some(message.carrier()));
        }
    }
    Ok(None)
}

/// The current content of the message whose button was pressed; `pressed` is the id of its delivery. If `pressed` is
/// `None`, or that message has nothing to show, returns that of the newest message about the alert to `member`.
pub(super) async fn shown_after(
    conn: &mut Conn,
    alert: &Alert,
    member: MemberId,
    messages: &[Message],
    pressed: Option<DeliveryId>,
    now: Timestamp,
) -> Result<Shown, DbError> {
    if let Some(pressed) = pressed {
        let mut carried = store::carried(conn, pressed).await?;
        carried.retain(|message| message.state == SendState::Sent);
        if let Some(shown) = shown(conn, &carried, now).await? {
            return Ok(shown);
        }
    }
    let message = message_facts(conn, alert, messages.last(), member, now).await?;
    Ok(Shown::One(Box::new(message)))
}
