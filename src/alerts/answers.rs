//! The use cases in which a recipient answers an alert, asks to be reminded of it, asks for help with it, or opens it
//! again. Each use case is one function and at most one transaction.

use super::ask::{Answer, AskKind, GivenAnswer};
use super::error::AlertError;
use super::facts::{AlertMessage, MessageContent};
use super::lookup::require_alert;
use super::message_facts::message_facts;
use super::model::{Alert, AlertId, Recipient};
use super::send_rule::MessageKind;
use super::store;
use super::{found, messages, recipient_acts, roster};
use crate::db::{Conn, Db, DbError};
use crate::members::{self, Group, Member, MemberId, MessageId};
use crate::time::{SignedDuration, Timestamp};

/// The time from a press of "Remind me in 15 min" to the reminder.
pub const REMIND_AFTER: SignedDuration = SignedDuration::from_mins(15);
/// A reminder comes at least this long before the deadline, so that its reader has the time to read and to answer.
const REMIND_BEFORE_DEADLINE: SignedDuration = SignedDuration::from_mins(5);
/// A reminder that would come sooner than this after the press is of no use.
const LEAST_WAIT: SignedDuration = SignedDuration::from_mins(1);

/// The result of a press of an answer button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerOutcome {
    /// The answer is recorded, or was already recorded. Contains the current content of the message.
    Recorded(MessageContent),
    /// Not recorded, because enough people were already found.
    Enough(MessageContent),
    /// Not recorded, because the alert has ended.
    Ended(MessageContent),
    /// Not recorded, because the alert was corrected after the message with this button was rendered. Contains a
    /// message with the current version.
    Outdated(Box<AlertMessage>),
    NotRecipient,
}

/// The result of "Remind me in 15 min".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemindOutcome {
    Planned {
        at: Timestamp,
        /// The deadline, if the reminder comes sooner than [`REMIND_AFTER`] because of it.
        deadline: Option<Timestamp>,
        /// What the alert asks. If it wants an answer, an answer cancels the reminder.
        ask: AskKind,
    },
    /// No reminder is planned, because the deadline is too near.
    DeadlineNear {
        deadline: Timestamp,
    },
    /// No reminder is planned, because the deadline has passed.
    DeadlinePassed {
        deadline: Timestamp,
        ask: AskKind,
    },
    /// No reminder is planned, because the alert has ended or enough people were found.
    NothingLeft,
    NotRecipient,
}

/// What a help ticket about an alert contains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpRequest {
    pub alert: AlertId,
    pub sent_at: Timestamp,
    pub text: HelpRequestText,
}

/// The text of the alert in a help ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpRequestText {
    /// The text that the pressed message shows.
    Shown(String),
    /// The ticket must not quote the text, because some people who read tickets were not addressed by the alert.
    Withheld,
    /// It is not known which version the pressed message shows, or this version is no longer stored.
    Unknown,
}

/// Records the answer of `member`. `pressed` is the Discord message whose button they pressed. `version` is the version
/// that this message shows. A member may change their answer until the alert ends.
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
            let content = recipient_acts::content_after(tx, &alert, member, &messages, pressed, now).await?;
            return Ok(AnswerOutcome::Ended(content));
        }
        if alert.has_enough_without(&recipient) {
            let content = recipient_acts::content_after(tx, &alert, member, &messages, pressed, now).await?;
            return Ok(AnswerOutcome::Enough(content));
        }
        if version < alert.announced_version {
            let newest_message =
                messages.iter().rev().find(|m| m.version >= alert.announced_version && m.occasion.is_some());
            let message = message_facts(tx, &alert, newest_message, member, now).await?;
            return Ok(AnswerOutcome::Outdated(Box::new(message)));
        }
        // If the answer stays the same, do not write it again: its time must stay the time of the first press.
        if recipient.answer_to(alert.announced_version).is_none_or(|given| given.answer != answer) {
            let is_late = alert.current_version.is_past(now);
            let version = version.min(alert.current_version.number);
            let given = GivenAnswer { answer, at: now, version, is_late };
            store::set_answer(tx, id, member, given).await?;
            if !recipient_acts::record_seen(tx, &alert, member, version, &messages, pressed, now).await? {
                recipient_acts::settle(tx, &alert, &messages, pressed, "answered", now).await?;
            }
            recipient_acts::recall_reminder(tx, &alert, member, &messages, now).await?;
            found::recount(tx, id, pressed, now).await?;
        }
        let alert = require_alert(tx, id).await?;
        let content = recipient_acts::content_after(tx, &alert, member, &messages, pressed, now).await?;
        Ok(AnswerOutcome::Recorded(content))
    })
    .await
}

/// Enqueues a reminder with sound to `member`, due after [`REMIND_AFTER`], or earlier if this is too late for the
/// deadline. It replaces an earlier reminder. Enqueues none if no time before the deadline is left for one.
///
/// `version` is the version that the message with the pressed button shows. It is `None` for a message that an older
/// program sent, because its button does not contain the version.
///
/// # Errors
/// `NoAlert` when no alert has this id.
pub async fn remind(
    db: &Db,
    member: MemberId,
    id: AlertId,
    version: Option<u32>,
    now: Timestamp,
) -> Result<RemindOutcome, AlertError> {
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
        let version = recipient_acts::shown_version(version, &messages);
        if let Some(version) = version.filter(|_| alert.ask.wants_answer()) {
            // A member who asks to be reminded to answer has seen the alert.
            recipient_acts::record_seen(tx, &alert, member, version, &messages, None, now).await?;
        }
        let (deadline, ask) = (alert.current_version.answer_by, alert.ask.kind());
        if let Some(deadline) = deadline.filter(|deadline| *deadline <= now) {
            return Ok(RemindOutcome::DeadlinePassed { deadline, ask });
        }
        let latest = deadline.map_or(Timestamp::MAX, |deadline| deadline - REMIND_BEFORE_DEADLINE);
        let at = latest.min(now + REMIND_AFTER);
        if let Some(deadline) = deadline.filter(|_| at < now + LEAST_WAIT) {
            // An earlier press planned a reminder, which still comes.
            if let Some(at) = recipient.remind_at.filter(|at| *at > now) {
                return Ok(RemindOutcome::Planned { at, deadline: Some(deadline), ask });
            }
            return Ok(RemindOutcome::DeadlineNear { deadline });
        }
        messages::recall(tx, &messages, &[MessageKind::Reminder], "a newer reminder replaces it", now).await?;
        store::set_remind_at(tx, id, member, Some(at)).await?;
        let recipient = Recipient { remind_at: Some(at), ..recipient };
        messages::enqueue(tx, &alert, &recipient, &person, MessageKind::Reminder, now).await?;
        roster::refresh(tx, id, now).await?;
        Ok(RemindOutcome::Planned { at, deadline: deadline.filter(|_| at < now + REMIND_AFTER), ask })
    })
    .await
}

/// What a help ticket about this alert contains. `None` if the alert is not for `member`. `version`: as in [`remind`].
///
/// # Errors
/// `NoAlert` when no alert has this id.
pub async fn help_request(
    db: &Db,
    member: MemberId,
    id: AlertId,
    version: Option<u32>,
) -> Result<Option<HelpRequest>, AlertError> {
    let mut conn = db.read().await?;
    let alert = require_alert(&mut conn, id).await?;
    let Some(recipient) = recipient_acts::recipient(&mut conn, &alert, member).await? else { return Ok(None) };
    let text = match is_addressed_to_volunteers(&mut conn, &alert).await? {
        true => {
            let shown = text_shown_to(&mut conn, &alert, &recipient, version).await?;
            shown.map_or(HelpRequestText::Unknown, HelpRequestText::Shown)
        }
        false => HelpRequestText::Withheld,
    };
    Ok(Some(HelpRequest { alert: id, sent_at: alert.sent_at, text }))
}

/// Whether the alert may be quoted in a ticket: it was addressed to the volunteers as a group, or to the members as a
/// group and each volunteer is a member. Its author left out no volunteer. An alert to chosen people is not quoted,
/// because somebody else may become a volunteer while the ticket is open. Without volunteers, an alert to the members
/// is not quoted: no volunteer has been addressed yet.
async fn is_addressed_to_volunteers(conn: &mut Conn, alert: &Alert) -> Result<bool, DbError> {
    let volunteers = members::service::present_in(conn, Group::Helpdesk).await?;
    let recipients = store::recipients(conn, alert.id).await?;
    // A volunteer who is no recipient was left out ("everyone, -ana"), or became a volunteer later. The alert does not
    // store which of the two.
    let was_left_out = |volunteer: &Member| {
        !volunteer.roles.has(Group::Secretariat) && !recipients.iter().any(|one| one.member == volunteer.id)
    };
    if volunteers.iter().any(was_left_out) {
        return Ok(false);
    }
    if alert.groups.contains(&Group::Helpdesk) {
        return Ok(true);
    }
    let is_addressed = |group: Group| matches!(group, Group::Mag | Group::Secretariat) && alert.groups.contains(&group);
    let may_read =
        |volunteer: &Member| volunteer.roles.iter().any(is_addressed) || volunteer.roles.has(Group::Secretariat);
    Ok(alert.groups.contains(&Group::Mag) && !volunteers.is_empty() && volunteers.iter().all(may_read))
}

/// The text that the pressed message shows to this recipient; `None` if it is not known. `version` is as in [`remind`].
async fn text_shown_to(
    conn: &mut Conn,
    alert: &Alert,
    recipient: &Recipient,
    version: Option<u32>,
) -> Result<Option<String>, DbError> {
    let messages = store::messages_to(conn, alert.id, recipient.member).await?;
    match recipient_acts::shown_version(version, &messages) {
        None => Ok(None),
        // A silent fix replaced the text of this message, so it shows the current text.
        Some(version) if version >= alert.announced_version => Ok(Some(alert.current_version.text.clone())),
        Some(version) => Ok(store::version(conn, alert.id, version).await?.map(|version| version.text)),
    }
}

/// Records that `member` has seen the alert, because they asked for help with it. Does nothing if the alert is not for
/// them, or if the alert has ended. `version` is as in [`remind`].
///
/// # Errors
/// `NoAlert` when no alert has this id.
pub async fn mark_seen_by_help_request(
    db: &Db,
    member: MemberId,
    id: AlertId,
    version: Option<u32>,
    now: Timestamp,
) -> Result<(), AlertError> {
    db.write(async |tx| {
        let alert = require_alert(tx, id).await?;
        if recipient_acts::recipient(tx, &alert, member).await?.is_some() && alert.is_active() {
            let messages = store::messages_to(tx, id, member).await?;
            let version = recipient_acts::shown_version(version, &messages);
            if let Some(version) = version {
                recipient_acts::record_seen(tx, &alert, member, version, &messages, None, now).await?;
            }
        }
        Ok(())
    })
    .await
}

/// The original text of a version of an alert, for a recipient whose message had no room for it. `None` if the alert is
/// not for `member`, or has no such version.
///
/// # Errors
/// `NoAlert` when no alert has this id.
pub async fn original_text(db: &Db, member: MemberId, id: AlertId, version: u32) -> Result<Option<String>, AlertError> {
    let mut conn = db.read().await?;
    let alert = require_alert(&mut conn, id).await?;
    if recipient_acts::recipient(&mut conn, &alert, member).await?.is_none() {
        return Ok(None);
    }
    Ok(store::version(&mut conn, id, version).await?.map(|version| version.text))
}

/// The facts of a new message to `member` about this alert only. This message has every button of the alert. A message
/// about several alerts has no room for all of these buttons. `None` if the alert is not for `member`.
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
