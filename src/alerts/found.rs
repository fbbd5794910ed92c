//! Decides whether enough people were found for an alert that needs people. When this changes, updates the alert's
//! messages and its roster.

use strum::VariantArray;

use super::ask::Ask;
use super::model::{Alert, AlertId, Recipient};
use super::send_rule::MessageKind;
use super::store::{self, Message, SendState};
use super::{messages, roster};
use crate::db::{Conn, DbError, Tx, if_readable};
use crate::delivery::{DeliveryId, Sound};
use crate::members::{self, Member, MemberId};
use crate::time::Timestamp;

/// The people who answered "I can", in the order of their answers. A person who left the server or the audience does
/// not count.
pub(super) async fn people(conn: &mut Conn, alert: &Alert) -> Result<Vec<Member>, DbError> {
    let mut recipients = store::recipients(conn, alert.id).await?;
    recipients.retain(Recipient::has_answered_yes);
    recipients.sort_by_key(|recipient| recipient.answer.map(|given| given.at));
    let mut people_found = Vec::new();
    for recipient in recipients {
        let member = members::service::get(conn, recipient.member).await?;
        people_found.extend(member.filter(|member| alert.is_still_for(&recipient, member)));
    }
    Ok(people_found)
}

/// Counts the people who can, after an answer or after a recipient left. Does nothing if the alert has ended or needs
/// no people. `pressed` is the delivery of the message whose button was pressed. The response to the interaction
/// renders this message, so no edit of it is enqueued.
pub(super) async fn recount(
    tx: &mut Tx,
    id: AlertId,
    pressed: Option<DeliveryId>,
    now: Timestamp,
) -> Result<(), DbError> {
    let alert = if_readable(store::get(tx, id).await)?;
    let Some(alert) = alert.filter(Alert::is_active) else { return Ok(()) };
    let Ask::People { needed } = alert.ask else { return Ok(()) };
    let found_count = u32::try_from(people(tx, &alert).await?.len()).unwrap_or(u32::MAX);
    match (found_count >= needed, alert.found_at.is_some()) {
        (true, false) => record_enough_found(tx, id, pressed, now).await,
        (false, true) => record_more_needed(tx, id, pressed, now).await,
        (true, true) | (false, false) => Ok(()),
    }
}

/// Calls [`recount`] for every alert to which `member` answered "I can". Called after this member left the server,
/// returned to it, or changed groups.
pub(super) async fn recount_alerts_of(tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<(), DbError> {
    for (alert, recipient) in store::alerts_received_by(tx, member).await? {
        if recipient.has_answered_yes() {
            recount(tx, alert, None, now).await?;
        }
    }
    Ok(())
}

/// Records that enough people were found. Recalls the messages to everybody else. Re-renders the delivered messages, so
/// that they show who was found.
async fn record_enough_found(
    tx: &mut Tx,
    id: AlertId,
    pressed: Option<DeliveryId>,
    now: Timestamp,
) -> Result<(), DbError> {
    store::set_found(tx, id, Some(now)).await?;
    for recipient in store::recipients(tx, id).await?.into_iter().filter(|recipient| !recipient.has_answered_yes()) {
        let messages = store::messages_to(tx, id, recipient.member).await?;
        messages::recall(tx, &messages, MessageKind::VARIANTS, "enough people were found", now).await?;
        store::set_remind_at(tx, id, recipient.member, None).await?;
    }
    let messages = store::messages(tx, id).await?;
    messages::re_render_sent(tx, &messages, pressed, now).await?;
    roster::refresh(tx, id, now).await
}

/// Records that too few people can now. Re-renders the delivered messages, because their buttons must work again. Asks
/// each recipient who has not answered, at once or when they wake, unless [`needs_no_message`] returns true. Posts a
/// new roster, because nobody would notice an edit of the old one.
async fn record_more_needed(
    tx: &mut Tx,
    id: AlertId,
    pressed: Option<DeliveryId>,
    now: Timestamp,
) -> Result<(), DbError> {
    store::set_found(tx, id, None).await?;
    let Some(alert) = store::get(tx, id).await? else { return Ok(()) };
    let messages = store::messages(tx, id).await?;
    messages::re_render_sent(tx, &messages, pressed, now).await?;
    for recipient in store::recipients(tx, id).await?.into_iter().filter(|recipient| recipient.answer.is_none()) {
        let Some(member) = members::service::get(tx, recipient.member).await? else { continue };
        let own_messages: Vec<&Message> =
            messages.iter().filter(|message| message.member == recipient.member).collect();
        if alert.is_still_for(&recipient, &member) && !needs_no_message(&alert, &member, &own_messages) {
            messages::enqueue(tx, &alert, &recipient, &member, MessageKind::Again, now).await?;
        }
    }
    roster::repost(tx, id, now).await
}

/// Whether a recipient needs no further message about the alert. This is so if a message that is not a reminder is
/// pending, or if a message with the announced version has arrived. If the zone of the member is known, the message
/// that arrived must have sounded.
fn needs_no_message(alert: &Alert, member: &Member, messages: &[&Message]) -> bool {
    messages.iter().any(|message| match message.state {
        SendState::Pending => message.kind != MessageKind::Reminder,
        SendState::Sent => {
            let may_sound = member.rest().is_some();
            message.version >= alert.announced_version && (message.sound == Sound::Sounding || !may_sound)
        }
        SendState::Ended => false,
    })
}
