//! What this room owes people, and the last look at each message before it goes out.

use std::str::FromStr;

use async_trait::async_trait;

use super::facts::{AlertMessage, Mark, RosterFacts};
use super::model::{
    Alert, AlertId, Because, Failed, Kind, LATE_AFTER, Occasion, Owed, Phase, Recipient, Severity, Turn,
};
use super::roster;
use super::store::{self, Message, MessageState};
use crate::db::{Conn, DbError, Tx};
use crate::delivery::{
    About, Action, Address, Cause, DeliveryId, Due, Facts, FactsType, Failure, Lane, NewDelivery, Outcome, Record,
    Sound, Source, SourceError, SourceName, State, Tells, Verdict, outbox,
};
use crate::members::{self, Member, MemberId};
use crate::time::Timestamp;

pub(super) const SOURCE: SourceName = SourceName::new("alerts");

/// Owes `member` a message of this kind, when their time for it comes.
pub(super) async fn owe(
    tx: &mut Tx,
    alert: &Alert,
    recipient: &Recipient,
    member: &Member,
    kind: Kind,
    now: Timestamp,
) -> Result<(), DbError> {
    let (id, version) = (alert.id, alert.words.number);
    let subject = subject(id, member.id, kind);
    let key = match kind {
        Kind::First => format!("alert/{subject}"),
        Kind::Nudge | Kind::Corrected => format!("alert/{subject}/{version}"),
        Kind::Again => format!("alert/{subject}/{}", now.as_millisecond()),
    };
    let not_before = match kind {
        // At the waking minute of whoever got it silently, even when that is right now.
        Kind::Nudge => member.next_awake_at(now).unwrap_or(now),
        _ => alert.not_before(kind, recipient, member, now),
    };
    let action = Action::Post(Address::Member(member.id));
    let new =
        NewDelivery { source: SOURCE, subject, key, action, lane: lane(alert.severity), not_before, expires_at: None };
    let delivery = outbox::enqueue(tx, new, now).await?;
    store::insert_message(tx, delivery, id, member.id, kind, version).await
}

/// What this alert has brought `member` is seen, by their own act.
pub(super) async fn seen(tx: &mut Tx, messages: &[Message], member: MemberId, now: Timestamp) -> Result<(), DbError> {
    for message in messages.iter().filter(|message| message.state == MessageState::Sent) {
        outbox::seen(tx, SOURCE, &subject(message.alert, member, message.kind), member, now).await?;
    }
    Ok(())
}

/// Takes back what is owed of these kinds and has not begun.
pub(super) async fn withdraw(
    tx: &mut Tx,
    messages: &[Message],
    kinds: &[Kind],
    reason: &'static str,
    now: Timestamp,
) -> Result<(), DbError> {
    for message in messages.iter().filter(|m| m.state == MessageState::Owed && kinds.contains(&m.kind)) {
        let cancelled =
            outbox::cancel(tx, SOURCE, &subject(message.alert, message.member, message.kind), reason, now).await?;
        if cancelled.contains(&message.delivery) {
            store::set_message_state(tx, message.delivery, MessageState::Ended).await?;
        }
    }
    Ok(())
}

/// Words every message that has arrived anew, but for the one that is answered otherwise.
pub(super) async fn worded_anew(
    tx: &mut Tx,
    messages: &[Message],
    but: Option<DeliveryId>,
    now: Timestamp,
) -> Result<(), DbError> {
    for message in messages.iter().filter(|m| m.state == MessageState::Sent && Some(m.delivery) != but) {
        // An edit makes no sound; it must not wait behind other alerts' lists, nor before anybody's first message.
        outbox::edit(tx, message.delivery, Lane::Prompt, now).await?;
    }
    Ok(())
}

/// A message as it reads now; `message` is the one that was sent, if any was.
pub(super) async fn message_facts(
    conn: &mut Conn,
    alert: &Alert,
    message: Option<&Message>,
    member: MemberId,
    now: Timestamp,
) -> Result<AlertMessage, DbError> {
    let carried = message.filter(|m| m.occasion.is_some()).map_or(alert.words.number, |m| m.version);
    let words = match carried == alert.words.number {
        true => alert.words.clone(),
        false => store::version(conn, alert.id, carried).await?.unwrap_or_else(|| alert.words.clone()),
    };
    let recipient = store::recipient(conn, alert.id, member).await?;
    let seen_at = recipient.and_then(|recipient| recipient.seen_at(alert.words.number));
    let from = members::store::get(conn, alert.author).await?.map(|author| author.name).unwrap_or_default();
    Ok(AlertMessage {
        alert: alert.id,
        version: words.number,
        severity: alert.severity,
        text: words.text,
        answer_by: words.answer_by,
        from,
        occasion: message.and_then(|m| m.occasion).unwrap_or(Occasion::New),
        due_since: due_since(conn, alert, message, now).await?,
        mark: match alert.phase {
            Phase::Cancelled { at, .. } => Mark::Cancelled { at },
            Phase::Over { at, .. } => Mark::Over { at },
            Phase::Active if words.number < alert.words.number => Mark::Corrected,
            Phase::Active => seen_at.map_or(Mark::Open, |at| Mark::Seen { at }),
        },
    })
}

/// Since when a message was due, if it came (or comes now) much later: what waits for a waking minute is due at that
/// minute.
async fn due_since(
    conn: &mut Conn,
    alert: &Alert,
    message: Option<&Message>,
    now: Timestamp,
) -> Result<Option<Timestamp>, DbError> {
    let Some(message) = message else { return Ok(None) };
    let Some(record) = outbox::find(conn, message.delivery).await? else { return Ok(None) };
    let came_at = match record.state {
        State::Sent(posted) => posted.at,
        _ => now,
    };
    let waits = matches!(message.kind, Kind::Nudge | Kind::Again) || alert.severity == Severity::Information;
    let woken = match members::store::get(conn, message.member).await? {
        Some(member) if waits => member.next_awake_at(record.queued_at),
        _ => None,
    };
    let due_at = woken.unwrap_or(record.queued_at);
    Ok(Some(due_at).filter(|due_at| came_at.duration_since(*due_at) > LATE_AFTER))
}

/// What this room owes, as the dispatcher asks for it. What becomes of it when it is late says [`Alert::turn`].
pub struct AlertSource;

#[async_trait]
impl Source for AlertSource {
    fn name(&self) -> SourceName {
        SOURCE
    }

    fn facts(&self) -> Vec<FactsType> {
        vec![FactsType::of::<AlertMessage>(), FactsType::of::<RosterFacts>()]
    }

    async fn recheck(&self, tx: &mut Tx, due: &Due, now: Timestamp) -> Result<Verdict, SourceError> {
        let subject = Subject::read(&due.subject)?;
        let Some(alert) = store::get(tx, subject.alert()).await? else {
            return Ok(Verdict::Cancel { reason: "the alert is gone" });
        };
        let posted = match due.action {
            Action::Edit(of) => of,
            _ => due.id,
        };
        match subject {
            Subject::Roster { .. } => list(tx, &alert, posted, now).await,
            Subject::Message { .. } => message(tx, &alert, posted, due, now).await,
        }
    }

    async fn settled(&self, tx: &mut Tx, due: &Due, outcome: &Outcome, now: Timestamp) -> Result<(), SourceError> {
        if matches!(due.action, Action::Edit(_)) {
            return Ok(());
        }
        match Subject::read(&due.subject)? {
            Subject::Roster { alert } => list_settled(tx, alert, due.id, outcome, now).await?,
            Subject::Message { alert, .. } => message_settled(tx, alert, due.id, outcome, now).await?,
        }
        Ok(())
    }

    fn about(&self, posted: &Record) -> About {
        let text_key = match (Subject::read(&posted.subject), posted.subject.split('/').nth(1)) {
            (Ok(Subject::Roster { .. }), _) => "delivery-about-alert-list",
            (_, Some("nudge")) => "delivery-about-alert-nudge",
            (_, Some("again")) => "delivery-about-alert-again",
            (_, Some("corrected")) => "delivery-about-alert-corrected",
            _ => "delivery-about-alert",
        };
        About { text_key, number: Subject::read(&posted.subject).ok().map(|subject| subject.alert().0) }
    }

    /// The list of the alert names everybody whom it does not reach.
    fn tells(&self) -> Tells {
        Tells::Itself
    }

    async fn revive(&self, tx: &mut Tx, due: &Due, _now: Timestamp) -> Result<bool, SourceError> {
        if matches!(due.action, Action::Edit(_)) { Ok(true) } else { revive(tx, due).await }
    }
}

/// Owes a message again that had failed; false when nobody waits for it any more.
async fn revive(tx: &mut Tx, due: &Due) -> Result<bool, SourceError> {
    let subject = Subject::read(&due.subject)?;
    let Some(alert) = store::get(tx, subject.alert()).await? else { return Ok(false) };
    let Some(message) = store::message(tx, due.id).await? else { return Ok(matches!(subject, Subject::Roster { .. })) };
    let recipient = store::recipient(tx, alert.id, message.member).await?;
    let is_seen = recipient.is_some_and(|recipient| recipient.seen_at(alert.words.number).is_some());
    if !alert.is_active() || is_seen {
        return Ok(false);
    }
    store::set_message_state(tx, due.id, MessageState::Owed).await?;
    Ok(true)
}

async fn list(tx: &mut Tx, alert: &Alert, posted: DeliveryId, now: Timestamp) -> Result<Verdict, SourceError> {
    let newest = store::roster(tx, alert.id).await?;
    let facts = if newest.is_some_and(|newest| newest.delivery == posted) {
        store::set_roster_stale(tx, posted, false).await?;
        RosterFacts::Live(Box::new(roster::facts(tx, alert, now).await?))
    } else {
        RosterFacts::Continued { alert: alert.id }
    };
    // Many read the channel, some of them in their sleep: a list never sounds.
    Ok(Verdict::Send { facts: Facts::new(facts), sound: Sound::Silent })
}

async fn message(
    tx: &mut Tx,
    alert: &Alert,
    posted: DeliveryId,
    due: &Due,
    now: Timestamp,
) -> Result<Verdict, SourceError> {
    let Some(message) = store::message(tx, posted).await? else {
        return Ok(Verdict::Cancel { reason: "the message is not known" });
    };
    if posted != due.id {
        let facts = message_facts(tx, alert, Some(&message), message.member, now).await?;
        return Ok(Verdict::Send { facts: Facts::new(facts), sound: Sound::Silent });
    }
    let recipient = store::recipient(tx, alert.id, message.member).await?;
    let member = members::store::get(tx, message.member).await?;
    let (Some(recipient), Some(member)) = (recipient, member) else {
        return Ok(Verdict::Cancel { reason: "no recipient any more" });
    };
    // Only these kinds are held until a waking minute; for the others a later turn means that an attempt failed.
    let may_be_held = alert.severity == Severity::Information || message.kind == Kind::Again;
    let held = may_be_held && due.due_at > due.queued_at;
    let overdue = now.duration_since(due.due_at) > LATE_AFTER;
    let owed = Owed { kind: message.kind, version: message.version, held, overdue };
    Ok(match alert.turn(owed, &recipient, &member, now) {
        Turn::Send { occasion, sound } => {
            store::set_attempt(tx, posted, alert.words.number, occasion, sound).await?;
            let worded = Message { version: alert.words.number, occasion: Some(occasion), ..message };
            let facts = message_facts(tx, alert, Some(&worded), worded.member, now).await?;
            Verdict::Send { facts: Facts::new(facts), sound }
        }
        Turn::Wait { until } => Verdict::Wait { until },
        Turn::Drop { reason } => Verdict::Cancel { reason },
    })
}

async fn list_settled(
    tx: &mut Tx,
    alert: AlertId,
    delivery: DeliveryId,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<(), DbError> {
    if let Outcome::Sent(posted) = outcome {
        store::set_roster_posted(tx, delivery, posted.at).await?;
        if store::roster(tx, alert).await?.is_some_and(|newest| newest.delivery == delivery && newest.stale) {
            outbox::edit(tx, delivery, Lane::Routine, now).await?;
        }
    }
    Ok(())
}

async fn message_settled(
    tx: &mut Tx,
    id: AlertId,
    delivery: DeliveryId,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<(), DbError> {
    let Some(message) = store::message(tx, delivery).await? else { return Ok(()) };
    match outcome {
        Outcome::Sent(posted) => arrived(tx, &message, posted.at, now).await?,
        Outcome::Failed(failure) => {
            store::set_message_state(tx, delivery, MessageState::Ended).await?;
            store::set_failed(tx, id, message.member, &failed(failure, now)).await?;
        }
        Outcome::Unknown => {
            let failed = Failed { at: now, because: Because::Unknown, reason: String::new() };
            store::set_failed(tx, id, message.member, &failed).await?;
            nudge_later(tx, &message, now).await?;
        }
        Outcome::Cancelled | Outcome::Expired => store::set_message_state(tx, delivery, MessageState::Ended).await?,
    }
    roster::touch(tx, id, now).await
}

async fn arrived(tx: &mut Tx, message: &Message, at: Timestamp, now: Timestamp) -> Result<(), DbError> {
    let sound = if message.sounding { Sound::Sounding } else { Sound::Silent };
    store::set_message_state(tx, message.delivery, MessageState::Sent).await?;
    store::set_reached(tx, message.alert, message.member, sound, at).await?;
    nudge_later(tx, message, now).await?;
    let Some(alert) = store::get(tx, message.alert).await? else { return Ok(()) };
    let recipient = store::recipient(tx, message.alert, message.member).await?;
    let is_seen = recipient.is_some_and(|recipient| recipient.seen_at(alert.words.number).is_some());
    if !alert.is_active() || is_seen {
        // It ended, or was seen, while this was being sent.
        return outbox::edit(tx, message.delivery, Lane::Prompt, now).await;
    }
    if message.version < alert.words.number {
        // Corrected while this was being sent: the corrected text was not owed yet to somebody who had nothing.
        outbox::edit(tx, message.delivery, Lane::Prompt, now).await?;
        let owed = store::messages_to(tx, message.alert, message.member).await?;
        let has_new = owed.iter().any(|m| m.version == alert.words.number && m.state != MessageState::Ended);
        let member = members::store::get(tx, message.member).await?;
        let recipient = store::recipient(tx, message.alert, message.member).await?;
        if let (false, Some(member), Some(recipient)) = (has_new, member, recipient) {
            return owe(tx, &alert, &recipient, &member, Kind::Corrected, now).await;
        }
    }
    Ok(())
}

/// Whoever got it silently hears of it once, at their waking minute, unless they have seen it by then.
async fn nudge_later(tx: &mut Tx, message: &Message, now: Timestamp) -> Result<(), DbError> {
    // Who was told that nothing is expected any more needs no nudge.
    if message.sounding || message.kind == Kind::Nudge || message.occasion == Some(Occasion::TooLate) {
        return Ok(());
    }
    let Some(alert) = store::get(tx, message.alert).await? else { return Ok(()) };
    let recipient = store::recipient(tx, message.alert, message.member).await?;
    let member = members::store::get(tx, message.member).await?;
    let (Some(recipient), Some(member)) = (recipient, member) else { return Ok(()) };
    let wanted = alert.is_active() && alert.severity != Severity::Information && member.zone().is_some();
    if wanted && message.version == alert.words.number && recipient.seen_at(alert.words.number).is_none() {
        owe(tx, &alert, &recipient, &member, Kind::Nudge, now).await?;
    }
    Ok(())
}

/// The waking minute of `member` may be another one now.
pub(super) async fn retime(tx: &mut Tx, member: &Member, now: Timestamp) -> Result<(), DbError> {
    for message in store::owed_to(tx, member.id).await? {
        let alert = store::get(tx, message.alert).await?;
        let recipient = store::recipient(tx, message.alert, member.id).await?;
        let (Some(alert), Some(recipient)) = (alert, recipient) else { continue };
        let at = match message.kind {
            Kind::Nudge => member.next_awake_at(now).unwrap_or(now),
            kind => alert.not_before(kind, &recipient, member, now),
        };
        outbox::retime(tx, SOURCE, &subject(message.alert, member.id, message.kind), at, now).await?;
    }
    Ok(())
}

fn failed(failure: &Failure, at: Timestamp) -> Failed {
    let because = match failure.cause {
        Cause::NotHere => Because::NotHere,
        Cause::NoInbox | Cause::DmClosed | Cause::NoAccess | Cause::Quarantined => Because::NoRoute,
        Cause::Exhausted => Because::Exhausted,
        Cause::Refused | Cause::InvalidMessage | Cause::NoPermission | Cause::NoMessage => Because::Refused,
    };
    Failed { at, because, reason: failure.reason.clone() }
}

fn lane(severity: Severity) -> Lane {
    match severity {
        Severity::Information => Lane::Routine,
        Severity::Urgent => Lane::Urgent,
        Severity::Emergency => Lane::Emergency,
    }
}

fn subject(alert: AlertId, member: MemberId, kind: Kind) -> String {
    format!("{alert}/{}/{member}", kind.code())
}

/// What a delivery of this room is about, as its row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Roster { alert: AlertId },
    Message { alert: AlertId },
}

impl Subject {
    fn read(text: &str) -> Result<Self, SourceError> {
        let broken = || SourceError::Broken(format!("no alert has the subject {text}"));
        let (alert, rest) = text.split_once('/').ok_or_else(broken)?;
        let alert = AlertId::from_str(alert).map_err(|_| broken())?;
        Ok(if rest.starts_with("roster/") { Subject::Roster { alert } } else { Subject::Message { alert } })
    }

    fn alert(self) -> AlertId {
        match self {
            Subject::Roster { alert } | Subject::Message { alert } => alert,
        }
    }
}
