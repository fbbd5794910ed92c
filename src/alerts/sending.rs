//! Sends an alert, or a correction of an alert, inside a transaction that the caller began.

use std::collections::BTreeSet;

use super::ask::{Ask, Purpose};
use super::error::AlertError;
use super::lookup::require_alert;
use super::model::{
    Alert, AlertId, CorrectionReach, EditReach, MailPolicy, NewRecipient, Recipient, Severity, Version,
};
use super::plan::Plan;
use super::send_rule::MessageKind;
use super::store::{self, Message, NewAlertRow, SendState};
use super::translations::Translations;
use super::{mails, messages, roster};
use crate::db::{Conn, DbError, Tx};
use crate::delivery::{State, outbox};
use crate::guild::{ChannelPurpose, Setup};
use crate::members::{self, Group, Member, MemberId};
use crate::time::Timestamp;

/// The data of a new alert and of its recipients.
pub(super) struct NewAlert {
    pub author: MemberId,
    pub severity: Severity,
    pub ask: Ask,
    pub purpose: Purpose,
    pub groups: BTreeSet<Group>,
    pub text: String,
    pub translations: Translations,
    pub answer_by: Option<Timestamp>,
    pub plan: Plan,
    pub recipients: Vec<NewRecipient>,
    pub mail: MailPolicy,
}

/// Stores the alert, and enqueues its roster and the first message to each recipient.
pub(super) async fn send(tx: &mut Tx, setup: &Setup, new: NewAlert, now: Timestamp) -> Result<AlertId, AlertError> {
    let NewAlert { author, severity, purpose, text, translations, answer_by, .. } = new;
    let row = NewAlertRow { author, severity, ask: &new.ask, purpose, groups: &new.groups };
    let id = store::insert(tx, row, now).await?;
    let version = Version { number: 1, text, translations, answer_by };
    store::insert_version(tx, id, &version, new.author, now).await?;
    insert_plan(tx, id, &new.plan).await?;
    for recipient in &new.recipients {
        store::insert_recipient(tx, id, *recipient).await?;
    }
    let channel = setup.channel(ChannelPurpose::Secretariat).expect("a complete set-up has the secretariat's channel");
    roster::post(tx, id, 1, channel, messages::lane(new.severity), now).await?;
    let alert = require_alert(tx, id).await?;
    for recipient in store::recipients(tx, id).await? {
        if let Some(member) = members::service::get(tx, recipient.member).await? {
            messages::enqueue(tx, &alert, &recipient, &member, MessageKind::First, now).await?;
        }
    }
    if mails::is_by_mail(new.mail, purpose) {
        store::set_by_mail(tx, id).await?;
        mails::enqueue_for_absent(tx, &alert, now).await?;
        if let Some(at) = mails::before_deadline(new.mail, &alert, now) {
            for recipient in &new.recipients {
                if let Some(member) = members::service::get(tx, recipient.member).await? {
                    mails::enqueue_if_asked(tx, &alert, &member, at, now).await?;
                }
            }
        }
    }
    Ok(id)
}

async fn insert_plan(tx: &mut Tx, alert: AlertId, plan: &Plan) -> Result<(), DbError> {
    for (kind, at) in plan.steps() {
        store::insert_step(tx, alert, kind, at).await?;
    }
    Ok(())
}

/// Whether a recipient has got the old text when an alert is corrected.
enum MessageProgress {
    /// The first message to them is not sent yet. It will carry the new text.
    Waiting,
    /// A message with the old text is being sent to them. Whether they get a message about the correction depends on
    /// the outcome of this attempt.
    BeingSent,
    /// The outcome of an earlier attempt is unknown, so the old text may have arrived.
    MayHaveArrived,
    /// No first message is pending, and no message about a correction is being sent. They have got the old text, or
    /// they have got nothing because every attempt failed.
    Settled,
}

/// Makes `version` the current version and announces it. A recipient whose first message is not sent yet gets the new
/// text in this first message. Every other recipient whom the alert is still for gets one message about the correction.
/// `plan` replaces the pending steps of the alert, because a correction is a new question and can have a new deadline.
///
/// Returns `None`, without any change, if the alert has ended or if the current version is not the one before
/// `version`.
pub(super) async fn correct(
    tx: &mut Tx,
    by: MemberId,
    id: AlertId,
    version: Version,
    plan: &Plan,
    now: Timestamp,
) -> Result<Option<CorrectionReach>, AlertError> {
    const REPLACED: [MessageKind; 4] =
        [MessageKind::Nudge, MessageKind::Again, MessageKind::Planned, MessageKind::Corrected];
    if !store::set_version(tx, id, version.number - 1, version.number).await? {
        return Ok(None);
    }
    store::insert_version(tx, id, &version, by, now).await?;
    store::cancel_steps(tx, id).await?;
    insert_plan(tx, id, plan).await?;
    let alert = require_alert(tx, id).await?;
    let mut reach = CorrectionReach::default();
    for recipient in store::recipients(tx, id).await? {
        let messages = store::messages_to(tx, id, recipient.member).await?;
        let progress = message_progress(tx, &messages).await?;
        messages::recall(tx, &messages, &REPLACED, "corrected", now).await?;
        messages::re_render_sent(tx, &messages, None, now).await?;
        let Some(member) = members::service::get(tx, recipient.member).await? else { continue };
        if !member.in_guild {
            // A member who left the server gets the correction only if they return, so do not count them.
            if recipient.sent_at.is_some() && !alert.has_enough_without(&recipient) {
                messages::enqueue(tx, &alert, &recipient, &member, MessageKind::Corrected, now).await?;
            }
            continue;
        }
        if !alert.is_still_for(&recipient, &member) || alert.has_enough_without(&recipient) {
            continue;
        }
        match progress {
            MessageProgress::Waiting => reach.new_text += 1,
            MessageProgress::BeingSent | MessageProgress::MayHaveArrived => reach.maybe_notified += 1,
            MessageProgress::Settled if recipient.sent_at.is_none() => reach.new_text += 1,
            MessageProgress::Settled => reach.notified += 1,
        }
        if matches!(progress, MessageProgress::MayHaveArrived | MessageProgress::Settled) {
            messages::enqueue(tx, &alert, &recipient, &member, MessageKind::Corrected, now).await?;
        }
    }
    mails::enqueue_corrections(tx, &alert, now).await?;
    roster::refresh(tx, id, now).await?;
    Ok(Some(reach))
}

/// Makes `version` the current version without a message about it. Delivered messages are edited, and pending messages
/// will carry the new text. Returns how many people have messages that are edited, and how many keep the old text.
///
/// Returns `None` in the same cases as [`correct`].
pub(super) async fn fix_silently(
    tx: &mut Tx,
    by: MemberId,
    id: AlertId,
    version: Version,
    now: Timestamp,
) -> Result<Option<EditReach>, AlertError> {
    if !store::set_fixed_version(tx, id, version.number - 1, version.number).await? {
        return Ok(None);
    }
    store::insert_version(tx, id, &version, by, now).await?;
    let messages = store::messages(tx, id).await?;
    let edits = messages::re_render_sent(tx, &messages, None, now).await?;
    let by_mail = mails::count_with_text(tx, id).await?;
    roster::refresh(tx, id, now).await?;
    Ok(Some(EditReach { by_mail, ..edits }))
}

/// The people who would get a correction of the alert now, each with the kind of the message that would carry the
/// correction.
pub(super) async fn correction_audience(
    conn: &mut Conn,
    alert: &Alert,
) -> Result<Vec<(Recipient, Member, MessageKind)>, DbError> {
    let mut audience = Vec::new();
    for recipient in store::recipients(conn, alert.id).await? {
        let Some(member) = members::service::get(conn, recipient.member).await? else { continue };
        if !alert.is_still_for(&recipient, &member) || alert.has_enough_without(&recipient) {
            continue;
        }
        let messages = store::messages_to(conn, alert.id, recipient.member).await?;
        let kind = match message_progress(conn, &messages).await? {
            MessageProgress::Waiting => MessageKind::First,
            MessageProgress::BeingSent | MessageProgress::MayHaveArrived | MessageProgress::Settled => {
                MessageKind::Corrected
            }
        };
        audience.push((recipient, member, kind));
    }
    Ok(audience)
}

async fn message_progress(conn: &mut Conn, messages: &[Message]) -> Result<MessageProgress, DbError> {
    let mut progress = MessageProgress::Settled;
    for message in messages.iter().filter(|message| message.state == SendState::Pending) {
        let Some(record) = outbox::find(conn, message.delivery).await? else { continue };
        match (message.kind, record.state) {
            (MessageKind::First, State::Pending | State::Retry) => return Ok(MessageProgress::Waiting),
            (MessageKind::First | MessageKind::Corrected, State::Sending { .. }) => {
                return Ok(MessageProgress::BeingSent);
            }
            (MessageKind::First, State::Unknown { .. }) => progress = MessageProgress::MayHaveArrived,
            _ => {}
        }
    }
    Ok(progress)
}
