//! The current facts of a message to a recipient.

use super::facts::{AlertMessage, MessageStatus};
use super::model::{Alert, AlertState, Severity};
use super::send_rule::{LATE_AFTER, MessageKind, Occasion};
use super::store::{self, Message};
use crate::db::{Conn, DbError};
use crate::delivery::{State, outbox};
use crate::members::{self, MemberId};
use crate::time::Timestamp;

/// The facts of `message`; without one, the facts of a message that is sent now.
pub(super) async fn message_facts(
    conn: &mut Conn,
    alert: &Alert,
    message: Option<&Message>,
    member: MemberId,
    now: Timestamp,
) -> Result<AlertMessage, DbError> {
    let attempted = message.filter(|message| message.occasion.is_some());
    let version = match attempted {
        Some(message) if message.version != alert.current.number => {
            store::version(conn, alert.id, message.version).await?
        }
        _ => None,
    };
    let version = version.unwrap_or_else(|| alert.current.clone());
    let recipient = store::recipient(conn, alert.id, member).await?;
    let seen_at = recipient.and_then(|recipient| recipient.seen_at(alert.current.number));
    let author = members::service::get(conn, alert.author).await?;
    Ok(AlertMessage {
        alert: alert.id,
        version: version.number,
        severity: alert.severity,
        text: version.text,
        answer_by: version.answer_by,
        author_name: author.map(|author| author.name).unwrap_or_default(),
        occasion: message.and_then(|message| message.occasion).unwrap_or(Occasion::New),
        due_since: due_since(conn, alert, message, now).await?,
        status: match alert.state {
            AlertState::Cancelled { .. } => MessageStatus::Cancelled,
            AlertState::Over { .. } => MessageStatus::Over,
            AlertState::Active if version.number < alert.current.number => MessageStatus::Corrected,
            AlertState::Active => seen_at.map_or(MessageStatus::Open, |at| MessageStatus::Seen { at }),
        },
    })
}

/// When a message was due, if it is sent much later than that. A message that is held until its reader wakes is due at
/// the waking minute.
async fn due_since(
    conn: &mut Conn,
    alert: &Alert,
    message: Option<&Message>,
    now: Timestamp,
) -> Result<Option<Timestamp>, DbError> {
    let Some(message) = message else { return Ok(None) };
    let Some(record) = outbox::find(conn, message.delivery).await? else { return Ok(None) };
    let sent_at = match record.state {
        State::Sent(posted) => posted.at,
        _ => now,
    };
    let is_held =
        matches!(message.kind, MessageKind::Nudge | MessageKind::Again) || alert.severity == Severity::Information;
    let woke_at = match members::service::get(conn, message.member).await? {
        Some(member) if is_held => member.next_awake_at(record.queued_at),
        _ => None,
    };
    let due_at = woke_at.unwrap_or(record.queued_at);
    Ok(Some(due_at).filter(|due_at| sent_at.duration_since(*due_at) > LATE_AFTER))
}
