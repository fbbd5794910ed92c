//! Alerts as a source of deliveries: the check right before each attempt, and the consequences of its outcome.

use async_trait::async_trait;

use super::facts::{AlertMessage, RosterPost};
use super::message_facts::message_facts;
use super::model::{Alert, AlertId, FailureCause, SendFailure, Severity};
use super::send_rule::{Delay, LATE_AFTER, MessageKind, Occasion, SendDecision};
use super::store::{self, Message, SendState};
use super::subject::{InvalidSubject, SOURCE, Subject};
use super::{messages, roster};
use crate::db::{DbError, Tx};
use crate::delivery::{
    About, Action, Cause, DeliveryId, Due, Facts, FactsType, Failure, Lane, Outcome, Record, Sound, Source,
    SourceError, SourceName, Tells, Verdict, outbox,
};
use crate::members;
use crate::time::Timestamp;

/// The deliveries of alerts. [`Alert::decide_send`] decides on late messages.
pub struct AlertSource;

#[async_trait]
impl Source for AlertSource {
    fn name(&self) -> SourceName {
        SOURCE
    }

    fn facts(&self) -> Vec<FactsType> {
        vec![FactsType::of::<AlertMessage>(), FactsType::of::<RosterPost>()]
    }

    async fn recheck(&self, tx: &mut Tx, due: &Due, now: Timestamp) -> Result<Verdict, SourceError> {
        let subject = parse(&due.subject)?;
        let Some(alert) = store::get(tx, subject.alert()).await? else {
            return Ok(Verdict::Cancel { reason: "the alert is gone" });
        };
        match (subject, &due.action) {
            (Subject::Roster { .. }, Action::Edit(edited)) => render_roster(tx, &alert, *edited, now).await,
            (Subject::Roster { .. }, _) => render_roster(tx, &alert, due.id, now).await,
            (Subject::Message { .. }, Action::Edit(edited)) => render_edit(tx, &alert, *edited, now).await,
            (Subject::Message { .. }, _) => decide(tx, &alert, due, now).await,
        }
    }

    async fn settled(&self, tx: &mut Tx, due: &Due, outcome: &Outcome, now: Timestamp) -> Result<(), SourceError> {
        if matches!(due.action, Action::Edit(_)) {
            return Ok(());
        }
        match parse(&due.subject)? {
            Subject::Roster { alert, .. } => roster_settled(tx, alert, due.id, outcome, now).await?,
            Subject::Message { alert, .. } => message_settled(tx, alert, due.id, outcome, now).await?,
        }
        Ok(())
    }

    fn about(&self, posted: &Record) -> About {
        let subject = parse(&posted.subject).ok();
        let text_key = match subject {
            Some(Subject::Roster { .. }) => "delivery-about-alert-list",
            Some(Subject::Message { kind: MessageKind::Nudge, .. }) => "delivery-about-alert-nudge",
            Some(Subject::Message { kind: MessageKind::Again, .. }) => "delivery-about-alert-again",
            Some(Subject::Message { kind: MessageKind::Corrected, .. }) => "delivery-about-alert-corrected",
            Some(Subject::Message { kind: MessageKind::First, .. }) | None => "delivery-about-alert",
        };
        About { text_key, number: subject.map(|subject| subject.alert().0) }
    }

    /// The roster names everybody whom the alert does not reach.
    fn tells(&self) -> Tells {
        Tells::Itself
    }

    async fn revive(&self, tx: &mut Tx, due: &Due, _now: Timestamp) -> Result<bool, SourceError> {
        if matches!(due.action, Action::Edit(_)) {
            return Ok(true);
        }
        let subject = parse(&due.subject)?;
        let Some(alert) = store::get(tx, subject.alert()).await? else { return Ok(false) };
        let Some(message) = store::message(tx, due.id).await? else {
            return Ok(matches!(subject, Subject::Roster { .. }));
        };
        if !is_open(tx, &alert, &message).await? {
            return Ok(false);
        }
        store::set_send_state(tx, due.id, SendState::Pending).await?;
        Ok(true)
    }
}

fn parse(subject: &str) -> Result<Subject, SourceError> {
    subject.parse().map_err(|error: InvalidSubject| SourceError::Broken(error.to_string()))
}

async fn render_roster(tx: &mut Tx, alert: &Alert, posted: DeliveryId, now: Timestamp) -> Result<Verdict, SourceError> {
    let newest = store::roster(tx, alert.id).await?;
    let facts = if newest.is_some_and(|newest| newest.delivery == posted) {
        store::set_roster_fresh(tx, posted).await?;
        RosterPost::Live(Box::new(roster::facts(tx, alert, now).await?))
    } else {
        RosterPost::Superseded { alert: alert.id }
    };
    // Many people read the channel, and some of them are asleep: a roster never sounds.
    Ok(Verdict::Send { facts: Facts::new(facts), sound: Sound::Silent })
}

async fn render_edit(tx: &mut Tx, alert: &Alert, edited: DeliveryId, now: Timestamp) -> Result<Verdict, SourceError> {
    let Some(message) = store::message(tx, edited).await? else { return Ok(unknown_message()) };
    let facts = message_facts(tx, alert, Some(&message), message.member, now).await?;
    Ok(Verdict::Send { facts: Facts::new(facts), sound: Sound::Silent })
}

async fn decide(tx: &mut Tx, alert: &Alert, due: &Due, now: Timestamp) -> Result<Verdict, SourceError> {
    let Some(message) = store::message(tx, due.id).await? else { return Ok(unknown_message()) };
    let recipient = store::recipient(tx, alert.id, message.member).await?;
    let member = members::service::get(tx, message.member).await?;
    let (Some(recipient), Some(member)) = (recipient, member) else {
        return Ok(Verdict::Cancel { reason: "no longer a recipient" });
    };
    let delay = delay(alert, message.kind, due, now);
    Ok(match alert.decide_send(message.kind, delay, &recipient, &member, now) {
        SendDecision::Send { occasion, sound } => {
            store::set_attempt(tx, due.id, alert.current.number, occasion, sound).await?;
            let attempted = Message { version: alert.current.number, occasion: Some(occasion), ..message };
            let facts = message_facts(tx, alert, Some(&attempted), attempted.member, now).await?;
            Verdict::Send { facts: Facts::new(facts), sound }
        }
        SendDecision::Wait { until } => Verdict::Wait { until },
        SendDecision::Cancel { reason } => Verdict::Cancel { reason },
    })
}

fn unknown_message() -> Verdict {
    Verdict::Cancel { reason: "the message is not known" }
}

fn delay(alert: &Alert, kind: MessageKind, due: &Due, now: Timestamp) -> Delay {
    // Only these are held until a waking minute. Any other message with a later due time had an attempt that failed.
    let may_be_held = alert.severity == Severity::Information || kind == MessageKind::Again;
    if now.duration_since(due.due_at) > LATE_AFTER {
        Delay::Overdue
    } else if may_be_held && due.due_at > due.queued_at {
        Delay::Held
    } else {
        Delay::OnTime
    }
}

async fn roster_settled(
    tx: &mut Tx,
    alert: AlertId,
    delivery: DeliveryId,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<(), DbError> {
    let Outcome::Sent(posted) = outcome else { return Ok(()) };
    store::set_roster_posted(tx, delivery, posted.at).await?;
    if store::roster(tx, alert).await?.is_some_and(|newest| newest.delivery == delivery && newest.is_stale) {
        outbox::edit(tx, delivery, Lane::Routine, now).await?;
    }
    Ok(())
}

async fn message_settled(
    tx: &mut Tx,
    alert: AlertId,
    delivery: DeliveryId,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<(), DbError> {
    let Some(message) = store::message(tx, delivery).await? else { return Ok(()) };
    match outcome {
        Outcome::Sent(posted) => message_sent(tx, &message, posted.at, now).await?,
        Outcome::Failed(failure) => {
            store::set_send_state(tx, delivery, SendState::Ended).await?;
            store::set_failed(tx, alert, message.member, &send_failure(failure, now)).await?;
        }
        Outcome::Unknown => {
            let failure = SendFailure { at: now, cause: FailureCause::Unknown, reason: String::new() };
            store::set_failed(tx, alert, message.member, &failure).await?;
            enqueue_nudge(tx, &message, now).await?;
        }
        Outcome::Cancelled | Outcome::Expired => store::set_send_state(tx, delivery, SendState::Ended).await?,
    }
    roster::refresh(tx, alert, now).await
}

async fn message_sent(tx: &mut Tx, message: &Message, at: Timestamp, now: Timestamp) -> Result<(), DbError> {
    store::set_send_state(tx, message.delivery, SendState::Sent).await?;
    store::set_reached(tx, message.alert, message.member, message.sound, at).await?;
    enqueue_nudge(tx, message, now).await?;
    let Some(alert) = store::get(tx, message.alert).await? else { return Ok(()) };
    if !is_open(tx, &alert, message).await? {
        // The alert ended, or the recipient saw it, during the attempt.
        return messages::re_render(tx, message, now).await;
    }
    if message.version < alert.current.number {
        // The text was corrected during the attempt. The correction enqueued no message to this recipient, because none
        // had arrived yet.
        messages::re_render(tx, message, now).await?;
        let to_member = store::messages_to(tx, message.alert, message.member).await?;
        let has_current = to_member.iter().any(|m| m.version == alert.current.number && m.state != SendState::Ended);
        let member = members::service::get(tx, message.member).await?;
        let recipient = store::recipient(tx, message.alert, message.member).await?;
        if let (false, Some(member), Some(recipient)) = (has_current, member, recipient) {
            return messages::enqueue(tx, &alert, &recipient, &member, MessageKind::Corrected, now).await;
        }
    }
    Ok(())
}

/// Whether the alert is active and its recipient has not seen the current version.
async fn is_open(tx: &mut Tx, alert: &Alert, message: &Message) -> Result<bool, DbError> {
    let recipient = store::recipient(tx, alert.id, message.member).await?;
    let is_seen = recipient.is_some_and(|recipient| recipient.seen_at(alert.current.number).is_some());
    Ok(alert.is_active() && !is_seen)
}

/// Enqueues one sounding nudge at the waking minute, after a message that arrived silently. The nudge is cancelled when
/// the recipient sees the alert before that.
async fn enqueue_nudge(tx: &mut Tx, message: &Message, now: Timestamp) -> Result<(), DbError> {
    // A message that says the time to answer has passed needs no nudge.
    let needs_nudge = message.sound == Sound::Silent
        && message.kind != MessageKind::Nudge
        && message.occasion != Some(Occasion::TooLate);
    if !needs_nudge {
        return Ok(());
    }
    let Some(alert) = store::get(tx, message.alert).await? else { return Ok(()) };
    let recipient = store::recipient(tx, message.alert, message.member).await?;
    let member = members::service::get(tx, message.member).await?;
    let (Some(recipient), Some(member)) = (recipient, member) else { return Ok(()) };
    let is_current = message.version == alert.current.number && recipient.seen_at(alert.current.number).is_none();
    if alert.is_active() && is_current && alert.severity != Severity::Information && member.zone().is_some() {
        messages::enqueue(tx, &alert, &recipient, &member, MessageKind::Nudge, now).await?;
    }
    Ok(())
}

fn send_failure(failure: &Failure, at: Timestamp) -> SendFailure {
    let cause = match failure.cause {
        Cause::NotHere => FailureCause::NotHere,
        Cause::NoInbox | Cause::DmClosed | Cause::NoAccess | Cause::Quarantined => FailureCause::NoRoute,
        Cause::Exhausted => FailureCause::Exhausted,
        Cause::Refused | Cause::InvalidMessage | Cause::NoPermission | Cause::NoMessage => FailureCause::Refused,
    };
    SendFailure { at, cause, reason: failure.reason.clone() }
}
