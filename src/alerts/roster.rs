//! The roster: a message in the secretariat's channel that lists an alert's recipients and the state of each. Magpie
//! posts it when the alert is sent and edits it after each change. When it is too old to edit, Magpie posts a new one.

use super::facts::{RecipientStatus, Roster, RosterLine};
use super::lookup::{not_on_discord, secretariat_channel};
use super::model::{Alert, AlertId, AlertState, FailureCause, Recipient, Severity};
use super::plan::{Plan, StepKind};
use super::send_rule::MessageKind;
use super::store::{self, Message, SendState};
use super::subject::{SOURCE, Subject};
use super::{mails, missing};
use crate::db::{Conn, DbError, Tx};
use crate::delivery::{Action, Address, DeliveryId, Lane, NewDelivery, State, StateKind, outbox};
use crate::members::{self, ChannelId, Member, MemberId, ZoneBasis};
use crate::time::{SignedDuration, Timestamp};
use crate::words::Language;

/// Discord refuses many edits of a message that is older than an hour (error 30046), so a change of an older roster
/// posts a new roster instead. The limit is five minutes below the hour.
const MAX_AGE: SignedDuration = SignedDuration::from_mins(55);
/// When the secretariat's channel changes, only the rosters of alerts that were sent within this time are posted in the
/// new channel.
const MOVE_IF_SENT_WITHIN: SignedDuration = SignedDuration::from_hours(24 * 30);
/// The most alerts that are checked when the secretariat's channel changes, the newest first.
const MAX_MOVED_ROSTERS: i64 = 20;

/// Enqueues a roster. `number` counts the rosters of one alert from 1. The first roster uses the same lane as the
/// messages to recipients. The roster has the button that cancels the alert, so it must not wait until all these
/// messages are sent.
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

/// Re-renders the newest roster after a change. If Discord would soon refuse to edit it, posts a new roster. The old
/// roster is deleted after the new one has arrived.
pub(super) async fn refresh(tx: &mut Tx, alert: AlertId, now: Timestamp) -> Result<(), DbError> {
    missing::refresh(tx, alert, now).await?;
    let Some(roster) = store::roster(tx, alert).await? else { return Ok(()) };
    let Some(posted_at) = roster.posted_at else {
        // An unsent roster is rendered when its attempt starts. If it is still marked as stale when it has arrived, it
        // is edited.
        return store::set_roster_stale(tx, roster.delivery).await;
    };
    if now.duration_since(posted_at) < MAX_AGE {
        return outbox::edit(tx, roster.delivery, Lane::Routine, now).await;
    }
    match secretariat_channel(tx).await? {
        Some(channel) => post(tx, alert, roster.number + 1, channel, Lane::Routine, now).await,
        None => Ok(()),
    }
}

/// Posts a new roster, so that it is the newest message in the channel and people notice the change. It makes no sound.
pub(super) async fn repost(tx: &mut Tx, alert: AlertId, now: Timestamp) -> Result<(), DbError> {
    let newest_roster = store::roster(tx, alert).await?.filter(|newest_roster| newest_roster.posted_at.is_some());
    match (newest_roster, secretariat_channel(tx).await?) {
        (Some(roster), Some(channel)) => {
            missing::refresh(tx, alert, now).await?;
            post(tx, alert, roster.number + 1, channel, Lane::Prompt, now).await
        }
        _ => refresh(tx, alert, now).await,
    }
}

/// Called after the set-up has changed. If the secretariat has a new channel, posts the rosters of active alerts in it,
/// because the secretariat needs a roster's buttons to end its alert. Rosters of alerts older than
/// [`MOVE_IF_SENT_WITHIN`] stay in the old channel.
pub(super) async fn move_to_new_channel(tx: &mut Tx, now: Timestamp) -> Result<(), DbError> {
    let Some(channel) = secretariat_channel(tx).await? else { return Ok(()) };
    let since = now.saturating_sub(MOVE_IF_SENT_WITHIN).unwrap_or(Timestamp::MIN);
    for alert in store::alerts_sent_since(tx, since, MAX_MOVED_ROSTERS).await?.into_iter().filter(Alert::is_active) {
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

/// Posts a new roster after an edit has failed because somebody deleted the roster `deleted`. Does nothing if `deleted`
/// is not the newest roster.
pub(super) async fn repost_deleted(
    tx: &mut Tx,
    alert: AlertId,
    deleted: DeliveryId,
    now: Timestamp,
) -> Result<(), DbError> {
    let newest_roster = store::roster(tx, alert).await?.filter(|newest_roster| newest_roster.delivery == deleted);
    match (newest_roster, secretariat_channel(tx).await?) {
        (Some(roster), Some(channel)) => post(tx, alert, roster.number + 1, channel, Lane::Routine, now).await,
        _ => Ok(()),
    }
}

/// Deletes the rosters that are older than `arrived`, because `arrived` replaces them.
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

/// Re-renders the newest roster in place, at any age. Called after the data of a member was deleted, because the posted
/// roster shows their name.
pub(super) async fn re_render(tx: &mut Tx, alert: AlertId, now: Timestamp) -> Result<(), DbError> {
    missing::refresh(tx, alert, now).await?;
    match store::roster(tx, alert).await? {
        Some(roster) => outbox::edit(tx, roster.delivery, Lane::Routine, now).await,
        None => Ok(()),
    }
}

/// The facts that the roster of this alert shows now.
pub(super) async fn facts(conn: &mut Conn, alert: &Alert, now: Timestamp) -> Result<Roster, DbError> {
    let author = members::service::get(conn, alert.author).await?;
    let ended_by = match alert.state {
        AlertState::Active => None,
        AlertState::Cancelled { by, .. } | AlertState::Over { by, .. } => {
            members::service::get(conn, by).await?.map(|member| member.name)
        }
    };
    let absent = not_on_discord(conn, &alert.groups).await?;
    Ok(Roster {
        alert: alert.id,
        version: alert.current_version.number,
        announced_version: alert.announced_version,
        severity: alert.severity,
        ask: alert.ask.clone(),
        purpose: alert.purpose,
        text: alert.current_version.text.clone(),
        answer_by: alert.current_version.answer_by,
        author_name: author.as_ref().map(|author| author.name.clone()).unwrap_or_default(),
        sent_at: alert.sent_at,
        asked_at: alert.asked_at,
        plan: remaining_plan(conn, alert).await?,
        state: alert.state,
        ended_by,
        people: lines(conn, alert, now).await?,
        not_on_discord: absent.len(),
        absent_without_mail: mails::count_without_mail(conn, alert.id, &absent).await?,
        mails: mails::lines(conn, alert.id).await?,
        language: author.map_or(Language::English, |author| author.language),
    })
}

/// The steps of the plan that are still to come. Empty if the alert has ended, or if nobody is left to answer.
async fn remaining_plan(conn: &mut Conn, alert: &Alert) -> Result<Plan, DbError> {
    let mut plan = Plan::default();
    if !alert.is_active() || store::recipients(conn, alert.id).await?.iter().all(|one| alert.is_done_by(one)) {
        return Ok(plan);
    }
    for step in store::pending_steps(conn, alert.id).await? {
        match step.kind {
            StepKind::Ask => plan.ask_at.push(step.due_at),
            StepKind::List => plan.list_at = Some(step.due_at),
        }
    }
    Ok(plan)
}

/// One line for each recipient of the alert, ordered by name.
async fn lines(conn: &mut Conn, alert: &Alert, now: Timestamp) -> Result<Vec<RosterLine>, DbError> {
    let recipients = store::recipients(conn, alert.id).await?;
    let messages = store::messages(conn, alert.id).await?;
    let ids: Vec<MemberId> = recipients.iter().map(|recipient| recipient.member).collect();
    let members = members::service::get_many(conn, &ids).await?;
    let reached_by = missing::names_of_reachers(conn, alert, &recipients).await?;
    let states = outbox::states(conn, &messages.iter().map(|message| message.delivery).collect::<Vec<_>>()).await?;
    // Leave out a member who lost the role before a message arrived, because the alert is no longer for them.
    let is_gone = |recipient: &Recipient| {
        let member = members.iter().find(|member| member.id == recipient.member && member.in_guild);
        recipient.sent_at.is_none() && member.is_some_and(|member| !alert.is_still_for(recipient, member))
    };
    let mut lines: Vec<RosterLine> = recipients
        .iter()
        .filter(|recipient| !is_gone(recipient))
        .map(|recipient| {
            let member = members.iter().find(|member| member.id == recipient.member);
            let own_messages = messages.iter().filter(|m| m.member == recipient.member);
            let own_messages: Vec<_> = own_messages.map(|m| (m, states.get(&m.delivery).copied())).collect();
            RosterLine {
                member: recipient.member,
                name: member.map_or_else(|| recipient.member.to_string(), |member| member.name.clone()),
                status: status(alert, recipient, member, &own_messages, now),
                zone: member.map_or(ZoneBasis::Unknown, Member::zone_basis),
                answer: recipient.answer,
                sounded_at: recipient.sounded_at,
                remind_at: recipient.remind_at,
                reached: missing::reached(alert, recipient, &reached_by),
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
    let is_outdated = |cause| match cause {
        // No pending message has an unknown outcome any more.
        FailureCause::Unknown => !is_in(StateKind::Unknown) && alert.is_active(),
        // The recipient has returned, and a message waits for its attempt.
        FailureCause::NotHere => member.is_some_and(|member| member.in_guild) && is_in(StateKind::Pending),
        FailureCause::NoRoute | FailureCause::Refused | FailureCause::Exhausted => false,
    };
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
