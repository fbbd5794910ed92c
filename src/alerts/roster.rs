//! The roster: a live list of an alert's recipients in the secretariat's channel. It is posted with the alert,
//! re-rendered when something changes, and posted again when it is too old to edit.

use super::facts::{RecipientStatus, Roster, RosterLine};
use super::lookup::not_on_discord;
use super::model::{Alert, AlertId, AlertState, FailureCause, Recipient, Severity};
use super::send_rule::MessageKind;
use super::store::{self, Message, SendState};
use super::subject::{SOURCE, Subject};
use crate::db::{Conn, DbError, Tx};
use crate::delivery::{Action, Address, DeliveryId, Lane, NewDelivery, State, StateKind, outbox};
use crate::guild::{self, ChannelPurpose};
use crate::members::{self, ChannelId, Member, MemberId, ZoneBasis};
use crate::time::{SignedDuration, Timestamp};
use crate::words::Language;

/// Discord refuses many edits of a message that is older than an hour (error 30046), so the roster is posted again
/// before that.
const MAX_AGE: SignedDuration = SignedDuration::from_mins(55);
/// When the secretariat's channel changes, only rosters of alerts that were sent within this time move to the new
/// channel.
const MOVE_IF_SENT_WITHIN: SignedDuration = SignedDuration::from_hours(24 * 30);
/// The most rosters that move to a new channel: those of the newest alerts.
const MAX_MOVED_ROSTERS: i64 = 20;

/// Enqueues the roster with this number; the first is 1. The first roster goes into the lane of the alert's messages.
/// So the roster, with its button to cancel the alert, does not wait until the last of these messages is sent.
pub(super) async fn post(
    tx: &mut Tx,
    alert: AlertId,
    number: i64,
    channel: ChannelId,
    lane: Lane,
    now: Timestamp,
) -> Result<(), DbError> {
    let subject = Subject::Roster { alert, number };
    let (key, action) = (format!("alert/{subject}"), Action::Post(Address::Channel(channel)));
    let new = NewDelivery::new(SOURCE, subject, key, action, lane);
    let delivery = outbox::enqueue(tx, new, now).await?;
    store::insert_roster(tx, alert, number, delivery).await
}

/// Re-renders the roster after a change, or posts a new one if Discord would soon refuse to edit it. A replaced roster
/// is deleted once the new one has arrived.
pub(super) async fn refresh(tx: &mut Tx, alert: AlertId, now: Timestamp) -> Result<(), DbError> {
    let Some(roster) = store::roster(tx, alert).await? else { return Ok(()) };
    let Some(posted_at) = roster.posted_at else {
        // An unsent roster is rendered when it is sent, and edited if something changed after that.
        return store::set_roster_stale(tx, roster.delivery).await;
    };
    if now.duration_since(posted_at) < MAX_AGE {
        return outbox::edit(tx, roster.delivery, Lane::Routine, now).await;
    }
    match channel(tx).await? {
        Some(channel) => post(tx, alert, roster.number + 1, channel, Lane::Routine, now).await,
        None => Ok(()),
    }
}

/// Posts the roster again as the newest message in the channel, so that people notice the change. It is still silent.
pub(super) async fn repost(tx: &mut Tx, alert: AlertId, now: Timestamp) -> Result<(), DbError> {
    let newest = store::roster(tx, alert).await?.filter(|newest| newest.posted_at.is_some());
    match (newest, channel(tx).await?) {
        (Some(roster), Some(channel)) => post(tx, alert, roster.number + 1, channel, Lane::Prompt, now).await,
        _ => refresh(tx, alert, now).await,
    }
}

/// Called when the set-up has changed. If the secretariat has a new channel, posts the rosters of active alerts there:
/// the secretariat needs the buttons of a roster to end its alert. The rosters of old alerts that nobody ended stay in
/// the old channel.
pub(super) async fn move_to_new_channel(tx: &mut Tx, now: Timestamp) -> Result<(), DbError> {
    let Some(channel) = channel(tx).await? else { return Ok(()) };
    let since = now.saturating_sub(MOVE_IF_SENT_WITHIN).unwrap_or(Timestamp::MIN);
    for alert in store::sent_since(tx, since, MAX_MOVED_ROSTERS).await?.into_iter().filter(Alert::is_active) {
        let alert = alert.id;
        let Some(roster) = store::roster(tx, alert).await? else { continue };
        let is_in_channel = outbox::find(tx, roster.delivery).await?.is_some_and(|record| match record.state {
            State::Sent(posted) => posted.channel == Some(channel),
            state => !state.is_final() && record.action == Action::Post(Address::Channel(channel)),
        });
        if !is_in_channel {
            let subject = Subject::Roster { alert, number: roster.number }.to_string();
            outbox::cancel(tx, SOURCE, &subject, "the secretariat's channel has changed", now).await?;
            post(tx, alert, roster.number + 1, channel, Lane::Prompt, now).await?;
        }
    }
    Ok(())
}

/// Posts the newest roster again after an edit has shown that somebody deleted it. Does nothing if `deleted` is an
/// older roster.
pub(super) async fn repost_deleted(
    tx: &mut Tx,
    alert: AlertId,
    deleted: DeliveryId,
    now: Timestamp,
) -> Result<(), DbError> {
    let newest = store::roster(tx, alert).await?.filter(|newest| newest.delivery == deleted);
    match (newest, channel(tx).await?) {
        (Some(roster), Some(channel)) => post(tx, alert, roster.number + 1, channel, Lane::Routine, now).await,
        _ => Ok(()),
    }
}

/// Deletes the rosters before `arrived`, which replaces them.
pub(super) async fn delete_older(
    tx: &mut Tx,
    alert: AlertId,
    arrived: DeliveryId,
    now: Timestamp,
) -> Result<(), DbError> {
    for older in store::deliveries_of_older_rosters(tx, alert, arrived).await? {
        outbox::delete(tx, older, Lane::Routine, now).await?;
    }
    Ok(())
}

async fn channel(conn: &mut Conn) -> Result<Option<ChannelId>, DbError> {
    let setup = guild::service::setup(conn).await?;
    Ok(setup.and_then(|setup| setup.channel(ChannelPurpose::Secretariat)))
}

/// Re-renders the newest roster in place, however old it is, because somebody's data was deleted.
pub(super) async fn re_render(tx: &mut Tx, alert: AlertId, now: Timestamp) -> Result<(), DbError> {
    match store::roster(tx, alert).await? {
        Some(roster) => outbox::edit(tx, roster.delivery, Lane::Routine, now).await,
        None => Ok(()),
    }
}

/// The facts of the current roster.
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
        announced_version: alert.announced_version,
        severity: alert.severity,
        ask: alert.ask.clone(),
        purpose: alert.purpose,
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
    let states = outbox::states(conn, &messages.iter().map(|message| message.delivery).collect::<Vec<_>>()).await?;
    // A person who lost the role before anything arrived is no longer a recipient.
    let is_gone = |recipient: &Recipient| {
        let member = members.iter().find(|member| member.id == recipient.member && member.in_guild);
        recipient.sent_at.is_none() && member.is_some_and(|member| !alert.is_still_for(recipient, member))
    };
    let mut lines: Vec<RosterLine> = recipients
        .iter()
        .filter(|recipient| !is_gone(recipient))
        .map(|recipient| {
            let member = members.iter().find(|member| member.id == recipient.member);
            let theirs = messages.iter().filter(|m| m.member == recipient.member);
            let theirs: Vec<_> = theirs.map(|m| (m, states.get(&m.delivery).copied())).collect();
            RosterLine {
                member: recipient.member,
                name: member.map_or_else(|| recipient.member.to_string(), |member| member.name.clone()),
                status: status(alert, recipient, member, &theirs, now),
                zone: member.map_or(ZoneBasis::Unknown, Member::zone_basis),
                answer: recipient.answer,
                sounded_at: recipient.sounded_at,
                remind_at: recipient.remind_at,
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
    messages: &[(&Message, Option<StateKind>)],
    now: Timestamp,
) -> RecipientStatus {
    if let Some(at) = recipient.seen_at(alert.announced_version) {
        return RecipientStatus::Seen { at };
    }
    let is_in = |state| messages.iter().any(|(message, is)| message.state == SendState::Pending && *is == Some(state));
    // The stored failure says that the outcome is unknown. It is outdated once no pending message has an unknown
    // outcome.
    let is_outdated = |cause| cause == FailureCause::Unknown && !is_in(StateKind::Unknown) && alert.is_active();
    if let Some(failure) = recipient.failure.as_ref().filter(|failure| !is_outdated(failure.cause)) {
        return RecipientStatus::Failed { cause: failure.cause, reason: failure.reason.clone() };
    }
    let wakes_at = member.and_then(|member| member.next_awake_at(now));
    match (recipient.sent_at, recipient.sounded_at) {
        (_, Some(at)) => RecipientStatus::Sounded { at },
        (Some(_), None) => RecipientStatus::Silent { wakes_at },
        (None, None) if !alert.is_active() => RecipientStatus::NotSent,
        (None, None) if is_in(StateKind::Retry) || is_in(StateKind::Unknown) => RecipientStatus::Retrying,
        (None, None)
            if !messages.is_empty() && messages.iter().all(|(message, _)| message.state == SendState::Ended) =>
        {
            RecipientStatus::Cancelled
        }
        (None, None) => {
            let is_held = alert.severity == Severity::Information
                && messages.iter().any(|(m, _)| m.kind == MessageKind::First && m.state == SendState::Pending);
            RecipientStatus::Pending { held_until: wakes_at.filter(|at| is_held && *at > now) }
        }
    }
}
