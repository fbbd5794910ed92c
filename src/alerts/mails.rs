//! Enqueues the e-mails of an alert. They go to the expected members who are not on Discord, to the recipients to whom
//! Discord takes no message, and to recipients who asked for them and have not seen the alert. Must not know what the
//! e-mails say: the `mail` module renders them.
//!
//! An e-mail cannot be edited. So a person who got one gets another after a correction, and after the end of the alert.
//! A text that is fixed silently sends none.

use std::collections::BTreeSet;

use super::ask::Purpose;
use super::facts::MailLine;
use super::lookup::not_on_discord;
use super::mail_model::{Mail, MailId, MailKind, MailReason, MailState, MailSubject, NewMail};
use super::messages;
use super::model::{Alert, AlertId, FailureCause, MailPolicy, Severity};
use super::store;
use crate::db::{Conn, DbError, Tx};
use crate::delivery::{Action, Address, NewDelivery, Record, SourceName, StateKind, outbox};
use crate::guild;
use crate::guild::expected::Expected;
use crate::members::{self, ASSUMED_QUIET_HOURS, Group, Member, MemberId};
use crate::time::{RestSchedule, SignedDuration, Timestamp};

/// The name under which alerts enqueue their e-mails. It differs from the name of the messages on Discord, so that
/// e-mails that wait do not hide messages from the dispatcher.
pub(super) const SOURCE: SourceName = SourceName::new("alert-mails");

/// A member who asked for e-mails gets one if they have not seen the alert this long after it made a sound.
pub(super) const UNSEEN_AFTER: SignedDuration = SignedDuration::from_mins(10);

/// Whether a new alert of this purpose also goes by e-mail. A practice alert does not: it tests phones.
pub(super) fn is_by_mail(policy: MailPolicy, purpose: Purpose) -> bool {
    policy != MailPolicy::Off && purpose == Purpose::Real
}

/// The expected members of these groups who are not on Discord and have an e-mail address.
pub(super) async fn absent_with_mailbox(
    conn: &mut Conn,
    groups: &BTreeSet<Group>,
) -> Result<Vec<(Expected, String)>, DbError> {
    let absent = not_on_discord(conn, groups).await?.into_iter();
    Ok(absent.filter_map(|person| person.email().map(str::to_owned).map(|address| (person, address))).collect())
}

/// The members in `ids` whose e-mail address is known, each with the address: the one that they confirmed, else the one
/// in the list of expected members.
pub(super) async fn mailboxes(conn: &mut Conn, ids: &[MemberId]) -> Result<Vec<(MemberId, String)>, DbError> {
    let mut ways = guild::service::other_ways(conn, ids).await?;
    let mut mailboxes = Vec::new();
    for id in ids {
        let listed = ways.remove(id).and_then(|ways| ways.email);
        mailboxes.extend(confirmed_mailbox(conn, *id).await?.or(listed).map(|address| (*id, address)));
    }
    Ok(mailboxes)
}

/// The address at which this member asked for alerts that they have not seen.
async fn confirmed_mailbox(conn: &mut Conn, member: MemberId) -> Result<Option<String>, DbError> {
    let mailbox = members::service::mailbox(conn, member).await?;
    Ok(mailbox.and_then(|mailbox| mailbox.confirmed).map(|(address, _)| address))
}

/// Enqueues the e-mails to the expected members who are not on Discord. Called when the alert is sent.
pub(super) async fn enqueue_for_absent(tx: &mut Tx, alert: &Alert, now: Timestamp) -> Result<(), DbError> {
    for (person, address) in absent_with_mailbox(tx, &alert.groups).await? {
        let new = NewMail {
            alert: alert.id,
            reader: None,
            name: person.name,
            address,
            language: person.listed.language.unwrap_or_default(),
            zone: person.listed.home.map(|home| home.zone),
            reason: MailReason::NotOnDiscord,
            version: alert.current_version.number,
        };
        enqueue_first(tx, alert, &new, now, now).await?;
    }
    Ok(())
}

/// Enqueues the e-mail to a member who asked for alerts that they have not seen, to be sent at `at`. If it is enqueued
/// already, for a later instant, it is brought forward. It is cancelled if the member sees the alert before that.
pub(super) async fn enqueue_if_asked(
    tx: &mut Tx,
    alert: &Alert,
    member: &Member,
    at: Timestamp,
    now: Timestamp,
) -> Result<(), DbError> {
    if !alert.is_active() || !store::is_by_mail(tx, alert.id).await? {
        return Ok(());
    }
    let Some(address) = confirmed_mailbox(tx, member.id).await? else { return Ok(()) };
    enqueue_first(tx, alert, &to_member(alert, member, address, MailReason::Asked), at, now).await
}

/// When the e-mail before the deadline is sent; `None` if there is none. People who are awake get the time in which
/// they usually see an alert on Discord.
pub(super) fn before_deadline(policy: MailPolicy, alert: &Alert, now: Timestamp) -> Option<Timestamp> {
    let MailPolicy::On { before_deadline } = policy else { return None };
    let answer_by = alert.current_version.answer_by.filter(|_| !before_deadline.is_zero())?;
    let at = answer_by.saturating_sub(before_deadline).unwrap_or(now).max(now + UNSEEN_AFTER);
    (at < answer_by).then_some(at)
}

/// Enqueues an e-mail to a recipient to whom Discord took no message, if the alert goes by e-mail and their address is
/// known. A recipient who has left the server gets none, because the alert is no longer for them.
pub(super) async fn enqueue_after_failure(
    tx: &mut Tx,
    alert: &Alert,
    member: &Member,
    cause: FailureCause,
    now: Timestamp,
) -> Result<(), DbError> {
    let is_unreachable = match cause {
        FailureCause::NoRoute | FailureCause::Refused | FailureCause::Exhausted => true,
        FailureCause::NotHere | FailureCause::Unknown => false,
    };
    if !is_unreachable || !alert.is_active() || !store::is_by_mail(tx, alert.id).await? {
        return Ok(());
    }
    let Some((_, address)) = mailboxes(tx, &[member.id]).await?.into_iter().next() else { return Ok(()) };
    enqueue_first(tx, alert, &to_member(alert, member, address, MailReason::NoRoute), now, now).await
}

fn to_member(alert: &Alert, member: &Member, address: String, reason: MailReason) -> NewMail {
    NewMail {
        alert: alert.id,
        reader: Some(member.id),
        name: member.name.clone(),
        address,
        language: member.language,
        zone: None,
        reason,
        version: alert.current_version.number,
    }
}

/// Enqueues the first e-mail, to be sent at `at`. If it waits already, it is brought forward to `at`. If an earlier one
/// was not needed, for example because its reader had seen the alert before a correction, another is enqueued.
async fn enqueue_first(
    tx: &mut Tx,
    alert: &Alert,
    new: &NewMail,
    at: Timestamp,
    now: Timestamp,
) -> Result<(), DbError> {
    if let Some(id) = store::insert_mail(tx, new).await? {
        return enqueue(tx, alert, (id, new.reader), MailKind::First, at, now).await;
    }
    let Some(mail) = store::same_mail(tx, new).await? else { return Ok(()) };
    if mail.state == MailState::Ended && mail.sent_at.is_none() {
        store::set_mail_state(tx, mail.id, MailState::Pending, None).await?;
        return enqueue(tx, alert, (mail.id, mail.reader), MailKind::First, at, now).await;
    }
    let records = records(tx, alert.id, mail.id).await?;
    if records.iter().any(|record| record.state.kind() == StateKind::Pending && record.due_at > at) {
        outbox::retime(tx, SOURCE, &subject(alert.id, mail.id), at, now).await?;
    }
    Ok(())
}

/// Enqueues an e-mail with the correction to each person who got the old text, or may have got it. A person whose first
/// e-mail still waits gets the new text in it. Called when the alert was corrected.
pub(super) async fn enqueue_corrections(tx: &mut Tx, alert: &Alert, now: Timestamp) -> Result<(), DbError> {
    for mail in store::mails(tx, alert.id).await? {
        let has_no_text = mail.state == MailState::Ended && mail.sent_at.is_none();
        if !has_no_text && !waits(tx, &mail).await? {
            enqueue(tx, alert, (mail.id, mail.reader), MailKind::Corrected, now, now).await?;
        }
    }
    Ok(())
}

/// Recalls the e-mails that were not sent, and tells each person who got one that the alert has ended.
pub(super) async fn enqueue_endings(tx: &mut Tx, alert: &Alert, now: Timestamp) -> Result<(), DbError> {
    for mail in store::mails(tx, alert.id).await? {
        outbox::cancel(tx, SOURCE, &subject(alert.id, mail.id), "the alert has ended", now).await?;
        if mail.sent_at.is_some() || is_under_way(tx, &mail).await? {
            enqueue(tx, alert, (mail.id, mail.reader), MailKind::Ended, now, now).await?;
        } else if mail.state == MailState::Pending {
            store::set_mail_state(tx, mail.id, MailState::Ended, None).await?;
        }
    }
    Ok(())
}

/// Whether an e-mail to this person has not been tried yet, or is tried again. It will carry the current text.
async fn waits(conn: &mut Conn, mail: &Mail) -> Result<bool, DbError> {
    let states = states_of(conn, mail).await?;
    Ok(states.iter().any(|state| matches!(state, StateKind::Pending | StateKind::Retry)))
}

/// Whether an e-mail to this person is being sent, or may have been sent.
async fn is_under_way(conn: &mut Conn, mail: &Mail) -> Result<bool, DbError> {
    let states = states_of(conn, mail).await?;
    Ok(states.iter().any(|state| matches!(state, StateKind::Sending | StateKind::Unknown)))
}

async fn states_of(conn: &mut Conn, mail: &Mail) -> Result<Vec<StateKind>, DbError> {
    Ok(records(conn, mail.alert, mail.id).await?.into_iter().map(|record| record.state.kind()).collect())
}

/// The deliveries of all e-mails to one person about one alert, oldest first.
async fn records(conn: &mut Conn, alert: AlertId, mail: MailId) -> Result<Vec<Record>, DbError> {
    outbox::by_subject(conn, SOURCE, &subject(alert, mail)).await
}

fn subject(alert: AlertId, mail: MailId) -> String {
    MailSubject { alert, mail }.to_string()
}

/// Enqueues an e-mail of this kind, to be sent at `at`. Its number among the e-mails to this person makes its key
/// unique.
async fn enqueue(
    tx: &mut Tx,
    alert: &Alert,
    (mail, reader): (MailId, Option<MemberId>),
    kind: MailKind,
    at: Timestamp,
    now: Timestamp,
) -> Result<(), DbError> {
    let nth = records(tx, alert.id, mail).await?.len();
    let (key, action) = (format!("alert-mail/{mail}/{kind}/{nth}"), Action::Post(Address::Mailbox { reader }));
    let new = NewDelivery::new(SOURCE, subject(alert.id, mail), key, action, messages::lane(alert.severity));
    outbox::enqueue(tx, new.part(kind.to_string()).not_before(at), now).await.map(|_| ())
}

/// When the e-mail may be sent, if that is later than now. An e-mail has no silent form, so information waits until its
/// reader is awake. For a person who is not on Discord, the hours are those of an assumed zone.
pub(super) fn waits_until(alert: &Alert, mail: &Mail, member: Option<&Member>, now: Timestamp) -> Option<Timestamp> {
    if alert.severity != Severity::Information {
        return None;
    }
    let listed = || mail.zone.map(|zone| RestSchedule::new(zone, ASSUMED_QUIET_HOURS));
    let rest = member.map_or_else(listed, Member::rest)?;
    Some(rest.next_awake(now)).filter(|at| *at > now && *at < Timestamp::MAX)
}

/// The lines of the roster about the people who get the alert by e-mail.
pub(super) async fn lines(conn: &mut Conn, alert: AlertId) -> Result<Vec<MailLine>, DbError> {
    let line = |mail: Mail| MailLine {
        reader: mail.reader,
        name: mail.name,
        state: mail.state,
        failure: mail.failure.unwrap_or_default(),
    };
    // An e-mail that a member asked for is not needed if they see the alert before it is due.
    let is_only_planned =
        |mail: &Mail| mail.reason == MailReason::Asked && matches!(mail.state, MailState::Pending | MailState::Ended);
    let mails = store::mails(conn, alert).await?.into_iter();
    Ok(mails.filter(|mail| !is_only_planned(mail)).map(line).collect())
}

/// The number of people who got the text of the alert by e-mail, or may have got it.
pub(super) async fn count_with_text(conn: &mut Conn, alert: AlertId) -> Result<usize, DbError> {
    let mails = store::mails(conn, alert).await?;
    Ok(mails.iter().filter(|mail| mail.sent_at.is_some() || mail.state == MailState::Unknown).count())
}

/// The number of people among `absent` who get no e-mail of the alert.
pub(super) async fn count_without_mail(conn: &mut Conn, alert: AlertId, absent: &[Expected]) -> Result<usize, DbError> {
    let mails = store::mails(conn, alert).await?;
    let gets_mail = |person: &&Expected| {
        mails.iter().any(|mail| mail.reader.is_none() && mail.name == person.name && person.has_contact(&mail.address))
    };
    Ok(absent.len() - absent.iter().filter(gets_mail).count())
}
