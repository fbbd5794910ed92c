//! What recipients do with an alert besides confirming that they have seen it: they answer, ask to be reminded, ask for
//! help, and look at it once more. Each use case is one function and one transaction.

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

/// How long after the press "Remind me in 15 min" sounds.
pub const REMIND_AFTER: SignedDuration = SignedDuration::from_mins(15);

/// The result of a press of one of the answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerOutcome {
    /// Recorded, or given before; with the message as it reads now.
    Recorded(Shown),
    /// Not recorded: as many people as are needed were found before.
    Enough(Shown),
    /// Not recorded: the alert has ended.
    Ended(Shown),
    /// Not recorded: the text was corrected since. With the message that carries the current version.
    Outdated(Box<AlertMessage>),
    NotRecipient,
}

/// The result of "Remind me in 15 min".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemindOutcome {
    Planned {
        at: Timestamp,
        /// The time to answer, where it passes before the reminder.
        passes_at: Option<Timestamp>,
    },
    /// The alert has ended, or enough people were found: there is nothing to be reminded of.
    NothingLeft,
    NotRecipient,
}

/// What a ticket about an alert says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpRequest {
    pub alert: AlertId,
    pub purpose: Purpose,
    pub text: String,
}

/// `member` answers under the message `pressed`, which carries `version`. They may answer again until the alert ends.
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
        if version < alert.told {
            let newest = messages.iter().rev().find(|m| m.version >= alert.told && m.occasion.is_some());
            let message = message_facts(tx, &alert, newest, member, now).await?;
            return Ok(AnswerOutcome::Outdated(Box::new(message)));
        }
        // A second press of the same button changes nothing, also not the time of the answer.
        if recipient.answer_to(alert.told).is_none_or(|given| given.answer != answer) {
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

/// Reminds `member` of the alert after a while, with a sound. A second press moves the reminder.
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
            // The reminder is for the answer; what waited for their attention has it.
            recipient_acts::record_seen(tx, &alert, member, &messages, None, now).await?;
        }
        let at = now + REMIND_AFTER;
        messages::recall(tx, &messages, &[MessageKind::Reminder], "another reminder takes its place", now).await?;
        store::set_remind_at(tx, id, member, Some(at)).await?;
        let recipient = Recipient { remind_at: Some(at), ..recipient };
        messages::enqueue(tx, &alert, &recipient, &person, MessageKind::Reminder, now).await?;
        roster::refresh(tx, id, now).await?;
        let passes_at = alert.current.answer_by.filter(|by| *by > now && *by <= at);
        Ok(RemindOutcome::Planned { at, passes_at })
    })
    .await
}

/// What a ticket about this alert says; `None` when the alert is not for `member`.
///
/// # Errors
/// `NoAlert` when no alert has this id.
pub async fn help_request(db: &Db, member: MemberId, id: AlertId) -> Result<Option<HelpRequest>, AlertError> {
    let mut conn = db.read().await?;
    let alert = require_alert(&mut conn, id).await?;
    let recipient = recipient_acts::recipient(&mut conn, &alert, member).await?;
    Ok(recipient.map(|_| HelpRequest { alert: id, purpose: alert.purpose, text: alert.current.text }))
}

/// `member` asked for help with the alert, so they have seen it. Nothing changes where it is not for them.
///
/// # Errors
/// `NoAlert` when no alert has this id.
pub async fn mark_read(db: &Db, member: MemberId, id: AlertId, now: Timestamp) -> Result<(), AlertError> {
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

/// The newest message about this alert to `member`, with its buttons: in a message with several alerts there is no room
/// for all of them. `None` when the alert is not for them.
///
/// # Errors
/// `NoAlert` when no alert has this id.
pub async fn open(
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
