//! What recipients do with an alert, besides confirming that they have seen it: they answer, ask to be reminded, ask
//! for help, or open it again. Each use case is one function and one transaction.

use super::ask::{Answer, GivenAnswer, Purpose};
use super::error::AlertError;
use super::facts::{AlertMessage, Shown};
use super::lookup::require_alert;
use super::message_facts::message_facts;
use super::model::{AlertId, Recipient};
use super::send_rule::MessageKind;
use super::store;
use super::{found, messages, recipient_acts, roster};
use crate::db::Db;
use crate::members::{self, MemberId, MessageId};
use crate::time::{SignedDuration, Timestamp};

/// The time from a press of "Remind me in 15 min" to the reminder.
pub const REMIND_AFTER: SignedDuration = SignedDuration::from_mins(15);

/// The result of a press of an answer button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerOutcome {
    /// The answer is recorded, or was given before. Contains the current message.
    Recorded(Shown),
    /// Not recorded: enough people were already found.
    Enough(Shown),
    /// Not recorded: the alert has ended.
    Ended(Shown),
    /// Not recorded: the text was corrected in the meantime. Contains the message with the current version.
    Outdated(Box<AlertMessage>),
    NotRecipient,
}

/// The result of "Remind me in 15 min".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemindOutcome {
    Planned {
        at: Timestamp,
        /// The time to answer by, if it passes before the reminder.
        passes_at: Option<Timestamp>,
    },
    /// The alert has ended, or enough people were found: there is nothing to be reminded of.
    NothingLeft,
    NotRecipient,
}

/// The content of a ticket about an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpRequest {
    pub alert: AlertId,
    pub purpose: Purpose,
    pub text: String,
}

/// Records the answer of `member`. `pressed` is the Discord message whose button they pressed, and `version` is the
/// version that it shows. A member may change their answer until the alert ends.
///
/// # Errors
/// `NoAlert` when no alert has this id.
pub async fn answer(
    db: &Db,
    member: MemberId,
    id: AlertId,
    version: u32,
    answer: Answer,
    pressed: Option<MessageId>,
    now: Timestamp,
) -> Result<AnswerOutcome, AlertError> {
    db.write(async |tx| {
        let alert = require_alert(tx, id).await?;
        let recipient = recipient_acts::recipient(tx, &alert, member).await?;
        let Some(recipient) = recipient.filter(|_| alert.ask.allows(answer)) else {
            return Ok(AnswerOutcome::NotRecipient);
        };
        let messages = store::messages_to(tx, id, member).await?;
        let pressed = recipient_acts::delivery_of(tx, &messages, pressed).await?;
        if !alert.is_active() {
            let shown = recipient_acts::shown_after(tx, &alert, member, &messages, pressed, now).await?;
            return Ok(AnswerOutcome::Ended(shown));
        }
        if alert.has_enough_without(&recipient) {
            let shown = recipient_acts::shown_after(tx, &alert, member, &messages, pressed, now).await?;
            return Ok(AnswerOutcome::Enough(shown));
        }
        if version < alert.announced_version {
            let newest = messages.iter().rev().find(|m| m.version >= alert.announced_version && m.occasion.is_some());
            let message = message_facts(tx, &alert, newest, member, now).await?;
            return Ok(AnswerOutcome::Outdated(Box::new(message)));
        }
        // A second press of the same button changes nothing, not even the time of the answer.
        if recipient.answer_to(alert.announced_version).is_none_or(|given| given.answer != answer) {
            let is_late = alert.current.is_past(now);
            let given = GivenAnswer { answer, at: now, version: alert.current.number, is_late };
            store::set_answer(tx, id, member, given).await?;
            if !recipient_acts::record_seen(tx, &alert, member, &messages, pressed, now).await? {
                recipient_acts::settle(tx, &alert, member, &messages, pressed, "answered", now).await?;
            }
            found::recount(tx, id, pressed, now).await?;
        }
        let alert = require_alert(tx, id).await?;
        let shown = recipient_acts::shown_after(tx, &alert, member, &messages, pressed, now).await?;
        Ok(AnswerOutcome::Recorded(shown))
    })
    .await
}

/// Reminds `member` of the alert after [`REMIND_AFTER`], with a sound. A second press replaces an earlier reminder.
///
/// # Errors
/// `NoAlert` when no alert has this id.
pub async fn remind(db: &Db, member: MemberId, id: AlertId, now: Timestamp) -> Result<RemindOutcome, AlertError> {
    db.write(async |tx| {
        let alert = require_alert(tx, id).await?;
        let Some(recipient) = recipient_acts::recipient(tx, &alert, member).await? else {
            return Ok(RemindOutcome::NotRecipient);
        };
        if !alert.is_active() || alert.has_enough_without(&recipient) {
            return Ok(RemindOutcome::NothingLeft);
        }
        let Some(person) = members::service::get(tx, member).await? else { return Ok(RemindOutcome::NotRecipient) };
        let messages = store::messages_to(tx, id, member).await?;
        if alert.ask.wants_answer() {
            // A member who wants to answer later has seen the alert.
            recipient_acts::record_seen(tx, &alert, member, &messages, None, now).await?;
        }
        let at = now + REMIND_AFTER;
        messages::recall(tx, &messages, &[MessageKind::Reminder], "a newer reminder replaces it", now).await?;
        store::set_remind_at(tx, id, member, Some(at)).await?;
        let recipient = Recipient { remind_at: Some(at), ..recipient };
        messages::enqueue(tx, &alert, &recipient, &person, MessageKind::Reminder, now).await?;
        roster::refresh(tx, id, now).await?;
        let passes_at = alert.current.answer_by.filter(|by| *by > now && *by <= at);
        Ok(RemindOutcome::Planned { at, passes_at })
    })
    .await
}

/// The content of a ticket about this alert. `None` if the alert is not for `member`.
///
/// # Errors
/// `NoAlert` when no alert has this id.
pub async fn help_request(db: &Db, member: MemberId, id: AlertId) -> Result<Option<HelpRequest>, AlertError> {
    let mut conn = db.read().await?;
    let alert = require_alert(&mut conn, id).await?;
    let recipient = recipient_acts::recipient(&mut conn, &alert, member).await?;
    Ok(recipient.map(|_| HelpRequest { alert: id, purpose: alert.purpose, text: alert.current.text }))
}

/// Records that `member` has seen the alert, because they asked for help with it. Does nothing if the alert is not for
/// them, or has ended.
///
/// # Errors
/// `NoAlert` when no alert has this id.
pub async fn mark_seen_by_help_request(
    db: &Db,
    member: MemberId,
    id: AlertId,
    now: Timestamp,
) -> Result<(), AlertError> {
    db.write(async |tx| {
        let alert = require_alert(tx, id).await?;
        if recipient_acts::recipient(tx, &alert, member).await?.is_some() && alert.is_active() {
            let messages = store::messages_to(tx, id, member).await?;
            recipient_acts::record_seen(tx, &alert, member, &messages, None, now).await?;
        }
        Ok(())
    })
    .await
}

/// The facts of a new message to `member` about this alert alone. The message has all buttons of the alert; a message
/// with several alerts has no room for them. `None` if the alert is not for `member`.
///
/// # Errors
/// `NoAlert` when no alert has this id.
pub async fn full_message(
    db: &Db,
    member: MemberId,
    id: AlertId,
    now: Timestamp,
) -> Result<Option<Box<AlertMessage>>, AlertError> {
    let mut conn = db.read().await?;
    let alert = require_alert(&mut conn, id).await?;
    if recipient_acts::recipient(&mut conn, &alert, member).await?.is_none() {
        return Ok(None);
    }
    Ok(Some(Box::new(message_facts(&mut conn, &alert, None, member, now).await?)))
}
