//! The facts that a message to a recipient shows now.

use super::ask::Ask;
use super::facts::{AlertMessage, MessageContent, MessageStatus, WakingMessage};
use super::model::{Alert, AlertState};
use super::send_rule::{LATE_AFTER, Occasion};
use super::store::{self, Message};
use super::{found, messages};
use crate::db::{Conn, DbError, if_readable};
use crate::delivery::{State, outbox};
use crate::members::{self, MemberId};
use crate::time::Timestamp;
use crate::words::Language;

/// The facts of `message`. If `message` is `None`, the facts of a message that is sent now.
pub(super) async fn message_facts(
    conn: &mut Conn,
    alert: &Alert,
    message: Option<&Message>,
    member: MemberId,
    now: Timestamp,
) -> Result<AlertMessage, DbError> {
    let attempted_message = message.filter(|message| message.occasion.is_some());
    let version = match attempted_message {
        Some(message) if message.version < alert.announced_version => {
            store::version(conn, alert.id, message.version).await?
        }
        _ => None,
    };
    let version = version.unwrap_or_else(|| alert.current_version.clone());
    let recipient = store::recipient(conn, alert.id, member).await?;
    let seen_at = recipient.as_ref().and_then(|recipient| recipient.seen_at(alert.announced_version));
    let is_enough_found_without_recipient =
        recipient.as_ref().is_some_and(|recipient| alert.has_enough_without(recipient));
    let is_done = recipient.as_ref().is_some_and(|recipient| alert.is_done_by(recipient));
    let is_asked_again_since = match attempted_message {
        Some(message) if !is_done => {
            messages::is_asked_again_since(message, &store::messages_to(conn, alert.id, member).await?)
        }
        _ => false,
    };
    let people_found = match alert.ask {
        Ask::People { .. } => found::people(conn, alert).await?,
        _ => Vec::new(),
    };
    let author = members::service::get(conn, alert.author).await?;
    let language = members::service::get(conn, member).await?.map_or(Language::default(), |member| member.language);
    let (text, original) = version.text_in(language);
    Ok(AlertMessage {
        alert: alert.id,
        version: version.number,
        announced_version: alert.announced_version,
        severity: alert.severity,
        purpose: alert.purpose,
        text: text.to_owned(),
        original: original.map(str::to_owned),
        answer_by: version.answer_by,
        author_name: author.map(|author| author.name).unwrap_or_default(),
        occasion: message.and_then(|message| message.occasion).unwrap_or(Occasion::NewToRecipient),
        due_since: due_since(conn, message, now).await?,
        status: match alert.state {
            AlertState::Cancelled { .. } => MessageStatus::Cancelled,
            AlertState::Over { .. } => MessageStatus::Over,
            AlertState::Active if is_enough_found_without_recipient => MessageStatus::Found,
            AlertState::Active if version.number < alert.announced_version => MessageStatus::Corrected,
            AlertState::Active if is_asked_again_since => MessageStatus::AskedAgain,
            AlertState::Active => seen_at.map_or(MessageStatus::Open, |at| MessageStatus::Seen { at }),
        },
        ask: alert.ask.clone(),
        answer: recipient.and_then(|recipient| recipient.answer),
        found: people_found.into_iter().map(|member| member.name).collect(),
    })
}

/// The content of a delivery that carries the messages `carried`, with the most urgent alert first. `None` if `carried`
/// has no message whose alert still exists.
pub(super) async fn message_content(
    conn: &mut Conn,
    carried: &[Message],
    now: Timestamp,
) -> Result<Option<MessageContent>, DbError> {
    let mut alerts = Vec::with_capacity(carried.len());
    for message in carried {
        if let Some(alert) = if_readable(store::get(conn, message.alert).await)? {
            alerts.push(message_facts(conn, &alert, Some(message), message.member, now).await?);
        }
    }
    sort_by_urgency(&mut alerts);
    Ok(match alerts.len() {
        0 => None,
        1 => alerts.pop().map(|one| MessageContent::One(Box::new(one))),
        _ => Some(MessageContent::Several(WakingMessage { alerts })),
    })
}

/// Sorts by severity, the most urgent first. Alerts of equal severity are sorted by id.
pub(super) fn sort_by_urgency(alerts: &mut [AlertMessage]) {
    alerts.sort_by_key(|one| (std::cmp::Reverse(one.severity), one.alert));
}

/// When a message was due, if it was sent more than [`LATE_AFTER`] after that. `None` otherwise. A held message is due
/// when its reader wakes, so only a delay by Magpie or Discord counts.
async fn due_since(conn: &mut Conn, message: Option<&Message>, now: Timestamp) -> Result<Option<Timestamp>, DbError> {
    let Some(message) = message else { return Ok(None) };
    let Some(own_record) = outbox::find(conn, message.delivery).await? else { return Ok(None) };
    let carrier_record = match message.carried_by {
        Some(carrier) => outbox::find(conn, carrier).await?,
        None => None,
    };
    let sent_at = match carrier_record.as_ref().unwrap_or(&own_record).state {
        State::Sent(posted) => posted.at,
        _ => now,
    };
    let due_at = own_record.held_until.unwrap_or(own_record.queued_at);
    Ok(Some(due_at).filter(|due_at| sent_at.duration_since(*due_at) > LATE_AFTER))
}
