//! The effects that all acts of a recipient share: the alert counts as seen, and the pending messages to the recipient
//! are recalled.

use strum::VariantArray;

use super::facts::MessageContent;
use super::message_facts::{message_content, message_facts};
use super::model::{Alert, Recipient};
use super::send_rule::MessageKind;
use super::store::{self, Message, SendState};
use super::{messages, roster};
use crate::db::{Conn, DbError, Tx};
use crate::delivery::{DeliveryId, Posted, State, outbox};
use crate::members::{self, MemberId, MessageId};
use crate::time::Timestamp;

/// The recipient with this id. `None` if the alert is not, or no longer, for them.
pub(super) async fn recipient(conn: &mut Conn, alert: &Alert, id: MemberId) -> Result<Option<Recipient>, DbError> {
    let recipient = store::recipient(conn, alert.id, id).await?;
    let member = members::service::get(conn, id).await?;
    let is_still_for = |(recipient, member): &(Recipient, _)| alert.is_still_for(recipient, member);
    Ok(recipient.zip(member).filter(is_still_for).map(|(recipient, _)| recipient))
}

/// Records that `member` has seen `version`. Returns false, without any change, if they had already seen it or are not
/// a recipient. A version that is newer than the announced one only fixed its text, so it counts as the announced one.
///
/// If `version` is the announced version, recalls their pending messages. If it is older, a message with the announced
/// version is still on its way to them, and nothing is recalled.
///
/// `pressed` is the delivery of the message whose button they pressed. The response to the interaction renders this
/// message, so no edit of it is enqueued.
pub(super) async fn record_seen(
    tx: &mut Tx,
    alert: &Alert,
    member: MemberId,
    version: u32,
    messages: &[Message],
    pressed: Option<DeliveryId>,
    now: Timestamp,
) -> Result<bool, DbError> {
    let version = version.clamp(1, alert.current_version.number);
    let before = store::recipient(tx, alert.id, member).await?;
    if before.is_none_or(|before| before.seen_at(version.min(alert.announced_version)).is_some()) {
        return Ok(false);
    }
    store::set_seen(tx, alert.id, member, version, now).await?;
    if version < alert.announced_version {
        let older: Vec<Message> = messages.iter().filter(|message| message.version <= version).cloned().collect();
        messages::mark_seen(tx, &older, member, now).await?;
        return Ok(true);
    }
    settle(tx, alert, messages, pressed, "seen", now).await?;
    messages::mark_seen(tx, messages, member, now).await?;
    Ok(true)
}

/// The newest message that has arrived at its recipient. `messages` are all messages about one alert to one person.
pub(super) fn newest_arrived(messages: &[Message]) -> Option<&Message> {
    let arrived = messages.iter().filter(|message| message.state == SendState::Sent);
    arrived.max_by_key(|message| (message.version, message.delivery))
}

/// The version that a pressed message shows. `version` is the version in its button; `None` for a button of an older
/// program, which has no version. Then the newest message that has arrived decides.
pub(super) fn shown_version(version: Option<u32>, messages: &[Message]) -> Option<u32> {
    version.or_else(|| newest_arrived(messages).map(|message| message.version))
}

/// Recalls the pending messages to a recipient, except the reminder that they asked for: a person who has seen an alert
/// can still want to be reminded of it. Re-renders the messages that have arrived, except the one of the delivery
/// `pressed`.
pub(super) async fn settle(
    tx: &mut Tx,
    alert: &Alert,
    messages: &[Message],
    pressed: Option<DeliveryId>,
    reason: &'static str,
    now: Timestamp,
) -> Result<(), DbError> {
    let kinds: Vec<MessageKind> =
        MessageKind::VARIANTS.iter().copied().filter(|kind| *kind != MessageKind::Reminder).collect();
    messages::recall(tx, messages, &kinds, reason, now).await?;
    messages::re_render_sent(tx, messages, pressed, now).await?;
    roster::refresh(tx, alert.id, now).await
}

/// Recalls the reminder that `member` asked for. Called when they answer the alert.
pub(super) async fn recall_reminder(
    tx: &mut Tx,
    alert: &Alert,
    member: MemberId,
    messages: &[Message],
    now: Timestamp,
) -> Result<(), DbError> {
    store::set_remind_at(tx, alert.id, member, None).await?;
    messages::recall(tx, messages, &[MessageKind::Reminder], "answered", now).await.map(|_| ())
}

/// The delivery that posted the Discord message `pressed`. `None` if no message in `messages` was posted as this
/// Discord message.
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

/// What the message whose button was pressed shows now. `pressed` is the id of its delivery. If `pressed` is `None`, or
/// if this message has nothing to show, returns the content of the newest message about the alert to `member`.
pub(super) async fn content_after(
    conn: &mut Conn,
    alert: &Alert,
    member: MemberId,
    messages: &[Message],
    pressed: Option<DeliveryId>,
    now: Timestamp,
) -> Result<MessageContent, DbError> {
    if let Some(pressed) = pressed {
        let mut carried = store::messages_carried_by(conn, pressed).await?;
        carried.retain(|message| message.state == SendState::Sent);
        if let Some(content) = message_content(conn, &carried, now).await? {
            return Ok(content);
        }
    }
    let message = message_facts(conn, alert, messages.last(), member, now).await?;
    Ok(MessageContent::One(Box::new(message)))
}
