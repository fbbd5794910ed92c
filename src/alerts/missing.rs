//! The list of who is missing: a message in the secretariat's channel, which the plan of an alert posts before the
//! deadline. It lists the people who have not answered, and what is known to reach each of them. Magpie edits it after
//! each change, until nobody needs to be reached any more.

use std::collections::BTreeMap;

use super::facts::{ContactPolicy, ListClosed, MissingList, MissingPerson, MissingPost};
use super::lookup::{not_on_discord, secretariat_channel};
use super::model::{Alert, AlertId, Recipient};
use super::store;
use super::subject::{SOURCE, Subject};
use crate::db::{Conn, DbError, Tx};
use crate::delivery::{Action, Address, DeliveryId, Facts, Lane, NewDelivery, Sound, State, Verdict, outbox};
use crate::guild;
use crate::members::{self, ChannelId, Member, MemberId, Wakefulness};
use crate::time::Timestamp;
use crate::words::Language;

/// Enqueues the list of an alert. Does nothing without a channel of the secretariat.
pub(super) async fn post(tx: &mut Tx, alert: AlertId, now: Timestamp) -> Result<(), DbError> {
    let Some(channel) = secretariat_channel(tx).await? else { return Ok(()) };
    let number = store::missing_list(tx, alert).await?.map_or(1, |(number, _)| number + 1);
    let subject = Subject::MissingList { alert, number };
    let (key, action) = (format!("alert/{subject}"), Action::Post(Address::Channel(channel)));
    // The secretariat needs the time before the deadline, so the list must not wait behind other rosters.
    let delivery = outbox::enqueue(tx, NewDelivery::new(SOURCE, subject, key, action, Lane::Prompt), now).await?;
    store::insert_missing_list(tx, alert, number, delivery).await
}

/// Enqueues an edit of the newest list, if the alert has one. An edit of a list that is being sent waits until it has
/// arrived.
pub(super) async fn refresh(tx: &mut Tx, alert: AlertId, now: Timestamp) -> Result<(), DbError> {
    match store::missing_list(tx, alert).await? {
        Some((_, delivery)) => outbox::edit(tx, delivery, Lane::Prompt, now).await.map(|_| ()),
        None => Ok(()),
    }
}

/// Refreshes the lists of the active alerts to `member`. Called after a change of their profile, groups or deputy.
pub(super) async fn refresh_lists_of(tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<(), DbError> {
    for alert in store::alerts_with_missing_list_to(tx, member).await? {
        refresh(tx, alert, now).await?;
    }
    Ok(())
}

/// Called after the set-up has changed. If the secretariat has a new channel, posts the lists of active alerts in it,
/// and removes them from the old channel, because they contain contacts.
pub(super) async fn move_to_new_channel(tx: &mut Tx, now: Timestamp) -> Result<(), DbError> {
    let Some(channel) = secretariat_channel(tx).await? else { return Ok(()) };
    for alert in store::alerts_with_missing_list(tx).await? {
        let Some((number, delivery)) = store::missing_list(tx, alert).await? else { continue };
        if is_in(tx, delivery, channel).await? {
            continue;
        }
        let subject = Subject::MissingList { alert, number }.to_string();
        outbox::cancel(tx, SOURCE, &subject, "the secretariat's channel has changed", now).await?;
        post(tx, alert, now).await?;
        outbox::edit(tx, delivery, Lane::Prompt, now).await?;
    }
    Ok(())
}

/// Deletes the lists that are older than `arrived`, because `arrived` replaces them.
pub(super) async fn delete_older(
    tx: &mut Tx,
    alert: AlertId,
    arrived: DeliveryId,
    now: Timestamp,
) -> Result<(), DbError> {
    for older in store::older_missing_lists(tx, alert, arrived).await? {
        outbox::delete(tx, older, Lane::Routine, now).await?;
    }
    Ok(())
}

/// Whether the list of this delivery was posted in `channel`, or is on its way there.
async fn is_in(conn: &mut Conn, delivery: DeliveryId, channel: ChannelId) -> Result<bool, DbError> {
    let record = outbox::find(conn, delivery).await?;
    Ok(record.is_some_and(|record| match record.state {
        State::Sent(posted) => posted.channel == Some(channel),
        _ => record.action == Action::Post(Address::Channel(channel)),
    }))
}

/// Decides whether the list of the delivery `id` is sent now. Nobody needs a list that names nobody.
pub(super) async fn decide(tx: &mut Tx, alert: &Alert, id: DeliveryId, now: Timestamp) -> Result<Verdict, DbError> {
    Ok(match facts(tx, alert, id, now).await? {
        // The list never sounds, because some of the people in its channel are asleep.
        facts @ MissingPost::Live(_) => Verdict::Send { facts: Facts::new(facts), sound: Sound::Silent },
        MissingPost::Closed { .. } => Verdict::Cancel { reason: "nobody needs to be reached any more" },
        MissingPost::Superseded { .. } => Verdict::Cancel { reason: "a newer list replaces it" },
    })
}

/// The facts that the list of the delivery `id` shows now.
pub(super) async fn facts(
    conn: &mut Conn,
    alert: &Alert,
    id: DeliveryId,
    now: Timestamp,
) -> Result<MissingPost, DbError> {
    let is_newest = store::missing_list(conn, alert.id).await?.is_some_and(|(_, newest)| newest == id);
    let is_in_place = match secretariat_channel(conn).await? {
        Some(channel) => is_in(conn, id, channel).await?,
        None => false,
    };
    if !is_newest || !is_in_place {
        return Ok(MissingPost::Superseded { alert: alert.id });
    }
    let author = members::service::get(conn, alert.author).await?;
    let language = author.map_or(Language::English, |author| author.language);
    let closed = |reason| MissingPost::Closed { alert: alert.id, reason, language };
    if !alert.is_active() {
        return Ok(closed(ListClosed::Ended));
    }
    let contacts = match guild::service::is_secretariat_channel_private(conn).await? {
        true => ContactPolicy::Show,
        false => ContactPolicy::Withhold,
    };
    let people = people(conn, alert, contacts, now).await?;
    if people.is_empty() {
        let is_enough = alert.found_at.is_some();
        return Ok(closed(if is_enough { ListClosed::EnoughFound } else { ListClosed::EverybodyAnswered }));
    }
    Ok(MissingPost::Live(Box::new(MissingList {
        alert: alert.id,
        severity: alert.severity,
        ask: alert.ask.kind(),
        text: alert.current_version.text.clone(),
        answer_by: alert.current_version.answer_by,
        people,
        contacts,
        not_on_discord: not_on_discord(conn, &alert.groups).await?.len(),
        language,
    })))
}

/// The recipients who have not answered the announced version, and whom the alert is still for.
pub(super) async fn remaining_recipients(conn: &mut Conn, alert: &Alert) -> Result<Vec<(Recipient, Member)>, DbError> {
    let mut recipients = store::recipients(conn, alert.id).await?;
    recipients.retain(|recipient| !alert.is_done_by(recipient));
    let ids: Vec<MemberId> = recipients.iter().map(|recipient| recipient.member).collect();
    let members = members::service::get_many(conn, &ids).await?;
    let mut members: BTreeMap<MemberId, Member> = members.into_iter().map(|member| (member.id, member)).collect();
    let with_member = |recipient: Recipient| members.remove(&recipient.member).map(|member| (recipient, member));
    let present = recipients.into_iter().filter_map(with_member);
    Ok(present.filter(|(recipient, member)| alert.is_still_for(recipient, member)).collect())
}

async fn people(
    conn: &mut Conn,
    alert: &Alert,
    contacts: ContactPolicy,
    now: Timestamp,
) -> Result<Vec<MissingPerson>, DbError> {
    let remaining = remaining_recipients(conn, alert).await?;
    let ids: Vec<MemberId> = remaining.iter().map(|(_, member)| member.id).collect();
    let mut ways = guild::service::other_ways(conn, &ids).await?;
    let recipients: Vec<Recipient> = remaining.iter().map(|(recipient, _)| recipient.clone()).collect();
    let reached_by = names_of_reachers(conn, alert, &recipients).await?;
    let mut people: Vec<MissingPerson> = remaining
        .into_iter()
        .map(|(recipient, member)| {
            let ways = ways.remove(&member.id).unwrap_or_default();
            MissingPerson {
                member: member.id,
                wakefulness: member.wakefulness(now),
                zone: member.zone_or_assumed(),
                zone_basis: member.zone_basis(),
                contact: ways.contact.filter(|_| contacts == ContactPolicy::Show),
                deputy: ways.deputy.map(|(_, name)| name),
                reached: reached(alert, &recipient, &reached_by),
                name: member.name,
            }
        })
        .collect();
    people.sort_by_cached_key(|person| {
        let order = match person.wakefulness {
            Wakefulness::Awake => (0, None),
            Wakefulness::Asleep { wakes_at } => (1, Some(wakes_at)),
            Wakefulness::UnknownZone => (2, None),
        };
        (order, person.name.to_lowercase(), person.member)
    });
    Ok(people)
}

/// The names of the people who reached one of `recipients` outside Discord.
pub(super) async fn names_of_reachers(
    conn: &mut Conn,
    alert: &Alert,
    recipients: &[Recipient],
) -> Result<BTreeMap<MemberId, String>, DbError> {
    let reached = recipients.iter().filter_map(|recipient| recipient.reached_about(alert.announced_version));
    let mut ids: Vec<MemberId> = reached.map(|reached| reached.by).collect();
    ids.sort_unstable();
    ids.dedup();
    let members = members::service::get_many(conn, &ids).await?;
    Ok(members.into_iter().map(|member| (member.id, member.name)).collect())
}

/// Who reached this recipient about the announced version, and when. `names`: see [`names_of_reachers`].
pub(super) fn reached(
    alert: &Alert,
    recipient: &Recipient,
    names: &BTreeMap<MemberId, String>,
) -> Option<(String, Timestamp)> {
    let reached = recipient.reached_about(alert.announced_version)?;
    let name = names.get(&reached.by).cloned().unwrap_or_else(|| reached.by.to_string());
    Some((name, reached.at))
}
