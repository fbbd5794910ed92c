//! The live list in the secretariat's channel: posted with the alert, worded anew when something changes, posted anew
//! when it grows old.

use super::deliveries::SOURCE;
use super::facts::{Line, Roster, Status};
use super::model::{Alert, AlertId, Kind, Phase, ROSTER_LASTS, Recipient, Severity};
use super::store::{self, Message, MessageState};
use crate::db::{Conn, DbError, Tx};
use crate::delivery::{Action, Address, Lane, NewDelivery, outbox};
use crate::guild::{self, Place};
use crate::members::{self, ChannelId, Member, MemberId};
use crate::time::Timestamp;
use crate::words::Language;

/// Posts the list, number `number` of this alert.
pub(super) async fn post(
    tx: &mut Tx,
    alert: &Alert,
    number: i64,
    channel: ChannelId,
    now: Timestamp,
) -> Result<(), DbError> {
    let id = alert.id;
    let new = NewDelivery {
        source: SOURCE,
        subject: format!("{id}/roster/{number}"),
        key: format!("alert/{id}/roster/{number}"),
        action: Action::Post(Address::Channel(channel)),
        // The list is looked at, not waited for: the alert itself goes first.
        lane: Lane::Routine,
        not_before: now,
        expires_at: None,
    };
    let delivery = outbox::enqueue(tx, new, now).await?;
    store::insert_roster(tx, id, number, delivery).await
}

/// Something changed: the list is worded anew, or posted anew when Discord would soon refuse to edit it.
pub(super) async fn touch(tx: &mut Tx, id: AlertId, now: Timestamp) -> Result<(), DbError> {
    let Some(roster) = store::roster(tx, id).await? else { return Ok(()) };
    let Some(posted_at) = roster.posted_at else {
        // Not there yet. It is worded when it is sent; what changes after that is made good when it has arrived.
        return store::set_roster_stale(tx, roster.delivery, true).await;
    };
    if now.duration_since(posted_at) < ROSTER_LASTS {
        return outbox::edit(tx, roster.delivery, Lane::Routine, now).await;
    }
    let setup = guild::service::setup(tx).await?;
    let Some(channel) = setup.and_then(|setup| setup.channel(Place::Secretariat)) else { return Ok(()) };
    let Some(alert) = store::get(tx, id).await? else { return Ok(()) };
    post(tx, &alert, roster.number + 1, channel, now).await?;
    outbox::edit(tx, roster.delivery, Lane::Routine, now).await
}

/// The list as it stands.
pub(super) async fn facts(conn: &mut Conn, alert: &Alert, now: Timestamp) -> Result<Roster, DbError> {
    let recipients = store::recipients(conn, alert.id).await?;
    let messages = store::messages(conn, alert.id).await?;
    let ids: Vec<MemberId> = recipients.iter().map(|recipient| recipient.member).collect();
    let members = members::store::get_many(conn, &ids).await?;
    let mut people: Vec<Line> = recipients
        .iter()
        .map(|recipient| {
            let member = members.iter().find(|member| member.id == recipient.member);
            let theirs: Vec<&Message> = messages.iter().filter(|m| m.member == recipient.member).collect();
            Line {
                member: recipient.member,
                name: member.map_or_else(|| recipient.member.to_string(), |member| member.name.clone()),
                status: status(alert, recipient, member, &theirs, now),
            }
        })
        .collect();
    people.sort_by_key(|line| line.name.to_lowercase());
    let author = members::store::get(conn, alert.author).await?;
    let ended_by = match alert.phase {
        Phase::Active => None,
        Phase::Cancelled { by, .. } | Phase::Over { by, .. } => {
            members::store::get(conn, by).await?.map(|member| member.name)
        }
    };
    let groups: Vec<_> = alert.groups.iter().copied().collect();
    let absent = guild::service::attendance(conn, &groups).await?.not_on_discord.len();
    Ok(Roster {
        alert: alert.id,
        version: alert.words.number,
        severity: alert.severity,
        text: alert.words.text.clone(),
        answer_by: alert.words.answer_by,
        from: author.as_ref().map(|author| author.name.clone()).unwrap_or_default(),
        sent_at: alert.sent_at,
        asked_at: alert.asked_at,
        phase: alert.phase,
        ended_by,
        people,
        absent,
        language: author.map_or(Language::English, |author| author.language),
    })
}

fn status(
    alert: &Alert,
    recipient: &Recipient,
    member: Option<&Member>,
    messages: &[&Message],
    now: Timestamp,
) -> Status {
    if let Some(at) = recipient.seen_at(alert.words.number) {
        return Status::Seen { at };
    }
    if let Some(failed) = &recipient.failure {
        return Status::Failed { because: failed.because, reason: failed.reason.clone() };
    }
    let wakes_at = member.and_then(|member| member.next_awake_at(now));
    match (recipient.sent_at, recipient.heard_at) {
        (_, Some(at)) => Status::Heard { at },
        (Some(_), None) => Status::Silent { wakes_at },
        (None, None) if !alert.is_active() => Status::NotSent,
        (None, None) => {
            let owed = messages.iter().any(|m| m.kind == Kind::First && m.state == MessageState::Owed);
            Status::Waiting {
                until: wakes_at.filter(|at| owed && alert.severity == Severity::Information && *at > now),
            }
        }
    }
}
