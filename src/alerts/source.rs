//! The source of the deliveries of alerts: checks each delivery right before its attempt, and handles the outcome of
//! the attempt.

use async_trait::async_trait;

use super::facts::{AlertMessage, MissingPost, RosterPost, WakingMessage};
use super::message_facts::{message_content, message_facts};
use super::model::{Alert, AlertId, FailureCause, Recipient, SendFailure, Severity};
use super::send_rule::{Delay, LATE_AFTER, MessageKind, Occasion, SendDecision};
use super::store::{self, Message, SendState};
use super::subject::{InvalidSubject, SOURCE, Subject};
use super::{mails, messages, missing, roster, waking};
use crate::db::{DbError, Tx, if_readable};
use crate::delivery::{
    About, Action, Cause, DeliveryId, Due, Facts, FactsType, Failure, FailureReporting, Lane, Outcome, Record, Sound,
    Source, SourceError, SourceName, Verdict, outbox,
};
use crate::members;
use crate::time::Timestamp;

/// The source of the deliveries of alerts. [`Alert::decide_send`] decides whether a late message is still sent.
pub struct AlertSource;

#[async_trait]
impl Source for AlertSource {
    fn name(&self) -> SourceName {
        SOURCE
    }

    fn facts(&self) -> Vec<FactsType> {
        vec![
            FactsType::of::<AlertMessage>(),
            FactsType::of::<WakingMessage>(),
            FactsType::of::<RosterPost>(),
            FactsType::of::<MissingPost>(),
        ]
    }

    async fn recheck(&self, tx: &mut Tx, due: &Due, now: Timestamp) -> Result<Verdict, SourceError> {
        let subject = parse(&due.subject)?;
        match (subject, &due.action) {
            // These messages can carry several alerts. If one of the alerts cannot be read, they carry the others.
            (Subject::Message { .. }, Action::Edit(edited)) => return render_edit(tx, *edited, now).await,
            (Subject::Message { kind: MessageKind::Nudge, member, .. }, _) => {
                return Ok(waking::decide_nudges(tx, due, member, now).await?);
            }
            _ => {}
        }
        let Some(alert) = store::get(tx, subject.alert()).await? else {
            return Ok(Verdict::Cancel { reason: "the alert was deleted" });
        };
        match (subject, &due.action) {
            (Subject::Roster { .. }, Action::Delete(_)) => Ok(Verdict::Send {
                facts: Facts::new(RosterPost::Superseded { alert: alert.id }),
                sound: Sound::Silent,
            }),
            (Subject::Roster { .. }, Action::Edit(edited)) => render_roster(tx, &alert, *edited, now).await,
            (Subject::Roster { .. }, _) => render_roster(tx, &alert, due.id, now).await,
            (Subject::MissingList { .. }, Action::Post(_)) => Ok(missing::decide(tx, &alert, due.id, now).await?),
            (Subject::MissingList { .. }, Action::Edit(edited)) => {
                Ok(send_silently(missing::facts(tx, &alert, *edited, now).await?))
            }
            (Subject::MissingList { .. }, _) => Ok(send_silently(MissingPost::Superseded { alert: alert.id })),
            (Subject::Message { .. }, _) => decide_message(tx, &alert, due, now).await,
        }
    }

    async fn settled(&self, tx: &mut Tx, due: &Due, outcome: &Outcome, now: Timestamp) -> Result<(), SourceError> {
        let subject = parse(&due.subject)?;
        if let (Subject::Roster { alert, .. }, Action::Edit(list), Outcome::Failed(failure)) =
            (subject, &due.action, outcome)
            && failure.cause == Cause::NoMessage
        {
            return Ok(roster::repost_deleted(tx, alert, *list, now).await?);
        }
        if due.action.changes_earlier_message() {
            return Ok(());
        }
        match subject {
            Subject::Roster { alert, .. } => handle_roster_settled(tx, alert, due.id, outcome, now).await?,
            Subject::MissingList { alert, .. } => {
                if matches!(outcome, Outcome::Sent(_)) {
                    missing::delete_older(tx, alert, due.id, now).await?;
                }
            }
            Subject::Message { .. } => {
                for message in store::messages_carried_by(tx, due.id).await? {
                    if message.state == SendState::Pending {
                        handle_message_settled(tx, &message, outcome, now).await?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Refreshes the roster, because it shows which messages are retried.
    async fn first_attempt_failed(&self, tx: &mut Tx, due: &Due, now: Timestamp) -> Result<(), SourceError> {
        match (parse(&due.subject)?, &due.action) {
            (Subject::Message { alert, .. }, Action::Post(_)) => Ok(roster::refresh(tx, alert, now).await?),
            _ => Ok(()),
        }
    }

    fn about(&self, posted: &Record) -> About {
        let subject = parse(&posted.subject).ok();
        let text_key = match subject {
            Some(Subject::Roster { .. }) => "delivery-about-alert-list",
            Some(Subject::Message { kind: MessageKind::Nudge, .. }) => "delivery-about-alert-nudge",
            Some(Subject::MissingList { .. }) => "delivery-about-alert-missing",
            Some(Subject::Message { kind: MessageKind::Again | MessageKind::Planned, .. }) => {
                "delivery-about-alert-again"
            }
            Some(Subject::Message { kind: MessageKind::Corrected, .. }) => "delivery-about-alert-corrected",
            Some(Subject::Message { kind: MessageKind::Reminder, .. }) => "delivery-about-alert-reminder",
            Some(Subject::Message { kind: MessageKind::First, .. }) | None => "delivery-about-alert",
        };
        About { text_key, number: subject.map(|subject| subject.alert().0) }
    }

    /// `Itself`, because the roster already shows every recipient whom the alert does not reach.
    fn failure_reporting(&self) -> FailureReporting {
        FailureReporting::Itself
    }

    async fn revive(&self, tx: &mut Tx, due: &Due, _now: Timestamp) -> Result<bool, SourceError> {
        if due.action.changes_earlier_message() {
            return Ok(true);
        }
        if let Subject::Roster { alert, .. } | Subject::MissingList { alert, .. } = parse(&due.subject)? {
            return Ok(store::get(tx, alert).await?.is_some());
        }
        let mut is_wanted = false;
        for message in store::messages_carried_by(tx, due.id).await? {
            let Some(alert) = if_readable(store::get(tx, message.alert).await)? else { continue };
            let to_member = store::messages_to(tx, alert.id, message.member).await?;
            if is_open(tx, &alert, &message).await? && !messages::is_superseded(&message, &to_member) {
                store::set_send_state(tx, message.delivery, SendState::Pending).await?;
                is_wanted = true;
            }
        }
        Ok(is_wanted)
    }
}

fn parse(subject: &str) -> Result<Subject, SourceError> {
    subject.parse().map_err(|error: InvalidSubject| SourceError::Broken(error.to_string()))
}

/// Renders the newest roster with its current facts. An older roster only says that a newer message replaces it.
async fn render_roster(tx: &mut Tx, alert: &Alert, posted: DeliveryId, now: Timestamp) -> Result<Verdict, SourceError> {
    let newest_roster = store::roster(tx, alert.id).await?;
    let facts = if newest_roster.is_some_and(|newest_roster| newest_roster.delivery == posted) {
        store::set_roster_fresh(tx, posted).await?;
        RosterPost::Live(Box::new(roster::facts(tx, alert, now).await?))
    } else {
        RosterPost::Superseded { alert: alert.id }
    };
    // A roster never sounds, because some of the people in its channel are asleep.
    Ok(Verdict::Send { facts: Facts::new(facts), sound: Sound::Silent })
}

/// A message to the secretariat's channel. It never sounds, because some of the people in this channel are asleep.
fn send_silently(facts: MissingPost) -> Verdict {
    Verdict::Send { facts: Facts::new(facts), sound: Sound::Silent }
}

/// Renders an edit of the message that the delivery `edited` posted.
async fn render_edit(tx: &mut Tx, edited: DeliveryId, now: Timestamp) -> Result<Verdict, SourceError> {
    let mut carried = Vec::new();
    for message in store::messages_carried_by(tx, edited).await? {
        // A recipient who left or lost the role must not get the new text. Discord would accept this edit, so leave the
        // message out.
        if message.state == SendState::Sent && is_still_for(tx, &message).await? {
            carried.push(message);
        }
    }
    let Some(content) = message_content(tx, &carried, now).await? else { return Ok(cancel_unknown_message()) };
    Ok(Verdict::Send { facts: waking::facts(content), sound: Sound::Silent })
}

/// Whether the alert is still for the recipient of this message.
async fn is_still_for(tx: &mut Tx, message: &Message) -> Result<bool, DbError> {
    let Some(alert) = if_readable(store::get(tx, message.alert).await)? else { return Ok(false) };
    let recipient = store::recipient(tx, alert.id, message.member).await?;
    let member = members::service::get(tx, message.member).await?;
    Ok(recipient.zip(member).is_some_and(|(recipient, member)| alert.is_still_for(&recipient, &member)))
}

/// Decides whether the message of this delivery is sent now, and stores what the attempt sends. Nudges have their own
/// function: [`waking::decide_nudges`].
async fn decide_message(tx: &mut Tx, alert: &Alert, due: &Due, now: Timestamp) -> Result<Verdict, SourceError> {
    let Some(message) = store::message(tx, due.id).await? else { return Ok(cancel_unknown_message()) };
    let recipient = store::recipient(tx, alert.id, message.member).await?;
    let member = members::service::get(tx, message.member).await?;
    let (Some(recipient), Some(member)) = (recipient, member) else {
        return Ok(Verdict::Cancel { reason: "no longer a recipient" });
    };
    let to_member = store::messages_to(tx, alert.id, message.member).await?;
    if messages::is_superseded(&message, &to_member) {
        return Ok(Verdict::Cancel { reason: "a newer message replaces it" });
    }
    if !member.in_guild && message.kind != MessageKind::First {
        return Ok(Verdict::Wait { until: now + waking::CHECK_RETURN_EVERY });
    }
    let is_ask = matches!(message.kind, MessageKind::Again | MessageKind::Planned);
    let may_be_held = alert.severity == Severity::Information || is_ask;
    let delay = delay(due, may_be_held, now);
    Ok(match alert.decide_send(message.kind, delay, &recipient, &member, now) {
        SendDecision::Send { occasion, sound } => {
            // A correction reads like a new alert only if its reader cannot have got the old text. An attempt that has
            // no outcome yet may have sent the old text.
            let occasion = match (message.kind, occasion) {
                (MessageKind::Corrected, Occasion::NewToRecipient) if has_other_open_message(&message, &to_member) => {
                    Occasion::Corrected
                }
                (_, occasion) => occasion,
            };
            let sound = match sound {
                Sound::Sounding if may_be_held => outbox::sound_at_waking(tx, due, member.id, now).await?,
                other => other,
            };
            let previous_attempt = (message.version, message.occasion, message.sound);
            let is_content_changed = due.unknown_since.is_some()
                && previous_attempt != (alert.current_version.number, Some(occasion), sound);
            store::set_attempt(tx, due.id, alert.current_version.number, occasion, sound).await?;
            let attempted = Message { version: alert.current_version.number, occasion: Some(occasion), ..message };
            let facts = message_facts(tx, alert, Some(&attempted), attempted.member, now).await?;
            match is_content_changed {
                true => Verdict::Search { facts: Facts::new(facts) },
                false => Verdict::Send { facts: Facts::new(facts), sound },
            }
        }
        SendDecision::Wait { until } => Verdict::Wait { until },
        SendDecision::Cancel { reason } => Verdict::Cancel { reason },
    })
}

/// Whether `to_member` contains a message besides `message` that was attempted and has no outcome yet.
fn has_other_open_message(message: &Message, to_member: &[Message]) -> bool {
    let is_open = |other: &&Message| other.state == SendState::Pending && other.occasion.is_some();
    to_member.iter().filter(is_open).any(|other| other.delivery != message.delivery)
}

fn cancel_unknown_message() -> Verdict {
    Verdict::Cancel { reason: "the message is unknown" }
}

/// `may_be_held`: whether messages of this kind are held until their reader wakes. Without it, `held_until` only means
/// that a change of the reader's profile rescheduled the message. This message counts as on time.
fn delay(due: &Due, may_be_held: bool, now: Timestamp) -> Delay {
    if now.duration_since(due.wanted_at()) > LATE_AFTER {
        Delay::Overdue
    } else if may_be_held && due.held_until.is_some() {
        Delay::Held
    } else {
        Delay::OnTime
    }
}

async fn handle_roster_settled(
    tx: &mut Tx,
    alert: AlertId,
    delivery: DeliveryId,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<(), DbError> {
    let Outcome::Sent(posted) = outcome else { return Ok(()) };
    store::set_roster_posted(tx, delivery, posted.at).await?;
    roster::delete_older(tx, alert, delivery, now).await?;
    if store::roster(tx, alert)
        .await?
        .is_some_and(|newest_roster| newest_roster.delivery == delivery && newest_roster.is_stale)
    {
        outbox::edit(tx, delivery, Lane::Routine, now).await?;
    }
    Ok(())
}

async fn handle_message_settled(
    tx: &mut Tx,
    message: &Message,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<(), DbError> {
    let (alert, delivery) = (message.alert, message.delivery);
    if message.kind == MessageKind::Reminder && *outcome != Outcome::Unknown {
        clear_past_remind_at(tx, message, now).await?;
    }
    match outcome {
        Outcome::Sent(posted) => {
            let message = complete_unknown_attempt(tx, message).await?;
            handle_message_sent(tx, &message, posted.at, now).await?;
        }
        Outcome::Failed(failure) => {
            let failure = send_failure(failure, now);
            store::set_send_state(tx, delivery, SendState::Ended).await?;
            store::set_failed(tx, alert, message.member, &failure).await?;
            enqueue_mail(tx, message, failure.cause, now).await?;
        }
        Outcome::Unknown => {
            let recipient = store::recipient(tx, alert, message.member).await?;
            if recipient.and_then(|recipient| recipient.failure).is_some_and(|f| f.cause == FailureCause::Unknown) {
                return Ok(()); // The unknown outcome is already recorded.
            }
            let failure = SendFailure { at: now, cause: FailureCause::Unknown, reason: String::new() };
            store::set_failed(tx, alert, message.member, &failure).await?;
            enqueue_nudge(tx, message, now).await?;
            enqueue_correction(tx, message, now).await?;
        }
        Outcome::Cancelled | Outcome::Expired => store::set_send_state(tx, delivery, SendState::Ended).await?,
    }
    roster::refresh(tx, alert, now).await
}

/// Enqueues an e-mail to a recipient to whom Discord took no message. See [`mails::enqueue_after_failure`].
async fn enqueue_mail(tx: &mut Tx, message: &Message, cause: FailureCause, now: Timestamp) -> Result<(), DbError> {
    let alert = if_readable(store::get(tx, message.alert).await)?;
    let member = members::service::get(tx, message.member).await?;
    match (alert, member) {
        (Some(alert), Some(member)) => mails::enqueue_after_failure(tx, &alert, &member, cause, now).await,
        _ => Ok(()),
    }
}

/// Sets the occasion and the sound of a message that was found on Discord after a backup was restored. The restored
/// database does not know the attempt that sent it. So both are what [`Alert::decide_send`] decides for the instant at
/// which the message was due.
async fn complete_unknown_attempt(tx: &mut Tx, message: &Message) -> Result<Message, DbError> {
    if message.occasion.is_some() {
        return Ok(message.clone());
    }
    let alert = if_readable(store::get(tx, message.alert).await)?;
    let recipient = store::recipient(tx, message.alert, message.member).await?;
    let member = members::service::get(tx, message.member).await?;
    let record = outbox::find(tx, message.delivery).await?;
    let (Some(alert), Some(recipient), Some(member), Some(record)) = (alert, recipient, member, record) else {
        return Ok(message.clone());
    };
    match alert.decide_send(message.kind, Delay::OnTime, &recipient, &member, record.due_at) {
        SendDecision::Send { occasion, sound } => {
            store::set_attempt(tx, message.delivery, message.version, occasion, sound).await?;
            Ok(Message { occasion: Some(occasion), sound, ..message.clone() })
        }
        SendDecision::Wait { .. } | SendDecision::Cancel { .. } => Ok(message.clone()),
    }
}

/// Records that the message arrived, and enqueues what must follow it: a nudge, an edit, or a message about a
/// correction.
async fn handle_message_sent(tx: &mut Tx, message: &Message, at: Timestamp, now: Timestamp) -> Result<(), DbError> {
    store::set_send_state(tx, message.delivery, SendState::Sent).await?;
    store::set_reached(tx, message.alert, message.member, message.sound, at).await?;
    enqueue_nudge(tx, message, now).await?;
    let Some(alert) = if_readable(store::get(tx, message.alert).await)? else { return Ok(()) };
    if matches!(message.kind, MessageKind::Again | MessageKind::Planned) {
        // The older messages now point to this one.
        let to_member = store::messages_to(tx, message.alert, message.member).await?;
        let older: Vec<Message> = to_member.into_iter().filter(|m| m.delivery < message.delivery).collect();
        messages::re_render_sent(tx, &older, None, now).await?;
    }
    if !is_open(tx, &alert, message).await? {
        // The alert ended during the attempt, or the recipient saw it.
        return messages::re_render(tx, message, now).await;
    }
    if message.version < alert.current_version.number {
        messages::re_render(tx, message, now).await?;
    }
    if message.sound == Sound::Sounding
        && let Some(member) = members::service::get(tx, message.member).await?
    {
        mails::enqueue_if_asked(tx, &alert, &member, at + mails::UNSEEN_AFTER, now).await?;
    }
    enqueue_correction(tx, message, now).await
}

/// Clears `remind_at` after the outcome of the reminder is known, unless the recipient has asked for a later reminder.
async fn clear_past_remind_at(tx: &mut Tx, message: &Message, now: Timestamp) -> Result<(), DbError> {
    let recipient = store::recipient(tx, message.alert, message.member).await?;
    match recipient.and_then(|recipient| recipient.remind_at) {
        Some(at) if at <= now => store::set_remind_at(tx, message.alert, message.member, None).await,
        _ => Ok(()),
    }
}

/// Enqueues a message about a correction that was made during the attempt, if the attempt sent or may have sent the old
/// text. When the correction was made, it enqueued no message to this recipient, because the outcome was not known.
async fn enqueue_correction(tx: &mut Tx, message: &Message, now: Timestamp) -> Result<(), DbError> {
    let Some(alert) = if_readable(store::get(tx, message.alert).await)? else { return Ok(()) };
    if message.version >= alert.announced_version || !is_open(tx, &alert, message).await? {
        return Ok(());
    }
    let to_member = store::messages_to(tx, message.alert, message.member).await?;
    let has_current = to_member.iter().any(|m| m.version >= alert.announced_version && m.state != SendState::Ended);
    let member = members::service::get(tx, message.member).await?;
    let recipient = store::recipient(tx, message.alert, message.member).await?;
    if let (false, Some(member), Some(recipient)) = (has_current, member, recipient) {
        messages::enqueue(tx, &alert, &recipient, &member, MessageKind::Corrected, now).await?;
    }
    Ok(())
}

/// Whether the alert is active, still needs this recipient, and has an announced version that they have not seen.
async fn is_open(tx: &mut Tx, alert: &Alert, message: &Message) -> Result<bool, DbError> {
    let recipient = store::recipient(tx, alert.id, message.member).await?;
    let is_done = |recipient: Recipient| {
        recipient.seen_at(alert.announced_version).is_some() || alert.has_enough_without(&recipient)
    };
    Ok(alert.is_active() && !recipient.is_some_and(is_done))
}

/// After a message that arrived without sound, enqueues one nudge with sound. The nudge is due when the recipient
/// wakes. It is cancelled if they see the alert before that.
async fn enqueue_nudge(tx: &mut Tx, message: &Message, now: Timestamp) -> Result<(), DbError> {
    // A nudge or an "Ask again" message itself waits until its recipient wakes, so no nudge follows it. A message which
    // says that the deadline has passed needs no nudge.
    let needs_nudge = message.sound == Sound::Silent
        && matches!(message.kind, MessageKind::First | MessageKind::Corrected)
        && message.occasion != Some(Occasion::TooLate);
    if !needs_nudge {
        return Ok(());
    }
    let Some(alert) = if_readable(store::get(tx, message.alert).await)? else { return Ok(()) };
    let recipient = store::recipient(tx, message.alert, message.member).await?;
    let member = members::service::get(tx, message.member).await?;
    let (Some(recipient), Some(member)) = (recipient, member) else { return Ok(()) };
    let is_current = message.version >= alert.announced_version && recipient.seen_at(alert.announced_version).is_none();
    // For a member who returned to the server, the nudge was enqueued together with the text.
    let has_nudge = |other: &Message| {
        other.kind == MessageKind::Nudge && other.state != SendState::Ended && other.delivery > message.delivery
    };
    if store::messages_to(tx, alert.id, message.member).await?.iter().any(has_nudge) {
        return Ok(());
    }
    if alert.is_active() && is_current && alert.severity != Severity::Information && member.rest().is_some() {
        messages::enqueue(tx, &alert, &recipient, &member, MessageKind::Nudge, now).await?;
    }
    Ok(())
}

fn send_failure(failure: &Failure, at: Timestamp) -> SendFailure {
    let cause = match failure.cause {
        Cause::NotHere => FailureCause::NotHere,
        Cause::NoInbox | Cause::DmClosed | Cause::NoAccess | Cause::Gone | Cause::Quarantined => FailureCause::NoRoute,
        Cause::Exhausted => FailureCause::Exhausted,
        Cause::MailboxUnknown | Cause::Unconfirmed => FailureCause::Refused, // No route to Discord has these causes.
        Cause::Refused | Cause::InvalidMessage | Cause::NoPermission | Cause::OwnerTwoFactor | Cause::NoMessage => {
            FailureCause::Refused
        }
    };
    SendFailure { at, cause, reason: failure.reason.clone() }
}
