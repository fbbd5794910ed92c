//! The live list in the secretariat's channel: posted with the alert, re-rendered when something changes, posted again
//! when it is too old to edit.

use super::facts::{RecipientStatus, Roster, RosterLine};
use super::lookup::not_on_discord;
use super::model::{Alert, AlertId, AlertState, Recipient, Severity};
use super::send_rule::MessageKind;
use super::store::{self, Message, SendState};
use super::subject::{SOURCE, Subject};
use crate::db::{Conn, DbError, Tx};
use crate::delivery::{Action, Address, Lane, NewDelivery, outbox};
use crate::guild::{self, Place};
use crate::members::{self, ChannelId, Member, MemberId};
use crate::time::{SignedDuration, Timestamp};
use crate::words::Language;

/// Discord refuses many edits of a message that is older than an hour (error 30046), so the list is posted again before
/// that.
const MAX_AGE: SignedDuration = SignedDuration::from_mins(55);

/// Enqueues the list with this number; 1 is the first.
pub(super) async fn post(
    tx: &mut Tx,
    alert: AlertId,
    number: i64,
    channel: ChannelId,
    now: Timestamp,
) -> Result<(), DbError> {
    let subject = Subject::Roster { alert, number };
    let (key, action) = (format!("alert/{subject}"), Action::Post(Address::Channel(channel)));
    // Nobody waits for the list: the alert itself goes first.
    let new = NewDelivery::new(SOURCE, subject, key, action, Lane::Routine);
    let delivery = outbox::enqueue(tx, new, now).await?;
    store::insert_roster(tx, alert, number, delivery).await
}

/// Re-renders the list after a change, or posts a new one when Discord would soon refuse to edit it.
pub(super) async fn refresh(tx: &mut Tx, alert: AlertId, now: Timestamp) -> Result<(), DbError> {
    let Some(roster) = store::roster(tx, alert).await? else { return Ok(()) };
    let Some(posted_at) = roster.posted_at else {
        // A list that waits is rendered when it is sent, and edited if something changed after that.
        return store::set_roster_stale(tx, roster.delivery).await;
    };
    if now.duration_since(posted_at) < MAX_AGE {
        return outbox::edit(tx, roster.delivery, Lane::Routine, now).await;
    }
    let setup = guild::service::setup(tx).await?;
    let Some(channel) = setup.and_then(|setup| setup.channel(Place::Secretariat)) else { return Ok(()) };
    post(tx, alert, roster.number + 1, channel, now).await?;
    outbox::edit(tx, roster.delivery, Lane::Routine, now).await
}

/// The current list.
pub(super) async fn facts(conn: &mut Conn, alert: &Alert, now: Timestamp) -> Result<Roster, DbError> {
    let author = members::service::get(conn, alert.author).await?;
    let ended_by = match alert.state {
        AlertState::Active => None,
        AlertState::Cancelled { by, .. } | AlertState::Over { by, .. } => {
            members::service::get(conn, by).await?.map(|member| member.name)
        }
    };
    Ok(Roster {
        alert: alert.id,
        version: alert.current.number,
        severity: alert.severity,
        text: alert.current.text.clone(),
        answer_by: alert.current.answer_by,
        author_name: author.as_ref().map(|author| author.name.clone()).unwrap_or_default(),
        sent_at: alert.sent_at,
        asked_at: alert.asked_at,
        state: alert.state,
        ended_by,
        people: lines(conn, alert, now).await?,
        not_on_discord: not_on_discord(conn, &alert.groups).await?.len(),
        language: author.map_or(Language::English, |author| author.language),
    })
}

async fn lines(conn: &mut Conn, alert: &Alert, now: Timestamp) -> Result<Vec<RosterLine>, DbError> {
    let recipients = store::recipients(conn, alert.id).await?;
    let messages = store::messages(conn, alert.id).await?;
    let ids: Vec<MemberId> = recipients.iter().map(|recipient| recipient.member).collect();
    let members = members::service::get_many(conn, &ids).await?;
    let mut lines: Vec<RosterLine> = recipients
        .iter()
        .map(|recipient| {
            let member = members.iter().find(|member| member.id == recipient.member);
            let theirs: Vec<&Message> = messages.iter().filter(|m| m.member == recipient.member).collect();
            RosterLine {
                member: recipient.member,
                name: member.map_or_else(|| recipient.member.to_string(), |member| member.name.clone()),
                status: status(alert, recipient, member, &theirs, now),
            }
        })
        .collect();
    lines.sort_by_key(|line| line.name.to_lowercase());
    Ok(lines)
}

fn status(
    alert: &Alert,
    recipient: &Recipient,
    member: Option<&Member>,
    messages: &[&Message],
    now: Timestamp,
) -> RecipientStatus {
    if let Some(at) = recipient.seen_at(alert.current.number) {
        return RecipientStatus::Seen { at };
    }
    if let Some(failure) = &recipient.failure {
        return RecipientStatus::Failed { cause: failure.cause, reason: failure.reason.clone() };
    }
    let wakes_at = member.and_then(|member| member.next_awake_at(now));
    match (recipient.sent_at, recipient.sounded_at) {
        (_, Some(at)) => RecipientStatus::Sounded { at },
        (Some(_), None) => RecipientStatus::Silent { wakes_at },
        (None, None) if !alert.is_active() => RecipientStatus::NotSent,
        (None, None) => {
            let is_held = alert.severity == Severity::Information
                && messages.iter().any(|m| m.kind == MessageKind::First && m.state == SendState::Pending);
            RecipientStatus::Pending { held_until: wakes_at.filter(|at| is_held && *at > now) }
        }
    }
}
