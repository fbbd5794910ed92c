//! Decides whether enough people were found for an alert that needs people. Updates the messages when there are enough,
//! and when there are no longer enough.

use strum::VariantArray;

use super::ask::Ask;
use super::model::{Alert, AlertId, Recipient};
use super::send_rule::MessageKind;
use super::store::{self, Message, SendState};
use super::{messages, roster};
use crate::db::{Conn, DbError, Tx};
use crate::delivery::{DeliveryId, Sound};
use crate::members::{self, Member, MemberId};
use crate::time::Timestamp;

/// The people who said that they can, in the order of their answers. A person who left the server or the audience does
/// not count.
pub(super) async fn people(conn: &mut Conn, alert: &Alert) -> Result<Vec<Member>, DbError> {
    let mut recipients = store::recipients(conn, alert.id).await?;
    recipients.retain(Recipient::has_answered_yes);
    recipients.sort_by_key(|recipient| recipient.answer.map(|given| given.at));
    let mut found = Vec::new();
    for recipient in recipients {
        let member = members::service::get(conn, recipient.member).await?;
        found.extend(member.filter(|member| alert.is_still_for(&recipient, member)));
    }
    Ok(found)
}

/// Counts the people found again, after an answer or after somebody left. `pressed` is the delivery of the message
/// whose button was pressed. The response to the interaction renders that message, so no edit of it is enqueued.
pub(super) async fn recount(
    tx: &mut Tx,
    id: AlertId,
    pressed: Option<DeliveryId>,
    now: Timestamp,
) -> Result<(), DbError> {
    let Some(alert) = store::get(tx, id).await?.filter(Alert::is_active) else { return Ok(()) };
    let Ask::People { needed } = alert.ask else { return Ok(()) };
    let found = u32::try_from(people(tx, &alert).await?.len()).unwrap_or(u32::MAX);
    match (found >= needed, alert.found_at.is_some()) {
        (true, false) => record_enough_found(tx, id, pressed, now).await,
        (false, true) => record_more_needed(tx, id, pressed, now).await,
        (true, true) | (false, false) => Ok(()),
    }
}

/// Counts again for every alert to which `member` answered that they can. Called after they left the server or the
/// audience, or came back.
pub(super) async fn recount_alerts_of(tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<(), DbError> {
    for (alert, recipient) in store::received_by(tx, member).await? {
        if recipient.has_answered_yes() {
            recount(tx, alert, None, now).await?;
        }
    }
    Ok(())
}

/// Records that enough people were found. Recalls the messages to everybody else. All delivered messages then show who
/// was found.
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

/// Records that more people are needed again. Re-renders all delivered messages, so that their buttons work again. Asks
/// again each recipient who has not answered, unless [`needs_no_message`]: at once, or when they wake. Posts the roster
/// again, because nobody would notice an edit of the old one.
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
        let theirs: Vec<&Message> = messages.iter().filter(|message| message.member == recipient.member).collect();
        if alert.is_still_for(&recipient, &member) && !needs_no_message(&alert, &member, &theirs) {
            messages::enqueue(tx, &alert, &recipient, &member, MessageKind::Again, now).await?;
        }
    }
    roster::repost(tx, id, now).await
}

/// Whether a recipient needs no other message about the alert. Either a message other than a reminder is pending, or a
/// message with the announced version has arrived. If the zone of the member is known, that message must have arrived
/// with sound.
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
